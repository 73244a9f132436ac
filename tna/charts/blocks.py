"""Pictures as blocks laid one beneath the other: each knows its height and how to draw itself."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from tna.charts import style
from tna.charts.board import Board, leading
from tna.charts.lettering import width_of, wrapped
from tna.charts.style import Format, Shape

_TITLE = 20
_SWATCH = 22.0
"""Width of the sample beside a legend's words."""

Sample = Callable[[Board, float, float], None]
"""Draws a legend's sample: its left end and its middle at a point."""


@dataclass(frozen=True, slots=True)
class Block:
    """One stripe across the picture. `draw` gets the board and the stripe's upper edge."""

    height: float
    draw: Callable[[Board, float], None]


@dataclass(frozen=True, slots=True)
class Entry:
    """One item of a legend: a sample and its words."""

    sample: Sample
    words: str
    sample_width: float = _SWATCH


def stacked(blocks: Sequence[Block], shape: Shape, form: Format, *, title: str, finding: str) -> bytes:
    """The whole picture. Away from its page (PNG, PDF) it carries its title and finding itself."""
    stripes = list(blocks)
    if form is not Format.SVG:
        stripes = [heading(title, finding, shape), *stripes]
    board = Board(shape.width, sum(block.height for block in stripes))
    top = 0.0
    for block in stripes:
        block.draw(board, top)
        top += block.height
    return board.to_bytes(form, title=title, described=finding)


def heading(title: str, finding: str, shape: Shape) -> Block:
    """Title and finding, for a picture that travels without its page."""
    size = _TITLE if not shape.is_narrow else shape.words + 3
    titles = wrapped(title, shape.width, size, bold=True)
    findings = wrapped(finding, shape.width, shape.words)
    below_title = len(titles) * leading(size) + 4
    height = below_title + len(findings) * leading(shape.words) + 14

    def draw(board: Board, top: float) -> None:
        _paragraph(board, top, titles, size, bold=True)
        _paragraph(board, top + below_title, findings, shape.words)

    return Block(height, draw)


def notes(texts: Sequence[str], shape: Shape) -> Block:
    """Small print beneath the picture, a paragraph each."""
    lines = [line for text in texts for line in wrapped(text, shape.width, shape.small)]
    if not lines:
        return space(0)

    def draw(board: Board, top: float) -> None:
        _paragraph(board, top + 6, lines, shape.small, colour=style.QUIET)

    return Block(len(lines) * leading(shape.small) + 8, draw)


def space(height: float) -> Block:
    """Nothing."""
    return Block(height, lambda board, top: None)


def legend(entries: Sequence[Entry], shape: Shape) -> Block:
    """Samples with their words, side by side where they fit, else on lines of their own."""
    placed: list[tuple[Entry, tuple[str, ...], float, float]] = []
    x, y, row_height = 0.0, 0.0, 0.0
    for entry in entries:
        start = entry.sample_width + 8
        lines = wrapped(entry.words, shape.width - start, shape.small)
        width = start + max(width_of(line, shape.small) for line in lines)
        if x and x + width > shape.width:
            x, y = 0.0, y + row_height
            row_height = 0.0
        placed.append((entry, lines, x, y))
        row_height = max(row_height, len(lines) * leading(shape.small) + 8)
        x += width + 24

    def draw(board: Board, top: float) -> None:
        for entry, lines, left, down in placed:
            first = top + down + leading(shape.small) / 2 + 4
            entry.sample(board, left, first)
            middle = first + (len(lines) - 1) * leading(shape.small) / 2
            board.lines(left + entry.sample_width + 8, middle, lines, shape.small)

    return Block(y + row_height, draw)


def _paragraph(
    board: Board, top: float, lines: Sequence[str], size: float, *, colour: str = style.INK, bold: bool = False
) -> None:
    middle = top + len(lines) * leading(size) / 2
    board.lines(0, middle, lines, size, colour=colour, bold=bold)
