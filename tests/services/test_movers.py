"""Moving to another agency, and what somebody gives back who stops working for one."""

from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests import factories
from tests.factories import NOW, TODAY
from tna.models.audit import AuditEvent
from tna.models.courses import Booking, CompletedCourse
from tna.models.people import Agency, Person
from tna.models.plans import Assignment, SharedSuggestion
from tna.services import movers, people
from tna.services.person_checks import PersonRefused
from tna.services.survey_files import load_reference

COURSE = "CSA-04"


def move(session: Session, person: Person, agency: Agency, *, job: str = "youth-worker") -> None:
    membership = factories.answering_as(person)
    assert membership is not None
    movers.move_to_agency(
        session,
        membership=membership,
        agency_id=agency.id,
        job=job,
        role_group=None,
        reference=load_reference(),
        today=TODAY,
        actor_id=factories.add_person(session, agency, password=None).id,
        now=NOW,
    )


def end_job(session: Session, person: Person) -> None:
    people.end_membership(session, membership=person.memberships[0], today=TODAY, actor_id=person.id, now=NOW)


def test_a_mover_stops_here_and_answers_as_the_new_job_there(session: Session) -> None:
    here, there = factories.add_agency(session), factories.add_agency(session, sector="education")
    person = factories.add_person(session, here, leads=[here])
    aside = factories.add_membership(session, person, factories.add_agency(session))
    move(session, person, there)
    answering = factories.answering_as(person)
    assert answering is not None
    assert (answering.agency_id, answering.job) == (there.id, "youth-worker")
    assert {m.agency_id for m in people.current_memberships(person)} == {there.id, aside.agency_id}
    assert person.memberships[0].ended_on == TODAY
    assert person.duties == []
    moved = session.scalars(select(AuditEvent).where(AuditEvent.action == "moved")).one()
    assert moved.detail == f"{here.id} to {there.id}"


def test_a_job_that_did_not_answer_moves_without_answering(session: Session) -> None:
    here, there = factories.add_agency(session), factories.add_agency(session)
    person = factories.add_person(session, here)
    aside = factories.add_membership(session, person, factories.add_agency(session))
    movers.move_to_agency(
        session,
        membership=aside,
        agency_id=there.id,
        job="youth-worker",
        role_group=None,
        reference=load_reference(),
        today=TODAY,
        actor_id=person.id,
        now=NOW,
    )
    answering = factories.answering_as(person)
    assert answering is not None
    assert answering.agency_id == here.id


def test_completions_and_places_to_come_travel_and_assignments_stay(session: Session) -> None:
    factories.add_catalogue(session)
    here, there = factories.add_agency(session), factories.add_agency(session, sector="education")
    person = factories.add_person(session, here)
    done = factories.complete(session, person, "CSA-03")
    batch = factories.assign(session, here, "CSA-05", [person])
    factories.share_course(session, person, COURSE)
    place = factories.add_booking(session, factories.add_date(session, COURSE), person)
    move(session, person, there)
    session.expire_all()
    assert session.get_one(CompletedCourse, done.id).person_id == person.id
    assert (place.cancelled_at, place.agency_id) == (None, there.id)
    assert place.role_group == person.memberships[-1].role_group
    assert session.scalars(select(Booking.agency_id).where(Booking.id == done.booking_id)).one() == here.id
    assignment = session.scalars(select(Assignment).where(Assignment.batch_id == batch.id)).one()
    assert (assignment.agency_id, assignment.withdrawn_at) == (here.id, None)
    assert session.scalars(select(SharedSuggestion)).all() == []


@pytest.mark.parametrize("agency", ["nowhere", "here"])
def test_nobody_moves_to_where_they_are_or_to_no_agency(session: Session, agency: str) -> None:
    here = factories.add_agency(session)
    person = factories.add_person(session, here)
    with pytest.raises(PersonRefused) as caught:
        movers.move_to_agency(
            session,
            membership=person.memberships[0],
            agency_id=here.id if agency == "here" else agency,
            job="youth-worker",
            role_group=None,
            reference=load_reference(),
            today=TODAY,
            actor_id=person.id,
            now=NOW,
        )
    assert caught.value.field == "agency"
    assert len(people.current_memberships(person)) == 1


def test_who_ends_a_job_gives_places_to_come_to_those_who_wait(session: Session) -> None:
    factories.add_catalogue(session)
    here = factories.add_agency(session)
    person, waiting = factories.add_person(session, here), factories.add_person(session, here)
    full = factories.add_date(session, COURSE, places=1)
    place = factories.add_booking(session, full, person)
    wait = factories.add_booking(session, full, waiting, waits=True)
    past = factories.add_booking(session, factories.add_date(session, COURSE, first_day=TODAY), person)
    end_job(session, person)
    assert place.cancelled_at == NOW
    assert wait.booked_at == NOW
    assert past.cancelled_at is None


def test_places_booked_for_another_agency_stay(session: Session) -> None:
    factories.add_catalogue(session)
    here, there = factories.add_agency(session), factories.add_agency(session)
    person = factories.add_person(session, here)
    other = factories.add_membership(session, person, there)
    place = factories.add_booking(session, factories.add_date(session, COURSE), person)
    people.end_membership(session, membership=other, today=TODAY, actor_id=person.id, now=NOW)
    assert place.cancelled_at is None


def test_who_has_another_job_in_the_agency_keeps_what_it_gave_them(session: Session) -> None:
    factories.add_catalogue(session)
    here = factories.add_agency(session)
    person = factories.add_person(session, here, leads=[here])
    factories.add_membership(session, person, here)
    place = factories.add_booking(session, factories.add_date(session, COURSE), person)
    end_job(session, person)
    assert place.cancelled_at is None
    assert [held.agency_id for held in person.duties] == [here.id]


def test_who_leaves_gives_back_every_place_to_come(session: Session) -> None:
    factories.add_catalogue(session)
    person = factories.add_person(session)
    days = (TODAY + timedelta(days=10), TODAY + timedelta(days=20))
    places = [
        factories.add_booking(session, factories.add_date(session, course, first_day=day), person)
        for course, day in zip((COURSE, "CSA-03"), days, strict=True)
    ]
    factories.share_course(session, person, COURSE)
    factories.leave(session, person)
    assert [place.cancelled_at for place in places] == [NOW, NOW]
    assert session.scalars(select(SharedSuggestion)).all() == []
