"""Whether somebody stands in a state, as a condition that the database works out, however many people there are.

The rule itself is `tna.domain.plans.course_states`; a test holds the two together. Both follow from the same days: a
completion has lapsed, or is due, if it is not later than a day that its course gives.
"""

from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, and_, exists, func, or_, true
from sqlalchemy.orm import InstrumentedAttribute, Session, aliased

from tna.domain.plans import Renewals
from tna.models.courses import Booking, CompletedCourse, CourseDate
from tna.models.people import Person
from tna.models.plans import Assignment, AssignmentBatch

_Done = type[CompletedCourse]


class Show(StrEnum):
    """Whom a list shows, by how they stand in the course chosen, or in any."""

    ASSIGNED = "assigned"
    BOOKED = "booked"
    CURRENT = "current"
    DUE = "due"
    LAPSED = "lapsed"
    NOTHING = "nothing"
    WISHES = "wishes"  # they have asked their lead for a course


class Narrowing:
    """Conditions on Person for one agency and one course, or any where `course` is None."""

    def __init__(self, session: Session, *, agency_id: str, course: str | None, renewals: Renewals) -> None:
        self._is_sqlite = session.get_bind().dialect.name == "sqlite"
        self._agency_id = agency_id
        self._course = course
        self._renewals = renewals

    def condition(self, show: Show) -> ColumnElement[bool]:
        """The condition of a state; KeyError for WISHES, which are no state."""
        return {
            Show.ASSIGNED: self.assigned,
            Show.BOOKED: self.booked,
            Show.CURRENT: self.current,
            Show.DUE: self.due,
            Show.LAPSED: self.lapsed,
            Show.NOTHING: self.nothing,
        }[show]

    @property
    def assigned(self) -> ColumnElement[bool]:
        """The agency asks for something that is not done: neither since then, nor held with nothing due."""
        done = aliased(CompletedCourse)
        since = _there_is(done, self._past(done), done.course_id == Assignment.course_id, self._since_asked(done))
        fresh = _there_is(
            done, self._past(done), done.course_id == Assignment.course_id, self._kept_up(done, is_fresh=True)
        )
        return _there_is(
            (Assignment, AssignmentBatch), self._asked, Assignment.batch_id == AssignmentBatch.id, ~since, ~fresh
        )

    @property
    def booked(self) -> ColumnElement[bool]:
        """A place on a date to come, or the wish for one."""
        return _there_is(
            (Booking, CourseDate),
            Booking.person_id == Person.id,
            Booking.date_id == CourseDate.id,
            Booking.cancelled_at.is_(None),
            CourseDate.cancelled_at.is_(None),
            CourseDate.last_day >= self._renewals.today,
            self._chosen(CourseDate.course_id),
        )

    @property
    def current(self) -> ColumnElement[bool]:
        """Completed, with nothing due."""
        done = aliased(CompletedCourse)
        return _there_is(done, self._past(done), self._chosen(done.course_id), self._kept_up(done, is_fresh=True))

    @property
    def due(self) -> ColumnElement[bool]:
        """Completed and not lapsed, with a renewal due."""
        done = aliased(CompletedCourse)
        held, fresh = self._kept_up(done), self._kept_up(done, is_fresh=True)
        return _there_is(done, self._past(done), self._chosen(done.course_id), held, ~fresh)

    @property
    def lapsed(self) -> ColumnElement[bool]:
        """Completed once, and held no longer."""
        done = aliased(CompletedCourse)
        return _there_is(done, self._past(done), self._chosen(done.course_id), ~self._kept_up(done))

    @property
    def nothing(self) -> ColumnElement[bool]:
        """Neither asked, booked nor ever completed: whoever has done what was asked has completed something."""
        done = aliased(CompletedCourse)
        ever = _there_is(done, self._past(done), self._chosen(done.course_id))
        return and_(~_there_is(Assignment, self._asked), ~self.booked, ~ever)

    @property
    def _asked(self) -> ColumnElement[bool]:
        return and_(
            Assignment.person_id == Person.id,
            Assignment.agency_id == self._agency_id,
            Assignment.withdrawn_at.is_(None),
            self._chosen(Assignment.course_id),
        )

    def _chosen(self, column: InstrumentedAttribute[str]) -> ColumnElement[bool]:
        return true() if self._course is None else column == self._course

    def _past(self, done: _Done) -> ColumnElement[bool]:
        return and_(done.person_id == Person.id, done.completed_on <= self._renewals.today)

    def _since_asked(self, done: _Done) -> ColumnElement[bool]:
        """Completed on the day of the assignment or later."""
        if self._is_sqlite:
            return done.completed_on >= func.date(AssignmentBatch.assigned_at)
        return done.completed_on >= func.date(func.timezone("UTC", AssignmentBatch.assigned_at))

    def _kept_up(self, done: _Done, *, is_fresh: bool = False) -> ColumnElement[bool]:
        """Whether the course of a completion is held today, by itself or one that renews it; fresh: with nothing due.

        What renews a course counts from its first completion on, so from any that is not later.
        """
        keeps, first = aliased(CompletedCourse), aliased(CompletedCourse)
        is_same = keeps.course_id == done.course_id
        earlier = _there_is(
            first,
            first.person_id == Person.id,
            first.course_id == done.course_id,
            first.completed_on <= keeps.completed_on,
        )
        renews = [
            and_(done.course_id == course, keeps.course_id == by, earlier)
            for course, by in self._renewals.pairs_that_renew
        ]
        return _there_is(keeps, self._past(keeps), or_(is_same, *renews), self._counts(keeps, is_fresh=is_fresh))

    def _counts(self, keeps: _Done, *, is_fresh: bool) -> ColumnElement[bool]:
        """Whether one completion by itself has not lapsed; fresh: nor is due."""
        through = self._renewals.days_through(is_due_too=is_fresh)
        for_ever = keeps.course_id.in_([course for course, day in through.items() if day is None])
        later = [
            and_(keeps.course_id == course, keeps.completed_on > day)
            for course, day in through.items()
            if day is not None
        ]
        return or_(for_ever, *later)


def _there_is(tables: Any, *conditions: ColumnElement[bool]) -> ColumnElement[bool]:
    """Whether a row of these tables fits; every other table is that of the question around it, however far out."""
    own = tables if isinstance(tables, tuple) else (tables,)
    return exists().where(*conditions).correlate_except(*own)
