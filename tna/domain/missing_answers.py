"""How far those who did not answer could move a share: bounds that assume nothing, and a difference that is assumed.

An interval allows for chance, as if those missing were like those who answered. Nobody knows that they are. Two
things can be said without knowing it:

- **Bounds**: the share if none of those missing were below, and if all of them were. No assumption, and wide.
- **A difference δ**: the share if those missing were below by δ more often than those of their group who answered
  (a pattern mixture). How large δ must be to leave the interval is what the figure can bear.

"As the lowest or the highest group of their role group" was the other way to fill the gap. Its size hangs on how
many groups a role group happens to have and on the noise of the smallest, and with one group it says nothing; δ is
the same for every figure and a reader can judge it.

Manski 1989, Anatomy of the selection problem; Little 1993, Pattern-mixture models for multivariate incomplete data;
National Research Council 2010, The prevention and treatment of missing data in clinical trials, chapter 5.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from tna.domain.intervals import Interval

DIFFERENCES = (-0.2, -0.1, 0.1, 0.2)
"""Differences δ (in shares) that are worked out for everybody to see; a survey seldom knows which is right."""


@dataclass(frozen=True, slots=True)
class Missing:
    """What is not known of a share.

    `share` (0..1) is the part of it that those missing make up, `bounds` what it would be if none and if all of them
    were below.
    """

    share: float
    bounds: Interval


def missing_answers(
    below: Sequence[int], levels: Sequence[int], not_my_role: Sequence[int], heads: Sequence[int]
) -> Missing:
    """Σ N_g (r_g p_g + (1 - r_g) x) / Σ N_g for x = 0 and x = 1: all arguments are by group.

    p_g = below / levels, and r_g = levels / (heads - not my role) is the part of those whose role it is that gave a
    level: whoever left it blank is missing like whoever sent nothing. `heads` are at least the answers. The groups
    weigh as in `tna.domain.weighting.post_stratify`, so that the bounds hold its share.
    """
    known = np.asarray(levels, dtype=np.float64)
    sizes = np.asarray(heads, dtype=np.float64)
    part = sizes / sizes.sum()
    rates = known / np.maximum(sizes - np.asarray(not_my_role, dtype=np.float64), known)
    share = float(part @ (1 - rates))
    low = float(part @ (rates * np.asarray(below, dtype=np.float64) / known))
    return Missing(share, Interval(low, min(1.0, low + share)))


def moved(share: float, missing: Missing, difference: float) -> float:
    """The share (0..1) if those missing were below by `difference` more often: p + m δ, within the bounds.

    At the bounds all of those missing are below, or none; they cannot differ by more than that.
    """
    return min(missing.bounds.high, max(missing.bounds.low, share + missing.share * difference))


def difference_to_leave(share: float, interval: Interval | None, missing: Missing) -> float | None:
    """The smallest difference δ (in shares, without sign) that moves the share out of its interval: tipping point.

    δ = (distance to the nearer end) / m. None where there is no interval or nobody is missing, and where the bounds
    lie within the interval, so that no answers could do it.
    """
    if interval is None or missing.share <= 0:
        return None
    ends = []
    if missing.bounds.high > interval.high:
        ends.append((interval.high - share) / missing.share)
    if missing.bounds.low < interval.low:
        ends.append((share - interval.low) / missing.share)
    return min(ends, default=None)


def together(parts: Sequence[Missing], weights: Sequence[float]) -> Missing:
    """What is not known of the mean of several shares, each with its weight."""

    def mean(values: Sequence[float]) -> float:
        return float(np.average(values, weights=weights))

    bounds = Interval(mean([one.bounds.low for one in parts]), mean([one.bounds.high for one in parts]))
    return Missing(share=mean([one.share for one in parts]), bounds=bounds)
