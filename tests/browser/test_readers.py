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
from tests.domain import shifts
from tna.domain.people import Duty
from tna.models.people import Agency, Person
from tna.services import owed, people, pictures

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
def course_pages(site: Site, agencies: dict[str, Agency]) -> dict[str, int]:
    """Something to show on the pages of courses: a joint date, a course assigned, and what changed after it."""
    home = agencies[planted.HEALTH.agency]
    with site.session() as session:
        factories.add_catalogue(session)
        date = factories.add_date(session, "CSA-14")
        for agency in agencies.values():
            factories.add_booking(session, date, factories.add_person(session, agency, role_group="F", password=None))
        batch = factories.assign(session, home, "CSA-04", [factories.add_person(session, home, password=None)])
        factories.add_block(
            session, "CSA-04", shifts.counts({"D2": shifts.RISE}, looking_back={"s05": (0, 40, 10, 0, 0)})
        )
        owed.promise(session, kind=pictures.DRAW_SHIFT, key="CSA-04", due_at=factories.NOW)
    site.works_off()
    return {"date": date.id, "batch": batch.id}


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


def test_a_what_if_fits_a_small_phone_and_works_by_its_form(member: Person, welcome: Welcome) -> None:
    visitor = welcome(screen=NARROW, checks=(fits_sideways, accessible))
    sign_in(visitor, member)
    visitor.opens("/needs/what-if")
    visitor.sees("What if other levels were needed?")
    visitor.reads("No level is changed yet, so everything is as it was released.")
    visitor.page.get_by_label("One level for everything").select_option("5")
    visitor.presses("Show what would change")
    visitor.reads("What if these levels were needed?")
    visitor.sees("What if other levels were needed?")


@pytest.mark.usefixtures("course_pages")
def test_what_courses_do_fits_a_small_phone(member: Person, welcome: Welcome) -> None:
    visitor = welcome(screen=NARROW, checks=(fits_sideways, accessible))
    sign_in(visitor, member)
    for path, heading in {
        "/evaluations": "Did it work?",
        "/evaluations/CSA-04": "Did it work? CSA-04",
        "/evaluations/CSA-05": "Did it work? CSA-05",
        "/reports/reach": "Who has been trained",
        "/reports/abe-cover": "ABE cover",
    }.items():
        visitor.opens(path)
        visitor.sees(heading)
        if path.startswith("/evaluations") and heading != "Did it work? CSA-05":
            sees_pictures(visitor)


@pytest.mark.parametrize("duty", [Duty.MANAGER, Duty.ADMINISTRATOR])
def test_pages_of_those_who_run_things_fit_a_small_phone(
    site: Site, agencies: dict[str, Agency], course_pages: dict[str, int], welcome: Welcome, duty: Duty
) -> None:
    home = agencies[planted.HEALTH.agency]
    with site.session() as session:
        keeper = factories.add_person(session, home, duties=[duty])
        session.flush()
        person, job = keeper.id, people.current_memberships(keeper)[0].id
    visitor = welcome(screen=NARROW, checks=(fits_sideways, accessible))
    sign_in(visitor, keeper)
    for path, heading in _PAGES[duty].items():
        visitor.opens(path.format(person=person, job=job, agency=home.id, **course_pages))
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
        "/courses": "Courses",
        "/courses/new": "Add a course",
        "/courses/CSA-14": "ABE joint interviewing",
        "/courses/CSA-14/change": "",
        "/courses/CSA-14/retire": "",
        "/courses/resources": "Things to read and watch",
        "/courses/dates": "Course dates",
        "/courses/dates/new": "Offer a date",
        "/courses/dates/new?course=CSA-14": "Offer a date",
        "/courses/dates/{date}": "ABE joint interviewing",
        "/courses/dates/{date}/change": "Change a date",
        "/courses/dates/{date}/call-off": "Call off",
        "/courses/dates/{date}/people?q=person": "Book somebody",
        "/courses/dates/{date}/register": "Register",
        "/plans": "Plans: choose an agency",
        "/plans/agencies/{agency}": "{agency}",
        "/plans/agencies/{agency}?course=CSA-04": "{agency}",
        "/plans/agencies/{agency}/people/{person}": "{name}",
        "/plans/agencies/{agency}/assign?course=CSA-04&role_group=D": "Assign a course",
        "/plans/agencies/{agency}/batches": "What has been assigned",
        "/plans/agencies/{agency}/batches/{batch}": "CSA-04 assigned to 1 person",
    },
    Duty.ADMINISTRATOR: {
        "/people": "People",
        "/people/{person}": "{name}",
        "/people/{person}/duties": "Duties of {name}",
        "/account": "Your account",
        "/privacy": "",
    },
}


def test_the_overview_prints_on_two_pages_at_most(member: Person, welcome: Welcome) -> None:
    visitor = welcome()
    sign_in(visitor, member)
    visitor.opens("/needs")
    visitor.sees(OVERVIEW)
    sees_pictures(visitor)
    printed = visitor.page.pdf(format="A4")
    assert len(re.findall(rb"/Type\s*/Page\b", printed)) <= 2
