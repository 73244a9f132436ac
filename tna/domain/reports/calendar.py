"""The year ahead of a partnership, month by month: what happens on which day, and what runs out in which month."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from tna.language import month_and_year, ngettext

MONTHS = 12


class Happening(StrEnum):
    """What an entry is about; `subject` of the entry is the id of that."""

    ROUND = "round"
    COURSE_DATE = "course date"
    HEADCOUNTS = "headcounts"


@dataclass(frozen=True, slots=True)
class Entry:
    """Something on one day, in a sentence without the day, and what it is about."""

    day: date
    words: str
    what: Happening
    subject: str = ""


@dataclass(frozen=True, slots=True)
class Month:
    """One month: its title, what happens on its days, in order, and a sentence on the training that runs out in it."""

    title: str
    entries: tuple[Entry, ...]
    running_out: str


def months_ahead(today: date) -> tuple[date, ...]:
    """The first days of this month and of those after it, a year in all."""
    start = today.year * 12 + today.month - 1
    return tuple(date(n // 12, n % 12 + 1, 1) for n in range(start, start + MONTHS))


def calendar(entries: Iterable[Entry], running_out: Mapping[date, int], today: date) -> tuple[Month, ...]:
    """A year of months from this one on. Days that are over are left out.

    `running_out`: by the first day of a month how many completions run out in it.
    """
    ahead = sorted((one for one in entries if one.day >= today), key=lambda one: (one.day, one.words))
    return tuple(
        Month(
            title=month_and_year(first),
            entries=tuple(one for one in ahead if (one.day.year, one.day.month) == (first.year, first.month)),
            running_out=_running_out(running_out.get(first, 0)),
        )
        for first in months_ahead(today)
    )


def _running_out(completions: int) -> str:
    if not completions:
        return ""
    return ngettext("%(n)s completion runs out this month.", "%(n)s completions run out this month.", completions)
