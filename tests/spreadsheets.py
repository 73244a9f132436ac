"""Files as agencies send them, for tests: CSV in any encoding, workbooks, and workbooks broken on purpose."""

import csv
from collections.abc import Mapping, Sequence
from io import BytesIO, StringIO
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

from openpyxl import Workbook

Rows = Sequence[Sequence[Any]]


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


def without_member(content: bytes, name: str) -> bytes:
    """A workbook with one member of its package missing."""
    out = BytesIO()
    with ZipFile(BytesIO(content)) as old, ZipFile(out, "w", ZIP_DEFLATED) as new:
        for member in old.infolist():
            if member.filename != name:
                new.writestr(member, old.read(member))
    return out.getvalue()
