"""Tiny courses and catalogues, of which a test says only what it is about."""

from collections.abc import Sequence

from tna.domain.courses import Catalogue, Course, CourseLevel, JointRule, Mode

EVERYBODY = "ABCDEFGHIJ"


def course(
    course_id: str,
    *prerequisites: Sequence[str],
    is_for: str = EVERYBODY,
    on_nomination: str = "",
    needs_nomination: bool = False,
    hours: float = 1,
    renew_months: int | None = None,
    renews: str | None = None,
    other_evidence: str = "",
    joint: JointRule | None = None,
) -> Course:
    """A course for everybody unless said otherwise; each prerequisite is a list of which one will do."""
    return Course(
        id=course_id,
        title=f"Course {course_id}",
        description="",
        is_for=frozenset(is_for),
        on_nomination=frozenset(on_nomination),
        needs_nomination=needs_nomination,
        level=CourseLevel.ONE,
        mode=Mode.ROOM,
        hours=hours,
        days=1,
        capacity=10,
        prerequisites=tuple(tuple(any_of) for any_of in prerequisites),
        other_evidence=other_evidence,
        domains=("D1",),
        statements=("s01",),
        renew_months=renew_months,
        renews=renews,
        joint=joint,
    )


def catalogue(*courses: Course) -> Catalogue:
    """A catalogue of these courses, in this order."""
    return Catalogue(courses)
