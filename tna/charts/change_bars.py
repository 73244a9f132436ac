"""Up, same, down: those less confident to the left, those more confident to the right, the rest in their own column."""

from dataclasses import dataclass

from tna import language
from tna.charts import style
from tna.charts.blocks import Block, notes, space, stacked
from tna.charts.board import Board, Point, Rect, leading
from tna.charts.legends import Entry, colour_sample, hatch_sample, legend, sample_box
from tna.charts.lettering import width_of, wrapped
from tna.charts.style import WIDE, Format, Shape
from tna.domain.reports.shift import ChangeBars, ChangeRow
from tna.domain.reports.shift_figures import ShiftFigures
from tna.domain.reports.shift_words import reading_words
from tna.language import gettext, mark

_LABEL = 306.0
_READING, _PEOPLE = 784.0, 960.0
_BAR = 22.0
_ROW = 34.0
_INDENT = 14.0
_APART = 18.0
"""White between those who changed and those who did not."""

_NUMBER = 6.0
"""Between a bar and its number."""

_STRIPE = 6.0
_MORE = mark("more confident →")
_GREY = style.CONFIDENCE[2]


@dataclass(frozen=True, slots=True)
class _Scale:
    """One scale for all bars of a picture: `axis` parts less from more, `same` is where that column begins."""

    left: float
    axis: float
    same: float
    right: float
    per_share: float


def draw_change_bars(bars: ChangeBars, *, form: Format = Format.SVG, shape: Shape = WIDE) -> bytes:
    """The bars as a picture: lengths are shares of the people of a row, numbers are people."""
    scale = _scale(bars, shape)
    entries = [
        Entry(_less_sample, gettext("less confident")),
        Entry(colour_sample(style.TEAL), gettext("more confident")),
        Entry(_same_sample, gettext("the same (apart)")),
    ]
    if bars.withheld_words:
        entries.append(Entry(hatch_sample, bars.withheld_words))
    blocks = [legend(entries, shape), space(4)]
    if not shape.is_narrow:
        blocks.append(_headings(bars, scale, shape))
    blocks += [_row(row, scale, shape) for row in bars.rows]
    blocks += [notes(bars.notes, shape), space(4)]
    return stacked(blocks, shape, form, title=bars.title, finding=bars.finding)


def _scale(bars: ChangeBars, shape: Shape) -> _Scale:
    left, right = (6.0, shape.width - 6) if shape.is_narrow else (_LABEL, _READING - 20)
    shown = [row.figures for row in bars.rows if row.figures]
    widest = max((len(language.number(one.n)) for one in shown), default=1)
    number = width_of("0" * widest, shape.words, bold=True) + _NUMBER
    less, more, same = (
        max((part / one.n for one, part in ((one, _parts(one)[place]) for one in shown)), default=0.0)
        for place in range(3)
    )
    between = number + _APART
    per_share = (right - left - 2 * number - between) / ((less + more + same) or 1.0)
    upper = more * per_share + between
    heading = 0.0 if shape.is_narrow else width_of(gettext(_MORE), shape.small) + _NUMBER + _APART
    if upper < heading:
        # Where hardly anybody was more confident, the words above still need their room.
        upper = heading
        per_share = (right - left - 2 * number - upper) / ((less + same) or 1.0)
    axis = left + number + less * per_share
    return _Scale(left, axis, axis + upper, right, per_share)


def _parts(one: ShiftFigures) -> tuple[int, int, int]:
    """Less, more and the same, in the order of the picture."""
    return one.down, one.up, one.same


def _headings(bars: ChangeBars, scale: _Scale, shape: Shape) -> Block:
    size = shape.small
    height = leading(size) + 8

    def draw(board: Board, top: float) -> None:
        middle = top + leading(size) / 2
        board.words((0, middle), bars.heading, size, colour=style.QUIET)
        board.words((scale.axis - 6, middle), gettext("← less"), size, colour=style.QUIET, anchor="right")
        board.words((scale.axis + 6, middle), gettext(_MORE), size, colour=style.QUIET)
        board.words((scale.same, middle), gettext("the same"), size, colour=style.QUIET)
        board.words((_PEOPLE, middle), gettext("people"), size, colour=style.QUIET, anchor="right")

    return Block(height, draw)


def _row(row: ChangeRow, scale: _Scale, shape: Shape) -> Block:
    return _row_beneath(row, scale, shape) if shape.is_narrow else _row_beside(row, scale, shape)


def _row_beside(row: ChangeRow, scale: _Scale, shape: Shape) -> Block:
    size = shape.words if row.is_main else shape.words - 1
    indent = 6.0 if row.is_main else _INDENT
    label = wrapped(row.title, _LABEL - indent - 10, size, bold=row.is_main, most=4)
    detail = wrapped(row.detail, _LABEL - indent - 10, shape.small, most=2) if row.detail else ()
    text, under = len(label) * leading(size), len(detail) * leading(shape.small)
    height = max(_ROW, text + under + 10)

    def draw(board: Board, top: float) -> None:
        middle = top + height / 2
        _ground(board, row, Rect(0, top, shape.width, height))
        board.lines((indent, middle - under / 2), label, size, bold=row.is_main)
        board.lines((indent, middle + text / 2), detail, shape.small, colour=style.QUIET)
        _bars(board, row.figures, scale, middle, shape)
        if row.figures is not None:
            board.words((_READING, middle), reading_words(row.figures), shape.words, bold=row.is_main)
            board.words((_PEOPLE - 6, middle), language.number(row.figures.n), shape.words, anchor="right")

    return Block(height, draw)


def _row_beneath(row: ChangeRow, scale: _Scale, shape: Shape) -> Block:
    label = wrapped(row.title, shape.width - 12, shape.words, bold=row.is_main)
    words = wrapped(_in_words(row), shape.width - 12, shape.small)
    text, foot = len(label) * leading(shape.words), len(words) * leading(shape.small)
    height = 8 + text + 4 + _BAR + 4 + foot + 6

    def draw(board: Board, top: float) -> None:
        _ground(board, row, Rect(0, top, shape.width, height))
        board.lines((6, top + 8 + text / 2), label, shape.words, bold=row.is_main)
        middle = top + 8 + text + 4 + _BAR / 2
        _bars(board, row.figures, scale, middle, shape)
        board.lines((6, middle + _BAR / 2 + 4 + foot / 2), words, shape.small)

    return Block(height, draw)


def _in_words(row: ChangeRow) -> str:
    detail = f"{row.detail}: " if row.detail else ""
    if row.figures is None:
        return detail
    people, reading = language.number(row.figures.n), reading_words(row.figures)
    return detail + gettext("%(reading)s, of %(people)s people", reading=reading, people=people)


def _bars(board: Board, one: ShiftFigures | None, scale: _Scale, middle: float, shape: Shape) -> None:
    top = middle - _BAR / 2
    if one is None:
        board.hatched_box(Rect(scale.left, top, scale.right - scale.left, _BAR))
        return
    less, more, same = (part / one.n * scale.per_share for part in _parts(one))
    _striped(board, Rect(scale.axis - less, top, less, _BAR))
    if more:
        board.box(Rect(scale.axis, top, more, _BAR), style.TEAL)
    _same(board, Rect(scale.same, top, same, _BAR))
    board.strokes([((scale.axis, top - 5), (scale.axis, top + _BAR + 5))], style.INK)
    size = shape.words
    board.words((scale.axis - less - _NUMBER, middle), language.number(one.down), size, anchor="right", bold=True)
    board.words((scale.axis + more + _NUMBER, middle), language.number(one.up), size, bold=True)
    board.words((scale.same + same + _NUMBER, middle), language.number(one.same), size)


def _striped(board: Board, place: Rect) -> None:
    """The bar of those less confident: striped, so that print in grey tells it from the others."""
    if place.width <= 0:
        return
    board.box(place, style.ACCENT)
    x = place.x + _STRIPE
    lines = []
    while x < place.right:
        lines.append(((x, place.y), (x, place.foot)))
        x += _STRIPE
    if lines:
        board.strokes(lines, style.PAPER, thick=1.5)


def _same(board: Board, place: Rect) -> None:
    if place.width > 0:
        board.box(place, _GREY)
        board.frame(place, style.EDGE, thick=1)


def _ground(board: Board, row: ChangeRow, place: Rect) -> None:
    if row.is_main and not row.detail:
        board.box(place, style.PALE_SEA)
    else:
        board.strokes([((place.x, place.y), (place.right, place.y))], style.FAINT)


def _less_sample(board: Board, at: Point) -> None:
    _striped(board, sample_box(at))


def _same_sample(board: Board, at: Point) -> None:
    _same(board, sample_box(at))
