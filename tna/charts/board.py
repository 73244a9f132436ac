"""A drawing board in CSS pixels, origin top left, on matplotlib's object interface."""

from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO
from typing import Literal

from matplotlib.artist import Artist
from matplotlib.figure import Figure
from matplotlib.patches import PathPatch, Polygon, Rectangle
from matplotlib.path import Path
from matplotlib.transforms import Affine2D

from tna.charts import style
from tna.charts.lettering import cleaned
from tna.charts.plain_svg import plain_svg
from tna.charts.style import Format

Anchor = Literal["left", "center", "right"]
Point = tuple[float, float]

_UNITS = 72
"""Dots an inch at which one of matplotlib's points is one pixel."""

_PNG_SCALE = 2
"""PNGs are drawn at twice their size, for slides and fine screens."""

_CAP_HEIGHT = 0.73
"""Height of a capital or figure, in ems."""

_HATCH_STEP = 6.0


@dataclass(frozen=True, slots=True)
class Rect:
    """A place on the board: upper left corner and size, in pixels."""

    x: float
    y: float
    width: float
    height: float

    @property
    def right(self) -> float:
        """The right edge."""
        return self.x + self.width

    @property
    def foot(self) -> float:
        """The lower edge."""
        return self.y + self.height

    @property
    def centre(self) -> float:
        """Half way between left and right."""
        return self.x + self.width / 2

    @property
    def middle(self) -> float:
        """Half way between top and foot."""
        return self.y + self.height / 2

    def inset(self, by: float) -> "Rect":
        """The rectangle within, this far from every edge."""
        return Rect(self.x + by, self.y + by, self.width - 2 * by, self.height - 2 * by)


class Board:
    """One picture being drawn. Colours are `#rrggbb`, sizes pixels; later things lie on earlier ones."""

    def __init__(self, width: float, height: float) -> None:
        size = (width / _UNITS, height / _UNITS)
        self._figure = Figure(figsize=size, dpi=_UNITS, facecolor=style.PAPER)
        to_inches = Affine2D().scale(1 / _UNITS, -1 / _UNITS).translate(0, height / _UNITS)
        self._pixels = to_inches + self._figure.dpi_scale_trans

    def box(self, place: Rect, fill: str) -> None:
        """A filled rectangle."""
        corner = (place.x, place.y)
        self._add(Rectangle(corner, place.width, place.height, facecolor=fill, linewidth=0))

    def bounded_box(self, place: Rect, fill: str) -> None:
        """A filled rectangle whose bounds are seen on paper, by its colour or by an outline."""
        self.box(place, fill)
        if style.needs_edge(fill):
            self.frame(place, style.EDGE, thick=1)

    def frame(self, place: Rect, colour: str, *, thick: float) -> None:
        """An outline that lies inside the rectangle."""
        line = place.inset(thick / 2)
        outline = Rectangle((line.x, line.y), line.width, line.height, fill=False, edgecolor=colour)
        outline.set_linewidth(thick)
        outline.set_joinstyle("miter")
        self._add(outline)

    def hatched_box(self, place: Rect) -> None:
        """The sign of what is withheld. Strokes of their own, so that no pattern needs an id in the page."""
        self.box(place, style.HATCH_GROUND)
        self.strokes(_diagonals(place), style.HATCH)

    def strokes(self, lines: Sequence[tuple[Point, Point]], colour: str, *, thick: float = 1) -> None:
        """Straight lines, together one element of the picture."""
        points = [point for line in lines for point in line]
        path = Path(points, [Path.MOVETO, Path.LINETO] * len(lines))
        self._add(PathPatch(path, fill=False, edgecolor=colour, linewidth=thick, capstyle="butt"))

    def shape(self, points: Sequence[Point], fill: str) -> None:
        """A filled polygon."""
        self._add(Polygon(points, closed=True, facecolor=fill, linewidth=0))

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
        x, y = at
        self._figure.text(
            x,
            y + size * _CAP_HEIGHT / 2,
            cleaned(text),
            transform=self._pixels,
            fontsize=size,
            color=colour,
            horizontalalignment=anchor,
            verticalalignment="baseline",
            fontweight="bold" if bold else "normal",
            parse_math=False,
        )

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
        about: dict[Format, dict[str, str | None]] = {
            Format.SVG: {"Date": None, "Creator": None},
            Format.PNG: {"Software": None, "Title": cleaned(title)},
            Format.PDF: {"Creator": None, "Producer": None, "CreationDate": None, "Title": cleaned(title)},
        }
        dots = _UNITS * (_PNG_SCALE if form is Format.PNG else 1)
        file = BytesIO()
        self._figure.savefig(file, format=form.value, dpi=dots, metadata=about[form])
        if form is Format.SVG:
            return plain_svg(file.getvalue(), title=cleaned(title), described=cleaned(described))
        return file.getvalue()

    def _add(self, artist: Artist) -> None:
        artist.set_transform(self._pixels)
        self._figure.add_artist(artist)


def leading(size: float) -> float:
    """Distance between two lines of text of this size."""
    return size * 1.3


def _diagonals(place: Rect) -> list[tuple[Point, Point]]:
    """Strokes from lower left to upper right, cut at the edges of the box."""
    strokes = []
    along = _HATCH_STEP
    while along < place.width + place.height:
        low = (place.x + max(0.0, along - place.height), place.y + min(along, place.height))
        high = (place.x + min(along, place.width), place.y + max(0.0, along - place.width))
        strokes.append((low, high))
        along += _HATCH_STEP
    return strokes
