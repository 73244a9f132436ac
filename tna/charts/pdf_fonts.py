"""The part of a font that a PDF takes along, cut out and measured by fontTools."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from io import BytesIO
from zlib import compress

from fontTools import subset
from fontTools.ttLib import TTFont

from tna.charts.lettering import BOX, ELLIPSIS, font_file

_USUAL = frozenset(map(chr, [*range(0x20, 0x7F), *range(0xA0, 0x180)])) | frozenset(f"‘’“”–—−•{BOX}{ELLIPSIS}ẀẁẂẃẄẅỲỳ")
"""The letters of European languages in Latin script, Welsh among them, and signs that stand between them.

Every picture takes all of these along, although it needs few: then one part of the font serves most pictures of a
process, and cutting it out takes as long as writing several of them.
"""

_OF_LAYOUT = ["GDEF", "GPOS", "GSUB"]
_NOT_IN_PDF = ["FFTM", "OS/2", "gasp", "kern", "name", "post"]


@dataclass(frozen=True, slots=True, eq=False)
class FontPart:
    """Some signs of a font: of each the number of its glyph, in four hexadecimal figures, and of each glyph its width.

    Lengths are in thousandths of the size; `box` is left, foot, right, top; `packed` is the font file, compressed
    from so many bytes.
    """

    glyphs: Mapping[str, str]
    widths: tuple[int, ...]
    box: tuple[int, int, int, int]
    ascent: int
    descent: int
    packed: bytes
    length: int


def font_with(signs: frozenset[str], *, bold: bool) -> FontPart:
    """A part of the font in which these signs are, those that the font has."""
    return _cut(signs - _USUAL, bold)


@lru_cache(maxsize=32)
def _cut(unusual: frozenset[str], bold: bool) -> FontPart:
    font = TTFont(font_file(bold=bold), recalcTimestamp=False)
    for table in _OF_LAYOUT:
        if table in font:
            del font[table]  # before fontTools reads it, which takes as long as all the rest
    options = subset.Options(hinting=False, layout_features=[], notdef_outline=True, drop_tables=_NOT_IN_PDF)
    cutter = subset.Subsetter(options)
    cutter.populate(text="".join(_USUAL | unusual))
    cutter.subset(font)
    file = BytesIO()
    font.save(file)

    head, metrics = font["head"], font["hmtx"]

    def thousandths(length: int) -> int:
        return round(length * 1000 / int(head.unitsPerEm))

    return FontPart(
        glyphs={chr(code): f"{font.getGlyphID(name):04x}" for code, name in font.getBestCmap().items()},
        widths=tuple(thousandths(metrics[name][0]) for name in font.getGlyphOrder()),
        box=(thousandths(head.xMin), thousandths(head.yMin), thousandths(head.xMax), thousandths(head.yMax)),
        ascent=thousandths(font["hhea"].ascent),
        descent=thousandths(font["hhea"].descent),
        packed=compress(file.getvalue()),
        length=len(file.getvalue()),
    )
