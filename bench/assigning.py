"""A lead's list of 3,000 people with their states, and assigning a course to all of them, against plain loops.

Run: .venv/bin/python bench/assigning.py. The plain list asks person by person through the mapped classes, as a first
draft would, for the fifty people of one page; the plain assigning adds one object a person and sends it at once.
"""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import numpy as np
import sqlalchemy as sa
from _figures import figure, heading, last_words, remark, stopwatch, timed
from _installations import NAMES, fresh, fresh_installations, session_of
from sqlalchemy import event, insert, select
from sqlalchemy.orm import Session

from tests import factories
from tests.crowds import add_crowd
from tests.databases import KINDS, Database
from tests.factories import NOW, TODAY
from tests.web.browsing import sign_in
from tna.domain.courses import Completion
from tna.domain.plans import Asked, Facts, Renewals, course_states
from tna.models.courses import Booking, CompletedCourse, CourseDate, Evidence
from tna.models.people import Agency, Person
from tna.models.plans import Assignment, AssignmentBatch
from tna.services.courses import catalogue_of
from tna.services.plans import assigning
from tna.services.plans.assigning import Reach
from tna.services.plans.narrowing import Show
from tna.services.plans.people import Wanted, page_of_plan

PEOPLE, FEW = 3_000, 100
COMPLETIONS_EACH = 4
PAGE, RUNS = 50, 30


def main() -> None:
    """Print every figure."""
    with fresh_installations() as made:
        for kind in KINDS:
            database = fresh(made, kind)
            with session_of(database) as session:
                factories.add_catalogue(session)
                few, many = (prepare(session, how_many) for how_many in (FEW, PEOPLE))
                session.execute(sa.text("ANALYZE"))  # as a database in use does by itself
            heading(f"The list of {PEOPLE:,} people with states on {NAMES[kind]}")
            listing(database, few, many)
            heading(f"Assigning a course to {PEOPLE:,} people on {NAMES[kind]}")
            doing(database, many)
    last_words()


def prepare(session: Session, how_many: int) -> str:
    """An agency of so many people who have completed, booked and been assigned this and that; its id."""
    agency = factories.add_agency(session)
    people = add_crowd(session, agency, how_many)
    courses = [course.id for course in catalogue_of(session).courses]
    rng = np.random.default_rng(how_many)
    done = {
        (person, courses[course], TODAY - timedelta(days=int(days)))
        for person in people
        for course, days in zip(
            rng.integers(0, len(courses), COMPLETIONS_EACH), rng.integers(0, 1500, COMPLETIONS_EACH), strict=True
        )
    }
    session.execute(
        insert(CompletedCourse),
        [
            {"person_id": one, "course_id": course, "completed_on": day, "evidence": Evidence.RECORDED}
            for one, course, day in sorted(done)
        ],
    )
    date_ = factories.add_date(session, "CSA-03")  # its places are never counted: bookings come past the services
    session.execute(
        insert(Booking),
        [
            {
                "date_id": date_.id,
                "person_id": one,
                "agency_id": agency.id,
                "role_group": "D",
                "asked_at": NOW,
                "booked_at": NOW,
            }
            for one in people[::3]
        ],
    )
    _assign(session, agency.id, "CSA-08")
    session.commit()
    return agency.id


def listing(database: Database, few: str, many: str) -> None:
    """The service and the whole page, plain and narrowed; and how many questions each takes at either length."""
    with session_of(database) as session:
        catalogue = catalogue_of(session)

        def ours(agency_id: str = many, **wanted: Any) -> object:
            session.expunge_all()
            return page_of_plan(session, agency_id=agency_id, wanted=Wanted(**wanted), catalogue=catalogue, today=TODAY)

        plain, lapsed, chosen, loop = timed(
            RUNS,
            ours,
            lambda: ours(show=Show.LAPSED),
            lambda: ours(show=Show.NOTHING, course="CSA-04"),
            lambda: _person_by_person(session, many),
        )
        figure("one page", plain.middle * 1000, "ms", at_most=150)
        figure("narrowed to those with anything lapsed", lapsed.middle * 1000, "ms", at_most=150)
        figure("narrowed to those with nothing of one course", chosen.middle * 1000, "ms", at_most=150)
        figure("the same page person by person", loop.middle * 1000, "ms")
        figure("ours for one of the plain loop's", plain.middle / loop.middle, "x", at_most=1)
        asked = [_questions(session, lambda one=one: ours(one, show=Show.LAPSED)) for one in (few, many)]
        remark(f"Questions to the database: {asked[0]} for {FEW} people, {asked[1]} for {PEOPLE:,}.")
        figure("questions to the database", asked[1], "", at_most=12)
    _through_the_application(database, many)


def _through_the_application(database: Database, agency_id: str) -> None:
    client = database.app.test_client()
    with session_of(database) as session:
        agency = session.get(Agency, agency_id)
        assert agency is not None
        sign_in(client, session, factories.add_person(session, agency, leads=[agency], password=None))
    plain, lapsed = timed(
        RUNS,
        lambda: client.get(f"/plans/agencies/{agency_id}"),
        lambda: client.get(f"/plans/agencies/{agency_id}?state=lapsed"),
    )
    figure("the whole page through the application", plain.middle * 1000, "ms", at_most=150)
    figure("the same, narrowed to those with anything lapsed", lapsed.middle * 1000, "ms", at_most=150)


def doing(database: Database, agency_id: str) -> None:
    """Preview, lock, insert and audit in one transaction, against one object a person."""
    with session_of(database) as session:
        with stopwatch() as ours:
            _assign(session, agency_id, "CSA-04")
            session.commit()
        with stopwatch() as loop:
            _one_by_one(session, agency_id, "CSA-06")
            session.commit()
    figure("ours, committed", ours(), "s", at_most=2)
    figure("one object a person, each sent at once", loop(), "s")
    figure("ours for one of the plain loop's", ours() / loop(), "x", at_most=1)
    remark("Ours also sorts everybody by what they hold, lack and have assigned already.")


def _assign(session: Session, agency_id: str, course_id: str) -> None:
    catalogue = catalogue_of(session)
    actor = factories.add_person(session, password=None)
    assigning.assign(
        session,
        agency_id=agency_id,
        course=catalogue.course(course_id),
        reach=Reach(role_group="D"),
        due_on=TODAY,
        reason="Of the benchmark",
        expected=None,
        catalogue=catalogue,
        actor_id=actor.id,
        now=NOW,
        today=TODAY,
    )


def _one_by_one(session: Session, agency_id: str, course_id: str) -> None:
    actor = factories.add_person(session, password=None)
    batch = AssignmentBatch(
        agency_id=agency_id, course_id=course_id, reason="Plain", assigned_by=actor.id, assigned_at=NOW
    )
    session.add(batch)
    session.flush()
    for person in _people(session, agency_id):
        session.add(Assignment(batch_id=batch.id, person_id=person.id, agency_id=agency_id, course_id=course_id))
        session.flush()


def _person_by_person(session: Session, agency_id: str) -> object:
    """The states of one page of people, each asked for by itself."""
    session.expunge_all()
    renewals = Renewals(catalogue_of(session), TODAY)
    found = []
    for person in _people(session, agency_id)[:PAGE]:
        own = Assignment.person_id == person.id, Assignment.agency_id == agency_id, Assignment.withdrawn_at.is_(None)
        asked = session.scalars(select(Assignment).where(*own)).all()
        bookings = session.scalars(select(Booking).join(CourseDate).where(Booking.person_id == person.id)).all()
        done = session.scalars(select(CompletedCourse).where(CompletedCourse.person_id == person.id)).all()
        facts = Facts(
            asked=tuple(Asked(one.course_id, one.batch.assigned_at.date(), one.batch.due_on) for one in asked),
            completions=tuple(Completion(one.course_id, one.completed_on) for one in done),
        )
        found.append((person.name, course_states(facts, renewals), [booking.date.first_day for booking in bookings]))
    return found


def _people(session: Session, agency_id: str) -> list[Person]:
    here = Person.memberships.any(agency_id=agency_id, ended_on=None)
    return list(session.scalars(select(Person).where(here).order_by(Person.name, Person.id)))


def _questions(session: Session, work: Callable[[], object]) -> int:
    """How many statements some work sends."""
    sent: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        sent.append(statement)

    engine: sa.Engine = session.connection().engine
    event.listen(engine, "before_cursor_execute", note)
    work()
    event.remove(engine, "before_cursor_execute", note)
    return len(sent)


if __name__ == "__main__":
    main()
