"""What a list of people would do: its people held against those who are here already."""

import hashlib
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeVar

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from tna.domain.lists import Choices, Elsewhere
from tna.language import gettext
from tna.models.people import Membership, Person
from tna.services.lists.people_rows import PeopleRows, PersonEntry

# Values in one question to a database: SQLite takes 32,766 of them.
CHUNK = 5_000

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Here:
    """Somebody of the list who is here already: their id beside what the list says of them."""

    person_id: int
    entry: PersonEntry


@dataclass(frozen=True, slots=True)
class Missing:
    """Somebody with a job in an agency of the list who is not in it; one entry a job."""

    person_id: int
    membership_id: int
    name: str
    agency_id: str


@dataclass(slots=True)
class PeoplePlan:
    """Everybody of a list without faults by what it would mean for them.

    `same`: here with this very job. `otherwise`: here in this agency, with another job or role group, and left so.
    `returning`: known, without a job anywhere. `elsewhere`: with a job in another agency only. `missing`: with a job
    in an agency of the list, and not in it. `again`: rows about somebody of an earlier row, by another address of
    theirs from before accounts were merged, each with that row; they are faults of the list.
    """

    new: list[PersonEntry] = field(default_factory=list)
    same: list[Here] = field(default_factory=list)
    otherwise: list[Here] = field(default_factory=list)
    returning: list[Here] = field(default_factory=list)
    elsewhere: list[Here] = field(default_factory=list)
    missing: list[Missing] = field(default_factory=list)
    again: list[tuple[PersonEntry, int]] = field(default_factory=list)

    @property
    def brings(self) -> int:
        """How many people get a job by it."""
        return len(self.new) + len(self.returning) + len(self.elsewhere)

    def digest(self) -> str:
        """What it would do, as a short text that changes with it."""
        here = (self.same, self.otherwise, self.returning, self.elsewhere)
        told = (
            [(entry.email, entry.name, *_job(entry)) for entry in self.new],
            *([(one.person_id, *_job(one.entry)) for one in some] for some in here),
            [one.membership_id for one in self.missing],
        )
        return hashlib.sha256(repr(told).encode()).hexdigest()[:32]


def plan_people(session: Session, *, rows: PeopleRows, actor_id: int) -> PeoplePlan:
    """What the people of a list would mean. Whoever brings it in is never missing from it."""
    known = people_of(session, [entry.email for entry in rows.entries])
    jobs = _jobs_of(session, list(known.values()))
    plan = PeoplePlan()
    rows_of: dict[int, int] = {}
    for entry in rows.entries:
        person_id = known.get(entry.email)
        if person_id is None:
            plan.new.append(entry)
        elif (first := rows_of.setdefault(person_id, entry.row)) != entry.row:
            plan.again.append((entry, first))
        else:
            _place(plan, Here(person_id, entry), jobs.get(person_id, ()))
    plan.missing.extend(_missing(session, {entry.agency_id for entry in rows.entries}, set(known.values()), actor_id))
    return plan


def questions(plan: PeoplePlan, rows: PeopleRows, choices: Choices) -> list[tuple[str, str]]:
    """What has still to be decided before the list can be brought in, each with the field that decides it."""
    open_ones = []
    if plan.elsewhere and choices.elsewhere is None:
        open_ones.append(("elsewhere", gettext("Select what it means that some of them work in another agency")))
    if rows.outside and not choices.takes_outside:
        ask = gettext("Check the addresses outside the agency’s domains, and say that they are right")
        open_ones.append(("takes_outside", ask))
    return open_ones


def work_in(plan: PeoplePlan, choices: Choices) -> int:
    """How many people it does something about, other than seeing that they are here."""
    return plan.brings + (len(plan.missing) if choices.ends_missing else 0)


def chunks(values: Sequence[T]) -> Iterator[Sequence[T]]:
    """The values a few thousand at a time, as many as one question to a database may hold."""
    return (values[start : start + CHUNK] for start in range(0, len(values), CHUNK))


def moves(choices: Choices) -> bool:
    """Whether those who work elsewhere leave there."""
    return choices.elsewhere is Elsewhere.MOVES


def _place(plan: PeoplePlan, one: Here, jobs: Collection[tuple[str, str, str]]) -> None:
    entry = one.entry
    if _job(entry) in jobs:
        plan.same.append(one)
    elif any(agency_id == entry.agency_id for agency_id, _, _ in jobs):
        plan.otherwise.append(one)
    elif jobs:
        plan.elsewhere.append(one)
    else:
        plan.returning.append(one)


def _job(entry: PersonEntry) -> tuple[str, str, str]:
    return entry.agency_id, entry.job, entry.role_group


def people_of(session: Session, emails: Sequence[str]) -> dict[str, int]:
    """Whose addresses these are, where they are known here; that of an account that was merged is the other's."""
    found: dict[str, int] = {}
    for some in chunks(emails):
        wanted = select(Person.email, func.coalesce(Person.merged_into_id, Person.id)).where(Person.email.in_(some))
        found.update((email, person_id) for email, person_id in session.execute(wanted))
    return found


def _jobs_of(session: Session, person_ids: Sequence[int]) -> Mapping[int, list[tuple[str, str, str]]]:
    """Agency, job and role group of everybody's current jobs."""
    found: dict[int, list[tuple[str, str, str]]] = {}
    for some in chunks(person_ids):
        wanted = (
            select(Membership.person_id, Membership.agency_id, Membership.job, Membership.role_group)
            .where(Membership.person_id.in_(some), Membership.ended_on.is_(None))
            .order_by(Membership.id)
        )
        for person_id, *job in session.execute(wanted):
            found.setdefault(person_id, []).append((job[0], job[1], job[2]))
    return found


def _missing(session: Session, agencies: set[str], there: set[int], actor_id: int) -> Iterator[Missing]:
    wanted = (
        select(Person.id, Membership.id, Person.name, Membership.agency_id)
        .join(Person, Person.id == Membership.person_id)
        .where(Membership.agency_id.in_(agencies), Membership.ended_on.is_(None), Person.id != actor_id)
        .order_by(Person.name, Membership.id)
    )
    return (Missing(*row) for row in session.execute(wanted) if row[0] not in there)
