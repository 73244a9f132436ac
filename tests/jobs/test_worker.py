"""A real worker in a process of its own, killed while it releases: nothing is lost, and it is released once."""

import signal
from collections.abc import Iterator

import pytest
from sqlalchemy import func, select, update
from sqlalchemy.orm import Session, sessionmaker

from tests import factories
from tests.crowds import add_answering_crowd
from tests.databases import Database
from tests.workers import PATIENCE, end_reading, running_worker, wait_until
from tna.models import Base
from tna.models.needs import Picture, Release
from tna.models.notices import Owed
from tna.models.surveys import Response
from tna.services.releases import DRAW_RELEASE, verify_releases
from tna.services.rounds import RELEASE_ROUND

LEASE = 2
"""Seconds; on a busy machine shorter than the release itself, so that two workers take it over from each other."""


def work(session: Session, kind: str = RELEASE_ROUND) -> Owed:
    """The work of this kind that is owed, as it stands now."""
    found = session.scalars(select(Owed).where(Owed.kind == kind).execution_options(populate_existing=True)).one()
    end_reading(session)
    return found


def count(session: Session, table: type[Base]) -> int:
    found = session.scalar(select(func.count()).select_from(table)) or 0
    end_reading(session)
    return found


@pytest.fixture
def closed(fresh_database: Database) -> Iterator[tuple[Session, int]]:
    """A closed round with enough agencies that releasing it takes a while."""
    with sessionmaker(bind=fresh_database.engine)() as session:
        agencies = [factories.add_agency(session, name=f"Agency {name}") for name in "ABCDEFGHIJKL"]
        round_ = factories.add_open_round(session)
        for seed, agency in enumerate(agencies):
            add_answering_crowd(session, round_, agency, 60, seed=seed)
            add_answering_crowd(session, round_, agency, 25, role_group="B", seed=100 + seed)
        factories.close(session, round_)
        session.commit()
        yield session, round_.id


def test_a_worker_killed_while_it_releases_loses_nothing_and_it_is_released_once(
    fresh_database: Database, closed: tuple[Session, int]
) -> None:
    session, round_id = closed
    with running_worker(fresh_database, lease=LEASE) as worker:
        wait_until(lambda: work(session).leased_until, worker, every=0.005)
        worker.send_signal(signal.SIGKILL)
        worker.wait()
    assert work(session).done_at is None
    assert count(session, Release) == 0
    assert session.scalar(select(func.count()).where(Response.release_group_id.is_not(None))) == 0
    end_reading(session)

    session.execute(update(Owed).values(leased_until=factories.NOW))
    session.commit()
    with running_worker(fresh_database, lease=LEASE) as worker:
        wait_until(lambda: work(session).done_at, worker)
    assert count(session, Release) == 1
    assert work(session).attempts == 2
    release = session.scalars(select(Release)).one()
    assert (release.round_id, release.answers) == (round_id, 12 * 85)
    assert verify_releases(session) == []


def test_two_workers_at_once_release_once(fresh_database: Database, closed: tuple[Session, int]) -> None:
    session, _ = closed
    with running_worker(fresh_database, lease=LEASE) as one, running_worker(fresh_database, lease=LEASE) as other:
        wait_until(lambda: work(session).done_at, one)
        assert other.poll() is None
    assert count(session, Release) == 1
    assert verify_releases(session) == []


def test_a_worker_asked_to_stop_while_it_draws_gives_the_work_back_at_once(
    fresh_database: Database, closed: tuple[Session, int]
) -> None:
    session, _ = closed
    with running_worker(fresh_database, lease=LEASE) as worker:
        wait_until(lambda: count(session, Picture) > 2, worker)
        worker.terminate()
        assert worker.wait(PATIENCE) == 0
    drawing = work(session, DRAW_RELEASE)
    assert (drawing.done_at, drawing.leased_until, drawing.last_fault) == (None, None, None)
