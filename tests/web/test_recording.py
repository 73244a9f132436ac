"""A lead records in a browser that somebody completed a course, and takes it back."""

from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests import factories
from tests.factories import NOW, TODAY
from tests.web.browsing import sign_in, submit, visit
from tna.models.courses import CompletedCourse, Evidence
from tna.models.people import Agency, Person
from tna.services import completions

DAY = {"completed_on-day": str(TODAY.day), "completed_on-month": str(TODAY.month), "completed_on-year": str(TODAY.year)}


@pytest.fixture
def lead(session: Session, agency: Agency) -> Person:
    factories.add_catalogue(session)
    return factories.add_person(session, agency, leads=[agency])


@pytest.fixture
def browser(client: Any, session: Session, lead: Person) -> Any:
    sign_in(client, session, lead)
    return client


def at(agency: Agency, person: Person) -> str:
    return f"/plans/agencies/{agency.id}/people/{person.id}"


def kept(session: Session) -> list[tuple[Any, ...]]:
    columns = (CompletedCourse.person_id, CompletedCourse.course_id, CompletedCourse.completed_on)
    wanted = select(*columns, CompletedCourse.evidence, CompletedCourse.recorded_by).order_by(CompletedCourse.id)
    return [tuple(row) for row in session.execute(wanted)]


def test_a_completion_is_recorded_and_taken_back(browser: Any, session: Session, agency: Agency, lead: Person) -> None:
    ann = factories.add_person(session, agency, name="Ann")
    form = visit(browser, visit(browser, at(agency, ann)).links["Record a course they have completed"])
    page = submit(browser, form, {"course": "CSA-04", **DAY})
    assert page.path == at(agency, ann)
    assert "It is recorded that Ann completed CSA-04." in page.text
    assert kept(session) == [(ann.id, "CSA-04", TODAY, Evidence.RECORDED, lead.id)]
    page = submit(browser, page, form="Take it back CSA-04")
    assert "It is taken back that Ann completed CSA-04." in page.text
    assert kept(session) == []


def test_what_is_missing_is_said_at_once_and_what_is_wrong_at_its_field(
    browser: Any, session: Session, agency: Agency
) -> None:
    ann = factories.add_person(session, agency)
    form = visit(browser, f"{at(agency, ann)}/completions/new")
    page = submit(browser, form, {})
    assert page.title.startswith("Error: ")
    assert page.errors == {
        "Select a course from the list": "#course",
        "Enter the day they completed it": "#completed_on",
    }
    later = submit(browser, form, {"course": "CSA-04", **DAY, "completed_on-year": "2099"})
    assert "The day must be today or in the past." in later.errors
    submit(browser, form, {"course": "CSA-04", **DAY})
    again = submit(browser, form, {"course": "CSA-04", **DAY})
    assert "This is recorded already, for the same day." in again.errors
    assert len(kept(session)) == 1


def test_what_people_said_and_what_registers_say_is_not_there_to_take_back(
    browser: Any, session: Session, agency: Agency
) -> None:
    ann, bob = factories.add_person(session, agency), factories.add_person(session, agency)
    said = completions.record_completion(
        session, person_id=ann.id, course_id="CSA-02", completed_on=TODAY, now=NOW, today=TODAY
    )
    registered = factories.complete(session, ann, "CSA-04")
    of_bob = factories.add_completion(session, bob, "CSA-04")
    page = visit(browser, at(agency, ann))
    assert page.buttons == ["Assign a course"]
    for number in (said.id, registered.id, of_bob.id, 999_999_999_999):
        address = f"{at(agency, ann)}/completions/{number}/take-back"
        assert browser.post(address, data={"csrf_token": page.token}).status_code == 404
    assert len(kept(session)) == 3


def test_nothing_is_recorded_of_people_of_elsewhere(browser: Any, session: Session, agency: Agency) -> None:
    other = factories.add_person(session)
    recorded = factories.add_completion(session, other, "CSA-04")
    token = visit(browser, f"/plans/agencies/{agency.id}").token
    for page in ("new", f"{recorded.id}/take-back"):
        address = f"{at(agency, other)}/completions/{page}"
        assert browser.post(address, data={"csrf_token": token, "course": "CSA-13", **DAY}).status_code == 404
    assert len(kept(session)) == 1
