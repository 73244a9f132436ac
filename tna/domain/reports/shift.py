"""What a course did to confidence, as pictures show it: before and after on one scale, and how many moved which way."""

from collections.abc import Sequence
from dataclasses import dataclass

from tna import language
from tna.domain.courses import Course
from tna.domain.reports.shift_figures import TOGETHER, WITHHELD, ShiftFigures, ShiftRow
from tna.domain.reports.shift_words import CAPTION, doing, level_cell, p_words, reading_words, readings_clause
from tna.domain.reports.tables import Table
from tna.domain.reports.words import between, inside, listed, whole_percent
from tna.domain.surveys import SurveyDefinition
from tna.language import gettext, mark

_DOMAINS_NAMED = 3
"""Domains a finding names: with more, nobody reads to the end of the sentence."""

_MEDIAN = mark(
    "The shift is the middle one of all averages of two people's changes, everybody's own change included; it is not "
    "the difference of the two means. Its range holds the true shift in at least 95 of 100 such groups of people."
)
_ALL_ANSWERED = mark("Each line is about people who rated every statement of its domain, before and after.")


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
        title=gettext("Confidence before and after %(course)s", course=course.id),
        finding=_means(rows),
        stem=survey.stem,
        ends=(labels[min(labels)], labels[max(labels)]),
        rows=tuple(rows),
        withheld_words=withheld_words(rows),
        notes=(gettext(CAPTION), gettext(_ALL_ANSWERED), gettext(_MEDIAN)),
    )


def change_bars(course: Course, rows: Sequence[ShiftRow]) -> ChangeBars:
    """Up, same and down of one course."""
    return ChangeBars(
        title=gettext("How many people changed after %(course)s", course=course.id),
        finding=_moves(rows),
        heading=gettext("Domain and statements"),
        rows=tuple(ChangeRow(row.id, row.title, "", row.is_domain, row.figures) for row in rows),
        withheld_words=withheld_words(rows),
        notes=(gettext(CAPTION), gettext(_ALL_ANSWERED)),
    )


def withheld_words(rows: Sequence[ShiftRow]) -> str:
    """What the hatching stands for; empty where there is none."""
    return "" if all(row.figures for row in rows) else gettext(WITHHELD)


def dumbbell_table(report: Dumbbell) -> Table:
    """One row for each of the picture: people, both means, the shift with its range, and the reading."""
    headers = (
        *(gettext("Domain"), gettext("Statement"), gettext("People"), gettext("Mean before"), gettext("Mean after")),
        *(gettext("Shift (levels)"), gettext("Range from"), gettext("Range to"), gettext("Reading")),
    )
    rows = tuple((row.domain, row.statement or gettext(TOGETHER), *_shift_cells(row.figures)) for row in report.rows)
    return Table(report.title, headers, rows, frozenset({2, 3, 4, 5, 6, 7}))


def change_bars_table(report: ChangeBars) -> Table:
    """One row for each bar: people, and how many of them moved which way."""
    has_details = any(row.detail for row in report.rows)
    headers = (report.heading, *((gettext("Domain"),) if has_details else ()), *map(gettext, _CHANGE_HEADERS))
    rows = tuple(
        (row.title, *((row.detail,) if has_details else ()), *_change_cells(row.figures)) for row in report.rows
    )
    first = 2 if has_details else 1
    return Table(report.title, headers, rows, frozenset(range(first, first + 4)))


_CHANGE_HEADERS = (
    *(mark("People"), mark("More confident"), mark("The same"), mark("Less confident"), mark("Reading")),
)


def sureness_table(rows: Sequence[ShiftRow]) -> Table:
    """How sure the figures are: effect, p and adjusted p; of statements also how many were confident."""
    headers = (
        *(gettext("Domain"), gettext("Statement"), gettext("People"), gettext("Effect (−1 to 1)")),
        *("p", gettext("p, adjusted"), gettext("Reading")),
        *(gettext("Confident before (%)"), gettext("Confident after (%)"), gettext("p of that")),
    )
    cells = tuple(
        (row.domain, row.statement or gettext(TOGETHER), *_sure_cells(row.figures))
        for row in rows
        if row.figures is not None
    )
    return Table(gettext("How sure each figure is"), headers, cells, frozenset({2, 3, 4, 5, 7, 8, 9}))


def _means(rows: Sequence[ShiftRow]) -> str:
    shown = [(row, row.figures) for row in rows if row.is_domain and row.figures]
    if not shown:
        return gettext("No figure can be shown yet: %(why)s.", why=gettext(WITHHELD))
    means = listed([_from_to(row, one) for row, one in shown[:_DOMAINS_NAMED]])
    n = [one.n for _, one in shown]
    people = between(min(n), max(n))
    printed = [round(one.after - one.before, 1) for _, one in shown]
    if all(one > 0 for one in printed):
        return gettext(
            "Mean confidence, of 1 to 5, went up %(means)s, among %(people)s people.", means=means, people=people
        )
    if all(one < 0 for one in printed):
        return gettext(
            "Mean confidence, of 1 to 5, went down %(means)s, among %(people)s people.", means=means, people=people
        )
    return gettext("Mean confidence, of 1 to 5, went %(means)s, among %(people)s people.", means=means, people=people)


def _from_to(row: ShiftRow, one: ShiftFigures) -> str:
    before, after = f"{one.before:.1f}", f"{one.after:.1f}"
    return gettext("%(what)s from %(before)s to %(after)s", what=doing(row.domain), before=before, after=after)


def _moves(rows: Sequence[ShiftRow]) -> str:
    shown = [(row, row.figures) for row in rows if row.is_domain and row.figures]
    if not shown:
        return gettext("No figure can be shown yet: %(why)s.", why=gettext(WITHHELD))
    named = [
        gettext(
            "%(domain)s (%(up)s more confident, %(down)s less, of %(all)s)",
            domain=inside(row.domain),
            up=language.number(one.up),
            down=language.number(one.down),
            all=language.number(one.n),
        )
        for row, one in shown[:_DOMAINS_NAMED]
    ]
    readings = readings_clause([one.reading for _, one in shown], withheld=bool(withheld_words(rows)))
    return f"{readings}: {listed(named)}."


def _shift_cells(figures: ShiftFigures | None) -> tuple[str, ...]:
    if figures is None:
        return ("", gettext(WITHHELD), "", "", "", "", "")
    ends = ("", "")
    if figures.interval is not None:
        ends = (level_cell(figures.interval.low), level_cell(figures.interval.high))
    return (
        language.number(figures.n),
        f"{figures.before:.2f}",
        f"{figures.after:.2f}",
        level_cell(figures.shift),
        *ends,
        reading_words(figures),
    )


def _change_cells(figures: ShiftFigures | None) -> tuple[str, ...]:
    if figures is None:
        return ("", gettext(WITHHELD), "", "", "")
    counts = (figures.n, figures.up, figures.same, figures.down)
    return (*map(language.number, counts), reading_words(figures))


def _sure_cells(figures: ShiftFigures) -> tuple[str, ...]:
    shares = ("", "")
    if figures.confident_before is not None and figures.confident_after is not None:
        shares = (str(whole_percent(figures.confident_before)), str(whole_percent(figures.confident_after)))
    return (
        language.number(figures.n),
        "" if figures.effect is None else level_cell(figures.effect),
        p_words(figures.p),
        p_words(figures.adjusted_p),
        reading_words(figures),
        *shares,
        p_words(figures.mcnemar_p),
    )
