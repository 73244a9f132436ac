"""A poster on a wall: it leads people with an address of their own to one account and one response, and nobody else."""

import re
from datetime import UTC, datetime

import pytest
from playwright.sync_api import ViewportSize
from sqlalchemy import func, select

from tests import factories
from tests.browser.checks import accessible, fits_small_screens
from tests.browser.conftest import Welcome
from tests.browser.post import PostOffice, link_in
from tests.browser.sites import Site
from tests.browser.survey_pages import BEFORE, answers_from, part_title, sends, sign_in
from tests.browser.visitors import Visitor
from tna.domain.people import respondent_key
from tna.models.people import Agency, Person
from tna.models.surveys import Response

PHONE = ViewportSize(width=390, height=844)
ASKED = "Look at your e-mail"
CONFIRM = "Confirm your address"


@pytest.fixture(scope="module")
def agency(site: Site) -> Agency:
    """A trust with a domain of its own and an open round."""
    with site.session() as session:
        agency = factories.add_agency(session, name="Harbour Trust")
        factories.add_domain(session, agency, "harbour.example")
        factories.add_open_round(session, title="Autumn round")
        return agency


@pytest.fixture
def lead(site: Site, agency: Agency, welcome: Welcome) -> Visitor:
    """The trust's training lead, signed in."""
    with site.session() as session:
        person = factories.add_person(session, agency, leads=[agency])
    visitor = welcome(checks=(accessible, fits_small_screens))
    sign_in(visitor, person)
    return visitor


@pytest.fixture
def poster(lead: Visitor) -> str:
    """What the poster that the lead makes leads to, as people type it from the wall."""
    lead.goes_to("Run")
    lead.page.get_by_role("link", name=re.compile("^Posters")).first.click()
    lead.sees("Harbour Trust")
    made = codes(lead)
    lead.presses("Make a poster")
    lead.reads("The poster is made.")
    lead.sees("Harbour Trust")
    [code] = codes(lead) - made
    with lead.page.expect_download() as download:
        lead.follows(re.compile(f"Download to print .*{code}"))
    assert download.value.path().read_bytes().startswith(b"%PDF-")
    return f"/join/{code}"


@pytest.fixture
def phone(welcome: Welcome) -> Visitor:
    """Somebody before the poster."""
    return welcome(screen=PHONE, checks=(accessible, fits_small_screens))


def test_a_poster_leads_to_a_confirmed_address_and_one_response(
    site: Site, post: PostOffice, poster: str, phone: Visitor, welcome: Welcome
) -> None:
    email = "nell.vale@harbour.example"
    asks_to_join(phone, poster, "Nell Vale", email)
    assert people(site, email) == []
    [(address, message)] = post.delivers(now())
    assert address == email
    # The link works where the mail is read, be it another device.
    phone = welcome(screen=PHONE, checks=(accessible, fits_small_screens))
    comes_in(phone, link_in(message))
    starts_here(phone)
    answers_from(phone, 1, 2, 4)
    sends(phone)
    [person] = people(site, email)
    assert (person.is_confirmed, responses_of(site, person)) == (True, 1)

    # Scanning it again makes nobody new: the link signs in.
    asks_to_join(phone, poster, "Nell Vale", email.upper())
    [(address, message)] = post.delivers(now())
    assert address == email
    again = welcome(screen=PHONE, checks=(accessible, fits_small_screens))
    again.opens(link_in(message))
    again.sees("Come in")
    again.presses("Come in")
    again.sees("You have sent your answers.")
    assert [one.id for one in people(site, email)] == [person.id]
    assert responses_of(site, person) == 1


def test_an_address_outside_the_domain_waits_for_the_leads_nod(
    site: Site, post: PostOffice, lead: Visitor, poster: str, phone: Visitor
) -> None:
    email = "robin.hale@home.example"
    asks_to_join(phone, poster, "Robin Hale", email)
    assert post.delivers(now()) == []
    lead.page.reload()
    lead.follows("1 person waiting for your nod")
    lead.sees("Harbour Trust")
    lead.reads(email)
    lead.presses(re.compile("^Let in.*Robin Hale"))
    lead.reads(f"A link is on its way to {email}.")
    lead.sees("Harbour Trust")
    assert people(site, email) == []

    [(address, message)] = post.delivers(now())
    assert address == email
    comes_in(phone, link_in(message))
    starts_here(phone)
    [person] = people(site, email)
    assert person.is_confirmed


def test_ten_invented_addresses_lead_to_no_account_and_no_response(
    site: Site, post: PostOffice, poster: str, phone: Visitor, welcome: Welcome
) -> None:
    before = everything(site)
    invented = {f"invented.{number}@harbour.example" for number in range(10)}
    for email in sorted(invented):
        asks_to_join(phone, poster, "Nobody Here", email)
    sent = dict(post.delivers(now()))
    assert set(sent) == invented
    # A scanner of mail opens each link, as a browser would without pressing anything.
    scanner = welcome(checks=())
    for message in sent.values():
        scanner.opens(link_in(message))
        scanner.sees(CONFIRM)
    # And whoever typed them gets no further by going on to what the links lead to.
    for path in ("/", "/surveys/1/before-you-start", "/surveys/1/parts/1"):
        phone.opens(path)
        phone.sees("Sign in")
    assert everything(site) == before


def codes(lead: Visitor) -> set[str]:
    """The codes of all posters on the page."""
    found = lead.page.get_by_role("rowheader").all_inner_texts()
    assert all(re.fullmatch(r"\w{4}-\w{4}-\w{4}", code) for code in found)
    return set(found)


def asks_to_join(phone: Visitor, poster: str, name: str, email: str) -> None:
    """Open what a poster leads to and say who one is; the answer is the same for everybody."""
    phone.opens(poster)
    phone.sees("Take part: Harbour Trust")
    phone.fills("Your full name", name)
    phone.fills("Your e-mail address", email)
    phone.page.get_by_label("Your job", exact=True).select_option("Health visitor")
    phone.presses("Send me my link")
    phone.sees(ASKED)
    phone.misses(email)


def comes_in(phone: Visitor, link: str) -> None:
    """Open the link of a message and press its one button."""
    phone.opens(link)
    phone.sees(CONFIRM)
    phone.presses("Come in")


def starts_here(phone: Visitor) -> None:
    """From what one should know to the first part."""
    phone.sees(BEFORE)
    phone.presses("I understand, start")
    phone.sees(part_title(1))


def now() -> datetime:
    """This moment: links that somebody waits for go out at any hour."""
    return datetime.now(UTC)


def people(site: Site, email: str) -> list[Person]:
    """Everybody with this address."""
    with site.session() as session:
        return list(session.scalars(select(Person).where(func.lower(Person.email) == email)))


def responses_of(site: Site, person: Person) -> int:
    """How many responses a person has."""
    key = respondent_key(site.secret, person.id)
    with site.session() as session:
        wanted = select(func.count()).select_from(Response).where(Response.respondent_key == key)
        return session.scalar(wanted) or 0


def everything(site: Site) -> tuple[int, ...]:
    """How many accounts and responses there are."""
    with site.session() as session:
        return tuple(session.scalar(select(func.count()).select_from(table)) or 0 for table in (Person, Response))
