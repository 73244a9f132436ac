"""Take the pictures of the README: start a demonstration of its own, walk through it, and save what is seen."""

import os
import re
import secrets
import signal
import socket
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Browser, Page, ViewportSize, sync_playwright

ROOT = Path(__file__).resolve().parents[1]
PICTURES = ROOT / "docs" / "screenshots"
DESKTOP = ViewportSize(width=1200, height=900)
PHONE = ViewportSize(width=390, height=844)
READY = "Ctrl-C stops everything."
LEVELS = (4, 5, 4, 3, 5, 4, 2, 4)
"""What the practitioner of the pictures answers, over and over."""


@dataclass(frozen=True, slots=True)
class Site:
    """A running demonstration, and the password of its accounts."""

    address: str
    password: str


def main() -> int:
    """Take every picture."""
    PICTURES.mkdir(parents=True, exist_ok=True)
    with demonstration() as site, sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=chromium(),
            # Chromium's sandbox refuses to start for root.
            args=["--no-sandbox"] if os.geteuid() == 0 else [],
        )
        practitioner(browser, site)
        subgroup(browser, site)
        browser.close()
    return 0


def practitioner(browser: Browser, site: Site) -> None:
    """Answer the open survey, with a picture of one part on each screen, and look at the profile."""
    page = signed_in(browser, site, "practitioner")
    page.get_by_role("link", name=re.compile("^(Start|Carry on)")).first.click()
    if page.get_by_role("button", name=re.compile("understand")).count():
        page.get_by_role("button", name=re.compile("understand")).click()
    while page.get_by_role("button", name="Save and continue").count():
        answer_part(page)
        if "/parts/2" in page.url:
            take(page, "survey")
            page.set_viewport_size(PHONE)
            take(page, "survey-phone")
            page.set_viewport_size(DESKTOP)
        page.get_by_role("button", name="Save and continue").click()
    page.get_by_role("button", name=re.compile("^S(ubmit|end) my answers")).click()
    page.get_by_role("link", name=re.compile("profile", re.IGNORECASE)).first.click()
    take(page, "profile")


def answer_part(page: Page) -> None:
    """Choose a level for each statement of the part."""
    for place, group in enumerate(page.locator("fieldset:has(.tna-scale)").all()):
        group.get_by_role("radio").nth(LEVELS[place % len(LEVELS)] - 1).check()


def subgroup(browser: Browser, site: Site) -> None:
    """What the subgroup reads."""
    page = signed_in(browser, site, "subgroup")
    for path, picture in (("/needs", "gaps"), ("/needs/ranking", "ranking"), ("/reports/coverage", "coverage")):
        page.goto(site.address + path)
        take(page, picture)


def signed_in(browser: Browser, site: Site, account: str) -> Page:
    """A page of somebody who has just signed in."""
    page = browser.new_page(viewport=DESKTOP, base_url=site.address)
    page.goto("/sign-in")
    page.get_by_label("E-mail address").fill(f"{account}@demo.example")
    page.get_by_label("Password", exact=True).fill(site.password)
    page.get_by_role("button", name="Sign in").click()
    return page


def take(page: Page, picture: str) -> None:
    """Save what the screen shows, from the top."""
    page.evaluate("window.scrollTo(0, 0)")
    page.wait_for_load_state("networkidle")
    page.screenshot(path=PICTURES / f"{picture}.png", animations="disabled")
    print(f"docs/screenshots/{picture}.png", flush=True)


@contextmanager
def demonstration() -> Iterator[Site]:
    """Run `scripts/run.py` on a free port, in an instance folder that is removed afterwards."""
    with tempfile.TemporaryDirectory(prefix="tna-screenshots-") as folder, socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
        probe.close()
        password = secrets.token_urlsafe(9)
        environ = {**os.environ, "TNA_INSTANCE": str(Path(folder) / "instance"), "TNA_DEMO_PASSWORD": password}
        command = [sys.executable, str(ROOT / "scripts" / "run.py"), f"--port={port}"]
        with subprocess.Popen(command, cwd=ROOT, env=environ, stdout=subprocess.PIPE, text=True) as process:
            try:
                wait_until_ready(process)
                yield Site(f"http://127.0.0.1:{port}", password)
            finally:
                process.send_signal(signal.SIGTERM)


def wait_until_ready(process: subprocess.Popen[str]) -> None:
    """Read what the demonstration says up to its last line."""
    assert process.stdout is not None
    for line in process.stdout:
        if READY in line:
            # Somebody must go on reading, or what it logs fills the pipe and it stands still.
            threading.Thread(target=process.stdout.read, daemon=True).start()
            return
    raise SystemExit("The demonstration ended before it was ready; see what it said above.")


def chromium() -> str:
    """The browser that `scripts/find_chromium.py` finds."""
    command = [sys.executable, str(ROOT / "scripts" / "find_chromium.py")]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout.strip()


if __name__ == "__main__":
    sys.exit(main())
