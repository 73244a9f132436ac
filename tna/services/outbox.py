"""The worker's side of the outbox: messages are taken under a lease, and settled or put off once they were tried."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, Select, case, delete, or_, select, update
from sqlalchemy.orm import Session

from tna.domain import reminders
from tna.domain.notices import (
    MOST_TRIES,
    REFUSED_IT,
    TELLS_WHO_ANSWERED,
    TELLS_WHO_ASKED,
    URGENT,
    Delivery,
    Outcome,
    pause_after,
)
from tna.domain.reminders import ENGLAND
from tna.models.notices import Bounce, Notice
from tna.models.people import Person
from tna.services.letters import day_in_key
from tna.services.notices import forget_bounce, note_bounce

KEPT_FOR = timedelta(days=90)
ASKED_KEPT_FOR = timedelta(days=1)
_URGENT = tuple(sorted(kind.value for kind in URGENT))


@dataclass(frozen=True, slots=True)
class Held:
    """One message that a worker has taken; `tries` counts from 1 and tells it from a later taker of the same one."""

    id: int
    kind: str
    key: str
    tries: int


def take(session: Session, *, most: int, now: datetime, lease: timedelta) -> list[Held]:
    """Take up to so many messages that are due and that nobody holds, the urgent first; the caller commits.

    A worker that dies holds its messages until the lease is over; then somebody else takes them.
    """
    ids = list(session.scalars(_free(now).where(Notice.kind.in_(_URGENT)).limit(most)))
    if len(ids) < most:
        ids += session.scalars(_free(now).where(Notice.kind.not_in(URGENT)).limit(most - len(ids)))
    if not ids:
        return []
    taken = (
        update(Notice)
        .where(Notice.id.in_(ids))
        .values(leased_until=now + lease, attempts=Notice.attempts + 1)
        .returning(Notice.id, Notice.kind, Notice.key, Notice.attempts)
        .execution_options(synchronize_session=False)
    )
    found = {row.id: Held(*row) for row in session.execute(taken)}
    return [found[each] for each in ids]


def _free(now: datetime) -> Select[int]:
    return (
        select(Notice.id)
        .where(Notice.settled_at.is_(None), Notice.due_at <= now)
        .where(or_(Notice.leased_until.is_(None), Notice.leased_until <= now))
        .order_by(Notice.due_at, Notice.id)
        .with_for_update(skip_locked=True)
    )


def rows_of(session: Session, held: Sequence[Held]) -> tuple[dict[int, Notice], list[Person]]:
    """The rows of these messages by id, and the people they go to."""
    notices = session.scalars(select(Notice).where(Notice.id.in_([each.id for each in held])).order_by(Notice.id)).all()
    ids = {row.person_id for row in notices if row.person_id is not None}
    people = session.scalars(select(Person).where(Person.id.in_(ids)).order_by(Person.id)).all() if ids else []
    return {row.id: row for row in notices}, list(people)


def language_code(session: Session, notice: Notice) -> str | None:
    """The code of the language that the person a message goes to has chosen, if they have.

    Whoever asks for a link gives an address, and the person is who has it.
    """
    if notice.person_id is None:
        return session.scalar(select(Person.language).where(Person.email == notice.email))
    person = session.get(Person, notice.person_id)
    return None if person is None else person.language


def renew(session: Session, held: Sequence[Held], *, now: datetime, lease: timedelta) -> set[int]:
    """Lengthen the lease on these messages; returns the ids of those that are still ours."""
    return {each.id for each in held if _change(session, each, leased_until=now + lease)}


def hand_back(session: Session, held: Sequence[Held]) -> None:
    """Give up what was taken and not tried, as if it had never been taken."""
    for each in held:
        _change(session, each, leased_until=None, attempts=each.tries - 1)


def put_off(session: Session, held: Held, *, fault: str | None, now: datetime, dice: float) -> None:
    """Keep a message for later, with what went wrong in words; of reminders no words are kept.

    A reminder may be put off only together with all of its batch, before anybody has looked who has answered.
    """
    fault = None if held.kind in TELLS_WHO_ANSWERED else fault
    _change(session, held, leased_until=None, due_at=now + pause_after(held.tries, dice), last_fault=fault)


def put_off_or_give_up(session: Session, held: Held, *, fault: str, now: datetime, dice: float) -> None:
    """Keep a message for later, or settle it with what went wrong once its tries are used up."""
    if held.tries < MOST_TRIES:
        put_off(session, held, fault=fault, now=now, dice=dice)
    else:
        _settle(session, held, now=now, fault=fault)


def put_back(session: Session, held: Held, *, due_at: datetime) -> None:
    """Keep a message for a better moment, as if it had never been taken."""
    _change(session, held, leased_until=None, due_at=due_at, attempts=held.tries - 1)


def settle_without(session: Session, held: Held, *, now: datetime) -> None:
    """Settle a message for which there is no reason any more; its row is like that of one that was sent."""
    _settle(session, held, now=now, fault=None)


def settle(session: Session, held: Held, delivery: Delivery, *, email: str, now: datetime, dice: float) -> None:
    """Write down what became of a message sent to this address: settled, or put off until its tries are used up.

    A reminder is settled whatever became of it: one that stayed open would be of somebody who has not answered.
    """
    if held.kind in TELLS_WHO_ANSWERED:
        settle_without(session, held, now=now)
        return
    fault = delivery.fault or REFUSED_IT
    if delivery.outcome is Outcome.SENT:
        _settle(session, held, now=now, fault=None)
    elif delivery.outcome is Outcome.AGAIN:
        put_off_or_give_up(session, held, fault=fault, now=now, dice=dice)
    else:
        _settle(session, held, now=now, fault=fault)
    if held.kind in TELLS_WHO_ASKED:
        return
    if delivery.outcome is Outcome.SENT:
        forget_bounce(session, email=email)
    elif delivery.outcome is Outcome.REFUSED:
        note_bounce(session, email=email, reason=fault, today=now.astimezone(ENGLAND).date())


def _settle(session: Session, held: Held, *, now: datetime, fault: str | None) -> None:
    """Nothing is left to do. Neither the minute nor how often it was tried stays: both would tell of some kinds of
    message whether they were sent at all, and with that who had answered by then. Of these every row of a day ends
    alike, whenever its message went out."""
    times = {"settled_at": reminders.start_of_day_of(now)}
    if held.kind in TELLS_WHO_ANSWERED:
        day = day_in_key(held.key)
        began = times["settled_at"] if day is None else reminders.start_of(day)
        times = {"settled_at": began, "due_at": began}
    session.execute(
        update(Notice)
        # Whoever holds it by now: it was sent, and must not be sent by them as well.
        .where(Notice.id == held.id, Notice.settled_at.is_(None))
        .values(**times, leased_until=None, attempts=0, last_fault=fault)
        .execution_options(synchronize_session=False)
    )


def settle_waiting(session: Session, *which: ColumnElement[bool], now: datetime) -> None:
    """Settle all of these that wait, for nobody is to have them; what was tried in vain ends like what was not."""
    began = reminders.start_of_day_of(now)
    due_at = case((Notice.kind.in_(TELLS_WHO_ANSWERED), began), else_=Notice.due_at)
    session.execute(
        update(Notice)
        .where(*which, Notice.settled_at.is_(None))
        .values(settled_at=began, due_at=due_at, leased_until=None, attempts=0, last_fault=None)
        .execution_options(synchronize_session=False)
    )


def _change(session: Session, held: Held, **values: object) -> bool:
    """Change a message that is still ours and not settled; False where it is not."""
    changed = (
        update(Notice)
        .where(Notice.id == held.id, Notice.attempts == held.tries, Notice.settled_at.is_(None))
        .values(**values)
        .returning(Notice.id)
        .execution_options(synchronize_session=False)
    )
    return session.scalar(changed) is not None


def forget_settled(session: Session, now: datetime) -> None:
    """Delete what was settled long ago, or a day ago where it tells who asked for a link, and what is known of
    addresses that nobody has written to since."""
    tells_who_asked = Notice.kind.in_(TELLS_WHO_ASKED) & (Notice.settled_at < now - ASKED_KEPT_FOR)
    over = or_(Notice.settled_at < now - KEPT_FOR, tells_who_asked)
    session.execute(delete(Notice).where(Notice.settled_at.is_not(None), over))
    session.execute(delete(Bounce).where(Bounce.on < (now - KEPT_FOR).date()))
