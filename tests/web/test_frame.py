"""The menu: at most five sections beside home by what somebody may do, and the pages of the section one is in."""

from typing import Any

import pytest
from sqlalchemy.orm import Session

from tests import factories
from tests.web.browsing import Page, classes, sign_in, text_of, visit
from tna.domain.people import Duty


def sections(page: Page) -> list[str]:
    return [text_of(link) for link in page.root.iter("a") if "govuk-service-navigation__link" in classes(link)]


def pages(page: Page) -> list[str]:
    return [text_of(link) for link in page.root.iter("a") if "tna-section__link" in classes(link)]


def current(page: Page) -> list[str]:
    return [text_of(link) for link in page.root.iter("a") if link.get("aria-current") == "page"]


@pytest.mark.parametrize(
    ("duties", "entries"),
    [
        ([], ["Home", "My learning", "Courses"]),
        ([Duty.TRAINER], ["Home", "My learning", "Courses"]),
        ([Duty.SUBGROUP], ["Home", "My learning", "Courses", "Findings"]),
        ([Duty.ADMINISTRATOR], ["Home", "My learning", "Courses", "Run"]),
        (
            [Duty.MANAGER, Duty.ADMINISTRATOR, Duty.SUBGROUP],
            ["Home", "My learning", "Courses", "Plans", "Findings", "Run"],
        ),
    ],
)
def test_the_menu_holds_what_a_duty_comes_for(
    client: Any, session: Session, duties: list[Duty], entries: list[str]
) -> None:
    sign_in(client, session, factories.add_person(session, duties=duties))
    assert sections(visit(client, "/courses")) == entries


def test_a_training_lead_plans_and_reads_findings(client: Any, session: Session) -> None:
    agency = factories.add_agency(session)
    sign_in(client, session, factories.add_person(session, agency, leads=[agency]))
    page = visit(client, "/reports/coverage")
    assert sections(page) == ["Home", "My learning", "Courses", "Plans", "Findings", "Run"]
    assert pages(page) == ["Needs", "Did it work?", "Who has answered"]


def test_each_page_stands_in_its_section(client: Any, session: Session) -> None:
    factories.add_catalogue(session)
    sign_in(client, session, factories.add_person(session, duties=[Duty.MANAGER]))
    for path, section, page in (
        ("/courses", "Courses", "Catalogue"),
        ("/courses/CSA-03/change", "Courses", "Catalogue"),
        ("/courses/dates", "Courses", "Dates"),
        ("/courses/resources", "Courses", "Learning resources"),
        ("/evaluations", "Findings", "Did it work?"),
        ("/reports/reach", "Findings", "Who has been trained"),
        ("/reports/abe-cover", "Findings", "ABE cover"),
        ("/surveys/rounds", "Run", "Rounds"),
        ("/people/agencies", "Run", "Agencies"),
        ("/agencies/posters", "Run", "Reaching people"),
        ("/mail/headers", "Run", "Mail"),
        ("/mail/bounces", "Run", "Mail"),
    ):
        assert current(visit(client, path)) == [section, page], path


def test_what_is_run_stands_in_one_order_and_a_lead_finds_refused_addresses_by_reaching_people(
    client: Any, session: Session
) -> None:
    agency = factories.add_agency(session)
    sign_in(client, session, factories.add_person(session, agency, duties=[Duty.MANAGER]))
    wanted = ["Rounds", "Surveys", "Reaching people", "People", "Agencies", "Mail"]
    assert pages(visit(client, "/surveys/rounds")) == wanted
    sign_in(client, session, factories.add_person(session, agency, leads=[agency]))
    page = visit(client, "/mail/bounces")
    assert pages(page) == []
    assert current(page) == ["Run"]
    reach = visit(client, "/surveys/reach")
    assert reach.links["Posters"].endswith("/posters")
    assert reach.links["Refused addresses"] == "/mail/bounces"


def test_a_section_with_one_page_has_no_second_line(client: Any, session: Session) -> None:
    sign_in(client, session, factories.add_person(session))
    page = visit(client, "/learning")
    assert pages(page) == []
    assert current(page) == ["My learning"]
