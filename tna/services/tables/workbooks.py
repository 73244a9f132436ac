"""Excel workbooks: looked over as a package of files before anything in them is read, then one sheet as text."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from typing import Any
from warnings import catch_warnings, simplefilter
from zipfile import BadZipFile, ZipFile, ZipInfo

from openpyxl import load_workbook
from openpyxl.packaging.manifest import Manifest
from openpyxl.worksheet._reader import WorkSheetParser
from openpyxl.xml.constants import ARC_CONTENT_TYPES, ARC_SHARED_STRINGS, SHARED_STRINGS, XLSX, XLTX
from openpyxl.xml.functions import fromstring

from tna.language import gettext, mark, number
from tna.services.tables.rows import MOST_COLUMNS, ListTable, TableRefused, build_table

_SAVE_AS = mark("Open it in Excel, save it anew as an Excel workbook (.xlsx), and choose that.")
# A list at our caps is about 100 MB unpacked, in a dozen members; what claims to be much more is an attack or no list.
_MOST_MEMBERS = 2_000
_MOST_UNPACKED = 300 * 1024 * 1024
_LAST_ROW = 1_048_576
_NO_SUCH_ROW = mark("The rows of a sheet are numbered from 1 to %(last)s, each once and in order.")
# A document that declares what its names stand for is no workbook that a spreadsheet wrote.
_DECLARES = (b"<!DOCTYPE", b"<!ENTITY")
_LOOKED_AT = 4_096
_UNREAD = mark("The workbook cannot be read.")
_TOO_LARGE = mark("The workbook is too large once unpacked. Keep the sheet with the list alone.")
# What a spreadsheet writes packs to a tenth or a fiftieth; small members may do better by chance.
_MOST_PACKED, _PACKED_ANYHOW = 200, 1024 * 1024
# These are read row by row, or not at all. Everything else is taken into memory whole.
_IN_STEPS = ("xl/worksheets/", "xl/pivotCache/", "xl/media/", "xl/drawings/", "xl/comments", "xl/threadedComments/")
_CHUNK = 256 * 1024
# Up to here a spreadsheet keeps every digit of a whole number.
_EXACT = 1e15


def read_workbook(content: bytes, *, sheet: str, most_columns: int = MOST_COLUMNS) -> ListTable:
    """The table on one sheet, the first visible one unless another is named. Raises TableRefused."""
    try:
        _look_over(content)
        with catch_warnings():
            simplefilter("ignore")  # about styles and extensions, of which nothing is read
            return _read(content, sheet, most_columns)
    except TableRefused:
        raise
    except Exception as fault:
        # A workbook that is broken on purpose makes the library raise nearly anything.
        raise TableRefused(gettext(_UNREAD), gettext(_SAVE_AS)) from fault


@dataclass(frozen=True, slots=True)
class _Limit:
    """How much of a member may be taken into memory whole: bytes unpacked, and what its elements and attributes weigh,
    of which each becomes an object, counted by the signs "<" and "=" before anything is parsed.
    """

    bytes: int
    weight: int
    per_element: int
    per_attribute: int


# A hundred thousand people with five columns in which nobody is like another have half a million strings.
_STRINGS = _Limit(30 * 1024 * 1024, 2_400_000, 1, 4)
# A spreadsheet keeps no more than 64,000 ways to show a cell, and hardly anybody has a hundred.
_STYLES = _Limit(30 * 1024 * 1024, 800_000, 2, 1)


def _look_over(content: bytes) -> None:
    try:
        with ZipFile(BytesIO(content)) as package:
            members = package.infolist()
            names = {member.filename for member in members}
            if "xl/vbaProject.bin" in names:
                raise TableRefused(gettext("A workbook with macros is not read. Save it without macros, as .xlsx."))
            if "xl/workbook.xml" not in names:
                raise TableRefused(
                    gettext("This is no Excel workbook. Choose an .xlsx or a CSV file, not a zipped folder.")
                )
            # The size each member claims is where unpacking it stops.
            if len(members) > _MOST_MEMBERS or sum(member.file_size for member in members) > _MOST_UNPACKED:
                raise TableRefused(gettext(_TOO_LARGE))
            if any(member.flag_bits & 1 for member in members):
                raise TableRefused(gettext("The workbook has a password. Save it without one."))
            for member in members:
                _refuse_declarations(package, member.filename)
                _refuse_tightly_packed(member)
            _refuse_what_fills_memory(package, names)
    except BadZipFile as fault:
        raise TableRefused(gettext("The workbook is broken."), gettext(_SAVE_AS)) from fault


def _refuse_declarations(package: ZipFile, name: str) -> None:
    if name.endswith((".xml", ".rels")):
        with package.open(name) as member:
            beginning = member.read(_LOOKED_AT)
        if any(sign in beginning.replace(b"\0", b"") for sign in _DECLARES):
            raise TableRefused(gettext(_UNREAD), gettext(_SAVE_AS))


def _refuse_tightly_packed(member: ZipInfo) -> None:
    if member.file_size > max(_PACKED_ANYHOW, member.compress_size * _MOST_PACKED):
        why = gettext("No spreadsheet packs “%(member)s” as tightly as it is here.", member=member.filename[:60])
        raise TableRefused(gettext(_TOO_LARGE), why)


def _refuse_what_fills_memory(package: ZipFile, names: set[str]) -> None:
    """Count what would be read whole, without keeping any of it. Raises TableRefused."""
    _count(package, ARC_CONTENT_TYPES, _STYLES)
    # Whatever a member is called, the list of contents says what is read as what.
    contents: Any = fromstring(package.read(ARC_CONTENT_TYPES))
    manifest: Any = Manifest.from_tree(contents)
    listed = manifest.Override
    strings = {part.PartName[1:] for part in listed if part.ContentType == SHARED_STRINGS} | {ARC_SHARED_STRINGS}
    whole = {part.PartName[1:] for part in listed if part.ContentType in {XLSX, XLTX}}
    for name in sorted(names):
        if name in strings:
            _count(package, name, _STRINGS)
        elif name in whole or not name.startswith(_IN_STEPS):
            _count(package, name, _STYLES)


def _count(package: ZipFile, name: str, limit: _Limit) -> None:
    size = weight = 0
    with package.open(name) as member:
        while chunk := member.read(_CHUNK):
            size += len(chunk)
            weight += chunk.count(b"<") * limit.per_element + chunk.count(b"=") * limit.per_attribute
            if size > limit.bytes or weight > limit.weight:
                why = gettext("“%(member)s” in it holds far more than a list needs.", member=name[:60])
                raise TableRefused(gettext(_TOO_LARGE), why)


def _read(content: bytes, wanted: str, most_columns: int) -> ListTable:
    book = load_workbook(BytesIO(content), read_only=True, data_only=True, keep_links=False)
    try:
        sheets = {one.title: one for one in book.worksheets if one.sheet_state == "visible"}
        if not sheets:
            raise TableRefused(gettext("The workbook has no visible sheet. Show the sheet with the list, and save it."))
        named = next((title for title in sheets if title.strip().lower() == wanted.strip().lower()), None)
        if wanted.strip() and named is None:
            there = ", ".join(f"“{title}”" for title in sheets)
            raise TableRefused(
                gettext("The workbook has no visible sheet of that name. It has %(sheets)s.", sheets=there)
            )
        title = named or next(iter(sheets))
        texts = _texts(book, sheets[title], most_columns)
        return build_table(texts, sheet=title, names_short=False, most_columns=most_columns)
    finally:
        book.close()


def _texts(book: Any, sheet: Any, most_columns: int) -> Iterator[tuple[int, list[str]]]:
    """The rows that are there, with their numbers; the size a sheet says it has may be wrong, and is not asked for.

    The library's own rows count through every number that is missing, a million for a sheet with something in its
    last row, and leave out what lies beyond or goes back. Raises TableRefused where one does.
    """
    with sheet._get_source() as source:
        parser: Any = WorkSheetParser(
            source,
            sheet._shared_strings,
            data_only=True,
            epoch=book.epoch,
            date_formats=book._date_formats,
            timedelta_formats=book._timedelta_formats,
        )
        last = 0
        for row, cells in parser.parse():
            if not last < row <= _LAST_ROW:
                raise TableRefused(gettext(_NO_SUCH_ROW, last=number(_LAST_ROW)), gettext(_SAVE_AS), row=row)
            last = row
            yield row, _texts_of_row(cells, most_columns)


def _texts_of_row(cells: Any, most_columns: int) -> list[str]:
    """The cells of a row at their places; what lies beyond the last column there may be stands just beyond it."""
    texts: dict[int, str] = {}
    for cell in cells:
        if cell["value"] is not None:
            texts[min(cell["column"], most_columns + 1)] = cell_text(cell["value"])
    return [texts.get(place, "") for place in range(1, max(texts, default=0) + 1)]


def cell_text(value: object) -> str:
    """A cell as somebody reads it: 4.0 is 4, a day is 31/03/2027."""
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < _EXACT else format(value, ".15g")
    if isinstance(value, dt.datetime):
        return f"{value:%d/%m/%Y}" if value.time() == dt.time() else f"{value:%d/%m/%Y %H:%M}"
    if isinstance(value, dt.date):
        return f"{value:%d/%m/%Y}"
    return f"{value:%H:%M}" if isinstance(value, dt.time) else str(value)
