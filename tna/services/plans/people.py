"""The people of an agency and how they stand in their courses, as a training lead sees them: never an answer."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Row, Select, func, select
from sqlalchemy.orm import Session

from tna.domain.courses import Catalogue
from tna.domain.plans import CourseState, Facts, Renewals, State, course_states
from tna.models.base import LARGEST_ID
from tna.models.people import Membership, Person
from tna.models.plans import SharedSuggestion
from tna.services.people import PAGE_LENGTH, matching
from tna.services.plans.facts import facts_of
from tna.services.plans.narrowing import Narrowing, Show


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a list is narrowed to; everything empty is everybody."""

    search: str = ""
    role_group: str | None = None
    course: str | None = None
    show: Show | None = None


@dataclass(frozen=True, slots=True)
class PersonInPlan:
    """One person of an agency: their role groups there, how they stand in each course, and what they have asked for."""

    id: int
    name: str
    email: str
    role_groups: tuple[str, ...]
    states: Mapping[str, CourseState]
    wishes: tuple[str, ...]

    def count(self, state: State) -> int:
        """In how many courses this holds."""
        return sum(state in one.states for one in self.states.values())


@dataclass(frozen=True, slots=True)
class PeoplePage:
    """One page of a list of people, `total` in all; pages are numbered from 1."""

    people: tuple[PersonInPlan, ...]
    number: int
    total: int

    @property
    def pages(self) -> int:
        return max(1, -(-self.total // PAGE_LENGTH))


def page_of_plan(
    session: Session, *, agency_id: str, wanted: Wanted, catalogue: Catalogue, today: date, number: int = 1
) -> PeoplePage:
    """The people who work in an agency now, by name, narrowed to what is wanted.

    However many they are, the database is asked the same number of questions.
    """
    renewals = Renewals(catalogue, today)
    everybody = _listed(session, agency_id, wanted, renewals)
    if wanted.show is None:
        total = session.scalar(select(func.count()).select_from(everybody.subquery())) or 0
        number = _nearest(number, total)
        shown = session.scalars(everybody.limit(PAGE_LENGTH).offset((number - 1) * PAGE_LENGTH)).all()
    else:  # working out a state costs far more than ids do, so it is asked once for the count and the page
        found = session.scalars(everybody).all()
        total = len(found)
        number = _nearest(number, total)
        shown = found[(number - 1) * PAGE_LENGTH : number * PAGE_LENGTH]
    return PeoplePage(people_in_plan(session, people=shown, agency_id=agency_id, renewals=renewals), number, total)


def person_in_plan(
    session: Session, *, person_id: int, agency_id: str, catalogue: Catalogue, today: date
) -> PersonInPlan | None:
    """One person as above; None unless they work in the agency now."""
    if person_id > LARGEST_ID:
        return None
    found = session.scalars(works_in(agency_id).where(Person.id == person_id)).all()
    people = people_in_plan(session, people=found, agency_id=agency_id, renewals=Renewals(catalogue, today))
    return people[0] if people else None


def people_in_plan(
    session: Session, *, people: Sequence[int], agency_id: str, renewals: Renewals
) -> tuple[PersonInPlan, ...]:
    """These people of an agency, in the order of their ids given."""
    role_groups, wishes = _role_groups(session, people, agency_id), _wishes(session, people, agency_id)
    facts = facts_of(session, people=people, agency_id=agency_id, today=renewals.today)
    named = select(Person.id, Person.name, Person.email).where(Person.id.in_(people)).order_by(Person.id)
    names = {person_id: (name, email) for person_id, name, email in session.execute(named)}
    return tuple(
        PersonInPlan(
            one,
            *names[one],
            role_groups=tuple(role_groups[one]),
            states=course_states(facts.get(one, Facts()), renewals),
            wishes=tuple(wishes[one]),
        )
        for one in people
    )


def works_in(agency_id: str, role_group: str | None = None) -> Select[int]:
    """The ids of those who work in an agency now, in a role group if one is named; in no order."""
    here = select(Membership.person_id).where(Membership.agency_id == agency_id, Membership.ended_on.is_(None))
    if role_group is not None:
        here = here.where(Membership.role_group == role_group)
    return select(Person.id).where(Person.id.in_(here), Person.left_on.is_(None))


def _listed(session: Session, agency_id: str, wanted: Wanted, renewals: Renewals) -> Select[int]:
    found = works_in(agency_id, wanted.role_group).where(matching(wanted.search)).order_by(Person.name, Person.id)
    if wanted.show is None:
        return found
    if wanted.show is Show.WISHES:
        asking = select(SharedSuggestion.person_id).where(SharedSuggestion.agency_id == agency_id)
        if wanted.course is not None:
            asking = asking.where(SharedSuggestion.course_id == wanted.course)
        return found.where(Person.id.in_(asking))
    narrowing = Narrowing(session, agency_id=agency_id, course=wanted.course, renewals=renewals)
    return found.where(narrowing.condition(wanted.show))


def _role_groups(session: Session, people: Collection[int], agency_id: str) -> dict[int, list[str]]:
    jobs = (
        select(Membership.person_id, Membership.role_group)
        .where(Membership.person_id.in_(people), Membership.agency_id == agency_id, Membership.ended_on.is_(None))
        .distinct()
        .order_by(Membership.person_id, Membership.role_group)
    )
    return _grouped(session.execute(jobs).all())


def _wishes(session: Session, people: Collection[int], agency_id: str) -> dict[int, list[str]]:
    asked = (
        select(SharedSuggestion.person_id, SharedSuggestion.course_id)
        .where(SharedSuggestion.person_id.in_(people), SharedSuggestion.agency_id == agency_id)
        .order_by(SharedSuggestion.person_id, SharedSuggestion.course_id)
    )
    return _grouped(session.execute(asked).all())


def _grouped(rows: Iterable[Row[int, str]]) -> dict[int, list[str]]:
    found: dict[int, list[str]] = defaultdict(list)
    for person_id, value in rows:
        found[person_id].append(value)
    return found


def _nearest(number: int, total: int) -> int:
    """The page asked for, or the one nearest to it that is there."""
    return min(max(number, 1), max(1, -(-total // PAGE_LENGTH)))
