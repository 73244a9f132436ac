"""Confidence intervals for means on a short scale.

Wald intervals and the percentile bootstrap fail at small n (coverage 0.41 where nearly all chose one level),
so small or lopsided groups are smoothed first.
"""

from collections.abc import Sequence
from math import sqrt

import numpy as np
from scipy.special import stdtrit

from tna.domain.intervals import CONFIDENCE, Interval
from tna.domain.weighting import Estimate, Floats, Strata, post_stratify

LEVEL_VALUES = (1.0, 2.0, 3.0, 4.0, 5.0)

SMALL = 20
"""Below so many answers the mean is not near enough to normal for the plain t interval."""

LOPSIDED = 0.8
"""From this share on one value the sample variance is too small too often."""

PRIOR = 1.0
"""Answers added in smoothing, in equal parts to the five levels: 0.2 each."""


def mean_interval(
    counts: Sequence[float], heads: float | None = None, values: Sequence[float] = LEVEL_VALUES
) -> Interval | None:
    """The interval of the mean of one group, smoothed where it is small or lopsided, else by t.

    `counts` has one place per level, `values` what each level is worth (the level itself, or the gap). None
    for fewer than two answers, and where all `heads` answered.
    """
    return strata_interval(one_group(counts, heads, values))


def mean_interval_t(
    counts: Sequence[float], heads: float | None = None, values: Sequence[float] = LEVEL_VALUES
) -> Interval | None:
    """t with n - 1 degrees of freedom and se = s/√n · √(1 - n/N) (Cochran 1977, section 2.8)."""
    return _t_interval(one_group(counts, heads, values))


def mean_interval_smoothed(
    counts: Sequence[float], heads: float | None = None, values: Sequence[float] = LEVEL_VALUES
) -> Interval | None:
    """The Dirichlet-smoothed t interval, whatever the size of the group."""
    return _smoothed_interval(one_group(counts, heads, values))


def strata_interval(strata: Strata) -> Interval | None:
    """The interval of `post_stratify(strata).value`, smoothed where the answers are few or lopsided, else by t.

    Several groups without headcounts are one plain sample. None for fewer than two answers, and where
    everybody answered.
    """
    few = strata.counts.sum() < SMALL or _largest_share(strata) >= LOPSIDED
    return _smoothed_interval(strata) if few else _t_interval(strata)


def one_group(counts: Sequence[float], heads: float | None = None, values: Sequence[float] = LEVEL_VALUES) -> Strata:
    """One group as strata; `heads` below the answers count as all of them."""
    row = np.asarray([counts], dtype=np.float64)
    n = row.sum(axis=1)
    sizes = None if heads is None else np.maximum(n, float(heads))
    fractions = np.zeros_like(n) if sizes is None else np.divide(n, sizes, out=np.ones_like(n), where=sizes > 0)
    return Strata(row, np.asarray([values], dtype=np.float64), sizes, fractions)


def _t_interval(strata: Strata) -> Interval | None:
    """t by the post-stratified variance, with n less the number of groups degrees of freedom."""
    estimate = post_stratify(strata)
    if strata.counts.sum() < 2 or estimate.spread <= 0:
        return None
    if estimate.variance <= 0:
        return _wide_interval(strata, estimate)
    return _around(strata, estimate.value, estimate.value, sqrt(estimate.variance), estimate.degrees)


def _smoothed_interval(strata: Strata) -> Interval | None:
    """Centre on the smoothed mean, se = √(v/(n + 1) · (1 - n/N)), n - 1 degrees of freedom.

    Over several groups each takes its part of the added answer: se² = Σ (N_g/N)² (1 - n_g/N_g) v_g/n'_g, with
    n'_g the answers after smoothing, and n less the number of groups degrees of freedom.
    """
    estimate = post_stratify(strata)
    if strata.counts.sum() < 2 or estimate.spread <= 0:
        return None
    if estimate.degrees <= 0:
        return _wide_interval(strata, estimate)
    if strata.heads is None:
        centre, variance = _pooled(strata)
        error = sqrt(variance / (strata.counts.sum() + PRIOR))
        return _around(strata, estimate.value, centre, error, estimate.degrees)
    smooth = _with_prior(strata)
    n = smooth.sum(axis=1)
    means = (smooth * strata.values).sum(axis=1) / n
    squares = (smooth * (strata.values - means[:, None]) ** 2).sum(axis=1)
    # A group of one has next to no variance of its own, however uncertain it is.
    within = np.where(strata.n > 1, squares / n, squares.sum() / n.sum())
    part = strata.heads / strata.heads.sum()
    error = sqrt(float((part**2 * (1 - strata.fractions) * within / n).sum()))
    return _around(strata, estimate.value, float(part @ means), error, estimate.degrees)


def _wide_interval(strata: Strata, estimate: Estimate) -> Interval:
    """Where no group shows variation, which says that groups are small, not that people are alike.

    The smoothed variance of all together holds the differences between groups too, so it errs on the wide side.
    """
    _, variance = _pooled(strata)
    degrees = float(strata.counts.sum()) - 1
    return _around(strata, estimate.value, estimate.value, sqrt(variance * estimate.spread), degrees)


def _pooled(strata: Strata) -> tuple[float, float]:
    """Mean and variance of all answers together, smoothed."""
    smooth = _with_prior(strata)
    centre = float((smooth * strata.values).sum() / smooth.sum())
    return centre, float((smooth * (strata.values - centre) ** 2).sum() / smooth.sum())


def _with_prior(strata: Strata) -> Floats:
    """The counts with `PRIOR` answers added, to each group in proportion to its size."""
    n = strata.n
    smooth: Floats = strata.counts + (PRIOR / strata.counts.shape[1] * n / n.sum())[:, None]
    return smooth


def _around(strata: Strata, value: float, centre: float, error: float, degrees: float) -> Interval:
    """centre ± t · error within what the scale allows, and never without the observed mean itself.

    Near a full count the smoothed centre can lie further from the mean than the interval reaches.
    """
    reach = float(stdtrit(degrees, (1 + CONFIDENCE) / 2)) * error
    low = max(float(strata.values.min()), min(value, centre - reach))
    high = min(float(strata.values.max()), max(value, centre + reach))
    return Interval(low, high)


def _largest_share(strata: Strata) -> float:
    _, place = np.unique(strata.values, return_inverse=True)
    held = np.bincount(place.ravel(), weights=strata.counts.ravel())
    return float(held.max() / held.sum())
