"""People, their jobs and their duties, as services keep them."""

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests import factories
from tests.databases import Database
from tests.factories import NOW, TODAY
from tests.services.races import second_of_two
from tna.domain.people import Duty
from tna.domain.reminders import start_of_day_of
from tna.models.audit import AuditEvent
from tna.models.people import Agency, Person
from tna.services import people, sign_ins
from tna.services.person_checks import PersonRefused
from tna.services.personal_links import find_link
from tna.services.survey_files import load_reference


def refused(field: str, words: str) -> Any:
    """Expect a refusal that names this field."""
    return pytest.raises(PersonRefused, match=words, check=lambda fault: fault.field == field)


def events(session: Session) -> list[tuple[str, str, str]]:
    """What the audit log says, apart from when and by whom."""
    rows = session.scalars(select(AuditEvent).order_by(AuditEvent.id))
    return [(row.action, row.subject, row.detail) for row in rows]


def add(session: Session, agency: Agency, **changes: Any) -> Person:
    values = {"email": "robin@example.org", "name": "Robin", "job": "health-visitor", "role_group": None} | changes
    return people.add_person(session, agency_id=agency.id, reference=load_reference(), actor_id=None, now=NOW, **values)


def test_an_address_is_kept_in_lower_case_and_found_however_it_is_written(session: Session) -> None:
    person = add(session, factories.add_agency(session), email="  Robin@EXAMPLE.org ")
    assert person.email == "robin@example.org"
    assert people.find_by_email(session, email="ROBIN@example.ORG ") is person


def test_the_first_job_answers_and_takes_the_usual_role_group(session: Session) -> None:
    person = add(session, factories.add_agency(session), job="child-protection-detective")
    assert [(m.role_group, m.is_answering) for m in person.memberships] == [("F", True)]


def test_an_address_is_taken_in_whatever_case_it_stands(session: Session) -> None:
    agency = factories.add_agency(session)
    add(session, agency)
    with refused("email", "is here already"):
        add(session, agency, email="ROBIN@Example.org")


@pytest.mark.parametrize("wrong", ["", " ", "n" * 201, "Ro\x00bin", "Ro\N{ZERO WIDTH SPACE}bin", "Ro\ud800bin"])
def test_a_name_that_cannot_be_read_is_refused(session: Session, wrong: str) -> None:
    with refused("name", "full name"):
        add(session, factories.add_agency(session), name=wrong)


def test_a_job_twice_in_one_agency_is_refused_and_another_there_is_not(session: Session) -> None:
    agency = factories.add_agency(session)
    person = factories.add_person(session, agency, job="health-visitor")
    with refused("agency", "already has this job"):
        factories.add_membership(session, person, agency, job="health-visitor")
    factories.add_membership(session, person, agency, job="midwife")
    assert [m.is_answering for m in person.memberships] == [True, False]


def test_a_job_taken_up_is_written_down_and_brings_back_who_had_left(session: Session) -> None:
    agency = factories.add_agency(session)
    person = factories.add_person(session, agency, leads=[agency])
    factories.leave(session, person)
    membership = people.join_agency(
        session,
        person=person,
        agency_id=agency.id,
        job="midwife",
        role_group=None,
        reference=load_reference(),
        actor_id=person.id,
        now=NOW,
    )
    assert person.left_on is None
    assert people.current_memberships(person) == [membership]
    assert factories.answering_as(person) is membership
    assert people.standing_of(person).leads == frozenset()
    assert events(session)[-1] == ("added a membership", f"person {person.id}", agency.id)


def test_when_the_answering_job_ends_another_answers(session: Session) -> None:
    person = factories.add_person(session)
    second = factories.add_membership(session, person, factories.add_agency(session))
    people.end_membership(session, membership=person.memberships[0], today=TODAY, actor_id=person.id, now=NOW)
    assert factories.answering_as(person) is second
    people.end_membership(session, membership=second, today=TODAY, actor_id=person.id, now=NOW)
    assert factories.answering_as(person) is None


def test_a_lead_who_stops_working_for_an_agency_leads_its_training_no_more(session: Session) -> None:
    here, there = factories.add_agency(session), factories.add_agency(session)
    person = factories.add_person(session, here, leads=[here, there])
    people.end_membership(session, membership=person.memberships[0], today=TODAY, actor_id=person.id, now=NOW)
    assert people.standing_of(person).leads == {there.id}


def test_answering_as_another_job_is_one_job_at_a_time(session: Session) -> None:
    person = factories.add_person(session)
    second = factories.add_membership(session, person, factories.add_agency(session))
    people.answer_as(session, person=person, membership_id=second.id)
    session.expire_all()
    assert [m.is_answering for m in person.memberships] == [False, True]
    with refused("membership", "Select one of your current jobs"):
        people.answer_as(session, person=person, membership_id=10**6)


def test_who_leaves_is_signed_out_everywhere_and_holds_nothing(session: Session) -> None:
    agency = factories.add_agency(session)
    person = factories.add_person(session, agency, duties=[Duty.MANAGER], leads=[agency])
    token = sign_ins.open_sign_in(session, person_id=person.id, now=NOW)
    factories.leave(session, person)
    session.expire_all()
    assert sign_ins.who_is(session, token=token, now=NOW) is None
    assert people.standing_of(person) == people.Standing()
    assert person.memberships[0].ended_on == TODAY


def test_a_name_and_address_are_changed_together_or_not_at_all(session: Session) -> None:
    agency = factories.add_agency(session)
    add(session, agency, email="taken@example.org")
    person = add(session, agency)
    with refused("email", "is here already"):
        people.change_person(session, person=person, name="New", email="TAKEN@example.org", actor_id=None, now=NOW)
    assert (person.name, person.email) == ("Robin", "robin@example.org")
    person.is_confirmed = True
    token = sign_ins.open_sign_in(session, person_id=person.id, now=NOW)
    people.change_person(session, person=person, name="New", email="Robin@example.org", actor_id=None, now=NOW)
    assert (person.name, person.email) == ("New", "robin@example.org")
    assert person.is_confirmed  # another name changes nothing of that
    assert sign_ins.who_is(session, token=token, now=NOW) is not None


def test_another_address_has_to_be_confirmed_anew_and_nothing_that_was_open_stays_so(session: Session) -> None:
    person = add(session, factories.add_agency(session))
    round_ = factories.add_open_round(session)
    factories.answer(session, round_, person)
    person.is_confirmed = True
    link = factories.add_link(session, person)
    token = sign_ins.open_sign_in(session, person_id=person.id, now=NOW)
    is_elsewhere = people.change_person(
        session, person=person, name="Robin", email="other@example.org", actor_id=None, now=NOW
    )
    assert is_elsewhere
    session.expire_all()
    assert (person.is_confirmed, person.sealed_through) == (False, round_.id)
    assert sign_ins.who_is(session, token=token, now=NOW) is None
    found = find_link(session, token=link)
    assert found is not None
    assert found.used_at == start_of_day_of(NOW)


# Duties -----------------------------------------------------------------------------------------------------


def test_duties_are_exactly_those_given_last(session: Session) -> None:
    agency = factories.add_agency(session)
    person = factories.add_person(session, agency)
    factories.give_duties(session, person, Duty.ANALYST, Duty.SUBGROUP, leads=[agency])
    factories.give_duties(session, person, Duty.ANALYST, Duty.PRACTITIONER, Duty.TRAINING_LEAD)
    session.expire_all()
    assert [(held.duty, held.agency_id) for held in person.duties] == [(Duty.ANALYST, None)]
    assert events(session)[-1] == ("set duties", f"person {person.id}", "analyst")


def test_the_last_administrator_can_neither_lose_the_duty_nor_leave(session: Session) -> None:
    first = factories.add_person(session, duties=[Duty.ADMINISTRATOR])
    with refused("duties", "there must be one"):
        factories.give_duties(session, first)
    with refused("duties", "there must be one"):
        factories.leave(session, first)
    second = factories.add_person(session, duties=[Duty.ADMINISTRATOR])
    factories.leave(session, first)
    with refused("duties", "there must be one"):
        factories.give_duties(session, second, Duty.ANALYST)


def test_an_administrator_who_has_left_does_not_count(session: Session) -> None:
    first = factories.add_person(session, duties=[Duty.ADMINISTRATOR])
    factories.leave(session, factories.add_person(session, duties=[Duty.ADMINISTRATOR]))
    with refused("duties", "there must be one"):
        factories.leave(session, first)


def test_who_has_left_is_given_no_duty(session: Session) -> None:
    person = factories.add_person(session)
    factories.leave(session, person)
    with refused("duties", "has left"):
        factories.give_duties(session, person, Duty.ANALYST)


def test_an_agency_that_is_not_there_is_led_by_nobody(session: Session) -> None:
    with refused("leads", "Select agencies from the list"):
        factories.give_duties(session, factories.add_person(session), leads=["nowhere"])


# Finding ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("number", [0, -1, 2**31, 10**30])
def test_a_number_that_no_person_can_have_finds_nobody(session: Session, number: int) -> None:
    assert people.find(session, person_id=number) is None


@pytest.mark.parametrize(
    ("search", "found"),
    [
        ("", ["50% Percy", "Under_Score", "Zoë Last"]),
        ("%", ["50% Percy"]),
        ("_", ["Under_Score"]),
        ("0% p", ["50% Percy"]),
        ("Zoë", ["Zoë Last"]),
        ("zoë", ["Zoë Last"]),
        ("LAST", ["Zoë Last"]),
        ("\x00", ["50% Percy", "Under_Score", "Zoë Last"]),
        ("\\", []),
        ("x" * 100_000, []),
    ],
)
def test_a_search_means_what_was_typed(session: Session, search: str, found: list[str]) -> None:
    agency = factories.add_agency(session)
    for name in ("Zoë Last", "50% Percy", "Under_Score"):
        factories.add_person(session, agency, name=name)
    page = people.page_of_people(session, search=search, agency_id=agency.id)
    assert [person.name for person in page.people] == found
    assert page.total == len(found)


# At once ----------------------------------------------------------------------------------------------------


@pytest.fixture
def kept(fresh_database: Database) -> Callable[[Callable[[Session], Any]], Any]:
    """Makes rows that are really committed; returns what the maker returns, such as ids."""

    def keep(make: Callable[[Session], Any]) -> Any:
        with Session(fresh_database.engine) as session:
            made = make(session)
            session.commit()
            return made

    return keep


def test_of_two_who_add_the_same_address_at_once_one_is_told(
    fresh_database: Database, kept: Callable[[Callable[[Session], Any]], Any]
) -> None:
    kept(lambda session: factories.add_agency(session, name="Harbour Trust").id)

    def add_robin(session: Session) -> None:
        agency = session.get(Agency, "harbour-trust")
        assert agency is not None
        add(session, agency)

    with refused("email", "is here already"):
        second_of_two(fresh_database, add_robin, add_robin)


def test_two_administrators_do_not_take_the_duty_from_each_other_at_once(
    fresh_database: Database, kept: Callable[[Callable[[Session], Any]], Any]
) -> None:
    first, second = kept(
        lambda session: [factories.add_person(session, duties=[Duty.ADMINISTRATOR]).id for _ in range(2)]
    )

    def dismiss(person_id: int) -> Callable[[Session], None]:
        return lambda session: factories.give_duties(session, session.get_one(Person, person_id))

    with refused("duties", "there must be one"):
        second_of_two(fresh_database, dismiss(first), dismiss(second))
