"""Intervals of shares against published values, and what must hold for any of them."""

import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tna.domain.intervals import effective_n, wilson, wilson_at

samples = st.integers(1, 500).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))


@pytest.mark.parametrize(
    ("successes", "n", "low", "high"),
    [(81, 263, 0.25529, 0.36621), (0, 20, 0.0, 0.16113), (15, 148, 0.0624, 0.1605), (1, 29, 0.0061, 0.1718)],
)
def test_wilson_gives_the_values_of_newcombe_1998_table_i_method_3(
    successes: int, n: int, low: float, high: float
) -> None:
    interval = wilson(successes, n)
    assert interval is not None
    assert (interval.low, interval.high) == pytest.approx((low, high), abs=6e-5)


def test_a_share_from_a_known_headcount_is_drawn_at_the_effective_n() -> None:
    """5 of 12 from 40 people: R 4.2.2 gives [.21855, .64593]."""
    interval = wilson(5, 12, heads=40)
    assert interval is not None
    assert (interval.low, interval.high) == pytest.approx((0.21855, 0.64593), abs=5e-6)
    assert effective_n(12, 40) == pytest.approx(12 * 39 / 28)


def test_there_is_no_interval_where_nobody_or_everybody_answered() -> None:
    assert wilson(0, 0) is None
    assert wilson(4, 7, heads=7) is None
    assert wilson(4, 7, heads=6) is None


@pytest.mark.parametrize(("share", "n_eff"), [(-0.1, 5), (1.1, 5), (0.5, 0), (0.5, float("inf"))])
def test_an_impossible_share_or_size_is_refused(share: float, n_eff: float) -> None:
    with pytest.raises(ValueError, match=r"share lies between|positive number"):
        wilson_at(share, n_eff)


def test_more_successes_than_answers_are_refused() -> None:
    with pytest.raises(ValueError, match="9 successes cannot come from 8 answers"):
        wilson(9, 8)


@given(samples)
def test_an_interval_lies_within_0_and_1_and_holds_the_share(sample: tuple[int, int]) -> None:
    successes, n = sample
    interval = wilson(successes, n)
    assert interval is not None
    assert 0 <= interval.low <= successes / n <= interval.high <= 1


@given(samples, st.integers(1, 5000))
def test_knowing_the_headcount_never_widens_an_interval(sample: tuple[int, int], others: int) -> None:
    successes, n = sample
    plain, known = wilson(successes, n), wilson(successes, n, heads=n + others)
    assert plain is not None
    assert known is not None
    assert known.high - known.low <= plain.high - plain.low + 1e-12


@given(st.integers(0, 199))
def test_both_ends_rise_with_the_number_of_successes(successes: int) -> None:
    fewer, more = wilson(successes, 200), wilson(successes + 1, 200)
    assert fewer is not None
    assert more is not None
    assert fewer.low <= more.low
    assert fewer.high <= more.high


@given(samples)
def test_the_interval_of_the_others_is_the_mirror_image(sample: tuple[int, int]) -> None:
    successes, n = sample
    some, others = wilson(successes, n), wilson(n - successes, n)
    assert some is not None
    assert others is not None
    assert (some.low, some.high) == pytest.approx((1 - others.high, 1 - others.low), abs=1e-12)


def test_more_confidence_asks_for_a_wider_interval() -> None:
    narrow, wide = wilson_at(0.3, 50, confidence=0.8), wilson_at(0.3, 50, confidence=0.99)
    assert wide.low < narrow.low < narrow.high < wide.high


def test_intervals_of_shares_do_without_scipy() -> None:
    code = "import sys, tna.domain.intervals, tna.domain.weighting; sys.exit('scipy' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
