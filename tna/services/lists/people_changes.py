"""Doing what the plan of a list of people says; the caller holds the locks and has compared the plan."""

from collections.abc import Iterator, Sequence

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from tna.domain.lists import Choices
from tna.models.people import Membership, Person
from tna.services.departures import take_along
from tna.services.lists.acts import Act
from tna.services.lists.people_plan import Here, Missing, PeoplePlan, chunks, moves, people_of
from tna.services.lists.people_rows import PersonEntry
from tna.services.lists.refusals import CheckIsOld
from tna.services.lists.undo_notes import UndoNotes, mark_of
from tna.services.people import end_membership, join_agency
from tna.services.person_checks import PersonRefused
from tna.services.upserts import unless_taken


def bring_in_people(session: Session, *, plan: PeoplePlan, choices: Choices, act: Act) -> UndoNotes:
    """Give everybody of the plan their job, and end those jobs that were chosen to end; says what was changed."""
    notes = UndoNotes()
    for newcomers in chunks(plan.new):
        notes.people += _add(session, newcomers)
    for one, person in _with_person(session, [*plan.returning, *plan.elsewhere]):
        before = [m for m in person.memberships if m.ended_on is None]
        new = _join(session, notes, one, person, act)
        if moves(choices):
            _take_along(session, before, new, act)
            _end(session, notes, before, act)
    if choices.ends_missing:
        for some in chunks(plan.missing):
            _end(session, notes, _memberships(session, some), act)
    notes.counts = {
        "new": len(plan.new),
        "returning": len(plan.returning),
        "elsewhere": len(plan.elsewhere),
        "same": len(plan.same) + len(plan.otherwise),
        "missing": len({one.person_id for one in plan.missing}) if choices.ends_missing else 0,
    }
    return notes


def _add(session: Session, some: Sequence[PersonEntry]) -> list[tuple[int, int, str]]:
    """Add people who are new here with their job; their rows have been checked under the lock. As UndoNotes.people."""
    # Rows are sent without asking for their ids, which are read afterwards: PostgreSQL then takes them one after the
    # other by a prepared statement, instead of reading thousands of parameters in a statement of its own each time.
    with unless_taken(session, CheckIsOld()):  # somebody may have been added one by one at this very moment
        session.execute(insert(Person), [{"email": entry.email, "name": entry.name} for entry in some])
    ids = people_of(session, [entry.email for entry in some])
    jobs = [
        {
            "person_id": ids[entry.email],
            "agency_id": entry.agency_id,
            "job": entry.job,
            "role_group": entry.role_group,
            "is_answering": True,
        }
        for entry in some
    ]
    session.execute(insert(Membership), jobs)
    given = select(Membership.person_id, Membership.id).where(Membership.person_id.in_(ids.values()))
    job_of = {person_id: membership_id for person_id, membership_id in session.execute(given)}
    return [(ids[entry.email], job_of[ids[entry.email]], _mark(entry)) for entry in some]


def _mark(entry: PersonEntry) -> str:
    return mark_of(name=entry.name, email=entry.email, job=entry.job, role_group=entry.role_group)


def _with_person(session: Session, some: Sequence[Here]) -> Iterator[tuple[Here, Person]]:
    for chunk in chunks(some):
        wanted = select(Person).where(Person.id.in_([one.person_id for one in chunk])).order_by(Person.id)
        people = {person.id: person for person in session.scalars(wanted)}
        yield from ((one, people[one.person_id]) for one in chunk)


def _memberships(session: Session, some: Sequence[Missing]) -> list[Membership]:
    wanted = select(Membership).where(Membership.id.in_([one.membership_id for one in some])).order_by(Membership.id)
    return list(session.scalars(wanted))


def _join(session: Session, notes: UndoNotes, one: Here, person: Person, act: Act) -> Membership:
    if person.left_on is not None:
        notes.returned.append((person.id, person.left_on.isoformat()))
    try:
        made = join_agency(
            session,
            person=person,
            agency_id=one.entry.agency_id,
            job=one.entry.job,
            role_group=one.entry.role_group,
            reference=act.reference,
            actor_id=act.actor_id,
            now=act.now,
        )
    except PersonRefused as refused:  # their accounts have been merged at this very moment, or they have the job
        raise CheckIsOld from refused
    notes.jobs.append((made.id, made.role_group))
    return made


def _take_along(session: Session, before: Sequence[Membership], new: Membership, act: Act) -> None:
    """Let places on courses to come go along with somebody who leaves these jobs for the new one, as by hand."""
    for agency_id in sorted({membership.agency_id for membership in before}):
        take_along(
            session,
            person_id=new.person_id,
            agency_id=agency_id,
            new_agency_id=new.agency_id,
            role_group=new.role_group,
            today=act.today,
            now=act.now,
        )


def _end(session: Session, notes: UndoNotes, memberships: Sequence[Membership], act: Act) -> None:
    # Before any of them ends: the next of somebody's jobs answers from then on.
    notes.ended += [(membership.id, membership.is_answering) for membership in memberships]
    for membership in memberships:
        person = membership.person
        notes.leads += [(person.id, membership.agency_id) for d in person.duties if d.agency_id == membership.agency_id]
        end_membership(session, membership=membership, today=act.today, actor_id=act.actor_id, now=act.now)
