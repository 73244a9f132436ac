"""Reach bars: a column for each measure, so that none has to be told from another by its colour."""

from tna.charts import style
from tna.charts.blocks import Block, notes, space, stacked
from tna.charts.board import Board, Rect, leading
from tna.charts.lettering import width_of, wrapped
from tna.charts.style import WIDE, Format, Shape
from tna.domain.reports.reach import MEASURES, Measure, ReachBar, ReachBars
from tna.domain.reports.words import short_percent
from tna.language import gettext, ngettext, number

_LABEL = 236.0
_APART = 20.0
"""Between two columns."""

_FIGURES = 62.0
"""Room for "100 %" and "12,460" beside a bar."""

_BAR = 18.0
_NARROW_BAR = 12.0
_NARROW_LABEL = 82.0
_NARROW_FIGURES = 104.0
_MOST_LINES = 3


def draw_reach(bars: ReachBars, *, form: Format = Format.SVG, shape: Shape = WIDE) -> bytes:
    """The bars as a picture: everybody first, then agency by agency, each track as long as the headcount."""
    blocks: list[Block] = []
    if bars.bars:
        rows = [bars.everybody, *bars.bars] if bars.everybody else list(bars.bars)
        blocks = [] if shape.is_narrow else [_headings(bars.measures, shape)]
        for row in rows:
            blocks.append(_row(bars.measures, row, shape, is_everybody=row is bars.everybody))
        blocks.append(space(6))
    blocks += [notes(bars.notes, shape), space(4)]
    return stacked(blocks, shape, form, title=bars.title, finding=bars.finding)


def _column(place: int, of: int, shape: Shape) -> tuple[float, float]:
    """Where the track of a measure begins on a wide picture, and how long it is."""
    width = (shape.width - _LABEL + _APART) / of
    return _LABEL + place * width, width - _APART - _FIGURES


def _headings(measures: tuple[Measure, ...], shape: Shape) -> Block:
    height = 2 * leading(shape.small) + 8

    def draw(board: Board, top: float) -> None:
        for place, measure in enumerate(measures):
            x, _ = _column(place, len(measures), shape)
            board.words((x, top + leading(shape.words) / 2), gettext(MEASURES[measure]), shape.words, bold=True)
            below = (x, top + leading(shape.words) + leading(shape.small) / 2 - 2)
            board.words(below, gettext("of the headcount"), shape.small, colour=style.QUIET)

    return Block(height, draw)


def _row(measures: tuple[Measure, ...], bar: ReachBar, shape: Shape, *, is_everybody: bool) -> Block:
    if shape.is_narrow:
        return _row_beneath(measures, bar, shape, is_everybody=is_everybody)
    return _row_beside(measures, bar, shape, is_everybody=is_everybody)


def _row_beside(measures: tuple[Measure, ...], bar: ReachBar, shape: Shape, *, is_everybody: bool) -> Block:
    label = wrapped(bar.title, _LABEL - 20, shape.words, bold=is_everybody, most=_MOST_LINES)
    text = len(label) * leading(shape.words)
    height = text + leading(shape.small) + 14

    def draw(board: Board, top: float) -> None:
        _line_above(board, top, shape, is_everybody=is_everybody)
        board.lines((0, top + 7 + text / 2), label, shape.words, bold=is_everybody)
        people = ngettext("%(n)s person", "%(n)s people", bar.heads)
        board.words((0, top + 7 + text + leading(shape.small) / 2), people, shape.small, colour=style.QUIET)
        for place, measure in enumerate(measures):
            x, width = _column(place, len(measures), shape)
            middle = top + height / 2
            _bar(board, measure, bar.shares[place], Rect(x, middle - _BAR / 2, width, _BAR))
            figure, count = short_percent(bar.shares[place]), number(bar.counts[place])
            board.words((x + width + 8, middle - 8), figure, shape.words, bold=_is_the_point(measure))
            board.words((x + width + 8, middle + 9), count, shape.small, colour=style.QUIET)

    return Block(height, draw)


def _row_beneath(measures: tuple[Measure, ...], bar: ReachBar, shape: Shape, *, is_everybody: bool) -> Block:
    label = wrapped(bar.title, shape.width, shape.words, bold=True, most=_MOST_LINES)
    text, line = len(label) * leading(shape.words), leading(shape.words) + 2
    above = 8 + text + leading(shape.small) + 2
    height = above + len(measures) * line + 8

    def draw(board: Board, top: float) -> None:
        _line_above(board, top, shape, is_everybody=is_everybody)
        board.lines((0, top + 8 + text / 2), label, shape.words, bold=True)
        people = ngettext("%(n)s person", "%(n)s people", bar.heads)
        board.words((0, top + 8 + text + leading(shape.small) / 2), people, shape.small, colour=style.QUIET)
        beside = _narrow_label(measures, shape)
        width = shape.width - beside - _NARROW_FIGURES
        for place, measure in enumerate(measures):
            middle, is_bold = top + above + (place + 0.5) * line, _is_the_point(measure)
            board.words((0, middle), gettext(MEASURES[measure]), shape.small, bold=is_bold)
            track = Rect(beside, middle - _NARROW_BAR / 2, width, _NARROW_BAR)
            _bar(board, measure, bar.shares[place], track)
            board.words((track.right + 8, middle), short_percent(bar.shares[place]), shape.words, bold=is_bold)
            count = number(bar.counts[place])
            board.words((shape.width, middle), count, shape.small, colour=style.QUIET, anchor="right")

    return Block(height, draw)


def _narrow_label(measures: tuple[Measure, ...], shape: Shape) -> float:
    """Room for the names of the measures on a phone; other languages have longer ones."""
    widths = (width_of(gettext(MEASURES[one]), shape.small, bold=_is_the_point(one)) for one in measures)
    return max(_NARROW_LABEL, *(width + 8 for width in widths))


def _line_above(board: Board, top: float, shape: Shape, *, is_everybody: bool) -> None:
    if not is_everybody:
        board.strokes([((0, top), (shape.width, top))], style.FAINT)


def _bar(board: Board, measure: Measure, share: float, track: Rect) -> None:
    """The bar in its track, which stands for the whole headcount and is outlined, so that an empty one is seen too."""
    board.box(track, style.PALE_SEA)
    board.frame(track, style.EDGE, thick=1)
    filled = Rect(track.x, track.y, track.width * min(share, 1.0), track.height)
    board.box(filled, style.TEAL if _is_the_point(measure) else style.EDGE)


def _is_the_point(measure: Measure) -> bool:
    """Completing is what the picture is about; the steps before it say where people are lost."""
    return measure is Measure.COMPLETED
