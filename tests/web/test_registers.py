"""The register in a trainer's browser, and saying that one has done e-learning."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from tests import factories
from tests.factories import TODAY
from tests.scenes import Courses
from tests.web.browsing import Page, classes, sign_in, submit, text_of, visit
from tests.web.keeping import error_of
from tna.domain.people import Duty
from tna.models.courses import Booking, CompletedCourse, CourseDate
from tna.models.people import Person
from tna.services.course_places import BookingState, state_of

YESTERDAY = TODAY - timedelta(days=1)


@pytest.fixture
def courses(session: Session) -> Courses:
    return Courses(session)


@pytest.fixture
def trainer(session: Session, courses: Courses) -> Person:
    made = courses.person(name="Toni Trainer")
    factories.give_duties(session, made, Duty.TRAINER)
    return made


@pytest.fixture
def course_date(session: Session, trainer: Person) -> CourseDate:
    """A date of two days that ends today."""
    return factories.add_date(session, "CSA-03", first_day=YESTERDAY, days=2, trainers=[trainer])


@pytest.fixture
def booking(session: Session, courses: Courses, course_date: CourseDate) -> Booking:
    return factories.add_booking(session, course_date, courses.person(name="Robin Example"))


@pytest.fixture
def browser(client: Any, session: Session, trainer: Person) -> Any:
    sign_in(client, session, trainer)
    return client


def register(course_date: CourseDate, words: str = "") -> str:
    """The address of a register."""
    return f"/courses/dates/{course_date.id}/register{words}"


def completed(session: Session) -> int | None:
    return session.scalar(select(func.count()).select_from(CompletedCourse))


def mark(browser: Any, booking: Booking, day: Any, presence: str) -> Page:
    page = visit(browser, register(booking.date, f"?day={day}"))
    return submit(browser, page, {f"present-{booking.id}": presence}, form="Save this day")


def test_a_register_opens_at_today_with_everybody_unmarked(
    browser: Any, course_date: CourseDate, booking: Booking
) -> None:
    page = visit(browser, register(course_date))
    assert page.heading == f"Register, {TODAY.day} {TODAY:%B} {TODAY.year}"
    assert [text_of(each) for each in page.main.iter("legend")] == ["Robin Example Harbour Trust"]
    assert page.checked == {}
    assert "1 person not marked yet." in page.text


def test_marks_are_saved_day_by_day_and_end_in_a_completion(browser: Any, session: Session, booking: Booking) -> None:
    page = mark(browser, booking, YESTERDAY, "present")
    assert "The register is saved." in page.text
    assert page.checked == {f"present-{booking.id}": "present"}
    assert completed(session) == 0
    assert "Everybody is marked for this day." in mark(browser, booking, TODAY, "present").text
    assert completed(session) == 1
    mark(browser, booking, TODAY, "part")
    assert completed(session) == 0


def test_those_unmarked_can_be_set_to_present_and_only_saving_keeps_it(
    browser: Any, session: Session, course_date: CourseDate, booking: Booking
) -> None:
    page = visit(browser, visit(browser, register(course_date)).links["Set them to present"])
    assert page.checked == {f"present-{booking.id}": "present"}
    assert visit(browser, register(course_date)).checked == {}
    submit(browser, page, form="Save this day")
    assert visit(browser, register(course_date)).checked == {f"present-{booking.id}": "present"}


def test_marks_that_are_none_are_left_out(browser: Any, course_date: CourseDate, booking: Booking) -> None:
    page = visit(browser, register(course_date))
    odd = {f"present-{booking.id}": "perhaps", "present-x": "present", "present-" + "9" * 400: "present"}
    assert submit(browser, page, odd, form="Save this day").checked == {}


@pytest.mark.parametrize("day", ["2001-01-01", "tomorrow", "\0"])
def test_a_day_on_which_the_date_does_not_run_is_not_found(browser: Any, course_date: CourseDate, day: str) -> None:
    token = visit(browser, register(course_date)).token
    assert browser.get(register(course_date), query_string={"day": day}).status_code == 404
    assert browser.post(register(course_date), data={"csrf_token": token, "day": day}).status_code == 404


def test_before_its_day_a_register_shows_who_comes_and_cannot_be_kept(
    browser: Any, session: Session, courses: Courses, trainer: Person
) -> None:
    course_date = factories.add_date(session, "CSA-13", trainers=[trainer])
    booking = factories.add_booking(session, course_date, courses.person(name="Robin Example"))
    page = visit(browser, register(course_date))
    assert "can be kept from" in page.text
    assert "Robin Example" in page.text
    assert page.buttons == []
    values = {"csrf_token": page.token, "day": str(course_date.first_day), f"present-{booking.id}": "present"}
    page = Page(browser.post(register(course_date), data=values))
    assert page.title.startswith("Error: ")


def test_a_register_without_anybody_says_so(browser: Any, course_date: CourseDate) -> None:
    assert "Nobody has a place" in visit(browser, register(course_date)).text


def test_somebody_without_a_place_is_added_by_address_with_a_warning(
    browser: Any, courses: Courses, course_date: CourseDate
) -> None:
    person = courses.person(name="Robin Example")
    page = submit(browser, visit(browser, register(course_date)), {"email": person.email}, form="Add to the register")
    assert "Robin Example is on the register." in page.text
    assert "Robin Example first has to take CSA-01" in page.text
    titles = [text_of(each) for each in page.main.iter("h2") if "govuk-notification-banner__title" in classes(each)]
    assert titles == ["Done", "Important"], "two warnings share a banner, since landmarks need names of their own"
    page = submit(browser, page, {"email": person.email}, form="Add to the register")
    assert error_of(page, "email") == "Robin Example is on the register already."
    page = submit(browser, page, {"email": "nobody@example.org"}, form="Add to the register")
    assert "Nobody here has this address." in error_of(page, "email")
    assert error_of(submit(browser, page, {"email": ""}, form="Add to"), "email") == "Enter their e-mail address"


def test_a_walk_in_is_taken_off_again_until_something_is_said_of_them(
    browser: Any, session: Session, courses: Courses, course_date: CourseDate
) -> None:
    booked = factories.add_booking(session, course_date, courses.person(name="Booked Before"))
    booked.booked_at = booked.asked_at = factories.NOW - timedelta(days=9)
    person = courses.person(name="Robin Example")
    page = submit(browser, visit(browser, register(course_date)), {"email": person.email}, form="Add to the register")
    assert [each for each in page.buttons if "Take off" in each] == ["Take off the register Robin Example"]
    page = submit(browser, page, form="Take off the register")
    assert "Robin Example is off the register." in page.text
    assert [text_of(each) for each in page.main.iter("legend")] == ["Booked Before Harbour Trust"]
    page = submit(browser, page, {"email": person.email}, form="Add to the register")
    again = session.scalars(select(Booking).where(Booking.person_id == person.id).order_by(Booking.id.desc())).first()
    assert again is not None
    page = mark(browser, again, YESTERDAY, "absent")
    assert not any("Take off" in each for each in page.buttons)
    for booking, words in ((booked, "Only people who were added on the day"), (again, "Mark them absent instead.")):
        address = register(course_date, f"/bookings/{booking.id}/take-off")
        refused = Page(browser.post(address, data={"csrf_token": page.token}))
        assert refused.title.startswith("Error: ")
        assert words in refused.text


def test_who_waited_before_waits_again_once_taken_off(
    browser: Any, session: Session, courses: Courses, course_date: CourseDate
) -> None:
    waiting = factories.add_booking(session, course_date, courses.person(), waits=True)
    waiting.asked_at = factories.NOW - timedelta(days=9)
    page = visit(browser, register(course_date))
    page = submit(browser, page, {"email": waiting.person.email}, form="Add to the register")
    submit(browser, page, form="Take off the register")
    session.expire_all()
    assert state_of(waiting) is BookingState.QUEUE


def test_a_trainer_is_not_on_the_register_of_their_own_date(
    browser: Any, course_date: CourseDate, trainer: Person
) -> None:
    page = submit(browser, visit(browser, register(course_date)), {"email": trainer.email}, form="Add to the register")
    assert "Toni Trainer is a trainer of this date" in error_of(page, "email")


def test_rows_and_what_is_only_proposed_are_marked_for_the_script(
    browser: Any, course_date: CourseDate, booking: Booking
) -> None:
    assert "data-unsaved" not in visit(browser, register(course_date)).html
    assert "data-unsaved" in visit(browser, register(course_date, "?fill=present")).html
    page = mark(browser, booking, TODAY, "present")
    assert "<span data-saved> · saved</span>" in page.html


def test_trainers_keep_the_registers_of_their_own_dates_alone(browser: Any, session: Session) -> None:
    visit(browser, register(factories.add_date(session, "CSA-13", first_day=TODAY)), status=404)


# E-learning ------------------------------------------------------------------------------------------------


def done(browser: Any, day: Any) -> Page:
    values = {
        "completed_on-day": str(day.day),
        "completed_on-month": str(day.month),
        "completed_on-year": str(day.year),
    }
    return submit(browser, visit(browser, "/courses/CSA-02/done"), values, form="I have completed it")


def test_e_learning_is_said_to_be_done_and_taken_back(browser: Any, session: Session) -> None:
    page = done(browser, TODAY)
    assert "You said so yourself" in page.text
    assert completed(session) == 1
    assert "This is recorded already, for the same day." in done(browser, TODAY).errors
    page = submit(browser, page, form="Take it back")
    assert "It is taken back." in page.text
    assert completed(session) == 0


def test_a_day_to_come_is_refused(browser: Any) -> None:
    # Two days on: it is to come even where midnight has passed since the tests began.
    assert error_of(done(browser, TODAY + timedelta(days=2)), "completed_on") == "The day must be today or in the past."


def test_nobody_declares_a_course_with_dates_or_takes_back_what_is_not_theirs(
    browser: Any, session: Session, courses: Courses, trainer: Person
) -> None:
    for course_id in ("CSA-03", "CSA-99"):
        visit(browser, f"/courses/{course_id}/done", status=404)
    other = factories.add_completion(session, courses.person(), "CSA-02")
    recorded = factories.add_completion(session, trainer, "CSA-02")
    token = {"csrf_token": visit(browser, "/courses/CSA-02/done").token}
    assert browser.post(f"/courses/completions/{other.id}/take-back", data=token).status_code == 404
    answer = browser.post(f"/courses/completions/{recorded.id}/take-back", data=token, follow_redirects=True)
    assert "ask them to take it back" in Page(answer).text
