"""The open question from end to end: somebody answers it, a screener reads, sorts, withholds and escalates."""

import pytest
from playwright.sync_api import expect

from tests import factories
from tests.browser.checks import accessible, fits_small_screens
from tests.browser.conftest import Welcome
from tests.browser.keyboards import enters, tabs_to
from tests.browser.report_pages import OVERVIEW, sees_pictures
from tests.browser.sites import Site
from tests.browser.survey_pages import CHECK, sign_in
from tests.browser.visitors import Visitor
from tna.domain.people import Duty
from tna.models.people import Person
from tna.models.surveys import Round

QUESTION = "What would help you?"
WORDS = "In your own words"
READING = "What somebody wrote"
WRITERS = 13
CHECKS = (accessible, fits_small_screens)


@pytest.fixture(scope="module")
def writer(site: Site) -> tuple[Person, Round]:
    """Somebody who has answered every statement of an open round and sent nothing, and the round."""
    with site.session() as session:
        agency = factories.add_agency(session, sector="health")
        round_ = factories.add_open_round(session, title="Autumn round")
        factories.ask_openly(session, round_)
        person = factories.add_person(session, agency)
        factories.answer(session, round_, person, secret=site.secret, send=False)
    return person, round_


@pytest.fixture(scope="module")
def screener(site: Site, writer: tuple[Person, Round]) -> tuple[Person, Round]:
    """The screener of a released round in which thirteen people wrote something, and the round; the other is closed."""
    with site.session() as session:
        factories.close(session, session.get_one(Round, writer[1].id))
        agency = factories.add_agency(session, sector="police")
        person = factories.add_person(session, agency, duties=[Duty.SCREENER, Duty.SUBGROUP])
        round_ = factories.add_open_round(session, title="Spring round", opens_on=factories.TODAY.replace(year=2020))
        factories.ask_openly(session, round_, screeners=[person])
        people = factories.add_respondents(session, round_, agency, WRITERS, secret=site.secret)
        for number, one in enumerate(people):
            factories.write(session, round_, one, f"Text {number:02}", secret=site.secret)
        factories.close(session, round_)
    site.works_off()
    return person, round_


def test_a_practitioner_reads_what_it_is_not_and_writes_by_keyboard(
    writer: tuple[Person, Round], welcome: Welcome
) -> None:
    person, round_ = writer
    visitor = welcome(checks=CHECKS)
    sign_in(visitor, person)
    visitor.opens(f"/surveys/{round_.id}")
    visitor.sees("Your survey")
    visitor.reads("The open question takes about a minute, if you like.")
    enters(visitor, visitor.page.get_by_role("link", name=WORDS))
    visitor.sees(WORDS)
    visitor.reads("This is not a way to report a concern about a child.")
    visitor.reads(factories.CONTACT)
    tabs_to(visitor, visitor.page.get_by_label(QUESTION))
    visitor.page.keyboard.type("More time, and somebody to talk to.")
    enters(visitor, visitor.page.get_by_role("button", name="Save and continue"))
    visitor.sees(CHECK)
    visitor.reads("More time, and somebody to talk to.")


def test_a_screener_withholds_tags_and_escalates_by_keyboard_and_releases(
    site: Site, screener: tuple[Person, Round], welcome: Welcome
) -> None:
    person, round_ = screener
    visitor = welcome(checks=CHECKS)
    page = visitor.page
    sign_in(visitor, person)
    visitor.opens("/texts")
    visitor.sees("What people wrote")
    visitor.reads(f"{WRITERS} texts wait to be read")
    enters(visitor, page.get_by_role("main").get_by_role("link", name="Spring round"))
    visitor.sees("What people wrote: Spring round")
    enters(visitor, page.get_by_role("button", name="Read the next text"))

    visitor.sees(READING)
    with visitor.expecting(422):
        enters(visitor, page.get_by_role("button", name="Withhold it"))
        visitor.sees(READING)
    expect(page.get_by_role("alert")).to_contain_text("Select why this text is withheld")
    tabs_to(visitor, page.get_by_label("It names somebody"))
    page.keyboard.press("Space")
    enters(visitor, page.get_by_role("button", name="Withhold it"))

    visitor.sees(READING)
    enters(visitor, page.get_by_role("button", name="Hand this text on"))
    visitor.sees("Hand this on outside this service")
    visitor.reads(factories.CONTACT)
    visitor.opens("/")
    visitor.sees("This week")
    visitor.reads("1 text of “Spring round” is to be handed on by")
    enters(visitor, page.get_by_role("link", name="Hand it on"))
    visitor.sees("What people wrote: Spring round")
    enters(visitor, page.get_by_role("link", name="to be handed on by"))
    visitor.sees("Hand this on outside this service")
    enters(visitor, page.get_by_role("button", name="I have handed it on"))
    visitor.sees("What people wrote: Spring round")

    visitor.follows("Change the list")
    visitor.sees("Themes")
    _keeps_the_rest(visitor, round_)
    visitor.presses("Release the themes…")
    visitor.sees("Release")
    visitor.presses("Release the themes")
    visitor.reads("There is nothing left to read.")
    site.works_off()
    visitor.opens(f"/needs?round={round_.id}")
    visitor.sees(OVERVIEW)
    visitor.reads("Most often people wrote about “Time”: 4 of the 11 people who wrote something, 36 %.")
    sees_pictures(visitor)
    with page.expect_download() as download:
        page.locator("#own-words").get_by_role("link", name="Download the numbers (CSV)").click()
    assert "Time" in download.value.path().read_text("utf-8-sig")


def _keeps_the_rest(visitor: Visitor, round_: Round) -> None:
    """Keep what is left, the first four of it as being about time."""
    visitor.opens(f"/texts/{round_.id}/next")
    for number in range(WRITERS - 2):
        visitor.sees(READING)
        if number < 4:
            tabs_to(visitor, visitor.page.get_by_label("Time"))
            visitor.page.keyboard.press("Space")
        visitor.presses("Keep it and read the next")
    visitor.sees("What people wrote: Spring round")
