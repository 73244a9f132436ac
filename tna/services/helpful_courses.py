"""Which courses address a need, and what those that ran have changed so far."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from tna.domain.courses import Course
from tna.services.courses import offered_courses
from tna.services.shift_reports import courses_together


@dataclass(frozen=True, slots=True)
class HelpfulCourse:
    """A course on offer; `changed` is its sentence on confidence before and after, empty while nothing is released."""

    course: Course
    changed: str


def helpful_courses(
    session: Session, *, domain: str, statements: Collection[str], today: date
) -> tuple[HelpfulCourse, ...]:
    """The courses on offer that ask about any of these statements or are on this domain, by id.

    Those that ask the most of the statements come first, then as the catalogue has them.
    """
    wanted = set(statements)
    suitable = [
        course
        for course in offered_courses(session, today=today)
        if domain in course.domains or wanted.intersection(course.statements)
    ]
    suitable.sort(key=lambda course: -len(wanted.intersection(course.statements)))
    report = courses_together(session) if suitable else None
    lines = [] if report is None else [line for group in report.groups for line in group.lines]
    changed = {line.course_id: line.sentence for line in lines}
    return tuple(HelpfulCourse(course, changed.get(course.id, "")) for course in suitable)
