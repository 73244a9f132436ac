"""What changed since an earlier round, in sentences: the clear changes first, then how much cannot be said."""

from collections.abc import Sequence
from dataclasses import dataclass

from tna.domain.reports.comparison import Change, Earlier
from tna.domain.reports.heatmap_words import Place, places
from tna.domain.reports.heatmaps import Heatmap
from tna.domain.reports.words import begun, between, inside, number, percent


@dataclass(frozen=True, slots=True)
class RoundChange:
    """What a reader of two rounds should know: one sentence for all, then the largest clear changes each way.

    `clearly_fewer` and `clearly_more` count the clear changes among the `comparable` figures, all of them.
    """

    title: str
    finding: str
    fewer: tuple[str, ...]
    more: tuple[str, ...]
    notes: tuple[str, ...]
    earlier_round: str
    comparable: int
    clearly_fewer: int
    clearly_more: int


@dataclass(frozen=True, slots=True)
class _Move:
    place: Place
    earlier: Earlier
    by: float
    """Difference of the two shares, now less then."""


def round_change(heatmap: Heatmap, *, most: int = 3) -> RoundChange:
    """The changes on a heatmap drawn with an earlier round; at most `most` sentences each way, largest first.

    Raises ValueError for a heatmap of one round alone.
    """
    if heatmap.earlier_round is None:
        raise ValueError("this heatmap shows one round alone")
    moves = [
        _Move(place, earlier, place.share - (earlier.share or 0.0))
        for place in places(heatmap.columns, heatmap.rows)
        if (earlier := place.cell.earlier) is not None
    ]
    fewer, more = _of(moves, Change.FEWER), _of(moves, Change.MORE)
    return RoundChange(
        title=f"What changed since {heatmap.earlier_round}",
        finding=_finding(heatmap, moves, fewer, more),
        fewer=tuple(_sentence(heatmap, move) for move in sorted(fewer, key=_size)[:most]),
        more=tuple(_sentence(heatmap, move) for move in sorted(more, key=_size)[:most]),
        notes=_notes(moves),
        earlier_round=heatmap.earlier_round,
        comparable=_comparable(moves),
        clearly_fewer=len(fewer),
        clearly_more=len(more),
    )


def _finding(heatmap: Heatmap, moves: Sequence[_Move], fewer: Sequence[_Move], more: Sequence[_Move]) -> str:
    since = f"Since {heatmap.earlier_round}"
    comparable = _comparable(moves)
    if not comparable:
        return f"{since}, nothing can be compared: no figure exists in both rounds on the same footing."
    of_all = f"the {comparable:,} figures that can be compared" if comparable > 1 else "the one that can be compared"
    if not fewer and not more:
        return f"{since}, there is no clear change in {'any of ' if comparable > 1 else ''}{of_all}."
    better, worse = (number(len(moves)) if moves else "none" for moves in (fewer, more))
    return (
        f"{since}, clearly fewer people are below the level their role needs in {better} of {of_all}, "
        f"and clearly more in {worse}."
    )


def _sentence(heatmap: Heatmap, move: _Move) -> str:
    place, direction = move.place, "Fewer" if move.by < 0 else "More"
    who = f"{heatmap.words.among} {heatmap.words.inside(place.row.title)}"
    now = f"{percent(place.share)} of {between(place.cell.n_low, place.cell.n_high)} who answered"
    then = percent(move.earlier.share or 0.0)
    where = f"in {inside(place.column.title)}"
    return f"{direction} people {who} are below the level their role needs {where}: {now}, from {then}."


def _notes(moves: Sequence[_Move]) -> tuple[str, ...]:
    unclear, not_comparable = _of(moves, Change.UNCLEAR), _of(moves, Change.NOT_COMPARABLE)
    notes = []
    if unclear:
        verb = "shows" if len(unclear) == 1 else "show"
        notes.append(begun(f"{number(len(unclear))} {verb} no clear change: the ranges overlap."))
    if not_comparable:
        why = sorted({move.earlier.words for move in not_comparable})
        notes.append(begun(f"{number(len(not_comparable))} cannot be compared: {'; '.join(why)}."))
    return tuple(notes)


def _comparable(moves: Sequence[_Move]) -> int:
    return len(moves) - len(_of(moves, Change.NOT_COMPARABLE))


def _of(moves: Sequence[_Move], change: Change) -> list[_Move]:
    return [move for move in moves if move.earlier.change is change]


def _size(move: _Move) -> tuple[float, str, str]:
    return (-abs(move.by), move.place.row.id, move.place.column.id)
