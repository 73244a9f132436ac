"""The pages around a round that no journey comes to: each can be used by everybody and on every screen."""

from collections.abc import Sequence

import pytest

from tests import factories
from tests.browser.checks import accessible, fits_small_screens
from tests.browser.conftest import Welcome
from tests.browser.sites import Site
from tests.browser.survey_pages import sign_in
from tests.factories import NOW, TODAY
from tna.domain.people import Duty
from tna.models.notices import Bounce
from tna.models.people import Agency, Person
from tna.services import headcount_returns

LONG = "a.quite.long.address.of.somebody@safeguarding-partnership.riverside-council.example"
AGENCY = "/agencies/harbour-trust"

MANAGERS: Sequence[tuple[str, str]] = (
    ("/people/duplicates", "Likely duplicates"),
    ("/people/imports/new", "Bring in people from a file"),
    ("/agencies/imports/new", "Bring in headcounts from a file"),
    ("/people/agencies/agreements", "Agreements"),
    ("/people/agencies/headcount-returns", "Ask agencies for their headcounts"),
    (f"/people{AGENCY}/headcount-return", "Ask Harbour Trust for its headcounts"),
    ("/surveys/rounds/1/change", "Move the last day of Autumn round"),
    ("/surveys/rounds/1/call-off", "Call off Autumn round?"),
    ("/surveys/rounds/1/targets", "Targets of Autumn round"),
    ("/surveys/rounds/2/targets", "Targets of Winter round"),
    ("/surveys/rounds/2/targets/upload", "Take over targets from a file"),
    ("/surveys/rounds/1/reach/words/invitation", "Words of the invitation"),
    ("/surveys/rounds/1/reach/words/reminder", "Words of the reminder"),
    ("/calendar", "The year ahead"),
    ("/mail", "Mail"),
    ("/mail/headers", "How mail servers judge our mail"),
    ("/mail/bounces", "Addresses that take no mail"),
)
LEADS: Sequence[tuple[str, str]] = (
    (f"{AGENCY}/reach", "Reaching people of Harbour Trust"),
    (f"{AGENCY}/reach/reminders", "Plan reminders"),
    (f"{AGENCY}/reach/words/invitation", "Words of the invitation"),
    (f"{AGENCY}/posters", "Harbour Trust"),
    (f"{AGENCY}/joiners", "Harbour Trust"),
)
ANYBODY: Sequence[tuple[str, str]] = (
    ("/sign-in", "Sign in"),
    ("/sign-in/link", "Have a sign-in link sent"),
    ("/link-sent", "Look at your e-mail"),
    ("/join-asked", "Look at your e-mail"),
    ("/link/made-up", "Come in"),
    ("/joining/made-up", "Confirm your address"),
)


@pytest.fixture(scope="module")
def agency(site: Site) -> Agency:
    """A trust in an open round, with somebody who is there twice, newcomers, and an address that refuses mail."""
    with site.session() as session:
        agency = factories.add_agency(session, name="Harbour Trust")
        factories.add_open_round(session, title="Autumn round")
        factories.add_round(session, title="Winter round")
        for email in (LONG, f"the.same.{LONG}"):
            factories.add_person(session, agency, name="Nell Vale", email=email)
        session.add(Bounce(email=LONG, on=TODAY, reason="The mailbox does not exist (550 5.1.1)"))
        factories.add_joiner(session, agency, email=f"new.{LONG}")
        factories.add_joiner(session, agency, email=f"refused.{LONG}", is_let_in=False)
        factories.add_poster(session, agency)
        return agency


def test_pages_of_a_manager_are_usable_by_everybody_and_on_every_screen(
    site: Site, agency: Agency, welcome: Welcome
) -> None:
    with site.session() as session:
        manager = factories.add_person(session, agency, duties=[Duty.MANAGER, Duty.ADMINISTRATOR])
    looks_at(welcome, MANAGERS, manager)


def test_pages_of_a_lead_are_usable_by_everybody_and_on_every_screen(
    site: Site, agency: Agency, welcome: Welcome
) -> None:
    with site.session() as session:
        lead = factories.add_person(session, agency, leads=[agency])
    looks_at(welcome, LEADS, lead)


def test_pages_without_an_account_are_usable_by_everybody_and_on_every_screen(
    site: Site, agency: Agency, welcome: Welcome
) -> None:
    with site.session() as session:
        token = headcount_returns.make_return(session, agency_id=agency.id, actor_id=None, now=NOW)
    looks_at(welcome, [*ANYBODY, (f"/headcounts/{token}", "How many people work for Harbour Trust?")])


def looks_at(welcome: Welcome, pages: Sequence[tuple[str, str]], person: Person | None = None) -> None:
    """Open every page, signed in as this person if there is one; what is wrong with any of them fails the test."""
    visitor = welcome(checks=(accessible, fits_small_screens))
    if person is not None:
        sign_in(visitor, person)
    for path, heading in pages:
        visitor.opens(path)
        visitor.sees(heading)
