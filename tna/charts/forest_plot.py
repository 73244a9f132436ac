"""The forest plot: a square for each role group's share, a line for its range, against the line at half."""

from collections.abc import Callable
from dataclasses import dataclass

from tna.charts import style
from tna.charts.blocks import Block, notes, space, stacked
from tna.charts.board import Board, Point, Rect, leading
from tna.charts.confidence_scale import level_needed, ring, square
from tna.charts.legends import SAMPLE_WIDTH, Entry, Sample, hatch_sample, legend
from tna.charts.lettering import width_of, wrapped
from tna.charts.marks import withheld_box
from tna.charts.share_scale import ShareScale, share_axis, share_grid, whisker
from tna.charts.style import WIDE, Format, Shape
from tna.domain.reports.forests import Forest, ForestRow, Side
from tna.domain.reports.words import between, percent_range, short_percent
from tna.language import gettext, mark, ngettext

_LABEL = 270.0
_BETWEEN = 16.0
"""Pixels between the columns of numbers."""

_COLOURS = {Side.MORE: style.ACCENT, Side.FEWER: style.TEAL, Side.UNCLEAR: style.QUIET}
_SIDES = {
    Side.MORE: mark("clearly more than half"),
    Side.FEWER: mark("clearly fewer than half"),
    Side.UNCLEAR: mark("not clear on which side of half"),
}
_ROW = 40.0
_PLOT = 24.0


@dataclass(frozen=True, slots=True)
class _Columns:
    """Where the shares are drawn, and the right edges of the columns of numbers beside them."""

    scale: ShareScale
    share: float = 0.0
    range: float = 0.0
    people: float = 0.0


def draw_forest(forest: Forest, *, form: Format = Format.SVG, shape: Shape = WIDE) -> bytes:
    """The role groups as a picture, then all together on a band of its own; withheld ones are hatched and named."""
    columns = _Columns(ShareScale(22, shape.width - 22)) if shape.is_narrow else _columns(forest, shape)
    row = _row_beneath if shape.is_narrow else _row_beside
    blocks = [row(one, forest, columns, shape) for one in forest.rows]
    if forest.has_figures:
        blocks = [_head(columns, shape), *blocks]
    if forest.everyone is not None:
        blocks.append(row(forest.everyone, forest, columns, shape))
    blocks += [space(8), legend(_entries(forest), shape), notes(forest.notes, shape), space(4)]
    return stacked(blocks, shape, form, title=forest.title, finding=forest.finding)


def _columns(forest: Forest, shape: Shape) -> _Columns:
    """As wide as the longest that stands in each, so that none runs into the next."""
    people = shape.width - 6
    range_ = people - _widest(forest, _people, gettext("people"), shape.small) - _BETWEEN
    share = range_ - _widest(forest, _range, gettext("range"), shape.small) - _BETWEEN
    end = share - _widest(forest, _share, gettext("share"), shape.figures, bold=True) - 2 * _BETWEEN
    return _Columns(ShareScale(_LABEL + 22, end), share, range_, people)


def _widest(forest: Forest, said: Callable[[ForestRow], str], head: str, size: float, *, bold: bool = False) -> float:
    return max(width_of(words, size, bold=bold) for words in (head, *(said(row) for row in _shown(forest))))


def _head(columns: _Columns, shape: Shape) -> Block:
    axis = share_axis(columns.scale, shape, with_half=True)
    heads = {
        columns.share: gettext("share"),
        columns.range: gettext("range"),
        columns.people: gettext("people"),
    }

    def draw(board: Board, top: float) -> None:
        axis.draw(board, top)
        middle = top + axis.height - 4 - leading(shape.small) / 2
        for right, words in () if shape.is_narrow else heads.items():
            board.words((right, middle), words, shape.small, colour=style.QUIET, anchor="right")

    return Block(axis.height, draw)


def _row_beside(row: ForestRow, forest: Forest, columns: _Columns, shape: Shape) -> Block:
    is_together = row is forest.everyone
    label = wrapped(row.title, _LABEL - 12, shape.words, bold=is_together, most=3)
    text, level = len(label) * leading(shape.words), level_needed(row.target)
    beneath = leading(shape.small) if level else 0.0
    height = max(_ROW, text + beneath + 10)

    def draw(board: Board, top: float) -> None:
        middle = top + height / 2
        _ground(board, Rect(0, top, shape.width, height), is_together=is_together)
        board.lines((6, middle - beneath / 2), label, shape.words, bold=is_together)
        board.words((6, middle + text / 2), level, shape.small, colour=style.QUIET)
        if row.share is None:
            withheld_box(board, Rect(_LABEL, top + 6, shape.width - _LABEL - 6, height - 12), row.words, shape)
            return
        share_grid(board, columns.scale, top, top + height, with_half=True)
        _marks(board, row, columns.scale, middle)
        board.words((columns.share, middle), _share(row), shape.figures, anchor="right", bold=True)
        board.words((columns.range, middle), _range(row), shape.small, colour=style.QUIET, anchor="right")
        board.words((columns.people, middle), _people(row), shape.small, colour=style.QUIET, anchor="right")

    return Block(height, draw)


def _row_beneath(row: ForestRow, forest: Forest, columns: _Columns, shape: Shape) -> Block:
    label = wrapped(row.title, shape.width - 12, shape.words, bold=True, most=4)
    words = wrapped(_in_words(row), shape.width - 12, shape.small)
    text, said = len(label) * leading(shape.words), len(words) * leading(shape.small)
    height = 8 + text + (said if row.share is not None else 0.0) + 4 + _PLOT + 8

    def draw(board: Board, top: float) -> None:
        _ground(board, Rect(0, top, shape.width, height), is_together=row is forest.everyone)
        board.lines((6, top + 8 + text / 2), label, shape.words, bold=True)
        plot = top + height - 8 - _PLOT
        if row.share is None:
            withheld_box(board, Rect(6, plot, shape.width - 12, _PLOT), row.words, shape)
            return
        board.lines((6, top + 8 + text + said / 2), words, shape.small)
        share_grid(board, columns.scale, plot, plot + _PLOT, with_half=True)
        _marks(board, row, columns.scale, plot + _PLOT / 2)

    return Block(height, draw)


def _marks(board: Board, row: ForestRow, scale: ShareScale, middle: float) -> None:
    colour = _COLOURS[row.side]
    if row.interval is not None:
        whisker(board, scale, row.interval, middle, colour)
    if row.estimate is not None:
        ring(board, (scale.at(row.estimate), middle), style.INK)
    square(board, (scale.at(row.share or 0.0), middle), colour)


def _ground(board: Board, place: Rect, *, is_together: bool) -> None:
    if is_together:
        board.box(place, style.PALE_SEA)
    else:
        board.strokes([((place.x, place.y), (place.right, place.y))], style.FAINT)


def _share(row: ForestRow) -> str:
    return "" if row.share is None else short_percent(row.share)


def _people(row: ForestRow) -> str:
    return between(row.n_low, row.n_high)


def _range(row: ForestRow) -> str:
    return "" if row.interval is None else percent_range(row.interval.low, row.interval.high)


def _in_words(row: ForestRow) -> str:
    if row.share is None:
        return ""
    of_people = ngettext(
        "%(share)s of %(people)s", "%(share)s of %(people)s", row.n_high, share=_share(row), people=_people(row)
    )  # fmt: skip
    ends = f" ({_range(row)})" if row.interval else ""
    level = f"; {level_needed(row.target)}" if row.target is not None else ""
    return f"{of_people}{ends}{level}"


def _entries(forest: Forest) -> list[Entry]:
    """Only what this picture holds."""
    shown = _shown(forest)
    sides = {row.side for row in shown}
    entries = [Entry(_share_sample(_COLOURS[side]), gettext(_SIDES[side])) for side in Side if side in sides]
    if any(row.interval for row in shown):
        entries.append(Entry(None, gettext("line: the range in which the share of everybody most likely lies")))
    if forest.has_estimates:
        entries.append(Entry(_estimate_sample, gettext("model estimate")))
    if forest.withheld_words:
        entries.append(Entry(hatch_sample, gettext("not shown: %(why)s", why=forest.withheld_words)))
    return entries


def _shown(forest: Forest) -> list[ForestRow]:
    return [row for row in (*forest.rows, forest.everyone) if row is not None and row.share is not None]


def _share_sample(colour: str) -> Sample:
    def draw(board: Board, at: Point) -> None:
        x, middle = at
        board.strokes([((x, middle), (x + SAMPLE_WIDTH, middle))], colour, thick=2)
        square(board, (x + SAMPLE_WIDTH / 2, middle), colour)

    return draw


def _estimate_sample(board: Board, at: Point) -> None:
    ring(board, (at[0] + SAMPLE_WIDTH / 2, at[1]), style.INK)
