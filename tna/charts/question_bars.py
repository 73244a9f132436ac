"""Stacked bars of an optional question, everyone first; training stands apart from whatever else would help."""

from tna.charts import style
from tna.charts.blocks import Block, notes, space, stacked
from tna.charts.board import Board, Rect, leading
from tna.charts.legends import Entry, colour_sample, hatch_sample, legend
from tna.charts.lettering import width_of, wrapped
from tna.charts.marks import withheld_box
from tna.charts.style import GAP, WIDE, Format, Shape, readable_on
from tna.domain.reports.question_bars import QuestionBars, QuestionRow
from tna.domain.reports.words import short_percent
from tna.language import gettext, ngettext, number

_LABEL = 250.0
_PEOPLE = 56.0
"""Room for the number of people on the right."""

_BAR = 28.0
_APART = 14.0
"""White between training and the rest."""


def draw_question_bars(bars: QuestionBars, *, form: Format = Format.SVG, shape: Shape = WIDE) -> bytes:
    """The bars as a picture; role groups that may not be shown are hatched and named."""
    row = _row_beneath if shape.is_narrow else _row_beside
    blocks = [legend(_entries(bars), shape), space(4)]
    if bars.has_figures and not shape.is_narrow:
        blocks.append(_heading(shape))
    blocks += [row(one, bars, shape) for one in bars.all_rows]
    blocks += [notes(bars.notes, shape), space(4)]
    return stacked(blocks, shape, form, title=bars.title, finding=bars.finding)


def _heading(shape: Shape) -> Block:
    def draw(board: Board, top: float) -> None:
        at = (shape.width, top + leading(shape.small) / 2)
        board.words(at, gettext("people"), shape.small, colour=style.QUIET, anchor="right")

    return Block(leading(shape.small) + 2, draw)


def _row_beside(row: QuestionRow, bars: QuestionBars, shape: Shape) -> Block:
    is_everyone = row is bars.everyone
    label = wrapped(row.title, _LABEL - 16, shape.words, bold=is_everyone, most=3)
    height = max(_BAR + 12, len(label) * leading(shape.words) + 10)

    def draw(board: Board, top: float) -> None:
        middle = top + height / 2
        _ground(board, Rect(0, top, shape.width, height), is_everyone=is_everyone)
        board.lines((6 if is_everyone else 0, middle), label, shape.words, bold=is_everyone)
        _bar(board, row, bars, Rect(_LABEL, middle - _BAR / 2, shape.width - _LABEL - _PEOPLE, _BAR), shape)
        if row.is_released:
            at = (shape.width - (6 if is_everyone else 0), middle)
            board.words(at, number(row.n), shape.small, colour=style.QUIET, anchor="right")

    return Block(height, draw)


def _row_beneath(row: QuestionRow, bars: QuestionBars, shape: Shape) -> Block:
    is_everyone = row is bars.everyone
    label = wrapped(row.title, shape.width, shape.words, bold=True, most=4)
    text = len(label) * leading(shape.words)
    people = ngettext("%(n)s person answered", "%(n)s people answered", row.n) if row.is_released else ""
    beneath = leading(shape.small) if people else 0.0
    height = 8 + text + beneath + 4 + _BAR + 8

    def draw(board: Board, top: float) -> None:
        _ground(board, Rect(0, top, shape.width, height), is_everyone=is_everyone)
        board.lines((0, top + 8 + text / 2), label, shape.words, bold=True)
        board.words((0, top + 8 + text + beneath / 2), people, shape.small, colour=style.QUIET)
        _bar(board, row, bars, Rect(0, top + height - 8 - _BAR, shape.width, _BAR), shape)

    return Block(height, draw)


def _ground(board: Board, place: Rect, *, is_everyone: bool) -> None:
    if is_everyone:
        board.box(place, style.PALE_SEA)
    else:
        board.strokes([((place.x, place.y), (place.right, place.y))], style.FAINT)


def _bar(board: Board, row: QuestionRow, bars: QuestionBars, place: Rect, shape: Shape) -> None:
    if not row.is_released:
        withheld_box(board, place, bars.withheld_words, shape)
        return
    board.box(place, style.PAPER)
    order = _order(bars)
    x, room = place.x, place.width - (0.0 if bars.apart is None else _APART)
    for colour, choice in zip(style.CHOICES, order, strict=False):
        width = row.shares[choice] * room
        _segment(board, colour, bars.choices[choice], row.shares[choice], Rect(x, place.y, width, _BAR), shape)
        x += width + (_APART if choice == bars.apart else 0.0)


def _order(bars: QuestionBars) -> list[int]:
    """The places of the choices as they are drawn: training first."""
    places = range(len(bars.choices))
    return sorted(places, key=lambda place: place != bars.apart)


def _segment(board: Board, colour: str, label: str, share: float, place: Rect, shape: Shape) -> None:
    """One choice's part of a bar: its name and percentage inside where there is room, else the percentage alone."""
    if place.width <= GAP:
        return
    inner = Rect(place.x, place.y, place.width - GAP, place.height)
    board.bounded_box(inner, colour)
    percent = short_percent(share)
    words = next((one for one in (f"{label} {percent}", percent) if _fits(one, inner, shape)), "")
    board.words((inner.centre, inner.middle), words, shape.small, colour=readable_on(colour), anchor="center")


def _fits(words: str, place: Rect, shape: Shape) -> bool:
    return width_of(words, shape.small) + 8 <= place.width


def _entries(bars: QuestionBars) -> list[Entry]:
    order = _order(bars)
    entries = [
        Entry(colour_sample(colour), bars.choices[choice]) for colour, choice in zip(style.CHOICES, order, strict=False)
    ]
    if bars.withheld_words:
        entries.append(Entry(hatch_sample, gettext("not shown: %(why)s", why=bars.withheld_words)))
    return entries
