"""The gap heatmap: one light-to-dark ramp, every number printed, withheld hatched, not asked left blank."""

from collections.abc import Sequence

from tna.charts import style
from tna.charts.blocks import Block, Entry, Sample, legend, notes, space, stacked
from tna.charts.board import Board, leading
from tna.charts.lettering import wrapped
from tna.charts.marks import change_mark
from tna.charts.style import GAP, WIDE, Format, Shape, ramp, readable_on
from tna.domain.reports.comparison import Change, Earlier
from tna.domain.reports.heatmaps import CellState, Heatmap, HeatmapCell, HeatmapRow
from tna.domain.reports.words import short_percent, whole_percent

_LABEL = 236.0
"""Room for a row's title, beside its cells."""
_WIDEST_CELL = 132.0
_FRAME = 3.0
RAMP_SAMPLE = 100.0
_SAMPLE_STEPS = 20


def draw_gap_heatmap(heatmap: Heatmap, *, form: Format = Format.SVG, shape: Shape = WIDE) -> bytes:
    """The heatmap as a picture. A heatmap without rows is its legend alone, and its finding says why."""
    blocks = [_headings(heatmap, shape)]
    blocks += [_row(heatmap, row, shape, is_total=False) for row in heatmap.rows]
    if heatmap.everyone is not None:
        blocks += [space(8), _row(heatmap, heatmap.everyone, shape, is_total=True)]
    blocks += [space(8), legend(_entries(heatmap), shape), notes(heatmap.notes, shape), space(4)]
    return stacked(blocks, shape, form, title=heatmap.title, finding=heatmap.finding)


def _cells_from(shape: Shape) -> float:
    return 0.0 if shape.is_narrow else _LABEL


def _cell_width(heatmap: Heatmap, shape: Shape) -> float:
    columns = max(len(heatmap.columns), 1)
    return min((shape.width - _cells_from(shape)) / columns, _WIDEST_CELL)


def _headings(heatmap: Heatmap, shape: Shape) -> Block:
    return _numbered_headings(heatmap, shape) if shape.is_narrow else _headings_above(heatmap, shape)


def _headings_above(heatmap: Heatmap, shape: Shape) -> Block:
    width = _cell_width(heatmap, shape)
    titles = [wrapped(column.title, width - 8, shape.small + 1, most=5) for column in heatmap.columns]
    lines = max((len(title) for title in titles), default=0)
    height = lines * leading(shape.small + 1) + 10

    def draw(board: Board, top: float) -> None:
        for place, title in enumerate(titles):
            middle = top + height - 6 - len(title) * leading(shape.small + 1) / 2
            centre = _LABEL + (place + 0.5) * width
            board.lines(centre, middle, title, shape.small + 1, anchor="center")

    return Block(height, draw)


def _numbered_headings(heatmap: Heatmap, shape: Shape) -> Block:
    """On a phone no title fits above a cell: they stand as a numbered list on top, the numbers in every row."""
    lines = [
        line if part == 0 else f"\N{EM SPACE}{line}"
        for number, column in enumerate(heatmap.columns, start=1)
        for part, line in enumerate(wrapped(f"{number}  {column.title}", shape.width - 16, shape.words, most=2))
    ]

    def draw(board: Board, top: float) -> None:
        board.lines(0, top + len(lines) * leading(shape.words) / 2, lines, shape.words)

    return Block(len(lines) * leading(shape.words) + 6, draw)


def _row(heatmap: Heatmap, row: HeatmapRow, shape: Shape, *, is_total: bool) -> Block:
    label_width = shape.width if shape.is_narrow else _LABEL - 16
    title = wrapped(row.title, label_width, shape.words, bold=is_total, most=4)
    people = f"{row.covered:,} answered" if row.covered else ""
    cell_height = 50.0 if heatmap.earlier_round else 40.0
    if shape.is_narrow:
        return _row_beneath_label(heatmap, row, shape, title, people, cell_height, is_total=is_total)
    text_height = len(title) * leading(shape.words) + (leading(shape.small) if people else 0)
    height = max(cell_height, text_height + 8)

    def draw(board: Board, top: float) -> None:
        middle = top + height / 2
        shift = leading(shape.small) / 2 if people else 0.0
        board.lines(0, middle - shift, title, shape.words, bold=is_total)
        if people:
            line = middle - shift + len(title) * leading(shape.words) / 2 + leading(shape.small) / 2
            board.words(0, line, people, shape.small, colour=style.QUIET)
        _cells(board, heatmap, row, shape, top, height, is_total=is_total)

    return Block(height, draw)


def _row_beneath_label(
    heatmap: Heatmap,
    row: HeatmapRow,
    shape: Shape,
    title: Sequence[str],
    people: str,
    cell_height: float,
    *,
    is_total: bool,
) -> Block:
    lines = len(title) * leading(shape.words)
    label = 12 + lines + (leading(shape.small) if people else 0)
    numbers = leading(shape.small)

    def draw(board: Board, top: float) -> None:
        board.lines(0, top + 12 + lines / 2, title, shape.words, bold=True)
        if people:
            board.words(0, top + 12 + lines + leading(shape.small) / 2, people, shape.small, colour=style.QUIET)
        width = _cell_width(heatmap, shape)
        for place in range(len(row.cells)):
            centre = (place + 0.5) * width
            number = str(place + 1)
            board.words(centre, top + label + numbers / 2, number, shape.small, colour=style.QUIET, anchor="center")
        _cells(board, heatmap, row, shape, top + label + numbers, cell_height, is_total=is_total)

    return Block(label + numbers + cell_height, draw)


def _cells(
    board: Board, heatmap: Heatmap, row: HeatmapRow, shape: Shape, top: float, height: float, *, is_total: bool
) -> None:
    width, left = _cell_width(heatmap, shape), _cells_from(shape)
    widest = None if is_total else _widest(heatmap)
    for place, cell in enumerate(row.cells):
        x, y = left + place * width + GAP / 2, top + GAP / 2
        _cell(board, cell, shape, x, y, width - GAP, height - GAP)
        if cell.share is not None and whole_percent(cell.share) == widest:
            board.frame(x, y, width - GAP, height - GAP, style.ACCENT, thick=_FRAME)


def _cell(board: Board, cell: HeatmapCell, shape: Shape, x: float, y: float, width: float, height: float) -> None:
    centre, middle = x + width / 2, y + height / 2
    if cell.state is CellState.NOT_ASKED:
        board.words(centre, middle, "–", shape.words, colour=style.QUIET, anchor="center")
        return
    if cell.share is None:
        board.hatched_box(x, y, width, height)
        return
    ground = ramp(cell.share)
    board.box(x, y, width, height, ground)
    colour = readable_on(ground)
    shift = 8.0 if cell.earlier else 0.0
    board.words(
        centre, middle - shift, short_percent(cell.share), shape.figures, colour=colour, anchor="center", bold=True
    )
    if cell.earlier is not None:
        _earlier(board, cell.earlier, shape, centre, middle + 11, colour)


def _earlier(board: Board, earlier: Earlier, shape: Shape, centre: float, middle: float, colour: str) -> None:
    """The mark of the change and the earlier share; a figure that cannot be compared stands alone."""
    if earlier.share is None or earlier.change is Change.NOT_COMPARABLE:
        return
    change_mark(board, earlier.change, centre - 15, middle, colour)
    board.words(centre - 7, middle, short_percent(earlier.share), shape.small, colour=colour)


def _widest(heatmap: Heatmap) -> int | None:
    """The largest whole percentage, if there is more than one figure to choose from and anybody is below."""
    shares = [whole_percent(cell.share) for cell in heatmap.cells if cell.share is not None]
    return max(shares) if len(shares) > 1 and max(shares) > 0 else None


def _entries(heatmap: Heatmap) -> list[Entry]:
    """The legend: only what this picture holds."""
    entries = [Entry(_ramp_sample, "0 % to 100 % of those who answered are below the level their role needs", RAMP_SAMPLE)]
    if _widest(heatmap) is not None:
        entries.append(Entry(_frame_sample, "the widest gap"))
    states = {cell.state for row in heatmap.all_rows for cell in row.cells}
    if heatmap.withheld_words:
        entries.append(Entry(_hatch_sample, f"not shown: {heatmap.withheld_words}"))
    if CellState.NOT_ASKED in states:
        entries.append(Entry(_dash_sample, heatmap.words.not_asked))
    if heatmap.earlier_round is not None:
        entries += _change_entries(heatmap.earlier_round)
    return entries


def _change_entries(earlier_round: str) -> list[Entry]:
    words = {
        Change.MORE: f"more below than in {earlier_round} (the small figure)",
        Change.FEWER: f"fewer below than in {earlier_round}",
        Change.UNCLEAR: "no clear change",
    }
    return [Entry(_mark_sample(change), text, 12) for change, text in words.items()]


def _mark_sample(change: Change) -> Sample:
    return lambda board, x, y: change_mark(board, change, x + 6, y, style.INK)


def _ramp_sample(board: Board, x: float, y: float) -> None:
    step = RAMP_SAMPLE / _SAMPLE_STEPS
    for place in range(_SAMPLE_STEPS):
        # A little overlap, or screens show hairlines between the steps.
        board.box(x + place * step, y - 7, step + 0.4, 14, ramp((place + 0.5) / _SAMPLE_STEPS))


def _frame_sample(board: Board, x: float, y: float) -> None:
    board.frame(x, y - 7, 22, 14, style.ACCENT, thick=_FRAME)


def _hatch_sample(board: Board, x: float, y: float) -> None:
    board.hatched_box(x, y - 7, 22, 14)


def _dash_sample(board: Board, x: float, y: float) -> None:
    board.words(x + 11, y, "–", 14, colour=style.QUIET, anchor="center")
