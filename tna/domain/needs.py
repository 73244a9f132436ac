"""Confidence gaps of groups: from released counts to the figures that pages, charts and exports show."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from tna.domain.answers import BLANK, NOT_MY_ROLE
from tna.domain.intervals import Interval
from tna.domain.mean_intervals import LEVEL_VALUES, strata_interval
from tna.domain.weighting import Floats, Strata, post_stratify, share_draws, share_interval

FAR_APART = 5
"""Places by which two rankings may differ before the page says that they disagree."""


@dataclass(frozen=True, slots=True)
class GroupRow:
    """One statement's counts in one release group.

    `counts` has seven places by code: blank, levels 1 to 5, not part of my role. `target` is the role group's
    (1..5), `heads` the people in the group, `answers` the responses in it.
    """

    counts: Sequence[int]
    target: int | None
    heads: int | None
    answers: int


@dataclass(frozen=True, slots=True)
class StatementFigures:
    """What is shown of one statement for a group or a union of groups.

    `mean` is in levels (1..5), `gap` in levels below target (0..4), `below` a share of those who gave a
    level; all three stand for the heads where headcounts are known, `below_unweighted` for the answers.
    `people` are those to train. `target` is None when the groups' targets differ. `covered` and `heads` are
    the responses and the heads of the groups in which the statement is released. `n_effective` is what
    `below_interval` was drawn at.
    """

    statement: str
    n: int
    counts: tuple[int, int, int, int, int]
    not_my_role: int
    blank: int
    mean: float
    gap: float | None
    gap_interval: Interval | None
    below: float | None
    below_interval: Interval | None
    below_unweighted: float | None
    people: float | None
    covered: int
    heads: int | None
    target: int | None
    n_effective: float | None = None
    mean_interval: Interval | None = None


@dataclass(frozen=True, slots=True)
class DomainFigures:
    """What is shown of one domain: the plain mean over its released statements.

    Never a sum over a person's answers, which would give away those who skipped one. `statements` of the
    `asked` are released, with `n_low` to `n_high` people each.
    """

    domain: str
    statements: int
    asked: int
    n_low: int
    n_high: int
    below: float
    below_interval: Interval | None
    gap: float
    gap_interval: Interval | None


@dataclass(frozen=True, slots=True)
class QuestionFigures:
    """Counts of an optional question: one for each choice in its order, `n` of them, and the blanks."""

    question: str
    n: int
    counts: tuple[int, ...]
    blank: int


@dataclass(frozen=True, slots=True)
class Need:
    """One place in the ranking of needs. `people` to train is None where a headcount is missing."""

    statement: str
    people: float | None
    below: float
    gap: float
    n: int
    heads: int | None


@dataclass(frozen=True, slots=True)
class Disagreement:
    """A statement that the two rankings place far apart; places count from 1."""

    statement: str
    by_people: int
    by_gap: int


def statement_figures(statement: str, rows: Sequence[GroupRow]) -> StatementFigures:
    """All figures of one statement over the groups in which it is released.

    Groups in which nobody gave a level add nothing but are covered by no figure either: they are left out.
    Raises ValueError where that leaves none.
    """
    rows = [row for row in rows if sum(_levels(row)) > 0]
    if not rows:
        raise ValueError(f"nobody gave a level for {statement}")
    aimed = [row for row in rows if row.target is not None]
    targets = {row.target for row in rows}
    by_level = _strata(rows, [LEVEL_VALUES] * len(rows))
    counts = [int(count) for count in by_level.counts.sum(axis=0)]
    heads = [_heads(row) for row in rows]
    below = _below(aimed)
    gap, gap_interval = _gap(aimed)
    return StatementFigures(
        statement=statement,
        n=sum(counts),
        counts=(counts[0], counts[1], counts[2], counts[3], counts[4]),
        not_my_role=sum(int(row.counts[NOT_MY_ROLE]) for row in rows),
        blank=sum(int(row.counts[BLANK]) for row in rows),
        mean=post_stratify(by_level).value,
        mean_interval=strata_interval(by_level),
        gap=gap,
        gap_interval=gap_interval,
        below=below.share,
        below_interval=below.interval,
        below_unweighted=below.unweighted,
        n_effective=below.draws,
        people=_people(aimed),
        covered=sum(row.answers for row in rows),
        heads=None if None in heads else sum(people for people in heads if people is not None),
        target=targets.pop() if len(targets) == 1 else None,
    )


def domain_figures(
    domain: str, asked: Collection[str], statements: Mapping[str, StatementFigures]
) -> DomainFigures | None:
    """The plain mean of a domain's released statements, or None unless at least half of those asked are.

    The interval of the share is Wilson's at the smallest effective n among the statements, that of the gap
    reaches as far as theirs do on average: both are upper bounds, as answers of one person go together.
    """
    shown = [statements[place] for place in sorted(asked) if place in statements]
    shares = [figures.below for figures in shown if figures.below is not None]
    gaps = [figures.gap for figures in shown if figures.gap is not None]
    if not shares or 2 * len(shares) < len(asked):
        return None
    below, gap = _plain_mean(shares), _plain_mean(gaps)
    counted = [figures for figures in shown if figures.below is not None]
    draws = min((figures.n_effective for figures in counted if figures.n_effective is not None), default=None)
    return DomainFigures(
        domain=domain,
        statements=len(counted),
        asked=len(asked),
        n_low=min(figures.n for figures in counted),
        n_high=max(figures.n for figures in counted),
        below=below,
        below_interval=share_interval(below, draws),
        gap=gap,
        gap_interval=_average_interval(counted),
    )


def question_figures(question: str, rows: Sequence[Sequence[int]], choices: int) -> QuestionFigures:
    """Counts of an optional question over groups that release it; each row is by code, blank first."""
    counts = tuple(sum(int(row[choice]) for row in rows) for choice in range(1, choices + 1))
    return QuestionFigures(question, sum(counts), counts, sum(int(row[BLANK]) for row in rows))


def ranking(figures: Iterable[StatementFigures]) -> tuple[Need, ...]:
    """The needs, most people to train first, then the larger gap, then by id.

    Statements without a target have no place. Where any headcount is missing, people cannot be compared and
    the share below target stands in for them.
    """
    needs = [
        Need(one.statement, one.people, one.below, one.gap, one.n, one.heads)
        for one in figures
        if one.below is not None and one.gap is not None
    ]
    counted = all(need.people is not None for need in needs)

    def place(need: Need) -> tuple[float, float, str]:
        size = need.people if counted and need.people is not None else need.below
        return (-size, -need.gap, need.statement)

    return tuple(sorted(needs, key=place))


def disagreements(needs: Sequence[Need]) -> tuple[Disagreement, ...]:
    """Statements whose place by mean gap is more than `FAR_APART` from their place in the `ranking` given."""
    by_gap = sorted(needs, key=lambda need: (-need.gap, need.statement))
    places = {need.statement: place for place, need in enumerate(by_gap, start=1)}
    return tuple(
        Disagreement(need.statement, place, places[need.statement])
        for place, need in enumerate(needs, start=1)
        if abs(place - places[need.statement]) > FAR_APART
    )


@dataclass(frozen=True, slots=True)
class _Below:
    share: float | None
    unweighted: float | None
    draws: float | None
    interval: Interval | None


def _below(rows: Sequence[GroupRow]) -> _Below:
    if not rows:
        return _Below(None, None, None, None)
    strata = _strata(rows, [[float(gap > 0) for gap in _gaps(row)] for row in rows])
    estimate = post_stratify(strata)
    draws = share_draws(strata, estimate)
    return _Below(estimate.value, estimate.unweighted, draws, share_interval(estimate.value, draws))


def _gap(rows: Sequence[GroupRow]) -> tuple[float | None, Interval | None]:
    if not rows:
        return None, None
    strata = _strata(rows, [_gaps(row) for row in rows])
    return post_stratify(strata).value, strata_interval(strata)


def _gaps(row: GroupRow) -> list[float]:
    """What each level lacks to the target, never less than nothing: no surplus cancels a deficit."""
    target = row.target or 0
    return [max(0.0, target - level) for level in LEVEL_VALUES]


def _people(rows: Sequence[GroupRow]) -> float | None:
    """People to train: heads x below / (levels + not my role), summed over groups.

    Those for whom the statement is no part of the job are thereby not multiplied back in.
    """
    total = 0.0
    for row in rows:
        heads = _heads(row)
        if heads is None:
            return None
        levels = _levels(row)
        below = sum(count for count, gap in zip(levels, _gaps(row), strict=True) if gap > 0)
        total += heads * below / (sum(levels) + int(row.counts[NOT_MY_ROLE]))
    return total if rows else None


def _strata(rows: Sequence[GroupRow], values: Sequence[Sequence[float]]) -> Strata:
    counts = np.asarray([_levels(row) for row in rows], dtype=np.float64)
    heads = [_heads(row) for row in rows]
    known = None if None in heads else np.asarray(heads, dtype=np.float64)
    fractions: Floats = np.zeros(len(rows)) if known is None else counts.sum(axis=1) / known
    if known is not None:
        fractions[[_overcounted(row) for row in rows]] = 1.0
    return Strata(counts, np.asarray(values, dtype=np.float64), known, fractions)


def _levels(row: GroupRow) -> list[int]:
    return [int(count) for count in row.counts[BLANK + 1 : NOT_MY_ROLE]]


def _heads(row: GroupRow) -> int | None:
    """The group's headcount; where more answered than are employed, those who answered."""
    return None if row.heads is None else max(row.heads, row.answers)


def _overcounted(row: GroupRow) -> bool:
    """Whether the headcount is wrong, so that nothing can be said of how much of the group is missing."""
    return row.heads is not None and row.answers > row.heads


def _plain_mean(values: Sequence[float]) -> float:
    return sum(values) / len(values)


def _average_interval(figures: Sequence[StatementFigures]) -> Interval | None:
    """The mean of the lower and of the upper ends; a statement that everybody answered has no width."""
    if all(one.gap_interval is None for one in figures):
        return None
    known = [(one.gap_interval, one.gap or 0.0) for one in figures]
    low = _plain_mean([gap if interval is None else interval.low for interval, gap in known])
    high = _plain_mean([gap if interval is None else interval.high for interval, gap in known])
    return Interval(low, high)
