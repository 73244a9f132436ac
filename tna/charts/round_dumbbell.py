"""Two rounds on one scale of shares: a hollow circle then, a filled square now; grey where they cannot be compared."""

from tna.charts import style
from tna.charts.blocks import Block, notes, space, stacked
from tna.charts.board import Board, Point, leading
from tna.charts.confidence_scale import RING, arrow, ring, square
from tna.charts.legends import SAMPLE_WIDTH, Entry, Sample, legend
from tna.charts.lettering import wrapped
from tna.charts.share_scale import ShareScale, share_axis, share_grid
from tna.charts.style import WIDE, Format, Shape
from tna.domain.reports.comparison import Change
from tna.domain.reports.round_dumbbell import RoundDumbbell, RoundPair, change_words
from tna.domain.reports.words import short_percent
from tna.language import gettext, mark

_LABEL = 330.0
_CHANGE = 726.0
"""Left edge of the words on the change."""

_OUTER = 6.0
"""Between a mark and its number."""

_ROW = 40.0
_PLOT = 26.0
_GREY = style.EDGE
_COLOURS = {
    Change.FEWER: style.TEAL,
    Change.MORE: style.ACCENT,
    Change.UNCLEAR: style.QUIET,
    Change.NOT_COMPARABLE: _GREY,
}
_NOW = {
    Change.FEWER: mark("%(round)s, clearly fewer below"),
    Change.MORE: mark("%(round)s, clearly more below"),
    Change.UNCLEAR: mark("%(round)s, no clear change"),
    Change.NOT_COMPARABLE: mark("%(round)s, not comparable (both grey)"),
}
_CLEAR = {Change.FEWER, Change.MORE}


def draw_round_dumbbell(report: RoundDumbbell, *, form: Format = Format.SVG, shape: Shape = WIDE) -> bytes:
    """The pairs as a picture, in the order of the rows."""
    scale = ShareScale(52, shape.width - 52) if shape.is_narrow else ShareScale(_LABEL + 44, _CHANGE - 60)
    blocks = [legend(_entries(report), shape), space(4)]
    if report.rows:
        blocks.append(share_axis(scale, shape, with_half=False))
    row = _row_beneath if shape.is_narrow else _row_beside
    blocks += [row(one, scale, shape) for one in report.rows]
    blocks += [notes(report.notes, shape), space(4)]
    return stacked(blocks, shape, form, title=report.title, finding=report.finding)


def _row_beside(row: RoundPair, scale: ShareScale, shape: Shape) -> Block:
    size = shape.words - 1
    label = wrapped(row.title, _LABEL - 12, size, most=4)
    words_size = shape.words if row.change in _CLEAR else shape.small
    said = wrapped(change_words(row), shape.width - _CHANGE - 6, words_size, bold=row.change in _CLEAR, most=4)
    height = max(_ROW, len(label) * leading(size) + 10, len(said) * leading(words_size) + 10)

    def draw(board: Board, top: float) -> None:
        middle = top + height / 2
        board.strokes([((0, top), (shape.width, top))], style.FAINT)
        board.lines((6, middle), label, size, colour=_ink(row))
        share_grid(board, scale, top, top + height, with_half=False)
        _pair(board, row, scale, middle, shape)
        board.lines((_CHANGE, middle), said, words_size, colour=_ink(row), bold=row.change in _CLEAR)

    return Block(height, draw)


def _row_beneath(row: RoundPair, scale: ShareScale, shape: Shape) -> Block:
    label = wrapped(row.title, shape.width - 12, shape.words)
    said = wrapped(change_words(row), shape.width - 12, shape.small, bold=row.change in _CLEAR)
    text, foot = len(label) * leading(shape.words), len(said) * leading(shape.small)
    height = 8 + text + 4 + _PLOT + 2 + foot + 8

    def draw(board: Board, top: float) -> None:
        board.strokes([((0, top), (shape.width, top))], style.FAINT)
        board.lines((6, top + 8 + text / 2), label, shape.words, colour=_ink(row))
        plot = top + 8 + text + 4
        share_grid(board, scale, plot, plot + _PLOT, with_half=False)
        _pair(board, row, scale, plot + _PLOT / 2, shape)
        board.lines((6, plot + _PLOT + 2 + foot / 2), said, shape.small, colour=_ink(row), bold=row.change in _CLEAR)

    return Block(height, draw)


def _ink(row: RoundPair) -> str:
    return style.QUIET if row.change is Change.NOT_COMPARABLE else style.INK


def _pair(board: Board, row: RoundPair, scale: ShareScale, middle: float, shape: Shape) -> None:
    """Both marks with their numbers on the outer sides; what cannot be compared has no line between them."""
    colour, is_bold = _COLOURS[row.change], row.change in _CLEAR
    if row.then is not None and row.now is not None and row.change is not Change.NOT_COMPARABLE:
        arrow(board, (scale.at(row.then), scale.at(row.now)), middle, colour, has_head=is_bold)
    if row.then is not None:
        ring(board, (scale.at(row.then), middle), _GREY if row.change is Change.NOT_COMPARABLE else style.INK)
    if row.now is not None:
        square(board, (scale.at(row.now), middle), colour)
    shown = sorted(share for share in (row.then, row.now) if share is not None)
    outer = RING + _OUTER
    for place, share in enumerate(shown):
        is_left = place == 0 and len(shown) == 2
        at = (scale.at(share) + (-outer if is_left else outer), middle)
        words = short_percent(share)
        board.words(at, words, shape.small, colour=_ink(row), anchor="right" if is_left else "left", bold=is_bold)


def _entries(report: RoundDumbbell) -> list[Entry]:
    """Only what this picture holds."""
    entries = [Entry(_ring_sample, report.earlier)]
    changes = {row.change for row in report.rows}
    for change, words in _NOW.items():
        if change in changes:
            entries.append(Entry(_square_sample(_COLOURS[change]), gettext(words, round=report.later)))
    return entries


def _ring_sample(board: Board, at: Point) -> None:
    ring(board, (at[0] + SAMPLE_WIDTH / 2, at[1]), style.INK)


def _square_sample(colour: str) -> Sample:
    return lambda board, at: square(board, (at[0] + SAMPLE_WIDTH / 2, at[1]), colour)
