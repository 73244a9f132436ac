"""A two-way table from an analyst's own CSV file: one row for each cell, and which are withheld."""

from collections.abc import Mapping
from pathlib import Path

from tna.domain.table_audit import TwoWayTable
from tna.services.csv_files import CsvFaults, Table, read_table

COLUMNS = ("row", "column", "value", "withheld")

MOST_CELLS_OF_A_FILE = 3_600
"""Cells of the largest table that the command audits: some seconds, whatever they hold (decision 19)."""

Cell = tuple[str, str]
"""What its row and its column are called."""


def read_two_way_table(path: Path) -> TwoWayTable:
    """`row,column,value,withheld`: one row for each cell, 1 where its value is withheld. Raises CsvFaults.

    Rows and columns stand in the order in which the file first names them.
    """
    file = read_table(path, COLUMNS)
    places: dict[Cell, int] = {}
    values: dict[Cell, tuple[int, bool]] = {}
    for row in file.rows:
        cell = file.pair(row, "row", "column", places)
        value, withheld = file.whole_number(row, "value", 0), file.whole_number(row, "withheld", 0, 1)
        if cell is not None and value is not None and withheld is not None:
            values[cell] = value, withheld == 1
    _blame_missing(file, places)
    if file.faults:
        raise CsvFaults(file.faults)
    return table_of_cells(values)


def table_of_cells(cells: Mapping[Cell, tuple[int, bool]]) -> TwoWayTable:
    """The table of these cells, each with its count and whether it is withheld; every combination has one."""
    rows = tuple(dict.fromkeys(row for row, _ in cells))
    columns = tuple(dict.fromkeys(column for _, column in cells))
    return TwoWayTable(
        rows,
        columns,
        tuple(tuple(cells[row, column][0] for column in columns) for row in rows),
        frozenset((rows.index(row), columns.index(column)) for (row, column), (_, hidden) in cells.items() if hidden),
    )


def _blame_missing(file: Table, places: Mapping[Cell, int]) -> None:
    """Note every combination without a row, at the first row that names its row; of a table too large only that."""
    cells = len({row for row, _ in places}) * len({column for _, column in places})
    if cells > MOST_CELLS_OF_A_FILE:
        file.blame(1, "row", f"the table has {cells:,} cells, and at most {MOST_CELLS_OF_A_FILE:,} are audited")
        return
    first: dict[str, int] = {}
    for (row, _), number in places.items():
        first.setdefault(row, number)
    for column in dict.fromkeys(column for _, column in places):
        for row, number in first.items():
            if (row, column) not in places:
                file.blame(number, "column", f"there is no row for {row} with {column}")
