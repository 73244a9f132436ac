"""Adding many people at once: the same checks as one by one, all or nobody."""

from typing import Any

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from tests import factories
from tna.models.audit import AuditEvent
from tna.models.people import Agency, Person
from tna.services.newcomers import Newcomer, add_people
from tna.services.person_checks import PersonRefused
from tna.services.survey_files import load_reference


@pytest.fixture
def agency(session: Session) -> Agency:
    return factories.add_agency(session)


def newcomer(agency: Agency, **changes: Any) -> Newcomer:
    given = {"email": "one@example.org", "name": "One", "agency_id": agency.id, "job": "health-visitor"}
    return Newcomer(**(given | changes))


def add(session: Session, *newcomers: Newcomer) -> list[int]:
    return add_people(session, newcomers=newcomers, reference=load_reference(), actor_id=None, now=factories.NOW)


def test_everybody_of_the_list_is_there_and_may_answer(session: Session, agency: Agency) -> None:
    ids = add(
        session,
        newcomer(agency, email=" One@Example.org", name="One  of  them"),
        newcomer(agency, email="two@example.org", role_group="I"),
    )
    one, two = (session.get_one(Person, person_id) for person_id in ids)
    assert (one.email, one.name) == ("one@example.org", "One of them")
    memberships = [factories.answering_as(person) for person in (one, two)]
    assert [m and (m.agency_id, m.job, m.role_group) for m in memberships] == [
        (agency.id, "health-visitor", "D"),
        (agency.id, "health-visitor", "I"),
    ]


def test_the_audit_log_says_how_many_and_not_who(session: Session, agency: Agency) -> None:
    add(session, newcomer(agency), newcomer(agency, email="two@example.org"))
    event = session.scalars(select(AuditEvent).where(AuditEvent.action == "added people")).one()
    assert (event.subject, event.detail) == ("2 people", "")


def test_a_list_of_nobody_adds_nobody(session: Session) -> None:
    assert add(session) == []


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"email": "nowhere"}, "email"),
        ({"email": "one@example.org"}, "email"),
        ({"email": "here@example.org"}, "email"),
        ({"name": " "}, "name"),
        ({"agency_id": "nowhere"}, "agency"),
        ({"job": "astronaut"}, "job"),
        ({"role_group": "Z"}, "role_group"),
    ],
)
def test_one_person_who_cannot_be_added_keeps_everybody_out(
    session: Session, agency: Agency, changes: dict[str, str], field: str
) -> None:
    factories.add_person(session, agency, email="here@example.org", password=None)
    with pytest.raises(PersonRefused) as refused:
        add(session, newcomer(agency), newcomer(agency, **({"email": "two@example.org"} | changes)))
    assert refused.value.field == field
    assert session.scalar(select(func.count()).select_from(Person)) == 1
