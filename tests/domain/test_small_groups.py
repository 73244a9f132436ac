"""Empirical Bayes against lme4, its limits, and that it helps."""

import subprocess
import sys

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tna.domain.small_groups import HIGHEST, model_estimates, sampling_variances, shrink

DYESTUFF = np.array(
    [
        [1545, 1440, 1440, 1520, 1580],
        [1540, 1555, 1490, 1560, 1495],
        [1595, 1550, 1605, 1510, 1560],
        [1445, 1440, 1595, 1465, 1545],
        [1595, 1630, 1515, 1635, 1625],
        [1520, 1455, 1450, 1480, 1445],
    ],
    dtype=np.float64,
)
"""Yield of dyestuff in grams from six batches of an intermediate, five preparations each.

Davies & Goldsmith 1972, Statistical Methods in Research and Production, table 6.1; `Dyestuff` in R's lme4.
"""

means = st.lists(st.floats(1, 5), min_size=3, max_size=12).map(np.array)


def test_dyestuff_gives_the_values_of_lme4() -> None:
    """lmer(Yield ~ 1 + (1 | Batch), Dyestuff): between 1764.05, residual 2451.25, intercept 1527.5."""
    residual = DYESTUFF.var(axis=1, ddof=1).mean()
    assert residual == pytest.approx(2451.25)
    shrunk = shrink(DYESTUFF.mean(axis=1), np.full(6, residual / 5))
    assert shrunk is not None
    assert shrunk.between == pytest.approx(1764.05, abs=0.01)
    assert shrunk.centre == pytest.approx(1527.5)
    assert shrunk.kept == pytest.approx(np.full(6, 0.7825267), abs=1e-6)
    # ranef(): -17.6068, 0.3913, 28.5622, -23.0845, 56.7332, -44.9953
    apart = shrunk.estimates - shrunk.centre
    assert apart == pytest.approx([-17.6068, 0.3913, 28.5622, -23.0845, 56.7332, -44.9953], abs=1e-3)


def test_the_same_yields_as_counts_have_the_pooled_variance() -> None:
    values = np.unique(DYESTUFF)
    counts = np.array([[(batch == value).sum() for value in values] for batch in DYESTUFF], dtype=np.float64)
    variances = sampling_variances(counts, values, np.zeros(6))
    assert variances == pytest.approx(np.full(6, 2451.25 / 5))
    halved = sampling_variances(counts, values, np.full(6, 0.5))
    assert halved == pytest.approx(np.full(6, 2451.25 / 10))


def test_a_variance_needs_a_group_with_two_answers() -> None:
    assert sampling_variances(np.eye(5), np.arange(1.0, 6.0), np.zeros(5)) is None


def test_fewer_than_three_groups_are_not_modelled() -> None:
    assert shrink(np.array([2.0, 3.0]), np.array([0.1, 0.1])) is None


def test_a_negative_variance_is_refused() -> None:
    with pytest.raises(ValueError, match="not negative"):
        shrink(np.array([2.0, 3.0, 4.0]), np.array([0.1, -0.1, 0.1]))


def test_groups_that_differ_less_than_chance_are_all_put_at_the_common_mean() -> None:
    shrunk = shrink(np.array([3.0, 3.01, 2.99, 3.0]), np.full(4, 0.5))
    assert shrunk is not None
    assert shrunk.between == 0
    assert shrunk.estimates == pytest.approx(np.full(4, 3.0))


def test_a_full_count_keeps_its_own_mean() -> None:
    shrunk = shrink(np.array([2.0, 3.0, 4.5, 3.5]), np.array([0.0, 0.2, 0.2, 0.2]))
    assert shrunk is not None
    assert shrunk.estimates[0] == pytest.approx(2.0)
    assert shrunk.estimates[2] < 4.5


def test_equal_full_counts_are_left_as_they_are() -> None:
    shrunk = shrink(np.full(3, 4.0), np.zeros(3))
    assert shrunk is not None
    assert shrunk.estimates == pytest.approx(np.full(3, 4.0))


@given(means, st.floats(0.001, 2))
def test_an_estimate_lies_between_the_group_and_the_common_mean(values: np.ndarray, variance: float) -> None:
    shrunk = shrink(values, np.full(len(values), variance))
    assert shrunk is not None
    assert np.all((shrunk.kept >= 0) & (shrunk.kept <= 1))
    low, high = np.minimum(values, shrunk.centre), np.maximum(values, shrunk.centre)
    assert np.all((shrunk.estimates >= low - 1e-9) & (shrunk.estimates <= high + 1e-9))


@given(means)
def test_the_less_is_known_of_a_group_the_nearer_it_is_drawn(values: np.ndarray) -> None:
    shrunk = shrink(values, np.linspace(0.05, 1, len(values)))
    assert shrunk is not None
    assert np.all(np.diff(shrunk.kept) <= 1e-12)


def test_shrinking_halves_the_error_of_small_groups() -> None:
    """Forty groups of eight, means 3.2 ± 0.3: squared error against the true means."""
    random = np.random.default_rng(7)
    raw_error = model_error = 0.0
    for _ in range(40):
        true = random.normal(3.2, 0.3, 40)
        raw = true + random.normal(0, 1.1 / np.sqrt(8), 40)
        shrunk = shrink(raw, np.full(40, 1.1**2 / 8))
        assert shrunk is not None
        raw_error += float(((raw - true) ** 2).sum())
        model_error += float(((shrunk.estimates - true) ** 2).sum())
    assert model_error <= 0.55 * raw_error


def test_errors_for_equal_variances_are_those_of_the_truncated_gamma_distribution() -> None:
    """With τ² uniform and v alike, B = v/(τ² + v) has the density B^((6-5)/2) exp(-B S/2v); Morris 1983, section 5.

    The square is then v(1 - 5/6 E B) + E(B - B at τ² 1764.05)² (y - μ)²; within one in a thousand, by the grid's steps.
    """
    v, means = 490.25, DYESTUFF.mean(axis=1)
    apart = (means - means.mean()) ** 2
    shrunk = shrink(means, np.full(6, v))
    assert shrunk is not None
    drawn = np.linspace(v / (v + np.exp(HIGHEST) * apart.sum() / 5), 1, 200_001)
    density = drawn**0.5 * np.exp(-drawn * apart.sum() / (2 * v))
    density /= density.sum()
    left = v * (1 - 5 / 6 * (density @ drawn))
    expected = left + density @ (drawn - v / (v + shrunk.between)) ** 2 * apart
    assert shrunk.errors**2 == pytest.approx(expected, rel=1e-3)


@given(means, st.integers(0, 11))
def test_of_two_groups_with_one_mean_the_better_measured_has_the_smaller_error(values: np.ndarray, place: int) -> None:
    """Also where groups differ less than chance: a correction for τ² alone made it widest for the largest group."""
    same = np.append(values, values[place % len(values)])
    variances = np.full(len(same), 0.1)
    variances[-1] = 0.02
    shrunk = shrink(same, variances)
    assert shrunk is not None
    assert shrunk.errors[-1] < shrunk.errors[place % len(values)]


def test_the_interval_lies_on_the_scale_around_the_estimate() -> None:
    found = model_estimates(np.array([0.02, 0.3, 0.1, 0.5]), np.array([0.01, 0.01, 0.02, 0.0]), 0, 1)
    assert found is not None
    for one in found[:3]:
        assert one.interval is not None
        assert 0 <= one.interval.low <= one.value <= one.interval.high <= 1
    assert found[3].value == pytest.approx(0.5)
    assert found[3].interval is None, "a full count leaves nothing to estimate"
    assert {one.groups for one in found} == {4}


def test_a_level_may_be_worth_something_else_in_each_group() -> None:
    counts = np.array([[2.0, 2, 2, 2, 2], [2, 2, 2, 2, 2]])
    worth = np.array([[1.0, 0, 0, 0, 0], [1, 1, 1, 1, 0]])
    pooled = (10 * 0.2 * 0.8 + 10 * 0.8 * 0.2) / 18
    assert sampling_variances(counts, worth, np.zeros(2)) == pytest.approx(np.full(2, pooled / 10))


def test_the_model_does_without_scipy() -> None:
    code = "import sys, tna.domain.small_groups; sys.exit('scipy' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
