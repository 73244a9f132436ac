"""Shares on the scale of 0 % to 100 %: the axis, its grid, and a range with its mark."""

from dataclasses import dataclass

from tna.charts import style
from tna.charts.blocks import Block
from tna.charts.board import Board, leading
from tna.charts.lettering import wrapped
from tna.charts.style import Shape
from tna.domain.intervals import Interval
from tna.domain.reports.words import short_percent
from tna.language import gettext

HALF = 0.5
_QUARTERS = (0.0, 0.25, HALF, 0.75, 1.0)
_END = 4.0


@dataclass(frozen=True, slots=True)
class ShareScale:
    """Where 0 % and 100 % lie across the picture."""

    low: float
    high: float

    def at(self, share: float) -> float:
        """The place of a share (0..1)."""
        return self.low + share * (self.high - self.low)


def share_axis(scale: ShareScale, shape: Shape, *, with_half: bool) -> Block:
    """What is measured and the per cents; with the line at half, the middle has its name too."""
    size = shape.small
    what = wrapped(gettext("below the level their role needs"), scale.high - scale.low + 24, size, most=2)
    lines = len(what) * leading(size)
    height = lines + (leading(size) if with_half else 0.0) + leading(size) + 4

    def draw(board: Board, top: float) -> None:
        centre = scale.at(HALF)
        board.lines((centre, top + lines / 2), what, size, colour=style.QUIET, anchor="center")
        middle = top + height - 4 - leading(size) / 2
        if with_half:
            board.words((centre, middle - leading(size)), gettext("half"), size, anchor="center", bold=True)
        for quarter in _QUARTERS:
            words = short_percent(quarter)
            board.words((scale.at(quarter), middle), words, size, colour=style.QUIET, anchor="center")

    return Block(height, draw)


def share_grid(board: Board, scale: ShareScale, top: float, foot: float, *, with_half: bool) -> None:
    """A thin line at every quarter; the one at half is there to be read against."""
    thin = [one for one in _QUARTERS if one != HALF or not with_half]
    board.strokes([((scale.at(one), top), (scale.at(one), foot)) for one in thin], style.FAINT)
    if with_half:
        board.strokes([((scale.at(HALF), top), (scale.at(HALF), foot))], style.INK, thick=1.5)


def whisker(board: Board, scale: ShareScale, interval: Interval, middle: float, colour: str) -> None:
    """The range of a share, with a short stroke across each end."""
    low, high = scale.at(interval.low), scale.at(interval.high)
    board.strokes([((low, middle), (high, middle))], colour, thick=2)
    ends = [((end, middle - _END), (end, middle + _END)) for end in (low, high)]
    board.strokes(ends, colour, thick=2)
