"""Assigning a course to people of an agency: previewed, done in one act, undone as a whole or withdrawn singly."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, cast

from sqlalchemy import Table, func, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from tna.domain.courses import Catalogue, Course
from tna.domain.plans import Candidate, Facts, Preview, Renewals, course_states, sorted_out
from tna.models.people import Agency, Membership, Person
from tna.models.plans import Assignment, AssignmentBatch
from tna.services import audit
from tna.services.people import PAGE_LENGTH
from tna.services.plans.facts import facts_of
from tna.services.plans.people import works_in

LONGEST_REASON = 300
_LARGEST_ID = 2**31 - 1
_ASSIGNMENTS = cast(Table, Assignment.__table__)


class AssigningRefused(Exception):
    """What was to be assigned cannot stand; `field` names where, the message says what to do."""

    def __init__(self, field: str, message: str) -> None:
        super().__init__(message)
        self.field = field


class PreviewIsOld(Exception):
    """An assignment would now reach another number of people than its preview said."""


@dataclass(frozen=True, slots=True)
class Reach:
    """Whom to assign a course to: everybody of a role group, or else the people selected."""

    role_group: str | None = None
    people: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class BatchSummary:
    """One act of assigning, how many people it reached, and how many still have it assigned by it."""

    batch: AssignmentBatch
    reached: int
    standing: int


@dataclass(frozen=True, slots=True)
class Reached:
    """One person a batch reached; withdrawn or not."""

    person_id: int
    name: str
    is_withdrawn: bool


def preview(
    session: Session, *, agency_id: str, course: Course, reach: Reach, catalogue: Catalogue, today: date
) -> Preview:
    """What assigning this course would do. Raises AssigningRefused where nobody is named at all."""
    if reach.role_group is None and not reach.people:
        raise AssigningRefused("role_group", "Select a role group, or go back and select people")
    found, elsewhere = _candidates(session, agency_id, course, reach, Renewals(catalogue, today))
    return sorted_out(course, found, catalogue, elsewhere=elsewhere)


def assign(
    session: Session,
    *,
    agency_id: str,
    course: Course,
    reach: Reach,
    due_on: date | None,
    reason: str,
    expected: int | None,
    catalogue: Catalogue,
    actor_id: int,
    now: datetime,
    today: date,
) -> AssignmentBatch:
    """Assign a course to everybody whom the preview says it reaches, in one act.

    `expected` is how many the preview promised, None if nobody looked at one. Where two people assign the same at once,
    each person gets it once, from whoever came first. Raises AssigningRefused, or PreviewIsOld; then nothing is done.
    """
    reason = checked_reason(reason)
    due_on = checked_due_on(due_on, today)
    # One act of assigning at a time in an agency: what is decided below must still hold when it is written.
    session.execute(select(Agency.id).where(Agency.id == agency_id).with_for_update())
    seen = preview(session, agency_id=agency_id, course=course, reach=reach, catalogue=catalogue, today=today)
    people = [one.id for one in seen.to_assign]
    if not people:
        raise AssigningRefused("course", "There is nobody left to assign this course to")
    if expected is not None and expected != len(people):
        raise PreviewIsOld
    with session.begin_nested():
        batch = AssignmentBatch(
            agency_id=agency_id,
            course_id=course.id,
            due_on=due_on,
            reason=reason,
            assigned_by=actor_id,
            assigned_at=now,
        )
        session.add(batch)
        session.flush()
        _put_by(session, agency_id, course.id, people, now)
        if not (reached := _insert(session, batch, people)):
            raise PreviewIsOld
    detail = f"{course.id} to {reached} in {agency_id}"
    audit.note(
        session, at=now, actor_id=actor_id, action="assigned a course", subject=f"batch {batch.id}", detail=detail
    )
    session.flush()
    return batch


def undo(session: Session, *, batch: AssignmentBatch, actor_id: int, now: datetime) -> int:
    """Take back everything a batch assigned; returns from how many. Undoing twice is undoing once."""
    taken = session.scalars(
        update(Assignment)
        .where(Assignment.batch_id == batch.id, Assignment.withdrawn_at.is_(None))
        .values(withdrawn_at=now)
        .returning(Assignment.person_id)
    ).all()
    if batch.undone_at is None:
        batch.undone_at = now
        audit.note(session, at=now, actor_id=actor_id, action="undid an assignment", subject=f"batch {batch.id}")
    session.flush()
    return len(taken)


def withdraw(session: Session, *, batch: AssignmentBatch, person_id: int, actor_id: int, now: datetime) -> bool:
    """Take back what a batch assigned to one person; False where they have it no longer."""
    if not 0 < person_id <= _LARGEST_ID:
        return False
    taken = session.scalars(
        update(Assignment)
        .where(Assignment.batch_id == batch.id, Assignment.person_id == person_id, Assignment.withdrawn_at.is_(None))
        .values(withdrawn_at=now)
        .returning(Assignment.id)
    ).one_or_none()
    if taken is None:
        return False
    subject = f"person {person_id}"
    audit.note(session, at=now, actor_id=actor_id, action="withdrew a course", subject=subject, detail=batch.course_id)
    session.flush()
    return True


def batches_of(session: Session, *, agency_id: str, number: int = 1) -> tuple[tuple[BatchSummary, ...], int]:
    """One page of an agency's acts of assigning, the newest first, and how many pages there are."""
    total = session.scalar(select(func.count()).where(AssignmentBatch.agency_id == agency_id)) or 0
    pages = max(1, -(-total // PAGE_LENGTH))
    wanted = (
        select(AssignmentBatch)
        .where(AssignmentBatch.agency_id == agency_id)
        .order_by(AssignmentBatch.id.desc())
        .limit(PAGE_LENGTH)
        .offset((min(max(number, 1), pages) - 1) * PAGE_LENGTH)
    )
    found = session.scalars(wanted).all()
    counts = _counts(session, [one.id for one in found])
    return tuple(BatchSummary(one, *counts.get(one.id, (0, 0))) for one in found), pages


def find_batch(session: Session, *, agency_id: str, batch_id: int) -> BatchSummary | None:
    """One act of assigning of this agency, and nobody else's."""
    found = session.get(AssignmentBatch, batch_id) if 0 < batch_id <= _LARGEST_ID else None
    if found is None or found.agency_id != agency_id:
        return None
    return BatchSummary(found, *_counts(session, [found.id]).get(found.id, (0, 0)))


def page_of_reached(session: Session, *, batch: AssignmentBatch, number: int = 1) -> tuple[Reached, ...]:
    """One page of the people a batch reached, by name; those who work elsewhere by now included."""
    wanted = (
        select(Person.id, Person.name, Assignment.withdrawn_at.is_not(None))
        .join(Assignment, Assignment.person_id == Person.id)
        .where(Assignment.batch_id == batch.id)
        .order_by(Person.name, Person.id)
        .limit(PAGE_LENGTH)
        .offset((max(number, 1) - 1) * PAGE_LENGTH)
    )
    return tuple(Reached(*row) for row in session.execute(wanted))


def checked_reason(reason: str) -> str:
    """A reason as it is kept. Raises AssigningRefused."""
    cleaned = " ".join(reason.split())
    if not cleaned:
        raise AssigningRefused("reason", "Enter a reason: people see it beside the course")
    if len(cleaned) > LONGEST_REASON:
        raise AssigningRefused("reason", f"The reason must be {LONGEST_REASON} characters or fewer")
    return cleaned


def checked_due_on(due_on: date | None, today: date) -> date | None:
    """A day by which to take a course, if any. Raises AssigningRefused for one that is past."""
    if due_on is not None and due_on < today:
        raise AssigningRefused("due_on", "The date must be today or later")
    return due_on


def _candidates(
    session: Session, agency_id: str, course: Course, reach: Reach, renewals: Renewals
) -> tuple[list[Candidate], int]:
    """Everybody named who works here, by name, and how many of those selected do not."""
    here = works_in(agency_id, reach.role_group)
    if reach.role_group is None:
        here = here.where(Person.id.in_(reach.people))
    jobs = (
        select(Person.id, Person.name, Membership.role_group)
        .join(Membership, Membership.person_id == Person.id)
        .where(Person.id.in_(here), Membership.agency_id == agency_id, Membership.ended_on.is_(None))
        .order_by(Person.name, Person.id, Membership.id)
    )
    names: dict[int, str] = {}
    role_groups: dict[int, set[str]] = {}
    for person_id, name, role_group in session.execute(jobs):
        names[person_id] = name
        role_groups.setdefault(person_id, set()).add(role_group)
    facts = facts_of(session, people=here, agency_id=agency_id, today=renewals.today)
    found = [
        Candidate(
            one,
            name,
            frozenset(role_groups[one]),
            facts.get(one, Facts()).done,
            course_states(facts.get(one, Facts()), renewals).get(course.id),
        )
        for one, name in names.items()
    ]
    return found, 0 if reach.role_group else len(reach.people) - len(found)


def _put_by(session: Session, agency_id: str, course_id: str, people: Collection[int], now: datetime) -> None:
    """Close earlier assignments of the course to these people: they have done what was asked then.

    Only one may stand at a time, and whoever comes here with one standing has fulfilled it.
    """
    fulfilled = set(
        session.scalars(
            select(Assignment.person_id)
            .where(Assignment.agency_id == agency_id, Assignment.course_id == course_id)
            .where(Assignment.withdrawn_at.is_(None))
        )
    ).intersection(people)
    if fulfilled:
        session.execute(
            update(Assignment)
            .where(Assignment.agency_id == agency_id, Assignment.course_id == course_id)
            .where(Assignment.withdrawn_at.is_(None), Assignment.person_id.in_(fulfilled))
            .values(withdrawn_at=now)
        )


def _insert(session: Session, batch: AssignmentBatch, people: Collection[int]) -> int:
    """One row a person, unless somebody else has just assigned it to them; returns how many rows."""
    shared: dict[str, Any] = {"batch_id": batch.id, "agency_id": batch.agency_id, "course_id": batch.course_id}
    insert = postgresql.insert if session.get_bind().dialect.name == "postgresql" else sqlite.insert
    statement = insert(_ASSIGNMENTS).on_conflict_do_nothing().returning(_ASSIGNMENTS.c.id)
    return len(session.execute(statement, [{"person_id": one, **shared} for one in people]).all())


def _counts(session: Session, batches: Collection[int]) -> dict[int, tuple[int, int]]:
    """By batch: how many people it reached, and how many still have it."""
    standing = func.count().filter(Assignment.withdrawn_at.is_(None))
    counted = (
        select(Assignment.batch_id, func.count(), standing)
        .where(Assignment.batch_id.in_(batches))
        .group_by(Assignment.batch_id)
    )
    return {batch: (reached, still) for batch, reached, still in session.execute(counted)}
