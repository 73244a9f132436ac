"""Diverging bars of confidence: less to the left, more to the right, the neutral level in a column of its own."""

from dataclasses import dataclass

from tna.charts import style
from tna.charts.blocks import Block, Entry, Sample, legend, notes, space, stacked
from tna.charts.board import Board, leading
from tna.charts.lettering import width_of, wrapped
from tna.charts.style import GAP, WIDE, Format, Shape, readable_on
from tna.domain.reports.likert import NEUTRAL, LikertBars, LikertRow
from tna.domain.reports.words import short_percent, whole_percent

_LABEL = 372.0
_FIGURES = 124.0
"""Room for the two columns of numbers on the right."""
_APART = 18.0
"""White between the diverging bars and the neutral column."""
_BAR = 24.0


@dataclass(frozen=True, slots=True)
class _Scale:
    """Where the bars of one picture lie: all of them on one scale, so that lengths can be compared anywhere."""

    left: float
    middle: float
    neutral: float
    right: float
    per_share: float
    """Pixels for a share of 1."""


def draw_likert_bars(bars: LikertBars, *, form: Format = Format.SVG, shape: Shape = WIDE) -> bytes:
    """The bars as a picture, in the order of the rows; those not released are hatched and have no numbers."""
    scale = _scale(bars, shape)
    blocks = [legend(_entries(bars), shape), space(4), _headings(bars, scale, shape)]
    blocks += [_row(row, scale, shape) for row in bars.rows]
    blocks += [notes(bars.notes, shape), space(4)]
    return stacked(blocks, shape, form, title=bars.title, finding=bars.finding)


def _scale(bars: LikertBars, shape: Shape) -> _Scale:
    left = 0.0 if shape.is_narrow else _LABEL
    right = shape.width - (0.0 if shape.is_narrow else _FIGURES)
    shares = [row.shares for row in bars.rows if row.is_released]
    less = max((sum(row[: NEUTRAL - 1]) for row in shares), default=0.0)
    more = max((sum(row[NEUTRAL:]) for row in shares), default=0.0)
    neutral = max((row[NEUTRAL - 1] for row in shares), default=0.0)
    per_share = (right - left - _APART) / max(less + more + neutral, 0.01)
    middle = left + less * per_share
    return _Scale(left, middle, middle + more * per_share + _APART, right, per_share)


def _headings(bars: LikertBars, scale: _Scale, shape: Shape) -> Block:
    size = shape.small
    neutral = wrapped(bars.levels[NEUTRAL - 1], max(scale.right - scale.neutral, 60), size, most=2)
    height = max(len(neutral), 2) * leading(size) + 6

    def draw(board: Board, top: float) -> None:
        bottom = top + height - 4 - leading(size) / 2
        if shape.is_narrow:
            return
        board.words(scale.middle - 6, bottom, "◂ less confident", size, colour=style.QUIET, anchor="right")
        board.words(scale.middle + 6, bottom, "more confident ▸", size, colour=style.QUIET)
        middle = top + height - 4 - len(neutral) * leading(size) / 2
        board.lines(scale.neutral, middle, neutral, size, colour=style.QUIET)
        right = top + height - 4 - leading(size)
        board.lines(shape.width - 62, right, ("below", "level"), size, colour=style.QUIET, anchor="right")
        board.words(shape.width, bottom, "people", size, colour=style.QUIET, anchor="right")

    return space(6) if shape.is_narrow else Block(height, draw)


def _row(row: LikertRow, scale: _Scale, shape: Shape) -> Block:
    return _row_beneath_label(row, scale, shape) if shape.is_narrow else _row_beside_label(row, scale, shape)


def _row_beside_label(row: LikertRow, scale: _Scale, shape: Shape) -> Block:
    size = shape.words - 1
    label = wrapped(row.text, _LABEL - 20, size, most=5)
    height = max(_BAR, len(label) * leading(size)) + 10

    def draw(board: Board, top: float) -> None:
        middle = top + height / 2
        board.strokes([((0, top), (shape.width, top))], style.FAINT)
        board.lines(0, middle, label, size)
        if not row.is_released:
            board.hatched_box(scale.left, middle - _BAR / 2, scale.right - scale.left, _BAR)
            return
        _bars(board, row, scale, middle, shape)
        below = "" if row.below is None else short_percent(row.below)
        board.words(shape.width - 62, middle, below, shape.words, anchor="right", bold=True)
        board.words(shape.width, middle, f"{row.n:,}", shape.small, colour=style.QUIET, anchor="right")

    return Block(height, draw)


def _row_beneath_label(row: LikertRow, scale: _Scale, shape: Shape) -> Block:
    label = wrapped(row.text, shape.width, shape.words)
    words = f"{row.n:,} people answered"
    if row.below is not None:
        words = f"{short_percent(row.below)} of {row.n:,} below the level needed"
    text = len(label) * leading(shape.words)
    height = 8 + text + 4 + _BAR + (4 + leading(shape.small) if row.is_released else 0) + 8

    def draw(board: Board, top: float) -> None:
        board.strokes([((0, top), (shape.width, top))], style.FAINT)
        board.lines(0, top + 8 + text / 2, label, shape.words)
        middle = top + 8 + text + 4 + _BAR / 2
        if not row.is_released:
            board.hatched_box(scale.left, middle - _BAR / 2, scale.right - scale.left, _BAR)
            return
        _bars(board, row, scale, middle, shape)
        board.words(0, middle + _BAR / 2 + 4 + leading(shape.small) / 2, words, shape.small, bold=True)

    return Block(height, draw)


def _bars(board: Board, row: LikertRow, scale: _Scale, middle: float, shape: Shape) -> None:
    top = middle - _BAR / 2
    x = scale.middle
    for level in range(NEUTRAL - 1, 0, -1):
        width = row.shares[level - 1] * scale.per_share
        x -= width
        _segment(board, level, row.shares[level - 1], x, top, width, shape)
    x = scale.middle
    for level in range(NEUTRAL + 1, len(row.shares) + 1):
        width = row.shares[level - 1] * scale.per_share
        _segment(board, level, row.shares[level - 1], x, top, width, shape)
        x += width
    neutral = row.shares[NEUTRAL - 1]
    _segment(board, NEUTRAL, neutral, scale.neutral, top, neutral * scale.per_share, shape)
    board.strokes([((scale.middle, top - 5), (scale.middle, top + _BAR + 5))], style.INK)


def _segment(board: Board, level: int, share: float, x: float, top: float, width: float, shape: Shape) -> None:
    """One level's part of a bar, its percentage inside where there is room for it."""
    if width <= GAP:
        return
    colour = style.CONFIDENCE[level - 1]
    board.box(x + GAP / 2, top, width - GAP, _BAR, colour)
    number = str(whole_percent(share))
    if width_of(number, shape.small) + 2 * GAP + 4 <= width:
        centre = x + width / 2
        board.words(centre, top + _BAR / 2, number, shape.small, colour=readable_on(colour), anchor="center")


def _entries(bars: LikertBars) -> list[Entry]:
    entries = [
        Entry(_level_sample(level), f"{level} {label}") for level, label in enumerate(bars.levels, start=1)
    ]
    if bars.withheld_words:
        entries.append(Entry(_hatch_sample, f"not shown: {bars.withheld_words}"))
    return entries


def _level_sample(level: int) -> Sample:
    return lambda board, x, y: board.box(x, y - 7, 22, 14, style.CONFIDENCE[level - 1])


def _hatch_sample(board: Board, x: float, y: float) -> None:
    board.hatched_box(x, y - 7, 22, 14)
