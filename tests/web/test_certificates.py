"""Certificates in a browser: a page to print, and what it waits for."""

from typing import Any

import pytest
from sqlalchemy.orm import Session

from tests import factories
from tests.factories import TODAY
from tests.web.browsing import sign_in, submit, visit
from tna.models.courses import Evidence
from tna.models.people import Person
from tna.web.filters import day

COURSE = "CSA-04"


@pytest.fixture
def person(session: Session, client: Any) -> Person:
    factories.add_catalogue(session)
    person = factories.add_person(session, name="Prisca <b>Practitioner</b>")
    sign_in(client, session, person)
    return person


def test_a_certificate_names_person_course_day_hours_partnership_and_renewal(
    client: Any, session: Session, person: Person
) -> None:
    completion = factories.add_completion(session, person, COURSE)
    session.commit()
    page = visit(client, f"/learning/certificates/{completion.id}")
    assert page.heading == "Certificate"
    assert page.title == "Certificate: Communicating with children – Training needs"
    assert "Prisca <b>Practitioner</b> completed Communicating with children" in page.text
    assert f"Completed on {day(TODAY)} Time 3 hours To be renewed by" in page.text
    assert "Your safeguarding partnership" in page.text
    assert "recorded it" in page.text


def test_a_declared_completion_says_that_it_is_the_person_s_own_word(
    client: Any, session: Session, person: Person
) -> None:
    completion = factories.add_completion(session, person, "CSA-01")
    completion.evidence = Evidence.DECLARED
    session.commit()
    assert "says so" in visit(client, f"/learning/certificates/{completion.id}").text


def test_a_certificate_that_waits_says_for_what_and_leads_there(client: Any, session: Session, person: Person) -> None:
    completion = factories.complete(session, person, COURSE)
    session.commit()
    page = visit(client, f"/learning/certificates/{completion.id}")
    assert page.heading.endswith("Your certificate is nearly ready")
    assert page.links["Go to the form"] == f"/learning/forms/{COURSE}/after"
    page = submit(client, visit(client, page.links["Go to the form"]), form="rather not")
    page = visit(client, page.links["See your certificate"])
    assert page.heading == "Certificate"
    assert "from the register of the course" in page.text


def test_somebody_else_s_certificate_and_one_that_is_not_there_answer_alike(
    client: Any, session: Session, person: Person
) -> None:
    theirs = factories.add_completion(session, factories.add_person(session), COURSE)
    session.commit()
    for completion_id in (theirs.id, 999_999, 10**20):
        assert client.get(f"/learning/certificates/{completion_id}").status_code == 404
