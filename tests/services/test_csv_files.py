"""CSV files as people really save them: read where the meaning is plain, blamed by row and column where not."""

from pathlib import Path

import pytest

from tna.services.csv_files import CsvFault, CsvFaults, read_table, whole_number


def saved(folder: Path, content: str | bytes) -> Path:
    path = folder / "file.csv"
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def problems(path: Path, required: tuple[str, ...] = ("a", "b")) -> list[tuple[int, str]]:
    return [(fault.row, fault.column) for fault in read_table(path, required).faults]


def test_a_plain_file_is_read_with_its_row_numbers(tmp_path: Path) -> None:
    table = read_table(saved(tmp_path, "a,b\n1,2\n\n3,4\n"), ("a", "b"))
    assert table.faults == []
    assert table.columns == ("a", "b")
    assert [(row.number, row.fields) for row in table.rows] == [(2, ("1", "2")), (4, ("3", "4"))]


@pytest.mark.parametrize(
    "content",
    [
        b"\xef\xbb\xbfa,b\r\n1,2\r\n",
        b' a , b \n 1 ,"2"\n\n\n',
        b"a,b\r1,2\r",
        b"a,b\n1,2",
    ],
)
def test_a_byte_order_mark_line_ends_and_spaces_do_not_matter(tmp_path: Path, content: bytes) -> None:
    table = read_table(saved(tmp_path, content), ("a", "b"))
    assert table.faults == []
    assert table.columns == ("a", "b")
    assert [row.fields for row in table.rows] == [("1", "2")]


@pytest.mark.parametrize("content", ["", "\ufeff", "\n1,2\n"])
def test_a_file_without_a_header_is_one_fault(tmp_path: Path, content: str) -> None:
    table = read_table(saved(tmp_path, content), ("a", "b"))
    assert [fault.row for fault in table.faults] == [1]
    assert "no header row; expected a, b" in table.faults[0].problem


def test_a_header_alone_is_a_fault(tmp_path: Path) -> None:
    assert problems(saved(tmp_path, "a,b\n")) == [(2, "a")]


def test_missing_nameless_and_doubled_columns_are_all_named(tmp_path: Path) -> None:
    assert problems(saved(tmp_path, "a,,a\n1,2,3\n"), ("a", "b", "c")) == [
        (1, "b"),
        (1, "c"),
        (1, "2"),
        (1, "a"),
    ]


def test_short_and_long_rows_are_named_and_the_rest_is_read(tmp_path: Path) -> None:
    path = saved(tmp_path, "a,b\n1\n1,2,3\n5,6\n")
    assert problems(path) == [(2, "b"), (3, "3")]
    assert [row.fields for row in read_table(path, ("a", "b")).rows] == [("1", ""), ("1", "2"), ("5", "6")]


def test_a_quotation_mark_that_is_never_closed_is_a_fault_of_its_row(tmp_path: Path) -> None:
    assert problems(saved(tmp_path, 'a,b\n1,2\n"3,4\n5,6\n')) == [(3, "1")]


def test_text_that_is_not_utf_8_is_a_fault_of_its_row(tmp_path: Path) -> None:
    table = read_table(saved(tmp_path, b"a,b\n1,2\ncaf\xe9,4\n"), ("a", "b"))
    assert table.faults == [
        CsvFault(table.file, 3, "1", "is not UTF-8 text; save the file as CSV UTF-8"),
    ]


@pytest.mark.parametrize("text", ["-1", "1.0", "1e3", "", " 1", "²", "٣", "1" * 5000])
def test_only_plain_digits_are_a_whole_number(text: str) -> None:
    assert whole_number(text) is None


def test_faults_are_told_file_by_file_from_top_to_bottom() -> None:
    faults = [CsvFault("z.csv", 9, "a", "x"), CsvFault("b.csv", 1, "a", "y"), CsvFault("z.csv", 2, "a", "z")]
    told = str(CsvFaults(faults)).splitlines()
    assert told == ["z.csv, row 2, column a: z", "z.csv, row 9, column a: x", "b.csv, row 1, column a: y"]


def test_a_fault_cannot_steer_the_terminal() -> None:
    assert "\x1b" not in str(CsvFault("f.csv", 1, "\x1b[2J", "bad"))


@pytest.mark.parametrize(
    ("text", "number"), [("4", 4), ("3.5", 3.5), (".5", 0.5), ("5.", 5), ("-0.25", -0.25), ("+1e-3", 0.001)]
)
def test_measurements_may_have_decimals(tmp_path: Path, text: str, number: float) -> None:
    table = read_table(saved(tmp_path, f"a,b\n{text},2\n"), ("a", "b"))
    assert table.measurement(table.rows[0], "a") == number
    assert table.faults == []


@pytest.mark.parametrize("text", ["", "x", "1_000", "0x10", "inf", "NaN", "٣", "1e", ".", "1e16", "-1e999", "3 5"])
def test_what_is_no_measurement_is_blamed(tmp_path: Path, text: str) -> None:
    table = read_table(saved(tmp_path, f"a,b\n{text},2\n"), ("a", "b"))
    assert table.measurement(table.rows[0], "a") is None
    assert table.measurement(table.rows[0], "missing") is None
    assert [(fault.row, fault.column) for fault in table.faults] == [(2, "a")]
