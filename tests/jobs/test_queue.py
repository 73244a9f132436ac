"""The worker's rounds: what is owed is done in effect once, whatever fails and whoever dies."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from threading import Event, Thread

import pytest
import structlog.testing
from sqlalchemy import insert, select, text
from sqlalchemy.orm import Session, sessionmaker

from tests.databases import Database
from tests.factories import NOW
from tna.jobs.queue import Chore, Job, OneAtATime, Task, Work, build_queue, do_chores, work_off_owed
from tna.jobs.senders import sender_for
from tna.models.notices import Owed
from tna.models.people import Agency
from tna.services import owed
from tna.settings import Settings

LEASE = timedelta(seconds=60)
SETTINGS = Settings.for_tests(database_url="sqlite:///", instance=Path())

Sessions = sessionmaker[Session]


class Clock:
    """A clock that stands still until it is told to go on."""

    def __init__(self) -> None:
        self.now = NOW

    def __call__(self) -> datetime:
        return self.now

    def go_on(self, seconds: float) -> None:
        self.now += timedelta(seconds=seconds)


@pytest.fixture
def clock() -> Clock:
    return Clock()


def add_agency(session: Session, name: str) -> None:
    session.execute(insert(Agency), [{"id": name, "name": name, "sector": "health"}])


def add_one(session: Session, task: Task) -> Iterator[None]:
    """A job in one step."""
    add_agency(session, task.key)
    yield from ()


def fail(session: Session, task: Task) -> Iterator[None]:
    add_agency(session, task.key)
    yield from ()
    raise RuntimeError("no luck\nwith 4 5 3 2")


def promise(sessions: Sessions, *keys: str, kind: str = "add", due_at: datetime = NOW) -> None:
    with sessions.begin() as session:
        for key in keys:
            owed.promise(session, kind=kind, key=key, due_at=due_at)


def work_off(sessions: Sessions, clock: Clock, **jobs: Job) -> int:
    return work_off_owed(SETTINGS, sessions, jobs, clock)


def names(sessions: Sessions) -> set[str]:
    with sessions() as session:
        return set(session.scalars(select(Agency.id)))


def rows(sessions: Sessions) -> list[Owed]:
    with sessions() as session:
        return list(session.scalars(select(Owed).order_by(Owed.id)))


# What is owed -----------------------------------------------------------------------------------------------


def test_what_is_owed_is_done_once(session_factory: Sessions, clock: Clock) -> None:
    promise(session_factory, "one", "two", "one")
    assert work_off(session_factory, clock, add=add_one) == 2
    assert work_off(session_factory, clock, add=add_one) == 0
    assert names(session_factory) == {"one", "two"}
    assert {row.done_at for row in rows(session_factory)} == {clock.now}


def test_what_is_not_due_yet_waits(session_factory: Sessions, clock: Clock) -> None:
    promise(session_factory, "one", due_at=NOW + timedelta(seconds=10))
    assert work_off(session_factory, clock, add=add_one) == 0
    clock.go_on(10)
    assert work_off(session_factory, clock, add=add_one) == 1


def test_work_of_a_kind_that_was_not_asked_for_stays_owed(session_factory: Sessions, clock: Clock) -> None:
    promise(session_factory, "one", kind="other")
    assert work_off(session_factory, clock, add=add_one) == 0
    assert rows(session_factory)[0].attempts == 0


def test_what_was_done_and_is_promised_again_is_done_again(session_factory: Sessions, clock: Clock) -> None:
    seen: list[str] = []

    def note(_session: Session, task: Task) -> Iterator[None]:
        seen.append(task.key)
        yield from ()

    for _ in range(2):
        promise(session_factory, "one")
        work_off(session_factory, clock, add=note)
    assert seen == ["one", "one"]


def test_the_oldest_debt_is_paid_first(session_factory: Sessions, clock: Clock) -> None:
    seen: list[str] = []

    def note(_session: Session, task: Task) -> Iterator[None]:
        seen.append(task.key)
        yield from ()

    promise(session_factory, "later", due_at=NOW - timedelta(seconds=1))
    promise(session_factory, "earlier", due_at=NOW - timedelta(seconds=2))
    work_off(session_factory, clock, add=note)
    assert seen == ["earlier", "later"]


# What fails -------------------------------------------------------------------------------------------------


def test_what_fails_leaves_nothing_behind_and_does_not_stop_the_rest(session_factory: Sessions, clock: Clock) -> None:
    promise(session_factory, "bad", kind="fail", due_at=NOW - timedelta(seconds=1))
    promise(session_factory, "good")
    assert work_off(session_factory, clock, add=add_one, fail=fail) == 1
    assert names(session_factory) == {"good"}


def test_what_failed_is_tried_again_after_pauses_that_double_up_to_an_hour(
    session_factory: Sessions, clock: Clock
) -> None:
    promise(session_factory, "bad", kind="fail")
    pauses = []
    for _ in range(12):
        work_off(session_factory, clock, fail=fail)
        (row,) = rows(session_factory)
        pauses.append((row.due_at - clock.now).total_seconds())
        assert work_off(session_factory, clock, fail=fail) == 0
        clock.now = row.due_at
    assert pauses[:4] == [5, 10, 20, 40]
    assert pauses[-1] == 3600
    assert work_off(session_factory, clock, fail=add_one) == 1
    assert rows(session_factory)[0].last_fault is None


def test_a_fault_is_kept_in_one_line_without_the_values_below_it(session_factory: Sessions, clock: Clock) -> None:
    promise(session_factory, "bad", kind="fail")
    work_off(session_factory, clock, fail=fail)
    assert rows(session_factory)[0].last_fault == "RuntimeError: no luck"


def test_a_fault_of_the_database_is_put_off_as_well(session_factory: Sessions, clock: Clock) -> None:
    def break_it(session: Session, _task: Task) -> Iterator[None]:
        session.execute(text("SELECT 1 FROM nowhere"))
        yield from ()

    promise(session_factory, "bad", kind="fail")
    assert work_off(session_factory, clock, fail=break_it) == 0
    (row,) = rows(session_factory)
    assert row.last_fault is not None
    assert "nowhere" in row.last_fault
    assert row.leased_until is None


def test_the_database_says_no_values_in_its_faults(database: Database) -> None:
    assert database.engine.hide_parameters


def test_steps_that_were_committed_stay_when_a_later_one_fails(session_factory: Sessions, clock: Clock) -> None:
    def in_two_steps(session: Session, _task: Task) -> Iterator[None]:
        add_agency(session, "first")
        yield
        add_agency(session, "second")
        raise RuntimeError

    promise(session_factory, "one")
    work_off(session_factory, clock, add=in_two_steps)
    assert names(session_factory) == {"first"}


# Who holds it -----------------------------------------------------------------------------------------------


def take(sessions: Sessions, clock: Clock) -> tuple[int, int] | None:
    """Take work as a worker does that dies at once."""
    with sessions.begin() as session:
        taken = owed.take(session, kinds=frozenset({"add"}), now=clock.now, lease=LEASE)
        return None if taken is None else (taken.id, taken.attempts)


def test_work_that_somebody_holds_is_left_alone_until_the_lease_is_over(
    session_factory: Sessions, clock: Clock
) -> None:
    promise(session_factory, "one")
    assert take(session_factory, clock) is not None
    clock.go_on(LEASE.total_seconds() - 1)
    assert work_off(session_factory, clock, add=add_one) == 0
    clock.go_on(1)
    assert work_off(session_factory, clock, add=add_one) == 1


def test_a_worker_that_is_asked_to_stop_keeps_its_steps_and_gives_the_rest_back(
    session_factory: Sessions, clock: Clock
) -> None:
    asked: list[bool] = []

    def in_two_steps(session: Session, _task: Task) -> Iterator[None]:
        add_agency(session, "first")
        asked.append(True)
        yield
        raise AssertionError("it went on")

    promise(session_factory, "one", "two")
    work_off_owed(SETTINGS, session_factory, {"add": in_two_steps}, clock, stopping=lambda: bool(asked))
    assert names(session_factory) == {"first"}
    assert [(row.attempts, row.leased_until, row.done_at) for row in rows(session_factory)] == [
        (1, None, None),
        (0, None, None),
    ]


def test_a_worker_at_work_keeps_its_lease(session_factory: Sessions, clock: Clock) -> None:
    def slowly(_session: Session, _task: Task) -> Iterator[None]:
        for _ in range(3):
            clock.go_on(LEASE.total_seconds() - 1)
            yield
            assert take(session_factory, clock) is None

    promise(session_factory, "one")
    assert work_off(session_factory, clock, add=slowly) == 1


def test_a_worker_whose_work_was_taken_over_keeps_its_step_and_leaves_the_rest(
    session_factory: Sessions, clock: Clock
) -> None:
    others: list[tuple[int, int] | None] = []

    def too_slowly(session: Session, _task: Task) -> Iterator[None]:
        clock.go_on(LEASE.total_seconds() + 1)
        others.append(take(session_factory, clock))
        add_agency(session, "late")
        yield
        raise AssertionError("it went on")

    promise(session_factory, "one")
    assert work_off(session_factory, clock, add=too_slowly) == 0
    assert others[0] is not None
    assert names(session_factory) == {"late"}
    (row,) = rows(session_factory)
    assert (row.attempts, row.leased_until, row.done_at, row.last_fault) == (2, clock.now + LEASE, None, None)


def test_a_job_longer_than_its_lease_is_done_all_the_same_and_called_done_by_the_second(
    session_factory: Sessions, clock: Clock
) -> None:
    def too_slowly(session: Session, _task: Task) -> Iterator[None]:
        clock.go_on(LEASE.total_seconds() + 1)
        assert take(session_factory, clock) is not None
        add_agency(session, "late")
        yield from ()

    promise(session_factory, "one")
    assert work_off(session_factory, clock, add=too_slowly) == 0
    assert names(session_factory) == {"late"}
    assert rows(session_factory)[0].done_at is None


def test_work_that_was_taken_over_cannot_be_marked_done_or_put_off_by_the_first(
    session_factory: Sessions, clock: Clock
) -> None:
    promise(session_factory, "one")
    first = take(session_factory, clock)
    clock.go_on(LEASE.total_seconds())
    second = take(session_factory, clock)
    assert first is not None
    assert second is not None
    with session_factory.begin() as session:
        assert not owed.mark_done(session, owed_id=first[0], attempt=first[1], now=clock.now)
        owed.put_off(session, owed_id=first[0], attempt=first[1], now=clock.now, fault="late")
    assert rows(session_factory)[0].leased_until == clock.now + LEASE
    with session_factory.begin() as session:
        assert owed.mark_done(session, owed_id=second[0], attempt=second[1], now=clock.now)


# What it looks after by itself ------------------------------------------------------------------------------


def owe_one(session: Session, now: datetime) -> None:
    """A chore that owes something."""
    owed.promise(session, kind="add", key="by-chore", due_at=now)


def break_down(session: Session, _now: datetime) -> None:
    add_agency(session, "half-done")
    raise RuntimeError


def test_a_chore_that_fails_is_undone_and_does_not_stop_the_next(session_factory: Sessions, clock: Clock) -> None:
    chores: tuple[Chore, ...] = (break_down, owe_one)
    with structlog.testing.capture_logs() as logs:
        do_chores(session_factory, chores, clock)
    assert [(line["event"], line["chore"]) for line in logs] == [("a chore failed", "break_down")]
    assert names(session_factory) == set()
    assert [row.key for row in rows(session_factory)] == ["by-chore"]


def test_each_minute_chores_come_before_the_work_and_each_night_the_others(
    session_factory: Sessions, tmp_path: Path
) -> None:
    nights: list[datetime] = []
    settings = Settings.for_tests(database_url=f"sqlite:///{tmp_path / 'own.sqlite'}", instance=tmp_path)
    work = Work(
        jobs={"add": add_one},
        each_minute=(owe_one,),
        each_night=(lambda _session, now: nights.append(now),),
    )
    queue = build_queue(settings, session_factory, work, sender_for(settings))
    by_day = queue.huey.read_periodic(datetime(2026, 5, 4, 11, 29))
    by_night = queue.huey.read_periodic(datetime(2026, 5, 4, 3, 0))
    for task in by_day:
        queue.huey.execute(task)
    assert names(session_factory) == {"by-chore"}
    assert not nights
    for task in by_night:
        queue.huey.execute(task)
    assert len(nights) == 1


def test_whoever_comes_while_the_work_is_being_done_has_it_done_once_more_and_does_not_wait() -> None:
    runs: list[int] = []
    started, go_on = Event(), Event()

    def slowly() -> int:
        runs.append(1)
        started.set()
        assert go_on.wait(10)
        return 1

    work = OneAtATime(slowly)
    thread = Thread(target=work)
    thread.start()
    assert started.wait(10)
    assert [work(), work()] == [0, 0]
    assert len(runs) == 1
    go_on.set()
    thread.join(10)
    assert len(runs) == 2
    assert work() == 1


def test_waking_tells_of_owed_work_and_of_mail(session_factory: Sessions, tmp_path: Path) -> None:
    settings = Settings.for_tests(database_url=f"sqlite:///{tmp_path / 'own.sqlite'}", instance=tmp_path)
    queue = build_queue(settings, session_factory, Work(jobs={}), sender_for(settings))
    queue.wake()
    assert sorted(task.name for task in queue.huey.pending()) == ["deliver", "work_off"]
    assert "sweep_mail" in {task.name for task in queue.huey.read_periodic(datetime(2026, 5, 4, 11, 29))}


def test_waking_a_worker_whose_queue_is_out_of_reach_is_no_fault(session_factory: Sessions, tmp_path: Path) -> None:
    settings = Settings.for_tests(database_url=f"sqlite:///{tmp_path / 'own.sqlite'}", instance=tmp_path)
    queue = build_queue(settings, session_factory, Work(jobs={}), sender_for(settings))
    (tmp_path / "own.queue").write_bytes(b"this is no database")
    with structlog.testing.capture_logs() as logs:
        queue.wake()
    assert [line["log_level"] for line in logs] == ["warning"]
