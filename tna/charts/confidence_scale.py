"""Means on the scale of 1 to 5: the axis, and two marks with a line between them."""

from collections.abc import Callable
from dataclasses import dataclass
from math import cos, pi, sin

from tna.charts import style
from tna.charts.blocks import Block
from tna.charts.board import Board, Point, leading
from tna.charts.lettering import wrapped
from tna.charts.style import Shape
from tna.domain.surveys import LEVELS
from tna.language import gettext

Mark = Callable[[Board, Point, str], None]
"""Draws a mark centred on a point, in a colour."""

RING = 7.0
SQUARE = 4.5
"""Half the sides of the filled square: it fits into the ring, so that both are seen where they meet."""

_RING_THICK = 2.0
_DASHES = 8
_STEPS = 32
_HEAD = 5.0
_SHORTEST_ARROW = 14.0
_NUMBER_FROM = 6.0
_ENDS_WIDTH = 128.0


@dataclass(frozen=True, slots=True)
class Scale:
    """Where levels 1 and 5 lie across the picture."""

    low: float
    high: float

    def at(self, level: float) -> float:
        """The place of a level or a mean."""
        return self.low + (level - LEVELS[0]) / (LEVELS[-1] - LEVELS[0]) * (self.high - self.low)


@dataclass(frozen=True, slots=True)
class Pair:
    """Two means: where the line starts, a hollow circle, and where it ends."""

    start: float
    end: float
    mark: Mark
    has_arrow: bool


def level_needed(target: int | None) -> str:
    """The level that everybody in a row needs; nothing where there is none, or role groups together need several."""
    return "" if target is None else gettext("needs level %(level)s", level=target)


def axis(scale: Scale, ends: tuple[str, str], shape: Shape) -> Block:
    """The numbers of the levels, and above them what the first and the last are called."""
    size = shape.small
    low, high = (wrapped(words, _ENDS_WIDTH, size, most=3) for words in ends)
    lines = max(len(low), len(high))
    height = lines * leading(size) + leading(shape.words) + 6

    def draw(board: Board, top: float) -> None:
        foot = top + lines * leading(size)
        half = 4.0
        at = (scale.low - half, foot - len(low) * leading(size) / 2)
        board.lines(at, low, size, colour=style.QUIET)
        at = (scale.high + half, foot - len(high) * leading(size) / 2)
        board.lines(at, high, size, colour=style.QUIET, anchor="right")
        middle = foot + leading(shape.words) / 2 + 1
        for level in LEVELS:
            board.words((scale.at(level), middle), str(level), shape.words, colour=style.QUIET, anchor="center")

    return Block(height, draw)


def grid(board: Board, scale: Scale, top: float, foot: float) -> None:
    """A thin line at every level."""
    board.strokes([((scale.at(level), top), (scale.at(level), foot)) for level in LEVELS], style.FAINT)


def draw_pair(board: Board, scale: Scale, pair: Pair, middle: float, size: float, *, colour: str, bold: bool) -> None:
    """Both marks, the line between them and their numbers on the outer sides."""
    start, end = scale.at(pair.start), scale.at(pair.end)
    arrow(board, (start, end), middle, colour, has_head=pair.has_arrow)
    ring(board, (start, middle), style.INK)
    pair.mark(board, (end, middle), colour)
    low, high = sorted((pair.start, pair.end))
    outer = RING + _NUMBER_FROM
    board.words((scale.at(low) - outer, middle), f"{low:.1f}", size, anchor="right", bold=bold)
    board.words((scale.at(high) + outer, middle), f"{high:.1f}", size, bold=bold)


def ring(board: Board, at: Point, colour: str) -> None:
    """A hollow circle."""
    board.shape(_around(at, RING), colour)
    board.shape(_around(at, RING - _RING_THICK), style.PAPER)


def square(board: Board, at: Point, colour: str) -> None:
    """A filled square with white around it, seen on the line and in the ring."""
    for half, fill in ((SQUARE + 1, style.PAPER), (SQUARE, colour)):
        x, y = at
        board.shape([(x - half, y - half), (x + half, y - half), (x + half, y + half), (x - half, y + half)], fill)


def dashed_ring(board: Board, at: Point, colour: str) -> None:
    """A circle in dashes."""
    board.shape(_around(at, RING - _RING_THICK), style.PAPER)
    points = _around(at, RING - _RING_THICK / 2)
    step = _STEPS // _DASHES
    dashes = [
        (points[dash * step + part], points[dash * step + part + 1])
        for dash in range(_DASHES)
        for part in range(step // 2)
    ]
    board.strokes(dashes, colour, thick=_RING_THICK)


def arrow(board: Board, ends: tuple[float, float], y: float, colour: str, *, has_head: bool) -> None:
    """The line from the edge of a hollow circle to that of a square, with a head where it is long enough for one."""
    way = 1.0 if ends[1] >= ends[0] else -1.0
    start, end = ends[0] + way * RING, ends[1] - way * SQUARE
    board.strokes([((start, y), (end, y))], colour, thick=3)
    if has_head and abs(end - start) >= _SHORTEST_ARROW:
        tip = end - way
        board.shape([(tip - way * 2 * _HEAD, y - _HEAD), (tip - way * 2 * _HEAD, y + _HEAD), (tip, y)], colour)


def _around(at: Point, radius: float) -> list[Point]:
    x, y = at
    turns = (2 * pi * step / _STEPS for step in range(_STEPS + 1))
    return [(x + radius * cos(turn), y + radius * sin(turn)) for turn in turns]
