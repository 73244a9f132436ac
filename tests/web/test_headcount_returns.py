"""Asking agencies for their headcounts, and filling the return in without an account."""

from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests import factories
from tests.factories import NOW, TODAY
from tests.web.browsing import Page, path_of, submit, text_of, visit
from tests.web.keeping import error_of
from tna.models.notices import Notice
from tna.models.people import Agency, HeadcountReturn, Person
from tna.services import headcount_returns
from tna.services.agencies import headcounts

DAY = TODAY - timedelta(days=30)
STANDING = TODAY - timedelta(days=60)
WRITTEN, KNOWN = (f"{day.day} {day:%B %Y}" for day in (DAY, STANDING))


def on(day: date) -> dict[str, str]:
    """A day as it is typed into its three boxes."""
    return {"as_at-day": str(day.day), "as_at-month": str(day.month), "as_at-year": str(day.year)}


ENTERED = {
    "A": "1,200",
    "D": "7",
    **on(DAY),
    "signed_by": "Ruth Vale",
    "signed_as": "Personnel manager",
}


@pytest.fixture
def agency(session: Session) -> Agency:
    """An agency with headcounts from a while ago."""
    return factories.add_agency(session, name="Harbour Trust", as_at=STANDING)


@pytest.fixture
def stranger(browsers: Any) -> Any:
    """The browser of somebody without an account."""
    return browsers()


@pytest.fixture
def link(session: Session, agency: Agency) -> str:
    token = headcount_returns.make_return(session, agency_id=agency.id, actor_id=None, now=NOW)
    session.commit()
    return f"/headcounts/{token}"


def heads_of(session: Session, agency: Agency) -> dict[str, int]:
    session.expire_all()
    return {role_group: heads for (_, role_group), heads in headcounts(session, agency_id=agency.id).items()}


def check(browser: Any, link: str, values: dict[str, str] | None = None) -> Page:
    return submit(browser, visit(browser, link), ENTERED | (values or {}), form="Continue")


def test_the_page_says_what_each_role_group_means_and_what_was_entered_last(
    stranger: Any, session: Session, agency: Agency
) -> None:
    factories.agencies.set_headcounts(
        session, agency_id=agency.id, heads={"D": 34, "E": None}, as_at=TODAY, actor_id=None, now=NOW
    )
    token = headcount_returns.make_return(session, agency_id=agency.id, actor_id=None, now=NOW)
    session.commit()
    page = visit(stranger, f"/headcounts/{token}")
    assert page.heading == "Headcount return How many people work for Harbour Trust?"
    assert "such as health visitors, early help and youth justice workers. Last time: 34." in page.text
    assert "Not entered last time." in page.text
    assert "Sign out" not in page.html


def test_a_return_is_looked_through_then_sent_once_and_thanked_for(
    stranger: Any, session: Session, agency: Agency, link: str
) -> None:
    page = check(stranger, link)
    assert page.heading == "Headcount return Check the headcounts of Harbour Trust"
    assert f"1,207 people as at {WRITTEN}. Nothing has been sent yet." in page.text
    assert "Ruth Vale, Personnel manager" in page.text
    assert heads_of(session, agency)["A"] == factories.MANY_HEADS
    page = submit(stranger, page, form="Send the headcounts")
    assert page.heading == "The headcounts of Harbour Trust have been sent"
    assert "signed by Ruth Vale, Personnel manager." in page.text
    assert "1,200" not in page.text
    assert heads_of(session, agency) == {"A": 1200, "D": 7}
    assert visit(stranger, link).heading == "The headcounts of Harbour Trust have been sent"


def test_what_was_entered_can_be_changed_before_it_is_sent(
    stranger: Any, session: Session, agency: Agency, link: str
) -> None:
    page = submit(stranger, check(stranger, link), form="Change something")
    assert page.errors == {}
    assert {name: page.fields()[name] for name in ENTERED} == ENTERED | {"A": "1200"}
    page = submit(stranger, submit(stranger, page, {"D": "8"}, form="Continue"), form="Send the headcounts")
    assert heads_of(session, agency) == {"A": 1200, "D": 8}


@pytest.mark.parametrize(
    ("values", "field", "error"),
    [
        (
            {"D": "ten"},
            "D",
            "Targeted, health and early help: enter a whole number between 0 and 1,000,000, or leave it empty",
        ),
        ({"A": "", "D": ""}, "A", "Enter the number of people in at least one role group"),
        ({"signed_by": " "}, "signed_by", "Enter your name, in at most 200 characters."),
        ({"signed_as": "n" * 201}, "signed_as", "Enter your post, in at most 200 characters."),
        (on(date(2099, 1, 1)), "as_at", "The day of these numbers must be today or in the past"),
        (
            on(STANDING - timedelta(days=1)),
            "as_at",
            f"Numbers of {KNOWN} are known already: enter those of that day or a later one",
        ),
        ({"as_at-day": "31", "as_at-month": "2"}, "as_at", "The day of these numbers must be a real date"),
    ],
)
def test_a_fault_is_named_and_nothing_is_lost(
    stranger: Any, session: Session, agency: Agency, link: str, values: dict[str, str], field: str, error: str
) -> None:
    page = check(stranger, link, values)
    assert error_of(page, field) == error
    typed = ENTERED | values
    assert {name: page.fields()[name] for name in typed} == typed
    assert heads_of(session, agency)["A"] == factories.MANY_HEADS


def test_every_fault_is_named_at_once(stranger: Any, link: str) -> None:
    page = check(stranger, link, {"A": "x", "D": "-1", "signed_by": "", "as_at-day": ""})
    assert set(page.errors.values()) == {"#A", "#D", "#signed_by", "#as_at"}


def test_what_the_check_page_holds_is_checked_again_when_it_is_sent(
    stranger: Any, session: Session, agency: Agency, link: str
) -> None:
    page = submit(stranger, check(stranger, link), {"D": "-5"}, form="Send the headcounts")
    assert page.title.startswith("Error: ")
    assert heads_of(session, agency)["D"] == factories.MANY_HEADS


def test_a_link_that_is_replaced_too_old_or_made_up_says_the_same(
    stranger: Any, session: Session, agency: Agency, link: str
) -> None:
    headcount_returns.make_return(session, agency_id=agency.id, actor_id=None, now=NOW)
    old = headcount_returns.make_return(
        session, agency_id=factories.add_agency(session).id, actor_id=None, now=NOW - timedelta(days=31)
    )
    session.commit()
    answers = {visit(stranger, path, status=404).text for path in (link, f"/headcounts/{old}", "/headcounts/made-up")}
    assert len(answers) == 1
    assert "a newer link ends an older one" in answers.pop()


def test_a_link_that_is_replaced_while_somebody_types_takes_nothing(
    stranger: Any, session: Session, agency: Agency, link: str
) -> None:
    page = check(stranger, link)
    headcount_returns.make_return(session, agency_id=agency.id, actor_id=None, now=NOW)
    session.commit()
    submit(stranger, page, form="Send the headcounts", status=404)
    assert heads_of(session, agency)["A"] == factories.MANY_HEADS


def test_while_a_round_is_open_the_page_says_for_which_the_numbers_count(
    stranger: Any, browser: Any, session: Session, agency: Agency, link: str
) -> None:
    words = "“Spring” is open and keeps the headcounts it opened with."
    assert words not in visit(stranger, link).text
    factories.add_open_round(session, title="Spring")
    session.commit()
    assert words in visit(stranger, link).text
    assert words in visit(browser, f"/people/agencies/{agency.id}").text


# The manager ------------------------------------------------------------------------------------------------


def test_a_link_is_made_for_one_agency_and_shown_once(browser: Any, stranger: Any, agency: Agency) -> None:
    page = submit(browser, visit(browser, f"/people/agencies/{agency.id}/headcount-return"), form="Make a link")
    shown = next(text_of(each) for each in page.main.iter("p") if "/headcounts/" in text_of(each))
    assert visit(stranger, path_of(shown)).heading.endswith("How many people work for Harbour Trust?")
    page = visit(browser, f"/people/agencies/{agency.id}/headcount-return")
    assert "A link is out already" in page.text
    assert path_of(shown) not in page.html


def test_links_are_made_for_all_whose_headcounts_are_out_of_date(
    browser: Any, session: Session, agency: Agency
) -> None:
    factories.add_agency(session, name="Vale Trust", heads={})
    factories.add_agency(session, name="Old Trust", as_at=TODAY - timedelta(days=400))
    page = visit(browser, "/people/agencies")
    assert "Ask agencies for their headcounts (2 agencies out of date)" in page.text
    page = visit(browser, page.links["Ask agencies for their headcounts"])
    chosen = [e.get("value") for e in page.main.iter("input") if e.get("checked") is not None]
    assert chosen == ["old-trust", "vale-trust"]
    page = submit(browser, page, {"agencies": ["old-trust", "vale-trust"]})
    assert [text_of(each) for each in page.main.iter("h2")][-2:] == ["Old Trust", "Vale Trust"]
    assert page.text.count("/headcounts/") == 2
    assert len(session.scalars(select(HeadcountReturn)).all()) == 2


@pytest.mark.parametrize("agencies", [[], ["nowhere"]])
def test_links_for_no_agency_are_not_made(browser: Any, session: Session, agencies: list[str]) -> None:
    page = submit(browser, visit(browser, "/people/agencies/headcount-returns"), {"agencies": agencies})
    assert "Select at least one agency from the list" in page.errors
    assert session.scalars(select(HeadcountReturn)).all() == []


def test_a_link_is_mailed_by_the_outbox(browser: Any, session: Session, agency: Agency, manager: Person) -> None:
    page = visit(browser, f"/people/agencies/{agency.id}/headcount-return")
    page = submit(browser, page, {"email": "ruth@harbour.example"}, form="Send the link")
    assert "The link is on its way." in page.text
    (notice,) = session.scalars(select(Notice))
    assert (notice.kind, notice.email, notice.agency_id) == ("headcount return", "ruth@harbour.example", agency.id)
    assert "Link being mailed" in visit(browser, "/people/agencies").text


@pytest.mark.parametrize(("email", "error"), [("", "Enter an e-mail address"), ("ruth", "Enter an e-mail address in")])
def test_a_link_is_not_mailed_to_what_is_no_address(
    browser: Any, session: Session, agency: Agency, email: str, error: str
) -> None:
    page = visit(browser, f"/people/agencies/{agency.id}/headcount-return")
    page = submit(browser, page, {"email": email}, form="Send the link")
    assert error_of(page, "email").startswith(error)
    assert session.scalars(select(Notice)).all() == []


def test_the_list_of_agencies_says_who_signed_and_of_when_the_numbers_are(
    browser: Any, stranger: Any, agency: Agency, link: str
) -> None:
    assert "Asked; link good until" in visit(browser, "/people/agencies").text
    submit(stranger, check(stranger, link), form="Send the headcounts")
    row = [text_of(each) for each in visit(browser, "/people/agencies").main.iter("tr")][1]
    assert row.startswith(f"Harbour Trust Health 1,207 1 {WRITTEN}")
    assert "Ruth Vale, Personnel manager" in row
