"""A drawing as SVG that may stand inside a page: no styles, no ids, no metadata, a title and a description.

Our pages forbid inline styles (Content-Security-Policy), two pictures on one page may not share ids, and words
should be set in the page's own font. So there is nothing but `svg`, `title`, `desc`, `path` and `text`.
"""

from collections.abc import Iterable
from functools import lru_cache
from xml.sax.saxutils import escape, quoteattr

from tna.charts import style
from tna.charts.drawn import Box, Drawing, Element, Frame, Hatch, Line, Point, Shaped, Strokes, Words, corners

FONTS = "system-ui, -apple-system, 'Segoe UI', Roboto, 'Helvetica Neue', Arial, 'DejaVu Sans', sans-serif"

_ANCHORS = {"left": "start", "center": "middle", "right": "end"}


def svg_of(drawing: Drawing) -> bytes:
    """The picture as one `svg` element, named by its description for those who do not see it."""
    width, height = _figure(drawing.width), _figure(drawing.height)
    described = escape(drawing.described)
    head = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" height="{height}" '
        f'role="img" aria-label={quoteattr(drawing.described)} font-family={quoteattr(FONTS)}>'
        f"<title>{escape(drawing.title)}</title><desc>{described}</desc>"
    )
    ground = f'<path d="M 0 0 L {width} 0 L {width} {height} L 0 {height} z" fill="{style.PAPER}" />'
    drawn = [*map(_written, drawing.elements), *map(_text, drawing.words)]
    return "".join([head, ground, *drawn, "</svg>"]).encode()


def _written(element: Element) -> str:
    match element:
        case Box(place, colour):
            return _filled(corners(place), colour)
        case Shaped(points, colour):
            return _filled(points, colour)
        case Frame(place, colour, thick):
            return f'<path d="{_closed(corners(place.inset(thick / 2)))}" {_stroke(colour, thick)} />'
        case Strokes(lines, colour, thick):
            return f'<path d="{_open(lines)}" {_stroke(colour, thick)} />'
        case Hatch(place):
            # Strokes of their own, so that no pattern needs an id in the page.
            ground = _filled(corners(place), style.HATCH_GROUND)
            return ground + f'<path d="{_open(element.strokes)}" {_stroke(style.HATCH, 1)} />'


def _text(words: Words) -> str:
    x, y = words.at
    weight = ' font-weight="700"' if words.bold else ""
    anchor = "" if words.anchor == "left" else f' text-anchor="{_ANCHORS[words.anchor]}"'
    return (
        f'<text x="{_figure(x)}" y="{_figure(y)}" font-size="{_figure(words.size)}px"{weight}{anchor} '
        f'fill="{words.colour}">{escape(words.text)}</text>'
    )


def _filled(points: Iterable[Point], colour: str) -> str:
    return f'<path d="{_closed(points)}" fill="{colour}" />'


def _stroke(colour: str, thick: float) -> str:
    return f'fill="none" stroke="{colour}" stroke-width="{_figure(thick)}"'


def _closed(points: Iterable[Point]) -> str:
    return "M " + " L ".join(f"{_figure(x)} {_figure(y)}" for x, y in points) + " z"


def _open(lines: Iterable[Line]) -> str:
    return " ".join(f"M {_figure(a)} {_figure(b)} L {_figure(c)} {_figure(d)}" for (a, b), (c, d) in lines)


@lru_cache(maxsize=4096)
def _figure(value: float) -> str:
    """A length with at most three decimals."""
    return f"{value:.3f}".rstrip("0").rstrip(".")
