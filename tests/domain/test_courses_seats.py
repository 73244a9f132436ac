"""Places on a joint date: exactly those are refused that would leave too few places to meet the rule."""

from collections.abc import Sequence
from itertools import combinations_with_replacement, count, product
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tna.domain.courses import (
    JointRule,
    Seat,
    SectorState,
    may_take_place,
    next_from_queue,
    state_of_rule,
    still_possible,
)

GROUPS = frozenset("EF")
SECTORS = ("police", "social-care", "health")
ABE = JointRule(balance=("police", "social-care"), within=1, each={"police": 4, "social-care": 4})


def seats(text: str) -> list[Seat]:
    """Seats from words such as "3 police, 1 social-care A": how many, sector, and a role group other than F."""
    parts = [part.split() for part in text.split(",") if part.strip()]
    return [
        Seat(f"agency of {sector}", sector, group[0] if group else "F")
        for number, sector, *group in parts
        for _ in range(int(number))
    ]


# What a rule needs ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("taken", "police", "social_care"),
    [
        ("", (0, 4), (0, 4)),
        ("1 police", (1, 4), (0, 4)),
        ("5 police", (5, 5), (0, 4)),
        ("6 police", (6, 6), (0, 5)),
        ("6 police, 5 social-care", (6, 6), (5, 5)),
        ("4 police, 4 social-care, 2 health", (4, 4), (4, 4)),
        ("4 police, 4 social-care A", (4, 4), (0, 4)),  # A is none of the course's role groups
    ],
)
def test_a_sector_needs_its_minimum_and_its_balance(
    taken: str, police: tuple[int, int], social_care: tuple[int, int]
) -> None:
    state = state_of_rule(ABE, seats(taken), GROUPS)
    assert state.sectors == (SectorState("police", *police), SectorState("social-care", *social_care))
    assert state.is_met is (police[0] == police[1] and social_care[0] == social_care[1])


def test_agencies_are_counted_once_and_only_for_people_of_the_courses_role_groups() -> None:
    state = state_of_rule(JointRule(agencies_at_least=3), seats("2 police, 1 health, 1 social-care A"), GROUPS)
    assert (state.sectors, state.agencies_present, state.agencies_needed) == ((), 2, 3)
    assert (state.agencies_missing, state.people_missing, state.is_met) == (1, 1, False)


def test_somebody_of_a_missing_sector_may_bring_a_missing_agency() -> None:
    rule = JointRule(each={"police": 2}, agencies_at_least=3)
    assert state_of_rule(rule, seats("1 health"), GROUPS).people_missing == 2
    assert state_of_rule(rule, seats("2 police"), GROUPS).people_missing == 2


def test_without_a_rule_every_state_is_met() -> None:
    assert state_of_rule(None, [], GROUPS).is_met
    assert still_possible(None, 0, [], GROUPS)


# Who may take a place ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("rule", "places", "taken", "candidate", "expected"),
    [
        (None, 2, "1 police", "1 police", True),
        (None, 1, "1 police", "1 police", False),
        (ABE, 10, "4 police", "1 police", True),
        (ABE, 10, "5 police", "1 police", False),  # 6 and 4 would be the end of it, two apart
        (ABE, 10, "5 police, 4 social-care", "1 police", False),
        (ABE, 10, "5 police, 4 social-care", "1 social-care", True),
        (ABE, 10, "5 police, 4 social-care", "1 health", True),  # 5 and 4 are within 1
        (ABE, 10, "1 health", "1 health", True),
        (ABE, 10, "2 health", "1 health", False),  # eight places are spoken for
        (ABE, 10, "2 health", "1 police", True),
        (ABE, 10, "2 health", "1 police A", False),  # a police officer who does not count for the police
        (ABE, 10, "4 police, 2 health", "1 police", False),
        (ABE, 10, "5 police, 5 social-care", "1 police", False),  # full
        (ABE, 10, "7 police", "1 social-care", False),  # let in by somebody's hand: 7 and 6 need 13 places
        (JointRule(agencies_at_least=3), 4, "2 police", "1 police", False),
        (JointRule(agencies_at_least=3), 4, "2 police", "1 health", True),
        (JointRule(agencies_at_least=3), 5, "2 police", "1 police", True),
        (JointRule(balance=("police", "health")), 3, "1 police", "1 police", False),
        (JointRule(balance=("police", "health")), 4, "1 police", "1 police", True),
        (JointRule(each={"police": 1}), 2, "1 health", "1 health", False),
        (JointRule(each={"police": 1}), 2, "1 police", "1 health", True),
    ],
)
def test_a_place_that_would_leave_too_few_is_refused(
    rule: JointRule | None, places: int, taken: str, candidate: str, expected: bool
) -> None:
    [asking] = seats(candidate)
    assert may_take_place(rule, places, seats(taken), asking, GROUPS) is expected


@pytest.mark.parametrize(
    ("taken", "queue", "place"),
    [
        ("5 police, 4 social-care", "2 police, 1 social-care", 2),
        ("4 police, 4 social-care", "2 police, 1 social-care", 0),
        ("5 police, 4 social-care", "2 police", None),
        ("5 police, 5 social-care", "1 police, 1 social-care", None),
        ("5 police, 4 social-care", "", None),
    ],
)
def test_the_first_in_the_queue_who_leaves_the_rule_possible_comes_next(
    taken: str, queue: str, place: int | None
) -> None:
    assert next_from_queue(ABE, 10, seats(taken), seats(queue), GROUPS) == place


# Held against every way to fill the places --------------------------------------------------------------------

rules = st.builds(
    JointRule,
    balance=st.none() | st.sampled_from([("police", "social-care"), ("health", "police")]),
    within=st.integers(0, 2),
    each=st.dictionaries(st.sampled_from(SECTORS), st.integers(1, 3), max_size=3),
    agencies_at_least=st.sampled_from([0, 2, 3, 4]),
)
people = st.builds(Seat, st.sampled_from(["north", "south", "west"]), st.sampled_from(SECTORS), st.sampled_from("AEF"))


def is_met(rule: JointRule, taken: Sequence[Seat]) -> bool:
    """The rule in the words in which it is written."""
    counted = [seat for seat in taken if seat.role_group in GROUPS]
    heads = {sector: len([seat for seat in counted if seat.sector == sector]) for sector in SECTORS}
    first, second = rule.balance or (SECTORS[0], SECTORS[0])
    return (
        abs(heads[first] - heads[second]) <= (rule.within if rule.balance else 0)
        and all(heads[sector] >= least for sector, least in rule.each.items())
        and len({seat.agency for seat in counted}) >= rule.agencies_at_least
    )


def any_way(rule: JointRule, free: int, taken: Sequence[Seat]) -> bool:
    """Whether some way to give away the free places, or to leave them, meets the rule."""
    agencies = {seat.agency for seat in taken} | {f"new {number}" for number in range(free)}
    newcomers = [Seat(agency, sector, "F") for agency, sector in product(sorted(agencies), SECTORS)]
    return any(
        is_met(rule, [*taken, *more])
        for number in range(free + 1)
        for more in combinations_with_replacement(newcomers, number)
    )


@given(rules, st.lists(people, max_size=5), st.integers(-1, 3))
def test_a_rule_is_possible_exactly_if_some_way_to_fill_the_places_meets_it(
    rule: JointRule, taken: list[Seat], free: int
) -> None:
    assert still_possible(rule, len(taken) + free, taken, GROUPS) is any_way(rule, max(free, 0), taken)
    assert state_of_rule(rule, taken, GROUPS).is_met is is_met(rule, taken)


@given(rules, st.lists(people, max_size=5), st.integers(0, 3), people)
def test_a_place_is_given_exactly_if_a_way_to_meet_the_rule_is_left(
    rule: JointRule, taken: list[Seat], free: int, candidate: Seat
) -> None:
    allowed = free > 0 and any_way(rule, free - 1, [*taken, candidate])
    assert may_take_place(rule, len(taken) + free, taken, candidate, GROUPS) is allowed


@given(rules, st.lists(people, max_size=5), st.integers(0, 8), st.lists(people, max_size=8))
def test_nobody_who_may_take_a_place_is_passed_over(
    rule: JointRule, taken: list[Seat], places: int, queue: list[Seat]
) -> None:
    found = next_from_queue(rule, places, taken, queue, GROUPS)
    allowed = [may_take_place(rule, places, taken, waiting, GROUPS) for waiting in queue]
    assert found == (allowed.index(True) if True in allowed else None)


@given(rules, st.integers(0, 16), st.randoms(use_true_random=False))
def test_a_date_filled_from_a_queue_of_all_sectors_ends_with_its_rule_met(
    rule: JointRule, places: int, random: Random
) -> None:
    taken: list[Seat] = []
    numbers = count()
    while still_possible(rule, places, taken, GROUPS):
        queue = [Seat(f"agency {next(numbers)}", sector, "F") for sector in SECTORS]
        random.shuffle(queue)
        place = next_from_queue(rule, places, taken, queue, GROUPS)
        if place is None:
            assert is_met(rule, taken)
            return
        taken.append(queue[place])
    assert not taken, "only a rule too large for its places is impossible from the beginning"
