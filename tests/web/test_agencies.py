"""Agencies and their headcounts in a browser."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests import factories
from tests.factories import TODAY
from tests.web.browsing import Page, sign_in, submit, text_of, visit
from tna.domain.people import Duty
from tna.models.people import Agency, Headcount
from tna.services.agencies import headcounts, headcounts_as_at
from tna.web.filters import day

DAY = {"as_at-day": "1", "as_at-month": "3", "as_at-year": "2026"}


@pytest.fixture
def browser(client: Any, session: Session) -> Any:
    """The browser of a partnership manager, who works in Riverside Council."""
    agency = factories.add_agency(session, name="Riverside Council", sector="social-care")
    person = factories.add_person(session, agency, job="business-manager", duties=[Duty.MANAGER])
    sign_in(client, session, person)
    return client


def add(browser: Any, name: str, sector: str = "health") -> Page:
    return submit(browser, visit(browser, "/people/agencies/new"), {"name": name, "sector": sector})


def heads_of(session: Session, agency: Agency) -> dict[str, int]:
    session.expire_all()
    return {role_group: heads for (_, role_group), heads in headcounts(session, agency_id=agency.id).items()}


def box(page: Page, role_group: str) -> Any:
    return next(field for field in page.main.iter("input") if field.get("name") == role_group)


def test_agencies_are_listed_with_sector_heads_and_people(browser: Any, session: Session) -> None:
    harbour = factories.add_agency(session, name="Harbour Trust", heads={"D": 1200, "C": 34})
    for _ in range(2):
        factories.add_person(session, harbour)
    factories.add_agency(session, name="New Agency", sector="police", heads={})
    rows = [text_of(row) for row in visit(browser, "/people/agencies").main.iter("tr")][1:]
    assert rows == [
        f"Harbour Trust Health 1,234 2 {day(TODAY)} none",
        "New Agency Police not entered 0 None yet none",
        f"Riverside Council Children's social care 1,000 1 {day(TODAY)} none",
    ]


def test_an_added_agency_leads_on_to_its_headcounts(browser: Any, session: Session) -> None:
    page = add(browser, "Harbour  Trust")
    assert page.path == "/people/agencies/harbour-trust"
    assert page.heading == "Health Harbour Trust"
    assert "None are entered yet." in page.text
    agency = session.get(Agency, "harbour-trust")
    assert agency is not None
    assert (agency.name, agency.sector) == ("Harbour Trust", "health")


@pytest.mark.parametrize(
    ("name", "sector", "error", "place"),
    [
        ("", "health", "Enter the agency’s name", "#name"),
        (" ", "health", "Enter the agency's name, in at most 200 characters.", "#name"),
        ("n" * 201, "health", "Enter the agency's name, in at most 200 characters.", "#name"),
        ("\N{RIGHT-TO-LEFT OVERRIDE}tsurT", "health", "Enter the agency's name, in at most 200 characters.", "#name"),
        ("riverside COUNCIL", "health", "An agency with this name is here already.", "#name"),
        ("Harbour Trust", "", "Select a sector from the list.", "#sector"),
        ("Harbour Trust", "navy", "Select a sector from the list.", "#sector"),
    ],
)
def test_a_faulty_agency_comes_back_with_what_was_typed(
    browser: Any, session: Session, name: str, sector: str, error: str, place: str
) -> None:
    page = add(browser, name, sector)
    assert page.errors == {error: place}
    assert page.title.startswith("Error: ")
    assert page.fields()["name"] == name
    assert len(session.scalars(select(Agency)).all()) == 1


def test_a_hostile_name_is_shown_as_it_was_typed(browser: Any, session: Session) -> None:
    hostile = "<img src=x onerror=alert(1)> {{7*7}} '; DROP TABLE agencies"
    page = add(browser, hostile)
    assert page.heading == f"Health {hostile}"
    assert "<img" not in page.html
    assert hostile in visit(browser, "/people/agencies").text


def test_an_agency_called_new_has_a_page_of_its_own(browser: Any) -> None:
    page = add(browser, "New")
    assert page.heading == "Health New"
    assert visit(browser, "/people/agencies/new").heading == "Add an agency"


def test_an_agency_is_renamed_and_keeps_its_address(browser: Any, session: Session) -> None:
    page = visit(browser, "/people/agencies/riverside-council/change")
    assert page.fields()["name"] == "Riverside Council"
    assert page.fields()["sector"] == "social-care"
    page = submit(browser, page, {"name": "riverside council", "sector": "early-help"})
    assert page.path == "/people/agencies/riverside-council"
    assert page.heading == "Early help, family hubs and youth work riverside council"


def test_an_agency_is_not_renamed_to_another_ones_name(browser: Any, session: Session) -> None:
    factories.add_agency(session, name="École du Port")
    page = visit(browser, "/people/agencies/riverside-council/change")
    page = submit(browser, page, {"name": "ÉCOLE DU PORT"})
    assert page.errors == {"An agency with this name is here already.": "#name"}
    assert page.heading == "Change Riverside Council"


def test_every_box_of_the_headcounts_says_what_it_is_for(browser: Any) -> None:
    page = visit(browser, "/people/agencies/riverside-council")
    labelled = {label.get("for"): text_of(label) for label in page.main.iter("label")}
    assert labelled["F"] == "Joint interviewers (ABE)"
    assert [text_of(legend) for legend in page.main.iter("legend")] == ["Of which day are these numbers?"]


def test_headcounts_are_saved_with_their_day(browser: Any, session: Session) -> None:
    agency = factories.add_agency(session, name="Harbour Trust", heads={"C": 3, "D": 5})
    page = visit(browser, "/people/agencies/harbour-trust")
    assert box(page, "D").get("value") == "5"
    page = submit(browser, page, {"A": "1,460", "B": " 12 ", "C": "", "D": "0", **DAY})
    assert "The headcounts are saved." in page.text
    assert "The numbers below are of 1 March 2026." in page.text
    assert heads_of(session, agency) == {"A": 1460, "B": 12, "D": 0}
    assert headcounts_as_at(session, agency_id=agency.id) is not None
    assert {str(row.as_at) for row in session.scalars(select(Headcount).where(Headcount.agency_id == agency.id))} == {
        "2026-03-01"
    }


@pytest.mark.parametrize(
    "typed", ["-1", "1e9", "1000000000", "1000001", "ten", "1.5", "٣", "9" * 5000, "NaN", "=1+1", "0x10", "--"]
)
def test_a_headcount_that_is_no_number_of_people_is_named_and_nothing_is_saved(
    browser: Any, session: Session, typed: str
) -> None:
    agency = factories.add_agency(session, name="Harbour Trust", heads={"D": 5})
    page = submit(browser, visit(browser, "/people/agencies/harbour-trust"), {"A": "7", "D": typed, **DAY})
    error = "Targeted, health and early help: enter a whole number between 0 and 1,000,000, or leave it empty"
    assert page.errors == {error: "#D"}
    assert page.title.startswith("Error: ")
    assert box(page, "D").get("value") == typed
    assert box(page, "D").get("aria-describedby") == "D-error"
    assert box(page, "A").get("value") == "7"
    assert heads_of(session, agency) == {"D": 5}


@pytest.mark.parametrize(
    ("day", "error"),
    [
        ({"as_at-day": "", "as_at-month": "", "as_at-year": ""}, "Enter the day"),
        ({"as_at-day": "31", "as_at-month": "2"}, "The day must be a real date"),
        ({"as_at-year": "2099"}, "The day must be today or in the past"),
        ({"as_at-year": "26"}, "The day must have a year of this century, like 2027"),
    ],
)
def test_headcounts_need_a_day_that_has_come(browser: Any, session: Session, day: dict[str, str], error: str) -> None:
    agency = factories.add_agency(session, name="Harbour Trust", heads={"D": 5})
    page = submit(browser, visit(browser, "/people/agencies/harbour-trust"), {"D": "6"} | DAY | day)
    assert page.errors == {error: "#as_at"}
    assert heads_of(session, agency) == {"D": 5}


def test_fewer_heads_than_people_are_named_with_both_numbers_and_saved_all_the_same(
    browser: Any, session: Session
) -> None:
    agency = factories.add_agency(session, name="Harbour Trust", heads={"D": 5})
    for _ in range(3):
        factories.add_person(session, agency)
    page = visit(browser, "/people/agencies/harbour-trust")
    assert "Check these headcounts" not in page.text
    page = submit(browser, page, {"D": "2"} | DAY)
    assert "Targeted, health and early help: the headcount is 2, but 3 people have an account." in page.text
    assert heads_of(session, agency) == {"D": 2}


def test_people_without_a_headcount_are_named(browser: Any, session: Session) -> None:
    agency = factories.add_agency(session, name="Harbour Trust", heads={})
    factories.add_person(session, agency)
    page = visit(browser, "/people/agencies/harbour-trust")
    assert "Targeted, health and early help: there is no headcount, but 1 person has an account." in page.text


def test_fewer_heads_than_answers_are_named_without_the_number_of_answers(browser: Any, session: Session) -> None:
    agency = factories.add_agency(session, name="Harbour Trust", heads={"D": 7})
    round_ = factories.add_open_round(session, title="Spring")
    made = factories.add_respondents(session, round_, agency, 9)
    for person in made[:6]:
        factories.leave(session, person)  # they answered, and are no longer among the people with an account
    # Another headcount is for the next round: this one keeps what it opened with.
    page = submit(browser, visit(browser, "/people/agencies/harbour-trust"), {"D": "70"} | DAY)
    assert "the headcount was 7 when “Spring” opened, but more people have answered it." in page.text
    assert "9" not in page.text.partition("Check these")[2].partition("Headcounts")[0]


def test_a_headcount_lowered_step_by_step_tells_nothing_of_a_group_under_five(browser: Any, session: Session) -> None:
    """Otherwise whoever may enter headcounts could ask whether one colleague has answered."""
    agency = factories.add_agency(session, name="Harbour Trust", heads={"D": 4})
    round_ = factories.add_open_round(session)
    factories.add_respondents(session, round_, agency, 4)
    for heads in ("3", "2", "1", "0", ""):
        page = submit(browser, visit(browser, "/people/agencies/harbour-trust"), {"D": heads} | DAY)
        assert "have answered" not in page.text


def test_the_numbers_of_a_day_to_come_are_not_offered(browser: Any) -> None:
    page = visit(browser, "/people/agencies/riverside-council")
    typed = "-".join(box(page, f"as_at-{part}").get("value").zfill(2) for part in ("year", "month", "day"))
    assert TODAY - timedelta(days=1) <= TODAY.fromisoformat(typed) <= TODAY + timedelta(days=1)


@pytest.mark.parametrize("agency", ["no-such-agency", "%00", "RIVERSIDE-COUNCIL", "x" * 5000, "%F0%9F%90%88"])
@pytest.mark.parametrize("page", ["", "/change"])
def test_an_agency_that_is_not_there_is_not_found(browser: Any, agency: str, page: str) -> None:
    visit(browser, f"/people/agencies/{agency}{page}", status=404)


def test_administrators_and_leads_find_no_agencies_to_keep(client: Any, session: Session) -> None:
    agency = factories.add_agency(session)
    person = factories.add_person(session, agency, duties=[Duty.ADMINISTRATOR], leads=[agency])
    sign_in(client, session, person)
    for path in ("", "/new", f"/{agency.id}", f"/{agency.id}/change"):
        visit(client, f"/people/agencies{path}", status=404)
