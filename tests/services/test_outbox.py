"""Who holds a message, and what is left of it once it is settled."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session, sessionmaker

from tests.databases import Database
from tests.factories import NOW, TODAY
from tna.domain.notices import SENT, Delivery, NoticeKind, Outcome
from tna.domain.reminders import start_of_day_of
from tna.models.engines import WRITES_AT_ONCE
from tna.models.notices import Bounce, Notice
from tna.services import mail, outbox
from tna.services.notices import NewNotice, note_bounce, write

LEASE = timedelta(seconds=60)


def owe(session: Session, *keys: str, kind: NoticeKind = NoticeKind.INVITATION) -> None:
    write(session, [NewNotice(kind, key, NOW, email=f"{key}@x.example") for key in keys])


def rows(session: Session) -> list[Notice]:
    session.expire_all()
    return list(session.scalars(select(Notice).order_by(Notice.id)))


def what_is_left(row: Notice) -> dict[str, object]:
    """Everything of a row but which message it is."""
    names = {column.name for column in Notice.__table__.columns} - {"id", "key", "email"}
    return {name: getattr(row, name) for name in names}


def test_writing_a_message_twice_is_writing_it_once(session: Session) -> None:
    owe(session, "one", "two")
    owe(session, "two", "three")
    assert [row.key for row in rows(session)] == ["one", "two", "three"]


def test_no_more_are_taken_than_asked_for_and_none_twice(session: Session) -> None:
    owe(session, "one", "two", "three")
    first = outbox.take(session, most=2, now=NOW, lease=LEASE)
    second = outbox.take(session, most=2, now=NOW, lease=LEASE)
    assert [held.key for held in (*first, *second)] == ["one", "two", "three"]
    assert outbox.take(session, most=2, now=NOW, lease=LEASE) == []


def test_two_workers_at_once_take_different_messages(fresh_database: Database) -> None:
    sessions = sessionmaker(bind=fresh_database.engine.execution_options(**WRITES_AT_ONCE))
    with sessions.begin() as session:
        owe(session, *(f"k{n}" for n in range(6)))
    with sessions() as one:
        taken = outbox.take(one, most=3, now=NOW, lease=LEASE)
        if fresh_database.kind == "sqlite":
            one.commit()  # SQLite has one writer: the other would wait
        with sessions() as other:
            rest = outbox.take(other, most=6, now=NOW, lease=LEASE)
        one.commit()
    assert len(taken) == len(rest) == 3
    assert not {held.key for held in taken} & {held.key for held in rest}


def test_a_worker_that_lost_its_lease_puts_nothing_off_and_still_says_what_it_sent(session: Session) -> None:
    owe(session, "one")
    (slow,) = outbox.take(session, most=1, now=NOW, lease=LEASE)
    later = NOW + LEASE
    (quick,) = outbox.take(session, most=1, now=later, lease=LEASE)
    assert outbox.renew(session, [slow], now=later, lease=LEASE) == set()
    outbox.put_off(session, slow, fault="no", now=later, dice=0.5)
    outbox.hand_back(session, [slow])
    assert rows(session)[0].leased_until == later + LEASE
    outbox.settle(session, slow, SENT, email="one@x.example", now=later, dice=0.5)
    assert rows(session)[0].settled_at is not None
    assert outbox.renew(session, [quick], now=later, lease=LEASE) == set()


@pytest.mark.parametrize("outcome", list(Outcome))
def test_the_row_of_a_reminder_does_not_tell_whether_it_was_sent(session: Session, outcome: Outcome) -> None:
    owe(session, "answered", "not-answered", kind=NoticeKind.REMINDER)
    note_bounce(session, email="not-answered@x.example", reason="old", today=TODAY)
    answered, other = outbox.take(session, most=2, now=NOW, lease=LEASE)
    outbox.settle_without(session, answered, now=NOW)
    delivery = Delivery(outcome, None if outcome is Outcome.SENT else "no")
    outbox.settle(session, other, delivery, email="not-answered@x.example", now=NOW, dice=0.5)
    one, two = (what_is_left(row) for row in rows(session))
    assert one == two
    assert one["settled_at"] is not None
    assert [row.reason for row in session.scalars(select(Bounce))] == ["old"]


def test_the_row_of_a_reminder_that_went_out_hours_later_is_like_the_others(session: Session) -> None:
    day = "2026-09-30"
    owe(session, f"reminder:1:{day}:1", f"reminder:1:{day}:2", kind=NoticeKind.REMINDER)
    prompt, late = outbox.take(session, most=2, now=NOW, lease=LEASE)
    outbox.settle(session, prompt, SENT, email="a@x.example", now=NOW, dice=0.5)
    outbox.put_off(session, late, fault="nobody listens", now=NOW, dice=0.5)
    assert rows(session)[1].last_fault is None
    later = NOW + timedelta(days=2)
    (late,) = outbox.take(session, most=1, now=later, lease=LEASE)
    outbox.settle(session, late, SENT, email="b@x.example", now=later, dice=0.5)
    one, two = (what_is_left(row) for row in rows(session))
    assert one == two
    assert one["due_at"] == one["settled_at"] == datetime(2026, 9, 29, 23, tzinfo=UTC)  # midnight in England


def test_reminders_that_nobody_is_to_have_end_alike_tried_or_not(session: Session) -> None:
    owe(session, "tried", "waiting", kind=NoticeKind.REMINDER)
    (tried,) = outbox.take(session, most=1, now=NOW, lease=LEASE)
    outbox.put_off(session, tried, fault="no", now=NOW, dice=0.5)
    outbox.settle_waiting(session, Notice.kind == NoticeKind.REMINDER.value, now=NOW)
    one, two = (what_is_left(row) for row in rows(session))
    assert one == two
    assert one["settled_at"] == start_of_day_of(NOW)


@pytest.mark.parametrize("kind", [NoticeKind.SIGN_IN_LINK, NoticeKind.JOIN_LINK])
def test_what_becomes_of_a_link_that_was_asked_for_names_nobody_and_is_forgotten_after_a_day(
    session: Session, kind: NoticeKind
) -> None:
    note_bounce(session, email="known@x.example", reason="old", today=TODAY)
    owe(session, "known", "refused", "waiting", kind=kind)
    known, refused = outbox.take(session, most=2, now=NOW, lease=LEASE)
    outbox.settle(session, known, SENT, email="known@x.example", now=NOW, dice=0.5)
    delivery = Delivery(Outcome.REFUSED, "no such mailbox")
    outbox.settle(session, refused, delivery, email="refused@x.example", now=NOW, dice=0.5)
    assert [row.email for row in session.scalars(select(Bounce))] == ["known@x.example"]
    assert [one.words for one in mail.outbox_state(session, now=NOW).faults] == ["no such mailbox"]
    outbox.forget_settled(session, NOW)
    assert len(rows(session)) == 3
    outbox.forget_settled(session, NOW + timedelta(days=1))
    assert [row.key for row in rows(session)] == ["waiting"]


def test_what_was_settled_long_ago_is_forgotten_and_what_waits_is_not(session: Session) -> None:
    owe(session, "old", "fresh", "waiting")
    old, fresh, _ = rows(session)
    old.settled_at, fresh.settled_at = NOW - timedelta(days=91), NOW - timedelta(days=89)
    note_bounce(session, email="a@x.example", reason="no", today=TODAY - timedelta(days=91))
    note_bounce(session, email="b@x.example", reason="no", today=TODAY)
    session.flush()
    outbox.forget_settled(session, NOW)
    assert [row.key for row in rows(session)] == ["fresh", "waiting"]
    assert list(session.scalars(select(Bounce.email))) == ["b@x.example"]
