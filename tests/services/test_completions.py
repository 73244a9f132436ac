"""Completions: declared, recorded, taken back, and how somebody stands by them."""

from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests import factories
from tests.at_once import at_once
from tests.databases import Database
from tests.factories import NOW, TODAY
from tests.scenes import Courses
from tna.models.audit import AuditEvent
from tna.models.courses import CompletedCourse, Evidence
from tna.models.people import Person
from tna.services import completions
from tna.services.completions import CompletionRefused


@pytest.fixture
def courses(session: Session) -> Courses:
    return Courses(session)


def refused(field: str, words: str) -> Any:
    """Expect a refusal that names this field."""
    return pytest.raises(CompletionRefused, match=words, check=lambda fault: fault.field == field)


def record(
    session: Session,
    person: Person,
    course_id: str = "CSA-02",
    *,
    completed_on: date = TODAY,
    by: Person | None = None,
) -> CompletedCourse:
    return completions.record_completion(
        session,
        person_id=person.id,
        course_id=course_id,
        completed_on=completed_on,
        now=NOW,
        today=TODAY,
        by=None if by is None else by.id,
    )


def test_people_declare_e_learning_themselves_and_nothing_is_noted(session: Session, courses: Courses) -> None:
    person = courses.person()
    before = len(session.scalars(select(AuditEvent)).all())
    made = record(session, person)
    assert (made.evidence, made.recorded_by) == (Evidence.DECLARED, None)
    assert len(session.scalars(select(AuditEvent)).all()) == before


def test_a_course_with_dates_is_declared_by_nobody_and_recorded_by_a_lead(session: Session, courses: Courses) -> None:
    person = courses.person()
    with refused("course", "register of its dates"):
        record(session, person, "CSA-03")
    made = record(session, person, "CSA-03", by=courses.manager)
    assert (made.evidence, made.recorded_by) == (Evidence.RECORDED, courses.manager.id)


def test_a_day_to_come_a_day_twice_and_a_course_that_is_none_are_refused(session: Session, courses: Courses) -> None:
    person = courses.person()
    with refused("completed_on", "today or in the past"):
        record(session, person, completed_on=TODAY + timedelta(days=1))
    record(session, person)
    with refused("completed_on", "recorded already"):
        record(session, person)
    with refused("course", "Select a course"):
        record(session, person, "CSA-99")


def test_people_take_back_what_they_declared_and_nothing_else(session: Session, courses: Courses) -> None:
    person = courses.person()
    declared, recorded = record(session, person), record(session, person, "CSA-03", by=courses.manager)
    date_ = factories.add_date(session, "CSA-13", first_day=TODAY)
    registered = factories.add_completion(
        session, person, "CSA-13", booking=factories.add_booking(session, date_, person)
    )
    completions.withdraw_completion(session, completion=declared, now=NOW)
    with refused("course", "ask them to take it back"):
        completions.withdraw_completion(session, completion=recorded, now=NOW)
    with refused("course", "comes from a register"):
        completions.withdraw_completion(session, completion=registered, now=NOW, by=courses.manager.id)
    completions.withdraw_completion(session, completion=recorded, now=NOW, by=courses.manager.id)
    found = completions.completions_of(session, person_ids=[person.id])[person.id]
    assert [each.course for each in found] == ["CSA-13"]


def test_declared_twice_at_once_is_declared_once(fresh_database: Database) -> None:
    with Session(fresh_database.engine) as session:
        person = Courses(session).person()
        session.commit()
        person_id = person.id
    outcomes = at_once(
        fresh_database,
        lambda session: (
            completions.record_completion(
                session, person_id=person_id, course_id="CSA-02", completed_on=TODAY, now=NOW, today=TODAY
            ).evidence
        ),
    )
    assert [each for each in outcomes if isinstance(each, CompletionRefused)]
    with Session(fresh_database.engine) as session:
        assert len(session.scalars(select(CompletedCourse)).all()) == 1
