"""The whole way through a survey with JavaScript switched off."""

from playwright.sync_api import expect

from tests import factories
from tests.browser.conftest import Welcome
from tests.browser.sites import Site
from tests.browser.survey_pages import answers_from, answers_part, part_title, saves, sends, sign_in, sign_out, starts


def test_a_survey_is_answered_and_sent_without_scripts(site: Site, welcome: Welcome) -> None:
    with site.session() as session:
        person = factories.add_person(session)
        factories.add_open_round(session)
    visitor = welcome(scripts=False, checks=())
    sign_in(visitor, person)
    starts(visitor)
    exit_link = visitor.page.get_by_role("button", name="Exit this page")
    expect(exit_link).to_have_attribute("href", "https://www.bbc.co.uk/weather")
    answers_part(visitor, 2)
    visitor.presses("Save and come back later")
    visitor.sees("You have done 1 of 7 parts")
    visitor.presses("Carry on")
    visitor.sees(part_title(2))
    saves(visitor)
    answers_from(visitor, 3, 4)
    sends(visitor)
    visitor.reads("Only you can see this page.")
    sign_out(visitor)
