"""What a page may say of a shift: a rise, a fall, or neither, and how many pairs it takes to say so.

The commands for analysts know no such limits.
"""

from enum import StrEnum

from tna.domain.evaluations.shift import Shift

SHOWN_FROM = 10
"""Pairs from which a page shows a shift at all."""

TESTED_FROM = 15
"""Pairs from which it is tested; with fewer, a test adds little to the plain counts of who rose and fell."""

CONCLUSIVE_FROM = 50
"""Pairs from which finding nothing means something; with fewer, a real shift is missed too often."""

SIGNIFICANT = 0.05
"""The largest adjusted p that counts as a rise or a fall."""


class Reading(StrEnum):
    """What a shift is said to be."""

    RISE = "rise"
    FALL = "fall"
    UNCLEAR = "no clear change"
    INCONCLUSIVE = "inconclusive"
    TOO_FEW = "too few to test"


def reading_of(shift: Shift, p: float | None) -> Reading | None:
    """The reading of a shift with its p, the adjusted one where several are reported. None for too few to show.

    The direction is that of the rank sums, which the test is about: the Hodges-Lehmann shift may be 0 all the same.
    """
    if shift.n < SHOWN_FROM:
        return None
    if shift.n < TESTED_FROM:
        return Reading.TOO_FEW
    effect = shift.wilcoxon.rank_biserial if shift.wilcoxon else None
    if p is not None and p <= SIGNIFICANT and effect:
        return Reading.RISE if effect > 0 else Reading.FALL
    return Reading.UNCLEAR if shift.n >= CONCLUSIVE_FROM else Reading.INCONCLUSIVE
