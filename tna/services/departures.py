"""What somebody gives back who stops working for an agency, and what they take along to another.

Completions are theirs and stay with them; what the agency asked of them, with its reasons, stays with the agency.
"""

from datetime import date, datetime

from sqlalchemy import ColumnElement, delete, select
from sqlalchemy.orm import Session

from tna.models.courses import Booking, CourseDate
from tna.models.plans import SharedSuggestion
from tna.services import bookings
from tna.services.course_places import lock_date, move_up


def give_back(
    session: Session, *, person_id: int, agency_id: str | None, today: date, actor_id: int | None, now: datetime
) -> None:
    """Give back places and waits on dates still to come, and wishes told to the agency's leads.

    Of those that somebody asked for as one of this agency's people, or, without one, of all.
    """
    bookings.lock_person(session, person_id=person_id)
    for booking in _to_come(session, person_id, agency_id, today):
        bookings.cancel(session, booking_id=booking.id, today=today, now=now, by=actor_id)
    of_agency = [] if agency_id is None else [SharedSuggestion.agency_id == agency_id]
    session.execute(delete(SharedSuggestion).where(SharedSuggestion.person_id == person_id, *of_agency))


def take_along(
    session: Session, *, person_id: int, agency_id: str, new_agency_id: str, role_group: str, today: date, now: datetime
) -> None:
    """Let places and waits on dates still to come count for the agency somebody moves to, in their role group there.

    A joint rule that this leaves unmet shows on the date, as after any other change.
    """
    bookings.lock_person(session, person_id=person_id)
    for booking in _to_come(session, person_id, agency_id, today):
        course_date = lock_date(session, date_id=booking.date_id)
        session.refresh(booking)
        if booking.cancelled_at is None:
            booking.agency_id, booking.role_group = new_agency_id, role_group
            session.flush()
            session.expire(booking, ["agency"])
            move_up(session, course_date=course_date, today=today, now=now)


def _to_come(session: Session, person_id: int, agency_id: str | None, today: date) -> list[Booking]:
    """Bookings on dates that have not begun, in the order in which dates are locked."""
    conditions: list[ColumnElement[bool]] = [Booking.person_id == person_id, Booking.cancelled_at.is_(None)]
    if agency_id is not None:
        conditions.append(Booking.agency_id == agency_id)
    wanted = (
        select(Booking)
        .join(CourseDate)
        .where(*conditions, CourseDate.cancelled_at.is_(None), CourseDate.first_day > today)
        .order_by(Booking.date_id, Booking.id)
    )
    return list(session.scalars(wanted))
