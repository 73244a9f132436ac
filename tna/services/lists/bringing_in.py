"""Bringing a checked list in, whole or not at all: a short one at once, a long one by the worker."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from tna.domain.lists import Choices, ListKind
from tna.domain.surveys import Reference
from tna.language import gettext, mark
from tna.models.imports import ListImport
from tna.services import audit, owed
from tna.services.lists.acts import Act
from tna.services.lists.checks import ListCheck, check_list, check_people
from tna.services.lists.headcounts import bring_in_headcounts
from tna.services.lists.known import lock_agencies, look_up_known
from tna.services.lists.people_changes import bring_in_people
from tna.services.lists.people_plan import work_in
from tna.services.lists.people_rows import PeopleRows, reading_people
from tna.services.lists.refusals import CheckIsOld, ListRefused
from tna.services.lists.stored import choices_as_text
from tna.services.lists.uploads import State, choices_of, remember_columns, state_of, table_of, under_way

BRING_IN_LIST = "bring in a list"
"""What is owed for a list that is too long to bring in while somebody waits for the page."""

AT_ONCE = 2_000
"""The most rows, and people to whom something happens, for which the page waits. Who asks looks through a longer list
before: under the lock only the worker does."""

CHANGED = mark("Something has changed since the list was checked. Nothing was brought in: look at the check again.")
"""What the worker leaves in the row of a list, in English; its page says it in the language spoken."""


def bring_in(session: Session, *, import_id: int, choices: Choices, act: Act) -> State:
    """Bring in a list as it was checked, or owe it to the worker; `choices.expected` is the digest of that check.

    Raises ListRefused where something is wrong, undecided or under way, CheckIsOld where it would do something else
    by now; of a long list the worker finds either out. A list that is over or under way already stays as it is.
    """
    import_ = _locked(session, import_id)
    if (state := state_of(import_)) is not State.UPLOADED:
        return state
    if under_way(session, kind=ListKind(import_.kind), besides=import_.id) is not None:
        raise ListRefused("list", gettext("Another list is being brought in at the moment. Wait until it is done."))
    import_.actor_id, import_.fault = act.actor_id, None
    if import_.total > AT_ONCE:
        return _owe(session, import_, choices, act)
    lock_agencies(session, import_.agency_id)
    found = check_list(
        session, import_=import_, choices=choices, reference=act.reference, today=act.today, actor_id=act.actor_id
    )
    if found.digest != choices.expected:
        raise CheckIsOld
    _refuse_what_is_open(found)
    if found.people is not None and work_in(found.people, choices) > AT_ONCE:
        return _owe(session, import_, choices, act)
    _write(session, import_, choices, found, act)
    return State.BROUGHT_IN


def _owe(session: Session, import_: ListImport, choices: Choices, act: Act) -> State:
    """Leave it to the worker, who checks it again."""
    import_.mapping, import_.done = choices_as_text(choices), 0
    owed.promise(session, kind=BRING_IN_LIST, key=str(import_.id), due_at=act.now)
    session.flush()
    return State.UNDER_WAY


def bring_in_steps(
    session: Session, *, import_id: int, reference: Reference, now: datetime, today: date
) -> Iterator[None]:
    """What the worker does for a long list: read it step by step, then write all of it in one transaction.

    Where something has changed since the list was checked, it goes back to its check with the reason.
    """
    import_ = session.get(ListImport, import_id)
    if import_ is None or state_of(import_) is not State.UNDER_WAY:
        return
    rows, table = PeopleRows(), table_of(import_)
    if import_.kind == ListKind.PEOPLE.value:
        known = look_up_known(session, reference)
        for done in reading_people(rows, table, choices_of(import_), known, import_.agency_id):
            import_.done = done
            yield
    import_ = _locked(session, import_id)
    if state_of(import_) is not State.UNDER_WAY:
        return
    lock_agencies(session, import_.agency_id)
    choices = choices_of(import_)
    if import_.kind == ListKind.PEOPLE.value:
        found = check_people(session, table=table, rows=rows, choices=choices, actor_id=import_.actor_id)
    else:
        found = check_list(
            session, import_=import_, choices=choices, reference=reference, today=today, actor_id=import_.actor_id
        )
    if found.digest != choices.expected or found.faults or found.open_questions:
        import_.mapping = choices_as_text(replace(choices, expected=""))
        import_.fault, import_.done = CHANGED, 0
        session.flush()
        return
    _write(session, import_, choices, found, Act(import_.actor_id, now, today, reference))


def _locked(session: Session, import_id: int) -> ListImport:
    """The list, held against whoever else wants to bring it in."""
    wanted = select(ListImport).where(ListImport.id == import_id).with_for_update()
    return session.scalars(wanted.execution_options(populate_existing=True)).one()


def _refuse_what_is_open(found: ListCheck) -> None:
    if found.faults:
        raise ListRefused(
            "list", gettext("Nothing is brought in while anything is wrong. Mend the file and upload it again.")
        )
    if found.open_questions:
        raise ListRefused(*found.open_questions[0])


def _write(session: Session, import_: ListImport, choices: Choices, found: ListCheck, act: Act) -> None:
    if found.people is not None:
        notes = bring_in_people(session, plan=found.people, choices=choices, act=act)
    else:
        assert found.headcounts is not None
        notes = bring_in_headcounts(session, plan=found.headcounts, act=act)
    remember_columns(session, import_=import_, headers=found.table.columns, choices=choices)
    import_.undo, import_.applied_at, import_.content, import_.fault = notes.as_text(), act.now, None, None
    import_.total = import_.done = len(found.table.rows)
    told = ", ".join(f"{number} {what}" for what, number in notes.counts.items())
    audit.note(
        session,
        at=act.now,
        actor_id=act.actor_id,
        action="brought in a list",
        subject=f"list {import_.id}",
        detail=f"{import_.kind}: {told}",
    )
    session.flush()
