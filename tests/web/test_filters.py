"""Numbers, shares, dates and lists read as people write them."""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from gettext import NullTranslations

import pytest
from babel import Locale

from tna.language import Language, spoken_in
from tna.web import filters


@dataclass(frozen=True)
class Ends:
    low: float
    high: float


@pytest.mark.parametrize(
    ("value", "decimals", "text"),
    [
        (0, 0, "0"),
        (1460, 0, "1,460"),
        (1234567, 0, "1,234,567"),
        (3.44, 1, "3.4"),
        (3.45, 1, "3.5"),
        (2.675, 2, "2.68"),
        (4, 1, "4.0"),
        (-1.5, 1, "−1.5"),
        (-0.04, 1, "0.0"),
        (None, 0, "–"),
    ],
)
def test_numbers_mark_thousands_and_round_halves_up(value: float | None, decimals: int, text: str) -> None:
    assert filters.number(value, decimals) == text


@pytest.mark.parametrize(
    ("value", "text"), [(0.44, "+0.4"), (-0.44, "−0.4"), (0.04, "0.0"), (-0.04, "0.0"), (0, "0.0"), (None, "–")]
)
def test_a_change_carries_its_sign_unless_it_rounds_to_nothing(value: float | None, text: str) -> None:
    assert filters.signed(value) == text


@pytest.mark.parametrize(
    ("share", "text"),
    [(0.62, "62\u00a0%"), (0, "0\u00a0%"), (1, "100\u00a0%"), (0.001, "under 1\u00a0%"), (0.999, "over 99\u00a0%")],
)
def test_a_share_is_held_to_its_sign_by_a_no_break_space(share: float, text: str) -> None:
    assert filters.percent(share) == text


def test_an_interval_reads_as_two_shares() -> None:
    assert filters.percent_range(Ends(0.54, 0.701)) == "54\u00a0% to 70\u00a0%"


def test_every_share_in_a_sentence_is_held_to_its_sign() -> None:
    assert filters.unbroken("62 % of 41, and 8 % of 12.") == "62\u00a0% of 41, and 8\u00a0% of 12."


def test_what_is_missing_reads_as_a_dash() -> None:
    missing = [filters.percent(None), filters.percent_range(None), filters.day(None), filters.clock(None)]
    assert missing == ["–"] * 4


@pytest.mark.parametrize(("count", "text"), [(0, "0 people"), (1, "1 person"), (1460, "1,460 people")])
def test_one_is_a_person_and_more_are_people(count: int, text: str) -> None:
    assert filters.people(count) == text


@pytest.mark.parametrize(
    ("parts", "text"),
    [([], ""), (["police"], "police"), (["police", "health"], "police and health"), ("abc", "a, b and c")],
)
def test_a_list_joins_as_in_a_sentence(parts: list[str] | str, text: str) -> None:
    assert filters.listed(parts) == text


def test_a_date_is_written_out_without_a_leading_nought() -> None:
    assert filters.day(date(2027, 3, 2)) == "2 March 2027"


def test_a_moment_shows_the_day_and_time_of_england() -> None:
    just_before_midnight_in_utc = datetime(2027, 6, 30, 23, 30, tzinfo=UTC)
    assert filters.day(just_before_midnight_in_utc) == "1 July 2027"
    assert filters.clock(just_before_midnight_in_utc) == "00:30"
    assert filters.clock(datetime(2027, 1, 4, 14, 2, tzinfo=UTC)) == "14:02"


def test_numbers_and_days_are_written_as_the_language_does() -> None:
    with spoken_in(Language("de", Locale("de"), NullTranslations())):
        assert filters.number(1234.5, 1) == "1.234,5"
        assert filters.signed(-0.44) == "−0,4"
        assert filters.day(date(2027, 3, 2)) == "2. März 2027"
        assert filters.clock(datetime(2027, 1, 4, 14, 2, tzinfo=UTC)) == "14:02"


@pytest.mark.parametrize("cell", ["62 %", "<1 %", ">99 %", "+0.4", "−0.4", "1,460", "%62", 12])
def test_a_figure_is_no_words(cell: object) -> None:
    assert not filters.is_words(cell)


@pytest.mark.parametrize("cell", ["fewer than ten people answered", "not asked", "–", ""])
def test_anything_else_is_words(cell: str) -> None:
    assert filters.is_words(cell)
