"""Small marks whose form carries the meaning, which colour only repeats; and the sign of what is withheld."""

from tna.charts import style
from tna.charts.board import Board, Point, Rect, leading
from tna.charts.lettering import width_of, wrapped
from tna.charts.style import Shape
from tna.domain.reports.comparison import Change
from tna.language import gettext

HALF = 5.0
"""Half the width of a mark, in pixels."""


def change_mark(board: Board, change: Change, at: Point, colour: str) -> None:
    """An arrow up for more, down for fewer, centred on a point; anything else has no mark."""
    x, y = at
    if change is Change.MORE:
        board.shape([(x - HALF, y + HALF), (x + HALF, y + HALF), (x, y - HALF)], colour)
    elif change is Change.FEWER:
        board.shape([(x - HALF, y - HALF), (x + HALF, y - HALF), (x, y + HALF)], colour)


def withheld_box(board: Board, place: Rect, words: str, shape: Shape) -> None:
    """Hatching, with the words on a strip of paper, or shorter ones where there is no room; the legend has them too."""
    board.hatched_box(place)
    room = place.width - 10
    said = words if width_of(words, shape.small) <= room else gettext("not shown")
    [line] = wrapped(said, room, shape.small, most=1)
    width, height = width_of(line, shape.small) + 10, leading(shape.small) + 2
    board.box(Rect(place.centre - width / 2, place.middle - height / 2, width, height), style.PAPER)
    board.words((place.centre, place.middle), line, shape.small, colour=style.QUIET, anchor="center")
