"""Learning resources that a partnership points to: added, changed and removed one by one."""

import json
import re
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from tna.language import gettext
from tna.models.courses import OfferedResource
from tna.services import audit
from tna.services.course_changes import CourseFaulty, tidied
from tna.services.course_checks import A_FORM, resource_faults
from tna.services.course_data import build_resource, resource_entries
from tna.services.course_files import known_beside
from tna.services.courses import catalogue_of
from tna.services.survey_checks import Entries
from tna.services.survey_faults import Fault
from tna.services.upserts import unless_taken

_LONGEST_ID = 40


def find_resource(session: Session, *, resource_id: str) -> OfferedResource | None:
    """The row of this resource."""
    return session.get(OfferedResource, resource_id) if resource_id.isprintable() else None


def add_resource(session: Session, *, entries: Entries, actor_id: int | None, now: datetime) -> OfferedResource:
    """Add a resource at the end; its id is made from its title and stays. Raises CourseFaulty."""
    resource_id = _free_id(session, str(entries.get("title", "")))
    place = 1 + (session.scalar(select(func.coalesce(func.max(OfferedResource.place), 0))) or 0)
    row = OfferedResource(id=resource_id, place=place, entries=_checked(session, resource_id, entries))
    with unless_taken(session, CourseFaulty([_at_once()])):
        session.add(row)
    audit.note(session, at=now, actor_id=actor_id, action="added a resource", subject=row.id)
    session.flush()
    return row


def change_resource(
    session: Session, *, row: OfferedResource, entries: Entries, actor_id: int | None, now: datetime
) -> None:
    """Change what a resource says. Raises CourseFaulty."""
    row.entries = _checked(session, row.id, entries)
    audit.note(session, at=now, actor_id=actor_id, action="changed a resource", subject=row.id)
    session.flush()


def remove_resource(session: Session, *, row: OfferedResource, actor_id: int | None, now: datetime) -> None:
    """Point to a resource no longer. Nothing of anybody hangs on it, so its row goes."""
    session.delete(row)
    audit.note(session, at=now, actor_id=actor_id, action="removed a resource", subject=row.id)
    session.flush()


def _at_once() -> Fault:
    problem = gettext("Somebody has just added a resource of this title")
    return Fault(A_FORM, "title", problem, gettext("Look at it before you add yours"))


def _checked(session: Session, resource_id: str, entries: Entries) -> str:
    data = tidied({**entries, "id": resource_id})
    faults = resource_faults(data, known_beside(catalogue_of(session)))
    if faults:
        raise CourseFaulty(faults)
    return json.dumps(resource_entries(build_resource(data)), sort_keys=True)


def _free_id(session: Session, title: str) -> str:
    stem = re.sub(r"[^a-z0-9]+", "-", title.lower()).strip("-")[: _LONGEST_ID - 5].strip("-")
    stem = stem if stem[:1].isalpha() else f"resource-{stem}".strip("-")[: _LONGEST_ID - 5]
    taken = set(session.scalars(select(OfferedResource.id).where(OfferedResource.id.startswith(stem, autoescape=True))))
    return next(one for one in (stem, *(f"{stem}-{n}" for n in range(2, 10_000))) if one not in taken)
