"""Many tests in one report: p values adjusted so that few of the findings are chance."""

from collections.abc import Sequence


def benjamini_hochberg(ps: Sequence[float | None]) -> list[float | None]:
    """Each p adjusted to the least false discovery rate at which it would count: min over k >= rank of p_(k) m / k.

    m is the number of tests with a p; None stays None and counts for nothing. Benjamini & Hochberg 1995, in the
    adjusted form of Yekutieli & Benjamini 1999. Raises ValueError for a p outside 0..1.
    """
    tested = sorted(((p, place) for place, p in enumerate(ps) if p is not None), reverse=True)
    adjusted: list[float | None] = [None] * len(ps)
    least = 1.0
    for above, (p, place) in enumerate(tested):
        if not 0 <= p <= 1:
            raise ValueError(f"a p lies between 0 and 1, not at {p}")
        # The highest p of all keeps its value: its rank is m.
        least = min(least, p * (len(tested) / (len(tested) - above)))
        adjusted[place] = least
    return adjusted
