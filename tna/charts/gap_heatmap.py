"""The gap heatmap: one light-to-dark ramp, every number printed, withheld hatched, not asked left blank."""

from collections.abc import Sequence
from math import ceil

from tna.charts import style
from tna.charts.blocks import Block, notes, space, stacked
from tna.charts.board import Board, Point, Rect, leading
from tna.charts.heatmap_cells import FRAME, draw_cells, not_comparable, widest
from tna.charts.legends import Entry, Sample, dash_sample, hatch_sample, legend, sample_box
from tna.charts.lettering import wrapped
from tna.charts.marks import HALF, change_mark
from tna.charts.style import WIDE, Format, Shape, ramp
from tna.domain.reports.comparison import Change
from tna.domain.reports.heatmaps import CellState, Heatmap, HeatmapRow
from tna.domain.reports.words import between
from tna.language import gettext, ngettext

_LABEL = 250.0
"""Room for a row's title, beside its cells."""

_WIDEST_CELL = 132.0
_WIDEST_OF_SENTENCES = 200.0
"""Where the columns have whole sentences for titles."""

_SENTENCE = 40
"""Characters from which a title is one."""

_NARROWEST_TITLE = 84.0
"""Cells narrower than this have numbers above them, and a list says what they stand for."""

_MOST_ON_PHONE = 7
"""Cells beside each other on a phone; a survey of more domains goes on beneath."""

_CELL = 40.0
_CELL_OF_TWO_ROUNDS = 50.0
_ABOVE_LABEL = 12.0
_RAMP_SAMPLE = 100.0
_RAMP_STEPS = 25


def draw_gap_heatmap(heatmap: Heatmap, *, form: Format = Format.SVG, shape: Shape = WIDE) -> bytes:
    """The heatmap as a picture. Without rows there is the legend alone, and the finding says why."""
    blocks = _titles(heatmap, shape)
    blocks += [_row(heatmap, row, shape) for row in heatmap.rows]
    for total in heatmap.totals:
        blocks += [space(8), _row(heatmap, total, shape)]
    blocks += [space(8), legend(_entries(heatmap), shape), notes(heatmap.notes, shape), space(4)]
    return stacked(blocks, shape, form, title=heatmap.title, finding=heatmap.finding)


def _cells_from(shape: Shape) -> float:
    return 0.0 if shape.is_narrow else _LABEL


def _on_a_line(heatmap: Heatmap, shape: Shape) -> int:
    columns = max(len(heatmap.columns), 1)
    return min(columns, _MOST_ON_PHONE) if shape.is_narrow else columns


def _cell_width(heatmap: Heatmap, shape: Shape) -> float:
    has_sentences = any(len(column.title) >= _SENTENCE for column in heatmap.columns)
    widest_cell = _WIDEST_OF_SENTENCES if has_sentences else _WIDEST_CELL
    return min((shape.width - _cells_from(shape)) / _on_a_line(heatmap, shape), widest_cell)


def _titles(heatmap: Heatmap, shape: Shape) -> list[Block]:
    if shape.is_narrow:
        return [_numbered_titles(heatmap, shape)]
    titles = [column.title for column in heatmap.columns]
    if _cell_width(heatmap, shape) >= _NARROWEST_TITLE:
        return [_titles_above(titles, heatmap, shape)]
    numbers = [str(place) for place in range(1, len(titles) + 1)]
    return [_numbered_titles(heatmap, shape), _titles_above(numbers, heatmap, shape)]


def _titles_above(titles: Sequence[str], heatmap: Heatmap, shape: Shape) -> Block:
    width, size = _cell_width(heatmap, shape), shape.small + 1
    texts = [wrapped(title, width - 8, size, most=8) for title in titles]
    height = max((len(text) for text in texts), default=0) * leading(size) + 10

    def draw(board: Board, top: float) -> None:
        for place, text in enumerate(texts):
            middle = top + height - 6 - len(text) * leading(size) / 2
            board.lines((_LABEL + (place + 0.5) * width, middle), text, size, anchor="center")

    return Block(height, draw)


def _numbered_titles(heatmap: Heatmap, shape: Shape) -> Block:
    """Where titles do not fit above cells they are a numbered list on top, and the cells have the numbers."""
    lines = [
        line
        for place, column in enumerate(heatmap.columns, start=1)
        for line in wrapped(f"{place} {column.title}", shape.width, shape.words, most=4)
    ]
    height = len(lines) * leading(shape.words)

    def draw(board: Board, top: float) -> None:
        board.lines((0, top + height / 2), lines, shape.words)

    return Block(height + 6, draw)


def _row(heatmap: Heatmap, row: HeatmapRow, shape: Shape) -> Block:
    is_strong = shape.is_narrow or row in heatmap.totals
    width = shape.width if shape.is_narrow else _LABEL - 16
    title = wrapped(row.title, width, shape.words, bold=is_strong, most=4)
    label = _label(title, _people(row), shape, bold=is_strong)
    cell = _CELL if heatmap.earlier_round is None else _CELL_OF_TWO_ROUNDS
    if shape.is_narrow:
        return _row_beneath(label, heatmap, row, cell, shape)
    return _row_beside(label, heatmap, row, max(cell, label.height + 8), shape)


def _people(row: HeatmapRow) -> str:
    if not row.covered:
        return ""
    fewest, most = row.covered_by()
    if fewest < max(row.covered, row.answers):
        return ngettext(
            "covers %(covered)s of %(n)s answer",
            "covers %(covered)s of %(n)s answers",
            max(row.covered, row.answers),
            covered=between(fewest, most),
        )
    return ngettext("%(n)s answered", "%(n)s answered", row.covered)


def _label(title: Sequence[str], people: str, shape: Shape, *, bold: bool) -> Block:
    lines = len(title) * leading(shape.words)
    height = lines + (leading(shape.small) if people else 0.0)

    def draw(board: Board, top: float) -> None:
        board.lines((0, top + lines / 2), title, shape.words, bold=bold)
        if people:
            middle = top + lines + leading(shape.small) / 2
            board.words((0, middle), people, shape.small, colour=style.QUIET)

    return Block(height, draw)


def _row_beside(label: Block, heatmap: Heatmap, row: HeatmapRow, height: float, shape: Shape) -> Block:
    def draw(board: Board, top: float) -> None:
        label.draw(board, top + (height - label.height) / 2)
        draw_cells(board, heatmap, row, _places(heatmap, shape, top, height), shape)

    return Block(height, draw)


def _row_beneath(label: Block, heatmap: Heatmap, row: HeatmapRow, height: float, shape: Shape) -> Block:
    numbers = leading(shape.small)
    above = _ABOVE_LABEL + label.height
    lines = ceil(len(row.cells) / _on_a_line(heatmap, shape))

    def draw(board: Board, top: float) -> None:
        label.draw(board, top + _ABOVE_LABEL)
        places = _places(heatmap, shape, top + above + numbers, height)
        for column, place in enumerate(places, start=1):
            at = (place.centre, place.y - numbers / 2)
            board.words(at, str(column), shape.small, colour=style.QUIET, anchor="center")
        draw_cells(board, heatmap, row, places, shape)

    return Block(above + lines * (numbers + height), draw)


def _places(heatmap: Heatmap, shape: Shape, top: float, height: float) -> list[Rect]:
    """Where a row's cells lie: beside each other, and on a phone on further lines, each with its numbers."""
    left, width, on_a_line = _cells_from(shape), _cell_width(heatmap, shape), _on_a_line(heatmap, shape)
    places = []
    for column in range(len(heatmap.columns)):
        line, place = divmod(column, on_a_line)
        y = top + line * (height + leading(shape.small))
        places.append(Rect(left + place * width, y, width, height).inset(style.GAP / 2))
    return places


# Legend -----------------------------------------------------------------------------------------------------


def _entries(heatmap: Heatmap) -> list[Entry]:
    """Only what this picture holds."""
    words = gettext("0 % to 100 % of people are below the level their role needs")
    entries = [Entry(_ramp_sample, words, _RAMP_SAMPLE)]
    if widest(heatmap) is not None:
        entries.append(Entry(_frame_sample, gettext("the largest share below")))
    if heatmap.withheld_words:
        entries.append(Entry(hatch_sample, gettext("not shown: %(why)s", why=heatmap.withheld_words)))
    if any(cell.state is CellState.NOT_ASKED for cell in heatmap.cells):
        entries.append(Entry(dash_sample, heatmap.words.not_asked))
    if heatmap.earlier_round is not None:
        entries += _entries_of_change(heatmap, heatmap.earlier_round)
    return entries


def _entries_of_change(heatmap: Heatmap, earlier_round: str) -> list[Entry]:
    drawn = {cell.earlier.change for row in heatmap.all_rows for cell in row.cells if cell.earlier is not None}
    words = {
        Change.MORE: gettext("clearly more below than then"),
        Change.FEWER: gettext("clearly fewer below than then"),
    }
    arrows = [Entry(_change_sample(way), told, 2 * HALF + 2) for way, told in words.items() if way in drawn]
    without = gettext("no arrow: no clear change") if arrows else gettext("no figure changed clearly")
    return [
        Entry(None, gettext("small figures: %(round)s", round=earlier_round)),
        *arrows,
        *([Entry(None, without)] if Change.UNCLEAR in drawn else []),
        *_entry_of_no_comparison(heatmap),
    ]


def _entry_of_no_comparison(heatmap: Heatmap) -> list[Entry]:
    """The mark of what cannot be compared, with every reason there is for it."""
    beside = [cell.earlier for row in heatmap.all_rows for cell in row.cells if cell.earlier is not None]
    reasons = dict.fromkeys(one.words for one in beside if one.change is Change.NOT_COMPARABLE)
    if not reasons:
        return []
    words = gettext("%(mark)s: cannot be compared (%(why)s)", mark=not_comparable(), why="; ".join(reasons))
    return [Entry(None, words)]


def _change_sample(change: Change) -> Sample:
    return lambda board, at: change_mark(board, change, (at[0] + HALF + 1, at[1]), style.INK)


def _ramp_sample(board: Board, at: Point) -> None:
    whole = sample_box(at, _RAMP_SAMPLE)
    step = whole.width / _RAMP_STEPS
    for place in range(_RAMP_STEPS):
        # Each box reaches to the end, or screens show hairlines between the steps.
        start = whole.x + place * step
        rest = Rect(start, whole.y, whole.right - start, whole.height)
        board.box(rest, ramp((place + 0.5) / _RAMP_STEPS))


def _frame_sample(board: Board, at: Point) -> None:
    board.frame(sample_box(at), style.ACCENT, thick=FRAME)
