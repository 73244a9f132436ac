"""Two-way tables as people paste and upload them: what is read, and every fault with its place."""

import pytest

from tests.spreadsheets import workbook_bytes
from tna.domain.table_audit import TwoWayTable
from tna.services.pasted_tables import MOST_CELLS, TableFaults, as_list, read_pasted_table
from tna.services.tables import TableRefused

CROSS = "\tPolice\tHealth\tTotal\nNorth\t[3]\t20\t23\nSouth\t12\t1,460\t1,472\nTotal\t15\t1480\t1495\n"
NORTH_AND_SOUTH = TwoWayTable(("North", "South"), ("Police", "Health"), ((3, 20), (12, 1460)), frozenset({(0, 0)}))


def faults(text: str) -> list[tuple[int, str, str]]:
    with pytest.raises(TableFaults) as raised:
        read_pasted_table(text.encode())
    return [(fault.row, fault.column, fault.read) for fault in raised.value.faults]


def test_a_cross_table_pasted_from_a_spreadsheet_is_read_with_its_totals_checked() -> None:
    assert read_pasted_table(CROSS.encode()) == NORTH_AND_SOUTH


@pytest.mark.parametrize("mark", ["[3]", "3*", "3 *", "3 [c]", "3[c]", "[3] *"])
def test_a_withheld_count_is_marked_in_several_ways(mark: str) -> None:
    assert read_pasted_table(f"where,Police,Health\nNorth,{mark},20\nSouth,12,1460\n".encode()) == NORTH_AND_SOUTH


def test_a_list_of_cells_is_read_whatever_the_order_of_its_columns() -> None:
    text = "Withheld;Row;Column;Value\n1;North;Police;3\n0;North;Health;20\n0;South;Police;12\n0;South;Health;1460\n"
    assert read_pasted_table(text.encode()) == NORTH_AND_SOUTH


def test_a_workbook_is_read() -> None:
    rows = [["", "Police", "Health"], ["North", "[3]", 20], ["South", 12, 1460.0]]
    assert read_pasted_table(workbook_bytes(rows), file_name="t.xlsx") == NORTH_AND_SOUTH


def test_a_table_written_as_a_list_is_read_as_itself() -> None:
    text = "\n".join(",".join(f'"{cell}"' for cell in row) for row in as_list(NORTH_AND_SOUTH))
    assert read_pasted_table(text.encode()) == NORTH_AND_SOUTH


@pytest.mark.parametrize("count", ["-3", "2.5", "many", "", "[c]", "[3", "3]", "(3)", "1,46", "1234567890", "٣"])
def test_what_is_no_count_is_a_fault_with_its_row_and_column(count: str) -> None:
    assert faults(f"\tPolice\tHealth\nNorth\t4\t20\nSouth\t12\t{count}\n") == [(3, "Health", count)]


def test_a_row_that_is_too_short_is_a_fault() -> None:
    assert (3, "Health") in [fault[:2] for fault in faults("\tPolice\tHealth\nNorth\t4\t20\nSouth\t12\n")]


def test_names_that_come_twice_or_are_missing_are_faults() -> None:
    assert faults("\tPolice\t\tPolice\nNorth\t4\t20\t1\nNorth\t4\t20\t1\n\t4\t20\t1\n") == [
        (1, "Column 3", "Column 3"),
        (1, "Police", "Police"),
        (3, "Column 1", "North"),
        (4, "Column 1", ""),
    ]


def test_a_total_that_does_not_add_up_is_a_fault_that_says_what_it_should_be() -> None:
    with pytest.raises(TableFaults) as raised:
        read_pasted_table(CROSS.replace("\t23\n", "\t24\n").encode())
    wrong = raised.value.faults
    assert [(fault.row, fault.column, fault.read) for fault in wrong] == [(2, "Total", "24")]
    assert wrong[0].expected == "23, which its 2 counts add up to"


@pytest.mark.parametrize(
    ("typed", "wrong"),
    [
        ("Total\t15\t1480\t1496\n", [(4, "Total", "1,496")]),
        ("Total\t16\t1480\t1496\n", [(4, "Police", "16"), (4, "Total", "1,496")]),
        ("Total\t16\t1480\t1495\n", [(4, "Police", "16")]),
    ],
)
def test_the_total_of_all_is_wrong_by_the_counts_and_not_by_a_wrong_total_beside_it(
    typed: str, wrong: list[tuple[int, str, str]]
) -> None:
    assert faults(CROSS.replace("Total\t15\t1480\t1495\n", typed)) == wrong


@pytest.mark.parametrize(("rows", "columns"), [(1, 400), (2, 200), (200, 2), (400, 1)])
def test_as_many_cells_as_are_promised_are_taken_whatever_the_shape(rows: int, columns: int) -> None:
    header = "\t".join(["", *(f"c{place}" for place in range(columns)), "Total"])
    lines = ["\t".join([f"r{at}", *["20"] * columns, str(20 * columns)]) for at in range(rows)]
    content = "\n".join([header, *lines]).encode()
    table = read_pasted_table(content)
    assert (len(table.rows), len(table.columns)) == (rows, columns)
    book = workbook_bytes([line.split("\t") for line in content.decode().split("\n")])
    assert read_pasted_table(book, file_name="t.xlsx") == table


def test_a_total_cannot_be_withheld() -> None:
    assert faults(CROSS.replace("\t23\n", "\t[23]\n")) == [(2, "Total", "[23]")]


def test_a_list_names_every_missing_and_doubled_cell_and_every_wrong_value() -> None:
    text = "row,column,value,withheld\nN,a,-1,0\nN,a,4,0\nS,b,x,2\n,b,1,0\n"
    assert faults(text) == [
        (2, "value", "-1"),
        (2, "column", ""),
        (3, "column", "N, a"),
        (4, "value", "x"),
        (4, "withheld", "2"),
        (4, "column", ""),
        (5, "row", ""),
    ]


def test_a_list_without_its_fourth_column_is_a_fault() -> None:
    assert faults("row,column,value\nN,a,1\n") == [(1, "value", "row, column, value")]


def test_a_single_column_of_names_is_no_table() -> None:
    assert faults("North\nSouth\n") == [(1, "North", "North")]


def test_a_table_that_is_too_large_is_refused_in_words() -> None:
    wide = MOST_CELLS // 20 + 1
    header = "\t".join(["", *(f"c{place}" for place in range(wide))])
    rows = "\n".join("\t".join([f"r{at}", *["9"] * wide]) for at in range(20))
    with pytest.raises(TableRefused, match="420 cells, and this page audits at most 400"):
        read_pasted_table(f"{header}\n{rows}\n".encode())


def test_a_list_of_a_table_that_is_too_large_is_refused_in_words() -> None:
    lines = [f"r{row},c{column},9,0" for row in range(21) for column in range(20)]
    with pytest.raises(TableRefused, match="420 cells"):
        read_pasted_table("\n".join(["row,column,value,withheld", *lines]).encode())


def test_a_list_with_more_combinations_than_lines_is_refused_by_those() -> None:
    lines = [f"r{place},c{place},9,0" for place in range(300)]
    with pytest.raises(TableRefused, match="90,000 cells"):
        read_pasted_table("\n".join(["row,column,value,withheld", *lines]).encode())


@pytest.mark.parametrize("separator", ["\t", ";", ","])
@pytest.mark.parametrize("line_end", ["\n", "\r\n"])
@pytest.mark.parametrize("start", ["", "\ufeff"])
def test_separators_line_ends_and_byte_order_marks_make_no_difference(
    separator: str, line_end: str, start: str
) -> None:
    text = "where\tPolice\tHealth\nNorth\t[3]\t20\nSouth\t12\t1460\n"
    changed = start + text.replace("\t", separator).replace("\n", line_end)
    assert read_pasted_table(changed.encode()) == NORTH_AND_SOUTH


def test_a_file_that_is_too_large_is_refused_before_it_is_read() -> None:
    with pytest.raises(TableRefused, match="larger than 2 MB"):
        read_pasted_table(b"x" * (2 * 1024 * 1024 + 1))


@pytest.mark.parametrize("content", [b"", b"\n\n", b"%PDF-1.7", b"PK\x03\x04"])
def test_what_is_no_table_is_refused(content: bytes) -> None:
    with pytest.raises(TableRefused):
        read_pasted_table(content)
