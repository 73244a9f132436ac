"""What is owed to the worker: promised in one transaction with its cause, taken under a lease, marked when done."""

from datetime import datetime, timedelta

from sqlalchemy import delete, or_, select, update
from sqlalchemy.orm import Session

from tna.models.notices import Owed
from tna.services.upserts import insert_unless_there

# A job that failed is tried again after this long, doubled each time, up to the most.
FIRST_PAUSE = timedelta(seconds=5)
LONGEST_PAUSE = timedelta(hours=1)


def promise(session: Session, *, kind: str, key: str, due_at: datetime) -> None:
    """Owe one piece of work; owing it twice is owing it once, and owing what was done is owing it again."""
    row = {"kind": kind, "key": key, "due_at": due_at, "attempts": 0}
    if not insert_unless_there(session, Owed, unique=["kind", "key"], row=row):
        session.execute(
            update(Owed)
            .where(Owed.kind == kind, Owed.key == key, Owed.done_at.is_not(None))
            .values(done_at=None, due_at=due_at, leased_until=None)
            .execution_options(synchronize_session=False)
        )


def take(session: Session, *, kinds: frozenset[str], now: datetime, lease: timedelta) -> Owed | None:
    """Take the work that has been due longest and that nobody holds; the caller commits, then does it.

    A worker that dies holds its work until the lease is over; then somebody else takes it.
    """
    free = (
        select(Owed.id)
        .where(Owed.done_at.is_(None), Owed.due_at <= now, Owed.kind.in_(kinds))
        .where(or_(Owed.leased_until.is_(None), Owed.leased_until <= now))
        .order_by(Owed.due_at, Owed.id)
        .limit(1)
        .with_for_update(skip_locked=True)
    )
    taken = (
        update(Owed)
        .where(Owed.id == free.scalar_subquery())
        .values(leased_until=now + lease, attempts=Owed.attempts + 1)
        .returning(Owed)
        .execution_options(synchronize_session=False, populate_existing=True)
    )
    return session.scalars(taken).one_or_none()


def still_ours(session: Session, *, owed_id: int, attempt: int, now: datetime, lease: timedelta) -> bool:
    """Renew the lease, unless another worker has taken the work over or it is done."""
    renewed = (
        update(Owed)
        .where(Owed.id == owed_id, Owed.attempts == attempt, Owed.done_at.is_(None))
        .values(leased_until=now + lease)
        .returning(Owed.id)
    )
    return session.scalar(renewed) is not None


def mark_done(session: Session, *, owed_id: int, attempt: int, now: datetime) -> bool:
    """Mark the work done in the transaction that did it; False where another worker has taken it over."""
    done = (
        update(Owed)
        .where(Owed.id == owed_id, Owed.attempts == attempt, Owed.done_at.is_(None))
        .values(done_at=now, leased_until=None, last_fault=None)
        .returning(Owed.id)
    )
    return session.scalar(done) is not None


def put_off(session: Session, *, owed_id: int, attempt: int, now: datetime, fault: str) -> None:
    """Keep failed work for later, with what went wrong."""
    pause = min(FIRST_PAUSE * 2 ** min(attempt - 1, 20), LONGEST_PAUSE)
    session.execute(
        update(Owed)
        .where(Owed.id == owed_id, Owed.attempts == attempt, Owed.done_at.is_(None))
        .values(leased_until=None, due_at=now + pause, last_fault=fault[:2000])
    )


def hand_back(session: Session, *, owed_id: int, attempt: int) -> None:
    """Give up the lease on work that is broken off, so that the next worker need not wait for its end."""
    session.execute(
        update(Owed)
        .where(Owed.id == owed_id, Owed.attempts == attempt, Owed.done_at.is_(None))
        .values(leased_until=None)
    )


def is_owed(session: Session, *, kinds: frozenset[str], now: datetime) -> bool:
    """Whether any work of these kinds is due and not done yet, or was put off because it failed."""
    wanted = select(Owed.id).where(Owed.kind.in_(kinds), Owed.done_at.is_(None))
    return session.scalar(wanted.where((Owed.due_at <= now) | Owed.last_fault.is_not(None)).limit(1)) is not None


def is_open(session: Session, *, kind: str, key: str) -> bool:
    """Whether this work is owed and not done yet."""
    wanted = select(Owed.id).where(Owed.kind == kind, Owed.key == key, Owed.done_at.is_(None))
    return session.scalar(wanted) is not None


def forget_done(session: Session, *, kind: str) -> None:
    """Delete the rows of work of this kind that is done, and with them when it was."""
    session.execute(delete(Owed).where(Owed.kind == kind, Owed.done_at.is_not(None)))
