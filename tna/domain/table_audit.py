"""Whether a two-way table that somebody wants to publish gives away what it withholds, and what would mend that.

A table is safe if the attacker (see `table_bounds`) is left with at least `threshold` (K) counts for every withheld
cell beside the least one, and no published count speaks of 1 to K - 1 people. Everything else is unsafe: a bound that
cannot be shown, and a table for which no further blanks are found.

A total under K needs no rule of its own: a withheld cell in it cannot move by K, and if none is withheld, one of its
counts is published and under K itself.
"""

from collections.abc import Set
from dataclasses import dataclass

from tna.domain.table_blanks import cheapest_blanks
from tna.domain.table_bounds import Blanked, Place, bounds_of


@dataclass(frozen=True, slots=True)
class TwoWayTable:
    """Counts of people by row and column, without totals; `counts` is (rows, columns), with the true withheld ones."""

    rows: tuple[str, ...]
    columns: tuple[str, ...]
    counts: tuple[tuple[int, ...], ...]
    withheld: frozenset[Place]

    @property
    def places(self) -> tuple[Place, ...]:
        """Every cell, row by row."""
        return tuple((row, column) for row in range(len(self.rows)) for column in range(len(self.columns)))

    @property
    def row_totals(self) -> tuple[int, ...]:
        """The total of each row, published."""
        return tuple(sum(row) for row in self.counts)

    @property
    def column_totals(self) -> tuple[int, ...]:
        """The total of each column, published."""
        return tuple(sum(column) for column in zip(*self.counts, strict=True))

    def names(self, place: Place) -> tuple[str, str]:
        """What a cell's row and column are called."""
        return self.rows[place[0]], self.columns[place[1]]

    def count(self, place: Place) -> int:
        """The true count of a cell."""
        return self.counts[place[0]][place[1]]


@dataclass(frozen=True, slots=True)
class AuditedCell:
    """A withheld cell, and the least and greatest count the attacker is left with."""

    place: Place
    low: int
    high: int
    is_safe: bool

    @property
    def is_exact(self) -> bool:
        """Whether the attacker knows its count for certain."""
        return self.low == self.high


@dataclass(frozen=True, slots=True)
class TableAudit:
    """The verdict on a table under a threshold.

    `cells` are the withheld ones and `small` the published ones of 1 to threshold - 1. `also_withhold` are further
    blanks that make the table safe, none where it is safe or where nothing does; `after` is `cells` with them.
    """

    table: TwoWayTable
    threshold: int
    is_safe: bool
    cells: tuple[AuditedCell, ...]
    small: tuple[Place, ...]
    also_withhold: tuple[Place, ...]
    after: tuple[AuditedCell, ...]

    @property
    def can_be_mended(self) -> bool:
        """Whether it is unsafe and blanks were found that make it safe."""
        return bool(self.also_withhold)


def audit_table(table: TwoWayTable, threshold: int) -> TableAudit:
    """Audit a table; `threshold` is K, a number of people from 1. Raises ValueError for one under 1."""
    if threshold < 1:
        raise ValueError("a threshold is at least 1")
    small = tuple(place for place in table.places if 0 < table.count(place) < threshold)
    published = tuple(place for place in small if place not in table.withheld)
    cells = _audited(table, table.withheld, threshold)
    if not published and all(cell.is_safe for cell in cells):
        return TableAudit(table, threshold, True, cells, (), (), cells)
    blanks = cheapest_blanks(table.counts, table.withheld | set(published), threshold)
    after = cells if blanks is None else _audited(table, blanks, threshold)
    if blanks is None or not all(cell.is_safe for cell in after):  # never proposed unless shown to hold
        return TableAudit(table, threshold, False, cells, published, (), cells)
    also = tuple(place for place in table.places if place in blanks and place not in table.withheld)
    return TableAudit(table, threshold, False, cells, published, also, after)


def _audited(table: TwoWayTable, withheld: Set[Place], threshold: int) -> tuple[AuditedCell, ...]:
    blanked = Blanked(table.counts, withheld)
    found = [bounds_of(blanked, place) for place in sorted(withheld)]
    return tuple(AuditedCell(one.place, one.low, one.high, one.width >= threshold) for one in found)
