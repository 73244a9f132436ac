"""The targets of a round in a browser: read, changed role group by role group, ratified."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy.orm import Session

from tests import factories
from tests.factories import NOW, TODAY
from tests.web.browsing import Page, sign_in, submit, visit
from tests.web.meanwhile import changed_once_found
from tna.domain.people import Duty
from tna.models.surveys import Round
from tna.services import rounds

WORKFORCE = "Children's workforce"


@pytest.fixture
def browser(client: Any, session: Session) -> Any:
    """The browser of the manager."""
    sign_in(client, session, factories.add_person(session, job="business-manager", duties=[Duty.MANAGER]))
    return client


@pytest.fixture
def round_(session: Session) -> Round:
    return factories.add_round(session, title="Spring")


def at(round_: Round, *further: str) -> str:
    return "/".join([f"/surveys/rounds/{round_.id}/targets", *further])


def agreed(**changes: str) -> dict[str, str]:
    day = {"on-day": str(TODAY.day), "on-month": str(TODAY.month), "on-year": str(TODAY.year)}
    return day | {"by": "The subgroup"} | changes


def ratify(browser: Any, round_: Round, **changes: str) -> Page:
    return submit(browser, visit(browser, at(round_)), agreed(**changes), form="Ratify")


def test_every_role_group_stands_with_its_levels_and_leads_to_its_own_page(browser: Any, round_: Round) -> None:
    page = visit(browser, at(round_))
    assert page.heading == "Targets of Spring"
    assert "These are the targets that the survey itself proposes." in page.text
    assert page.links[WORKFORCE] == at(round_, "B")
    assert page.buttons == ["Ratify the targets"]


def test_a_level_is_changed_and_said_to_differ_from_the_survey(browser: Any, session: Session, round_: Round) -> None:
    page = visit(browser, at(round_, "B"))
    assert page.fields()["domain-D1"] == "4"
    page = submit(browser, page, {"domain-D1": "2", "statement-s05": "5"})
    assert page.path == at(round_)
    assert "The targets are saved." in page.text
    assert "Children's workforce, Noticing signs: 4 to 2" in page.text
    assert "Children's workforce, Talking with children and some statements: 3 stays" in page.text
    assert "needs 5" in page.text
    session.expire_all()
    assert rounds.definition_of(round_).target("B", "s05") == 5
    fields = visit(browser, at(round_, "B")).fields()
    assert (fields["domain-D1"], fields["statement-s05"], fields["statement-s06"]) == ("2", "5", "")


def test_saving_without_a_change_says_so(browser: Any, round_: Round) -> None:
    assert "The targets are as they were." in submit(browser, visit(browser, at(round_, "B"))).text


@pytest.mark.parametrize("value", ["", "6", "0", "x", "9" * 50])
def test_a_level_that_there_is_not_is_refused(browser: Any, session: Session, round_: Round, value: str) -> None:
    page = submit(browser, visit(browser, at(round_, "B")), {"domain-D1": value})
    assert page.title.startswith("Error: ")
    assert page.errors
    session.expire_all()
    assert round_.targets is None


def test_ratified_targets_say_by_whom_and_warn_that_a_change_takes_it_back(
    browser: Any, session: Session, round_: Round
) -> None:
    page = ratify(browser, round_)
    assert page.path == f"/surveys/rounds/{round_.id}"
    assert "by The subgroup" in page.text
    page = visit(browser, at(round_))
    assert "Changing a target takes that back" in page.text
    assert page.buttons == []
    page = visit(browser, at(round_, "B"))
    assert "Saving a change takes that back" in page.text
    assert "Ratify the targets" in submit(browser, page, {"domain-D1": "2"}).buttons
    session.expire_all()
    assert round_.targets_ratified_on is None


def test_nobody_and_a_day_to_come_are_refused_at_their_fields(browser: Any, round_: Round) -> None:
    assert ratify(browser, round_, by="").errors["Enter who agreed the targets"] == "#by"
    tomorrow = TODAY + timedelta(days=2)
    boxes = {"on-day": str(tomorrow.day), "on-month": str(tomorrow.month), "on-year": str(tomorrow.year)}
    assert ratify(browser, round_, **boxes).errors["The day must be today or in the past."] == "#on"


def test_an_open_round_shows_its_targets_and_changes_none(browser: Any, session: Session) -> None:
    running = factories.add_open_round(session)
    page = visit(browser, at(running))
    assert "They are frozen with the round." in page.text
    assert WORKFORCE not in page.links
    assert page.buttons == []
    assert visit(browser, at(running, "B")).path == at(running)
    answer = browser.post(at(running), data=agreed(by="Else") | {"csrf_token": page.token})
    assert "frozen once it has opened" in Page(answer).text
    session.expire_all()
    assert running.targets_ratified_by == "The subgroup"


def test_a_round_that_opens_while_targets_are_saved_keeps_them_and_says_so(
    browser: Any, session: Session, round_: Round
) -> None:
    page = visit(browser, at(round_, "B"))
    session.expire_all()
    with changed_once_found(round_.id, opened_at=NOW):
        page = submit(browser, page, {"domain-D1": "2"})
    assert page.path == at(round_)
    assert "The targets of a round are frozen once it has opened." in page.html
    session.expire_all()
    assert round_.targets is None


def test_targets_that_somebody_else_changed_are_not_overwritten(browser: Any, session: Session, round_: Round) -> None:
    old = visit(browser, at(round_, "B"))
    submit(browser, old, {"domain-D1": "2"})
    page = submit(browser, old, {"domain-D1": "5"}, status=409)
    assert "Somebody has changed these targets since you opened this page" in page.text
    assert page.fields()["domain-D1"] == "5"
    session.expire_all()
    assert rounds.definition_of(round_).target("B", "s01") == 2
    submit(browser, page)
    session.expire_all()
    assert rounds.definition_of(round_).target("B", "s01") == 5


def test_only_targets_that_were_shown_are_ratified(browser: Any, session: Session, round_: Round) -> None:
    old = visit(browser, at(round_))
    submit(browser, visit(browser, at(round_, "B")), {"domain-D1": "2"})
    page = submit(browser, old, agreed(), form="Ratify", status=409)
    assert page.title.startswith("Error: ")
    assert "Read them again as they are now." in page.text
    assert "Children's workforce, Noticing signs: 4 to 2" in page.text
    assert page.fields("Ratify")["by"] == "The subgroup"
    session.expire_all()
    assert round_.targets_ratified_on is None
    assert submit(browser, page, form="Ratify").path == f"/surveys/rounds/{round_.id}"


def test_a_role_group_or_a_round_that_is_not_there_is_not_found(browser: Any, round_: Round) -> None:
    for address in (at(round_, "Z"), "/surveys/rounds/999/targets", "/surveys/rounds/999/targets/B"):
        visit(browser, address, status=404)


def test_hostile_words_are_shown_as_they_were_typed(browser: Any, round_: Round) -> None:
    hostile = "<script>alert(1)</script>{{7*7}}"
    ratify(browser, round_, by=hostile)
    page = visit(browser, at(round_))
    assert hostile in page.text
    assert "<script>alert" not in page.html
