"""One's own account: what is kept there, the job one answers as, password, other browsers."""

from typing import Any

import pytest
from sqlalchemy.orm import Session

from tests import factories
from tests.factories import PASSWORD
from tests.web.browsing import sign_in, submit, visit
from tna.models.people import Person
from tna.services import passwords

NEW = "four quite plain words"


@pytest.fixture
def person(session: Session, client: Any) -> Person:
    """A health visitor, signed in."""
    agency = factories.add_agency(session, name="Riverside Community Health")
    person = factories.add_person(session, agency, name="Robin Vale", email="robin@example.org")
    sign_in(client, session, person)
    return person


def test_the_account_shows_who_one_is_and_as_what_one_answers(client: Any, person: Person) -> None:
    text = visit(client, "/account").text
    for words in ("Robin Vale", "robin@example.org", "Riverside Community Health", "Health visitor"):
        assert words in text
    assert "Which job do you answer surveys as?" not in text


def test_an_account_without_an_agency_can_be_looked_at(client: Any, session: Session) -> None:
    sign_in(client, session, factories.add_person_without_agency(session))
    assert "None yet" in visit(client, "/account").text


def test_somebody_with_several_jobs_chooses_as_which_they_answer(client: Any, session: Session, person: Person) -> None:
    other = factories.add_membership(session, person, factories.add_agency(session, name="Youth Club"))
    page = visit(client, "/account")
    assert page.checked == {"membership": str(person.memberships[0].id)}
    page = submit(client, page, {"membership": str(other.id)}, form="Save")
    assert "Saved." in page.text
    assert page.checked == {"membership": str(other.id)}
    session.expire_all()
    assert [m.id for m in person.memberships if m.is_answering] == [other.id]


@pytest.mark.parametrize("choice", ["", "none", "0", "-1", "9" * 30])
def test_a_job_that_is_not_offered_is_refused(client: Any, session: Session, person: Person, choice: str) -> None:
    factories.add_membership(session, person, factories.add_agency(session))
    before = person.memberships[0].id
    page = submit(client, visit(client, "/account"), {"membership": choice}, form="Save", status=422)
    assert page.title.startswith("Error: ")
    assert list(page.errors.values()) == ["#membership"]
    session.expire_all()
    assert [m.id for m in person.memberships if m.is_answering] == [before]


def test_nobody_answers_as_somebody_else_or_as_what_has_ended(client: Any, session: Session, person: Person) -> None:
    stranger = factories.add_person(session)
    factories.add_membership(session, person, factories.add_agency(session))
    ended = factories.add_person_without_agency(session).memberships[0]
    page = visit(client, "/account")
    for membership in (stranger.memberships[0], ended):
        submit(client, page, {"membership": str(membership.id)}, form="Save", status=422)


def test_the_password_is_changed_by_giving_the_current_one(client: Any, session: Session, person: Person) -> None:
    values = {"current_password": PASSWORD, "new_password": NEW}
    page = submit(client, visit(client, "/account"), values, form="Change password")
    assert "Your password is changed." in page.text
    session.expire_all()
    assert passwords.matches(NEW, person.password_hash)


def test_changing_the_password_signs_out_everywhere_else(
    client: Any, session: Session, person: Person, browsers: Any
) -> None:
    other = browsers()
    sign_in(other, session, person)
    values = {"current_password": PASSWORD, "new_password": NEW}
    submit(client, visit(client, "/account"), values, form="Change password")
    assert client.get("/account").status_code == 200
    assert other.get("/account").status_code == 302


@pytest.mark.parametrize(
    ("current", "new", "field"),
    [
        ("not my password", NEW, "#current_password"),
        ("", NEW, "#current_password"),
        (PASSWORD, "short", "#new_password"),
        (PASSWORD, "password1234", "#new_password"),
        (PASSWORD, "robin@example.org", "#new_password"),
        (PASSWORD, "x" * 201, "#new_password"),
    ],
)
def test_a_password_that_cannot_be_changed_stays_and_the_page_says_why(
    client: Any, session: Session, person: Person, current: str, new: str, field: str
) -> None:
    values = {"current_password": current, "new_password": new}
    page = submit(client, visit(client, "/account"), values, form="Change password", status=422)
    assert page.title.startswith("Error: ")
    assert list(page.errors.values()) == [field]
    assert page.root.find(f".//*[@id='{field[1:]}']") is not None
    assert new in ("", "robin@example.org") or new not in page.html
    session.expire_all()
    assert passwords.matches(PASSWORD, person.password_hash)


def test_the_current_password_cannot_be_guessed_without_end(client: Any, session: Session, person: Person) -> None:
    page = visit(client, "/account")
    wrong = {"current_password": "a wrong guess", "new_password": NEW}
    for _ in range(passwords.FAILURES_ALLOWED["account"]):
        submit(client, page, wrong, form="Change password", status=422)
    right = {"current_password": PASSWORD, "new_password": NEW}
    page = submit(client, page, right, form="Change password", status=422)
    assert "There were too many tries." in page.text


def test_other_browsers_are_counted_and_signed_out_at_once(
    client: Any, session: Session, person: Person, browsers: Any
) -> None:
    assert "Only here." in visit(client, "/account").text
    others = [browsers(), browsers()]
    for other in others:
        sign_in(other, session, person)
    page = visit(client, "/account")
    assert "in two other browsers" in page.text
    assert "Only here." in submit(client, page, form="Sign out everywhere else").text
    assert [other.get("/account").status_code for other in others] == [302, 302]
    assert client.get("/account").status_code == 200


@pytest.mark.parametrize("path", ["/account/answering-as", "/account/password", "/account/other-sign-ins"])
def test_nothing_is_changed_without_the_token_of_the_page(client: Any, person: Person, path: str) -> None:
    assert client.post(path, data={}).status_code == 400
