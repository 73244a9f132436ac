"""The signed rank test: R's values, every assignment of signs one by one, and SciPy's normal approximation."""

from collections import Counter
from itertools import product

import numpy as np
import pytest
from hypothesis import given
from scipy.stats import rankdata, wilcoxon

from tests.domain.pairs import AFTER, BEFORE, DEPRESSION_AFTER, DEPRESSION_BEFORE, changes_of_levels
from tna.domain.evaluations.changes import changes_of_pairs
from tna.domain.evaluations.signed_rank import (
    MOST_EXACT,
    SignedRank,
    lower_quantile,
    sign_assignments,
    signed_rank,
)


def tried(changes: dict[int, int] | dict[float, int]) -> SignedRank:
    test = signed_rank(changes)
    assert test is not None
    return test


def p_by_enumeration(changes: np.ndarray) -> float:
    """The share of all assignments of signs to the ranks that lie as far from the mean, tried one by one."""
    ranks = rankdata(abs(changes))[changes != 0]
    observed = abs(ranks @ np.sign(changes[changes != 0]))
    signs = np.array(list(product([-1, 1], repeat=len(ranks)))).reshape(2 ** len(ranks), len(ranks))
    return float((abs(signs @ ranks) >= observed - 1e-9).mean())


def test_levels_with_zeros_give_the_values_of_r() -> None:
    """Pratt's Z 3.344729378 (to 1e-9) and exact p .0006103516 (to 1e-10), rank-biserial .8974359 (to 1e-7)."""
    test = tried(Counter(after - before for before, after in zip(BEFORE, AFTER, strict=True)))
    assert test.z == pytest.approx(3.344729378, abs=1e-9)
    assert test.p == pytest.approx(0.0006103516, abs=1e-10)
    assert test.rank_biserial == pytest.approx(0.8974359, abs=1e-7)
    assert test.method == "exact"


def test_the_depression_scores_give_the_values_of_r() -> None:
    """Hollander & Wolfe: T⁺ = 40, exact p .0390625, both to the last place; rank-biserial .7777778 (to 1e-7)."""
    test = tried(changes_of_pairs(Counter(zip(DEPRESSION_BEFORE, DEPRESSION_AFTER, strict=True))))
    assert test.statistic == 40
    assert test.p == 0.0390625
    assert test.rank_biserial == pytest.approx(0.7777778, abs=1e-7)


def test_zeros_take_the_lowest_ranks_and_are_dropped() -> None:
    """Two zeros hold ranks 1 and 2; +1, +1, -1 share rank 4, -2 has 6. variance (3 · 4² + 6²)/4."""
    test = tried({0: 2, 1: 2, -1: 1, -2: 1})
    assert test.statistic == 8
    assert test.rank_biserial == pytest.approx((8 - 10) / 18)
    assert test.z == pytest.approx((8 - 18 / 2) / np.sqrt((3 * 4**2 + 6**2) / 4))


@pytest.mark.parametrize("seed", range(12))
def test_exact_p_is_that_of_all_assignments_of_signs(seed: int) -> None:
    """Small sets with ties and zeros, every other one of decimals. To 1e-14."""
    random = np.random.default_rng(seed)
    changes = np.append(random.integers(-3, 5, size=int(random.integers(6, 14))), 0) / (1 if seed % 2 else 4)
    assert tried(Counter(changes.tolist())).p == pytest.approx(p_by_enumeration(changes), abs=1e-14)


@pytest.mark.parametrize("n", [12, 50, 51, 400])
def test_z_is_that_of_scipys_normal_approximation(n: int) -> None:
    random = np.random.default_rng(n)
    changes = random.choice([-2, -1, 0, 1, 2, 3], n, p=[0.1, 0.2, 0.25, 0.2, 0.15, 0.1])
    theirs = wilcoxon(changes, zero_method="pratt", correction=False, method="asymptotic")
    ours = tried(Counter(changes.tolist()))
    assert abs(ours.z or 0) == pytest.approx(abs(theirs.zstatistic), abs=1e-12)
    if n > MOST_EXACT:
        assert ours.method == "normal"
        assert ours.p == pytest.approx(theirs.pvalue, abs=1e-12)


def test_without_ties_and_zeros_exact_p_is_scipys_too() -> None:
    changes = np.array([3, -1, 4, 5, -9, 2, 6, 7, 8, -10, 11, 12])
    theirs = wilcoxon(changes, method="exact")
    assert tried(Counter(changes.tolist())).p == pytest.approx(theirs.pvalue, abs=1e-14)


def test_zeros_count_towards_the_pairs_that_are_too_many_for_an_exact_test() -> None:
    assert tried({0: 30, 1: 20}).method == "exact"
    assert tried({0: 31, 1: 20}).method == "normal"


def test_fifty_rises_have_the_least_p_there_is() -> None:
    assert tried({1: 50}).p == 2.0**-49


def test_without_pairs_there_is_no_test() -> None:
    assert signed_rank({}) is None
    assert signed_rank({0: 0, 3: 0}) is None


@pytest.mark.parametrize(("n", "method"), [(1, "exact"), (50, "exact"), (51, "normal")])
def test_where_nobody_changed_p_is_one_and_there_is_no_z(n: int, method: str) -> None:
    assert signed_rank({0: n}) == SignedRank(0, None, None, 1.0, "exact" if method == "exact" else "normal")


def test_one_pair_says_nothing() -> None:
    assert signed_rank({2: 1}) == SignedRank(1, 1.0, 1.0, 1.0, "exact")


@pytest.mark.parametrize(("n", "least"), [(6, 1), (9, 6), (10, 9), (20, 53), (30, 138), (50, 435)])
def test_the_lower_quantile_is_that_of_r(n: int, least: int) -> None:
    """R: qsignrank(.025, n); one more than the critical values of the usual tables."""
    assert lower_quantile(n) == least


@pytest.mark.parametrize("n", [1, 5])
def test_five_pairs_or_fewer_have_no_lower_quantile(n: int) -> None:
    assert lower_quantile(n) == 0


@pytest.mark.parametrize("n", [51, 55, 60])
def test_the_normal_quantile_is_within_one_of_the_exact_one(n: int) -> None:
    exact = np.searchsorted(np.cumsum(sign_assignments(tuple((rank, 1) for rank in range(1, n + 1)))), 0.025 * 2.0**n)
    assert abs(lower_quantile(n) - exact) <= 1


@given(changes_of_levels)
def test_before_and_after_swapped_turn_the_signs_alone(changes: dict[int, int]) -> None:
    there, back = tried(changes), tried({-change: count for change, count in changes.items()})
    assert there.p == back.p
    assert 0 < there.p <= 1
    if there.z is None:
        assert there.rank_biserial is None
        assert not any(change for change, count in changes.items() if count)
    else:
        assert (back.z, back.rank_biserial) == (-there.z, -(there.rank_biserial or 0))


@given(changes_of_levels)
def test_the_unit_of_the_changes_does_not_matter(changes: dict[int, int]) -> None:
    assert tried({change * 0.25: count for change, count in changes.items()}) == tried(changes)


@given(changes_of_levels)
def test_all_assignments_of_signs_are_counted_once(changes: dict[int, int]) -> None:
    ranks = tuple((size, changes.get(size, 0)) for size in range(1, 5))
    assert sign_assignments(ranks).sum() == 2 ** sum(count for _, count in ranks)
