"""What the signs of a picture mean: samples with words, only of what the picture holds."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from tna.charts import style
from tna.charts.blocks import Block
from tna.charts.board import Board, Point, Rect, leading
from tna.charts.lettering import width_of, wrapped
from tna.charts.style import Shape

Sample = Callable[[Board, Point], None]
"""Draws a legend's sample, its left end and its middle at a point."""

SAMPLE_WIDTH = 22.0
_SAMPLE_HEIGHT = 14.0
_BEFORE_WORDS = 8.0
_BETWEEN = 24.0


@dataclass(frozen=True, slots=True)
class Entry:
    """One item of a legend: a sample, as wide as said, and its words; without a sample the words alone."""

    sample: Sample | None
    words: str
    width: float = SAMPLE_WIDTH

    @property
    def words_from(self) -> float:
        """Where the words begin, from the item's left end."""
        return 0.0 if self.sample is None else self.width + _BEFORE_WORDS


@dataclass(frozen=True, slots=True)
class _Placed:
    entry: Entry
    lines: tuple[str, ...]
    x: float
    y: float


def legend(entries: Sequence[Entry], shape: Shape) -> Block:
    """Samples with their words, side by side where they fit, else on lines of their own."""
    placed, height = _placed(entries, shape)

    def draw(board: Board, top: float) -> None:
        for one in placed:
            first = top + one.y + leading(shape.small) / 2 + 4
            if one.entry.sample is not None:
                one.entry.sample(board, (one.x, first))
            middle = first + (len(one.lines) - 1) * leading(shape.small) / 2
            board.lines((one.x + one.entry.words_from, middle), one.lines, shape.small)

    return Block(height, draw)


def colour_sample(colour: str) -> Sample:
    """A box of one colour."""
    return lambda board, at: board.bounded_box(sample_box(at), colour)


def hatch_sample(board: Board, at: Point) -> None:
    """The sign of what is withheld."""
    board.hatched_box(sample_box(at))


def dash_sample(board: Board, at: Point) -> None:
    """The sign of what nobody was asked."""
    board.words((at[0] + SAMPLE_WIDTH / 2, at[1]), "–", _SAMPLE_HEIGHT, colour=style.QUIET, anchor="center")


def sample_box(at: Point, width: float = SAMPLE_WIDTH) -> Rect:
    """The place of a sample."""
    return Rect(at[0], at[1] - _SAMPLE_HEIGHT / 2, width, _SAMPLE_HEIGHT)


def _placed(entries: Sequence[Entry], shape: Shape) -> tuple[list[_Placed], float]:
    placed: list[_Placed] = []
    x = y = row_height = 0.0
    for entry in entries:
        start = entry.words_from
        lines = wrapped(entry.words, shape.width - start, shape.small)
        width = start + max(width_of(line, shape.small) for line in lines)
        if x and x + width > shape.width:
            x, y, row_height = 0.0, y + row_height, 0.0
        placed.append(_Placed(entry, lines, x, y))
        row_height = max(row_height, len(lines) * leading(shape.small) + 8)
        x += width + _BETWEEN
    return placed, y + row_height
