"""Lists on their way in: kept when uploaded, their columns named and remembered, dropped, forgotten."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session, load_only

from tna.domain.lists import Choices, ListKind, columns_of, guessed, missing_columns, plain, used_twice
from tna.language import gettext, mark
from tna.models.base import LARGEST_ID
from tna.models.imports import ColumnMapping, ListImport
from tna.models.people import Agency, Person
from tna.services.lists.refusals import ListRefused
from tna.services.lists.stored import choices_as_text, choices_from, packed_table, unpacked_table
from tna.services.tables import ListTable

KEPT_FOR = timedelta(days=30)
"""How long a list that nobody brought in is kept, and how long what was brought in can be taken back."""

NO_LONGER = mark("What was just sent was not taken: the list has been brought in, stopped or forgotten meanwhile.")
PAGE_LENGTH = 20


class State(StrEnum):
    """How far a list has come."""

    UPLOADED = "uploaded"
    UNDER_WAY = "under way"
    BROUGHT_IN = "brought in"
    TAKEN_BACK = "taken back"
    DROPPED = "dropped"


@dataclass(frozen=True, slots=True)
class ImportSummary:
    """One list in the history: who brought it, for which agency (None: the list says so), and how far it has come."""

    import_: ListImport
    by: str
    agency: str | None
    state: State


def keep_upload(
    session: Session,
    *,
    kind: ListKind,
    agency_id: str | None,
    table: ListTable,
    file_name: str,
    actor_id: int,
    now: datetime,
) -> ListImport:
    """Keep a list that was read, with the columns as far as they can be guessed. Raises ListRefused."""
    if agency_id is not None and session.get(Agency, agency_id) is None:
        raise ListRefused("agency", gettext("Select an agency from the list"))
    remembered = _remembered(session, kind, agency_id)
    columns = guessed(columns_of(kind, names_agency=agency_id is None), table.columns, remembered.get("columns"))
    kept = ListImport(
        kind=kind.value,
        agency_id=agency_id,
        actor_id=actor_id,
        file_name=_as_a_name(file_name),
        content=packed_table(table),
        mapping=choices_as_text(Choices(columns=columns, jobs=remembered.get("jobs", {}))),
        total=len(table.rows),
        uploaded_at=now,
    )
    session.add(kept)
    session.flush()
    return kept


def find_import(session: Session, *, kind: ListKind, import_id: int) -> ListImport | None:
    """The list with this id, if it is of this kind."""
    found = session.get(ListImport, import_id) if 0 < import_id <= LARGEST_ID else None
    return found if found is not None and found.kind == kind.value else None


def state_of(import_: ListImport) -> State:
    """How far a list has come."""
    if import_.undone_at is not None:
        return State.TAKEN_BACK
    if import_.applied_at is not None:
        return State.BROUGHT_IN
    choices = choices_from(import_.mapping)
    if choices is None:
        return State.DROPPED
    return State.UNDER_WAY if choices.expected else State.UPLOADED


def table_of(import_: ListImport) -> ListTable:
    """The rows of a list that is still on its way."""
    if import_.content is None:
        raise ValueError("a list that is over has no rows any more")
    return unpacked_table(import_.content)


def choices_of(import_: ListImport) -> Choices:
    """What has been chosen for a list so far."""
    return choices_from(import_.mapping) or Choices()


def name_columns(session: Session, *, import_: ListImport, choices: Choices) -> None:
    """Say which column holds what. Raises ListRefused, once for all that is missing.

    A list that is over or under way stays as it is: the field that is refused is then `list`.
    """
    session.refresh(import_, with_for_update=True)
    if state_of(import_) is not State.UPLOADED:
        raise ListRefused("list", gettext(NO_LONGER))
    names_agency = import_.agency_id is None
    kind = ListKind(import_.kind)
    faults = missing_columns(kind, choices.columns, names_agency=names_agency)
    faults += [(key, gettext("Select each column only once")) for key in used_twice(choices.columns)]
    if faults:
        raise ListRefused(*faults[0])
    import_.mapping = choices_as_text(replace(choices, expected=""))
    session.flush()


def remember_columns(session: Session, *, import_: ListImport, headers: Sequence[str], choices: Choices) -> None:
    """Keep for the agency's next list what its columns and its jobs are called."""
    columns = {key: plain(headers[place]) for key, place in choices.columns.items()}
    text = json.dumps({"columns": columns, "jobs": dict(choices.jobs)})
    mine = _mapping(session, ListKind(import_.kind), import_.agency_id)
    if mine is None:
        session.add(ColumnMapping(kind=import_.kind, agency_id=import_.agency_id, mapping=text))
    else:
        mine.mapping = text
    session.flush()


def drop(session: Session, *, import_: ListImport) -> None:
    """Forget a list that nobody wants to bring in any more, be it waiting for the worker; not one that is over."""
    session.refresh(import_, with_for_update=True)
    if state_of(import_) in {State.UPLOADED, State.UNDER_WAY}:
        import_.content = import_.mapping = import_.fault = None
        session.flush()


def history(session: Session, *, kind: ListKind, number: int) -> tuple[list[ImportSummary], int]:
    """One page of the lists of a kind, the newest first, and how many pages there are."""
    total = session.scalar(select(func.count()).where(ListImport.kind == kind.value)) or 0
    wanted = (
        select(ListImport, Person.name, Agency.name)
        .join(Person, Person.id == ListImport.actor_id)
        .outerjoin(Agency, Agency.id == ListImport.agency_id)
        .where(ListImport.kind == kind.value)
        .order_by(ListImport.uploaded_at.desc(), ListImport.id.desc())
        .limit(PAGE_LENGTH)
        .offset((number - 1) * PAGE_LENGTH)
    )
    found = [ImportSummary(one, by, agency, state_of(one)) for one, by, agency in session.execute(wanted)]
    return found, max(1, -(-total // PAGE_LENGTH))


def forget_uploads(session: Session, now: datetime) -> None:
    """Forget the rows of lists that nobody brought in, and what it would take to undo those long brought in."""
    long_ago = now - KEPT_FOR
    session.execute(
        update(ListImport)
        .where(ListImport.applied_at.is_(None), ListImport.uploaded_at < long_ago)
        .values(content=None, mapping=None, fault=None)
    )
    session.execute(update(ListImport).where(ListImport.applied_at < long_ago).values(undo=None))


def under_way(session: Session, *, kind: ListKind, besides: int) -> ListImport | None:
    """Another list of this kind that the worker is bringing in at the moment."""
    wanted = (
        select(ListImport)
        .where(ListImport.kind == kind.value, ListImport.applied_at.is_(None), ListImport.mapping.is_not(None))
        .where(ListImport.id != besides)
        .options(load_only(ListImport.kind, ListImport.mapping, ListImport.file_name, ListImport.applied_at))
        .order_by(ListImport.id)
    )
    return next((one for one in session.scalars(wanted) if state_of(one) is State.UNDER_WAY), None)


def _as_a_name(file_name: str) -> str:
    """A file's name as it may stand on a page: the last part of a path, printable, as long as its column."""
    last = file_name.replace("\\", "/").rpartition("/")[2]
    return "".join(sign for sign in last if sign.isprintable()).strip()[:200] or "list"


def _mapping(session: Session, kind: ListKind, agency_id: str | None) -> ColumnMapping | None:
    mine = ColumnMapping.kind == kind.value, ColumnMapping.agency_id.is_not_distinct_from(agency_id)
    return session.scalars(select(ColumnMapping).where(*mine)).one_or_none()


def _remembered(session: Session, kind: ListKind, agency_id: str | None) -> Mapping[str, dict[str, str]]:
    found = _mapping(session, kind, agency_id)
    return {} if found is None else json.loads(found.mapping)
