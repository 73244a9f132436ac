"""Files as agencies send them, for tests: CSV in any encoding, workbooks, and workbooks broken on purpose."""

import csv
from collections.abc import Mapping, Sequence
from io import BytesIO, StringIO
from typing import Any
from xml.sax.saxutils import escape
from zipfile import ZIP_DEFLATED, ZipFile

from openpyxl import Workbook
from openpyxl.utils import get_column_letter

Rows = Sequence[Sequence[Any]]
MAIN = b"http://schemas.openxmlformats.org/spreadsheetml/2006/main"


def csv_bytes(rows: Rows, *, encoding: str = "utf-8", delimiter: str = ",") -> bytes:
    """Rows as a CSV file."""
    out = StringIO()
    csv.writer(out, delimiter=delimiter).writerows(rows)
    return out.getvalue().encode(encoding)


def workbook_bytes(rows: Rows, *, sheets: Mapping[str, Rows] | None = None, hidden: Sequence[str] = ()) -> bytes:
    """Rows on the first sheet of a workbook, with further sheets behind, or before it where they are hidden."""
    book = Workbook()
    assert book.active is not None
    book.active.title = "Staff"
    for row in rows:
        book.active.append(list(row))
    for name, more in (sheets or {}).items():
        sheet = book.create_sheet(name, 0 if name in hidden else None)
        sheet.sheet_state = "hidden" if name in hidden else "visible"
        for row in more:
            sheet.append(list(row))
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def with_member(content: bytes, name: str, data: bytes) -> bytes:
    """A workbook with one member of its package replaced or added."""
    out = BytesIO()
    with ZipFile(BytesIO(content)) as old, ZipFile(out, "w", ZIP_DEFLATED) as new:
        for member in old.infolist():
            if member.filename != name:
                new.writestr(member, old.read(member))
        new.writestr(name, data)
    return out.getvalue()


def with_strings(content: bytes, strings: bytes, *, name: str = "xl/sharedStrings.xml") -> bytes:
    """A workbook with a table of strings that cells refer to; `strings` are its <si> elements."""
    with ZipFile(BytesIO(content)) as package:
        listed = package.read("[Content_Types].xml")
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"
    more = f'<Override PartName="/{name}" ContentType="{kind}"/></Types>'.encode()
    table = b'<sst xmlns="%s">%s</sst>' % (MAIN, strings)
    content = with_member(content, "[Content_Types].xml", listed.replace(b"</Types>", more))
    return with_member(content, name, table)


def workbook_as_excel_writes_it(rows: Sequence[Sequence[str]]) -> bytes:
    """A workbook whose cells refer to a table of strings, in which each text stands once."""
    places: dict[str, int] = {}
    lines = []
    for number, row in enumerate(rows, start=1):
        found = (places.setdefault(text, len(places)) for text in row)
        cells = (f'<c r="{get_column_letter(n)}{number}" t="s"><v>{at}</v></c>' for n, at in enumerate(found, start=1))
        lines.append(f'<row r="{number}">{"".join(cells)}</row>')
    sheet = b'<worksheet xmlns="%s"><sheetData>%s</sheetData></worksheet>' % (MAIN, "".join(lines).encode())
    content = with_member(workbook_bytes([]), "xl/worksheets/sheet1.xml", sheet)
    return with_strings(content, "".join(f"<si><t>{escape(text)}</t></si>" for text in places).encode())


def without_member(content: bytes, name: str) -> bytes:
    """A workbook with one member of its package missing."""
    out = BytesIO()
    with ZipFile(BytesIO(content)) as old, ZipFile(out, "w", ZIP_DEFLATED) as new:
        for member in old.infolist():
            if member.filename != name:
                new.writestr(member, old.read(member))
    return out.getvalue()
