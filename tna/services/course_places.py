"""Places on a date: who has one, who waits and who comes next. All of it is decided under the lock of the date."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import select
from sqlalchemy.orm import Session

from tna.domain.courses import DateTerms, Seat
from tna.models.base import LARGEST_ID
from tna.models.courses import Booking, CourseDate
from tna.services.courses import course_of


class BookingState(StrEnum):
    """Where one booking stands."""

    PLACE = "place"
    QUEUE = "queue"
    NOMINATION = "nomination"
    CANCELLED = "cancelled"


@dataclass(frozen=True, slots=True)
class Places:
    """The live bookings of one date, each list in the order in which they were asked for."""

    taken: list[Booking]
    queue: list[Booking]
    awaiting: list[Booking]

    @property
    def seats(self) -> list[Seat]:
        """The places taken, as joint rules see them."""
        return [seat_of(booking) for booking in self.taken]


def state_of(booking: Booking) -> BookingState:
    """Where a booking stands."""
    if booking.cancelled_at is not None:
        return BookingState.CANCELLED
    if booking.awaits_nomination:
        return BookingState.NOMINATION
    return BookingState.QUEUE if booking.booked_at is None else BookingState.PLACE


def find_date(session: Session, *, date_id: int) -> CourseDate | None:
    """The date with this id."""
    return session.get(CourseDate, date_id) if 0 < date_id <= LARGEST_ID else None


def lock_date(session: Session, *, date_id: int) -> CourseDate:
    """The date, read anew and locked until the transaction ends: places are given away one at a time.

    On SQLite whoever writes holds the lock of the whole file already. The date must be there.
    """
    wanted = select(CourseDate).where(CourseDate.id == date_id).with_for_update(of=CourseDate)
    return session.scalars(wanted.execution_options(populate_existing=True)).one()


def places_of(session: Session, *, date_id: int) -> Places:
    """Who has a place on a date, and who waits for one."""
    return places_on(session, date_ids=[date_id])[date_id]


def places_on(session: Session, *, date_ids: Collection[int]) -> dict[int, Places]:
    """The same for several dates at once, read anew."""
    wanted = (
        select(Booking)
        .where(Booking.date_id.in_(date_ids), Booking.cancelled_at.is_(None))
        .order_by(Booking.asked_at, Booking.id)
        .execution_options(populate_existing=True)
    )
    found: dict[int, list[Booking]] = {date_id: [] for date_id in date_ids}
    for booking in session.scalars(wanted):
        found[booking.date_id].append(booking)
    return {date_id: _sorted(bookings) for date_id, bookings in found.items()}


def _sorted(bookings: Iterable[Booking]) -> Places:
    places = Places([], [], [])
    into = {
        BookingState.PLACE: places.taken,
        BookingState.QUEUE: places.queue,
        BookingState.NOMINATION: places.awaiting,
    }
    for booking in bookings:
        into[state_of(booking)].append(booking)
    return places


def seat_of(booking: Booking) -> Seat:
    """A booking as joint rules see it: by the agency and role group in which it was made."""
    return Seat(booking.agency_id, booking.agency.sector, booking.role_group)


def terms_of(course_date: CourseDate) -> DateTerms:
    """On what terms a date gives its places away."""
    course = course_of(course_date.course)
    return DateTerms(course.joint, course_date.places, course.role_groups, course_date.decides_on)


def move_up(session: Session, *, course_date: CourseDate, today: date, now: datetime) -> list[Booking]:
    """Give every free place to the first in the queue who may take it, until nobody may; those who moved up.

    For whoever has locked the date. From its first day on, and once it is called off, nobody moves.
    """
    if course_date.cancelled_at is not None or course_date.first_day <= today:
        return []
    session.flush()
    places, terms = places_of(session, date_id=course_date.id), terms_of(course_date)
    seats, queue, moved = places.seats, places.queue, []
    while (position := terms.next_in(seats, [seat_of(each) for each in queue], today)) is not None:
        first = queue.pop(position)
        first.booked_at = now
        seats.append(seat_of(first))
        moved.append(first)
    session.flush()
    return moved
