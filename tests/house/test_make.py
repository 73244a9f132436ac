"""The make targets, the locks they install from and the file that continuous integration runs."""

import configparser
import os
import re
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from tests.house.tree import ROOT

MAKEFILE = (ROOT / "Makefile").read_text(encoding="utf-8")
PROMISED = {"run", "test", "check", "bench"}
PINNED = re.compile(r"^([a-z0-9-]+)(?:\[[a-z,]+\])?==(\S+)", re.MULTILINE)


def test_help_lists_every_target_a_person_may_call() -> None:
    listed = set(re.findall(r"^  make ([a-z-]+)", _help(), re.MULTILINE))
    targets = set(re.findall(r"^([a-z-]+):", MAKEFILE, re.MULTILINE))
    parts_of_check = set(re.search(r"^check: ([a-z ]+) ##", MAKEFILE, re.MULTILINE)[1].split())
    assert listed == targets - parts_of_check
    assert listed >= PROMISED


def test_every_target_is_declared_to_be_no_file() -> None:
    declared = re.search(r"^\.PHONY: ((?:.*\\\n)*.*)", MAKEFILE, re.MULTILINE)[1].replace("\\", "").split()
    assert set(declared) == set(re.findall(r"^([a-z-]+):", MAKEFILE, re.MULTILINE))


def test_an_old_python_is_refused_with_a_word_on_what_to_do(tmp_path: Path) -> None:
    old = tmp_path / "python-of-long-ago"
    old.write_text("#!/bin/sh\nexit 1\n")
    old.chmod(0o755)
    (tmp_path / "Makefile").write_text(MAKEFILE)
    command = ["make", ".venv/.made", f"PYTHON={old}"]
    outcome = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert outcome.returncode != 0
    assert "3.11 or newer" in outcome.stderr
    assert not (tmp_path / ".venv").exists()


def test_integration_runs_the_checks_and_the_tests_and_reports_either_failure(tmp_path: Path) -> None:
    script = ROOT / ".ci" / "run"
    assert script.stat().st_mode & stat.S_IXUSR
    (tmp_path / ".ci").mkdir()
    copy = tmp_path / ".ci" / "run"
    copy.write_bytes(script.read_bytes())
    for broken in ("check", "test"):
        rules = [
            f"{target}:\n\t@echo {target}; {'false' if target == broken else 'true'}\n" for target in ("check", "test")
        ]
        (tmp_path / "Makefile").write_text("".join(rules))
        # As if nobody had called make yet: inside `make test`, the inner one would say where it enters and leaves.
        environ = {name: value for name, value in os.environ.items() if not name.startswith("MAKE")}
        outcome = subprocess.run(["bash", copy], env=environ, capture_output=True, text=True, check=False)
        assert outcome.returncode != 0
        assert outcome.stdout.split()[:2] == ["check", "test"]


def test_the_lock_for_running_is_part_of_the_lock_for_developing() -> None:
    assert _pins("requirements.lock") <= _pins("requirements-dev.lock")


@pytest.mark.parametrize("extra", ["build", "dev", None])
def test_every_dependency_is_locked(extra: str | None) -> None:
    read = configparser.ConfigParser(interpolation=None)
    read.read(ROOT / "setup.cfg")
    wanted = read["options.extras_require"][extra] if extra else read["options"]["install_requires"]
    names = {re.split(r"[ \[<>=]", line)[0].lower().replace("_", "-") for line in wanted.split("\n") if line}
    lock = "requirements-dev.lock" if extra == "dev" else "requirements.lock"
    assert names <= {pinned for pinned, _version in _pins(lock)}


def test_a_chromium_is_found_or_installed_and_named() -> None:
    command = [sys.executable, ROOT / "scripts" / "find_chromium.py"]
    path = subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip()
    assert os.access(path, os.X_OK)


def _help() -> str:
    return subprocess.run(["make", "help"], cwd=ROOT, capture_output=True, text=True, check=True).stdout


def _pins(lock: str) -> set[tuple[str, str]]:
    return set(PINNED.findall((ROOT / lock).read_text(encoding="utf-8")))
