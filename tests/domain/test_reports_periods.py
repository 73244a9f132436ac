"""The year that ends today, half-years by the calendar, and the day it is in England."""

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from tna.domain.reports.periods import day_in_england, last_year, periods


def test_the_last_year_ends_today_and_begins_the_day_after_today_a_year_ago() -> None:
    year = last_year(date(2026, 11, 25))
    assert (year.first, year.last) == (date(2025, 11, 26), date(2026, 11, 25))


def test_on_a_leap_day_the_last_year_began_on_the_first_of_march() -> None:
    assert last_year(date(2028, 2, 29)).first == date(2027, 3, 1)


def test_half_years_come_newest_first_and_are_named_by_their_months() -> None:
    assert [(one.id, one.title) for one in periods(date(2026, 6, 30))] == [
        ("last-year", "The last year"),
        ("2026-1", "January to June 2026"),
        ("2025-2", "July to December 2025"),
        ("2025-1", "January to June 2025"),
        ("2024-2", "July to December 2024"),
    ]
    assert periods(date(2026, 7, 1))[1].within == "from July to December 2026"


@given(st.dates(date(2000, 1, 1), date(2100, 1, 1)))
def test_half_years_follow_each_other_without_a_gap_and_the_first_holds_today(today: date) -> None:
    _, *halves = periods(today)
    assert halves[0].first <= today <= halves[0].last
    assert all(newer.first - older.last == timedelta(days=1) for newer, older in pairwise(halves))
    assert len({one.id for one in periods(today)}) == 5


def test_on_a_summer_evening_it_is_tomorrow_in_england() -> None:
    assert day_in_england(datetime(2026, 7, 1, 23, 30, tzinfo=UTC)) == date(2026, 7, 2)
    assert day_in_england(datetime(2026, 1, 1, 23, 30, tzinfo=UTC)) == date(2026, 1, 1)
