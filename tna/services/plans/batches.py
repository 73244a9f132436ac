"""What has been assigned in one act each: listing it, undoing it as a whole, withdrawing it from one person."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from tna.models.base import LARGEST_ID
from tna.models.people import Person
from tna.models.plans import Assignment, AssignmentBatch
from tna.services import audit
from tna.services.people import PAGE_LENGTH


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
    if not 0 < person_id <= LARGEST_ID:
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
    found = session.get(AssignmentBatch, batch_id) if 0 < batch_id <= LARGEST_ID else None
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


def _counts(session: Session, batches: Collection[int]) -> dict[int, tuple[int, int]]:
    """By batch: how many people it reached, and how many still have it."""
    standing = func.count().filter(Assignment.withdrawn_at.is_(None))
    counted = (
        select(Assignment.batch_id, func.count(), standing)
        .where(Assignment.batch_id.in_(batches))
        .group_by(Assignment.batch_id)
    )
    return {batch: (reached, still) for batch, reached, still in session.execute(counted)}
