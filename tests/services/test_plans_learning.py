"""One's own learning: what is asked now, what comes next, what is done, and what one has shared."""

from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests import factories
from tests.factories import TODAY
from tna.models.audit import AuditEvent
from tna.models.people import Agency, Person
from tna.models.plans import SharedSuggestion
from tna.services import people
from tna.services.courses import catalogue_of
from tna.services.plans import wishes
from tna.services.plans.learning import OwnLearning, own_learning
from tna.services.plans.wishes import NotForRoleGroup

LONG_AGO = TODAY - timedelta(days=4 * 365)


@pytest.fixture
def agency(session: Session) -> Agency:
    factories.add_catalogue(session)
    return factories.add_agency(session, name="Harbour Trust")


@pytest.fixture
def person(session: Session, agency: Agency) -> Person:
    return factories.add_person(session, agency, password=None)


def own(session: Session, person: Person) -> OwnLearning:
    return own_learning(session, job=factories.job_of(person), today=TODAY)


def now(session: Session, person: Person) -> list[str]:
    return [one.course.id for one in own(session, person).now]


def test_somebody_new_has_nothing(session: Session, person: Person) -> None:
    assert own(session, person) == OwnLearning()


def test_what_is_asked_says_who_and_why_and_the_soonest_comes_first(
    session: Session, agency: Agency, person: Person
) -> None:
    factories.assign(session, agency, "CSA-08", [person])
    factories.assign(session, agency, "CSA-04", [person], due_on=TODAY, reason="We need it")
    first, second = own(session, person).requests
    assert first.request is not None
    assert (first.course.id, first.request.agency, first.request.reason) == ("CSA-04", "Harbour Trust", "We need it")
    assert second.course.id == "CSA-08"


def test_what_is_booked_comes_next_with_the_request_it_answers(
    session: Session, agency: Agency, person: Person
) -> None:
    factories.assign(session, agency, "CSA-04", [person])
    factories.add_booking(session, factories.add_date(session, "CSA-04", days=2), person, waits=True)
    learning = own(session, person)
    [coming] = learning.next
    assert learning.now == ()
    assert coming.request is not None
    assert (coming.place.has_place, coming.venue) == (False, "Room 4, Town Hall")
    assert coming.last_day == coming.place.first_day + timedelta(days=1)


def test_an_agency_that_somebody_has_left_asks_them_nothing_and_completions_travel(
    session: Session, agency: Agency, person: Person
) -> None:
    other = factories.add_agency(session)
    factories.assign(session, agency, "CSA-04", [person])
    factories.add_completion(session, person, "CSA-02")
    factories.add_membership(session, person, other, role_group="D")
    people.end_membership(session, membership=person.memberships[0], today=TODAY, actor_id=person.id, now=factories.NOW)
    learning = own(session, person)
    assert learning.now == ()
    assert [one.course.id for one in learning.done] == ["CSA-02"]


def test_of_two_agencies_that_ask_for_the_same_the_sooner_counts(
    session: Session, agency: Agency, person: Person
) -> None:
    other = factories.add_agency(session, name="Riverside")
    factories.add_membership(session, person, other, role_group="D")
    factories.assign(session, agency, "CSA-04", [person])
    factories.assign(session, other, "CSA-04", [person], due_on=TODAY)
    [asked] = own(session, person).requests
    assert asked.request is not None
    assert asked.request.agency == "Riverside"


def test_what_has_lapsed_is_to_be_renewed_if_it_is_for_the_own_role_group(session: Session, person: Person) -> None:
    factories.add_completion(session, person, "CSA-04", completed_on=LONG_AGO)
    factories.add_completion(session, person, "CSA-16", completed_on=LONG_AGO)  # for supervisors
    assert now(session, person) == ["CSA-04"]
    factories.add_booking(session, factories.add_date(session, "CSA-04"), person)
    assert now(session, person) == []


def test_a_course_names_what_renews_it_and_the_refresher_is_not_named_beside_it(
    session: Session, agency: Agency
) -> None:
    person = factories.add_person(session, agency, role_group="F", password=None)
    for course in ("CSA-14", "CSA-15"):
        factories.add_completion(session, person, course, completed_on=LONG_AGO)
    [found] = own(session, person).renewals
    assert (found.course.id, [one.id for one in found.by]) == ("CSA-14", ["CSA-15"])


def test_done_holds_each_course_once_with_its_newest_day_and_the_record_holds_all(
    session: Session, person: Person
) -> None:
    factories.add_completion(session, person, "CSA-04", completed_on=LONG_AGO)
    factories.add_completion(session, person, "CSA-04")
    factories.add_completion(session, person, "CSA-02", completed_on=TODAY - timedelta(days=1))
    learning = own(session, person)
    assert [(one.course.id, one.completed_on) for one in learning.done] == [
        ("CSA-04", TODAY),
        ("CSA-02", TODAY - timedelta(days=1)),
    ]
    assert len(learning.record) == 3


# Sharing --------------------------------------------------------------------------------------------------


def test_sharing_keeps_a_person_a_course_and_an_agency_and_nothing_else(
    session: Session, agency: Agency, person: Person
) -> None:
    before = session.scalars(select(AuditEvent.id)).all()
    factories.share_course(session, person, "CSA-05")
    factories.share_course(session, person, "CSA-05")
    rows = session.execute(select(SharedSuggestion.__table__)).all()
    assert rows == [(person.id, "CSA-05", agency.id)]
    assert session.scalars(select(AuditEvent.id)).all() == before
    assert wishes.shared_by(session, job=factories.job_of(person)) == {"CSA-05"}


def test_taking_back_leaves_nothing(session: Session, person: Person) -> None:
    factories.share_course(session, person, "CSA-05")
    wishes.take_back(session, person_id=person.id, course_id="CSA-05")
    wishes.take_back(session, person_id=person.id, course_id="CSA-05")
    assert session.execute(select(SharedSuggestion.__table__)).all() == []


def test_only_courses_for_the_own_role_group_are_shared(session: Session, person: Person) -> None:
    catalogue = catalogue_of(session)
    with pytest.raises(NotForRoleGroup):
        wishes.share(session, job=factories.job_of(person), course=catalogue.course("CSA-16"), catalogue=catalogue)
