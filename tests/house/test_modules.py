"""The rules of the house for modules: small, explained, and importing downwards only."""

import ast
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.house.tree import BIN, ROOT, files, name, python_files

MOST_LINES = 400
HOME_OF_SOMEBODY = re.compile(r"(?<![\w.~-])/(?:home|root|Users|work|workspace)/[\w.]")
READ_AS_TEXT = {".py", ".md", ".cfg", ".toml", ".yaml", ".html", ".css", ".lock", ".txt", ".ini", ".svg", ""}


def test_imports_run_downwards_only() -> None:
    outcome = subprocess.run([BIN / "lint-imports"], cwd=ROOT, capture_output=True, text=True, check=False)
    assert outcome.returncode == 0, outcome.stdout


@pytest.mark.parametrize(
    ("module", "line", "fault"),
    [
        ("domain/intervals.py", "import flask", "tna.domain is not allowed to import flask"),
        ("domain/answers.py", "import tna.paths", "tna.domain is not allowed to import tna.paths"),
        ("services/people.py", "import flask_wtf", "tna.services is not allowed to import flask_wtf"),
        ("models/base.py", "import tna.services", "tna.models is not allowed to import tna.services"),
        ("attic.py", "", "tna.attic"),
    ],
)
def test_the_import_contracts_notice_what_they_forbid(tmp_path: Path, module: str, line: str, fault: str) -> None:
    shutil.copytree(ROOT / "tna", tmp_path / "tna", ignore=shutil.ignore_patterns("static", "__pycache__"))
    with (tmp_path / "tna" / module).open("a", encoding="utf-8") as file:
        file.write(f"{line}\n")
    command = [BIN / "lint-imports", "--config", ROOT / "setup.cfg", "--no-cache"]
    # The folder a program is started in comes first on lint-imports' path, so it reads this tna and not ours.
    outcome = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert outcome.returncode != 0
    assert fault in outcome.stdout


@pytest.mark.parametrize("path", python_files("tna"), ids=name)
def test_a_module_is_short_enough_to_read(path: Path) -> None:
    assert len(path.read_text(encoding="utf-8").splitlines()) <= MOST_LINES


@pytest.mark.parametrize("path", python_files("tna", "scripts", "bench", "tests"), ids=name)
def test_a_module_says_what_it_is_for(path: Path) -> None:
    source = path.read_text(encoding="utf-8")
    assert not source.strip() or ast.get_docstring(ast.parse(source)), "the first line is a docstring"


@pytest.mark.parametrize("path", python_files("tests"), ids=name)
def test_no_test_replaces_our_own_code_by_a_mock(path: Path) -> None:
    imported = {
        alias.name
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Import | ast.ImportFrom)
        for alias in [*node.names, ast.alias(getattr(node, "module", None) or "")]
    }
    assert not {each for each in imported if "mock" in each.lower()}


def test_no_file_names_a_folder_of_somebodys_machine() -> None:
    named = [name(path) for path in _texts() if HOME_OF_SOMEBODY.search(path.read_text(encoding="utf-8"))]
    assert named == []


def _texts() -> list[Path]:
    vendored = ROOT / "tna" / "static"
    return [path for path in files() if path.suffix in READ_AS_TEXT and vendored not in path.parents]
