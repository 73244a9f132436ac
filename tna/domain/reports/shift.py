"""What a course did to confidence, as pictures show it: before and after on one scale, and how many moved which way."""

from collections.abc import Sequence
from dataclasses import dataclass

from tna.domain.courses import Course
from tna.domain.reports.shift_figures import TOGETHER, WITHHELD, ShiftFigures, ShiftRow
from tna.domain.reports.shift_words import CAPTION, doing, level_cell, p_words, reading_words, readings_words
from tna.domain.reports.tables import Table
from tna.domain.reports.words import between, inside, listed, whole_percent
from tna.domain.surveys import SurveyDefinition

_DOMAINS_NAMED = 3
"""Domains a finding names: with more, nobody reads to the end of the sentence."""

_MEDIAN = (
    "The shift is the middle one of all averages of two people's changes, everybody's own change included; it is not "
    "the difference of the two means. Its range holds the true shift in at least 95 of 100 such groups of people."
)
_ALL_ANSWERED = "Each line is about people who rated every statement of its domain, before and after."


@dataclass(frozen=True, slots=True)
class Dumbbell:
    """The picture: a line from the mean before to the mean after, in the order of the rows.

    `stem` are the words in front of each statement, `ends` what levels 1 and 5 are called.
    """

    title: str
    finding: str
    stem: str
    ends: tuple[str, str]
    rows: tuple[ShiftRow, ...]
    withheld_words: str
    notes: tuple[str, ...]

    @property
    def has_figures(self) -> bool:
        """Whether anything is there to draw."""
        return any(row.figures for row in self.rows)


@dataclass(frozen=True, slots=True)
class ChangeRow:
    """One bar: `title`, and in a second rank `detail`; figures None where nothing may be shown."""

    id: str
    title: str
    detail: str
    is_main: bool
    figures: ShiftFigures | None


@dataclass(frozen=True, slots=True)
class ChangeBars:
    """The picture: how many people were more confident, the same and less, as lengths of their share and numbers.

    `heading` is what the rows are.
    """

    title: str
    finding: str
    heading: str
    rows: tuple[ChangeRow, ...]
    withheld_words: str
    notes: tuple[str, ...]

    @property
    def has_figures(self) -> bool:
        """Whether anything is there to draw."""
        return any(row.figures for row in self.rows)


def dumbbell(course: Course, rows: Sequence[ShiftRow], survey: SurveyDefinition) -> Dumbbell:
    """Before and after of one course."""
    labels = {level.value: level.label for level in survey.scale}
    return Dumbbell(
        title=f"Confidence before and after {course.id}",
        finding=_means(rows),
        stem=survey.stem,
        ends=(labels[min(labels)], labels[max(labels)]),
        rows=tuple(rows),
        withheld_words=withheld_words(rows),
        notes=(CAPTION, _ALL_ANSWERED, _MEDIAN),
    )


def change_bars(course: Course, rows: Sequence[ShiftRow]) -> ChangeBars:
    """Up, same and down of one course."""
    return ChangeBars(
        title=f"How many people changed after {course.id}",
        finding=_moves(rows),
        heading="Domain and statements",
        rows=tuple(ChangeRow(row.id, row.title, "", row.is_domain, row.figures) for row in rows),
        withheld_words=withheld_words(rows),
        notes=(CAPTION, _ALL_ANSWERED),
    )


def withheld_words(rows: Sequence[ShiftRow]) -> str:
    """What the hatching stands for; empty where there is none."""
    return "" if all(row.figures for row in rows) else WITHHELD


def dumbbell_table(report: Dumbbell) -> Table:
    """One row for each of the picture: people, both means, the shift with its range, and the reading."""
    headers = (
        *("Domain", "Statement", "People", "Mean before", "Mean after"),
        *("Shift (levels)", "Range from", "Range to", "Reading"),
    )
    rows = tuple((row.domain, row.statement or TOGETHER, *_shift_cells(row.figures)) for row in report.rows)
    return Table(report.title, headers, rows, frozenset({2, 3, 4, 5, 6, 7}))


def change_bars_table(report: ChangeBars) -> Table:
    """One row for each bar: people, and how many of them moved which way."""
    has_details = any(row.detail for row in report.rows)
    headers = (report.heading, *(("Domain",) if has_details else ()), *_CHANGE_HEADERS)
    rows = tuple(
        (row.title, *((row.detail,) if has_details else ()), *_change_cells(row.figures)) for row in report.rows
    )
    first = 2 if has_details else 1
    return Table(report.title, headers, rows, frozenset(range(first, first + 4)))


_CHANGE_HEADERS = ("People", "More confident", "The same", "Less confident", "Reading")


def sureness_table(rows: Sequence[ShiftRow]) -> Table:
    """How sure the figures are: effect, p and adjusted p; of statements also how many were confident."""
    headers = (
        *("Domain", "Statement", "People", "Effect (−1 to 1)", "p", "p, adjusted", "Reading"),
        *("Confident before (%)", "Confident after (%)", "p of that"),
    )
    cells = tuple(
        (row.domain, row.statement or TOGETHER, *_sure_cells(row.figures)) for row in rows if row.figures is not None
    )
    return Table("How sure each figure is", headers, cells, frozenset({2, 3, 4, 5, 7, 8, 9}))


def _means(rows: Sequence[ShiftRow]) -> str:
    shown = [(row, row.figures) for row in rows if row.is_domain and row.figures]
    if not shown:
        return f"No figure can be shown yet: {WITHHELD}."
    named = [f"{doing(row.domain)} from {one.before:.1f} to {one.after:.1f}" for row, one in shown[:_DOMAINS_NAMED]]
    n = [one.n for _, one in shown]
    verb = _verb([one.after - one.before for _, one in shown])
    return f"Mean confidence, of 1 to 5, {verb} {listed(named)}, among {between(min(n), max(n))} people."


def _verb(differences: Sequence[float]) -> str:
    """Which way the means went, as far as one word can say it of all of them."""
    printed = [round(one, 1) for one in differences]
    if all(one > 0 for one in printed):
        return "went up"
    return "went down" if all(one < 0 for one in printed) else "went"


def _moves(rows: Sequence[ShiftRow]) -> str:
    shown = [(row, row.figures) for row in rows if row.is_domain and row.figures]
    if not shown:
        return f"No figure can be shown yet: {WITHHELD}."
    named = [
        f"{inside(row.domain)} ({one.up:,} more confident, {one.down:,} less, of {one.n:,})"
        for row, one in shown[:_DOMAINS_NAMED]
    ]
    readings = readings_words([one.reading for _, one in shown], withheld=bool(withheld_words(rows)))
    return f"{readings.removesuffix('.')}: {listed(named)}."


def _shift_cells(figures: ShiftFigures | None) -> tuple[str, ...]:
    if figures is None:
        return ("", WITHHELD, "", "", "", "", "")
    ends = ("", "")
    if figures.interval is not None:
        ends = (level_cell(figures.interval.low), level_cell(figures.interval.high))
    return (
        f"{figures.n:,}",
        f"{figures.before:.2f}",
        f"{figures.after:.2f}",
        level_cell(figures.shift),
        *ends,
        reading_words(figures),
    )


def _change_cells(figures: ShiftFigures | None) -> tuple[str, ...]:
    if figures is None:
        return ("", WITHHELD, "", "", "")
    counts = (figures.n, figures.up, figures.same, figures.down)
    return (*(f"{count:,}" for count in counts), reading_words(figures))


def _sure_cells(figures: ShiftFigures) -> tuple[str, ...]:
    shares = ("", "")
    if figures.confident_before is not None and figures.confident_after is not None:
        shares = (str(whole_percent(figures.confident_before)), str(whole_percent(figures.confident_after)))
    return (
        f"{figures.n:,}",
        "" if figures.effect is None else level_cell(figures.effect),
        p_words(figures.p),
        p_words(figures.adjusted_p),
        reading_words(figures),
        *shares,
        p_words(figures.mcnemar_p),
    )
