"""The sentences of a heatmap, from its numbers: where the largest share below is, and what is not shown and why."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from tna import language
from tna.domain.reports.behind import of_those, of_whom
from tna.domain.reports.heatmaps import AGENCIES, CellState, HeatmapCell, HeatmapColumn, HeatmapRow, RowWords
from tna.domain.reports.words import (
    between,
    fewer_than,
    inside,
    listed,
    number,
    percent,
    whole_percent,
)
from tna.language import gettext, ngettext

MOST_TIES_NAMED = 3
"""With more equal places than this in one sentence, nobody reads to its end."""


@dataclass(frozen=True, slots=True)
class Place:
    """One shown figure of a heatmap with what it is a figure of."""

    row: HeatmapRow
    column: HeatmapColumn
    cell: HeatmapCell
    share: float


def places(columns: Sequence[HeatmapColumn], rows: Sequence[HeatmapRow]) -> list[Place]:
    """Every figure that is shown, row by row."""
    return [
        Place(row, column, cell, cell.share)
        for row in rows
        for column, cell in zip(columns, row.cells, strict=True)
        if cell.share is not None
    ]


def finding(words: RowWords, columns: Sequence[HeatmapColumn], rows: Sequence[HeatmapRow], k: int) -> str:
    """The one sentence a reader should take away; equal percentages are equal here, as they are on the picture."""
    shown = places(columns, rows)
    if not shown:
        return _nothing(words, rows, k)
    top = max(whole_percent(place.share) for place in shown)
    widest = [place for place in shown if whole_percent(place.share) == top]
    if top == 0:
        return gettext("Nobody who answered is below the level their role needs, in any domain that is shown.")
    if len(widest) == 1:
        return _alone(words, widest[0], is_only=len(shown) == 1)
    share = of_those(percent(widest[0].share), estimated=any(place.cell.estimated for place in widest))
    if len(widest) <= MOST_TIES_NAMED:
        return gettext(
            "The largest shares below are %(places)s: %(share)s are below the level their role needs in each.",
            places=listed([_where(words, place) for place in widest]),
            share=share,
        )
    return ngettext(
        "The largest shares below are in %(places)s place alike: %(share)s are below the level their role needs in "
        "each.",
        "The largest shares below are in %(places)s places alike: %(share)s are below the level their role needs in "
        "each.",
        len(widest),
        places=number(len(widest)),
        share=share,
    )


def withheld_words(words: RowWords, rows: Sequence[HeatmapRow], k: int) -> str:
    """What hatching means on this picture; empty where nothing is withheld."""
    reasons = {cell.words for row in rows for cell in row.cells if cell.state is CellState.WITHHELD}
    of_totals = reasons & {why_total()}
    reasons -= of_totals
    if not reasons:
        return "".join(of_totals)
    of_rows = why_row(words, k)
    why = of_rows if reasons == {of_rows} else why_cell(k)
    if not of_totals:
        return why
    return gettext("%(why)s; in a row of all together, %(why_total)s", why=why, why_total=why_total())


def why_row(words: RowWords, k: int) -> str:
    """Why a whole row is withheld: no release group of it reaches k."""
    return gettext(words.withheld, fewer=fewer_than(k))


def why_cell(k: int) -> str:
    """Why one figure of a row is withheld. The release has one wording for both reasons, and so have we."""
    return gettext("%(fewer)s, or all gave the same answer", fewer=fewer_than(k))


def why_total() -> str:
    """Why a total is withheld where a part of it is shown: a domain needs half of the statements asked."""
    return gettext("fewer than half of the statements asked of all can be shown")


def notes(words: RowWords, rows: Sequence[HeatmapRow], k: int) -> tuple[str, ...]:
    """What the reader must know beside the finding: what is withheld, and answers that stand elsewhere."""
    return (*_withheld_note(words, rows, k), *_elsewhere(words, rows))


def _nothing(words: RowWords, rows: Sequence[HeatmapRow], k: int) -> str:
    if any(cell.state is CellState.WITHHELD for row in rows for cell in row.cells):
        return gettext(words.none_yet, why=withheld_words(words, rows, k))
    return gettext(words.none_asked)


def _where(words: RowWords, place: Place) -> str:
    return gettext(words.place, domain=inside(place.column.title), row=words.inside(place.row.title))


def _alone(words: RowWords, place: Place, *, is_only: bool) -> str:
    values = {
        "place": _where(words, place),
        "share": of_whom(
            percent(place.share), between(place.cell.n_low, place.cell.n_high), estimated=place.cell.estimated
        ),
    }
    if is_only:
        return gettext(
            "The only figure shown is %(place)s: %(share)s are below the level their role needs.",
            **values,
        )
    return gettext(
        "The largest share below is %(place)s: %(share)s are below the level their role needs.",
        **values,
    )


def _withheld_note(words: RowWords, rows: Sequence[HeatmapRow], k: int) -> tuple[str, ...]:
    asked = [cell for row in rows for cell in row.cells if cell.state is not CellState.NOT_ASKED]
    withheld = sum(cell.state is CellState.WITHHELD for cell in asked)
    if not withheld:
        return ()
    return (_not_shown(withheld, len(asked), withheld_words(words, rows, k)),)


def _not_shown(withheld: int, of_all: int, why: str) -> str:
    if withheld == of_all:
        return ngettext(
            "The one figure is not shown: %(why)s.",
            "None of the %(all)s figures is shown: %(why)s.",
            of_all,
            all=number(of_all),
            why=why,
        )
    return ngettext(
        "%(n)s of %(all)s figures is not shown: %(why)s.",
        "%(n)s of %(all)s figures are not shown: %(why)s.",
        withheld,
        all=language.number(of_all),
        why=why,
    )


def _beside_agencies(rows: Sequence[HeatmapRow]) -> Iterator[str]:
    if any(row.covered < row.answers for row in rows):
        yield gettext("Answers an agency’s row does not cover count with “other agencies”, or, where too few, nowhere.")
    few = [row.title for row in rows if row.is_partial and row.covered == row.answers]
    if few:
        yield gettext(
            "Too few in their role group to stand in their agency’s row, or in its number of answers: some people of "
            "%(agencies)s.",
            agencies=listed(few),
        )


def _elsewhere(words: RowWords, rows: Sequence[HeatmapRow]) -> tuple[str, ...]:
    """That some rows stand for a part of their people only, and where the rest is."""
    if words is AGENCIES:
        return tuple(_beside_agencies(rows))
    partial = [gettext("some of %(group)s", group=words.inside(row.title)) for row in rows if row.is_partial]
    if not partial:
        return ()
    return (
        gettext("In no figure, being too few where they work to form a group: %(groups)s.", groups="; ".join(partial)),
    )
