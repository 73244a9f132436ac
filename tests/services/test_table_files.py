"""A two-way table in a CSV file: one row for each cell, and every fault with its row and column."""

from pathlib import Path

import pytest

from tna.services.csv_files import CsvFaults
from tna.services.table_files import read_two_way_table

HEADER = "row,column,value,withheld"


def saved(folder: Path, *lines: str) -> Path:
    path = folder / "t.csv"
    path.write_text("\n".join([*lines, ""]), encoding="utf-8")
    return path


def test_rows_and_columns_stand_as_the_file_first_names_them(tmp_path: Path) -> None:
    read = read_two_way_table(saved(tmp_path, HEADER, "S,b,12,0", "N,a,3,1", "N,b,20,0", "S,a,30,0"))
    assert read.rows == ("S", "N")
    assert read.columns == ("b", "a")
    assert read.counts == ((12, 30), (20, 3))
    assert read.withheld == {(1, 1)}


def test_every_fault_is_named_at_once(tmp_path: Path) -> None:
    lines = ("N,a,-3,1", "N,b,2.5,1", "N,b,4,1", "S,a,many,2", "S,c,5,0", ",a,1,0")
    with pytest.raises(CsvFaults) as raised:
        read_two_way_table(saved(tmp_path, HEADER, *lines))
    assert [(fault.row, fault.column) for fault in raised.value.faults] == [
        (2, "value"),
        (2, "column"),
        (3, "value"),
        (4, "column"),
        (5, "value"),
        (5, "withheld"),
        (5, "column"),
        (7, "row"),
    ]
    assert "there is no row for N with c" in str(raised.value)
    assert "there is no row for S with b" in str(raised.value)


def test_a_missing_column_is_a_fault_and_nothing_else(tmp_path: Path) -> None:
    with pytest.raises(CsvFaults) as raised:
        read_two_way_table(saved(tmp_path, "row,column,value", "N,a,3"))
    assert [(fault.row, fault.column) for fault in raised.value.faults] == [(1, "withheld")]
