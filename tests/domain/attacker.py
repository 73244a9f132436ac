"""The attacker: holds every published number and works out whose it is.

Unknown are the people of each **class** who gave a level: a class is one role group of one agency, as
nothing published can tell its people apart, or one colleague who pools their own answers. A **fact** is a
published number and the classes it is the sum over. A set of classes is isolated where its number follows
from the facts, which is where its indicator lies in the row space of theirs.
"""

from collections.abc import Collection, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import product

import numpy as np
from scipy.linalg import null_space
from scipy.optimize import linprog

from tests.domain.populations import ITEMS, QUESTIONS, STATEMENTS, Person, Population
from tna.domain.disclosure import EVERYTHING, Figures, Release, Selection, publish
from tna.domain.surveys import LEVELS
from tna.domain.what_if import what_if

AgencyRole = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Fact:
    """So many people of these cells gave a level (for a question: chose)."""

    cells: frozenset[AgencyRole]
    n: int


def gave(person: Person, item: str) -> bool:
    code = person.codes[ITEMS.index(item)]
    return 1 <= code <= 5 or (item in QUESTIONS and code > 0)


def sizes(people: Iterable[Person], item: str) -> dict[AgencyRole, int]:
    """How many gave a level in each cell, which the attacker wants to know; cells of nobody count 0."""
    found: dict[AgencyRole, int] = {}
    for person in people:
        found[person.cell] = found.get(person.cell, 0) + gave(person, item)
    return found


# What is published ------------------------------------------------------------------------------------------


def selections(population: Population) -> Iterator[Selection]:
    """Every combination of filters: of each kind none, any one, and all but one."""

    def choices(values: set[str]) -> list[frozenset[str] | None]:
        ones = {frozenset([value]) for value in values}
        return [None, *sorted(ones | {frozenset(values) - one for one in ones} - {frozenset()}, key=sorted)]

    people = population.people
    for role_groups, agencies, sectors in product(
        choices({person.role_group for person in people}),
        choices({person.agency for person in people}),
        choices({person.sector for person in people}),
    ):
        yield Selection(role_groups=role_groups, agencies=agencies, sectors=sectors)


def everything_published(population: Population, release: Release) -> dict[Selection, Figures]:
    alone = (Selection(groups=frozenset({one.group.key})) for one in release.groups)
    return {selection: publish(release, selection) for selection in (EVERYTHING, *selections(population), *alone)}


def facts_of(shown: Collection[Figures], release: Release, item: str) -> set[Fact]:
    """What the figures say of an item. The attacker is even told which groups an item is released in."""
    facts: set[Fact] = set()
    place = ITEMS.index(item)
    cells = {
        one.group.key: {(agency, one.group.role_group) for agency in one.group.agencies}
        for one in release.groups
        if one.released[place]
    }
    for figures in shown:
        found = (figures.statements if item in STATEMENTS else figures.questions).get(item)
        if found is not None:
            members = [cells[key] for key in figures.groups if key in cells]
            facts.add(Fact(frozenset().union(*members), found.n))
    return facts


# What would be published under other targets ----------------------------------------------------------------

Below = tuple[AgencyRole, int]
"""How many people of a cell are below a level: what the attacker of what-ifs wants to know."""


def every_target(release: Release) -> Iterator[dict[str, dict[str, int]]]:
    """Every combination of one level for each role group: for a statement by itself there are no other targets."""
    role_groups = sorted(release.asked)
    for levels in product(LEVELS, repeat=len(role_groups)):
        yield {
            role_group: dict.fromkeys(release.asked[role_group], level)
            for role_group, level in zip(role_groups, levels, strict=True)
        }


def sums_tried(
    release: Release, targets: Mapping[str, Mapping[str, int]], selection: Selection, item: str
) -> Iterator[tuple[dict[Hashable, float], float]]:
    """What a what-if says of a statement: sums over the people of cells below levels, and their published values.

    The attacker is told even what it takes to write the sums down: the heads and the answers of each group. Two
    figures are sums of their own: people to train, by heads, and the plain number of people below.
    """
    figures = what_if(release, targets, selection).figures
    found = figures.statements.get(item)
    if found is None:
        return
    place = ITEMS.index(item)
    by_heads: dict[Hashable, float] = {}
    plainly: dict[Hashable, float] = {}
    for one in release.groups:
        if one.group.key in figures.groups and one.released[place]:
            gave_or_not = one.counts[place][1:7].sum()
            for agency in one.group.agencies:
                unknown = ((agency, one.group.role_group), targets[one.group.role_group][item])
                by_heads[unknown] = max(one.group.heads or 0, one.group.answers) / gave_or_not
                plainly[unknown] = 1.0
    assert found.people is not None
    assert found.below_unweighted is not None
    yield by_heads, found.people
    yield plainly, found.below_unweighted * found.n


def below(people: Iterable[Person], item: str) -> dict[Below, int]:
    """The truth: how many of each cell are below each level."""
    found: dict[Below, int] = {}
    place = ITEMS.index(item)
    for person in people:
        for level in LEVELS:
            unknown = (person.cell, level)
            found[unknown] = found.get(unknown, 0) + (1 <= person.codes[place] < level)
    return found


# What follows from it ---------------------------------------------------------------------------------------


def smallest_isolated(
    facts: Collection[frozenset[Hashable]], people: Mapping[Hashable, int], of: Sequence[Hashable] | None = None
) -> int | None:
    """The fewest people whose number follows from the facts, over all sets of the classes `of` (None: all).

    None where no set of anybody follows.
    """
    return smallest_told([dict.fromkeys(fact, 1.0) for fact in facts], people, of)


def smallest_told(
    sums: Collection[Mapping[Hashable, float]], people: Mapping[Hashable, int], of: Sequence[Hashable] | None = None
) -> int | None:
    """The same where what is published are weighted sums over classes, such as an estimate for the heads.

    By brute force: a set follows where its indicator is at right angles to everything the sums leave open.
    """
    classes = list(people)
    wanted = classes if of is None else list(of)
    subsets = np.array(list(product([0, 1], repeat=len(wanted))), dtype=float)
    indicators = np.zeros((len(subsets), len(classes)))
    indicators[:, [classes.index(one) for one in wanted]] = subsets
    follows = ~(np.abs(indicators @ _left_open(sums, classes)) > 1e-9).any(axis=1)
    numbers = indicators[follows] @ np.array([people[one] for one in classes])
    found = numbers[numbers > 0]
    return int(found.min()) if len(found) else None


def _left_open(sums: Collection[Mapping[Hashable, float]], classes: Sequence[Hashable]) -> np.ndarray:
    if not sums or not classes:
        return np.eye(len(classes))
    return null_space(np.array([[one.get(each, 0.0) for each in classes] for one in sums]))


def feasible(facts: Collection[Fact], cells: Sequence[AgencyRole], cell: AgencyRole) -> tuple[float, float]:
    """The fewest and the most people a cell can have by linear programming: numbers are never below zero."""
    target = np.array([float(one == cell) for one in cells])
    rows = np.array([[float(one in fact.cells) for one in cells] for fact in facts])
    ends = [linprog(sign * target, A_eq=rows, b_eq=[fact.n for fact in facts], bounds=(0, None)) for sign in (1, -1)]
    low, high = (sign * end.fun if end.status == 0 else np.inf for sign, end in zip((1, -1), ends, strict=True))
    return float(low), float(high)
