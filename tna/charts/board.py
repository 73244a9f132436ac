"""A drawing board in CSS pixels, origin top left; written as SVG for pages, PNG for slides, PDF for print."""

from collections.abc import Sequence

from tna.charts import style
from tna.charts.drawn import Anchor, Box, Drawing, Element, Frame, Hatch, Line, Point, Rect, Shaped, Strokes, Words
from tna.charts.lettering import cleaned
from tna.charts.style import Format
from tna.charts.written_pdf import pdf_of
from tna.charts.written_png import png_of
from tna.charts.written_svg import svg_of

__all__ = ["Anchor", "Board", "Point", "Rect", "leading"]

_CAP_HEIGHT = 0.73
"""Height of a capital or figure, in ems."""

_WRITERS = {Format.SVG: svg_of, Format.PNG: png_of, Format.PDF: pdf_of}


class Board:
    """One picture being drawn. Colours are `#rrggbb`, sizes pixels; later things lie on earlier ones, and words on all.

    `margin` is white around all of it, for a picture that is not set into a page.
    """

    def __init__(self, width: float, height: float, *, margin: float = 0.0) -> None:
        self._width, self._height, self._margin = width + 2 * margin, height + 2 * margin, margin
        self._elements: list[Element] = []
        self._words: list[Words] = []

    def box(self, place: Rect, fill: str) -> None:
        """A filled rectangle."""
        self._elements.append(Box(self._there(place), fill))

    def bounded_box(self, place: Rect, fill: str) -> None:
        """A filled rectangle whose bounds are seen on paper, by its colour or by an outline."""
        self.box(place, fill)
        if style.needs_edge(fill):
            self.frame(place, style.EDGE, thick=1)

    def frame(self, place: Rect, colour: str, *, thick: float) -> None:
        """An outline that lies inside the rectangle."""
        self._elements.append(Frame(self._there(place), colour, thick))

    def hatched_box(self, place: Rect) -> None:
        """The sign of what is withheld."""
        self._elements.append(Hatch(self._there(place)))

    def strokes(self, lines: Sequence[Line], colour: str, *, thick: float = 1) -> None:
        """Straight lines, together one element of the picture."""
        moved = tuple((self._at(start), self._at(end)) for start, end in lines)
        if moved:
            self._elements.append(Strokes(moved, colour, thick))

    def shape(self, points: Sequence[Point], fill: str) -> None:
        """A filled polygon."""
        self._elements.append(Shaped(tuple(self._at(point) for point in points), fill))

    def words(
        self,
        at: Point,
        text: str,
        size: float,
        *,
        colour: str = style.INK,
        anchor: Anchor = "left",
        bold: bool = False,
    ) -> None:
        """One line of text whose capitals are centred on the point's height; never read as mathematics."""
        x, y = self._at(at)
        line = cleaned(text)
        if line:
            self._words.append(Words((x, y + size * _CAP_HEIGHT / 2), line, size, colour, anchor, bold))

    def lines(
        self,
        at: Point,
        texts: Sequence[str],
        size: float,
        *,
        colour: str = style.INK,
        anchor: Anchor = "left",
        bold: bool = False,
    ) -> None:
        """Several lines of text, the block of them centred on the point's height."""
        x, middle = at
        top = middle - (len(texts) - 1) * leading(size) / 2
        for place, text in enumerate(texts):
            line = (x, top + place * leading(size))
            self.words(line, text, size, colour=colour, anchor=anchor, bold=bold)

    def to_bytes(self, form: Format, *, title: str, described: str) -> bytes:
        """The finished picture. The same drawing gives the same bytes: nothing tells the time or the maker."""
        said = cleaned(title), cleaned(described)
        return _WRITERS[form](Drawing(self._width, self._height, tuple(self._elements), tuple(self._words), *said))

    def _at(self, point: Point) -> Point:
        return point[0] + self._margin, point[1] + self._margin

    def _there(self, place: Rect) -> Rect:
        return Rect(place.x + self._margin, place.y + self._margin, place.width, place.height)


def leading(size: float) -> float:
    """Distance between two lines of text of this size."""
    return size * 1.3
