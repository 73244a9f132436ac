"""`tna analyse` as a program calls it: one JSON document or faults, and the exit status that says which."""

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from tna.cli.analyse import analyse

RESPONSES = "agency,role_group,s01,s02\nnorth,A,1,\nnorth,B,5,\nnorth,A,3,5\nsouth,A,2,\nnorth,A,3,2\n"
TARGETS = "role_group,statement,target\nA,s01,3\nA,s02,4\n"
PAIRS = "statement,before,after\n" + "s02,3,4\n" * 8 + "s01,2.5,4\n" + "s02,5,5\ns02,4,3\n"
HEADS = "agency,role_group,heads\nnorth,A,30\nnorth,B,1\nsouth,A,20\neast,A,40\n"

CELL_KEYS = [
    "agency",
    "role_group",
    "statement",
    "n",
    "heads",
    "distribution",
    "mean",
    "mean_low",
    "mean_high",
    "mean_estimate",
    "gap",
    "below",
    "below_low",
    "below_high",
]

SHIFT_KEYS = [
    *("statement", "n", "up", "same", "down", "shift", "shift_low", "shift_high", "rank_biserial", "wilcoxon"),
    *("p_adjusted", "confident_before", "confident_after", "mcnemar_p", "stuart_maxwell"),
]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A working folder with the four files."""
    monkeypatch.chdir(tmp_path)
    for name, text in (("r.csv", RESPONSES), ("t.csv", TARGETS), ("h.csv", HEADS), ("p.csv", PAIRS)):
        (tmp_path / name).write_text(text, encoding="utf-8")
    return tmp_path


def run(*arguments: str) -> Result:
    return CliRunner().invoke(analyse, arguments)


def document(result: Result) -> dict[str, Any]:
    """The one JSON document on standard output."""
    assert result.exit_code == 0, result.stderr
    assert result.stderr == ""

    def refuse(constant: str) -> None:
        raise AssertionError(f"{constant} is not JSON")

    found = json.loads(result.stdout, parse_constant=refuse)
    assert isinstance(found, dict)
    return found


def cell(found: dict[str, Any], agency: str | None, role_group: str | None, statement: str) -> dict[str, Any]:
    (one,) = [
        entry
        for entry in found["cells"]
        if (entry["agency"], entry["role_group"], entry["statement"]) == (agency, role_group, statement)
    ]
    assert isinstance(one, dict)
    return one


def test_gaps_have_the_keys_of_the_format(folder: Path) -> None:
    found = document(run("gaps", "r.csv", "--targets", "t.csv", "--headcounts", "h.csv", "--json"))
    assert list(found) == ["cells", "ranking"]
    assert all(list(entry) == CELL_KEYS for entry in found["cells"])
    assert [list(entry) for entry in found["ranking"]] == [["statement", "below", "people", "gap"]] * 2


def test_gaps_with_headcounts(folder: Path) -> None:
    found = document(run("gaps", "r.csv", "--targets", "t.csv", "--headcounts", "h.csv", "--json"))
    assert cell(found, "north", "A", "s01")["distribution"] == [1, 0, 2, 0, 0]
    everybody = cell(found, None, None, "s01")
    assert everybody["heads"] == 51
    assert everybody["below"] == pytest.approx((30 / 3 + 20) / 50)
    assert everybody["mean_estimate"] is None
    assert found["ranking"][0]["people"] == pytest.approx(30)


def test_a_cell_in_which_everybody_answered_has_no_intervals(folder: Path) -> None:
    full = cell(
        document(run("gaps", "r.csv", "--targets", "t.csv", "--headcounts", "h.csv", "--json")),
        "north",
        "B",
        "s01",
    )
    assert (full["n"], full["heads"], full["mean"]) == (1, 1, 5)
    assert [full[key] for key in ("mean_low", "mean_high", "below_low", "below_high")] == [None] * 4


def test_gaps_without_headcounts_have_null_heads_and_people(folder: Path) -> None:
    found = document(run("gaps", "r.csv", "--targets", "t.csv", "--json"))
    assert {entry["heads"] for entry in found["cells"]} == {None}
    assert {entry["people"] for entry in found["ranking"]} == {None}


def test_a_role_group_without_target_has_null_gaps(folder: Path) -> None:
    one = cell(document(run("gaps", "r.csv", "--targets", "t.csv", "--json")), "north", "B", "s01")
    assert [one[key] for key in ("gap", "below", "below_low", "below_high")] == [None] * 4
    assert one["mean"] == 5


def test_responses_that_are_all_blank_give_no_cells(folder: Path) -> None:
    (folder / "r.csv").write_text("agency,role_group,s01\nnorth,A,\n", encoding="utf-8")
    assert document(run("gaps", "r.csv", "--targets", "t.csv", "--json")) == {"cells": [], "ranking": []}


def test_weights_have_the_keys_of_the_format(folder: Path) -> None:
    found = document(run("weights", "r.csv", "--headcounts", "h.csv", "--json"))
    assert list(found) == ["weights", "deff", "n_effective", "iterations", "max_margin_error", "dropped"]
    assert len(found["weights"]) == 5
    assert sum(found["weights"]) == pytest.approx(5)
    assert found["n_effective"] == pytest.approx(5 / found["deff"])
    assert found["dropped"] == ["east"]


def test_shifts_have_the_keys_of_the_format(folder: Path) -> None:
    found = document(run("shift", "p.csv", "--json"))
    assert list(found) == ["statements"]
    for entry in found["statements"]:
        assert list(entry) == SHIFT_KEYS
        assert list(entry["wilcoxon"]) == ["statistic", "z", "p", "method"]
        assert list(entry["stuart_maxwell"]) == ["statistic", "df", "p"]


def test_shifts_stand_in_the_order_of_the_file_with_every_figure(folder: Path) -> None:
    """By hand: eight rises and a fall share rank (2 + … + 10)/9 = 6; 20 of the 2⁹ sums lie as far from the mean."""
    one, other = document(run("shift", "p.csv", "--json"))["statements"]
    assert (one["statement"], one["n"], one["up"], one["same"], one["down"]) == ("s02", 10, 8, 1, 1)
    assert (one["shift"], one["shift_low"], one["shift_high"]) == (1, 0, 1)
    assert one["rank_biserial"] == pytest.approx(7 / 9)
    assert one["wilcoxon"] == {"statistic": 48, "z": pytest.approx(7 / 3), "p": 20 / 512, "method": "exact"}
    assert one["p_adjusted"] == 40 / 512
    assert (one["confident_before"], one["confident_after"]) == (0.2, 0.9)
    assert one["mcnemar_p"] == 20 / 512
    assert one["stuart_maxwell"] == {"statistic": pytest.approx(49 / 9), "df": 1, "p": pytest.approx(0.0196, abs=5e-5)}
    assert (other["statement"], other["p_adjusted"]) == ("s01", 1)


def test_what_cannot_be_computed_of_one_pair_of_decimals_is_null(folder: Path) -> None:
    other = document(run("shift", "p.csv", "--json"))["statements"][1]
    assert (other["n"], other["shift"], other["shift_low"], other["shift_high"]) == (1, 1.5, None, None)
    assert other["stuart_maxwell"] == {"statistic": None, "df": None, "p": None}


def test_what_cannot_be_computed_where_nobody_changed_is_null(folder: Path) -> None:
    (folder / "p.csv").write_text("statement,before,after\n" + "s01,5,5\n" * 60, encoding="utf-8")
    (one,) = document(run("shift", "p.csv", "--json"))["statements"]
    assert one["wilcoxon"] == {"statistic": 0, "z": None, "p": 1, "method": "normal"}
    assert (one["shift"], one["shift_low"], one["shift_high"], one["rank_biserial"]) == (0, 0, 0, None)
    assert (one["confident_before"], one["confident_after"], one["mcnemar_p"]) == (1, 1, 1)
    assert one["stuart_maxwell"] == {"statistic": None, "df": None, "p": None}


def test_faults_in_pairs_are_all_named(folder: Path) -> None:
    lines = ["statement,before,after", "s01,1,two", ",2,3", "s01,,nan", 's01,"1,5",1e99', "s01,1", "s01,0x1,1_0"]
    (folder / "p.csv").write_text("\n".join(lines), encoding="utf-8")
    result = run("shift", "p.csv", "--json")
    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr.splitlines() == [
        "p.csv, row 2, column after: expected a number such as 4 or 3.5, found 'two'",
        "p.csv, row 3, column statement: is empty",
        "p.csv, row 4, column before: expected a number such as 4 or 3.5, found ''",
        "p.csv, row 4, column after: expected a number such as 4 or 3.5, found 'nan'",
        "p.csv, row 5, column before: expected a number such as 4 or 3.5, found '1,5'",
        "p.csv, row 5, column after: expected a number no larger than 1e+15, found '1e99'",
        "p.csv, row 6, column after: the row has 2 fields, the header 3",
        "p.csv, row 6, column after: expected a number such as 4 or 3.5, found ''",
        "p.csv, row 7, column before: expected a number such as 4 or 3.5, found '0x1'",
        "p.csv, row 7, column after: expected a number such as 4 or 3.5, found '1_0'",
    ]


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("statement,before\ns01,1\n", "p.csv, row 1, column after: this column is missing"),
        ("statement,before,after\n", "p.csv, row 2, column statement: there is no row below the header"),
        ("", "p.csv, row 1, column 1: the file has no header row; expected statement, before, after"),
    ],
)
def test_pairs_without_a_column_or_a_row_are_a_fault(folder: Path, text: str, fault: str) -> None:
    (folder / "p.csv").write_text(text, encoding="utf-8")
    result = run("shift", "p.csv", "--json")
    assert (result.exit_code, result.stdout, result.stderr) == (1, "", f"{fault}\n")


def test_faults_go_to_standard_error_with_file_row_and_column(folder: Path) -> None:
    (folder / "r.csv").write_text("agency,role_group,s01\nnorth,A,7\nnorth,A,x\n", encoding="utf-8")
    (folder / "h.csv").write_text("agency,role_group,heads\nnorth,A,1\n", encoding="utf-8")
    result = run("gaps", "r.csv", "--targets", "t.csv", "--headcounts", "h.csv", "--json")
    assert result.exit_code == 1
    assert result.stdout == ""
    assert result.stderr.splitlines() == [
        "r.csv, row 2, column s01: expected a level from 1 to 5 or nothing, found '7'",
        "r.csv, row 3, column s01: expected a level from 1 to 5 or nothing, found 'x'",
        "h.csv, row 2, column heads: fewer heads (1) than answers (2) of north, role group A",
    ]


def test_weights_name_faults_likewise(folder: Path) -> None:
    (folder / "h.csv").write_text("agency,role_group,heads\nnorth,A,2\n", encoding="utf-8")
    result = run("weights", "r.csv", "--headcounts", "h.csv", "--json")
    assert result.exit_code == 1
    assert result.stdout == ""
    assert len(result.stderr.splitlines()) == 3
    assert "h.csv, row 2, column heads: fewer heads (2) than answers (3) of north" in result.stderr


def test_an_empty_file_is_a_fault(folder: Path) -> None:
    (folder / "r.csv").write_text("", encoding="utf-8")
    result = run("gaps", "r.csv", "--targets", "t.csv", "--json")
    assert result.exit_code == 1
    assert result.stderr == "r.csv, row 1, column 1: the file has no header row; expected agency, role_group\n"


@pytest.mark.parametrize(
    "arguments",
    [
        ("gaps", "r.csv", "--json"),
        ("gaps", "--targets", "t.csv"),
        ("gaps", "missing.csv", "--targets", "t.csv", "--json"),
        ("gaps", "r.csv", "--targets", "t.csv", "--colour"),
        ("weights", "r.csv", "--json"),
        ("shift", "--json"),
        ("shift", "missing.csv", "--json"),
        ("shrink", "r.csv"),
    ],
)
def test_wrong_usage_ends_with_status_2(folder: Path, arguments: tuple[str, ...]) -> None:
    result = run(*arguments)
    assert result.exit_code == 2
    assert result.stdout == ""
    assert "Usage" in result.stderr


def test_without_json_gaps_are_a_table_to_read(folder: Path) -> None:
    result = run("gaps", "r.csv", "--targets", "t.csv", "--headcounts", "h.csv")
    assert result.exit_code == 0
    lines = result.stdout.splitlines()
    assert lines[0].split() == ["Need", "People", "Below", "target", "Mean", "gap"]
    assert lines[1].split() == ["s01", "30", "60%", "0.80"]
    assert lines[-2].split()[:4] == ["all", "all", "s01", "5"]


def test_without_json_weights_say_what_was_left_out(folder: Path) -> None:
    result = run("weights", "r.csv", "--headcounts", "h.csv")
    assert result.exit_code == 0
    assert result.stdout.startswith("Left out, as nobody answered: agency east\nResponses: 5, worth ")
    assert len(result.stdout.splitlines()) == 5 + 1 + 1 + 5


def test_without_json_shifts_are_a_table_to_read(folder: Path) -> None:
    (folder / "p.csv").write_text(PAIRS + "s03,1,5\n" * 30, encoding="utf-8")
    result = run("shift", "p.csv")
    assert result.exit_code == 0
    lines = [line.split() for line in result.stdout.splitlines()]
    assert lines[0][:6] == ["Statement", "n", "Up", "Same", "Down", "Shift"]
    assert lines[1:3] == [
        ["s02", "10", "8", "1", "1", "1.00", "0.00", "to", "1.00", "0.0391", "0.0586", "20%", "90%"],
        ["s01", "1", "1", "0", "0", "1.50", "-", "1.0000", "1.0000", "0%", "100%"],
    ]
    assert lines[3][9:14] == ["under", "0.0001", "under", "0.0001", "0%"]


# The audit of a table ----------------------------------------------------------------------------------------

TABLE = "row,column,value,withheld\nN,a,3,1\nN,b,20,0\nS,a,12,0\nS,b,30,0\n"
SAFE = TABLE.replace(",0\n", ",1\n")
HOPELESS = "row,column,value,withheld\nN,a,1,1\nN,b,2,1\nS,a,12,0\nS,b,30,0\n"


def audited(folder: Path, text: str, *options: str) -> Result:
    (folder / "table.csv").write_text(text, encoding="utf-8")
    return run("audit", "table.csv", "--threshold", "5", *options)


def test_an_audit_names_what_is_given_away_and_the_blanks_that_mend_it(folder: Path) -> None:
    found = document(audited(folder, TABLE, "--json"))
    assert list(found) == ["safe", "cells", "also_withhold", "after"]
    assert found["safe"] is False
    assert found["cells"] == [{"row": "N", "column": "a", "low": 3, "high": 3, "exact": True, "safe": False}]
    assert found["also_withhold"] == [
        {"row": "N", "column": "b"},
        {"row": "S", "column": "a"},
        {"row": "S", "column": "b"},
    ]
    assert [(one["low"], one["high"], one["safe"]) for one in found["after"]] == [
        (0, 15, True),
        (8, 23, True),
        (0, 15, True),
        (27, 42, True),
    ]


def test_after_a_safe_audit_there_is_nothing_to_withhold(folder: Path) -> None:
    found = document(audited(folder, SAFE, "--json"))
    assert found["safe"] is True
    assert found["also_withhold"] == []
    assert found["after"] == found["cells"]
    assert len(found["cells"]) == 4


def test_an_audit_that_finds_no_pattern_says_unsafe_and_succeeds(folder: Path) -> None:
    found = document(audited(folder, HOPELESS, "--json"))
    assert found["safe"] is False
    assert found["also_withhold"] == []
    assert found["after"] == found["cells"]


def test_an_audit_is_readable_too(folder: Path) -> None:
    said = audited(folder, TABLE).stdout
    assert said.startswith("Not safe; further blanks that make it safe: 3 (threshold 5)\n")
    assert "knows it" in said
    assert "  S, b: 30\n" in said
    assert audited(folder, SAFE).stdout.startswith("Safe (threshold 5)\n")
    assert audited(folder, HOPELESS).stdout.startswith("Not safe, and no blanks make it so")
    small = audited(folder, TABLE.replace("3,1", "3,0")).stdout
    assert "Published although under the threshold: N, a: 3" in small


def test_faults_of_a_table_are_named_by_file_row_and_column(folder: Path) -> None:
    result = audited(folder, "row,column,value,withheld\nN,a,-3,1\nN,b,2.5,0\nS,a,1,x\n", "--json")
    assert result.exit_code == 1
    assert result.stdout == ""
    assert [line.split(":")[0] for line in result.stderr.splitlines()] == [
        "table.csv, row 2, column value",
        "table.csv, row 3, column value",
        "table.csv, row 4, column withheld",
        "table.csv, row 4, column column",
    ]


@pytest.mark.parametrize("threshold", [(), ("--threshold", "0"), ("--threshold", "ten")])
def test_an_audit_without_a_threshold_is_wrong_usage(folder: Path, threshold: tuple[str, ...]) -> None:
    (folder / "table.csv").write_text(TABLE, encoding="utf-8")
    assert run("audit", "table.csv", *threshold).exit_code == 2
