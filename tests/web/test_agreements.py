"""The papers of agencies in a browser."""

from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests import factories
from tests.web.browsing import Page, submit, text_of, visit
from tests.web.keeping import error_of
from tna.models.people import Agency, Agreement

SIGNED = {"signed_on-day": "1", "signed_on-month": "3", "signed_on-year": "2026", "signed_by": "Ruth Vale"}


def at(agency: Agency, page: str = "") -> str:
    return f"/people/agencies/{agency.id}/agreements{page}"


def record(browser: Any, agency: Agency, values: dict[str, str] | None = None, kind: str = "sharing") -> Page:
    return submit(browser, visit(browser, at(agency, f"/{kind}")), SIGNED | (values or {}))


def rows(page: Page) -> list[str]:
    return [text_of(row) for row in page.main.iter("tr")][1:]


def test_a_paper_is_recorded_and_shown_with_its_link(browser: Any, agency: Agency) -> None:
    page = visit(browser, at(agency))
    assert page.text.count("Missing") == 2
    page = record(browser, agency, {"link": "https://council.example/1?a=b"})
    assert "The data sharing agreement is recorded." in page.text
    assert "Signed on 1 March 2026 Signed by Ruth Vale" in page.text
    link = next(each for each in page.main.iter("a") if each.get("href") == "https://council.example/1?a=b")
    assert "noopener" in (link.get("rel") or "")
    assert page.text.count("Missing") == 1


def test_a_paper_is_changed_and_taken_back(browser: Any, session: Session, agency: Agency) -> None:
    page = record(browser, agency)
    page = visit(browser, page.links["Change the data sharing agreement"])
    assert page.heading == "Harbour Trust Change the data sharing agreement"
    assert page.fields()["signed_by"] == "Ruth Vale"
    page = submit(browser, page, {"signed_by": "Omar Teal"})
    assert "Omar Teal" in page.text
    page = submit(browser, page, form="Take it back")
    assert "counts as missing again" in page.text
    assert session.scalars(select(Agreement)).all() == []


@pytest.mark.parametrize(
    ("values", "field", "error"),
    [
        ({"signed_by": ""}, "signed_by", "Enter who signed it"),
        ({"signed_by": "n" * 201}, "signed_by", "Enter who signed it, in at most 200 characters."),
        ({"signed_on-year": "2099"}, "signed_on", "The day it was signed must be today or in the past"),
        (
            {"link": "javascript:alert(1)"},
            "link",
            "Enter a link that begins with https://, in at most 500 characters, or leave it empty.",
        ),
    ],
)
def test_a_faulty_paper_comes_back_with_what_was_typed(
    browser: Any, session: Session, agency: Agency, values: dict[str, str], field: str, error: str
) -> None:
    page = record(browser, agency, values)
    assert error_of(page, field) == error
    assert page.fields()["signed_on-day"] == "1"
    assert session.scalars(select(Agreement)).all() == []


def test_the_list_says_what_is_missing_of_agencies_with_people(browser: Any, session: Session, agency: Agency) -> None:
    factories.add_agency(session, name="Nobody's Trust")
    page = visit(browser, "/people/agencies/agreements")
    assert "1 agency with people in it lacks a paper." in page.text
    assert rows(page) == [
        "Harbour Trust Missing Missing",
        "Nobody's Trust none; nobody works there yet none; nobody works there yet",
    ]
    for kind in ("sharing", "assessment"):
        record(browser, agency, kind=kind)
    page = visit(browser, "/people/agencies/agreements")
    assert "Nothing is missing" in page.text
    assert rows(page)[0] == "Harbour Trust 1 March 2026 1 March 2026"


@pytest.mark.parametrize("page", ["/lease", "/SHARING", "/%00"])
def test_a_paper_of_another_kind_is_not_found(browser: Any, agency: Agency, page: str) -> None:
    visit(browser, at(agency, page), status=404)
    visit(browser, "/people/agencies/no-such-agency/agreements", status=404)


def test_an_agency_called_agreements_has_a_page_of_its_own(browser: Any) -> None:
    page = submit(browser, visit(browser, "/people/agencies/new"), {"name": "Agreements", "sector": "health"})
    assert page.heading == "Health Agreements"
