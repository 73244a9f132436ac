"""Days that follow from other days: when it is decided whether a date runs, and how long a completion keeps."""

from calendar import monthrange
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from tna.domain.courses.catalogue import Catalogue, Course

DECISION_DAYS = 14
"""Two weeks before its first day people can still be asked to fill a place, and still be told that it does not run."""

DUE_DAYS = 90
"""Three months: in that time most courses have a date."""


class RenewalState(StrEnum):
    """Whether what somebody completed still counts as up to date."""

    CURRENT = "current"
    DUE = "due"
    LAPSED = "lapsed"


@dataclass(frozen=True, slots=True)
class Completion:
    """A course somebody completed, and when."""

    course: str
    completed_on: date


@dataclass(frozen=True, slots=True)
class Renewal:
    """A state, and the first day on which it is lapsed: None if that never comes."""

    state: RenewalState
    lapses_on: date | None


def decision_day(first_day: date, days_before: int = DECISION_DAYS) -> date:
    """The day on which it is decided whether a date runs, `days_before` days before its first."""
    return first_day - timedelta(days=days_before)


def renewal_state(completed_on: date, renew_months: int | None, today: date, due_days: int = DUE_DAYS) -> Renewal:
    """How a completion stands today: it lapses `renew_months` calendar months on, never if None.

    On the day it lapses it is lapsed; on each of the `due_days` days before it is due.
    """
    if renew_months is None:
        return Renewal(RenewalState.CURRENT, None)
    return _standing(_months_after(completed_on, renew_months), today, due_days)


def standing_in(
    course: Course, completions: Iterable[Completion], catalogue: Catalogue, today: date, due_days: int = DUE_DAYS
) -> Renewal | None:
    """How somebody stands in a course today; None if they have not completed it.

    Each completion keeps for the months its own course gives, and the one that keeps longest counts. Courses that
    renew this one count from its first completion on; on their own they do not stand for it. A day after today
    counts for nothing.
    """
    past = sorted((each for each in completions if each.completed_on <= today), key=lambda each: each.completed_on)
    first = next((each.completed_on for each in past if each.course == course.id), None)
    if first is None:
        return None
    months = {each.id: each.renew_months for each in catalogue.courses if course.id in (each.id, each.renews)}
    counted = [each for each in past if each.course in months and each.completed_on >= first]
    ends = [renewal_state(each.completed_on, months[each.course], today, due_days) for each in counted]
    return max(ends, key=lambda end: end.lapses_on or date.max)


def _standing(lapses_on: date, today: date, due_days: int) -> Renewal:
    if today >= lapses_on:
        return Renewal(RenewalState.LAPSED, lapses_on)
    is_due = lapses_on - today <= timedelta(days=due_days)
    return Renewal(RenewalState.DUE if is_due else RenewalState.CURRENT, lapses_on)


def _months_after(day: date, months: int) -> date:
    """The same day so many months on, or the last day of a month that is too short."""
    years, month = divmod(day.month - 1 + months, 12)
    year, month = day.year + years, month + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))
