"""The sentences of a heatmap, from its numbers: where the widest gap is, and what is not shown and why."""

from collections.abc import Sequence
from dataclasses import dataclass

from tna.domain.reports.heatmaps import AGENCIES, CellState, HeatmapCell, HeatmapColumn, HeatmapRow, RowWords
from tna.domain.reports.words import (
    between,
    counted,
    fewer_than,
    inside,
    listed,
    number,
    percent,
    whole_percent,
)

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
        return "Nobody who answered is below the level their role needs, in any domain that is shown."
    if len(shown) == 1:
        return f"The only figure shown is {_where(words, widest[0])}: {_how_many(widest[0])}."
    if len(widest) == 1:
        return f"The widest gap is {_where(words, widest[0])}: {_how_many(widest[0])}."
    if len(widest) <= MOST_TIES_NAMED:
        shared = listed([_where(words, place) for place in widest])
        return f"The widest gaps are {shared}: {_share_below(widest[0])} in each."
    return f"The widest gaps are in {number(len(widest))} places alike: {_share_below(widest[0])} in each."


def withheld_words(words: RowWords, rows: Sequence[HeatmapRow], k: int) -> str:
    """What hatching means on this picture; empty where nothing is withheld."""
    reasons = {cell.words for row in rows for cell in row.cells if cell.state is CellState.WITHHELD}
    if not reasons:
        return ""
    of_rows = why_row(words, k)
    return of_rows if reasons == {of_rows} else why_cell(k)


def why_row(words: RowWords, k: int) -> str:
    """Why a whole row is withheld: no release group of it reaches k."""
    return words.withheld.format(fewer=fewer_than(k))


def why_cell(k: int) -> str:
    """Why one figure of a row is withheld. The release has one wording for both reasons, and so have we."""
    return f"{fewer_than(k)}, or all gave the same answer"


def notes(words: RowWords, rows: Sequence[HeatmapRow], k: int) -> tuple[str, ...]:
    """What the reader must know beside the finding: what is withheld, and answers that stand elsewhere."""
    return (*_withheld_note(words, rows, k), *_elsewhere(words, rows))


def _nothing(words: RowWords, rows: Sequence[HeatmapRow], k: int) -> str:
    if any(cell.state is CellState.WITHHELD for row in rows for cell in row.cells):
        return f"No figure can be shown yet: for every {words.one}, {withheld_words(words, rows, k)}."
    return f"There is no figure to show: no {words.one} here was asked about these domains."


def _where(words: RowWords, place: Place) -> str:
    return f"in {inside(place.column.title)} {words.among} {words.inside(place.row.title)}"


def _how_many(place: Place) -> str:
    people = between(place.cell.n_low, place.cell.n_high)
    return f"{percent(place.share)} of {people} who answered are below the level their role needs"


def _share_below(place: Place) -> str:
    return f"{percent(place.share)} of those who answered are below the level their role needs"


def _withheld_note(words: RowWords, rows: Sequence[HeatmapRow], k: int) -> tuple[str, ...]:
    asked = [cell for row in rows for cell in row.cells if cell.state is not CellState.NOT_ASKED]
    withheld = sum(cell.state is CellState.WITHHELD for cell in asked)
    if not withheld:
        return ()
    are = "is" if withheld == 1 else "are"
    of_all = counted(len(asked), "figure", "figures")
    return (f"{withheld:,} of {of_all} {are} not shown: {withheld_words(words, rows, k)}.",)


def _elsewhere(words: RowWords, rows: Sequence[HeatmapRow]) -> tuple[str, ...]:
    """That some rows stand for a part of their people only, and where the rest is."""
    if words is AGENCIES:
        if any(row.covered < row.answers for row in rows):
            return ("Answers an agency’s row does not cover count with “other agencies”, or, where too few, nowhere.",)
        return ()
    partial = [row.title for row in rows if row.is_partial]
    if not partial:
        return ()
    return (f"Some people are in no figure, being too few to form a group: {'; '.join(partial)}.",)
