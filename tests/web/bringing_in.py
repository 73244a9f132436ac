"""A list of people on its way in, as the tests of its pages send it and read what came of it."""

from collections.abc import Sequence
from io import BytesIO
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from tests.spreadsheets import csv_bytes
from tests.web.browsing import Page, Values, submit, text_of, visit
from tna.models.people import Agency, Person

HEADER = ("Staff name", "Work e-mail", "Post")
Row = Sequence[Any]


def upload(browser: Any, agency: Agency | None, content: bytes, *, name: str = "staff.csv", **values: str) -> Page:
    """Send a file; the page after it."""
    page = visit(browser, "/people/imports/new")
    sent: Values = {"agency": agency.id if agency else "-", "file": (BytesIO(content), name), **values}
    return submit(browser, page, sent)


def checked(browser: Any, agency: Agency | None, rows: Sequence[Row], *, header: Row = HEADER) -> Page:
    """Upload rows and accept the columns that were guessed; the check."""
    page = upload(browser, agency, csv_bytes([header, *rows]))
    assert page.heading.endswith("Which column holds what?"), page.text
    return submit(browser, page, form="Continue")


def one(number: int = 1, **changes: str) -> Row:
    row = {
        "name": f"Staff Number {number}",
        "email": f"nurse.{number}@harbour.example",
        "job": "Health visitor",
    } | changes
    return tuple(row.values())


def everybody(session: Session) -> dict[str, list[tuple[str, str, str]]]:
    """By address, the current jobs of everybody."""
    session.expire_all()
    found = session.scalars(select(Person).order_by(Person.id))
    return {p.email: [(m.agency_id, m.job, m.role_group) for m in p.memberships if m.ended_on is None] for p in found}


def faults(page: Page) -> list[tuple[str, ...]]:
    """The rows of the table of faults."""
    rows = [[text_of(cell) for cell in row] for row in page.main.iter("tr")]
    return [tuple(row) for row in rows[1:]]


def bring_in(browser: Any, page: Page, values: dict[str, str] | None = None, *, button: str = "Bring in") -> Page:
    return submit(browser, page, values, form=button)
