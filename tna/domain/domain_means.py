"""Domains: the mean over the statements of each, made of nothing but what is shown of the statements."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from tna.domain.intervals import Interval
from tna.domain.missing_answers import Missing, together
from tna.domain.needs import StatementFigures
from tna.domain.small_groups import ModelEstimate
from tna.domain.weighting import share_interval


@dataclass(frozen=True, slots=True)
class Asked:
    """Whom a statement was asked of, whether or not it is released for all of them.

    `people` are the heads of their groups, or their answers where a headcount is missing; `answers` are theirs.
    """

    people: float
    answers: int


@dataclass(frozen=True, slots=True)
class DomainFigures:
    """What is shown of one domain: the mean over its released statements, each by the people it was asked of.

    Never a sum over a person's answers, which would give away those who skipped one. `statements` of the
    `asked` are released, with `n_low` to `n_high` people each, and weigh `weights` in the order of their ids.
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
    below_unweighted: float | None = None
    missing: Missing | None = None
    below_model: ModelEstimate | None = None
    weights: tuple[float, ...] = ()


def asked_of(groups: Iterable[tuple[Collection[str], int | None, int]]) -> dict[str, Asked]:
    """Of each statement whom it was asked of, out of groups: what each was asked, its heads and its answers."""
    rows = list(groups)
    by_heads = all(heads is not None for _, heads, _ in rows)
    found: dict[str, Asked] = {}
    for statements, heads, answers in rows:
        people = (heads or 0) if by_heads else answers
        for one in statements:
            before = found.get(one, Asked(0.0, 0))
            found[one] = Asked(before.people + people, before.answers + answers)
    return found


def domain_figures(
    domain: str, asked: Mapping[str, Asked], statements: Mapping[str, StatementFigures]
) -> DomainFigures | None:
    """The mean of a domain's released statements, or None unless at least half of those asked are.

    p = Σ w_s p_s / Σ w_s, where w_s are the people that s was asked of: in one role group the plain mean, and over
    several a share that lies among theirs, also where some were asked less. The interval of the share is Wilson's at
    the smallest effective n among the statements, that of the gap reaches as far as theirs do on average: both are
    upper bounds, as answers of one person go together.
    """
    shown = [statements[place] for place in sorted(asked) if place in statements]
    counted = [one for one in shown if one.below is not None and one.gap is not None]
    if not counted or 2 * len(counted) < len(asked):
        return None
    weights = [asked[one.statement].people for one in counted]
    draws = min((one.n_effective for one in counted if one.n_effective is not None), default=None)
    below = _mean([one.below or 0.0 for one in counted], weights)
    alone = [one.below_unweighted or 0.0 for one in counted]
    return DomainFigures(
        domain=domain,
        statements=len(counted),
        asked=len(asked),
        n_low=min(one.n for one in counted),
        n_high=max(one.n for one in counted),
        below=below,
        below_interval=share_interval(below, draws),
        gap=_mean([one.gap or 0.0 for one in counted], weights),
        gap_interval=_average_interval(counted, weights),
        below_unweighted=_mean(alone, [asked[one.statement].answers for one in counted]),
        missing=_missing_together(counted, weights),
        weights=tuple(weights),
    )


def _missing_together(figures: Sequence[StatementFigures], weights: Sequence[float]) -> Missing | None:
    known = [one.missing for one in figures if one.missing is not None]
    return together(known, weights) if len(known) == len(figures) else None


def _mean(values: Sequence[float], weights: Sequence[float]) -> float:
    return float(np.average(values, weights=weights))


def _average_interval(figures: Sequence[StatementFigures], weights: Sequence[float]) -> Interval | None:
    """The mean of the lower and of the upper ends; a statement that everybody answered has no width."""
    if all(one.gap_interval is None for one in figures):
        return None
    known = [(one.gap_interval, one.gap or 0.0) for one in figures]
    low = _mean([gap if interval is None else interval.low for interval, gap in known], weights)
    high = _mean([gap if interval is None else interval.high for interval, gap in known], weights)
    return Interval(low, high)
