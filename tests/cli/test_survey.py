"""`tna survey check`: what it prints, where, and the status it ends with."""

from pathlib import Path

import click.testing
import pytest

from tna.cli.survey import survey
from tna.paths import surveys_folder

TINY = Path(__file__).parents[1] / "surveys"
SHIPPED = surveys_folder() / "csa-tna-2026" / "survey.yaml"
FAULTY = TINY / "faults" / "target-missing.yaml"


def run(*arguments: str | Path) -> click.testing.Result:
    return click.testing.CliRunner().invoke(survey, [str(argument) for argument in arguments])


def test_a_good_file_is_one_line_of_what_was_found() -> None:
    result = run("check", SHIPPED)
    assert result.exit_code == 0
    assert result.stderr == ""
    assert result.stdout == (
        f"{SHIPPED}: no faults in csa-tna-2026 version 1: 7 domains, 24 statements, 4 questions, 10 role groups\n"
    )


def test_one_of_a_thing_is_not_called_many() -> None:
    smallest = TINY / "features" / "smallest.yaml"
    assert run("check", smallest).stdout.endswith("1 domain, 1 statement, 0 questions, 1 role group\n")


def test_every_fault_goes_to_standard_error_with_file_line_place_and_remedy() -> None:
    result = run("check", FAULTY)
    lines = FAULTY.read_text(encoding="utf-8").splitlines()
    in_line = {name: 1 + lines.index(f"  {name}") for name in ("A: {s01: 2}", "B: {D1: 3}")}
    assert result.exit_code == 1
    assert result.stdout == ""
    assert result.stderr.splitlines() == [
        f"{FAULTY}:{in_line['A: {s01: 2}']}: targets.A: Role group “A” is asked s02 but has no target there. "
        "Add a target for “D1”.",
        f"{FAULTY}:{in_line['B: {D1: 3}']}: targets.B: Role group “B” is asked s03 but has no target there. "
        "Add a target for “D2”.",
    ]


def test_one_faulty_file_does_not_keep_the_others_from_being_checked() -> None:
    other = TINY / "faults" / "empty-text.yaml"
    result = run("check", FAULTY, SHIPPED, other)
    assert result.exit_code == 1
    assert result.stdout.startswith(f"{SHIPPED}: no faults")
    assert [line.split(":")[0] for line in result.stderr.splitlines()] == [
        str(FAULTY),
        str(FAULTY),
        str(other),
    ]


@pytest.mark.parametrize("arguments", [["check"], ["check", "nowhere.yaml"], ["check", "."], ["chekc", "a.yaml"]])
def test_wrong_usage_ends_with_status_2(arguments: list[str]) -> None:
    result = run(*arguments)
    assert result.exit_code == 2
    assert result.stderr.startswith("Usage:")
