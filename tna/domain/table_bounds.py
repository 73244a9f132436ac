"""What an attacker can work out of a two-way table of counts in which some cells are withheld.

The attacker sees every other cell, all totals, and knows that no count is negative. The tables that agree with all
of this are those that lead from the true one by loops: a withheld cell rises, another of its row falls, another of
that column rises, and so on until the loop closes. How far a cell can move is a maximum flow in the network of rows
and columns, so the bounds are whole numbers and exact, and equal those of a linear program (Cox 1995, Network models
for complementary cell suppression, Journal of the American Statistical Association 90, 1453-1462).

Pages ask for this, so nothing here may import scipy (decision 19).
"""

from collections.abc import Iterator, Sequence, Set
from dataclasses import dataclass

Place = tuple[int, int]
"""A cell by its row and column, counted from 0."""

Counts = Sequence[Sequence[int]]
"""A table without its totals, (rows, columns), whole numbers from 0."""


@dataclass(frozen=True, slots=True)
class Bounds:
    """The least and the greatest count that a withheld cell can have, for all that is published."""

    place: Place
    low: int
    high: int

    @property
    def width(self) -> int:
        """How many counts the attacker cannot tell apart, less one."""
        return self.high - self.low


def bounds_of(counts: Counts, withheld: Set[Place], place: Place) -> Bounds:
    """The exact bounds of one withheld cell.

    Each stands on a table that was found and is checked here: whatever went wrong on the way, an interval is never
    said to be wider than such tables show.
    """
    (row, column), true = place, counts[place[0]][place[1]]
    least, greatest = (furthest(counts, withheld, place, rises=rises) for rises in (False, True))
    low = least[row][column] if _agree(counts, least, withheld) else true
    high = greatest[row][column] if _agree(counts, greatest, withheld) else true
    return Bounds(place, low, high)


def room_of(counts: Counts, withheld: Set[Place], place: Place, enough: int) -> tuple[int, int]:
    """How far a withheld cell can fall and rise; sought no further than makes `enough` of the two together."""
    row, column = place
    falls = counts[row][column] - furthest(counts, withheld, place, rises=False, enough=enough)[row][column]
    if falls >= enough:
        return falls, 0
    risen = furthest(counts, withheld, place, rises=True, enough=enough - falls)
    return falls, risen[row][column] - counts[row][column]


def _agree(counts: Counts, other: Counts, withheld: Set[Place]) -> bool:
    """Whether two tables agree in every published cell and in all totals, and the other has no negative count."""
    return (
        all(min(row) >= 0 for row in other)
        and [sum(row) for row in counts] == [sum(row) for row in other]
        and [sum(column) for column in zip(*counts, strict=True)] == [sum(c) for c in zip(*other, strict=True)]
        and all(
            count == other[row][column] or (row, column) in withheld
            for row, line in enumerate(counts)
            for column, count in enumerate(line)
        )
    )


def furthest(counts: Counts, withheld: Set[Place], place: Place, *, rises: bool, enough: int | None = None) -> Counts:
    """The table, of all that agree with what is published, in which a withheld cell is greatest, or least.

    With `enough`, one in which it has moved as far as that, if any is.
    """
    row, column = place
    table = _Moving(counts, withheld, place)
    # It can rise no further than the others of its row, or of its column, can fall together.
    most = min(table.others_in_row(row), table.others_in_column(column)) if rises else counts[row][column]
    left = most if enough is None else min(most, enough)
    for rectangle in table.rectangles(place, rises=rises):  # most of the way, and much faster than to search
        if not left:
            break
        left -= table.move(rectangle, place, left, rises=rises)
    while left and (loop := table.loop(place, rises=rises)) is not None:
        left -= table.move(loop, place, left, rises=rises)
    return table.counts


@dataclass(frozen=True, slots=True)
class _Loop:
    """The other cells of a loop: those that rise and those that fall."""

    rising: tuple[Place, ...]
    falling: tuple[Place, ...]


class _Moving:
    """A table on its way from the true one, and which of its cells can move, as bits of whole numbers."""

    def __init__(self, counts: Counts, withheld: Set[Place], own: Place) -> None:
        self.counts = [list(row) for row in counts]
        self._can_rise = [0] * len(counts)  # of each row, the columns
        self._can_fall = [0] * len(counts[0])  # of each column, the rows
        for row, column in withheld:
            if (row, column) != own:
                self._can_rise[row] |= 1 << column
                if counts[row][column]:
                    self._can_fall[column] |= 1 << row

    def others_in_row(self, row: int) -> int:
        """What the withheld cells of a row count together, the one in question apart."""
        return sum(self.counts[row][column] for column in _bits(self._can_rise[row]))

    def others_in_column(self, column: int) -> int:
        """What the withheld cells of a column count together, the one in question apart."""
        return sum(self.counts[row][column] for row in _bits(self._can_fall[column]))

    def rectangles(self, place: Place, *, rises: bool) -> Iterator[_Loop]:
        """The loops of three other cells that can move when their turn comes."""
        row, column = place
        for other in _bits(self._can_fall[column]) if rises else range(len(self.counts)):
            if not self._can_rise[other] >> column & 1:
                continue
            for across in _bits(self._can_rise[other] & self._can_rise[row]):
                if not rises and self.counts[other][across]:
                    yield _Loop(((row, across), (other, column)), ((other, across),))
                elif rises and self.counts[row][across]:
                    yield _Loop(((other, across),), ((row, across), (other, column)))
                    if not self.counts[other][column]:
                        break

    def loop(self, place: Place, *, rises: bool) -> _Loop | None:
        """A shortest loop by which the cell rises, or falls; None where there is none."""
        row, column = place
        from_column: dict[int, int] = {}  # by row: the column in which its cell falls
        from_row: dict[int, int] = {}  # by column: the row in which its cell rises
        rows, columns = ([], [column]) if rises else ([row], [])
        unseen_rows, unseen_columns = (-1, ~(1 << column)) if rises else (~(1 << row), -1)
        while rows or columns:
            next_rows, next_columns = [], []
            for one in columns:
                found = self._can_fall[one] & unseen_rows
                unseen_rows &= ~found
                for reached in _bits(found):
                    from_column[reached] = one
                    next_rows.append(reached)
            for one in rows:
                found = self._can_rise[one] & unseen_columns
                unseen_columns &= ~found
                for reached in _bits(found):
                    from_row[reached] = one
                    next_columns.append(reached)
            if (row in from_column) if rises else (column in from_row):
                return _walked_back(place, from_column, from_row, rises=rises)
            rows, columns = next_rows, next_columns
        return None

    def move(self, loop: _Loop, own: Place, most: int, *, rises: bool) -> int:
        """Move every cell of a loop as far as the least falling one lets it, at most so far; how far that was."""
        by = min(most, *(self.counts[row][column] for row, column in loop.falling))
        for row, column in loop.falling:
            self.counts[row][column] -= by
            if not self.counts[row][column]:
                self._can_fall[column] &= ~(1 << row)
        for row, column in loop.rising:
            self.counts[row][column] += by
            self._can_fall[column] |= 1 << row
        self.counts[own[0]][own[1]] += by if rises else -by
        return by


def _walked_back(place: Place, from_column: dict[int, int], from_row: dict[int, int], *, rises: bool) -> _Loop:
    """The loop that a search found, from its end to its beginning."""
    row, column = place
    rising: list[Place] = []
    falling: list[Place] = []
    at_row, at_column = row, column
    if not rises:
        at_row = from_row[column]
        rising.append((at_row, column))
    while rises or at_row != row:
        at_column = from_column[at_row]
        falling.append((at_row, at_column))
        if rises and at_column == column:
            break
        at_row = from_row[at_column]
        rising.append((at_row, at_column))
    return _Loop(tuple(rising), tuple(falling))


def _bits(number: int) -> Iterator[int]:
    """The places of the ones in a whole number, from the lowest."""
    while number:
        lowest = number & -number
        yield lowest.bit_length() - 1
        number ^= lowest
