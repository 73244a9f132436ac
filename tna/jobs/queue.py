"""The worker: huey wakes it, the table `owed` says what there is to do.

huey forgets a job whose process was killed, so it is never told what to do, only that there is something.
"""

import sqlite3
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Event, Lock

import structlog
from huey import Huey, PostgresHuey, SqliteHuey, crontab
from sqlalchemy.engine import make_url
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session, sessionmaker

from tna.domain.notices import NoticeKind
from tna.jobs.notices import Composer
from tna.jobs.outbox import Post, deliver
from tna.jobs.senders import Sender
from tna.models.engines import journal_mode
from tna.services import owed
from tna.settings import Settings

log = structlog.get_logger()

SessionFactory = sessionmaker[Session]
Clock = Callable[[], datetime]


@dataclass(frozen=True, slots=True)
class Task:
    """What a job is told: the key of what is owed, the settings, and the moment it was taken."""

    key: str
    settings: Settings
    now: datetime


def _now() -> datetime:
    return datetime.now(UTC)


# A job is a generator: at each yield its work so far is committed and its lease renewed. It is safe to run twice,
# and by two workers at the same time.
Job = Callable[[Session, Task], Iterator[None]]
# A chore looks whether something has to be owed, or is there no longer for anything, at the moment it is given.
Chore = Callable[[Session, datetime], None]


@dataclass(frozen=True, slots=True)
class Work:
    """What the worker knows how to do: jobs by the kind of what is owed, and what it looks after by itself.

    `each_night` is also done whenever a worker starts. `composers` write the messages in the outbox.
    """

    jobs: Mapping[str, Job]
    composers: Mapping[NoticeKind, Composer] = field(default_factory=dict)
    each_minute: tuple[Chore, ...] = ()
    each_night: tuple[Chore, ...] = ()


@dataclass(frozen=True, slots=True)
class Queue:
    """The background work of one installation; once `stopping` is set, jobs are broken off at their next step.

    `work_off` does what is owed and `deliver` sends what is in the outbox, each until nothing is left that is due.
    `wake` tells the worker that there is something of either.
    """

    huey: Huey
    work_off: Callable[[], int]
    deliver: Callable[[], int]
    wake: Callable[[], None]
    stopping: Event = field(default_factory=Event)


class OneAtATime:
    """Does a piece of work in one thread at a time; whoever comes meanwhile has it done once more, without waiting.

    A worker has two threads. With this neither owed work nor mail ever holds both, so neither waits for the other.
    """

    def __init__(self, work: Callable[[], int]) -> None:
        self._work = work
        self._asked = Event()
        self._busy = Lock()

    def __call__(self) -> int:
        """Returns how much was done here: nothing where another thread is at it."""
        done = 0
        self._asked.set()
        # Looked at after the lock is free again: whoever found it taken has left a word.
        while self._asked.is_set() and self._busy.acquire(blocking=False):
            try:
                self._asked.clear()
                done += self._work()
            finally:
                self._busy.release()
        return done


def build_queue(settings: Settings, session_factory: SessionFactory, work: Work, sender: Sender) -> Queue:
    """Wire huey to the installation's database, and the outbox to the mail server."""
    huey = _huey(settings)
    stopping = Event()
    post = Post(settings, session_factory, work.composers, sender, _now, stopping.is_set)

    def work_off_once() -> int:
        return work_off_owed(settings, session_factory, work.jobs, stopping=stopping.is_set)

    def deliver_once() -> int:
        return deliver(post)

    work_off, send_mail = OneAtATime(work_off_once), OneAtATime(deliver_once)

    def sweep() -> int:
        do_chores(session_factory, work.each_minute)
        return work_off()

    def nightly() -> None:
        do_chores(session_factory, work.each_night)

    # A task that fell asleep with the last worker is nothing lost: the sweep asks the table again every minute.
    woken = (huey.task(name="work_off")(work_off), huey.task(name="deliver")(send_mail))
    huey.periodic_task(crontab(minute="*"), name="sweep")(sweep)
    huey.periodic_task(crontab(minute="*"), name="sweep_mail")(send_mail)
    huey.periodic_task(crontab(hour="3", minute="0"), name="nightly")(nightly)
    huey.on_startup(name="nightly")(nightly)

    def wake() -> None:
        # Not being able to wake the worker must not fail what was committed already.
        try:
            for each in woken:
                each()
        except Exception as fault:
            log.warning("the worker could not be woken; its sweep will find the work", fault=str(fault))

    return Queue(huey=huey, work_off=work_off, deliver=send_mail, wake=wake, stopping=stopping)


def work_off_owed(
    settings: Settings,
    session_factory: SessionFactory,
    jobs: Mapping[str, Job],
    clock: Clock = _now,
    stopping: Callable[[], bool] = bool,
) -> int:
    """Do everything of these kinds that is owed now; returns how many pieces of work were done.

    Once `stopping` says so, the work in hand is broken off at its next step and given back.
    """
    done = 0
    lease = timedelta(seconds=settings.lease_seconds)
    while not stopping():
        with session_factory() as session:
            taken = owed.take(session, kinds=frozenset(jobs), now=clock(), lease=lease)
            if taken is None:
                break
            held = _Held(taken.id, taken.kind, taken.key, taken.attempts, lease, clock, stopping)
            session.commit()
        with session_factory() as session:
            done += _do(session, held, jobs[held.kind], Task(held.key, settings, clock()))
    return done


def do_chores(session_factory: SessionFactory, chores: tuple[Chore, ...], clock: Clock = _now) -> None:
    """Do each chore by itself: one that fails is logged and waits for its next turn."""
    for chore in chores:
        try:
            with session_factory() as session:
                chore(session, clock())
                session.commit()
        except Exception:
            log.exception("a chore failed", chore=chore.__name__)


@dataclass(frozen=True, slots=True)
class _Held:
    """One piece of work that this worker has taken, until its lease is over."""

    owed_id: int
    kind: str
    key: str
    attempt: int
    lease: timedelta
    clock: Clock
    stopping: Callable[[], bool]


def _do(session: Session, held: _Held, job: Job, task: Task) -> bool:
    """Run one job to its end; what fails is put off, whatever it was: the worker must go on."""
    work = {"kind": held.kind, "key": held.key, "attempt": held.attempt}
    try:
        is_done = _run(session, held, job, task)
    except Exception as fault:
        session.rollback()
        log.exception("work failed and is put off", **work)
        # Where not even that can be written, the lease runs out and somebody takes the work again.
        with suppress(SQLAlchemyError):
            owed.put_off(
                session, owed_id=held.owed_id, attempt=held.attempt, now=held.clock(), fault=_in_one_line(fault)
            )
            session.commit()
        return False
    log.info("worked off" if is_done else "work was broken off or taken over", **work)
    return is_done


def _run(session: Session, held: _Held, job: Job, task: Task) -> bool:
    """Run one job, committing at each of its steps; False where it is not done, or not ours to call done.

    A step is kept even where another worker has taken the job over by now, because the step took longer than the
    lease: two workers whose steps take that long would otherwise undo each other's work for ever.
    """
    mine = {"owed_id": held.owed_id, "attempt": held.attempt}
    for _ in job(session, task):
        is_ours = owed.still_ours(session, **mine, now=held.clock(), lease=held.lease)
        session.commit()
        if not is_ours:
            return False
        if held.stopping():
            owed.hand_back(session, **mine)
            session.commit()
            return False
    is_done = owed.mark_done(session, **mine, now=held.clock())
    session.commit()
    return is_done


def _in_one_line(fault: Exception) -> str:
    """What went wrong, without the statement and the values that a database's fault lists below its first line."""
    return f"{type(fault).__name__}: {str(fault).partition(chr(10))[0]}"


def _huey(settings: Settings) -> Huey:
    url = make_url(settings.database_url)
    if url.get_backend_name() == "postgresql":
        dsn = url.set(drivername="postgresql").render_as_string(hide_password=False)
        return PostgresHuey("tna", dsn=dsn, results=False)
    file = Path(url.database or "").with_suffix(".queue")
    # huey opens its file by the SQLite inside Python, which may be older than the one the database is opened by.
    mode = journal_mode(sqlite3.sqlite_version_info).lower()
    return SqliteHuey("tna", filename=str(file), results=False, journal_mode=mode, timeout=20)
