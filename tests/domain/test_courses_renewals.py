"""How long a completion keeps, to the day, and what a refresher does to it."""

from calendar import monthrange
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.domain.catalogues import catalogue, course
from tna.domain.courses import (
    DECISION_DAYS,
    Completion,
    Renewal,
    RenewalState,
    decision_day,
    renewal_state,
    standing_in,
)

CURRENT, DUE, LAPSED = RenewalState
OFFERED = catalogue(
    course("joint", renew_months=24),
    course("refresher", renew_months=12, renews="joint"),
    course("once"),
    course("for-ever", renews="joint"),
)

days = st.dates(date(2020, 1, 1), date(2040, 12, 31))


def day(text: str) -> date:
    return date.fromisoformat(text)


def standing(today: str, *completions: str, of: str = "joint") -> tuple[RenewalState, date | None] | None:
    """The standing of somebody with completions such as "joint 2026-03-01"."""
    done = [Completion(name, day(when)) for name, when in (each.split() for each in completions)]
    found = standing_in(OFFERED.course(of), done, OFFERED, day(today))
    return found and (found.state, found.lapses_on)


# One completion ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("completed_on", "months", "lapses_on"),
    [
        ("2026-03-04", 12, "2027-03-04"),
        ("2026-08-31", 6, "2027-02-28"),
        ("2027-08-31", 6, "2028-02-29"),
        ("2028-02-29", 12, "2029-02-28"),
        ("2028-02-29", 48, "2032-02-29"),
        ("2026-12-31", 2, "2027-02-28"),
        ("2026-12-01", 1, "2027-01-01"),
        ("2026-11-30", 1, "2026-12-30"),
        ("2026-01-31", 24, "2028-01-31"),
    ],
)
def test_a_completion_lapses_calendar_months_on(completed_on: str, months: int, lapses_on: str) -> None:
    assert renewal_state(day(completed_on), months, day(completed_on)).lapses_on == day(lapses_on)


@pytest.mark.parametrize(
    ("today", "state"),
    [
        ("2026-03-04", CURRENT),
        ("2026-12-03", CURRENT),  # 91 days before
        ("2026-12-04", DUE),  # 90 days before
        ("2027-03-03", DUE),
        ("2027-03-04", LAPSED),
        ("2030-01-01", LAPSED),
    ],
)
def test_a_completion_is_due_for_ninety_days_and_lapsed_on_its_day(today: str, state: RenewalState) -> None:
    assert renewal_state(day("2026-03-04"), 12, day(today)) == Renewal(state, day("2027-03-04"))


def test_a_course_that_is_never_renewed_stays_current() -> None:
    assert renewal_state(day("1999-01-01"), None, day("2026-01-01")) == Renewal(CURRENT, None)


@given(days, st.integers(1, 120))
def test_the_day_is_the_same_or_the_last_of_a_shorter_month(completed_on: date, months: int) -> None:
    lapses_on = renewal_state(completed_on, months, completed_on).lapses_on
    assert lapses_on is not None
    passed = (lapses_on.year - completed_on.year) * 12 + lapses_on.month - completed_on.month
    assert passed == months
    assert lapses_on.day == min(completed_on.day, monthrange(lapses_on.year, lapses_on.month)[1])


@given(days, st.integers(1, 120), days, st.integers(0, 200))
def test_a_state_never_goes_back(completed_on: date, months: int, today: date, due_days: int) -> None:
    order = [CURRENT, DUE, LAPSED]
    now = renewal_state(completed_on, months, today, due_days).state
    tomorrow = renewal_state(completed_on, months, today + timedelta(days=1), due_days).state
    assert order.index(now) <= order.index(tomorrow)


# A course and what renews it --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("today", "completions", "expected"),
    [
        ("2026-06-01", [], None),
        ("2026-06-01", ["once 2026-01-01"], None),
        ("2026-06-01", ["joint 2026-01-01"], (CURRENT, "2028-01-01")),
        ("2026-06-01", ["joint 2020-01-01", "joint 2026-01-01"], (CURRENT, "2028-01-01")),
        ("2028-06-01", ["joint 2026-01-01"], (LAPSED, "2028-01-01")),
        ("2028-06-01", ["joint 2026-01-01", "refresher 2027-12-01"], (CURRENT, "2028-12-01")),
        ("2028-06-01", ["joint 2026-01-01", "refresher 2028-03-01"], (CURRENT, "2029-03-01")),  # after it had lapsed
        ("2026-06-01", ["joint 2026-01-01", "refresher 2026-02-01"], (CURRENT, "2028-01-01")),  # never shorter
        ("2026-06-01", ["refresher 2026-02-01"], None),
        ("2028-06-01", ["joint 2026-01-01", "refresher 2025-12-01"], (LAPSED, "2028-01-01")),
        ("2026-06-01", ["joint 2026-01-01", "joint 2026-07-01"], (CURRENT, "2028-01-01")),
        ("2026-06-01", ["joint 2026-07-01"], None),
        ("2099-06-01", ["joint 2026-01-01", "for-ever 2027-01-01"], (CURRENT, None)),
    ],
)
def test_the_completion_that_keeps_longest_counts(
    today: str, completions: list[str], expected: tuple[RenewalState, str | None] | None
) -> None:
    wanted = expected and (expected[0], expected[1] and day(expected[1]))
    assert standing(today, *completions) == wanted


def test_a_refresher_has_a_standing_of_its_own() -> None:
    assert standing("2026-06-01", "joint 2026-01-01", of="refresher") is None
    assert standing("2026-06-01", "joint 2026-01-01", "refresher 2026-03-01", of="refresher") == (
        CURRENT,
        day("2027-03-01"),
    )


@given(st.lists(st.tuples(st.sampled_from(["joint", "refresher", "once"]), days), max_size=6), days)
def test_another_completion_never_makes_a_standing_worse(done: list[tuple[str, date]], today: date) -> None:
    completions = [Completion(name, when) for name, when in done]
    joint = OFFERED.course("joint")
    ends = [standing_in(joint, completions[:count], OFFERED, today) for count in range(len(completions) + 1)]
    worth = [date.min if end is None else (end.lapses_on or date.max) for end in ends]
    assert worth == sorted(worth)


# The decision day -------------------------------------------------------------------------------------------


def test_whether_a_date_runs_is_decided_two_weeks_before() -> None:
    assert DECISION_DAYS == 14
    assert decision_day(day("2027-03-04")) == day("2027-02-18")
    assert decision_day(day("2027-03-04"), 3) == day("2027-03-01")
