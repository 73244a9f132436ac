"""Looking back beside the true answers before."""

import pytest

from tna.domain.evaluations.looking_back import LookingBack, looking_back


def test_the_response_shift_is_the_difference_of_two_means() -> None:
    """Means 2.2 of ten and 3 of twelve: people now think they had been too sure."""
    found = looking_back([2, 5, 2, 1, 0], [2, 2, 4, 2, 2])
    assert found == LookingBack(10, pytest.approx(2.2), 3.0, pytest.approx(-0.8), True)


@pytest.mark.parametrize(
    ("counts", "notable"),
    [([0, 0, 6, 4, 0], True), ([0, 0, 7, 3, 0], False), ([0, 6, 4, 0, 0], True), ([0, 5, 5, 0, 0], False)],
)
def test_half_a_level_is_notable_either_way(counts: list[int], notable: bool) -> None:
    """Before, the mean is 2.9; 3.4 and 2.4 lie exactly half a level from it, 3.3 and 2.5 nearer."""
    found = looking_back(counts, [0, 2, 7, 1, 0])
    assert found is not None
    assert found.notable is notable


def test_half_a_level_is_not_lost_in_the_last_place() -> None:
    """4.1 - 3.6 is below .5 in floats."""
    found = looking_back([0, 0, 0, 9, 1], [0, 0, 4, 6, 0])
    assert found is not None
    assert found.notable


@pytest.mark.parametrize(("counts", "before"), [([0] * 5, [1] * 5), ([1] * 5, [0] * 5), ([0] * 5, [0] * 5)])
def test_nobody_has_no_mean(counts: list[int], before: list[int]) -> None:
    assert looking_back(counts, before) is None


@pytest.mark.parametrize("counts", [[1, 2, 3], [1, 1, 1, 1, -1]])
def test_impossible_counts_are_refused(counts: list[int]) -> None:
    with pytest.raises(ValueError, match="expected 5 counts"):
        looking_back(counts, [1] * 5)
