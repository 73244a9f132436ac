"""How numbers, shares, dates and lists read on a page: one formatter each, offered to templates as filters.

Sentences about figures come from tna.domain.reports, whose words these filters share, so that a number reads
the same in a sentence, in a table and beside it. A missing value reads as an en dash.
"""

from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal
from typing import Any, Protocol
from zoneinfo import ZoneInfo

from flask import Flask

from tna import language
from tna.domain.notice_text import paragraphs, with_phone_numbers
from tna.domain.reports import words
from tna.language import gettext, ngettext

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


def _rounded(value: float, decimals: int) -> Decimal:
    """Round half up on the decimal digits that a reader sees, not on the binary ones behind; never to -0."""
    rounded = Decimal(str(value)).quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_UP)
    return abs(rounded) if rounded == 0 else rounded


def number(value: float | None, decimals: int = 0) -> str:
    """1460 -> "1,460"; with decimals=1, 3.44 -> "3.4"."""
    return MISSING if value is None else f"{_rounded(value, decimals):,}".translate(_signs())


def _signs() -> dict[int, str]:
    """How the language writes the signs of a number that Python wrote."""
    signs = language.spoken().locale.number_symbols["latn"]
    return {ord(","): signs["group"], ord("."): signs["decimal"], ord("-"): MINUS}


def signed(value: float | None, decimals: int = 1) -> str:
    """A change with its sign: 0.44 -> "+0.4", -0.44 -> "−0.4"."""
    if value is None:
        return MISSING
    sign = "+" if _rounded(value, decimals) > 0 else ""
    return sign + number(value, decimals)


def unbroken(sentence: str) -> str:
    """Hold each figure and its per cent sign together, so that no line of a page begins with "%"."""
    return sentence.replace(" %", f"{NO_BREAK_SPACE}%")


def percent(share: float | None) -> str:
    """A share of 0 to 1, with a no-break space: "62 %", "under 1 %", "over 99 %"."""
    return MISSING if share is None else unbroken(words.percent(share))


def percent_range(ends: Range | None) -> str:
    """An interval of shares: "54 % to 70 %"."""
    return MISSING if ends is None else unbroken(words.percent_range(ends.low, ends.high))


def people(count: int) -> str:
    """1 -> "1 person", 1460 -> "1,460 people"."""
    return ngettext("%(n)s person", "%(n)s people", count)


def file_size(size: int) -> str:
    """What a file takes, as files are weighed: 45,312 -> "45 kB", 1,250,000 -> "1.3 MB"; never 0."""
    if size < 1_000_000:
        return gettext("%(kilobytes)s kB", kilobytes=number(max(size / 1_000, 1)))
    return gettext("%(megabytes)s MB", megabytes=number(size / 1_000_000, 1))


def listed(parts: Iterable[object]) -> str:
    """Join as in a sentence: "police, health and education"."""
    return words.listed([str(part) for part in parts])


def _in_london(moment: date) -> date:
    """The day and time on a clock in England; a plain date has no clock and stays as it is."""
    if isinstance(moment, datetime) and moment.tzinfo is not None:
        return moment.astimezone(LONDON)
    return moment


def day(moment: date | None) -> str:
    """A date, or the English day of a moment: "12 March 2027"."""
    if moment is None:
        return MISSING
    return language.day(_in_london(moment))


def clock(moment: datetime | None) -> str:
    """The time of day in England: "14:02"."""
    return MISSING if moment is None else f"{_in_london(moment):%H:%M}"


def is_words(cell: object) -> bool:
    """Whether a cell says something ("fewer than ten people answered") and is no figure ("62 %", "<1 %")."""
    return not str(cell).lstrip(f"<>+-{MINUS}% ")[:1].isdecimal()


FILTERS: Mapping[str, Callable[..., Any]] = {
    "number": number,
    "in_words": words.number,
    "signed": signed,
    "unbroken": unbroken,
    "percent": percent,
    "percent_range": percent_range,
    "counted": words.counted,
    "people": people,
    "file_size": file_size,
    "listed": listed,
    "inside": words.inside,
    "day": day,
    "clock": clock,
    "is_words": is_words,
    "paragraphs": paragraphs,
    "with_phone_numbers": with_phone_numbers,
}


def install(app: Flask) -> None:
    """Offer every filter to the templates of an application."""
    app.jinja_env.filters.update(FILTERS)
