"""An attacker who combines every filter never isolates fewer than k people, and does so with naive publishing.

Each attack is tried twice: on what `publish` gives, where it must fail, and on a simpler way of publishing
that somebody might have written, where it must succeed, or the test would prove nothing.
"""

from collections.abc import Callable
from dataclasses import replace
from functools import cache, lru_cache
from random import Random

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.domain.attacker import (
    Fact,
    everything_published,
    facts_of,
    feasible,
    gave,
    sizes,
    smallest_isolated,
)
from tests.domain.populations import (
    ITEMS,
    STATEMENTS,
    Person,
    Population,
    histogram,
    people_of,
    populations,
    random_population,
    release_of,
)
from tna.domain.disclosure import Figures, Release, Selection, publish

MANY = 60
"""Random partnerships for each share of successes."""

WORD = "known"


def recount(people: list[Person], item: str) -> Fact:
    return Fact(frozenset(person.cell for person in people), sum(gave(person, item) for person in people))


@lru_cache(maxsize=MANY)
def closed(population: Population) -> tuple[Release, dict[Selection, Figures]]:
    """The release of a round and all that is published of it, kept while several attacks are tried on it."""
    release = release_of(population)
    return release, everything_published(population, release)


def facts_published(population: Population, item: str) -> set[Fact]:
    release, shown = closed(population)
    return facts_of(shown.values(), release, item)


def isolated(population: Population, facts: set[Fact], item: str = WORD) -> int | None:
    return smallest_isolated([fact.cells for fact in facts], sizes(population.people, item))


# Naive publishing -------------------------------------------------------------------------------------------


def plain_thresholding(population: Population, item: str) -> set[Fact]:
    """Every cell of k people or more, and every row, column and grand total of k or more."""
    people = list(population.people)
    places: list[Callable[[Person], object]] = [
        lambda one: one.cell,
        lambda one: one.agency,
        lambda one: one.role_group,
        lambda _: "everybody",
    ]
    parts = [
        [one for one in people if place(one) == here] for place in places for here in {place(one) for one in people}
    ]
    return {fact for fact in (recount(part, item) for part in parts) if fact.n >= population.k}


def threshold_by_filter(population: Population, item: str) -> set[Fact]:
    """Our release groups, but a statement is shown wherever the filter's answer to it reaches k."""
    release, shown = closed(population)
    facts = set()
    for figures in shown.values():
        members = [
            person
            for one in release.groups
            if one.group.key in figures.groups
            for person in population.people
            if person.role_group == one.group.role_group and person.agency in one.group.agencies
        ]
        facts.add(recount(members, item))
    return {fact for fact in facts if fact.n >= population.k}


def threshold_by_responses(population: Population, item: str) -> set[Fact]:
    """Our release groups, but all statements of a group are shown, as the group has k responses."""
    return {
        recount(
            [one for one in population.people if one.role_group == group.role_group and one.agency in group.agencies],
            item,
        )
        for group in (one.group for one in release_of(population).groups)
    }


Naive = Callable[[Population, str], set[Fact]]


@cache
def random_populations() -> tuple[Population, ...]:
    rng = np.random.default_rng(20)
    return tuple(random_population(rng, agencies=4, role_groups=3, k=10) for _ in range(MANY))


def one_small_cell() -> Population:
    """Two agencies, two role groups: three people of group B in the south, all others in tens."""
    mixed = [[level, 0, 0] for level in (1, 2, 3, 4, 5, 3, 2, 4, 3, 3, 4, 2)]
    return Population(
        people=(
            *people_of("north", "A", mixed),
            *people_of("north", "B", mixed),
            *people_of("south", "A", mixed),
            *people_of("south", "B", mixed[:3]),
        ),
        silent=4,
        k=10,
    )


# Isolating people from outside ------------------------------------------------------------------------------


@given(populations)
def test_nobody_outside_isolates_fewer_than_k_people(population: Population) -> None:
    for item in ITEMS:
        facts = facts_published(population, item)
        for fact in facts:
            assert fact == recount([one for one in population.people if one.cell in fact.cells], item)
        fewest = isolated(population, facts, item)
        assert fewest is None or fewest >= population.k


def test_plain_thresholding_gives_a_small_cell_away_and_a_release_does_not() -> None:
    population = one_small_cell()
    assert isolated(population, plain_thresholding(population, WORD)) == 3
    assert isolated(population, facts_published(population, WORD)) == 12


def test_a_statement_shown_wherever_a_filter_reaches_k_is_undone_by_subtraction() -> None:
    """North gave 12 levels, south 4: the union of 16 less the north of 12 is the south."""
    level, blank = [3, 0, 0], [0, 0, 0]
    population = Population(
        people=(
            *people_of("north", "A", [[2, 0, 0], *[level] * 11]),
            *people_of("south", "A", [*[level] * 3, [1, 0, 0], *[blank] * 8]),
        ),
        silent=4,
        k=10,
    )
    assert isolated(population, threshold_by_filter(population, WORD)) == 4
    assert isolated(population, facts_published(population, WORD)) == 12


def test_a_statement_that_only_one_job_answers_gives_that_job_away_where_responses_are_counted() -> None:
    not_my_role = [[6, 0, 0]] * 9
    population = Population((*people_of("north", "A", [[1, 0, 0], [2, 0, 0], *not_my_role]),), silent=4, k=10)
    assert isolated(population, threshold_by_responses(population, WORD)) == 2
    assert facts_published(population, WORD) == set()


@pytest.mark.parametrize(
    ("naive", "at_least"),
    [(plain_thresholding, 50), (threshold_by_filter, 40), (threshold_by_responses, 40)],
)
def test_naive_publishing_is_unsafe_for_a_large_share_of_partnerships(naive: Naive, at_least: int) -> None:
    unsafe = 0
    for population in random_populations():
        fewest = isolated(population, naive(population, WORD))
        unsafe += fewest is not None and fewest < population.k
    assert unsafe >= at_least


def test_a_release_is_safe_for_all_of_the_same_partnerships() -> None:
    for population in random_populations():
        fewest = isolated(population, facts_published(population, WORD))
        assert fewest is None or fewest >= population.k


# Isolating people by what is possible -----------------------------------------------------------------------


def narrow_cells(population: Population, facts: set[Fact]) -> int:
    """How many cells of somebody, but fewer than k, are known to within less than k people."""
    people = sizes(population.people, WORD)
    known = [cell for cell, n in people.items() if 0 < n < population.k and any(cell in fact.cells for fact in facts)]
    ends = [feasible(facts, list(people), cell) for cell in known]
    return sum(high - low < population.k - 1e-6 for low, high in ends)


def test_linear_programming_does_not_narrow_a_small_cell_to_fewer_than_k() -> None:
    broken = 0
    for population in random_populations()[:15]:
        assert narrow_cells(population, facts_published(population, WORD)) == 0
        broken += narrow_cells(population, plain_thresholding(population, WORD)) > 0
    assert broken >= 10


# What the figures depend on ---------------------------------------------------------------------------------


def dealt_anew(population: Population, random: Random) -> Population:
    """Within each release group every item's answers change hands, and the rest answers something else."""
    release = release_of(population)
    people = list(population.people)
    in_a_group = set()
    for one in release.groups:
        places = [
            place
            for place, person in enumerate(people)
            if person.role_group == one.group.role_group and person.agency in one.group.agencies
        ]
        in_a_group.update(places)
        columns = []
        for item in range(len(ITEMS)):
            column = [people[place].codes[item] for place in places]
            random.shuffle(column)
            columns.append(column)
        for place, codes in zip(places, zip(*columns, strict=True), strict=True):
            people[place] = replace(people[place], codes=codes)
    for place in set(range(len(people))) - in_a_group:
        people[place] = replace(people[place], codes=(random.randint(0, 6), random.randint(0, 6), random.randint(0, 2)))
    return replace(population, people=tuple(people))


@given(populations, st.randoms())
def test_no_figure_tells_who_in_a_group_gave_which_answer_or_which_answers_go_together(
    population: Population, random: Random
) -> None:
    """Means, gaps, intervals, domains: all of it stays the same whoever of the group gave which answer."""
    other = dealt_anew(population, random)
    assert everything_published(other, release_of(other)) == everything_published(population, release_of(population))


def test_a_sum_over_a_persons_answers_would_give_away_who_skipped_one() -> None:
    """Why domains are means of statements: a sum per person is over those who answered all, the counts are not.

    Eleven answer both statements and one skips the second. Take the sum over complete answers, take off the
    counts of the second: what is missing from the counts of the first is the answer of the one who skipped.
    """
    both = [[level, level % 5 + 1, 0] for level in (1, 2, 3, 4, 5, 2, 3, 4, 3, 2, 4)]
    for skipper in range(1, 6):
        people = people_of("north", "A", [*both, [skipper, 0, 0]])
        first, second = (
            sum(level * int(count) for level, count in enumerate(histogram(people)[item][:6])) for item in (0, 1)
        )
        per_person = sum(sum(one.codes[:2]) for one in people if all(gave(one, word) for word in STATEMENTS))
        assert first - (per_person - second) == skipper

    # Somebody else skips, the counts stay: what is published cannot tell.
    swapped = [[5, 2, 0], [1, 0, 0]]
    figures = [
        publish(release_of(Population(tuple(people_of("north", "A", [*both, *last])), 4, 10)))
        for last in (swapped, [[5, 0, 0], [1, 2, 0]])
    ]
    assert figures[0] == figures[1]


# Colleagues who pool their own answers ----------------------------------------------------------------------


def left_with(population: Population, item: str, colleagues: list[int]) -> int | None:
    """The fewest other people whom colleagues (places in the population) isolate, knowing their own answers."""
    people: dict[object, int] = {}
    classes: dict[object, set[object]] = {}
    for place, person in enumerate(population.people):
        one: object = place if place in colleagues else person.cell
        people[one] = people.get(one, 0) + gave(person, item)
        classes.setdefault(person.cell, set()).add(one)
    facts = [
        frozenset(one for cell in fact.cells for one in classes[cell]) for fact in facts_published(population, item)
    ]
    own = [frozenset([place]) for place in colleagues]
    return smallest_isolated([*facts, *own], people, of=[one for one in people if one not in colleagues])


@given(populations, st.integers(0, 3), st.randoms())
def test_m_colleagues_are_left_with_at_least_k_less_m_people(population: Population, m: int, random: Random) -> None:
    colleagues = random.sample(range(len(population.people)), min(m, len(population.people)))
    fewest = left_with(population, WORD, colleagues)
    assert fewest is None or fewest >= population.k - len(colleagues)


@pytest.mark.parametrize("m", [0, 1, 4])
def test_the_bound_is_met_by_a_group_of_just_k(m: int) -> None:
    """As on the methods page: the promise is k less m and nothing stronger."""
    population = Population(tuple(people_of("north", "A", [[level, 0, 0] for level in (1, 2, 3, 4, 5) * 2])), 4, 10)
    assert left_with(population, WORD, list(range(m))) == 10 - m


def test_accounts_made_up_to_fill_a_group_gain_no_more_than_colleagues_do() -> None:
    """Six real people and four made-up ones make a group: its maker is left with six, as four colleagues are."""
    real = people_of("north", "A", [[level, 0, 0] for level in (1, 2, 3, 4, 5, 3)])
    made_up = people_of("north", "A", [[4, 0, 0]] * 4)
    assert facts_published(Population(tuple(real), 4, 10), WORD) == set()
    assert left_with(Population((*made_up, *real), 4, 10), WORD, [0, 1, 2, 3]) == 6


# A last check of the attacker himself -----------------------------------------------------------------------


def test_the_attacker_finds_what_follows_and_nothing_else() -> None:
    people = {"a": 3, "b": 12, "c": 20}
    assert smallest_isolated([], people) is None
    assert smallest_isolated([frozenset("ab")], people) == 15
    assert smallest_isolated([frozenset("ab"), frozenset("b")], people) == 3
    assert smallest_isolated([frozenset("ab"), frozenset("bc"), frozenset("ac")], people) == 3
    assert smallest_isolated([frozenset("abc"), frozenset("a")], people, of=["b", "c"]) == 32


def test_the_random_partnerships_have_groups_of_every_kind_and_rests() -> None:
    kinds, rests = set(), 0
    for population in random_populations():
        release = release_of(population)
        kinds |= {one.group.kind for one in release.groups}
        rests += any(cell.group is None for cell in release.cells)
    assert len(kinds) == 3
    assert rests >= 5
