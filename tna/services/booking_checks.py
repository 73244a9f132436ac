"""Whether somebody may book a date: every reason why not, in words said to them, or of them to who books for them."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from sqlalchemy import select
from sqlalchemy.orm import Session

from tna.domain.courses import (
    Admission,
    Catalogue,
    Course,
    Seat,
    Why,
    admission,
    admission_words,
    course_name,
    lacking_words,
    needs_nomination,
    standing_in,
)
from tna.domain.people import Answering
from tna.language import day, gettext, mark
from tna.models.courses import Booking, CourseDate, CourseDay
from tna.models.people import Agency, Person
from tna.services.completions import completions_of
from tna.services.course_places import BookingState, places_of, state_of, terms_of
from tna.services.courses import catalogue_of, course_of
from tna.services.nominations import nomination_for
from tna.services.survey_files import load_reference


class Refusal(StrEnum):
    """Why a date cannot be booked, or a booking not be changed."""

    CALLED_OFF = "called off"
    PAST = "past"
    RETIRED = "retired"
    BOOKED_ALREADY = "booked already"
    CLASH = "clash"
    NOT_PERMITTED = "not permitted"
    CLOSED_SHORT = "closed short"
    CANCELLED = "cancelled"


class BookingRefused(Exception):
    """A booking that cannot be; `kind` says why for code, `sentences` say it to people."""

    def __init__(self, kind: Refusal, *sentences: str) -> None:
        super().__init__(" ".join(sentences))
        self.kind = kind
        self.sentences = sentences


@dataclass(frozen=True, slots=True)
class Asking:
    """Somebody who asks for a place, and on whose word: `name` is set where another books for them."""

    job: Answering
    name: str = ""
    is_nominated: bool = False
    accepts_evidence: bool = False

    def told(self, yours: str, theirs: str, **values: str) -> str:
        """A sentence said to them, or of them by `%(name)s`: both marked for translation."""
        return gettext(theirs, name=self.name, **values) if self.name else gettext(yours, **values)


@dataclass(frozen=True, slots=True)
class Cleared:
    """A booking against which nothing stands: what it still awaits, and what to mention."""

    awaits_nomination: bool
    needs_nomination: bool
    warnings: tuple[str, ...]


def check_booking(session: Session, *, course_date: CourseDate, asking: Asking, today: date) -> Cleared:
    """What is to be said of a booking that may be made. Raises BookingRefused."""
    course = course_of(course_date.course)
    _check_date(course_date, today)
    _check_own_bookings(session, course_date, asking, today)
    catalogue = catalogue_of(session)
    admitted = admission_of(session, asking=asking, course=course, catalogue=catalogue)
    waits = [reason.why for reason in admitted.reasons] == [Why.NEEDS_NOMINATION]
    if not admitted.may_book and not waits:
        raise BookingRefused(Refusal.NOT_PERMITTED, *said(admitted, catalogue, asking.name))
    _check_decision(session, course_date, asking, today)
    return Cleared(
        awaits_nomination=waits,
        needs_nomination=needs_nomination(course, asking.job.role_group),
        warnings=_warnings(session, course, catalogue, asking, today),
    )


def admission_of(session: Session, *, asking: Asking, course: Course, catalogue: Catalogue) -> Admission:
    """Whether somebody may take a course, by what they have done and who has nominated them."""
    yes = nomination_for(session, job=asking.job, course_id=course.id)
    done = completions_of(session, person_ids=[asking.job.person_id])[asking.job.person_id]
    return admission(
        course,
        asking.job.role_group,
        done=frozenset(each.course for each in done),
        is_nominated=asking.is_nominated or yes.is_nominated,
        catalogue=catalogue,
        evidence_is_accepted=asking.accepts_evidence or yes.accepts_evidence,
    )


def said(admitted: Admission, catalogue: Catalogue, name: str = "") -> tuple[str, ...]:
    """The reasons against a booking and the way there, in words."""
    titles = {group.id: group.title for group in load_reference().role_groups}
    return admission_words(admitted, catalogue, titles, name)


def check_not_begun(course_date: CourseDate, today: date) -> None:
    """Places of a date change hands until the day before it. Raises BookingRefused."""
    if course_date.cancelled_at is not None:
        raise BookingRefused(
            Refusal.CALLED_OFF, gettext("This date was called off: %(reason)s", reason=course_date.cancelled_because)
        )
    if course_date.last_day < today:
        raise BookingRefused(Refusal.PAST, gettext("This date has passed."))
    if course_date.first_day <= today:
        raise BookingRefused(Refusal.PAST, gettext("This date has begun: only its trainer can add or mark people now."))


def _check_date(course_date: CourseDate, today: date) -> None:
    check_not_begun(course_date, today)
    retired_on = course_date.course.retired_on
    if retired_on is not None and retired_on <= today:
        raise BookingRefused(
            Refusal.RETIRED, gettext("This course is no longer offered, so nobody can book it any more.")
        )


def _check_own_bookings(session: Session, course_date: CourseDate, asking: Asking, today: date) -> None:
    """One date of a course at a time, and one date on a day; waiting counts like a place, for it may become one."""
    wanted = (
        select(Booking)
        .join(CourseDate)
        .where(Booking.person_id == asking.job.person_id, Booking.cancelled_at.is_(None))
        .where(CourseDate.cancelled_at.is_(None), CourseDate.last_day >= today)
        .order_by(CourseDate.first_day, Booking.id)
    )
    others = list(session.scalars(wanted.execution_options(populate_existing=True)))
    for other in others:
        if other.date.course_id == course_date.course_id:
            raise BookingRefused(Refusal.BOOKED_ALREADY, _booked_already(other, course_date, asking))
    days = {each.day for each in course_date.days}
    clashing = select(CourseDay.date_id, CourseDay.day).where(
        CourseDay.date_id.in_([other.date_id for other in others])
    )
    for date_id, taken in session.execute(clashing.order_by(CourseDay.day, CourseDay.date_id)):
        if taken in days:
            other_course = next(other.date.course for other in others if other.date_id == date_id)
            sentence = asking.told(
                mark("You have asked for another course on %(day)s: %(course)s."),
                mark("%(name)s has asked for another course on %(day)s: %(course)s."),
                day=day(taken),
                course=course_name(course_of(other_course)),
            )
            raise BookingRefused(Refusal.CLASH, sentence)


def _booked_already(other: Booking, course_date: CourseDate, asking: Asking) -> str:
    has_place = state_of(other) is BookingState.PLACE
    if other.date_id == course_date.id and has_place:
        return asking.told(
            mark("You already have a place on this date."), mark("%(name)s already has a place on this date.")
        )
    if other.date_id == course_date.id:
        return asking.told(
            mark("You already wait for a place on this date."), mark("%(name)s already waits for a place on this date.")
        )
    if has_place:
        return asking.told(
            mark("You already have a place on the date on %(day)s."),
            mark("%(name)s already has a place on the date on %(day)s."),
            day=day(other.date.first_day),
        )
    return asking.told(
        mark("You already wait for a place on the date on %(day)s."),
        mark("%(name)s already waits for a place on the date on %(day)s."),
        day=day(other.date.first_day),
    )


def _check_decision(session: Session, course_date: CourseDate, asking: Asking, today: date) -> None:
    terms, seats = terms_of(course_date), places_of(session, date_id=course_date.id).seats
    if not terms.is_closed_short(seats, today) or terms.helps(seats, seat_for(session, asking.job)):
        return
    sectors = {sector.id: sector.title for sector in load_reference().sectors}
    needed = gettext(
        "On its decision day, %(day)s, this date still needed %(lacking)s.",
        day=day(course_date.decides_on),
        lacking=lacking_words(terms.state(seats), sectors),
    )
    raise BookingRefused(
        Refusal.CLOSED_SHORT, needed, gettext("Only people who bring the joint rule nearer can still book it.")
    )


def seat_for(session: Session, job: Answering) -> Seat:
    """The seat somebody would have who books as what they answer as."""
    agency = session.get_one(Agency, job.agency_id)
    return Seat(agency.id, agency.sector, job.role_group)


def _warnings(session: Session, course: Course, catalogue: Catalogue, asking: Asking, today: date) -> tuple[str, ...]:
    done = completions_of(session, person_ids=[asking.job.person_id])[asking.job.person_id]
    stands = standing_in(course, done, catalogue, today)
    if stands is None or stands.state != "current":
        return ()
    if stands.lapses_on is None:
        sentence = asking.told(
            mark("You have completed this course before, and it is up to date."),
            mark("%(name)s has completed this course before, and it is up to date."),
        )
    else:
        sentence = asking.told(
            mark("You have completed this course before, and it is up to date until %(day)s."),
            mark("%(name)s has completed this course before, and it is up to date until %(day)s."),
            day=day(stands.lapses_on),
        )
    return (sentence,)


def name_of(session: Session, person_id: int) -> str:
    """What somebody is called."""
    return session.get_one(Person, person_id).name
