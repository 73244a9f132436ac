"""What is looked over on every page: accessibility, and whether it fits the screen."""

import re
from functools import cache
from pathlib import Path

from playwright.sync_api import Page

_AXE = Path(__file__).with_name("axe.min.js")

# Returned short: a whole report of axe is hundreds of kilobytes.
_RUN_AXE = """async () => (await axe.run()).violations.map(
    each => `${each.id}: ${each.help}: ` + each.nodes.map(node => node.html.slice(0, 200)).join(' | '))"""

# axe has no rule for this: a group of radio buttons without its question.
_UNNAMED_GROUPS = """() => [...document.querySelectorAll('fieldset')]
    .filter(each => !each.querySelector('legend')?.textContent.trim() && !each.hasAttribute('aria-labelledby'))
    .map(each => `fieldset without a legend: ${each.innerHTML.trim().slice(0, 200)}`)"""

_TOO_WIDE = """() => document.documentElement.scrollWidth <= window.innerWidth ? [] :
    [...document.querySelectorAll('body *')]
    .filter(each => each.getBoundingClientRect().right > window.innerWidth + 1)
    .map(each => `${each.tagName} ${each.className}`).slice(0, 5)"""


# What is new on each request, and makes no two pages different.
_TOKENS = re.compile(r'(nonce|value)="[^"]{16,}"')
_without_fault: set[tuple[str, str]] = set()
"""Screens and pages that were looked over already: visitors come by the same ones again and again."""


def accessible(page: Page) -> list[str]:
    """Everything that axe-core finds against the page as it is shown now, and groups of fields without a name."""
    seen = (str(page.viewport_size), _TOKENS.sub("", page.content()))
    if seen in _without_fault:
        return []
    page.evaluate(_axe())
    found: list[str] = page.evaluate(_RUN_AXE)
    found += page.evaluate(_UNNAMED_GROUPS)
    if not found:
        _without_fault.add(seen)
    return found


def fits_sideways(page: Page) -> list[str]:
    """What makes the page wider than the screen, so that one would have to scroll sideways."""
    wide: list[str] = page.evaluate(_TOO_WIDE)
    width = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
    return [f"wider than the screen by {width} px: {', '.join(wide)}"] if width > 0 else []


def fits_small_screens(page: Page) -> list[str]:
    """What would have to be scrolled sideways on a screen 320 pixels wide; the screen then is as it was."""
    shown = page.viewport_size
    page.set_viewport_size({"width": 320, "height": 640})
    found = fits_sideways(page)
    if shown is not None:
        page.set_viewport_size(shown)
    return [f"at 320 px {fault}" for fault in found]


@cache
def _axe() -> str:
    return _AXE.read_text(encoding="utf-8")
