"""The Hodges-Lehmann shift: R's values, and all averages written out."""

from collections import Counter
from itertools import combinations_with_replacement

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.domain.pairs import AFTER, BEFORE, DEPRESSION_AFTER, DEPRESSION_BEFORE, changes_of_levels
from tna.domain.evaluations.changes import changes_of_pairs, ordered
from tna.domain.evaluations.hodges_lehmann import Location, hodges_lehmann, laid_out, searched_for
from tna.domain.evaluations.signed_rank import lower_quantile
from tna.domain.intervals import Interval


def located(changes: dict[int, int] | dict[float, int]) -> Location:
    location = hodges_lehmann(changes)
    assert location is not None
    return location


def averages(changes: dict[int, int]) -> list[float]:
    """Every average of two changes, everybody's own included, in order."""
    everybody = [change for change, count in ordered(changes) for _ in range(count)]
    return sorted((one + other) / 2 for one, other in combinations_with_replacement(everybody, 2))


def test_the_depression_scores_give_the_values_of_r() -> None:
    """Hollander & Wolfe: .46, exact 95 % interval [.010, .786]; to 1e-12."""
    location = located(changes_of_pairs(Counter(zip(DEPRESSION_BEFORE, DEPRESSION_AFTER, strict=True))))
    assert location.shift == pytest.approx(0.46, abs=1e-12)
    assert location.interval is not None
    assert (location.interval.low, location.interval.high) == pytest.approx((0.010, 0.786), abs=1e-12)


def test_levels_with_zeros_shift_by_one() -> None:
    assert located(Counter(after - before for before, after in zip(BEFORE, AFTER, strict=True))).shift == 1.0


@given(changes_of_levels)
def test_shift_and_interval_are_those_of_all_averages_written_out(changes: dict[int, int]) -> None:
    every, location = averages(changes), located(changes)
    assert location.shift == np.median(every)
    place = lower_quantile(sum(changes.values()))
    assert location.interval == (Interval(every[place - 1], every[-place]) if place else None)


def test_above_fifty_pairs_the_interval_is_by_the_normal_quantile() -> None:
    """n = 60: ⌈60 · 61/4 - 1.959964 √(60 · 61 · 121/24)⌉ = ⌈648.76⌉."""
    changes = dict.fromkeys(range(-10, 50), 1)
    every = averages(changes)
    assert lower_quantile(60) == 649
    assert located(changes).interval == Interval(every[648], every[-649])


def test_without_a_pair_there_is_no_shift() -> None:
    assert hodges_lehmann({}) is None


@pytest.mark.parametrize("n", [1, 2, 5])
def test_five_pairs_or_fewer_have_a_shift_and_no_interval(n: int) -> None:
    assert hodges_lehmann({2: n}) == Location(2.0, None)


def test_where_nobody_changed_the_interval_is_a_point() -> None:
    assert hodges_lehmann({0: 50}) == Location(0.0, Interval(0.0, 0.0))


@given(changes_of_levels, st.integers(-3, 3))
def test_everybody_a_level_higher_is_a_shift_a_level_higher(changes: dict[int, int], more: int) -> None:
    here, there = located(changes), located({change + more: count for change, count in changes.items()})
    assert there.shift == here.shift + more
    assert (there.interval is None) == (here.interval is None)


@given(changes_of_levels)
def test_before_and_after_swapped_turn_shift_and_interval_round(changes: dict[int, int]) -> None:
    here, there = located(changes), located({-change: count for change, count in changes.items()})
    assert there.shift == -here.shift
    if here.interval and there.interval:
        assert (there.interval.low, there.interval.high) == (-here.interval.high, -here.interval.low)
        assert here.interval.low <= here.shift <= here.interval.high


@given(st.dictionaries(st.floats(-9, 9), st.integers(1, 5), min_size=1, max_size=30))
def test_averages_searched_for_are_those_laid_out(changes: dict[float, int]) -> None:
    made = ordered(changes)
    values, counts = np.array([change for change, _ in made]), np.array([count for _, count in made])
    n = counts.sum()
    places = sorted({1, n, n * (n + 1) // 4 + 1, n * (n + 1) // 2})
    assert searched_for(values, counts, places) == pytest.approx(laid_out(values, counts, places), abs=1e-12)


def test_thousands_of_different_changes_are_located_without_laying_out_their_averages() -> None:
    """Changes 0 to 3,999 are symmetric about 1,999.5."""
    location = located({float(change): 1 for change in range(4000)})
    assert location.shift == pytest.approx(1999.5, abs=1e-9)
    assert location.interval is not None
    assert location.interval.low + location.interval.high == pytest.approx(3999, abs=1e-9)
