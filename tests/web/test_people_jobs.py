"""Taking up, changing and ending jobs in a browser, leaving and coming back."""

from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests import factories
from tests.web.browsing import sign_in, submit, visit
from tests.web.keeping import at, error_of
from tna.domain.people import Duty
from tna.models.audit import AuditEvent
from tna.models.people import Agency, Person
from tna.services import people


def test_a_second_job_is_added_and_the_first_goes_on_answering(browser: Any, session: Session, agency: Agency) -> None:
    other = factories.add_agency(session, name="Riverside Council")
    person = factories.add_person(session, agency)
    page = submit(browser, visit(browser, at(person, "/jobs/new")), {"agency": other.id, "job": "youth-worker"})
    assert page.text.count("Answers as this") == 1
    session.expire_all()
    answering = factories.answering_as(person)
    assert answering is not None
    assert answering.agency_id == agency.id


@pytest.mark.parametrize(
    ("changes", "field", "error"),
    [
        ({}, "agency", "This person already has this job in this agency."),
        ({"agency": "nowhere"}, "agency", "Select an agency from the list."),
        ({"job": "astronaut"}, "job", "Select a job from the list."),
        ({"role_group": "Z"}, "role_group", "Select a role group from the list."),
    ],
)
def test_a_job_that_cannot_be_is_named(
    browser: Any, session: Session, agency: Agency, changes: dict[str, str], field: str, error: str
) -> None:
    person = factories.add_person(session, agency, job="health-visitor")
    values = {"agency": agency.id, "job": "health-visitor"} | changes
    page = submit(browser, visit(browser, at(person, "/jobs/new")), values)
    assert error_of(page, field) == error
    session.expire_all()
    assert len(person.memberships) == 1


def test_a_role_group_is_changed(browser: Any, session: Session, agency: Agency) -> None:
    person = factories.add_person(session, agency)
    page = visit(browser, at(person))
    page = visit(browser, page.links["Change role group as Health visitor, Harbour Trust"])
    assert page.fields()["role_group"] == "D"
    page = submit(browser, page, {"role_group": "C"})
    assert "Role group Designated leads" in page.text


def test_an_unknown_role_group_is_refused(browser: Any, session: Session, agency: Agency) -> None:
    person = factories.add_person(session, agency)
    page = visit(browser, at(person, f"/jobs/{person.memberships[0].id}/role-group"))
    page = submit(browser, page, {"role_group": "Z"})
    assert error_of(page, "role_group") == "Select a role group from the list."


def test_ending_a_job_asks_first_then_signs_the_person_out(
    browser: Any, browsers: Any, session: Session, agency: Agency
) -> None:
    person = factories.add_person(session, agency)
    theirs = browsers()
    sign_in(theirs, session, person)
    page = visit(browser, at(person, f"/jobs/{person.memberships[0].id}/end"))
    assert "signs them out everywhere" in page.text
    session.expire_all()
    assert person.memberships[0].ended_on is None
    page = submit(browser, page, form="End the job")
    assert "works for no agency now" in page.text
    assert "Health visitor, Harbour Trust, until" in page.text
    assert visit(theirs, "/").path == "/sign-in"


def test_a_job_that_has_ended_or_is_somebody_elses_is_not_found(
    browser: Any, session: Session, agency: Agency, manager: Person
) -> None:
    person = factories.add_person(session, agency)
    theirs = person.memberships[0].id
    for page in ("role-group", "end"):
        visit(browser, at(manager, f"/jobs/{theirs}/{page}"), status=404)
    submit(browser, visit(browser, at(person, f"/jobs/{theirs}/end")), form="End the job")
    for page in ("role-group", "end"):
        visit(browser, at(person, f"/jobs/{theirs}/{page}"), status=404)


# Leaving --------------------------------------------------------------------------------------------------


def test_leaving_asks_first_then_ends_everything_at_once(
    browser: Any, browsers: Any, session: Session, agency: Agency
) -> None:
    person = factories.add_person(session, agency, name="Robin", leads=[agency], duties=[Duty.SUBGROUP])
    theirs = browsers()
    sign_in(theirs, session, person)
    page = visit(browser, at(person, "/leave"))
    assert page.heading == "Has Robin left?"
    session.expire_all()
    assert person.left_on is None
    page = submit(browser, page, form="They have left")
    assert "left on" in page.text
    assert "They are back: add a job" in page.links
    session.expire_all()
    assert (person.duties, people.current_memberships(person)) == ([], [])
    assert visit(theirs, "/").path == "/sign-in"


def test_somebody_who_comes_back_has_their_job_again_and_no_duty(
    browser: Any, session: Session, agency: Agency
) -> None:
    person = factories.add_person(session, agency, leads=[agency])
    factories.leave(session, person)
    page = visit(browser, visit(browser, at(person)).links["They are back: add a job"])
    assert "The duties they held do not come back by it." in page.text
    submit(browser, page, {"agency": agency.id, "job": "health-visitor"})
    session.expire_all()
    assert person.left_on is None
    assert person.duties == []
    assert people.standing_of(person).works_in == {agency.id}


def test_the_last_administrator_is_not_let_go(browser: Any, session: Session, manager: Person) -> None:
    factories.give_duties(session, manager, Duty.MANAGER, Duty.ADMINISTRATOR)
    page = submit(browser, visit(browser, at(manager, "/leave")), form="They have left")
    assert page.title.startswith("Error: ")
    assert "Give somebody else the administrator's duty first: there must be one." in page.text
    session.expire_all()
    assert manager.left_on is None


def test_leaving_twice_is_leaving_once(browser: Any, session: Session, agency: Agency) -> None:
    person = factories.add_person(session, agency)
    page = visit(browser, at(person, "/leave"))
    submit(browser, page, form="They have left")
    submit(browser, page, form="They have left")
    left = session.scalars(select(AuditEvent).where(AuditEvent.action == "left")).all()
    assert len(left) == 1
    assert "Go back to them" in visit(browser, at(person, "/leave")).links
