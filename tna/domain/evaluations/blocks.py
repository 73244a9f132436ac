"""Blocks of pairs: what is released of a course at a time, as counts that can be added and never taken apart."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from tna.domain.evaluations.changes import LEVELS, Table


@dataclass(frozen=True, slots=True)
class DomainCounts:
    """One domain of a block, all of it over the same people: those who gave a level to each statement, twice.

    `statements`: statement id -> 5 x 5 counts, rows before, columns after. `changes`: how many people's sum over the
    domain's statements changed by so much.
    """

    domain: str
    statements: Mapping[str, Table]
    changes: Mapping[int, int]

    @property
    def n(self) -> int:
        """How many pairs are complete on the domain."""
        return sum(self.changes.values())


@dataclass(frozen=True, slots=True)
class BlockCounts:
    """What one block, or several added, say of a course; domains that were too short in a block are not in it.

    `looking_back`: statement id -> how many put each level of 1 to 5, never crossed with anything.
    """

    pairs: int
    domains: tuple[DomainCounts, ...]
    looking_back: Mapping[str, tuple[int, ...]]


def add_blocks(blocks: Iterable[BlockCounts]) -> BlockCounts:
    """Several blocks as one, domain by domain and statement by statement, in the order they are first met."""
    pairs = 0
    looking_back: dict[str, tuple[int, ...]] = {}
    domains: dict[str, list[DomainCounts]] = {}
    for block in blocks:
        pairs += block.pairs
        for each in block.domains:
            domains.setdefault(each.domain, []).append(each)
        for statement, counts in block.looking_back.items():
            so_far = looking_back.get(statement, (0,) * LEVELS)
            looking_back[statement] = tuple(a + b for a, b in zip(so_far, counts, strict=True))
    return BlockCounts(pairs, tuple(_added(name, parts) for name, parts in domains.items()), looking_back)


def _added(domain: str, parts: list[DomainCounts]) -> DomainCounts:
    tables: dict[str, Table] = {}
    for part in parts:
        for statement, table in part.statements.items():
            tables[statement] = _sum_of(tables[statement], table) if statement in tables else table
    changes: Counter[int] = Counter()
    for part in parts:
        changes.update(part.changes)
    return DomainCounts(domain, tables, dict(sorted(changes.items())))


def _sum_of(one: Table, other: Table) -> Table:
    return [[a + b for a, b in zip(row, other_row, strict=True)] for row, other_row in zip(one, other, strict=True)]
