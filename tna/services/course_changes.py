"""Changing the catalogue that a partnership runs: a course is added, changed, retired, brought back, never deleted.

What is sent is the entries of one course, as a file of the catalogue holds them, and is checked as a file is. The
other courses are checked again with it, so that no change leaves another course in pieces. Every change locks all
courses first: two of them at once could otherwise lead in a circle together.
"""

import re
from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from tna.domain.courses import Catalogue, Course, course_name, either, without_a_way
from tna.domain.reports.words import listed
from tna.language import gettext, ngettext
from tna.models.courses import OfferedCourse
from tna.services import audit
from tna.services.course_checks import A_FORM, course_faults, course_row_faults
from tna.services.course_data import build_course, course_entries
from tna.services.course_files import known_beside
from tna.services.course_rows import Row
from tna.services.courses import catalogue_of, columns_of, course_of, next_place, retirements
from tna.services.survey_checks import Entries
from tna.services.survey_faults import Fault
from tna.services.survey_yaml import Document
from tna.services.upserts import unless_taken

LONGEST_ID = 20


class CourseFaulty(Exception):
    """A course or resource that cannot stand, with every fault; a fault of another course has no place here."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults = tuple(faults)
        super().__init__("\n".join(str(fault) for fault in self.faults))


class CourseRefused(Exception):
    """What is asked of a course is not possible; `field` names where, the message says why and what to do."""

    def __init__(self, field: str, message: str) -> None:
        super().__init__(message)
        self.field = field


def add_course(session: Session, *, entries: Entries, actor_id: int | None, now: datetime) -> OfferedCourse:
    """Add a course at the end of the catalogue. Raises CourseFaulty."""
    _lock(session)
    faults = faults_of(session, entries=entries)
    if faults:
        raise CourseFaulty(faults)
    data = course_entries(build_course(tidied(entries)))
    row = OfferedCourse(id=data["id"], place=next_place(session), **columns_of(data))
    with unless_taken(session, CourseFaulty([_taken()])):
        session.add(row)
    audit.note(session, at=now, actor_id=actor_id, action="added a course", subject=row.id)
    session.flush()
    return row


def change_course(
    session: Session, *, row: OfferedCourse, entries: Entries, actor_id: int | None, now: datetime
) -> None:
    """Change what a course says; its id stays, and so does everything booked and completed. Raises CourseFaulty."""
    _lock(session)
    faults = faults_of(session, entries=entries, row=row)
    if faults:
        raise CourseFaulty(faults)
    data = tidied({**entries, "id": row.id})
    before, after = course_entries(course_of(row)), course_entries(build_course(data))
    changed = sorted(name for name in before.keys() | after.keys() if before.get(name) != after.get(name))
    if not changed:
        return
    columns = columns_of(after)
    row.title, row.entries = columns["title"], columns["entries"]
    detail = ", ".join(changed)
    audit.note(session, at=now, actor_id=actor_id, action="changed a course", subject=row.id, detail=detail)
    session.flush()


def faults_of(session: Session, *, entries: Entries, row: OfferedCourse | None = None) -> list[Fault]:
    """Everything that stands against adding a course of these entries, or changing that of a row into them."""
    catalogue = catalogue_of(session)
    if row is not None:
        return list(_faults(session, tidied({**entries, "id": row.id}), catalogue))
    data, taken = tidied(entries), {course.id.casefold() for course in catalogue.courses}
    return [*_id_faults(str(data.get("id", "")), taken), *_faults(session, data, catalogue)]


def retire_course(
    session: Session, *, row: OfferedCourse, from_day: date, today: date, actor_id: int | None, now: datetime
) -> None:
    """Take no new bookings of a course from a day on; whoever has a place or completed it keeps that.

    Raises CourseRefused if the day is past, or if another course could not be got into any more.
    """
    _lock(session)
    if from_day < today:
        raise CourseRefused("from_day", gettext("The day must be today or in the future."))
    check_retiring(session, row=row, from_day=from_day)
    row.retired_on = from_day
    detail = f"from {from_day.isoformat()}"
    audit.note(session, at=now, actor_id=actor_id, action="retired a course", subject=row.id, detail=detail)
    session.flush()


def check_retiring(session: Session, *, row: OfferedCourse, from_day: date) -> None:
    """No other course may be left without a way into it. Raises CourseRefused."""
    catalogue, retired = catalogue_of(session), retirements(session)
    stood = {(course.id, any_of) for course, any_of in without_a_way(catalogue, retired)}
    left = without_a_way(catalogue, {**retired, row.id: from_day})
    stuck = {course.id: course_name(course) for course, any_of in left if (course.id, any_of) not in stood}
    if stuck:
        sentence = gettext(
            "Nobody could get into %(courses)s any more. Retire that first, or change what comes before it.",
            courses=listed(list(stuck.values())),
        )
        raise CourseRefused("from_day", sentence)


def bring_back_course(session: Session, *, row: OfferedCourse, actor_id: int | None, now: datetime) -> None:
    """Offer a retired course again. Raises CourseRefused if what comes before it is retired itself."""
    _lock(session)
    if row.retired_on is None:
        return
    retired = {one: day for one, day in retirements(session).items() if one != row.id}
    catalogue = catalogue_of(session)
    for course, any_of in without_a_way(catalogue, retired):
        if course.id == row.id:
            names = either([course_name(catalogue.course(one)) for one in any_of])
            sentence = gettext(
                "First bring back %(courses)s: without it nobody could get into this course.", courses=names
            )
            raise CourseRefused("", sentence)
    row.retired_on = None
    audit.note(session, at=now, actor_id=actor_id, action="brought back a course", subject=row.id)
    session.flush()


def tidied(entries: Entries) -> Entries:
    """The entries with every text on one line and without signs that nobody sees; empty texts are left out."""
    kept = {name: _tidied(value) for name, value in entries.items()}
    return {name: value for name, value in kept.items() if value != ""}


def one_line(text: str) -> str:
    """A text with single spaces between its words and without signs that nobody sees."""
    words = ("".join(sign for sign in word if sign.isprintable()) for word in text.split())
    return " ".join(word for word in words if word)


def _tidied(value: object) -> object:
    if isinstance(value, list):
        return [_tidied(each) for each in value]
    return one_line(value) if isinstance(value, str) else value


def _lock(session: Session) -> None:
    """Hold every course until the end of the transaction, as it stands by then."""
    every = select(OfferedCourse).order_by(OfferedCourse.id).with_for_update()
    session.scalars(every.execution_options(populate_existing=True)).all()


def _taken() -> Fault:
    problem = gettext("There is a course of this id already, perhaps a retired one")
    return Fault(A_FORM, "id", problem, gettext("Choose another id"))


def _id_faults(course_id: str, taken: set[str]) -> Iterable[Fault]:
    if course_id.casefold() in taken:
        yield _taken()
    # Pages of courses stand at words without a figure, such as "new", where a course of that id would be.
    if len(course_id) > LONGEST_ID or not re.search("[0-9]", course_id):
        problem = ngettext(
            "An id has a figure in it and at most %(n)s character",
            "An id has a figure in it and at most %(n)s characters",
            LONGEST_ID,
        )
        yield Fault(A_FORM, "id", problem, gettext("Write something like CSA-18"))


def _faults(session: Session, data: Entries, catalogue: Catalogue) -> Iterable[Fault]:
    """Faults of a course that is added or changed, and those it would bring about in others."""
    own = course_faults(data, known_beside(catalogue))
    yield from own
    if own:
        return
    course = build_course(data)
    changed = _with(catalogue, course)
    yield from _others_faults(catalogue, changed, course)
    for stuck, any_of in without_a_way(changed, retirements(session)):
        if stuck.id == course.id:
            problem = ngettext(
                "%(courses)s will no longer be offered",
                "%(courses)s will no longer be offered",
                len(any_of),
                courses=listed(any_of),
            )
            yield Fault(A_FORM, "prerequisites", problem, gettext("Choose a course beside it that stays"))


def _with(catalogue: Catalogue, course: Course) -> Catalogue:
    if any(one.id == course.id for one in catalogue.courses):
        return replace(catalogue, courses=tuple(course if one.id == course.id else one for one in catalogue.courses))
    return replace(catalogue, courses=(*catalogue.courses, course))


def _others_faults(before: Catalogue, after: Catalogue, changed: Course) -> Iterable[Fault]:
    """Faults that other courses did not have before; what was wrong with them already is not this change's."""
    stood, stands = known_beside(before), known_beside(after)
    for course in after.courses:
        if course.id == changed.id:
            continue
        row = _row(course)
        known_faults = set(course_row_faults(row, stood))
        for fault in course_row_faults(row, stands):
            if fault not in known_faults:
                problem = gettext(
                    "%(course)s would not fit any more: %(problem)s", course=course_name(course), problem=fault.problem
                )
                yield Fault(A_FORM, "", problem, fault.remedy)


def _row(course: Course) -> Row:
    entries = course_entries(course)
    return Row(Document(A_FORM, entries), (), entries)
