"""Two-way tables for tests, and attackers who know nothing of our own search: a linear program, and trying them all."""

from collections.abc import Iterator, Sequence, Set
from math import ceil, floor

import numpy as np
from hypothesis import strategies as st
from scipy.optimize import linprog

from tna.domain.table_audit import TwoWayTable
from tna.domain.table_bounds import Counts, Place


def table(counts: Sequence[Sequence[int]], withheld: Set[Place] = frozenset()) -> TwoWayTable:
    """A table whose rows are A, B, … and whose columns are a, b, …."""
    rows = tuple(chr(ord("A") + place) for place in range(len(counts)))
    columns = tuple(chr(ord("a") + place) for place in range(len(counts[0])))
    return TwoWayTable(rows, columns, tuple(map(tuple, counts)), frozenset(withheld))


def linear_program(counts: Counts, withheld: Set[Place], place: Place) -> tuple[int, int]:
    """The bounds of a withheld cell by HiGHS, floored and ceiled inwards to whole numbers; 1e-6 for its tolerance."""
    cells = sorted(withheld)
    sums = np.zeros((len(counts) + len(counts[0]), len(cells)))
    for at, (row, column) in enumerate(cells):
        sums[row, at] = sums[len(counts) + column, at] = 1
    left = sums @ np.array([counts[row][column] for row, column in cells], dtype=np.float64)
    aim = np.array([float(one == place) for one in cells])
    least, greatest = (linprog(sign * aim, A_eq=sums, b_eq=left, bounds=(0, None), method="highs") for sign in (1, -1))
    assert least.success, least.message
    assert greatest.success, greatest.message
    return ceil(least.fun - 1e-6), floor(-greatest.fun + 1e-6)


def every_table(counts: Counts, withheld: Set[Place]) -> Iterator[dict[Place, int]]:
    """Every way to fill in the withheld cells that agrees with what is published, found by trying them all."""
    cells = sorted(withheld)
    row_left = [sum(counts[row][column] for row, column in cells if row == at) for at in range(len(counts))]
    column_left = [sum(counts[row][column] for row, column in cells if column == at) for at in range(len(counts[0]))]

    def fill(filled: dict[Place, int]) -> Iterator[dict[Place, int]]:
        if len(filled) == len(cells):
            if not any(row_left) and not any(column_left):
                yield dict(filled)
            return
        row, column = place = cells[len(filled)]
        for count in range(min(row_left[row], column_left[column]) + 1):
            row_left[row] -= count
            column_left[column] -= count
            yield from fill({**filled, place: count})
            row_left[row] += count
            column_left[column] += count

    yield from fill({})


@st.composite
def tables(draw: st.DrawFn, *, most: int = 6, largest: int = 40, shape: tuple[int, int] | None = None) -> TwoWayTable:
    """Any table of at most so many rows and columns, with any of its cells withheld."""
    rows, columns = shape or (draw(st.integers(1, most)), draw(st.integers(1, most)))
    count = st.one_of(st.integers(0, 3), st.integers(0, largest))
    counts = draw(st.lists(st.lists(count, min_size=columns, max_size=columns), min_size=rows, max_size=rows))
    places = [(row, column) for row in range(rows) for column in range(columns)]
    return table(counts, draw(st.frozensets(st.sampled_from(places))))
