"""Assigning: who gets it, once; what is refused; undoing and withdrawing."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from tests import factories
from tests.at_once import at_once
from tests.crowds import add_crowd
from tests.databases import Database
from tests.factories import NOW, TODAY
from tna.models.audit import AuditEvent
from tna.models.people import Agency, Person
from tna.models.plans import Assignment, AssignmentBatch
from tna.services import people
from tna.services.courses import catalogue_of
from tna.services.plans import assigning, batches
from tna.services.plans.assigning import AssigningRefused, PreviewIsOld, Reach
from tna.services.plans.people import Wanted, page_of_plan


@pytest.fixture
def agency(session: Session) -> Agency:
    factories.add_catalogue(session)
    return factories.add_agency(session)


@pytest.fixture
def lead(session: Session) -> Person:
    return factories.add_person(session, password=None)


def assign(session: Session, agency: Agency, lead: Person, reach: Reach, **changes: object) -> AssignmentBatch:
    catalogue = catalogue_of(session)
    values = {"due_on": None, "reason": "Needed", "expected": None, "actor_id": lead.id, "now": NOW, "today": TODAY}
    return assigning.assign(
        session,
        agency_id=agency.id,
        course=catalogue.course("CSA-04"),
        reach=reach,
        catalogue=catalogue,
        **(values | changes),  # type: ignore[arg-type]
    )


def standing(session: Session) -> int:
    return session.scalar(select(func.count()).where(Assignment.withdrawn_at.is_(None))) or 0


def test_a_whole_role_group_gets_it_in_one_act(session: Session, agency: Agency, lead: Person) -> None:
    add_crowd(session, agency, 120, role_group="D")
    add_crowd(session, agency, 5, role_group="B")
    batch = assign(session, agency, lead, Reach(role_group="D"), due_on=TODAY)
    found = batches.find_batch(session, agency_id=agency.id, batch_id=batch.id)
    assert found is not None
    assert (found.reached, found.standing, found.batch.due_on) == (120, 120, TODAY)
    [event] = session.scalars(select(AuditEvent).where(AuditEvent.action == "assigned a course"))
    assert event.detail == f"CSA-04 to 120 in {agency.id}"


def test_people_of_other_agencies_and_those_who_left_are_counted_and_left_out(
    session: Session, agency: Agency, lead: Person
) -> None:
    here = factories.add_person(session, agency, password=None)
    gone = factories.add_person(session, agency, password=None)
    factories.leave(session, gone)
    reach = Reach(people=frozenset({here.id, gone.id, lead.id, 999_999_999}))
    seen = assigning.preview(
        session,
        agency_id=agency.id,
        course=catalogue_of(session).course("CSA-04"),
        reach=reach,
        catalogue=catalogue_of(session),
        today=TODAY,
    )
    assert ([one.id for one in seen.to_assign], seen.elsewhere) == ([here.id], 3)
    assign(session, agency, lead, reach)
    assert list(session.scalars(select(Assignment.person_id))) == [here.id]


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"due_on": TODAY - timedelta(days=1)}, "due_on"),
        ({"reason": " \n "}, "reason"),
        ({"reason": "x" * 301}, "reason"),
    ],
)
def test_a_past_day_and_a_missing_or_long_reason_are_refused(
    session: Session, agency: Agency, lead: Person, changes: dict[str, object], field: str
) -> None:
    person = factories.add_person(session, agency, password=None)
    with pytest.raises(AssigningRefused) as refused:
        assign(session, agency, lead, Reach(people=frozenset({person.id})), **changes)
    assert refused.value.field == field
    assert standing(session) == 0


def test_nobody_named_and_nobody_left_are_refused(session: Session, agency: Agency, lead: Person) -> None:
    with pytest.raises(AssigningRefused):
        assign(session, agency, lead, Reach())
    with pytest.raises(AssigningRefused, match="nobody left"):
        assign(session, agency, lead, Reach(role_group="J"))


def test_a_preview_that_no_longer_holds_stops_the_act(session: Session, agency: Agency, lead: Person) -> None:
    add_crowd(session, agency, 3)
    with pytest.raises(PreviewIsOld):
        assign(session, agency, lead, Reach(role_group="D"), expected=2)
    assert standing(session) == 0


def test_what_is_assigned_already_is_not_assigned_again(session: Session, agency: Agency, lead: Person) -> None:
    first, second = (factories.add_person(session, agency, password=None) for _ in range(2))
    assign(session, agency, lead, Reach(people=frozenset({first.id})))
    batch = assign(session, agency, lead, Reach(role_group="D"))
    assert [one.person_id for one in batches.page_of_reached(session, batch=batch)] == [second.id]
    with pytest.raises(AssigningRefused, match="nobody left"):
        assign(session, agency, lead, Reach(role_group="D"))


def test_what_was_done_and_has_lapsed_can_be_assigned_again(session: Session, agency: Agency, lead: Person) -> None:
    person = factories.add_person(session, agency, password=None)
    before = NOW - timedelta(days=4 * 365)
    reach = Reach(people=frozenset({person.id}))
    first = assign(session, agency, lead, reach, now=before, today=before.date())
    factories.add_completion(session, person, "CSA-04", completed_on=before.date() + timedelta(days=9))
    again = assign(session, agency, lead, reach)
    counts = {one.batch.id: (one.reached, one.standing) for one in batches.batches_of(session, agency_id=agency.id)[0]}
    assert counts == {first.id: (1, 0), again.id: (1, 1)}


def test_undoing_takes_back_what_still_stands_once(session: Session, agency: Agency, lead: Person) -> None:
    ids = add_crowd(session, agency, 4)
    batch = assign(session, agency, lead, Reach(role_group="D"))
    assert batches.withdraw(session, batch=batch, person_id=ids[0], actor_id=lead.id, now=NOW)
    assert not batches.withdraw(session, batch=batch, person_id=ids[0], actor_id=lead.id, now=NOW)
    assert not batches.withdraw(session, batch=batch, person_id=2**40, actor_id=lead.id, now=NOW)
    assert batches.undo(session, batch=batch, actor_id=lead.id, now=NOW) == 3
    undone_at = batch.undone_at
    assert batches.undo(session, batch=batch, actor_id=lead.id, now=NOW + timedelta(days=1)) == 0
    assert batch.undone_at == undone_at
    assert standing(session) == 0
    actions = session.scalars(select(AuditEvent.action).where(AuditEvent.actor_id == lead.id).order_by(AuditEvent.id))
    assert list(actions) == ["assigned a course", "withdrew a course", "undid an assignment"]


def test_a_batch_of_another_agency_is_not_found(session: Session, agency: Agency, lead: Person) -> None:
    add_crowd(session, agency, 1)
    batch = assign(session, agency, lead, Reach(role_group="D"))
    other = factories.add_agency(session)
    assert batches.find_batch(session, agency_id=other.id, batch_id=batch.id) is None
    assert batches.find_batch(session, agency_id=agency.id, batch_id=2**40) is None
    assert batches.batches_of(session, agency_id=other.id) == ((), 1)


def test_an_assignment_stays_with_the_agency_and_comes_to_no_list_once_somebody_has_left(
    session: Session, agency: Agency, lead: Person
) -> None:
    person = factories.add_person(session, agency, password=None)
    batch = assign(session, agency, lead, Reach(role_group="D"))
    people.end_membership(session, membership=person.memberships[0], today=TODAY, actor_id=lead.id, now=NOW)
    page = page_of_plan(session, agency_id=agency.id, wanted=Wanted(), catalogue=catalogue_of(session), today=TODAY)
    assert page.total == 0
    assert [one.name for one in batches.page_of_reached(session, batch=batch)] == [person.name]


def test_of_several_who_assign_the_same_at_once_one_does(fresh_database: Database) -> None:
    with Session(fresh_database.engine) as session:
        factories.add_catalogue(session)
        agency = factories.add_agency(session)
        lead = factories.add_person(session, password=None)
        add_crowd(session, agency, 20)
        session.commit()
        agency_id, lead_id = agency.id, lead.id

    def work(session: Session) -> int:
        found, actor = session.get(Agency, agency_id), session.get(Person, lead_id)
        assert found is not None
        assert actor is not None
        return assign(session, found, actor, Reach(role_group="D"), expected=20).id

    outcomes = at_once(fresh_database, work, 4)
    assert sum(isinstance(one, int) for one in outcomes) == 1
    assert all(isinstance(one, int | AssigningRefused) for one in outcomes), outcomes
    with Session(fresh_database.engine) as session:
        assert standing(session) == 20
        assert session.scalar(select(func.count()).select_from(AssignmentBatch)) == 1
