"""Cover of joint interviewing: who of police and social care holds a current training, and the dates to come."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from tna.domain.courses import Catalogue, Completion, Course, RenewalState, Seat, standing_in, state_of_rule
from tna.domain.reports.abe_cover import (
    AbeCover,
    InterviewerCount,
    JointDate,
    JointDateWords,
    abe_cover,
    interview_course,
    joint_date_words,
)
from tna.models.courses import Booking, CompletedCourse, CourseDate
from tna.models.people import Agency, Membership
from tna.services.courses import catalogue_of
from tna.services.reach import headcounts_of
from tna.services.reports import agency_titles
from tna.services.survey_files import load_reference

MOST_DATES = 6
"""Joint dates listed: more than a year of them for most partnerships."""


@dataclass(frozen=True, slots=True)
class AbeCoverReport:
    """Cover as it stands today, with the course that gives it, and the joint dates to come, the next one first."""

    course: Course
    cover: AbeCover
    dates: tuple[JointDateWords, ...]


@dataclass(frozen=True, slots=True)
class _Trained:
    """Somebody in one of the sectors who completed the course or one that renews it, and each of their jobs there."""

    jobs: frozenset[tuple[str, str]]  # agency and role group
    completions: frozenset[tuple[str, date]]  # course and day


def abe_cover_report(session: Session, *, today: date) -> AbeCoverReport | None:
    """Cover today; None where the catalogue has no course for joint interviewers."""
    catalogue = catalogue_of(session)
    course = interview_course(catalogue)
    if course is None:
        return None
    together = [course, *(one for one in catalogue.courses if one.renews == course.id)]
    sectors = _sectors(course)
    counts, others = _counts(session, catalogue, course, together, today)
    return AbeCoverReport(
        course=course,
        cover=abe_cover(counts, sectors=sectors, titles=agency_titles(session), others=others),
        dates=_dates(session, together, today),
    )


def _sectors(course: Course) -> dict[str, str]:
    """The sectors that the course balances: title by id, in the order of the rule."""
    assert course.joint is not None  # `interview_course` found it by that
    return {sector: load_reference().sector(sector).title for sector in course.joint.balance or ()}


def _counts(
    session: Session, catalogue: Catalogue, course: Course, together: list[Course], today: date
) -> tuple[list[InterviewerCount], int]:
    """What counts in each agency, and how many people besides hold a current training in other role groups."""
    heads = headcounts_of(session, course.is_for)
    states: dict[str, Counter[RenewalState]] = defaultdict(Counter)
    others = 0
    for person in _trained(session, course, together):
        completions = [Completion(one, day) for one, day in person.completions]
        standing = standing_in(course, completions, catalogue, today)
        if standing is None:
            continue
        agencies = {agency for agency, role_group in person.jobs if role_group in course.is_for}
        others += not agencies and standing.state is not RenewalState.LAPSED
        for agency in agencies:
            states[agency][standing.state] += 1
    counts = [
        InterviewerCount(
            agency=agency,
            sector=sector,
            heads=heads.get(agency),
            current=states[agency][RenewalState.CURRENT],
            due=states[agency][RenewalState.DUE],
            lapsed=states[agency][RenewalState.LAPSED],
        )
        for agency, sector in session.execute(
            select(Agency.id, Agency.sector).where(Agency.sector.in_(_sectors(course))).order_by(Agency.id)
        )
    ]
    return counts, others


def _trained(session: Session, course: Course, together: list[Course]) -> Iterable[_Trained]:
    """Everybody who works in one of the sectors and has completed any of these courses, in one query."""
    wanted = (
        select(
            CompletedCourse.person_id,
            CompletedCourse.course_id,
            CompletedCourse.completed_on,
            Membership.agency_id,
            Membership.role_group,
        )
        .join(Membership, Membership.person_id == CompletedCourse.person_id)
        .join(Agency, Agency.id == Membership.agency_id)
        .where(
            CompletedCourse.course_id.in_([one.id for one in together]),
            Membership.ended_on.is_(None),
            Agency.sector.in_(_sectors(course)),
        )
    )
    jobs: dict[int, set[tuple[str, str]]] = defaultdict(set)
    completions: dict[int, set[tuple[str, date]]] = defaultdict(set)
    for person_id, course_id, completed_on, agency, role_group in session.execute(wanted):
        jobs[person_id].add((agency, role_group))
        completions[person_id].add((course_id, completed_on))
    return [_Trained(frozenset(jobs[one]), frozenset(completions[one])) for one in jobs]


def _dates(session: Session, together: list[Course], today: date) -> tuple[JointDateWords, ...]:
    """The joint dates to come, with the places taken on each."""
    by_id = {course.id: course for course in together}
    wanted = (
        select(CourseDate.id, CourseDate.course_id, CourseDate.first_day, CourseDate.decides_on, CourseDate.places)
        .where(CourseDate.course_id.in_(by_id), CourseDate.cancelled_at.is_(None), CourseDate.first_day >= today)
        .order_by(CourseDate.first_day, CourseDate.id)
        .limit(MOST_DATES)
    )
    rows = session.execute(wanted).all()
    seats = _seats(session, [row.id for row in rows])
    dates = [
        JointDate(
            course=(course := by_id[row.course_id]),
            first_day=row.first_day,
            decides_on=row.decides_on,
            places=row.places,
            taken=len(seats[row.id]),
            rule=state_of_rule(course.joint, seats[row.id], course.role_groups),
        )
        for row in rows
    ]
    titles = {sector.id: sector.title for sector in load_reference().sectors}
    return tuple(joint_date_words(each, sectors=titles, today=today) for each in dates)


def _seats(session: Session, date_ids: list[int]) -> Mapping[int, list[Seat]]:
    """Who has a place on each of these dates, as joint rules see them."""
    wanted = (
        select(Booking.date_id, Booking.agency_id, Agency.sector, Booking.role_group)
        .join(Agency, Agency.id == Booking.agency_id)
        .where(Booking.date_id.in_(date_ids), Booking.booked_at.is_not(None), Booking.cancelled_at.is_(None))
        .order_by(Booking.id)
    )
    seats: dict[int, list[Seat]] = defaultdict(list)
    for date_id, agency, sector, role_group in session.execute(wanted):
        seats[date_id].append(Seat(agency, sector, role_group))
    return seats
