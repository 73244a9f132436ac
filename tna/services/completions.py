"""Who completed which course, and when: by a register, declared by the person, or recorded by a lead or manager."""

from collections.abc import Collection
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from tna.domain.courses import Completion
from tna.language import gettext
from tna.models.courses import CompletedCourse, Evidence
from tna.services import audit
from tna.services.courses import course_of, find_course
from tna.services.upserts import unless_taken


class CompletionRefused(Exception):
    """A completion that cannot be recorded or taken back; `field` names where, the message says what to do."""

    def __init__(self, field: str, message: str) -> None:
        super().__init__(message)
        self.field = field


def completions_of(session: Session, *, person_ids: Collection[int]) -> dict[int, list[Completion]]:
    """What each of these people has completed, the earliest first; an empty list for who has completed nothing."""
    found: dict[int, list[Completion]] = {person_id: [] for person_id in person_ids}
    wanted = (
        select(CompletedCourse.person_id, CompletedCourse.course_id, CompletedCourse.completed_on)
        .where(CompletedCourse.person_id.in_(person_ids))
        .order_by(CompletedCourse.completed_on, CompletedCourse.id)
    )
    for person_id, course_id, completed_on in session.execute(wanted):
        found[person_id].append(Completion(course_id, completed_on))
    return found


def own_completions(session: Session, *, person_id: int, course_id: str) -> list[CompletedCourse]:
    """Every time somebody completed a course, the latest first."""
    wanted = (
        select(CompletedCourse)
        .where(CompletedCourse.person_id == person_id, CompletedCourse.course_id == course_id)
        .order_by(CompletedCourse.completed_on.desc(), CompletedCourse.id.desc())
    )
    return list(session.scalars(wanted))


def recorded_completions(session: Session, *, person_id: int) -> list[CompletedCourse]:
    """What training leads and managers recorded of somebody, the latest first: only that is theirs to take back."""
    wanted = (
        select(CompletedCourse)
        .where(CompletedCourse.person_id == person_id, CompletedCourse.evidence == Evidence.RECORDED)
        .order_by(CompletedCourse.completed_on.desc(), CompletedCourse.id.desc())
    )
    return list(session.scalars(wanted))


def find_completion(session: Session, *, completion_id: int) -> CompletedCourse | None:
    """The completion with this id."""
    return session.get(CompletedCourse, completion_id) if 0 < completion_id <= 2**31 - 1 else None


def record_completion(
    session: Session,
    *,
    person_id: int,
    course_id: str,
    completed_on: date,
    now: datetime,
    today: date,
    by: int | None = None,
) -> CompletedCourse:
    """Note that somebody completed a course: `by` a training lead or manager, or as the person declares themselves.

    People declare only courses without dates; of all others a register tells. Raises CompletionRefused.
    """
    course = find_course(session, course_id=course_id)
    if course is None:
        raise CompletionRefused("course", gettext("Select a course from the list."))
    if by is None and course_of(course).has_dates:
        raise CompletionRefused("course", gettext("Of this course the register of its dates tells who completed it."))
    if completed_on > today:
        raise CompletionRefused("completed_on", gettext("The day must be today or in the past."))
    made = CompletedCourse(
        person_id=person_id,
        course_id=course_id,
        completed_on=completed_on,
        evidence=Evidence.DECLARED if by is None else Evidence.RECORDED,
        recorded_by=by,
    )
    with unless_taken(
        session, CompletionRefused("completed_on", gettext("This is recorded already, for the same day."))
    ):
        session.add(made)
    if by is not None:
        audit.note(session, at=now, actor_id=by, action="recorded a completion", **_about(made))
    return made


def withdraw_completion(session: Session, *, completion: CompletedCourse, now: datetime, by: int | None = None) -> None:
    """Take back what was declared or recorded; what a register says is put right there. Raises CompletionRefused."""
    if completion.evidence is Evidence.REGISTER:
        raise CompletionRefused("course", gettext("This comes from a register: whoever keeps it can put it right."))
    if by is None and completion.evidence is not Evidence.DECLARED:
        raise CompletionRefused(
            "course", gettext("A training lead or the manager recorded this: ask them to take it back.")
        )
    session.delete(completion)
    if by is not None:
        audit.note(session, at=now, actor_id=by, action="took back a completion", **_about(completion))
    session.flush()


def _about(completion: CompletedCourse) -> dict[str, str]:
    return {"subject": f"person {completion.person_id}", "detail": completion.course_id}
