"""Cover of joint interviewing: stacked bars of people, each state with a pattern of its own, for print in black."""

from collections.abc import Iterator

from tna.charts import style
from tna.charts.blocks import Block, notes, space, stacked
from tna.charts.board import Board, Point, Rect, leading
from tna.charts.legends import Entry, Sample, legend, sample_box
from tna.charts.lettering import width_of, wrapped
from tna.charts.style import GAP, WIDE, Format, Shape
from tna.domain.reports.abe_cover import AbeCover, CoverBar, SectorCover, states
from tna.domain.reports.words import short_percent
from tna.language import gettext, ngettext, number

_LABEL = 250.0
_WORDS = 132.0
"""Room for "100 %" and "132 of 132" on the right."""

_SHARE = 48.0
_BAR = 26.0
_STEP = 5.0
"""Between the strokes of a pattern."""

_LEAST = 10.0
"""Pixels of a segment of anybody at all, so that one person among hundreds is seen, and the pattern known."""

_CURRENT, _DUE, _LAPSED = range(3)  # in states(); the last of them is empty
_MOST_LINES = 3


def draw_abe_cover(cover: AbeCover, *, form: Format = Format.SVG, shape: Shape = WIDE) -> bytes:
    """The bars as a picture, sector by sector, all on one scale of people."""
    blocks: list[Block] = []
    if any(sector.bars for sector in cover.sectors):
        blocks = [legend([Entry(_sample(state), words) for state, words in enumerate(states())], shape), space(4)]
        per_person = _per_person(cover, shape)
        for sector in cover.sectors:
            if sector.total is not None:
                blocks.append(_heading(sector, sector.total, shape))
                blocks += [_row(bar, per_person, shape) for bar in sector.bars]
                blocks.append(space(10))
    blocks += [notes(cover.notes, shape), space(4)]
    return stacked(blocks, shape, form, title=cover.title, finding=cover.finding)


def _per_person(cover: AbeCover, shape: Shape) -> float:
    """Pixels a person: the longest bar fills its room, with what tiny segments may take more than their share."""
    room = shape.width if shape.is_narrow else shape.width - _LABEL - _WORDS
    most = max(sum(bar.counts) for sector in cover.sectors for bar in sector.bars)
    return (room - len(states()) * _LEAST) / most


def _heading(sector: SectorCover, total: CoverBar, shape: Shape) -> Block:
    """The sector with its own sum, which is what the two sectors are compared by."""
    words = ngettext(
        "%(sector)s: %(holding)s of %(n)s hold a current training",
        "%(sector)s: %(holding)s of %(n)s hold a current training",
        total.heads,
        sector=sector.title,
        holding=number(total.holding),
    )
    size = shape.words + 1
    lines = wrapped(words, shape.width, size, bold=True)
    height = len(lines) * leading(size)

    def draw(board: Board, top: float) -> None:
        board.lines((0, top + 6 + height / 2), lines, size, bold=True)

    return Block(height + 10, draw)


def _row(bar: CoverBar, per_person: float, shape: Shape) -> Block:
    return _row_beneath(bar, per_person, shape) if shape.is_narrow else _row_beside(bar, per_person, shape)


def _row_beside(bar: CoverBar, per_person: float, shape: Shape) -> Block:
    label = wrapped(bar.title, _LABEL - 16, shape.words, most=_MOST_LINES)
    said = _said_beneath(bar, per_person, shape)
    beneath = len(said) * leading(shape.small)
    height = max(_BAR + beneath + 14, len(label) * leading(shape.words) + 8)

    def draw(board: Board, top: float) -> None:
        middle = top + (height - beneath) / 2
        board.lines((0, top + height / 2), label, shape.words)
        _segments(board, bar, (_LABEL, middle), per_person, shape)
        board.lines((_LABEL, middle + _BAR / 2 + 3 + beneath / 2), said, shape.small, colour=style.QUIET)
        start = shape.width - _WORDS + 8
        board.words((start, middle), _share(bar), shape.words, bold=True)
        board.words((start + _SHARE, middle), _of_heads(bar), shape.small, colour=style.QUIET)

    return Block(height, draw)


def _row_beneath(bar: CoverBar, per_person: float, shape: Shape) -> Block:
    label = wrapped(bar.title, shape.width, shape.words, most=_MOST_LINES)
    said = _said_beneath(bar, per_person, shape)
    text, words, beneath = len(label) * leading(shape.words), leading(shape.small), len(said) * leading(shape.small)

    def draw(board: Board, top: float) -> None:
        board.lines((0, top + 8 + text / 2), label, shape.words)
        line = top + 8 + text + words / 2
        board.words((0, line), _share(bar), shape.words, bold=True)
        start = width_of(_share(bar), shape.words, bold=True) + 8
        board.words((start, line), _hold_one(bar), shape.small, colour=style.QUIET)
        middle = line + words / 2 + 4 + _BAR / 2
        _segments(board, bar, (0, middle), per_person, shape)
        board.lines((0, middle + _BAR / 2 + 3 + beneath / 2), said, shape.small, colour=style.QUIET)

    return Block(8 + text + words + 4 + _BAR + beneath + 8, draw)


def _said_beneath(bar: CoverBar, per_person: float, shape: Shape) -> tuple[str, ...]:
    """The numbers in words, where one of them has no room in the bar."""
    counts = [(number(one), _width(one, per_person), words) for one, words in zip(bar.counts, states(), strict=True)]
    if all(_has_room(figure, width, shape) for figure, width, _ in counts if width):
        return ()
    said = ", ".join(f"{figure} {words}" for figure, width, words in counts if width)
    return wrapped(said, shape.width - (0 if shape.is_narrow else _LABEL + _WORDS), shape.small)


def _share(bar: CoverBar) -> str:
    return short_percent(bar.holding / bar.heads)


def _of_heads(bar: CoverBar) -> str:
    return gettext("%(holding)s of %(heads)s", holding=number(bar.holding), heads=number(bar.heads))


def _hold_one(bar: CoverBar) -> str:
    return gettext("%(holding)s of %(heads)s hold one", holding=number(bar.holding), heads=number(bar.heads))


def _segments(board: Board, bar: CoverBar, at: Point, per_person: float, shape: Shape) -> None:
    """The states side by side from a point in the middle of the bar's left end, each with its number if it has room."""
    x, middle = at
    for state, count in enumerate(bar.counts):
        place = Rect(x, middle - _BAR / 2, _width(count, per_person), _BAR)
        if count:
            _patterned(board, state, Rect(place.x, place.y, place.width - GAP, place.height))
            _number(board, state, number(count), place, shape)
        x = place.right


def _width(count: int, per_person: float) -> float:
    """The pixels of a segment, with the white after it; none for nobody."""
    return max(_LEAST, count * per_person) if count else 0.0


def _has_room(figure: str, width: float, shape: Shape) -> bool:
    return width_of(figure, shape.small, bold=True) + 10 <= width - GAP


def _number(board: Board, state: int, text: str, place: Rect, shape: Shape) -> None:
    if not _has_room(text, place.width, shape):
        return
    centre, width = place.centre - GAP / 2, width_of(text, shape.small, bold=True)
    if state in {_DUE, _LAPSED}:  # strokes behind a number would make it hard to read
        board.box(Rect(centre - width / 2 - 3, place.middle - 9, width + 6, 18), style.PAPER)
    colour = style.PAPER if state == _CURRENT else style.INK
    board.words((centre, place.middle), text, shape.small, colour=colour, anchor="center", bold=True)


def _patterned(board: Board, state: int, place: Rect) -> None:
    """Full, upright strokes, level strokes, empty: told apart in black and white, and none the sign for withheld."""
    if state == _CURRENT:
        board.box(place, style.TEAL)
        return
    board.box(place, style.PAPER)
    if state == _DUE:
        board.strokes(list(_upright(place)), style.TEAL, thick=2)
        board.frame(place, style.TEAL, thick=1)
    elif state == _LAPSED:
        board.strokes(list(_level(place)), style.ACCENT, thick=2)
        board.frame(place, style.ACCENT, thick=1)
    else:
        board.frame(place, style.EDGE, thick=1)


def _upright(place: Rect) -> Iterator[tuple[Point, Point]]:
    for stroke in range(1, int(place.width / _STEP) + 1):
        x = place.x + stroke * _STEP
        if x < place.right - 1:
            yield (x, place.y), (x, place.foot)


def _level(place: Rect) -> Iterator[tuple[Point, Point]]:
    for stroke in range(1, int(place.height / _STEP) + 1):
        y = place.y + stroke * _STEP
        if y < place.foot - 1:
            yield (place.x, y), (place.right, y)


def _sample(state: int) -> Sample:
    return lambda board, at: _patterned(board, state, sample_box(at))
