"""The shift of confidence between two answers of the same people: of a statement, and of a domain.

Self-reported confidence is not competence, and without a comparison group a shift is no proof of its cause.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from tna.domain.evaluations.changes import (
    CONFIDENT,
    LEVELS,
    TOP,
    Changes,
    Pairs,
    Table,
    changes_of_pairs,
    changes_of_table,
    checked,
    ordered,
    table_of_pairs,
)
from tna.domain.evaluations.hodges_lehmann import Location, hodges_lehmann
from tna.domain.evaluations.proportions import StuartMaxwell, mcnemar, stuart_maxwell
from tna.domain.evaluations.signed_rank import SignedRank, signed_rank


@dataclass(frozen=True, slots=True)
class Shift:
    """What n pairs say about a change. `location` and `wilcoxon` are None without a pair."""

    n: int
    up: int
    same: int
    down: int
    location: Location | None
    wilcoxon: SignedRank | None


@dataclass(frozen=True, slots=True)
class StatementShift:
    """The shift on one statement, with the shares (0..1) of the pairs that were confident before and after.

    The shares and `mcnemar_p` are None without a pair, `stuart_maxwell` where nobody moved between levels or
    the values are not levels.
    """

    shift: Shift
    confident_before: float | None
    confident_after: float | None
    mcnemar_p: float | None
    stuart_maxwell: StuartMaxwell | None


@dataclass(frozen=True, slots=True)
class Room:
    """Whether there was room to improve.

    `at_top` is the share (0..1) of the pairs already at the highest level before, None without a pair. The
    other pairs are `n`, and `location` is their shift, None where there is no other.
    """

    at_top: float | None
    n: int
    location: Location | None


def shift_of_changes(changes: Changes) -> Shift:
    """The shift from counts of changes: of a domain, the changes of the sum over its statements.

    Raises ValueError for a count under 0 and for a change that is not finite.
    """
    made = ordered(changes)
    up = sum(count for change, count in made if change > 0)
    down = sum(count for change, count in made if change < 0)
    n = sum(count for _, count in made)
    return Shift(n, up, n - up - down, down, hodges_lehmann(changes), signed_rank(changes))


def shift_of_table(table: Table) -> StatementShift:
    """The shift on a statement from its 5 × 5 table of levels. Raises ValueError for another shape of table."""
    checked(table)
    confident = CONFIDENT - 1
    gained = sum(sum(row[confident:]) for row in table[:confident])
    lost = sum(sum(row[:confident]) for row in table[confident:])
    both = sum(sum(row[confident:]) for row in table[confident:])
    shift = shift_of_changes(changes_of_table(table))
    return _statement_shift(shift, gained, lost, both, stuart_maxwell(table))


def shift_of_pairs(pairs: Iterable[tuple[float, float]]) -> StatementShift:
    """The shift from (before, after) of each person, in any unit; by the table where all are levels."""
    counts: Pairs = Counter(pairs)
    table = table_of_pairs(counts)
    if table is not None:
        return shift_of_table(table)
    sides = Counter[tuple[bool, bool]]()
    for (before, after), count in counts.items():
        sides[before >= CONFIDENT, after >= CONFIDENT] += count
    shift = shift_of_changes(changes_of_pairs(counts))
    return _statement_shift(shift, sides[False, True], sides[True, False], sides[True, True], None)


def room_to_improve(table: Table) -> Room:
    """How many could not improve, and the shift of those who could. Raises ValueError as `shift_of_table`."""
    checked(table)
    n = sum(map(sum, table))
    at_top = sum(table[TOP - 1])
    others = [*table[: TOP - 1], [0] * LEVELS]
    return Room(at_top / n if n else None, n - at_top, hodges_lehmann(changes_of_table(others)))


def _statement_shift(
    shift: Shift, gained: int, lost: int, both: int, distribution: StuartMaxwell | None
) -> StatementShift:
    return StatementShift(
        shift,
        confident_before=(both + lost) / shift.n if shift.n else None,
        confident_after=(both + gained) / shift.n if shift.n else None,
        mcnemar_p=mcnemar(gained, lost) if shift.n else None,
        stuart_maxwell=distribution,
    )
