"""When people are reminded: once on each day, by the clock in England, on whatever day of the year."""

from collections import Counter
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from tna.domain.reminders import (
    ENGLAND,
    MOST_DAYS,
    Plan,
    PlanFault,
    day_due,
    end_of,
    faults_of,
    first_hour,
    is_quiet,
    leaving_words,
    next_waking_moment,
    preview,
    read,
    start_of,
    suggested_days,
    written,
)

MONDAY = date(2027, 3, 1)
FORWARD, BACK = date(2027, 3, 28), date(2027, 10, 31)  # Sundays on which the clock changes in England
HOURS = st.integers(0, 23)


def minutes_around(day: date) -> list[datetime]:
    """Every minute from the noon before a day to the noon after it."""
    start = datetime.combine(day - timedelta(days=1), datetime.min.time(), UTC) + timedelta(hours=12)
    return [start + timedelta(minutes=n) for n in range(48 * 60)]


@pytest.mark.parametrize("day", [MONDAY, FORWARD, BACK, date(2027, 1, 31), date(2028, 2, 29), date(2027, 12, 31)])
@pytest.mark.parametrize(("quiet_from", "quiet_until"), [(19, 8), (0, 0), (23, 1), (1, 2), (3, 1), (12, 14)])
def test_every_minute_of_a_day_that_is_not_quiet_speaks_of_that_day_alone(
    day: date, quiet_from: int, quiet_until: int
) -> None:
    plan = Plan((day,), quiet_from, quiet_until)
    due = {moment: day_due(plan, now=moment) for moment in minutes_around(day)}
    assert set(due.values()) == {None, day}
    for moment, found in due.items():
        there = moment.astimezone(ENGLAND)
        assert (found is not None) == (there.date() == day and not is_quiet(plan, there.hour))


@pytest.mark.parametrize(
    ("messages", "hours", "words"),
    [
        (906, 0, "906 invitations go out now"),
        (1, -3, "1 invitation goes out now"),
        (1906, 2, "1,906 invitations go out from 10:00 today"),
        (906, 24, "906 invitations go out from 8:00 tomorrow"),
        (906, 48, "906 invitations go out from 8:00 on 3 March 2027"),
    ],
)
def test_what_waits_says_when_it_goes(messages: int, hours: int, words: str) -> None:
    eight = datetime(2027, 3, 1, 8, tzinfo=UTC)
    assert leaving_words(messages, eight + timedelta(hours=hours), now=eight) == words


@pytest.mark.parametrize("day", [FORWARD, BACK])
def test_a_day_on_which_the_clock_changes_begins_and_ends_once(day: date) -> None:
    plan = Plan((day,))
    due = [moment for moment in minutes_around(day) if day_due(plan, now=moment)]
    assert due[0].astimezone(ENGLAND).hour == 8
    assert due[-1].astimezone(ENGLAND).strftime("%H:%M") == "18:59"
    assert len(due) == 11 * 60
    assert Counter(due).most_common(1)[0][1] == 1


def test_two_days_in_a_row_are_two_days_even_around_midnight() -> None:
    last, first = date(2027, 2, 28), date(2027, 3, 1)
    plan = Plan((last, first), 0, 0)
    midnight = datetime(2027, 3, 1, tzinfo=UTC)
    assert day_due(plan, now=midnight - timedelta(seconds=1)) == last
    assert day_due(plan, now=midnight) == first


def test_a_summer_evening_belongs_to_the_day_in_england() -> None:
    plan = Plan((date(2027, 7, 1),), 0, 0)
    assert day_due(plan, now=datetime(2027, 6, 30, 23, 30, tzinfo=UTC)) == date(2027, 7, 1)


def test_a_pause_is_silence() -> None:
    plan = Plan((MONDAY,), is_paused=True)
    assert not any(day_due(plan, now=moment) for moment in minutes_around(MONDAY))


@given(HOURS, HOURS)
def test_some_hour_is_awake_and_the_first_comes_before_all_others(quiet_from: int, quiet_until: int) -> None:
    plan = Plan((), quiet_from, quiet_until)
    awake = [hour for hour in range(24) if not is_quiet(plan, hour)]
    assert first_hour(plan) == awake[0]
    assert len(awake) == 24 - (quiet_until - quiet_from) % 24


@given(st.datetimes(datetime(2026, 1, 1), datetime(2028, 1, 1)), HOURS, HOURS)
def test_the_next_waking_moment_is_awake_and_as_early_as_can_be(
    naive: datetime, quiet_from: int, quiet_until: int
) -> None:
    assume((quiet_from - quiet_until) % 24 != 1)  # a single hour, which the clock may leave out once a year
    now, plan = naive.replace(tzinfo=UTC), Plan((), quiet_from, quiet_until)
    found = next_waking_moment(plan, now=now)
    assert now <= found <= now + timedelta(hours=24)
    awake = found.astimezone(ENGLAND).hour
    assert not is_quiet(plan, awake)
    if found > now:
        assert is_quiet(plan, (found - timedelta(seconds=1)).astimezone(ENGLAND).hour)


def test_a_message_of_the_night_waits_for_the_morning() -> None:
    night = datetime(2027, 3, 27, 22, 15, tzinfo=UTC)
    assert next_waking_moment(Plan(), now=night) == datetime(2027, 3, 28, 7, 0, tzinfo=UTC)  # eight in summer time
    assert next_waking_moment(Plan(), now=night.replace(hour=12)) == night.replace(hour=12)


def test_a_day_lasts_as_long_as_the_clock_says() -> None:
    assert end_of(FORWARD) - start_of(FORWARD) == timedelta(hours=23)
    assert end_of(BACK) - start_of(BACK) == timedelta(hours=25)
    assert end_of(date(2027, 7, 1)) == datetime(2027, 7, 1, 23, tzinfo=UTC)


def faults(*days: date | None, weekends: bool = False, standing: frozenset[date] = frozenset()) -> list[PlanFault]:
    found = faults_of(
        days,
        opens_on=MONDAY,
        closes_on=date(2027, 3, 26),
        today=date(2027, 3, 8),
        takes_weekends=weekends,
        standing=standing,
    )
    return list(found)


def test_each_day_that_cannot_stand_is_named_with_its_box() -> None:
    found = faults(date(2027, 3, 9), None, date(2027, 3, 13), date(2027, 3, 27))
    assert found == [
        PlanFault(3, "13 March 2027 is a Saturday. Choose another day, or tick that weekends are fine"),
        PlanFault(4, "27 March 2027 lies outside the round, which runs from 1 March 2027 to 26 March 2027"),
    ]


def test_a_day_is_there_once() -> None:
    assert faults(date(2027, 3, 9), date(2027, 3, 9)) == [PlanFault(2, "9 March 2027 is there twice")]


def test_a_new_day_lies_ahead_and_one_that_stands_may_have_passed() -> None:
    today = date(2027, 3, 8)
    assert faults(today) == [PlanFault(1, "8 March 2027 is too soon: choose a day after today")]
    assert faults(today, standing=frozenset({today})) == []


def test_weekends_are_there_by_choice() -> None:
    saturday = date(2027, 3, 13)
    assert faults(saturday, weekends=True) == []
    assert Plan((saturday,)).takes_weekends
    assert not Plan((date(2027, 3, 12),)).takes_weekends


@given(st.dates(date(2026, 1, 1), date(2030, 1, 1)), st.integers(0, 90), st.integers(-30, 120))
def test_suggested_days_could_be_entered_as_they_are(opens_on: date, lasts: int, later: int) -> None:
    closes_on, today = opens_on + timedelta(days=lasts), opens_on + timedelta(days=later)
    days = suggested_days(opens_on=opens_on, closes_on=closes_on, today=today)
    assert len(days) <= MOST_DAYS
    assert not faults_of(days, opens_on=opens_on, closes_on=closes_on, today=today, takes_weekends=False)


def test_a_round_of_four_weeks_has_three_days_to_remind_on() -> None:
    days = suggested_days(opens_on=MONDAY, closes_on=date(2027, 3, 26), today=MONDAY)
    assert days == (date(2027, 3, 8), date(2027, 3, 12), date(2027, 3, 24))


def test_the_preview_says_what_happens_on_each_day() -> None:
    plan = Plan((date(2027, 3, 2), date(2027, 3, 9), date(2027, 4, 2)))
    said = preview(plan, whom="Harbour Trust", today=date(2027, 3, 8), closes_on=date(2027, 3, 26))
    assert said == [
        "2 March 2027 has passed.",
        "On 9 March 2027 at 8 o’clock: everybody invited in Harbour Trust who has not sent their answers by then.",
        "2 April 2027 lies after the last day to answer, so nothing is sent then.",
    ]
    midnight = preview(Plan((MONDAY,), 5, 5), whom="A", today=MONDAY, closes_on=MONDAY)
    assert midnight[0].startswith("On 1 March 2027 at midnight: ")


@given(st.lists(st.dates(), max_size=MOST_DAYS, unique=True))
def test_days_are_read_as_they_were_written(days: list[date]) -> None:
    assert read(written(days)) == tuple(sorted(days))
