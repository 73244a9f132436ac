"""People who move from one agency of the partnership to another, in one step."""

from datetime import date, datetime

from sqlalchemy.orm import Session

from tna.domain.surveys import Reference
from tna.language import gettext
from tna.models.people import Membership
from tna.services import audit
from tna.services.departures import take_along
from tna.services.people import add_membership, answer_as, current_memberships, end_membership
from tna.services.person_checks import PersonRefused


def move_to_agency(
    session: Session,
    *,
    membership: Membership,
    agency_id: str,
    job: str,
    role_group: str | None,
    reference: Reference,
    today: date,
    actor_id: int,
    now: datetime,
) -> Membership:
    """End a job here and start one in another agency; whoever answered as the old job answers as the new one.

    Completions and places on dates to come travel along; assignments and their reasons stay behind, and so does the
    duty to lead the old agency's training. Raises PersonRefused; then nothing is changed.
    """
    person, old = membership.person, membership.agency_id
    if agency_id == old:
        raise PersonRefused("agency", gettext("Select another agency: this one is where they work now."))
    was_answering = membership.is_answering
    new = add_membership(
        session, person=person, agency_id=agency_id, job=job, role_group=role_group, reference=reference
    )
    if sum(m.agency_id == old for m in current_memberships(person)) == 1:
        take_along(
            session,
            person_id=person.id,
            agency_id=old,
            new_agency_id=agency_id,
            role_group=new.role_group,
            today=today,
            now=now,
        )
    end_membership(session, membership=membership, today=today, actor_id=actor_id, now=now)
    if was_answering:
        answer_as(session, person=person, membership_id=new.id)
    detail = f"{old} to {agency_id}"
    audit.note(session, at=now, actor_id=actor_id, action="moved", subject=f"person {person.id}", detail=detail)
    session.flush()
    return new
