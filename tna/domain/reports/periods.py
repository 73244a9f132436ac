"""Stretches of time that a report looks back on: the last year, and half-years by the calendar."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from tna import language
from tna.language import gettext

_ENGLAND = ZoneInfo("Europe/London")
_HALF_YEARS = 4
"""With the one that runs: two years of meetings."""


@dataclass(frozen=True, slots=True)
class Period:
    """From the first day to the last, both counted. `id` stands in addresses, `within` ends a sentence."""

    id: str
    title: str
    within: str
    first: date
    last: date


def periods(today: date) -> tuple[Period, ...]:
    """What a reader may choose from: the year up to today, which stands for itself, then half-years, newest first."""
    return (last_year(today), *_half_years(today))


def last_year(today: date) -> Period:
    """The year that ends today."""
    # The year before a leap year has no 29 February.
    is_leap_day = (today.month, today.day) == (2, 29)
    year_ago = today.replace(year=today.year - 1, day=28 if is_leap_day else today.day)
    first = year_ago + timedelta(days=1)
    return Period("last-year", gettext("The last year"), gettext("in the last year"), first, today)


def day_in_england(moment: datetime) -> date:
    """The day it is in England, where the partnership is, at a moment that knows its zone."""
    return moment.astimezone(_ENGLAND).date()


def _half_years(today: date) -> Iterator[Period]:
    year, is_second = today.year, today.month > 6
    for _ in range(_HALF_YEARS):
        first, last = (date(year, 7, 1), date(year, 12, 31)) if is_second else (date(year, 1, 1), date(year, 6, 30))
        values = {"first": language.month(first), "last": language.month_and_year(last)}
        yield Period(
            id=f"{year}-{2 if is_second else 1}",
            title=gettext("%(first)s to %(last)s", **values),
            within=gettext("from %(first)s to %(last)s", **values),
            first=first,
            last=last,
        )
        year, is_second = (year, False) if is_second else (year - 1, True)
