"""Small marks whose form carries the meaning; colour only repeats it."""

from tna.charts.board import Board, Point
from tna.domain.reports.comparison import Change

HALF = 5.0
"""Half the width of a mark, in pixels."""


def change_mark(board: Board, change: Change, at: Point, colour: str) -> None:
    """An arrow up for more, down for fewer, centred on a point; anything else has no mark."""
    x, y = at
    if change is Change.MORE:
        board.shape([(x - HALF, y + HALF), (x + HALF, y + HALF), (x, y - HALF)], colour)
    elif change is Change.FEWER:
        board.shape([(x - HALF, y - HALF), (x + HALF, y - HALF), (x, y + HALF)], colour)
