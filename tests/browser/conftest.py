"""Fixtures of the browser tests: a site for each module, and visitors to it.

The tests of a module share its site, so they are quickest on one worker. Every fault that a visitor met fails the
test, also one that nobody looked for.
"""

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, ViewportSize, expect, sync_playwright

from tests import databases as shelf
from tests.browser.checks import accessible
from tests.browser.post import PostOffice, post_office
from tests.browser.sites import Site, serving
from tests.browser.visitors import Check, Visitor
from tests.databases import Databases
from tests.house.tree import ROOT

HERE = Path(__file__).parent
DESKTOP = ViewportSize(width=1200, height=900)
PATIENCE = 30_000
"""Milliseconds: a page that is not there by then will not come, also where other tests keep the machine busy."""

_QUIETLY = (
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-gpu",
    "--disable-sync",
    "--no-first-run",
)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark everything here."""
    for item in items:
        if HERE in item.path.parents:
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    """One Chromium for every test here; each visitor has cookies of their own in it."""
    # Chromium's sandbox refuses to start for root.
    arguments = [*_QUIETLY, "--no-sandbox"] if os.geteuid() == 0 else [*_QUIETLY]
    expect.set_options(timeout=PATIENCE)
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=_chromium(), args=arguments)
        yield opened
        opened.close()


def _chromium() -> str:
    """The browser that `make` finds too."""
    command = [sys.executable, ROOT / "scripts" / "find_chromium.py"]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout.strip()


@pytest.fixture(scope="module")
def site(request: pytest.FixtureRequest, databases: Databases) -> Iterator[Site]:
    """A site of the module's own, on SQLite unless a test names another kind of database for it."""
    database = databases.fresh(getattr(request, "param", "sqlite"))
    with serving(database) as running:
        yield running
    shelf.close(database)


@pytest.fixture
def post(site: Site) -> Iterator[PostOffice]:
    """The post of the site, and a mail server that gets it."""
    with post_office(site) as opened:
        yield opened


Welcome = Callable[..., Visitor]


@pytest.fixture
def welcome(browser: Browser, site: Site) -> Iterator[Welcome]:
    """Lets visitors in, each in a browser of their own; their faults are looked at again at the end."""
    let_in: list[Visitor] = []

    def let_one_in(
        *, scripts: bool = True, screen: ViewportSize = DESKTOP, checks: tuple[Check, ...] = (accessible,)
    ) -> Visitor:
        context = browser.new_context(base_url=site.address, viewport=screen, java_script_enabled=scripts)
        context.set_default_timeout(PATIENCE)
        let_in.append(Visitor(context.new_page(), site.address, checks=checks, scripts=scripts))
        return let_in[-1]

    yield let_one_in
    for visitor in let_in:
        visitor.page.context.close()
        visitor.is_content()
