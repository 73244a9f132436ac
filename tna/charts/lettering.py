"""Words in pictures: what may be drawn, how wide it is, and where a line breaks."""

from functools import lru_cache
from unicodedata import category

from matplotlib.font_manager import FontProperties, findfont, get_font

ELLIPSIS = "…"
MOST_CHARACTERS = 600
"""Of one label. The table beneath has the rest; without a limit one pasted page would hide the chart."""

_REMEMBERED = 2048
"""Lines of text: the pictures of a release share most of theirs, in every shape and format."""

_MEASURED_AT = 100
_WIDE_SIGN = 1.3
BOX = "\N{WHITE SQUARE}"


@lru_cache(maxsize=_REMEMBERED)
def cleaned(text: str) -> str:
    """The text as it can stand in a picture: verbatim, but for what no XML document may hold.

    Control characters and line breaks become spaces, halves of surrogate pairs and non-characters a
    replacement sign.
    """
    return " ".join("".join(_drawable(sign) for sign in text).split())


@lru_cache(maxsize=_REMEMBERED)
def width_of(text: str, size: float, *, bold: bool = False) -> float:
    """Width in pixels at this size, in the font drawn here, which is wider than those of most browsers."""
    return sum(_advance(sign, bold) for sign in text) * size


@lru_cache(maxsize=_REMEMBERED)
def wrapped(text: str, width: float, size: float, *, bold: bool = False, most: int = 6) -> tuple[str, ...]:
    """The text in lines no wider than `width`, at most `most` of them; an ellipsis says where it was cut.

    Breaks between words, and inside a word only where it alone is wider than a line.
    """
    lines: list[str] = []
    for word in _shortened(cleaned(text)).replace(" %", "\N{NO-BREAK SPACE}%").split(" "):
        together = f"{lines[-1]} {word}" if lines else word
        if lines and width_of(together, size, bold=bold) <= width:
            lines[-1] = together
        else:
            lines.extend(_pieces(word, width, size, bold=bold))
    kept = [line.replace("\N{NO-BREAK SPACE}", " ") for line in lines]
    if len(kept) <= most:
        return tuple(kept)
    return (*kept[: most - 1], _cut(kept[most - 1], width, size, bold=bold))


def _shortened(text: str) -> str:
    return text if len(text) <= MOST_CHARACTERS else text[: MOST_CHARACTERS - 1] + ELLIPSIS


def _pieces(word: str, width: float, size: float, *, bold: bool) -> list[str]:
    pieces = [""]
    for sign in word:
        if pieces[-1] and width_of(pieces[-1] + sign, size, bold=bold) > width:
            pieces.append("")
        pieces[-1] += sign
    return pieces


def _cut(line: str, width: float, size: float, *, bold: bool) -> str:
    while line and width_of(line + ELLIPSIS, size, bold=bold) > width:
        line = line[:-1]
    return line.rstrip() + ELLIPSIS


def _drawable(sign: str) -> str:
    kind = category(sign)
    if kind in {"Cc", "Zl", "Zp", "Zs"}:
        return " "
    is_noncharacter = ord(sign) & 0xFFFE == 0xFFFE or 0xFDD0 <= ord(sign) <= 0xFDEF
    return "\N{REPLACEMENT CHARACTER}" if kind == "Cs" or is_noncharacter else sign


@lru_cache(maxsize=2)
def font_file(*, bold: bool) -> str:
    """Where the font lies that pictures are measured in and, away from pages, drawn in."""
    return findfont(FontProperties(family="DejaVu Sans", weight="bold" if bold else "normal"))


@lru_cache(maxsize=_REMEMBERED)
def drawable(text: str, *, bold: bool) -> str:
    """The text as the font can draw it: a box for each sign it does not have, such as an emoji."""
    font = get_font(font_file(bold=bold))
    return "".join(sign if font.get_char_index(ord(sign)) else BOX for sign in text)


@lru_cache(maxsize=4096)
def _advance(sign: str, bold: bool) -> float:
    """Width of one sign in ems."""
    font = get_font(font_file(bold=bold))
    if not font.get_char_index(ord(sign)):
        return _WIDE_SIGN
    font.set_size(_MEASURED_AT, 72)
    return float(font.load_char(ord(sign)).linearHoriAdvance / 65536 / _MEASURED_AT)
