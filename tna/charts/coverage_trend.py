"""The share of people who have answered, day by day, with the aim as a line and the forecast as a fan."""

from itertools import pairwise

from tna.charts import style
from tna.charts.blocks import Block, notes, space, stacked
from tna.charts.board import Board, Point, Rect, leading
from tna.charts.legends import Entry, colour_sample, legend
from tna.charts.lettering import width_of
from tna.charts.style import WIDE, Format, Shape
from tna.domain.reports.coverage_trend import CoverageTrend
from tna.domain.reports.words import percent, short_percent
from tna.language import gettext

_HEIGHT = 260.0
_HEIGHT_ON_PHONE = 200.0
_AXIS = 48.0
"""Room for a percentage on the left."""

_BESIDE = 120.0
"""Room on the right for what the last points are."""

_STEPS = (0.1, 0.25, 0.5, 1.0)
_DOT = 4.5


def draw_coverage_trend(trend: CoverageTrend, *, form: Format = Format.SVG, shape: Shape = WIDE) -> bytes:
    """The curve as a picture: what has come as a line, what is expected dashed within its interval."""
    entries = [Entry(colour_sample(style.TEAL), gettext("have answered"))]
    if trend.forecast is not None:
        words = gettext("if it goes on as in the last seven days, and how sure that is")
        entries.append(Entry(colour_sample(_FAN), words))
    blocks = [_plot(trend, shape), legend(entries, shape), notes(trend.notes, shape), space(4)]
    return stacked(blocks, shape, form, title=trend.title, finding=trend.finding)


_FAN = "#b9d6da"
"""A tint of the line's teal: seen on paper, and under the line."""


def _plot(trend: CoverageTrend, shape: Shape) -> Block:
    plot_height = _HEIGHT_ON_PHONE if shape.is_narrow else _HEIGHT
    above, below = leading(shape.small) + 6, leading(shape.small) + 10

    def draw(board: Board, top: float) -> None:
        beside = 56.0 if shape.is_narrow else _BESIDE
        place = Rect(_AXIS, top + above, shape.width - _AXIS - beside, plot_height)
        paper = _Paper(place, _top_of(trend), max(1, trend.last_place))
        _grid(board, paper, shape)
        _fan(board, trend, paper)
        _aim(board, trend, paper, shape)
        _curve(board, trend, paper)
        _ends(board, trend, paper, shape)
        _days(board, trend, paper, shape)

    return Block(above + plot_height + below, draw)


class _Paper:
    """Where a day and a share lie in the plot."""

    def __init__(self, place: Rect, most: float, last: int) -> None:
        self.place, self.most, self._last = place, most, last

    def at(self, day: float, share: float) -> Point:
        x = self.place.x + self.place.width * day / self._last
        return (x, self.place.foot - self.place.height * share / self.most)


def _top_of(trend: CoverageTrend) -> float:
    highest = max([trend.target, *(point.share for point in trend.points)])
    if trend.forecast is not None:
        highest = max(highest, trend.forecast.high)
    return next(step for step in _STEPS if highest <= step)


def _grid(board: Board, paper: _Paper, shape: Shape) -> None:
    for part in range(6):
        share = paper.most * part / 5
        left, right = paper.at(0, share), (paper.place.right, paper.at(0, share)[1])
        board.strokes([(left, right)], style.EDGE if not part else style.FAINT)
        board.words((left[0] - 8, left[1]), f"{share * 100:g} %", shape.small, colour=style.QUIET, anchor="right")


def _fan(board: Board, trend: CoverageTrend, paper: _Paper) -> None:
    if trend.forecast is None:
        return
    now, last = trend.points[-1], trend.last_place
    start = paper.at(now.place, now.share)
    board.shape([start, paper.at(last, trend.forecast.high), paper.at(last, trend.forecast.low)], _FAN)
    _dashed(board, start, paper.at(last, trend.forecast.share))


def _dashed(board: Board, start: Point, end: Point) -> None:
    steps = max(3, int((end[0] - start[0]) / 8)) | 1  # odd: it begins and ends with a dash
    points = [
        (start[0] + (end[0] - start[0]) * n / steps, start[1] + (end[1] - start[1]) * n / steps)
        for n in range(steps + 1)
    ]
    board.strokes([(points[n], points[n + 1]) for n in range(0, steps, 2)], style.TEAL, thick=2)


def _aim(board: Board, trend: CoverageTrend, paper: _Paper, shape: Shape) -> None:
    left = paper.at(0, trend.target)
    board.strokes([(left, (paper.place.right, left[1]))], style.INK, thick=2)
    words = gettext("aim: %(share)s", share=percent(trend.target))
    board.words((left[0] + 6, left[1] - leading(shape.small) / 2 - 2), words, shape.small)


def _curve(board: Board, trend: CoverageTrend, paper: _Paper) -> None:
    points = [paper.at(point.place, point.share) for point in trend.points]
    board.strokes(list(pairwise(points)), style.TEAL, thick=3)


def _ends(board: Board, trend: CoverageTrend, paper: _Paper, shape: Shape) -> None:
    """The last share, and the one expected, in figures beside their points, kept apart from each other."""
    now = trend.points[-1]
    x, y = paper.at(now.place, now.share)
    board.box(Rect(x - _DOT, y - _DOT, 2 * _DOT, 2 * _DOT), style.TEAL)
    if trend.forecast is None:
        board.words((x + 10, y), short_percent(now.share), shape.words, bold=True)
        return
    board.words((x, y - 16), short_percent(now.share), shape.words, bold=True, anchor="right")
    right, middle = paper.at(trend.last_place, trend.forecast.share)
    board.words((right + 10, middle), short_percent(trend.forecast.share), shape.words, bold=True)
    if not shape.is_narrow:
        low, high = short_percent(trend.forecast.low), short_percent(trend.forecast.high)
        between = gettext("%(low)s to %(high)s", low=low, high=high)
        board.words((right + 10, middle + leading(shape.words)), between, shape.small, colour=style.QUIET)


def _days(board: Board, trend: CoverageTrend, paper: _Paper, shape: Shape) -> None:
    """The first day and the last below the plot, and the day of now where there is room between them."""
    y = paper.place.foot + 8 + leading(shape.small) / 2
    board.words((paper.place.x, y), trend.first_day, shape.small, colour=style.QUIET)
    board.words((paper.place.right, y), trend.last_day, shape.small, colour=style.QUIET, anchor="right")
    now = trend.points[-1]
    x, _ = paper.at(now.place, 0)
    half = width_of(now.day, shape.small) / 2 + 12
    from_left = paper.place.x + width_of(trend.first_day, shape.small)
    from_right = paper.place.right - width_of(trend.last_day, shape.small)
    if from_left + half <= x <= from_right - half:
        board.words((x, y), now.day, shape.small, colour=style.QUIET, anchor="center")
