"""Reach and ABE cover as their readers see them: sentence, picture, table and file, and never a name."""

import csv
import io
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy.orm import Session

from tests import factories
from tests.factories import TODAY
from tests.reached import LAST_MONTH, assign, staff, train
from tests.web.browsing import Page, sign_in, text_of, visit
from tna.domain.people import Duty
from tna.models.courses import OfferedCourse
from tna.models.people import Agency, Person
from tna.services import pictures

PICTURE = b'<svg xmlns="http://www.w3.org/2000/svg"></svg>'
PAGES = ("/reports/reach", "/reports/abe-cover")
FILES = ("/reports/reach.csv", "/reports/abe-cover.csv")


@pytest.fixture
def police(session: Session) -> Agency:
    factories.add_catalogue(session)
    return factories.add_agency(session, name="=Northgate Police", sector="police", heads={"B": 80, "F": 20})


@pytest.fixture
def council(session: Session, police: Agency) -> Agency:
    return factories.add_agency(session, name="Council", sector="social-care", heads={"E": 90, "F": 10})


@pytest.fixture
def trained(session: Session, police: Agency, council: Agency) -> list[Person]:
    """Two officers and a social worker with a current training, on a date of last month."""
    date_ = factories.add_date(session, "CSA-14", first_day=LAST_MONTH)
    officers = staff(session, police, 3, role_group="F", job="child-protection-detective")
    workers = staff(session, council, 2, role_group="F", job="safeguarding-social-worker")
    for person in (*officers[:2], workers[0]):
        train(session, date_, person)
    assign(session, police, "CSA-14", officers)
    session.commit()
    return [*officers, *workers]


@pytest.fixture
def reader(client: Any, session: Session, council: Agency) -> Any:
    """The browser of a member of the subgroup."""
    sign_in(client, session, factories.add_person(session, council, duties=[Duty.SUBGROUP]))
    session.commit()
    return client


def draw(session: Session) -> None:
    """What the worker does within a minute."""
    for wanted in pictures.missing_reach(session, now=datetime.now(UTC)):
        pictures.keep(session, wanted, PICTURE)
    session.commit()


def images(page: Page) -> list[dict[str, str]]:
    return [dict(one.attrib) for one in page.main.iter("img")]


def rows_of(client: Any, address: str) -> list[list[str]]:
    text = client.get(address).get_data(as_text=True).removeprefix("\ufeff")
    return list(csv.reader(io.StringIO(text)))[1:]


# Reach ------------------------------------------------------------------------------------------------------


def test_the_page_begins_with_a_sentence_and_has_the_numbers_before_the_picture(reader: Any, trained: Any) -> None:
    page = visit(reader, "/reports/reach")
    assert page.heading == "Who has been trained"
    assert "Of 200 people, 3 completed a course in the last year: 2 %. Furthest behind: Council, at 1 %." in page.text
    assert "The picture is being drawn." in page.text
    assert "the picture follows in a minute" in page.text
    [table, _] = page.main.iter("details")
    assert table.get("open") is not None
    assert "All agencies 200 3 (2 %) 3 (2 %) 3 (2 %) 3 (2 %)" in text_of(table)


def test_once_it_is_drawn_the_picture_is_named_by_the_sentence_and_opens(
    reader: Any, session: Session, trained: Any
) -> None:
    draw(session)
    page = visit(reader, "/reports/reach")
    [picture] = images(page)
    assert picture["alt"].startswith("Of 200 people, 3 completed a course in the last year")
    assert reader.get(picture["src"]).data == PICTURE
    assert "being drawn" not in page.text


def test_a_course_and_a_time_are_chosen_by_address_and_have_numbers_and_no_picture(reader: Any, trained: Any) -> None:
    page = visit(reader, "/reports/reach?course=CSA-14")
    assert "Of 30 people whom CSA-14 “ABE joint interviewing” is for, 3 completed it in the last year" in page.text
    assert "being drawn" not in page.text
    assert images(page) == []
    assert page.fields("Show") == {"course": "CSA-14", "period": "last-year"}
    assert "If the table is wider than your screen, scroll it sideways: it has six columns." in page.text
    half = [one.get("value", "") for one in page.form("Show").iter("option") if "-" in one.get("value", "")][-1]
    long_ago = visit(reader, f"/reports/reach?course=CSA-14&period={half}")
    assert "none completed it from" in long_ago.text
    assert long_ago.fields("Show") == {"course": "CSA-14", "period": half}


def test_every_course_and_each_time_can_be_asked_for(reader: Any, trained: Any) -> None:
    form = visit(reader, "/reports/reach").form("Show")
    courses, times = ([option.get("value", "") for option in select.iter("option")] for select in form.iter("select"))
    assert len(courses) == 18
    assert len(times) == 5
    for course in courses:
        visit(reader, f"/reports/reach?course={course}&period={times[1]}")


def test_the_file_holds_the_same_numbers_and_no_formula(reader: Any, trained: Any) -> None:
    address = visit(reader, "/reports/reach?course=CSA-14").links[
        "Download the numbers (CSV): Who has been reached by CSA-14 “ABE joint interviewing”, by agency"
    ]
    assert rows_of(reader, address) == [
        ["'=Northgate Police", "20", "3", "15", "2", "10", "2", "10", "2", "10"],
        ["Council", "10", "0", "0", "1", "10", "1", "10", "1", "10"],
        ["All agencies", "30", "3", "10", "3", "10", "3", "10", "3", "10"],
    ]


@pytest.mark.parametrize(
    "query", ["course=CSA-99", "course=%00", "period=tomorrow", "period=2001-1", "course=CSA-03&period=x"]
)
def test_what_is_not_offered_is_not_found(reader: Any, trained: Any, query: str) -> None:
    assert reader.get(f"/reports/reach?{query}").status_code == 404
    assert reader.get(f"/reports/reach.csv?{query}").status_code == 404


def test_without_headcounts_the_page_says_that_there_is_nobody_to_count(client: Any, session: Session) -> None:
    agency = factories.add_agency(session, heads={})
    sign_in(client, session, factories.add_person(session, agency, duties=[Duty.MANAGER]))
    session.commit()
    page = visit(client, "/reports/reach")
    assert "There is nobody to count yet: no headcounts are known." in page.text
    assert rows_of(client, "/reports/reach.csv") == []


# ABE cover --------------------------------------------------------------------------------------------------


def test_cover_says_how_many_of_each_sector_hold_a_current_training(
    reader: Any, session: Session, trained: list[Person]
) -> None:
    page = visit(reader, "/reports/abe-cover")
    assert page.heading == "ABE cover"
    sentence = (
        "2 of 20 joint interviewers in police and 1 of 10 in children's social care hold a current ABE training; "
        "none of these lapses within 90 days."
    )
    assert sentence in page.text
    assert "No joint date is planned." in page.text
    draw(session)
    [picture] = images(visit(reader, "/reports/abe-cover"))
    assert picture["alt"] == sentence
    assert rows_of(reader, "/reports/abe-cover.csv") == [
        ["Police", "'=Northgate Police", "20", "2", "2", "0", "0", "18"],
        ["Children's social care", "Council", "10", "1", "1", "0", "0", "9"],
    ]


def test_joint_dates_to_come_stand_below_with_what_their_rule_lacks(
    reader: Any, session: Session, trained: list[Person]
) -> None:
    coming = factories.add_date(session, "CSA-14", first_day=TODAY + timedelta(days=60))
    factories.add_booking(session, coming, trained[0])
    session.commit()
    page = visit(reader, "/reports/abe-cover")
    assert "1 of 10" in page.text
    assert "3 more from police; 4 more from children's social care by" in page.text
    assert "or this date will not run." in page.text


def test_without_a_course_for_joint_interviewers_the_page_says_what_is_missing(
    reader: Any, session: Session, trained: Any
) -> None:
    session.delete(session.get_one(OfferedCourse, "CSA-15"))
    session.commit()
    assert "No course for joint interviewers" in visit(reader, "/reports/abe-cover").text
    assert reader.get("/reports/abe-cover.csv").status_code == 404


# Both -------------------------------------------------------------------------------------------------------


def test_no_name_address_or_reason_stands_on_any_page_or_file(
    reader: Any, session: Session, trained: list[Person]
) -> None:
    told = "".join(reader.get(address).get_data(as_text=True) for address in (*PAGES, *FILES))
    for word in ("Planted reason", *(word for one in trained for word in (one.name, one.email))):
        assert word not in told


def test_the_pages_lead_to_each_other_and_are_found_from_coverage_and_needs(
    reader: Any, session: Session, trained: Any
) -> None:
    for address in ("/reports/coverage", *PAGES):
        found = set(visit(reader, address).links.values())
        assert {one for one in PAGES if one != address} <= found
    round_ = factories.add_open_round(session)
    session.commit()
    assert set(PAGES) <= set(visit(reader, f"/reports/coverage?round={round_.id}").links.values())


def test_a_lead_is_not_shown_the_way_to_what_is_not_theirs(client: Any, session: Session, police: Agency) -> None:
    sign_in(client, session, factories.add_person(session, police, leads=[police]))
    session.commit()
    assert not set(PAGES) & set(visit(client, "/reports/coverage").links.values())
