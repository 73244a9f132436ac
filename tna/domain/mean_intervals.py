"""Confidence intervals for means on a short scale.

Wald intervals and the percentile bootstrap fail at small n (coverage 0.41 where nearly all chose one level),
so small or lopsided groups are smoothed first.
"""

from collections.abc import Sequence
from math import sqrt

import numpy as np
from scipy.special import stdtrit

from tna.domain.intervals import CONFIDENCE, Interval
from tna.domain.weighting import Floats, Strata, post_stratify

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
    """The interval of `post_stratify(strata).value`.

    One group, or several without headcounts, which are one plain sample: as `mean_interval`. Several with
    headcounts: t by the post-stratified variance, with n less the number of groups degrees of freedom.
    """
    single = strata.heads is None or len(strata.heads) == 1
    if single and (strata.counts.sum() < SMALL or _largest_share(strata) >= LOPSIDED):
        return _smoothed_interval(strata)
    return _t_interval(strata)


def one_group(
    counts: Sequence[float], heads: float | None = None, values: Sequence[float] = LEVEL_VALUES
) -> Strata:
    """One group as strata; `heads` below the answers count as all of them."""
    row = np.asarray([counts], dtype=np.float64)
    n = row.sum(axis=1)
    sizes = None if heads is None else np.maximum(n, float(heads))
    fractions = (
        np.zeros_like(n) if sizes is None else np.divide(n, sizes, out=np.ones_like(n), where=sizes > 0)
    )
    return Strata(row, np.asarray([values], dtype=np.float64), sizes, fractions)


def _t_interval(strata: Strata) -> Interval | None:
    if strata.counts.sum() < 2:
        return None
    estimate = post_stratify(strata)
    if estimate.spread <= 0:
        return None
    if estimate.variance > 0:
        return _around(strata, estimate.value, estimate.value, sqrt(estimate.variance), estimate.degrees)
    # No group shows variation, which says that groups are small, not that people are alike. The smoothed
    # variance of all together holds the differences between groups too, so it errs on the wide side.
    _, variance = _smoothed(strata)
    error = sqrt(variance * estimate.spread)
    return _around(strata, estimate.value, estimate.value, error, float(strata.counts.sum()) - 1)


def _smoothed_interval(strata: Strata) -> Interval | None:
    """Centre on the smoothed mean, se = √(v/(n + 1) · (1 - n/N)), n - 1 degrees of freedom."""
    n = float(strata.counts.sum())
    if n < 2:
        return None
    estimate = post_stratify(strata)
    if estimate.spread <= 0:
        return None
    centre, variance = _smoothed(strata)
    left = estimate.spread * n
    return _around(strata, estimate.value, centre, sqrt(variance / (n + PRIOR) * left), n - 1)


def _smoothed(strata: Strata) -> tuple[float, float]:
    """Mean and variance after adding `PRIOR` answers, to each group in proportion to its size."""
    n = strata.n
    levels = strata.counts.shape[1]
    smooth: Floats = strata.counts + (PRIOR / levels * n / n.sum())[:, None]
    centre = float((smooth * strata.values).sum() / smooth.sum())
    return centre, float((smooth * (strata.values - centre) ** 2).sum() / smooth.sum())


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
