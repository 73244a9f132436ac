"""How somebody stands in a course today: assigned, booked, completed and current, due or lapsed."""

from collections.abc import Sequence, Set
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from tna.domain.courses import Catalogue, Completion, Renewal, RenewalState, renewal_state


class State(StrEnum):
    """One thing that can be said of a person and a course; several may hold at once."""

    ASSIGNED = "assigned"
    BOOKED = "booked"
    CURRENT = "current"
    DUE = "due"
    LAPSED = "lapsed"


@dataclass(frozen=True, slots=True)
class Asked:
    """That an agency asked somebody to take a course, and by when if it said so."""

    course: str
    assigned_on: date
    due_on: date | None = None

    def is_overdue(self, today: date) -> bool:
        """Whether the day has passed; on the day itself there is still time."""
        return self.due_on is not None and self.due_on < today


@dataclass(frozen=True, slots=True)
class Place:
    """A place on a date that is still to come, or the wish for one."""

    course: str
    first_day: date
    has_place: bool
    awaits_nomination: bool = False


@dataclass(frozen=True, slots=True)
class Facts:
    """All that is known of one person: what is asked of them, where they are booked, what they have completed."""

    asked: tuple[Asked, ...] = ()
    places: tuple[Place, ...] = ()
    completions: tuple[Completion, ...] = ()

    @property
    def done(self) -> frozenset[str]:
        """Every course ever completed, lapsed or not."""
        return frozenset(each.course for each in self.completions)


@dataclass(frozen=True, slots=True)
class CourseState:
    """How one person stands in one course. `asked` is None once they have done what was asked."""

    course: str
    asked: Asked | None
    place: Place | None
    renewal: Renewal | None

    @property
    def states(self) -> frozenset[State]:
        """Everything that holds."""
        held = set()
        if self.asked is not None:
            held.add(State.ASSIGNED)
        if self.place is not None:
            held.add(State.BOOKED)
        if self.renewal is not None:
            held.add(State(self.renewal.state.value))
        return frozenset(held)

    @property
    def is_held(self) -> bool:
        """Whether the course was completed and has not lapsed."""
        return self.renewal is not None and self.renewal.state is not RenewalState.LAPSED


class Renewals:
    """How completions stand on one day, for many people: `standing_in`, with what all of them share worked out once."""

    def __init__(self, catalogue: Catalogue, today: date) -> None:
        self.today = today
        self._months = {
            course.id: {each.id: each.renew_months for each in catalogue.courses if course.id in (each.id, each.renews)}
            for course in catalogue.courses
        }
        # Thousands of people completed the same courses on the same few hundred days.
        self._known: dict[tuple[date, int | None], Renewal] = {}

    @property
    def pairs_that_renew(self) -> tuple[tuple[str, str], ...]:
        """Every course that another renews, with that other."""
        return tuple((one, by) for one, months in self._months.items() for by in months if by != one)

    def days_through(self, *, is_due_too: bool) -> dict[str, date | None]:
        """By course the last day on which a completion has lapsed by now, or with `is_due_too` is due or lapsed.

        None for a course that keeps for ever.
        """
        runs_out = {RenewalState.LAPSED, RenewalState.DUE} if is_due_too else {RenewalState.LAPSED}
        return {one: self._last_day(months[one], runs_out) for one, months in self._months.items()}

    def _last_day(self, months: int | None, states: Set[RenewalState]) -> date | None:
        if months is None:
            return None
        day = self.today - timedelta(days=31 * months)  # no month is longer, so by now this one has lapsed
        while day < self.today and self._end(day + timedelta(days=1), months).state in states:
            day += timedelta(days=1)
        return day

    def standing(self, course: str, completions: Sequence[Completion]) -> Renewal | None:
        """How somebody with these completions stands in a course; None if they have not completed it."""
        days = [each.completed_on for each in completions if each.course == course and each.completed_on <= self.today]
        if not days:
            return None
        first, months = min(days), self._months[course]
        ends = [
            self._end(each.completed_on, months[each.course])
            for each in completions
            if each.course in months and first <= each.completed_on <= self.today
        ]
        return max(ends, key=lambda end: end.lapses_on or date.max)

    def _end(self, completed_on: date, months: int | None) -> Renewal:
        key = completed_on, months
        if key not in self._known:
            self._known[key] = renewal_state(completed_on, months, self.today)
        return self._known[key]


def course_states(facts: Facts, renewals: Renewals) -> dict[str, CourseState]:
    """How one person stands in every course that anything is known of, by its id."""
    asked = {each.course: each for each in facts.asked}
    places = {each.course: each for each in sorted(facts.places, key=lambda place: place.first_day, reverse=True)}
    known = dict.fromkeys([*asked, *places, *(each.course for each in facts.completions)])
    return {one: _state(one, asked.get(one), places.get(one), facts.completions, renewals) for one in known}


def _state(
    course: str, asked: Asked | None, place: Place | None, completions: Sequence[Completion], renewals: Renewals
) -> CourseState:
    renewal = renewals.standing(course, completions)
    if asked is not None and _is_done(asked, renewal, completions):
        asked = None
    return CourseState(course, asked, place, renewal)


def _is_done(asked: Asked, renewal: Renewal | None, completions: Sequence[Completion]) -> bool:
    """Whether what was asked is done: completed since then, or held without anything due.

    The second is for those who say late what they did early, and for refreshers, which hold up the course they renew.
    """
    if renewal is None:
        return False
    since = (each.completed_on >= asked.assigned_on for each in completions if each.course == asked.course)
    return renewal.state is RenewalState.CURRENT or any(since)
