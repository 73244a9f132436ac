"""By how much people changed: the Hodges-Lehmann shift and its interval."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from tna.domain.evaluations.changes import Changes, ordered
from tna.domain.evaluations.signed_rank import lower_quantile
from tna.domain.intervals import Interval

Floats = npt.NDArray[np.float64]
Integers = npt.NDArray[np.int64]

MOST_LAID_OUT = 1000
"""Different changes up to which all their averages are laid out in memory (40 MB); above, they are searched for."""

HALVINGS = 64
"""After so many halvings the search knows an average to 2^-64 of their range, closer than a float can tell."""


@dataclass(frozen=True, slots=True)
class Location:
    """Where the changes lie, in levels (or in the unit of the values).

    `interval` holds at least 95 %; None for five pairs or fewer, which cannot reach that.
    """

    shift: float
    interval: Interval | None


def hodges_lehmann(changes: Changes) -> Location | None:
    """The median of the N = n(n + 1)/2 Walsh averages (d_i + d_j)/2, i <= j, zeros kept. None without a pair.

    The interval runs from the C-th lowest average to the C-th highest, C the `lower_quantile` of the signed rank
    statistic for n. With ties and zeros it holds more than it claims. Hollander & Wolfe, Nonparametric
    Statistical Methods, sections 3.2 and 3.3.
    """
    made = ordered(changes)
    if not made:
        return None
    values = np.array([change for change, _ in made], dtype=np.float64)
    counts = np.array([count for _, count in made], dtype=np.int64)
    n = int(counts.sum())
    averages = n * (n + 1) // 2
    lowest = lower_quantile(n)
    places = [(averages + 1) // 2, averages // 2 + 1, max(lowest, 1), averages + 1 - max(lowest, 1)]
    choose = laid_out if len(values) <= MOST_LAID_OUT else searched_for
    one, other, low, high = choose(values, counts, places)
    return Location((one + other) / 2, Interval(low, high) if lowest else None)


def laid_out(values: Floats, counts: Integers, places: list[int]) -> list[float]:
    """The averages at these places (from 1) of their order, from a table of all of them.

    `values` (distinct,) ascending and `counts` (distinct,). The square of all ordered pairs holds each average
    of two people twice, and has the average of everybody with themselves added, so places double too.
    """
    sums = np.add.outer(values, values).ravel()
    times = np.outer(counts, counts)
    times.flat[:: len(counts) + 1] += counts
    order = np.argsort(sums)
    reached = np.cumsum(times.ravel()[order])
    at = np.searchsorted(reached, 2 * np.array(places))
    found: list[float] = (sums[order[at]] / 2).tolist()
    return found


def searched_for(values: Floats, counts: Integers, places: list[int]) -> list[float]:
    """The same, found by halving the range and counting the averages below: no memory for them all."""
    return [_search(values, counts, place) for place in places]


def _search(values: Floats, counts: Integers, place: int) -> float:
    low, high = float(values[0]), float(values[-1])
    if _averages_up_to(low, values, counts) >= place:
        return low
    for _ in range(HALVINGS):
        middle = (low + high) / 2
        if _averages_up_to(middle, values, counts) >= place:
            high = middle
        else:
            low = middle
    return high


def _averages_up_to(bound: float, values: Floats, counts: Integers) -> int:
    reached = np.concatenate([[0], np.cumsum(counts)])
    ordered_pairs = counts @ reached[np.searchsorted(values, 2 * bound - values, side="right")]
    with_themselves = counts[values <= bound].sum()
    return int(ordered_pairs + with_themselves) // 2
