"""Pages as trees: read by a quick parser, their markup checked strictly, each shape of it once.

html5lib finds every fault and is slow. It finds them in tags, in names of attributes and at single signs, so a page
that differs only in its words from one found sound is sound.
"""

import re

import html5lib
from lxml.html import HtmlElement, document_fromstring

_REFERENCE = re.compile("&(?:#[0-9]+|amp|gt|lt|nbsp|quot);")
_FAULTY_ALONE = re.compile("[&\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffd-\uffff]")
_VALUE, _WORDS = re.compile('="[^"]*"'), re.compile(">[^<]*<")

_sound: set[str] = set()


def read(html: str) -> HtmlElement:
    """A whole page as a tree; raises html5lib's ParseError at the first fault of its markup."""
    shape = _shape_of(html)
    if shape not in _sound:
        html5lib.HTMLParser(strict=True).parse(html)
        _sound.add(shape)
    return document_fromstring(html)


def _shape_of(html: str) -> str:
    """Tags and names of attributes; the whole page where a sign among its words may be a fault."""
    without = _REFERENCE.sub("", html)
    return html if _FAULTY_ALONE.search(without) else _WORDS.sub("><", _VALUE.sub('=""', without))
