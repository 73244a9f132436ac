"""A real worker in a process of its own, killed while it releases: nothing is lost, and it is released once."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session, sessionmaker

from tests import factories
from tests.crowds import add_answering_crowd
from tests.databases import Database
from tna.models.needs import Release
from tna.models.notices import Owed
from tna.models.surveys import Response, Round
from tna.services.releases import verify_releases
from tna.services.rounds import RELEASE_ROUND

TNA = Path(sys.executable).parent / "tna"
PATIENCE = 60.0
LEASE = 2


@contextmanager
def running_worker(database: Database) -> Iterator[subprocess.Popen[bytes]]:
    """`tna worker` on this database, killed at the end if it has not ended."""
    settings = database.app.extensions["settings"]
    environment = {
        **os.environ,
        "TNA_INSTANCE": str(settings.instance),
        "TNA_DATABASE_URL": database.url,
        "TNA_SECRET_KEY": settings.secret_key,
        "TNA_RESPONDENT_SECRET": settings.respondent_secret,
        "TNA_LEASE_SECONDS": str(LEASE),
    }
    with (
        (settings.instance / "worker.log").open("ab") as log,
        subprocess.Popen([TNA, "worker"], env=environment, stdout=log, stderr=log) as worker,
    ):
        try:
            yield worker
        finally:
            worker.kill()


def wait_until(condition: Callable[[], object], worker: subprocess.Popen[bytes]) -> None:
    """Look at short intervals, for no longer than PATIENCE."""
    deadline = time.monotonic() + PATIENCE
    while not condition():
        assert worker.poll() is None, "the worker ended by itself"
        assert time.monotonic() < deadline, "nothing happened"
        time.sleep(0.005)


def work(session: Session) -> Owed:
    """The release that is owed, as it stands now."""
    session.rollback()
    return session.scalars(select(Owed).where(Owed.kind == RELEASE_ROUND)).one()


def released(session: Session) -> int:
    session.rollback()
    return session.scalar(select(func.count()).select_from(Release)) or 0


@pytest.fixture
def closed(fresh_database: Database) -> Iterator[tuple[Session, Round]]:
    """A closed round with enough agencies that releasing it takes a while."""
    with sessionmaker(bind=fresh_database.engine)() as session:
        agencies = [factories.add_agency(session, name=f"Agency {name}") for name in "ABCDEFGHIJKL"]
        round_ = factories.add_open_round(session)
        for seed, agency in enumerate(agencies):
            add_answering_crowd(session, round_, agency, 60, seed=seed)
            add_answering_crowd(session, round_, agency, 25, role_group="B", seed=100 + seed)
        factories.close(session, round_)
        session.commit()
        yield session, round_


def test_a_worker_killed_while_it_releases_loses_nothing_and_it_is_released_once(
    fresh_database: Database, closed: tuple[Session, Round]
) -> None:
    session, round_ = closed
    with running_worker(fresh_database) as worker:
        wait_until(lambda: work(session).leased_until, worker)
        worker.send_signal(signal.SIGKILL)
        worker.wait()
    assert work(session).done_at is None
    assert released(session) == 0
    assert session.scalar(select(func.count()).where(Response.release_group_id.is_not(None))) == 0

    time.sleep(LEASE)
    with running_worker(fresh_database) as worker:
        wait_until(lambda: work(session).done_at, worker)
    assert released(session) == 1
    assert work(session).attempts == 2
    release = session.scalars(select(Release)).one()
    assert (release.round_id, release.answers) == (round_.id, 12 * 85)
    assert verify_releases(session) == []


def test_two_workers_at_once_release_once(fresh_database: Database, closed: tuple[Session, Round]) -> None:
    session, _ = closed
    with running_worker(fresh_database) as one, running_worker(fresh_database) as other:
        wait_until(lambda: work(session).done_at, one)
        assert other.poll() is None
    assert released(session) == 1
    assert verify_releases(session) == []
