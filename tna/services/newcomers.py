"""Adding many people at once, as from an agency's own list."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from tna.domain.surveys import Reference
from tna.language import gettext
from tna.models.people import Agency, Membership, Person
from tna.services import audit
from tna.services.people import EMAIL_TAKEN
from tna.services.person_checks import PersonRefused, checked_address, checked_job, checked_name


@dataclass(frozen=True, slots=True)
class Newcomer:
    """One person of a list with where they work; without a role group the job's own counts."""

    email: str
    name: str
    agency_id: str
    job: str
    role_group: str | None = None


def add_people(
    session: Session, *, newcomers: Sequence[Newcomer], reference: Reference, actor_id: int | None, now: datetime
) -> list[int]:
    """Add everybody of the list with a first membership, all or nobody; returns their ids in its order.

    Raises PersonRefused as adding one person does.
    """
    agencies = set(session.scalars(select(Agency.id)))
    taken = set(session.scalars(select(Person.email)))
    people, memberships = [], []
    for newcomer in newcomers:
        if newcomer.agency_id not in agencies:
            raise PersonRefused("agency", gettext("Select an agency from the list."))
        email = checked_address(newcomer.email)
        if email in taken:
            raise PersonRefused("email", gettext(EMAIL_TAKEN))
        taken.add(email)
        people.append({"email": email, "name": checked_name(newcomer.name)})
        role_group = checked_job(newcomer.job, newcomer.role_group, reference)
        memberships.append({"agency_id": newcomer.agency_id, "job": newcomer.job, "role_group": role_group})
    if not people:
        return []
    ids = list(session.scalars(insert(Person).returning(Person.id, sort_by_parameter_order=True), people))
    rows = [row | {"person_id": one, "is_answering": True} for one, row in zip(ids, memberships, strict=True)]
    session.execute(insert(Membership), rows)
    audit.note(session, at=now, actor_id=actor_id, action="added people", subject=f"{len(ids)} people")
    session.flush()
    return ids
