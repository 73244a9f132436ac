"""Changing a round, its privacy notice, opening it early, and calling it off: in a browser."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from tests import factories
from tests.factories import NOW, TODAY
from tests.web.browsing import Page, sign_in, submit, visit
from tests.web.meanwhile import changed_once_found
from tna.domain.people import Duty
from tna.models.people import Person
from tna.models.surveys import Response, Round
from tna.services import rounds


@pytest.fixture
def manager(session: Session) -> Person:
    return factories.add_person(session, job="business-manager", duties=[Duty.MANAGER])


@pytest.fixture
def browser(client: Any, session: Session, manager: Person) -> Any:
    """The browser of the manager."""
    sign_in(client, session, manager)
    return client


@pytest.fixture
def practitioner(browsers: Any, session: Session) -> Any:
    """The browser of somebody who is asked."""
    browser = browsers()
    sign_in(browser, session, factories.add_person(session))
    return browser


def at(round_: Round, *further: str) -> str:
    return "/".join([f"/surveys/rounds/{round_.id}", *further])


def boxes(name: str, day: Any) -> dict[str, str]:
    return {f"{name}-day": str(day.day), f"{name}-month": str(day.month), f"{name}-year": str(day.year)}


def send(browser: Any, page: Page, address: str, **values: str) -> Page:
    return Page(browser.post(address, data=values | {"csrf_token": page.token}, follow_redirects=True))


# Opening ----------------------------------------------------------------------------------------------------


def test_all_that_is_missing_is_listed_with_the_way_to_each(browser: Any, session: Session, manager: Person) -> None:
    round_ = factories.add_round(session)
    agency = manager.memberships[0].agency
    page = visit(browser, at(round_))
    listed = {
        "Nobody has ratified the targets. Review the targets, and say on which day and by whom they were agreed.": at(
            round_, "targets"
        ),
        "There is no privacy notice. Write what people read before they start.": at(round_, "privacy-notice"),
        f"{agency.name} lacks the data sharing agreement and the data protection impact assessment. "
        "Record when and by whom they were signed.": f"/people/agencies/{agency.id}/agreements",
    }
    assert listed.items() <= page.links.items()
    refused = send(browser, page, at(round_, "open"))
    assert refused.title.startswith("Error: ")
    assert refused.errors == listed
    session.expire_all()
    assert round_.opened_at is None


def test_without_an_address_for_links_no_round_opens(
    browser: Any, session: Session, app: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    round_ = factories.add_round(session)
    factories.make_ready(session, round_)
    session.commit()
    monkeypatch.setitem(app.extensions, "settings", replace(app.extensions["settings"], has_base_url=False))
    page = visit(browser, at(round_))
    assert "set TNA_BASE_URL to the address people use" in page.text
    assert "Open the round" not in page.buttons


def test_opening_before_the_day_asks_once_more(browser: Any, session: Session) -> None:
    round_ = factories.add_round(session, opens_on=TODAY + timedelta(days=9))
    factories.make_ready(session, round_)
    session.commit()
    page = submit(browser, visit(browser, at(round_)), form="Open")
    assert page.heading == f"Open {round_.title} early?"
    session.expire_all()
    assert round_.opened_at is None
    assert "The round is open" in submit(browser, page, form="Open it now").text


# Name and days ----------------------------------------------------------------------------------------------


def test_a_planned_round_is_given_another_name_and_days(browser: Any, session: Session) -> None:
    round_ = factories.add_round(session, title="Spring")
    page = visit(browser, at(round_, "change"))
    assert page.fields()["title"] == "Spring"
    later = round_.closes_on + timedelta(days=7)
    page = submit(browser, page, {"title": "Summer"} | boxes("closes_on", later))
    assert page.heading == "Summer"
    session.expire_all()
    assert round_.closes_on == later


def test_an_open_round_is_given_more_time_and_nothing_else(browser: Any, session: Session) -> None:
    round_ = factories.add_open_round(session, title="Spring")
    page = visit(browser, at(round_, "change"))
    assert set(page.fields()) == {"csrf_token", "closes_on-day", "closes_on-month", "closes_on-year"}
    assert "Posters and messages sent before name" in page.text
    assert page.links["new posters"] == "/agencies/posters"
    later = round_.closes_on + timedelta(days=7)
    page = submit(browser, page, {"title": "Summer"} | boxes("closes_on", later))
    assert "messages that went out still name the day of before" in page.text
    session.expire_all()
    assert (round_.title, round_.closes_on) == ("Spring", later)
    page = submit(browser, visit(browser, at(round_, "change")), boxes("closes_on", TODAY - timedelta(days=3)))
    assert page.errors["The last day to answer must be today or later."] == "#closes_on"


def test_a_name_that_is_taken_is_refused_at_its_field(browser: Any, session: Session) -> None:
    factories.add_round(session, title="Autumn")
    round_ = factories.add_round(session, title="Spring")
    page = submit(browser, visit(browser, at(round_, "change")), {"title": "autumn"})
    assert page.errors["A round with this name is here already. Enter another name."] == "#title"


def test_a_closed_round_is_changed_no_more(browser: Any, session: Session) -> None:
    round_ = factories.add_open_round(session)
    factories.close(session, round_)
    session.commit()
    for page in ("change", "call-off"):
        assert visit(browser, at(round_, page)).path == at(round_)


# Privacy notice ---------------------------------------------------------------------------------------------


def test_the_notice_starts_from_ours_and_is_kept_as_it_is_written(browser: Any, session: Session) -> None:
    round_ = factories.add_round(session)
    page = visit(browser, at(round_, "privacy-notice"))
    assert page.fields()["text"].startswith("The safeguarding partners")
    page = submit(browser, page, {"text": "We plan training.\n\n<b>Nothing</b> else."})
    assert "The privacy notice is saved." in page.text
    session.expire_all()
    assert round_.privacy_notice == "We plan training.\n\n<b>Nothing</b> else."
    page = submit(browser, visit(browser, at(round_, "privacy-notice")), {"text": "  "})
    assert "Enter the privacy notice." in page.errors or "Enter the privacy notice" in page.errors


def test_people_read_it_below_what_the_product_promises_and_later_too(
    browser: Any, session: Session, practitioner: Any
) -> None:
    round_ = factories.add_round(session)
    submit(browser, visit(browser, at(round_, "privacy-notice")), {"text": "We plan {{7*7}}.\n\n<b>Nothing</b> else."})
    visit(practitioner, f"/surveys/{round_.id}/privacy-notice", status=404)
    for agency in factories.agencies.all_agencies(session):
        for kind in ("sharing", "assessment"):
            factories.add_agreement(session, agency.id, kind)
    factories.ratify_targets(session, round_, by="All")
    rounds.open_round(session, round_=round_, today=TODAY, has_base_url=True, actor_id=None, now=factories.NOW)
    session.commit()
    words = visit(practitioner, f"/surveys/{round_.id}/before-you-start").text
    assert words.index("Who sees what") < words.index("We plan {{7*7}}. <b>Nothing</b> else.")
    page = visit(practitioner, f"/surveys/{round_.id}/privacy-notice")
    assert "We plan {{7*7}}. <b>Nothing</b> else." in page.text
    assert "It stays as it was when the round opened." in visit(browser, at(round_, "privacy-notice")).text


# Calling off ------------------------------------------------------------------------------------------------


def test_calling_off_an_open_round_needs_its_name_and_says_first_what_it_does(browser: Any, session: Session) -> None:
    round_ = factories.add_open_round(session, title="Autumn")
    page = visit(browser, at(round_, "call-off"))
    assert "deletes everything that anybody has put" in page.text
    page = submit(browser, page, {"typed": "Autum"})
    assert page.errors["Type the name of the round, exactly as it stands above."] == "#typed"
    session.expire_all()
    assert round_.cancelled_at is None
    page = submit(browser, page, {"typed": "Autumn"})
    assert page.path == at(round_)
    assert "Everything that people had put was deleted" in page.text
    assert "Called off" in visit(browser, "/surveys/rounds").text
    assert visit(browser, "/reports/coverage").path == "/reports/coverage"
    visit(browser, f"/reports/coverage?round={round_.id}", status=404)


def test_a_planned_round_is_called_off_without_typing(browser: Any, session: Session) -> None:
    round_ = factories.add_round(session, title="Winter")
    page = submit(browser, visit(browser, at(round_, "call-off")))
    assert "Nobody had been asked anything" in page.text
    assert rounds.running_round(session) is None


def test_a_round_that_opens_while_it_is_called_off_needs_its_name_after_all(browser: Any, session: Session) -> None:
    round_ = factories.add_round(session, title="Spring")
    page = visit(browser, at(round_, "call-off"))
    session.expunge(round_)
    with changed_once_found(round_.id, opened_at=NOW):
        page = submit(browser, page)
    assert page.errors == {"Type the name of the round, exactly as it stands above.": "#typed"}
    assert "deletes everything that anybody has put" in page.text
    assert "is called off" in submit(browser, page, {"typed": "Spring"}).text


def test_a_round_that_closes_while_it_is_called_off_is_not(browser: Any, session: Session) -> None:
    factories.add_agency(session)
    round_ = factories.add_open_round(session, title="Spring")
    page = visit(browser, at(round_, "call-off"))
    session.expunge(round_)
    with changed_once_found(round_.id, closed_at=NOW):
        page = submit(browser, page, {"typed": "Spring"})
    assert page.path == at(round_)
    assert "This round has closed, and a closed round is released." in page.text


def test_people_are_told_at_every_address_that_it_was_called_off(
    browser: Any, session: Session, practitioner: Any, app: Any
) -> None:
    round_ = factories.add_open_round(session, title="Autumn")
    start = f"/surveys/{round_.id}/before-you-start"
    page = submit(practitioner, visit(practitioner, start))
    part = page.path
    submit(browser, visit(browser, at(round_, "call-off")), {"typed": "Autumn"})
    assert session.scalar(select(func.count()).select_from(Response)) == 0
    assert submit(practitioner, page, {"s01": "3"}, status=409).heading == "This round was called off"
    for address in (start, part, *(f"/surveys/{round_.id}/{end}" for end in ("check", "sent", "profile"))):
        told = visit(practitioner, address)
        assert told.heading == "This round was called off"
        assert "What you had put was deleted." in told.text
    assert "The last round was called off." in visit(practitioner, "/").text
    for end in ("before-you-start", "check"):
        assert send(practitioner, told, f"/surveys/{round_.id}/{end}").heading == "This round was called off"


def test_a_round_called_off_before_it_opened_was_never_there_for_people(
    browser: Any, session: Session, practitioner: Any
) -> None:
    round_ = factories.add_round(session)
    submit(browser, visit(browser, at(round_, "call-off")))
    visit(practitioner, f"/surveys/{round_.id}/before-you-start", status=404)
    visit(practitioner, f"/surveys/{round_.id}/privacy-notice", status=404)
    assert "called off" not in visit(practitioner, "/").text


def test_the_forecast_says_how_many_answers_to_expect_of_each_agency(browser: Any, session: Session) -> None:
    factories.add_agency(session, name="Harbour Trust", heads={"C": 30, "D": 50})
    round_ = factories.add_round(session)
    page = visit(browser, f"{at(round_)}?rate=10")
    assert "Harbour Trust 8 80" in page.text
