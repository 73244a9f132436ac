"""Certificates of completed courses, each for its owner alone."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from tna.domain.courses import renewal_state
from tna.models.base import LARGEST_ID
from tna.models.courses import CompletedCourse, Evidence
from tna.services.courses import course_of
from tna.services.own_forms import is_after_answered


@dataclass(frozen=True, slots=True)
class Certificate:
    """What a certificate says; `renew_by` is None for ever. `is_ready`: it does not wait for the after form."""

    course_id: str
    title: str
    completed_on: date
    hours: float
    renew_by: date | None
    evidence: Evidence
    is_ready: bool


def own_certificate(
    session: Session, *, person_id: int, key: bytes, completion_id: int, today: date
) -> Certificate | None:
    """The certificate of one of a person's own completions; None where it is not theirs.

    One by register of a course that asks before and after is ready once the after form was sent or declined, or once
    a later completion has taken the place of this one: then nobody is asked about it any more.
    """
    row = session.get(CompletedCourse, completion_id) if 0 < completion_id <= LARGEST_ID else None
    if row is None or row.person_id != person_id:
        return None
    course = course_of(row.course)
    return Certificate(
        course_id=course.id,
        title=row.course.title,
        completed_on=row.completed_on,
        hours=course.hours,
        renew_by=renewal_state(row.completed_on, course.renew_months, today).lapses_on,
        evidence=row.evidence,
        is_ready=not _waits(session, key, row, asks=bool(course.statements)),
    )


def certificate_of_last(session: Session, *, person_id: int, course_id: str) -> int | None:
    """The completion by register that the after form of a course is about now: the last one."""
    wanted = (
        select(CompletedCourse.id)
        .where(CompletedCourse.person_id == person_id, CompletedCourse.course_id == course_id)
        .where(CompletedCourse.evidence == Evidence.REGISTER)
        .order_by(CompletedCourse.completed_on.desc(), CompletedCourse.id.desc())
    )
    return session.scalars(wanted).first()


def _waits(session: Session, key: bytes, row: CompletedCourse, *, asks: bool) -> bool:
    if row.evidence is not Evidence.REGISTER or not asks:
        return False
    if certificate_of_last(session, person_id=row.person_id, course_id=row.course_id) != row.id:
        return False
    occasion = session.scalar(
        select(func.count())
        .select_from(CompletedCourse)
        .where(CompletedCourse.person_id == row.person_id, CompletedCourse.course_id == row.course_id)
        .where(CompletedCourse.evidence == Evidence.REGISTER)
    )
    return not is_after_answered(session, key=key, course_id=row.course_id, occasion=occasion or 1)
