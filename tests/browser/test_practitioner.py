"""A practitioner's whole way through a survey, in a real browser."""

import pytest
from playwright.sync_api import expect
from sqlalchemy import select

from tests import factories
from tests.browser.conftest import Welcome
from tests.browser.keyboards import chooses, enters, types_into
from tests.browser.sites import Site
from tests.browser.survey_pages import (
    BEFORE,
    CHECK,
    NEW,
    answers_from,
    answers_part,
    level,
    part_title,
    saves,
    sends,
    sign_in,
    sign_out,
    starts,
    statements,
)
from tests.browser.visitors import Visitor
from tna.domain.answers import unpack
from tna.domain.people import respondent_key
from tna.models.people import Agency, Person
from tna.models.surveys import Response, Round
from tna.services import rounds

EXIT_TO = "https://www.bbc.co.uk/weather"


@pytest.fixture(scope="module")
def agency(site: Site) -> Agency:
    """An agency whose people are asked everything, in an open round."""
    with site.session() as session:
        made = factories.add_agency(session, name="Wyebridge Community Health")
        lead = factories.add_person(session, made, name="Lead of the Agency", email="tara.lead@wyebridge.example.org")
        factories.give_duties(session, lead, leads=[made])
        factories.add_open_round(session, title="Autumn round")
    return made


@pytest.fixture
def person(site: Site, agency: Agency) -> Person:
    """A health visitor who has not answered yet."""
    with site.session() as session:
        return factories.add_person(session, agency)


def test_leaving_midway_and_coming_back_in_another_browser_loses_nothing(
    site: Site, person: Person, welcome: Welcome
) -> None:
    at_work = welcome()
    sign_in(at_work, person)
    starts(at_work)
    answers_part(at_work, 5)
    saves(at_work)
    at_work.sees(part_title(2))
    answers_part(at_work, 2)
    at_work.presses("Save and come back later")
    at_work.sees("You have done 2 of 7 parts")
    at_work.reads("What you put is saved.")
    sign_out(at_work)

    at_home = welcome()
    sign_in(at_home, person)
    at_home.sees("You have done 2 of 7 parts")
    at_home.presses("Carry on")
    at_home.sees(part_title(3))
    at_home.follows("Back")
    at_home.sees(part_title(2))
    for one in statements(at_home):
        expect(level(one, 2)).to_be_checked()
    saves(at_home)
    answers_from(at_home, 3, 4)
    changes_the_first_answer(at_home, to=1)
    sends(at_home)

    at_home.reads("Only you can see this page.")
    at_home.reads("tara.lead@wyebridge.example.org")
    assert answers_sent(site, person) == {1: {5, 1}, 2: {2}} | {part: {4} for part in range(3, 8)}
    at_home.opens("/")
    at_home.sees("You have sent your answers. Thank you.")
    at_home.follows("Privacy: who sees what")
    at_home.sees("Privacy")
    at_home.follows(f"Your account: {person.name}")
    at_home.sees("Your account")


def changes_the_first_answer(visitor: Visitor, *, to: int) -> None:
    """From checking one's answers to the first statement and back."""
    visitor.page.get_by_role("link", name="Change").first.click()
    visitor.sees(part_title(1))
    level(statements(visitor)[0], to).check()
    saves(visitor)
    visitor.sees(CHECK)
    expect(visitor.page.get_by_role("definition").first).to_contain_text(f"{to} ")


def answers_sent(site: Site, person: Person) -> dict[int, set[int]]:
    """The levels that one person has sent, by the number of the part."""
    key = respondent_key(site.secret, person.id)
    with site.session() as session:
        sent = session.scalars(select(Response).where(Response.respondent_key == key, Response.is_submitted)).one()
        definition = rounds.definition_of(session.get_one(Round, sent.round_id))
    levels = unpack(definition, sent.answers)
    return {part.number: {levels[one.id] for one in part.statements} for part in definition.parts_for(sent.role_group)}


def test_the_keyboard_alone_is_enough_to_sign_in_and_answer_a_part(person: Person, welcome: Welcome) -> None:
    visitor = welcome()
    page = visitor.page
    visitor.opens("/")
    visitor.sees("Sign in")
    types_into(visitor, "E-mail address", person.email)
    types_into(visitor, "Password", factories.PASSWORD)
    page.keyboard.press("Enter")
    visitor.sees(NEW)
    enters(visitor, page.get_by_role("link", name="Skip to main content"))
    expect(page.get_by_role("main")).to_be_focused()
    enters(visitor, page.get_by_role("button", name="Start"))
    visitor.sees(BEFORE)
    enters(visitor, page.get_by_role("button", name="I understand, start"))
    visitor.sees(part_title(1))
    for one in statements(visitor):
        chooses(visitor, one, 4)
    enters(visitor, page.get_by_role("button", name="Save and continue"))
    visitor.sees(part_title(2))
    visitor.follows("Back")
    visitor.sees(part_title(1))
    for one in statements(visitor):
        expect(level(one, 4)).to_be_checked()


@pytest.mark.parametrize("way", ["button", "shift three times", "skip link"])
def test_exit_this_page_leaves_at_once(person: Person, welcome: Welcome, way: str) -> None:
    visitor = welcome(checks=())
    page = visitor.page
    visitor.may_leave_to(EXIT_TO)
    sign_in(visitor, person)
    starts(visitor)
    match way:
        case "button":
            visitor.presses("Exit this page")
        case "skip link":
            enters(visitor, page.get_by_role("link", name="Exit this page"))
        case _:
            page.wait_for_load_state()  # the script that listens is there by then, also on a busy machine
            for _ in range(3):
                page.keyboard.press("Shift")
    page.wait_for_url(EXIT_TO)
