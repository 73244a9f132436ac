"""McNemar and Stuart-Maxwell: published tables, SciPy, and what must hold for any table."""

from math import exp

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import binomtest

from tests.domain.pairs import tables
from tna.domain.evaluations.proportions import StuartMaxwell, mcnemar, stuart_maxwell

VISION = [[1520, 266, 124, 66, 0], [234, 1512, 432, 78, 0], [117, 362, 1772, 205, 0], [36, 82, 179, 492, 0], [0] * 5]
"""Stuart 1955: unaided vision of the two eyes of 7,477 women, in four grades."""

DIAGNOSES = [[35, 5, 0, 0, 0], [15, 20, 5, 0, 0], [10, 5, 5, 0, 0], [0] * 5, [0] * 5]
"""Fleiss, Statistical Methods for Rates and Proportions: two diagnoses of 100 patients, in three classes."""


def found(table: list[list[int]]) -> StuartMaxwell:
    test = stuart_maxwell(table)
    assert test is not None
    return test


def moves(**counts: int) -> list[list[int]]:
    """A table of those who moved: `_1_to_2=5`."""
    table = [[0] * 5 for _ in range(5)]
    for name, count in counts.items():
        before, after = name.strip("_").split("_to_")
        table[int(before) - 1][int(after) - 1] = count
    return table


@given(st.integers(0, 300), st.integers(0, 300))
def test_mcnemar_is_the_exact_binomial_test(gained: int, lost: int) -> None:
    """SciPy's binomtest, to 1e-10; it refuses to test nobody at all."""
    expected = binomtest(gained, gained + lost, 0.5).pvalue if gained + lost else 1.0
    assert mcnemar(gained, lost) == pytest.approx(expected, abs=1e-10)


def test_nine_gained_and_none_lost_have_two_in_512() -> None:
    assert mcnemar(9, 0) == pytest.approx(2 / 512, abs=1e-15)


def test_fewer_than_nobody_cannot_cross() -> None:
    with pytest.raises(ValueError, match="counts of people"):
        mcnemar(3, -1)


def test_vision_gives_the_published_value() -> None:
    """χ² = 11.957 with 3 degrees of freedom, p = .0075; to the places printed."""
    test = found(VISION)
    assert test.statistic == pytest.approx(11.957, abs=5e-4)
    assert test.df == 3
    assert test.p == pytest.approx(0.0075, abs=5e-5)


def test_diagnoses_give_the_published_value() -> None:
    """By hand too: d = (-20, 10), S = [[30, -20], [-20, 30]], so χ² = 7000/500 = 14, p = exp(-7); to 1e-12."""
    test = found(DIAGNOSES)
    assert (test.statistic, test.df) == (pytest.approx(14, abs=1e-12), 2)
    assert test.p == pytest.approx(exp(-7), abs=1e-12)


def test_two_levels_alone_give_mcnemars_chi_square() -> None:
    """(b - c)²/(b + c) with one degree of freedom."""
    test = found(moves(_3_to_4=12, _4_to_3=4, _1_to_1=9))
    assert (test.statistic, test.df) == (pytest.approx(64 / 16), 1)


def test_levels_in_two_sets_that_nobody_moved_between_add_up() -> None:
    """Each set of two levels has one degree of freedom; the middle level, never left, has none."""
    test = found(moves(_1_to_2=9, _2_to_1=1, _4_to_5=7, _5_to_4=2, _3_to_3=5))
    assert (test.statistic, test.df) == (pytest.approx(64 / 10 + 25 / 9), 2)


def test_everybody_moving_up_from_one_level_is_tested() -> None:
    """One way only: d = (6, -6), S = 6, so χ² = 6 with one degree of freedom."""
    test = found(moves(_2_to_4=6))
    assert (test.statistic, test.df) == (pytest.approx(6), 1)


@pytest.mark.parametrize("table", [moves(), moves(_5_to_5=30), moves(_1_to_1=1, _3_to_3=4)])
def test_where_nobody_moved_there_is_nothing_to_test(table: list[list[int]]) -> None:
    assert stuart_maxwell(table) is None


def test_as_many_up_as_down_have_a_statistic_of_nothing() -> None:
    test = found(moves(_1_to_2=3, _2_to_1=3))
    assert (test.statistic, test.df, test.p) == (0, 1, 1)


@given(tables)
def test_stuart_maxwell_is_the_generalised_inverse_whatever_is_singular(table: list[list[int]]) -> None:
    test = stuart_maxwell(table)
    counts = np.array(table, dtype=np.float64)
    spread = np.diag((counts + counts.T).sum(axis=0)) - counts - counts.T
    rank = np.linalg.matrix_rank(spread, tol=1e-9)
    if test is None:
        assert rank == 0
        return
    apart = counts.sum(axis=1) - counts.sum(axis=0)
    assert test.df == rank
    assert test.statistic == pytest.approx(apart @ np.linalg.pinv(spread, rcond=1e-12) @ apart, abs=1e-8)
    assert 0 <= test.p <= 1


@given(tables)
def test_stuart_maxwell_is_the_same_there_and_back(table: list[list[int]]) -> None:
    back = stuart_maxwell([list(column) for column in zip(*table, strict=True)])
    there = stuart_maxwell(table)
    assert (back is None) == (there is None)
    if back and there:
        assert (back.statistic, back.df) == (pytest.approx(there.statistic), there.df)
