"""Course dates: offered, changed, called off and listed, as services keep them."""

from datetime import date, time, timedelta
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests import factories
from tests.factories import NOW, TODAY
from tests.scenes import ABE, IN_A_MONTH, Courses
from tna.domain.people import Duty
from tna.models.audit import AuditEvent
from tna.models.courses import Booking, CourseDate
from tna.services import course_date_lists, course_dates
from tna.services.course_date_checks import DatePlan, DateRefused, PlannedDay
from tna.services.course_places import BookingState, state_of
from tna.services.courses import find_course

DAY = PlannedDay(IN_A_MONTH, time(9), time(16))


@pytest.fixture
def courses(session: Session) -> Courses:
    return Courses(session)


def refused(field: str, words: str) -> Any:
    """Expect a refusal that names this field."""
    return pytest.raises(DateRefused, match=words, check=lambda fault: fault.field == field)


def plan(**changes: Any) -> DatePlan:
    values = {"days": [DAY], "places": 10, "venue": "Town Hall", "link": "", "trainers": [], "decision_days": 14}
    return DatePlan(**values | changes)


def offer(session: Session, course_id: str = "CSA-13", **changes: Any) -> CourseDate:
    course = find_course(session, course_id=course_id)
    assert course is not None
    return course_dates.create_date(session, course=course, plan=plan(**changes), actor_id=None, now=NOW, today=TODAY)


def change(session: Session, course_date: CourseDate, *, today: date = TODAY, **changes: Any) -> list[Booking]:
    return course_dates.change_date(
        session, date_id=course_date.id, plan=plan(**changes), actor_id=None, now=NOW, today=today
    )


def call_off(session: Session, course_date: CourseDate, reason: str = "Snow.", today: date = TODAY) -> list[Booking]:
    return course_dates.call_off_date(
        session, date_id=course_date.id, reason=reason, actor_id=None, now=NOW, today=today
    )


def test_days_stand_in_their_order_and_two_weeks_before_the_first_it_is_decided(
    session: Session, courses: Courses
) -> None:
    later = PlannedDay(IN_A_MONTH + timedelta(days=7), time(9), time(12, 30))
    made = offer(session, days=[later, DAY])
    assert [each.day for each in made.days] == [DAY.day, later.day]
    assert (made.first_day, made.last_day) == (DAY.day, later.day)
    assert made.decides_on == IN_A_MONTH - timedelta(days=14)
    assert offer(session, venue="Library", decision_days=3).decides_on == IN_A_MONTH - timedelta(days=3)


@pytest.mark.parametrize(
    ("changes", "field", "words"),
    [
        ({"days": []}, "days", "at least one day"),
        ({"days": [DAY, DAY]}, "days", "each day once"),
        ({"days": [PlannedDay(IN_A_MONTH, time(9), time(9))]}, "days", "must end later than it starts"),
        ({"days": [PlannedDay(TODAY - timedelta(days=1), time(9), time(10))]}, "days", "first day has passed"),
        (
            {"days": [PlannedDay(IN_A_MONTH + timedelta(days=n), time(9), time(10)) for n in range(13)]},
            "days",
            "at most 12 days",
        ),
        ({"places": 0}, "places", "from 1 to 500"),
        ({"places": 501}, "places", "from 1 to 500"),
        ({"decision_days": 91}, "decision_days", "from 0 to 90"),
        ({"venue": "  "}, "venue", "a venue or a link"),
        ({"venue": "v" * 301}, "venue", "at most 300"),
        ({"link": "http://meet.example.org"}, "link", "from “https://” on"),
        ({"link": "javascript:alert(1)"}, "link", "from “https://” on"),
        ({"link": "https://" + "m" * 500 + ".example.org"}, "link", "at most 500"),
        ({"trainers": [999_999]}, "trainers", "from the list"),
    ],
)
def test_a_plan_that_cannot_stand_is_refused_by_its_field(
    session: Session, courses: Courses, changes: dict[str, Any], field: str, words: str
) -> None:
    with refused(field, words):
        offer(session, **changes)


def test_a_course_without_dates_or_no_longer_offered_has_none(session: Session, courses: Courses) -> None:
    with refused("course", "has no dates"):
        offer(session, "CSA-02")
    course = find_course(session, course_id="CSA-13")
    assert course is not None
    course.retired_on = IN_A_MONTH
    with refused("course", "is offered until"):
        offer(session)


def test_a_date_that_is_there_already_is_not_offered_again(session: Session, courses: Courses) -> None:
    first = offer(session)
    with refused("days", "is offered there on .* at .* already"):
        offer(session)
    offer(session, venue="Somewhere else")
    offer(session, link="https://meet.example.org/x")
    call_off(session, first)
    offer(session)


def test_a_first_day_more_than_three_years_ahead_is_a_slip(session: Session, courses: Courses) -> None:
    for days in (1095, 1097):
        far = [PlannedDay(TODAY + timedelta(days=days), time(9), time(16))]
        if days == 1095:
            made = offer(session, days=far)
        else:
            with refused("days", "more than three years ahead"):
                offer(session, days=far)
            with refused("days", "more than three years ahead"):
                change(session, made, days=far)


def test_a_date_has_at_least_the_places_its_joint_rule_needs(session: Session, courses: Courses) -> None:
    with refused("places", "needs 8 people"):
        offer(session, ABE, places=7)
    assert offer(session, ABE, places=8).places == 8


def test_only_who_holds_the_duty_runs_a_date_and_who_ran_it_may_stay(session: Session, courses: Courses) -> None:
    trainer = courses.person()
    with refused("trainers", "from the list"):
        offer(session, trainers=[trainer.id])
    factories.give_duties(session, trainer, Duty.TRAINER)
    made = offer(session, trainers=[trainer.id])
    assert course_dates.runs(session, person_id=trainer.id, date_id=made.id)
    factories.give_duties(session, trainer)
    change(session, made, trainers=[trainer.id])
    assert [each.person_id for each in made.trainers] == [trainer.id]
    change(session, made)
    assert not course_dates.runs(session, person_id=trainer.id, date_id=made.id)
    assert not course_dates.runs(session, person_id=trainer.id, date_id=2**80)


def test_more_places_move_the_queue_up_as_far_as_they_reach(session: Session, courses: Courses) -> None:
    made = offer(session, places=1)
    bookings = [courses.ask(made, courses.person()).booking for _ in range(4)]
    assert change(session, made, places=3) == bookings[1:3]
    assert state_of(bookings[3]) is BookingState.QUEUE


def test_fewer_places_than_are_taken_are_refused_with_both_numbers(session: Session, courses: Courses) -> None:
    made = offer(session, places=3)
    for _ in range(3):
        courses.ask(made, courses.person())
    with refused("places", "3 people have a place, so 2 places are too few"):
        change(session, made, places=2)


def test_fewer_places_leave_room_for_what_the_joint_rule_lacks(session: Session, courses: Courses) -> None:
    made = offer(session, ABE)
    courses.fill(made, courses.police, 5)
    with refused("places", "still lacks 4 people, and 8 places leave 3"):
        change(session, made, places=8)


def test_days_may_move_but_for_those_a_register_speaks_of(session: Session, courses: Courses) -> None:
    made = factories.add_date(session, "CSA-13", first_day=TODAY, days=2)
    booking = factories.add_booking(session, made, courses.person())
    change(session, made, days=[PlannedDay(TODAY, time(10), time(12)), DAY])
    assert [(each.day, each.starts) for each in made.days] == [(TODAY, time(10)), (DAY.day, time(9))]
    factories.mark_present(session, booking, days=[TODAY])
    with refused("days", "must stay"):
        change(session, made, days=[DAY])
    with refused("days", "has passed already"):
        change(session, made, days=[PlannedDay(TODAY - timedelta(days=1), time(9), time(10)), DAY])
    assert made.first_day == TODAY


def test_calling_off_ends_every_booking_and_says_why(session: Session, courses: Courses) -> None:
    made = offer(session, places=1)
    bookings = [courses.ask(made, courses.person()).booking for _ in range(2)]
    assert call_off(session, made, " The trainer\n is ill. ") == bookings
    assert {state_of(each) for each in bookings} == {BookingState.CANCELLED}
    assert made.cancelled_because == "The trainer is ill."
    with refused("reason", "called off: The trainer is ill"):
        call_off(session, made)
    with refused("reason", "called off"):
        change(session, made)


@pytest.mark.parametrize("reason", ["", "  ", "r" * 301, "Sn\x00w"])
def test_a_date_is_not_called_off_without_a_reason(session: Session, courses: Courses, reason: str) -> None:
    with refused("reason", "Enter why"):
        call_off(session, offer(session), reason)


def test_a_date_that_has_begun_or_passed_is_not_called_off(session: Session, courses: Courses) -> None:
    begun = factories.add_date(session, "CSA-13", first_day=TODAY)
    factories.mark_present(session, factories.add_booking(session, begun, courses.person()), days=[TODAY])
    with refused("reason", "has begun"):
        call_off(session, begun)
    with refused("reason", "has passed"):
        call_off(session, begun, today=TODAY + timedelta(days=1))


def test_what_happens_to_dates_is_noted(session: Session, courses: Courses) -> None:
    made = offer(session)
    change(session, made)
    call_off(session, made)
    rows = session.scalars(select(AuditEvent).where(AuditEvent.subject == f"date {made.id}").order_by(AuditEvent.id))
    assert [row.action for row in rows] == ["added a course date", "changed a course date", "called off a course date"]


def test_dates_to_come_are_listed_the_next_first_and_by_course(session: Session, courses: Courses) -> None:
    later, sooner = offer(session), factories.add_date(session, "CSA-03", first_day=TODAY)
    over = factories.add_date(session, "CSA-13", first_day=TODAY - timedelta(days=1))
    off = offer(session, venue="Library")
    call_off(session, off)
    courses.ask(later, courses.person())
    listed = course_date_lists.upcoming_dates(session, today=TODAY)
    assert [shown.date for shown in listed] == [sooner, later]
    assert [shown.free for shown in listed] == [10, 9]
    assert [shown.board is None for shown in listed] == [False, True]
    assert course_date_lists.upcoming_dates(session, today=TODAY, course_id="CSA-03")[0].date is sooner
    assert [shown.date for shown in course_date_lists.past_dates(session, today=TODAY)] == [off, over]


def test_trainers_find_their_dates_and_for_two_months_those_that_are_over(session: Session, courses: Courses) -> None:
    trainer = courses.person()
    factories.give_duties(session, trainer, Duty.TRAINER)
    old, recent, to_come = (
        factories.add_date(session, "CSA-13", first_day=TODAY + timedelta(days=days), trainers=[trainer])
        for days in (-61, -60, 5)
    )
    found = course_date_lists.dates_run_by(session, person_id=trainer.id, today=TODAY)
    assert (found, old in found) == ([recent, to_come], False)


def test_people_to_book_are_found_by_name_in_ones_own_agencies_alone(session: Session, courses: Courses) -> None:
    made = offer(session)
    here = courses.person(courses.police, name="Robin Policewoman")
    courses.person(courses.council, name="Robin Elsewhere")
    booked = courses.person(courses.police, name="Robin Booked")
    courses.ask(made, booked)

    def found(search: str) -> list[int]:
        jobs = course_date_lists.people_to_book(
            session, agency_ids=[courses.police.id], course_id="CSA-13", date_id=made.id, search=search
        )
        return [job.person_id for job in jobs]

    assert found("robin") == [here.id]
    assert found(here.email.upper()) == [here.id]
    assert found("%") == []
    assert found("") == []
