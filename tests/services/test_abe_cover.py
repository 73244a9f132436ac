"""Cover of joint interviewing: who stands how in the course and what renews it, and the dates to come."""

from datetime import date, timedelta

import pytest
from sqlalchemy.orm import Session

from tests import factories
from tests.factories import NOW, TODAY
from tests.reached import staff
from tna.models.courses import OfferedCourse
from tna.models.people import Agency
from tna.services.abe_cover import MOST_DATES, AbeCoverReport, abe_cover_report

COURSE, REFRESHER = "CSA-14", "CSA-15"
DETECTIVE, SOCIAL_WORKER = "child-protection-detective", "safeguarding-social-worker"


@pytest.fixture
def police(session: Session) -> Agency:
    factories.add_catalogue(session)
    return factories.add_agency(session, name="Northgate Police", sector="police", heads={"B": 700, "F": 20})


@pytest.fixture
def council(session: Session, police: Agency) -> Agency:
    return factories.add_agency(session, name="Council", sector="social-care", heads={"E": 300, "F": 10})


def days_ago(days: int) -> date:
    return TODAY - timedelta(days=days)


def report(session: Session, today: date = TODAY) -> AbeCoverReport:
    made = abe_cover_report(session, today=today)
    assert made is not None
    return made


def cover(session: Session, today: date = TODAY) -> dict[str, tuple[int, ...]]:
    """Current, due, lapsed and not trained by agency."""
    return {bar.title: bar.counts for sector in report(session, today).cover.sectors for bar in sector.bars}


def test_the_course_and_its_two_sectors_come_from_the_catalogue(session: Session, council: Agency) -> None:
    made = report(session)
    assert made.course.id == COURSE
    assert [sector.title for sector in made.cover.sectors] == ["Police", "Children's social care"]
    assert cover(session) == {"Northgate Police": (0, 0, 0, 20), "Council": (0, 0, 0, 10)}


def test_without_such_a_course_there_is_no_report(session: Session, council: Agency) -> None:
    session.delete(session.get_one(OfferedCourse, REFRESHER))
    session.flush()
    assert abe_cover_report(session, today=TODAY) is None


def test_each_state_is_counted_against_the_joint_interviewers_of_the_agency(session: Session, police: Agency) -> None:
    for days in (10, 20, 300, 400):
        [person] = staff(session, police, 1, role_group="F", job=DETECTIVE)
        factories.add_completion(session, person, COURSE, completed_on=days_ago(days))
    assert cover(session)["Northgate Police"] == (2, 1, 1, 16)


def test_today_is_an_argument(session: Session, police: Agency) -> None:
    [person] = staff(session, police, 1, role_group="F", job=DETECTIVE)
    factories.add_completion(session, person, COURSE, completed_on=date(2026, 3, 1))
    assert cover(session, date(2026, 2, 28))["Northgate Police"] == (0, 0, 0, 20)
    assert cover(session, date(2026, 3, 2))["Northgate Police"] == (1, 0, 0, 19)
    assert cover(session, date(2026, 12, 31))["Northgate Police"] == (0, 1, 0, 19)
    assert cover(session, date(2027, 3, 1))["Northgate Police"] == (0, 0, 1, 19)


def test_a_refresher_renews_and_does_not_stand_by_itself(session: Session, council: Agency) -> None:
    renewed, refresher_only = staff(session, council, 2, role_group="F", job=SOCIAL_WORKER)
    factories.add_completion(session, renewed, COURSE, completed_on=days_ago(700))
    assert cover(session)["Council"] == (0, 0, 1, 9)
    factories.add_completion(session, renewed, REFRESHER, completed_on=days_ago(30))
    factories.add_completion(session, refresher_only, REFRESHER, completed_on=days_ago(30))
    assert cover(session)["Council"] == (1, 0, 0, 9)


def test_other_role_groups_sectors_and_people_who_left_are_in_no_count(session: Session, council: Agency) -> None:
    health = factories.add_agency(session, name="Hospital", sector="health")
    nominated = factories.add_person(session, council, job=SOCIAL_WORKER, role_group="E", password=None)
    lapsed = factories.add_person(session, council, job=SOCIAL_WORKER, role_group="E", password=None)
    elsewhere = factories.add_person(session, health, role_group="F", password=None)
    left = factories.add_person(session, council, job=SOCIAL_WORKER, role_group="F", password=None)
    for person in (nominated, elsewhere, left):
        factories.add_completion(session, person, COURSE, completed_on=days_ago(10))
    factories.add_completion(session, lapsed, COURSE, completed_on=days_ago(500))
    factories.leave(session, left)
    assert cover(session)["Council"] == (0, 0, 0, 10)
    assert report(session).cover.notes == ("Besides these, a few people in other role groups hold a current training.",)


def test_dates_to_come_say_how_far_their_joint_rule_is_met(session: Session, police: Agency, council: Agency) -> None:
    coming = factories.add_date(session, COURSE, first_day=TODAY + timedelta(days=60), days=5)
    refresher = factories.add_date(session, REFRESHER, first_day=TODAY + timedelta(days=90))
    factories.add_date(session, COURSE, first_day=days_ago(1))
    called_off = factories.add_date(session, COURSE, first_day=TODAY + timedelta(days=70))
    called_off.cancelled_at, called_off.cancelled_because = NOW, "no trainer"
    officers = staff(session, police, 6, role_group="F", job=DETECTIVE)
    for person in officers[:4]:
        factories.add_booking(session, coming, person)
    factories.add_booking(session, coming, officers[4], waits=True)
    factories.add_booking(session, coming, officers[5]).cancelled_at = NOW
    factories.add_booking(session, coming, staff(session, council, 1, role_group="F", job=SOCIAL_WORKER)[0])
    factories.add_booking(session, refresher, officers[0])
    session.flush()
    first, second = report(session).dates
    assert first.taken == "5 of 10 places are taken: 4 from police and 1 from children's social care."
    assert first.rule.startswith("3 more from children's social care by ")
    assert second.course == "CSA-15 “ABE refresher and interview review”"
    assert second.taken == "1 of 10 places are taken: 1 from police and 0 from children's social care."


def test_no_more_dates_are_listed_than_anybody_plans_by(session: Session, council: Agency) -> None:
    assert report(session).dates == ()
    for number in range(MOST_DATES + 2):
        factories.add_date(session, COURSE, first_day=TODAY + timedelta(days=20 + number))
    assert len(report(session).dates) == MOST_DATES
