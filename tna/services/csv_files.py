"""Reading an analyst's CSV file into rows and a list of all its faults."""

import csv
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from io import StringIO
from pathlib import Path

from tna.services.survey_faults import printable

LONGEST_NUMBER = 9
"""Digits of the largest whole number accepted; nobody employs a thousand million."""

LARGEST = 1e15
"""Size of the largest measurement accepted; past it a float no longer tells neighbouring decimals apart."""

NUMBER = re.compile(r"[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?", re.ASCII)


@dataclass(frozen=True, slots=True)
class CsvFault:
    """One thing wrong in a file. `row` counts as a spreadsheet does: the header is row 1."""

    file: str
    row: int
    column: str
    problem: str

    def __str__(self) -> str:
        return printable(f"{self.file}, row {self.row}, column {self.column}: {self.problem}")


class CsvFaults(ValueError):
    """Files that cannot be used, with everything that is wrong with them, file by file from top to bottom."""

    def __init__(self, faults: Sequence[CsvFault]) -> None:
        files = list(dict.fromkeys(fault.file for fault in faults))
        self.faults = tuple(sorted(faults, key=lambda fault: (files.index(fault.file), fault.row)))
        super().__init__("\n".join(str(fault) for fault in self.faults))


@dataclass(frozen=True, slots=True)
class Row:
    """One row below the header, its fields stripped and padded or cut to the header's length."""

    number: int
    fields: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """A file as read. Faults gather in `faults`, so that one run names them all."""

    file: str
    columns: tuple[str, ...]
    rows: tuple[Row, ...]
    faults: list[CsvFault] = field(default_factory=list)

    def blame(self, row: int, column: str, problem: str) -> None:
        """Note a fault."""
        self.faults.append(CsvFault(self.file, row, column, problem))

    def place(self, column: str) -> int | None:
        """Where a row's `fields` hold the column; None where the file lacks it."""
        return self.columns.index(column) if column in self.columns else None

    def identifier(self, row: Row, column: str) -> str | None:
        """The field as an id; None where the file lacks the column, and, with a fault, where it is empty."""
        place = self.place(column)
        if place is None:
            return None
        if not row.fields[place]:
            self.blame(row.number, column, "is empty")
        return row.fields[place] or None

    def pair(self, row: Row, first: str, second: str, seen: dict[tuple[str, str], int]) -> tuple[str, str] | None:
        """The two ids that name a row. A second row for the same two is a fault, and None.

        `seen` gathers the number of the row that named each two.
        """
        one, other = self.identifier(row, first), self.identifier(row, second)
        if one is None or other is None:
            return None
        if (one, other) in seen:
            self.blame(row.number, second, f"{one} with {other} stands in row {seen[one, other]} already")
            return None
        seen[one, other] = row.number
        return one, other

    def whole_number(self, row: Row, column: str, low: int, high: int | None = None) -> int | None:
        """The field as a whole number from `low` to `high`; None, with a fault, where it is not one."""
        place = self.place(column)
        if place is None:
            return None
        number = whole_number(row.fields[place])
        if number is None or number < low or (high is not None and number > high):
            wanted = f"from {low}" if high is None else f"from {low} to {high}"
            self.blame(row.number, column, f"expected a whole number {wanted}, found {row.fields[place]!r}")
            return None
        return number

    def measurement(self, row: Row, column: str) -> float | None:
        """The field as a number, decimals allowed; None, with a fault, where it is not one."""
        place = self.place(column)
        if place is None:
            return None
        text = row.fields[place]
        if NUMBER.fullmatch(text) is None:
            self.blame(row.number, column, f"expected a number such as 4 or 3.5, found {text!r}")
            return None
        if abs(float(text)) > LARGEST:
            self.blame(row.number, column, f"expected a number no larger than {LARGEST:.0e}, found {text!r}")
            return None
        return float(text)


def whole_number(text: str) -> int | None:
    """Plain digits as a number, anything else as None."""
    plain = text.isascii() and text.isdigit() and len(text) <= LONGEST_NUMBER
    return int(text) if plain else None


def read_table(path: Path, required: Sequence[str]) -> Table:
    """The table in a UTF-8 CSV file with a header row; `required` columns that are missing are faults."""
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        row = error.object[: error.start].count(b"\n") + 1
        return _unreadable(path, row, "is not UTF-8 text; save the file as CSV UTF-8")
    # Without strict a quotation mark that is never closed would swallow the rest of the file in silence.
    records = csv.reader(StringIO(text, newline=""), strict=True)
    numbered: list[tuple[int, list[str]]] = []
    try:
        numbered.extend(enumerate(records, start=1))
    except csv.Error as error:
        return _unreadable(path, len(numbered) + 1, f"cannot be read as CSV ({error})")
    if not numbered or not numbered[0][1]:
        return _unreadable(path, 1, f"the file has no header row; expected {', '.join(required)}")
    header = tuple(name.strip() for name in numbered[0][1])
    table = Table(str(path), header, tuple(_rows(numbered[1:], len(header))))
    table.faults.extend(_header_faults(table, required))
    table.faults.extend(_length_faults(table, numbered[1:]))
    if not table.rows:
        table.blame(2, header[0] or "1", "there is no row below the header")
    return table


def _rows(numbered: Sequence[tuple[int, list[str]]], length: int) -> Iterator[Row]:
    for number, record in numbered:
        if record:
            padded = [*(text.strip() for text in record[:length]), *[""] * (length - len(record))]
            yield Row(number, tuple(padded))


def _header_faults(table: Table, required: Sequence[str]) -> Iterator[CsvFault]:
    for name in required:
        if name not in table.columns:
            yield CsvFault(table.file, 1, name, "this column is missing")
    for place, name in enumerate(table.columns, start=1):
        if not name:
            yield CsvFault(table.file, 1, str(place), "this column has no name")
        elif name in table.columns[: place - 1]:
            yield CsvFault(table.file, 1, name, f"column {place} has a name that was used before")


def _length_faults(table: Table, numbered: Sequence[tuple[int, list[str]]]) -> Iterator[CsvFault]:
    length = len(table.columns)
    for number, record in numbered:
        if not record or len(record) == length:
            continue
        named = table.columns[len(record)] if len(record) < length else ""
        column = named or str(min(len(record), length) + 1)
        yield CsvFault(table.file, number, column, f"the row has {len(record)} fields, the header {length}")


def _unreadable(path: Path, row: int, problem: str) -> Table:
    table = Table(str(path), (), ())
    table.blame(row, "1", problem)
    return table
