"""matplotlib's SVG made fit to stand inside a page: no styles, no ids, no metadata, a title and a description.

Our pages forbid inline styles (Content-Security-Policy), two pictures on one page may not share ids, and words
should be set in the page's own font. What remains is `svg`, `title`, `desc`, `g`, `path` and `text`.
"""

# Reads only what matplotlib has just written from escaped text, never a file from outside.
from xml.etree import ElementTree
from xml.etree.ElementTree import Element, SubElement

FONTS = "system-ui, -apple-system, 'Segoe UI', Roboto, 'Helvetica Neue', Arial, 'DejaVu Sans', sans-serif"

_SVG = "{http://www.w3.org/2000/svg}"
_INHERITED = frozenset({"font-family"})
_KEPT = {"path": ("d", "transform"), "text": ("x", "y", "transform")}


def plain_svg(drawn: bytes, *, title: str, described: str) -> bytes:
    """The picture as one `svg` element, named by its description for those who do not see it."""
    source = ElementTree.fromstring(drawn)  # noqa: S314
    _, _, width, height = source.attrib["viewBox"].split()
    root = Element(
        "svg",
        {
            "xmlns": "http://www.w3.org/2000/svg",
            "viewBox": source.attrib["viewBox"],
            "width": width,
            "height": height,
            "role": "img",
            "aria-label": described,
            "font-family": FONTS,
            "stroke-linejoin": "round",
            "stroke-linecap": "butt",
        },
    )
    SubElement(root, "title").text = title
    SubElement(root, "desc").text = described
    for element in source.iter():
        kind = element.tag.removeprefix(_SVG)
        if kind in _KEPT:
            _copy(element, kind, root)
    return ElementTree.tostring(root, encoding="unicode").encode()


def _copy(element: Element, kind: str, root: Element) -> None:
    attributes = {name: element.attrib[name] for name in _KEPT[kind] if name in element.attrib}
    if attributes.get("transform", "").startswith("rotate(-0 "):
        del attributes["transform"]
    if "d" in attributes:
        attributes["d"] = " ".join(attributes["d"].split())
    attributes |= _attributes_of(element.attrib.get("style", ""))
    SubElement(root, kind, attributes).text = element.text if kind == "text" else None


def _attributes_of(style: str) -> dict[str, str]:
    """Declarations of a style attribute as attributes of their own; every one that matplotlib writes has one."""
    pairs = (declaration.split(":", 1) for declaration in style.split(";") if declaration.strip())
    return {name.strip(): value.strip() for name, value in pairs if name.strip() not in _INHERITED}
