"""How a round's answers came in day by day, and how many there will be, so that the curve says no more than coverage.

Coverage hides, behind "all or nearly all" and "none or few", whether one person more or less has answered. An exact
count by day, added up to now, would tell. So of the daily counts only the form of the curve is kept: the share of all
who have answered by now that had answered by the end of each day, in whole percent, and only once coverage itself tells
of at least LEAST_ANSWERED people. From a hundred answers on, every run of whole percents that rises to 100 can come
from any number of answers, so the curve narrows down neither that number nor anybody's part in it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise
from math import floor, sqrt
from statistics import fmean, variance

LEAST_ANSWERED = 200
"""Twice what the form of the curve needs in order to say nothing about the number of answers."""

WEEK = 7
"""Answers come on working days: a forecast rests on whole weeks."""

_Z = 1.959964
"""Two-sided 95 % of the normal distribution."""


@dataclass(frozen=True, slots=True)
class Curve:
    """`percents[i]`: of all who have answered by now, in whole percent, how many had by the end of `days[i]`.

    The days run from the first day of the round to the last one that is over; `now` is the day that is running or, for
    a round that is over, the last day of all.
    """

    days: tuple[date, ...]
    percents: tuple[int, ...]
    now: date


@dataclass(frozen=True, slots=True)
class Forecast:
    """The share (0..1) of all heads who will have answered on the last day, and its 95 % interval."""

    share: float
    low: float
    high: float


def curve_of(daily: Mapping[date, int], *, first: date, now: date, answered: int | None) -> Curve | None:
    """The form of the curve from the first day of a round to now, from answers by day.

    `answered`: how many people coverage tells of, or None where it uses words. None before a day is over, and where
    coverage tells of fewer than LEAST_ANSWERED.
    """
    total = sum(number for day, number in daily.items() if day <= now)
    days = tuple(first + timedelta(days=n) for n in range((now - first).days))
    if answered is None or answered < LEAST_ANSWERED or total < LEAST_ANSWERED or not days:
        return None
    so_far = [sum(number for day, number in daily.items() if day <= last) for last in days]
    return Curve(days, tuple(floor(100 * one / total + 0.5) for one in so_far), now)


def forecast(curve: Curve, *, answered: int, heads: int, last: date) -> Forecast | None:
    """How many of `heads` will have answered on the last day, if answers come as in the last seven days that are over.

    It knows nothing but the curve and what coverage tells (`answered`, in people). With N the answers of that week
    and r the days left as weeks, N·r more are expected, with variance φ·N·r·(1 + r): what is to come and the week it is
    judged by vary alike, overdispersed by φ, the variance of that week's days over their mean, at least 1
    (quasi-Poisson; McCullagh & Nelder 1989, 6.2). The interval is normal, within what has come and all heads.
    None before a week is over, once the last day is over, and where there are no heads.
    """
    left = (last - curve.now).days
    if len(curve.days) <= WEEK or left <= 0 or not heads:
        return None
    week = [(later - earlier) / 100 * answered for earlier, later in pairwise(curve.percents[-WEEK - 1 :])]
    came, weeks = sum(week), left / WEEK
    spread = max(1.0, variance(week) / fmean(week)) if came else 1.0
    error = _Z * sqrt(spread * came * weeks * (1 + weeks))
    more = came * weeks
    low, share, high = (min(answered + max(0.0, one), heads) / heads for one in (more - error, more, more + error))
    return Forecast(share, low, high)
