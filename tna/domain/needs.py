"""Confidence gaps of groups: from released counts to the figures that pages, charts and exports show."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from tna.domain.answers import BLANK, NOT_MY_ROLE
from tna.domain.evaluations.changes import CONFIDENT
from tna.domain.intervals import Interval
from tna.domain.mean_intervals import LEVEL_VALUES, strata_interval
from tna.domain.missing_answers import Missing, missing_answers
from tna.domain.small_groups import ModelEstimate
from tna.domain.weighting import Estimate, Floats, Strata, post_stratify, share_draws, share_interval

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
    level, `confident` likewise; all four stand for the heads where headcounts are known, those that end in
    `_unweighted` for the answers. `people` are those to train. `target` is None when the groups' targets differ.
    `covered` and `heads` are the responses and the heads of the groups in which the statement is released.
    `n_effective` is what `below_interval` was drawn at. `missing` is how far those who did not answer could move
    `below`. The model's estimates are there for one group alone, and only beside its own figures.

    What a release of an earlier version did not compute is None in it, here and in the classes below.
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
    mean_unweighted: float | None = None
    gap_unweighted: float | None = None
    confident: float | None = None
    confident_interval: Interval | None = None
    confident_unweighted: float | None = None
    people_interval: Interval | None = None
    missing: Missing | None = None
    mean_model: ModelEstimate | None = None
    below_model: ModelEstimate | None = None


@dataclass(frozen=True, slots=True)
class QuestionFigures:
    """Counts of an optional question: one for each choice in its order, `n` of them, and the blanks.

    `shares` of the choices stand for the heads where headcounts are known, each with its interval.
    """

    question: str
    n: int
    counts: tuple[int, ...]
    blank: int
    shares: tuple[float, ...] = ()
    intervals: tuple[Interval | None, ...] = ()


@dataclass(frozen=True, slots=True)
class Need:
    """One place in the ranking of needs. `people` to train are None where a headcount is missing."""

    statement: str
    people: float | None
    below: float
    gap: float
    n: int
    heads: int | None
    people_interval: Interval | None = None
    below_interval: Interval | None = None
    below_unweighted: float | None = None


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
    confident = _share(rows, [[float(level >= CONFIDENT) for level in LEVEL_VALUES]] * len(rows))
    gap, gap_interval = _gap(aimed)
    people, people_interval = _people(aimed)
    mean = post_stratify(by_level)
    return StatementFigures(
        statement=statement,
        n=sum(counts),
        counts=(counts[0], counts[1], counts[2], counts[3], counts[4]),
        not_my_role=sum(int(row.counts[NOT_MY_ROLE]) for row in rows),
        blank=sum(int(row.counts[BLANK]) for row in rows),
        mean=mean.value,
        mean_interval=strata_interval(by_level),
        mean_unweighted=mean.unweighted,
        gap=None if gap is None else gap.value,
        gap_interval=gap_interval,
        gap_unweighted=None if gap is None else gap.unweighted,
        confident=confident.value,
        confident_interval=confident.interval,
        confident_unweighted=confident.unweighted,
        below=below.value,
        below_interval=below.interval,
        below_unweighted=below.unweighted,
        n_effective=below.draws,
        people=people,
        people_interval=people_interval,
        missing=_missing(aimed),
        covered=sum(row.answers for row in rows),
        heads=None if None in heads else sum(people for people in heads if people is not None),
        target=targets.pop() if len(targets) == 1 else None,
    )


def question_figures(question: str, rows: Sequence[GroupRow], choices: int) -> QuestionFigures:
    """Counts of an optional question over groups that release it; the rows' counts are by choice, blank first."""
    chosen = np.asarray([row.counts[BLANK + 1 : choices + 1] for row in rows], dtype=np.float64)
    counts = tuple(int(count) for count in chosen.sum(axis=0))
    shares = [_share_of(_strata_of(rows, chosen, [each] * len(rows))) for each in np.eye(choices).tolist()]
    return QuestionFigures(
        question=question,
        n=sum(counts),
        counts=counts,
        blank=sum(int(row.counts[BLANK]) for row in rows),
        shares=tuple(share.value or 0.0 for share in shares),
        intervals=tuple(share.interval for share in shares),
    )


def ranking(figures: Iterable[StatementFigures]) -> tuple[Need, ...]:
    """The needs, most people to train first, then the larger gap, then by id.

    Statements without a target have no place. Where any headcount is missing, people cannot be compared and
    the share below target stands in for them.
    """
    needs = [
        Need(
            one.statement,
            one.people,
            one.below,
            one.gap,
            one.n,
            one.heads,
            one.people_interval,
            one.below_interval,
            one.below_unweighted,
        )
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
class _Share:
    value: float | None
    unweighted: float | None
    draws: float | None
    interval: Interval | None


def _below(rows: Sequence[GroupRow]) -> _Share:
    if not rows:
        return _Share(None, None, None, None)
    return _share(rows, [[float(gap > 0) for gap in _gaps(row)] for row in rows])


def _share(rows: Sequence[GroupRow], values: Sequence[Sequence[float]]) -> _Share:
    return _share_of(_strata(rows, values))


def _share_of(strata: Strata) -> _Share:
    estimate = post_stratify(strata)
    draws = share_draws(strata, estimate)
    return _Share(estimate.value, estimate.unweighted, draws, share_interval(estimate.value, draws))


def _gap(rows: Sequence[GroupRow]) -> tuple[Estimate | None, Interval | None]:
    if not rows:
        return None, None
    strata = _strata(rows, [_gaps(row) for row in rows])
    return post_stratify(strata), strata_interval(strata)


def _gaps(row: GroupRow) -> list[float]:
    """What each level lacks to the target, never less than nothing: no surplus cancels a deficit."""
    target = row.target or 0
    return [max(0.0, target - level) for level in LEVEL_VALUES]


def _people(rows: Sequence[GroupRow]) -> tuple[float | None, Interval | None]:
    """People to train: heads x below / (levels + not my role), summed over groups; and their interval.

    Those for whom the statement is no part of the job are thereby not multiplied back in. The interval is the heads
    times Wilson's of the share of them who are below, at the effective n of that share.
    """
    heads = [_heads(row) for row in rows]
    if not rows or None in heads:
        return None, None
    total = float(sum(people or 0 for people in heads))
    counts = np.asarray([[*_levels(row), int(row.counts[NOT_MY_ROLE])] for row in rows], dtype=np.float64)
    share = _share_of(_strata_of(rows, counts, [[*(float(gap > 0) for gap in _gaps(row)), 0.0] for row in rows]))
    ends = share.interval
    return total * (share.value or 0.0), None if ends is None else Interval(total * ends.low, total * ends.high)


def _missing(rows: Sequence[GroupRow]) -> Missing | None:
    """How far those who did not answer could move the share below; None where a headcount is missing."""
    heads = [people for row in rows if (people := _heads(row)) is not None]
    if not rows or len(heads) < len(rows):
        return None
    return missing_answers(
        below=[sum(n for n, gap in zip(_levels(row), _gaps(row), strict=True) if gap > 0) for row in rows],
        levels=[sum(_levels(row)) for row in rows],
        not_my_role=[int(row.counts[NOT_MY_ROLE]) for row in rows],
        heads=heads,
    )


def _strata(rows: Sequence[GroupRow], values: Sequence[Sequence[float]]) -> Strata:
    return _strata_of(rows, np.asarray([_levels(row) for row in rows], dtype=np.float64), values)


def _strata_of(rows: Sequence[GroupRow], counts: Floats, values: Sequence[Sequence[float]]) -> Strata:
    """The groups as strata with these counts, (groups, choices), and what each choice is worth in them."""
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
