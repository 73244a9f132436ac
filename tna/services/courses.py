"""The catalogue that this partnership runs: taken over from the files, changed course by course, never deleted."""

import json
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from tna.domain.courses import Catalogue, Course, Resource
from tna.models.courses import OfferedCourse, OfferedResource
from tna.services import audit
from tna.services.course_data import build_course, build_resource, course_entries, resource_entries
from tna.services.course_files import load_catalogue
from tna.services.survey_checks import Entries
from tna.services.upserts import unless_taken


class AlreadyTakenOver(Exception):
    """Somebody else took the catalogue over in the same moment; nothing is missing."""


@dataclass(frozen=True, slots=True)
class Missing:
    """How much of what comes with the product this partnership does not have."""

    courses: int
    resources: int

    def __bool__(self) -> bool:
        return bool(self.courses or self.resources)


def adopt_catalogue(session: Session, *, actor_id: int | None, now: datetime) -> int:
    """Take over what comes with the product and is not here yet; returns how many courses were added.

    Raises AlreadyTakenOver.
    """
    shipped = load_catalogue()
    known = set(session.scalars(select(OfferedCourse.id)))
    added = [course for course in shipped.courses if course.id not in known]
    with unless_taken(session, AlreadyTakenOver()):
        for number, course in enumerate(added, start=next_place(session)):
            session.add(OfferedCourse(id=course.id, place=number, **columns_of(course_entries(course))))
        _adopt_resources(session, shipped.resources)
    audit.note(session, at=now, actor_id=actor_id, action="took over the catalogue", subject=f"{len(added)} courses")
    session.flush()
    return len(added)


def not_here_yet(session: Session) -> Missing:
    """How much there is to take over."""
    shipped = load_catalogue()
    courses, resources = (
        set(session.scalars(select(OfferedCourse.id))),
        set(session.scalars(select(OfferedResource.id))),
    )
    return Missing(
        courses=sum(course.id not in courses for course in shipped.courses),
        resources=sum(resource.id not in resources for resource in shipped.resources),
    )


def catalogue_of(session: Session) -> Catalogue:
    """Every course of this partnership, the retired ones too, and every resource, each in its order."""
    courses = session.scalars(select(OfferedCourse.entries).order_by(OfferedCourse.place, OfferedCourse.id))
    resources = session.scalars(select(OfferedResource.entries).order_by(OfferedResource.place, OfferedResource.id))
    return Catalogue(
        courses=tuple(_course(entries) for entries in courses),
        resources=tuple(_resource(entries) for entries in resources),
    )


def offered_courses(session: Session, *, today: date) -> tuple[Course, ...]:
    """The courses that are not retired, in their order."""
    wanted = (
        select(OfferedCourse.entries)
        .where(OfferedCourse.retired_on.is_(None) | (OfferedCourse.retired_on > today))
        .order_by(OfferedCourse.place, OfferedCourse.id)
    )
    return tuple(_course(entries) for entries in session.scalars(wanted))


def retirements(session: Session) -> dict[str, date]:
    """The day from which a course is no longer offered, of each course that has one."""
    wanted = select(OfferedCourse.id, OfferedCourse.retired_on).where(OfferedCourse.retired_on.is_not(None))
    return {course_id: day for course_id, day in session.execute(wanted) if day is not None}


def find_course(session: Session, *, course_id: str) -> OfferedCourse | None:
    """The row of this course."""
    return session.get(OfferedCourse, course_id) if course_id.isprintable() else None


def course_of(row: OfferedCourse) -> Course:
    """What a row describes."""
    return _course(row.entries)


def resource_of(row: OfferedResource) -> Resource:
    """What a row describes."""
    return _resource(row.entries)


def is_offered(row: OfferedCourse, *, today: date) -> bool:
    """Whether the course takes new bookings."""
    return row.retired_on is None or row.retired_on > today


def next_place(session: Session) -> int:
    """The place of a course that is added at the end."""
    return 1 + (session.scalar(select(func.coalesce(func.max(OfferedCourse.place), 0))) or 0)


def columns_of(entries: Entries) -> dict[str, Any]:
    """What a row keeps of a course's entries."""
    return {"title": entries["title"], "entries": json.dumps(entries, sort_keys=True)}


def _adopt_resources(session: Session, resources: tuple[Resource, ...]) -> None:
    known = set(session.scalars(select(OfferedResource.id)))
    place = session.scalar(select(func.coalesce(func.max(OfferedResource.place), 0))) or 0
    missing = [resource for resource in resources if resource.id not in known]
    for number, resource in enumerate(missing, start=place + 1):
        entries = json.dumps(resource_entries(resource), sort_keys=True)
        session.add(OfferedResource(id=resource.id, place=number, entries=entries))


@lru_cache(maxsize=256)  # every page about courses asks for them; what comes out is never changed
def _course(entries: str) -> Course:
    return build_course(json.loads(entries))


@lru_cache(maxsize=256)
def _resource(entries: str) -> Resource:
    return build_resource(json.loads(entries))
