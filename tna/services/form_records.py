"""What one person has to do with the forms of a course: places, completions, and the forms they have answered.

Places and completions stand under the person, forms under the respondent key. The two meet here, for their owner.
"""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date

from sqlalchemy import ColumnElement, exists, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from tna.domain.evaluations.forms import FormKind, FormState, before_is_open
from tna.models.courses import Attendance, Booking, CompletedCourse, CourseDate, Evidence, OfferedCourse, Presence
from tna.models.evaluations import CourseForms
from tna.services.courses import course_of


@dataclass(frozen=True, slots=True)
class Place:
    """Somebody's place on a date that they have not completed, and whether the register says that they came."""

    first_day: date
    was_there: bool


@dataclass(slots=True)
class Record:
    """One person and one course: places not completed, how often it was completed by register, forms by occasion."""

    course: OfferedCourse
    places: list[Place] = field(default_factory=list)
    completions: int = 0
    forms: dict[int, CourseForms] = field(default_factory=dict)

    def occasion(self, kind: FormKind) -> int:
        """The time of taking the course, from 1, that a form of this kind is about now.

        Before: the one to come, or the last one where none is in sight. After: the last one, or the first to come.
        """
        if kind is FormKind.AFTER:
            return max(self.completions, 1)
        is_to_come = bool(self.places) or _standing(self.forms.get(self.completions + 1), kind) is not None
        return self.completions + 1 if is_to_come or not self.completions else self.completions

    def statements(self, occasion: int) -> tuple[str, ...]:
        """What is asked on this occasion: what its first form asked, or before that what the course says now."""
        row = self.forms.get(occasion)
        return course_of(self.course).statements if row is None else tuple(row.statements.split())

    def state(self, kind: FormKind, today: date) -> FormState | None:
        """How the form of this kind stands now; None where it is none of the person's."""
        occasion = self.occasion(kind)
        answered = _standing(self.forms.get(occasion), kind)
        if not self.statements(occasion) or not (self.places or self.completions or answered):
            return None
        if answered is not None:
            return answered
        if kind is FormKind.AFTER:
            return FormState.DUE if self.completions else FormState.TOO_EARLY
        return FormState.DUE if self.until(today) is not None else FormState.TOO_LATE

    def until(self, today: date) -> date | None:
        """The last day on which the form before the next date can be filled in; None where none can."""
        is_open = (one for one in self.places if before_is_open(one.first_day, was_there=one.was_there, today=today))
        return min((one.first_day for one in is_open), default=None)


def _standing(row: CourseForms | None, kind: FormKind) -> FormState | None:
    """Whether a form was sent or declined; None where neither."""
    if row is None:
        return None
    is_before = kind is FormKind.BEFORE
    if (row.before if is_before else row.after) is not None:
        return FormState.SENT
    return FormState.DECLINED if (row.before_declined if is_before else row.after_declined) else None


def own_records(session: Session, *, person_id: int, key: bytes, course_id: str | None = None) -> list[Record]:
    """What a person has to do with the forms of every course, or of one, by course id.

    `key` is their respondent key. Courses without any of it are left out.
    """
    places = _places(session, person_id, course_id)
    completions = _completions(session, person_id, course_id)
    forms = _forms(session, key, course_id)
    wanted = select(OfferedCourse).where(OfferedCourse.id.in_(places.keys() | completions.keys() | forms.keys()))
    return [
        Record(course, places.get(course.id, []), completions.get(course.id, 0), forms.get(course.id, {}))
        for course in session.scalars(wanted.order_by(OfferedCourse.id))
    ]


def own_record(session: Session, *, person_id: int, key: bytes, course_id: str) -> Record | None:
    """What a person has to do with the forms of one course; None where there is none of it."""
    if not course_id.isprintable():
        return None
    return next(iter(own_records(session, person_id=person_id, key=key, course_id=course_id)), None)


def _places(session: Session, person_id: int, course_id: str | None) -> dict[str, list[Place]]:
    came = exists().where(Attendance.booking_id == Booking.id, Attendance.presence != Presence.ABSENT)
    completed = exists().where(CompletedCourse.booking_id == Booking.id)
    wanted = (
        select(CourseDate.course_id, CourseDate.first_day, came)
        .join(Booking, Booking.date_id == CourseDate.id)
        .where(Booking.person_id == person_id, Booking.booked_at.is_not(None), Booking.cancelled_at.is_(None))
        .where(CourseDate.cancelled_at.is_(None), ~completed, *_of_course(CourseDate.course_id, course_id))
        .order_by(CourseDate.first_day, Booking.id)
    )
    found: dict[str, list[Place]] = defaultdict(list)
    for course, first_day, was_there in session.execute(wanted):
        found[course].append(Place(first_day, bool(was_there)))
    return found


def _completions(session: Session, person_id: int, course_id: str | None) -> dict[str, int]:
    wanted = select(CompletedCourse.course_id).where(
        CompletedCourse.person_id == person_id,
        CompletedCourse.evidence == Evidence.REGISTER,
        *_of_course(CompletedCourse.course_id, course_id),
    )
    found: dict[str, int] = defaultdict(int)
    for course in session.scalars(wanted):
        found[course] += 1
    return found


def _forms(session: Session, key: bytes, course_id: str | None) -> dict[str, dict[int, CourseForms]]:
    wanted = (
        select(CourseForms)
        .where(CourseForms.respondent_key == key, *_of_course(CourseForms.course_id, course_id))
        .execution_options(populate_existing=True)  # another tab may have sent since
    )
    found: dict[str, dict[int, CourseForms]] = defaultdict(dict)
    for row in session.scalars(wanted):
        found[row.course_id][row.occasion] = row
    return found


def _of_course(column: InstrumentedAttribute[str], course_id: str | None) -> tuple[ColumnElement[bool], ...]:
    return () if course_id is None else (column == course_id,)
