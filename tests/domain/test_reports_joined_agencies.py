"""Small agencies are joined, and totals are the sum of what stands beside them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tna.domain.coverage import FEWEST_HEADS
from tna.domain.reports.joined_agencies import AgencyCount, JoinedCount, join_small


def test_agencies_of_five_heads_or_more_stand_by_themselves() -> None:
    joined = join_small([AgencyCount("b", 5, (2, 1)), AgencyCount("a", 90, (40, 30))])
    assert joined.rows == (JoinedCount(("a",), 90, (40, 30)), JoinedCount(("b",), 5, (2, 1)))
    assert joined.total == JoinedCount(("a", "b"), 95, (42, 31))
    assert (joined.left_out, joined.without_heads) == (0, ())


def test_smaller_ones_stand_together_at_the_end() -> None:
    joined = join_small([AgencyCount("a", 3, (1,)), AgencyCount("b", 90, (40,)), AgencyCount("c", 4, (2,))])
    assert joined.rows == (JoinedCount(("b",), 90, (40,)), JoinedCount(("a", "c"), 7, (3,)))


def test_where_even_they_are_under_five_they_are_nowhere_and_the_total_says_how_many_it_leaves_out() -> None:
    joined = join_small([AgencyCount("a", 4, (1,)), AgencyCount("b", 90, (40,))])
    assert joined.rows == (JoinedCount(("b",), 90, (40,)),)
    assert joined.total == JoinedCount(("b",), 90, (40,))
    assert joined.left_out == 4


@pytest.mark.parametrize("heads", [None, 0])
def test_without_a_headcount_an_agency_is_named_where_anybody_counts(heads: int | None) -> None:
    joined = join_small([AgencyCount("a", heads, (0, 1)), AgencyCount("b", heads, (0, 0))])
    assert (joined.rows, joined.total, joined.without_heads) == ((), None, ("a",))


@given(st.lists(st.tuples(st.none() | st.integers(0, 30), st.integers(0, 30)), max_size=8))
def test_no_row_speaks_of_fewer_than_five_and_every_head_is_shown_or_left_out(
    cells: list[tuple[int | None, int]],
) -> None:
    joined = join_small([AgencyCount(f"a{n}", heads, (count,)) for n, (heads, count) in enumerate(cells)])
    assert all(row.heads >= FEWEST_HEADS for row in joined.rows)
    shown = sum(row.heads for row in joined.rows)
    assert shown + joined.left_out == sum(heads or 0 for heads, _ in cells)
    assert joined.left_out < FEWEST_HEADS
    assert (joined.total.heads if joined.total else 0) == shown
