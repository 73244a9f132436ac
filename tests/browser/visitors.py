"""Somebody at a browser: what goes wrong around them is noted, and every page they arrive at is looked over."""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from urllib.parse import urlsplit

from playwright.sync_api import ConsoleMessage, Page, Request, Response, expect

Check = Callable[[Page], list[str]]
Words = str | re.Pattern[str]


class Visitor:
    """One browser tab. `checks` are made of every page that `sees` arrives at."""

    def __init__(self, page: Page, address: str, *, checks: tuple[Check, ...] = (), scripts: bool = True) -> None:
        self.page = page
        self.scripts = scripts
        self.checks = checks
        self.faults: list[str] = []
        self.visited: list[str] = []
        self._address = address
        self._may_open: tuple[str, ...] = (address, "data:")
        self._expected: int | None = None
        self._expects_fetched = False
        self._is_offline = False
        page.on("console", self._note_console)
        page.on("pageerror", lambda error: self.faults.append(f"error in a script: {error}"))
        page.on("request", self._note_request)
        page.on("requestfailed", self._note_failure)
        page.on("response", self._note_response)

    def opens(self, path: str) -> None:
        """Type an address."""
        self.page.goto(path)

    def opens_another_tab(self) -> "Visitor":
        """A second tab of the same browser."""
        return Visitor(self.page.context.new_page(), self._address, checks=self.checks, scripts=self.scripts)

    def comes_back(self) -> None:
        """Turn to this tab again; Chromium lets those behind it rest."""
        self.page.bring_to_front()

    def sees(self, heading: Words) -> None:
        """Be on a page with this heading, and find nothing wrong with it."""
        expect(self.page.get_by_role("heading", level=1)).to_contain_text(heading)
        self.visited.append(self.path)
        for check in self.checks:
            self.faults += [f"{self.path}: {fault}" for fault in check(self.page)]
        self.is_content()

    def reads(self, words: Words) -> None:
        """Find words in the content of the page."""
        expect(self.page.get_by_role("main")).to_contain_text(words)

    def misses(self, words: Words) -> None:
        """Find no such words in the content of the page."""
        expect(self.page.get_by_role("main")).not_to_contain_text(words)

    def presses(self, button: Words) -> None:
        """Press a button of the page, or a link that looks like one."""
        self.page.get_by_role("button", name=button).click()

    def follows(self, link: Words) -> None:
        """Follow a link of the page."""
        self.page.get_by_role("link", name=link, exact=True).click()

    def goes_to(self, section: str, page: str | None = None) -> None:
        """By the menu to a section, and to one of its pages where it has several."""
        self.page.get_by_role("navigation", name="Menu").get_by_role("link", name=section, exact=True).click()
        if page is not None:
            pages = self.page.get_by_role("navigation", name="In this section")
            pages.get_by_role("link", name=page, exact=True).click()

    def fills(self, label: Words, text: str) -> None:
        """Type into a field."""
        self.page.get_by_label(label, exact=True).fill(text)

    def may_leave_to(self, address: str) -> None:
        """Let this address of another site be opened; a stand-in answers in its place."""
        self._may_open = (*self._may_open, address)
        self.page.route(address, lambda route: route.fulfill(body="Elsewhere", content_type="text/plain"))

    @property
    def path(self) -> str:
        """The path of the page shown, without host and query."""
        return urlsplit(self.page.url).path

    def is_content(self) -> None:
        """Fail with everything that has gone wrong so far."""
        assert not self.faults, "\n".join(self.faults)

    @contextmanager
    def expecting(self, status: int, *, fetched: bool = False) -> Iterator[None]:
        """Within the block the pages asked for may answer with this status; `fetched`: what a script asks for."""
        self._expected, self._expects_fetched = status, fetched
        yield
        self._expected, self._expects_fetched = None, False

    @contextmanager
    def without_network(self) -> Iterator[None]:
        """Within the block this browser reaches nobody, and nothing is wrong with that."""
        self._is_offline = True
        self.page.context.set_offline(True)
        yield
        self.page.context.set_offline(False)
        self._is_offline = False

    def _note_console(self, message: ConsoleMessage) -> None:
        # An answer with a bad status is noted as such, by _note_response.
        if message.type == "error" and not message.text.startswith("Failed to load resource"):
            self.faults.append(f"console: {message.text}")

    def _note_request(self, request: Request) -> None:
        if not request.url.startswith(self._may_open):
            self.faults.append(f"asked another site: {request.url}")

    def _note_failure(self, request: Request) -> None:
        # Without scripts Chromium refuses to load what it was told to load ahead for them; and what had not come
        # when the visitor went on to another page was given up by them.
        is_idle_script = not self.scripts and request.resource_type == "script"
        if not self._is_offline and not is_idle_script and request.failure != "net::ERR_ABORTED":
            self.faults.append(f"no answer: {request.url} ({request.failure})")

    def _note_response(self, response: Response) -> None:
        if response.status >= 400 and not (
            response.status == self._expected and response.request.is_navigation_request() is not self._expects_fetched
        ):
            self.faults.append(f"{response.status}: {response.url}")
