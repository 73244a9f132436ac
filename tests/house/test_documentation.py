"""The documents cover what there is: settings, commands, decisions, and links that lead somewhere."""

import re
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

from tests.house.tree import ROOT, files, name
from tna.cli.main import main
from tna.settings import ENVIRONMENT_NAMES

DOCUMENTS = tuple(path for path in files() if path.suffix == ".md" and "static" not in path.parts)
DECISIONS = tuple(path for path in DOCUMENTS if path.parent.name == "adr")
LINES_ON_A_PAGE = 60
LINK = re.compile(r"\]\(([^)#\s]+)(?:#[^)]*)?\)")


def text(path: str) -> str:
    """A file of the checkout."""
    return (ROOT / path).read_text(encoding="utf-8")


def commands(group: click.Group, *above: str) -> Iterator[str]:
    """Every command under a group, as typed."""
    for called, command in group.commands.items():
        if isinstance(command, click.Group):
            yield from commands(command, *above, called)
        else:
            yield " ".join(["tna", *above, called])


def test_the_readme_names_the_two_commands() -> None:
    assert "\nmake run " in text("README.md")
    assert "\nmake test " in text("README.md")


@pytest.mark.parametrize("setting", ENVIRONMENT_NAMES)
def test_every_setting_is_documented(setting: str) -> None:
    assert f"| `{setting}` |" in text("docs/settings.md")


def test_every_setting_that_the_code_reads_is_in_the_list() -> None:
    assert set(re.findall(r'"(TNA_[A-Z_]+)"', text("tna/settings.py"))) == set(ENVIRONMENT_NAMES)


def test_it_is_said_why_proxies_are_to_be_counted() -> None:
    page = text("docs/settings.md").partition("## Behind a proxy")[2]
    for words in ("the day a survey opens", "`X-Forwarded-For`", "Never set it higher"):
        assert words in page


def test_every_command_is_documented_and_every_documented_command_exists() -> None:
    page = text("docs/commands.md")
    documented = set(re.findall(r"^\| `(tna(?: [a-z]+)+)\b", page, re.MULTILINE))
    assert documented == set(commands(main))


@pytest.mark.parametrize("path", DOCUMENTS, ids=name)
def test_links_between_files_lead_somewhere(path: Path) -> None:
    targets = [each for each in LINK.findall(path.read_text(encoding="utf-8")) if "://" not in each]
    assert [each for each in targets if not (path.parent / each).exists()] == []


@pytest.mark.parametrize("path", DECISIONS, ids=name)
def test_a_decision_fits_one_page_and_says_what_was_asked_decided_and_left(path: Path) -> None:
    lines = path.read_text(encoding="utf-8").splitlines()
    number = int(path.stem.split("-")[0])
    assert lines[0].startswith(f"# {number}. ")
    assert len(lines) <= LINES_ON_A_PAGE
    headings = [line.removeprefix("## ") for line in lines if line.startswith("## ")]
    assert headings[:2] == ["Question", "Decision"]
    assert headings[-2:] == ["Considered", "Consequences"]
    assert lines[2].startswith("Status: ")


def test_decisions_are_numbered_without_a_gap() -> None:
    assert [int(path.stem.split("-")[0]) for path in DECISIONS] == list(range(1, len(DECISIONS) + 1))


def test_the_licence_is_ours() -> None:
    assert "The Training needs authors" in text("LICENSE")
