"""Blocks of pairs: what is released of a course at a time, as counts that can be added and never taken apart.

Course forms never close, so pairs are released in blocks, each pair in one block. Why it holds: for each domain the
blocks are disjoint sets of at least k people, everything told of a domain in a block is told of all of those people,
and looking back is told of at least k and crossed with nothing. So no difference of two releases speaks of fewer.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from tna.domain.evaluations.changes import LEVELS, Table
from tna.domain.groups import K_FLOOR

LATEST = 3
"""At so many times k pairs a block waits no longer for a domain that few people can answer."""

_NEARLY = Fraction(4, 5)


class UnsafeBlock(ValueError):
    """A block that breaks the rule it was released by; nothing of it may be shown."""


CROWD = 2
"""Times k: so many people must have completed a course before it is told how many of them sent their forms."""


class Reached(StrEnum):
    """How far a course is from its next release, in words too coarse to tell who sent a form and who declined."""

    FEWER_THAN_HALF = "fewer than half"
    MORE_THAN_HALF = "more than half"  # exactly half counts as this
    NEARLY_THERE = "nearly there"


@dataclass(frozen=True, slots=True)
class Pair:
    """One person's two forms, one byte a statement as `forms.pack_form` writes them."""

    before: bytes
    after: bytes
    looking_back: bytes


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


# What is released -------------------------------------------------------------------------------------------


def count_pairs(
    pairs: Sequence[Pair], statements: tuple[str, ...], domains: Mapping[str, tuple[str, ...]]
) -> BlockCounts:
    """Everything that could be told of these pairs, whether or not it may be.

    `statements` are those of the forms, in the order of their bytes; `domains` the statements to count as one. A
    person counts in a domain only with a level for each of its statements, before and after.
    """
    places = {statement: place for place, statement in enumerate(statements)}
    return BlockCounts(
        len(pairs),
        tuple(_counted(pairs, domain, [(each, places[each]) for each in ids]) for domain, ids in domains.items()),
        {each: _levels([pair.looking_back[place] for pair in pairs]) for each, place in places.items()},
    )


def _counted(pairs: Sequence[Pair], domain: str, places: list[tuple[str, int]]) -> DomainCounts:
    tables = {statement: [[0] * LEVELS for _ in range(LEVELS)] for statement, _ in places}
    changes: Counter[int] = Counter()
    for pair in pairs:
        if all(_is_level(pair.before[place]) and _is_level(pair.after[place]) for _, place in places):
            changes[sum(pair.after[place] - pair.before[place] for _, place in places)] += 1
            for statement, place in places:
                tables[statement][pair.before[place] - 1][pair.after[place] - 1] += 1
    return DomainCounts(domain, tables, dict(sorted(changes.items())))


def _levels(codes: list[int]) -> tuple[int, ...]:
    return tuple(codes.count(level) for level in range(1, LEVELS + 1))


def _is_level(code: int) -> bool:
    return 1 <= code <= LEVELS


def release_of(counted: BlockCounts, k: int) -> BlockCounts | None:
    """What is released of an open block, or None while it waits. Raises ValueError for k under the floor.

    It waits until every domain has k complete pairs, but only up to three times k pairs, where domains that are still
    short are left out; until there is any domain to release at all; and while everybody in the table of a statement
    stands in the same cell. Looking back goes with it where at least k gave a level, not all the same one.
    """
    if k < K_FLOOR:
        raise ValueError(f"k is {k}, under the floor of {K_FLOOR}")
    enough = tuple(domain for domain in counted.domains if domain.n >= k)
    waits_for_domains = len(enough) < len(counted.domains) and counted.pairs < LATEST * k
    if not enough or waits_for_domains or any(map(_has_one_cell, enough)):
        return None
    told = {each: levels for each, levels in counted.looking_back.items() if _may_be_told(levels, k)}
    return BlockCounts(counted.pairs, enough, told)


def _has_one_cell(domain: DomainCounts) -> bool:
    """Whether everybody stands in one cell of some statement: then the table tells what each of them put."""
    return any(max(map(max, table)) == domain.n for table in domain.statements.values())


def _may_be_told(levels: tuple[int, ...], k: int) -> bool:
    return sum(levels) >= k and max(levels) < sum(levels)


def checked_block(counts: BlockCounts, k: int) -> BlockCounts:
    """The same counts. Raises UnsafeBlock where they cannot have been released under k: a store is not trusted."""
    for domain in counts.domains:
        sums = {sum(map(sum, table)) for table in domain.statements.values()}
        if sums != {domain.n} or not max(k, K_FLOOR) <= domain.n <= counts.pairs or _has_one_cell(domain):
            raise UnsafeBlock(f"{domain.domain} is not counted over the same people, at least k, not all alike")
    if not all(_may_be_told(levels, max(k, K_FLOOR)) for levels in counts.looking_back.values()):
        raise UnsafeBlock("looking back is told of fewer than k people, or of people all alike")
    return counts


def reached(counted: BlockCounts, k: int, *, comers: int) -> Reached:
    """How far an open block is: its shortest domain against k, or all pairs against three times k, the further.

    `comers`: how many people have completed the course and stand in no block. Their names are known to leads, so while
    they are fewer than `CROWD` times k the word stays the lowest: "nearly there" of eight would name all eight.
    """
    if comers < CROWD * k:
        return Reached.FEWER_THAN_HALF
    shortest = min((domain.n for domain in counted.domains), default=0)
    way = max(Fraction(shortest, k), Fraction(counted.pairs, LATEST * k))
    if way >= _NEARLY:
        return Reached.NEARLY_THERE
    return Reached.MORE_THAN_HALF if way >= Fraction(1, 2) else Reached.FEWER_THAN_HALF


# Blocks together --------------------------------------------------------------------------------------------


def comparable(blocks: Sequence[BlockCounts]) -> list[BlockCounts]:
    """The blocks, oldest first, with each domain only where it has the statements that its newest block has.

    A course's list may have changed in between, and a sum over two statements does not add to one over three.
    """
    newest = {domain.domain: list(domain.statements) for block in blocks for domain in block.domains}
    return [
        BlockCounts(
            block.pairs,
            tuple(each for each in block.domains if list(each.statements) == newest[each.domain]),
            block.looking_back,
        )
        for block in blocks
    ]


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
