"""The part of a font that one PDF needs: only the glyphs it draws, under their own numbers, without hinting.

Layout of the tables: ISO/IEC 14496-22 (OpenType), "glyf", "loca", "hmtx". Glyphs that are not drawn become empty, so
that no glyph has to be numbered anew; what is left compresses to a few kilobytes, in about a millisecond.
"""

import struct
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from tna.charts.lettering import font_file

_KEPT = ("head", "hhea", "maxp")
_METRIC = 4  # bytes of an advance and a bearing in "hmtx"

# Flags of a part of a composite glyph.
_ARE_WORDS, _HAS_SCALE, _MORE, _HAS_TWO_SCALES, _HAS_MATRIX, _HAS_HINTS = 0x1, 0x8, 0x20, 0x40, 0x80, 0x100


@dataclass(frozen=True, slots=True)
class FontFacts:
    """What a PDF says of a font, in thousandths of its size; `box` is left, foot, right, top."""

    units: int
    box: tuple[int, int, int, int]
    ascent: int
    descent: int


def font_facts(*, bold: bool) -> FontFacts:
    """The facts of the font that pictures are drawn in."""
    tables = _tables(bold)
    units = struct.unpack_from(">H", tables["head"], 18)[0]
    box = struct.unpack_from(">4h", tables["head"], 36)
    ascent, descent = struct.unpack_from(">2h", tables["hhea"], 4)
    left, foot, right, top = (round(one * 1000 / units) for one in box)
    return FontFacts(units, (left, foot, right, top), round(ascent * 1000 / units), round(descent * 1000 / units))


def advance_of(glyph: int, *, bold: bool) -> int:
    """How far a glyph moves on, in thousandths of the size."""
    tables = _tables(bold)
    last = struct.unpack_from(">H", tables["hhea"], 34)[0] - 1
    units: int = struct.unpack_from(">H", tables["head"], 18)[0]
    advance: int = struct.unpack_from(">H", tables["hmtx"], min(glyph, last) * _METRIC)[0]
    return round(advance * 1000 / units)


def font_with(glyphs: Iterable[int], *, bold: bool) -> bytes:
    """A font file with these glyphs, those they are made of, and glyph 0."""
    tables = _tables(bold)
    wanted = _with_parts({0, *glyphs}, bold)
    count = struct.unpack_from(">H", tables["maxp"], 4)[0]
    drawn, places = bytearray(), [0]
    for glyph in sorted(wanted):
        places += [len(drawn)] * (glyph + 1 - len(places))  # nothing is drawn of those between
        drawn += _unhinted(_outline(glyph, bold))
        drawn += bytes(-len(drawn) % 4)
        places.append(len(drawn))
    places += [len(drawn)] * (count + 1 - len(places))
    head = bytearray(tables["head"])
    struct.pack_into(">h", head, 50, 1)  # places are counted in bytes, four bytes each
    metrics = bytearray(len(tables["hmtx"]))
    last = struct.unpack_from(">H", tables["hhea"], 34)[0]
    for glyph in (one for one in wanted if one < last):
        metrics[glyph * _METRIC : (glyph + 1) * _METRIC] = tables["hmtx"][glyph * _METRIC : (glyph + 1) * _METRIC]
    made = {name: tables[name] for name in _KEPT} | {
        "head": bytes(head),
        "hmtx": bytes(metrics),
        "glyf": bytes(drawn),
        "loca": struct.pack(f">{len(places)}I", *places),
    }
    return _file(made)


@lru_cache(maxsize=2)
def _tables(bold: bool) -> dict[str, bytes]:
    data = Path(font_file(bold=bold)).read_bytes()
    found = {}
    for entry in range(struct.unpack_from(">H", data, 4)[0]):
        name, _, start, length = struct.unpack_from(">4s3I", data, 12 + 16 * entry)
        found[name.decode("ascii")] = data[start : start + length]
    return found


@lru_cache(maxsize=2)
def _places(bold: bool) -> tuple[int, ...]:
    tables = _tables(bold)
    if struct.unpack_from(">h", tables["head"], 50)[0]:
        return struct.unpack(f">{len(tables['loca']) // 4}I", tables["loca"])
    return tuple(2 * one for one in struct.unpack(f">{len(tables['loca']) // 2}H", tables["loca"]))


def _outline(glyph: int, bold: bool) -> bytes:
    places = _places(bold)
    return _tables(bold)["glyf"][places[glyph] : places[glyph + 1]]


def _with_parts(glyphs: set[int], bold: bool) -> set[int]:
    """The glyphs and all that they are put together from, such as a letter and its accent."""
    found: set[int] = set()
    left = list(glyphs)
    while left:
        glyph = left.pop()
        if glyph not in found:
            found.add(glyph)
            left += [part for _, _, part in _parts(_outline(glyph, bold))]
    return found


def _parts(outline: bytes) -> Iterator[tuple[int, int, int]]:
    """Of a composite glyph each part: where it begins, its flags, and its number; nothing of any other."""
    if not outline or struct.unpack_from(">h", outline)[0] >= 0:
        return
    at, flags = 10, _MORE
    while flags & _MORE:
        flags, part = struct.unpack_from(">2H", outline, at)
        yield at, flags, part
        at += 8 if flags & _ARE_WORDS else 6
        at += 2 if flags & _HAS_SCALE else 4 if flags & _HAS_TWO_SCALES else 8 if flags & _HAS_MATRIX else 0


def _unhinted(outline: bytes) -> bytes:
    """The outline without its instructions, which call programs that are not taken along."""
    if not outline:
        return outline
    contours = struct.unpack_from(">h", outline)[0]
    if contours >= 0:
        at = 10 + 2 * contours
        length = struct.unpack_from(">H", outline, at)[0]
        return outline[:at] + b"\0\0" + outline[at + 2 + length :]
    plain = bytearray(outline)
    for at, flags, _ in _parts(outline):
        struct.pack_into(">H", plain, at, flags & ~_HAS_HINTS)
    return bytes(plain)


def _file(tables: dict[str, bytes]) -> bytes:
    """A font file of these tables, in the order of their names, each with its checksum."""
    count = len(tables)
    power = count.bit_length() - 1
    head = struct.pack(">I4H", 0x00010000, count, 16 << power, power, (count - (1 << power)) * 16)
    directory, body = bytearray(), bytearray()
    for name in sorted(tables):
        data = tables[name]
        padded = data + bytes(-len(data) % 4)
        total = sum(struct.unpack(f">{len(padded) // 4}I", padded)) & 0xFFFFFFFF
        directory += struct.pack(">4s3I", name.encode("ascii"), total, 12 + 16 * count + len(body), len(data))
        body += padded
    return head + bytes(directory) + bytes(body)
