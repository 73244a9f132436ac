"""How sending mail is going, and the message by which somebody tries it."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from sqlalchemy import case, func, or_, select
from sqlalchemy.orm import Session

from tna.domain.notices import NoticeKind
from tna.language import gettext
from tna.models.notices import Notice
from tna.services import audit
from tna.services.notices import NewNotice, write

LOOKED_BACK = timedelta(days=7)
_SECONDS_BETWEEN_TESTS = 120
_MOST_FAULTS = 5


class TestRefused(Exception):
    """A test message was asked for too soon after another; the message says so."""

    __test__ = False  # the name would let pytest take it for a test


@dataclass(frozen=True, slots=True)
class FaultCount:
    """One thing that went wrong, in the words that are kept, and with how many messages."""

    words: str
    messages: int


@dataclass(frozen=True, slots=True)
class OutboxState:
    """How many messages are due and have not gone yet, the oldest since when; and what went wrong lately.

    `put_off` were tried in vain and will be again, `given_up` were settled without having been sent. Both count no
    reminder that a mail server refused: those go only to people who have not answered.
    """

    waiting: int
    since: datetime | None
    put_off: int
    given_up: int
    faults: tuple[FaultCount, ...]


class TestState(StrEnum):
    """How far somebody's newest test message is."""

    __test__ = False

    WAITING = "waiting"
    PUT_OFF = "put-off"
    SENT = "sent"
    GIVEN_UP = "given-up"


@dataclass(frozen=True, slots=True)
class TestMessage:
    """Somebody's newest test message: how far it is, and what went wrong if anything did, as it is kept."""

    __test__ = False

    state: TestState
    fault: str | None


def outbox_state(session: Session, *, now: datetime) -> OutboxState:
    """How the outbox stands at this moment, and what went wrong in the week before."""
    is_open, is_faulty = Notice.settled_at.is_(None), Notice.last_fault.is_not(None)
    is_due = is_open & (Notice.due_at <= now)
    is_recent = or_(is_open, Notice.settled_at >= now - LOOKED_BACK)
    waiting, since, put_off, given_up = session.execute(
        select(
            func.count(case((is_due, 1))),
            func.min(case((is_due, Notice.due_at))),
            func.count(case((is_open & is_faulty, 1))),
            func.count(case((~is_open & is_faulty, 1))),
        ).where(is_recent)
    ).one()
    messages = func.count()
    faults = session.execute(
        select(Notice.last_fault, messages)
        .where(is_faulty, is_recent)
        .group_by(Notice.last_fault)
        .order_by(messages.desc(), Notice.last_fault)
        .limit(_MOST_FAULTS)
    )
    return OutboxState(waiting, since, put_off, given_up, tuple(FaultCount(words or "", n) for words, n in faults))


def ask_for_test(session: Session, *, person_id: int, now: datetime) -> None:
    """Owe somebody a test message, at most one in two minutes. Raises TestRefused."""
    key = f"test:{person_id}:{int(now.timestamp()) // _SECONDS_BETWEEN_TESTS}"
    if session.scalar(select(Notice.id).where(Notice.key == key)) is not None:
        raise TestRefused(
            gettext("A test message was asked for a moment ago. Wait two minutes before you ask for another.")
        )
    write(session, [NewNotice(NoticeKind.TEST, key, now, person_id=person_id)])
    audit.note(session, at=now, actor_id=person_id, action="asked for a test message", subject=f"person {person_id}")


def newest_test(session: Session, *, person_id: int) -> TestMessage | None:
    """How far somebody's newest test message is; None if they never asked for one, or long ago."""
    wanted = (
        select(Notice.settled_at, Notice.last_fault)
        .where(Notice.person_id == person_id, Notice.kind == NoticeKind.TEST.value)
        .order_by(Notice.id.desc())
        .limit(1)
    )
    found = session.execute(wanted).one_or_none()
    if found is None:
        return None
    settled_at, fault = found
    if settled_at is None:
        return TestMessage(TestState.PUT_OFF if fault else TestState.WAITING, fault)
    return TestMessage(TestState.GIVEN_UP if fault else TestState.SENT, fault)
