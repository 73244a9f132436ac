"""Duties and set-up links in an administrator's browser."""

import logging
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests import factories
from tests.factories import TODAY
from tests.web.browsing import Page, path_of, sign_in, submit, text_of, visit
from tests.web.keeping import at, error_of
from tna.domain.people import Duty
from tna.models.audit import AuditEvent
from tna.models.people import Agency, Person
from tna.services import sign_ins


def test_duties_and_agencies_to_lead_are_given_and_taken(admin_browser: Any, session: Session, agency: Agency) -> None:
    other = factories.add_agency(session, name="Riverside Council")
    person = factories.add_person(session, agency)
    page = visit(admin_browser, at(person, "/duties"))
    values = {"duties": ["subgroup-member", "analyst"], "leads": [agency.id, other.id]}
    page = submit(admin_browser, page, values)
    assert "Analyst, Subgroup member" in page.text or "Subgroup member, Analyst" in page.text
    assert "Leads the training of Harbour Trust and Riverside Council" in page.text
    page = submit(admin_browser, visit(admin_browser, at(person, "/duties")), {"duties": ["analyst"], "leads": []})
    session.expire_all()
    assert {(held.duty, held.agency_id) for held in person.duties} == {(Duty.ANALYST, None)}


def test_the_boxes_of_what_somebody_holds_are_ticked(admin_browser: Any, session: Session, agency: Agency) -> None:
    person = factories.add_person(session, agency, duties=[Duty.MANAGER], leads=[agency])
    page = visit(admin_browser, at(person, "/duties"))
    ticked = {box.get("value") for box in page.main.iter("input") if box.get("checked") is not None}
    assert ticked == {"partnership-manager", agency.id}


@pytest.mark.parametrize("duty", ["practitioner", "training-lead", "king", "\0"])
def test_a_duty_that_cannot_be_given_here_is_refused(
    admin_browser: Any, session: Session, agency: Agency, duty: str
) -> None:
    person = factories.add_person(session, agency)
    page = submit(admin_browser, visit(admin_browser, at(person, "/duties")), {"duties": [duty]})
    assert error_of(page, "duties") == "Select duties from the list"
    session.expire_all()
    assert person.duties == []


def test_an_agency_that_is_not_there_cannot_be_led(admin_browser: Any, session: Session, agency: Agency) -> None:
    person = factories.add_person(session, agency)
    page = submit(admin_browser, visit(admin_browser, at(person, "/duties")), {"leads": ["nowhere", "\0"]})
    assert error_of(page, "leads") == "Select agencies from the list."


def test_the_last_administrator_keeps_the_duty(admin_browser: Any, session: Session, administrator: Person) -> None:
    page = visit(admin_browser, at(administrator, "/duties"))
    page = submit(admin_browser, page, {"duties": ["analyst"]})
    assert error_of(page, "duties") == "Give somebody else the administrator's duty first: there must be one."
    session.expire_all()
    assert [held.duty for held in administrator.duties] == [Duty.ADMINISTRATOR]


def test_an_administrator_who_hands_over_has_no_more_to_say(
    admin_browser: Any, session: Session, agency: Agency, administrator: Person
) -> None:
    other = factories.add_person(session, agency, duties=[Duty.ADMINISTRATOR])
    page = visit(admin_browser, at(administrator, "/duties"))
    answer = admin_browser.post(page.action(), data=page.fields() | {"duties": []})
    assert answer.status_code == 302
    visit(admin_browser, at(other, "/duties"), status=404)


# Set-up links ---------------------------------------------------------------------------------------------


def link_on(page: Page) -> str:
    return next(text_of(element) for element in page.main.iter("p") if element.get("id") == "set-up-link")


def test_a_set_up_link_is_shown_once_and_leads_to_our_own_address(
    admin_browser: Any,
    browsers: Any,
    session: Session,
    agency: Agency,
    app: Any,
    caplog: pytest.LogCaptureFixture,
    capfd: pytest.CaptureFixture[str],
) -> None:
    caplog.set_level(logging.DEBUG)
    person = factories.add_person(session, agency, name="Robin", password=None)
    page = submit(admin_browser, visit(admin_browser, at(person)), form="set-up link")
    link = link_on(page)
    token = link.rpartition("/")[2]
    assert link == f"{app.extensions['settings'].base_url}/set-up/{token}"
    assert page.answer.headers["Cache-Control"] == "no-store"
    assert visit(browsers(), path_of(link)).path == f"/set-up/{token}"
    assert token not in visit(admin_browser, at(person)).html
    assert token not in visit(admin_browser, "/people").html
    with admin_browser.session_transaction() as cookie:
        assert token not in str(dict(cookie))
    assert all(token not in header for _, header in page.answer.headers)
    assert token not in caplog.text
    out, err = capfd.readouterr()
    assert token not in out + err
    assert all(token not in f"{event.subject} {event.detail}" for event in session.scalars(select(AuditEvent)))


def test_a_set_up_link_never_follows_the_host_that_was_asked(
    admin_browser: Any, session: Session, agency: Agency, app: Any
) -> None:
    person = factories.add_person(session, agency, password=None)
    token = visit(admin_browser, at(person)).token
    answer = admin_browser.post(
        at(person, "/set-up-link"),
        data={"csrf_token": token},
        headers={"Host": "localhost:9999", "X-Forwarded-Host": "evil.example"},
    )
    assert link_on(Page(answer)).startswith(app.extensions["settings"].base_url + "/set-up/")
    assert "evil.example" not in answer.get_data(as_text=True)


def test_a_second_link_stops_the_first(admin_browser: Any, browsers: Any, session: Session, agency: Agency) -> None:
    person = factories.add_person(session, agency, password=None)
    page = visit(admin_browser, at(person))
    first = link_on(submit(admin_browser, page, form="set-up link"))
    second = link_on(submit(admin_browser, page, form="set-up link"))
    assert first != second
    visit(browsers(), path_of(first), status=404)
    visit(browsers(), path_of(second))


def test_a_link_is_said_to_last_as_long_as_it_does(admin_browser: Any, session: Session, agency: Agency) -> None:
    person = factories.add_person(session, agency, password=None)
    page = submit(admin_browser, visit(admin_browser, at(person)), form="set-up link")
    last_days = [TODAY + sign_ins.LINK_LASTS + timedelta(days=more) for more in (-1, 0, 1)]
    assert any(f"until {day.day} {day:%B %Y}" in page.text for day in last_days)


def test_an_administrator_is_told_that_the_link_opens_no_answers(
    admin_browser: Any, session: Session, agency: Agency
) -> None:
    page = submit(admin_browser, visit(admin_browser, at(factories.add_person(session, agency))), form="set-up link")
    assert "whatever they answered under it is closed to the account once the link is used" in page.text


def test_no_link_is_made_by_following_one(admin_browser: Any, session: Session, agency: Agency) -> None:
    person = factories.add_person(session, agency)
    visit(admin_browser, at(person, "/set-up-link"), status=405)


def test_somebody_who_has_left_gets_neither_duties_nor_a_link(
    admin_browser: Any, session: Session, agency: Agency
) -> None:
    person = factories.add_person(session, agency)
    page = visit(admin_browser, at(person))
    duties = visit(admin_browser, at(person, "/duties"))
    factories.leave(session, person)
    session.commit()
    submit(admin_browser, page, form="set-up link", status=404)
    submit(admin_browser, duties, {"duties": ["analyst"]}, status=404)
    assert "Make a set-up link" not in visit(admin_browser, at(person)).buttons


def test_a_manager_can_neither_change_nor_remove_an_administrator(app: Any, session: Session) -> None:
    manager = factories.add_person(session, duties=[Duty.MANAGER])
    administrator = factories.add_person(session, name="Keeper Of Accounts", duties=[Duty.ADMINISTRATOR])
    factories.add_person(session, duties=[Duty.ADMINISTRATOR])
    client = app.test_client()
    sign_in(client, session, manager)
    token = visit(client, "/account").token
    for doing, sent in (("change", {"name": "Taken Over", "email": "taken-over@example.org"}), ("leave", {})):
        address = f"/people/{administrator.id}/{doing}"
        for answer in (client.get(address), client.post(address, data=sent | {"csrf_token": token})):
            assert answer.status_code == 302
            assert answer.location.endswith(f"/people/{administrator.id}")
    session.expire_all()
    assert (administrator.name, administrator.left_on) == ("Keeper Of Accounts", None)
