"""Whether people who answer notice that 5,000 messages go out: how long they wait without that and with it.

Run: .venv/bin/python bench/mail_beside_pages.py. Eight people open and save parts of a survey at a steady pace, far
below what the web server can do, as on a phone. First nothing else happens; then a worker of its own delivers
5,000 messages with a link each to a mail server on this machine, on the same two cores and the same database.
"""

import statistics
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field

import sqlalchemy as sa
from _figures import figure, heading, last_words, remark
from _installations import NAMES, ROOT, environment_of, fresh, fresh_installations, session_of
from _serving import Served, free_port, served
from mail import MESSAGES, sink
from survey_page import Visitor

from scripts.run import gunicorn_options
from tests import factories
from tests.crowds import add_crowd
from tests.databases import KINDS, Database
from tests.factories import NOW
from tests.workers import running_worker
from tna.domain.notices import NoticeKind
from tna.models.notices import Notice
from tna.services.notices import NewNotice, write

VISITORS = 8
EVERY_SECONDS = 1.0
MEASURED_SECONDS = 40.0
MOST_OF_ALONE = 1.5


def main() -> None:
    """Print every figure."""
    with fresh_installations() as made, sink() as mail_port:
        for kind in KINDS:
            beside(fresh(made, kind), mail_port)
    last_words()


def beside(database: Database, mail_port: int) -> None:
    """The same visits alone and beside the delivery."""
    emails, round_id, ids = _prepare(database)
    port = free_port()
    environment = environment_of(database, port)
    with served("wsgi:app", folder=ROOT, options=gunicorn_options(port), environment=environment) as site:
        visitors = [Visitor(site, email, round_id) for email in emails]
        pace(visitors, lambda: False, seconds=5)  # the first visits of a process are slower
        heading(f"Opening and saving a part on {NAMES[database.kind]}, while {MESSAGES:,} messages go out")
        alone = pace(visitors, lambda: False, seconds=MEASURED_SECONDS)
        _say("alone", alone)
        during = _while_delivering(database, visitors, mail_port, site, ids)
        _say("beside the delivery", during)
        share = during.percentile(95) / alone.percentile(95)
        figure("p95 beside the delivery, for one alone", share, "x", at_most=MOST_OF_ALONE)


@dataclass
class Waits:
    """How long people waited for an answer, in seconds."""

    taken: list[float] = field(default_factory=list)

    def percentile(self, which: int) -> float:
        return statistics.quantiles(self.taken, n=100, method="inclusive")[which - 1]


def pace(visitors: list[Visitor], is_over: Callable[[], bool], *, seconds: float) -> Waits:
    """Let each visitor come once in `EVERY_SECONDS`, whether or not others wait, until time or work is over."""
    waits, start = Waits(), time.perf_counter()
    faults: list[BaseException] = []

    def come(visitor: Visitor, number: int) -> None:
        due = start + number * EVERY_SECONDS / len(visitors)
        try:
            while due < start + seconds and not is_over():
                time.sleep(max(0.0, due - time.perf_counter()))
                visitor.visit()
                waits.taken.append(time.perf_counter() - due)  # from when it was due: a late start is waiting too
                due += EVERY_SECONDS
        except BaseException as fault:
            faults.append(fault)

    threads = [threading.Thread(target=come, args=(one, number)) for number, one in enumerate(visitors)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if faults:
        raise faults[0]
    return waits


def _while_delivering(
    database: Database, visitors: list[Visitor], mail_port: int, site: Served, ids: list[int]
) -> Waits:
    more = {
        "TNA_SMTP_HOST": "127.0.0.1",
        "TNA_SMTP_PORT": str(mail_port),
        "TNA_SMTP_SECURITY": "none",
        "TNA_MAIL_FROM": "training@example.org",
        "TNA_BASE_URL": f"http://127.0.0.1:{site.port}",
    }
    with session_of(database) as session:
        # Links, since invitations rest at night, and a benchmark may run at any hour; each is made as it goes out too.
        write(session, [NewNotice(NoticeKind.SIGN_IN_LINK, f"bench:{one}", NOW, person_id=one) for one in ids])
    with running_worker(database, lease=60, **more):
        while _left(database) == len(ids):
            time.sleep(0.5)
        start = time.perf_counter()
        waits = pace(visitors, lambda: False, seconds=MEASURED_SECONDS)
        sent = len(ids) - _left(database)
        remark(f"{sent:,} went out in {time.perf_counter() - start:.0f} s")
    return waits


def _left(database: Database) -> int:
    with database.engine.connect() as connection:
        found = sa.select(sa.func.count()).select_from(Notice).where(Notice.settled_at.is_(None))
        return int(connection.scalar(found.where(Notice.key.startswith("bench:"))) or 0)


def _say(when: str, waits: Waits) -> None:
    for which in (50, 95, 99):
        figure(f"opening and saving, {when}: p{which}", waits.percentile(which) * 1000, "ms")


def _prepare(database: Database) -> tuple[list[str], int, list[int]]:
    """An open round, those who answer, and those who are written to; their addresses, the round's id, their ids."""
    with session_of(database) as session:
        agency = factories.add_agency(session)
        round_ = factories.add_open_round(session)
        people = [factories.add_person(session, agency) for _ in range(VISITORS)]
        ids = add_crowd(session, agency, MESSAGES)
        return [person.email for person in people], round_.id, ids


if __name__ == "__main__":
    main()
