"""A drawing board in CSS pixels, origin top left, on matplotlib's object interface."""

from collections.abc import Sequence
from io import BytesIO
from typing import Literal

from matplotlib.artist import Artist
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.backends.backend_pdf import FigureCanvasPdf
from matplotlib.backends.backend_svg import FigureCanvasSVG
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


class Board:
    """One picture being drawn. Colours are `#rrggbb`, sizes pixels; later things lie on earlier ones."""

    def __init__(self, width: float, height: float) -> None:
        self.width, self.height = width, height
        self._figure = Figure(figsize=(width / _UNITS, height / _UNITS), dpi=_UNITS, facecolor=style.PAPER)
        to_inches = Affine2D().scale(1 / _UNITS, -1 / _UNITS).translate(0, height / _UNITS)
        self._pixels = to_inches + self._figure.dpi_scale_trans

    def box(self, x: float, y: float, width: float, height: float, fill: str) -> None:
        """A filled rectangle, `x` and `y` its upper left corner."""
        self._add(Rectangle((x, y), width, height, facecolor=fill, linewidth=0))

    def frame(self, x: float, y: float, width: float, height: float, colour: str, *, thick: float) -> None:
        """An outline whose outer edge is the rectangle."""
        half = thick / 2
        edges = Rectangle((x + half, y + half), width - thick, height - thick, fill=False, edgecolor=colour)
        edges.set_linewidth(thick)
        edges.set_joinstyle("miter")
        self._add(edges)

    def hatched_box(self, x: float, y: float, width: float, height: float) -> None:
        """The sign of what is withheld. Drawn as strokes, so that no pattern needs an id in the page."""
        self.box(x, y, width, height, style.HATCH_GROUND)
        strokes = _diagonals(x, y, width, height, step=6)
        self.strokes(strokes, style.HATCH)

    def strokes(self, lines: Sequence[tuple[Point, Point]], colour: str, *, thick: float = 1) -> None:
        """Straight lines, one picture element together."""
        points = [point for line in lines for point in line]
        path = Path(points, [Path.MOVETO, Path.LINETO] * len(lines))
        self._add(PathPatch(path, fill=False, edgecolor=colour, linewidth=thick, capstyle="butt"))

    def shape(self, points: Sequence[Point], fill: str) -> None:
        """A filled polygon."""
        self._add(Polygon(points, closed=True, facecolor=fill, linewidth=0))

    def words(
        self,
        x: float,
        y: float,
        text: str,
        size: float,
        *,
        colour: str = style.INK,
        anchor: Anchor = "left",
        bold: bool = False,
    ) -> None:
        """One line of text whose capitals are centred on `y`; never read as mathematics."""
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
        x: float,
        y: float,
        texts: Sequence[str],
        size: float,
        *,
        colour: str = style.INK,
        anchor: Anchor = "left",
        bold: bool = False,
    ) -> None:
        """Several lines of text, the block of them centred on `y`."""
        top = y - (len(texts) - 1) * leading(size) / 2
        for place, text in enumerate(texts):
            line = top + place * leading(size)
            self.words(x, line, text, size, colour=colour, anchor=anchor, bold=bold)

    def to_bytes(self, form: Format, *, title: str, described: str) -> bytes:
        """The finished picture. The same drawing gives the same bytes: nothing in it knows the time or the maker."""
        file = BytesIO()
        if form is Format.SVG:
            FigureCanvasSVG(self._figure).print_svg(file, metadata={"Date": None, "Creator": None})
            return plain_svg(file.getvalue(), title=cleaned(title), described=cleaned(described))
        if form is Format.PNG:
            self._figure.set_dpi(_UNITS * _PNG_SCALE)
            about: dict[str, str | None] = {"Software": None, "Title": cleaned(title)}
            FigureCanvasAgg(self._figure).print_png(file, metadata=about)
            return file.getvalue()
        about = {"Creator": None, "Producer": None, "CreationDate": None, "Title": cleaned(title)}
        FigureCanvasPdf(self._figure).print_pdf(file, metadata=about)
        return file.getvalue()

    def _add(self, artist: Artist) -> None:
        artist.set_transform(self._pixels)
        self._figure.add_artist(artist)


def leading(size: float) -> float:
    """Distance between two lines of text of this size."""
    return size * 1.3


def _diagonals(x: float, y: float, width: float, height: float, *, step: float) -> list[tuple[Point, Point]]:
    """Strokes from lower left to upper right, cut at the edges of the box."""
    strokes = []
    offset = step
    while offset < width + height:
        start = (x + max(0.0, offset - height), y + min(offset, height))
        end = (x + min(offset, width), y + max(0.0, offset - width))
        strokes.append((start, end))
        offset += step
    return strokes
