"""What a board holds until it is written: boxes, lines, shapes and words, in CSS pixels, origin top left."""

from dataclasses import dataclass
from typing import Literal

from tna.charts import style

Anchor = Literal["left", "center", "right"]
Point = tuple[float, float]
Line = tuple[Point, Point]

HATCH_STEP = 6.0


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


@dataclass(frozen=True, slots=True)
class Box:
    """A filled rectangle."""

    place: Rect
    colour: str


@dataclass(frozen=True, slots=True)
class Frame:
    """An outline whose outer edge is that of the rectangle."""

    place: Rect
    colour: str
    thick: float


@dataclass(frozen=True, slots=True)
class Hatch:
    """The sign of what is withheld."""

    place: Rect

    @property
    def strokes(self) -> list[Line]:
        """Strokes from lower left to upper right, cut at the edges of the box."""
        return diagonals(self.place)


@dataclass(frozen=True, slots=True)
class Strokes:
    """Straight lines, together one element of the picture."""

    lines: tuple[Line, ...]
    colour: str
    thick: float


@dataclass(frozen=True, slots=True)
class Shaped:
    """A filled polygon."""

    points: tuple[Point, ...]
    colour: str


@dataclass(frozen=True, slots=True)
class Words:
    """One line of text, its baseline at the height of the point."""

    at: Point
    text: str
    size: float
    colour: str
    anchor: Anchor
    bold: bool


Element = Box | Frame | Hatch | Strokes | Shaped


@dataclass(frozen=True, slots=True)
class Drawing:
    """A whole picture: its size in pixels, what lies on it, later things on earlier ones and words on all, and what
    it says.
    """

    width: float
    height: float
    elements: tuple[Element, ...]
    words: tuple[Words, ...]
    title: str
    described: str

    @property
    def colours(self) -> list[str]:
        """Every colour used, in the order of its first use."""
        used = dict.fromkeys([style.PAPER, style.HATCH_GROUND, style.HATCH])
        used |= dict.fromkeys(one.colour for one in self.elements if not isinstance(one, Hatch))
        used |= dict.fromkeys(one.colour for one in self.words)
        return list(used)


def corners(place: Rect) -> list[Point]:
    """The corners of a rectangle, clockwise from the upper left."""
    return [(place.x, place.y), (place.right, place.y), (place.right, place.foot), (place.x, place.foot)]


def diagonals(place: Rect) -> list[Line]:
    """The strokes of a hatched box."""
    strokes = []
    along = HATCH_STEP
    while along < place.width + place.height:
        low = (place.x + max(0.0, along - place.height), place.y + min(along, place.height))
        high = (place.x + min(along, place.width), place.y + max(0.0, along - place.width))
        strokes.append((low, high))
        along += HATCH_STEP
    return strokes
