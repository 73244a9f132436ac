"""A screener at their browser: reads, sorts, withholds, escalates and releases; and what the manager keeps of it."""

import re
from typing import Any

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from tests import factories
from tests.factories import CONTACT, NOW
from tests.web.browsing import Page, sign_in, submit, text_of, visit
from tna.domain.people import Duty
from tna.models.free_texts import OpenQuestion, TextToScreen
from tna.models.people import Agency, Person
from tna.models.surveys import Round
from tna.services import releases
from tna.services.free_texts.handing_over import hand_over

WRITERS = 11


@pytest.fixture
def screener(session: Session, agency: Agency) -> Person:
    return factories.add_person(session, agency, name="Sol Screener", duties=[Duty.SCREENER], password=None)


@pytest.fixture
def round_(app: Any, session: Session, agency: Agency, screener: Person) -> Round:
    """A released round in which eleven people of one agency wrote something."""
    secret = str(app.extensions["settings"].respondent_secret)
    made = factories.add_open_round(session, title="Spring round")
    factories.ask_openly(session, made, screeners=[screener])
    people = factories.add_respondents(session, made, agency, WRITERS, secret=secret, level=2)
    factories.add_respondents(session, made, agency, WRITERS, secret=secret, level=4)
    for number, person in enumerate(people):
        factories.write(session, made, person, f"Text {number:02}", secret=secret)
    factories.close(session, made)
    releases.make_release(session, round_id=made.id, threshold=10, secret_id="of-tests", now=NOW)
    hand_over(session, round_id=made.id, secret=secret)
    return made


@pytest.fixture
def reading(browsers: Any, session: Session, screener: Person, round_: Round) -> Any:
    made = browsers()
    sign_in(made, session, screener)
    return made


def text_on(page: Page) -> str:
    return text_of(next(page.main.iter("blockquote")))


def theme_on(page: Page, title: str) -> str:
    found = re.search(rf'for="theme-(\d+)">{title}<', page.main_html)
    assert found is not None
    return found[1]


def keep_all(reading: Any, round_: Round, *, about_time: int = 4) -> Page:
    page = visit(reading, f"/texts/{round_.id}/next")
    for number in range(WRITERS):
        themes = [theme_on(page, "Time")] if number < about_time else []
        page = submit(reading, page, {"themes": themes, "may_be_quoted": "yes"}, form="Keep it")
    return page


def test_a_screener_finds_their_rounds_in_the_menu_and_reads_one_text_at_a_time(reading: Any, round_: Round) -> None:
    rounds = visit(reading, "/texts")
    assert "Spring round: 11 texts wait to be read" in rounds.text
    progress = visit(reading, rounds.links["Spring round"])
    page = visit(reading, progress.links["Read the next text"])
    assert re.fullmatch(r"Text \d\d", text_on(page))
    assert "Agency" not in page.text
    assert "Harbour Trust" not in page.text
    first = text_on(page)
    following = submit(reading, page, form="Keep it")
    assert text_on(following) != first
    assert text_on(visit(reading, following.links["Look at the one before again"])) == first


def test_a_text_is_withheld_for_a_reason_and_not_without(reading: Any, session: Session, round_: Round) -> None:
    page = visit(reading, f"/texts/{round_.id}/next")
    text = text_on(page)
    refused = submit(reading, page, form="Withhold", status=422)
    assert refused.errors == {"Select why this text is withheld": "#reason"}
    assert text_on(refused) == text
    submit(reading, refused, {"reason": "names"}, form="Withhold")
    session.expire_all()
    assert session.scalars(select(TextToScreen.reason).where(TextToScreen.text == text)).one() == "names"


def test_escalating_says_whom_to_ring_and_is_noted_as_handed_on(reading: Any, browser: Any, round_: Round) -> None:
    page = visit(reading, f"/texts/{round_.id}/next")
    text = text_on(page)
    told = submit(reading, page, form="Hand this text on")
    assert told.heading.endswith("Hand this on outside this service")
    assert CONTACT in told.text
    assert 'href="tel:01632960001"' in told.html
    assert text_on(told) == text
    home = visit(browser, "/")
    assert "1 text of “Spring round” is to be handed on by" in home.text
    stands = visit(browser, f"/surveys/rounds/{round_.id}/open-question")
    assert "to be handed on by" in stands.text
    assert text not in stands.text
    submit(reading, told, form="I have handed it on")
    assert "to be handed on" not in visit(browser, "/").text
    assert ", handed on " in visit(browser, f"/surveys/rounds/{round_.id}/open-question").text


def test_themes_are_added_renamed_and_removed(reading: Any, round_: Round) -> None:
    path = f"/texts/{round_.id}/themes"
    assert 'value="Rooms"' in submit(reading, visit(reading, path), {"title": "Rooms"}, form="Add").main_html
    refused = submit(reading, visit(reading, path), {"title": "Time"}, form="Add", status=422)
    assert refused.errors == {"This theme is on the list already.": "#title"}
    assert 'value="Hours"' in submit(reading, visit(reading, path), {"title": "Hours"}, form="Rename").main_html
    assert 'value="Hours"' not in submit(reading, visit(reading, path), form="Remove").main_html


def test_once_all_is_read_the_themes_are_shown_before_and_after_their_release(
    reading: Any, browser: Any, session: Session, round_: Round
) -> None:
    assert "being read first" in visit(browser, "/needs").text
    progress = keep_all(reading, round_)
    assert progress.path == f"/texts/{round_.id}"
    preview = visit(reading, progress.links["Release the themes…"])
    assert "Time: 4 of 11 people who wrote something" in preview.text
    done = submit(reading, preview, form="Release the themes")
    assert "There is nothing left to read" in done.text
    assert session.scalar(select(func.count()).select_from(TextToScreen)) == 0
    overview = visit(browser, "/needs")
    finding = "Most often people wrote about “Time”: 4 of the 11 people who wrote something, 36 %."
    assert finding in overview.text
    assert "Text 00" in overview.text


def test_a_release_that_comes_too_early_says_why(reading: Any, round_: Round) -> None:
    assert visit(reading, f"/texts/{round_.id}/release").path == f"/texts/{round_.id}"
    token = visit(reading, f"/texts/{round_.id}").token
    told = Page(reading.post(f"/texts/{round_.id}/release", data={"csrf_token": token}, follow_redirects=True))
    assert "Some texts have not been read yet." in told.text


def test_somebody_who_holds_the_duty_and_is_not_named_sees_no_text(
    browsers: Any, session: Session, agency: Agency, round_: Round
) -> None:
    other = browsers()
    sign_in(other, session, factories.add_person(session, agency, duties=[Duty.SCREENER], password=None))
    assert "You are not named for any round" in visit(other, "/texts").text
    assert other.get(f"/texts/{round_.id}/next").status_code == 404


# What the manager keeps -------------------------------------------------------------------------------------


def test_the_manager_writes_the_question_and_names_screeners_before_the_round_opens(
    browser: Any, session: Session, screener: Person
) -> None:
    planned = factories.add_round(session, title="Autumn round")
    page = visit(browser, f"/surveys/rounds/{planned.id}/open-question")
    refused = submit(browser, page, {"question": "What would help?"}, form="Save")
    assert refused.errors == {"Enter what to do and whom to ring where a child may be at risk.": "#contact"}
    shown = submit(browser, refused, {"contact": CONTACT}, form="Save")
    assert "Nobody is named to read first what people write. Name one or two screeners." in shown.links
    named = visit(browser, f"/surveys/rounds/{planned.id}/open-question/screeners")
    assert "Sol Screener" in submit(browser, named, {"people": [str(screener.id)]}, form="Save").text
    removed = submit(
        browser, visit(browser, f"/surveys/rounds/{planned.id}/open-question"), form="Ask no open question"
    )
    assert "The round asks no open question." in removed.text
    assert session.get(OpenQuestion, planned.id) is None


def test_without_anybody_who_holds_the_duty_the_page_says_what_to_do(browser: Any, session: Session) -> None:
    planned = factories.add_round(session)
    page = visit(browser, f"/surveys/rounds/{planned.id}/open-question/screeners")
    assert "Nobody holds the duty of a screener yet" in page.text
