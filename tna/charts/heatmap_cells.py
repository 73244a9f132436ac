"""The cells of a heatmap's row: figures on the ramp, hatching with words, a dash."""

from collections.abc import Sequence

from tna.charts import style
from tna.charts.board import Board, Rect, leading
from tna.charts.lettering import width_of, wrapped
from tna.charts.marks import HALF, change_mark
from tna.charts.style import Shape, ramp, readable_on
from tna.domain.reports.comparison import Change, Earlier
from tna.domain.reports.heatmaps import CellState, Heatmap, HeatmapCell, HeatmapRow
from tna.domain.reports.words import short_percent, whole_percent
from tna.language import gettext

FRAME = 2.5
"""How thick the frame around the largest share below is."""

_INNER = 1.5
"""How thick the white within the frame is."""

_LIFT = 8.0
"""How far a figure rises to make room for the earlier one beneath."""

_SMALLER = 1.5
"""By how much a figure may shrink that has little room."""

_MARK_ROOM = 2 * HALF + 3


def draw_cells(board: Board, heatmap: Heatmap, row: HeatmapRow, places: Sequence[Rect], shape: Shape) -> None:
    """One row, its cells in their places; a row withheld as a whole says so once, across."""
    is_withheld = all(cell.state is not CellState.SHOWN for cell in row.cells)
    framed = None if row in heatmap.totals else widest(heatmap)
    for cell, place in zip(row.cells, places, strict=True):
        if cell.share is not None:
            is_framed = whole_percent(cell.share) == framed
            _figure(board, cell, cell.share, place, shape, is_framed=is_framed)
            if is_framed:
                # White on both sides of the frame: it is seen on any ground, and in grey.
                board.frame(place.inset(FRAME), style.PAPER, thick=_INNER)
                board.frame(place, style.ACCENT, thick=FRAME)
        elif cell.state is CellState.NOT_ASKED:
            board.words((place.centre, place.middle), "–", shape.words, colour=style.QUIET, anchor="center")
        else:
            board.hatched_box(place)
            if not is_withheld:
                _sign(board, gettext("not shown"), place, shape)
    if is_withheld:
        _withheld_across(board, row, places, shape)


def widest(heatmap: Heatmap) -> int | None:
    """The largest percentage, where there are several to choose from and anybody is below."""
    shares = [whole_percent(cell.share) for cell in heatmap.cells if cell.share is not None]
    return max(shares) if len(shares) > 1 and max(shares) > 0 else None


def _figure(board: Board, cell: HeatmapCell, share: float, place: Rect, shape: Shape, *, is_framed: bool) -> None:
    ground = ramp(share)
    colour = readable_on(ground)
    middle = place.middle - (_LIFT if cell.earlier else 0.0)
    board.box(place, ground)
    is_first_of_two = cell.earlier is not None
    room = place.width - 2 * (FRAME + _INNER if is_framed else 1)
    text, size = _fitted(short_percent(share), room, shape.figures, bold=is_first_of_two)
    board.words((place.centre, middle), text, size, colour=colour, anchor="center", bold=is_first_of_two)
    if cell.earlier is not None:
        _earlier(board, cell.earlier, Rect(place.centre - room / 2, place.y, room, place.height), shape, colour=colour)


def _earlier(board: Board, earlier: Earlier, place: Rect, shape: Shape, *, colour: str) -> None:
    """The earlier figure, with an arrow where the change is clear; what cannot be compared has a mark in its place."""
    if earlier.share is None or earlier.change is Change.NOT_COMPARABLE:
        at = (place.centre, place.middle + _LIFT + 3)
        board.words(at, not_comparable(), shape.small, colour=colour, anchor="center")
        return
    is_clear = earlier.change is not Change.UNCLEAR
    room = _MARK_ROOM if is_clear else 0.0
    text, size = _fitted(short_percent(earlier.share), place.width - room, shape.small, bold=is_clear)
    start = place.centre - (width_of(text, size, bold=is_clear) + room) / 2
    middle = place.middle + _LIFT + 3
    change_mark(board, earlier.change, (start + HALF, middle), colour)
    board.words((start + room, middle), text, size, colour=colour, bold=is_clear)


def not_comparable() -> str:
    """The mark in the place of an earlier figure that cannot be compared."""
    return gettext("n/c")


def _fitted(percent: str, room: float, size: float, *, bold: bool) -> tuple[str, float]:
    """The percentage and its size: a little smaller where there is little room, and without its space in even less."""
    for one in (size, size - _SMALLER):
        if width_of(percent, one, bold=bold) <= room:
            return percent, one
    return percent.replace(" ", ""), size


def _withheld_across(board: Board, row: HeatmapRow, places: Sequence[Rect], shape: Shape) -> None:
    """The reason once, across the hatching; where dashes part it, that it is not shown across each stretch of it.

    The legend has the reason: on one stretch alone it would be read as the reason of that one.
    """
    stretches: list[list[Rect]] = []
    words = ""
    beside = None
    for cell, place in zip(row.cells, places, strict=True):
        if cell.state is not CellState.WITHHELD:
            beside = None
            continue
        words = words or cell.words
        if beside is None or place.y != beside.y:
            stretches.append([])
        stretches[-1].append(place)
        beside = place
    said = words if len(stretches) == 1 else gettext("not shown")
    for first, *_, last in ((*one, one[-1]) for one in stretches):
        _sign(board, said, Rect(first.x, first.y, last.right - first.x, first.height), shape)


def _sign(board: Board, words: str, place: Rect, shape: Shape) -> None:
    """Words on a strip of paper laid over the hatching."""
    lines = wrapped(words, place.width - 8, shape.small, most=2)
    width = max(width_of(line, shape.small) for line in lines) + 10
    height = len(lines) * leading(shape.small) + 4
    strip = Rect(place.centre - width / 2, place.middle - height / 2, width, height)
    board.box(strip, style.PAPER)
    board.lines((place.centre, place.middle), lines, shape.small, colour=style.QUIET, anchor="center")
