"""Post-stratification and weights: hand-computed cases, and what must hold for any table."""

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from tna.domain.weighting import (
    HEAVIEST,
    LIGHTEST,
    Strata,
    margin_error,
    post_stratify,
    rake,
    response_weights,
    share_draws,
    share_interval,
    trim,
)

LEVELS = np.arange(1.0, 6.0)
SHARE = np.array([1.0, 1, 1, 0, 0])


def strata(counts: list[list[int]], heads: list[int] | None, values: np.ndarray = LEVELS) -> Strata:
    table = np.array(counts, dtype=np.float64)
    sizes = None if heads is None else np.array(heads, dtype=np.float64)
    fractions = np.zeros(len(table)) if sizes is None else table.sum(axis=1) / sizes
    return Strata(table, np.tile(values, (len(table), 1)), sizes, fractions)


tables = st.integers(1, 6).flatmap(
    lambda groups: arrays(np.float64, (groups, 5), elements=st.integers(0, 9)).filter(
        lambda counts: bool((counts.sum(axis=1) > 0).all())
    )
)


def test_two_groups_by_hand() -> None:
    """Means 2 and 4 of 30 and 10 heads; s² = 1 and 2; variance (3/4)²·.9/3·1 + (1/4)²·.8/2·2."""
    estimate = post_stratify(strata([[1, 1, 1, 0, 0], [0, 0, 1, 0, 1]], [30, 10]))
    assert estimate.value == pytest.approx(2.5)
    assert estimate.unweighted == pytest.approx(14 / 5)
    assert estimate.variance == pytest.approx(9 / 16 * 0.9 / 3 + 1 / 16 * 0.8 / 2 * 2)
    assert estimate.spread == pytest.approx(9 / 16 * 0.9 / 3 + 1 / 16 * 0.8 / 2)
    assert estimate.degrees == 3


def test_a_group_of_one_takes_the_pooled_variance() -> None:
    estimate = post_stratify(strata([[1, 1, 1, 0, 0], [0, 0, 0, 0, 1]], [30, 10]))
    assert estimate.variance == pytest.approx(9 / 16 * 0.9 / 3 + 1 / 16 * 0.9 * 1)


def test_without_headcounts_all_answers_are_one_sample() -> None:
    estimate = post_stratify(strata([[1, 1, 1, 0, 0], [0, 0, 1, 0, 1]], None))
    answers = np.array([1, 2, 3, 3, 5])
    assert estimate.value == estimate.unweighted == pytest.approx(answers.mean())
    assert estimate.variance == pytest.approx(answers.var(ddof=1) / 5)


def test_the_effective_n_of_several_groups_is_what_their_variance_implies() -> None:
    both = strata([[2, 0, 2, 3, 3], [1, 0, 0, 2, 2]], [40, 60], SHARE)
    estimate = post_stratify(both)
    share = 0.4 * 0.4 + 0.6 * 0.2
    variance = 0.4**2 * 0.75 * (0.24 * 10 / 9) / 10 + 0.6**2 * (11 / 12) * (0.16 * 5 / 4) / 5
    assert estimate.value == pytest.approx(share)
    assert share_draws(both, estimate) == pytest.approx(share * (1 - share) / variance)


def test_the_effective_n_of_one_group_is_that_of_its_sizes() -> None:
    one = strata([[2, 1, 2, 3, 4]], [40], SHARE)
    assert share_draws(one, post_stratify(one)) == pytest.approx(12 * 39 / 28)


def test_groups_without_variation_are_drawn_at_what_their_sizes_allow() -> None:
    alike = strata([[5, 0, 0, 0, 0], [5, 0, 0, 0, 0]], [50, 50], SHARE)
    assert share_draws(alike, post_stratify(alike)) == pytest.approx(10 / 0.9)


def test_nothing_is_left_to_estimate_where_everybody_answered() -> None:
    full = strata([[5, 0, 0, 1, 0], [5, 0, 0, 0, 1]], [6, 6], SHARE)
    assert share_draws(full, post_stratify(full)) is None
    assert share_interval(0.8, None) is None


def test_a_share_just_past_one_is_taken_for_one() -> None:
    assert share_interval(1 + 1e-15, 20) == share_interval(1.0, 20)


@given(tables, st.lists(st.integers(0, 60), min_size=6, max_size=6))
def test_the_estimate_lies_between_the_lowest_and_the_highest_group(counts: np.ndarray, others: list[int]) -> None:
    heads = counts.sum(axis=1) + np.array(others[: len(counts)])
    estimate = post_stratify(strata(counts.tolist(), heads.tolist()))
    means = counts @ LEVELS / counts.sum(axis=1)
    assert means.min() - 1e-9 <= estimate.value <= means.max() + 1e-9
    assert estimate.variance >= 0


@given(tables, st.lists(st.integers(0, 60), min_size=6, max_size=6))
def test_post_stratified_and_unweighted_agree_where_response_rates_are_equal(
    counts: np.ndarray, others: list[int]
) -> None:
    estimate = post_stratify(strata(counts.tolist(), (counts.sum(axis=1) * 7).tolist()))
    assert estimate.value == pytest.approx(estimate.unweighted)


@given(tables, st.lists(st.integers(0, 60), min_size=6, max_size=6))
def test_post_stratified_and_unweighted_agree_where_groups_have_one_histogram(
    counts: np.ndarray, others: list[int]
) -> None:
    alike = np.tile(counts[0], (len(counts), 1))
    heads = alike.sum(axis=1) + np.array(others[: len(counts)])
    estimate = post_stratify(strata(alike.tolist(), heads.tolist()))
    assert estimate.value == pytest.approx(estimate.unweighted)


def test_cells_with_five_answers_each_carry_heads_over_answers() -> None:
    counts = np.array([[5, 10], [20, 0]], dtype=np.float64)
    heads = np.array([[10, 40], [40, 0]], dtype=np.float64)
    weights = response_weights(counts, heads)
    mean = 90 / 35
    assert weights.cells == pytest.approx(np.array([[2, 4], [2, 0]]) / mean)
    assert weights.rounds == 0
    assert weights.margin_error == 0
    squares = (5 * 4 + 10 * 16 + 20 * 4) / mean**2
    assert weights.deff == pytest.approx(35 * squares / 35**2)
    assert weights.n_effective == pytest.approx(35 / weights.deff)


def test_a_cell_with_four_answers_sends_all_of_them_to_raking() -> None:
    counts = np.array([[4, 10], [20, 10]], dtype=np.float64)
    heads = np.array([[10, 40], [40, 20]], dtype=np.float64)
    weights = response_weights(counts, heads)
    assert weights.rounds >= 1
    assert weights.margin_error <= 1e-10
    represented = weights.cells * counts * heads.sum() / counts.sum()
    assert represented.sum(axis=1) == pytest.approx(heads.sum(axis=1))
    assert represented.sum(axis=0) == pytest.approx(heads.sum(axis=0))


def test_raking_keeps_the_odds_ratio_of_the_answers() -> None:
    """Deming & Stephan: fitting margins leaves every cross-product ratio as it was observed."""
    counts = np.array([[4.0, 10], [20, 10]])
    fitted = counts * rake(np.ones((2, 2)), counts, np.array([22.0, 22]), np.array([14.0, 30]))
    odds = fitted[0, 0] * fitted[1, 1] / (fitted[0, 1] * fitted[1, 0])
    assert odds == pytest.approx(4 * 10 / (10 * 20))


def test_a_silent_agency_and_a_silent_role_group_are_dropped_with_their_heads() -> None:
    counts = np.array([[6, 2, 0], [3, 9, 0], [0, 0, 0]], dtype=np.float64)
    heads = np.array([[20, 20, 5], [20, 20, 0], [9, 9, 9]], dtype=np.float64)
    weights = response_weights(counts, heads)
    assert weights.dropped_rows == (2,)
    assert weights.dropped_columns == (2,)
    represented = weights.cells * counts * 80 / counts.sum()
    assert represented.sum(axis=1)[:2] == pytest.approx([40, 40])
    assert represented.sum(axis=0)[:2] == pytest.approx([40, 40])


def test_one_answer_for_a_thousand_heads_is_trimmed_and_the_error_is_said() -> None:
    counts = np.array([[1, 0], [0, 40]], dtype=np.float64)
    heads = np.array([[1000, 0], [0, 50]], dtype=np.float64)
    weights = response_weights(counts, heads)
    assert weights.cells.max() == pytest.approx(HEAVIEST)
    assert weights.margin_error > 0.5


def test_margins_that_the_answers_cannot_meet_end_with_an_error_that_is_said() -> None:
    """Everyone who answered in the first agency is of the first role group, which has too few heads."""
    counts = np.array([[6, 0], [3, 3]], dtype=np.float64)
    heads = np.array([[6, 94], [3, 10]], dtype=np.float64)
    weights = response_weights(counts, heads)
    assert np.isfinite(weights.cells).all()
    assert weights.margin_error > 0.1


def test_no_answers_and_too_many_answers_are_refused() -> None:
    with pytest.raises(ValueError, match="nothing to weight"):
        response_weights(np.zeros((2, 2)), np.ones((2, 2)))
    with pytest.raises(ValueError, match="more answers than heads"):
        response_weights(np.full((2, 2), 6.0), np.full((2, 2), 5.0))


answers = arrays(np.float64, (3, 4), elements=st.integers(0, 12))


@settings(deadline=None)  # margins that cannot be met take all passes of all rounds
@given(answers, arrays(np.float64, (3, 4), elements=st.integers(0, 200)))
def test_weights_have_mean_one_and_a_design_effect_of_at_least_one(counts: np.ndarray, others: np.ndarray) -> None:
    assume(counts.sum() > 0)
    weights = response_weights(counts, counts + others)
    assert (weights.cells * counts).sum() == pytest.approx(counts.sum())
    assert weights.deff >= 1 - 1e-12
    assert weights.n_effective <= counts.sum() + 1e-9
    if weights.rounds:
        held = weights.cells[counts > 0]
        assert held.min() >= LIGHTEST - 1e-9
        assert held.max() <= HEAVIEST + 1e-9
    assert np.all(weights.cells[counts == 0] == 0)


@given(arrays(np.float64, (3, 4), elements=st.integers(1, 12)), st.integers(2, 9))
def test_equal_response_rates_need_no_weights(counts: np.ndarray, rate: int) -> None:
    weights = response_weights(counts, counts * rate)
    assert weights.cells == pytest.approx(np.ones((3, 4)))
    assert weights.deff == pytest.approx(1)


@given(
    arrays(np.float64, (3, 4), elements=st.integers(1, 12)),
    arrays(np.float64, (3, 4), elements=st.integers(1, 200)),
)
def test_raking_reproduces_both_margins(counts: np.ndarray, heads: np.ndarray) -> None:
    scaled = heads * counts.sum() / heads.sum()
    weights = rake(np.ones((3, 4)), counts, scaled.sum(axis=1), scaled.sum(axis=0))
    assert margin_error(weights, counts, scaled.sum(axis=1), scaled.sum(axis=0)) <= 1e-10


@given(answers, arrays(np.float64, (3, 4), elements=st.floats(1e-6, 1e6)))
def test_trimmed_weights_keep_their_order(counts: np.ndarray, raw: np.ndarray) -> None:
    assume(counts.sum() > 0)
    held = trim(np.where(counts > 0, raw, 0.0), counts)[counts > 0]
    assert np.all(np.diff(held[np.argsort(raw[counts > 0], kind="stable")]) >= -1e-12)
