"""Registers: kept day by day, put right afterwards, and the completions that follow from them."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests import factories
from tests.factories import NOW, TODAY
from tests.scenes import Courses
from tna.models.audit import AuditEvent
from tna.models.courses import Booking, CompletedCourse, CourseDate, Evidence, Presence
from tna.models.people import Person
from tna.services import completions, course_dates, registers
from tna.services.course_date_checks import DatePlan, PlannedDay
from tna.services.course_places import BookingState, state_of
from tna.services.registers import RegisterRefused

PRESENT, PART, ABSENT = Presence
YESTERDAY = TODAY - timedelta(days=1)


@pytest.fixture
def courses(session: Session) -> Courses:
    return Courses(session)


@pytest.fixture
def course_date(session: Session, courses: Courses) -> CourseDate:
    """A date of two days that ends today."""
    return factories.add_date(session, "CSA-03", first_day=YESTERDAY, days=2)


@pytest.fixture
def booking(session: Session, courses: Courses, course_date: CourseDate) -> Booking:
    return factories.add_booking(session, course_date, courses.person(name="Robin Example"))


def refused(field: str, words: str) -> Any:
    """Expect a refusal that names this field."""
    return pytest.raises(RegisterRefused, match=words, check=lambda fault: fault.field == field)


def keep(
    session: Session, courses: Courses, booking: Booking, day: date, presence: Presence, *, today: date = TODAY
) -> None:
    registers.save_day(
        session,
        date_id=booking.date_id,
        day=day,
        marks={booking.id: presence},
        actor_id=courses.manager.id,
        now=NOW,
        today=today,
    )


def completed(session: Session) -> list[tuple[int, date, Evidence]]:
    rows = session.scalars(select(CompletedCourse).order_by(CompletedCourse.id))
    return [(row.person_id, row.completed_on, row.evidence) for row in rows]


def test_whoever_was_there_on_every_day_has_completed_the_course_on_the_last(
    session: Session, courses: Courses, booking: Booking
) -> None:
    keep(session, courses, booking, YESTERDAY, PRESENT)
    assert completed(session) == []
    keep(session, courses, booking, TODAY, PRESENT)
    assert completed(session) == [(booking.person_id, TODAY, Evidence.REGISTER)]


@pytest.mark.parametrize("marks", [(PRESENT, PART), (PART, PRESENT), (ABSENT, PRESENT), (PRESENT, ABSENT)])
def test_part_of_a_date_is_no_completion(
    session: Session, courses: Courses, booking: Booking, marks: Sequence[Presence]
) -> None:
    for day, presence in zip((YESTERDAY, TODAY), marks, strict=True):
        keep(session, courses, booking, day, presence)
    assert completed(session) == []


def test_a_register_put_right_puts_the_completion_right(session: Session, courses: Courses, booking: Booking) -> None:
    for presence in (PRESENT, PRESENT):
        keep(session, courses, booking, YESTERDAY, presence)
        keep(session, courses, booking, TODAY, presence)
    assert len(completed(session)) == 1
    keep(session, courses, booking, YESTERDAY, PART)
    assert completed(session) == []
    keep(session, courses, booking, YESTERDAY, PRESENT)
    assert len(completed(session)) == 1


def test_a_completion_recorded_for_that_day_before_stands_alone(
    session: Session, courses: Courses, booking: Booking
) -> None:
    factories.add_completion(session, booking.person, "CSA-03", completed_on=TODAY)
    keep(session, courses, booking, YESTERDAY, PRESENT)
    keep(session, courses, booking, TODAY, PRESENT)
    assert completed(session) == [(booking.person_id, TODAY, Evidence.RECORDED)]


def test_of_whom_nothing_is_said_nothing_changes(
    session: Session, courses: Courses, course_date: CourseDate, booking: Booking
) -> None:
    other = factories.add_booking(session, course_date, courses.person(name="Alma First"))
    elsewhere = factories.add_booking(session, factories.add_date(session, "CSA-13"), courses.person())
    marks = {booking.id: PRESENT, elsewhere.id: PRESENT, 999_999: ABSENT}
    registers.save_day(
        session, date_id=course_date.id, day=TODAY, marks=marks, actor_id=courses.manager.id, now=NOW, today=TODAY
    )
    rows = registers.register_of(session, date_id=course_date.id)
    assert [(row.booking.id, dict(row.presence)) for row in rows] == [(other.id, {}), (booking.id, {TODAY: PRESENT})]
    assert registers.register_of(session, date_id=elsewhere.date_id)[0].presence == {}


def test_who_waits_or_has_cancelled_is_not_on_the_register(
    session: Session, courses: Courses, course_date: CourseDate
) -> None:
    factories.add_booking(session, course_date, courses.person(), waits=True)
    factories.add_booking(session, course_date, courses.person()).cancelled_at = NOW
    assert registers.register_of(session, date_id=course_date.id) == []


def test_a_register_is_not_kept_before_its_day_nor_for_another(
    session: Session, courses: Courses, booking: Booking
) -> None:
    with refused("day", "can be kept from that day on"):
        keep(session, courses, booking, TODAY, PRESENT, today=YESTERDAY)
    with refused("day", "does not run on that day"):
        keep(session, courses, booking, TODAY - timedelta(days=2), PRESENT)


def test_a_register_of_a_date_called_off_is_not_kept(session: Session, courses: Courses) -> None:
    course_date = factories.add_date(session, "CSA-13", first_day=TODAY)
    booking = factories.add_booking(session, course_date, courses.person())
    course_dates.call_off_date(session, date_id=course_date.id, reason="Snow.", actor_id=None, now=NOW, today=TODAY)
    with refused("day", "called off: Snow"):
        keep(session, courses, booking, TODAY, PRESENT)


def test_the_audit_log_says_who_kept_which_day_and_nothing_of_anybody(
    session: Session, courses: Courses, booking: Booking
) -> None:
    keep(session, courses, booking, TODAY, PART)
    last = session.scalars(select(AuditEvent).order_by(AuditEvent.id.desc())).first()
    assert last is not None
    assert (last.action, last.subject, last.detail) == (
        "kept a register",
        f"date {booking.date_id}",
        TODAY.isoformat(),
    )


def test_a_day_less_lets_those_have_completed_who_were_there_on_all_others(
    session: Session, courses: Courses, booking: Booking
) -> None:
    keep(session, courses, booking, YESTERDAY, PRESENT)
    first = booking.date.days[0]
    course_dates.change_date(
        session,
        date_id=booking.date_id,
        plan=DatePlan([PlannedDay(first.day, first.starts, first.ends)], 10, "Room 5", "", [], 14),
        actor_id=None,
        now=NOW,
        today=YESTERDAY,
    )
    assert completed(session) == [(booking.person_id, YESTERDAY, Evidence.REGISTER)]


def test_a_register_opens_at_the_last_day_that_has_come(course_date: CourseDate) -> None:
    assert registers.usual_day(course_date, TODAY) == TODAY
    assert registers.usual_day(course_date, TODAY + timedelta(days=9)) == TODAY
    assert registers.usual_day(course_date, YESTERDAY - timedelta(days=9)) == YESTERDAY


# Without a place -------------------------------------------------------------------------------------------


def walk_in(session: Session, courses: Courses, course_date: CourseDate, email: str) -> registers.WalkIn:
    return registers.add_walk_in(
        session, date_id=course_date.id, email=email, actor_id=courses.manager.id, now=NOW, today=TODAY
    )


def test_somebody_who_came_without_a_place_is_added_by_their_address(
    session: Session, courses: Courses, course_date: CourseDate
) -> None:
    person = courses.person(done=["CSA-01"])
    added = walk_in(session, courses, course_date, f"  {person.email.upper()} ")
    assert (added.booking.person_id, state_of(added.booking), added.warnings) == (person.id, BookingState.PLACE, ())
    with refused("email", "is on the register already"):
        walk_in(session, courses, course_date, person.email)


def test_what_would_stand_against_a_booking_is_told_and_keeps_nobody_out(session: Session, courses: Courses) -> None:
    course_date = factories.add_date(session, "CSA-04", first_day=TODAY, places=1)
    factories.add_booking(session, course_date, courses.person())
    added = walk_in(session, courses, course_date, courses.person(name="Robin Example").email)
    told = " ".join(added.warnings)
    assert "Robin Example may not book CSA-04" in told
    assert "Robin Example first has to take CSA-01" in told
    assert "There are 2 people for 1 place now." in told


def test_whoever_waited_in_the_queue_takes_a_place_by_coming(
    session: Session, courses: Courses, course_date: CourseDate
) -> None:
    waiting = factories.add_booking(session, course_date, courses.person(), waits=True)
    assert walk_in(session, courses, course_date, waiting.person.email).booking is waiting
    assert state_of(waiting) is BookingState.PLACE


def without_agency(session: Session, courses: Courses) -> Person:
    return factories.add_person_without_agency(session)


def gone(session: Session, courses: Courses) -> Person:
    person = courses.person()
    factories.leave(session, person)
    return person


@pytest.mark.parametrize(("make", "words"), [(without_agency, "works for no agency"), (gone, "Nobody here has this")])
def test_an_account_alone_is_not_added(
    session: Session, courses: Courses, course_date: CourseDate, make: Any, words: str
) -> None:
    with refused("email", words):
        walk_in(session, courses, course_date, make(session, courses).email)


@pytest.mark.parametrize(
    ("email", "words"),
    [("nobody@example.org", "Nobody here has this address"), ("robin", "correct format"), ("", "correct format")],
)
def test_an_address_that_nobody_has_is_told_so(
    session: Session, courses: Courses, course_date: CourseDate, email: str, words: str
) -> None:
    with refused("email", words):
        walk_in(session, courses, course_date, email)


def test_nobody_is_added_before_the_first_day_or_to_a_date_called_off(session: Session, courses: Courses) -> None:
    to_come = factories.add_date(session, "CSA-13")
    with refused("email", "can be added from"):
        walk_in(session, courses, to_come, courses.person().email)
    course_dates.call_off_date(session, date_id=to_come.id, reason="Snow.", actor_id=None, now=NOW, today=TODAY)
    with refused("email", "called off"):
        walk_in(session, courses, to_come, courses.person().email)


def test_a_completion_by_register_counts_like_any_other(session: Session, courses: Courses, booking: Booking) -> None:
    for day in (YESTERDAY, TODAY):
        keep(session, courses, booking, day, PRESENT)
    found = completions.completions_of(session, person_ids=[booking.person_id])
    assert [(each.course, each.completed_on) for each in found[booking.person_id]] == [("CSA-03", TODAY)]
