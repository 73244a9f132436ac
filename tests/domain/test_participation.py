"""The curve of participation keeps to its form alone, and the forecast is as sure as it says."""

from datetime import date, timedelta
from math import sqrt

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tna.domain.participation import LEAST_ANSWERED, Curve, curve_of, forecast

FIRST = date(2026, 3, 2)


def day(n: int) -> date:
    return FIRST + timedelta(days=n)


def daily(*numbers: int) -> dict[date, int]:
    return {day(n): number for n, number in enumerate(numbers)}


def test_the_curve_is_the_share_of_those_who_have_answered_by_now() -> None:
    curve = curve_of(daily(100, 50, 0, 50), first=FIRST, now=day(3), answered=200)
    assert curve == Curve((day(0), day(1), day(2)), (50, 75, 75), day(3))


@pytest.mark.parametrize("answered", [None, LEAST_ANSWERED - 1])
def test_there_is_no_curve_where_coverage_tells_of_few_or_in_words(answered: int | None) -> None:
    assert curve_of(daily(300, 300), first=FIRST, now=day(2), answered=answered) is None


def test_there_is_no_curve_on_the_first_day_nor_for_few_answers() -> None:
    assert curve_of(daily(500), first=FIRST, now=FIRST, answered=500) is None
    assert curve_of(daily(100, 99), first=FIRST, now=day(2), answered=LEAST_ANSWERED) is None


@given(
    counts=st.lists(st.integers(0, 400), min_size=1, max_size=30).filter(lambda counts: sum(counts) >= LEAST_ANSWERED),
    other=st.integers(LEAST_ANSWERED, 100_000),
)
def test_whoever_sees_the_curve_cannot_tell_how_many_answered(counts: list[int], other: int) -> None:
    """For any other number of answers there are daily counts that give the very same curve."""
    now = day(len(counts))
    curve = curve_of(daily(*counts), first=FIRST, now=now, answered=LEAST_ANSWERED)
    assert curve is not None
    so_far = [round(percents * other / 100) for percents in (*curve.percents, 100)]
    again = {day(n): later - earlier for n, (earlier, later) in enumerate(zip([0, *so_far], so_far, strict=False))}
    assert min(again.values()) >= 0
    assert curve_of(again, first=FIRST, now=now, answered=LEAST_ANSWERED) == curve


def test_a_steady_week_is_carried_on() -> None:
    curve = curve_of(daily(*[100] * 10), first=FIRST, now=day(10), answered=1000)
    assert curve is not None
    found = forecast(curve, answered=1000, heads=4000, last=day(17))
    assert found is not None
    assert found.share == pytest.approx(1700 / 4000)  # seven days more of a hundred
    error = 1.959964 * sqrt(700 * 1 * (1 + 1)) / 4000
    assert (found.low, found.high) == pytest.approx((found.share - error, found.share + error))


def test_days_that_differ_make_the_forecast_less_sure() -> None:
    even = curve_of(daily(*[100] * 10), first=FIRST, now=day(10), answered=1000)
    weekend = curve_of(daily(*[140, 140, 140, 140, 140, 0, 0] * 2), first=FIRST, now=day(14), answered=1400)
    assert even is not None
    assert weekend is not None
    sure = forecast(even, answered=1000, heads=9000, last=day(17))
    unsure = forecast(weekend, answered=1400, heads=9000, last=day(21))
    assert sure is not None
    assert unsure is not None
    assert unsure.share == pytest.approx(2100 / 9000, abs=0.002)
    assert unsure.high - unsure.low > 3 * (sure.high - sure.low)


def test_a_forecast_stays_between_what_has_come_and_everybody() -> None:
    curve = curve_of(daily(*[100] * 10), first=FIRST, now=day(10), answered=1000)
    assert curve is not None
    found = forecast(curve, answered=1000, heads=1100, last=day(40))
    assert found is not None
    assert (found.share, found.high) == (1.0, 1.0)
    silent = curve_of(daily(1000, *[0] * 9), first=FIRST, now=day(10), answered=1000)
    assert silent is not None
    assert forecast(silent, answered=1000, heads=2000, last=day(20)) is not None
    still = forecast(silent, answered=1000, heads=2000, last=day(20))
    assert still is not None
    assert (still.low, still.share, still.high) == (0.5, 0.5, 0.5)


def test_there_is_no_forecast_without_a_week_or_without_a_day_to_come() -> None:
    short = curve_of(daily(*[100] * 5), first=FIRST, now=day(5), answered=500)
    long = curve_of(daily(*[100] * 9), first=FIRST, now=day(9), answered=900)
    assert short is not None
    assert long is not None
    assert forecast(short, answered=500, heads=1000, last=day(9)) is None
    assert forecast(long, answered=900, heads=1000, last=day(9)) is None
    assert forecast(long, answered=900, heads=0, last=day(12)) is None


def test_the_interval_covers_what_comes_about_as_often_as_it_says() -> None:
    """Two thousand rounds whose days vary by an overdispersed Poisson around one mean: at least 90 % are covered."""
    source = np.random.default_rng(20261125)
    covered = 0
    for _ in range(2000):
        days = source.negative_binomial(20, 20 / (20 + 60), size=28)  # mean 60, variance 60 + 60²/20
        total = int(days[:14].sum())
        curve = curve_of(daily(*days[:14].tolist()), first=FIRST, now=day(14), answered=total)
        assert curve is not None
        found = forecast(curve, answered=total, heads=100_000, last=day(28))
        assert found is not None
        covered += found.low <= days.sum() / 100_000 <= found.high
    assert 0.90 <= covered / 2000 <= 0.99
