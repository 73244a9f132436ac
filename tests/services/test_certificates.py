"""Certificates: for their owner alone, and ready once the after form was sent or declined."""

import json
from datetime import date

import pytest
from sqlalchemy.orm import Session

from tests import factories
from tests.factories import SECRET, TODAY
from tna.domain.evaluations.forms import FormKind
from tna.domain.people import respondent_key
from tna.models.courses import CompletedCourse, Evidence, OfferedCourse
from tna.models.people import Person
from tna.services import course_forms
from tna.services.certificates import Certificate, own_certificate

COURSE = "CSA-04"


@pytest.fixture
def person(session: Session) -> Person:
    factories.add_catalogue(session)
    return factories.add_person(session)


def certificate(session: Session, person: Person, completion: CompletedCourse | int) -> Certificate | None:
    return own_certificate(
        session,
        person_id=person.id,
        key=respondent_key(SECRET, person.id),
        completion_id=completion if isinstance(completion, int) else completion.id,
        today=TODAY,
    )


def is_ready(session: Session, person: Person, completion: CompletedCourse) -> bool:
    found = certificate(session, person, completion)
    assert found is not None
    return found.is_ready


def test_a_certificate_says_what_was_completed_when_and_until_when_it_keeps(session: Session, person: Person) -> None:
    found = certificate(
        session, person, factories.add_completion(session, person, COURSE, completed_on=date(2026, 2, 28))
    )
    assert found is not None
    assert (found.title, found.completed_on, found.hours) == ("Communicating with children", date(2026, 2, 28), 3)
    assert found.renew_by == date(2029, 2, 28)
    assert (found.evidence, found.is_ready) == (Evidence.RECORDED, True)


def test_a_certificate_waits_for_the_after_form(session: Session, person: Person) -> None:
    completion = factories.complete(session, person, COURSE)
    assert not is_ready(session, person, completion)
    factories.fill_form(session, person, COURSE, FormKind.AFTER)
    assert is_ready(session, person, completion)


def test_declining_the_after_form_is_as_good_as_sending_it(session: Session, person: Person) -> None:
    completion = factories.complete(session, person, COURSE)
    key = respondent_key(SECRET, person.id)
    course_forms.decline_form(session, person_id=person.id, key=key, course_id=COURSE, kind=FormKind.AFTER, today=TODAY)
    assert is_ready(session, person, completion)


def test_what_was_said_once_does_not_release_the_certificate_of_the_next_time(session: Session, person: Person) -> None:
    first = factories.complete(session, person, COURSE, days_ago=400)
    factories.fill_form(session, person, COURSE, FormKind.AFTER)
    second = factories.complete(session, person, COURSE)
    assert is_ready(session, person, first)
    assert not is_ready(session, person, second)


def test_a_certificate_whose_form_can_no_longer_be_sent_waits_for_nothing(session: Session, person: Person) -> None:
    first = factories.complete(session, person, COURSE, days_ago=400)
    factories.complete(session, person, COURSE)
    assert is_ready(session, person, first)


def test_nobody_has_the_certificate_of_somebody_else(session: Session, person: Person) -> None:
    completion = factories.add_completion(session, person, COURSE)
    assert certificate(session, factories.add_person(session), completion) is None


@pytest.mark.parametrize("completion_id", [0, 999_999, 2**31, 10**30])
def test_a_completion_that_is_not_there_has_no_certificate(
    session: Session, person: Person, completion_id: int
) -> None:
    assert certificate(session, person, completion_id) is None


def test_a_course_that_never_lapses_names_no_day(session: Session, person: Person) -> None:
    row = session.get_one(OfferedCourse, COURSE)
    row.entries = json.dumps(json.loads(row.entries) | {"renew_months": None})
    found = certificate(session, person, factories.add_completion(session, person, COURSE))
    assert found is not None
    assert found.renew_by is None
