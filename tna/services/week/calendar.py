"""The year ahead, from rounds, course dates, headcounts and renewals."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterator
from datetime import date, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from tna.domain.courses import Catalogue, renewal_state
from tna.domain.courses.words import course_name
from tna.domain.people import Action, Standing, agencies_within, may
from tna.domain.reports.calendar import Entry, Happening, Month, calendar
from tna.domain.reports.this_week import named
from tna.language import day_and_month, gettext
from tna.models.courses import CourseDate
from tna.models.people import Agency, Headcount, Membership
from tna.models.surveys import Round
from tna.services.courses import catalogue_of, course_of
from tna.services.reminder_plans import plans_of
from tna.services.week.courses import latest_completions

# A day more than a year, leap years apart: this only says around when to ask again.
_A_YEAR = timedelta(days=366)


def calendar_of(session: Session, *, standing: Standing, today: date) -> tuple[Month, ...]:
    """The year ahead of the partnership, with what runs out in the agencies whose training one leads or runs."""
    everywhere = frozenset(session.scalars(select(Agency.id)))
    own = agencies_within(standing, Action.ASSIGN_COURSES, everywhere)
    entries = [*_rounds(session, today), *_course_dates(session, today)]
    if may(standing, Action.KEEP_AGENCIES):
        entries += _headcounts(session)
    return calendar(entries, _running_out(session, own, catalogue_of(session), today), today)


def _rounds(session: Session, today: date) -> Iterator[Entry]:
    wanted = (
        select(Round)
        .where(Round.closed_at.is_(None), Round.cancelled_at.is_(None), Round.closes_on >= today)
        .order_by(Round.opens_on, Round.id)
    )
    for one in session.scalars(wanted):
        about = (Happening.ROUND, str(one.id))
        if one.opened_at is None:
            yield Entry(one.opens_on, gettext("“%(round)s” opens", round=one.title), *about)
        yield Entry(one.closes_on, gettext("Last day to answer “%(round)s”", round=one.title), *about)
        plan = plans_of(session, round_id=one.id).everybody
        if not plan.is_paused:
            for day in plan.days:
                if one.opens_on <= day <= one.closes_on:
                    yield Entry(day, gettext("People are reminded of “%(round)s”", round=one.title), *about)


def _course_dates(session: Session, today: date) -> Iterator[Entry]:
    wanted = (
        select(CourseDate)
        .where(CourseDate.last_day >= today, CourseDate.cancelled_at.is_(None))
        .order_by(CourseDate.first_day, CourseDate.id)
    )
    for one in session.scalars(wanted):
        name, about = course_name(course_of(one.course)), (Happening.COURSE_DATE, str(one.id))
        is_one_day = one.first_day == one.last_day
        starts = gettext("%(course)s runs", course=name) if is_one_day else gettext("%(course)s begins", course=name)
        yield Entry(one.first_day, starts, *about)
        if one.decides_on < one.first_day:
            first_day = day_and_month(one.first_day)
            decided = gettext("%(course)s on %(day)s is decided", course=name, day=first_day)
            yield Entry(one.decides_on, decided, *about)


def _headcounts(session: Session) -> list[Entry]:
    """The days on which agencies' headcounts are a year old, those of one day together."""
    newest = (
        select(Agency.name, func.max(Headcount.as_at))
        .join(Headcount, Headcount.agency_id == Agency.id)
        .group_by(Agency.id, Agency.name)
        .order_by(Agency.name, Agency.id)
    )
    by_day: dict[date, list[str]] = defaultdict(list)
    for name, as_at in session.execute(newest):
        by_day[as_at + _A_YEAR].append(name)
    return [
        Entry(day, gettext("Headcounts of %(agencies)s are a year old", agencies=named(agencies)), Happening.HEADCOUNTS)
        for day, agencies in by_day.items()
    ]


def _running_out(session: Session, agency_ids: Collection[str], catalogue: Catalogue, today: date) -> dict[date, int]:
    """By the first day of a month, how many completions of people in these agencies run out in it."""
    latest = latest_completions(catalogue, today)
    here = select(Membership.person_id).where(Membership.agency_id.in_(agency_ids), Membership.ended_on.is_(None))
    wanted = (
        select(latest.c.course_id, latest.c.done, func.count())
        .where(latest.c.person_id.in_(here))
        .group_by(latest.c.course_id, latest.c.done)
        .order_by(latest.c.course_id, latest.c.done)
    )
    months: Counter[date] = Counter()
    known = {course.id: course.renew_months for course in catalogue.courses}
    for course_id, done, number in session.execute(wanted):
        lapses_on = renewal_state(done, known.get(course_id), today).lapses_on
        if lapses_on is not None and lapses_on >= today:
            months[lapses_on.replace(day=1)] += number
    return dict(months)
