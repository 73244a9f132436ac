"""Every page on a screen 320 pixels wide, or on a large one at 400 %: nobody has to scroll sideways."""

import pytest
from playwright.sync_api import ViewportSize

from tests import factories
from tests.browser.checks import accessible, fits_sideways
from tests.browser.conftest import Welcome
from tests.browser.sites import Site
from tests.browser.survey_pages import CHECK, answers_from, sends, sign_in, starts
from tna.domain.lists import ListKind
from tna.domain.people import Duty
from tna.models.surveys import Round

NARROW = ViewportSize(width=320, height=640)
PHONE = ViewportSize(width=360, height=740)
# Where the statement begins, where its first radio ends, and where the bar ends, in pixels from the top of the screen.
_PLACES = """radio => ({
  top: radio.closest("fieldset").querySelector("legend").getBoundingClientRect().top,
  bottom: radio.getBoundingClientRect().bottom,
  bar: document.querySelector(".govuk-exit-this-page").getBoundingClientRect().bottom,
})"""


@pytest.fixture(scope="module")
def open_round(site: Site) -> Round:
    """An open round."""
    with site.session() as session:
        factories.add_agency(session)
        return factories.add_open_round(session)


def test_a_survey_is_answered_on_a_small_phone(site: Site, open_round: Round, welcome: Welcome) -> None:
    with site.session() as session:
        person = factories.add_person(session)
    visitor = welcome(screen=NARROW, checks=(fits_sideways,))
    sign_in(visitor, person)
    starts(visitor)
    answers_from(visitor, 1, 3)
    sends(visitor)
    visitor.opens("/account")
    visitor.sees("Your account")


def test_changing_an_answer_leads_to_its_statement_clear_of_the_way_out(
    site: Site, open_round: Round, welcome: Welcome
) -> None:
    """The way out sticks to the top of the screen and must not lie over what the link leads to."""
    with site.session() as session:
        person = factories.add_person(session)
        factories.answer(session, session.get_one(Round, open_round.id), person, secret=site.secret, send=False)
    visitor = welcome(screen=PHONE)
    sign_in(visitor, person)
    visitor.presses("Check and send")
    visitor.sees(CHECK)
    links = visitor.page.get_by_role("link", name="Change").all()
    addresses = [link.get_attribute("href") or "" for link in links]
    assert len(addresses) > 20
    hidden = []
    for address in addresses:
        visitor.opens("/account")  # another document, so that the browser goes to the statement afresh
        visitor.opens(address)
        first = visitor.page.locator(f"[id='{address.partition('#')[2]}']")
        places = first.evaluate(_PLACES)
        if not places["bar"] <= places["top"] or not places["bottom"] <= PHONE["height"]:
            hidden.append((address, places))
    assert hidden == []


_OFF_SCREEN = """() => [...document.querySelectorAll('main td, main th[scope=row], main button')]
    .filter(each => each.getBoundingClientRect().right > window.innerWidth || each.getBoundingClientRect().left < 0)
    .map(each => each.textContent.trim().slice(0, 60))"""


def test_rows_of_words_are_cards_with_all_of_them_on_a_narrow_screen(site: Site, welcome: Welcome) -> None:
    with site.session() as session:
        agency = factories.add_agency(session, name="Harbour Community Health Trust", heads={"D": 1200})
        factories.add_joiner(session, agency, email="nell.with.a.long.address@home.example")
        manager = factories.add_person(session, agency, duties=[Duty.MANAGER], leads=[agency])
        header, row = ("Name", "Email", "Job"), ("Ann Lee", "ann lee at harbour", "Health visitor")
        rows = [header, row]
        kept = factories.add_list(session, ListKind.PEOPLE, rows, actor=manager, agency=agency)
        pages = [
            (f"/agencies/{agency.id}/joiners", "Newcomers", "Address"),
            ("/people/agencies", "Agencies", "Headcount"),
            (f"/people/imports/{kept.id}/check", "to mend", "What we expected"),
            ("/people/imports", "Lists of people", "How far it is"),
        ]
        session.commit()
    visitor = welcome(screen=NARROW, checks=(fits_sideways, accessible))
    sign_in(visitor, manager)
    for path, heading, column in pages:
        visitor.opens(path)
        visitor.sees(heading)
        assert visitor.page.evaluate(_OFF_SCREEN) == [], path
        # The headers are out of sight and still there for a screen reader.
        assert visitor.page.get_by_role("columnheader", name=column, exact=True).count() == 1, path
