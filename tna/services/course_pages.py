"""What the pages of courses say: the courses there are, and one course with its dates and one's own way into it."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from tna.domain.courses import Admission, Catalogue, Course, admission, open_to, still_offered
from tna.domain.people import Answering
from tna.domain.surveys import Domain, Statement
from tna.models.courses import Booking, CompletedCourse, CourseDate, OfferedCourse
from tna.services.course_files import shipped_domains
from tna.services.courses import catalogue_of, course_of, retirements
from tna.services.nominations import nomination_for


@dataclass(frozen=True, slots=True)
class CourseLine:
    """One course in the list; `is_on_the_way` where a role group takes it only to get to one of its own."""

    course: Course
    retired_on: date | None
    is_retired: bool
    is_on_the_way: bool = False


@dataclass(frozen=True, slots=True)
class ComingDate:
    """A date of a course that has not begun, and how many of its places nobody has."""

    date: CourseDate
    places_left: int


@dataclass(frozen=True, slots=True)
class OwnWay:
    """Whether somebody may book a course, by the catalogue as it is offered to them, and whether they took it once."""

    admission: Admission
    catalogue: Catalogue
    has_completed: bool


@dataclass(frozen=True, slots=True)
class CoursePage:
    """One course: of each list of what comes first its courses, what is asked before and after, and its dates.

    `own_booking` is the reader's place on a date that is not over, or their wait for one.
    """

    course: Course
    first: tuple[tuple[Course, ...], ...]
    renews: Course | None
    leads_to: tuple[Course, ...]
    asked: tuple[tuple[Domain, tuple[Statement, ...]], ...]
    dates: tuple[ComingDate, ...]
    own_way: OwnWay | None
    own_booking: Booking | None


@dataclass(frozen=True, slots=True)
class Held:
    """What a course still has before it, if it retires: the dates to come, who has a place, and who waits."""

    dates: int
    places: int
    waiting: int


def list_courses(
    session: Session, *, role_group: str | None, today: date, with_retired: bool
) -> tuple[CourseLine, ...]:
    """The courses in their order, of one role group or of all; with a role group also those on its way."""
    catalogue, ends = catalogue_of(session), retirements(session)
    retired = _retired(ends, today)
    reached = open_to(still_offered(catalogue, retired))
    return tuple(
        CourseLine(
            course=course,
            retired_on=ends.get(course.id),
            is_retired=course.id in retired,
            is_on_the_way=role_group is not None and role_group not in course.role_groups,
        )
        for course in catalogue.courses
        if (with_retired or course.id not in retired)
        and (role_group is None or role_group in reached.get(course.id, course.role_groups))
    )


def course_page(session: Session, *, row: OfferedCourse, job: Answering | None, today: date) -> CoursePage:
    """One course, for a reader with this job, or for one without any."""
    course, catalogue, ends = course_of(row), catalogue_of(session), retirements(session)
    return CoursePage(
        course=course,
        first=tuple(tuple(catalogue.course(one) for one in any_of) for any_of in course.prerequisites),
        renews=catalogue.course(course.renews) if course.renews else None,
        leads_to=_leads_to(catalogue, course, _retired(ends, today)),
        asked=asked_of(course),
        dates=_coming(session, course_id=course.id, today=today),
        own_way=_own_way(session, course, catalogue, _retired(ends, today), job) if job else None,
        own_booking=_own_booking(session, course.id, job.person_id, today) if job else None,
    )


def asked_of(course: Course) -> tuple[tuple[Domain, tuple[Statement, ...]], ...]:
    """The domains of a course, each with the statements that are asked before and after it."""
    found = [
        (domain, tuple(one for one in domain.statements if one.id in course.statements))
        for domain in shipped_domains()
        if domain.id in course.domains
    ]
    return tuple((domain, statements) for domain, statements in found if statements)


def held_places(session: Session, *, course_id: str, today: date) -> Held:
    """What a course still has before it."""
    dates = (
        select(CourseDate.id)
        .where(CourseDate.course_id == course_id, CourseDate.last_day >= today, CourseDate.cancelled_at.is_(None))
        .order_by(CourseDate.id)
    )
    ids = session.scalars(dates).all()
    live = select(func.count(), func.count(Booking.booked_at)).where(
        Booking.date_id.in_(ids), Booking.cancelled_at.is_(None)
    )
    bookings, places = session.execute(live).one()
    return Held(dates=len(ids), places=places, waiting=bookings - places)


def _retired(ends: dict[str, date], today: date) -> frozenset[str]:
    return frozenset(one for one, day in ends.items() if day <= today)


def _leads_to(catalogue: Catalogue, course: Course, retired: frozenset[str]) -> tuple[Course, ...]:
    return tuple(
        one
        for one in catalogue.courses
        if one.id not in retired and any(course.id in any_of for any_of in one.prerequisites)
    )


def _own_way(session: Session, course: Course, catalogue: Catalogue, retired: frozenset[str], job: Answering) -> OwnWay:
    completed = select(CompletedCourse.course_id).where(CompletedCourse.person_id == job.person_id)
    done = frozenset(session.scalars(completed))
    yes = nomination_for(session, job=job, course_id=course.id)
    offered = still_offered(catalogue, retired - done - {course.id})
    found = admission(
        offered.course(course.id),
        job.role_group,
        done=done,
        is_nominated=yes.is_nominated,
        catalogue=offered,
        evidence_is_accepted=yes.accepts_evidence,
    )
    return OwnWay(found, offered, course.id in done)


def _own_booking(session: Session, course_id: str, person_id: int, today: date) -> Booking | None:
    wanted = (
        select(Booking)
        .join(CourseDate)
        .where(Booking.person_id == person_id, Booking.cancelled_at.is_(None), CourseDate.course_id == course_id)
        .where(CourseDate.cancelled_at.is_(None), CourseDate.last_day >= today)
        .order_by(CourseDate.first_day, Booking.id)
    )
    return session.scalars(wanted).first()


def _coming(session: Session, *, course_id: str, today: date) -> tuple[ComingDate, ...]:
    dates = (
        select(CourseDate)
        .where(CourseDate.course_id == course_id, CourseDate.first_day >= today, CourseDate.cancelled_at.is_(None))
        .order_by(CourseDate.first_day, CourseDate.id)
    )
    found = session.scalars(dates).all()
    counted = (
        select(Booking.date_id, func.count())
        .where(Booking.date_id.in_([each.id for each in found]))
        .where(Booking.booked_at.is_not(None), Booking.cancelled_at.is_(None))
        .group_by(Booking.date_id)
    )
    taken = {date_id: places for date_id, places in session.execute(counted)}
    return tuple(ComingDate(each, max(0, each.places - taken.get(each.id, 0))) for each in found)
