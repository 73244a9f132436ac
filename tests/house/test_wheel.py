"""What people install is the wheel, so the wheel is built, installed elsewhere and used from there."""

import os
import shutil
import subprocess
import sys
import zipfile
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import pytest

from tests.house.tree import files, name

pytestmark = pytest.mark.xdist_group("wheel")

PAGE = """
import tna, tna.paths
from tna.app import create_app
from tna.settings import Settings
client = create_app(Settings.from_environment()).test_client()
assert client.get("/healthz").status_code == 200
page = client.get("/sign-in")
assert page.status_code == 200 and b"Sign in" in page.data, page.status
print(tna.__file__, tna.paths.templates_folder(), tna.paths.migrations_folder(), sep="\\n")
"""


@dataclass(frozen=True)
class Installed:
    """A wheel, and the folder it is installed in, away from the checkout."""

    wheel: Path
    site: Path
    environ: dict[str, str]

    def run(self, *command: str | Path) -> str:
        """The output of a command that finds this installation and not the checkout."""
        outcome = subprocess.run(
            command, cwd=self.site.parent, env=self.environ, capture_output=True, text=True, check=False
        )
        assert outcome.returncode == 0, outcome.stderr
        return outcome.stdout

    def tna(self, *arguments: str | Path) -> str:
        """The output of the console script."""
        return self.run(sys.executable, self.site / "bin" / "tna", *arguments)


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Installed:
    folder = tmp_path_factory.mktemp("wheel")
    source, site = folder / "source", folder / "site"
    # Built from a copy, so that the checkout keeps no build folder and two workers do not meet in it.
    for path in files():
        if not name(path).startswith(("tests/", "docs/")):
            (source / name(path)).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(path, source / name(path))
    run_quietly = partial(subprocess.run, cwd=folder, check=True, stdout=subprocess.DEVNULL)
    run_quietly([sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", folder, source])
    (wheel,) = folder.glob("*.whl")
    pip = [sys.executable, "-m", "pip", "--quiet", "--disable-pip-version-check"]
    run_quietly([*pip, "install", "--no-deps", "--no-index", "--target", site, wheel])
    instance = str(folder / "instance")
    environ = {**os.environ, "PYTHONPATH": str(site), "PYTHONSAFEPATH": "1", "TNA_INSTANCE": instance}
    return Installed(wheel, site, {k: v for k, v in environ.items() if k != "TNA_DATABASE_URL"})


def test_the_wheel_carries_everything_the_application_reads(installed: Installed) -> None:
    carried = set(zipfile.ZipFile(installed.wheel).namelist())
    outer = ("migrations/", "surveys/", "templates/")
    wanted = {f"tna/{name(path)}" for path in files() if name(path).startswith(outer)}
    wanted |= {name(path) for path in files() if name(path).startswith("tna/")}
    assert wanted <= carried


def test_the_wheel_carries_nothing_else(installed: Installed) -> None:
    carried = zipfile.ZipFile(installed.wheel).namelist()
    assert {each.split("/")[0].split("-")[0] for each in carried} == {"tna", "training_needs"}


def test_the_command_line_works_from_the_wheel(installed: Installed) -> None:
    assert "survey" in installed.tna("--help")


def test_the_shipped_surveys_are_sound_in_the_wheel(installed: Installed) -> None:
    surveys = sorted((installed.site / "tna" / "surveys").glob("*/survey.yaml"))
    assert surveys
    installed.tna("survey", "check", *surveys)


def test_the_application_answers_from_the_wheel(installed: Installed) -> None:
    installed.tna("settings", "init")
    installed.tna("db", "upgrade")
    shown = installed.run(sys.executable, "-c", PAGE)
    assert len(shown.splitlines()) == 3
    assert all(Path(line).is_relative_to(installed.site) for line in shown.splitlines())
