"""Reaching the people of a round: inviting, words, reminders, a pause, as the manager does it."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from tests import factories
from tests.factories import NOW, TODAY
from tests.web.browsing import Page, sign_in, submit, text_of, visit
from tna.domain.people import Duty
from tna.models.notices import Bounce, Notice, Wording
from tna.models.people import Agency
from tna.models.surveys import Round
from tna.services import reminder_plans
from tna.settings import Smtp


@pytest.fixture
def agency(session: Session) -> Agency:
    return factories.add_agency(session, name="Harbour Trust")


@pytest.fixture
def round_(session: Session, agency: Agency) -> Round:
    """An open round, with a manager and nobody else in it."""
    assert agency
    return factories.add_open_round(session, title="Spring")


@pytest.fixture
def browser(client: Any, session: Session, agency: Agency) -> Any:
    """A browser in which the manager is signed in."""
    sign_in(client, session, factories.add_person(session, agency, name="Mo Manager", duties=[Duty.MANAGER]))
    session.commit()
    return client


def address(round_: Round) -> str:
    return f"/surveys/rounds/{round_.id}/reach"


def working_day(days: int) -> date:
    """A day from Monday to Friday, at least so many days ahead."""
    day = TODAY + timedelta(days=days)
    return day + timedelta(days=max(0, 7 - day.weekday()) if day.weekday() > 4 else 0)


def boxes(number: int, day: date) -> dict[str, str]:
    name = f"day_{number}"
    return {f"{name}-day": str(day.day), f"{name}-month": str(day.month), f"{name}-year": str(day.year)}


def empty(*numbers: int) -> dict[str, str]:
    return {f"day_{number}-{box}": "" for number in numbers for box in ("day", "month", "year")}


def invited(session: Session) -> int:
    return session.scalar(select(func.count()).select_from(Notice)) or 0


def test_the_menu_leads_to_the_round_in_hand(browser: Any, round_: Round) -> None:
    assert visit(browser, "/surveys/reach").path == address(round_)


def test_without_a_round_it_says_what_to_do(browser: Any) -> None:
    page = visit(browser, "/surveys/reach")
    assert "No round is open or planned" in page.text
    assert page.links["Plan a round"] == "/surveys/rounds/new"


def test_everybody_is_invited_by_one_button_and_it_is_gone_then(
    browser: Any, session: Session, round_: Round, agency: Agency
) -> None:
    factories.add_person(session, agency)
    session.commit()
    page = visit(browser, address(round_))
    assert "Nobody is invited yet, of 2 people with an account." in page.text
    done = submit(browser, page, form="Invite everybody")
    assert "2 invitations are written." in done.text
    assert "2 invitations go out" in done.text.partition("are written.")[2]
    assert "None has gone out yet." in done.text
    for notice in session.scalars(select(Notice)):
        notice.settled_at = NOW
    session.commit()
    assert "All 2 people with an account are invited." in visit(browser, address(round_)).text
    assert "invited by itself, within minutes" in done.text
    assert "Invite everybody" not in done.buttons
    assert invited(session) == 2


def test_without_a_mail_server_it_says_so_beside_the_button_and_leads_to_mail(
    browser: Any, round_: Round, app: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = visit(browser, address(round_))
    assert "No mail server is set, so no invitation reaches anybody: Mail says what to do, and what" in page.text
    assert page.links["Mail"] == "/mail"
    assert page.links["shown here"] == "/development/mail"
    with_server = replace(app.extensions["settings"], smtp=Smtp("mail.example", 587))
    monkeypatch.setitem(app.extensions, "settings", with_server)
    assert "No mail server is set" not in visit(browser, address(round_)).text


def test_pressing_twice_invites_once(browser: Any, session: Session, round_: Round) -> None:
    page = visit(browser, address(round_))
    submit(browser, page, form="Invite everybody")
    assert "Nobody was left to invite." in submit(browser, page, form="Invite everybody").text
    assert invited(session) == 1


def test_an_address_that_refuses_mail_is_counted_and_what_to_do_is_said(
    browser: Any, session: Session, round_: Round, agency: Agency
) -> None:
    person = factories.add_person(session, agency)
    session.add(Bounce(email=person.email, on=TODAY, reason="no such mailbox"))
    session.commit()
    page = visit(browser, address(round_))
    assert "1 address refuses mail. Correct it under People" in page.text
    row = next(text_of(row) for row in page.main.iter("tr") if "Harbour" in text_of(row))
    assert row == "Harbour Trust 2 0 0 1 1 As planned"


def test_nothing_on_the_page_tells_who_or_how_many_have_answered(
    browser: Any, session: Session, round_: Round, agency: Agency
) -> None:
    person = factories.add_person(session, agency)
    session.commit()
    submit(browser, visit(browser, address(round_)), form="Invite everybody")
    before = visit(browser, address(round_)).text
    factories.answer(session, round_, person)
    session.commit()
    assert visit(browser, address(round_)).text == before


def test_a_planned_round_can_be_prepared_and_invites_nobody(browser: Any, session: Session) -> None:
    planned = factories.add_round(session, title="Autumn")
    session.commit()
    page = visit(browser, address(planned))
    assert "Invitations go out once the round is open." in page.text
    assert page.buttons == ["Pause invitations and reminders"]
    assert "Read or change the invitation" in page.links


@pytest.mark.parametrize("how", ["closed", "cancelled"])
def test_a_round_that_is_over_changes_nothing_more(browser: Any, session: Session, round_: Round, how: str) -> None:
    open_page = visit(browser, address(round_))
    if how == "closed":
        factories.close(session, round_)
    else:
        round_.cancelled_at = NOW
    session.commit()
    page = visit(browser, address(round_))
    assert "This round is over" in page.text
    assert page.buttons == []
    assert "This round is over" in submit(browser, open_page, form="Invite everybody").text
    assert visit(browser, f"{address(round_)}/words/invitation").path == address(round_)
    assert invited(session) == 0


def test_after_the_last_day_nobody_more_is_invited(browser: Any, session: Session, round_: Round) -> None:
    open_page = visit(browser, address(round_))
    round_.opens_on, round_.closes_on = TODAY - timedelta(days=9), TODAY - timedelta(days=1)
    session.commit()
    assert "so nobody more is invited or reminded" in visit(browser, address(round_)).text
    refused = submit(browser, open_page, form="Invite everybody")
    assert "up to its last day to answer" in refused.text
    assert refused.title.startswith("Error: ")
    assert invited(session) == 0


def test_a_pause_stops_inviting_until_it_is_resumed(browser: Any, session: Session, round_: Round) -> None:
    paused = submit(browser, visit(browser, address(round_)), form="Pause")
    assert "Everything is paused" in paused.text
    assert "Invite everybody" not in paused.buttons
    resumed = submit(browser, paused, form="Resume")
    assert "Invite everybody" in resumed.buttons


def test_a_pause_names_how_many_wait_for_its_end_and_resuming_how_many_go_out_by_themselves(
    browser: Any, session: Session, round_: Round, agency: Agency
) -> None:
    submit(browser, visit(browser, address(round_)), form="Invite everybody")
    session.scalars(select(Notice)).one().settled_at = NOW
    for _ in range(2):
        factories.add_person(session, agency)
    session.commit()
    going = visit(browser, address(round_))
    assert "2 invitations go out by themselves, between 8:00 and 19:00." in going.text
    assert "Invite everybody" not in going.buttons
    paused = submit(browser, going, form="Pause")
    assert "2 people wait for the pause to end; their invitations go out by themselves then." in paused.text
    assert "2 people wait for the pause to end" in visit(browser, f"/agencies/{agency.id}/reach").text
    resumed = submit(browser, paused, form="Resume")
    assert "Resumed. 2 invitations go out by themselves. Reminders of days that passed" in resumed.text


def words(browser: Any, round_: Round) -> Page:
    return visit(browser, f"{address(round_)}/words/invitation")


def test_words_are_shown_as_they_arrive_saved_and_dropped(browser: Any, session: Session, round_: Round) -> None:
    new = {"subject": "{name}, {{7*7}}", "body": "Come:\n{link}\n%s <b>{0.__class__}</b>"}
    shown = submit(browser, words(browser, round_), new, form="Show how it arrives")
    assert "Subject: Mo Manager, {{7*7}}" in shown.text
    assert "%s <b>{0.__class__}</b>" in shown.text
    assert "http://127.0.0.1:8000/link/their-own-link" in shown.text
    assert session.scalar(select(func.count()).select_from(Wording)) == 0
    saved = submit(browser, shown)
    assert "The words are saved." in saved.text
    assert "Your own words" in saved.text
    kept = session.scalars(select(Wording)).one()
    assert (kept.subject, kept.body, kept.agency_id) == ("{name}, {{7*7}}", new["body"], None)
    dropped = submit(browser, words(browser, round_), form="Drop these words")
    assert "From now on the invitation has the usual words." in dropped.text


def test_faults_in_words_are_named_with_what_was_typed_kept(browser: Any, round_: Round) -> None:
    page = submit(browser, words(browser, round_), {"subject": "", "body": "Dear {nmae}"})
    assert page.title.startswith("Error: ")
    assert list(page.errors.values()) == ["#subject", "#body", "#body"]
    assert "Put {link} where the link to the survey is to stand" in page.errors
    assert page.fields()["body"] == "Dear {nmae}"
    assert "As it would arrive" not in page.text


def test_there_are_two_kinds_of_words(browser: Any, round_: Round) -> None:
    assert visit(browser, f"{address(round_)}/words/reminder").heading.endswith("Words of the reminder")
    visit(browser, f"{address(round_)}/words/test", status=404)


def plan(browser: Any, round_: Round) -> Page:
    return visit(browser, f"{address(round_)}/reminders")


def test_a_plan_is_suggested_said_in_words_and_saved(browser: Any, session: Session, round_: Round) -> None:
    page = plan(browser, round_)
    assert "These days are a suggestion." in page.text
    day = working_day(3)
    new = empty(1, 2, 3, 4) | boxes(2, day) | {"starts": "9", "ends": "17"}
    sentence = (
        f"On {day.day} {day:%B %Y} at 9 o’clock: everybody invited in the partnership "
        "who has not sent their answers by then."
    )
    shown = submit(browser, page, new, form="Say it in words first")
    assert sentence in shown.text
    assert reminder_plans.plans_of(session, round_id=round_.id).everybody.days == ()
    assert sentence in submit(browser, shown).text
    kept = reminder_plans.plans_of(session, round_id=round_.id).everybody
    assert (kept.days, kept.quiet_from, kept.quiet_until) == ((day,), 17, 9)


@pytest.mark.parametrize("button", [0, "Say it in words first"])
def test_a_day_that_cannot_stand_is_named_beside_its_box(browser: Any, round_: Round, button: int | str) -> None:
    new = empty(1, 2, 3, 4) | boxes(3, TODAY) | {"starts": "25"}
    page = submit(browser, plan(browser, round_), new, form=button)
    assert page.errors == {"Select an hour of the morning": "#starts"}
    page = submit(browser, page, {"starts": "8", "weekends": "y"}, form=button)
    assert list(page.errors.values()) == ["#day_3"]
    assert "is too soon: choose a day after today" in page.text


def test_agencies_with_a_plan_of_their_own_are_not_promised_the_rounds(
    browser: Any, session: Session, round_: Round, agency: Agency
) -> None:
    submit(browser, plan(browser, round_))
    reminder_plans.pause(session, round_=round_, agency_id=agency.id, actor_id=None, now=NOW)
    session.commit()
    text = visit(browser, address(round_)).text
    assert "everybody invited in agencies without a plan of their own" in text
    assert "Paused" in text


def test_a_lead_does_not_reach_the_whole_partnership(
    client: Any, session: Session, round_: Round, agency: Agency
) -> None:
    sign_in(client, session, factories.add_person(session, agency, leads=[agency]))
    session.commit()
    for page in ("", "/words/invitation", "/reminders"):
        visit(client, address(round_) + page, status=404)
