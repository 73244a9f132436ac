"""A drawing as PNG half as large again, for slides and mail: few colours, so that it stays small.

matplotlib's Agg paints what is drawn, smooth where it slants and on whole pixels where it does not; Pillow sets the
words, chooses the palette and writes the file.
"""

from collections.abc import Sequence
from functools import lru_cache
from io import BytesIO
from zlib import Z_RLE

from matplotlib.backend_bases import GraphicsContextBase
from matplotlib.backends.backend_agg import RendererAgg
from matplotlib.colors import to_rgb
from matplotlib.path import Path
from matplotlib.transforms import Affine2D
from PIL import Image, ImageDraw, ImageFont
from PIL.PngImagePlugin import PngInfo

from tna.charts import style
from tna.charts.drawn import Anchor, Box, Drawing, Element, Frame, Hatch, Line, Point, Rect, Shaped, Strokes, corners
from tna.charts.lettering import drawable, font_file

_SCALE = 1.5
"""Pixels of the file to one of the drawing: 1,440 across, most of a slide, and half the work of two."""

_POINTS_PER_INCH = 72
"""At this resolution a point of matplotlib is a pixel of the drawing."""

_PALETTE, _MOST_COLOURS, _STEPS = 256, 64, 4
"""Colours a palette holds, and how many of a picture's own it takes, with steps from each to that of its words."""

_ANCHORS = {"left": "ls", "center": "ms", "right": "rs"}
"""Pillow's names for the left end, the middle and the right end of a baseline."""


def png_of(drawing: Drawing) -> bytes:
    """The picture, with its title and description for those who do not see it, and nothing of who made it when."""
    image = _painted(drawing)
    for words in drawing.words:
        letters, left, top = _letters(words.text, words.size, words.bold, words.anchor)
        x, y = words.at
        image.paste(words.colour, (round(x * _SCALE) + left, round(y * _SCALE) + top), letters)
    about = PngInfo()
    about.add_itxt("Title", drawing.title, "", "Title")
    about.add_itxt("Description", drawing.described, "", "Description")
    file = BytesIO()
    # Of zlib's ways the one for even areas: a third of the time of the usual one, for more bytes.
    _in_few_colours(image, drawing.colours).save(file, "PNG", pnginfo=about, dpi=(144, 144), compress_type=Z_RLE)
    return file.getvalue()


def _painted(drawing: Drawing) -> Image.Image:
    """All but the words."""
    size = (round(drawing.width * _SCALE), round(drawing.height * _SCALE))
    brush = _Brush(size)
    brush.fill(_closed(corners(Rect(0, 0, drawing.width, drawing.height))), style.PAPER)
    for element in drawing.elements:
        _paint(brush, element)
    return Image.frombytes("RGB", size, brush.canvas.buffer_rgba(), "raw", "RGBX")


def _paint(brush: "_Brush", element: Element) -> None:
    match element:
        case Box(place, colour):
            brush.fill(_closed(corners(place)), colour)
        case Shaped(points, colour):
            brush.fill(_closed(points), colour)
        case Frame(place, colour, thick):
            brush.fill(_ring(place, thick), colour)
        case Strokes(lines, colour, thick):
            brush.stroke(_open(lines), colour, thick)
        case Hatch(place):
            brush.fill(_closed(corners(place)), style.HATCH_GROUND)
            brush.stroke(_open(element.strokes), style.HATCH, 1)


class _Brush:
    """Paints on a canvas of Agg, so many of its pixels wide and high, in places of the drawing."""

    def __init__(self, size: tuple[int, int]) -> None:
        self.canvas = RendererAgg(*size, _SCALE * _POINTS_PER_INCH)
        self._look = GraphicsContextBase()
        self._placed = Affine2D().scale(_SCALE, -_SCALE).translate(0, size[1])

    def fill(self, path: Path, colour: str) -> None:
        self._look.set_linewidth(0)
        self.canvas.draw_path(self._look, path, self._placed, to_rgb(colour))

    def stroke(self, path: Path, colour: str, thick: float) -> None:
        self._look.set_linewidth(thick)
        self._look.set_foreground(colour)
        self.canvas.draw_path(self._look, path, self._placed)


def _closed(points: Sequence[Point]) -> Path:
    return Path([*points, points[0]], closed=True)


def _ring(place: Rect, thick: float) -> Path:
    """A frame as a filled path: a box and, the other way round, the hole in it; so it lies on the pixels of the box."""
    return Path.make_compound_path(_closed(corners(place)), _closed(corners(place.inset(thick))[::-1]))


def _open(lines: Sequence[Line]) -> Path:
    return Path([end for line in lines for end in line], [Path.MOVETO, Path.LINETO] * len(lines))


@lru_cache(maxsize=2048)
def _letters(text: str, size: float, bold: bool, anchor: Anchor) -> tuple[Image.Image, int, int]:
    """A line of text as it covers pixels, and how far right of its point and below it that begins.

    Titles of role groups and domains stand on many pictures of a release.
    """
    shown, font, place = drawable(text, bold=bold), _font(size, bold), _ANCHORS[anchor]
    left, top, right, foot = (round(end) for end in font.getbbox(shown, anchor=place))
    mask = Image.new("L", (max(1, right - left), max(1, foot - top)))
    ImageDraw.Draw(mask).text((-left, -top), shown, 255, font, place)
    return mask, left, top


@lru_cache(maxsize=32)
def _font(size: float, bold: bool) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(font_file(bold=bold), size * _SCALE)


def _in_few_colours(image: Image.Image, exact: list[str]) -> Image.Image:
    """The picture with a palette: the colours it was drawn with, and between each and its words a few for edges."""
    drawn = [_parts(colour) for colour in exact[:_MOST_COLOURS]]
    between = [
        tuple(round(one + (other - one) * step / _STEPS) for one, other in zip(ground, words, strict=True))
        for ground, words in [(_parts(one), _parts(style.readable_on(one))) for one in exact[:_MOST_COLOURS]]
        for step in range(1, _STEPS)
    ]
    palette = Image.new("P", (1, 1))
    entries = list(dict.fromkeys([*drawn, *between]))[:_PALETTE]
    palette.putpalette([part for entry in entries for part in entry])
    return image.quantize(palette=palette, dither=Image.Dither.NONE)


def _parts(colour: str) -> tuple[int, ...]:
    return tuple(int(colour[start : start + 2], 16) for start in (1, 3, 5))
