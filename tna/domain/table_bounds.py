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


class Blanked:
    """A table and which of its cells are withheld, made ready once for many searches; neither changes.

    `can_rise` are of each row the withheld columns, and `can_fall` of each column the withheld rows that count anybody,
    as bits of whole numbers; `in_rows` and `in_columns` are what the withheld cells of each count together.
    """

    def __init__(self, counts: Counts, withheld: Set[Place]) -> None:
        self.counts = [list(row) for row in counts]
        self.withheld = frozenset(withheld)
        self.can_rise = [0] * len(counts)
        self.can_fall = [0] * len(counts[0])
        self.in_rows, self.in_columns = [0] * len(counts), [0] * len(counts[0])
        for row, column in withheld:
            self.can_rise[row] |= 1 << column
            if counts[row][column]:
                self.can_fall[column] |= 1 << row
            self.in_rows[row] += counts[row][column]
            self.in_columns[column] += counts[row][column]

    def agrees(self, other: Counts) -> bool:
        """Whether another table agrees in every published cell and in all totals, and has no negative count."""
        by_row, by_column = [0] * len(self.can_rise), [0] * len(self.can_fall)
        for row, (line, others) in enumerate(zip(self.counts, other, strict=True)):
            if line == others:
                continue
            for column, (count, another) in enumerate(zip(line, others, strict=True)):
                if count == another:
                    continue
                if another < 0 or (row, column) not in self.withheld:
                    return False
                by_row[row] += another - count
                by_column[column] += another - count
        return not any(by_row) and not any(by_column)


def bounds_of(table: Blanked, place: Place) -> Bounds:
    """The exact bounds of one withheld cell.

    Each stands on a table that was found and is checked here: whatever went wrong on the way, an interval is never
    said to be wider than such tables show.
    """
    (row, column), true = place, table.counts[place[0]][place[1]]
    least, greatest = (furthest(table, place, rises=rises) for rises in (False, True))
    low = least[row][column] if table.agrees(least) else true
    high = greatest[row][column] if table.agrees(greatest) else true
    return Bounds(place, low, high)


def room_of(table: Blanked, place: Place, enough: int) -> tuple[int, int]:
    """How far a withheld cell can fall and rise; sought no further than makes `enough` of the two together."""
    row, column = place
    falls = table.counts[row][column] - furthest(table, place, rises=False, enough=enough)[row][column]
    if falls >= enough:
        return falls, 0
    risen = furthest(table, place, rises=True, enough=enough - falls)
    return falls, risen[row][column] - table.counts[row][column]


def furthest(table: Blanked, place: Place, *, rises: bool, enough: int | None = None) -> Counts:
    """The table, of all that agree with what is published, in which a withheld cell is greatest, or least.

    With `enough`, one in which it has moved as far as that, if any is.
    """
    (row, column), own = place, table.counts[place[0]][place[1]]
    moving = _Moving(table, place)
    # It can rise no further than the others of its row, or of its column, can fall together.
    most = min(table.in_rows[row], table.in_columns[column]) - own if rises else own
    left = most if enough is None else min(most, enough)
    for rectangle in moving.rectangles(place, rises=rises):  # most of the way, and much faster than to search
        if not left:
            break
        left -= moving.move(rectangle, place, left, rises=rises)
    while left and (loop := moving.loop(place, rises=rises)) is not None:
        left -= moving.move(loop, place, left, rises=rises)
    return moving.counts


@dataclass(frozen=True, slots=True)
class _Loop:
    """The other cells of a loop: those that rise and those that fall."""

    rising: tuple[Place, ...]
    falling: tuple[Place, ...]


class _Moving:
    """A table on its way from the true one, and which of its cells can move, as bits of whole numbers."""

    def __init__(self, table: Blanked, own: Place) -> None:
        self.counts = [list(row) for row in table.counts]
        self._can_rise, self._can_fall = list(table.can_rise), list(table.can_fall)
        self._can_rise[own[0]] &= ~(1 << own[1])
        self._can_fall[own[1]] &= ~(1 << own[0])

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
