"""Asking for a place in a browser, for oneself and for the people one leads; who sees whose names."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests import factories
from tests.factories import NOW, TODAY
from tests.scenes import ABE, Courses
from tests.web.browsing import Page, sign_in, submit, visit
from tests.web.keeping import error_of
from tna.models.courses import Booking, CourseDate
from tna.models.people import Membership, Person
from tna.services import course_dates
from tna.services.course_places import BookingState, state_of


@pytest.fixture
def courses(session: Session) -> Courses:
    return Courses(session)


def of(course_date: CourseDate, page: str = "") -> str:
    """The address of a page about a date."""
    return f"/courses/dates/{course_date.id}{page}"


def browser_of(client: Any, session: Session, person: Person) -> Any:
    sign_in(client, session, person)
    return client


def state(session: Session, course_date: CourseDate, person: Person) -> BookingState:
    session.expire_all()
    wanted = select(Booking).where(Booking.date_id == course_date.id, Booking.person_id == person.id)
    return state_of(session.scalars(wanted.order_by(Booking.id.desc())).first())  # type: ignore[arg-type]


# For oneself -----------------------------------------------------------------------------------------------


def test_a_place_is_asked_for_and_given_back(client: Any, session: Session, courses: Courses) -> None:
    person, course_date = courses.person(), factories.add_date(session, "CSA-13", link="https://meet.example.org/x")
    browser = browser_of(client, session, person)
    page = visit(browser, of(course_date))
    assert page.buttons == ["Ask for a place"]
    assert "You find the link here once you have a place." in page.text
    page = submit(browser, page, form="Ask for a place")
    assert "You have a place on this date." in page.text
    assert page.links["Join the online meeting"] == "https://meet.example.org/x"
    page = submit(browser, page, form="Give my place back")
    assert "Your booking is cancelled." in page.text
    assert state(session, course_date, person) is BookingState.CANCELLED


def test_who_had_a_place_on_a_date_called_off_reads_so_in_the_list(
    client: Any, session: Session, courses: Courses
) -> None:
    person, course_date = courses.person(), factories.add_date(session, "CSA-13")
    courses.ask(course_date, person)
    course_dates.call_off_date(session, date_id=course_date.id, reason="Snow.", actor_id=None, now=NOW, today=TODAY)
    browser = browser_of(client, session, person)
    for address in ("/courses/dates", "/learning"):
        page = visit(browser, address)
        assert "Called off: ABE awareness" in page.text
        assert "Snow." in page.text
    assert "You had a place on it" in visit(browser, of(course_date)).text
    assert "Tell these people" not in visit(browser, of(course_date)).text
    assert "Called off" not in visit(browser_of(client, session, courses.person()), "/courses/dates").text


def test_after_a_calling_off_keepers_and_leads_read_whom_to_tell(
    client: Any, session: Session, courses: Courses
) -> None:
    course_date = factories.add_date(session, "CSA-13", places=1)
    courses.ask(course_date, courses.person(courses.police, name="Robin Example"))
    courses.ask(course_date, courses.person(name="Alex Elsewhere"))
    gone = courses.ask(course_date, courses.person(name="Gone Before")).booking
    gone.cancelled_at = NOW - timedelta(days=1)
    course_dates.call_off_date(session, date_id=course_date.id, reason="Snow.", actor_id=None, now=NOW, today=TODAY)
    page = visit(browser_of(client, session, courses.lead), of(course_date))
    assert "Tell these people" in page.text
    assert "Robin Example Riverside Police, had a place" in page.text
    assert "Alex Elsewhere" not in page.text
    assert "1 person of other agencies had a place or waited for one." in page.text
    page = visit(browser_of(client, session, courses.manager), of(course_date))
    assert "Robin Example Riverside Police, had a place" in page.text
    assert "Alex Elsewhere Harbour Trust, was waiting" in page.text
    assert "Gone Before" not in page.text


def test_a_full_date_offers_its_queue_and_says_where_one_stands(
    client: Any, session: Session, courses: Courses
) -> None:
    course_date = factories.add_date(session, "CSA-13", places=1)
    for _ in range(2):
        courses.ask(course_date, courses.person())
    browser = browser_of(client, session, courses.person())
    page = submit(browser, visit(browser, of(course_date)), form="Join the queue")
    assert "Every place is taken, so you are in the queue." in page.text
    assert "You are in the queue, after 1 person." in page.text
    assert "Full: all 1 place taken, 2 people in the queue" in page.text


def test_who_may_not_book_reads_why_and_finds_no_button(client: Any, session: Session, courses: Courses) -> None:
    course_date = factories.add_date(session, "CSA-04")
    page = visit(browser_of(client, session, courses.person()), of(course_date))
    assert "You cannot book this date:" in page.text
    assert "First take CSA-01" in page.text
    assert page.buttons == []


def test_a_stale_page_is_told_what_stands_against_it(client: Any, session: Session, courses: Courses) -> None:
    person, course_date = courses.person(), factories.add_date(session, "CSA-13")
    browser = browser_of(client, session, person)
    page = visit(browser, of(course_date))
    submit(browser, page, form="Ask for a place")
    page = submit(browser, page, form="Ask for a place")
    assert page.title.startswith("Error: ")
    assert "You already have a place on this date." in page.text


def test_giving_back_what_one_does_not_have_changes_nothing(client: Any, session: Session, courses: Courses) -> None:
    person, course_date = courses.person(), factories.add_date(session, "CSA-13")
    browser = browser_of(client, session, person)
    page = submit(browser, visit(browser, of(course_date)), form="Ask for a place")
    submit(browser, page, form="Give my place back")
    assert submit(browser, page, form="Give my place back").path == of(course_date)


def test_a_wish_without_a_nomination_says_who_decides(client: Any, session: Session, courses: Courses) -> None:
    course_date = factories.add_date(session, ABE)
    person = courses.interviewer(courses.police, is_nominated=False, name="Robin Policewoman")
    browser = browser_of(client, session, person)
    page = submit(browser, visit(browser, of(course_date)), form="Ask for a place")
    assert "has to nominate you" in page.text
    page = visit(browser_of(client, session, courses.lead), of(course_date))
    page = submit(client, page, form="Nominate")
    assert "Robin Policewoman is nominated and has a place." in page.text
    assert state(session, course_date, person) is BookingState.PLACE


def test_practitioners_never_read_a_name(client: Any, session: Session, courses: Courses) -> None:
    course_date = factories.add_date(session, "CSA-13", places=1)
    for name in ("Planted Colleague", "Planted Other"):
        courses.ask(course_date, courses.person(name=name))
    browser = browser_of(client, session, courses.person())
    assert "Planted" not in visit(browser, of(course_date)).html + visit(browser, "/courses/dates").html


# For others ------------------------------------------------------------------------------------------------


def book(client: Any, page: Page, person: Person, **changes: Any) -> Page:
    values = {"person": str(person.memberships[0].id)} | changes
    return submit(client, page, values, form="Book this person")


def test_a_lead_finds_and_books_people_of_their_agencies(client: Any, session: Session, courses: Courses) -> None:
    course_date = factories.add_date(session, ABE)
    person = courses.interviewer(courses.police, is_nominated=False, name="Robin Policewoman")
    browser = browser_of(client, session, courses.lead)
    page = visit(browser, of(course_date, "/people"))
    assert "Nobody to suggest" in page.text
    assert "Nobody found" in visit(browser, of(course_date, "/people?q=zzz")).text
    page = visit(browser, of(course_date, "/people?q=policew"))
    assert error_of(submit(browser, page, form="Book this person"), "person") == "Select who the place is for"
    page = book(browser, page, person)
    assert page.path == of(course_date)
    assert "Robin Policewoman has a place." in page.text


def test_a_lead_is_told_why_somebody_cannot_be_booked(client: Any, session: Session, courses: Courses) -> None:
    course_date = factories.add_date(session, "CSA-04")
    person = courses.person(courses.police, name="Robin Policewoman")
    browser = browser_of(client, session, courses.lead)
    page = book(browser, visit(browser, of(course_date, "/people?q=robin")), person)
    assert "Robin Policewoman first has to take CSA-01" in page.text
    assert page.title.startswith("Error: ")


def test_accepted_evidence_opens_the_course(client: Any, session: Session, courses: Courses) -> None:
    course_date = factories.add_date(session, "CSA-11")
    person = courses.person(courses.police, role_group="C", name="Robin Policewoman")
    browser = browser_of(client, session, courses.lead)
    page = visit(browser, of(course_date, "/people?q=robin"))
    assert "has a place" in book(browser, page, person, accepts_evidence="yes").text


def test_a_lead_reads_names_of_their_own_agencies_and_counts_of_others(
    client: Any, session: Session, courses: Courses
) -> None:
    course_date = factories.add_date(session, "CSA-13")
    for agency, name in ((courses.police, "Own Person"), (courses.trust, "Planted Foreigner")):
        courses.ask(course_date, courses.person(agency, name=name))
    page = visit(browser_of(client, session, courses.lead), of(course_date))
    assert "Own Person" in page.text
    assert "1 person of other agencies has a place or waits for one." in page.text
    assert "Planted" not in page.html


def test_a_foreign_person_or_booking_is_not_found(client: Any, session: Session, courses: Courses) -> None:
    course_date, other = (factories.add_date(session, "CSA-13") for _ in range(2))
    foreigner = courses.person(courses.trust)
    booking = courses.ask(course_date, foreigner).booking
    own = courses.ask(course_date, courses.person(courses.police)).booking
    browser = browser_of(client, session, courses.lead)
    page = visit(browser, of(other, "/people"))
    for chosen in (str(foreigner.memberships[0].id), "0", "x", "9" * 400):
        values = {"csrf_token": page.token, "person": chosen}
        assert browser.post(of(other, "/people"), data=values).status_code == 404
    token = {"csrf_token": page.token}
    for path in ("cancel", "nominate"):
        assert browser.post(of(course_date, f"/bookings/{booking.id}/{path}"), data=token).status_code == 404
        assert browser.post(of(other, f"/bookings/{own.id}/{path}"), data=token).status_code == 404
    assert session.get_one(Membership, foreigner.memberships[0].id).ended_on is None


def test_a_manager_reads_every_name_and_cancels(client: Any, session: Session, courses: Courses) -> None:
    course_date, person = factories.add_date(session, "CSA-13"), courses.person(name="Robin Example")
    courses.ask(course_date, person)
    browser = browser_of(client, session, courses.manager)
    page = submit(browser, visit(browser, of(course_date)), form="Cancel")
    assert "The booking of Robin Example is cancelled." in page.text
    assert state(session, course_date, person) is BookingState.CANCELLED


@pytest.mark.parametrize(("waits", "words"), [(False, "You have a place on"), (True, "You wait for a place on")])
def test_a_course_page_says_that_one_has_booked_instead_of_offering_it(
    client: Any, session: Session, courses: Courses, waits: bool, words: str
) -> None:
    person, course_date = courses.person(), factories.add_date(session, "CSA-13")
    browser = browser_of(client, session, person)
    assert "You can ask for a place." in visit(browser, "/courses/CSA-13").text
    factories.add_booking(session, course_date, person, waits=waits)
    page = visit(browser, "/courses/CSA-13")
    assert words in page.text
    assert "You can ask for a place." not in page.text
    own = next(each for each in page.main.iter("section") if each.get("aria-labelledby") == "own-way")
    assert of(course_date) in [link.get("href") for link in own.iter("a")]


def test_only_where_a_course_needs_it_booking_is_said_to_nominate(
    client: Any, session: Session, courses: Courses
) -> None:
    browser = browser_of(client, session, courses.lead)
    nominates = "Booking somebody nominates them for the course too"
    assert nominates not in visit(browser, of(factories.add_date(session, "CSA-13"), "/people")).text
    assert nominates in visit(browser, of(factories.add_date(session, ABE), "/people")).text


def test_a_date_of_today_says_where_one_stands(client: Any, session: Session, courses: Courses) -> None:
    course_date = factories.add_date(session, "CSA-13", first_day=TODAY, link="https://meet.example.org/x")
    placed, waiting, other = (courses.person() for _ in range(3))
    factories.add_booking(session, course_date, placed)
    factories.add_booking(session, course_date, waiting, waits=True)
    said = {
        placed: "You have a place on this date, and it has begun.",
        waiting: "This date has begun, and no place became free for you.",
        other: "This date has begun, so nobody can ask for a place any more.",
    }
    for person, words in said.items():
        page = visit(browser_of(client, session, person), of(course_date))
        assert words in page.text
        assert page.buttons == []
        assert "1 of 10 taken" in page.text
        assert "once you have a place" not in page.text
    assert "It has begun." in visit(client, "/courses/dates").text


def test_a_date_that_is_over_promises_nothing(client: Any, session: Session, courses: Courses) -> None:
    course_date = factories.add_date(
        session, "CSA-13", first_day=TODAY - timedelta(days=2), link="https://meet.example.org/x"
    )
    person = courses.person()
    browser = browser_of(client, session, person)
    page = visit(browser, of(course_date))
    assert "This date is over." in page.text
    assert "free" not in page.text
    assert "once you have a place" not in page.text
    assert "Your place" not in page.text
    factories.add_booking(session, course_date, person)
    assert "You had a place on this date." in visit(browser, of(course_date)).text


def test_a_date_that_has_begun_offers_nothing(client: Any, session: Session, courses: Courses) -> None:
    course_date = factories.add_date(session, "CSA-13", first_day=TODAY)
    factories.add_booking(session, course_date, courses.person())
    page = visit(browser_of(client, session, courses.manager), of(course_date))
    assert page.buttons == []
