"""A table as it was read: its header, its rows with the numbers people see, and what is odd about single rows."""

import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from tna.language import gettext, mark, ngettext, number

LARGEST_FILE = 20 * 1024 * 1024
"""Bytes; a hundred thousand people with ten columns fill about half of it."""

MOST_ROWS = 120_000
MOST_COLUMNS = 60

LONGEST_CELL = 1_000
"""Signs; what is longer is cut. No column that is brought in holds nearly as much."""

UNREADABLE = "\ufffd"
"""What stands for a sign that no page and no database takes, such as a control character."""

EMPTY = mark("The file is empty. Choose a file whose first row names its columns.")

# Signs of a row that does not fit its header.
_RAGGED_KEPT = 200


class TableRefused(Exception):
    """A file that cannot be read as a table: the sentences say why and what to do, `row` where it is known where."""

    def __init__(self, *sentences: str, row: int | None = None) -> None:
        message = " ".join(sentences)
        if row is not None:
            message = gettext("Row %(row)s: %(message)s", row=number(row), message=message)
        super().__init__(message)
        self.row = row


@dataclass(frozen=True, slots=True)
class TableRow:
    """One row below the header; `number` counts as a spreadsheet does, `cells` are as many as the header's."""

    number: int
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RaggedRow:
    """A row that does not fit the header: how many cells it has, and what they hold, as far as that is kept."""

    number: int
    length: int
    text: str


@dataclass(frozen=True, slots=True)
class RowFault:
    """One thing wrong in one row: the column, what was read there, and what was expected, in the language spoken.

    `unnamed` is the place of the column, from 1, where it has no name; else 0.
    """

    row: int
    column: str
    read: str
    expected: str
    unnamed: int = 0


@dataclass(frozen=True, slots=True)
class ListTable:
    """A table as read: every cell is one line of printable text, rows without any text are left out.

    `columns` are the cells of the header, by which an agency's next list is known again, and in place of empty ones
    what `_unnamed` gives. `sheet` names the sheet of a workbook; `ragged` are rows that do not fit the header.
    """

    columns: tuple[str, ...]
    rows: tuple[TableRow, ...]
    ragged: tuple[RaggedRow, ...] = ()
    sheet: str = ""

    @property
    def titles(self) -> tuple[str, ...]:
        """What its columns are called, in the language spoken."""
        return tuple(_title(place, column) for place, column in enumerate(self.columns, start=1))

    def fault(self, row: int, at: int, read: str, expected: str) -> RowFault:
        """A fault in one of its columns, counted from 0, or from -1 backwards."""
        at %= len(self.columns)
        unnamed = at + 1 if self.columns[at] == _unnamed(at + 1) else 0
        return RowFault(row, self.titles[at], read, expected, unnamed)

    @property
    def faults(self) -> tuple[RowFault, ...]:
        """What is wrong with the rows that do not fit the header, in the language spoken."""
        titles = self.titles
        return tuple(_ragged_fault(row, titles) for row in self.ragged)


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


def build_table(
    numbered: Iterable[tuple[int, Sequence[str]]],
    *,
    sheet: str = "",
    names_short: bool,
    most_columns: int = MOST_COLUMNS,
) -> ListTable:
    """The table in numbered rows of text, of which the first with any text is the header.

    `names_short`: a row with fewer cells than the header is a fault, as in a CSV file, where a line was broken there.
    A table with more columns than most lists have may have fewer rows, so that it holds no more cells. Raises
    TableRefused.
    """
    columns: tuple[str, ...] = ()
    rows: list[TableRow] = []
    ragged: list[RaggedRow] = []
    for place, raw in numbered:
        cells = _trimmed([clean_cell(text) for text in raw], len(columns))
        if not any(cells):
            continue
        if not columns:
            columns = _header(place, cells, most_columns)
            continue
        if len(rows) == (most := MOST_ROWS * MOST_COLUMNS // max(len(columns), MOST_COLUMNS)):
            raise TableRefused(
                gettext("The file has more than %(n)s rows. Split it into several files.", n=number(most))
            )
        if len(cells) > len(columns) or (names_short and len(cells) < len(columns)):
            ragged.append(RaggedRow(place, len(cells), clean_cell(" | ".join(cells))[:_RAGGED_KEPT]))
        rows.append(TableRow(place, tuple([*cells, *[""] * (len(columns) - len(cells))][: len(columns)])))
    if not columns:
        raise TableRefused(gettext(EMPTY))
    if not rows:
        raise TableRefused(
            gettext("There is no row below the first one, which names the columns. Give the whole table.")
        )
    return ListTable(columns, tuple(rows), tuple(ragged), sheet)


def _trimmed(cells: list[str], length: int) -> list[str]:
    """Without the empty cells past the header's length, which spreadsheets leave behind."""
    while len(cells) > length and not cells[-1]:
        cells.pop()
    return cells


def _header(row: int, cells: Sequence[str], most: int) -> tuple[str, ...]:
    if len(cells) > most:
        raise TableRefused(
            gettext("There are more than %(n)s columns. Keep those that are needed.", n=number(most)), row=row
        )
    return tuple(cell or _unnamed(place) for place, cell in enumerate(cells, start=1))


def _unnamed(place: int) -> str:
    """What a column without a name is kept as, whatever language is spoken."""
    return f"Column {place}"


def _title(place: int, column: str) -> str:
    return gettext("Column %(place)s", place=place) if column == _unnamed(place) else column


def _ragged_fault(row: RaggedRow, titles: Sequence[str]) -> RowFault:
    place = min(row.length, len(titles))
    title = titles[place] if place < len(titles) else _title(place + 1, _unnamed(place + 1))
    read = ngettext("%(n)s cell: %(text)s", "%(n)s cells: %(text)s", row.length, text=row.text)
    expected = ngettext("%(n)s cell, as in the first row", "%(n)s cells, as in the first row", len(titles))
    unnamed = 0 if place < len(titles) and title != _title(place + 1, _unnamed(place + 1)) else place + 1
    return RowFault(row.number, title, read[:_RAGGED_KEPT], expected, unnamed)
