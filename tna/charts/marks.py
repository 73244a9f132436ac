"""Small marks whose form carries the meaning; colour only repeats it."""

from tna.charts.board import Board
from tna.domain.reports.comparison import Change

_HALF = 5.0
"""Half the width of a mark, in pixels."""


def change_mark(board: Board, change: Change, x: float, y: float, colour: str) -> None:
    """An arrow up for more, down for fewer, two level strokes for no clear change; centred on a point."""
    if change is Change.UNCLEAR:
        level = [((x - _HALF, y + side), (x + _HALF, y + side)) for side in (-2.0, 2.0)]
        board.strokes(level, colour, thick=1.6)
        return
    tip = -_HALF if change is Change.MORE else _HALF
    board.shape([(x - _HALF, y - tip), (x + _HALF, y - tip), (x, y + tip)], colour)
