"""Responses, targets and headcounts: what is a fault, and where."""

from pathlib import Path

from tna.services.analyst_files import read_headcounts, read_responses, read_targets, too_few_heads
from tna.services.csv_files import CsvFault


def saved(folder: Path, name: str, *lines: str) -> Path:
    path = folder / name
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def places(faults: tuple[CsvFault, ...] | list[CsvFault]) -> list[tuple[int, str]]:
    return [(fault.row, fault.column) for fault in faults]


def test_responses_are_levels_by_person_and_statement(tmp_path: Path) -> None:
    read = read_responses(saved(tmp_path, "r.csv", "s01,agency,s02,role_group", "1,north,,A", "5,south,2,B"))
    assert read.faults == ()
    assert read.statements == ("s01", "s02")
    assert read.cells == (("north", "A"), ("south", "B"))
    assert read.levels.tolist() == [[1, 0], [5, 2]]


def test_every_impossible_level_and_missing_id_is_named(tmp_path: Path) -> None:
    lines = ("agency,role_group,s01,s02", "north,A,7,x", ",A,0,3", "north,,3.0,-1", "north,A,５,")
    read = read_responses(saved(tmp_path, "r.csv", *lines))
    assert places(read.faults) == [
        (2, "s01"),
        (2, "s02"),
        (3, "agency"),
        (3, "s01"),
        (4, "role_group"),
        (4, "s01"),
        (4, "s02"),
        (5, "s01"),
    ]
    assert "'7'" in read.faults[0].problem


def test_a_doubled_target_names_the_row_it_repeats(tmp_path: Path) -> None:
    lines = ("role_group,statement,target", "A,s01,4", "A,s02,3", "A,s01,4", "B,s01,6", "B,s02,", ",s03,1")
    read = read_targets(saved(tmp_path, "t.csv", *lines))
    assert places(read.faults) == [(4, "statement"), (5, "target"), (6, "target"), (7, "role_group")]
    assert "row 2 already" in read.faults[0].problem
    assert read.of == {("A", "s01"): 4, ("A", "s02"): 3}


def test_heads_are_whole_numbers_one_row_a_cell(tmp_path: Path) -> None:
    lines = ("agency,role_group,heads", "north,A,0", "north,A,4", "south,A,-4", "south,B,2.5", "south,C,many")
    read = read_headcounts(saved(tmp_path, "h.csv", *lines))
    assert places(read.faults) == [(3, "role_group"), (4, "heads"), (5, "heads"), (6, "heads")]
    assert read.heads == {("north", "A"): 0}


def test_fewer_heads_than_answers_names_both_numbers(tmp_path: Path) -> None:
    responses = read_responses(
        saved(tmp_path, "r.csv", "agency,role_group,s01", "north,A,1", "south,B,2", "north,A,", "south,B,3")
    )
    heads = read_headcounts(saved(tmp_path, "h.csv", "agency,role_group,heads", "east,A,9", "north,A,1"))
    faults = too_few_heads(responses, heads)
    assert [(Path(fault.file).name, fault.row, fault.column) for fault in faults] == [
        ("h.csv", 3, "heads"),
        ("r.csv", 3, "agency"),
    ]
    assert "fewer heads (1) than answers (2) of north, role group A" in faults[0].problem
    assert "than answers (2) of south, role group B" in faults[1].problem


def test_a_headcount_that_was_refused_is_not_blamed_twice(tmp_path: Path) -> None:
    responses = read_responses(saved(tmp_path, "r.csv", "agency,role_group,s01", "north,A,1"))
    heads = read_headcounts(saved(tmp_path, "h.csv", "agency,role_group,heads", "north,A,x"))
    assert too_few_heads(responses, heads) == []
