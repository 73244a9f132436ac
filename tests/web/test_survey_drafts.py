"""Surveys on their list, out and in as files, checked and published, and used by a new round."""

import io
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from tests import factories
from tests.web.browsing import Page, sign_in, submit, visit
from tna.domain.people import Duty
from tna.models.surveys import Round, SurveyDraft, SurveyVersion
from tna.services import survey_drafts
from tna.services.survey_files import parse_survey
from tna.services.survey_yaml import MOST_BYTES

FOLDER = Path(__file__).parents[1] / "surveys"
TINY = (FOLDER / "features" / "questions.yaml").read_text(encoding="utf-8")
INDEX = "/surveys/editor"


@pytest.fixture
def browser(client: Any, session: Session) -> Any:
    """The browser of a manager."""
    sign_in(client, session, factories.add_person(session, duties=[Duty.MANAGER]))
    return client


def at(draft: SurveyDraft, page: str = "") -> str:
    return f"{INDEX}/{draft.id}{page}"


def only_draft(session: Session) -> SurveyDraft:
    session.expire_all()
    return session.scalars(select(SurveyDraft)).one()


def paste(browser: Any, text: str, path: str = f"{INDEX}/import") -> Page:
    return submit(browser, visit(browser, path), {"text": text})


def upload(browser: Any, content: bytes, name: str = "survey.yaml") -> Page:
    page = visit(browser, f"{INDEX}/import")
    data = page.fields() | {"file": (io.BytesIO(content), name)}
    return Page(browser.post(page.path, data=data, content_type="multipart/form-data", follow_redirects=True))


def test_the_list_says_what_each_survey_is_for(browser: Any, session: Session) -> None:
    page = visit(browser, INDEX)
    assert "There is no draft." in page.text
    assert "Comes with the product, and not used yet" in page.text
    factories.add_round(session, title="Spring")
    draft = factories.add_draft(session)
    page = visit(browser, INDEX)
    assert "Used by Spring" in page.text
    assert page.links[draft.title] == at(draft)
    assert "not a validated instrument" not in page.text.replace("None of these is a validated instrument", "")


def test_a_draft_is_started_from_a_survey_there_is_and_only_once(browser: Any, session: Session) -> None:
    page = submit(browser, visit(browser, INDEX), form="Start a draft")
    assert page.path == at(only_draft(session))
    page = submit(browser, visit(browser, INDEX), form="Start a draft")
    assert page.errors == {
        "This survey has a draft already. Go on with it, or discard it first.": at(only_draft(session))
    }
    page = submit(browser, page, {"survey": "none:1"}, form="Start a draft")
    assert page.path == INDEX


def test_a_draft_is_downloaded_changed_and_brought_back(browser: Any, session: Session) -> None:
    draft = factories.add_draft(session)
    answer = browser.get(at(draft, "/survey.yaml"))
    assert answer.headers["Content-Disposition"] == 'attachment; filename="csa-tna-2026-draft.yaml"'
    text = answer.get_data(as_text=True)
    page = paste(browser, text.replace("Noticing signs", "Seeing signs"), at(draft, "/import"))
    assert page.path == at(draft)
    assert parse_survey(only_draft(session).definition, "x") == parse_survey(
        text.replace("Noticing signs", "Seeing signs"), "x"
    )


def test_an_older_page_does_not_import_over_a_change(browser: Any, session: Session) -> None:
    draft = factories.add_draft(session)
    text = draft.definition
    old = visit(browser, at(draft, "/import"))
    submit(browser, visit(browser, at(draft, "/parts/D1")), {"text": "Seeing"})
    page = submit(browser, old, {"text": text}, status=409)
    assert "Somebody has changed this survey" in page.text
    assert page.fields()["text"].replace("\r\n", "\n") == text
    assert survey_drafts.data_of(only_draft(session))["domains"][0]["title"] == "Seeing"


def test_a_file_of_another_survey_is_not_imported_over_a_draft(browser: Any, session: Session) -> None:
    draft = factories.add_draft(session)
    assert "This file holds the survey tiny" in paste(browser, TINY, at(draft, "/import")).text


def test_a_survey_is_uploaded_as_a_draft(browser: Any, session: Session) -> None:
    page = upload(browser, TINY.encode("utf-8-sig"))
    assert page.path == at(only_draft(session))
    assert page.heading == "Draft of version 1 A tiny survey"
    assert "has a draft already" in upload(browser, TINY.encode()).text


@pytest.mark.parametrize("path", sorted((FOLDER / "faults").glob("*.yaml")), ids=lambda path: path.stem)
def test_each_faulty_file_is_told_line_by_line_or_every_fault_leads_to_a_page_that_mends_it(
    browser: Any, session: Session, path: Path
) -> None:
    text = path.read_text(encoding="utf-8")
    page = paste(browser, text)
    if page.path == f"{INDEX}/import":
        assert page.errors
        assert all(words.startswith("Line ") for words in page.errors)
        assert page.fields()["text"].split() == text.split()
        assert session.scalar(select(func.count()).select_from(SurveyDraft)) == 0
        return
    draft = only_draft(session)
    box = next(element for element in page.main.iter("section") if element.get("class") == "tna-panel")
    leads = [link.get("href", "") for link in box.iter("a")]
    assert len(leads) == len(survey_drafts.faults_of(draft)) > 0
    for lead in leads:
        assert visit(browser, lead).path.startswith(at(draft))
    assert not [button for button in visit(browser, at(draft, "/publish")).buttons if "Publish" in button]


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"", "Choose a file, or paste the text of one"),
        (b"x" * (MOST_BYTES + 1), "more than 100,000 bytes"),
        (b"id: \xff\xfe", "This is not UTF-8 text"),
        (b"id: \x00", "a character that YAML does not allow"),
        (b"\x89PNG\r\n", "This is not UTF-8 text"),
    ],
)
def test_what_is_no_survey_file_at_all_is_refused(browser: Any, session: Session, content: bytes, told: str) -> None:
    page = upload(browser, content, name="<b>\N{RIGHT-TO-LEFT OVERRIDE}.yaml")
    assert told in page.text
    assert session.scalar(select(func.count()).select_from(SurveyDraft)) == 0


def test_what_breaks_comparison_is_told_before_publishing_and_a_new_round_offers_the_version(
    browser: Any, session: Session
) -> None:
    factories.add_round(session, title="Spring")
    draft = factories.add_draft(session)
    page = visit(browser, at(draft, "/publish"))
    assert "It says the same as version 1." in page.text
    page = submit(browser, page)
    assert "Nothing is changed since version 1" in page.text
    submit(browser, visit(browser, at(draft, "/statements/s01")), {"text": "see signs"})
    page = visit(browser, at(draft, "/publish"))
    assert "Breaks comparison" in page.text
    assert "Now: see signs" in page.text
    page = submit(browser, page, form="Publish version 2")
    assert page.path == INDEX
    assert "Version 2 is published. A new round can use it." in page.text
    version = session.scalars(select(SurveyVersion).where(SurveyVersion.version == 2)).one()
    file = browser.get(f"{INDEX}/versions/{version.id}/survey.yaml")
    assert file.get_data(as_text=True) == version.definition
    values = {
        "title": "Autumn",
        "survey": "csa-tna-2026:2",
        **{f"opens_on-{part}": value for part, value in (("day", "1"), ("month", "3"), ("year", "2030"))},
        **{f"closes_on-{part}": value for part, value in (("day", "2"), ("month", "3"), ("year", "2030"))},
    }
    submit(browser, visit(browser, "/surveys/rounds/new"), values)
    made = session.scalars(select(Round).where(Round.title == "Autumn")).one()
    assert made.survey_version_id == version.id


def test_a_draft_that_changed_since_is_not_published(browser: Any, session: Session) -> None:
    draft = factories.add_draft(session, TINY)
    old = visit(browser, at(draft, "/publish"))
    assert "This is the first version of this survey" in old.text
    submit(browser, visit(browser, at(draft, "/parts/D1")), {"text": "Seeing"})
    page = submit(browser, old, status=409)
    assert "Somebody has changed this survey" in page.text
    assert session.scalar(select(func.count()).select_from(SurveyVersion)) == 0


def test_a_discarded_draft_is_gone_and_versions_stay(browser: Any, session: Session) -> None:
    draft = factories.add_draft(session, TINY)
    submit(browser, visit(browser, at(draft, "/publish")))
    page = submit(browser, visit(browser, at(draft, "/discard")))
    assert "The draft is discarded." in page.text
    assert "A tiny survey, version 1" in page.text
    visit(browser, at(draft), status=404)


def test_a_draft_that_changed_since_is_not_discarded(browser: Any, session: Session) -> None:
    draft = factories.add_draft(session, TINY)
    old = visit(browser, at(draft, "/discard"))
    submit(browser, visit(browser, at(draft, "/parts/D1")), {"text": "Seeing"})
    page = submit(browser, old, status=409)
    assert "Somebody has changed this survey since you opened this page, so it is not discarded." in page.text
    assert survey_drafts.data_of(only_draft(session))["domains"][0]["title"] == "Seeing"
    assert "The draft is discarded." in submit(browser, page).text


def test_a_part_and_a_question_whose_id_is_new_are_reached_like_any_other(browser: Any, session: Session) -> None:
    part = at(factories.add_draft(session, TINY.replace("D1", "new")), "/parts/new")
    assert visit(browser, part).fields()["text"] == "Noticing"
    text = TINY.replace("id: tiny", "id: small").replace("last-training", "new")
    question = at(factories.add_draft(session, text), "/questions/new")
    assert visit(browser, question).fields()["text"] == "When were you last trained?"


def test_a_version_that_is_not_there_is_not_found(browser: Any) -> None:
    visit(browser, f"{INDEX}/versions/7/survey.yaml", status=404)
