"""Working days in England, beside the days that https://www.gov.uk/bank-holidays lists."""

from datetime import date

import pytest

from tna.domain.working_days import bank_holidays, easter_sunday, is_working_day, working_days_after


@pytest.mark.parametrize(
    ("year", "listed"),
    [
        (2021, "01-01 04-02 04-05 05-03 05-31 08-30 12-27 12-28"),
        (2024, "01-01 03-29 04-01 05-06 05-27 08-26 12-25 12-26"),
        (2025, "01-01 04-18 04-21 05-05 05-26 08-25 12-25 12-26"),
        (2026, "01-01 04-03 04-06 05-04 05-25 08-31 12-25 12-28"),
        (2027, "01-01 03-26 03-29 05-03 05-31 08-30 12-27 12-28"),
    ],
)
def test_bank_holidays_are_those_that_the_government_lists(year: int, listed: str) -> None:
    assert [f"{day:%m-%d}" for day in sorted(bank_holidays(year))] == listed.split()


def test_easter_is_where_the_tables_of_the_book_of_common_prayer_have_it() -> None:
    # The earliest and the latest Easter of three centuries, and a year that naive rules miss.
    assert [easter_sunday(year) for year in (1818, 1943, 2000, 2049)] == [
        date(1818, 3, 22),
        date(1943, 4, 25),
        date(2000, 4, 23),
        date(2049, 4, 18),
    ]


@pytest.mark.parametrize(
    ("day", "due"),
    [
        (date(2027, 3, 2), date(2027, 3, 4)),  # from a Tuesday
        (date(2027, 3, 4), date(2027, 3, 8)),  # over a weekend
        (date(2027, 3, 6), date(2027, 3, 9)),  # on a Saturday
        (date(2027, 3, 25), date(2027, 3, 31)),  # over Easter
        (date(2026, 12, 24), date(2026, 12, 30)),  # over a Christmas whose second day falls on a Saturday
        (date(2027, 12, 31), date(2028, 1, 5)),  # over a New Year that falls on a Saturday
    ],
)
def test_two_working_days_pass_over_weekends_and_bank_holidays(day: date, due: date) -> None:
    assert working_days_after(day, 2) == due
    assert is_working_day(due)
