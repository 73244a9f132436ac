"""The attacks by name that a release must stand, each tried on ours and on a simpler way of publishing that falls.

What an attacker works out of every filter together, colleagues who pool their answers, and a statement that only one
job answers are in test_attacker; files and pages in tests/web/test_exports_attacked. Here every person is a class of
their own where it matters who somebody is: a fact is a published number and the people it is a sum over.
"""

from collections.abc import Hashable, Sequence
from dataclasses import asdict, replace
from datetime import date, datetime
from itertools import accumulate, pairwise
from random import Random

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.domain import test_evaluations_release as course_forms
from tests.domain.attacker import (
    below,
    every_target,
    everything_published,
    facts_of,
    selections,
    sizes,
    smallest_isolated,
    smallest_told,
    sums_tried,
)
from tests.domain.populations import (
    ITEMS,
    STATEMENTS,
    Population,
    histogram,
    people_of,
    populations,
    random_population,
    release_of,
)
from tests.domain.test_attacker import dealt_anew
from tna.domain.disclosure import Release, Selection, publish, told_groups
from tna.domain.evaluations.blocks import count_pairs
from tna.domain.evaluations.shift import shift_of_changes
from tna.domain.groups import Cell
from tna.domain.surveys import LEVELS
from tna.domain.what_if import what_if

K = 10
WORD = "known"
TWELVE = (1, 2, 3, 4, 5, 3, 2, 4, 3, 3, 4, 2)

Facts = list[frozenset[Hashable]]


def round_of(*levels: int, k: int = K) -> Population:
    """One agency, one role group, in the order in which its people answered."""
    return Population(tuple(people_of("north", "A", [[level, 0, 0] for level in levels])), 4, k)


def by_person(population: Population, release: Release) -> Facts:
    """What is published of the word, as sets of people by their place."""
    facts = facts_of(everything_published(population, release).values(), release, WORD)
    people = population.people
    return [frozenset(n for n, one in enumerate(people) if one.cell in fact.cells) for fact in facts]


def left(facts: Facts, people: int, knows: Sequence[int] = ()) -> int | None:
    """The fewest people an attacker works out who knows the answers of those in these places."""
    own = [frozenset([one]) for one in knows]
    others = [one for one in range(people) if one not in knows]
    return smallest_isolated([*facts, *own], dict.fromkeys(range(people), 1), of=others)


def live(people: int, k: int = K) -> Facts:
    """A dashboard: figures from the k-th answer on, a new one with each."""
    return [frozenset(range(n)) for n in range(k, people + 1)]


# A new account, and two exports -----------------------------------------------------------------------------


def test_an_account_that_fills_a_group_leaves_its_maker_with_k_less_one() -> None:
    """Nine people and the attacker's own account: as a colleague would, they are left with the nine."""
    population = round_of(*TWELVE[:9], 4)
    release = release_of(population)
    assert by_person(round_of(*TWELVE[:9]), release_of(round_of(*TWELVE[:9]))) == []
    assert left(by_person(population, release), 10, knows=[9]) == 9


def test_an_account_that_fills_a_group_of_a_dashboard_reads_whoever_comes_next() -> None:
    assert left(live(11), 11, knows=[9]) == 1


def test_two_exports_of_a_round_are_one_export() -> None:
    """While it is open there is none, and afterwards nothing moves: two exports tell what one does."""
    population = round_of(*TWELVE)
    first, second = (by_person(population, release_of(population)) for _ in range(2))
    assert left([*first, *second], 12) == 12


def test_two_exports_of_a_dashboard_give_away_who_answered_in_between() -> None:
    assert all(len(later - earlier) == 1 for earlier, later in pairwise(live(12)))
    assert left(live(12), 12) == 1


# An erasure between two exports -----------------------------------------------------------------------------


def test_counting_again_after_an_erasure_gives_the_erased_person_away() -> None:
    """Ours stays as it was frozen: tests/services/test_what_if erases somebody and looks at every figure again."""
    counted_again: Facts = [frozenset(range(12)), frozenset(range(1, 12))]
    assert left(counted_again, 12) == 1
    erased = histogram(round_of(*TWELVE).people) - histogram(round_of(*TWELVE[1:]).people)
    assert erased[ITEMS.index(WORD)].tolist() == [0, 1, 0, 0, 0, 0, 0]


# Row order and date joins -----------------------------------------------------------------------------------


@given(populations, st.randoms())
def test_no_figure_tells_in_which_order_people_answered(population: Population, random: Random) -> None:
    people = list(population.people)
    random.shuffle(people)
    other = Population(tuple(people), population.silent, population.k)
    assert everything_published(other, release_of(other)) == everything_published(population, release_of(population))


def test_rows_in_the_order_of_arrival_give_the_first_to_answer_away() -> None:
    """A file of answers without names: whoever saw a colleague answer first reads the first row."""
    population = round_of(*TWELVE)
    rows = [person.codes for person in population.people]
    first, last = rows[0], rows[-1]
    assert (first, last) == (population.people[0].codes, population.people[-1].codes)
    assert first != last


def values_of(found: object) -> list[object]:
    """Every value in a nest of mappings and sequences, keys too."""
    if isinstance(found, dict):
        return [value for pair in found.items() for part in pair for value in values_of(part)]
    if isinstance(found, list | tuple | frozenset):
        return [value for part in found for value in values_of(part)]
    return [found]


def test_no_figure_and_no_released_group_holds_a_day_to_join_by() -> None:
    """Who answered on which day may be known from diaries; nothing that is published can be joined with it."""
    release = release_of(round_of(*TWELVE))
    told = values_of([asdict(publish(release)), [asdict(one.group) for one in release.groups]])
    told += values_of([asdict(cell) for cell in release.cells])
    assert not [value for value in told if isinstance(value, date | datetime)]
    assert left(by_person(round_of(*TWELVE), release), 12) == 12


def test_figures_by_the_day_give_whoever_answered_alone_on_one() -> None:
    """Totals up to each day, none under k: ten people by Monday, one on Tuesday, one on Wednesday."""
    upto = list(accumulate([10, 1, 1]))
    assert left([frozenset(range(n)) for n in upto], 12) == 1


# Attendance patterns ----------------------------------------------------------------------------------------


def dated_pairs(sizes_of_dates: Sequence[int], seed: int) -> list[tuple[int, course_forms.Pair]]:
    """The date somebody came to and their forms, in the order in which both forms were in."""
    random = Random(seed)
    made = []
    for day, number in enumerate(sizes_of_dates):
        for _ in range(number):
            before, after = ([random.randint(1, 5) for _ in range(3)] for _ in range(2))
            made.append((day, course_forms.pair(before, after)))
    return made


@pytest.mark.parametrize("seed", range(5))
def test_who_was_at_which_date_isolates_nobody_from_blocks(seed: int) -> None:
    """The register says who came when, and the attacker is even told which pairs of a date stand in which block."""
    sizes_of_dates = Random(seed).choices([3, 4, 8, 11], k=6)
    pairs = dated_pairs(sizes_of_dates, seed)
    ends = list(accumulate(len(block) for block, _ in course_forms.releases([one for _, one in pairs], K)))
    blocks = [range(start, end) for start, end in zip([0, *ends], ends, strict=False)]
    people: dict[Hashable, int] = {}
    facts: list[set[Hashable]] = [set() for _ in blocks]
    for number, block in enumerate(blocks):
        for place in block:
            people[pairs[place][0], number] = people.get((pairs[place][0], number), 0) + 1
            facts[number].add((pairs[place][0], number))
    totals = [frozenset().union(*facts[:number]) for number in range(1, len(facts) + 1)]
    fewest = smallest_isolated([*map(frozenset, facts), *totals], people)
    assert fewest is not None
    assert fewest >= K


def test_figures_of_each_date_of_k_give_the_small_date_away() -> None:
    """Dates of 11, 12 and 4 people: the course less the two that are shown is the third, and its register is known."""
    people: dict[Hashable, int] = {"first": 11, "second": 12, "third": 4}
    shown = [frozenset([one]) for one, n in people.items() if n >= K]
    assert smallest_isolated([*shown, frozenset(people)], people) == 4


# A p-value's fingerprint ------------------------------------------------------------------------------------


def changes_of(pairs: Sequence[course_forms.Pair]) -> dict[int, int]:
    return dict(count_pairs(pairs, course_forms.STATEMENTS, course_forms.DOMAINS).domains[0].changes)


def test_a_p_value_is_of_the_released_counts_and_of_no_pair_that_waits() -> None:
    """Whatever the pair after the block holds, p is the same: it follows from counts that are published beside it."""
    block = [one for _, one in dated_pairs([12], seed=1)]
    published = set()
    for after in LEVELS:
        waiting = course_forms.pair((3, 3, 3), (after, after, after))
        [(released, counts)] = course_forms.releases([*block, waiting], k=12)
        assert released == block
        published.add(shift_of_changes(counts.domains[0].changes))
    assert len(published) == 1
    assert published == {shift_of_changes(changes_of(block))}


def test_a_p_value_of_all_pairs_is_the_fingerprint_of_the_one_that_waits() -> None:
    """Counts of the block, but p of everybody: of all answers the one pair may hold, p fits one size of change."""
    block = [one for _, one in dated_pairs([12], seed=1)]

    def p_with(change: int) -> float:
        changes = changes_of(block)
        found = shift_of_changes(changes | {change: changes.get(change, 0) + 1}).wilcoxon
        assert found is not None
        return found.p

    prints = {change: p_with(change) for change in range(-8, 9)}
    assert [change for change, p in prints.items() if p == prints[-2]] == [-2]


# What-ifs ---------------------------------------------------------------------------------------------------


def sums_of_every_what_if(population: Population, release: Release) -> list[tuple[dict[Hashable, float], float]]:
    ones = [None, *(frozenset([group]) for group in release.asked)]
    chosen = [one for one in selections(population) if one.role_groups in ones]
    return [
        told for targets in every_target(release) for one in chosen for told in sums_tried(release, targets, one, WORD)
    ]


def smallest_below(population: Population, sums: Sequence[dict[Hashable, float]]) -> int | None:
    """The fewest people of whom it is worked out, for some level, how many of them are below it."""
    people = sizes(population.people, WORD)
    found = []
    for level in LEVELS[1:]:
        unknown: dict[Hashable, int] = {(cell, each): people[cell] for cell in people for each in LEVELS[1:]}
        found.append(smallest_told(sums, unknown, of=[(cell, level) for cell in people]))
    return min((one for one in found if one is not None), default=None)


@pytest.mark.parametrize("seed", range(6))
def test_every_what_if_of_a_release_together_isolates_nobody(seed: int) -> None:
    """Every level for each role group, under every filter: each figure is what the attacker writes down of it, too."""
    population = random_population(np.random.default_rng(seed), agencies=3, role_groups=2, k=K)
    release = release_of(population)
    told = sums_of_every_what_if(population, release)
    truth = below(population.people, WORD)
    for weights, value in told:
        assert sum(weight * truth[unknown] for unknown, weight in weights.items()) == pytest.approx(value)
    fewest = smallest_below(population, [weights for weights, _ in told])
    assert fewest is None or fewest >= K


def test_what_ifs_counted_from_the_answers_where_the_filter_reaches_k_give_a_cell_away() -> None:
    """North twelve people, south four: whoever tries a level on both and on the north has the south below it."""
    population = Population(
        (*round_of(*TWELVE).people, *people_of("south", "A", [[level, 0, 0] for level in (1, 2, 5, 3)])), 4, K
    )
    cells = list(sizes(population.people, WORD))
    naive: list[dict[Hashable, float]] = [
        {(cell, level): 1.0 for cell in shown} for level in LEVELS[1:] for shown in (cells, cells[:1])
    ]
    assert smallest_below(population, naive) == 4
    ours = [weights for weights, _ in sums_of_every_what_if(population, release_of(population))]
    assert smallest_below(population, ours) == 12


@given(populations, st.sampled_from(LEVELS), st.randoms())
def test_no_what_if_tells_who_in_a_group_gave_which_answer(population: Population, level: int, random: Random) -> None:
    """Shares, gaps, people, intervals, domains under any target: the same whoever of the group gave which answer."""
    release, other = release_of(population), release_of(dealt_anew(population, random))
    targets = {role_group: dict.fromkeys(asked, level) for role_group, asked in release.asked.items()}
    for selection in selections(population):
        assert what_if(release, targets, selection) == what_if(other, targets, selection)


def test_a_what_if_of_each_persons_own_domain_gives_away_who_skipped_a_statement() -> None:
    """The share of people below in any statement is no sum of counts: it tells two groups with one histogram apart."""
    both = [[level, level, 0] for level in TWELVE[:10]]
    apart, together = ([*both, *last] for last in ([[1, 5, 0], [5, 1, 0]], [[1, 1, 0], [5, 5, 0]]))
    naive, ours = [], []
    for rows in (apart, together):
        population = Population(tuple(people_of("north", "A", rows)), 4, K)
        naive.append(sum(min(one.codes[:2]) < 4 for one in population.people))
        release = release_of(population)
        ours.append(what_if(release, {"A": dict.fromkeys(release.asked["A"], 4)}))
    assert naive[0] - naive[1] == 1
    assert ours[0] == ours[1]


@given(populations, st.sampled_from(LEVELS))
def test_a_what_if_speaks_of_the_very_people_the_release_speaks_of(population: Population, level: int) -> None:
    """So linear programming, which narrows no small cell in the release, narrows none with what-ifs either."""
    release = release_of(population)
    targets = {role_group: dict.fromkeys(asked, level) for role_group, asked in release.asked.items()}
    tried = [what_if(release, targets, selection).figures for selection in selections(population)]
    for item in ITEMS:
        released = facts_of([publish(release, one) for one in selections(population)], release, item)
        assert facts_of(tried, release, item) == released


# Who a group of several agencies is made of -----------------------------------------------------------------


def joined(*, uncounted: int) -> tuple[Population, Release]:
    """East and west make up a sector's group of twelve; so many of them work for an agency without a headcount."""
    codes = [[level, level, 0] for level in TWELVE]
    people = [
        *people_of("east", "A", codes[:6], sector="police"),
        *people_of("west", "A", codes[6 : 12 - uncounted], sector="police"),
        *people_of("south", "A", codes[12 - uncounted :]),
    ]
    cells = [
        Cell("east", "police", "A", 6, 20),
        Cell("west", "police", "A", 6 - uncounted, 20),
        Cell("south", "health", "A", uncounted, None),
    ]
    population = Population(tuple(people), 4, K)
    return population, release_of(population, cells)


def every_selection() -> list[Selection]:
    narrowed = [
        Selection(agencies=agencies, sectors=sectors)
        for agencies in (None, *(frozenset([one]) for one in ("east", "west", "south")))
        for sectors in (None, frozenset(["police"]), frozenset(["health"]))
    ]
    return [*narrowed, *(Selection(groups=frozenset([key])) for key in ("A:other", "A:sector:police"))]


def test_whether_anybody_answered_where_there_is_no_headcount_shows_in_no_figure() -> None:
    """Coverage does not tell it. The answers of an agency beside it, which coverage tells, are left aside."""
    nobody, somebody = (joined(uncounted=number)[1] for number in (0, 1))
    for one in every_selection():
        found = [replace(publish(release, one), answers=0) for release in (nobody, somebody)]
        assert found[0] == found[1], one
    assert told_groups(nobody) == told_groups(somebody)


def test_groups_that_hold_an_agency_without_a_headcount_only_by_its_answers_tell_that_somebody_answered() -> None:
    """As groups were once formed: whoever is not counted and did not answer is nowhere, and the heads are known."""
    population, _ = joined(uncounted=0)
    naive = release_of(population, [Cell("east", "police", "A", 6, 20), Cell("west", "police", "A", 6, 20)])
    assert [one.heads for one in told_groups(naive)] == [40]
    assert [one.heads for one in told_groups(joined(uncounted=1)[1])] == [None]


def test_a_group_crossed_with_an_agency_would_tell_who_is_in_it_and_is_refused() -> None:
    """What is asked of whoever has both: the whole survey where the agency is in the group, and nothing where not."""
    _, release = joined(uncounted=1)

    def asked(agency: str) -> int:
        cells = [one for one in release.cells if one.group == "A:other" and one.agency == agency]
        return len(frozenset().union(*(release.asked[one.role_group] for one in cells)))

    assert [asked(agency) for agency in ("south", "north")] == [len(STATEMENTS), 0]
    for other in ({"agencies": frozenset(["south"])}, {"sectors": frozenset(["health"])}):
        with pytest.raises(ValueError, match="not narrowed"):
            Selection(groups=frozenset(["A:other"]), **other)
    assert len(publish(release, Selection(groups=frozenset(["A:other"]))).asked) == len(STATEMENTS)


# Totals of a plan -------------------------------------------------------------------------------------------


def test_a_plans_total_is_the_same_whoever_of_a_group_is_in_it() -> None:
    """A place is worth the released gap of the person's group: pinning somebody in or out tells how many, not who."""
    population = round_of(*TWELVE)
    gap = publish(release_of(population), Selection(frozenset("A"), frozenset(["north"]))).domains["D1"].gap
    needs = dict.fromkeys(range(12), gap)
    totals = {sum(needs[one] for one in range(12) if one != out) for out in range(12)}
    assert len({round(total, 9) for total in totals}) == 1


def test_a_plans_total_over_peoples_own_gaps_gives_whoever_is_pinned_out() -> None:
    own = {place: max(0, 3 - level) for place, level in enumerate(TWELVE)}
    total = sum(own.values())
    for out, level in enumerate(TWELVE):
        assert total - sum(gap for place, gap in own.items() if place != out) == max(0, 3 - level)


# Colleagues against a simpler way of publishing -------------------------------------------------------------


def test_two_colleagues_read_the_third_of_a_small_cell_where_totals_are_thresholded() -> None:
    """North twelve and south three, with the total shown: fewer than k less two are left to two of the south."""
    naive: Facts = [frozenset(range(12)), frozenset(range(15))]
    assert left(naive, 15, knows=[12, 13]) == 1
    population = Population((*round_of(*TWELVE).people, *people_of("south", "A", [[3, 0, 0]] * 3)), 4, K)
    assert left(by_person(population, release_of(population)), 15, knows=[12, 13]) == 12
