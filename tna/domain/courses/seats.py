"""Places on a date of a course whose agencies have to learn together: who may take one, and who comes next.

A joint rule counts people of a sector, and agencies, only for those in the course's role groups. Others take
places and count for nothing. A place that is still free may go to anybody at all: to any sector, and to an agency
that is not there yet. So a rule can still be met exactly if the people it lacks fit into the free places.
"""

from collections.abc import Sequence, Set
from dataclasses import dataclass

from tna.domain.courses.catalogue import JointRule


@dataclass(frozen=True, slots=True)
class Seat:
    """A place somebody has, or asks for: where they work and the role group they answer in."""

    agency: str
    sector: str
    role_group: str


@dataclass(frozen=True, slots=True)
class SectorState:
    """How many people of a sector have a place, and how many the rule needs as places stand now."""

    sector: str
    taken: int
    needed: int

    @property
    def missing(self) -> int:
        """How many more people the rule needs of this sector."""
        return self.needed - self.taken


@dataclass(frozen=True, slots=True)
class RuleState:
    """How far a joint rule is met: each sector it speaks of, in its order, and the agencies there."""

    sectors: tuple[SectorState, ...]
    agencies_present: int
    agencies_needed: int

    @property
    def agencies_missing(self) -> int:
        """How many more agencies the rule needs."""
        return max(0, self.agencies_needed - self.agencies_present)

    @property
    def people_missing(self) -> int:
        """The fewest people who would meet the rule: somebody of a missing sector may bring a missing agency."""
        return max(sum(each.missing for each in self.sectors), self.agencies_missing)

    @property
    def is_met(self) -> bool:
        """Whether the course could run with the people who have places now."""
        return self.people_missing == 0


def state_of_rule(rule: JointRule | None, seats: Sequence[Seat], course_role_groups: Set[str]) -> RuleState:
    """How far the rule is met by those who have places; without a rule it is met."""
    rule = rule or JointRule()
    counted = [seat for seat in seats if seat.role_group in course_role_groups]
    taken = {sector: sum(seat.sector == sector for seat in counted) for sector in rule.sectors}
    needed = {sector: max(taken[sector], rule.each.get(sector, 0)) for sector in rule.sectors}
    if rule.balance:
        most = max(needed[sector] for sector in rule.balance)
        needed |= {sector: max(needed[sector], most - rule.within) for sector in rule.balance}
    return RuleState(
        sectors=tuple(SectorState(sector, taken[sector], needed[sector]) for sector in rule.sectors),
        agencies_present=len({seat.agency for seat in counted}),
        agencies_needed=rule.agencies_at_least,
    )


def still_possible(rule: JointRule | None, places: int, seats: Sequence[Seat], course_role_groups: Set[str]) -> bool:
    """Whether the rule is met, or can be by giving away free places; `places` is how many there are in all."""
    free = max(0, places - len(seats))
    return state_of_rule(rule, seats, course_role_groups).people_missing <= free


def may_take_place(
    rule: JointRule | None, places: int, seats: Sequence[Seat], candidate: Seat, course_role_groups: Set[str]
) -> bool:
    """Whether a place is free and the rule can still be met once the candidate has it; if not, they queue."""
    return len(seats) < places and still_possible(rule, places, [*seats, candidate], course_role_groups)


def next_from_queue(
    rule: JointRule | None, places: int, seats: Sequence[Seat], queue: Sequence[Seat], course_role_groups: Set[str]
) -> int | None:
    """Where in the queue, 0 for its head, the first person stands who may take a place; None if nobody may."""
    allowed = (may_take_place(rule, places, seats, waiting, course_role_groups) for waiting in queue)
    return next((place for place, is_allowed in enumerate(allowed) if is_allowed), None)
