"""Which further cells of a two-way table to withhold, so that every withheld one can move far enough.

A cell moves along loops of withheld cells, in the plainest case a rectangle. For each cell that cannot move by the
threshold the cheapest loop is withheld that lets it, until every cell can; then blanks that turned out superfluous
are published again. Cheapest means: fewest new blanks, then fewest people in them. A zero counts as two blanks, since
readers may know that nobody can be there. The result is good and not always the best: the best is NP-hard (Kelly,
Golden, Assad 1992, Cell suppression: disclosure protection for sensitive tabular data, Networks 22, 397-417).

Whether there is any pattern at all is decided exactly: withholding more never narrows an interval, so the largest
pattern in which every cell can move far enough contains all the others.
"""

from collections.abc import Callable, Iterator, Set
from heapq import heappop, heappush

from tna.domain.table_bounds import Blanked, Counts, Place, furthest, room_of


def cheapest_blanks(counts: Counts, needed: Set[Place], threshold: int) -> frozenset[Place] | None:
    """A pattern that contains the `needed` cells and in which each can move by the threshold; None if there is none."""
    largest = _largest_pattern(counts, needed, threshold)
    if largest is None:
        return None
    table = Blanked(counts, needed)
    waiting = sorted(needed)
    while waiting:
        place = waiting.pop(0)
        while sum(room := room_of(table, place, threshold)) < threshold:
            search = _Search(table, largest, place)
            new = _finishing(search, room, threshold) or _helping(search, threshold - sum(room))
            if not new:  # cannot be, since the largest pattern holds; if it were, nothing would count as found
                return None
            table = Blanked(counts, table.withheld | new)
            waiting.extend(sorted(new))
    return frozenset(_without_superfluous(counts, table.withheld, needed, threshold))


def _largest_pattern(counts: Counts, needed: Set[Place], threshold: int) -> frozenset[Place] | None:
    """All cells but those that cannot move far enough whatever is withheld; None if a needed one is among these."""
    pattern = {(row, column) for row in range(len(counts)) for column in range(len(counts[0]))}
    while True:
        table = Blanked(counts, pattern)
        stuck = {place for place in pattern if not _moves(table, place, threshold)}
        if not stuck:
            return frozenset(pattern)
        if stuck & needed:
            return None
        pattern -= stuck


def _moves(table: Blanked, place: Place, threshold: int) -> bool:
    return sum(room_of(table, place, threshold)) >= threshold


def _without_superfluous(counts: Counts, pattern: Set[Place], needed: Set[Place], threshold: int) -> Set[Place]:
    """The pattern without blanks it can do without, those with most people published first."""
    for place in sorted(pattern - needed, key=lambda one: (-counts[one[0]][one[1]], one)):
        fewer = sorted(pattern - {place}, key=_likeliest_to_need(place, pattern))
        table = Blanked(counts, set(fewer))
        if all(_moves(table, other, threshold) for other in fewer):
            pattern = set(fewer)
    return pattern


def _likeliest_to_need(place: Place, pattern: Set[Place]) -> Callable[[Place], int]:
    """An order in which those come first that need a blank soonest: of its row and column, whichever has fewer."""
    in_row = sum(row == place[0] for row, _ in pattern)
    in_column = sum(column == place[1] for _, column in pattern)

    def order(one: Place) -> int:
        shares_row, shares_column = one[0] == place[0], one[1] == place[1]
        return min(in_row if shares_row else len(pattern), in_column if shares_column else len(pattern))

    return order


class _Search:
    """Looking for the cheapest loop through one cell, of cells withheld already and cells that may be."""

    def __init__(self, table: Blanked, allowed: Set[Place], place: Place) -> None:
        self.table, self.place = table, place
        self.counts, self.pattern = table.counts, table.withheld
        counts, pattern = self.counts, self.pattern
        self._rows, self._columns = len(counts), len(counts[0])
        dearer = sum(map(sum, counts)) + 1
        self._cost = {
            one: 0 if one in pattern else dearer * (1 if count else 2) + count
            for one in allowed
            if one != place
            for count in [counts[one[0]][one[1]]]
        }

    def furthest(self, *, rises: bool) -> Counts:
        """The table in which the cell is as great, or as small, as what is withheld by now lets it be."""
        return furthest(self.table, self.place, rises=rises)

    def cheapest(self, table: Counts, *, rises: bool, falling: int, rising: int) -> tuple[int, set[Place]] | None:
        """The cost and the new blanks of the cheapest loop by which the cell rises, or falls, from this table.

        Of the other cells those that fall must have at least `falling` people in it, those that rise `rising`.
        """
        row, column = self.place
        start, goal = (self._rows + column, row) if rises else (row, self._rows + column)
        best = {start: 0}
        came: dict[int, tuple[int, Place]] = {}
        heap = [(0, start)]
        while heap:
            cost, node = heappop(heap)
            if node == goal:
                return cost, {one for one in self._way(came, start, goal) if one not in self.pattern}
            if cost > best[node]:
                continue
            for reached, one in self._steps(node):
                step = self._cost.get(one)
                if step is None or table[one[0]][one[1]] < (rising if node < self._rows else falling):
                    continue
                if cost + step < best.get(reached, cost + step + 1):
                    best[reached] = cost + step
                    came[reached] = (node, one)
                    heappush(heap, (cost + step, reached))
        return None

    def _steps(self, node: int) -> Iterator[tuple[int, Place]]:
        """From a row to columns, by cells that rise; from a column to rows, by cells that fall."""
        if node < self._rows:
            yield from ((self._rows + column, (node, column)) for column in range(self._columns))
        else:
            yield from ((row, (row, node - self._rows)) for row in range(self._rows))

    @staticmethod
    def _way(came: dict[int, tuple[int, Place]], start: int, goal: int) -> Iterator[Place]:
        while goal != start:
            goal, one = came[goal]
            yield one


def _finishing(search: _Search, room: tuple[int, int], threshold: int) -> set[Place]:
    """New blanks by one loop along which the cell can move far enough, up and down together; none if there is none.

    Along a loop a cell rises by the least count that falls, and falls by the least that rises. All ways to share the
    threshold between the two are tried; what the cell can do already is not asked of the loop.
    """
    falls, rises = room
    counts = search.counts
    own = counts[search.place[0]][search.place[1]]
    sizes = {min(count, threshold) for row in counts for count in row} | {falls, threshold - rises}
    found: list[tuple[int, list[Place]]] = []
    for down in sorted(size for size in sizes if size <= own):
        up = threshold - down
        loop = search.cheapest(counts, rises=True, falling=up if up > rises else 0, rising=down if down > falls else 0)
        if loop is not None:
            found.append((loop[0], sorted(loop[1])))
    return set(min(found)[1]) if found else set()


def _helping(search: _Search, missing: int) -> set[Place]:
    """New blanks by which the cell can move further, by as much of what is `missing` as any one loop gives."""
    for rises in (True, False):
        table = search.furthest(rises=rises)
        step = missing if rises else min(missing, table[search.place[0]][search.place[1]])
        while step:
            loop = search.cheapest(table, rises=rises, falling=step, rising=0)
            if loop is not None:
                return loop[1]
            step //= 2
    return set()
