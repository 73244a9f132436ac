"""Random partnerships for property tests: people with their answers, small enough to try every attack on."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from hypothesis import strategies as st

from tna.domain.answers import CODES
from tna.domain.disclosure import Release, covered_cells, release_group
from tna.domain.groups import Cell, form_groups

STATEMENTS = ("known", "acted")
DOMAINS = {"D1": STATEMENTS}
QUESTIONS = {"trained": 2}
ITEMS = (*STATEMENTS, *QUESTIONS)
IS_STATEMENT = np.array([item in STATEMENTS for item in ITEMS])
SECTORS = ("health", "police")


@dataclass(frozen=True, slots=True)
class Person:
    """One response: where it came from and its codes in the order of ITEMS."""

    agency: str
    sector: str
    role_group: str
    codes: tuple[int, ...]

    @property
    def cell(self) -> tuple[str, str]:
        return (self.agency, self.role_group)

    def gave_level(self, statement: str) -> bool:
        return 1 <= self.codes[ITEMS.index(statement)] <= 5


@dataclass(frozen=True, slots=True)
class Population:
    """Everybody who answered, how many did not in each cell, and the k of the round."""

    people: tuple[Person, ...]
    silent: int
    k: int


def people_of(agency: str, role_group: str, codes: Iterable[Sequence[int]], sector: str = "health") -> list[Person]:
    return [Person(agency, sector, role_group, tuple(one)) for one in codes]


def random_population(
    rng: np.random.Generator, agencies: int, role_groups: int, k: int, *, silent: int = 4
) -> Population:
    """Cells of nobody to almost 2k people, so that groups of every kind and rests come up often."""
    people: list[Person] = []
    for agency in range(agencies):
        for role_group in "ABCDEFGHIJ"[:role_groups]:
            codes = np.column_stack(
                [
                    rng.choice(7, size=(size := int(rng.integers(0, 2 * k))), p=_habits(rng)),
                    rng.choice(7, size=size, p=_habits(rng)),
                    rng.integers(0, 3, size=size),
                ]
            )
            people += people_of(f"agency-{agency}", role_group, codes.tolist(), sector=SECTORS[agency % len(SECTORS)])
    return Population(tuple(people), silent, k)


def _habits(rng: np.random.Generator) -> np.ndarray:
    """How likely each code is in one cell: at times nearly all agree, at times most give no level."""
    return rng.dirichlet(np.array([0.4, 0.5, 0.7, 1.0, 0.8, 0.5, 0.4]))


populations = st.builds(
    lambda seed, agencies, role_groups, k: random_population(np.random.default_rng(seed), agencies, role_groups, k),
    st.integers(0, 2**32 - 1),
    st.integers(1, 4),
    st.integers(1, 2),
    st.sampled_from([5, 7, 10]),
)


def cells_of(population: Population) -> list[Cell]:
    answers = Counter(person.cell for person in population.people)
    sectors = {person.agency: person.sector for person in population.people}
    return [
        Cell(agency, sectors[agency], role_group, answers=n, heads=n + population.silent)
        for (agency, role_group), n in sorted(answers.items())
    ]


def histogram(people: Iterable[Person]) -> np.ndarray:
    """Counts (items, CODES), counted in the plainest way."""
    counts = np.zeros((len(ITEMS), CODES), dtype=np.int64)
    for person in people:
        for item, code in enumerate(person.codes):
            counts[item, code] += 1
    return counts


def release_of(population: Population, cells: list[Cell] | None = None) -> Release:
    """The round closed and released, by the product's own functions; `cells` may name others, and other heads."""
    cells = cells_of(population) if cells is None else cells
    grouping = form_groups(cells, population.k)
    released = []
    for group in grouping.groups:
        members = [
            person
            for person in population.people
            if person.role_group == group.role_group and person.agency in group.agencies
        ]
        released.append(release_group(group, histogram(members), IS_STATEMENT, population.k))
    role_groups = {cell.role_group for cell in cells}
    return Release(
        k=population.k,
        asked={role_group: frozenset(STATEMENTS) for role_group in role_groups},
        targets={role_group: dict.fromkeys(STATEMENTS, 3 + (role_group == "B")) for role_group in role_groups},
        domains=DOMAINS,
        questions=QUESTIONS,
        groups=tuple(released),
        cells=covered_cells(cells, grouping),
    )
