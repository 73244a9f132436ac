"""How numbers, shares, dates and lists read on a page: one formatter each, offered to templates as filters.

Figures and their unit are held together by a no-break space ("62 %"), a missing value reads as an en dash,
and halves round up, as people expect who check a figure by hand.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal
from typing import Any, Protocol
from zoneinfo import ZoneInfo

from flask import Flask

NO_BREAK_SPACE = "\u00a0"
MINUS = "\u2212"
MISSING = "\u2013"
LONDON = ZoneInfo("Europe/London")


class Range(Protocol):
    """Anything with two ends, such as a confidence interval of shares."""

    @property
    def low(self) -> float: ...

    @property
    def high(self) -> float: ...


class Cells(Protocol):
    """A table as figures hand it to a page: a header for each column, and rows of as many cells."""

    @property
    def headers(self) -> Sequence[str]: ...

    @property
    def rows(self) -> Sequence[Sequence[object]]: ...


def _rounded(value: float | Decimal, decimals: int) -> Decimal:
    """Round half up on the decimal digits a reader would see, not on the binary ones behind them."""
    rounded = Decimal(str(value)).quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_UP)
    return abs(rounded) if rounded == 0 else rounded


def number(value: float | None, decimals: int = 0) -> str:
    """1460 -> "1,460"; with decimals=1, 3.44 -> "3.4"."""
    return MISSING if value is None else f"{_rounded(value, decimals):,}".replace("-", MINUS)


def signed(value: float | None, decimals: int = 1) -> str:
    """A change with its sign: 0.44 -> "+0.4", -0.44 -> "−0.4"."""
    if value is None:
        return MISSING
    sign = "+" if _rounded(value, decimals) > 0 else ""
    return sign + number(value, decimals)


def percent(share: float | None, decimals: int = 0) -> str:
    """A share of 0 to 1 as "62 %"."""
    if share is None:
        return MISSING
    return number(float(Decimal(str(share)) * 100), decimals) + NO_BREAK_SPACE + "%"


def percent_range(ends: Range | None) -> str:
    """An interval of shares as "54 % to 70 %"."""
    return MISSING if ends is None else f"{percent(ends.low)} to {percent(ends.high)}"


def counted(count: int, one: str, many: str | None = None) -> str:
    """A number with its noun: (1, "person", "people") -> "1 person", (1460, …) -> "1,460 people"."""
    noun = one if count == 1 else many or one + "s"
    return number(count) + NO_BREAK_SPACE + noun


def people(count: int) -> str:
    """1 -> "1 person", 1460 -> "1,460 people"."""
    return counted(count, "person", "people")


def listed(words: Iterable[object]) -> str:
    """Join as in a sentence: "police, health and education"."""
    *first, last = [str(word) for word in words] or [""]
    return f"{', '.join(first)} and {last}" if first else last


def _in_london(moment: date) -> date:
    """The day and time on a clock in England; a plain date has no clock and stays as it is."""
    if isinstance(moment, datetime) and moment.tzinfo is not None:
        return moment.astimezone(LONDON)
    return moment


def day(moment: date | None) -> str:
    """A date, or the English day of a moment: "12 March 2027"."""
    if moment is None:
        return MISSING
    there = _in_london(moment)
    return f"{there.day} {there:%B %Y}"


def day_and_month(moment: date | None) -> str:
    """Where the year is plain from the sentence: "12 March"."""
    if moment is None:
        return MISSING
    there = _in_london(moment)
    return f"{there.day} {there:%B}"


def clock(moment: datetime | None) -> str:
    """The time of day in England: "14:02"."""
    return MISSING if moment is None else f"{_in_london(moment):%H:%M}"


def _is_figure(cell: object) -> bool:
    """Whether a cell holds a number, or text that begins as one ("62 %", "+0.4", "−0.4")."""
    return isinstance(cell, int | float) or str(cell).lstrip(f"+-{MINUS}")[:1].isdecimal()


def numeric_columns(table: Cells) -> frozenset[int]:
    """The columns to align right: those with a figure in any row. The first column names the row, whatever it holds."""
    return frozenset(
        column
        for row in table.rows
        for column, cell in enumerate(row)
        if column and not isinstance(cell, bool) and _is_figure(cell)
    )


FILTERS: Mapping[str, Callable[..., Any]] = {
    "number": number,
    "signed": signed,
    "percent": percent,
    "percent_range": percent_range,
    "counted": counted,
    "people": people,
    "listed": listed,
    "day": day,
    "day_and_month": day_and_month,
    "clock": clock,
    "numeric_columns": numeric_columns,
}


def install(app: Flask) -> None:
    """Offer every filter to the templates of an application."""
    app.jinja_env.filters.update(FILTERS)
