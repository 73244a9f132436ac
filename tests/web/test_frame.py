"""The menu: at most five entries beside home, by what somebody may do."""

from typing import Any

import pytest
from sqlalchemy.orm import Session

from tests import factories
from tests.web.browsing import Page, classes, sign_in, text_of, visit
from tna.domain.people import Duty


def menu(page: Page) -> list[str]:
    return [text_of(link) for link in page.root.iter("a") if "govuk-service-navigation__link" in classes(link)]


@pytest.mark.parametrize(
    ("duties", "entries"),
    [
        ([], []),
        ([Duty.TRAINER], []),
        ([Duty.SUBGROUP], ["Home", "Needs", "Coverage", "Courses"]),
        ([Duty.ADMINISTRATOR], ["Home", "Courses", "People"]),
        ([Duty.MANAGER, Duty.ADMINISTRATOR], ["Home", "Needs", "Coverage", "Courses", "Rounds", "People"]),
    ],
)
def test_the_menu_holds_what_a_duty_comes_for(
    client: Any, session: Session, duties: list[Duty], entries: list[str]
) -> None:
    sign_in(client, session, factories.add_person(session, duties=duties))
    assert menu(visit(client, "/courses")) == entries


def test_a_training_lead_has_courses_in_the_menu(client: Any, session: Session) -> None:
    agency = factories.add_agency(session)
    sign_in(client, session, factories.add_person(session, agency, leads=[agency]))
    assert menu(visit(client, "/courses/resources")) == ["Home", "Needs", "Coverage", "Courses"]


def test_pages_below_courses_stand_under_courses(client: Any, session: Session) -> None:
    factories.add_catalogue(session)
    sign_in(client, session, factories.add_person(session, duties=[Duty.MANAGER]))
    for path in ("/courses", "/courses/CSA-03", "/courses/CSA-03/change", "/courses/resources"):
        page = visit(client, path)
        current = [text_of(link) for link in page.root.iter("a") if link.get("aria-current") == "page"]
        assert current == ["Courses"], path
