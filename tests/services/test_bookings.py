"""Asking for a place, giving it back, queues and nominations, as services keep them."""

from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from tests import factories
from tests.at_once import at_once
from tests.databases import Database
from tests.factories import NOW, TODAY
from tests.scenes import ABE, IN_A_MONTH, Courses
from tna.models.audit import AuditEvent
from tna.models.courses import Booking, CourseDate, Nomination
from tna.models.people import Person
from tna.services import bookings, course_dates
from tna.services.booking_checks import BookingRefused, Refusal
from tna.services.bookings import Outcome
from tna.services.course_places import BookingState, places_of, state_of
from tna.services.plans import batches

AFTER_DECISION = IN_A_MONTH - timedelta(days=13)


@pytest.fixture
def courses(session: Session) -> Courses:
    return Courses(session)


def refused(kind: Refusal, words: str) -> Any:
    """Expect a refusal of this kind that says this."""
    return pytest.raises(BookingRefused, match=words, check=lambda fault: fault.kind is kind)


def cancel(session: Session, booking: Booking, *, today: date = TODAY, by: Person | None = None) -> list[Booking]:
    return bookings.cancel(session, booking_id=booking.id, today=today, now=NOW, by=None if by is None else by.id)


def test_somebody_against_whom_nothing_stands_gets_a_place_as_what_they_work_as(
    session: Session, courses: Courses
) -> None:
    person = courses.person()
    asked = courses.ask(factories.add_date(session, "CSA-13"), person)
    assert (asked.outcome, asked.warnings) == (Outcome.PLACE, ())
    booking = asked.booking
    assert (booking.agency_id, booking.role_group, state_of(booking)) == (courses.trust.id, "D", BookingState.PLACE)


def test_a_full_date_has_a_queue_that_moves_up_in_the_order_of_asking(session: Session, courses: Courses) -> None:
    course_date = factories.add_date(session, "CSA-13", places=1)
    first, second, third = (courses.ask(course_date, courses.person()) for _ in range(3))
    assert [each.outcome for each in (first, second, third)] == [Outcome.PLACE, *[Outcome.QUEUE_FULL] * 2]
    assert cancel(session, first.booking) == [second.booking]
    assert state_of(second.booking) is BookingState.PLACE
    assert state_of(third.booking) is BookingState.QUEUE


def test_a_wait_that_is_given_back_moves_nobody_up(session: Session, courses: Courses) -> None:
    course_date = factories.add_date(session, "CSA-13", places=1)
    _, second, third = (courses.ask(course_date, courses.person()) for _ in range(3))
    assert cancel(session, second.booking) == []
    assert state_of(third.booking) is BookingState.QUEUE


# What stands against a booking -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("first_day", "days", "words"),
    [
        (TODAY - timedelta(days=1), 1, "has passed"),
        (TODAY, 1, "has begun"),
        (TODAY - timedelta(days=1), 2, "has begun"),
    ],
)
def test_a_date_that_has_begun_or_passed_is_not_booked(
    session: Session, courses: Courses, first_day: date, days: int, words: str
) -> None:
    course_date = factories.add_date(session, "CSA-13", first_day=first_day, days=days)
    with refused(Refusal.PAST, words):
        courses.ask(course_date, courses.person())


def test_a_date_that_was_called_off_says_why(session: Session, courses: Courses) -> None:
    course_date = factories.add_date(session, "CSA-13")
    course_dates.call_off_date(
        session, date_id=course_date.id, reason="The trainer is ill.", actor_id=None, now=NOW, today=TODAY
    )
    with refused(Refusal.CALLED_OFF, "called off: The trainer is ill."):
        courses.ask(course_date, courses.person())


def test_a_course_retired_with_bookings_keeps_them_and_takes_no_more(session: Session, courses: Courses) -> None:
    course_date = factories.add_date(session, "CSA-13", places=1)
    first, waiting = (courses.ask(course_date, courses.person()) for _ in range(2))
    course_date.course.retired_on = TODAY
    course_date.course.title = "Renamed since"
    with refused(Refusal.RETIRED, "no longer offered"):
        courses.ask(course_date, courses.person())
    assert cancel(session, first.booking) == [waiting.booking]


def test_a_course_is_booked_once_at_a_time_and_waiting_counts(session: Session, courses: Courses) -> None:
    here, there = (factories.add_date(session, "CSA-13", first_day=IN_A_MONTH + timedelta(days=n)) for n in (0, 9))
    person = courses.person(name="Robin Example")
    courses.ask(here, person)
    with refused(Refusal.BOOKED_ALREADY, "You already have a place on this date"):
        courses.ask(here, person)
    with refused(Refusal.BOOKED_ALREADY, "Robin Example already has a place on the date on"):
        courses.ask(there, person, by=courses.manager)


def test_a_date_that_is_over_does_not_stand_against_another_of_the_course(session: Session, courses: Courses) -> None:
    person = courses.person()
    factories.add_booking(session, factories.add_date(session, "CSA-13", first_day=TODAY - timedelta(days=9)), person)
    assert courses.ask(factories.add_date(session, "CSA-13"), person).outcome is Outcome.PLACE


def test_two_courses_on_one_day_clash(session: Session, courses: Courses) -> None:
    person = courses.person(done=["CSA-01", "CSA-03"])
    courses.ask(factories.add_date(session, "CSA-04", days=2), person)
    with refused(Refusal.CLASH, "You have asked for another course on .*: CSA-04"):
        courses.ask(factories.add_date(session, "CSA-13", first_day=IN_A_MONTH + timedelta(days=1)), person)
    later = factories.add_date(session, "CSA-13", first_day=IN_A_MONTH + timedelta(days=2))
    assert courses.ask(later, person).outcome is Outcome.PLACE


def test_what_comes_first_is_told_with_the_way_there(session: Session, courses: Courses) -> None:
    course_date = factories.add_date(session, "CSA-04")
    with refused(Refusal.NOT_PERMITTED, "First take CSA-01 .* or CSA-02 .* The shortest way there: CSA-02"):
        courses.ask(course_date, courses.person())
    with refused(Refusal.NOT_PERMITTED, "Robin first has to take CSA-01"):
        courses.ask(course_date, courses.person(name="Robin"), by=courses.manager)


def test_a_course_for_other_role_groups_is_told_as_that(session: Session, courses: Courses) -> None:
    with refused(Refusal.NOT_PERMITTED, "This course is for role groups? .* You are in role group A"):
        courses.ask(factories.add_date(session, "CSA-14"), courses.person(role_group="A"))


def test_a_completion_that_is_current_is_mentioned_and_stands_against_nothing(
    session: Session, courses: Courses
) -> None:
    asked = courses.ask(factories.add_date(session, "CSA-13"), courses.person(done=["CSA-13"]))
    assert asked.outcome is Outcome.PLACE
    assert "You have completed this course before, and it is up to date until" in asked.warnings[0]


# Nominations -----------------------------------------------------------------------------------------------


def test_without_a_nomination_a_wish_waits_outside_the_queue(session: Session, courses: Courses) -> None:
    course_date = factories.add_date(session, ABE)
    asked = courses.ask(course_date, courses.interviewer(courses.police, is_nominated=False))
    assert asked.outcome is Outcome.NOMINATION
    places = places_of(session, date_id=course_date.id)
    assert (places.taken, places.queue, places.awaiting) == ([], [], [asked.booking])


def test_a_nomination_gives_a_place_where_one_is_free(session: Session, courses: Courses) -> None:
    person = courses.interviewer(courses.police, is_nominated=False)
    booking = courses.ask(factories.add_date(session, ABE), person).booking
    courses.nominate(person, ABE)
    assert state_of(booking) is BookingState.PLACE


def test_a_nomination_puts_somebody_into_the_queue_of_a_full_date(session: Session, courses: Courses) -> None:
    course_date = factories.add_date(session, ABE, places=8)
    person = courses.interviewer(courses.police, is_nominated=False)
    booking = courses.ask(course_date, person).booking
    courses.fill(course_date, courses.police, 4)
    courses.nominate(person, ABE)
    assert state_of(booking) is BookingState.QUEUE


def test_what_an_agency_asks_somebody_to_take_they_are_nominated_for_by_it(session: Session, courses: Courses) -> None:
    early, late = (courses.interviewer(courses.police, is_nominated=False) for _ in range(2))
    course_date = factories.add_date(session, ABE)
    waiting = courses.ask(course_date, early)
    assert waiting.outcome is Outcome.NOMINATION
    batch = factories.assign(session, courses.police, ABE, [early, late])
    session.refresh(waiting.booking)
    assert state_of(waiting.booking) is BookingState.PLACE
    assert courses.ask(course_date, late).outcome is Outcome.PLACE
    batches.undo(session, batch=batch, actor_id=courses.lead.id, now=NOW)
    cancel(session, waiting.booking)
    assert courses.ask(course_date, early).outcome is Outcome.NOMINATION


def test_a_lead_who_books_somebody_nominates_them_and_it_is_noted(session: Session, courses: Courses) -> None:
    person = courses.interviewer(courses.police, is_nominated=False)
    asked = courses.ask(factories.add_date(session, ABE), person, by=courses.lead)
    assert asked.outcome is Outcome.PLACE
    nomination = session.get_one(Nomination, (person.id, ABE))
    assert (nomination.nominated_by, nomination.accepts_evidence) == (courses.lead.id, False)
    actions = session.scalars(select(AuditEvent.action).where(AuditEvent.actor_id == courses.lead.id))
    assert set(actions) == {"nominated", "booked somebody"}


def test_evidence_from_elsewhere_that_a_lead_accepts_stands_for_what_comes_first(
    session: Session, courses: Courses
) -> None:
    person, course_date = courses.person(role_group="C"), factories.add_date(session, "CSA-11")
    with refused(Refusal.NOT_PERMITTED, "may accept instead"):
        courses.ask(course_date, person)
    asked = bookings.ask(
        session,
        date_id=course_date.id,
        job=factories.job_of(person),
        today=TODAY,
        now=NOW,
        by=courses.manager.id,
        accepts_evidence=True,
    )
    assert asked.outcome is Outcome.PLACE
    courses.nominate(person, "CSA-11")
    assert session.get_one(Nomination, (person.id, "CSA-11")).accepts_evidence


# The joint rule --------------------------------------------------------------------------------------------


def test_who_would_leave_too_few_places_for_the_joint_rule_waits(session: Session, courses: Courses) -> None:
    course_date = factories.add_date(session, ABE)
    courses.fill(course_date, courses.police, 5)
    sixth = courses.ask(course_date, courses.interviewer(courses.police))
    assert sixth.outcome is Outcome.QUEUE_JOINT
    assert courses.ask(course_date, courses.interviewer(courses.council)).outcome is Outcome.PLACE
    assert state_of(sixth.booking) is BookingState.QUEUE


def test_the_first_of_the_queue_with_whom_the_rule_can_be_met_moves_up(session: Session, courses: Courses) -> None:
    course_date = factories.add_date(session, ABE)
    courses.fill(course_date, courses.police, 5)
    courses.fill(course_date, courses.council, 5)
    leaver = places_of(session, date_id=course_date.id).taken[-1]
    police = courses.ask(course_date, courses.interviewer(courses.police)).booking
    council = courses.ask(course_date, courses.interviewer(courses.council)).booking
    assert leaver.agency_id == courses.council.id
    assert cancel(session, leaver) == [council]
    assert state_of(police) is BookingState.QUEUE


def test_after_its_decision_day_a_short_date_takes_only_those_it_lacks(session: Session, courses: Courses) -> None:
    course_date = factories.add_date(session, ABE)
    courses.fill(course_date, courses.police, 4)
    police, council = courses.interviewer(courses.police), courses.interviewer(courses.council)
    with refused(Refusal.CLOSED_SHORT, "decision day, .* still needed 4 more from children's social care"):
        courses.ask(course_date, police, today=AFTER_DECISION)
    assert courses.ask(course_date, council, today=AFTER_DECISION).outcome is Outcome.PLACE
    assert courses.ask(course_date, police, today=course_date.decides_on).outcome is Outcome.PLACE


def test_after_its_decision_day_nobody_moves_up_on_a_date_they_do_not_help(session: Session, courses: Courses) -> None:
    course_date = factories.add_date(session, ABE, places=8)
    taken = courses.fill(course_date, courses.police, 4)
    courses.fill(course_date, courses.council, 3)
    waiting = factories.add_booking(session, course_date, courses.interviewer(courses.police), waits=True)
    leaver = bookings.live_booking(session, date_id=course_date.id, person_id=taken[0].id)
    assert leaver is not None
    assert cancel(session, leaver, today=AFTER_DECISION) == [waiting], "police are lacking again, so one helps"


def test_whoever_meets_the_rule_of_a_short_date_opens_it_again_to_those_who_wait(
    session: Session, courses: Courses
) -> None:
    course_date = factories.add_date(session, ABE)
    courses.fill(course_date, courses.police, 4)
    courses.fill(course_date, courses.council, 3)
    waiting = factories.add_booking(session, course_date, courses.interviewer(courses.police), waits=True)
    assert courses.ask(course_date, courses.interviewer(courses.council), today=AFTER_DECISION).outcome is Outcome.PLACE
    assert state_of(waiting) is BookingState.PLACE


# Giving back -----------------------------------------------------------------------------------------------


def test_a_booking_is_cancelled_once_and_can_be_made_again(session: Session, courses: Courses) -> None:
    person, course_date = courses.person(), factories.add_date(session, "CSA-13")
    booking = courses.ask(course_date, person).booking
    cancel(session, booking)
    with refused(Refusal.CANCELLED, "cancelled before"):
        cancel(session, booking)
    assert courses.ask(course_date, person).outcome is Outcome.PLACE


def test_from_its_first_day_on_a_date_gives_no_place_back(session: Session, courses: Courses) -> None:
    booking = courses.ask(factories.add_date(session, "CSA-13"), courses.person()).booking
    with refused(Refusal.PAST, "only its trainer can"):
        cancel(session, booking, today=IN_A_MONTH)


def test_only_what_others_do_for_somebody_is_noted(session: Session, courses: Courses) -> None:
    course_date, person = factories.add_date(session, "CSA-13"), courses.person()
    before = session.scalar(select(func.count()).select_from(AuditEvent))
    cancel(session, courses.ask(course_date, person).booking)
    assert session.scalar(select(func.count()).select_from(AuditEvent)) == before
    cancel(session, courses.ask(course_date, person).booking, by=courses.manager)
    last = session.scalars(select(AuditEvent).order_by(AuditEvent.id.desc())).first()
    assert last is not None
    assert (last.action, last.subject) == ("cancelled a booking", f"person {person.id}")


# At the same moment ----------------------------------------------------------------------------------------


def test_of_fifty_who_ask_at_once_for_the_last_place_one_gets_it(fresh_database: Database) -> None:
    with Session(fresh_database.engine) as session:
        courses = Courses(session)
        date_id = factories.add_date(session, "CSA-13", places=1).id
        jobs = [factories.job_of(courses.person()) for _ in range(50)]
        session.commit()

    def ask(session: Session) -> Outcome:
        return bookings.ask(session, date_id=date_id, job=jobs.pop(), today=TODAY, now=NOW).outcome

    outcomes = at_once(fresh_database, ask, times=50)
    assert sorted(outcomes) == sorted([Outcome.PLACE, *[Outcome.QUEUE_FULL] * 49])
    with Session(fresh_database.engine) as session:
        places = places_of(session, date_id=date_id)
        assert (len(places.taken), len(places.queue)) == (1, 49)


def test_somebody_in_two_tabs_gets_one_of_two_dates_on_one_day(fresh_database: Database) -> None:
    with Session(fresh_database.engine) as session:
        courses = Courses(session)
        dates = [factories.add_date(session, course_id).id for course_id in ("CSA-13", "CSA-13")]
        job = factories.job_of(courses.person())
        session.commit()

    outcomes = at_once(
        fresh_database,
        lambda session: bookings.ask(session, date_id=dates.pop(), job=job, today=TODAY, now=NOW).outcome,
    )
    assert [each for each in outcomes if each is Outcome.PLACE] == [Outcome.PLACE]
    assert [each.kind for each in outcomes if isinstance(each, BookingRefused)] == [Refusal.BOOKED_ALREADY]


def test_two_who_give_places_back_at_once_move_two_up(fresh_database: Database) -> None:
    with Session(fresh_database.engine) as session:
        courses = Courses(session)
        course_date = factories.add_date(session, "CSA-13", places=2)
        date_id = course_date.id
        asked = [courses.ask(course_date, courses.person()).booking.id for _ in range(5)]
        session.commit()
    leaving = asked[:2]
    at_once(
        fresh_database,
        lambda session: bookings.cancel(session, booking_id=leaving.pop(), today=TODAY, now=NOW),
    )
    with Session(fresh_database.engine) as session:
        assert {booking.id for booking in places_of(session, date_id=date_id).taken} == set(asked[2:4])
        assert session.get_one(CourseDate, date_id).places == 2
