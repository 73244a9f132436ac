"""How far those missing could move a share: by hand, and what must hold whatever they would have said."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tna.domain.intervals import Interval
from tna.domain.missing_answers import Missing, difference_to_leave, missing_answers, moved, together

groups = st.lists(
    st.tuples(st.integers(0, 20), st.integers(0, 20), st.integers(0, 5), st.integers(0, 5), st.integers(0, 60)).filter(
        lambda group: group[0] + group[1] > 0
    ),
    min_size=1,
    max_size=5,
)
"""Below, at or above target, not my role, blank, silent."""


def missing_of(rows: list[tuple[int, int, int, int, int]]) -> Missing:
    return missing_answers(
        below=[row[0] for row in rows],
        levels=[row[0] + row[1] for row in rows],
        not_my_role=[row[2] for row in rows],
        heads=[sum(row) for row in rows],
    )


def share_of(rows: list[tuple[int, int, int, int, int]]) -> float:
    heads = [sum(row) for row in rows]
    return sum(n * row[0] / (row[0] + row[1]) for n, row in zip(heads, rows, strict=True)) / sum(heads)


def test_one_group_by_hand() -> None:
    """40 heads, 5 of whom say that it is no part of their role; 12 gave a level, 7 of them below; 23 are missing."""
    missing = missing_answers([7], [12], [5], [40])
    assert missing.share == pytest.approx(23 / 35)
    assert (missing.bounds.low, missing.bounds.high) == pytest.approx((7 / 35, 30 / 35))


def test_groups_weigh_by_their_heads() -> None:
    missing = missing_answers([7, 1], [12, 10], [5, 0], [40, 160])
    assert missing.share == pytest.approx(0.2 * 23 / 35 + 0.8 * 150 / 160)
    assert missing.bounds.low == pytest.approx(0.2 * 7 / 35 + 0.8 * 1 / 160)


def test_where_everybody_answered_nothing_can_move() -> None:
    missing = missing_answers([7], [12], [3], [15])
    assert missing.share == 0
    assert missing.bounds.low == missing.bounds.high == pytest.approx(7 / 12)
    assert moved(7 / 12, missing, 0.2) == pytest.approx(7 / 12)
    assert difference_to_leave(7 / 12, Interval(0.4, 0.7), missing) is None


def test_a_difference_moves_the_share_by_the_part_that_is_missing() -> None:
    missing = missing_answers([10], [20], [0], [50])
    assert missing.share == pytest.approx(0.6)
    assert moved(0.5, missing, 0.1) == pytest.approx(0.56)
    assert moved(0.5, missing, -0.2) == pytest.approx(0.38)
    assert moved(0.5, missing, 0.9) == missing.bounds.high


def test_the_difference_that_leaves_the_interval_is_to_its_nearer_end() -> None:
    missing = missing_answers([10], [20], [0], [50])
    assert difference_to_leave(0.5, Interval(0.38, 0.59), missing) == pytest.approx(0.09 / 0.6)
    assert difference_to_leave(0.5, None, missing) is None
    assert difference_to_leave(0.5, Interval(0.1, 0.9), missing) is None, "the bounds lie within"
    assert difference_to_leave(0.5, Interval(0.3, 0.9), missing) == pytest.approx(0.2 / 0.6)


@given(groups, st.data())
def test_no_answers_of_those_missing_lead_out_of_the_bounds(
    rows: list[tuple[int, int, int, int, int]], data: st.DataObject
) -> None:
    missing = missing_of(rows)
    heads = [sum(row) for row in rows]
    full = 0.0
    for n, (below, other, _, blank, silent) in zip(heads, rows, strict=True):
        turned = data.draw(st.integers(0, blank + silent))
        not_theirs = data.draw(st.integers(0, blank + silent - turned))
        full += n * (below + turned) / (below + other + blank + silent - not_theirs)
    assert missing.bounds.low - 1e-9 <= full / sum(heads) <= missing.bounds.high + 1e-9


@given(groups, st.floats(-1, 1))
def test_the_share_and_every_moved_share_lie_within_the_bounds(
    rows: list[tuple[int, int, int, int, int]], difference: float
) -> None:
    missing, share = missing_of(rows), share_of(rows)
    assert 0 <= missing.share <= 1
    assert missing.bounds.high - missing.bounds.low == pytest.approx(missing.share, abs=1e-9)
    assert missing.bounds.low - 1e-9 <= share <= missing.bounds.high + 1e-9
    assert missing.bounds.low <= moved(share, missing, difference) <= missing.bounds.high


def test_of_several_shares_the_mean_by_their_weights_is_taken() -> None:
    both = together([Missing(0.5, Interval(0.2, 0.7)), Missing(0.7, Interval(0.1, 0.8))], [3, 1])
    assert both.share == pytest.approx(0.55)
    assert (both.bounds.low, both.bounds.high) == pytest.approx((0.175, 0.725))
