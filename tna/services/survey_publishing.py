"""From a draft to a version: what the draft changes against the last one, and publishing it for good."""

from dataclasses import replace
from datetime import datetime

from sqlalchemy.orm import Session

from tna.domain.survey_changes import SurveyChanges, changes_between
from tna.domain.survey_edits.words import NOT_VALIDATED, says_not_validated
from tna.domain.survey_translation import in_language
from tna.domain.surveys import SurveyDefinition
from tna.language import gettext, spoken
from tna.models.surveys import SurveyDraft, SurveyVersion
from tna.services import audit
from tna.services.survey_drafts import LONGEST_TITLE, DraftRefused, locked, raise_version
from tna.services.survey_files import build_survey, parse_survey
from tna.services.survey_versions import SurveyChoice, highest_version, last_before
from tna.services.survey_yaml import read_text
from tna.services.upserts import unless_taken


def definition_of_draft(draft: SurveyDraft) -> SurveyDefinition:
    """A draft as a survey. Raises SurveyFaults while it has a fault."""
    return parse_survey(draft.definition, draft.survey_id)


def compared(session: Session, *, draft: SurveyDraft) -> tuple[SurveyChoice, SurveyChanges] | None:
    """The last version before a draft and what the draft changes; None where it is the first.

    Raises SurveyFaults while the draft has a fault.
    """
    new = definition_of_draft(draft)
    before = last_before(session, survey_id=draft.survey_id, version=new.version)
    return None if before is None else (before, changes_between(parse_survey(before.text, before.key), new))


def publish(session: Session, *, draft_id: int, revision: int, actor_id: int | None, now: datetime) -> SurveyVersion:
    """Make a version of a draft, which never changes; the draft stays, as that of the next version.

    Raises DraftMoved, SurveyFaults while the draft has a fault, or DraftRefused.
    """
    draft = locked(session, draft_id=draft_id, revision=revision)
    new = definition_of_draft(draft)
    taken = DraftRefused(
        gettext(
            "There is a version %(version)s of this survey already, and a version never changes. "
            "Give the draft a higher version number.",
            version=new.version,
        )
    )
    if not says_not_validated(new.notice, new.language):
        raise DraftRefused(gettext(NOT_VALIDATED))
    if new.version <= highest_version(session, survey_id=new.id):
        raise taken
    before = last_before(session, survey_id=new.id, version=new.version)
    if before is not None and parse_survey(before.text, before.key) == replace(new, version=before.version):
        raise DraftRefused(
            gettext(
                "Nothing is changed since version %(version)s, so there is nothing to publish.", version=before.version
            )
        )
    version = SurveyVersion(
        survey_id=new.id, version=new.version, title=new.title[:LONGEST_TITLE], definition=draft.definition
    )
    with unless_taken(session, taken):
        session.add(version)
    audit.note(
        session,
        at=now,
        actor_id=actor_id,
        action="published a survey",
        subject=f"survey {new.id}",
        detail=f"version {new.version}",
    )
    raise_version(draft, new.version + 1, now)
    session.flush()
    return version


def as_far_as_it_goes(draft: SurveyDraft) -> SurveyDefinition:
    """A draft as a survey to look at in the language spoken now, faults and all.

    What is not there is not asked, and targets count for nothing.
    """
    data = read_text(draft.definition, draft.survey_id).data
    known = {one["id"] for domain in data["domains"] for one in (domain, *domain["statements"])}
    asked = {group: [entry for entry in entries if entry in known] for group, entries in data["asked"].items()}
    any_level = {group: dict.fromkeys(known, 1) for group in asked}
    return in_language(build_survey({**data, "asked": asked, "targets": any_level}), spoken())
