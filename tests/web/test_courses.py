"""Courses in a browser: everybody reads them."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy.orm import Session

from tests import factories
from tests.factories import NOW, TODAY
from tests.web.browsing import Page, sign_in, submit, text_of, visit
from tna.domain.people import Duty
from tna.models.audit import AuditEvent
from tna.models.courses import Nomination, OfferedCourse
from tna.models.people import Person


@pytest.fixture
def browser(client: Any, session: Session) -> Any:
    """The browser of a health visitor, whose role group is D."""
    factories.add_catalogue(session)
    sign_in(client, session, factories.add_person(session))
    return client


@pytest.fixture
def manager(browsers: Any, session: Session) -> Any:
    """The browser of a partnership manager."""
    client = browsers()
    sign_in(client, session, factories.add_person(session, duties=[Duty.MANAGER]))
    return client


def listed(page: Page) -> list[str]:
    """The ids of the courses on a page, from top to bottom."""
    spans = [e for e in page.main.iter("span") if e.get("class") == "tna-courses__id"]
    return [text_of(span) for span in spans]


def person_in(session: Session, role_group: str) -> Person:
    return factories.add_person(session, role_group=role_group)


def test_courses_stand_under_their_level_with_whom_they_are_for_and_what_comes_first(browser: Any) -> None:
    page = visit(browser, "/courses")
    assert [text_of(h) for h in page.main.iter("h2")] == [
        "Level 1: a start",
        "Level 2: for everyday work with children and families",
        "Level 3: going further",
        "Specialist",
    ]
    assert len(listed(page)) == 17
    assert listed(page)[:3] == ["CSA-01", "CSA-02", "CSA-03"]
    assert listed(page)[-2:] == ["CSA-14", "CSA-15"]
    assert "For: Designated leads; with a nomination: Statutory child protection" in page.text
    assert "30 hours over 5 days. In a room together." in page.text
    assert "First: CSA-01 or CSA-02" in page.text
    assert "First: CSA-03, and CSA-04, and CSA-13" in page.text


def test_the_list_can_be_that_of_ones_own_role_group(browser: Any) -> None:
    page = visit(browser, "/courses?role_group=D")
    assert page.title == "Courses for Targeted, health and early help – Training needs"
    assert "CSA-03" in listed(page)
    assert "CSA-01" not in listed(page)
    assert "My role group: Targeted, health and early help" in page.html


def test_what_is_only_on_the_way_says_so(browser: Any) -> None:
    page = visit(browser, "/courses?role_group=F")
    assert {"CSA-14", "CSA-03"} <= set(listed(page))
    assert "Here because it is on the way to a course for this role group." in page.text


@pytest.mark.parametrize("role_group", ["K", "<b>", "AB"])
def test_a_role_group_that_is_none_is_not_found(browser: Any, role_group: str) -> None:
    visit(browser, f"/courses?role_group={role_group}", status=404)


def test_a_course_says_everything_that_its_entries_hold(browser: Any) -> None:
    page = visit(browser, "/courses/CSA-14")
    assert page.heading == "CSA-14, specialist ABE joint interviewing"
    assert "Statutory child protection, with a nomination" in page.text
    assert "Police and children's social care come in numbers that differ by no more than 1 person." in page.text
    assert "A completion keeps for 1 year, then it is time to renew it." in page.text
    assert "As a rule 10 places a date." in page.text
    assert page.links["CSA-13 ABE awareness: protect the evidence, protect the child"] == "/courses/CSA-13"
    assert page.links["CSA-15 ABE refresher and interview review"] == "/courses/CSA-15"
    assert "Protecting best evidence" in page.text
    assert "lead an ABE interview, or be its second interviewer, and have it reviewed" in page.text


@pytest.mark.parametrize("course_id", ["CSA-99", "csa-14", "%00", "nothing"])
def test_a_course_that_is_not_there_is_not_found(browser: Any, course_id: str) -> None:
    visit(browser, f"/courses/{course_id}", status=404)


# One's own way ----------------------------------------------------------------------------------------------


def own_way(client: Any, session: Session, person: Person, course_id: str) -> str:
    sign_in(client, session, person)
    panel = [
        e for e in visit(client, f"/courses/{course_id}").main.iter("section") if "tna-panel" in e.get("class", "")
    ]
    return text_of(panel[0])


def test_a_course_for_others_says_so(browser: Any, session: Session) -> None:
    words = own_way(browser, session, person_in(session, "D"), "CSA-14")
    assert "This course is for role groups E “Statutory child protection” and F “Joint interviewers (ABE)”." in words
    assert "You can ask for a place" not in words


def test_what_comes_first_is_named_with_the_shortest_way(browser: Any, session: Session) -> None:
    words = own_way(browser, session, person_in(session, "D"), "CSA-06")
    assert "First take CSA-03 “CSA: identify and respond”." in words
    assert "The shortest way there: CSA-02" in words


def test_whoever_has_done_what_comes_first_can_ask_for_a_place(browser: Any, session: Session) -> None:
    person = person_in(session, "D")
    factories.add_completion(session, person, "CSA-03")
    assert own_way(browser, session, person, "CSA-06").startswith("You and this course You can ask for a place. ")
    factories.add_completion(session, person, "CSA-06")
    assert "You have completed it. You can ask for a place again." in own_way(browser, session, person, "CSA-06")


def test_somebody_can_tell_their_lead_of_a_course_from_its_page_and_take_it_back(
    browser: Any, session: Session
) -> None:
    person = person_in(session, "D")
    assert "Share CSA-06 with my training lead" in own_way(browser, session, person, "CSA-06")
    factories.share_course(session, person, "CSA-06")
    assert "Take back CSA-06" in own_way(browser, session, person, "CSA-06")
    assert "training lead" not in own_way(browser, session, person, "CSA-16")  # for supervisors


def test_a_nomination_opens_a_course(browser: Any, session: Session) -> None:
    person = person_in(session, "F")
    for course_id in ("CSA-03", "CSA-04", "CSA-13"):
        factories.add_completion(session, person, course_id)
    assert "has to nominate you" in own_way(browser, session, person, "CSA-14")
    session.add(Nomination(person_id=person.id, course_id="CSA-14", nominated_by=person.id, nominated_at=NOW))
    session.flush()
    assert "You can ask for a place." in own_way(browser, session, person, "CSA-14")


def test_a_completed_course_that_has_retired_still_counts_and_is_no_way_for_others(
    browser: Any, session: Session
) -> None:
    retire(session, "CSA-01")
    earlier = person_in(session, "B")
    factories.add_completion(session, earlier, "CSA-01")
    assert "You can ask for a place." in own_way(browser, session, earlier, "CSA-03")
    words = own_way(browser, session, person_in(session, "B"), "CSA-03")
    assert "First take CSA-02" in words
    assert "CSA-01" not in words


def test_without_a_job_a_manager_reads_courses_and_has_no_way_of_their_own(browser: Any, session: Session) -> None:
    person = factories.add_person_without_agency(session, duties=[Duty.MANAGER])
    sign_in(browser, session, person)
    assert "You and this course" not in visit(browser, "/courses/CSA-03").text


# Dates ------------------------------------------------------------------------------------------------------


def test_coming_dates_say_when_where_and_how_many_places_are_left(browser: Any, session: Session) -> None:
    full = factories.add_date(session, "CSA-04", first_day=TODAY + timedelta(days=20), places=1)
    factories.add_booking(session, full, factories.add_person(session))
    open_ = factories.add_date(session, "CSA-04", first_day=TODAY + timedelta(days=40), places=3)
    factories.add_booking(session, open_, factories.add_person(session))
    factories.add_booking(session, open_, factories.add_person(session), waits=True)
    text = visit(browser, "/courses/CSA-04").text
    assert "09:00 to 16:00, Room 4, Town Hall Full: whoever asks now waits in the queue" in text
    assert "2 places left" in text
    assert text.index("Full:") < text.index("2 places left")


def test_past_and_cancelled_dates_are_no_coming_dates(browser: Any, session: Session) -> None:
    factories.add_date(session, "CSA-04", first_day=TODAY - timedelta(days=1))
    cancelled = factories.add_date(session, "CSA-04")
    cancelled.cancelled_at, cancelled.cancelled_because = NOW, "The trainer is ill."
    session.flush()
    assert "None is planned yet." in visit(browser, "/courses/CSA-04").text


def test_the_link_of_a_date_online_is_not_for_everybody(browser: Any, session: Session) -> None:
    date_ = factories.add_date(session, "CSA-06", days=2)
    date_.venue, date_.link = "", "https://meet.example.org/planted-room"
    session.flush()
    page = visit(browser, "/courses/CSA-06")
    assert "two days, online" in page.text
    assert "planted-room" not in page.html


def test_a_course_without_dates_says_that_it_has_none(browser: Any) -> None:
    assert "It has no dates: take it when it suits you." in visit(browser, "/courses/CSA-01").text


# Retired ----------------------------------------------------------------------------------------------------


def retire(session: Session, course_id: str, days: int = 0) -> None:
    row = session.get(OfferedCourse, course_id)
    assert row is not None
    row.retired_on = TODAY + timedelta(days=days)
    session.flush()


def test_a_retired_course_is_in_the_list_of_the_manager_alone(browser: Any, manager: Any, session: Session) -> None:
    retire(session, "CSA-09")
    assert "CSA-09" not in listed(visit(browser, "/courses"))
    page = visit(manager, "/courses")
    assert "CSA-09" in listed(page)
    assert "Multi-agency chronologies for child protection conferences Retired" in page.text


def test_a_retired_course_keeps_its_page_which_says_so(browser: Any, session: Session) -> None:
    retire(session, "CSA-09")
    page = visit(browser, "/courses/CSA-09")
    assert "This course has not been offered since" in page.text
    assert "You and this course" not in page.text


def test_a_course_that_will_retire_is_offered_until_then(browser: Any, session: Session) -> None:
    retire(session, "CSA-09", days=10)
    assert "CSA-09" in listed(visit(browser, "/courses"))
    assert "This course is offered until" in visit(browser, "/courses/CSA-09").text


# Taking over ------------------------------------------------------------------------------------------------


def test_an_empty_catalogue_is_taken_over_with_one_button(manager: Any, session: Session) -> None:
    page = visit(manager, "/courses")
    assert "No courses yet Take over the shipped catalogue to start: 17 courses and 21 resources." in page.text
    page = submit(manager, page, form="Take over")
    assert len(listed(page)) == 17
    assert "Take over the shipped catalogue" not in page.text
    noted = session.query(AuditEvent).filter_by(action="took over the catalogue").one()
    assert noted.subject == "17 courses"


def test_what_a_newer_product_brings_is_offered_beside_what_is_here(
    browser: Any, manager: Any, session: Session
) -> None:
    session.delete(session.get(OfferedCourse, "CSA-17"))
    session.flush()
    page = visit(manager, "/courses")
    assert "1 course and 0 resources come with the product and are not here." in page.text
    assert "CSA-17" in listed(submit(manager, page, form="Take over"))


def test_everybody_else_is_told_that_there_is_nothing_yet(client: Any, session: Session) -> None:
    sign_in(client, session, factories.add_person(session))
    page = visit(client, "/courses")
    assert "The partnership has not put any courses here." in page.text
    assert page.buttons == []
