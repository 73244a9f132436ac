"""The checks themselves: each finds the fault it is for, so that finding nothing means something."""

import pytest
from playwright.sync_api import Browser

from tests.browser.checks import accessible, fits_sideways, fits_small_screens
from tests.browser.conftest import Welcome
from tests.browser.visitors import Check

_PAGE = '<!doctype html><html lang="en"><title>A page</title><main><h1>A page</h1>{}</main></html>'
_QUESTION = '<fieldset><legend>{}</legend><label><input type="radio" name="one"> Yes</label></fieldset>'


@pytest.mark.parametrize(
    ("check", "content"),
    [
        (accessible, '<img src="data:,">'),
        (accessible, '<p style="color: #bbb">Hard to read</p>'),
        (accessible, _QUESTION.format(" ")),
        (fits_sideways, '<p style="width: 5000px">Wide</p>'),
        (fits_small_screens, '<p style="width: 400px">Wide on a phone</p>'),
    ],
)
def test_a_faulty_page_is_found(browser: Browser, check: Check, content: str) -> None:
    page = browser.new_page()
    page.set_content(_PAGE.format(content))
    assert check(page)
    page.set_content(_PAGE.format(_QUESTION.format("Is this a question?")))
    assert check(page) == []
    page.close()


@pytest.mark.parametrize(
    ("script", "fault"),
    [
        ("console.error('broken')", "console: broken"),
        ("setTimeout(() => { throw new Error('broken') })", "error in a script: broken"),
        ("document.body.insertAdjacentHTML('beforeend', '<p style=\"color: red\">')", "Content Security Policy"),
        ("fetch('/nowhere').then(answer => answer.text())", "404: "),
        ("new Image().src = 'https://www.example.org/pixel.png'", "asked another site"),
    ],
)
def test_a_visitor_notes_what_goes_wrong(welcome: Welcome, script: str, fault: str) -> None:
    visitor = welcome(checks=())
    visitor.opens("/sign-in")
    visitor.page.evaluate(f"() => {{ {script} }}")
    visitor.page.wait_for_load_state("networkidle")
    visitor.page.reload()
    assert any(fault in noted for noted in visitor.faults), visitor.faults
    visitor.faults.clear()
