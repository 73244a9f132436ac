"""The list of an agency's people: who is on it, how it is narrowed, and how few questions it takes."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import timedelta
from random import Random

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from tests import factories
from tests.crowds import add_crowd
from tests.factories import TODAY
from tna.domain.plans import State
from tna.models.people import Agency
from tna.services import people
from tna.services.courses import catalogue_of
from tna.services.plans.assigning import AssigningRefused
from tna.services.plans.narrowing import Show
from tna.services.plans.people import PeoplePage, PersonInPlan, Wanted, page_of_plan, person_in_plan

LONG_AGO = TODAY - timedelta(days=4 * 365)


@pytest.fixture
def agency(session: Session) -> Agency:
    factories.add_catalogue(session)
    return factories.add_agency(session)


def listed(session: Session, agency: Agency, *, number: int = 1, **wanted: object) -> PeoplePage:
    return page_of_plan(
        session,
        agency_id=agency.id,
        wanted=Wanted(**wanted),  # type: ignore[arg-type]
        catalogue=catalogue_of(session),
        today=TODAY,
        number=number,
    )


def names(page: PeoplePage) -> list[str]:
    return [one.name for one in page.people]


@contextmanager
def counting(session: Session) -> Iterator[list[str]]:
    """The statements that a block sends."""
    sent: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        sent.append(statement)

    engine = session.connection().engine
    sa.event.listen(engine, "before_cursor_execute", note)
    try:
        yield sent
    finally:
        sa.event.remove(engine, "before_cursor_execute", note)


def test_everybody_who_works_here_now_is_listed_by_name_and_nobody_else(session: Session, agency: Agency) -> None:
    for name in ("Zoe", "Ann"):
        factories.add_person(session, agency, name=name, password=None)
    factories.add_person(session, name="Elsewhere", password=None)
    factories.leave(session, factories.add_person(session, agency, name="Gone", password=None))
    moved = factories.add_person(session, agency, name="Moved", password=None)
    people.end_membership(session, membership=moved.memberships[0], today=TODAY, actor_id=moved.id, now=factories.NOW)
    assert names(listed(session, agency)) == ["Ann", "Zoe"]


def test_somebody_with_two_jobs_here_is_one_person_with_two_role_groups(session: Session, agency: Agency) -> None:
    person = factories.add_person(session, agency, role_group="D", password=None)
    factories.add_membership(session, person, agency, role_group="B")
    page = listed(session, agency)
    assert (page.total, page.people[0].role_groups) == (1, ("B", "D"))


def test_states_are_counted_over_all_courses(session: Session, agency: Agency) -> None:
    person = factories.add_person(session, agency, password=None)
    factories.assign(session, agency, "CSA-04", [person])
    factories.add_booking(session, factories.add_date(session, "CSA-03"), person, waits=True)
    factories.add_completion(session, person, "CSA-02")
    factories.add_completion(session, person, "CSA-13", completed_on=LONG_AGO)
    found = person_in_plan(
        session, person_id=person.id, agency_id=agency.id, catalogue=catalogue_of(session), today=TODAY
    )
    assert found is not None
    assert {state: found.count(state) for state in State} == {
        State.ASSIGNED: 1,
        State.BOOKED: 1,
        State.CURRENT: 1,
        State.DUE: 0,
        State.LAPSED: 1,
    }


def test_a_past_or_cancelled_date_and_a_cancelled_booking_are_no_place(session: Session, agency: Agency) -> None:
    person = factories.add_person(session, agency, password=None)
    past = factories.add_date(session, "CSA-03", first_day=TODAY - timedelta(days=1))
    factories.add_booking(session, past, person)
    off = factories.add_date(session, "CSA-04")
    off.cancelled_at, off.cancelled_because = factories.NOW, "Snow"
    factories.add_booking(session, off, person)
    factories.add_booking(session, factories.add_date(session, "CSA-08"), person).cancelled_at = factories.NOW
    session.flush()
    assert listed(session, agency).people[0].states == {}


@pytest.mark.parametrize(
    ("show", "found"),
    [
        (Show.ASSIGNED, ["Asked"]),
        (Show.BOOKED, ["Booked"]),
        (Show.CURRENT, ["Current"]),
        (Show.DUE, ["Due"]),
        (Show.LAPSED, ["Lapsed"]),
        (Show.NOTHING, ["Nothing"]),
        (Show.WISHES, ["Wishing"]),
        (None, ["Asked", "Booked", "Current", "Due", "Lapsed", "Nothing", "Wishing"]),
    ],
)
@pytest.mark.parametrize("course", ["CSA-04", None])
def test_a_list_is_narrowed_to_a_state(
    session: Session, agency: Agency, show: Show | None, found: list[str], course: str | None
) -> None:
    made = {
        name: factories.add_person(session, agency, name=name, password=None)
        for name in ("Asked", "Booked", "Current", "Due", "Lapsed", "Nothing", "Wishing")
    }
    factories.assign(session, agency, "CSA-04", [made["Asked"]], actor=factories.add_person(session, password=None))
    factories.add_booking(session, factories.add_date(session, "CSA-04"), made["Booked"])
    factories.add_completion(session, made["Current"], "CSA-04")
    factories.add_completion(session, made["Due"], "CSA-04", completed_on=TODAY - timedelta(days=3 * 365 - 30))
    factories.add_completion(session, made["Lapsed"], "CSA-04", completed_on=LONG_AGO)
    factories.share_course(session, made["Wishing"], "CSA-04")
    expected = [*found, "Wishing"] if show is Show.NOTHING else found
    assert names(listed(session, agency, show=show, course=course)) == expected


def test_another_course_than_the_one_chosen_counts_for_nothing(session: Session, agency: Agency) -> None:
    person = factories.add_person(session, agency, password=None)
    factories.add_completion(session, person, "CSA-02")
    assert listed(session, agency, show=Show.CURRENT, course="CSA-04").total == 0
    assert listed(session, agency, show=Show.NOTHING, course="CSA-04").total == 1


def test_a_list_is_narrowed_by_role_group_and_search_together_with_a_state(session: Session, agency: Agency) -> None:
    for name, group in (("Ann Lee", "D"), ("Ann May", "B"), ("Bob Lee", "D")):
        person = factories.add_person(session, agency, name=name, role_group=group, password=None)
        factories.add_completion(session, person, "CSA-02")
    assert names(listed(session, agency, search="ann", role_group="D", show=Show.CURRENT)) == ["Ann Lee"]


def test_what_another_agency_asks_is_not_shown_here(session: Session, agency: Agency) -> None:
    other = factories.add_agency(session)
    person = factories.add_person(session, agency, password=None)
    factories.add_membership(session, person, other, role_group="D")
    factories.assign(session, other, "CSA-04", [person])
    factories.share_course(session, person, "CSA-05")
    assert listed(session, agency).people[0].states == {}
    [seen_there] = [one for one in listed(session, other).people if one.id == person.id]
    assert set(seen_there.states) == {"CSA-04"}
    assert seen_there.wishes == ()


@pytest.mark.parametrize("show", [None, Show.CURRENT, Show.NOTHING])
def test_a_longer_list_takes_no_more_questions(session: Session, agency: Agency, show: Show | None) -> None:
    add_crowd(session, agency, 3)
    with counting(session) as few:
        listed(session, agency, show=show)
    add_crowd(session, agency, 150)
    with counting(session) as many:
        page = listed(session, agency, show=show)
    assert len(many) == len(few) <= 12
    assert len(page.people) == (0 if show is Show.CURRENT else people.PAGE_LENGTH)


def test_pages_follow_one_another_and_the_nearest_is_shown(session: Session, agency: Agency) -> None:
    add_crowd(session, agency, people.PAGE_LENGTH + 2)
    first, last = listed(session, agency, number=-3), listed(session, agency, number=9)
    assert (first.number, first.pages, len(first.people)) == (1, 2, people.PAGE_LENGTH)
    assert (last.number, len(last.people)) == (2, 2)
    assert not set(names(first)) & set(names(last))
    in_state = listed(session, agency, show=Show.NOTHING, number=2)
    assert names(in_state) == names(last)


def test_the_database_and_the_rule_agree_on_every_state(session: Session, agency: Agency) -> None:
    random = Random(7)
    courses = ["CSA-02", "CSA-04", "CSA-14", "CSA-15"]
    for number in range(120):
        person = factories.add_person(session, agency, role_group="F", password=None, name=f"Person {number:03}")
        for _ in range(random.randrange(4)):
            day = TODAY - timedelta(days=random.randrange(-20, 1300))
            with suppress(IntegrityError), session.begin_nested():
                factories.add_completion(session, person, random.choice(courses), completed_on=day)
        if random.random() < 0.5:
            asked_on = factories.NOW - timedelta(days=random.randrange(1300))
            with suppress(AssigningRefused):
                factories.assign(session, agency, random.choice(courses), [person], now=asked_on, actor=person)
    everybody = [one for number in (1, 2, 3) for one in listed(session, agency, number=number).people]
    assert len(everybody) == 120
    for show in (Show.ASSIGNED, Show.CURRENT, Show.DUE, Show.LAPSED, Show.NOTHING):
        for course in (None, *courses):
            pages = [listed(session, agency, number=n, show=show, course=course) for n in (1, 2, 3)]
            found = {one.id for page in pages for one in page.people}
            assert found == {one.id for one in everybody if holds(one, show, course)}, (show, course)
        assert found


def holds(person: PersonInPlan, show: Show, course: str | None) -> bool:
    """Whether a person stands so by the rule, in this course or in any."""
    states = {state for one in person.states.values() if course in {None, one.course} for state in one.states}
    return not states if show is Show.NOTHING else State(show.value) in states
