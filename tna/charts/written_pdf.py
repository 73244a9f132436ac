"""A drawing as a PDF of one page, for print: tagged as one figure with its description (PDF/UA-1, ISO 14289-1).

The file names nobody, no program and no time: the same drawing gives the same bytes. ISO 32000-1 names the parts.
"""

from collections.abc import Sequence
from xml.sax.saxutils import escape
from zlib import compress

from tna.charts import style
from tna.charts.drawn import Box, Drawing, Element, Frame, Hatch, Line, Point, Rect, Shaped, Strokes, Words, corners
from tna.charts.lettering import BOX, drawable, glyph_of
from tna.charts.pdf_fonts import advance_of, font_facts, font_with
from tna.language import spoken

_POINTS = 0.75
"""A CSS pixel is 1/96 of an inch, a point 1/72."""

_FONTS = {False: ("F1", "AAAAAA+DejaVuSans"), True: ("F2", "AAAAAB+DejaVuSans-Bold")}
_CATALOG, _PAGES, _PAGE, _CONTENT, _INFO, _METADATA, _STRUCTURE, _DOCUMENT, _FIGURE, _PARENTS = range(1, 11)


class _Used:
    """The glyphs of one weight that the picture draws, with the sign each stands for."""

    def __init__(self, bold: bool) -> None:
        self.bold = bold
        self.signs: dict[int, str] = {}

    def hexadecimal(self, text: str) -> str:
        """The text as the numbers of its glyphs; a sign that this weight lacks is drawn as a box."""
        glyphs = []
        for sign in drawable(text):
            found = sign if glyph_of(sign, bold=self.bold) else BOX
            glyph = glyph_of(found, bold=self.bold)
            self.signs.setdefault(glyph, found)
            glyphs.append(glyph)
        return "".join(f"{glyph:04x}" for glyph in glyphs)

    def width(self, text: str, size: float) -> float:
        """How wide the text is drawn."""
        glyphs = bytes.fromhex(self.hexadecimal(text))
        places = range(0, len(glyphs), 2)
        return sum(advance_of(int.from_bytes(glyphs[at : at + 2]), bold=self.bold) for at in places) * size / 1000


def pdf_of(drawing: Drawing) -> bytes:
    """The picture as a page of its own size."""
    used = {bold: _Used(bold) for bold in _FONTS}
    content = _content(drawing, used)
    width, height = drawing.width * _POINTS, drawing.height * _POINTS
    objects = _frame(drawing, width, height)
    objects[_CONTENT] = _stream(content.encode("ascii"))
    fonts = []
    for bold, one in used.items():
        if one.signs:
            number = max(objects) + 1
            fonts.append(f"/{_FONTS[bold][0]} {number} 0 R")
            objects |= _font(number, one)
    objects[_PAGE] = objects[_PAGE].replace(b"@fonts", " ".join(fonts).encode("ascii"))
    return _file(objects)


def _frame(drawing: Drawing, width: float, height: float) -> dict[int, bytes]:
    """Everything around the content: page, title, and the structure that says this is one figure."""
    title, described = _text(drawing.title), _text(drawing.described)
    box = f"[0 0 {_figure(width)} {_figure(height)}]"
    objects = {
        _CATALOG: f"<</Type /Catalog /Pages {_PAGES} 0 R /Metadata {_METADATA} 0 R /StructTreeRoot {_STRUCTURE} 0 R "
        f"/MarkInfo <</Marked true>> /Lang {_text(spoken().tag)} /ViewerPreferences <</DisplayDocTitle true>>>>",
        _PAGES: f"<</Type /Pages /Kids [{_PAGE} 0 R] /Count 1>>",
        _PAGE: f"<</Type /Page /Parent {_PAGES} 0 R /MediaBox {box} /Contents {_CONTENT} 0 R /StructParents 0 "
        "/Tabs /S /Resources <</Font <<@fonts>>>>>>",
        _INFO: f"<</Title {title}>>",
        _STRUCTURE: f"<</Type /StructTreeRoot /K {_DOCUMENT} 0 R /ParentTree {_PARENTS} 0 R /ParentTreeNextKey 1>>",
        _DOCUMENT: f"<</Type /StructElem /S /Document /P {_STRUCTURE} 0 R /K [{_FIGURE} 0 R]>>",
        _FIGURE: f"<</Type /StructElem /S /Figure /P {_DOCUMENT} 0 R /Pg {_PAGE} 0 R /K 0 /T {title} /Alt {described} "
        f"/A <</O /Layout /Placement /Block /BBox {box}>>>>",
        _PARENTS: f"<</Nums [0 [{_FIGURE} 0 R]]>>",
    }
    made = {number: written.encode("ascii") for number, written in objects.items()}
    return made | {_METADATA: _stream(_metadata(drawing.title).encode(), "/Type /Metadata /Subtype /XML", packed=False)}


def _metadata(title: str) -> str:
    return (
        '<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>'
        '<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">'
        '<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/" '
        'xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/"><pdfuaid:part>1</pdfuaid:part>'
        f'<dc:title><rdf:Alt><rdf:li xml:lang="x-default">{escape(title)}</rdf:li></rdf:Alt></dc:title>'
        '</rdf:Description></rdf:RDF></x:xmpmeta><?xpacket end="r"?>'
    )


# The content -------------------------------------------------------------------------------------------------


def _content(drawing: Drawing, used: dict[bool, _Used]) -> str:
    """The page's operators, in pixels from the upper left corner."""
    turned = f"{_POINTS} 0 0 -{_POINTS} 0 {_figure(drawing.height * _POINTS)} cm"
    drawn = [_written(element, used) for element in drawing.elements]
    return "\n".join(["/Figure <</MCID 0>> BDC", "q", turned, *drawn, "Q", "EMC"])


def _written(element: Element, used: dict[bool, _Used]) -> str:
    match element:
        case Box(place, colour):
            return f"{_ink(colour)} rg {_rectangle(place)} f"
        case Shaped(points, colour):
            return f"{_ink(colour)} rg {_closed(points)} f"
        case Frame(place, colour, thick):
            return f"{_ink(colour)} RG {_figure(thick)} w {_rectangle(place.inset(thick / 2))} S"
        case Strokes(lines, colour, thick):
            return _stroked(lines, colour, thick)
        case Hatch(place):
            return f"{_ink(style.HATCH_GROUND)} rg {_closed(corners(place))} f\n" + _stroked(
                element.strokes, style.HATCH, 1
            )
        case Words():
            return _line(element, used[element.bold])


def _line(words: Words, used: _Used) -> str:
    x, y = words.at
    if words.anchor != "left":
        x -= used.width(words.text, words.size) * (0.5 if words.anchor == "center" else 1)
    font, _ = _FONTS[words.bold]
    return (
        f"BT {_ink(words.colour)} rg /{font} {_figure(words.size)} Tf 1 0 0 -1 {_figure(x)} {_figure(y)} Tm "
        f"<{used.hexadecimal(words.text)}> Tj ET"
    )


def _stroked(lines: Sequence[Line], colour: str, thick: float) -> str:
    path = " ".join(f"{_figure(a)} {_figure(b)} m {_figure(c)} {_figure(d)} l" for (a, b), (c, d) in lines)
    return f"{_ink(colour)} RG {_figure(thick)} w {path} S"


def _rectangle(place: Rect) -> str:
    return f"{_figure(place.x)} {_figure(place.y)} {_figure(place.width)} {_figure(place.height)} re"


def _closed(points: Sequence[Point]) -> str:
    (x, y), *rest = points
    return f"{_figure(x)} {_figure(y)} m " + " ".join(f"{_figure(a)} {_figure(b)} l" for a, b in rest) + " h"


def _ink(colour: str) -> str:
    return " ".join(_figure(int(colour[at : at + 2], 16) / 255) for at in (1, 3, 5))


# Fonts and file ----------------------------------------------------------------------------------------------


def _font(number: int, used: _Used) -> dict[int, bytes]:
    """A font with its widths, its glyphs, and the signs they stand for, so that words can be searched and read out."""
    name, facts = _FONTS[used.bold][1], font_facts(bold=used.bold)
    glyphs = sorted(used.signs)
    widths = " ".join(f"{glyph} [{advance_of(glyph, bold=used.bold)}]" for glyph in glyphs)
    box = " ".join(str(one) for one in facts.box)
    written = {
        number: f"<</Type /Font /Subtype /Type0 /BaseFont /{name} /Encoding /Identity-H "
        f"/DescendantFonts [{number + 1} 0 R] /ToUnicode {number + 4} 0 R>>",
        number + 1: f"<</Type /Font /Subtype /CIDFontType2 /BaseFont /{name} /CIDToGIDMap /Identity /W [{widths}] "
        f"/CIDSystemInfo <</Registry (Adobe) /Ordering (Identity) /Supplement 0>> /FontDescriptor {number + 2} 0 R>>",
        number + 2: f"<</Type /FontDescriptor /FontName /{name} /Flags 4 /FontBBox [{box}] /ItalicAngle 0 "
        f"/Ascent {facts.ascent} /Descent {facts.descent} /CapHeight 729 /StemV 80 /FontFile2 {number + 3} 0 R>>",
    }
    font = font_with(glyphs, bold=used.bold)
    made = {key: one.encode("ascii") for key, one in written.items()}
    made[number + 3] = _stream(font, f"/Length1 {len(font)}")
    made[number + 4] = _stream(_signs(used).encode("ascii"))
    return made


def _signs(used: _Used) -> str:
    pairs = [f"<{glyph:04x}> <{_utf16(sign)}>" for glyph, sign in sorted(used.signs.items())]
    # A hundred at a time is all that the format allows.
    parts = [pairs[start : start + 100] for start in range(0, len(pairs), 100)]
    blocks = "".join(f"{len(part)} beginbfchar\n" + "\n".join(part) + "\nendbfchar\n" for part in parts)
    return (
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap\n"
        "/CIDSystemInfo <</Registry (Adobe) /Ordering (UCS) /Supplement 0>> def\n"
        "/CMapName /Adobe-Identity-UCS def /CMapType 2 def\n"
        f"1 begincodespacerange <0000> <ffff> endcodespacerange\n{blocks}"
        "endcmap CMapName currentdict /CMap defineresource pop end end"
    )


def _stream(data: bytes, about: str = "", *, packed: bool = True) -> bytes:
    body = compress(data) if packed else data
    filtered = " /Filter /FlateDecode" if packed else ""
    return f"<<{about} /Length {len(body)}{filtered}>>\nstream\n".encode("ascii") + body + b"\nendstream"


def _file(objects: dict[int, bytes]) -> bytes:
    made = bytearray(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n")
    places = []
    for number in sorted(objects):
        places.append(len(made))
        made += f"{number} 0 obj\n".encode("ascii") + objects[number] + b"\nendobj\n"
    start, count = len(made), len(objects) + 1
    made += f"xref\n0 {count}\n0000000000 65535 f \n".encode("ascii")
    made += b"".join(f"{place:010} 00000 n \n".encode("ascii") for place in places)
    made += f"trailer\n<</Size {count} /Root {_CATALOG} 0 R /Info {_INFO} 0 R>>\n".encode("ascii")
    return bytes(made + f"startxref\n{start}\n%%EOF\n".encode("ascii"))


def _text(text: str) -> str:
    return f"<feff{_utf16(text)}>"


def _utf16(text: str) -> str:
    return text.encode("utf-16-be").hex()


def _figure(value: float) -> str:
    """A number with at most three decimals and no exponent."""
    return f"{value:.3f}".rstrip("0").rstrip(".")
