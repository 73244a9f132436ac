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


def test_a_table_that_is_too_large_is_one_fault_that_says_so(tmp_path: Path) -> None:
    lines = (f"r{place},c{place},9,0" for place in range(61))
    with pytest.raises(CsvFaults) as raised:
        read_two_way_table(saved(tmp_path, HEADER, *lines))
    (fault,) = raised.value.faults
    assert (fault.row, fault.problem) == (1, "the table has 3,721 cells, and at most 3,600 are audited")


@pytest.mark.parametrize(
    ("lines", "place"),
    [
        (("N,a,3,1", "N,a,4,1"), (3, "column")),
        (("N,a,-3,1",), (2, "value")),
        (("N,a,2.5,1",), (2, "value")),
        (("N,a,three,1",), (2, "value")),
        (("N,a,3,yes",), (2, "withheld")),
        (("N,a,3,1", "S,b,4,0"), (2, "column")),
    ],
)
def test_each_kind_of_fault_is_named_by_its_row(tmp_path: Path, lines: tuple[str, ...], place: tuple[int, str]) -> None:
    with pytest.raises(CsvFaults) as raised:
        read_two_way_table(saved(tmp_path, HEADER, *lines))
    assert place in [(fault.row, fault.column) for fault in raised.value.faults]


@pytest.mark.parametrize("text", ["", "\n\n", f"{HEADER}\n"])
def test_an_empty_file_is_no_table(tmp_path: Path, text: str) -> None:
    path = tmp_path / "t.csv"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(CsvFaults):
        read_two_way_table(path)


@pytest.mark.parametrize("start", ["", "\ufeff"])
def test_windows_line_ends_and_a_byte_order_mark_make_no_difference(tmp_path: Path, start: str) -> None:
    path = tmp_path / "t.csv"
    path.write_bytes(f"{start}{HEADER}\r\nN,a,3,1\r\nN,b,20,0\r\n".encode())
    assert read_two_way_table(path).counts == ((3, 20),)
