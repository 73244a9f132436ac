"""Bounds of withheld cells by our own flows against SciPy's linear programs, and audits as large as a page takes.

Run: .venv/bin/python bench/table_audit.py. Both give the same whole numbers, which is checked here too.
"""

from collections.abc import Set

import numpy as np
from _figures import figure, heading, last_words, remark, timed
from scipy.optimize import linprog

from tna.domain.table_audit import TwoWayTable, audit_table
from tna.domain.table_bounds import Blanked, Counts, Place, bounds_of

SIZES = (5, 10, 20)
THRESHOLD = 10
RUNS = 3


def table(rng: np.random.Generator, rows: int, columns: int, hidden: float) -> TwoWayTable:
    """Counts as partnerships have them, many small and some large, of which this share is withheld."""
    counts = rng.negative_binomial(1, 0.04, (rows, columns)).tolist()
    withheld = frozenset(map(tuple, np.argwhere(rng.random((rows, columns)) < hidden).tolist()))
    names = [str(place) for place in range(max(rows, columns))]
    return TwoWayTable(tuple(names[:rows]), tuple(names[:columns]), tuple(map(tuple, counts)), withheld)


def by_flows(one: TwoWayTable) -> list[tuple[int, int]]:
    """The bounds of every withheld cell, by us."""
    blanked = Blanked(one.counts, one.withheld)
    found = [bounds_of(blanked, place) for place in sorted(one.withheld)]
    return [(each.low, each.high) for each in found]


def by_programs(counts: Counts, withheld: Set[Place]) -> list[tuple[int, int]]:
    """The same by two linear programs a cell, as somebody would write them with SciPy."""
    cells = sorted(withheld)
    sums = np.zeros((len(counts) + len(counts[0]), len(cells)))
    for at, (row, column) in enumerate(cells):
        sums[row, at] = sums[len(counts) + column, at] = 1
    left = sums @ np.array([counts[row][column] for row, column in cells], dtype=np.float64)
    aims = np.eye(len(cells))
    ends = [[linprog(sign * aim, A_eq=sums, b_eq=left, method="highs").fun for sign in (1, -1)] for aim in aims]
    return [(round(low), round(-high)) for low, high in ends]


def main() -> None:
    """Print every figure."""
    rng = np.random.default_rng(1)
    for size in SIZES:
        one = table(rng, size, size, 1 / 3)
        assert by_flows(one) == by_programs(one.counts, one.withheld)
        ours, theirs = timed(RUNS, lambda one=one: by_flows(one), lambda one=one: by_programs(one.counts, one.withheld))
        heading(f"{size} x {size} cells, {len(one.withheld)} withheld: the bounds of each")
        figure("ours", ours.best * 1000, "ms")
        figure("scipy.optimize.linprog, HiGHS", theirs.best * 1000, "ms")
        figure("ours for one of SciPy's", ours.best / theirs.best, "x", at_most=1)

    heading("A whole audit of 400 cells, blanks proposed where it is unsafe")
    for words, one in (
        ("20 x 20, everything withheld", table(rng, 20, 20, 1)),
        ("20 x 20, a third withheld", table(rng, 20, 20, 1 / 3)),
        ("20 x 20, nothing withheld", table(rng, 20, 20, 0)),
        ("2 x 200, a third withheld", table(rng, 2, 200, 1 / 3)),
        ("200 x 2, a third withheld", table(rng, 200, 2, 1 / 3)),
    ):
        (spent,) = timed(RUNS, lambda one=one: audit_table(one, THRESHOLD))
        figure(words, spent.best, "s", at_most=1)
    remark("A page audits no more than that, in the request.")
    last_words()


if __name__ == "__main__":
    main()
