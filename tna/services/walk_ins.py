"""Taking somebody off a register again who was added to it by mistake."""

from datetime import datetime

from sqlalchemy.orm import Session

from tna.domain.reports.periods import day_in_england
from tna.language import gettext
from tna.models.courses import Booking, CourseDate
from tna.services import audit
from tna.services.course_places import lock_date
from tna.services.registers import RegisterRefused, RegisterRow


def came_as_walk_in(booking: Booking, course_date: CourseDate) -> bool:
    """Whether a register gave this place: from a date's first day on nobody else does."""
    return booking.booked_at is not None and day_in_england(booking.booked_at) >= course_date.first_day


def can_be_taken_off(row: RegisterRow, course_date: CourseDate) -> bool:
    """Whether somebody came as a walk-in, and the register says nothing of them yet."""
    return course_date.cancelled_at is None and came_as_walk_in(row.booking, course_date) and not row.presence


def take_off(session: Session, *, booking_id: int, actor_id: int, now: datetime) -> None:
    """Take a walk-in off the register again; who waited for a place before waits as before. Raises RegisterRefused."""
    booking = session.get_one(Booking, booking_id)
    course_date = lock_date(session, date_id=booking.date_id)
    session.refresh(booking)
    if booking.cancelled_at is not None:
        return
    if course_date.cancelled_at is not None or not came_as_walk_in(booking, course_date):
        raise RegisterRefused("day", gettext("Only people who were added on the day can be taken off the register."))
    if booking.attendance:
        raise RegisterRefused("day", gettext("The register says who was there already. Mark them absent instead."))
    if booking.asked_at < (booking.booked_at or now):
        booking.booked_at = None
    else:
        booking.cancelled_at = now
    session.flush()
    subject, detail = f"date {course_date.id}", f"person {booking.person_id}"
    audit.note(session, at=now, actor_id=actor_id, action="took off a register", subject=subject, detail=detail)
