"""`tna analyse` as a program calls it: one JSON document or faults, and the exit status that says which."""

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from tna.cli.analyse import analyse

RESPONSES = "agency,role_group,s01,s02\nnorth,A,1,\nnorth,B,5,\nnorth,A,3,5\nsouth,A,2,\nnorth,A,3,2\n"
TARGETS = "role_group,statement,target\nA,s01,3\nA,s02,4\n"
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


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A working folder with the three files."""
    monkeypatch.chdir(tmp_path)
    for name, text in (("r.csv", RESPONSES), ("t.csv", TARGETS), ("h.csv", HEADS)):
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
