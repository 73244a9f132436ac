"""Asking for a place on a date, giving it back, and a lead's or manager's yes to somebody taking a course.

Whoever changes a booking first locks the person, then the dates in the order of their ids: fifty people at once get
the last place once, and nobody waits for somebody who waits for them.
"""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import select
from sqlalchemy.orm import Session

from tna.domain.people import Answering
from tna.language import gettext
from tna.models.base import LARGEST_ID
from tna.models.courses import Booking, CourseDate, Nomination
from tna.models.people import Person
from tna.services import audit
from tna.services.booking_checks import (
    Asking,
    BookingRefused,
    Refusal,
    check_booking,
    check_not_begun,
    name_of,
    seat_for,
)
from tna.services.course_places import lock_date, move_up, places_of, terms_of


class Outcome(StrEnum):
    """What became of asking for a place."""

    PLACE = "a place"
    QUEUE_FULL = "the queue, for every place is taken"
    QUEUE_JOINT = "the queue, for the places left are needed for the joint rule"
    NOMINATION = "waiting for a nomination"


@dataclass(frozen=True, slots=True)
class Asked:
    """A booking just made, what became of it, and what to mention."""

    booking: Booking
    outcome: Outcome
    warnings: tuple[str, ...]


def ask(
    session: Session,
    *,
    date_id: int,
    job: Answering,
    today: date,
    now: datetime,
    by: int | None = None,
    accepts_evidence: bool = False,
) -> Asked:
    """Ask for a place as what somebody answers as; `by` is the training lead or manager who asks for them.

    Theirs counts as a nomination, and may accept evidence in the place of prerequisites. Raises BookingRefused.
    """
    lock_person(session, person_id=job.person_id)
    course_date = lock_date(session, date_id=date_id)
    cleared = check_booking(
        session, course_date=course_date, asking=_asking(session, job, by, accepts_evidence), today=today
    )
    booking = Booking(date_id=date_id, person_id=job.person_id, agency_id=job.agency_id, asked_at=now)
    booking.role_group, booking.awaits_nomination = job.role_group, cleared.awaits_nomination
    outcome = Outcome.NOMINATION if cleared.awaits_nomination else _place(session, course_date, job, today)
    booking.booked_at = now if outcome is Outcome.PLACE else None
    session.add(booking)
    session.flush()
    if outcome is Outcome.PLACE:
        # Whoever meets the rule of a date closed short opens it again to those who wait.
        move_up(session, course_date=course_date, today=today, now=now)
    if by is not None:
        if cleared.needs_nomination or accepts_evidence:
            _nominate(session, job.person_id, course_date.course_id, accepts_evidence, by, now)
        _note(session, booking, "booked somebody", by, now)
    return Asked(booking, outcome, cleared.warnings)


def why_not(
    session: Session, *, course_date: CourseDate, job: Answering, today: date, by: int | None = None
) -> BookingRefused | None:
    """What would stand against asking for a place now; nothing if it may be tried."""
    try:
        check_booking(session, course_date=course_date, asking=_asking(session, job, by, False), today=today)
    except BookingRefused as refused:
        return refused
    return None


def cancel(session: Session, *, booking_id: int, today: date, now: datetime, by: int | None = None) -> list[Booking]:
    """Give a place or a wait back; those of the queue who move up by it. Raises BookingRefused."""
    booking = session.get_one(Booking, booking_id)
    course_date = lock_date(session, date_id=booking.date_id)
    session.refresh(booking)
    if booking.cancelled_at is not None:
        raise BookingRefused(Refusal.CANCELLED, gettext("This booking was cancelled before."))
    check_not_begun(course_date, today)
    booking.cancelled_at = now
    session.flush()
    if by is not None:
        _note(session, booking, "cancelled a booking", by, now)
    return move_up(session, course_date=course_date, today=today, now=now)


def nominate(
    session: Session,
    *,
    person_id: int,
    course_id: str,
    by: int,
    today: date,
    now: datetime,
    accepts_evidence: bool = False,
) -> list[Booking]:
    """Say yes to somebody taking a course: bookings that awaited it get a place or join the queue; those bookings."""
    lock_person(session, person_id=person_id)
    _nominate(session, person_id, course_id, accepts_evidence, by, now)
    return let_in(session, person_id=person_id, course_id=course_id, today=today, now=now)


def let_in(session: Session, *, person_id: int, course_id: str, today: date, now: datetime) -> list[Booking]:
    """Give places, or places in the queue, to the bookings of a nominated person that awaited it; those bookings."""
    waiting = (
        select(Booking)
        .join(CourseDate)
        .where(Booking.person_id == person_id, Booking.awaits_nomination, Booking.cancelled_at.is_(None))
        .where(CourseDate.course_id == course_id, CourseDate.first_day > today)
        .order_by(Booking.date_id, Booking.id)
    )
    freed = list(session.scalars(waiting))
    for booking in freed:
        course_date = lock_date(session, date_id=booking.date_id)
        session.refresh(booking)
        if booking.cancelled_at is None:
            booking.awaits_nomination = False
            move_up(session, course_date=course_date, today=today, now=now)
    return freed


def find_booking(session: Session, *, date_id: int, booking_id: int) -> Booking | None:
    """The booking with this id, if it is of this date."""
    found = session.get(Booking, booking_id) if 0 < booking_id <= LARGEST_ID else None
    return found if found is not None and found.date_id == date_id else None


def live_booking(session: Session, *, date_id: int, person_id: int) -> Booking | None:
    """Somebody's place on a date or wait for one."""
    wanted = select(Booking).where(
        Booking.date_id == date_id, Booking.person_id == person_id, Booking.cancelled_at.is_(None)
    )
    return session.scalars(wanted).one_or_none()


def lock_person(session: Session, *, person_id: int) -> None:
    """Let one person's bookings be changed by one transaction at a time, on whatever dates they are."""
    session.execute(select(Person.id).where(Person.id == person_id).with_for_update(key_share=True))


def _asking(session: Session, job: Answering, by: int | None, accepts_evidence: bool) -> Asking:
    if by is None:
        return Asking(job)
    return Asking(job, name_of(session, job.person_id), is_nominated=True, accepts_evidence=accepts_evidence)


def _place(session: Session, course_date: CourseDate, job: Answering, today: date) -> Outcome:
    """What somebody gets against whom nothing stands: who waits already could not have taken the place either."""
    seats = places_of(session, date_id=course_date.id).seats
    if terms_of(course_date).may_take(seats, seat_for(session, job), today):
        return Outcome.PLACE
    return Outcome.QUEUE_FULL if len(seats) >= course_date.places else Outcome.QUEUE_JOINT


def _nominate(session: Session, person_id: int, course_id: str, accepts_evidence: bool, by: int, now: datetime) -> None:
    # The person is locked, so that nobody else adds this row in the meantime. The first yes stands; the log has all.
    nomination = session.get(Nomination, (person_id, course_id), populate_existing=True)
    if nomination is None:
        session.add(
            Nomination(
                person_id=person_id,
                course_id=course_id,
                accepts_evidence=accepts_evidence,
                nominated_by=by,
                nominated_at=now,
            )
        )
    elif accepts_evidence:
        nomination.accepts_evidence = True
    session.flush()
    detail = f"{course_id}, evidence accepted" if accepts_evidence else course_id
    audit.note(session, at=now, actor_id=by, action="nominated", subject=f"person {person_id}", detail=detail)


def _note(session: Session, booking: Booking, action: str, by: int, now: datetime) -> None:
    audit.note(
        session,
        at=now,
        actor_id=by,
        action=action,
        subject=f"person {booking.person_id}",
        detail=f"date {booking.date_id}",
    )
