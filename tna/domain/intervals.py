"""Confidence intervals for shares, from the standard library alone.

Pages compute them on request, so nothing here may import scipy; intervals of means need the t distribution
and live in `mean_intervals`.
"""

from dataclasses import dataclass
from math import isfinite, sqrt
from statistics import NormalDist

CONFIDENCE = 0.95


@dataclass(frozen=True, slots=True)
class Interval:
    """The two ends of a confidence interval, in the unit of the figure it belongs to."""

    low: float
    high: float


def effective_n(n: float, heads: float | None) -> float | None:
    """How many draws without end would be as exact as `n` people out of `heads`.

    n_eff = n (N - 1) / (N - n), the variance of a share in simple random sampling without replacement
    (Cochran 1977, Sampling Techniques, section 3.2). None where there is nothing to estimate: nobody
    answered, or everybody did. `heads` None stands for a population too large to matter.
    """
    if n <= 0:
        return None
    if heads is None:
        return n
    if n >= heads:
        return None
    return n * (heads - 1) / (heads - n)


def wilson(successes: float, n: float, confidence: float = CONFIDENCE, heads: float | None = None) -> Interval | None:
    """Wilson's score interval of the share `successes / n`, by `effective_n` where the headcount is known.

    None where n is 0 or everybody answered. Raises ValueError unless 0 <= successes <= n.
    """
    if not 0 <= successes <= n:
        raise ValueError(f"{successes} successes cannot come from {n} answers")
    at = effective_n(n, heads)
    return None if at is None else wilson_at(successes / n, at, confidence)


def wilson_at(share: float, n_eff: float, confidence: float = CONFIDENCE) -> Interval:
    """Wilson's score interval of a share (0..1) known as exactly as from `n_eff` (real) draws.

    (p + z²/2n ± z √(p(1 - p)/n + z²/4n²)) / (1 + z²/n); Wilson 1927, Newcombe 1998 (method 3).
    Raises ValueError for a share outside 0..1 or an n_eff that is not positive and finite.
    """
    if not 0 <= share <= 1:
        raise ValueError(f"a share lies between 0 and 1, not at {share}")
    if n_eff <= 0 or not isfinite(n_eff):
        raise ValueError(f"an interval needs a positive number of draws, not {n_eff}")
    z = NormalDist().inv_cdf((1 + confidence) / 2)
    middle = share + z * z / (2 * n_eff)
    reach = z * sqrt(share * (1 - share) / n_eff + z * z / (4 * n_eff * n_eff))
    scale = 1 + z * z / n_eff
    # The ends are exact at 0 and 1 by algebra; rounding must not push the share itself outside.
    low = max(0.0, min(share, (middle - reach) / scale))
    high = min(1.0, max(share, (middle + reach) / scale))
    return Interval(low, high)


def draws_of(share: float, interval: Interval) -> float:
    """The n_eff at which `wilson_at` gives this interval of this share: n = z² e (1 - e) / (p - e)² for an end e.

    Wilson's ends solve (p - e)² = z² e (1 - e) / n. Of the two the one nearer to a half is taken: at 0 and 1 an end is
    the share itself and says nothing.
    """
    z = NormalDist().inv_cdf((1 + CONFIDENCE) / 2)
    end = min(interval.low, interval.high, key=lambda one: abs(one - 0.5))
    return z * z * end * (1 - end) / (share - end) ** 2
