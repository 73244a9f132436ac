"""Pictures as blocks laid one beneath the other: each knows its height and how to draw itself."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from tna.charts import style
from tna.charts.board import Board, leading
from tna.charts.lettering import wrapped
from tna.charts.style import Format, Shape

_TITLE = 20.0
_TITLE_ON_PHONE = 16.0
_MARGIN = 20.0
"""White around a picture that is not set into a page."""


@dataclass(frozen=True, slots=True)
class Block:
    """One stripe across the picture. `draw` gets the board and the stripe's upper edge."""

    height: float
    draw: Callable[[Board, float], None]


def stacked(blocks: Sequence[Block], shape: Shape, form: Format, *, title: str, finding: str) -> bytes:
    """The whole picture. Away from its page (PNG, PDF) it carries its title and finding itself."""
    stripes = list(blocks)
    is_alone = form is not Format.SVG
    if is_alone:
        stripes = [heading(title, finding, shape), *stripes]
    board = Board(shape.width, sum(block.height for block in stripes), margin=_MARGIN if is_alone else 0)
    top = 0.0
    for block in stripes:
        block.draw(board, top)
        top += block.height
    return board.to_bytes(form, title=title, described=finding)


def heading(title: str, finding: str, shape: Shape) -> Block:
    """Title and finding, for a picture that travels without its page."""
    size = _TITLE_ON_PHONE if shape.is_narrow else _TITLE
    titles = wrapped(title, shape.width, size, bold=True)
    findings = wrapped(finding, shape.width, shape.words)
    below_title = len(titles) * leading(size) + 4

    def draw(board: Board, top: float) -> None:
        board.lines((0, top + len(titles) * leading(size) / 2), titles, size, bold=True)
        middle = top + below_title + len(findings) * leading(shape.words) / 2
        board.lines((0, middle), findings, shape.words)

    return Block(below_title + len(findings) * leading(shape.words) + 14, draw)


def notes(texts: Sequence[str], shape: Shape) -> Block:
    """Small print beneath the picture, a paragraph each."""
    lines = [line for text in texts for line in wrapped(text, shape.width, shape.small)]
    if not lines:
        return space(0)
    height = len(lines) * leading(shape.small)

    def draw(board: Board, top: float) -> None:
        board.lines((0, top + 6 + height / 2), lines, shape.small, colour=style.QUIET)

    return Block(height + 8, draw)


def space(height: float) -> Block:
    """Nothing."""

    def draw(_board: Board, _top: float) -> None:
        """Leave the paper as it is."""

    return Block(height, draw)
