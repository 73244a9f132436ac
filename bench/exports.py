"""Files and the API of a released round: the spreadsheet against a bare one, a page of the API against a bare page.

Run: .venv/bin/python bench/exports.py. On either database, a round of ten thousand responses from fourteen agencies in
ten role groups, released as the worker does it.
"""

import csv
import io
import json
from collections.abc import Callable
from typing import Any

from _figures import figure, heading, last_words, remark, timed
from _installations import NAMES, fresh, fresh_installations, session_of
from _partnerships import add_partnership, fill
from openpyxl import Workbook
from sqlalchemy import delete
from sqlalchemy.orm import Session

from tests import factories
from tests.databases import KINDS, Database
from tests.factories import NOW, TODAY
from tna.domain.people import Duty
from tna.domain.reports.workbook import Workbook as Sheets
from tna.models.people import Agency, FailedSignIns
from tna.services import api_tokens, release_table, releases, workbook_files
from tna.services.release_workbook import workbook_of
from tna.services.reports import Released, released_rounds

RESPONSES, HEADS = 10_000, 1_000
FILES, PAGES = 3, 40
PARTNERSHIP = "A partnership of benchmarks"


def main() -> None:
    """Print every figure."""
    with fresh_installations() as made:
        for kind in KINDS:
            database = fresh(made, kind)
            token = prepare(database)
            heading(f"{NAMES[kind]}: a round of {RESPONSES:,} responses")
            with session_of(database) as session:
                [released] = released_rounds(session)
                files(session, released)
                release_id = released.release.id
            pages(database, token, release_id)
    last_words()


def prepare(database: Database) -> str:
    """Release a round, and make a token for somebody who may read it."""
    with session_of(database) as session:
        agencies = add_partnership(session, HEADS)
        round_ = factories.add_open_round(session)
        fill(session, round_, agencies, RESPONSES)
        factories.close(session, round_)
        releases.make_release(session, round_id=round_.id, threshold=10, secret_id="bench", now=NOW)
        agency = session.get_one(Agency, agencies[0])
        analyst = factories.add_person(session, agency, duties=[Duty.ANALYST], password=None)
        return api_tokens.make(session, person_id=analyst.id, name="Bench", days=30, today=TODAY, now=NOW)


def files(session: Session, released: Released) -> None:
    """The spreadsheet and the table of counts, each beside the least that writes as many cells."""
    workbook = workbook_of(session, released, partnership=PARTNERSHIP)
    workbook_files.xlsx(workbook, made_at=NOW)  # what it needs is loaded once in the life of a worker

    def whole() -> bytes:
        return workbook_files.xlsx(workbook_of(session, released, partnership=PARTNERSHIP), made_at=NOW)

    ours, bare = timed(FILES, whole, lambda: bare_workbook(workbook))
    figure("spreadsheet of the whole round", ours.best, "s", at_most=3)
    figure("the same for one by bare openpyxl, no form and no links", ours.best / bare.best, "x")
    frozen = releases.released_round(released.release, released.definition)

    def counts() -> bytes:
        return release_table.tidy_csv(frozen, released.definition, title=released.round.title)

    rows = list(csv.reader(io.StringIO(counts().decode("utf-8-sig"), newline="")))
    ours, bare = timed(FILES, counts, lambda: csv.writer(io.StringIO()).writerows(rows))
    figure(f"table of counts, {len(rows):,} rows", ours.best, "s", at_most=5)
    figure("the same for one of the bare writer on finished rows", ours.best / bare.best, "x")


def bare_workbook(workbook: Sheets) -> None:
    """The same cells on as many sheets, and nothing else."""
    book = Workbook(write_only=True)
    for sheet in workbook.sheets:
        made = book.create_sheet()
        made.append(sheet.columns)
        for row in sheet.rows:
            made.append(row)
    book.save(io.BytesIO())


def pages(database: Database, token: str, release_id: int) -> None:
    """A page of the API, by what it is narrowed to."""
    client, headers = database.app.test_client(), {"Authorization": f"Bearer {token}"}
    [group] = json.loads(client.get(f"/api/v1/releases/{release_id}/groups?limit=1", headers=headers).data)["items"]

    def asks(path: str) -> Callable[[], Any]:
        return lambda: client.get(f"/api/v1/releases{path}", headers=headers)

    wanted = {
        "list of releases": asks(""),
        "statements of everybody": asks(f"/{release_id}/statements"),
        "statements of a role group of an agency": asks(
            f"/{release_id}/statements?role_group={group['role_group']}&agency={group['agency']}"
        ),
        "statements of a sector": asks(f"/{release_id}/statements?sector={group['sector']}"),
        "release groups": asks(f"/{release_id}/groups"),
    }
    bare, *ours = timed(PAGES, lambda: client.get("/privacy"), *wanted.values())
    for name, taken in zip(wanted, ours, strict=True):
        figure(f"API: {name}", taken.middle * 1000, "ms", at_most=30)
        figure("  the same for one of /privacy, a page without figures", taken.middle / bare.middle, "x")
    with session_of(database) as session:
        session.execute(delete(FailedSignIns))
    remark("each counts itself in a transaction of its own, as in use")


if __name__ == "__main__":
    main()
