"""Pairs of levels for tests: published ones, and any that chance may draw."""

from collections.abc import Sequence

from hypothesis import strategies as st

BEFORE = (2, 3, 3, 2, 4, 1, 3, 2, 5, 3, 2, 4, 3, 2, 3, 1, 4, 3, 2, 3)
AFTER = (4, 3, 4, 4, 4, 3, 3, 4, 5, 4, 3, 5, 2, 4, 4, 2, 4, 5, 3, 4)
"""Twenty people on five levels, with ties and five who did not change; values by R 4.2.2 (coin, zeros by Pratt)."""

DEPRESSION_BEFORE = (0.878, 0.647, 0.598, 2.05, 1.06, 1.29, 1.06, 3.14, 1.29)
DEPRESSION_AFTER = (1.83, 0.50, 1.62, 2.48, 1.68, 1.88, 1.55, 3.06, 1.30)
"""Hollander & Wolfe, table 3.1: depression scale factors of nine patients. R 4.2.2 gives the values beside them."""

levels = st.integers(1, 5)
pairs_of_levels = st.lists(st.tuples(levels, levels), min_size=1, max_size=70)

changes_of_levels = st.dictionaries(st.integers(-4, 4), st.integers(0, 9), max_size=9).filter(
    lambda changes: sum(changes.values()) > 0
)
tables = st.lists(st.lists(st.integers(0, 6), min_size=5, max_size=5), min_size=5, max_size=5)


def table_of(pairs: Sequence[tuple[int, int]]) -> list[list[int]]:
    """The 5 × 5 table of pairs of levels, counted in the plainest way."""
    return [[pairs.count((before, after)) for after in range(1, 6)] for before in range(1, 6)]
