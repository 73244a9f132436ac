"""All courses together: what changed after each, one line a course, and never their statements pooled."""

from collections.abc import Sequence
from dataclasses import dataclass

from tna.domain.courses import Course
from tna.domain.evaluations.readings import Reading
from tna.domain.reports.shift import ChangeBars, ChangeRow, withheld_words
from tna.domain.reports.shift_figures import WITHHELD, ShiftFigures, ShiftRow, headline_of
from tna.domain.reports.shift_words import CAPTION, course_sentence, readings_words
from tna.domain.reports.words import listed, number
from tna.language import gettext, mark, ngettext

_ONE_DOMAIN = mark("Each course stands here with one domain, the first it teaches; its own page has the others.")
_NO_LEAGUE = mark("Courses differ in who takes them and how sure those are before: the order is no ranking of courses.")
_MANY_COURSES = mark(
    "Each reading allows for the domains of its own course, not for how many courses are listed: of twenty courses "
    "that change nothing, about one will still read as a rise or a fall."
)


@dataclass(frozen=True, slots=True)
class CourseLine:
    """One course in words: its sentence, and in one more what its domains together show (empty for one domain)."""

    course_id: str
    title: str
    sentence: str
    others: str
    reading: Reading


@dataclass(frozen=True, slots=True)
class CourseGroup:
    """Courses that are read alike, under one heading."""

    heading: str
    lines: tuple[CourseLine, ...]


@dataclass(frozen=True, slots=True)
class CoursesReport:
    """The page of all courses: the picture with its finding, and the sentences in groups."""

    bars: ChangeBars
    groups: tuple[CourseGroup, ...]


@dataclass(frozen=True, slots=True)
class _Entry:
    course: Course
    domain: ShiftRow
    figures: ShiftFigures
    rows: Sequence[ShiftRow]


_HEADINGS = {
    mark("Confidence rose"): (Reading.RISE,),
    mark("Confidence fell"): (Reading.FALL,),
    mark("No clear change"): (Reading.UNCLEAR,),
    mark("Too early to say"): (Reading.INCONCLUSIVE, Reading.TOO_FEW),
}


def courses_report(shifts: Sequence[tuple[Course, Sequence[ShiftRow]]]) -> CoursesReport:
    """Every course with its rows, in the catalogue's order; those with nothing to show are left out.

    In the order of the headings; under each, where most people were more confident, less those less confident.
    """
    found = [
        _Entry(course, domain, domain.figures, rows)
        for course, rows in shifts
        if (domain := headline_of(course, rows)) is not None and domain.figures is not None
    ]
    entries = sorted(found, key=_place)
    bars = ChangeBars(
        title=gettext("What changed after each course"),
        finding=_finding(entries),
        heading=gettext("Course"),
        rows=tuple(
            ChangeRow(one.course.id, f"{one.course.id} {one.course.title}", one.domain.domain, True, one.figures)
            for one in entries
        ),
        withheld_words="",
        notes=tuple(map(gettext, (CAPTION, _ONE_DOMAIN, _NO_LEAGUE, _MANY_COURSES))),
    )
    lines = [_line(one) for one in entries]
    groups = [
        CourseGroup(gettext(heading), tuple(line for line in lines if line.reading in readings))
        for heading, readings in _HEADINGS.items()
    ]
    return CoursesReport(bars, tuple(group for group in groups if group.lines))


def _place(entry: _Entry) -> tuple[int, float]:
    one = entry.figures
    group = next(place for place, readings in enumerate(_HEADINGS.values()) if one.reading in readings)
    return group, (one.down - one.up) / one.n


def _line(entry: _Entry) -> CourseLine:
    shown = [row.figures.reading for row in entry.rows if row.is_domain and row.figures]
    return CourseLine(
        entry.course.id,
        entry.course.title,
        course_sentence(entry.course.id, entry.domain.domain, entry.figures),
        readings_words(shown, withheld=bool(withheld_words(entry.rows))) if len(shown) > 1 else "",
        entry.figures.reading,
    )


def _finding(entries: Sequence[_Entry]) -> str:
    if not entries:
        return gettext("No course has figures to show yet: %(why)s.", why=gettext(WITHHELD))
    if len(entries) == 1:
        [one] = entries
        return course_sentence(one.course.id, one.domain.domain, one.figures)
    clear = [one for one in entries if one.figures.reading is Reading.RISE]
    falls = [one.course.id for one in entries if one.figures.reading is Reading.FALL]
    untested = sum(one.figures.reading is Reading.TOO_FEW for one in entries)
    unsure = len(entries) - len(clear) - len(falls) - untested
    moved, rest = _moved(len(clear), falls, len(entries)), _left_open(unsure, untested)
    return f"{moved}; {rest}." if rest else f"{moved}."


def _moved(rises: int, falls: Sequence[str], courses: int) -> str:
    rose, of_all = number(rises), number(courses)
    if rises == courses:
        return gettext("Confidence rose after all %(all)s courses with figures", all=of_all)
    if not rises and not falls:
        return gettext("Confidence rose after none of the %(all)s courses with figures", all=of_all)
    if not falls:
        return gettext("Confidence rose after %(rose)s of %(all)s courses with figures", rose=rose, all=of_all)
    return gettext(
        "Confidence rose after %(rose)s of %(all)s courses with figures and fell after %(fell)s",
        rose=rose,
        all=of_all,
        fell=listed(falls),
    )


def _left_open(unsure: int, untested: int) -> str:
    """How many courses neither rose nor fell, and why; empty where all did."""
    chance = ngettext(
        "%(courses)s cannot be told from chance",
        "%(courses)s cannot be told from chance",
        unsure,
        courses=number(unsure),
    )
    too_few = ngettext(
        "%(courses)s has too few people to test",
        "%(courses)s have too few people to test",
        untested,
        courses=number(untested),
    )
    return listed([words for words, courses in ((chance, unsure), (too_few, untested)) if courses])
