"""The look all pictures share: colours, type, sizes, and which colour of words can be read on which ground."""

from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from itertools import pairwise

INK = "#12263a"
TEAL = "#00565b"
PALE_SEA = "#eef5f5"
PAPER = "#ffffff"
BLACK = "#000000"

QUIET = "#4a5b69"
"""Second-rank words: 7:1 on paper."""

FAINT = "#dfe5e8"
"""Thin lines that only guide the eye along a row."""

EDGE = "#7d8f98"
"""Outline of something pale that has to be seen: 3:1 on paper."""

ACCENT = "#ca5800"
"""The one thing to look at; always with words beside it."""

HATCH = "#7f8990"
HATCH_GROUND = "#f3f2f1"

CONFIDENCE = ("#ca5800", "#f4b183", "#d9d9d9", "#92c5de", "#0571b0")
"""Confidence levels 1 to 5; told apart without red and green, and in print by their numbers."""

CHOICES = (INK, TEAL, "#34808b", "#6faab5", "#abcfd6", PAPER)
"""Choices of a question, at most six, dark to light as they stand in the bar: the order holds in grey and in print."""

RAMP = ((0.0, PALE_SEA), (0.5, "#8bbcc5"), (0.75, "#3b7583"), (1.0, INK))
"""Share below target: light to dark, by way of a sea blue so that the middle is not mud. A little light for
longer than even steps would be, so that fewer cells lie where neither white nor ink reads well."""

READABLE = 4.5
"""Contrast that words need on their ground (WCAG 2.2, 1.4.3)."""

SEEN = 3.0
"""Contrast that something drawn needs against what lies beside it (WCAG 2.2, 1.4.11)."""

GAP = 2.0
"""Pixels of white between neighbours, so that no two colours have to be told apart along an edge."""


class Format(StrEnum):
    """What a picture is for: SVG on pages, PNG in slides and mail, PDF in print."""

    SVG = "svg"
    PNG = "png"
    PDF = "pdf"


@dataclass(frozen=True, slots=True)
class Shape:
    """How wide a picture is and how large its words, in CSS pixels."""

    width: float
    words: float
    figures: float
    small: float
    is_narrow: bool = False


WIDE = Shape(width=960, words=14, figures=15, small=12)
NARROW = Shape(width=360, words=13, figures=13, small=11.5, is_narrow=True)
"""For a phone: the same figures in the same order, labels above instead of beside."""


@lru_cache(maxsize=1024)
def luminance(colour: str) -> float:
    """Relative luminance of `#rrggbb`, 0 black to 1 white (WCAG 2.2, "relative luminance")."""
    red, green, blue = (_linear(part) for part in _parts(colour))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """Contrast ratio of two colours, 1 to 21 (WCAG 2.2, "contrast ratio")."""
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


@lru_cache(maxsize=1024)
def readable_on(ground: str) -> str:
    """The colour for words on `ground`: ink or white where they are readable, else black, which then is.

    Between white and black there is no ground on which both stay under 4.58; between white and ink there is.
    """
    return next((words for words in (INK, PAPER) if contrast(words, ground) >= READABLE), BLACK)


def needs_edge(colour: str) -> bool:
    """Whether a box of this colour would be lost on paper, and has to be outlined."""
    return contrast(colour, PAPER) < SEEN


def ramp(share: float) -> str:
    """The colour of a share, 0 to 1, on the one ramp from light to dark; ValueError outside."""
    for (start, light), (end, dark) in pairwise(RAMP):
        if start <= share <= end:
            return _mixed(light, dark, (share - start) / (end - start))
    raise ValueError(f"a share lies between 0 and 1, not at {share}")


def _mixed(start: str, end: str, part: float) -> str:
    pairs = zip(_parts(start), _parts(end), strict=True)
    return "#" + "".join(f"{round(255 * (a + (b - a) * part)):02x}" for a, b in pairs)


def _parts(colour: str) -> tuple[float, float, float]:
    red, green, blue = (int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5))
    return red, green, blue


def _linear(part: float) -> float:
    return part / 12.92 if part <= 0.04045 else float(((part + 0.055) / 1.055) ** 2.4)
