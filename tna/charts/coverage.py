"""Coverage bars: who has answered against headcount, with the share that is wanted as a line."""

from tna.charts import style
from tna.charts.blocks import Block, notes, space, stacked
from tna.charts.board import Board, Point, Rect, leading
from tna.charts.legends import Entry, colour_sample, legend, sample_box
from tna.charts.lettering import width_of, wrapped
from tna.charts.style import WIDE, Format, Shape
from tna.domain.reports.coverage import CoverageBar, CoverageBars
from tna.domain.reports.words import percent, short_percent
from tna.language import gettext

_LABEL = 268.0
_WORDS = 180.0
"""Room for a percentage and "about 1,412 of 12,460" on the right."""

_SHARE = 48.0
_BAR = 22.0
_BEYOND = 3.0
"""How far the target line reaches beyond a bar."""

_MOST_LINES = 3


def draw_coverage(bars: CoverageBars, *, form: Format = Format.SVG, shape: Shape = WIDE) -> bytes:
    """The bars as a picture. What may only be told in words is told in words beside its bar."""
    blocks = [_row(bars, bar, shape) for bar in bars.bars]
    if blocks:
        entries = [
            Entry(colour_sample(style.TEAL), gettext("have answered")),
            Entry(_track_sample, gettext("headcount")),
        ]
        blocks = [_target_words(bars, shape), *blocks, space(6), legend(entries, shape)]
    blocks += [notes(bars.notes, shape), space(4)]
    return stacked(blocks, shape, form, title=bars.title, finding=bars.finding)


def _track(shape: Shape, middle: float) -> Rect:
    """The place that stands for the whole headcount."""
    if shape.is_narrow:
        return Rect(0, middle - _BAR / 2, shape.width, _BAR)
    return Rect(_LABEL, middle - _BAR / 2, shape.width - _LABEL - _WORDS, _BAR)


def _target_words(bars: CoverageBars, shape: Shape) -> Block:
    """The words above the line, kept inside the picture for a target near either end."""
    track, words = _track(shape, 0), gettext("aim: %(share)s", share=percent(bars.target))
    half = width_of(words, shape.small) / 2
    centre = track.x + track.width * bars.target
    centre = min(max(centre, track.x + half), shape.width - half)
    height = leading(shape.small) + 4

    def draw(board: Board, top: float) -> None:
        board.words((centre, top + height / 2), words, shape.small, anchor="center")

    return Block(height, draw)


def _row(bars: CoverageBars, bar: CoverageBar, shape: Shape) -> Block:
    return _row_beneath(bars, bar, shape) if shape.is_narrow else _row_beside(bars, bar, shape)


def _row_beside(bars: CoverageBars, bar: CoverageBar, shape: Shape) -> Block:
    label = wrapped(bar.title, _LABEL - 16, shape.words, most=_MOST_LINES)
    height = max(_BAR + 12, len(label) * leading(shape.words) + 8)

    def draw(board: Board, top: float) -> None:
        track = _track(shape, top + height / 2)
        board.lines((0, track.middle), label, shape.words)
        _bar(board, bars, bar, track)
        start = track.right + 14
        if bar.share is not None:
            board.words((start, track.middle), short_percent(bar.share), shape.words, bold=True)
            start += _SHARE
        words = wrapped(bar.words, shape.width - start, shape.small, most=2)
        board.lines((start, track.middle), words, shape.small, colour=style.QUIET)

    return Block(height, draw)


def _row_beneath(bars: CoverageBars, bar: CoverageBar, shape: Shape) -> Block:
    label = wrapped(bar.title, shape.width, shape.words, most=_MOST_LINES)
    text, words = len(label) * leading(shape.words), leading(shape.small)

    def draw(board: Board, top: float) -> None:
        board.lines((0, top + 8 + text / 2), label, shape.words)
        line, start = top + 8 + text + words / 2, 0.0
        if bar.share is not None:
            board.words((0, line), short_percent(bar.share), shape.words, bold=True)
            start = width_of(short_percent(bar.share), shape.words, bold=True) + 8
        board.words((start, line), bar.words, shape.small, colour=style.QUIET)
        _bar(board, bars, bar, _track(shape, line + words / 2 + 4 + _BAR / 2))

    return Block(8 + text + words + 4 + _BAR + 6, draw)


def _bar(board: Board, bars: CoverageBars, bar: CoverageBar, track: Rect) -> None:
    """The bar in its track, which is outlined, so that an empty one is seen too."""
    if bar.length is None:
        return
    _empty_track(board, track)
    board.box(Rect(track.x, track.y, track.width * bar.length, track.height), style.TEAL)
    # Ink with white on both sides: seen on paper, on the track and on the bar.
    x = track.x + track.width * bars.target
    ends = ((x, track.y - _BEYOND), (x, track.foot + _BEYOND))
    board.strokes([ends], style.PAPER, thick=6)
    board.strokes([ends], style.INK, thick=2)


def _empty_track(board: Board, track: Rect) -> None:
    board.box(track, style.PALE_SEA)
    board.frame(track, style.EDGE, thick=1)


def _track_sample(board: Board, at: Point) -> None:
    _empty_track(board, sample_box(at))
