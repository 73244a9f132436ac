"""Taking back what a list has changed, as far as nothing has been built on it since.

What somebody did may not be read off who stays. So a list of people is taken back only while no round has been open
since it was brought in: then nobody can have answered, and whoever stays does so for another reason.
"""

from collections.abc import Iterator, Sequence
from datetime import date, datetime

from sqlalchemy import Column, delete, func, or_, select
from sqlalchemy.orm import Session

from tna.domain.lists import ListKind
from tna.domain.people import Duty
from tna.language import gettext, mark
from tna.models import Base
from tna.models.imports import ListImport
from tna.models.people import Headcount, HeldDuty, Membership, Person
from tna.models.surveys import Round
from tna.services import audit, owed
from tna.services.lists.bringing_in import AT_ONCE
from tna.services.lists.refusals import ListRefused
from tna.services.lists.undo_notes import UndoNotes, mark_of, notes_from
from tna.services.lists.uploads import State, state_of
from tna.services.sign_ins import end_all_sign_ins

TAKE_BACK_LIST = "take back a list"
STEP = 1_000

ROUND_WAS_OPEN = mark(
    "A round has been open since, and some of these people may have answered: so the list is not undone. "
    "Bring in a list without those who should not be here, or end their jobs one by one."
)
TOO_LONG_AGO = mark("It was brought in more than thirty days ago and can no longer be undone.")
# Whether somebody took part is nobody's business, and no round has been open when these are asked.
_NOT_ASKED = {"memberships", "participations"}


def why_not(session: Session, *, import_: ListImport) -> str | None:
    """Why a list that was brought in is not taken back, in a sentence; None where it can be."""
    if state_of(import_) is not State.BROUGHT_IN or import_.applied_at is None:
        return gettext("Only what was brought in can be undone.")
    if import_.kind == ListKind.PEOPLE.value and _round_was_open(session, since=import_.applied_at):
        return gettext(ROUND_WAS_OPEN)
    return gettext(TOO_LONG_AGO) if import_.undo is None else None


def is_round_open(session: Session, *, now: datetime) -> bool:
    """Whether a round is open, so that what is brought in now can not be taken back."""
    return _round_was_open(session, since=now)


def take_back(session: Session, *, import_id: int, actor_id: int, now: datetime) -> State:
    """Take a list back, or owe that to the worker where it is long. Raises ListRefused."""
    import_ = session.scalars(select(ListImport).where(ListImport.id == import_id).with_for_update()).one()
    if state_of(import_) is State.TAKEN_BACK:
        return State.TAKEN_BACK
    if (reason := why_not(session, import_=import_)) is not None:
        raise ListRefused("list", reason)
    audit.note(session, at=now, actor_id=actor_id, action="undid a list", subject=f"list {import_.id}")
    assert import_.undo is not None
    notes = notes_from(import_.undo)
    if len(notes.people) + len(notes.jobs) + len(notes.ended) > AT_ONCE:
        import_.done = 0
        owed.promise(session, kind=TAKE_BACK_LIST, key=str(import_.id), due_at=now)
        session.flush()
        return State.UNDER_WAY
    for _ in take_back_steps(session, import_id=import_.id, now=now):
        pass
    return State.TAKEN_BACK


def is_under_way(session: Session, *, import_: ListImport) -> bool:
    """Whether the worker is taking it back at the moment."""
    return state_of(import_) is State.BROUGHT_IN and owed.is_open(session, kind=TAKE_BACK_LIST, key=str(import_.id))


def take_back_steps(session: Session, *, import_id: int, now: datetime) -> Iterator[None]:
    """Take a list back step by step; each step leaves what it has taken back, and may come twice without harm."""
    import_ = session.get(ListImport, import_id)
    if import_ is None or import_.undo is None or why_not(session, import_=import_) is not None:
        return
    notes = notes_from(import_.undo)
    for start in range(0, len(notes.people), STEP):
        _remove_people(session, notes.people[start : start + STEP])
        import_.done = min(start + STEP, import_.total)
        yield
    staying = _take_jobs_back(session, notes, now=now)
    _give_jobs_back(session, notes, besides=staying)
    stayed = len(staying) + _restore_heads(session, notes)
    notes.stayed = stayed + len(_still_there(session, [person_id for person_id, *_ in notes.people]))
    import_.done = import_.total
    import_.undo, import_.undone_at = UndoNotes(counts=notes.counts, stayed=notes.stayed).as_text(), now
    session.flush()


def _round_was_open(session: Session, *, since: datetime) -> bool:
    """Whether any round was open at that moment or has been since; one that was closed or cancelled before was not."""
    ended = or_(Round.closed_at < since, Round.cancelled_at < since)
    wanted = select(Round.id, ended).where(Round.opened_at.is_not(None)).order_by(Round.id)
    return any(not is_over for _, is_over in session.execute(wanted))


def _remove_people(session: Session, some: Sequence[tuple[int, int, str]]) -> None:
    """Delete those of these people who have done nothing, are as the list wrote them, and of whom nothing speaks but
    the one job it gave them."""
    ids = [person_id for person_id, *_ in some]
    going = _as_written(session, some)
    for column in _columns_that_name_people():
        going -= set(session.scalars(select(column).where(column.in_(ids))))
    session.execute(delete(Membership).where(Membership.person_id.in_(going)))
    session.execute(delete(Person).where(Person.id.in_(going)))


def _as_written(session: Session, some: Sequence[tuple[int, int, str]]) -> set[int]:
    """The ids of those who have never come in and whose name, address and only job are as the list wrote them."""
    untouched = (
        select(Person.id, Person.name, Person.email, Membership.id, Membership.job, Membership.role_group)
        .join(Membership, Membership.person_id == Person.id)
        .where(Person.id.in_([person_id for person_id, *_ in some]), Membership.ended_on.is_(None))
        .where(Person.left_on.is_(None), Person.password_hash.is_(None), ~Person.is_confirmed)
        .order_by(Membership.id)
    )
    written = set(some)
    found = {
        person_id
        for person_id, name, email, membership_id, job, group in session.execute(untouched)
        if (person_id, membership_id, mark_of(name=name, email=email, job=job, role_group=group)) in written
    }
    # Counted by the database, jobs that have ended among them: somebody may have given another.
    jobs = select(Membership.person_id).where(Membership.person_id.in_(found)).group_by(Membership.person_id)
    return found - set(session.scalars(jobs.having(func.count() > 1)))


def _columns_that_name_people() -> list[Column[int]]:
    tables = [table for table in Base.metadata.sorted_tables if table.name not in _NOT_ASKED]
    return [column for table in tables for column in table.columns if _names_people(column)]


def _names_people(column: Column[int]) -> bool:
    return any(key.target_fullname == "people.id" for key in column.foreign_keys)


def _take_jobs_back(session: Session, notes: UndoNotes, *, now: datetime) -> set[int]:
    """Take from people who were here the jobs the list gave them; returns who keeps theirs, since it was built on."""
    staying: set[int] = set()
    left = {person_id: date.fromisoformat(day) for person_id, day in notes.returned}
    for membership_id, role_group in notes.jobs:
        membership = session.get(Membership, membership_id)
        if membership is None:
            continue
        person = membership.person
        is_changed = membership.ended_on is not None or membership.role_group != role_group
        if is_changed or _is_built_on(session, membership):
            staying.add(person.id)
            continue
        person.memberships.remove(membership)
        session.delete(membership)
        session.flush()  # the job that goes must stop answering before another may start
        _let_one_answer(person)
        if person.id in left and not any(m.ended_on is None for m in person.memberships):
            person.left_on = left[person.id]
            end_all_sign_ins(session, person_id=person.id, now=now)
    session.flush()
    return staying


def _is_built_on(session: Session, membership: Membership) -> bool:
    """Whether anything speaks of this person in this agency: a booking, something assigned, a duty."""
    for table in Base.metadata.sorted_tables:
        if table.name in _NOT_ASKED or not {"person_id", "agency_id"} <= set(table.columns.keys()):
            continue
        person, agency = table.c.person_id, table.c.agency_id
        about = select(person).where(person == membership.person_id, agency == membership.agency_id)
        if session.execute(about.limit(1)).first() is not None:
            return True
    return False


def _give_jobs_back(session: Session, notes: UndoNotes, *, besides: set[int]) -> None:
    """Give back the jobs that the list ended, and the training that went with them."""
    leads = set(notes.leads)
    for membership_id, answered in notes.ended:
        membership = session.get(Membership, membership_id)
        if membership is None or membership.ended_on is None or membership.person_id in besides:
            continue
        person = membership.person
        if person.left_on is not None or any(
            m.ended_on is None and _is_same(m, membership) for m in person.memberships
        ):
            continue
        membership.ended_on = None
        if answered:
            for other in person.memberships:
                other.is_answering = False
            session.flush()
            membership.is_answering = True
        if (person.id, membership.agency_id) in leads:
            _let_lead(person, membership.agency_id)
        session.flush()


def _is_same(one: Membership, other: Membership) -> bool:
    return (one.agency_id, one.job) == (other.agency_id, other.job)


def _let_one_answer(person: Person) -> None:
    current = [m for m in person.memberships if m.ended_on is None]
    if current and not any(m.is_answering for m in current):
        current[0].is_answering = True


def _let_lead(person: Person, agency_id: str) -> None:
    if not any(held.agency_id == agency_id for held in person.duties):
        person.duties.append(HeldDuty(duty=Duty.TRAINING_LEAD, agency_id=agency_id))


def _restore_heads(session: Session, notes: UndoNotes) -> int:
    """Write the headcounts that were there before; returns how many stay, since somebody has changed them again."""
    stayed = 0
    for agency_id, role_group, was, was_as_at, written, written_as_at in notes.heads:
        standing = session.get(Headcount, (agency_id, role_group), with_for_update=True)
        if standing is None or (standing.heads, standing.as_at.isoformat()) != (written, written_as_at):
            stayed += 1
        elif was is None or was_as_at is None:
            session.delete(standing)
        else:
            standing.heads, standing.as_at = was, date.fromisoformat(was_as_at)
    session.flush()
    return stayed


def _still_there(session: Session, ids: Sequence[int]) -> set[int]:
    found: set[int] = set()
    for start in range(0, len(ids), STEP):
        found |= set(session.scalars(select(Person.id).where(Person.id.in_(ids[start : start + STEP]))))
    return found
