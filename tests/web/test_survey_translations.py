"""The pages on which a manager gives a survey its words in another language."""

from typing import Any

import pytest
from sqlalchemy.orm import Session

from tests import factories
from tests.pseudo import pseudo
from tests.web.browsing import Page, sign_in, submit, visit
from tna.domain.people import Duty
from tna.models.surveys import SurveyDraft
from tna.services import survey_drafts

OWN = """\
id: own
version: 1
title: A survey of ours
notice: This is not a validated instrument.
minutes: 1
stem: I can…
scale:
  - {value: 1, label: Not once}
  - {value: 2, label: Rarely}
  - {value: 3, label: At times}
  - {value: 4, label: Often}
  - {value: 5, label: Always}
not_my_role: No part of my work here
domains:
  - id: D1
    title: Seeing what there is
    statements:
      - {id: s01, text: see what there is & <more>}
asked: {A: [D1]}
targets: {A: {D1: 3}}
"""


@pytest.fixture
def browser(client: Any, session: Session) -> Any:
    """The browser of a manager."""
    sign_in(client, session, factories.add_person(session, duties=[Duty.MANAGER]))
    return client


@pytest.fixture
def draft(session: Session) -> SurveyDraft:
    """A draft of a survey of which the product says nothing."""
    return survey_drafts.start(session, text=OWN, file="own", actor_id=None, now=factories.NOW)


def at(draft: SurveyDraft, page: str = "") -> str:
    return f"/surveys/editor/{draft.id}{page}"


def send(browser: Any, page: Page, values: dict[str, str], status: int = 200) -> Page:
    return submit(browser, page, values, form=page.buttons[-1], status=status)


def box(page: Page, name: str) -> Any:
    return next(one for tag in ("input", "textarea") for one in page.main.iter(tag) if one.get("name") == name)


def held(page: Page, name: str) -> str:
    """What stands in a box."""
    found = box(page, name)
    return str(found.get("value") or found.text or "").strip()


def test_an_installation_of_one_language_is_asked_for_no_other(browser: Any, draft: SurveyDraft) -> None:
    assert "Other languages" not in visit(browser, at(draft)).text


@pytest.mark.usefixtures("two_languages")
def test_words_in_another_language_are_given_part_by_part(browser: Any, session: Session, draft: SurveyDraft) -> None:
    whole = visit(browser, at(draft))
    assert "Cymraeg: 0 of 11 texts translated" in whole.text
    page = visit(browser, whole.links["Cymraeg"])
    assert page.heading == "A survey of ours Words in Cymraeg"
    assert "Part 1: Seeing what there is: 0 of 2 texts translated" in page.text
    assert "Optional questions" not in page.text
    form = visit(browser, page.links["Part 1: Seeing what there is"])
    assert form.heading == "A survey of ours Words in Cymraeg: part 1"
    assert box(form, "statements.s01").get("lang") == "cy"
    assert "see what there is & <more>" in form.text
    back = send(browser, form, {"domains.D1": "Gweld", "statements.s01": "gweld beth sydd & <mwy>"})
    assert back.path == page.path
    assert "2 of 11 texts translated" in back.text
    session.expire_all()
    assert survey_drafts.data_of(draft)["translations"] == {
        "cy": {"domains": {"D1": "Gweld"}, "statements": {"s01": "gweld beth sydd & <mwy>"}}
    }
    again = visit(browser, form.path)
    assert held(again, "domains.D1") == "Gweld"
    assert held(again, "statements.s01") == "gweld beth sydd & <mwy>"


@pytest.mark.usefixtures("two_languages")
def test_what_is_too_long_is_told_at_its_box_and_nothing_is_saved(
    browser: Any, session: Session, draft: SurveyDraft
) -> None:
    form = visit(browser, at(draft, "/languages/cy/survey"))
    told = send(browser, form, {"scale.1": "x" * 81, "title": "Arolwg"})
    assert told.errors == {"Enter words of at most 80 characters. This one has 81.": "#scale.1"}
    assert held(told, "title") == "Arolwg"
    session.expire_all()
    assert "translations" not in survey_drafts.data_of(draft)


@pytest.mark.usefixtures("two_languages")
def test_what_the_product_says_itself_counts_and_is_told_where_a_box_is_empty(browser: Any, session: Session) -> None:
    shipped = factories.add_draft(session)
    page = visit(browser, at(shipped, "/languages/cy"))
    done, total = page.text.split(" texts translated")[0].split()[-3::2]
    assert done == total
    form = visit(browser, at(shipped, "/languages/cy/parts/D1"))
    assert f"If you leave this empty, people read: {pseudo('Noticing')}" in form.text


@pytest.mark.usefixtures("two_languages")
def test_somebody_elses_change_is_not_overwritten(browser: Any, draft: SurveyDraft) -> None:
    old = visit(browser, at(draft, "/languages/cy/survey"))
    send(browser, visit(browser, at(draft, "/scale")), {"level_1": "Not at all, ever"})
    told = send(browser, old, {"title": "Arolwg"}, status=409)
    assert "nothing is saved yet" in told.text
    assert held(told, "title") == "Arolwg"


def test_words_may_be_ready_before_a_language_is_spoken(browser: Any, draft: SurveyDraft) -> None:
    page = visit(browser, at(draft, "/languages/cy"))
    assert "0 of 11 texts translated" in page.text


@pytest.mark.parametrize("page", ["en", "xx-nowhere", "CY", "..", "cy/parts/D9"])
def test_what_is_no_other_language_is_not_found(browser: Any, draft: SurveyDraft, page: str) -> None:
    visit(browser, at(draft, f"/languages/{page}"), status=404)


@pytest.mark.usefixtures("two_languages")
def test_the_words_as_they_were_written_say_their_language_on_a_page_in_another(
    browser: Any, draft: SurveyDraft
) -> None:
    browser.get("/", headers={"Accept-Language": "cy"})
    page = Page(browser.get(at(draft), headers={"Accept-Language": "cy"}))
    assert page.root.get("lang") == "cy"
    assert '<span lang="en">see what there is &amp; &lt;more&gt;</span>' in page.html
    assert '<span lang="en">' not in visit(browser, at(draft)).html
