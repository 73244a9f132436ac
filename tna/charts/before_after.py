"""Before and after on one scale of 1 to 5: a hollow circle, an arrow, a filled square; looking back apart."""

from collections.abc import Sequence
from dataclasses import dataclass

from tna import language
from tna.charts import style
from tna.charts.blocks import Block, notes, space, stacked
from tna.charts.board import Board, Point, Rect, leading
from tna.charts.confidence_scale import Mark, Pair, Scale, axis, dashed_ring, draw_pair, grid, ring, square
from tna.charts.legends import SAMPLE_WIDTH, Entry, Sample, hatch_sample, legend
from tna.charts.lettering import wrapped
from tna.charts.marks import withheld_box
from tna.charts.style import WIDE, Format, Shape
from tna.domain.intervals import Interval
from tna.domain.reports.shift import Dumbbell
from tna.domain.reports.shift_figures import WITHHELD, ShiftFigures, ShiftRow
from tna.domain.reports.shift_looking_back import LookingBackRow, LookingBackSeries
from tna.domain.reports.shift_words import level_words, reading_words
from tna.language import gettext, mark, ngettext

_LABEL = 306.0
_SHIFT, _READING, _PEOPLE = 736.0, 756.0, 960.0
"""Right edge, left edge and right edge of the columns of numbers."""

_ROW = 40.0
_INDENT = 14.0
_AFTER = {
    style.TEAL: mark("mean after, risen"),
    style.ACCENT: mark("mean after, fallen"),
    style.QUIET: mark("mean after, the same"),
}
_PLOT = 26.0
"""Height of the marks and their numbers."""


@dataclass(frozen=True, slots=True)
class _Line:
    """One row as it is drawn: its label, the two means, and the words on the right; no pair where withheld."""

    label: str
    is_main: bool
    pair: Pair | None
    colour: str = style.QUIET
    shift: str = ""
    ends: str = ""
    reading: str = ""
    n: int = 0


def draw_before_after(report: Dumbbell, *, form: Format = Format.SVG, shape: Shape = WIDE) -> bytes:
    """The means before and after; a row that may not be shown is hatched and named."""
    entries = [Entry(_sample(ring), gettext("mean before the course"))]
    colours = {_direction(row.figures) for row in report.rows if row.figures}
    entries += [Entry(_sample(square, colour), gettext(words)) for colour, words in _AFTER.items() if colour in colours]
    if report.withheld_words:
        entries.append(Entry(hatch_sample, report.withheld_words))
    lines = [_shift_line(row) for row in report.rows]
    blocks = _rows(lines, report.stem, report.ends, shape, (gettext("shift"), gettext("range")))
    return stacked(
        [legend(entries, shape), *blocks, notes(report.notes, shape), space(4)],
        shape,
        form,
        title=report.title,
        finding=report.finding,
    )


def draw_looking_back(series: LookingBackSeries, *, form: Format = Format.SVG, shape: Shape = WIDE) -> bytes:
    """The means before and looking back, without an arrow: neither came of the other."""
    entries = [
        Entry(_sample(ring), gettext("mean of what was put before the course")),
        Entry(_sample(dashed_ring, style.INK), gettext("mean looking back, put after it")),
    ]
    lines = [_looking_back_line(row) for row in series.rows]
    blocks = _rows(lines, series.stem, series.ends, shape, (gettext("difference"),))
    return stacked(
        [legend(entries, shape), *blocks, notes(series.notes, shape), space(4)],
        shape,
        form,
        title=series.title,
        finding=series.finding,
    )


def _shift_line(row: ShiftRow) -> _Line:
    one = row.figures
    if one is None:
        return _Line(row.title, row.is_domain, None)
    return _Line(
        row.title,
        row.is_domain,
        Pair(one.before, one.after, square, has_arrow=True),
        colour=_direction(one),
        shift=level_words(one.shift),
        ends="" if one.interval is None else _range_words(one.interval),
        reading=reading_words(one),
        n=one.n,
    )


def _range_words(interval: Interval) -> str:
    return gettext("%(low)s to %(high)s", low=level_words(interval.low), high=level_words(interval.high))


def _direction(one: ShiftFigures) -> str:
    if one.after == one.before:
        return style.QUIET
    return style.TEAL if one.after > one.before else style.ACCENT


def _looking_back_line(row: LookingBackRow) -> _Line:
    one = row.figures
    rated = gettext("rated higher before") if one.response_shift < 0 else gettext("rated lower before")
    return _Line(
        row.statement,
        False,
        Pair(one.mean_before, one.mean, dashed_ring, has_arrow=False),
        colour=style.INK if one.notable else style.QUIET,
        shift=level_words(one.response_shift, 2),
        reading=rated if one.notable else "",
        n=one.n,
    )


def _rows(
    lines: Sequence[_Line], stem: str, ends: tuple[str, str], shape: Shape, columns: tuple[str, ...]
) -> list[Block]:
    if not any(line.pair for line in lines):
        return [_row_beneath(line, _scale(shape), shape) for line in lines]
    scale = _scale(shape)
    head = axis(scale, ends, shape)
    if shape.is_narrow:
        return [_stem(stem, shape), head, *(_row_beneath(line, scale, shape) for line in lines)]
    return [space(4), _headed(head, stem, shape, columns), *(_row_beside(line, scale, shape) for line in lines)]


def _scale(shape: Shape) -> Scale:
    return Scale(34.0, shape.width - 34.0) if shape.is_narrow else Scale(342.0, 642.0)


def _stem(stem: str, shape: Shape) -> Block:
    lines = wrapped(stem, shape.width, shape.small)
    height = len(lines) * leading(shape.small) + 8

    def draw(board: Board, top: float) -> None:
        board.lines((0, top + height / 2), lines, shape.small, colour=style.QUIET)

    return Block(height, draw)


def _headed(head: Block, stem: str, shape: Shape, columns: tuple[str, ...]) -> Block:
    """The axis with the stem on its left and the headings of the columns on its right."""
    size = shape.small
    lines = wrapped(stem, _LABEL - 20, size, most=2)

    def draw(board: Board, top: float) -> None:
        head.draw(board, top)
        foot = top + head.height - 4
        board.lines((0, foot - len(lines) * leading(size) / 2), lines, size, colour=style.QUIET)
        middle = foot - len(columns) * leading(size) / 2
        board.lines((_SHIFT, middle), columns, size, colour=style.QUIET, anchor="right")
        last = foot - leading(size) / 2
        board.words((_PEOPLE, last), gettext("people"), size, colour=style.QUIET, anchor="right")

    return Block(head.height, draw)


def _row_beside(line: _Line, scale: Scale, shape: Shape) -> Block:
    size = shape.words if line.is_main else shape.words - 1
    indent = 6.0 if line.is_main else _INDENT
    label = wrapped(line.label, _LABEL - indent - 10, size, bold=line.is_main, most=4)
    height = max(_ROW, len(label) * leading(size) + 10)

    def draw(board: Board, top: float) -> None:
        middle = top + height / 2
        _ground(board, line, Rect(0, top, shape.width, height))
        board.lines((indent, middle), label, size, bold=line.is_main)
        if line.pair is None:
            withheld_box(board, Rect(_LABEL, top + 6, shape.width - _LABEL - 6, height - 12), gettext(WITHHELD), shape)
            return
        grid(board, scale, top, top + height)
        draw_pair(board, scale, line.pair, middle, shape.small, colour=line.colour, bold=line.is_main)
        _columns(board, line, middle, shape)

    return Block(height, draw)


def _columns(board: Board, line: _Line, middle: float, shape: Shape) -> None:
    lift = 7.0 if line.ends else 0.0
    board.words((_SHIFT, middle - lift), line.shift, shape.words, anchor="right", bold=line.is_main)
    if line.ends:
        board.words((_SHIFT, middle + 9), line.ends, shape.small, colour=style.QUIET, anchor="right")
    board.words((_READING, middle), line.reading, shape.words, bold=line.is_main)
    board.words((_PEOPLE - 6, middle), language.number(line.n), shape.words, anchor="right")


def _row_beneath(line: _Line, scale: Scale, shape: Shape) -> Block:
    label = wrapped(line.label, shape.width - 12, shape.words, bold=line.is_main)
    words = wrapped(_in_words(line), shape.width - 12, shape.small)
    text, foot = len(label) * leading(shape.words), len(words) * leading(shape.small)
    height = 8 + text + 4 + _PLOT + (4 + foot if line.pair else 0.0) + 8

    def draw(board: Board, top: float) -> None:
        _ground(board, line, Rect(0, top, shape.width, height))
        board.lines((6, top + 8 + text / 2), label, shape.words, bold=line.is_main)
        plot = top + 8 + text + 4
        if line.pair is None:
            withheld_box(board, Rect(6, plot, shape.width - 12, _PLOT), gettext(WITHHELD), shape)
            return
        grid(board, scale, plot, plot + _PLOT)
        draw_pair(board, scale, line.pair, plot + _PLOT / 2, shape.small, colour=line.colour, bold=line.is_main)
        board.lines((6, plot + _PLOT + 4 + foot / 2), words, shape.small)

    return Block(height, draw)


def _in_words(line: _Line) -> str:
    ends = f" ({line.ends})" if line.ends else ""
    reading = f", {line.reading}" if line.reading else ""
    people = ngettext("%(n)s person", "%(n)s people", line.n)
    return f"{line.shift}{ends}{reading}; {people}"


def _ground(board: Board, line: _Line, place: Rect) -> None:
    """A domain stands on a band of its own; a statement has a thin line above."""
    if line.is_main:
        board.box(place, style.PALE_SEA)
    else:
        board.strokes([((place.x, place.y), (place.right, place.y))], style.FAINT)


def _sample(mark: Mark, colour: str = style.INK) -> Sample:
    def draw(board: Board, at: Point) -> None:
        mark(board, (at[0] + SAMPLE_WIDTH / 2, at[1]), colour)

    return draw
