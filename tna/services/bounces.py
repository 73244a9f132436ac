"""Addresses that mail servers have refused for good, with whose they are, for whoever reaches these people."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from tna.domain.people import Action, Standing, may_everywhere
from tna.models.notices import Bounce
from tna.models.people import Membership, Person

PAGE_LENGTH = 50


@dataclass(frozen=True, slots=True)
class RefusedAddress:
    """One refused address: why and since when; without a person where somebody typed it who has no account."""

    email: str
    reason: str
    on: date
    person_id: int | None
    name: str | None


@dataclass(frozen=True, slots=True)
class RefusedPage:
    """One page of refused addresses, `total` in all; pages are numbered from 1."""

    addresses: tuple[RefusedAddress, ...]
    number: int
    total: int

    @property
    def pages(self) -> int:
        return max(1, -(-self.total // PAGE_LENGTH))


def count_refused(session: Session, *, standing: Standing) -> int:
    """How many refused addresses this standing sees."""
    return session.scalar(select(func.count()).select_from(_seen_by(standing).subquery())) or 0


def page_of_refused(session: Session, *, standing: Standing, number: int) -> RefusedPage:
    """Refused addresses that this standing sees, by name: those of the people of their agencies.

    Which message was refused is not said, and the database does not know.
    """
    total = count_refused(session, standing=standing)
    number = min(max(number, 1), max(1, -(-total // PAGE_LENGTH)))
    wanted = _seen_by(standing).order_by(Person.name.is_(None), Person.name, Bounce.email)
    rows = session.execute(wanted.limit(PAGE_LENGTH).offset((number - 1) * PAGE_LENGTH))
    return RefusedPage(tuple(RefusedAddress(*row) for row in rows), number, total)


def _seen_by(standing: Standing) -> Select[str, str, date, int | None, str | None]:
    """Those who left are nobody's to write to any more; an address without a person is the whole partnership's."""
    wanted = select(Bounce.email, Bounce.reason, Bounce.on, Person.id, Person.name)
    if may_everywhere(standing, Action.REACH_PEOPLE):
        return wanted.outerjoin(Person, Person.email == Bounce.email).where(Person.left_on.is_(None))
    works_there = Person.memberships.any(Membership.ended_on.is_(None) & Membership.agency_id.in_(standing.leads))
    return wanted.join(Person, Person.email == Bounce.email).where(Person.left_on.is_(None), works_there)
