"""What reach bars show: of an agency's people, how many were assigned a course, booked it, came and completed it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from tna.domain.courses import Course, course_name
from tna.domain.reports.coverage import behind
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
from tna.domain.reports.words import counted, listed, percent, short_percent, whole_percent

EVERYBODY = "All agencies"


class Measure(StrEnum):
    """How far people have come with a course, in the order in which it happens."""

    ASSIGNED = "assigned"
    BOOKED = "booked"
    ATTENDED = "attended"
    COMPLETED = "completed"


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
    everybody = None if total is None else ReachBar(EVERYBODY, total.heads, total.counts)
    return ReachBars(
        title=f"Who has been reached by {'a course' if course is None else course_name(course)}, by agency",
        finding=_finding(everybody, bars, course, period),
        measures=measures_of(course),
        everybody=everybody,
        bars=bars,
        notes=tuple(_notes(joined, bars, course, period, titles, others)),
    )


def reach_table(bars: ReachBars) -> Table:
    """Every count with its share of the headcount, narrow enough to be read on a page; all agencies last."""
    headers = ("Agency", "Headcount", *(measure.capitalize() for measure in bars.measures))
    rows = tuple(
        (
            bar.title,
            f"{bar.heads:,}",
            *(f"{n:,} ({short_percent(share)})" for n, share in zip(bar.counts, bar.shares, strict=True)),
        )
        for bar in _shown(bars)
    )
    return Table(f"{bars.title}; in brackets, of the headcount", headers, rows, frozenset(range(1, len(headers))))


def reach_file(bars: ReachBars) -> Table:
    """The same for a file, in which each number has a column of its own."""
    headers = ["Agency", "Headcount"]
    for measure in bars.measures:
        headers += [measure.capitalize(), f"{measure.capitalize()} (% of headcount)"]
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
    return ReachBar(OTHER_AGENCIES if is_joined else titles[row.agencies[0]], row.heads, row.counts, is_joined)


def _finding(everybody: ReachBar | None, bars: Sequence[ReachBar], course: Course | None, period: Period) -> str:
    if everybody is None:
        return "There is nobody to count yet: no headcounts are known."
    people = counted(everybody.heads, "person", "people")
    if course is None:
        begin, done = f"Of {people},", "completed a course"
    else:
        begin, done = f"Of {people} whom {course_name(course)} is for,", "completed it"
    completed = everybody.counts[-1]
    if not completed:
        return f"{begin} none {done} {period.within}."
    last = behind([(bar.title, bar.shares[-1]) for bar in bars if not bar.is_joined], "agency")
    return f"{begin} {completed:,} {done} {period.within}: {percent(everybody.shares[-1])}. {last}".strip()


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
        yield "Role groups that it takes only by exception, with a nomination, are not counted."
    if others:
        yield f"Not counted: {people_words(others)} in other role groups who completed it."
    if joined.left_out:
        yield f"The total leaves out {people_words(joined.left_out)} in agencies too small to tell of."
    if joined.without_heads:
        named = listed(sorted(titles[agency] for agency in joined.without_heads))
        yield f"Not counted, because there is no headcount: {named}."
    if any(share > 1 for bar in bars for share in bar.shares):
        yield "Somewhere more people are counted than the headcount knows: check the headcounts."


def _what_is_counted(course: Course | None, period: Period) -> Iterable[str]:
    if Measure.BOOKED not in measures_of(course):
        yield f"Assigned: as it stands today. Completed: {period.within}, as people said or leads recorded."
        yield "This course has no dates to book."
        return
    yield f"Assigned: as it stands today. Booked and attended: dates that began {period.within}. Part of a day counts."
    if course is None:
        yield (
            "Completed also counts what leads recorded, and e-learning that people said they had done, without a "
            "booking: it may be more than attended."
        )
    else:
        yield "Completed also counts what leads recorded without a booking: it may be more than attended."
