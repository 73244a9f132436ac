"""A real worker, killed between its commit and the mail server: the message still goes, once."""

import signal

from sqlalchemy import select, update
from sqlalchemy.orm import Session, sessionmaker

from tests import factories
from tests.databases import Database
from tests.factories import NOW
from tests.mail.servers import Proxy, mail_server
from tests.workers import end_reading, running_worker, wait_until
from tna.domain.notices import NoticeKind
from tna.models.notices import Notice
from tna.services.notices import NewNotice, write

LEASE = 600
"""Seconds, longer than the test: what a killed worker held is free only once the test says so."""


def settings(proxy: Proxy) -> dict[str, str]:
    """What tells the worker where the mail server is."""
    return {
        "TNA_SMTP_HOST": "127.0.0.1",
        "TNA_SMTP_PORT": str(proxy.port),
        "TNA_SMTP_SECURITY": "none",
        "TNA_MAIL_FROM": "training@example.org",
    }


def row(session: Session) -> Notice:
    """The one notice, as it stands now."""
    found = session.scalars(select(Notice).execution_options(populate_existing=True)).one()
    end_reading(session)
    return found


def test_a_worker_killed_between_its_commit_and_sending_sends_it_after_all_and_once(fresh_database: Database) -> None:
    with mail_server() as (sink, proxy), sessionmaker(bind=fresh_database.engine)() as session:
        person = factories.add_person(session, email="mara@council.example", password=None)
        write(session, [NewNotice(NoticeKind.TEST, "test:1", NOW, person_id=person.id)])
        session.commit()

        proxy.faults = ["stalls"]
        with running_worker(fresh_database, lease=LEASE, **settings(proxy)) as worker:
            wait_until(proxy.stalled.is_set, worker, every=0.01)
            worker.send_signal(signal.SIGKILL)
            worker.wait()
        held = row(session)
        assert (held.attempts, held.settled_at) == (1, None)
        assert held.leased_until is not None
        assert sink.got == []

        session.execute(update(Notice).values(leased_until=NOW))
        session.commit()
        with running_worker(fresh_database, lease=LEASE, **settings(proxy)) as worker:
            wait_until(lambda: row(session).settled_at, worker)
        assert sink.addresses == {"mara@council.example": 1}
