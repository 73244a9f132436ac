"""What people say afterwards about their confidence before, which is often not what they said then."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from tna.domain.evaluations.changes import LEVELS

NOTABLE = Fraction(1, 2)
"""From half a level on, in either direction, people seem to have measured themselves by another yardstick."""


@dataclass(frozen=True, slots=True)
class LookingBack:
    """Looking back beside the answers given before; never in their place.

    `mean` of the `n` answers looking back and `mean_before` of those given before, both in levels.
    `response_shift` is the first less the second: below 0 where people now think they had been too sure.
    """

    n: int
    mean: float
    mean_before: float
    response_shift: float
    notable: bool


def looking_back(counts: Sequence[int], before: Sequence[int]) -> LookingBack | None:
    """The response shift: the difference of two means, since the two answers of a person are never crossed.

    `counts` and `before` are five counts, one a level. None where either has nobody. Raises ValueError for
    another number of counts and for a count under 0. Howard 1980, Response-shift bias.
    """
    then, real = _mean(counts), _mean(before)
    if then is None or real is None:
        return None
    # Fractions, so that a difference of exactly half a level is not lost in the last place of a float.
    apart = then - real
    return LookingBack(sum(counts), float(then), float(real), float(apart), abs(apart) >= NOTABLE)


def _mean(counts: Sequence[int]) -> Fraction | None:
    if len(counts) != LEVELS or min(counts) < 0:
        raise ValueError(f"expected {LEVELS} counts from 0, found {list(counts)}")
    n = sum(counts)
    total = sum(level * count for level, count in enumerate(counts, start=1))
    return Fraction(total, n) if n else None
