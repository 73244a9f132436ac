"""Dates of courses: offered, changed and called off."""

from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from tna.domain.courses import decision_day
from tna.language import gettext
from tna.models.base import LARGEST_ID
from tna.models.courses import Booking, CourseDate, CourseDay, DateTrainer, OfferedCourse
from tna.services import audit
from tna.services.course_date_checks import (
    DatePlan,
    DateRefused,
    check_course,
    check_days_ahead,
    check_new_days,
    check_not_there,
    check_open,
    check_room,
    checked_plan,
    checked_reason,
    marked_days,
)
from tna.services.course_places import lock_date, move_up, places_of
from tna.services.courses import course_of
from tna.services.registers import settle_completions


def runs(session: Session, *, person_id: int, date_id: int) -> bool:
    """Whether somebody is a trainer of this date."""
    if not 0 < date_id <= LARGEST_ID:
        return False
    wanted = select(DateTrainer.date_id).where(DateTrainer.date_id == date_id, DateTrainer.person_id == person_id)
    return session.scalar(wanted) is not None


def create_date(
    session: Session, *, course: OfferedCourse, plan: DatePlan, actor_id: int | None, now: datetime, today: date
) -> CourseDate:
    """Offer a course on the days of a plan. Raises DateRefused."""
    checked = checked_plan(session, plan, course_of(course))
    check_course(course, checked)
    if checked.days[0].day < today:
        raise DateRefused("days", gettext("The first day has passed. Enter a day to come."))
    check_days_ahead(checked, today)
    check_not_there(session, course, checked)
    made = CourseDate(course_id=course.id, course=course)
    _set(made, checked)
    session.add(made)
    session.flush()
    _note(session, made, "added a course date", actor_id, now)
    return made


def change_date(
    session: Session, *, date_id: int, plan: DatePlan, actor_id: int | None, now: datetime, today: date
) -> list[Booking]:
    """Change what a date says of itself; those of the queue who get a place by it. Raises DateRefused."""
    course_date = lock_date(session, date_id=date_id)
    check_open(course_date, today)
    had = {each.person_id for each in course_date.trainers}
    checked = checked_plan(session, plan, course_of(course_date.course), keep=had)
    check_new_days(session, course_date, checked, today)
    check_days_ahead(checked, today)
    check_room(session, course_date, checked.places)
    _set(course_date, checked)
    session.flush()
    settle_completions(session, course_date)  # with a day less, somebody may have been there on all of them
    _note(session, course_date, "changed a course date", actor_id, now)
    return move_up(session, course_date=course_date, today=today, now=now)


def call_off_date(
    session: Session, *, date_id: int, reason: str, actor_id: int | None, now: datetime, today: date
) -> list[Booking]:
    """Say that a date does not take place; every booking of it ends. Those who had one. Raises DateRefused."""
    course_date = lock_date(session, date_id=date_id)
    check_open(course_date, today)
    if marked_days(session, date_id=date_id):
        sentence = gettext("This date has begun: its register has been kept, so it cannot be called off.")
        raise DateRefused("reason", sentence)
    course_date.cancelled_because = checked_reason(reason)
    course_date.cancelled_at = now
    places = places_of(session, date_id=date_id)
    ended = [*places.taken, *places.queue, *places.awaiting]
    for booking in ended:
        booking.cancelled_at = now
    _note(session, course_date, "called off a course date", actor_id, now)
    session.flush()
    return ended


def _set(course_date: CourseDate, plan: DatePlan) -> None:
    days = {each.day: each for each in course_date.days}
    course_date.days = [days.get(each.day) or CourseDay(day=each.day) for each in plan.days]
    for row, each in zip(course_date.days, plan.days, strict=True):
        row.starts, row.ends = each.starts, each.ends
    trainers = {each.person_id: each for each in course_date.trainers}
    course_date.trainers = [trainers.get(each) or DateTrainer(person_id=each) for each in plan.trainers]
    course_date.places, course_date.venue, course_date.link = plan.places, plan.venue, plan.link
    course_date.first_day, course_date.last_day = plan.days[0].day, plan.days[-1].day
    course_date.decides_on = decision_day(course_date.first_day, plan.decision_days)


def _note(session: Session, course_date: CourseDate, action: str, actor_id: int | None, now: datetime) -> None:
    detail = f"{course_date.course_id} on {course_date.first_day}"
    audit.note(session, at=now, actor_id=actor_id, action=action, subject=f"date {course_date.id}", detail=detail)
