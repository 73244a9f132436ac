"""Dates as lists show them: how many places are taken and asked for, how the joint rule stands, and whose they are."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from tna.domain.courses import Course, RuleBoard, rule_board
from tna.language import gettext
from tna.models.base import LARGEST_ID
from tna.models.courses import Booking, CourseDate, DateTrainer
from tna.models.people import Membership, Person
from tna.models.plans import Assignment
from tna.services.course_places import Places, places_on, terms_of
from tna.services.courses import course_of
from tna.services.survey_files import load_reference

REGISTERS_STAY = timedelta(days=60)
"""How long a trainer finds a date that is over in their list: long enough to put a register right."""

MOST_FOUND = 20
_MOST_PAST = 50
_LONGEST_SEARCH = 254


@dataclass(frozen=True, slots=True)
class ShownDate:
    """One date with what is known of its places today. `board` is None without a joint rule."""

    date: CourseDate
    course: Course
    places: Places
    board: RuleBoard | None

    is_retired: bool = False
    """Whether the course takes no new bookings any more."""

    @property
    def free(self) -> int:
        """How many places nobody has."""
        return max(0, self.date.places - len(self.places.taken))

    @property
    def waiting(self) -> int:
        """How many people are in the queue."""
        return len(self.places.queue)


def shown_date(session: Session, course_date: CourseDate, *, today: date) -> ShownDate:
    """One date as a page shows it."""
    return _shown(session, [course_date], today)[0]


def upcoming_dates(session: Session, *, today: date, course_id: str | None = None) -> list[ShownDate]:
    """The dates that are not over and not called off, the next first; of one course if it is named."""
    wanted = select(CourseDate).where(CourseDate.last_day >= today, CourseDate.cancelled_at.is_(None))
    if course_id is not None:
        wanted = wanted.where(CourseDate.course_id == course_id)
    return _shown(session, session.scalars(wanted.order_by(CourseDate.first_day, CourseDate.id)), today)


def past_dates(session: Session, *, today: date) -> list[ShownDate]:
    """The latest dates that are over or called off, the last first."""
    wanted = (
        select(CourseDate)
        .where((CourseDate.last_day < today) | CourseDate.cancelled_at.is_not(None))
        .order_by(CourseDate.first_day.desc(), CourseDate.id.desc())
        .limit(_MOST_PAST)
    )
    return _shown(session, session.scalars(wanted), today)


def dates_run_by(session: Session, *, person_id: int, today: date) -> list[CourseDate]:
    """The dates somebody runs as a trainer, from two months ago on: those of today, then the others, by first day."""
    wanted = (
        select(CourseDate)
        .join(DateTrainer)
        .where(DateTrainer.person_id == person_id, CourseDate.last_day >= today - REGISTERS_STAY)
        .where(CourseDate.cancelled_at.is_(None))
        .order_by(CourseDate.first_day, CourseDate.id)
    )
    return sorted(session.scalars(wanted), key=lambda each: not _runs_on(each, today))


def todays_registers(session: Session, *, person_id: int, today: date) -> list[CourseDate]:
    """The dates somebody runs today: whoever comes to keep a register comes for these."""
    return [each for each in dates_run_by(session, person_id=person_id, today=today) if _runs_on(each, today)]


def _runs_on(course_date: CourseDate, day: date) -> bool:
    return any(each.day == day for each in course_date.days)


def own_bookings(session: Session, *, person_id: int, today: date) -> dict[int, Booking]:
    """Somebody's latest booking of each date that is not over, live or not, by the date's id."""
    wanted = (
        select(Booking)
        .join(CourseDate)
        .where(Booking.person_id == person_id, CourseDate.last_day >= today)
        .order_by(Booking.cancelled_at.is_(None), Booking.id)
    )
    return {booking.date_id: booking for booking in session.scalars(wanted)}


def called_off_for(session: Session, *, person_id: int, today: date) -> list[CourseDate]:
    """The dates called off on somebody who had a place or waited for one, until the day they would have ended."""
    wanted = (
        select(CourseDate)
        .join(Booking)
        .where(Booking.person_id == person_id, Booking.cancelled_at == CourseDate.cancelled_at)
        .where(CourseDate.last_day >= today)
        .order_by(CourseDate.first_day, CourseDate.id)
    )
    return list(session.scalars(wanted))


def ended_with(session: Session, course_date: CourseDate) -> list[Booking]:
    """The bookings that a date's calling off ended, in the order in which they were asked for."""
    wanted = (
        select(Booking)
        .where(Booking.date_id == course_date.id, Booking.cancelled_at == course_date.cancelled_at)
        .order_by(Booking.asked_at, Booking.id)
    )
    return list(session.scalars(wanted)) if course_date.cancelled_at is not None else []


def people_to_book(
    session: Session, *, agency_ids: Iterable[str], course_id: str, date_id: int, search: str = ""
) -> list[Membership]:
    """The first twenty jobs, by name, of people in these agencies who neither have a place on a date nor wait for one.

    Those whose name or address holds the search; without one those who were assigned the course.
    """
    booked = select(Booking.person_id).where(Booking.date_id == date_id, Booking.cancelled_at.is_(None))
    wanted = (
        select(Membership)
        .join(Person)
        .where(Membership.agency_id.in_(sorted(agency_ids)), Membership.ended_on.is_(None), Person.id.not_in(booked))
        .order_by(Person.name, Person.id, Membership.id)
        .limit(MOST_FOUND)
    )
    searched = "".join(sign for sign in search if sign.isprintable()).strip()[:_LONGEST_SEARCH]
    if searched:
        named = Person.name.icontains(searched, autoescape=True)
        return list(session.scalars(wanted.where(named | Person.email.contains(searched.lower(), autoescape=True))))
    assigned = select(Assignment.person_id).where(
        Assignment.course_id == course_id,
        Assignment.withdrawn_at.is_(None),
        Assignment.agency_id == Membership.agency_id,
    )
    return list(session.scalars(wanted.where(Person.id.in_(assigned))))


def find_job(session: Session, *, membership_id: int) -> Membership | None:
    """A job that somebody has now, as which they can be booked."""
    found = session.get(Membership, membership_id) if 0 < membership_id <= LARGEST_ID else None
    return found if found is not None and found.ended_on is None else None


def _shown(session: Session, dates: Iterable[CourseDate], today: date) -> list[ShownDate]:
    listed = list(dates)
    places = places_on(session, date_ids=[each.id for each in listed])
    return [_with_places(each, places[each.id], today) for each in listed]


def _with_places(course_date: CourseDate, places: Places, today: date) -> ShownDate:
    sectors = {sector.id: sector.title for sector in load_reference().sectors}
    board = rule_board(terms_of(course_date), places.seats, today, sectors)
    retired_on = course_date.course.retired_on
    is_retired = retired_on is not None and retired_on <= today
    if board is not None and is_retired:
        finding = gettext("The joint rule is met.") if board.is_met else gettext("The joint rule is not met.")
        board = replace(board, finding=finding)
    return ShownDate(course_date, course_of(course_date.course), places, board, is_retired)


def by_name(session: Session, bookings: Sequence[Booking]) -> list[Booking]:
    """Bookings by the name of the person, whom the session then knows."""
    wanted = select(Person).where(Person.id.in_([booking.person_id for booking in bookings]))
    people = {person.id: person for person in session.scalars(wanted)}
    return sorted(bookings, key=lambda booking: (people[booking.person_id].name, booking.person_id, booking.id))
