"""A visitor without a mouse: Tab to things, Space and arrows to choose, Enter to go on."""

from playwright.sync_api import Locator, expect

from tests.browser.visitors import Visitor

_MOST_STOPS = 100

# Focused, and neither scrolled away nor covered by something else. A radio button is drawn by its label.
_IS_REACHED = """target => {
    if (target !== document.activeElement) return false
    const drawn = target.labels?.[0] ?? target
    const box = drawn.getBoundingClientRect()
    const top = document.elementFromPoint(box.left + box.width / 2, box.top + box.height / 2)
    return drawn.contains(top) || target.contains(top) || top?.contains(drawn)
}"""


def tabs_to(visitor: Visitor, target: Locator) -> None:
    """Press Tab until this is focused and can be seen."""
    for _ in range(_MOST_STOPS):
        visitor.page.keyboard.press("Tab")
        if target.evaluate(_IS_REACHED):
            return
    raise AssertionError(f"the Tab key never comes to {target}, or it cannot be seen there")


def types_into(visitor: Visitor, label: str, text: str) -> None:
    """Tab to a field and type."""
    tabs_to(visitor, visitor.page.get_by_label(label, exact=True))
    visitor.page.keyboard.type(text)


def enters(visitor: Visitor, target: Locator) -> None:
    """Tab to a button or link and press Enter."""
    tabs_to(visitor, target)
    visitor.page.keyboard.press("Enter")


def chooses(visitor: Visitor, group: Locator, place: int) -> None:
    """Tab to a group of radio buttons and choose the one at this place, counted from 1."""
    radios = group.get_by_role("radio")
    tabs_to(visitor, radios.first)
    visitor.page.keyboard.press("Space")
    for _ in range(place - 1):
        visitor.page.keyboard.press("ArrowDown")
    expect(radios.nth(place - 1)).to_be_checked()
