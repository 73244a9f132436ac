"""The register of a date: who was there on which day, and the completions that follow from it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from tna import language
from tna.domain.courses import course_name
from tna.domain.people import Answering
from tna.language import gettext, ngettext
from tna.models.courses import Attendance, Booking, CompletedCourse, CourseDate, Evidence, Presence
from tna.models.people import Person
from tna.services import audit
from tna.services.booking_checks import Asking, admission_of, said
from tna.services.bookings import live_booking, lock_person
from tna.services.course_places import BookingState, lock_date, state_of
from tna.services.courses import catalogue_of, course_of
from tna.services.people import after_merging, find_by_email
from tna.services.person_checks import PersonRefused, checked_address


class RegisterRefused(Exception):
    """A register that cannot be kept so; `field` names where, the message says what to do."""

    def __init__(self, field: str, message: str) -> None:
        super().__init__(message)
        self.field = field


@dataclass(frozen=True, slots=True)
class RegisterRow:
    """One person of a register, and what it says of each day so far."""

    booking: Booking
    presence: Mapping[date, Presence]


@dataclass(frozen=True, slots=True)
class WalkIn:
    """Somebody added to a register on the day, and what the trainer should know of it."""

    booking: Booking
    warnings: tuple[str, ...]


def register_of(session: Session, *, date_id: int) -> list[RegisterRow]:
    """Everybody with a place on a date, by name."""
    wanted = (
        select(Booking)
        .join(Person)
        .where(Booking.date_id == date_id, Booking.cancelled_at.is_(None), Booking.booked_at.is_not(None))
        .options(selectinload(Booking.attendance), selectinload(Booking.person))
        .order_by(Person.name, Person.id, Booking.id)
        .execution_options(populate_existing=True)
    )
    return [
        RegisterRow(booking, {each.day: each.presence for each in booking.attendance})
        for booking in session.scalars(wanted)
    ]


def usual_day(course_date: CourseDate, today: date) -> date:
    """The day a register opens at: today or the last day before it; the first where none has come."""
    come = [each.day for each in course_date.days if each.day <= today]
    return come[-1] if come else course_date.days[0].day


def save_day(
    session: Session,
    *,
    date_id: int,
    day: date,
    marks: Mapping[int, Presence],
    actor_id: int,
    now: datetime,
    today: date,
) -> None:
    """Keep who was there on one day, by booking; of whom nothing is said nothing changes. Raises RegisterRefused.

    Whoever was present on every day of the date has completed the course on its last. Putting a register right puts
    that right too.
    """
    course_date = lock_date(session, date_id=date_id)
    _check_day(course_date, day, today)
    rows = {row.booking.id: row for row in register_of(session, date_id=date_id)}
    for booking_id, presence in sorted(marks.items()):
        if booking_id in rows:
            _mark(rows[booking_id].booking, day, presence)
    session.flush()
    settle_completions(session, course_date)
    audit.note(
        session, at=now, actor_id=actor_id, action="kept a register", subject=f"date {date_id}", detail=day.isoformat()
    )


def add_walk_in(session: Session, *, date_id: int, email: str, actor_id: int, now: datetime, today: date) -> WalkIn:
    """Put somebody who came without a place on the register. Raises RegisterRefused.

    The trainer has seen them: what would stand against a booking is told and does not keep them out.
    """
    person = _person_at(session, email)
    job = _job_of(person)
    lock_person(session, person_id=person.id)
    course_date = lock_date(session, date_id=date_id)
    if course_date.cancelled_at is not None:
        raise RegisterRefused("email", gettext("This date was called off."))
    if today < course_date.first_day:
        sentence = gettext("People can be added from %(day)s on.", day=language.day(course_date.first_day))
        raise RegisterRefused("email", sentence)
    if any(each.person_id == person.id for each in course_date.trainers):
        sentence = gettext("%(name)s is a trainer of this date, so they are not on its register.", name=person.name)
        raise RegisterRefused("email", sentence)
    booking = live_booking(session, date_id=date_id, person_id=person.id)
    if booking is not None and state_of(booking) is BookingState.PLACE:
        raise RegisterRefused("email", gettext("%(name)s is on the register already.", name=person.name))
    if booking is None:
        booking = Booking(date_id=date_id, person_id=person.id, asked_at=now)
        booking.agency_id, booking.role_group = job.agency_id, job.role_group
        session.add(booking)
    booking.awaits_nomination, booking.booked_at = False, now
    session.flush()
    subject, detail = f"date {date_id}", f"person {person.id}"
    audit.note(session, at=now, actor_id=actor_id, action="added to a register", subject=subject, detail=detail)
    return WalkIn(booking, _warnings(session, course_date, job, person.name))


def _check_day(course_date: CourseDate, day: date, today: date) -> None:
    if course_date.cancelled_at is not None:
        sentence = gettext("This date was called off: %(reason)s", reason=course_date.cancelled_because)
        raise RegisterRefused("day", sentence)
    if day not in {each.day for each in course_date.days}:
        raise RegisterRefused("day", gettext("This date does not run on that day. Choose one of its days."))
    if day > today:
        sentence = gettext("The register of %(day)s can be kept from that day on.", day=language.day(day))
        raise RegisterRefused("day", sentence)


def _mark(booking: Booking, day: date, presence: Presence) -> None:
    row = next((each for each in booking.attendance if each.day == day), None)
    if row is None:
        booking.attendance.append(Attendance(day=day, presence=presence))
    else:
        row.presence = presence


def settle_completions(session: Session, course_date: CourseDate) -> None:
    """Let exactly those of the date have completed the course who were present on each of its days.

    A completion that a lead has recorded for the same day stands beside no other.
    """
    days = {each.day for each in course_date.days}
    rows = register_of(session, date_id=course_date.id)
    known = _completions(session, course_date)
    by_booking = {each.booking_id: each for each in known}
    recorded = {each.person_id for each in known if each.completed_on == course_date.last_day}
    for booking, presence in ((row.booking, row.presence) for row in rows):
        was_there = all(presence.get(day) is Presence.PRESENT for day in days)
        if not was_there and booking.id in by_booking:
            session.delete(by_booking[booking.id])
        elif was_there and booking.id not in by_booking and booking.person_id not in recorded:
            session.add(_completion(course_date, booking))
    session.flush()


def _completions(session: Session, course_date: CourseDate) -> list[CompletedCourse]:
    """Completions of the course that come from this date's register, or stand for its last day."""
    bookings = select(Booking.id).where(Booking.date_id == course_date.id)
    wanted = (
        select(CompletedCourse)
        .where(CompletedCourse.course_id == course_date.course_id)
        .where(CompletedCourse.booking_id.in_(bookings) | (CompletedCourse.completed_on == course_date.last_day))
        .order_by(CompletedCourse.id)
    )
    return list(session.scalars(wanted))


def _completion(course_date: CourseDate, booking: Booking) -> CompletedCourse:
    return CompletedCourse(
        person_id=booking.person_id,
        course_id=course_date.course_id,
        completed_on=course_date.last_day,
        evidence=Evidence.REGISTER,
        booking_id=booking.id,
    )


def _person_at(session: Session, email: str) -> Person:
    try:
        found = find_by_email(session, email=checked_address(email))
    except PersonRefused as refused:
        raise RegisterRefused("email", str(refused)) from refused
    found = None if found is None else after_merging(session, found)
    if found is None or found.left_on is not None:
        raise RegisterRefused(
            "email",
            gettext("Nobody here has this address. Check it with them, or ask the partnership manager to add them."),
        )
    return found


def _job_of(person: Person) -> Answering:
    job = next((m for m in person.memberships if m.is_answering), None)
    if job is None:
        sentence = gettext("%(name)s works for no agency now. Ask the manager to add their job.", name=person.name)
        raise RegisterRefused("email", sentence)
    return Answering(person.id, job.agency_id, job.role_group)


def _warnings(session: Session, course_date: CourseDate, job: Answering, name: str) -> tuple[str, ...]:
    course, catalogue = course_of(course_date.course), catalogue_of(session)
    admitted = admission_of(session, asking=Asking(job, name), course=course, catalogue=catalogue)
    told = [] if admitted.may_book else [_may_not_book(name, course_name(course))]
    told += said(admitted, catalogue, name)
    taken = len(register_of(session, date_id=course_date.id))
    if taken > course_date.places:
        places = ngettext("%(n)s place", "%(n)s places", course_date.places)
        told.append(
            ngettext(
                "There is %(n)s person for %(places)s now.",
                "There are %(n)s people for %(places)s now.",
                taken,
                places=places,
            )
        )
    return tuple(told)


def _may_not_book(name: str, course: str) -> str:
    return gettext("%(name)s may not book %(course)s by its rules.", name=name, course=course)
