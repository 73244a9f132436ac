"""A two-way table as somebody pastes or uploads it: a cross-table with its headings, or one row for each cell.

In a cross-table a withheld count is given with its true value and a mark: [3], 3* or 3 [c]. A last row or column of
totals is checked and left out. Nothing is guessed: whatever is not plain is a fault with its row and column.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from tna.domain.table_audit import TwoWayTable
from tna.language import gettext, ngettext, number
from tna.services.csv_files import whole_number
from tna.services.table_files import COLUMNS, MOST_CELLS_OF_A_FILE, Cell, table_of_cells
from tna.services.tables import ListTable, RowFault, TableRefused, TableRow, read_list

MOST_CELLS = 400
"""Cells of the largest table that a page audits at once: under a second, whatever they hold (decision 19)."""

LARGEST_TABLE = 2 * 1024 * 1024
"""Bytes; a workbook with such a table and its styles has a hundredth of that."""

_MOST_COLUMNS = MOST_CELLS + 2  # however wide: one of names and one of totals come to them

_TOTAL = frozenset({"total", "totals", "all", "sum"})
_GROUPS = r"\d{1,3}(?:[,\u00a0\u2009\u202f ]\d{3})+|\d+"
_COUNT = re.compile(rf"(?P<open>\[)?(?P<count>{_GROUPS})(?P<close>\])?\s?(?P<mark>\*|\[c\])?", re.ASCII)


class TableFaults(Exception):
    """A table that cannot be audited, with everything that is wrong with it, row by row."""

    def __init__(self, faults: Sequence[RowFault]) -> None:
        self.faults = tuple(sorted(faults, key=lambda fault: fault.row))
        super().__init__(*self.faults)


@dataclass(frozen=True, slots=True)
class _Count:
    count: int
    is_withheld: bool


def read_pasted_table(content: bytes, *, file_name: str = "") -> TwoWayTable:
    """The two-way table in what was pasted or uploaded. Raises TableRefused, or TableFaults with every fault."""
    if len(content) > LARGEST_TABLE:
        raise TableRefused(gettext("The table is larger than %(n)s MB.", n=LARGEST_TABLE // 1024**2))
    read = read_list(content, file_name=file_name, most_columns=_MOST_COLUMNS)
    faults = list(read.faults)
    is_list = set(COLUMNS[:3]) <= {column.lower() for column in read.columns}
    cells = _listed(read, faults) if is_list else _crossed(read, faults)
    if faults:
        raise TableFaults(faults)
    return table_of_cells({cell: (one.count, one.is_withheld) for cell, one in cells.items()})


def _refuse_large(cells: int) -> None:
    if cells > MOST_CELLS:
        raise TableRefused(
            gettext(
                "The table has %(n)s cells, and this page audits at most %(most)s. The command “tna analyse audit” "
                "takes up to %(by_command)s.",
                n=number(cells),
                most=number(MOST_CELLS),
                by_command=number(MOST_CELLS_OF_A_FILE),
            )
        )


def as_list(table: TwoWayTable) -> tuple[tuple[str, ...], ...]:
    """A table as one row for each cell below the names of the columns, as `read_pasted_table` takes it too."""
    rows = [
        (*table.names(place), str(table.count(place)), "1" if place in table.withheld else "0")
        for place in table.places
    ]
    return COLUMNS, *rows


# One row for each cell ---------------------------------------------------------------------------------------


def _listed(read: ListTable, faults: list[RowFault]) -> dict[Cell, _Count]:
    names = [column.lower() for column in read.columns]
    if names.count(COLUMNS[3]) != 1 or len(set(names)) != len(names):
        expected = gettext("each of the columns row, column, value and withheld, once")
        faults.append(read.fault(1, -1, ", ".join(read.titles), expected))
        return {}
    at = [names.index(name) for name in COLUMNS]
    cells: dict[Cell, _Count] = {}
    first: dict[Cell, int] = {}
    for row in read.rows:
        name, column, value, withheld = (row.cells[place] for place in at)
        if not name or not column:
            faults.append(RowFault(row.number, COLUMNS[0 if not name else 1], "", gettext("a name")))
            continue
        if (name, column) in first:
            expected = gettext("each row with each column once; it stands in row %(n)s", n=first[name, column])
            faults.append(RowFault(row.number, COLUMNS[1], f"{name}, {column}", expected))
            continue
        first[name, column] = row.number
        count = whole_number(value)
        if count is None:
            faults.append(RowFault(row.number, COLUMNS[2], value, gettext("a whole number from 0")))
        if withheld not in {"0", "1"}:
            faults.append(RowFault(row.number, COLUMNS[3], withheld, gettext("0 or 1")))
        cells[name, column] = _Count(count or 0, withheld == "1")
    _blame_missing(cells, first, faults)
    return cells


def _blame_missing(cells: dict[Cell, _Count], first: dict[Cell, int], faults: list[RowFault]) -> None:
    rows = dict.fromkeys(row for row, _ in cells)
    columns = dict.fromkeys(column for _, column in cells)
    _refuse_large(len(rows) * len(columns))  # first, or there would be a fault for each cell of a table too large
    for row, column in ((row, column) for row in rows for column in columns if (row, column) not in cells):
        at = next(number for (name, _), number in first.items() if name == row)
        faults.append(
            RowFault(at, COLUMNS[1], "", gettext("a row for %(row)s with %(column)s", row=row, column=column))
        )


# A cross-table -----------------------------------------------------------------------------------------------


def _crossed(read: ListTable, faults: list[RowFault]) -> dict[Cell, _Count]:
    names = read.columns[1:]
    has_total_column = len(names) > 1 and _is_total(names[-1])
    has_total_row = len(read.rows) > 1 and _is_total(read.rows[-1].cells[0])
    _blame_headings(read, faults)
    _refuse_large((len(names) - has_total_column) * (len(read.rows) - has_total_row))
    counts = [[_count(read, row, at, faults) for at in range(1, len(read.columns))] for row in read.rows]
    if faults:
        return {}
    height, width = len(read.rows) - has_total_row, len(names) - has_total_column
    _check_totals(read, counts, (height, width), faults)
    return {
        (row.cells[0], column): one
        for row, line in zip(read.rows[:height], counts, strict=False)
        for column, one in zip(names[:width], line, strict=False)
    }


def _is_total(name: str) -> bool:
    return name.lower().removeprefix("grand ") in _TOTAL | {gettext("Total").lower()}


def _blame_headings(read: ListTable, faults: list[RowFault]) -> None:
    if len(read.columns) < 2:
        expected = gettext("a column of names and at least one column of counts")
        faults.append(read.fault(1, 0, read.titles[0], expected))
    for place, name in enumerate(read.columns[1:], start=1):
        if name in read.columns[1:place] or name == f"Column {place + 1}":
            faults.append(read.fault(1, place, name, gettext("a name of its own for each column")))
    seen: set[str] = set()
    for row in read.rows:
        if not row.cells[0] or row.cells[0] in seen:
            faults.append(read.fault(row.number, 0, row.cells[0], gettext("a name of its own for each row")))
        seen.add(row.cells[0])


def _count(read: ListTable, row: TableRow, at: int, faults: list[RowFault]) -> _Count:
    text = row.cells[at]
    found = _COUNT.fullmatch(text)
    count = None if found is None else whole_number(re.sub(r"\D", "", found["count"]))
    if found is None or count is None or bool(found["open"]) != bool(found["close"]):
        expected = gettext("a whole number from 0; a withheld one with its true count, such as [3]")
        faults.append(read.fault(row.number, at, text, expected))
        return _Count(0, False)
    return _Count(count, bool(found["open"] or found["mark"]))


def _check_totals(read: ListTable, counts: list[list[_Count]], size: tuple[int, int], faults: list[RowFault]) -> None:
    """The totals beyond the rows and columns of the table itself, each by its counts and by no other total."""
    height, width = size
    inner = [[one.count for one in line[:width]] for line in counts[:height]]
    last = read.rows[-1].number
    for row, line, own in zip(read.rows, counts, inner, strict=False):
        for total in line[width:]:
            _check_total(read, (row.number, width + 1), total, own, faults)
    for line in counts[height:]:
        for at in range(width):
            _check_total(read, (last, at + 1), line[at], [one[at] for one in inner], faults)
        for total in line[width:]:
            _check_total(read, (last, width + 1), total, [one for own in inner for one in own], faults)


def _check_total(
    read: ListTable, place: tuple[int, int], total: _Count, counts: Sequence[int], faults: list[RowFault]
) -> None:
    """`place`: the number of its row, and its column from 0."""
    if total.is_withheld:
        faults.append(read.fault(*place, f"[{total.count}]", gettext("a total that is published, as all are")))
    elif total.count != sum(counts):
        expected = ngettext(
            "%(sum)s, which its %(n)s count adds up to",
            "%(sum)s, which its %(n)s counts add up to",
            len(counts),
            sum=number(sum(counts)),
        )
        faults.append(read.fault(*place, number(total.count), expected))
