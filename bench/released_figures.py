"""Released figures: reading them at any number of responses, the page that shows them, and making a release.

Run: .venv/bin/python bench/released_figures.py. Each database holds a round of ten thousand responses and a later one
of a million (on PostgreSQL of a hundred thousand, which it takes long enough to rewrite), released as the worker does.
"""

from dataclasses import dataclass
from functools import partial
from typing import Any

import numpy as np
from _figures import figure, forget_peak, heading, last_words, peak_megabytes, remark, stopwatch, timed
from _installations import NAMES, fresh, fresh_installations, session_of
from _partnerships import add_partnership, fill
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests import factories
from tests.databases import KINDS, Database
from tests.web.browsing import sign_in
from tna.domain.answers import CODES
from tna.domain.people import Duty
from tna.models.needs import Release, ReleaseFigures
from tna.models.surveys import Response, Round
from tna.services import figures, pictures, releases
from tna.services.reports import Released, partnership_report, released_rounds

FEW = 10_000
MANY = {"sqlite": 1_000_000, "postgresql": 100_000}
HEADS = 10_000
READS, PAGES = 300, 30


@dataclass(frozen=True, slots=True)
class Made:
    """What a benchmark reads: the ids of both releases, and a browser signed in as a member of the subgroup."""

    few: int
    many: int
    client: Any


def main() -> None:
    """Print every figure."""
    with fresh_installations() as made:
        for kind in KINDS:
            database = fresh(made, kind)
            ready = prepare(database)
            reading(database, ready)
            page(database, ready)
    last_words()


def prepare(database: Database) -> Made:
    """Two released rounds; says how long the release of the larger took."""
    with session_of(database) as session:
        agencies = add_partnership(session, HEADS)
        reader = factories.add_person(session, duties=[Duty.SUBGROUP])
        client = database.app.test_client()
        sign_in(client, session, reader)
        few = _release(session, _closed_round(session, agencies, FEW, years_ago=1))
        responses = MANY[database.kind]
        round_ = _closed_round(session, agencies, responses, years_ago=0)
        heading(f"Releasing {responses:,} responses on {NAMES[database.kind]}")
        with stopwatch() as seconds:
            many = _release(session, round_)
        figure("the whole release: groups, counts, figures", seconds(), "s")
        _rewriting(session, round_, database.kind)
        if database.kind == "sqlite":
            _counting(session, many)
        return Made(few.id, many.id, client)


def _closed_round(session: Session, agencies: list[str], responses: int, *, years_ago: int) -> Round:
    opens_on = factories.TODAY.replace(year=factories.TODAY.year - years_ago, day=1)
    round_ = factories.add_open_round(session, title=f"{responses:,} responses", opens_on=opens_on)
    fill(session, round_, agencies, responses)
    factories.close(session, round_)
    session.commit()
    return round_


def _release(session: Session, round_: Round) -> Release:
    release = releases.make_release(
        session, round_id=round_.id, threshold=10, secret_id="of the benchmark", now=factories.NOW
    )
    assert release is not None
    session.commit()
    return release


def _rewriting(session: Session, round_: Round, kind: str) -> None:
    if kind == "sqlite":
        remark("Nothing to rewrite: SQLite keeps the table in the order of its keys.")
        return
    with stopwatch() as seconds:
        for _ in releases.rewrite_rows(session, round_id=round_.id):
            session.commit()
        session.commit()
    figure("apart from it: the rewrite in key order", seconds(), "s")


def _counting(session: Session, release: Release) -> None:
    """Counting from the table as the release does it, against a bare count of the same bytes.

    In processor time, of this process alone: SQLite reads inside it, and nothing waits.
    """
    forget_peak()
    releases.recount(session, release)
    held = peak_megabytes()
    columns = Response.__table__.c
    rows = session.execute(select(columns.answers).where(columns.round_id == release.round_id)).yield_per(5_000)
    packed = np.frombuffer(b"".join(row[0] for row in rows), dtype=np.uint8)
    counted, bare = timed(5, lambda: releases.recount(session, release), lambda: np.bincount(packed, minlength=CODES))
    figure("counting from the table into release groups, processor", counted.best_cpu, "s", at_most=1.5)
    figure(f"a bare numpy.bincount over the same {packed.size / 1e6:.0f} million bytes", bare.best_cpu, "s")
    figure("counting for one of the bare count", counted.best_cpu / bare.best_cpu, "x", at_most=15)
    figure("most memory held while counting, by the whole process", held, "MB", at_most=400)


def reading(database: Database, made: Made) -> None:
    """The figures of a page state, which hold everything by role group and by agency."""
    heading(f"Reading all figures of a released round on {NAMES[database.kind]}")
    with session_of(database) as session:
        few, many = timed(READS, partial(_payload, session, made.few), partial(_payload, session, made.many))
        size = len(_payload(session, made.many))
    figure(f"database time, {FEW:,} responses", few.middle * 1000, "ms", at_most=1)
    figure(f"database time, {MANY[database.kind]:,} responses", many.middle * 1000, "ms", at_most=1)
    figure("the second for one of the first", many.middle / few.middle, "x", at_most=2)
    remark(f"Read each time: one row of {size / 1000:.0f} kB.")


def _payload(session: Session, release_id: int) -> str:
    wanted = select(ReleaseFigures.payload).where(
        ReleaseFigures.release_id == release_id, ReleaseFigures.state == figures.PARTNERSHIP
    )
    return session.scalars(wanted).one()


def page(database: Database, made: Made) -> None:
    """The subgroup's first page with its chart drawn: of the larger round beside the smaller, and of that alone."""
    with session_of(database) as session:
        larger, smaller = released_rounds(session)
        for shown, beside in ((larger, smaller), (smaller, None)):
            _draw(session, shown, beside)
        alone = f"/needs?round={smaller.round.id}"
    for address in ("/needs", alone):
        assert b"/reports/pictures/" in made.client.get(address).data, f"the chart of {address} was not drawn"
    both, one, privacy = timed(PAGES, *(partial(made.client.get, path) for path in ("/needs", alone, "/privacy")))
    heading(f"The page /needs on {NAMES[database.kind]}, the middle of {PAGES} requests")
    figure("the larger round beside the smaller", both.middle * 1000, "ms", at_most=60)
    figure("  of which processor time", both.middle_cpu * 1000, "ms")
    figure("the smaller round alone", one.middle * 1000, "ms", at_most=60)
    figure("  of which processor time", one.middle_cpu * 1000, "ms")
    figure("for one of the page /privacy: the first", both.middle_cpu / privacy.middle_cpu, "x")


def _draw(session: Session, shown: Released, beside: Released | None) -> None:
    report = partnership_report(session, shown, beside)
    for shape in pictures.SHAPES:
        wanted = pictures.Wanted(report.role_groups, shape, None)
        pictures.keep(session, wanted, pictures.draw(wanted))
    session.commit()


if __name__ == "__main__":
    main()
