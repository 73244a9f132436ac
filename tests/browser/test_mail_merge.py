"""A list of personal links that a training lead sends out: what the lead may do with a link shows nobody's answers."""

import csv
from datetime import UTC, datetime
from io import StringIO

import pytest
from playwright.sync_api import ViewportSize, expect

from tests import factories
from tests.browser.checks import accessible, fits_small_screens
from tests.browser.conftest import Welcome
from tests.browser.post import PostOffice, link_in
from tests.browser.sites import Site
from tests.browser.survey_pages import BEFORE, HUB, answers_part, is_saved, level, part_title, sign_in, statements
from tests.browser.visitors import Visitor
from tna.models.people import Agency, Person
from tna.models.surveys import Round

PHONE = ViewportSize(width=390, height=844)
EMAIL = "nell.vale@harbour.example"
OWN_ADDRESS = "Come in by your own address"


@pytest.fixture(scope="module")
def agency(site: Site) -> Agency:
    """A trust whose systems refuse bulk mail."""
    with site.session() as session:
        return factories.add_agency(session, name="Harbour Trust")


@pytest.fixture(scope="module")
def open_round(site: Site, agency: Agency) -> Round:
    """An open round."""
    with site.session() as session:
        return factories.add_open_round(session, title="Autumn round")


@pytest.fixture
def person(site: Site, agency: Agency) -> Person:
    """Somebody without a password, whose address nobody has confirmed."""
    with site.session() as session:
        return factories.add_person(session, agency, name="Nell Vale", email=EMAIL, password=None)


@pytest.fixture
def lead(site: Site, agency: Agency, welcome: Welcome) -> Visitor:
    """The trust's training lead, signed in."""
    with site.session() as session:
        leading = factories.add_person(session, agency, name="Lee Lead", leads=[agency])
    visitor = welcome(checks=(accessible, fits_small_screens))
    sign_in(visitor, leading)
    return visitor


def test_a_link_of_a_list_shows_the_lead_nothing_once_its_person_has_begun(
    post: PostOffice, open_round: Round, person: Person, lead: Visitor, welcome: Welcome
) -> None:
    link = downloads_the_list(lead)[person.email]
    phone = welcome(screen=PHONE, checks=(accessible, fits_small_screens))
    phone.opens(link)
    phone.sees("Come in")
    phone.presses("Come in")
    phone.sees(BEFORE)
    phone.presses("I understand, start")
    phone.sees(part_title(1))
    answers_part(phone, 5, 1)
    is_saved(phone)

    # In a browser that nobody knows, and in the lead's own.
    stranger = welcome(checks=(accessible, fits_small_screens))
    for nosy in (stranger, lead):
        is_shown_nothing(nosy, link)
    stranger.opens(f"/surveys/{open_round.id}/parts/1")
    stranger.sees("Sign in")
    lead.opens("/")
    expect(lead.page.get_by_role("banner")).to_contain_text("Lee Lead")

    phone.opens(link)
    with phone.expecting(409):
        phone.presses("Come in")
        phone.sees(OWN_ADDRESS)
    phone.presses("Send me a link")
    phone.sees("Look at your e-mail")
    [(address, message)] = post.delivers(datetime.now(UTC))
    assert address == EMAIL
    comes_back(welcome(screen=PHONE, checks=(accessible, fits_small_screens)), link_in(message))
    # Whoever had come by the list's link, whoever it was, is out.
    phone.opens(f"/surveys/{open_round.id}/parts/1")
    phone.sees("Sign in")


def downloads_the_list(lead: Visitor) -> dict[str, str]:
    """From the menu to the file; returns the link of each address."""
    lead.goes_to("Run")
    lead.sees("Reaching people of Harbour Trust")
    lead.follows("Make a list for a mail merge")
    lead.sees("A list for a mail merge")
    with lead.page.expect_download() as download:
        lead.presses("Make the list")
    text = download.value.path().read_text(encoding="utf-8-sig")
    return {row["E-mail address"]: row["Personal link"] for row in csv.DictReader(StringIO(text))}


def is_shown_nothing(nosy: Visitor, link: str) -> None:
    """Use the link: the page says how its person comes in, and nothing of what they did or who they are."""
    nosy.opens(link)
    nosy.sees("Come in")
    with nosy.expecting(409):
        nosy.presses("Come in")
        nosy.sees(OWN_ADDRESS)
    nosy.reads("It opens a survey once, and never anything that anybody has answered.")
    for word in ("Nell", EMAIL, "Autumn round", "Part 1"):
        nosy.misses(word)
    expect(nosy.page.get_by_role("radio")).to_have_count(0)


def comes_back(own: Visitor, link: str) -> None:
    """By the link that was sent to one's own address: everything is as it was left."""
    own.opens(link)
    own.sees("Come in")
    own.presses("Come in")
    own.sees("You have done 1 of")
    own.follows("See all parts")
    own.sees(HUB)
    own.reads("4 of 4 statements answered")
    own.page.get_by_role("main").get_by_role("listitem").get_by_role("link").first.click()
    own.sees(part_title(1))
    for place, one in enumerate(statements(own)):
        expect(level(one, (5, 1)[place % 2])).to_be_checked()
