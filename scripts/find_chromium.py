"""Print the path of a Chromium for the browser tests and the screenshots, installing one where there is none.

An installed Chromium or Chrome comes first, since a browser download may be out of reach; then one of Debian's
packages, when we may install it; then Playwright's own build. The shell without windows draws the same pages in a fifth
less time. Standard library only.
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path

NAMES = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome-stable", "google-chrome", "chrome")
PACKAGES = ("chromium-headless-shell", "chromium")
MAC_CHROME = Path("/Applications/Google Chrome.app/Contents/MacOS/Google Chrome")


def installed() -> str | None:
    """The path of an installed browser: TNA_CHROMIUM if set, else the first of NAMES on the path."""
    wanted = os.environ.get("TNA_CHROMIUM")
    if wanted:
        return wanted
    found = next(filter(None, map(shutil.which, NAMES)), None)
    if found is None and MAC_CHROME.exists():
        return str(MAC_CHROME)
    return found


def from_debian() -> str | None:
    """Install a Chromium of Debian's, which takes root and apt-get; None where either is missing or it fails."""
    if not shutil.which("apt-get") or os.geteuid() != 0:
        return None
    say("Installing Debian's chromium")
    if not apt_get("update", "-q"):
        return None
    install = ("install", "-qy", "--no-install-recommends")
    return installed() if any(apt_get(*install, package) for package in PACKAGES) else None


def apt_get(*words: str) -> bool:
    """Whether apt-get did it, asking nobody."""
    quiet = {"DEBIAN_FRONTEND": "noninteractive", **os.environ}
    return subprocess.run(["apt-get", *words], env=quiet, stdout=sys.stderr, check=False).returncode == 0


def from_playwright() -> str | None:
    """Let Playwright download its own Chromium; None where that fails."""
    say("Downloading Chromium with Playwright")
    step = [sys.executable, "-m", "playwright", "install", "chromium"]
    if subprocess.run(step, stdout=sys.stderr, check=False).returncode != 0:
        return None
    from playwright.sync_api import sync_playwright  # noqa: PLC0415 - only here is Playwright needed at all

    with sync_playwright() as playwright:
        return playwright.chromium.executable_path


def say(line: str) -> None:
    """Tell the person; standard output is for the path alone."""
    print(line, file=sys.stderr, flush=True)


def main() -> int:
    """Print the path, or say what to do and fail."""
    path = installed() or from_debian() or from_playwright()
    if path is None:
        say("No Chromium was found and none could be installed. Install Chromium or Google Chrome first.")
        return 1
    print(path)
    return 0


if __name__ == "__main__":
    sys.exit(main())
