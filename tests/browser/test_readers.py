"""Those who read released figures: a training lead, the subgroup on a phone and on paper, and those who run things."""

import re

import pytest
from playwright.sync_api import ViewportSize

from tests import factories
from tests.browser import planted
from tests.browser.checks import accessible, fits_sideways
from tests.browser.conftest import Welcome
from tests.browser.report_pages import BY_ROLE_GROUP, COVERAGE, OVERVIEW, PATHS, rows_of, sees_pictures
from tests.browser.sites import Site
from tests.browser.survey_pages import sign_in
from tna.domain.people import Duty
from tna.models.people import Agency, Person
from tna.services import people

NARROW = ViewportSize(width=320, height=640)


@pytest.fixture(scope="module")
def agencies(site: Site) -> dict[str, Agency]:
    """The planted partnership, by name of the agency, with one round released and drawn and another one open."""
    with site.session() as session:
        made = planted.add_agencies(session)
        round_ = factories.add_open_round(session, title="Autumn round")
        planted.all_answer(session, round_, made, site.secret)
        factories.close(session, round_)
    site.works_off()
    with site.session() as session:
        factories.add_open_round(session, title="Winter round")
    return made


@pytest.fixture(scope="module")
def lead(site: Site, agencies: dict[str, Agency]) -> Person:
    """The training lead of the health agency."""
    with site.session() as session:
        home = agencies[planted.HEALTH.agency]
        return factories.add_person(session, home, leads=[home])


@pytest.fixture(scope="module")
def member(site: Site, agencies: dict[str, Agency]) -> Person:
    """A subgroup member."""
    with site.session() as session:
        return factories.add_person(session, agencies[planted.HEALTH.agency], duties=[Duty.SUBGROUP])


def test_a_training_lead_reads_the_own_agency_and_no_other(
    agencies: dict[str, Agency], lead: Person, welcome: Welcome
) -> None:
    visitor = welcome()
    sign_in(visitor, lead)
    visitor.goes_to("Findings", "Who has answered")
    visitor.sees(COVERAGE)
    visitor.reads("60")
    visitor.misses(planted.POLICE.agency)
    visitor.goes_to("Findings", "Needs")
    visitor.sees(planted.HEALTH.agency)
    visitor.misses(planted.POLICE.agency)
    sees_pictures(visitor)
    assert {row[0] for row in rows_of(visitor, BY_ROLE_GROUP)} >= {planted.ROLE_GROUPS["D"]}
    with visitor.expecting(404):
        for path in (f"/needs/agencies/{agencies[planted.POLICE.agency].id}", "/needs", "/people", "/surveys/rounds"):
            visitor.opens(path)
            visitor.sees("We cannot find that page, or it is not yours to see")


def test_an_agency_with_too_few_answers_says_so_without_a_number(
    site: Site, agencies: dict[str, Agency], welcome: Welcome
) -> None:
    with site.session() as session:
        home = agencies[planted.SCHOOL.agency]
        lead = factories.add_person(session, home, leads=[home])
    visitor = welcome()
    sign_in(visitor, lead)
    visitor.goes_to("Findings", "Needs")
    visitor.sees(planted.SCHOOL.agency)
    visitor.misses("%")
    visitor.reads(re.compile("ewer than ten"))


@pytest.mark.parametrize("heading", PATHS)
def test_released_figures_fit_a_small_phone(member: Person, welcome: Welcome, heading: str) -> None:
    visitor = welcome(screen=NARROW, checks=(fits_sideways, accessible))
    sign_in(visitor, member)
    visitor.opens(PATHS[heading])
    visitor.sees(heading)


@pytest.mark.parametrize("duty", [Duty.MANAGER, Duty.ADMINISTRATOR])
def test_pages_of_those_who_run_things_fit_a_small_phone(
    site: Site, agencies: dict[str, Agency], welcome: Welcome, duty: Duty
) -> None:
    home = agencies[planted.HEALTH.agency]
    with site.session() as session:
        keeper = factories.add_person(session, home, duties=[duty])
        session.flush()
        person, job = keeper.id, people.current_memberships(keeper)[0].id
    visitor = welcome(screen=NARROW, checks=(fits_sideways,))
    sign_in(visitor, keeper)
    for path, heading in _PAGES[duty].items():
        visitor.opens(path.format(person=person, job=job, agency=home.id))
        visitor.sees(heading.format(name=keeper.name, agency=home.name))


_PAGES = {
    Duty.MANAGER: {
        "/surveys/rounds": "Survey rounds",
        "/surveys/rounds/new": "Plan a round",
        "/surveys/rounds/1": "Autumn round",
        "/surveys/rounds/2?rate=25": "Winter round",
        "/surveys/rounds/2/close": "Close Winter round?",
        "/people": "People",
        "/people/new": "Add a person",
        "/people/{person}": "{name}",
        "/people/{person}/change": "",
        "/people/{person}/jobs/new": "",
        "/people/{person}/jobs/{job}/role-group": "",
        "/people/{person}/jobs/{job}/end": "",
        "/people/{person}/leave": "",
        "/people/agencies": "Agencies",
        "/people/agencies/new": "Add an agency",
        "/people/agencies/{agency}": "{agency}",
        "/people/agencies/{agency}/change": "Change {agency}",
    },
    Duty.ADMINISTRATOR: {
        "/people": "People",
        "/people/{person}": "{name}",
        "/people/{person}/duties": "Duties of {name}",
        "/account": "Your account",
        "/privacy": "",
    },
}


def test_the_overview_prints_on_one_page(member: Person, welcome: Welcome) -> None:
    visitor = welcome()
    sign_in(visitor, member)
    visitor.opens("/needs")
    visitor.sees(OVERVIEW)
    sees_pictures(visitor)
    printed = visitor.page.pdf(format="A4")
    assert len(re.findall(rb"/Type\s*/Page\b", printed)) == 1
