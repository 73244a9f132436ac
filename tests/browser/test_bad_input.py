"""Impossible answers, impatient fingers, two tabs, and a round that closes under one's hands."""

import re

import pytest
from playwright.sync_api import expect
from sqlalchemy import func, select

from tests import factories
from tests.browser.conftest import Welcome
from tests.browser.sites import Site
from tests.browser.survey_pages import (
    CHECK,
    PROFILE,
    SENT,
    answers_from,
    answers_part,
    is_saved,
    is_told,
    level,
    part_title,
    saves,
    sign_in,
    starts,
    statements,
    tries_to_sign_in,
)
from tna.domain.people import respondent_key
from tna.models.people import Agency, Person
from tna.models.surveys import Participation, Response, Round


@pytest.fixture(scope="module")
def agency(site: Site) -> Agency:
    """An agency of the module."""
    with site.session() as session:
        return factories.add_agency(session)


@pytest.fixture(scope="module")
def open_round(site: Site, agency: Agency) -> Round:
    """An open round."""
    with site.session() as session:
        return factories.add_open_round(session, title="Autumn round")


@pytest.fixture
def person(site: Site, agency: Agency, open_round: Round) -> Person:
    """Somebody who has not answered yet."""
    with site.session() as session:
        return factories.add_person(session, agency)


def test_an_impossible_answer_keeps_what_was_typed_and_moves_focus_to_the_summary(
    person: Person, welcome: Welcome
) -> None:
    visitor = welcome()
    sign_in(visitor, person)
    starts(visitor)
    answers_part(visitor, 4)
    is_saved(visitor)
    # What a browser's tools, or a fault of ours, could make of a choice.
    level(statements(visitor)[0], 4).evaluate("radio => { radio.value = '9' }")
    with visitor.expecting(422):
        saves(visitor)
        summary = visitor.page.get_by_role("alert")
        expect(summary).to_contain_text("There is a problem")
        visitor.sees(part_title(1))
    expect(visitor.page).to_have_title(re.compile("^Error: Part 1 of 7"))
    expect(visitor.page.locator(".govuk-error-summary")).to_be_focused()
    for one in statements(visitor)[1:]:
        expect(level(one, 4)).to_be_checked()
    summary.get_by_role("link").first.click()
    expect(statements(visitor)[0].get_by_role("radio").first).to_be_focused()
    level(statements(visitor)[0], 3).check()
    saves(visitor)
    visitor.sees(part_title(2))


def test_a_wrong_password_is_told_with_the_address_kept(person: Person, welcome: Welcome) -> None:
    visitor = welcome()
    tries_to_sign_in(visitor, person, "not this one at all")
    expect(visitor.page.get_by_role("alert")).to_contain_text("do not match")
    visitor.sees("Sign in")
    expect(visitor.page.get_by_label("E-mail address", exact=True)).to_have_value(person.email)
    expect(visitor.page.get_by_label("Password", exact=True)).to_have_value("")


def test_nothing_at_all_cannot_be_sent(person: Person, welcome: Welcome) -> None:
    visitor = welcome()
    sign_in(visitor, person)
    starts(visitor)
    visitor.opens(visitor.path.replace("/parts/1", "/check"))
    visitor.sees(CHECK)
    with visitor.expecting(422):
        visitor.presses("Submit my answers")
        expect(visitor.page.get_by_role("alert")).to_contain_text("Answer at least one statement before you send")
        visitor.sees(CHECK)


def test_a_double_click_sends_once(site: Site, open_round: Round, person: Person, welcome: Welcome) -> None:
    visitor = welcome(checks=())
    sign_in(visitor, person)
    starts(visitor)
    answers_from(visitor, 1, 4)
    visitor.page.get_by_role("button", name="Submit my answers").dblclick()
    visitor.sees(PROFILE)
    assert times_sent(site, open_round, person) == (1, 1)


def times_sent(site: Site, round_: Round, person: Person) -> tuple[int, int]:
    """How many responses and how many participations there are of one person."""
    key = respondent_key(site.secret, person.id)
    with site.session() as session:
        responses = select(func.count()).where(Response.round_id == round_.id, Response.respondent_key == key)
        taken_part = select(func.count()).where(
            Participation.round_id == round_.id, Participation.person_id == person.id
        )
        return session.scalars(responses).one(), session.scalars(taken_part).one()


def test_a_second_tab_is_told_that_the_answers_were_sent(
    site: Site, open_round: Round, person: Person, welcome: Welcome
) -> None:
    first = welcome(checks=())
    sign_in(first, person)
    starts(first)
    second = first.opens_another_tab()
    second.opens(first.path)
    second.sees(part_title(1))
    first.comes_back()
    answers_from(first, 1, 4)
    first.presses("Submit my answers")
    first.sees(PROFILE)

    second.comes_back()
    with second.expecting(409, fetched=True):
        answers_part(second, 1)
        is_told(second, "This part takes no answers any more.")
    saves(second)
    second.sees(SENT)
    second.reads("what you put just now was not saved")
    assert times_sent(site, open_round, person) == (1, 1)


def test_a_round_that_closes_meanwhile_says_so(
    site: Site, agency: Agency, open_round: Round, person: Person, welcome: Welcome
) -> None:
    visitor = welcome()
    sign_in(visitor, person)
    starts(visitor)
    answers_part(visitor, 4)
    is_saved(visitor)
    with site.session() as session:
        factories.close(session, session.get_one(Round, open_round.id))
    with visitor.expecting(409):
        saves(visitor)
        visitor.sees("This survey has closed")
    visitor.reads("Autumn round")
    visitor.follows("Go to the first page")
    visitor.sees("Nothing to do today")
