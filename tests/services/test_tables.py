"""Files as people's programs write them are read as rows, or refused with the reason; nothing else ever happens."""

import datetime as dt
import tracemalloc
from collections.abc import Callable
from io import BytesIO
from random import randbytes
from time import process_time
from zipfile import ZipFile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.spreadsheets import (
    csv_bytes,
    with_member,
    with_strings,
    without_member,
    workbook_as_excel_writes_it,
    workbook_bytes,
)
from tna.services.tables import (
    LARGEST_FILE,
    MOST_COLUMNS,
    MOST_ROWS,
    UNREADABLE,
    ListTable,
    RowFault,
    TableRefused,
    read_list,
)
from tna.services.tables.rows import LONGEST_CELL
from tna.services.tables.workbooks import cell_text

HEADER = ("Name", "Email", "Job")
ROWS = (HEADER, ("Zoë Müller", "zoe@example.org", "Nurse"), ("Seán Ó Néill", "sean@example.org", "Tutor"))
READ = [(2, ROWS[1]), (3, ROWS[2])]


def read(content: bytes, name: str = "staff.csv", sheet: str = "") -> ListTable:
    return read_list(content, file_name=name, sheet=sheet)


def cells(table: ListTable) -> list[tuple[int, tuple[str, ...]]]:
    return [(row.number, row.cells) for row in table.rows]


def refusal(content: bytes, name: str = "staff.csv", sheet: str = "") -> str:
    with pytest.raises(TableRefused) as caught:
        read(content, name, sheet)
    return str(caught.value)


# CSV ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_every_usual_encoding_and_delimiter_is_read(encoding: str, delimiter: str) -> None:
    table = read(csv_bytes(ROWS, encoding=encoding, delimiter=delimiter))
    assert (table.columns, cells(table), table.faults) == (HEADER, READ, ())


def test_utf_16_with_its_mark_the_other_way_round_is_read() -> None:
    assert cells(read(b"\xfe\xff" + csv_bytes(ROWS, encoding="utf-16-be"))) == READ


@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"])
def test_lines_may_end_as_on_any_machine(ending: str) -> None:
    text = ending.join(["Name,Email", "Ann,ann@example.org", "", "Bob,bob@example.org"])
    assert cells(read(text.encode())) == [(2, ("Ann", "ann@example.org")), (4, ("Bob", "bob@example.org"))]


def test_blank_rows_are_left_out_and_the_others_keep_their_numbers() -> None:
    table = read(csv_bytes([("", ""), ("Name", "Email"), (" ", ""), ("Ann", "a@example.org"), ("", "")]))
    assert cells(table) == [(4, ("Ann", "a@example.org"))]


def test_a_line_inside_quotation_marks_is_part_of_its_cell() -> None:
    table = read(b'Name,Note\nAnn,"first\nsecond, third"\nBob,x\n')
    assert cells(table) == [(2, ("Ann", "first second, third")), (3, ("Bob", "x"))]


def test_commas_inside_cells_do_not_outvote_semicolons_between_them() -> None:
    table = read(b"Name;Email\nSmith, Ann;a@example.org\nJones, Bob;b@example.org\n")
    assert cells(table)[0] == (2, ("Smith, Ann", "a@example.org"))


def test_the_hint_that_excel_writes_for_itself_is_no_row() -> None:
    table = read(b"sep=;\r\nName;Email\r\nAnn;a@example.org\r\n")
    assert (table.columns, cells(table)) == (("Name", "Email"), [(2, ("Ann", "a@example.org"))])


def test_a_list_of_one_column_is_a_list() -> None:
    assert read(b"Email\na@example.org\n").columns == ("Email",)


def test_rows_that_do_not_fit_the_header_are_named() -> None:
    table = read(b"Name,Email,Job\nAnn,a@example.org\nBob,b@example.org,Nurse,more\nCat,c@example.org,Nurse,,\n")
    assert table.faults == (
        RowFault(2, "Job", "2 cells: Ann | a@example.org", "3 cells, as in the first row"),
        RowFault(
            3, "Column 4", "4 cells: Bob | b@example.org | Nurse | more", "3 cells, as in the first row", unnamed=4
        ),
    )


def test_a_column_without_a_name_is_called_by_its_place() -> None:
    assert read(b"Name,,Email\nAnn,x,a@example.org\n").columns == ("Name", "Column 2", "Email")


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (b"", "The file is empty"),
        (b" \r\n\r\n", "The file is empty"),
        (b"Name,Email\n", "no row below"),
        (b"Name,Email\nAnn,a\0b\nBob,c\n", "Row 2: It holds a sign that is no text (NUL)"),
        (b"Name,Email\nAnn,a\nBob,\x81\n", "Row 3: It holds a sign that cannot be read"),
        (b'Name,Email\nAnn,"a\nBob,c\n', "cannot be read as CSV"),
        (b'Name,Email\nAnn,"a"b\nBob,c\n', "Row 2: It cannot be read as CSV"),
        (b"\xff\xfeN\x00\x00\xd8", "It holds a sign that cannot be read"),
        (b"%PDF-1.7 and so on", "This is a PDF"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 and so on", "old Excel workbook (.xls), or one with a password"),
    ],
)
def test_what_is_no_list_is_refused_with_the_reason(content: bytes, expected: str) -> None:
    assert expected in refusal(content)


def test_caps_hold() -> None:
    wide = csv_bytes([[f"h{n}" for n in range(MOST_COLUMNS + 1)], ["x"] * (MOST_COLUMNS + 1)])
    assert "more than 60 columns" in refusal(wide)
    assert "more than 120,000 rows" in refusal(b"Email\n" + b"a@example.org\n" * (MOST_ROWS + 1))
    assert len(read(b"Email\n" + b"a@example.org\n" * MOST_ROWS).rows) == MOST_ROWS
    assert "larger than 20 MB" in refusal(b"x" * (LARGEST_FILE + 1))
    assert len(read(b"Email\n" + b"x" * 50_000).rows[0].cells[0]) == LONGEST_CELL
    assert "field larger than field limit" in refusal(b"Email\n" + b"x" * 200_000)


def test_signs_that_nothing_can_keep_are_marked_and_unseen_ones_go() -> None:
    row = read("Name,Email\nA\x07nn\u00a0Lee,\u200ba\u202e@example.org\ufeff\n".encode()).rows[0]
    assert row.cells == (f"A{UNREADABLE}nn Lee", "a@example.org")


@pytest.mark.parametrize("cell", ["=1+1", "+44", "-3", "@SUM(A1)", "=cmd|'/c calc'!A1", "＝1+1"])
def test_what_looks_like_a_formula_comes_back_as_it_is_written(cell: str) -> None:
    assert read(csv_bytes([HEADER, (cell, "a", "b")])).rows[0].cells[0] == cell


# Workbooks ------------------------------------------------------------------------------------------------


def test_a_workbook_is_read_from_its_first_visible_sheet() -> None:
    content = workbook_bytes(ROWS, sheets={"Old": [("No",), ("no",)], "More": [("Yes",), ("yes",)]}, hidden=["Old"])
    table = read(content, "staff.xlsx")
    assert (table.sheet, table.columns, cells(table)) == ("Staff", HEADER, READ)
    assert read(content, "staff.xlsx", sheet=" more ").columns == ("Yes",)
    assert refusal(content, "staff.xlsx", sheet="Old") == (
        "The workbook has no visible sheet of that name. It has “Staff”, “More”."
    )


def test_cells_of_a_workbook_are_text_as_somebody_reads_it() -> None:
    day, moment = dt.date(2027, 3, 31), dt.datetime(2027, 3, 31, 9, 5)
    content = workbook_bytes([("A", "B", "C", "D", "E", "F"), (4.0, 0.1 + 0.2, day, moment, True, 12345678901)])
    assert read(content, "x.xlsx").rows[0].cells == (
        "4",
        "0.3",
        "31/03/2027",
        "31/03/2027 09:05",
        "TRUE",
        "12345678901",
    )
    assert cell_text(dt.time(9, 5)) == "09:05"
    assert cell_text(day) == "31/03/2027"


def test_a_workbook_holds_what_its_formulas_gave_and_short_rows_are_no_fault() -> None:
    table = read(workbook_bytes([HEADER, ("=1+1", "a@example.org"), (), ("Bob", "b@example.org", "Nurse")]), "x.xlsx")
    assert cells(table) == [(2, ("", "a@example.org", "")), (4, ("Bob", "b@example.org", "Nurse"))]
    assert table.faults == ()


def test_a_workbook_is_known_by_its_content_whatever_it_is_called() -> None:
    assert read(workbook_bytes(ROWS), "staff.csv").columns == HEADER
    assert "no Excel workbook, although it is called one" in refusal(csv_bytes(ROWS), "staff.xlsx")


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("staff.xlsm", "with macros is not read"),
        ("staff.ods", "OpenDocument"),
        ("staff.zip", "Take the file out of it"),
    ],
)
def test_other_kinds_are_refused_with_what_to_do(name: str, expected: str) -> None:
    assert expected in refusal(workbook_bytes(ROWS), name)


def test_a_package_that_is_no_plain_workbook_is_refused() -> None:
    content = workbook_bytes(ROWS)
    assert "with macros" in refusal(with_member(content, "xl/vbaProject.bin", b"x"), "a.xlsx")
    assert "no Excel workbook" in refusal(without_member(content, "xl/workbook.xml"), "a.xlsx")
    assert "broken" in refusal(content[:-30], "a.csv")
    assert "no visible sheet" in refusal(without_member(content, "xl/worksheets/sheet1.xml"), "a.xlsx")
    for member in ("xl/worksheets/sheet1.xml", "xl/_rels/workbook.xml.rels", "[Content_Types].xml"):
        assert "cannot be read" in refusal(with_member(content, member, b"<broken"), "a.xlsx")
    many = BytesIO(content)
    with ZipFile(many, "a") as package:
        for number in range(2_001):
            package.writestr(f"xl/more{number}.bin", b"")
    assert "too large once unpacked" in refusal(many.getvalue(), "a.xlsx")


def test_a_bomb_is_not_unpacked() -> None:
    bomb = with_member(workbook_bytes(ROWS), "xl/worksheets/sheet1.xml", b" " * (301 * 1024 * 1024))
    assert len(bomb) < 1024 * 1024
    assert "too large once unpacked" in refusal(bomb, "a.xlsx")


def strings(number: int) -> bytes:
    """So many different texts as a workbook keeps them."""
    return b"".join(b"<si><t>%x@example.org</t></si>" % n for n in range(number))


@pytest.mark.parametrize(
    ("name", "bomb", "words"),
    [
        ("xl/sharedStrings.xml", lambda: b"<si><t>a</t></si>" * 3_000_000, "as tightly as it is here"),
        ("xl/sharedStrings.xml", lambda: strings(700_000), "holds far more than a list needs"),
        (
            "xl/sharedStrings.xml",
            lambda: b"<si><t>%s</t></si>" % randbytes(16_000_000).hex().encode(),
            "holds far more",
        ),
        (
            "xl/styles.xml",
            lambda: b"".join(b"<xf/>" * 100 + randbytes(9) for _ in range(4_100)),
            "holds far more",
        ),
        ("xl/workbook.xml", lambda: b"<sheet/>  " * 600_000, "as tightly as it is here"),
    ],
)
def test_what_would_fill_memory_is_refused_before_it_does(name: str, bomb: Callable[[], bytes], words: str) -> None:
    content = workbook_bytes(ROWS)
    content = with_strings(content, bomb()) if "Strings" in name else with_member(content, name, bomb())
    tracemalloc.start()
    try:
        said = refusal(content, "a.xlsx")
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert "too large once unpacked" in said
    assert words in said
    assert f"“{name}”" in said
    assert peak < 50 * 1024 * 1024


def test_a_table_of_strings_that_is_called_a_sheet_is_counted_all_the_same() -> None:
    content = with_strings(workbook_bytes(ROWS), strings(700_000), name="xl/worksheets/strings.xml")
    assert "“xl/worksheets/strings.xml” in it holds far more" in refusal(content, "a.xlsx")


def test_the_strings_of_a_hundred_thousand_people_are_no_bomb() -> None:
    assert cells(read(with_strings(workbook_bytes(ROWS), strings(200_000)), "a.xlsx")) == READ


def test_cells_that_refer_to_a_table_of_strings_are_read() -> None:
    assert cells(read(workbook_as_excel_writes_it(ROWS), "a.xlsx")) == READ


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_a_document_that_declares_entities_is_not_read(encoding: str) -> None:
    laughs = '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]><x>&b;</x>'.encode(encoding)
    assert "cannot be read" in refusal(with_member(workbook_bytes(ROWS), "xl/sharedStrings.xml", laughs), "a.xlsx")


def test_a_cell_far_to_the_right_is_noticed_and_a_wrong_size_is_not_believed() -> None:
    wide = workbook_bytes([[f"h{n}" for n in range(MOST_COLUMNS + 1)], ["x"]])
    assert "more than 60 columns" in refusal(wide, "a.xlsx")
    with ZipFile(BytesIO(workbook_bytes(ROWS))) as package:
        sheet = package.read("xl/worksheets/sheet1.xml").replace(b'ref="A1:C3"', b'ref="A1:A1"')
    assert cells(read(with_member(workbook_bytes(ROWS), "xl/worksheets/sheet1.xml", sheet), "a.xlsx")) == READ


def renumbered(*numbers: int) -> bytes:
    """The workbook with other numbers on its three rows."""
    content = workbook_bytes(ROWS)
    with ZipFile(BytesIO(content)) as package:
        sheet = package.read("xl/worksheets/sheet1.xml").decode()
    for was, number in reversed(list(enumerate(numbers, start=1))):
        sheet = sheet.replace(f'<row r="{was}"', f'<row r="{number}"')
        for column in "ABC":
            sheet = sheet.replace(f'r="{column}{was}"', f'r="{column}{number}"')
    return with_member(content, "xl/worksheets/sheet1.xml", sheet.encode())


def test_the_last_row_a_sheet_may_have_is_read_without_walking_there() -> None:
    content = renumbered(1, 2, 1_048_576)
    begun = process_time()
    assert cells(read(content, "a.xlsx")) == [(2, ROWS[1]), (1_048_576, ROWS[2])]
    assert process_time() - begun < 0.5, "a million rows that are not there were counted through"


@pytest.mark.parametrize(
    ("numbers", "named"),
    [
        ((1, 2, 1_048_577), "Row 1,048,577"),
        ((1, 2, 4_000_000), "Row 4,000,000"),
        ((1, 5, 5), "Row 5"),
        ((1, 9, 4), "Row 4"),
    ],
)
def test_a_row_that_no_sheet_can_have_is_refused_and_not_left_out(numbers: tuple[int, ...], named: str) -> None:
    said = refusal(renumbered(*numbers), "a.xlsx")
    assert said.startswith(f"{named}: The rows of a sheet are numbered from 1 to 1,048,576")


def test_a_cell_beyond_every_column_is_noticed_in_its_row() -> None:
    far = workbook_bytes([*ROWS, ("Ann", "ann@example.org", "Nurse", *[None] * 90, "lost?")])
    assert [fault.row for fault in read(far, "a.xlsx").faults] == [4]


# Anything -------------------------------------------------------------------------------------------------


def holds(content: bytes, name: str) -> None:
    """It is a table of printable text of its own width, or it is refused with a sentence."""
    try:
        table = read(content, name)
    except TableRefused:
        return
    ragged = {fault.row for fault in table.faults}
    for row in table.rows:
        assert len(row.cells) == len(table.columns) <= MOST_COLUMNS
        assert all(cell.isprintable() and len(cell) <= LONGEST_CELL for cell in row.cells)
        assert any(row.cells) or row.number in ragged
    assert [row.number for row in table.rows] == sorted({row.number for row in table.rows})


@given(st.binary(max_size=400), st.sampled_from(["a.csv", "a.xlsx", "a.txt", "a"]))
@settings(max_examples=400)
def test_any_bytes_are_rows_or_a_reason(content: bytes, name: str) -> None:
    holds(content, name)


@given(
    st.lists(st.lists(st.text(max_size=12), max_size=5), max_size=6), st.sampled_from(["utf-8", "utf-16", "utf-8-sig"])
)
def test_any_text_is_rows_or_a_reason(rows: list[list[str]], encoding: str) -> None:
    text = "\r\n".join(",".join(row) for row in rows)
    holds(text.encode(encoding, errors="ignore"), "a.csv")


@given(st.data())
@settings(max_examples=60)
def test_any_damage_to_a_workbook_is_rows_or_a_reason(data: st.DataObject) -> None:
    content = bytearray(workbook_bytes(ROWS))
    for _ in range(data.draw(st.integers(1, 6))):
        content[data.draw(st.integers(0, 1_000_000)) % len(content)] = data.draw(st.integers(0, 255))
    holds(bytes(content), "a.xlsx")


@given(st.binary(max_size=300), st.sampled_from(["xl/workbook.xml", "xl/worksheets/sheet1.xml", "xl/styles.xml"]))
@settings(max_examples=60)
def test_any_member_of_a_workbook_is_rows_or_a_reason(data: bytes, member: str) -> None:
    holds(with_member(workbook_bytes(ROWS), member, data), "a.xlsx")
