"""Intervals of means: R's values, the rule that chooses between two methods, coverage by simulation."""

from math import sqrt

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tna.domain.intervals import Interval
from tna.domain.mean_intervals import (
    LEVEL_VALUES,
    mean_interval,
    mean_interval_smoothed,
    mean_interval_t,
    one_group,
    strata_interval,
)
from tna.domain.weighting import Strata, post_stratify

TWELVE = [1, 2, 4, 3, 2]
"""y = 3,4,2,5,3,3,4,1,2,4,5,3 as counts of the levels 1 to 5."""

histograms = st.lists(st.integers(0, 30), min_size=5, max_size=5).filter(lambda counts: sum(counts) >= 2)


def ends(interval: Interval | None) -> tuple[float, float]:
    assert interval is not None
    return interval.low, interval.high


def test_t_with_a_finite_population_gives_the_value_of_r() -> None:
    """R 4.2.2: mean 3.25, se .29355, [2.60389, 3.89611] for twelve of forty people."""
    assert ends(mean_interval_t(TWELVE, 40)) == pytest.approx((2.60389, 3.89611), abs=5e-6)


def test_mean_and_standard_error_are_those_of_r() -> None:
    """R 4.2.2: mean 3.25, SE .29355 with s/√n · √(1 - n/N); the share of 4 or more is .41667."""
    estimate = post_stratify(one_group(TWELVE, 40))
    assert estimate.value == 3.25
    assert sqrt(estimate.variance) == pytest.approx(0.29355, abs=5e-6)
    assert post_stratify(one_group(TWELVE, 40, (0, 0, 0, 1, 1))).value == pytest.approx(0.41667, abs=5e-6)


def test_without_a_headcount_t_is_the_ordinary_one() -> None:
    """By hand: s = 1.215431, t(11) at .975 = 2.200985."""
    reach = 2.200985 * 1.215431 / sqrt(12)
    assert ends(mean_interval_t(TWELVE)) == pytest.approx((3.25 - reach, 3.25 + reach), abs=1e-5)


def test_smoothing_adds_a_fifth_of_an_answer_to_each_level() -> None:
    """By hand for two fives of ten: centre 13/3, v = 14/9, t(1) at .975 = 12.7062, cut to the scale."""
    assert ends(mean_interval_smoothed([0, 0, 0, 0, 2], 10)) == (1.0, 5.0)
    # 30 fives of 60: centre (150 + 3)/31, v = (750 + 11)/31 - centre², se = √(v/31 · 1/2), t(29) = 2.045230.
    centre = 153 / 31
    reach = 2.045230 * sqrt((761 / 31 - centre**2) / 31 / 2)
    assert ends(mean_interval_smoothed([0, 0, 0, 0, 30], 60)) == pytest.approx(
        (centre - reach, min(5, centre + reach)), abs=1e-6
    )


@pytest.mark.parametrize(
    ("counts", "method"),
    [
        ([3, 4, 5, 4, 3], mean_interval_smoothed),  # 19 answers
        ([3, 4, 5, 5, 3], mean_interval_t),  # 20 answers
        ([0, 0, 2, 4, 24], mean_interval_smoothed),  # 80 % at one level
        ([0, 0, 2, 5, 24], mean_interval_t),
    ],
)
def test_small_and_lopsided_groups_are_smoothed(counts: list[int], method: object) -> None:
    assert callable(method)
    assert mean_interval(counts, 100) == method(counts, 100)


def test_there_is_no_interval_for_one_answer_or_where_everybody_answered() -> None:
    assert mean_interval([0, 1, 0, 0, 0]) is None
    assert mean_interval_t([0, 1, 0, 0, 0], 9) is None
    assert mean_interval(TWELVE, 12) is None
    assert mean_interval([5, 5, 5, 5, 5], 25) is None


def test_near_a_full_count_the_interval_still_holds_the_observed_mean() -> None:
    low, high = ends(mean_interval([0, 0, 0, 0, 99], 100))
    assert low < 5
    assert high == 5


@given(histograms, st.one_of(st.none(), st.integers(1, 1000)))
def test_an_interval_lies_on_the_scale_and_holds_the_mean(counts: list[int], others: int | None) -> None:
    n = sum(counts)
    mean = sum(count * level for count, level in zip(counts, LEVEL_VALUES, strict=True)) / n
    low, high = ends(mean_interval(counts, None if others is None else n + others))
    assert 1 <= low <= mean + 1e-12
    assert mean - 1e-12 <= high <= 5


@given(histograms)
def test_one_group_among_strata_is_the_group_alone(counts: list[int]) -> None:
    heads = sum(counts) + 40
    assert strata_interval(one_group(counts, heads)) == mean_interval(counts, heads)


def test_groups_that_show_no_variation_still_have_a_width() -> None:
    counts = np.array([[0, 0, 0, 0, 3], [0, 0, 0, 0, 1.0]])
    strata = Strata(counts, np.array([LEVEL_VALUES] * 2), np.array([30, 20.0]), np.array([0.1, 0.05]))
    low, high = ends(strata_interval(strata))
    assert low < 4.8
    assert high == 5


def test_groups_that_were_all_counted_have_none() -> None:
    counts = np.array([[0, 0, 1, 0, 3], [0, 0, 0, 0, 1.0]])
    strata = Strata(counts, np.array([LEVEL_VALUES] * 2), np.array([4, 1.0]), np.array([1, 1.0]))
    assert strata_interval(strata) is None


@pytest.mark.parametrize(
    "levels", [(0.1, 0.2, 0.3, 0.25, 0.15), (0.0, 0.0, 0.02, 0.08, 0.9), (0.5, 0.2, 0.1, 0.1, 0.1)]
)
@pytest.mark.parametrize("n", [10, 15, 30])
def test_intervals_of_means_cover_what_they_claim(levels: tuple[float, ...], n: int) -> None:
    """Samples without replacement from 120 people; 93 % allows for the noise of 1,500 trials and small n."""
    random = np.random.default_rng(20)
    people = np.repeat(np.arange(1, 6), np.round(np.array(levels) * 120).astype(int))
    trials, held = 1500, 0
    for _ in range(trials):
        sample = random.choice(people, n, replace=False)
        interval = mean_interval(np.bincount(sample, minlength=6)[1:].tolist(), len(people))
        assert interval is not None
        held += interval.low <= people.mean() <= interval.high
    assert held / trials >= 0.93


@pytest.mark.parametrize("rates", [(0.3, 0.35, 0.2), (0.1, 0.1, 0.1)])
@pytest.mark.parametrize(
    "levels", [(0.1, 0.2, 0.3, 0.25, 0.15), (0.02, 0.03, 0.05, 0.2, 0.7), (0.0, 0.02, 0.03, 0.1, 0.85)]
)
def test_intervals_of_several_small_groups_cover_what_they_claim(
    levels: tuple[float, ...], rates: tuple[float, ...]
) -> None:
    """Gaps to a target of 4 in groups of 40, 30 and 60; without smoothing, coverage fell to 0.78 here."""
    random = np.random.default_rng(11)
    heads = np.array([40.0, 30.0, 60.0])
    people = [random.choice(5, int(size), p=levels) for size in heads]
    gaps = np.array([3.0, 2, 1, 0, 0])
    true = gaps[np.concatenate(people)].mean()
    trials, held = 800, 0
    for _ in range(trials):
        samples = [
            random.choice(group, int(len(group) * rate), replace=False)
            for group, rate in zip(people, rates, strict=True)
        ]
        counts = np.array([np.bincount(sample, minlength=5) for sample in samples], dtype=np.float64)
        strata = Strata(counts, np.tile(gaps, (3, 1)), heads, counts.sum(axis=1) / heads)
        low, high = ends(strata_interval(strata))
        held += low <= true <= high
    assert held / trials >= 0.92
