"""A training lead's or manager's yes to somebody taking a course."""

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from tna.domain.people import Answering
from tna.models.courses import Nomination
from tna.models.plans import Assignment


@dataclass(frozen=True, slots=True)
class Yes:
    """Whether somebody is nominated for a course, and whether what they learned elsewhere is accepted for it."""

    is_nominated: bool
    accepts_evidence: bool


def nomination_for(session: Session, *, job: Answering, course_id: str) -> Yes:
    """What leads and managers have said to somebody taking a course, as what they answer as.

    Where their agency asks them to take it, that is its yes as well: nobody should have to say it twice.
    """
    nomination = session.get(Nomination, (job.person_id, course_id))
    if nomination is not None:
        return Yes(is_nominated=True, accepts_evidence=nomination.accepts_evidence)
    asked = select(Assignment.id).where(
        Assignment.person_id == job.person_id,
        Assignment.course_id == course_id,
        Assignment.agency_id == job.agency_id,
        Assignment.withdrawn_at.is_(None),
    )
    return Yes(is_nominated=session.scalar(asked) is not None, accepts_evidence=False)
