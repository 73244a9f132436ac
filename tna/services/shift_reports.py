"""Reports of what courses did to confidence: released blocks put together with titles and sentences."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from tna.domain.courses import Course
from tna.domain.evaluations.blocks import BlockCounts
from tna.domain.reports.shift import ChangeBars, Dumbbell, change_bars, dumbbell, sureness_table
from tna.domain.reports.shift_courses import CoursesReport, courses_report
from tna.domain.reports.shift_figures import ShiftRow, headline_of, shift_rows
from tna.domain.reports.shift_looking_back import LookingBackSeries, looking_back_series
from tna.domain.reports.shift_room import RoomReport, room_report
from tna.domain.reports.shift_words import (
    PROGRESS_HEADINGS,
    course_sentence,
    domain_sentence,
    progress_heading,
    progress_words,
    warned_once,
)
from tna.domain.reports.tables import Table
from tna.domain.reports.words import begun
from tna.domain.reports.workings.shift import sureness_workings
from tna.domain.reports.workings.steps import Working
from tna.domain.surveys import SurveyDefinition
from tna.language import gettext
from tna.models.courses import OfferedCourse
from tna.models.evaluations import Block
from tna.services.block_progress import progress_of
from tna.services.blocks import all_released
from tna.services.courses import catalogue_of, course_of, find_course, offered_courses
from tna.services.survey_files import shipped_definitions


@dataclass(frozen=True, slots=True)
class CourseReport:
    """What the subgroup reads of one course with released figures.

    `sentence` opens the page, `others` are the sentences of its other domains; `progress` says how far the next
    release is, empty where that is not known.
    """

    course: Course
    sentence: str
    others: tuple[str, ...]
    dumbbell: Dumbbell
    changes: ChangeBars
    looking_back: LookingBackSeries
    room: RoomReport
    sureness: Table
    sureness_workings: tuple[Working, ...]
    progress: str


@dataclass(frozen=True, slots=True)
class Waiting:
    """A course of which nothing is released, and how far it is, in a sentence."""

    course: Course
    progress: str


@dataclass(frozen=True, slots=True)
class WaitingGroup:
    """Courses of which nothing is released and that are equally far, and how far, in the words of a heading."""

    words: str
    courses: tuple[Course, ...]


@dataclass(frozen=True, slots=True)
class AllCourses:
    """What the page of all courses shows; `report` is None where nothing is released at all."""

    report: CoursesReport | None
    waiting: tuple[WaitingGroup, ...]


def course_report(session: Session, *, course_id: str) -> CourseReport | None:
    """The report of a course; None where nothing of it is released."""
    row = find_course(session, course_id=course_id)
    counts = None if row is None else all_released(session, course_id=course_id).get(course_id)
    if row is None or counts is None:
        return None
    course, survey = course_of(row), statements_survey()
    rows = shift_rows(course, counts, survey)
    headline = headline_of(course, rows)
    changes = change_bars(course, rows)
    others = [_other(row) for row in rows if row.is_domain and row.figures and row is not headline]
    sentences = warned_once([_opening(course, headline) or changes.finding, *others])
    return CourseReport(
        course=course,
        sentence=sentences[0],
        others=sentences[1:],
        dumbbell=dumbbell(course, rows, survey),
        changes=changes,
        looking_back=looking_back_series(course.id, rows, counts, survey),
        room=room_report(course.id, rows, counts),
        sureness=sureness_table(rows),
        sureness_workings=sureness_workings(rows),
        progress=progress_words(progress_of(session).get(course_id), has_released=True),
    )


def waiting_for(session: Session, *, course_id: str) -> Waiting | None:
    """A course of which nothing is released; None where there is no such course."""
    row = find_course(session, course_id=course_id)
    if row is None:
        return None
    return Waiting(course_of(row), progress_words(progress_of(session).get(course_id), has_released=False))


def all_courses(session: Session, *, today: date) -> AllCourses:
    """Every course with released figures, retired ones too, and those on offer that ask and have none yet."""
    released, reached = all_released(session), progress_of(session)
    alike: dict[str, list[Course]] = {gettext(words): [] for words in PROGRESS_HEADINGS}
    for course in offered_courses(session, today=today):
        if course.has_forms and course.id not in released:
            alike[progress_heading(reached.get(course.id))].append(course)
    waiting = tuple(WaitingGroup(words, tuple(courses)) for words, courses in alike.items() if courses)
    return AllCourses(_together(session, released), waiting)


def courses_together(session: Session) -> CoursesReport | None:
    """All courses with released figures; None where there is none."""
    return _together(session, all_released(session))


def released_courses(session: Session) -> list[str]:
    """The ids of the courses of which anything is released, in their order."""
    wanted = (
        select(OfferedCourse.id)
        .where(OfferedCourse.id.in_(select(Block.course_id)))
        .order_by(OfferedCourse.place, OfferedCourse.id)
    )
    return list(session.scalars(wanted))


def statements_survey() -> SurveyDefinition:
    """The survey whose statements the courses' forms ask, in the language spoken now."""
    return shipped_definitions()[0]


def _together(session: Session, released: Mapping[str, BlockCounts]) -> CoursesReport | None:
    if not released:
        return None
    courses = [course for course in catalogue_of(session).courses if course.id in released]
    return courses_report([(one, shift_rows(one, released[one.id], statements_survey())) for one in courses])


def _opening(course: Course, headline: ShiftRow | None) -> str:
    if headline is None or headline.figures is None:
        return ""
    return course_sentence(course.id, headline.domain, headline.figures)


def _other(row: ShiftRow) -> str:
    return begun(domain_sentence(row.domain, row.figures)) if row.figures else ""
