"""What courses ask of the manager and the leads this week."""

from collections.abc import Collection, Iterator, Mapping
from datetime import date, timedelta

from sqlalchemy import Select, Subquery, and_, false, func, or_, select
from sqlalchemy.orm import Session

from tna.domain.courses import Catalogue
from tna.domain.courses.words import course_name
from tna.domain.plans import Renewals
from tna.domain.reports import this_week
from tna.domain.reports.this_week import ToDo
from tna.models.courses import Attendance, Booking, CompletedCourse, CourseDate
from tna.models.people import Membership
from tna.services.course_date_lists import upcoming_dates
from tna.services.courses import course_of

DECIDED_SOON = timedelta(days=28)
"""A date that lacks people is heard of while there is still time to ask somebody."""

REGISTERS_WAIT = timedelta(days=30)
"""A register that nobody has kept for a month will not be kept by asking once more."""


def dates_to_fill(session: Session, *, today: date) -> Iterator[ToDo]:
    """Dates that lack people for their joint rule and are decided soon."""
    for shown in upcoming_dates(session, today=today):
        board = shown.board
        is_near = shown.date.decides_on - today <= DECIDED_SOON
        if board is not None and not board.is_met and is_near and not shown.is_retired:
            yield this_week.date_short(course_name(shown.course), shown.date.first_day, board.finding, shown.date.id)


def registers_to_keep(session: Session, *, today: date) -> Iterator[ToDo]:
    """Dates that are over, on which people had places and of which the register says nothing."""
    placed = select(Booking.date_id).where(Booking.booked_at.is_not(None), Booking.cancelled_at.is_(None))
    kept = select(Booking.date_id).join(Attendance, Attendance.booking_id == Booking.id)
    wanted = (
        select(CourseDate)
        .where(CourseDate.last_day < today, CourseDate.last_day >= today - REGISTERS_WAIT)
        .where(CourseDate.cancelled_at.is_(None), CourseDate.id.in_(placed), CourseDate.id.not_in(kept))
        .order_by(CourseDate.last_day, CourseDate.id)
    )
    for one in session.scalars(wanted):
        yield this_week.register_open(course_name(course_of(one.course)), one.last_day, one.id)


def wishes_to_nominate(session: Session, *, agency_ids: Collection[str], today: date) -> Iterator[ToDo]:
    """People of these agencies whose wish for a date waits for a yes."""
    waiting = (
        select(Booking.date_id, func.count())
        .join(CourseDate)
        .where(Booking.awaits_nomination, Booking.cancelled_at.is_(None), Booking.agency_id.in_(agency_ids))
        .where(CourseDate.first_day >= today, CourseDate.cancelled_at.is_(None))
        .group_by(Booking.date_id, CourseDate.first_day)
        .order_by(CourseDate.first_day, Booking.date_id)
    )
    for date_id, people in session.execute(waiting):
        one = session.get_one(CourseDate, date_id)
        yield this_week.nominations(people, course_name(course_of(one.course)), one.first_day, date_id)


def renewals_due(session: Session, *, agencies: Mapping[str, str], catalogue: Catalogue, today: date) -> Iterator[ToDo]:
    """How many people of these agencies (title by id) have training that runs out within three months."""
    numbers = {agency_id: number for agency_id, number in session.execute(_due(catalogue, today))}
    due = [(numbers[agency_id], title, agency_id) for agency_id, title in agencies.items() if agency_id in numbers]
    if due:
        yield this_week.renewals(due)


def latest_completions(catalogue: Catalogue, today: date) -> Subquery:
    """Each person's latest completion of each course, but for those that another course has renewed since then.

    Columns: person_id, course_id, done.
    """
    latest = (
        select(
            CompletedCourse.person_id, CompletedCourse.course_id, func.max(CompletedCourse.completed_on).label("done")
        )
        .group_by(CompletedCourse.person_id, CompletedCourse.course_id)
        .subquery()
    )
    again = latest.alias("again")
    is_renewed = [
        select(again.c.person_id)
        .where(again.c.person_id == latest.c.person_id, again.c.course_id == by, again.c.done > latest.c.done)
        .where(latest.c.course_id == course)
        .exists()
        for course, by in Renewals(catalogue, today).pairs_that_renew
    ]
    return select(latest).where(*(~one for one in is_renewed)).subquery()


def _due(catalogue: Catalogue, today: date) -> Select[str, int]:
    """People by agency whose latest completion of a course is due and has not lapsed."""
    renewals, latest = Renewals(catalogue, today), latest_completions(catalogue, today)
    lapsed = renewals.days_through(is_due_too=False)
    is_due = [
        and_(latest.c.course_id == course, latest.c.done <= last_due, latest.c.done > lapsed[course])
        for course, last_due in renewals.days_through(is_due_too=True).items()
        if last_due is not None
    ]
    return (
        select(Membership.agency_id, func.count(Membership.person_id.distinct()))
        .join(latest, latest.c.person_id == Membership.person_id)
        .where(Membership.ended_on.is_(None), or_(false(), *is_due))
        .group_by(Membership.agency_id)
    )
