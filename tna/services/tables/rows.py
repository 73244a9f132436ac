"""A table as it was read: its header, its rows with the numbers people see, and what is odd about single rows."""

import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

LARGEST_FILE = 20 * 1024 * 1024
"""Bytes; a hundred thousand people with ten columns fill about half of it."""

MOST_ROWS = 120_000
MOST_COLUMNS = 60

LONGEST_CELL = 1_000
"""Signs; what is longer is cut. No column that is brought in holds nearly as much."""

UNREADABLE = "\ufffd"
"""What stands for a sign that no page and no database takes, such as a control character."""


class TableRefused(Exception):
    """A file that cannot be read as a table; the message says why and what to do, `row` where it is known where."""

    def __init__(self, message: str, row: int | None = None) -> None:
        super().__init__(message if row is None else f"Row {row:,}: {message}")
        self.row = row


@dataclass(frozen=True, slots=True)
class TableRow:
    """One row below the header; `number` counts as a spreadsheet does, `cells` are as many as the header's."""

    number: int
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RowFault:
    """One thing wrong in one row: the column, what was read there, and what was expected."""

    row: int
    column: str
    read: str
    expected: str


@dataclass(frozen=True, slots=True)
class ListTable:
    """A table as read: every cell is one line of printable text, rows without any text are left out.

    `sheet` names the sheet of a workbook; `faults` are rows that do not fit the header.
    """

    columns: tuple[str, ...]
    rows: tuple[TableRow, ...]
    faults: tuple[RowFault, ...] = ()
    sheet: str = ""


def clean_cell(text: str) -> str:
    """A cell as one line of printable text; signs that cannot be kept become UNREADABLE, unseen ones go."""
    if not text.isascii():
        text = "".join(_kept(sign) for sign in text) if not text.isprintable() else text
    line = " ".join(text.split())
    if len(line) > LONGEST_CELL:
        line = line[: LONGEST_CELL - 1] + "…"
    return line if line.isprintable() else "".join(s if s.isprintable() else UNREADABLE for s in line)


def _kept(sign: str) -> str:
    # Marks that steer how text runs come along unseen when somebody copies an address; they say nothing.
    return "" if unicodedata.category(sign) == "Cf" else sign


def build_table(numbered: Iterable[tuple[int, Sequence[str]]], *, sheet: str = "", names_short: bool) -> ListTable:
    """The table in numbered rows of text, of which the first with any text is the header.

    `names_short`: a row with fewer cells than the header is a fault, as in a CSV file, where a line was broken there.
    Raises TableRefused.
    """
    columns: tuple[str, ...] = ()
    rows: list[TableRow] = []
    faults: list[RowFault] = []
    for number, raw in numbered:
        cells = _trimmed([clean_cell(text) for text in raw], len(columns))
        if not any(cells):
            continue
        if not columns:
            columns = _header(number, cells)
            continue
        if len(rows) == MOST_ROWS:
            raise TableRefused(f"The file has more than {MOST_ROWS:,} rows. Split it into several files.")
        if len(cells) > len(columns) or (names_short and len(cells) < len(columns)):
            faults.append(_ragged(number, cells, columns))
        rows.append(TableRow(number, tuple([*cells, *[""] * (len(columns) - len(cells))][: len(columns)])))
    if not columns:
        raise TableRefused("The file is empty. Choose a file whose first row names its columns.")
    if not rows:
        raise TableRefused(
            "There is no row below the first one, which names the columns. Choose the file with the list."
        )
    return ListTable(columns, tuple(rows), tuple(faults), sheet)


def _trimmed(cells: list[str], length: int) -> list[str]:
    """Without the empty cells past the header's length, which spreadsheets leave behind."""
    while len(cells) > length and not cells[-1]:
        cells.pop()
    return cells


def _header(number: int, cells: Sequence[str]) -> tuple[str, ...]:
    if len(cells) > MOST_COLUMNS:
        raise TableRefused(f"The file has more than {MOST_COLUMNS} columns. Keep those that are needed.", number)
    return tuple(cell or f"Column {place}" for place, cell in enumerate(cells, start=1))


def _ragged(number: int, cells: Sequence[str], columns: Sequence[str]) -> RowFault:
    place = min(len(cells), len(columns))
    column = columns[place] if place < len(columns) else f"Column {place + 1}"
    read = f"{len(cells)} cells: {' | '.join(cells)}"
    return RowFault(number, column, clean_cell(read)[:200], f"{len(columns)} cells, as in the first row")
