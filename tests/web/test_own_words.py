"""Answering the open question: without scripts, with them, changed, withdrawn, and deleted after the round."""

from typing import Any

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from tests import factories
from tests.factories import CONTACT, NOW
from tests.web.browsing import Page, sign_in, submit, visit
from tna.domain.free_text import fingerprint
from tna.domain.people import respondent_key
from tna.models.free_texts import TextToScreen, WrittenText
from tna.models.people import Agency, Person
from tna.models.surveys import Round
from tna.services import releases
from tna.services.free_texts import own
from tna.services.free_texts.handing_over import hand_over

WORDS = "More time, and somebody to talk to."


@pytest.fixture
def round_(session: Session, agency: Agency) -> Round:
    made = factories.add_open_round(session, title="Spring round")
    factories.ask_openly(session, made)
    return made


@pytest.fixture
def writer(app: Any, session: Session, agency: Agency, round_: Round) -> Person:
    """Somebody who has answered everything and sent nothing yet."""
    made = factories.add_person(session, agency, password=None)
    factories.answer(session, round_, made, secret=secret_of(app), send=False)
    return made


@pytest.fixture
def browser(client: Any, session: Session, writer: Person) -> Any:
    sign_in(client, session, writer)
    return client


def secret_of(app: Any) -> str:
    return str(app.extensions["settings"].respondent_secret)


def address(round_: Round, more: str = "") -> str:
    return f"/surveys/{round_.id}/own-words{more}"


def written(app: Any, session: Session, round_: Round, person: Person) -> str:
    session.expire_all()
    return own.own_text(session, round_=round_, key=respondent_key(secret_of(app), person.id))


def test_the_page_says_first_what_it_is_not_and_whom_to_ring(browser: Any, round_: Round) -> None:
    page = visit(browser, address(round_))
    assert page.title.startswith("In your own words")
    start = page.text.index("This is not a way to report a concern about a child.")
    assert start < page.text.index("If a child may be at risk, do this now:") < page.text.index(CONTACT)
    assert page.text.index(CONTACT) < page.text.index("What would help you?")
    assert "without your name, your agency, your job and your other answers" in page.text
    assert "Until the survey closes nobody but you reads it." in page.text
    assert '<a class="govuk-link tna-phone" href="tel:01632960001">01632 960 001</a>.</p>' in page.html


def test_the_last_part_leads_to_the_question_and_that_to_checking(
    app: Any, browser: Any, session: Session, round_: Round, writer: Person
) -> None:
    number = len(factories.definition_of(round_).parts_for("D"))
    page = submit(browser, visit(browser, f"/surveys/{round_.id}/parts/{number}"), form="Save and continue")
    assert page.path == address(round_)
    check = submit(browser, page, {"words": f"  {WORDS}\r\n"}, form="Save and continue")
    assert check.path == f"/surveys/{round_.id}/check"
    assert WORDS in check.text
    assert written(app, session, round_, writer) == WORDS
    assert WORDS in visit(browser, address(round_)).text


def test_the_question_may_be_left_out(browser: Any, round_: Round) -> None:
    check = submit(browser, visit(browser, address(round_)), form="Save and continue")
    assert "Left blank" in check.text
    sent = submit(browser, check, form="Submit my answers")
    assert sent.path == f"/surveys/{round_.id}/profile"


def test_a_text_too_long_comes_back_as_it_was_typed_with_what_to_do(
    app: Any, browser: Any, session: Session, round_: Round, writer: Person
) -> None:
    page = submit(browser, visit(browser, address(round_)), {"words": "x" * 1_001}, status=422)
    assert list(page.errors.values()) == ["#words"]
    assert page.title.startswith("Error:")
    assert "x" * 1_001 in page.text
    assert written(app, session, round_, writer) == ""


def test_a_stale_page_shows_what_is_saved_beside_what_was_typed(browser: Any, round_: Round) -> None:
    stale = visit(browser, address(round_))
    submit(browser, visit(browser, address(round_)), {"words": "From the phone."})
    told = submit(browser, stale, {"words": "From the desk."}, status=422)
    assert "From the phone." in told.text
    assert "From the desk." in told.text
    submit(browser, told, {"words": "Both."})
    assert "Both." in visit(browser, address(round_)).text


def test_what_people_type_comes_back_as_text_alone(browser: Any, round_: Round) -> None:
    typed = "<script>alert(1)</script> {{7*7}} %s & more\x00"
    submit(browser, visit(browser, address(round_)), {"words": typed})
    for path in (address(round_), f"/surveys/{round_.id}/check"):
        page = visit(browser, path)
        assert typed.rstrip("\x00") in page.text
        assert "<script>alert" not in page.main_html


def test_the_script_saves_what_stands_in_the_box(
    app: Any, browser: Any, session: Session, round_: Round, writer: Person
) -> None:
    fields = visit(browser, address(round_)).fields() | {"words": WORDS}
    answer = browser.post(address(round_, "/saved"), data=fields)
    assert (answer.status_code, answer.get_json()) == (200, {"seen": fingerprint(WORDS)})
    assert written(app, session, round_, writer) == WORDS
    again = browser.post(address(round_, "/saved"), data=fields | {"words": "Another."})
    assert again.status_code == 422
    assert "different tab" in again.get_json()["fault"]


def test_the_script_is_told_when_somebody_else_has_signed_in(
    browser: Any, session: Session, agency: Agency, round_: Round
) -> None:
    fields = visit(browser, address(round_)).fields() | {"words": WORDS}
    sign_in(browser, session, factories.add_person(session, agency, password=None))
    token = visit(browser, "/").token
    assert browser.post(address(round_, "/saved"), data=fields | {"csrf_token": token}).status_code == 400
    refused = browser.post(address(round_), data=fields | {"csrf_token": token})
    assert refused.status_code == 409
    assert WORDS not in refused.get_data(as_text=True)


def test_somebody_who_was_signed_out_gets_back_what_they_typed(browser: Any, round_: Round, session: Session) -> None:
    fields = visit(browser, address(round_)).fields() | {"words": WORDS * 20}
    browser.delete_cookie("session")
    answer = browser.post(address(round_), data=fields)
    assert answer.status_code == 400
    assert WORDS * 20 in answer.get_data(as_text=True)


def test_what_was_sent_can_be_changed_and_withdrawn(
    app: Any, browser: Any, session: Session, round_: Round, writer: Person
) -> None:
    submit(browser, visit(browser, address(round_)), {"words": WORDS})
    submit(browser, visit(browser, f"/surveys/{round_.id}/check"), form="Submit my answers")
    assert visit(browser, address(round_)).path.endswith("/sent")
    page = visit(browser, address(round_, "?change=sent"))
    changed = submit(browser, page, {"words": "Something else."}, form="Save the change")
    assert changed.answer.request.full_path == f"/surveys/{round_.id}/check?change=sent"
    assert written(app, session, round_, writer) == "Something else."
    submit(browser, visit(browser, f"/surveys/{round_.id}/withdraw"), form="Withdraw my answers")
    assert session.scalar(select(func.count()).select_from(WrittenText)) == 0


def test_a_round_without_an_open_question_has_no_such_page(browser: Any, session: Session, round_: Round) -> None:
    factories.close(session, round_)
    other = factories.add_open_round(session)
    visit(browser, f"/surveys/{other.id}/before-you-start")
    for more in ("", "/delete"):
        assert browser.get(address(other, more)).status_code == 404


def test_a_closed_round_says_so_and_takes_nothing(browser: Any, session: Session, round_: Round) -> None:
    page = visit(browser, address(round_))
    fields = page.fields() | {"words": WORDS}
    factories.close(session, round_)
    assert browser.post(address(round_, "/saved"), data=fields).status_code == 409
    told = Page(browser.post(address(round_), data=fields))
    assert told.answer.status_code == 409
    assert "closed" in told.text


def release(app: Any, session: Session, round_: Round) -> None:
    factories.close(session, round_)
    releases.make_release(session, round_id=round_.id, threshold=10, secret_id="of-tests", now=NOW)
    hand_over(session, round_id=round_.id, secret=secret_of(app))


def test_after_the_round_the_writer_can_have_it_deleted_unseen(
    app: Any, browser: Any, session: Session, round_: Round
) -> None:
    submit(browser, visit(browser, address(round_)), {"words": WORDS})
    submit(browser, visit(browser, f"/surveys/{round_.id}/check"), form="Submit my answers")
    assert browser.get(address(round_, "/delete")).status_code == 302  # open: there is a page to change it on
    release(app, session, round_)
    sent = visit(browser, f"/surveys/{round_.id}/sent")
    page = visit(browser, sent.links["Delete what I wrote in my own words"])
    assert WORDS not in page.text
    submit(browser, page, form="Delete what I wrote")
    assert session.scalar(select(func.count()).select_from(TextToScreen)) == 0
