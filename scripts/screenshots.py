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
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from io import BytesIO
from itertools import count
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, Locator, Page, ViewportSize, sync_playwright

ROOT = Path(__file__).resolve().parents[1]
PICTURES = ROOT / "docs" / "screenshots"
DESKTOP = ViewportSize(width=1200, height=900)
TALL = ViewportSize(width=1200, height=1240)
TABLET = ViewportSize(width=820, height=1180)
PHONE = ViewportSize(width=390, height=844)
QUIETLY = (
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-gpu",
    "--disable-sync",
    "--no-first-run",
)
PART = 2
"""The part of the survey that is shown."""
PATIENCE_TO_DRAW = 600.0
"""Seconds until the worker must have drawn what a page shows."""
READY = "Ctrl-C stops everything."
LEVELS = (4, 5, 3, 4, 5, 4, 2)
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
            args=[*QUIETLY, "--no-sandbox"] if os.geteuid() == 0 else [*QUIETLY],
        )
        practitioner(browser, site)
        lead(browser, site)
        manager(browser, site)
        trainer(browser, site)
        subgroup(browser, site)
        browser.close()
    return 0


def practitioner(browser: Browser, site: Site) -> None:
    """Answer the open survey, with a picture of one part on each screen, and look at the profile."""
    page = signed_in(browser, site, "practitioner")
    page.get_by_role("button", name="Start").click()
    page.get_by_role("button", name="I understand, start").click()
    for number in count(1):
        page.wait_for_url(re.compile(rf"/(parts/{number}|own-words)$"))
        if page.url.endswith("/own-words"):
            break
        answer_part(page)
        if number == PART:
            take(page, "survey-section", DESKTOP)
            take(page, "survey-section-phone", PHONE)
        page.get_by_role("button", name="Save and continue").click()
    page.get_by_role("button", name="Save and continue").click()
    page.get_by_role("button", name="Submit my answers").click()
    page.wait_for_url("**/profile")
    take(page, "profile", TALL)


def answer_part(page: Page) -> None:
    """Choose a level for each statement of the part."""
    rated = page.get_by_role("group").filter(has=page.get_by_role("radio", name="Not part of my role"))
    for place, statement in enumerate(rated.all()):
        statement.get_by_role("radio").nth(LEVELS[place % len(LEVELS)] - 1).check()


def lead(browser: Browser, site: Site) -> None:
    """From a need of an agency to what assigning a course for it would do."""
    page = signed_in(browser, site, "lead")
    page.goto("/plans")
    page.get_by_role("main").get_by_role("link").first.click()
    page.get_by_role("link", name=re.compile("^Assign CSA-")).first.click()
    page.get_by_role("button", name="See whom it reaches").click()
    page.get_by_role("button", name=re.compile(r"^Assign \d")).wait_for()
    take(page, "assigning", DESKTOP)


def manager(browser: Browser, site: Site) -> None:
    """A joint date to come that is short of people from one sector."""
    page = signed_in(browser, site, "admin")
    page.goto("/courses/dates?course=CSA-14")
    page.get_by_role("main").get_by_role("link", name=re.compile("ABE joint interviewing")).first.click()
    page.get_by_role("heading", name="Who has to be together").wait_for()
    take(page, "joint-date", TALL)


def trainer(browser: Browser, site: Site) -> None:
    """The register of today, on a tablet."""
    page = signed_in(browser, site, "trainer")
    page.goto("/courses/dates")
    page.get_by_role("link", name=re.compile("[Rr]egister")).first.click()
    for number, row in enumerate(page.get_by_role("main").get_by_role("group").all()[:3]):
        row.get_by_role("radio").nth((0, 0, 1)[number]).check()
    take(page, "register", TABLET)


def subgroup(browser: Browser, site: Site) -> None:
    """What the subgroup reads."""
    page = signed_in(browser, site, "subgroup")
    page.goto("/needs")
    wait_until_drawn(page)
    take(page.get_by_role("figure").first, "gap-heatmap", DESKTOP)
    page.goto("/needs/ranking")
    take(page, "ranking", DESKTOP)
    page.goto("/reports/coverage")
    wait_until_drawn(page)
    take(page, "coverage", TALL)
    page.goto("/evaluations/CSA-03")
    wait_until_drawn(page)
    take(page.get_by_role("figure").first, "before-after", DESKTOP)
    page.goto("/reports/abe-cover")
    wait_until_drawn(page)
    take(page, "abe-cover", DESKTOP)


def signed_in(browser: Browser, site: Site, account: str) -> Page:
    """A page of somebody who has just signed in."""
    page = browser.new_page(viewport=DESKTOP, base_url=site.address)
    page.goto("/sign-in")
    page.get_by_label("E-mail address", exact=True).fill(f"{account}@demo.example")
    page.get_by_label("Password", exact=True).fill(site.password)
    page.get_by_role("button", name="Sign in").click()
    page.get_by_role("button", name="Sign out").wait_for()
    return page


def wait_until_drawn(page: Page) -> None:
    """Load a page again until the worker has drawn its first picture."""
    deadline = time.monotonic() + PATIENCE_TO_DRAW
    while not page.get_by_role("main").get_by_role("img").count():
        if time.monotonic() > deadline:
            raise SystemExit(f"{page.url} still waits for its picture after {PATIENCE_TO_DRAW:.0f} seconds.")
        time.sleep(2)
        page.reload()


def take(what: Page | Locator, picture: str, screen: ViewportSize) -> None:
    """Save what a screen shows from the top, or one part of a page."""
    page = what if isinstance(what, Page) else what.page
    page.set_viewport_size(screen)
    page.mouse.move(0, 0)  # nothing lies under the pointer
    page.evaluate("window.scrollTo(0, 0)")
    page.wait_for_load_state("networkidle")
    shown = Image.open(BytesIO(what.screenshot(animations="disabled"))).convert("RGB")
    file = PICTURES / f"{picture}.png"
    # 256 colours spread over all that occur: a third of the size, and no eye sees a difference.
    shown.quantize(method=Image.Quantize.MAXCOVERAGE, dither=Image.Dither.NONE).save(file, optimize=True)
    print(f"{file.relative_to(ROOT)}: {file.stat().st_size / 1000:.0f} kB", flush=True)


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
