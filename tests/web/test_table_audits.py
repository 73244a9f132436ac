"""Checking a table before it is published elsewhere: the page, its result, its evidence, and what it refuses."""

import csv
import io
import json
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from tests import factories
from tests.spreadsheets import workbook_bytes
from tests.web.browsing import Page, sign_in, submit, visit
from tna.domain.people import Duty
from tna.models import Base

PINNED = "\tPolice\tHealth\nNorth\t[3]\t20\nSouth\t12\t30\n"
SAFE = "\tPolice\tHealth\nNorth\t[3]\t[20]\nSouth\t[12]\t[30]\n"
HOPELESS = "\tPolice\tHealth\nNorth\t[1]\t2\nSouth\t12\t30\n"


@pytest.fixture
def analyst(client: Any, session: Session) -> Any:
    """The browser of an analyst."""
    sign_in(client, session, factories.add_person(session, factories.add_agency(session), duties=[Duty.ANALYST]))
    return client


def check(browser: Any, text: str, threshold: str = "5", status: int = 200) -> Page:
    return submit(browser, visit(browser, "/table-check"), {"table": text, "threshold": threshold}, status=status)


def test_the_threshold_of_the_installation_is_filled_in(analyst: Any) -> None:
    page = visit(analyst, "/table-check")
    assert page.heading == "Check a table before it is published"
    assert page.fields(0)["threshold"] == "10"


def test_it_stands_in_the_menu_of_findings(analyst: Any) -> None:
    assert 'href="/table-check"' in visit(analyst, "/table-check").html.partition("<main")[0]


def test_a_table_that_gives_something_away_gets_verdict_reason_and_blanks(analyst: Any) -> None:
    page = check(analyst, PINNED)
    assert page.heading.endswith("Not safe to publish as it is; with three more blanks it is.")
    assert "“North”, “Police” is withheld, and yet known exactly: 3." in page.text
    assert "Withhold these cells too" in page.text
    assert "exactly 3 given away" in page.text
    assert "between 8 and 23 new blank" in page.text


def test_a_safe_table_says_so_first(analyst: Any) -> None:
    page = check(analyst, SAFE)
    assert "Safe to publish: each of its four withheld counts" in page.heading
    assert "between 0 and 15" in page.text
    assert "Withhold" not in page.text


def test_a_table_that_nothing_mends_says_what_to_do_instead(analyst: Any) -> None:
    page = check(analyst, HOPELESS)
    assert "no further blanks can make it so" in page.text
    assert "“North” adds up to three" in page.text


def test_a_workbook_is_checked_too(analyst: Any) -> None:
    content = workbook_bytes([["", "Police", "Health"], ["North", "[3]", 20], ["South", 12, 30]])
    sent = {"file": (io.BytesIO(content), "table.xlsx"), "threshold": "5"}
    assert "with three more blanks" in submit(analyst, visit(analyst, "/table-check"), sent).text


def test_the_evidence_comes_as_a_file_for_programs_and_one_for_spreadsheets(analyst: Any) -> None:
    page = check(analyst, PINNED)
    first, second = (analyst.post(page.action(word), data=page.fields(word)) for word in ("CSV", "JSON"))
    assert first.headers["Content-Disposition"] == 'attachment; filename="table-check.csv"'
    rows = list(csv.reader(io.StringIO(first.get_data(as_text=True).removeprefix("\ufeff"))))
    assert rows[1] == ["North", "Police", "", "withheld, not safe", "3", "3", "0", "15"]
    found = json.loads(second.get_data(as_text=True))
    assert second.headers["Content-Disposition"] == "attachment; filename=table-check.json"
    assert list(found) == ["threshold", "safe", "cells", "also_withhold", "after"]
    assert found["threshold"] == 5
    assert len(found["also_withhold"]) == 3


@pytest.mark.parametrize("file", ["CSV", "JSON"])
def test_evidence_of_no_table_leads_back_to_the_form(analyst: Any, file: str) -> None:
    page = submit(analyst, check(analyst, PINNED), {"table": "nothing"}, form=file, status=422)
    assert page.errors
    assert page.action(0) == "/table-check"


def test_every_fault_of_a_table_is_named_by_row_and_column(analyst: Any) -> None:
    page = check(analyst, "\tPolice\tHealth\nNorth\t-3\t20\nSouth\t\t2.5\n")
    assert list(page.errors) == [
        "Row 2, column “Police”: found “-3”, expected a whole number from 0; a withheld one with its true count, "
        "such as [3]",
        "Row 3, column “Police”: nothing there; expected a whole number from 0; a withheld one with its true count, "
        "such as [3]",
        "Row 3, column “Health”: found “2.5”, expected a whole number from 0; a withheld one with its true count, "
        "such as [3]",
    ]
    assert page.fields(0)["table"].strip().startswith("Police\tHealth\r\nNorth\t-3".replace("\r", ""))


def test_a_column_without_a_name_is_told_by_its_place_and_pasted_text_is_no_file(analyst: Any) -> None:
    page = check(analyst, "\tPolice\nNorth\t20\nNorth\t30\n")
    assert list(page.errors) == ["Row 3, column 1: found “North”, expected a name of its own for each row"]
    page = check(analyst, "row,column,value,withheld\nN,,1,0\n")
    assert list(page.errors) == ["Row 2, column “column”: nothing there; expected a name"]
    page = check(analyst, "no table at all")
    [error] = page.errors
    assert "There is no row below the first one" in error
    assert "file" not in error.lower()


def test_of_many_faults_the_first_ten_are_named_and_the_others_counted(analyst: Any) -> None:
    rows = "".join(f"r{at}\tx\t1\n" for at in range(15))
    page = check(analyst, f"\tPolice\tHealth\n{rows}")
    assert len(page.errors) == 11
    assert "And 5 things more" in page.errors


def test_a_large_threshold_is_written_as_other_numbers_are(analyst: Any) -> None:
    assert "Checked with a threshold of 1,000" in check(analyst, SAFE, "1000").heading


@pytest.mark.parametrize("threshold", ["4", "0", "-5", "ten", "", "1001"])
def test_a_threshold_under_five_is_refused(analyst: Any, threshold: str) -> None:
    assert check(analyst, SAFE, threshold).errors == {"Enter a whole number from 5 to 1,000": "#threshold"}


def test_no_table_and_two_tables_are_refused(analyst: Any) -> None:
    assert check(analyst, "  \n").errors == {"Paste the table, or choose its file": "#table"}
    both = {"table": SAFE, "file": (io.BytesIO(b"x"), "table.csv"), "threshold": "5"}
    page = submit(analyst, visit(analyst, "/table-check"), both)
    assert page.errors == {"Paste the table or choose its file, not both": "#table"}


def test_a_file_that_is_no_table_is_refused_at_the_file(analyst: Any) -> None:
    sent = {"file": (io.BytesIO(b"%PDF-1.7 x"), "table.pdf"), "threshold": "5"}
    (where,) = submit(analyst, visit(analyst, "/table-check"), sent).errors.values()
    assert where == "#file"


def test_what_stands_in_a_table_is_shown_as_text(analyst: Any) -> None:
    page = check(analyst, SAFE.replace("North", "<b>{{ 7 * 7 }}</b>"))
    assert "<b>" not in page.main_html
    assert "&lt;b&gt;{{ 7 * 7 }}" in page.main_html


def test_nothing_of_a_table_is_kept(analyst: Any, session: Session) -> None:
    def everything() -> dict[str, list[Any]]:
        return {
            table.name: sorted((tuple(row) for row in session.execute(sa.select(table))), key=repr)
            for table in Base.metadata.sorted_tables
        }

    visit(analyst, "/table-check")
    before = everything()
    page = check(analyst, PINNED)
    analyst.post(page.action("CSV"), data=page.fields("CSV"))
    session.expire_all()
    assert everything() == before
