"""The example of a shift on the methods page: made-up people, put through the very functions that make the figures."""

from dataclasses import dataclass
from math import ceil

from tna.domain.evaluations.changes import Table, changes_of_table
from tna.domain.evaluations.looking_back import LookingBack, looking_back
from tna.domain.evaluations.readings import CONCLUSIVE_FROM, SHOWN_FROM, SIGNIFICANT, TESTED_FROM
from tna.domain.evaluations.shift import Room, StatementShift, room_to_improve, shift_of_table
from tna.domain.evaluations.signed_rank import MOST_EXACT
from tna.domain.groups import K_DEFAULT

_TABLE = ((0, 2, 1, 0, 0), (0, 1, 4, 3, 0), (0, 1, 2, 2, 1), (0, 0, 1, 1, 0), (0, 0, 0, 0, 1))
_LOOKING_BACK = (7, 8, 4, 1, 0)


@dataclass(frozen=True, slots=True)
class ChangeCount:
    """How many people changed by so many levels."""

    change: int
    people: int


@dataclass(frozen=True, slots=True)
class ShiftExample:
    """One statement before and after a made-up course, and what comes of it; the limits are those of the pages.

    `averages` is how many averages of two changes there are, `ranks_up` and `ranks_down` the sums of ranks.
    """

    changes: tuple[ChangeCount, ...]
    statement: StatementShift
    mean_before: float
    mean_after: float
    averages: int
    ranks_up: float
    ranks_down: float
    room: Room
    looking_back: LookingBack
    shown_from: int = SHOWN_FROM
    tested_from: int = TESTED_FROM
    conclusive_from: int = CONCLUSIVE_FROM
    most_exact: int = MOST_EXACT
    significant: float = SIGNIFICANT


def shift_example(k: int) -> ShiftExample:
    """The example, grown with k so that it shows nothing the page says is withheld."""
    by = max(1, ceil(k / K_DEFAULT))
    table: Table = [[count * by for count in row] for row in _TABLE]
    before, after = [sum(row) for row in table], [sum(column) for column in zip(*table, strict=True)]
    found = shift_of_table(table)
    then = looking_back([count * by for count in _LOOKING_BACK], before)
    ranks = found.shift.wilcoxon
    assert then is not None
    assert ranks is not None
    n = found.shift.n
    # Everybody's rank, less the ranks of those who did not change: they are the lowest.
    all_ranks = n * (n + 1) / 2 - found.shift.same * (found.shift.same + 1) / 2
    return ShiftExample(
        changes=tuple(ChangeCount(change, people) for change, people in sorted(changes_of_table(table).items())),
        statement=found,
        mean_before=_mean(before),
        mean_after=_mean(after),
        averages=n * (n + 1) // 2,
        ranks_up=ranks.statistic,
        ranks_down=all_ranks - ranks.statistic,
        room=room_to_improve(table),
        looking_back=then,
    )


def _mean(counts: list[int]) -> float:
    return sum(level * count for level, count in enumerate(counts, start=1)) / sum(counts)
