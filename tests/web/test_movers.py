"""Moving somebody to another agency in a browser."""

from typing import Any

from sqlalchemy.orm import Session

from tests import factories
from tests.web.browsing import sign_in, submit, visit
from tests.web.keeping import at, error_of
from tna.models.people import Agency


def test_a_move_says_what_it_does_then_does_it_in_one_step(
    browser: Any, browsers: Any, session: Session, agency: Agency
) -> None:
    factories.add_agency(session, name="Riverside Council", sector="social-care")
    person = factories.add_person(session, agency, name="Robin Dale")
    theirs = browsers()
    sign_in(theirs, session, person)
    page = visit(browser, at(person))
    page = visit(browser, page.links["Move to another agency from the job as Health visitor, Harbour Trust"])
    assert page.heading == "Move Robin Dale to another agency"
    assert "leaves behind what Harbour Trust assigned to them" in page.text
    assert page.fields()["job"] == "health-visitor"
    page = submit(browser, page, {"agency": "riverside-council", "job": "youth-worker"})
    assert "Robin Dale has moved." in page.text
    assert "Agency Riverside Council" in page.text
    assert "Health visitor, Harbour Trust, until" in page.text
    assert visit(theirs, "/").path == "/sign-in"


def test_nobody_is_moved_to_where_they_are(browser: Any, session: Session, agency: Agency) -> None:
    person = factories.add_person(session, agency)
    page = visit(browser, at(person, f"/jobs/{person.memberships[0].id}/move"))
    page = submit(browser, page, {"agency": agency.id, "job": "youth-worker"})
    assert error_of(page, "agency") == "Select an agency from the list."
    session.expire_all()
    assert person.memberships[0].ended_on is None


def test_a_job_that_has_ended_or_is_somebody_elses_cannot_move(browser: Any, session: Session, agency: Agency) -> None:
    person, other = factories.add_person(session, agency), factories.add_person(session, agency)
    visit(browser, at(other, f"/jobs/{person.memberships[0].id}/move"), status=404)
    factories.leave(session, person)
    session.commit()
    visit(browser, at(person, f"/jobs/{person.memberships[0].id}/move"), status=404)


def test_a_shared_mailbox_is_refused_with_the_reason_when_it_is_added_or_changed(
    browser: Any, session: Session, agency: Agency
) -> None:
    values = {"name": "Robin", "agency": agency.id, "job": "youth-worker", "email": "office@harbour.example"}
    page = submit(browser, visit(browser, "/people/new"), values)
    assert "mailbox that several people read" in error_of(page, "email")
    person = factories.add_person(session, agency, email="robin@harbour.example")
    session.commit()
    page = submit(browser, visit(browser, at(person, "/change")), {"email": "info@harbour.example"})
    assert "mailbox that several people read" in error_of(page, "email")


def test_who_has_a_shared_mailbox_from_before_can_still_be_renamed(
    browser: Any, session: Session, agency: Agency
) -> None:
    person = factories.add_person(session, agency)
    person.email = "office@harbour.example"
    session.commit()
    page = submit(browser, visit(browser, at(person, "/change")), {"name": "Robin Dale"})
    assert page.heading == "Robin Dale"


def test_an_address_from_home_is_taken_where_the_agency_gives_none(
    browser: Any, session: Session, agency: Agency
) -> None:
    values = {"name": "Robin Dale", "agency": agency.id, "job": "foster-carer", "email": "robin.dale@gmail.com"}
    page = submit(browser, visit(browser, "/people/new"), values)
    assert "an address of their own" in error_of(page, "email")
    person = factories.add_person(session, agency, email="robin@harbour.example")
    session.commit()
    page = submit(browser, visit(browser, at(person, "/change")), {"email": "robin@gmail.com"})
    assert "an address of their own" in error_of(page, "email")
    agency.takes_home_addresses = True
    session.commit()
    assert submit(browser, visit(browser, "/people/new"), values).heading == "Robin Dale"
    page = submit(browser, visit(browser, at(person, "/change")), {"email": "robin@gmail.com"})
    assert "robin@gmail.com" in page.text
