"""The files of the checkout, for tests that look at the house as a whole."""

import subprocess
import sys
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
BIN = Path(sys.executable).parent


@cache
def files() -> tuple[Path, ...]:
    """Every file that is or will be committed, as git sees it."""
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"]
    listed = subprocess.run(command, cwd=ROOT, capture_output=True, check=True, text=True).stdout
    paths = (ROOT / name for name in listed.split("\0") if name)
    return tuple(sorted(path for path in paths if path.is_file()))


def python_files(*folders: str) -> tuple[Path, ...]:
    """The Python files under these folders of the checkout."""
    inside = tuple(ROOT / folder for folder in folders)
    return tuple(path for path in files() if path.suffix == ".py" and any(f in path.parents for f in inside))


def name(path: Path) -> str:
    """A file as a person would name it, from the top of the checkout."""
    return path.relative_to(ROOT).as_posix()
