"""How much each pair changed: the counts that every figure of a shift is computed from.

Releases hold counts and never pairs, so pairs are turned into counts as well, and there is one way to compute.
"""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from math import isfinite

Changes = Mapping[int, int] | Mapping[float, int]
"""How many pairs changed by how much: change (after - before) to count. Changes that nobody made may be left out."""

Pairs = Mapping[tuple[float, float], int]
"""How many people gave these two values: (before, after) to count."""

Table = Sequence[Sequence[int]]
"""Counts of the levels of one statement, 5 × 5: a row for each level before, a column for each level after."""

LEVELS = 5
TOP = 5

CONFIDENT = 4
"""From this level on somebody counts as confident."""


def ordered(changes: Changes) -> list[tuple[float, int]]:
    """The changes that somebody made, from the lowest to the highest, each with its count.

    Raises ValueError for a count under nothing and for a change that is not a finite number.
    """
    made = sorted((change, count) for change, count in changes.items() if count)
    for change, count in made:
        if count < 0:
            raise ValueError(f"{count} people cannot have changed by {change}")
        if not isfinite(change):
            raise ValueError(f"nobody can change by {change}")
    return made


def changes_of_table(table: Table) -> dict[int, int]:
    """The counts along the diagonals of the table: changes from -4 to 4."""
    changes: dict[int, int] = {}
    for before, row in enumerate(table):
        for after, count in enumerate(row):
            if count:
                changes[after - before] = changes.get(after - before, 0) + count
    return changes


def changes_of_pairs(pairs: Pairs) -> dict[float, int]:
    """after - before of each pair, subtracted as decimals.

    In binary .3 - .2 and .2 - .1 differ in the last place, and two changes that tie would get different ranks.
    """
    changes: dict[float, int] = {}
    for (before, after), count in pairs.items():
        # Adding zero turns a negative zero into a plain one.
        change = float(Decimal(str(after)) - Decimal(str(before))) + 0.0
        changes[change] = changes.get(change, 0) + count
    return changes


def table_of_pairs(pairs: Pairs) -> Table | None:
    """The pairs as a table of levels; None where any value is not one of the five levels."""
    table = [[0] * LEVELS for _ in range(LEVELS)]
    for (before, after), count in pairs.items():
        if not (_is_level(before) and _is_level(after)):
            return None
        table[int(before) - 1][int(after) - 1] += count
    return table


def checked(table: Table) -> Table:
    """The same table. Raises ValueError unless it is 5 × 5 and no count is under nothing."""
    if len(table) != LEVELS or any(len(row) != LEVELS for row in table):
        raise ValueError(f"a table of levels has {LEVELS} rows of {LEVELS} counts")
    if min(map(min, table)) < 0:
        raise ValueError("a table of levels holds no count under nothing")
    return table


def _is_level(value: float) -> bool:
    return 1 <= value <= TOP and value == int(value)
