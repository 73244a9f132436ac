"""What reach bars show: of an agency's people, how many were assigned a course, booked it, came and completed it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from tna import language
from tna.domain.courses import Course, course_name
from tna.domain.reports.coverage import AGENCIES, behind
from tna.domain.reports.joined_agencies import (
    OTHER_AGENCIES,
    AgencyCount,
    Joined,
    JoinedCount,
    join_small,
    people_words,
)
from tna.domain.reports.periods import Period
from tna.domain.reports.tables import Table
from tna.domain.reports.words import listed, percent, short_percent, whole_percent
from tna.language import gettext, mark, ngettext

EVERYBODY = mark("All agencies")


class Measure(StrEnum):
    """How far people have come with a course, in the order in which it happens."""

    ASSIGNED = "assigned"
    BOOKED = "booked"
    ATTENDED = "attended"
    COMPLETED = "completed"


MEASURES = {
    Measure.ASSIGNED: mark("Assigned"),
    Measure.BOOKED: mark("Booked"),
    Measure.ATTENDED: mark("Attended"),
    Measure.COMPLETED: mark("Completed"),
}
"""A measure at the head of its column, for `gettext`."""


@dataclass(frozen=True, slots=True)
class ReachBar:
    """One agency, or several joined: its people, and how many of them each measure counts, in the bars' order."""

    title: str
    heads: int
    counts: tuple[int, ...]
    is_joined: bool = False

    @property
    def shares(self) -> tuple[float, ...]:
        """Of the headcount; over 1 where more people are counted than it knows."""
        return tuple(count / self.heads for count in self.counts)


@dataclass(frozen=True, slots=True)
class ReachBars:
    """The picture: everybody first, then the agencies from the furthest behind on, joined ones last.

    Completing is the last measure, and the one by which an agency is behind.
    """

    title: str
    finding: str
    measures: tuple[Measure, ...]
    everybody: ReachBar | None
    bars: tuple[ReachBar, ...]
    notes: tuple[str, ...] = ()


def measures_of(course: Course | None) -> tuple[Measure, ...]:
    """What is counted for a course, or for all of them; nobody is booked on one without dates."""
    if course is None or course.has_dates:
        return tuple(Measure)
    return (Measure.ASSIGNED, Measure.COMPLETED)


def reach_bars(
    counts: Iterable[AgencyCount],
    *,
    course: Course | None,
    period: Period,
    titles: Mapping[str, str],
    others: int = 0,
) -> ReachBars:
    """Reach of one course, or of all; the counts in the order of `measures_of`, `titles` by agency id.

    `others` are people outside the role groups the course is for who completed it and are in no count.
    """
    joined = join_small(counts)
    rows = [_bar(row, titles) for row in joined.rows]
    bars = tuple(sorted(rows, key=lambda bar: (bar.is_joined, bar.shares[-1], bar.title)))
    total = joined.total
    everybody = None if total is None else ReachBar(gettext(EVERYBODY), total.heads, total.counts)
    return ReachBars(
        title=_title(course),
        finding=_finding(everybody, bars, course, period),
        measures=measures_of(course),
        everybody=everybody,
        bars=bars,
        notes=tuple(_notes(joined, bars, course, period, titles, others)),
    )


def reach_table(bars: ReachBars) -> Table:
    """Every count with its share of the headcount, narrow enough to be read on a page; all agencies last."""
    headers = (gettext("Agency"), gettext("Headcount"), *(gettext(MEASURES[measure]) for measure in bars.measures))
    rows = tuple(
        (
            bar.title,
            language.number(bar.heads),
            *(
                f"{language.number(n)} ({short_percent(share)})"
                for n, share in zip(bar.counts, bar.shares, strict=True)
            ),
        )
        for bar in _shown(bars)
    )
    caption = gettext("%(title)s; in brackets, of the headcount", title=bars.title)
    return Table(caption, headers, rows, frozenset(range(1, len(headers))))


def reach_file(bars: ReachBars) -> Table:
    """The same for a file, in which each number has a column of its own."""
    headers = [gettext("Agency"), gettext("Headcount")]
    for measure in bars.measures:
        title = gettext(MEASURES[measure])
        headers += [title, gettext("%(measure)s (%% of headcount)", measure=title)]
    return Table(bars.title, tuple(headers), tuple(map(_file_row, _shown(bars))), frozenset(range(1, len(headers))))


def _file_row(bar: ReachBar) -> tuple[str, ...]:
    cells = [bar.title, str(bar.heads)]
    for count, share in zip(bar.counts, bar.shares, strict=True):
        cells += [str(count), str(whole_percent(share))]
    return tuple(cells)


def _shown(bars: ReachBars) -> tuple[ReachBar, ...]:
    return bars.bars if bars.everybody is None else (*bars.bars, bars.everybody)


def _bar(row: JoinedCount, titles: Mapping[str, str]) -> ReachBar:
    is_joined = len(row.agencies) > 1
    title = gettext(OTHER_AGENCIES) if is_joined else titles[row.agencies[0]]
    return ReachBar(title, row.heads, row.counts, is_joined)


def _title(course: Course | None) -> str:
    if course is None:
        return gettext("Who has been reached by a course, by agency")
    return gettext("Who has been reached by %(course)s, by agency", course=course_name(course))


def _finding(everybody: ReachBar | None, bars: Sequence[ReachBar], course: Course | None, period: Period) -> str:
    if everybody is None:
        return gettext("There is nobody to count yet: no headcounts are known.")
    if not everybody.counts[-1]:
        return _none_completed(everybody.heads, course, period)
    last = behind([(bar.title, bar.shares[-1]) for bar in bars if not bar.is_joined], AGENCIES)
    return f"{_completed(everybody, course, period)} {last}".strip()


def _none_completed(people: int, course: Course | None, period: Period) -> str:
    if course is None:
        return ngettext(
            "Of %(n)s person, none completed a course %(within)s.",
            "Of %(n)s people, none completed a course %(within)s.",
            people,
            within=period.within,
        )
    return ngettext(
        "Of %(n)s person whom %(course)s is for, none completed it %(within)s.",
        "Of %(n)s people whom %(course)s is for, none completed it %(within)s.",
        people,
        course=course_name(course),
        within=period.within,
    )


def _completed(everybody: ReachBar, course: Course | None, period: Period) -> str:
    completed, share = language.number(everybody.counts[-1]), percent(everybody.shares[-1])
    if course is None:
        return ngettext(
            "Of %(n)s person, %(completed)s completed a course %(within)s: %(share)s.",
            "Of %(n)s people, %(completed)s completed a course %(within)s: %(share)s.",
            everybody.heads,
            completed=completed,
            within=period.within,
            share=share,
        )
    return ngettext(
        "Of %(n)s person whom %(course)s is for, %(completed)s completed it %(within)s: %(share)s.",
        "Of %(n)s people whom %(course)s is for, %(completed)s completed it %(within)s: %(share)s.",
        everybody.heads,
        course=course_name(course),
        completed=completed,
        within=period.within,
        share=share,
    )


def _notes(
    joined: Joined,
    bars: Sequence[ReachBar],
    course: Course | None,
    period: Period,
    titles: Mapping[str, str],
    others: int,
) -> Iterable[str]:
    yield from _what_is_counted(course, period)
    if course is not None and course.on_nomination:
        yield gettext("Role groups that it takes only by exception, with a nomination, are not counted.")
    if others:
        people = people_words(others)
        yield gettext("Not counted: %(people)s in other role groups who completed it.", people=people)
    if joined.left_out:
        people = people_words(joined.left_out)
        yield gettext("The total leaves out %(people)s in agencies too small to tell of.", people=people)
    if joined.without_heads:
        named = listed(sorted(titles[agency] for agency in joined.without_heads))
        yield gettext("Not counted, because there is no headcount: %(agencies)s.", agencies=named)
    if any(share > 1 for bar in bars for share in bar.shares):
        yield gettext("Somewhere more people are counted than the headcount knows: check the headcounts.")


def _what_is_counted(course: Course | None, period: Period) -> Iterable[str]:
    if Measure.BOOKED not in measures_of(course):
        yield gettext(
            "Assigned: as it stands today. Completed: %(within)s, as people said or leads recorded.",
            within=period.within,
        )
        yield gettext("This course has no dates to book.")
        return
    yield gettext(
        "Assigned: as it stands today. Booked and attended: dates that began %(within)s. Part of a day counts.",
        within=period.within,
    )
    if course is None:
        yield gettext(
            "Completed also counts what leads recorded, and e-learning that people said they had done, without a "
            "booking: it may be more than attended."
        )
    else:
        yield gettext("Completed also counts what leads recorded without a booking: it may be more than attended.")
