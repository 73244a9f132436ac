"""Every page on a screen 320 pixels wide, or on a large one at 400 %: nobody has to scroll sideways."""

from playwright.sync_api import ViewportSize

from tests import factories
from tests.browser.checks import fits_sideways
from tests.browser.conftest import Welcome
from tests.browser.sites import Site
from tests.browser.survey_pages import answers_from, sends, sign_in, starts

NARROW = ViewportSize(width=320, height=640)


def test_a_survey_is_answered_on_a_small_phone(site: Site, welcome: Welcome) -> None:
    with site.session() as session:
        person = factories.add_person(session)
        factories.add_open_round(session)
    visitor = welcome(screen=NARROW, checks=(fits_sideways,))
    sign_in(visitor, person)
    starts(visitor)
    answers_from(visitor, 1, 3)
    sends(visitor)
    visitor.opens("/account")
    visitor.sees("Your account")
