"""Answering on a phone between visits: answers that save themselves, a network that goes, tabs, and second thoughts."""

import re

import pytest
from playwright.sync_api import Dialog, ViewportSize, expect
from sqlalchemy import select

from tests import factories
from tests.browser.checks import accessible, fits_sideways
from tests.browser.conftest import Welcome
from tests.browser.keyboards import chooses, enters
from tests.browser.sites import Site
from tests.browser.survey_pages import (
    CHECK,
    HUB,
    PROFILE,
    answers_from,
    answers_part,
    is_saved,
    is_told,
    level,
    note,
    part_title,
    saves,
    sends,
    sign_in,
    starts,
    statements,
)
from tests.browser.visitors import Visitor
from tna.domain.answers import unpack
from tna.domain.people import respondent_key
from tna.models.people import Agency, Person
from tna.models.surveys import Response, Round
from tna.services import sign_ins
from tna.services.rounds import definition_of

PHONE = ViewportSize(width=390, height=780)
NARROW = ViewportSize(width=320, height=640)


@pytest.fixture(scope="module")
def agency(site: Site) -> Agency:
    """An agency of the module."""
    with site.session() as session:
        return factories.add_agency(session)


@pytest.fixture(scope="module")
def open_round(site: Site, agency: Agency) -> Round:
    """An open round with a notice of its own and courses to suggest."""
    with site.session() as session:
        factories.add_catalogue(session)
        round_ = factories.add_open_round(session, title="Autumn round")
        round_.privacy_notice = "Who we are.\n\nWhat we keep."
        return round_


@pytest.fixture
def person(site: Site, agency: Agency, open_round: Round) -> Person:
    """Somebody who has not answered yet."""
    with site.session() as session:
        return factories.add_person(session, agency)


@pytest.fixture
def visitor(person: Person, welcome: Welcome) -> Visitor:
    """They, on a phone, at the first part."""
    visitor = welcome(screen=PHONE, checks=(accessible, fits_sideways))
    sign_in(visitor, person)
    starts(visitor)
    return visitor


def kept(site: Site, round_: Round, person: Person) -> dict[str, int]:
    """The answers in the database."""
    key = respondent_key(site.secret, person.id)
    with site.session() as session:
        packed = session.scalars(select(Response.answers).where(Response.respondent_key == key)).one_or_none()
        answers = unpack(definition_of(session.get_one(Round, round_.id)), packed) if packed else {}
        return {item: code for item, code in answers.items() if code}


def test_each_answer_is_saved_without_a_button(site: Site, open_round: Round, person: Person, visitor: Visitor) -> None:
    level(statements(visitor)[0], 4).check()
    is_saved(visitor)
    assert kept(site, open_round, person) == {"s01": 4}
    level(statements(visitor)[0], 2).check()
    level(statements(visitor)[1], 5).check()
    visitor.follows("See all parts")
    visitor.sees(HUB)
    visitor.reads("2 of 4 statements answered")
    assert kept(site, open_round, person) == {"s01": 2, "s02": 5}


def test_a_network_that_goes_midway_loses_nothing(
    site: Site, open_round: Round, person: Person, visitor: Visitor
) -> None:
    level(statements(visitor)[0], 4).check()
    is_saved(visitor)
    with visitor.without_network():
        level(statements(visitor)[0], 1).check()
        level(statements(visitor)[1], 3).check()
        is_told(visitor, "Not saved yet: we will try again when you are back online.")
        assert kept(site, open_round, person) == {"s01": 4}
        level(statements(visitor)[2], 5).check()
        saves(visitor)
        visitor.sees(part_title(1))  # it waits, instead of leaving for a page of the browser's own
    visitor.sees(part_title(2))
    assert kept(site, open_round, person) == {"s01": 1, "s02": 3, "s03": 5}
    assert stored(visitor) == 0


def stored(visitor: Visitor) -> int:
    """How much the page has put away in the browser."""
    found: int = visitor.page.evaluate("localStorage.length + sessionStorage.length")
    return found


def test_leaving_with_something_unsaved_asks_and_leaving_at_once_does_not(visitor: Visitor) -> None:
    visitor.may_leave_to("https://www.bbc.co.uk/weather")
    asked: list[str] = []

    def stay(dialog: Dialog) -> None:
        asked.append(dialog.type)
        dialog.dismiss()

    visitor.page.on("dialog", stay)
    visitor.page.route("**/answers", lambda route: route.fulfill(status=503))
    with visitor.expecting(503, fetched=True):
        level(statements(visitor)[0], 4).check()
        is_told(visitor, "Not saved yet")
        leaves_and_stays(visitor, asked)


def leaves_and_stays(visitor: Visitor, asked: list[str]) -> None:
    """Follow a link and think better of it; then leave for good by the way out."""
    visitor.page.get_by_role("link", name="See all parts").click(no_wait_after=True)
    visitor.page.wait_for_timeout(300)
    assert asked == ["beforeunload"]
    assert visitor.path.endswith("/parts/1")
    visitor.presses("Exit this page")
    visitor.page.wait_for_url("https://www.bbc.co.uk/weather")
    assert asked == ["beforeunload"]


def test_two_tabs_are_told_of_each_other_answer_by_answer(
    site: Site, open_round: Round, person: Person, visitor: Visitor
) -> None:
    other = visitor.opens_another_tab()
    other.opens(visitor.path)
    other.sees(part_title(1))
    level(statements(other)[0], 5).check()
    is_saved(other)
    visitor.comes_back()
    level(statements(visitor)[1], 3).check()
    is_saved(visitor)
    with visitor.expecting(422, fetched=True):
        level(statements(visitor)[0], 2).check()
        is_told(visitor, "Another tab or device has changed answers of this part. Reload this page")
    told = "Here you chose “2 A little confident”, in a different tab or on another device “5"
    first = statements(visitor)[0]
    expect(first).to_contain_text(told)
    expect(level(first, 5)).to_be_checked()
    visitor.sees(part_title(1))
    assert kept(site, open_round, person) == {"s01": 5, "s02": 3}
    level(first, 2).check()
    is_saved(visitor)
    expect(first).not_to_contain_text("Here you chose")
    assert kept(site, open_round, person) == {"s01": 2, "s02": 3}


def ends_sign_ins(site: Site, person: Person) -> None:
    """Every sign-in of a person ends, as when it has been idle for long."""
    with site.session() as session:
        sign_ins.end_all_sign_ins(session, person_id=person.id, now=factories.NOW)


def test_a_sign_in_that_has_ended_is_told_kindly_and_the_answers_go_on_after_signing_in_again(
    site: Site, open_round: Round, person: Person, visitor: Visitor
) -> None:
    ends_sign_ins(site, person)
    level(statements(visitor)[0], 4).check()
    is_told(visitor, "You were signed out, and not all is saved. It stays on this page.")
    visitor.sees(part_title(1))
    with visitor.page.context.expect_page() as opened:
        note(visitor).get_by_role("link", name="Sign in again in a new tab").click()
    tab = Visitor(opened.value, site.address)
    tab.sees("Sign in")
    tab.fills("E-mail address", person.email)
    tab.fills("Password", factories.PASSWORD)
    tab.presses("Sign in")
    tab.sees("You have done")
    with visitor.expecting(400, fetched=True):
        visitor.comes_back()
        visitor.page.evaluate("dispatchEvent(new Event('online'))")  # headless tabs are never hidden
        is_saved(visitor)
    assert kept(site, open_round, person) == {"s01": 4}
    saves(visitor)
    visitor.sees(part_title(2))


def test_somebody_else_who_signs_in_on_the_same_device_gets_none_of_it(
    site: Site, open_round: Round, agency: Agency, person: Person, visitor: Visitor
) -> None:
    with site.session() as session:
        other = factories.add_person(session, agency)
    ends_sign_ins(site, person)
    level(statements(visitor)[0], 4).check()
    is_told(visitor, "You were signed out")
    tab = visitor.opens_another_tab()
    sign_in(tab, other)
    starts(tab)
    with visitor.expecting(400, fetched=True):
        visitor.comes_back()
        visitor.page.evaluate("dispatchEvent(new Event('online'))")
        is_told(visitor, "Somebody else has signed in on this device.")
    visitor.sees(part_title(1))
    assert kept(site, open_round, other) == {}
    assert kept(site, open_round, person) == {}


def test_without_scripts_what_was_typed_survives_signing_in_again(
    site: Site, open_round: Round, person: Person, welcome: Welcome
) -> None:
    visitor = welcome(screen=NARROW, scripts=False, checks=())
    sign_in(visitor, person)
    starts(visitor)
    answers_part(visitor, 4)
    ends_sign_ins(site, person)
    with visitor.expecting(400):
        saves(visitor)
        visitor.sees("You were signed out")
    tab = visitor.opens_another_tab()
    sign_in(tab, person)
    with visitor.expecting(400):
        visitor.presses("I have signed in: show what I put")
        visitor.sees(part_title(1))
    for one in statements(visitor):
        expect(level(one, 4)).to_be_checked()
    saves(visitor)
    visitor.sees(part_title(2))
    assert set(kept(site, open_round, person).values()) == {4}


def test_the_parts_may_be_taken_in_any_order_by_keyboard(
    site: Site, open_round: Round, person: Person, visitor: Visitor
) -> None:
    enters(visitor, visitor.page.get_by_role("link", name="See all parts"))
    visitor.sees(HUB)
    enters(visitor, visitor.page.get_by_role("link", name="Working together on the pathway"))
    visitor.sees(part_title(4))
    for one in statements(visitor):
        chooses(visitor, one, 3)
    is_saved(visitor)
    enters(visitor, visitor.page.get_by_role("link", name="See all parts"))
    visitor.sees(HUB)
    enters(visitor, visitor.page.get_by_role("button", name="Check and send"))
    visitor.sees(CHECK)
    assert set(kept(site, open_round, person).values()) == {3}


@pytest.mark.parametrize("scripts", [True, False])
def test_sent_answers_are_changed_downloaded_and_withdrawn_on_a_small_screen(
    site: Site, open_round: Round, person: Person, welcome: Welcome, scripts: bool
) -> None:
    visitor = welcome(screen=NARROW, scripts=scripts, checks=(accessible, fits_sideways) if scripts else ())
    sign_in(visitor, person)
    starts(visitor)
    answers_from(visitor, 1, 2)
    sends(visitor)
    with visitor.page.expect_download() as download:
        visitor.follows("Download your profile as a PDF")
    assert download.value.suggested_filename == "training-needs-profile.pdf"
    visitor.follows("Change my answers")
    visitor.sees("Change your answers")
    visitor.page.get_by_role("link", name=re.compile("^Change.*put together")).click()
    visitor.sees(part_title(1))
    level(statements(visitor)[0], 5).check()
    visitor.presses("Save the change")
    visitor.sees("Change your answers")
    visitor.reads("Your change is saved")
    assert kept(site, open_round, person)["s01"] == 5
    visitor.presses("See your profile")
    visitor.sees(PROFILE)
    visitor.follows("Read the privacy notice of this survey")
    visitor.sees(f"Privacy notice: {open_round.title}")
    visitor.opens(f"/surveys/{open_round.id}/profile")
    visitor.follows("Withdraw my answers")
    visitor.sees("Withdraw your answers?")
    visitor.presses("Withdraw my answers")
    visitor.reads("Your answers are deleted.")
    assert kept(site, open_round, person) == {}
