"""Bringing headcounts in from a file, in a browser."""

from collections.abc import Sequence
from datetime import date, timedelta
from io import BytesIO
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from tests import factories
from tests.factories import TODAY
from tests.spreadsheets import csv_bytes, workbook_bytes
from tests.web.browsing import Page, submit, text_of, visit
from tna.models.people import Agency, Headcount

HEADER = ("Agency", "Role group", "Heads", "As at")
MARCH = f"31/03/{TODAY.year - 1}"
# It is to come even where midnight, here or in England, has passed since TODAY was looked up.
TO_COME = TODAY + timedelta(days=2)


def upload(
    browser: Any, agency: Agency | None, rows: Sequence[Sequence[Any]], *, header: Sequence[str] = HEADER
) -> Page:
    page = visit(browser, "/agencies/imports/new")
    file = (BytesIO(csv_bytes([header, *rows])), "heads.csv")
    return submit(browser, page, {"agency": agency.id if agency else "-", "file": file})


def heads(session: Session) -> dict[tuple[str, str], tuple[int, date]]:
    session.expire_all()
    found = session.scalars(select(Headcount).order_by(Headcount.agency_id, Headcount.role_group))
    return {(one.agency_id, one.role_group): (one.heads, one.as_at) for one in found}


def faults(page: Page) -> list[tuple[str, ...]]:
    rows = [[text_of(cell) for cell in row] for row in page.main.iter("tr")]
    return [tuple(row) for row in rows[1:]]


def harbour(session: Session) -> Agency:
    return factories.add_agency(session, name="Riverside Council", heads={"D": 10}, as_at=date(2020, 1, 1))


def test_headcounts_come_in_and_go_back_out(browser: Any, session: Session) -> None:
    harbour(session)
    before = heads(session)
    rows = [("riverside council", "D", "1,460", MARCH), ("Riverside-Council", "Designated leads", 12.0, MARCH)]
    page = submit(browser, upload(browser, None, rows[:1]), form="Continue")
    page = visit(browser, "/agencies/imports/new")
    file = (BytesIO(workbook_bytes([HEADER, *rows])), "heads.xlsx")
    page = submit(browser, page, {"agency": "-", "file": file})
    page = submit(browser, page, form="Continue")
    assert faults(page)[0] == ("Riverside Council", "Targeted, health and early help", "10", "1,460", MARCH)
    assert faults(page)[1][2:4] == ("not known", "12")
    done = submit(browser, page, form="Bring in 2 headcounts")
    day = date(TODAY.year - 1, 3, 31)
    assert heads(session)["riverside-council", "D"] == (1460, day)
    assert heads(session)["riverside-council", "C"] == (12, day)
    assert "2 headcounts are as the list says." in done.text
    assert "Riverside Council" in visit(browser, done.links["See the headcounts of all agencies"]).text
    undone = submit(browser, done, form="Undo")
    assert undone.heading == "heads.xlsx The list is undone"
    assert heads(session) == before


def test_one_day_may_hold_for_a_whole_list_of_one_agency(browser: Any, session: Session) -> None:
    agency = harbour(session)
    page = upload(browser, agency, [("D", "44")], header=("Group", "Number"))
    page = submit(browser, page, form="Continue")
    assert "Enter the day, or select the column that says it" in page.errors
    boxes = {"day-day": str(TO_COME.day), "day-month": str(TO_COME.month), "day-year": str(TO_COME.year)}
    page = submit(browser, page, boxes, form="Continue")
    assert "The day must be today or in the past" in page.errors
    page = submit(browser, page, {"day-day": "1", "day-month": "2", "day-year": "2024"}, form="Continue")
    submit(browser, page, form="Bring in 1 headcount")
    assert heads(session)["riverside-council", "D"] == (44, date(2024, 2, 1))


def test_every_fault_of_a_headcount_is_named(browser: Any, session: Session) -> None:
    harbour(session)
    rows = [
        ("Nowhere", "D", "4", MARCH),
        ("Riverside Council", "Z", "4", MARCH),
        ("Riverside Council", "A", "-4", MARCH),
        ("Riverside Council", "B", "about 4", MARCH),
        ("Riverside Council", "C", "4.5", MARCH),
        ("Riverside Council", "D", "2000000", MARCH),
        ("Riverside Council", "D", "4", "31/02/2024"),
        ("Riverside Council", "D", "4", "soon"),
        ("Riverside Council", "D", "4", f"{TO_COME:%Y-%m-%d}"),
        ("Riverside Council", "D", "4", "31.12.2019"),
        ("Riverside Council", "D", "4", MARCH),
        ("Riverside Council", "d", "4", MARCH),
    ]
    page = submit(
        browser,
        upload(browser, None, [[f'"{cell}"' if "," in cell else cell for cell in row] for row in rows]),
        form="Continue",
    )
    found = faults(page)
    assert [(row[0], row[1]) for row in found] == [
        ("2", "Agency"), ("3", "Role group"), ("4", "Heads"), ("5", "Heads"), ("6", "Heads"), ("7", "Heads"),
        ("8", "As at"), ("9", "As at"), ("10", "As at"), ("11", "As at"), ("12", "Role group"), ("13", "Role group"),
    ]  # fmt: skip
    assert found[9][3] == "a day not before 01/01/2020, of which a number is known"


def test_a_number_that_was_changed_since_stays_when_the_list_is_undone(browser: Any, session: Session) -> None:
    agency = harbour(session)
    page = submit(browser, upload(browser, None, [("Riverside Council", "D", "44", MARCH)]), form="Continue")
    done = submit(browser, page, form="Bring in")
    new = {"heads": {"D": 45}, "as_at": TODAY}
    factories.agencies.set_headcounts(session, agency_id=agency.id, actor_id=None, now=factories.NOW, **new)  # type: ignore[arg-type]
    undone = submit(browser, done, form="Undo")
    assert "but for 1 headcount: something has been built on it since" in undone.text
    assert heads(session)["riverside-council", "D"] == (45, TODAY)
