"""Who has been reached: how many of each agency's people were assigned a course, booked it, came and completed it.

Counts only, one query a measure, however many agencies there are. Somebody who works for two agencies counts in each,
as they do in the headcounts; otherwise everybody counts once, however often they took a course.
"""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import ColumnElement, and_, case, func, or_, select, true
from sqlalchemy.orm import Session

from tna.domain.courses import Course
from tna.domain.reports.joined_agencies import AgencyCount
from tna.domain.reports.periods import Period
from tna.domain.reports.reach import Measure, ReachBars, measures_of, reach_bars
from tna.models.courses import Attendance, Booking, CompletedCourse, CourseDate, Presence
from tna.models.people import Headcount, Membership
from tna.models.plans import Assignment
from tna.services.reports import agency_titles

Counts = Mapping[str, int]
"""People by agency id."""


def reach_report(session: Session, *, course: Course | None, period: Period) -> ReachBars:
    """Reach of one course among the role groups it is for without a nomination, or of all among everybody (None)."""
    heads = headcounts_of(session, None if course is None else course.is_for)
    completed, others = _completed(session, course, period)
    booked, attended = _on_dates(session, course, period)
    by_measure: dict[Measure, Counts] = {
        Measure.ASSIGNED: _assigned(session, course),
        Measure.BOOKED: booked,
        Measure.ATTENDED: attended,
        Measure.COMPLETED: completed,
    }
    shown = [by_measure[measure] for measure in measures_of(course)]
    titles = agency_titles(session)
    counts = [AgencyCount(one, heads.get(one), tuple(each.get(one, 0) for each in shown)) for one in titles]
    return reach_bars(counts, course=course, period=period, titles=titles, others=others)


def headcounts_of(session: Session, role_groups: frozenset[str] | None) -> Counts:
    """The heads of every agency in these role groups together, or in all; agencies without any headcount are absent."""
    counted = select(Headcount.agency_id, func.sum(Headcount.heads)).group_by(Headcount.agency_id)
    if role_groups is not None:
        counted = counted.where(Headcount.role_group.in_(role_groups))
    return {agency: int(heads) for agency, heads in session.execute(counted)}


def _assigned(session: Session, course: Course | None) -> Counts:
    """People of whom their agency asks it now, and who still work there."""
    works_there = and_(
        Membership.person_id == Assignment.person_id,
        Membership.agency_id == Assignment.agency_id,
        Membership.ended_on.is_(None),
    )
    counted = (
        select(Assignment.agency_id, func.count(Assignment.person_id.distinct()))
        .join(Membership, works_there)
        .where(Assignment.withdrawn_at.is_(None), _is_for(course, Membership.role_group))
        .group_by(Assignment.agency_id)
    )
    if course is not None:
        counted = counted.where(Assignment.course_id == course.id)
    return {agency: people for agency, people in session.execute(counted)}


def _on_dates(session: Session, course: Course | None, period: Period) -> tuple[Counts, Counts]:
    """People with a place on a date that began in this time, and those of them who were there for any part of it.

    They count for the agency, and in the role group, in which they booked.
    """
    was_there = and_(Attendance.booking_id == Booking.id, Attendance.presence.in_([Presence.PRESENT, Presence.PART]))
    attended = case((Attendance.booking_id.is_not(None), Booking.person_id))
    counted = (
        select(Booking.agency_id, func.count(Booking.person_id.distinct()), func.count(attended.distinct()))
        .join(CourseDate, CourseDate.id == Booking.date_id)
        .outerjoin(Attendance, was_there)
        .where(
            Booking.booked_at.is_not(None),
            Booking.cancelled_at.is_(None),
            CourseDate.cancelled_at.is_(None),
            CourseDate.first_day.between(period.first, period.last),
            _is_for(course, Booking.role_group),
        )
        .group_by(Booking.agency_id)
    )
    if course is not None:
        counted = counted.where(CourseDate.course_id == course.id)
    rows = session.execute(counted).all()
    return {agency: booked for agency, booked, _ in rows}, {agency: there for agency, _, there in rows}


def _completed(session: Session, course: Course | None, period: Period) -> tuple[Counts, int]:
    """People who completed it in this time, and how many besides who did so in a role group it is not for.

    By a register they count for the agency in which they booked, otherwise for the one as which they answer now.
    """
    agency = func.coalesce(Booking.agency_id, Membership.agency_id)
    role_group = func.coalesce(Booking.role_group, Membership.role_group)
    is_for = _is_for(course, role_group)
    person = CompletedCourse.person_id
    counted = (
        select(agency, func.count(case((is_for, person)).distinct()), func.count(person.distinct()))
        .outerjoin(Booking, Booking.id == CompletedCourse.booking_id)
        .outerjoin(
            Membership,
            and_(CompletedCourse.booking_id.is_(None), Membership.person_id == person, Membership.is_answering),
        )
        .where(
            CompletedCourse.completed_on.between(period.first, period.last),
            or_(Booking.id.is_not(None), Membership.id.is_not(None)),
        )
        .group_by(agency)
    )
    if course is not None:
        counted = counted.where(CompletedCourse.course_id == course.id)
    rows = session.execute(counted).all()
    return {one: people for one, people, _ in rows}, sum(everybody - people for _, people, everybody in rows)


def _is_for(course: Course | None, role_group: Any) -> ColumnElement[bool]:
    """Whether a course is for this role group without a nomination, as in ABE cover, or nobody asks about one."""
    return true() if course is None else role_group.in_(course.is_for)
