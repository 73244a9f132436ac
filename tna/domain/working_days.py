"""Working days in England: Monday to Friday, without the bank holidays of England and Wales.

The rules are those of the Banking and Financial Dealings Act 1971 and of the proclamations made under it each year, as
https://www.gov.uk/bank-holidays lists them. A day that is proclaimed once, such as for a coronation, is not known here.
"""

from datetime import date, timedelta
from functools import lru_cache

_DAY = timedelta(days=1)
_SATURDAY = 5
_MONDAY = 0


def working_days_after(day: date, number: int) -> date:
    """The day that is so many working days after a day; the day itself, working or not, is not counted."""
    while number:
        day += _DAY
        number -= is_working_day(day)
    return day


def is_working_day(day: date) -> bool:
    """Whether people in England are at work on a day, as far as the calendar tells."""
    return day.weekday() < _SATURDAY and day not in bank_holidays(day.year)


@lru_cache(maxsize=16)
def bank_holidays(year: int) -> frozenset[date]:
    """The eight bank holidays of a year, those on a weekend moved to the next day that is free."""
    easter = easter_sunday(year)
    christmas = _moved(date(year, 12, 25))
    boxing_day = _moved(date(year, 12, 26))
    if boxing_day == christmas:
        boxing_day += _DAY
    return frozenset(
        {
            _moved(date(year, 1, 1)),
            easter - 2 * _DAY,
            easter + _DAY,
            _monday_from(date(year, 5, 1)),
            _monday_from(date(year, 5, 25)),
            _monday_from(date(year, 8, 25)),
            christmas,
            boxing_day,
        }
    )


def easter_sunday(year: int) -> date:
    """Easter in the Gregorian calendar, by the anonymous algorithm (Nature, 20 April 1876, page 487)."""
    golden = year % 19
    century, of_century = divmod(year, 100)
    leaps, rest = divmod(century, 4)
    corrected = (century - (century + 8) // 25 + 1) // 3
    epact = (19 * golden + century - leaps - corrected + 15) % 30
    leap_years, years = divmod(of_century, 4)
    to_sunday = (32 + 2 * rest + 2 * leap_years - epact - years) % 7
    late = (golden + 11 * epact + 22 * to_sunday) // 451
    month, day = divmod(epact + to_sunday - 7 * late + 114, 31)
    return date(year, month, day + 1)


def _moved(day: date) -> date:
    """The day itself, or where it falls on a weekend the Monday after; a second day on it moves one further."""
    return day if day.weekday() < _SATURDAY else _monday_from(day)


def _monday_from(day: date) -> date:
    return day + timedelta(days=(_MONDAY - day.weekday()) % 7)
