"""How a shift, and how answers came in, were worked out: with the numbers that are shown and no others."""

import re
from datetime import date, timedelta

import numpy as np
import pytest

from tests.domain.arithmetic import wrong_sums
from tests.domain.shifts import FALL, NINE, RISE, TOO_FEW, People, counts, course, survey
from tna.domain.coverage import CoverageRow
from tna.domain.participation import Curve, forecast
from tna.domain.reports.coverage_trend import coverage_trend
from tna.domain.reports.shift import change_bars, dumbbell
from tna.domain.reports.shift_figures import shift_rows
from tna.domain.reports.shift_looking_back import looking_back_series
from tna.domain.reports.shift_room import room_report
from tna.domain.reports.workings.coverage import trend_workings
from tna.domain.reports.workings.shift import (
    change_workings,
    dumbbell_workings,
    looking_back_workings,
    sureness_workings,
)

COURSE = course(domains=("D1", "D2"))
BACK = {"s05": (7, 8, 4, 1, 0), "s06": (0, 5, 9, 6, 0)}


def test_a_shift_is_worked_out_from_the_people_who_moved() -> None:
    rows = shift_rows(COURSE, counts({"D1": RISE, "D2": NINE}), survey())
    moved = change_workings(change_bars(COURSE, rows))
    assert moved[0].steps == (
        "More confident, the same and less: 41 + 13 + 3 = 57 people.",
        "The adjusted p of <0.001 is at most 0.05, and the effect is 0.90: rise.",
    )
    domain = dumbbell_workings(dumbbell(COURSE, rows, survey()))[0].steps
    assert domain[:3] == (
        "Mean after less mean before: 3.72 − 2.70 = 1.02 levels, which is not the shift.",
        "The shift is the middle one of the averages of every two changes: 57 × 58 ÷ 2 = 1,653 averages.",
        "The middle one, of the sums over its two statements, is divided by two: 1.00 levels.",
    )


def test_what_is_withheld_of_a_shift_says_so() -> None:
    rows = shift_rows(COURSE, counts({"D1": RISE, "D2": NINE}), survey())
    withheld = change_workings(change_bars(COURSE, rows))[-1]
    assert withheld.steps == ("Not shown: not released yet, or fewer than ten people.",)


def test_too_few_people_are_not_tested_and_the_step_says_so() -> None:
    rows = shift_rows(COURSE, counts({"D1": TOO_FEW}), survey())
    assert sureness_workings(rows)[0].steps == ("Fewer than fifteen people are not tested: too few to test.",)


@pytest.mark.parametrize("seed", range(12))
def test_every_sum_of_a_shift_holds(seed: int) -> None:
    rng = np.random.default_rng(seed)

    def people() -> People:
        levels = rng.integers(1, 6, size=(int(rng.integers(10, 90)), 2))
        return [(int(before), int(after)) for before, after in levels]

    found = counts({"D1": people(), "D2": people() + FALL}, looking_back=BACK)
    rows = shift_rows(COURSE, found, survey())
    back = looking_back_series(COURSE.id, rows, found, survey())
    room = room_report(COURSE.id, rows, found)
    workings = (
        *dumbbell_workings(dumbbell(COURSE, rows, survey())),
        *change_workings(change_bars(COURSE, rows)),
        *sureness_workings(rows),
        *looking_back_workings(back),
        *room.workings,
    )
    assert wrong_sums(workings) == []
    assert len(room.workings) == len(room.table.rows)
    for cells, working in zip(room.table.rows, room.workings, strict=True):
        assert f"= {cells[3]} %" in working.steps[0]


@pytest.mark.parametrize("seed", range(8))
def test_every_day_of_a_curve_and_its_forecast_are_worked_out(seed: int) -> None:
    rng = np.random.default_rng(seed)
    first, days = date(2026, 11, 2), 12
    percents = sorted(int(one) for one in rng.integers(0, 101, size=days))
    curve = Curve(tuple(first + timedelta(n) for n in range(days)), tuple(percents), first + timedelta(days))
    total = CoverageRow(("a",), ("A",), 2000, 640, 0.32, "", 640)
    closes_on = first + timedelta(days + 9)
    expected = forecast(curve, answered=640, heads=2000, last=closes_on)
    assert expected is not None
    trend = coverage_trend(curve, total, expected, closes_on=closes_on, target=0.5)
    [working] = trend_workings(trend)
    assert wrong_sums([working]) == []
    assert len(working.steps) == days + 1 + (expected.share < 1)


def test_what_is_less_than_nothing_has_the_minus_sign_of_sums() -> None:
    fall = change_workings(change_bars(COURSE, shift_rows(COURSE, counts({"D1": FALL, "D2": NINE}), survey())))
    assert re.search(r"the effect is −0\.\d\d: fall", fall[0].steps[1])
