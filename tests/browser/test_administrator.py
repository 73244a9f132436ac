"""An administrator lets somebody new in; a manager keeps agencies and people."""

from playwright.sync_api import expect

from tests import factories
from tests.browser.conftest import Welcome
from tests.browser.report_pages import OVERVIEW
from tests.browser.sites import Site
from tests.browser.survey_pages import sign_in, sign_out
from tna.domain.people import Duty

CHOSEN = "lantern harbour meadow"


def test_a_set_up_link_lets_a_newcomer_in_once(site: Site, welcome: Welcome) -> None:
    with site.session() as session:
        agency = factories.add_agency(session)
        administrator = factories.add_person(session, agency, duties=[Duty.ADMINISTRATOR])
        newcomer = factories.add_person(session, agency, name="Newcomer of Today", password=None)
    office = welcome()
    sign_in(office, administrator)
    office.sees("Nothing to do today")
    office.goes_to("Run")
    office.sees("People")
    office.fills("Name or e-mail address", "newcomer")
    office.presses("Search")
    office.sees("People")
    office.reads("1 person found")
    office.follows(newcomer.name)
    office.sees(newcomer.name)
    office.presses("Make a set-up link")
    office.sees("Set-up link for Newcomer of Today")
    link = office.page.get_by_role("main").get_by_text(site.address).inner_text()

    at_home = welcome()
    at_home.opens(link)
    at_home.sees("Set your password")
    at_home.reads(newcomer.email)
    at_home.fills("Choose a password", "short")
    at_home.presses("Save and sign in")
    at_home.sees("Set your password")
    expect(at_home.page.get_by_role("alert")).to_contain_text("There is a problem")
    at_home.fills("Choose a password", CHOSEN)
    at_home.presses("Save and sign in")
    at_home.sees("Nothing to do today")
    sign_out(at_home)
    with at_home.expecting(404):
        at_home.opens(link)
        at_home.sees("This link cannot be used any more")
    sign_in(at_home, newcomer, CHOSEN)
    at_home.sees("Nothing to do today")


def test_a_new_duty_shows_at_once(site: Site, welcome: Welcome) -> None:
    with site.session() as session:
        agency = factories.add_agency(session)
        administrator = factories.add_person(session, agency, duties=[Duty.ADMINISTRATOR])
        member = factories.add_person(session, agency)
    office, reader = welcome(), welcome()
    sign_in(reader, member)
    reader.sees("Nothing to do today")
    expect(reader.page.get_by_role("link", name="Findings", exact=True)).to_have_count(0)

    sign_in(office, administrator)
    office.opens(f"/people/{member.id}/duties")
    office.sees(f"Duties of {member.name}")
    office.page.get_by_role("checkbox", name="Subgroup member").check()
    office.presses("Save duties")
    office.sees(member.name)
    office.reads("Subgroup member")

    reader.opens("/")
    reader.goes_to("Findings")
    reader.sees(OVERVIEW)


def test_a_manager_adds_an_agency_its_headcounts_and_a_person(site: Site, welcome: Welcome) -> None:
    with site.session() as session:
        manager = factories.add_person(session, duties=[Duty.MANAGER])
    visitor = welcome()
    sign_in(visitor, manager)
    visitor.sees("This week")
    visitor.opens("/people/agencies")
    visitor.sees("Agencies")
    visitor.presses("Add an agency")
    visitor.sees("Add an agency")
    visitor.fills("Name", "Riverside Young People’s Service")
    visitor.page.get_by_label("Sector").select_option("Early help, family hubs and youth work")
    visitor.presses("Save")
    visitor.sees("Riverside Young People’s Service")
    visitor.page.get_by_role("textbox", name="Early help").fill("40")
    visitor.presses("Save headcounts")
    visitor.sees("Riverside Young People’s Service")
    visitor.opens("/people/new")
    visitor.sees("Add a person")
    visitor.presses("Add the person")
    visitor.sees("Add a person")
    expect(visitor.page.get_by_role("alert")).to_contain_text("Enter the person’s full name")
    visitor.fills("Full name", "Person of Riverside")
    visitor.fills("E-mail address", "person@riverside.example.org")
    visitor.page.get_by_label("Agency").select_option("Riverside Young People’s Service")
    visitor.page.get_by_label("Job").select_option("youth-worker")
    visitor.presses("Add the person")
    visitor.sees("Person of Riverside")
