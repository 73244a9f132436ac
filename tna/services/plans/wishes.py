"""What people tell their training lead they would like to take: a name and a course, and nothing else.

Any course for the person's role group may be shared, whether or not it was suggested, so that sharing one says nothing
about answers. No time is kept and no line of the audit log.
"""

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from tna.domain.courses import Catalogue, Course, open_to
from tna.domain.people import Answering
from tna.models.plans import SharedSuggestion
from tna.services.upserts import insert_unless_there


class NotForRoleGroup(Exception):
    """The course is for other role groups, so that no lead could agree to it."""


def share(session: Session, *, job: Answering, course: Course, catalogue: Catalogue) -> None:
    """Tell the training leads of the agency somebody answers for that they would like this course.

    Sharing twice is sharing once. Raises NotForRoleGroup.
    """
    if job.role_group not in open_to(catalogue)[course.id]:
        raise NotForRoleGroup
    row = {"person_id": job.person_id, "course_id": course.id, "agency_id": job.agency_id}
    insert_unless_there(session, SharedSuggestion, unique=list(row), row=row)


def take_back(session: Session, *, person_id: int, course_id: str) -> None:
    """Let nobody see any more that somebody would like this course, in whichever agency they said so."""
    own = SharedSuggestion.person_id == person_id, SharedSuggestion.course_id == course_id
    session.execute(delete(SharedSuggestion).where(*own))


def shared_by(session: Session, *, job: Answering) -> frozenset[str]:
    """The courses that somebody has told the leads of the agency they answer for."""
    own = SharedSuggestion.person_id == job.person_id, SharedSuggestion.agency_id == job.agency_id
    return frozenset(session.scalars(select(SharedSuggestion.course_id).where(*own)))
