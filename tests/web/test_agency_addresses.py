"""The mail domains of an agency in a browser."""

from typing import Any

from sqlalchemy.orm import Session

from tests.web.browsing import Page, submit, visit
from tna.models.people import Agency


def put(browser: Any, agency: Agency, domains: str, home: str = "no") -> Page:
    page = visit(browser, f"/people/agencies/{agency.id}/addresses")
    return submit(browser, page, {"domains": domains, "home": home})


def test_domains_are_entered_one_a_line_and_stand_on_the_agencys_page(
    browser: Any, session: Session, agency: Agency
) -> None:
    assert "No domain entered" in visit(browser, f"/people/agencies/{agency.id}").text
    page = put(browser, agency, "Harbour.example\r\n\r\ncoast.example\r\n", "yes")
    assert page.path == f"/people/agencies/{agency.id}"
    assert "coast.example, harbour.example; addresses of their own are taken" in page.text
    page = visit(browser, f"/people/agencies/{agency.id}/addresses")
    assert page.fields()["domains"] == "coast.example\nharbour.example"
    assert page.checked == {"home": "yes"}


def test_every_faulty_line_is_named_and_nothing_is_lost(browser: Any, session: Session, agency: Agency) -> None:
    typed = "gmail.com\ninfo@harbour.example\nharbour.example"
    page = put(browser, agency, typed)
    assert set(page.errors.values()) == {"#domains"}
    assert len(page.errors) == 2
    assert page.fields()["domains"].replace("\r", "") == typed
    session.expire_all()
    assert agency.domains == []


def test_an_agency_that_is_not_there_has_no_addresses(browser: Any) -> None:
    visit(browser, "/people/agencies/no-such-agency/addresses", status=404)
