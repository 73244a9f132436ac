"""What stacked bars of an optional question show: how many of each role group chose what, and training or not."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from tna import language
from tna.domain.disclosure import Figures
from tna.domain.intervals import Interval
from tna.domain.needs import QuestionFigures
from tna.domain.reports.forest_words import notes
from tna.domain.reports.heatmap_words import why_cell
from tna.domain.reports.questions import (
    is_estimated,
    place_of_training,
    question_finding,
    question_intervals,
    question_shares,
)
from tna.domain.reports.tables import Table, share_ends
from tna.domain.reports.words import whole_percent
from tna.domain.surveys import Question
from tna.language import gettext


@dataclass(frozen=True, slots=True)
class QuestionRow:
    """One role group, or everyone: the `n` who chose, how many chose what, and its share (0..1); empty if withheld.

    `by_heads` are the shares that stand for the heads, each with its interval; `estimated` says that they are others
    than those of the `n`.
    """

    id: str
    title: str
    n: int = 0
    counts: tuple[int, ...] = ()
    by_heads: tuple[float, ...] = ()
    intervals: tuple[Interval | None, ...] = ()
    estimated: bool = False

    @property
    def is_released(self) -> bool:
        """Whether there is anything to draw."""
        return self.n > 0

    @property
    def shares(self) -> tuple[float, ...]:
        """Share (0..1) of each choice, by headcount where that is known, else among those who made one."""
        return self.by_heads or tuple(count / self.n for count in self.counts)


@dataclass(frozen=True, slots=True)
class QuestionBars:
    """The picture: everyone first, then role groups, those withheld last.

    `apart` is the place of the choice that stands for training, None for a question without one; role groups come
    with the largest share of it first, else in their own order.
    """

    title: str
    finding: str
    choices: tuple[str, ...]
    everyone: QuestionRow | None
    rows: tuple[QuestionRow, ...]
    apart: int | None
    withheld_words: str
    notes: tuple[str, ...]

    @property
    def all_rows(self) -> tuple[QuestionRow, ...]:
        """Every row, that of everyone first."""
        return self.rows if self.everyone is None else (self.everyone, *self.rows)

    @property
    def has_figures(self) -> bool:
        """Whether anything is there to draw."""
        return any(row.is_released for row in self.all_rows)


def question_bars(
    question: Question,
    figures: Mapping[str, Figures],
    *,
    titles: Mapping[str, str],
    k: int,
    everyone: Figures | None = None,
) -> QuestionBars:
    """One question: `figures` and `titles` by role group id; role groups that were not asked it have no row."""
    apart = place_of_training(question)
    rows = [
        _row(key, titles[key], one.questions.get(question.id))
        for key, one in figures.items()
        if key in question.asked_of
    ]
    rows.sort(key=lambda row: (not row.is_released, _size(row, apart)))
    found = None if everyone is None else everyone.questions.get(question.id)
    together = None if found is None else _row("", gettext("All role groups shown"), found)
    withheld = sum(not row.is_released for row in rows)
    labels = tuple(choice.label for choice in question.choices)
    return QuestionBars(
        title=question.text,
        finding=_finding(labels, together, rows, apart, k),
        choices=labels,
        everyone=together,
        rows=tuple(rows),
        apart=apart,
        withheld_words=why_cell(k) if withheld else "",
        notes=notes(withheld, len(rows), k, has_estimates=False),
    )


def _row(key: str, title: str, found: QuestionFigures | None) -> QuestionRow:
    if found is None:
        return QuestionRow(key, title)
    return QuestionRow(
        id=key,
        title=title,
        n=found.n,
        counts=found.counts,
        by_heads=question_shares(found),
        intervals=question_intervals(found),
        estimated=is_estimated(found),
    )


def _size(row: QuestionRow, apart: int | None) -> float:
    return 0.0 if apart is None or not row.is_released else -row.shares[apart]


def _finding(
    labels: Sequence[str], everyone: QuestionRow | None, rows: Sequence[QuestionRow], apart: int | None, k: int
) -> str:
    if everyone is None:
        if any(row.is_released for row in rows):
            return gettext("There is no figure for everyone together; the role groups stand by themselves.")
        return gettext("No figure can be shown yet: %(why)s.", why=why_cell(k))
    return question_finding(labels, everyone.n, everyone.shares, apart=apart, estimated=everyone.estimated)


def question_bars_table(bars: QuestionBars) -> Table:
    """One row for each role group: people, and the share of each choice with its range."""
    headers = (
        gettext("Role group"),
        gettext("People who answered"),
        *(header for one in bars.choices for header in _headers(one)),
    )
    rows = tuple(
        (row.title, language.number(row.n), *_cells(row))
        if row.is_released
        else (row.title, bars.withheld_words, *([""] * 3 * len(bars.choices)))
        for row in bars.all_rows
    )
    return Table(bars.title, headers, rows, frozenset(range(1, len(headers))))


def _headers(choice: str) -> tuple[str, ...]:
    return (
        gettext("%(choice)s (%%)", choice=choice),
        gettext("%(choice)s: range from (%%)", choice=choice),
        gettext("%(choice)s: range to (%%)", choice=choice),
    )


def _cells(row: QuestionRow) -> Iterator[str]:
    for share, interval in zip(row.shares, row.intervals, strict=True):
        yield str(whole_percent(share))
        yield from share_ends(share, interval)
