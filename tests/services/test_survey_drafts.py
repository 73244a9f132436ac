"""Drafts of surveys: started, changed one step at a time, imported, published; and versions that never change."""

from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from tests import factories
from tests.factories import NOW
from tna.domain.survey_edits import domains, words
from tna.domain.survey_edits.base import Data, EditRefused
from tna.models.audit import AuditEvent
from tna.models.surveys import SurveyDraft, SurveyVersion
from tna.paths import surveys_folder
from tna.services import survey_drafts, survey_publishing, survey_versions
from tna.services.survey_drafts import DraftMoved, DraftRefused
from tna.services.survey_files import SurveyFaults, parse_survey
from tna.services.survey_yaml import read_text

SHIPPED = (surveys_folder() / "csa-tna-2026" / "survey.yaml").read_text(encoding="utf-8")
FOLDER = Path(__file__).parents[1] / "surveys"
TINY = (FOLDER / "features" / "questions.yaml").read_text(encoding="utf-8")
FAULTY = sorted((FOLDER / "faults").glob("*.yaml"))
MENDABLE = frozenset(
    {
        "condition-never-asked",
        "condition-on-a-later-question",
        "condition-on-no-choice",
        "condition-on-nothing",
        "empty-domain",
        "empty-text",
        "one-choice",
        "question-of-nobody",
        "role-group-asked-nothing",
        "seven-choices",
        "seven-statements",
        "statement-asked-twice",
        "stem-of-nobody",
        "target-missing",
        "target-not-a-level",
        "target-not-asked",
        "target-of-nobody",
        "text-too-long",
        "unknown-statement-asked",
        "wording-not-asked",
    }
)
"""The faulty files that forms can mend, each thought over."""


def start(session: Session, text: str = SHIPPED) -> SurveyDraft:
    return survey_drafts.start(session, text=text, file="a file", actor_id=None, now=NOW)


def rename(draft: SurveyDraft, title: str, revision: int | None = None) -> dict[str, Any]:
    """What one change of the first part's title hands to the service."""
    return {
        "draft_id": draft.id,
        "revision": draft.revision if revision is None else revision,
        "edit": lambda data: domains.rename_domain(data, "D1", title=title),
        "actor_id": None,
        "now": NOW,
    }


def publish(session: Session, draft: SurveyDraft) -> SurveyVersion:
    return survey_publishing.publish(session, draft_id=draft.id, revision=draft.revision, actor_id=None, now=NOW)


def title_of(draft: SurveyDraft) -> str:
    return str(survey_drafts.data_of(draft)["domains"][0]["title"])


def test_a_draft_of_a_shipped_survey_is_its_next_version_and_says_the_same(session: Session) -> None:
    draft = start(session)
    data = survey_drafts.data_of(draft)
    assert (draft.survey_id, data["version"], draft.revision) == ("csa-tna-2026", 2, 1)
    assert data == read_text(SHIPPED, "shipped").data | {"version": 2}
    assert survey_drafts.faults_of(draft) == []


def test_a_survey_has_one_draft_at_a_time(session: Session) -> None:
    draft = start(session)
    with pytest.raises(DraftRefused, match="has a draft already") as refused:
        start(session)
    assert refused.value.draft is draft
    assert start(session, TINY).survey_id == "tiny"


def test_a_change_raises_the_revision_and_leaves_a_line_in_the_log(session: Session) -> None:
    draft = start(session)
    survey_drafts.change(session, **rename(draft, "Seeing signs"))
    assert (title_of(draft), draft.revision) == ("Seeing signs", 2)
    survey_drafts.change(session, **rename(draft, "Seeing signs"))
    assert draft.revision == 2, "nothing was changed"
    done = session.scalars(select(AuditEvent.action).order_by(AuditEvent.id)).all()
    assert done[-2:] == ["started a survey draft", "changed a survey draft"]


def test_who_saw_an_older_revision_overwrites_nothing(session: Session) -> None:
    draft = start(session)
    survey_drafts.change(session, **rename(draft, "First"))
    with pytest.raises(DraftMoved):
        survey_drafts.change(session, **rename(draft, "Second", revision=1))
    with pytest.raises(DraftMoved):
        survey_drafts.discard(session, draft_id=draft.id, revision=1, actor_id=None, now=NOW)
    with pytest.raises(DraftMoved):
        survey_publishing.publish(session, draft_id=draft.id, revision=1, actor_id=None, now=NOW)
    assert title_of(draft) == "First"


def test_a_step_that_is_refused_changes_nothing(session: Session) -> None:
    draft = start(session)
    with pytest.raises(EditRefused):
        survey_drafts.change(session, **rename(draft, ""))
    assert (title_of(draft), draft.revision) == ("Noticing signs", 1)


def test_a_draft_that_would_be_too_long_to_read_is_refused(session: Session) -> None:
    draft = start(session)

    def grow(data: Data) -> Data:
        return {**data, "notice": "n" * 100_000}

    with pytest.raises(DraftRefused, match="too long"):
        survey_drafts.change(session, draft_id=draft.id, revision=1, edit=grow, actor_id=None, now=NOW)


def test_a_draft_out_and_in_again_gives_the_same_survey(session: Session) -> None:
    draft = start(session)
    text = draft.definition
    arguments = {"draft_id": draft.id, "revision": 1, "file": "a file", "actor_id": None, "now": NOW}
    survey_drafts.replace(session, text=text.replace("Noticing signs", "Seeing signs"), **arguments)
    assert parse_survey(draft.definition, "x") == parse_survey(text.replace("Noticing signs", "Seeing signs"), "x")
    assert draft.revision == 2
    with pytest.raises(DraftRefused, match="holds the survey tiny"):
        survey_drafts.replace(session, text=TINY, **arguments | {"revision": 2})


@pytest.mark.parametrize("path", [path for path in FAULTY if path.stem not in MENDABLE], ids=lambda path: path.stem)
def test_a_file_that_no_form_can_mend_is_refused_whole_with_lines(session: Session, path: Path) -> None:
    with pytest.raises(SurveyFaults) as told:
        start(session, path.read_text(encoding="utf-8"))
    assert all(fault.line for fault in told.value.faults)
    assert session.scalar(select(func.count()).select_from(SurveyDraft)) == 0


@pytest.mark.parametrize("name", sorted(MENDABLE))
def test_a_file_with_faults_that_forms_can_mend_becomes_a_draft_that_tells_them(session: Session, name: str) -> None:
    text = (FOLDER / "faults" / f"{name}.yaml").read_text(encoding="utf-8")
    with pytest.raises(SurveyFaults) as told:
        parse_survey(text, "a file")
    draft = start(session, text)
    found = {(one.place, one.problem) for one in survey_drafts.faults_of(draft)}
    assert found == {(one.place, one.problem) for one in told.value.faults}
    survey_publishing.as_far_as_it_goes(draft)
    with pytest.raises(SurveyFaults):
        publish(session, draft)


@pytest.mark.parametrize(
    ("old", "new", "place", "line"),
    [
        ("  A: [D1]", "  Z: [D1]", "asked.Z", 26),
        ("asked:\n", "stems: {Z: x}\nasked:\n", "stems.Z", 25),
        ("asked:\n", "wordings: {A: {s77: x}}\nasked:\n", "wordings.A.s77", 25),
    ],
)
def test_names_that_no_form_shows_are_refused_with_their_line(
    session: Session, old: str, new: str, place: str, line: int
) -> None:
    with pytest.raises(SurveyFaults) as faults:
        start(session, TINY.replace(old, new, 1))
    assert (place, line) in {(fault.place, fault.line) for fault in faults.value.faults}


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (TINY.replace("s03", "s09").replace("when", "s03"), "“s03” is the id of a statement"),
        (TINY.replace("s03", "s09").replace("D2", "s03"), "“s03” is the id of a statement"),
        (TINY.replace("where", "place").replace("s03", "where"), "“where” is the id of a question"),
    ],
    ids=["a question", "a domain", "a statement"],
)
def test_an_id_of_a_published_version_is_not_imported_for_a_thing_of_another_kind(
    session: Session, text: str, told: str
) -> None:
    draft = start(session, TINY)
    publish(session, draft)
    into = {"draft_id": draft.id, "revision": draft.revision, "file": "a file", "actor_id": None, "now": NOW}
    with pytest.raises(SurveyFaults) as refused:
        survey_drafts.replace(session, text=text, **into)
    assert [(told in fault.problem, bool(fault.line)) for fault in refused.value.faults] == [(True, True)]
    survey_drafts.discard(session, draft_id=draft.id, revision=draft.revision, actor_id=None, now=NOW)
    with pytest.raises(SurveyFaults):
        start(session, text)


def test_publishing_makes_a_version_and_the_draft_goes_on_as_the_next(session: Session) -> None:
    draft = start(session)
    survey_drafts.change(session, **rename(draft, "Seeing signs"))
    text = draft.definition
    version = publish(session, draft)
    assert (version.survey_id, version.version, version.definition) == ("csa-tna-2026", 2, text)
    assert survey_drafts.data_of(draft)["version"] == 3
    with pytest.raises(DraftRefused, match="Nothing is changed since version 2"):
        publish(session, draft)


def test_no_later_change_of_the_draft_reaches_a_published_version(session: Session) -> None:
    draft = start(session)
    survey_drafts.change(session, **rename(draft, "Seeing signs"))
    version = publish(session, draft)
    factories.add_agency(session)
    round_ = factories.add_round(session, survey=version)
    words_then = version.definition
    survey_drafts.change(session, **rename(draft, "Something else"))
    publish(session, draft)
    survey_drafts.discard(session, draft_id=draft.id, revision=draft.revision, actor_id=None, now=NOW)
    start(session, words_then)
    session.expire_all()
    assert version.definition == words_then
    assert round_.survey_version_id == version.id


def test_a_number_that_is_used_is_not_published_with_other_words(session: Session) -> None:
    draft = start(session)
    survey_drafts.change(session, **rename(draft, "Seeing signs"))
    title, text = draft.title, SHIPPED.replace("version: 1", "version: 2", 1)
    session.add(SurveyVersion(survey_id="csa-tna-2026", version=2, title=title, definition=text))
    session.flush()
    with pytest.raises(DraftRefused, match="There is a version 2 of this survey already"):
        publish(session, draft)


def test_a_survey_whose_notice_does_not_say_that_it_is_not_validated_is_not_published(session: Session) -> None:
    draft = start(session, TINY.replace("This is not a validated instrument.", "A fine instrument."))
    with pytest.raises(DraftRefused, match="not a validated instrument"):
        publish(session, draft)


def test_ids_of_published_versions_are_not_given_to_another_statement(session: Session) -> None:
    draft = start(session)
    add = {"draft_id": draft.id, "actor_id": None, "now": NOW}
    survey_drafts.change(session, revision=1, edit=lambda data: domains.add_statement(data, "D1", text="x"), **add)
    publish(session, draft)
    survey_drafts.change(
        session, revision=draft.revision, edit=lambda data: domains.remove_statement(data, "s25"), **add
    )
    earlier = survey_versions.earlier_data(session, survey_id=draft.survey_id)
    new = domains.add_statement(survey_drafts.data_of(draft), "D1", text="y", earlier=earlier)
    assert new["domains"][0]["statements"][-1]["id"] == "s26"


def test_a_new_round_is_made_from_what_ships_until_it_is_frozen_and_from_every_published_version(
    session: Session,
) -> None:
    assert [(one.key, one.published) for one in survey_versions.choices(session)] == [("csa-tna-2026:1", None)]
    factories.add_agency(session)
    factories.add_round(session, title="Spring")
    frozen, *others = survey_versions.choices(session)
    assert (frozen.key, frozen.rounds, others) == ("csa-tna-2026:1", ("Spring",), [])
    assert frozen.published is not None
    draft = start(session)
    survey_drafts.change(session, **rename(draft, "Seeing signs"))
    version = publish(session, draft)
    assert [one.key for one in survey_versions.choices(session)] == ["csa-tna-2026:2", "csa-tna-2026:1"]
    assert factories.add_round(session, survey=version).survey_version is version


def test_a_draft_is_compared_with_the_version_before_it(session: Session) -> None:
    draft = start(session)

    def retitle(data: Data) -> Data:
        return words.set_about(data, title="Other", notice=data["notice"], minutes=8, version=2)

    survey_drafts.change(session, draft_id=draft.id, revision=1, edit=retitle, actor_id=None, now=NOW)
    compared = survey_publishing.compared(session, draft=draft)
    assert compared is not None
    assert compared[0].version == 1
    assert [change.what for change in compared[1].others] == ["Title"]
    assert survey_publishing.compared(session, draft=start(session, TINY)) is None
