"""Surveys being written: started from another or from a file, changed step by step, exported and thrown away.

A draft is the text of a survey file that forms can change: it may have any fault that a form can mend. Whoever
changes it says which revision they saw; if somebody else was quicker nothing is overwritten.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from tna.domain.survey_edits.base import Data
from tna.language import gettext, mark
from tna.models.base import LARGEST_ID
from tna.models.surveys import SurveyDraft
from tna.services import audit
from tna.services.survey_checks import (
    NO_ROLE_GROUP,
    NO_STATEMENT,
    entries_of,
    id_and_scale_faults,
    listed,
    texts,
    unknown_names,
)
from tna.services.survey_faults import Fault, Steps, SurveyFaults
from tna.services.survey_files import faults_in, load_reference
from tna.services.survey_shape import shape_faults
from tna.services.survey_translation_checks import translation_faults
from tna.services.survey_versions import earlier_data, highest_version
from tna.services.survey_writing import written
from tna.services.survey_yaml import Document, quoted, read_text
from tna.services.upserts import unless_taken

LONGEST_TITLE = 200
_IDS_OF_ANOTHER_KIND = {
    "domain": mark("%(name)s is the id of a domain in a version of this survey"),
    "statement": mark("%(name)s is the id of a statement in a version of this survey"),
    "question": mark("%(name)s is the id of a question in a version of this survey"),
}
_OWN_IDS = {
    "domain": mark("Give the domain an id of its own"),
    "statement": mark("Give the statement an id of its own"),
    "question": mark("Give the question an id of its own"),
}
_KINDS_THAT_FORMS_CANNOT_MEND = frozenset({"type", "required", "additionalProperties", "pattern"})


class DraftMoved(Exception):
    """Somebody changed the draft after the page was opened from which it is changed now; nothing was done."""


class DraftRefused(Exception):
    """What is asked of a draft is not possible; the message says why and what to do. `draft`: the one in the way."""

    def __init__(self, message: str, draft: SurveyDraft | None = None) -> None:
        super().__init__(message)
        self.draft = draft


def all_drafts(session: Session) -> list[SurveyDraft]:
    """Every draft, by title."""
    return list(session.scalars(select(SurveyDraft).order_by(SurveyDraft.title, SurveyDraft.id)))


def find_draft(session: Session, *, draft_id: int) -> SurveyDraft | None:
    """The draft with this id."""
    return session.get(SurveyDraft, draft_id) if 0 < draft_id <= LARGEST_ID else None


def data_of(draft: SurveyDraft) -> Data:
    """What a draft says, as plain data."""
    return read_text(draft.definition, draft.survey_id).data


def faults_of(draft: SurveyDraft) -> list[Fault]:
    """Every fault of a draft, the same as `tna survey check` tells, from top to bottom."""
    return list(SurveyFaults(faults_in(read_text(draft.definition, draft.survey_id))).faults)


def editable(text: str, file: str) -> Data:
    """What a file says, if forms can mend all that is wrong with it. Raises SurveyFaults with every fault otherwise."""
    document = read_text(text, file)
    beyond = [*document.faults, *_beyond_forms(document)]
    if beyond:
        every = faults_in(document)
        told = {fault.place for fault in every}
        raise SurveyFaults([*every, *(fault for fault in beyond if fault.place not in told)])
    return document.data


def _editable_after_others(session: Session, text: str, file: str) -> Data:
    """As `editable`, and no id stands for one kind of thing here and for another in a version of the survey."""
    data = editable(text, file)
    if given := list(_ids_given_anew(read_text(text, file), earlier_data(session, survey_id=data["id"]))):
        raise SurveyFaults(given)
    return data


def start(session: Session, *, text: str, file: str, actor_id: int | None, now: datetime) -> SurveyDraft:
    """A draft of the survey in a text, as a version after every one there is. Raises SurveyFaults or DraftRefused."""
    data = _as_next_version(session, _editable_after_others(session, text, file))
    refusal = DraftRefused(gettext("This survey has a draft already. Go on with it, or discard it first."))
    there = session.scalars(select(SurveyDraft).where(SurveyDraft.survey_id == data["id"])).one_or_none()
    if there is not None:
        refusal.draft = there
        raise refusal
    draft = SurveyDraft(survey_id=data["id"], revision=1, changed_at=now, **_columns(data))
    with unless_taken(session, refusal):
        session.add(draft)
    audit.note(session, at=now, actor_id=actor_id, action="started a survey draft", subject=_subject(draft))
    session.flush()
    return draft


def replace(
    session: Session, *, draft_id: int, revision: int, text: str, file: str, actor_id: int | None, now: datetime
) -> None:
    """Put what a file says in the place of everything in a draft of the same survey.

    Raises SurveyFaults, DraftRefused or DraftMoved; then the draft stays as it is.
    """
    draft = locked(session, draft_id=draft_id, revision=revision)
    data = _editable_after_others(session, text, file)
    if data["id"] != draft.survey_id:
        raise DraftRefused(
            gettext(
                "This file holds the survey %(other)s, and the draft is one of %(own)s. "
                "Import it as a draft of its own.",
                other=data["id"],
                own=draft.survey_id,
            )
        )
    _keep(draft, _as_next_version(session, data), now)
    audit.note(session, at=now, actor_id=actor_id, action="imported a survey draft", subject=_subject(draft))
    session.flush()


def change(
    session: Session,
    *,
    draft_id: int,
    revision: int,
    edit: Callable[[Data], Data],
    actor_id: int | None,
    now: datetime,
) -> None:
    """Change a draft by one step of `tna.domain.survey_edits`; a step that changes nothing leaves no trace.

    Raises DraftMoved, DraftRefused, or what the step raises; then nothing is changed.
    """
    draft = locked(session, draft_id=draft_id, revision=revision)
    before = data_of(draft)
    after = edit(before)
    if after == before:
        return
    _keep(draft, after, now)
    audit.note(session, at=now, actor_id=actor_id, action="changed a survey draft", subject=_subject(draft))
    session.flush()


def discard(session: Session, *, draft_id: int, revision: int, actor_id: int | None, now: datetime) -> None:
    """Throw a draft away; published versions stay. Raises DraftMoved."""
    draft = locked(session, draft_id=draft_id, revision=revision)
    audit.note(session, at=now, actor_id=actor_id, action="discarded a survey draft", subject=_subject(draft))
    session.delete(draft)
    session.flush()


def locked(session: Session, *, draft_id: int, revision: int) -> SurveyDraft:
    """The draft, held until the end of the transaction. Raises DraftMoved if it is another by now, or gone."""
    wanted = select(SurveyDraft).where(SurveyDraft.id == draft_id).with_for_update()
    draft = session.scalars(wanted.execution_options(populate_existing=True)).one_or_none()
    if draft is None or draft.revision != revision:
        raise DraftMoved
    return draft


def _keep(draft: SurveyDraft, data: Data, now: datetime) -> None:
    for name, value in _columns(data).items():
        setattr(draft, name, value)
    draft.revision, draft.changed_at = draft.revision + 1, now


def raise_version(draft: SurveyDraft, version: int, now: datetime) -> None:
    """Let a draft be that of a further version; the caller holds it."""
    _keep(draft, {**data_of(draft), "version": version}, now)


def _columns(data: Data) -> Mapping[str, str]:
    text = written(data)
    try:
        read_text(text, str(data["id"]))
    except SurveyFaults as faults:
        message = gettext("The survey would be too long. %(problem)s.", problem=faults.faults[0].problem)
        raise DraftRefused(message) from faults
    return {"title": data["title"][:LONGEST_TITLE], "definition": text}


def _as_next_version(session: Session, data: Data) -> Data:
    """The data with its own version number, or where that is used with the next that is free."""
    return {**data, "version": max(int(data["version"]), highest_version(session, survey_id=data["id"]) + 1)}


def _subject(draft: SurveyDraft) -> str:
    return f"survey {draft.survey_id}"


def _beyond_forms(document: Document) -> Iterator[Fault]:
    """Faults that no form of the editor can mend: of the file's shape, ids, scale and translations, unknown names."""
    shape = shape_faults(document, "survey")
    yield from (fault for fault in shape if fault.place.startswith(("scale", "translations")))
    yield from translation_faults(document)
    yield from shape_faults(document, "survey", kinds=_KINDS_THAT_FORMS_CANNOT_MEND)
    yield from id_and_scale_faults(document)
    groups = [role_group.id for role_group in load_reference().role_groups]
    yield from unknown_names(document, NO_ROLE_GROUP, _role_groups_named(document), groups)
    statements = [
        str(one.get("id"))
        for _, domain in listed(document.data.get("domains"))
        for _, one in listed(domain.get("statements"))
    ]
    yield from unknown_names(document, NO_STATEMENT, _statements_reworded(document), statements)


def _ids_given_anew(document: Document, earlier: Iterable[Data]) -> Iterator[Fault]:
    before = {row["id"]: kind for data in earlier for kind, _, row in _rows(data)}
    for kind, steps, row in _rows(document.data):
        was = before.get(row["id"], kind)
        if was != kind:
            problem = gettext(_IDS_OF_ANOTHER_KIND[was], name=quoted(row["id"]))
            yield document.fault((*steps, "id"), problem, gettext(_OWN_IDS[kind]))


def _rows(data: Data) -> Iterator[tuple[str, Steps, Data]]:
    """Everything in a survey that has an id, with what it is and where it stands."""
    for steps, domain in listed(data["domains"], "domains"):
        yield "domain", steps, domain
        yield from (("statement", *one) for one in listed(domain["statements"], *steps, "statements"))
    yield from (("question", *one) for one in listed(data.get("questions"), "questions"))


def _role_groups_named(document: Document) -> Iterator[tuple[Steps, str]]:
    for name in ("stems", "wordings", "asked", "targets"):
        yield from (((name, group), group) for group in entries_of(document.data.get(name)))
    for steps, question in listed(document.data.get("questions"), "questions"):
        yield from texts(question.get("asked_of"), *steps, "asked_of")


def _statements_reworded(document: Document) -> Iterator[tuple[Steps, str]]:
    for group, words in entries_of(document.data.get("wordings")).items():
        yield from ((("wordings", group, one), one) for one in entries_of(words))
