"""Diverging bars of confidence: less to the left, more to the right, the neutral level in its own column."""

from dataclasses import dataclass

from tna.charts import style
from tna.charts.blocks import Block, notes, space, stacked
from tna.charts.board import Board, Rect, leading
from tna.charts.confidence_scale import level_needed
from tna.charts.legends import Entry, colour_sample, hatch_sample, legend
from tna.charts.lettering import width_of, wrapped
from tna.charts.style import GAP, WIDE, Format, Shape, readable_on
from tna.domain.reports.likert import NEUTRAL, LikertBars, LikertRow
from tna.domain.reports.words import short_percent, whole_percent
from tna.language import gettext, ngettext, number

_LABEL = 356.0
_BELOW, _GAP_COLUMN, _PEOPLE = 112.0, 56.0, 0.0
"""Right edges of the columns of numbers, from the right edge of the picture."""

_FIGURES = 166.0
"""Room for all of them."""

_COLUMN = 54.0
"""Room for the heading of one of them."""

_APART = 18.0
"""White between the diverging bars and the neutral column."""

_BAR = 24.0
_AXIS_BEYOND = 5.0


@dataclass(frozen=True, slots=True)
class _Scale:
    """Where the bars of one picture lie: all on one scale, so that lengths can be compared anywhere.

    `axis` parts less from more, `neutral` is where that column begins, `per_share` the pixels of a share of 1.
    """

    left: float
    axis: float
    neutral: float
    right: float
    per_share: float


def draw_likert_bars(bars: LikertBars, *, form: Format = Format.SVG, shape: Shape = WIDE) -> bytes:
    """The bars as a picture, in the order of the rows; those not released are hatched and have no numbers."""
    scale = _scale(bars, shape)
    blocks = [legend(_entries(bars), shape), space(6)]
    blocks.append(_stem(bars, shape) if shape.is_narrow or not bars.has_figures else _headings(bars, scale, shape))
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
    per_share = (right - left - _APART) / ((less + more + neutral) or 1.0)
    axis = left + less * per_share
    return _Scale(left, axis, axis + more * per_share + _APART, right, per_share)


def _stem(bars: LikertBars, shape: Shape) -> Block:
    lines = wrapped(bars.stem, shape.width, shape.small)
    height = len(lines) * leading(shape.small) + 6

    def draw(board: Board, top: float) -> None:
        board.lines((0, top + (height - 6) / 2), lines, shape.small, colour=style.QUIET)

    return Block(height, draw)


def _headings(bars: LikertBars, scale: _Scale, shape: Shape) -> Block:
    """What stands in each column, on two lines that end above the first row."""
    size, width = shape.small, shape.width
    stem = wrapped(bars.stem, _LABEL - 20, size, most=2)
    height = 2 * leading(size) + 6

    def draw(board: Board, top: float) -> None:
        foot = top + height - 6
        last = foot - leading(size) / 2
        board.lines((0, foot - len(stem) * leading(size) / 2), stem, size, colour=style.QUIET)
        _ends(board, scale, last, size)
        columns = {_BELOW: gettext("below level"), _GAP_COLUMN: gettext("mean gap"), _PEOPLE: gettext("people")}
        for from_right, title in columns.items():
            words = wrapped(title, _COLUMN, size, most=2)
            middle = foot - len(words) * leading(size) / 2
            board.lines((width - from_right, middle), words, size, colour=style.QUIET, anchor="right")

    return Block(height, draw)


def _ends(board: Board, scale: _Scale, middle: float, size: float) -> None:
    """Which way is less, which way more, and the neutral column: each within the bars, and none over another."""
    less, more = gettext("← less"), gettext("more confident →")
    neutral = gettext("level %(level)s", level=NEUTRAL)
    less_from = max(scale.axis - 6 - width_of(less, size), scale.left)
    neutral_from = max(min(scale.neutral, scale.right - width_of(neutral, size)), less_from + width_of(less, size) + 6)
    more_from = max(scale.axis + 6, less_from + width_of(less, size) + 6)
    above = middle
    if more_from + width_of(more, size) + 6 > neutral_from:
        more_from = max(min(scale.axis + 6, scale.right - width_of(more, size)), scale.left)
        above = middle - leading(size)
    board.words((less_from, middle), less, size, colour=style.QUIET)
    board.words((more_from, above), more, size, colour=style.QUIET)
    board.words((neutral_from, middle), neutral, size, colour=style.QUIET)


def _row(row: LikertRow, scale: _Scale, shape: Shape) -> Block:
    return _row_beneath(row, scale, shape) if shape.is_narrow else _row_beside(row, scale, shape)


def _row_beside(row: LikertRow, scale: _Scale, shape: Shape) -> Block:
    size, width = shape.words - 1, shape.width
    label = wrapped(row.text, _LABEL - 20, size, most=5)
    text, level = len(label) * leading(size), level_needed(row.target)
    beneath = leading(shape.small) if level else 0.0
    height = max(_BAR, text + beneath) + 10

    def draw(board: Board, top: float) -> None:
        middle = top + height / 2
        board.strokes([((0, top), (width, top))], style.FAINT)
        board.lines((0, middle - beneath / 2), label, size)
        board.words((0, middle + text / 2), level, shape.small, colour=style.QUIET)
        _bars(board, row, scale, middle, shape)
        if row.below is not None:
            board.words((width - _BELOW, middle), short_percent(row.below), shape.words, anchor="right", bold=True)
        if row.gap is not None:
            board.words((width - _GAP_COLUMN, middle), f"{row.gap:.2f}", shape.small, anchor="right")
        if row.is_released:
            board.words((width - _PEOPLE, middle), number(row.n), shape.small, colour=style.QUIET, anchor="right")

    return Block(height, draw)


def _row_beneath(row: LikertRow, scale: _Scale, shape: Shape) -> Block:
    label = wrapped(row.text, shape.width, shape.words)
    text, level = len(label) * leading(shape.words), level_needed(row.target)
    head = text + (leading(shape.small) if level else 0.0)
    words = _figures_in_words(row)
    height = 12 + head + _BAR + (4 + leading(shape.small) if words else 0.0) + 8

    def draw(board: Board, top: float) -> None:
        board.strokes([((0, top), (shape.width, top))], style.FAINT)
        board.lines((0, top + 8 + text / 2), label, shape.words)
        board.words((0, top + 8 + text + leading(shape.small) / 2), level, shape.small, colour=style.QUIET)
        middle = top + 12 + head + _BAR / 2
        _bars(board, row, scale, middle, shape)
        if words:
            beneath = middle + _BAR / 2 + 4 + leading(shape.small) / 2
            board.words((0, beneath), words, shape.small, bold=True)

    return Block(height, draw)


def _figures_in_words(row: LikertRow) -> str:
    if not row.is_released:
        return ""
    if row.below is None:
        return ngettext("%(n)s person answered", "%(n)s people answered", row.n)
    below = short_percent(row.below)
    return ngettext(
        "%(below)s of %(n)s below the level needed", "%(below)s of %(n)s below the level needed", row.n, below=below
    )


def _bars(board: Board, row: LikertRow, scale: _Scale, middle: float, shape: Shape) -> None:
    top = middle - _BAR / 2
    if not row.is_released:
        board.hatched_box(Rect(scale.left, top, scale.right - scale.left, _BAR))
        return
    x = scale.axis - sum(row.shares[: NEUTRAL - 1]) * scale.per_share
    for level, share in enumerate(row.shares, start=1):
        width = share * scale.per_share
        start = scale.neutral if level == NEUTRAL else x
        _segment(board, level, share, Rect(start, top, width, _BAR), shape)
        if level != NEUTRAL:
            x += width
    ends = ((scale.axis, top - _AXIS_BEYOND), (scale.axis, top + _BAR + _AXIS_BEYOND))
    board.strokes([ends], style.INK)


def _segment(board: Board, level: int, share: float, place: Rect, shape: Shape) -> None:
    """One level's part of a bar, its percentage inside where there is room for it."""
    if place.width <= GAP:
        return
    colour = style.CONFIDENCE[level - 1]
    board.bounded_box(Rect(place.x + GAP / 2, place.y, place.width - GAP, place.height), colour)
    figure = str(whole_percent(share))
    if width_of(figure, shape.small) + 2 * GAP + 4 <= place.width:
        at = (place.centre, place.middle)
        board.words(at, figure, shape.small, colour=readable_on(colour), anchor="center")


def _entries(bars: LikertBars) -> list[Entry]:
    entries = []
    for level, label in enumerate(bars.levels, start=1):
        words = f"{level} {label}"
        if level == NEUTRAL:
            words = gettext("%(level)s (apart, on the right)", level=words)
        entries.append(Entry(colour_sample(style.CONFIDENCE[level - 1]), words))
    if bars.withheld_words:
        entries.append(Entry(hatch_sample, gettext("not shown: %(why)s", why=bars.withheld_words)))
    return entries
