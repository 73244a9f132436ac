"""All parts at a glance, the notice of a round, and changing and withdrawing what was sent."""

from typing import Any

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from tests import factories
from tests.web.browsing import Page, classes, sign_in, submit, text_of, visit
from tests.web.test_surveys import address, kept, secret, start, under_way
from tna.models.people import Person
from tna.models.surveys import Participation, Response, Round
from tna.services import people


@pytest.fixture
def person(session: Session, client: Any) -> Person:
    """A health visitor, role group D, signed in."""
    person = factories.add_person(session)
    sign_in(client, session, person)
    return person


@pytest.fixture
def round_(session: Session, person: Person) -> Round:
    """An open round."""
    return factories.add_open_round(session)


@pytest.fixture
def sent(client: Any, app: Any, session: Session, round_: Round, person: Person) -> Page:
    """The profile of the person, who has sent two answers."""
    factories.answer(session, round_, person, secret=secret(app), answers={"s01": "4", "s05": "2"})
    return visit(client, address(round_, "profile"))


def states(page: Page) -> list[str]:
    return [text_of(e) for e in page.main.iter("div") if "govuk-task-list__status" in classes(e)]


def primary(page: Page) -> list[str]:
    """The buttons that are not quiet."""
    drawn = [e for e in page.main.iter() if "govuk-button" in classes(e)]
    return [text_of(e) for e in drawn if "govuk-button--secondary" not in classes(e)]


# All parts --------------------------------------------------------------------------------------------------


def test_the_hub_says_what_is_done_and_how_long_the_rest_takes(
    client: Any, app: Any, session: Session, round_: Round, person: Person
) -> None:
    under_way(client, app, session, round_, person, s01="4", s02="6", s03="1", s04="2", s05="3")
    page = visit(client, address(round_, ""))
    assert page.heading.endswith("Your survey")
    assert states(page) == ["Done", "Started", *["Not started"] * 5]
    assert "About seven minutes are left." in page.text
    assert page.links["Talking with children"] == address(round_, "parts/2")
    assert page.buttons == ["Carry on with part 2", "Check and send"]
    assert primary(page) == ["Carry on with part 2"]
    assert page.links["Carry on with part 2"] == address(round_, "parts/2")
    assert "4 of 4 statements answered" in page.text


def test_the_hub_offers_the_first_part_to_somebody_who_has_put_nothing(client: Any, round_: Round) -> None:
    start(client, round_)
    assert primary(visit(client, address(round_, ""))) == ["Start with part 1"]


def test_the_hub_leads_back_to_parts_without_an_answer_and_past_blanks_that_were_meant(
    client: Any, app: Any, session: Session, round_: Round, person: Person
) -> None:
    asked = [part.statements for part in factories.definition_of(round_).parts_for("D")]
    answers = {one.id: "3" for statements in (asked[0], *asked[2:]) for one in statements}
    under_way(client, app, session, round_, person, **answers)
    assert primary(visit(client, address(round_, ""))) == ["Carry on with part 2"]
    submit(client, visit(client, address(round_, "parts/2")), {asked[1][0].id: "4"})
    page = visit(client, address(round_, ""))
    assert states(page)[1] == "Started"
    assert primary(page) == ["Check and send"]


def test_the_hub_of_somebody_who_has_answered_everything_says_so(
    client: Any, app: Any, session: Session, round_: Round, person: Person
) -> None:
    asked = factories.statements_asked(factories.definition_of(round_), "D")
    under_way(client, app, session, round_, person, **dict.fromkeys(asked, "3"))
    page = visit(client, address(round_, ""))
    assert "You have answered every statement." in page.text
    assert states(page) == ["Done"] * 7
    assert page.buttons == primary(page) == ["Check and send"]
    check = visit(client, address(round_, "check"))
    assert "You left two of the closing questions blank." in check.text


def test_home_and_every_part_lead_to_the_hub(client: Any, round_: Round) -> None:
    assert start(client, round_).links["See all parts"] == address(round_, "")
    home = visit(client, "/")
    assert home.links["See all parts"] == address(round_, "")
    assert home.links["Carry on"] == address(round_, "parts/1")


# The notice -------------------------------------------------------------------------------------------------


def test_the_notice_of_a_round_is_read_before_and_after_and_never_as_markup(
    client: Any, app: Any, session: Session, round_: Round, person: Person
) -> None:
    round_.privacy_notice = "Who we are.\n\n<b>What</b> we keep {{7*7}}"
    session.flush()
    for rest in ("before-you-start", "privacy-notice"):
        assert "<b>What</b> we keep {{7*7}}" in visit(client, address(round_, rest)).text
    factories.answer(session, round_, person, secret=secret(app))
    factories.close(session, round_)
    read_again = visit(client, address(round_, "profile")).links["Read the privacy notice of this survey"]
    assert read_again == address(round_, "privacy-notice")
    assert "Who we are." in visit(client, address(round_, "privacy-notice")).text


def test_a_round_without_a_notice_of_its_own_says_what_the_service_promises(
    client: Any, session: Session, round_: Round
) -> None:
    round_.privacy_notice = ""
    session.flush()
    for rest in ("before-you-start", "privacy-notice"):
        text = visit(client, address(round_, rest)).text
        assert "Who sees what" in text
        assert "What your partnership says" not in text


# Changing ---------------------------------------------------------------------------------------------------


def test_sent_answers_are_changed_in_place_and_stay_sent(
    client: Any, app: Any, session: Session, sent: Page, round_: Round, person: Person
) -> None:
    check = visit(client, sent.links["Change my answers"])
    assert check.heading == "Change your answers"
    assert "Submit" not in " ".join(check.buttons)
    change = next(href for words, href in check.links.items() if words.startswith("Change: start a gentle"))
    part = visit(client, change.partition("#")[0])
    assert part.checked == {"s05": "2"}
    assert part.buttons == ["Save the change"]
    after = submit(client, part, {"s05": "5"}, form="Save the change")
    assert (after.path, after.heading) == (address(round_, "check"), "Change your answers")
    assert "Your change is saved" in after.text
    assert after.links["see your profile"] == address(round_, "profile")
    assert kept(app, session, round_, person) == {"s01": 4, "s05": 5}
    assert session.scalars(select(Response.is_submitted)).all() == [True]


def test_the_script_changes_sent_answers_too_where_one_means_to(
    client: Any, app: Any, session: Session, sent: Page, round_: Round, person: Person
) -> None:
    part = visit(client, address(round_, "parts/1") + "?change=sent")
    fields = part.fields() | {"s01": "1"}
    assert client.post(address(round_, "parts/1/answers"), data=fields).status_code == 409
    assert client.post(address(round_, "parts/1/answers") + "?change=sent", data=fields).status_code == 200
    assert kept(app, session, round_, person) == {"s01": 1, "s05": 2}


def test_the_last_answers_are_not_cleared_but_withdrawn(
    client: Any, app: Any, session: Session, round_: Round, person: Person
) -> None:
    factories.answer(session, round_, person, secret=secret(app), answers={"s01": "4"})
    part = visit(client, address(round_, "parts/1") + "?change=sent")
    asked = visit(client, part.links["Clear my answers on this page"])
    page = submit(client, asked, form="Clear my answers in this part", status=422)
    assert page.errors == {"Leave at least one answer. To take back all of them, withdraw them": "#clear"}
    assert kept(app, session, round_, person) == {"s01": 4}


def test_home_offers_to_change_what_was_sent_while_it_may_be_changed(
    client: Any, session: Session, sent: Page, round_: Round, person: Person
) -> None:
    assert visit(client, "/").links["Change my answers"] == address(round_, "check") + "?change=sent"
    person.sealed_through = round_.id
    session.flush()
    assert "Change my answers" not in visit(client, "/").links


def test_changing_keeps_to_the_role_group_the_answers_were_sent_with(
    client: Any, session: Session, sent: Page, round_: Round, person: Person
) -> None:
    other = factories.add_membership(session, person, factories.add_agency(session), job="prison-worker")
    people.answer_as(session, person=person, membership_id=other.id)
    page = visit(client, address(round_, "check") + "?change=sent")
    assert len([h for h in page.main.iter("h2")]) == 8  # seven parts of D, and what to do when done


@pytest.mark.parametrize("rest", ["check", "parts/1"])
def test_changing_is_over_when_the_round_has_closed(
    client: Any, app: Any, session: Session, sent: Page, round_: Round, person: Person, rest: str
) -> None:
    part = visit(client, address(round_, "parts/1") + "?change=sent")
    factories.close(session, round_)
    assert visit(client, address(round_, rest) + "?change=sent").path == address(round_, "sent")
    assert submit(client, part, {"s01": "1"}, form="Save the change").path == address(round_, "sent")
    assert "Change my answers" not in visit(client, address(round_, "profile")).links
    assert kept(app, session, round_, person) == {"s01": 4, "s05": 2}


def test_answers_that_a_link_has_sealed_are_neither_shown_nor_changed(
    client: Any, app: Any, session: Session, sent: Page, round_: Round, person: Person
) -> None:
    part = visit(client, address(round_, "parts/1") + "?change=sent")
    person.sealed_through = round_.id
    session.flush()
    for rest in ("check?change=sent", "parts/1?change=sent"):
        assert visit(client, address(round_, rest)).path == address(round_, "sent")
    assert submit(client, part, {"s01": "1"}, form="Save the change").path == address(round_, "sent")
    answer = client.post(address(round_, "parts/1/answers") + "?change=sent", data=part.fields() | {"s01": "1"})
    assert answer.status_code == 409
    assert visit(client, address(round_, "profile.pdf")).heading.endswith("This profile is closed")
    assert kept(app, session, round_, person) == {"s01": 4, "s05": 2}


# Withdrawing ------------------------------------------------------------------------------------------------


def test_withdrawing_asks_once_deletes_everything_and_lets_one_start_again(
    client: Any, session: Session, sent: Page, round_: Round
) -> None:
    asked = visit(client, sent.links["Withdraw my answers"])
    assert asked.heading.endswith("Withdraw your answers?")
    assert "Nobody is told." in asked.text
    home = submit(client, asked, form="Withdraw my answers")
    assert "Your answers are deleted." in home.text
    assert "Start" in home.buttons
    assert session.scalar(select(func.count()).select_from(Response)) == 0
    assert session.scalar(select(func.count()).select_from(Participation)) == 1
    assert start(client, round_).checked == {}


def test_sealed_answers_can_be_withdrawn_unseen_and_what_is_sent_anew_is_ones_own(
    client: Any, app: Any, session: Session, sent: Page, round_: Round, person: Person
) -> None:
    person.sealed_through = round_.id
    session.flush()
    page = visit(client, address(round_, "sent"))
    assert "Change my answers" not in page.links
    assert "you can withdraw all of it" in page.text
    assert visit(client, address(round_, "profile")).links["Withdraw my answers"] == address(round_, "withdraw")
    asked = visit(client, page.links["Withdraw my answers"])
    assert asked.links["Keep them"] == address(round_, "sent")
    assert not asked.checked
    submit(client, asked, form="Withdraw my answers")
    assert session.scalar(select(func.count()).select_from(Response)) == 0
    factories.answer(session, round_, person, secret=secret(app), answers={"s01": "3"})
    session.expire_all()
    assert "Your profile" in visit(client, address(round_, "profile")).heading


def test_sealed_answers_to_a_closed_round_stay(
    client: Any, app: Any, session: Session, sent: Page, round_: Round, person: Person
) -> None:
    person.sealed_through = round_.id
    factories.close(session, round_)
    client.post(address(round_, "withdraw"), data={"csrf_token": sent.token})
    assert "Withdraw my answers" not in visit(client, address(round_, "profile")).links
    assert kept(app, session, round_, person) == {"s01": 4, "s05": 2}


def test_somebody_who_has_not_sent_may_delete_what_they_put(
    client: Any, app: Any, session: Session, round_: Round, person: Person
) -> None:
    under_way(client, app, session, round_, person)
    asked = visit(client, visit(client, address(round_, "")).links["Delete what I have put"])
    submit(client, asked, form="Delete what I have put")
    assert session.scalar(select(func.count()).select_from(Response)) == 0


def test_withdrawing_after_the_closing_changes_nothing(
    client: Any, app: Any, session: Session, sent: Page, round_: Round, person: Person
) -> None:
    asked = visit(client, address(round_, "withdraw"))
    factories.close(session, round_)
    assert submit(client, asked, form="Withdraw my answers").path == address(round_, "sent")
    assert kept(app, session, round_, person) == {"s01": 4, "s05": 2}


@pytest.mark.parametrize("rest", ["before-you-start", "sent", "profile"])
def test_what_happens_later_is_said_plainly(
    client: Any, app: Any, session: Session, round_: Round, person: Person, rest: str
) -> None:
    if rest != "before-you-start":
        factories.answer(session, round_, person, secret=secret(app))
    text = visit(client, address(round_, rest)).text
    for words in ("change what you sent", "withdraw", "cannot be taken out of", "erased"):
        assert words in text


def test_a_round_that_was_called_off_takes_no_answers_and_says_so(
    client: Any, app: Any, session: Session, round_: Round, person: Person
) -> None:
    under_way(client, app, session, round_, person, s01="4")
    part = visit(client, address(round_, "parts/1"))
    round_.cancelled_at = factories.NOW
    session.flush()
    assert visit(client, address(round_, "")).heading == "This round was called off"
    page = submit(client, part, {"s01": "1"}, form="Save and continue", status=409)
    assert page.heading == "This round was called off"
    assert kept(app, session, round_, person) == {"s01": 4}
