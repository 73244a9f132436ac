"""Assigning a course to people of an agency: previewed, done in one act, undone as a whole or withdrawn singly."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, cast

from sqlalchemy import Table, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from tna.domain.courses import Catalogue, Course
from tna.domain.plans import Candidate, Facts, Preview, Renewals, course_states, sorted_out
from tna.language import gettext
from tna.models.courses import Booking, CourseDate
from tna.models.people import Agency, Membership, Person
from tna.models.plans import Assignment, AssignmentBatch
from tna.services import audit, bookings
from tna.services.plans.facts import facts_of
from tna.services.plans.people import works_in

LONGEST_REASON = 300
_ASSIGNMENTS = cast(Table, Assignment.__table__)


class AssigningRefused(Exception):
    """What was to be assigned cannot stand; `field` names where, the message says what to do."""

    def __init__(self, field: str, message: str) -> None:
        super().__init__(message)
        self.field = field


class PreviewIsOld(Exception):
    """An assignment would now reach another number of people than its preview said."""


@dataclass(frozen=True, slots=True)
class Reach:
    """Whom to assign a course to: everybody of a role group, or else the people selected."""

    role_group: str | None = None
    people: frozenset[int] = frozenset()


def preview(
    session: Session, *, agency_id: str, course: Course, reach: Reach, catalogue: Catalogue, today: date
) -> Preview:
    """What assigning this course would do. Raises AssigningRefused where nobody is named at all."""
    if reach.role_group is None and not reach.people:
        raise AssigningRefused("role_group", gettext("Select a role group, or go back and select people"))
    found, elsewhere = _candidates(session, agency_id, course, reach, Renewals(catalogue, today))
    return sorted_out(course, found, catalogue, elsewhere=elsewhere)


def assign(
    session: Session,
    *,
    agency_id: str,
    course: Course,
    reach: Reach,
    due_on: date | None,
    reason: str,
    expected: int | None,
    catalogue: Catalogue,
    actor_id: int,
    now: datetime,
    today: date,
) -> AssignmentBatch:
    """Assign a course to everybody whom the preview says it reaches, in one act.

    `expected` is how many the preview promised, None if nobody looked at one. Where two people assign the same at once,
    each person gets it once, from whoever came first. Raises AssigningRefused, or PreviewIsOld; then nothing is done.
    """
    reason = checked_reason(reason)
    due_on = checked_due_on(due_on, today)
    # One act of assigning at a time in an agency: what is decided below must still hold when it is written.
    session.execute(select(Agency.id).where(Agency.id == agency_id).with_for_update())
    seen = preview(session, agency_id=agency_id, course=course, reach=reach, catalogue=catalogue, today=today)
    people = [one.id for one in seen.to_assign]
    if not people:
        raise AssigningRefused("course", gettext("There is nobody left to assign this course to"))
    if expected is not None and expected != len(people):
        raise PreviewIsOld
    with session.begin_nested():
        batch = AssignmentBatch(
            agency_id=agency_id,
            course_id=course.id,
            due_on=due_on,
            reason=reason,
            assigned_by=actor_id,
            assigned_at=now,
        )
        session.add(batch)
        session.flush()
        _put_by(session, agency_id, course.id, people, now)
        if not (reached := _insert(session, batch, people)):
            raise PreviewIsOld
    detail = f"{course.id} to {reached} in {agency_id}"
    audit.note(
        session, at=now, actor_id=actor_id, action="assigned a course", subject=f"batch {batch.id}", detail=detail
    )
    session.flush()
    _let_in(session, course.id, people, today, now)
    return batch


def _let_in(session: Session, course_id: str, people: Collection[int], today: date, now: datetime) -> None:
    """Assigning is a yes: whoever asked for a place and waited for one gets it, or joins the queue."""
    waiting = (
        select(Booking.person_id)
        .join(CourseDate, CourseDate.id == Booking.date_id)
        .where(CourseDate.course_id == course_id, Booking.awaits_nomination, Booking.cancelled_at.is_(None))
        .distinct()
        .order_by(Booking.person_id)
    )
    for person_id in sorted(set(session.scalars(waiting)).intersection(people)):
        bookings.lock_person(session, person_id=person_id)
        bookings.let_in(session, person_id=person_id, course_id=course_id, today=today, now=now)


def names_here(session: Session, *, agency_id: str, people: Collection[int]) -> dict[int, str]:
    """The names, in their order, of those among these people who work in an agency now, by id."""
    here = works_in(agency_id).where(Person.id.in_(people))
    wanted = select(Person.id, Person.name).where(Person.id.in_(here)).order_by(Person.name, Person.id)
    return {person_id: name for person_id, name in session.execute(wanted)} if people else {}


def checked_reason(reason: str) -> str:
    """A reason as it is kept. Raises AssigningRefused."""
    cleaned = " ".join(reason.split())
    if not cleaned:
        raise AssigningRefused("reason", gettext("Enter a reason: people see it beside the course"))
    if len(cleaned) > LONGEST_REASON:
        longest = gettext("The reason must be %(most)s characters or fewer", most=LONGEST_REASON)
        raise AssigningRefused("reason", longest)
    return cleaned


def checked_due_on(due_on: date | None, today: date) -> date | None:
    """A day by which to take a course, if any. Raises AssigningRefused for one that is past."""
    if due_on is not None and due_on < today:
        raise AssigningRefused("due_on", gettext("The date must be today or later"))
    return due_on


def _candidates(
    session: Session, agency_id: str, course: Course, reach: Reach, renewals: Renewals
) -> tuple[list[Candidate], int]:
    """Everybody named who works here, by name, and how many of those selected do not."""
    here = works_in(agency_id, reach.role_group)
    if reach.role_group is None:
        here = here.where(Person.id.in_(reach.people))
    jobs = (
        select(Person.id, Person.name, Membership.role_group)
        .join(Membership, Membership.person_id == Person.id)
        .where(Person.id.in_(here), Membership.agency_id == agency_id, Membership.ended_on.is_(None))
        .order_by(Person.name, Person.id, Membership.id)
    )
    names: dict[int, str] = {}
    role_groups: dict[int, set[str]] = {}
    for person_id, name, role_group in session.execute(jobs):
        names[person_id] = name
        role_groups.setdefault(person_id, set()).add(role_group)
    facts = facts_of(session, people=here, agency_id=agency_id, today=renewals.today)
    found = [
        Candidate(
            one,
            name,
            frozenset(role_groups[one]),
            facts.get(one, Facts()).done,
            course_states(facts.get(one, Facts()), renewals).get(course.id),
        )
        for one, name in names.items()
    ]
    return found, 0 if reach.role_group else len(reach.people) - len(found)


def _put_by(session: Session, agency_id: str, course_id: str, people: Collection[int], now: datetime) -> None:
    """Close earlier assignments of the course to these people: they have done what was asked then.

    Only one may stand at a time, and whoever comes here with one standing has fulfilled it.
    """
    fulfilled = set(
        session.scalars(
            select(Assignment.person_id)
            .where(Assignment.agency_id == agency_id, Assignment.course_id == course_id)
            .where(Assignment.withdrawn_at.is_(None))
        )
    ).intersection(people)
    if fulfilled:
        session.execute(
            update(Assignment)
            .where(Assignment.agency_id == agency_id, Assignment.course_id == course_id)
            .where(Assignment.withdrawn_at.is_(None), Assignment.person_id.in_(fulfilled))
            .values(withdrawn_at=now)
        )


def _insert(session: Session, batch: AssignmentBatch, people: Collection[int]) -> int:
    """One row a person, unless somebody else has just assigned it to them; returns how many rows."""
    shared: dict[str, Any] = {"batch_id": batch.id, "agency_id": batch.agency_id, "course_id": batch.course_id}
    insert = postgresql.insert if session.get_bind().dialect.name == "postgresql" else sqlite.insert
    statement = insert(_ASSIGNMENTS).on_conflict_do_nothing().returning(_ASSIGNMENTS.c.id)
    return len(session.execute(statement, [{"person_id": one, **shared} for one in people]).all())
