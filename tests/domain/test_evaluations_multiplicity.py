"""Adjusted p values: the published example, and what must hold for any family of tests."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import false_discovery_control

from tna.domain.evaluations.multiplicity import benjamini_hochberg

PUBLISHED = [
    *(0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344),
    *(0.0459, 0.3240, 0.4262, 0.5719, 0.6528, 0.7590, 1.0),
]
"""Benjamini & Hochberg 1995, section 4.1."""

probabilities = st.lists(st.floats(0, 1), min_size=1, max_size=30)


def test_the_published_example_rejects_four() -> None:
    """Adjusted .0015, .003, .0095, .035625, .0603 …, to 1e-12."""
    adjusted = benjamini_hochberg(PUBLISHED)
    assert adjusted[:5] == pytest.approx([0.0015, 0.003, 0.0095, 0.035625, 0.0603], abs=1e-12)
    assert sum(p is not None and p <= 0.05 for p in adjusted) == 4


def test_tests_without_a_p_stay_without_and_count_for_nothing() -> None:
    assert benjamini_hochberg([None, 0.02, None, 0.03]) == [None, pytest.approx(0.03), None, pytest.approx(0.03)]
    assert benjamini_hochberg([None]) == [None]
    assert benjamini_hochberg([]) == []


def test_one_test_alone_keeps_its_p() -> None:
    assert benjamini_hochberg([0.04]) == [0.04]


@pytest.mark.parametrize("p", [-0.1, 1.5, float("nan")])
def test_what_is_no_probability_is_refused(p: float) -> None:
    with pytest.raises(ValueError, match="between 0 and 1"):
        benjamini_hochberg([0.5, p])


@given(probabilities)
def test_adjusted_values_are_scipys(ps: list[float]) -> None:
    assert benjamini_hochberg(ps) == pytest.approx(false_discovery_control(ps).tolist(), abs=1e-12)


@given(probabilities)
def test_adjusting_lowers_no_p_and_keeps_their_order(ps: list[float]) -> None:
    adjusted = [p for p in benjamini_hochberg(ps) if p is not None]
    assert all(before <= after <= 1 for before, after in zip(ps, adjusted, strict=True))
    ranked = [after for _, after in sorted(zip(ps, adjusted, strict=True))]
    assert ranked == sorted(ranked)
