"""On what terms a date gives its places away, and how far its joint rule has come, for people to see."""

from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass
from datetime import date

from tna.domain.courses.catalogue import JointRule
from tna.domain.courses.seats import RuleState, Seat, may_take_place, state_of_rule, still_possible
from tna.domain.courses.words import lacking_words
from tna.domain.reports.words import begun
from tna.language import day, day_and_month, gettext, ngettext


@dataclass(frozen=True, slots=True)
class DateTerms:
    """What decides who gets a place: joint rule, number of places, role groups counted, and the decision day.

    Until the end of the decision day anybody may take a place with whom the rule can still be met. After it a date
    whose rule is unmet is closed short: only somebody who brings the rule nearer gets in.
    """

    rule: JointRule | None
    places: int
    role_groups: Set[str]
    decides_on: date

    def state(self, seats: Sequence[Seat]) -> RuleState:
        """How far the rule is met."""
        return state_of_rule(self.rule, seats, self.role_groups)

    def is_possible(self, seats: Sequence[Seat]) -> bool:
        """Whether the rule is met or can still be."""
        return still_possible(self.rule, self.places, seats, self.role_groups)

    def is_closed_short(self, seats: Sequence[Seat], today: date) -> bool:
        """Whether the decision day has passed with the rule unmet."""
        return today > self.decides_on and not self.state(seats).is_met

    def helps(self, seats: Sequence[Seat], candidate: Seat) -> bool:
        """Whether the rule lacks fewer people once the candidate has a place."""
        return self.state([*seats, candidate]).people_missing < self.state(seats).people_missing

    def may_take(self, seats: Sequence[Seat], candidate: Seat, today: date) -> bool:
        """Whether the candidate may take a place today; if not, they wait."""
        if self.is_closed_short(seats, today) and not self.helps(seats, candidate):
            return False
        return may_take_place(self.rule, self.places, seats, candidate, self.role_groups)

    def next_in(self, seats: Sequence[Seat], queue: Sequence[Seat], today: date) -> int | None:
        """Where in the queue, 0 for its head, the first person stands who may take a place today."""
        return next((place for place, each in enumerate(queue) if self.may_take(seats, each, today)), None)


@dataclass(frozen=True, slots=True)
class RuleColumn:
    """One line of a joint rule as it fills up: who is there, how many more it needs, and how many more it has room for.

    `taken`, `missing` and `spare` are numbers of marks to draw, in this order; `words` says the same.
    """

    title: str
    taken: int
    missing: int
    spare: int
    words: str


@dataclass(frozen=True, slots=True)
class RuleBoard:
    """A joint rule as a page shows it: a column for every sector and for the agencies, and what follows."""

    columns: tuple[RuleColumn, ...]
    finding: str
    is_met: bool
    is_closed_short: bool


def rule_board(terms: DateTerms, seats: Sequence[Seat], today: date, sectors: Mapping[str, str]) -> RuleBoard | None:
    """The joint rule of a date today, None without one. `sectors` holds the title of every sector by its id."""
    if terms.rule is None:
        return None
    state = terms.state(seats)
    room = terms.places // 2 if terms.rule.balance else 0
    columns = [
        _column(sectors[each.sector], each.taken, each.needed, room if each.sector in (terms.rule.balance or ()) else 0)
        for each in state.sectors
    ]
    if state.agencies_needed:
        columns.append(_column(gettext("Agencies"), state.agencies_present, state.agencies_needed, 0))
    return RuleBoard(
        columns=tuple(columns),
        finding=_finding(terms, seats, today, sectors),
        is_met=state.is_met,
        is_closed_short=terms.is_closed_short(seats, today),
    )


def _column(title: str, taken: int, needed: int, room: int) -> RuleColumn:
    missing = max(0, needed - taken)
    return RuleColumn(title, taken, missing, max(0, room - taken - missing), _column_words(taken, missing))


def _column_words(taken: int, missing: int) -> str:
    if not missing:
        return ngettext("%(n)s there, enough", "%(n)s there, enough", taken)
    return ngettext("%(taken)s there, %(n)s more needed", "%(taken)s there, %(n)s more needed", missing, taken=taken)


def _finding(terms: DateTerms, seats: Sequence[Seat], today: date, sectors: Mapping[str, str]) -> str:
    state, decides = terms.state(seats), day(terms.decides_on)
    if state.is_met:
        return gettext("The joint rule is met: this date can run.")
    lacking = lacking_words(state, sectors)
    if today > terms.decides_on:
        return gettext(
            "Not met by the decision day, %(day)s: %(lacking)s. As it is, this date should not run.",
            day=decides,
            lacking=lacking,
        )
    if not terms.is_possible(seats):
        return gettext("Still missing: %(lacking)s. This date has too few places left for them.", lacking=lacking)
    return gettext("%(lacking)s by %(day)s, or this date will not run.", lacking=begun(lacking), day=decides)


def days_words(first: date, last: date) -> str:
    """The days of a date: "4 March 2027", "4 to 8 March 2027", "30 March to 2 April 2027"."""
    if first == last:
        return day(last)
    if first.year != last.year:
        begins = day(first)
    elif first.month != last.month:
        begins = day_and_month(first)
    else:
        begins = str(first.day)
    return gettext("%(first)s to %(last)s", first=begins, last=day(last))
