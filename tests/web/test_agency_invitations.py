"""Reaching the people of one agency, as its training lead does it."""

import csv
from datetime import timedelta
from io import StringIO
from typing import Any

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from tests import factories
from tests.factories import TODAY
from tests.web.browsing import sign_in, submit, visit
from tests.web.test_invitations import boxes, empty, working_day
from tna.models.audit import AuditEvent
from tna.models.notices import Wording
from tna.models.people import Agency, PersonalLink
from tna.models.surveys import Round
from tna.services import reminder_plans
from tna.services.reminder_plans import plans_of

REACH = "/agencies/harbour-trust/reach"


@pytest.fixture
def agency(session: Session) -> Agency:
    return factories.add_agency(session, name="Harbour Trust")


@pytest.fixture
def round_(session: Session, agency: Agency) -> Round:
    assert agency
    return factories.add_open_round(session, title="Spring")


@pytest.fixture
def browser(client: Any, session: Session, agency: Agency) -> Any:
    """A browser in which the agency's training lead is signed in, who has a password."""
    sign_in(client, session, factories.add_person(session, agency, name="Lee Lead", leads=[agency]))
    session.commit()
    return client


def test_the_menu_leads_to_the_agency(browser: Any, round_: Round) -> None:
    assert round_
    assert visit(browser, "/surveys/reach").path == REACH


def test_whoever_leads_several_agencies_chooses_one(client: Any, session: Session, agency: Agency) -> None:
    other = factories.add_agency(session, name="Quay School")
    sign_in(client, session, factories.add_person(session, agency, leads=[agency, other]))
    session.commit()
    assert list(visit(client, "/surveys/reach").links) == [
        "Harbour Trust",
        "Quay School",
        "Posters",
        "Refused addresses",
    ]


def test_without_a_round_there_is_nothing_to_send(browser: Any) -> None:
    assert "Your partnership manager plans one" in visit(browser, REACH).text
    assert visit(browser, f"{REACH}/reminders").path == REACH


def test_a_lead_sees_counts_and_invites_nobody(browser: Any, round_: Round) -> None:
    assert round_
    page = visit(browser, REACH)
    assert "Nobody is invited yet, of 1 person with an account." in page.text
    assert "The partnership manager invites everybody at once." in page.text
    assert page.buttons == ["Pause invitations and reminders"]


def test_a_lead_writes_the_words_of_the_agency(browser: Any, session: Session, round_: Round) -> None:
    assert round_
    page = visit(browser, f"{REACH}/words/reminder")
    saved = submit(browser, page, {"subject": "A word from Lee", "body": "{link}"})
    assert "Your own words" in saved.text
    assert session.scalars(select(Wording.agency_id)).all() == ["harbour-trust"]
    dropped = submit(browser, visit(browser, f"{REACH}/words/reminder"), form="Drop these words")
    assert "Your own words" not in dropped.text


def test_pages_of_one_agency_have_titles_of_their_own(browser: Any, round_: Round) -> None:
    assert round_
    for page in ("words/invitation", "words/reminder", "reminders", "mail-merge"):
        found = visit(browser, f"{REACH}/{page}")
        assert found.title.endswith(": Harbour Trust – Training needs")
        assert not found.heading.endswith(": Harbour Trust")


def test_a_lead_plans_for_the_agency_and_follows_the_round_again(
    browser: Any, session: Session, round_: Round, agency: Agency
) -> None:
    day = working_day(3)
    saved = submit(browser, visit(browser, f"{REACH}/reminders"), empty(1, 2, 3, 4) | boxes(1, day))
    assert "everybody invited in Harbour Trust who has not sent their answers by then" in saved.text
    assert "This agency has a plan of its own." in saved.text
    assert plans_of(session, round_id=round_.id).by_agency[agency.id].days == (day,)
    assert "a plan of its own" not in submit(browser, saved, form="Follow the plan").text
    assert plans_of(session, round_id=round_.id).by_agency == {}


def test_a_lead_pauses_the_agency_and_not_what_the_manager_paused(
    browser: Any, session: Session, round_: Round
) -> None:
    paused = submit(browser, visit(browser, REACH), form="Pause")
    assert "Nothing more goes to Harbour Trust until you resume." in paused.text
    assert "Pause invitations and reminders" in submit(browser, paused, form="Resume").buttons
    reminder_plans.pause(session, round_=round_, agency_id=None, actor_id=None, now=factories.NOW)
    session.commit()
    page = visit(browser, REACH)
    assert "paused for the whole partnership" in page.text
    assert "Resume" not in page.buttons


def test_a_list_for_a_mail_merge_is_a_file_of_links_kept_by_nobody(
    browser: Any, session: Session, round_: Round, agency: Agency
) -> None:
    factories.add_person(session, agency, name="=cmd()", email="anna@harbour.example", password=None)
    session.commit()
    page = visit(browser, f"{REACH}/mail-merge")
    assert "Neither the list nor a link tells you who has begun or sent their answers." in page.text
    answer = browser.post(page.action("Make the list"), data=page.fields("Make the list"))
    assert answer.status_code == 200
    assert answer.headers["Content-Type"] == "text/csv; charset=utf-8"
    assert answer.headers["Cache-Control"] == "no-store"
    assert 'filename="links-harbour-trust.csv"' in answer.headers["Content-Disposition"]
    header, *rows = csv.reader(StringIO(answer.get_data(as_text=True).removeprefix("\ufeff")))
    assert header == ["Name", "E-mail address", "Personal link"]
    found = {row[0]: row[2] for row in rows}
    assert found["Lee Lead"] == "signs in by their own address"
    assert found["'=cmd()"].startswith("http://127.0.0.1:8000/link/")
    assert session.scalar(select(func.count()).select_from(PersonalLink)) == 1
    actions = session.scalars(select(AuditEvent.action).order_by(AuditEvent.id.desc())).first()
    assert actions == "made a mail-merge list"


def test_opening_the_page_makes_no_link(browser: Any, session: Session, round_: Round, agency: Agency) -> None:
    assert round_
    factories.add_person(session, agency, password=None)
    session.commit()
    visit(browser, f"{REACH}/mail-merge")
    assert session.scalar(select(func.count()).select_from(PersonalLink)) == 0


def test_no_list_is_made_after_the_last_day(browser: Any, session: Session, round_: Round) -> None:
    page = visit(browser, f"{REACH}/mail-merge")
    round_.opens_on, round_.closes_on = TODAY - timedelta(days=9), TODAY - timedelta(days=1)
    session.commit()
    refused = submit(browser, page, form="Make the list")
    assert refused.title.startswith("Error: ")
    assert "A list can be made while the round is open" in refused.text
    assert "Make the list" not in refused.buttons


def test_another_agency_is_not_there(browser: Any, session: Session, round_: Round) -> None:
    assert round_
    other = factories.add_agency(session)
    session.commit()
    for address in (f"/agencies/{other.id}/reach", "/agencies/nowhere/reach", f"/agencies/{other.id}/reach/mail-merge"):
        visit(browser, address, status=404)
