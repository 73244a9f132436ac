"""What changed since an earlier round, in sentences: the clear changes first, then how much cannot be said."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from tna.domain.reports.comparison import Change, Earlier
from tna.domain.reports.heatmap_words import Place, places
from tna.domain.reports.heatmaps import AGENCIES, Heatmap
from tna.domain.reports.words import begun, between, inside, number, percent
from tna.language import gettext, ngettext, pgettext


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
        title=gettext("What changed since %(round)s", round=heatmap.earlier_round),
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
    since, comparable = heatmap.earlier_round, _comparable(moves)
    if not comparable:
        return gettext(
            "Since %(round)s, nothing can be compared: no figure exists in both rounds on the same footing.",
            round=since,
        )
    if not fewer and not more:
        return ngettext(
            "Since %(round)s, there is no clear change in the one that can be compared.",
            "Since %(round)s, there is no clear change in any of the %(n)s figures that can be compared.",
            comparable,
            round=since,
        )
    return ngettext(
        "Since %(round)s, clearly fewer people are below the level their role needs in %(fewer)s of the one that can "
        "be compared, and clearly more in %(more)s.",
        "Since %(round)s, clearly fewer people are below the level their role needs in %(fewer)s of the %(n)s figures "
        "that can be compared, and clearly more in %(more)s.",
        comparable,
        round=since,
        fewer=_number_or_none(len(fewer)),
        more=_number_or_none(len(more)),
    )


def _number_or_none(figures: int) -> str:
    return number(figures) if figures else pgettext("no figures", "none")


def _sentence(heatmap: Heatmap, move: _Move) -> str:
    place = move.place
    values = {
        "row": heatmap.words.inside(place.row.title),
        "domain": inside(place.column.title),
        "now": percent(place.share),
        "people": between(place.cell.n_low, place.cell.n_high),
        "then": percent(move.earlier.share or 0.0),
    }
    if heatmap.words is AGENCIES:
        return _sentence_at(move, values)
    return _sentence_among(move, values)


def _sentence_at(move: _Move, values: Mapping[str, str]) -> str:
    if move.by < 0:
        return gettext(
            "Fewer people at %(row)s are below the level their role needs in %(domain)s: %(now)s of %(people)s who "
            "answered, from %(then)s.",
            **values,
        )
    return gettext(
        "More people at %(row)s are below the level their role needs in %(domain)s: %(now)s of %(people)s who "
        "answered, from %(then)s.",
        **values,
    )


def _sentence_among(move: _Move, values: Mapping[str, str]) -> str:
    if move.by < 0:
        return gettext(
            "Fewer people among %(row)s are below the level their role needs in %(domain)s: %(now)s of %(people)s who "
            "answered, from %(then)s.",
            **values,
        )
    return gettext(
        "More people among %(row)s are below the level their role needs in %(domain)s: %(now)s of %(people)s who "
        "answered, from %(then)s.",
        **values,
    )


def _notes(moves: Sequence[_Move]) -> tuple[str, ...]:
    unclear, not_comparable = _of(moves, Change.UNCLEAR), _of(moves, Change.NOT_COMPARABLE)
    notes = []
    if len(unclear) < _comparable(moves):
        notes.append(gettext("By chance alone about 1 in 180 comparisons would be called clear."))
    if unclear:
        notes.append(
            ngettext(
                "%(figures)s shows no clear change: the ranges overlap.",
                "%(figures)s show no clear change: the ranges overlap.",
                len(unclear),
                figures=number(len(unclear)),
            )
        )
    if not_comparable:
        why = sorted({move.earlier.words for move in not_comparable})
        notes.append(
            ngettext(
                "%(figures)s cannot be compared: %(why)s.",
                "%(figures)s cannot be compared: %(why)s.",
                len(not_comparable),
                figures=number(len(not_comparable)),
                why="; ".join(why),
            )
        )
    return tuple(map(begun, notes))


def _comparable(moves: Sequence[_Move]) -> int:
    return len(moves) - len(_of(moves, Change.NOT_COMPARABLE))


def _of(moves: Sequence[_Move], change: Change) -> list[_Move]:
    return [move for move in moves if move.earlier.change is change]


def _size(move: _Move) -> tuple[float, str, str]:
    return (-abs(move.by), move.place.row.id, move.place.column.id)
