"""Letting those who answered stand for everybody employed: post-stratified estimates and response weights.

Groups are strata with known headcounts, so no answer is ever weighted by a model of who tends to answer.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from tna.domain.intervals import Interval, effective_n, wilson_at

Floats = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]

ENOUGH = 5
"""Answers a cell needs to carry its own weight; with fewer, one person could stand for a whole department."""

LIGHTEST, HEAVIEST = 0.3, 3.0
"""Bounds of a raked weight, in multiples of the mean weight."""

RAKED = 1e-10
"""Largest relative error of a margin at which raking stops."""

MOST_ROUNDS = 50
MOST_PASSES = 1000
"""Passes over both margins in one raking; only margins that the answers cannot meet need so many."""


@dataclass(frozen=True, slots=True)
class Strata:
    """Groups counted apart, and what each level is worth in them.

    `counts` and `values` are (groups, levels), every group with at least one answer. `heads` is (groups,),
    None where headcounts are not known. `fractions` (groups,) is the part of each that answered, 0 to 1.
    """

    counts: Floats
    values: Floats
    heads: Floats | None
    fractions: Floats

    @property
    def n(self) -> Floats:
        """Answers of each group, (groups,)."""
        totals: Floats = self.counts.sum(axis=1)
        return totals


@dataclass(frozen=True, slots=True)
class Estimate:
    """A mean over several groups.

    `value` stands for the heads, `unweighted` for the answers. `variance` is that of `value`, in its unit
    squared, with `degrees` of freedom. `spread` is what the sizes of the groups alone make of the variance of
    one answer: 0 where everybody answered, 1/n for a plain sample.
    """

    value: float
    unweighted: float
    variance: float
    spread: float
    degrees: float


def post_stratify(strata: Strata) -> Estimate:
    """Σ N_g y_g / Σ N_g, with variance Σ (N_g / N)² (1 - n_g / N_g) s_g² / n_g.

    s_g² has n_g - 1 degrees of freedom; a group of one takes the pooled s². Without headcounts all answers
    are one plain sample. Cochran 1977, Sampling Techniques, sections 5.3 and 5A.9.
    """
    n = strata.n
    means = (strata.counts * strata.values).sum(axis=1) / n
    unweighted = float(means @ n / n.sum())
    if strata.heads is None:
        return _plain(strata, unweighted)
    squares = (strata.counts * (strata.values - means[:, None]) ** 2).sum(axis=1)
    degrees = float(n.sum() - len(n))
    pooled = squares.sum() / degrees if degrees else 0.0
    within = np.where(n > 1, squares / np.maximum(n - 1, 1), pooled)
    part = strata.heads / strata.heads.sum()
    spread = part**2 * (1 - strata.fractions) / n
    return Estimate(
        # Parts that do not quite sum to 1 must not carry a share past 1.
        value=float(np.clip(part @ means, means.min(), means.max())),
        unweighted=unweighted,
        variance=float(spread @ within),
        spread=float(spread.sum()),
        degrees=degrees,
    )


def _plain(strata: Strata, mean: float) -> Estimate:
    total = float(strata.counts.sum())
    squares = float((strata.counts * (strata.values - mean) ** 2).sum())
    variance = squares / (total - 1) / total if total > 1 else 0.0
    return Estimate(mean, mean, variance, 1 / total, total - 1)


def share_draws(strata: Strata, estimate: Estimate) -> float | None:
    """The effective n of a share (`values` 0 and 1): for one group by its sizes, else p (1 - p) / variance.

    Where no group shows variation its variance says nothing, and the sizes alone decide. None where everybody
    answered: there is nothing left to estimate.
    """
    if estimate.spread <= 0:
        return None
    if strata.heads is None:
        return float(strata.counts.sum())
    if len(strata.heads) == 1:
        return effective_n(float(strata.n[0]), float(strata.heads[0]))
    if estimate.variance <= 0:
        return 1 / estimate.spread
    return estimate.value * (1 - estimate.value) / estimate.variance


def share_interval(share: float, draws: float | None) -> Interval | None:
    """Wilson at `draws`; a share that rounding has pushed out of 0..1 is pulled back."""
    return None if draws is None else wilson_at(min(1.0, max(0.0, share)), draws)


@dataclass(frozen=True, slots=True)
class Weights:
    """What one answer of each cell counts, (rows, columns), mean 1 over the answers; 0 where nobody answered.

    `deff` is Kish's design effect, `n_effective` = n / deff. `rounds` of raking and trimming were needed,
    none where every cell carries its own weight; `margin_error` is the largest relative difference left
    between a margin and its heads. `dropped_rows` and `dropped_columns` have heads and no answers.
    """

    cells: Floats
    deff: float
    n_effective: float
    rounds: int
    margin_error: float
    dropped_rows: tuple[int, ...]
    dropped_columns: tuple[int, ...]


def response_weights(counts: Floats, heads: Floats) -> Weights:
    """Non-response weights from two (rows, columns) tables: answers, and the heads they stand for.

    Heads / answers where every cell with heads has `ENOUGH` answers; otherwise the two margins are raked and
    the weights trimmed. A row or column without answers is left out with all its heads. Raises ValueError
    where nobody answered, or a cell has more answers than heads.
    """
    if counts.sum() <= 0:
        raise ValueError("without answers there is nothing to weight")
    if np.any(counts > heads):
        raise ValueError("a cell has more answers than heads")
    if np.all(counts[heads > 0] >= ENOUGH):
        return _summary(np.divide(heads, counts, out=np.zeros_like(counts), where=counts > 0), counts)
    rows, columns = counts.sum(axis=1) > 0, counts.sum(axis=0) > 0
    kept = np.ix_(rows, columns)
    raked, rounds, error = rake_and_trim(counts[kept], heads[kept].sum(axis=1), heads[kept].sum(axis=0))
    cells = np.zeros_like(counts)
    cells[kept] = raked
    return _summary(
        cells,
        counts,
        rounds=rounds,
        margin_error=error,
        dropped_rows=_silent(heads, rows, axis=1),
        dropped_columns=_silent(heads, columns, axis=0),
    )


def rake_and_trim(counts: Floats, row_heads: Floats, column_heads: Floats) -> tuple[Floats, int, float]:
    """Rake, trim to `LIGHTEST`..`HEAVIEST`, rake again, until nothing moves or `MOST_ROUNDS`.

    `counts` (r, c) has an answer in every row and column; the heads, (r,) and (c,), have one sum. Returns the
    weights (r, c) with mean 1, the rounds, and the margin error that is left.
    """
    scale = counts.sum() / row_heads.sum()
    row_aims, column_aims = row_heads * scale, column_heads * scale
    before = np.zeros_like(counts)
    # Cells without answers stay at 0: multiplied on without end they would overflow.
    trimmed = np.where(counts > 0, 1.0, 0.0)
    rounds = 0
    while rounds < MOST_ROUNDS and not np.allclose(trimmed, before, rtol=1e-9, atol=0):
        before, rounds = trimmed, rounds + 1
        raked = rake(trimmed, counts, row_aims, column_aims)
        trimmed = trim(raked, counts)
        if np.allclose(trimmed, raked, rtol=RAKED, atol=0):
            break
    return trimmed, rounds, margin_error(trimmed, counts, row_aims, column_aims)


def rake(weights: Floats, counts: Floats, row_aims: Floats, column_aims: Floats) -> Floats:
    """Iterative proportional fitting (Deming & Stephan 1940) of two margins, to a relative error of `RAKED`.

    Where the answers cannot meet the margins it ends after `MOST_PASSES`; `margin_error` tells.
    """
    for _ in range(MOST_PASSES):
        weights = weights * (row_aims / (weights * counts).sum(axis=1))[:, None]
        weights = weights * (column_aims / (weights * counts).sum(axis=0))
        if margin_error(weights, counts, row_aims, column_aims) <= RAKED:
            break
    return weights


def trim(weights: Floats, counts: Floats) -> Floats:
    """Weights held to `LIGHTEST`..`HEAVIEST` times their mean, scaled to mean 1 over the answers.

    Cutting moves the mean, so it is done again until the bounds hold of the mean that is left.
    """
    for _ in range(MOST_PASSES):
        weights = weights * (counts.sum() / (weights * counts).sum())
        held = np.where(counts > 0, np.clip(weights, LIGHTEST, HEAVIEST), 0.0)
        if np.allclose(held, weights, rtol=1e-12, atol=0):
            break
        weights = held
    return weights


def margin_error(weights: Floats, counts: Floats, row_aims: Floats, column_aims: Floats) -> float:
    """The largest relative difference between a weighted margin and what it should be."""
    weighted = weights * counts
    rows = np.abs(weighted.sum(axis=1) / row_aims - 1).max()
    return float(max(rows, np.abs(weighted.sum(axis=0) / column_aims - 1).max()))


def _silent(heads: Floats, answered: Flags, axis: int) -> tuple[int, ...]:
    return tuple(int(place) for place in np.flatnonzero((heads.sum(axis=axis) > 0) & ~answered))


def _summary(
    cells: Floats,
    counts: Floats,
    *,
    rounds: int = 0,
    margin_error: float = 0.0,
    dropped_rows: tuple[int, ...] = (),
    dropped_columns: tuple[int, ...] = (),
) -> Weights:
    n = float(counts.sum())
    cells = cells * (n / (cells * counts).sum())
    # Kish 1965, Survey Sampling, section 11.7: n Σw² / (Σw)², and Σw = n here.
    deff = float((cells**2 * counts).sum()) / n
    return Weights(cells, deff, n / deff, rounds, margin_error, dropped_rows, dropped_columns)
