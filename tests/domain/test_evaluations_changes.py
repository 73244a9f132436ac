"""Pairs and tables as counts of changes."""

import pytest
from hypothesis import given

from tests.domain.pairs import pairs_of_levels, table_of
from tna.domain.evaluations.changes import changes_of_pairs, changes_of_table, checked, ordered, table_of_pairs


def test_changes_stand_in_order_and_those_that_nobody_made_are_left_out() -> None:
    assert ordered({2: 1, -1: 3, 0: 4, 1: 0}) == [(-1, 3), (0, 4), (2, 1)]


@pytest.mark.parametrize("changes", [{1: -1}, {float("nan"): 1}, {float("inf"): 2}])
def test_impossible_changes_are_refused(changes: dict[float, int]) -> None:
    with pytest.raises(ValueError, match="change"):
        ordered(changes)


def test_decimals_that_change_alike_tie() -> None:
    """In binary 0.3 - 0.2, 0.4 - 0.3 and 1.2 - 1.1 are three numbers."""
    assert changes_of_pairs({(0.2, 0.3): 1, (0.3, 0.4): 1, (1.1, 1.2): 2}) == {0.1: 4}


def test_no_change_is_a_plain_zero() -> None:
    (change,) = changes_of_pairs({(0.0, -0.0): 1})
    assert str(change) == "0.0"


@pytest.mark.parametrize("value", [0, 6, 2.5, -1, float("nan"), float("inf")])
def test_values_that_are_no_levels_make_no_table(value: float) -> None:
    assert table_of_pairs({(1, 2): 3, (value, 2): 1}) is None
    assert table_of_pairs({(1, value): 1}) is None


@pytest.mark.parametrize("table", [[], [[0] * 5] * 4, [[0] * 5] * 4 + [[0] * 6], [[0] * 5] * 4 + [[0, 0, -1, 0, 0]]])
def test_another_shape_of_table_is_refused(table: list[list[int]]) -> None:
    with pytest.raises(ValueError, match="a table of levels"):
        checked(table)


@given(pairs_of_levels)
def test_pairs_and_their_table_have_the_same_changes(pairs: list[tuple[int, int]]) -> None:
    counts = {pair: pairs.count(pair) for pair in pairs}
    assert table_of_pairs(counts) == table_of(pairs)
    assert changes_of_table(table_of(pairs)) == changes_of_pairs(counts)
