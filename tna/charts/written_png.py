"""A drawing as PNG at twice its size, for slides and mail: few colours, so that it stays small."""

from functools import lru_cache
from io import BytesIO
from math import ceil, floor

from PIL import Image, ImageDraw, ImageFont
from PIL.PngImagePlugin import PngInfo

from tna.charts import style
from tna.charts.drawn import Box, Drawing, Element, Frame, Hatch, Line, Point, Rect, Shaped, Strokes, Words
from tna.charts.lettering import drawable, font_file

_SCALE = 2
_FINER = 4
"""Slanted edges are drawn this many times finer and then made smaller, so that they are smooth."""

_PALETTE, _MOST_COLOURS, _STEPS = 256, 64, 4
"""Colours a palette holds, and how many of a picture's own it takes, with steps from each to that of its words."""

_PARTS = {"left": 0.0, "center": 0.5, "right": 1.0}
"""Where along a line of text its point lies."""

_EFFORT = 3
"""Of zlib's nine: half the time of the usual six, for a third more bytes."""

Corners = tuple[Point, ...]


def png_of(drawing: Drawing) -> bytes:
    """The picture, with its title and description for those who do not see it, and nothing of who made it when."""
    size = (round(drawing.width * _SCALE), round(drawing.height * _SCALE))
    image = Image.new("RGB", size, style.PAPER)
    pen = ImageDraw.Draw(image)
    for element in drawing.elements:
        _draw(image, pen, element)
    about = PngInfo()
    about.add_itxt("Title", drawing.title, "", "Title")
    about.add_itxt("Description", drawing.described, "", "Description")
    file = BytesIO()
    _in_few_colours(image, drawing.colours).save(file, "PNG", pnginfo=about, dpi=(144, 144), compress_level=_EFFORT)
    return file.getvalue()


def _draw(image: Image.Image, pen: ImageDraw.ImageDraw, element: Element) -> None:
    match element:
        case Box(place, colour):
            _fill(pen, place, colour)
        case Frame(place, colour, thick):
            for side in _sides(place, thick):
                _fill(pen, side, colour)
        case Hatch(place):
            _hatch(image, pen, place)
        case Strokes(lines, colour, thick):
            for line in lines:
                _stroke(image, pen, line, colour, thick)
        case Shaped(points, colour):
            _shape(image, points, colour)
        case Words():
            _set(image, element)


def _fill(pen: ImageDraw.ImageDraw, place: Rect, colour: str) -> None:
    """A box on whole pixels; Pillow counts the last row and column in."""
    left, top = round(place.x * _SCALE), round(place.y * _SCALE)
    right, foot = round(place.right * _SCALE) - 1, round(place.foot * _SCALE) - 1
    if right >= left and foot >= top:
        pen.rectangle((left, top, right, foot), fill=colour)


def _sides(place: Rect, thick: float) -> list[Rect]:
    return [
        Rect(place.x, place.y, place.width, thick),
        Rect(place.x, place.foot - thick, place.width, thick),
        Rect(place.x, place.y, thick, place.height),
        Rect(place.right - thick, place.y, thick, place.height),
    ]


def _hatch(image: Image.Image, pen: ImageDraw.ImageDraw, place: Rect) -> None:
    _fill(pen, place, style.HATCH_GROUND)
    left, top = round(place.x * _SCALE), round(place.y * _SCALE)
    size = (round(place.right * _SCALE) - left, round(place.foot * _SCALE) - top)
    if size[0] > 0 and size[1] > 0:
        image.paste(style.HATCH, (left, top), _hatching(size))


def _stroke(image: Image.Image, pen: ImageDraw.ImageDraw, line: Line, colour: str, thick: float) -> None:
    (x, y), (to_x, to_y) = line
    half = thick / 2
    if y == to_y:
        _fill(pen, Rect(min(x, to_x), y - half, abs(to_x - x), thick), colour)
    elif x == to_x:
        _fill(pen, Rect(x - half, min(y, to_y), thick, abs(to_y - y)), colour)
    else:
        _shape(image, _slanted(line, thick), colour)


def _slanted(line: Line, thick: float) -> Corners:
    """The corners of a stroke that is neither level nor upright."""
    (x, y), (to_x, to_y) = line
    across = thick / 2 / ((to_x - x) ** 2 + (to_y - y) ** 2) ** 0.5
    dx, dy = (y - to_y) * across, (to_x - x) * across
    return ((x + dx, y + dy), (to_x + dx, to_y + dy), (to_x - dx, to_y - dy), (x - dx, y - dy))


def _shape(image: Image.Image, points: Corners, colour: str) -> None:
    left = floor(min(x for x, _ in points) * _SCALE)
    top = floor(min(y for _, y in points) * _SCALE)
    # To a quarter of a pixel: the same mark in another place is then often the same mask.
    apart = tuple((round((x * _SCALE - left) * _FINER), round((y * _SCALE - top) * _FINER)) for x, y in points)
    image.paste(colour, (left, top), _mask(apart))


@lru_cache(maxsize=512)
def _mask(points: tuple[tuple[int, int], ...]) -> Image.Image:
    """How much of each pixel a polygon covers; points in pixels `_FINER` times smaller."""
    width, height = (max(1, ceil((max(one) + 1) / _FINER)) for one in zip(*points, strict=True))
    fine = Image.new("L", (width * _FINER, height * _FINER))
    ImageDraw.Draw(fine).polygon(points, fill=255)
    return fine.reduce(_FINER)


@lru_cache(maxsize=128)
def _hatching(size: tuple[int, int]) -> Image.Image:
    width, height = size
    fine = Image.new("L", (width * _FINER, height * _FINER))
    pen = ImageDraw.Draw(fine)
    whole = Rect(0, 0, width * _FINER, height * _FINER)
    scale = _SCALE * _FINER
    for line in Hatch(Rect(0, 0, whole.width / scale, whole.height / scale)).strokes:
        pen.polygon([(x * scale, y * scale) for x, y in _slanted(line, 1)], fill=255)
    return fine.reduce(_FINER)


def _set(image: Image.Image, words: Words) -> None:
    letters, left, top, width = _letters(drawable(words.text), words.size, words.bold)
    x, y = words.at
    at = (round(x * _SCALE - width * _PARTS[words.anchor]) + left, round(y * _SCALE) + top)
    image.paste(words.colour, at, letters)


@lru_cache(maxsize=1024)
def _letters(text: str, size: float, bold: bool) -> tuple[Image.Image, int, int, float]:
    """A line of text as it covers pixels, where that lies from its left end on the baseline, and its width.

    Titles of role groups and domains stand on many pictures of a release.
    """
    font = _font(size, bold)
    left, top, right, foot = (round(end) for end in font.getbbox(text, anchor="ls"))
    mask = Image.new("L", (max(1, right - left), max(1, foot - top)))
    ImageDraw.Draw(mask).text((-left, -top), text, 255, font=font, anchor="ls")
    return mask, left, top, font.getlength(text)


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
