"""Filling in the forms before and after a course in a browser: sending, declining, two tabs, reading again."""

from datetime import timedelta
from typing import Any

import pytest
from flask import render_template
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests import factories
from tests.factories import NOW, TODAY
from tests.web.browsing import Page, sign_in, submit, visit
from tna.domain.evaluations.forms import FormKind
from tna.domain.people import respondent_key
from tna.models.evaluations import CourseForms
from tna.models.notices import Owed
from tna.models.people import Person
from tna.services import course_forms, sign_ins
from tna.services.own_forms import forms_due

COURSE = "CSA-04"
BEFORE, AFTER = f"/learning/forms/{COURSE}/before", f"/learning/forms/{COURSE}/after"
STATEMENTS = ["s05", "s06", "s07", "s08"]


@pytest.fixture
def person(session: Session, client: Any) -> Person:
    """Somebody signed in who has a place on a date in thirty days."""
    factories.add_catalogue(session)
    person = factories.add_person(session)
    factories.add_booking(session, factories.add_date(session, COURSE), person)
    sign_in(client, session, person)
    return person


@pytest.fixture
def completed(session: Session, person: Person, app: Any) -> int:
    """The same person has sent the before form and been to the course; the completion's id."""
    secret = app.extensions["settings"].respondent_secret
    factories.fill_form(session, person, COURSE, FormKind.BEFORE, secret=secret, level=2)
    made = factories.complete(session, person, COURSE)
    session.commit()
    return made.id


def row_of(session: Session) -> CourseForms:
    session.expire_all()
    return session.scalars(select(CourseForms)).one()


def has_way_out(page: Page) -> bool:
    return "Exit this page" in page.html and "116 123" in page.html


def test_the_before_form_asks_the_statements_of_the_course_and_says_who_sees_it(client: Any, person: Person) -> None:
    page = visit(client, BEFORE)
    assert page.heading == "Communicating with children: Before the course"
    assert page.title == "Before the course – Training needs"
    assert page.radio_groups == STATEMENTS
    assert "Only you can read what you put." in page.text
    assert "at least ten people at a time" in page.text
    assert "In my role I am confident that I can start a gentle conversation" in page.text
    assert has_way_out(page)
    assert page.buttons == ["Send", "I’d rather not"]


def test_a_form_is_sent_once_and_read_again(client: Any, session: Session, person: Person) -> None:
    page = submit(client, visit(client, BEFORE), {"s05": "2", "s06": "6"}, form="Send")
    assert page.path == BEFORE
    assert page.heading.endswith("Your form is sent. Thank you.")
    assert "Before: 2 A little confident" in page.text
    assert "Before: Not part of my role" in page.text
    assert "Before: Left blank" in page.text
    assert "Only you can see this." in page.text
    assert has_way_out(page)
    assert row_of(session).before == b"\x02\x06\0\0"


def test_a_form_without_an_answer_comes_back_with_the_summary_first(
    client: Any, session: Session, person: Person
) -> None:
    page = submit(client, visit(client, BEFORE), form="Send", status=422)
    assert page.errors == {"Answer at least one statement before you send": "#s05"}
    assert page.title.startswith("Error: Before the course")
    assert session.scalars(select(CourseForms)).all() == []


def test_what_was_typed_comes_back_beside_a_fault(
    client: Any, session: Session, person: Person, completed: int
) -> None:
    sent = {"s05": "4", "then-s06": "1", "s07": "9", "intention": "{{7*7}} <b>listen</b>\0"}
    page = submit(client, visit(client, AFTER), sent, form="Send", status=422)
    assert page.errors == {"Select one of the answers, or leave it blank": "#s07"}
    assert page.checked == {"s05": "4", "then-s06": "1"}
    assert page.fields("Send")["intention"] == "{{7*7}} <b>listen</b>"
    assert row_of(session).after is None


def test_an_intention_that_is_too_long_is_told_and_kept_on_the_page(
    client: Any, session: Session, person: Person, completed: int
) -> None:
    page = submit(client, visit(client, AFTER), {"s05": "4", "intention": "x" * 2001}, form="Send", status=422)
    assert page.errors == {"Shorten what you will do to 2,000 characters or fewer": "#intention"}
    assert page.fields("Send")["intention"] == "x" * 2001


def test_the_after_form_asks_for_now_and_looking_back_and_its_owner_reads_all_of_it_again(
    client: Any, session: Session, person: Person, completed: int
) -> None:
    page = visit(client, AFTER)
    assert page.radio_groups == [name for one in STATEMENTS for name in (one, f"then-{one}")]
    assert "Looking back, before the course I was" in page.text
    assert page.checked == {}, "what was put before would lead what is put now"
    answers = {"s05": "4", "s06": "5", "then-s05": "1", "intention": "Ask one open question.\nThen wait. <b>"}
    page = submit(client, page, answers, form="Send")
    assert page.heading.endswith("Your form is sent. Thank you.")
    assert "Before: 2 A little confident After: 4 Very confident Looking back: 1 Not at all confident" in page.text
    assert "Ask one open question. Then wait. <b>" in page.text
    assert page.links["See your certificate"] == f"/learning/certificates/{completed}"
    row = row_of(session)
    assert (row.before, row.after, row.looking_back) == (b"\x02\x02\x02\x02", b"\x04\x05\0\0", b"\x01\0\0\0")
    assert session.scalars(select(Owed.key).where(Owed.kind == course_forms.RELEASE_BLOCK)).all() == [COURSE]


@pytest.mark.parametrize(("address", "words"), [(BEFORE, "The course is yours"), (AFTER, "You get your certificate")])
def test_a_form_may_be_declined_and_keeps_nothing(
    client: Any, session: Session, person: Person, address: str, words: str
) -> None:
    if address == AFTER:
        factories.complete(session, person, COURSE)
        session.commit()
    page = submit(client, visit(client, address), form="rather not")
    assert page.heading.endswith("You’d rather not")
    assert words in page.text
    assert has_way_out(page)
    row = row_of(session)
    assert (row.before, row.after) == (None, None)


def test_the_second_of_two_tabs_is_told_and_changes_nothing(client: Any, session: Session, person: Person) -> None:
    tab, other = visit(client, BEFORE), visit(client, BEFORE)
    submit(client, tab, {"s05": "2"}, form="Send")
    page = submit(client, other, {"s05": "5"}, form="Send")
    assert "You had sent this form before. That stands" in page.text
    assert "Before: 2 A little confident" in page.text
    page = submit(client, other, form="rather not")
    assert "You had sent this form before. That stands" in page.text
    assert row_of(session).before == b"\x02\0\0\0"


def test_answering_after_declining_is_told_and_keeps_nothing(client: Any, session: Session, person: Person) -> None:
    tab, other = visit(client, BEFORE), visit(client, BEFORE)
    submit(client, tab, form="rather not")
    page = submit(client, other, {"s05": "5"}, form="Send")
    assert "You had said before that you would rather not." in page.text
    assert row_of(session).before is None


def test_a_form_that_comes_too_late_is_told_so(client: Any, session: Session, person: Person) -> None:
    tab = visit(client, BEFORE)
    date = factories.add_date(session, "CSA-06", first_day=TODAY - timedelta(days=1))
    factories.add_booking(session, date, person)
    session.commit()
    page = visit(client, "/learning/forms/CSA-06/before")
    assert page.heading.endswith("The course has begun")
    answer = client.post("/learning/forms/CSA-06/before", data=tab.fields("Send") | {"s09": "3"})
    assert answer.status_code == 409
    assert "The course has begun" in answer.get_data(as_text=True)


def test_the_after_form_of_a_course_to_come_says_when_it_comes(client: Any, person: Person) -> None:
    page = visit(client, AFTER)
    assert page.heading.endswith("This form comes after the course")
    assert page.buttons == []


@pytest.mark.parametrize("address", ["/learning/forms/CSA-06/before", "/learning/forms/nothing/after"])
def test_a_course_that_is_not_ones_own_has_no_form(client: Any, person: Person, address: str) -> None:
    token = visit(client, BEFORE).token
    assert client.get(address).status_code == 404
    data = {"csrf_token": token, "s09": "3"}
    assert client.post(address, data=data).status_code in {404, 409}
    assert client.post(address, data=data | {"then": "decline"}).status_code in {404, 409}


def test_what_was_sent_before_a_link_set_the_password_is_not_shown(
    client: Any, browsers: Any, session: Session, person: Person, completed: int
) -> None:
    submit(client, visit(client, AFTER), {"s05": "4", "intention": "Planted words"}, form="Send")
    token = sign_ins.make_set_up_link(session, person=person, actor_id=None, now=NOW)
    session.commit()
    other = browsers()
    page = visit(other, f"/set-up/{token}")
    fields = {name: "four more plain words" for name in page.fields() if name != "csrf_token"}
    submit(other, page, fields)
    page = visit(other, AFTER)
    assert "is closed to this account" in page.text
    assert "Planted words" not in page.html
    assert "Very confident" not in page.html
    assert "Planted words" not in visit(other, BEFORE).html


def test_the_forms_due_lead_to_each_form(app: Any, session: Session, person: Person) -> None:
    factories.complete(session, person, "CSA-06")
    key = respondent_key(app.extensions["settings"].respondent_secret, person.id)
    due = forms_due(session, person_id=person.id, key=key, today=TODAY)
    with app.test_request_context():
        html = render_template("evaluations/due.html", due=due)
        assert render_template("evaluations/due.html", due=()).strip() == ""
    assert 'href="/learning/forms/CSA-06/after"' in html
    assert f'href="{BEFORE}"' in html
    assert "Forms to fill in" in html
