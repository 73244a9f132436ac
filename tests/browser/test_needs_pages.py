"""A subgroup member reads needs: the overview, down to one statement, narrowed, taken away, and by keyboard alone."""

import pytest
from playwright.sync_api import expect

from tests import factories
from tests.browser import planted
from tests.browser.checks import accessible, fits_sideways
from tests.browser.conftest import Welcome
from tests.browser.keyboards import enters, tabs_to
from tests.browser.report_pages import OVERVIEW, STATEMENTS, rows_of, sees_pictures
from tests.browser.sites import Site
from tests.browser.survey_pages import sign_in
from tests.browser.test_readers import NARROW
from tna.domain.people import Duty
from tna.models.people import Person

DOMAIN = "Talking with children"
HEALTH = planted.ROLE_GROUPS["D"]


@pytest.fixture(scope="module")
def member(site: Site) -> Person:
    """A subgroup member of the planted partnership, with two rounds released and drawn, and a catalogue."""
    with site.session() as session:
        made = planted.add_agencies(session)
        factories.add_catalogue(session)
        for title, opens_on in (
            ("Spring round", factories.TODAY.replace(year=2020)),
            ("Autumn round", factories.TODAY),
        ):
            round_ = factories.add_open_round(session, title=title, opens_on=opens_on)
            planted.all_answer(session, round_, made, site.secret)
            factories.close(session, round_)
        person = factories.add_person(session, made[planted.HEALTH.agency], duties=[Duty.SUBGROUP])
    site.works_off()
    return person


def test_the_overview_leads_down_to_a_statement_and_what_would_help(member: Person, welcome: Welcome) -> None:
    visitor = welcome(checks=(accessible, fits_sideways))
    sign_in(visitor, member)
    visitor.opens("/needs")
    visitor.sees(OVERVIEW)
    visitor.reads("The largest needs")
    sees_pictures(visitor)
    visitor.page.get_by_role("navigation", name="One domain").get_by_role("link", name=DOMAIN).click()
    visitor.sees(DOMAIN)
    sees_pictures(visitor)
    visitor.page.get_by_role("navigation", name="One statement").get_by_role("link").first.click()
    visitor.reads("Courses that address this")
    sees_pictures(visitor)
    folded = visitor.page.get_by_role("main").locator("summary", has_text="How was this worked out?")
    folded.first.click()
    rows = visitor.page.get_by_role("main").locator("details.tna-worked").first.locator("summary")
    if rows.count() > 1:
        rows.last.click()
    visitor.reads("who gave a level:")


def test_statements_are_narrowed_and_taken_away(member: Person, welcome: Welcome) -> None:
    visitor = welcome(checks=(accessible, fits_sideways))
    sign_in(visitor, member)
    visitor.opens("/needs/statements")
    visitor.page.get_by_label("Role group").select_option(label=HEALTH)
    visitor.page.get_by_label("Domain").select_option(label=DOMAIN)
    visitor.page.get_by_label("Sector").select_option(label="Health")
    visitor.presses("Show")
    visitor.sees(STATEMENTS)
    table = rows_of(visitor, visitor.page.get_by_role("figure").get_by_role("heading").inner_text())
    assert len(table) == 4
    with visitor.page.expect_download() as download:
        visitor.page.get_by_role("link", name="Download the numbers (CSV)").click()
    assert len(download.value.path().read_text("utf-8-sig").splitlines()) == 1 + 4
    visitor.page.get_by_label("Agency").select_option(label=planted.POLICE.agency)
    visitor.presses("Show")
    visitor.reads("No group fits this.")
    visitor.follows("Show everyone")
    visitor.sees("Statement by statement: all role groups together")
    sees_pictures(visitor)


def test_all_of_it_works_by_keyboard(member: Person, welcome: Welcome) -> None:
    visitor = welcome(checks=(accessible,))
    sign_in(visitor, member)
    visitor.opens("/needs")
    main = visitor.page.get_by_role("main")
    enters(visitor, main.get_by_role("link", name="Who, and what would help").first)
    visitor.reads("Courses that address this")
    enters(visitor, main.locator("summary", has_text="How was this worked out?").first)
    visitor.reads("who gave a level:")
    visitor.opens("/needs/statements")
    tabs_to(visitor, visitor.page.get_by_label("Role group"))
    visitor.page.keyboard.type(HEALTH[:4])
    expect(visitor.page.get_by_label("Role group").locator("option:checked")).to_have_text(HEALTH)
    enters(visitor, visitor.page.get_by_role("button", name="Show"))
    visitor.sees(STATEMENTS)
    assert "role_group=D" in visitor.page.url


@pytest.mark.parametrize(
    "path", ["domains/D2", "statements/s05", "questions", "statements?sector=health&role_group=D", "compare"]
)
def test_needs_in_detail_fit_a_small_phone(member: Person, welcome: Welcome, path: str) -> None:
    visitor = welcome(screen=NARROW, checks=(fits_sideways, accessible))
    sign_in(visitor, member)
    visitor.opens(f"/needs/{path}")
    expect(visitor.page.get_by_role("heading", level=1)).to_be_visible()
