"""What is owed: promised once, taken by one worker at a time, given back when that worker dies or fails."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests.databases import Database
from tests.factories import NOW
from tna.models.notices import Owed
from tna.services import owed
from tna.services.owed import FIRST_PAUSE, LONGEST_PAUSE

LEASE = timedelta(seconds=60)
KINDS = frozenset({"draw", "release"})


def take(session: Session, now: datetime = NOW, kinds: frozenset[str] = KINDS) -> Owed | None:
    """Take work as a worker would, and read it afresh."""
    session.expire_all()
    return owed.take(session, kinds=kinds, now=now, lease=LEASE)


def must_take(session: Session, now: datetime = NOW) -> Owed:
    taken = take(session, now)
    assert taken is not None
    return taken


def test_the_same_work_promised_twice_is_owed_once(session: Session) -> None:
    for _ in range(2):
        owed.promise(session, kind="draw", key="1", due_at=NOW)
    owed.promise(session, kind="release", key="1", due_at=NOW)
    rows = session.scalars(select(Owed).order_by(Owed.id)).all()
    assert [(row.kind, row.key, row.attempts) for row in rows] == [("draw", "1", 0), ("release", "1", 0)]


def test_work_is_taken_in_the_order_in_which_it_fell_due(session: Session) -> None:
    for key, minutes in (("later", 2), ("first", 5), ("second", 5)):
        owed.promise(session, kind="draw", key=key, due_at=NOW - timedelta(minutes=minutes))
    assert [must_take(session).key for _ in range(3)] == ["first", "second", "later"]
    assert take(session) is None


def test_work_is_not_taken_before_it_is_due(session: Session) -> None:
    owed.promise(session, kind="draw", key="1", due_at=NOW + timedelta(seconds=1))
    assert take(session) is None
    assert take(session, NOW + timedelta(seconds=1)) is not None


def test_a_worker_takes_only_what_it_can_do(session: Session) -> None:
    owed.promise(session, kind="unknown", key="1", due_at=NOW)
    assert take(session) is None
    assert take(session, kinds=frozenset({"unknown"})) is not None


def test_work_that_somebody_holds_is_left_until_the_lease_is_over(session: Session) -> None:
    owed.promise(session, kind="draw", key="1", due_at=NOW)
    assert must_take(session).attempts == 1
    assert take(session, NOW + LEASE - timedelta(seconds=1)) is None
    assert must_take(session, NOW + LEASE).attempts == 2


def test_a_renewed_lease_keeps_others_away_for_longer(session: Session) -> None:
    owed.promise(session, kind="draw", key="1", due_at=NOW)
    taken = must_take(session)
    later = NOW + timedelta(seconds=50)
    assert owed.still_ours(session, owed_id=taken.id, attempt=1, now=later, lease=LEASE)
    assert take(session, NOW + LEASE) is None
    assert take(session, later + LEASE) is not None


def test_who_lost_the_work_can_neither_renew_nor_finish_nor_put_it_off(session: Session) -> None:
    owed.promise(session, kind="draw", key="1", due_at=NOW)
    taken = must_take(session).id
    later = NOW + LEASE
    must_take(session, later)
    assert not owed.still_ours(session, owed_id=taken, attempt=1, now=later, lease=LEASE)
    assert not owed.mark_done(session, owed_id=taken, attempt=1, now=later)
    owed.put_off(session, owed_id=taken, attempt=1, now=later, fault="late")
    session.expire_all()
    row = session.get_one(Owed, taken)
    assert (row.attempts, row.leased_until, row.done_at, row.last_fault) == (2, later + LEASE, None, None)
    assert owed.mark_done(session, owed_id=taken, attempt=2, now=later)


def test_done_is_done_and_is_not_taken_again(session: Session) -> None:
    owed.promise(session, kind="draw", key="1", due_at=NOW)
    taken = must_take(session).id
    assert owed.is_open(session, kind="draw", key="1")
    assert owed.mark_done(session, owed_id=taken, attempt=1, now=NOW)
    assert not owed.is_open(session, kind="draw", key="1")
    assert not owed.mark_done(session, owed_id=taken, attempt=1, now=NOW)
    assert not owed.still_ours(session, owed_id=taken, attempt=1, now=NOW, lease=LEASE)
    assert take(session, NOW + timedelta(days=365)) is None


def test_what_was_done_may_be_owed_again(session: Session) -> None:
    owed.promise(session, kind="draw", key="1", due_at=NOW)
    assert owed.mark_done(session, owed_id=must_take(session).id, attempt=1, now=NOW)
    owed.promise(session, kind="draw", key="1", due_at=NOW + LEASE)
    assert owed.is_open(session, kind="draw", key="1")
    assert take(session) is None
    again = must_take(session, NOW + LEASE)
    assert again.attempts == 2
    assert not owed.mark_done(session, owed_id=again.id, attempt=1, now=NOW + LEASE)


def test_promising_what_somebody_is_doing_leaves_it_with_them(session: Session) -> None:
    owed.promise(session, kind="draw", key="1", due_at=NOW)
    taken = must_take(session).id
    owed.promise(session, kind="draw", key="1", due_at=NOW)
    assert take(session) is None
    assert owed.mark_done(session, owed_id=taken, attempt=1, now=NOW)


def test_what_failed_waits_longer_every_time_up_to_an_hour(session: Session) -> None:
    owed.promise(session, kind="draw", key="1", due_at=NOW)
    now, pauses = NOW, []
    for _ in range(14):
        taken = must_take(session, now)
        owed.put_off(session, owed_id=taken.id, attempt=taken.attempts, now=now, fault="disk full")
        session.expire_all()
        row = session.get_one(Owed, taken.id)
        pauses.append(row.due_at - now)
        assert (row.leased_until, row.last_fault) == (None, "disk full")
        now = row.due_at
    assert pauses[:3] == [FIRST_PAUSE, FIRST_PAUSE * 2, FIRST_PAUSE * 4]
    assert max(pauses) == pauses[-1] == LONGEST_PAUSE


def test_a_fault_of_any_length_can_be_kept(session: Session) -> None:
    owed.promise(session, kind="draw", key="1", due_at=NOW)
    taken = must_take(session).id
    owed.put_off(session, owed_id=taken, attempt=1, now=NOW, fault="x" * 100_000)
    session.expire_all()
    assert session.get_one(Owed, taken).last_fault == "x" * 2000
    assert owed.mark_done(session, owed_id=taken, attempt=1, now=NOW)
    session.expire_all()
    assert session.get_one(Owed, taken).last_fault is None


def test_what_was_never_promised_is_not_open(session: Session) -> None:
    assert not owed.is_open(session, kind="draw", key="1")


@pytest.mark.parametrize("committed", [True, False])
def test_a_promise_stands_or_falls_with_the_change_that_made_it(fresh_database: Database, committed: bool) -> None:
    with Session(fresh_database.engine) as session:
        owed.promise(session, kind="draw", key="1", due_at=NOW)
        session.commit() if committed else session.rollback()
    with Session(fresh_database.engine) as session:
        assert owed.is_open(session, kind="draw", key="1") is committed


def test_two_workers_never_take_the_same_work(fresh_database: Database) -> None:
    with Session(fresh_database.engine) as session:
        for key in ("1", "2"):
            owed.promise(session, kind="draw", key=key, due_at=NOW)
        session.commit()
    with Session(fresh_database.engine) as one:
        first = must_take(one)
        key = first.key
        if fresh_database.kind == "postgresql":  # on SQLite the second waits for the first, and finds it taken
            with Session(fresh_database.engine) as two:
                assert must_take(two).key != key
                two.rollback()
        one.commit()
    with Session(fresh_database.engine) as three:
        assert must_take(three).key != key
        assert take(three) is None
        three.rollback()
