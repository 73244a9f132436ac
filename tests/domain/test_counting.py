"""Counting packed responses: against the plainest recount, and refusing what would be counted for others."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tna.domain import counting
from tna.domain.counting import CODES, count_into_groups


def recount(packed: np.ndarray, group_index: np.ndarray, groups: int) -> np.ndarray:
    counts = np.zeros((groups, packed.shape[1], CODES), dtype=np.int64)
    for row, group in zip(packed, group_index, strict=True):
        if group >= 0:
            for item, code in enumerate(row):
                counts[group, item, code] += 1
    return counts


@given(st.integers(0, 2**32 - 1), st.integers(0, 40), st.integers(1, 6), st.integers(0, 5))
def test_counts_equal_a_recount_row_by_row(seed: int, responses: int, items: int, groups: int) -> None:
    rng = np.random.default_rng(seed)
    packed = rng.integers(0, CODES, (responses, items), dtype=np.uint8)
    group_index = rng.integers(-1, groups, responses)
    assert np.array_equal(count_into_groups(packed, group_index, groups), recount(packed, group_index, groups))


def test_responses_are_counted_across_chunks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(counting, "CHUNK", 7)
    rng = np.random.default_rng(3)
    packed = rng.integers(0, CODES, (50, 3), dtype=np.uint8)
    group_index = rng.integers(-1, 4, 50)
    assert np.array_equal(count_into_groups(packed, group_index, 4), recount(packed, group_index, 4))


def test_a_response_in_no_group_is_counted_nowhere() -> None:
    assert count_into_groups(np.full((3, 2), 4, dtype=np.uint8), np.full(3, -1), 2).sum() == 0


def test_packed_bytes_read_from_a_database_can_be_counted_without_a_copy() -> None:
    packed = np.frombuffer(bytes([1, 0, 1, 6, 5, 6]), dtype=np.uint8).reshape(3, 2)
    counts = count_into_groups(packed, np.array([0, 0, 1]), 2)
    assert counts[0].tolist() == [[0, 2, 0, 0, 0, 0, 0], [1, 0, 0, 0, 0, 0, 1]]
    assert counts[1].tolist() == [[0, 0, 0, 0, 0, 1, 0], [0, 0, 0, 0, 0, 0, 1]]


def test_a_code_above_six_is_refused_instead_of_counted_for_the_next_group() -> None:
    with pytest.raises(ValueError, match="holds 7"):
        count_into_groups(np.array([[7]], dtype=np.uint8), np.array([0]), 2)


@pytest.mark.parametrize("place", [-2, 2])
def test_a_group_outside_the_range_is_refused(place: int) -> None:
    with pytest.raises(ValueError, match="outside"):
        count_into_groups(np.array([[1]], dtype=np.uint8), np.array([place]), 2)


def test_arrays_that_do_not_fit_each_other_are_refused() -> None:
    with pytest.raises(ValueError, match="do not fit"):
        count_into_groups(np.zeros((3, 2), dtype=np.uint8), np.zeros(2, dtype=np.int64), 1)
