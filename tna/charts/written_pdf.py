"""A drawing as a PDF of one page, for print: tagged as one figure with its description (PDF/UA-1, ISO 14289-1).

The file names nobody, no program and no time: the same drawing gives the same bytes. pydyf writes the format; ISO
32000-1 says what each part of it is called.
"""

from collections.abc import Iterable, Sequence
from functools import lru_cache
from io import BytesIO
from xml.sax.saxutils import escape
from zlib import compress

from matplotlib.colors import to_rgb
from pydyf import PDF, Array, Dictionary, Object, Stream, String

from tna.charts import style
from tna.charts.drawn import Box, Drawing, Element, Frame, Hatch, Line, Point, Rect, Shaped, Strokes, Words, corners
from tna.charts.lettering import drawable, width_of
from tna.charts.pdf_fonts import FontPart, font_with
from tna.language import spoken

_POINTS = 0.75
"""A CSS pixel is 1/96 of an inch, a point 1/72."""

_FONTS = {False: ("F1", "AAAAAA+DejaVuSans"), True: ("F2", "AAAAAB+DejaVuSans-Bold")}
_PARTS = {"left": 0.0, "center": 0.5, "right": 1.0}
"""Where along a line of text its point lies."""


def pdf_of(drawing: Drawing) -> bytes:
    """The picture as a page of its own size."""
    pdf = PDF()
    fonts = {bold: _font_for(drawing, bold) for bold in _FONTS}
    box = Array([0, 0, drawing.width * _POINTS, drawing.height * _POINTS])
    page = Dictionary({"Type": "/Page", "Parent": pdf.pages.reference, "MediaBox": box, "Tabs": "/S"})
    page["Contents"] = _added(pdf, _content(drawing, fonts))
    embedded = {_FONTS[bold][0]: _embedded(pdf, part, bold) for bold, part in fonts.items()}
    page["Resources"] = Dictionary({"Font": Dictionary(embedded)})
    page["StructParents"] = 0
    pdf.add_page(page)
    _tell(pdf, drawing, page)
    file = BytesIO()
    pdf.write(file)
    return file.getvalue()


def _added(pdf: PDF, made: Object) -> bytes:
    """The reference to an object that is in the file now."""
    pdf.add_object(made)
    reference: bytes = made.reference
    return reference


def _tell(pdf: PDF, drawing: Drawing, page: Dictionary) -> None:
    """What the page is: its title, its language, and the structure that says this is one figure."""
    title = String(drawing.title)
    root, document, figure = Dictionary(), Dictionary(), Dictionary()
    for one in (root, document, figure):
        pdf.add_object(one)
    within = Dictionary({"O": "/Layout", "Placement": "/Block", "BBox": page["MediaBox"]})
    parents = Dictionary({"Nums": Array([0, Array([figure.reference])])})
    root |= {"Type": "/StructTreeRoot", "K": document.reference, "ParentTree": parents, "ParentTreeNextKey": 1}
    document |= {"Type": "/StructElem", "S": "/Document", "P": root.reference, "K": figure.reference}
    figure |= {"Type": "/StructElem", "S": "/Figure", "P": document.reference, "Pg": page.reference, "K": 0}
    figure |= {"T": title, "Alt": String(drawing.described), "A": within}
    metadata = Stream([_metadata(drawing.title).encode()], {"Type": "/Metadata", "Subtype": "/XML"})
    pdf.info["Title"] = title
    pdf.catalog |= {"Metadata": _added(pdf, metadata), "StructTreeRoot": root.reference}
    pdf.catalog |= {"Lang": String(spoken().tag), "MarkInfo": Dictionary({"Marked": "true"})}
    pdf.catalog["ViewerPreferences"] = Dictionary({"DisplayDocTitle": "true"})


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


def _content(drawing: Drawing, fonts: dict[bool, FontPart]) -> Stream:
    """What is drawn, in pixels from the upper left corner."""
    page = Stream(compress=True)
    page.begin_marked_content("Figure", "<</MCID 0>>")
    page.push_state()
    page.set_matrix(_POINTS, 0, 0, -_POINTS, 0, drawing.height * _POINTS)
    for element in drawing.elements:
        _draw(page, element)
    for words in drawing.words:
        _set(page, words, fonts[words.bold])
    page.pop_state()
    page.end_marked_content()
    return page


def _draw(page: Stream, element: Element) -> None:
    match element:
        case Box(place, colour):
            _fill(page, corners(place), colour)
        case Shaped(points, colour):
            _fill(page, points, colour)
        case Frame(place, colour, thick):
            _outline(page, place.inset(thick / 2), colour, thick)
        case Strokes(lines, colour, thick):
            _stroke(page, lines, colour, thick)
        case Hatch(place):
            _fill(page, corners(place), style.HATCH_GROUND)
            _stroke(page, element.strokes, style.HATCH, 1)


def _fill(page: Stream, points: Sequence[Point], colour: str) -> None:
    page.set_color_rgb(*to_rgb(colour))
    page.move_to(*points[0])
    for point in points[1:]:
        page.line_to(*point)
    page.close()
    page.fill()


def _outline(page: Stream, place: Rect, colour: str, thick: float) -> None:
    page.set_color_rgb(*to_rgb(colour), stroke=True)
    page.set_line_width(thick)
    page.rectangle(place.x, place.y, place.width, place.height)
    page.stroke()


def _stroke(page: Stream, lines: Iterable[Line], colour: str, thick: float) -> None:
    page.set_color_rgb(*to_rgb(colour), stroke=True)
    page.set_line_width(thick)
    for start, end in lines:
        page.move_to(*start)
        page.line_to(*end)
    page.stroke()


def _set(page: Stream, words: Words, font: FontPart) -> None:
    x, y = words.at
    text = drawable(words.text, bold=words.bold)
    x -= width_of(text, words.size, bold=words.bold) * _PARTS[words.anchor]
    page.begin_text()
    page.set_color_rgb(*to_rgb(words.colour))
    page.set_font_size(_FONTS[words.bold][0], words.size)
    page.set_text_matrix(1, 0, 0, -1, x, y)
    page.show_text(f"<{''.join(font.glyphs[sign] for sign in text)}>")
    page.end_text()


# The fonts ---------------------------------------------------------------------------------------------------


def _font_for(drawing: Drawing, bold: bool) -> FontPart:
    texts = (drawable(words.text, bold=bold) for words in drawing.words if words.bold is bold)
    return font_with(frozenset().union(*texts), bold=bold)


def _embedded(pdf: PDF, font: FontPart, bold: bool) -> bytes:
    """A font with its widths, its glyphs, and the signs they stand for, so that words can be searched and read out."""
    name = f"/{_FONTS[bold][1]}"
    file = Stream([font.packed], {"Filter": "/FlateDecode", "Length1": font.length})
    facts = Dictionary({"Type": "/FontDescriptor", "FontName": name, "Flags": 4, "FontBBox": Array(font.box)})
    facts |= {"ItalicAngle": 0, "Ascent": font.ascent, "Descent": font.descent, "CapHeight": 729, "StemV": 80}
    facts["FontFile2"] = _added(pdf, file)
    system = Dictionary({"Registry": String("Adobe"), "Ordering": String("Identity"), "Supplement": 0})
    glyphs = Dictionary({"Type": "/Font", "Subtype": "/CIDFontType2", "BaseFont": name, "CIDSystemInfo": system})
    glyphs |= {"CIDToGIDMap": "/Identity", "W": _widths(font), "FontDescriptor": _added(pdf, facts)}
    whole = Dictionary({"Type": "/Font", "Subtype": "/Type0", "BaseFont": name, "Encoding": "/Identity-H"})
    whole |= {
        "DescendantFonts": Array([_added(pdf, glyphs)]),
        "ToUnicode": _added(pdf, Stream([_signs(font)], {"Filter": "/FlateDecode"})),
    }
    return _added(pdf, whole)


@lru_cache(maxsize=32)
def _widths(font: FontPart) -> bytes:
    """The widths of all glyphs as the format writes them; most pictures of a process have the same."""
    written: bytes = Array([0, Array(font.widths)]).data
    return written


@lru_cache(maxsize=32)
def _signs(font: FontPart) -> bytes:
    """Which sign each glyph stands for, in the words of the format, compressed: at most a hundred at a time."""
    pairs = [f"<{glyph}> <{sign.encode('utf-16-be').hex()}>" for sign, glyph in font.glyphs.items()]
    parts = [pairs[start : start + 100] for start in range(0, len(pairs), 100)]
    blocks = "".join(f"{len(part)} beginbfchar\n" + "\n".join(part) + "\nendbfchar\n" for part in parts)
    whole = (
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap\n"
        "/CIDSystemInfo <</Registry (Adobe) /Ordering (UCS) /Supplement 0>> def\n"
        "/CMapName /Adobe-Identity-UCS def /CMapType 2 def\n"
        f"1 begincodespacerange <0000> <ffff> endcodespacerange\n{blocks}"
        "endcmap CMapName currentdict /CMap defineresource pop end end"
    )
    return compress(whole.encode("ascii"))
