"""The data table beneath every picture, which is also its CSV."""

from dataclasses import dataclass

from tna import language
from tna.domain.intervals import Interval
from tna.domain.reports.words import rounded, whole_percent
from tna.language import gettext


def no_range() -> str:
    """Everybody answered, or more than the headcount says: there is nothing to be uncertain about, or no knowing."""
    return gettext("no range")


def share_ends(share: float | None, interval: Interval | None) -> tuple[str, str]:
    """The two ends of a share's range in whole percent; empty where there is no share."""
    if share is None:
        return ("", "")
    if interval is None:
        return ("", no_range())
    return (str(whole_percent(interval.low)), str(whole_percent(interval.high)))


def people_ends(people: float | None, interval: Interval | None) -> tuple[str, str]:
    """The two ends of a range of people, rounded as they are themselves; empty where there are none."""
    if people is None:
        return ("", "")
    if interval is None:
        return ("", no_range())
    return (language.number(rounded(interval.low)), language.number(rounded(interval.high)))


def in_one_cell(ends: tuple[str, str]) -> str:
    """The two ends of a range as one cell, or the words in their place."""
    low, high = ends
    return gettext("%(low)s to %(high)s", low=low, high=high) if low else high


@dataclass(frozen=True, slots=True)
class Table:
    """What a picture shows, in rows. `numeric` names the columns (from 0) whose cells are set to the right."""

    caption: str
    headers: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    numeric: frozenset[int]

    def __post_init__(self) -> None:
        if any(len(row) != len(self.headers) for row in self.rows):
            raise ValueError("every row of a table has one cell for each header")
