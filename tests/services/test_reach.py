"""Who has been reached: each person once, in the agency and role group that count, in the time that was asked for."""

from datetime import timedelta

import pytest
from sqlalchemy import event
from sqlalchemy.orm import Session

from tests import factories
from tests.factories import NOW, TODAY
from tests.reached import LAST_MONTH, assign, attend, staff, train
from tna.domain.courses import Course
from tna.domain.reports.periods import last_year, periods
from tna.domain.reports.reach import EVERYBODY, ReachBars
from tna.models.courses import Evidence, Presence
from tna.models.people import Agency
from tna.services.abe_cover import abe_cover_report
from tna.services.courses import catalogue_of
from tna.services.reach import reach_report

COURSE = "CSA-03"
"""For B, C, D, E and H, with dates; CSA-02 is e-learning for everybody."""


@pytest.fixture
def north(session: Session) -> Agency:
    factories.add_catalogue(session)
    return factories.add_agency(session, name="North", heads={"A": 60, "D": 40})


@pytest.fixture
def south(session: Session, north: Agency) -> Agency:
    return factories.add_agency(session, name="South", heads={"D": 50})


def course_of(session: Session, course_id: str | None) -> Course | None:
    return None if course_id is None else catalogue_of(session).course(course_id)


def report(session: Session, course_id: str | None = COURSE) -> ReachBars:
    return reach_report(session, course=course_of(session, course_id), period=last_year(TODAY))


def reached(session: Session, course_id: str | None = COURSE) -> dict[str, tuple[int, tuple[int, ...]]]:
    """Heads and counts by agency, and of everybody."""
    made = report(session, course_id)
    shown = [*made.bars, *([made.everybody] if made.everybody else [])]
    return {bar.title: (bar.heads, bar.counts) for bar in shown}


def test_before_anything_happened_everybody_counts_and_nobody_is_reached(session: Session, south: Agency) -> None:
    assert reached(session) == {"North": (40, (0, 0, 0, 0)), "South": (50, (0, 0, 0, 0)), EVERYBODY: (90, (0, 0, 0, 0))}
    assert reached(session, None)["North"] == (100, (0, 0, 0, 0))


def test_each_measure_counts_people_and_the_total_is_the_sum(session: Session, north: Agency, south: Agency) -> None:
    people = staff(session, north, 5)
    assign(session, north, COURSE, people[:4])
    past = factories.add_date(session, COURSE, first_day=LAST_MONTH)
    train(session, past, people[0])
    attend(session, factories.add_booking(session, past, people[1]), LAST_MONTH, Presence.PART)
    attend(session, factories.add_booking(session, past, people[2]), LAST_MONTH, Presence.ABSENT)
    train(session, past, staff(session, south, 1)[0])
    assert reached(session) == {
        "North": (40, (4, 3, 2, 1)),
        "South": (50, (0, 1, 1, 1)),
        EVERYBODY: (90, (4, 4, 3, 2)),
    }


def test_somebody_who_came_to_several_dates_and_days_counts_once(session: Session, north: Agency) -> None:
    [person] = staff(session, north, 1)
    for first_day in (LAST_MONTH, LAST_MONTH - timedelta(days=100)):
        date_ = factories.add_date(session, COURSE, first_day=first_day, days=2)
        booking = train(session, date_, person)
        attend(session, booking, first_day + timedelta(days=1))
    assert reached(session)["North"] == (40, (0, 1, 1, 1))
    assert reached(session, None)["North"] == (100, (0, 1, 1, 1))


def test_only_live_places_on_dates_that_ran_in_that_time_count(session: Session, north: Agency) -> None:
    people = iter(staff(session, north, 6))
    in_time = factories.add_date(session, COURSE, first_day=LAST_MONTH)
    factories.add_booking(session, in_time, next(people), waits=True)
    factories.add_booking(session, in_time, next(people)).cancelled_at = NOW
    called_off = factories.add_date(session, COURSE, first_day=LAST_MONTH)
    called_off.cancelled_at, called_off.cancelled_because = NOW, "snow"
    factories.add_booking(session, called_off, next(people))
    for first_day in (TODAY + timedelta(days=1), last_year(TODAY).first - timedelta(days=1)):
        factories.add_booking(session, factories.add_date(session, COURSE, first_day=first_day), next(people))
    factories.add_booking(session, factories.add_date(session, "CSA-10", first_day=LAST_MONTH), next(people))
    session.flush()
    assert reached(session)["North"] == (40, (0, 0, 0, 0))
    assert reached(session, None)["North"] == (100, (0, 1, 0, 0))


def test_a_half_year_holds_its_dates_to_come(session: Session, north: Agency) -> None:
    half = periods(TODAY)[1]
    [person] = staff(session, north, 1)
    factories.add_booking(session, factories.add_date(session, COURSE, first_day=half.last), person)
    made = reach_report(session, course=course_of(session, COURSE), period=half)
    assert made.bars[0].counts == (0, 1, 0, 0)


def test_assigned_is_who_is_asked_today_and_still_works_there(session: Session, north: Agency, south: Agency) -> None:
    stays, left, moved, withdrawn = people = staff(session, north, 4)
    made = assign(session, north, COURSE, people)
    factories.leave(session, left)
    factories.add_membership(session, moved, south, role_group="D")
    [at_north, _] = sorted(moved.memberships, key=lambda one: one.id)
    factories.people.end_membership(session, membership=at_north, today=TODAY, actor_id=stays.id, now=NOW)
    made[people.index(withdrawn)].withdrawn_at = NOW
    session.flush()
    assert reached(session)["North"] == (40, (1, 0, 0, 0))
    assert reached(session)["South"] == (50, (0, 0, 0, 0))


def test_a_register_counts_where_somebody_booked_and_other_evidence_where_they_work_now(
    session: Session, north: Agency, south: Agency
) -> None:
    date_ = factories.add_date(session, COURSE, first_day=LAST_MONTH)
    booked, recorded = staff(session, north, 2)
    train(session, date_, booked)
    factories.add_completion(session, recorded, "CSA-02", completed_on=LAST_MONTH).evidence = Evidence.DECLARED
    for person in (booked, recorded):
        factories.add_membership(session, person, south, role_group="D")
        first = min(person.memberships, key=lambda one: one.id)
        factories.people.end_membership(session, membership=first, today=TODAY, actor_id=person.id, now=NOW)
        session.refresh(person)
        factories.people.answer_as(session, person=person, membership_id=person.memberships[-1].id)
    assert reached(session)["North"] == (40, (0, 1, 1, 1))
    assert reached(session, "CSA-02")["South"] == (50, (0, 1))
    assert reached(session, "CSA-02")["North"] == (100, (0, 0))


def test_what_somebody_recorded_and_left_with_counts_nowhere(session: Session, north: Agency) -> None:
    [person] = staff(session, north, 1)
    factories.add_completion(session, person, "CSA-02", completed_on=LAST_MONTH)
    factories.leave(session, person)
    assert reached(session, "CSA-02")["North"] == (100, (0, 0))


def test_people_of_other_role_groups_are_in_no_rate_of_a_course_and_are_said_besides(
    session: Session, north: Agency
) -> None:
    outside = factories.add_person(session, north, job="firefighter", role_group="A", password=None)
    assign(session, north, COURSE, [outside])
    train(session, factories.add_date(session, COURSE, first_day=LAST_MONTH), outside)
    assert reached(session)["North"] == (40, (0, 0, 0, 0))
    assert "Not counted: a few people in other role groups who completed it." in report(session).notes
    assert reached(session, None)["North"] == (100, (1, 1, 1, 1))


def test_whom_a_course_takes_on_a_nomination_only_is_in_no_rate_of_it_as_in_abe_cover(session: Session) -> None:
    factories.add_catalogue(session)
    council = factories.add_agency(session, name="Council", sector="social-care", heads={"E": 90, "F": 10})
    date_ = factories.add_date(session, "CSA-14", first_day=LAST_MONTH)
    for role_group in "EF":
        train(session, date_, staff(session, council, 1, role_group=role_group, job="safeguarding-social-worker")[0])
    assert reached(session, "CSA-14")["Council"] == (10, (0, 1, 1, 1))
    assert (
        "Role groups that it takes only by exception, with a nomination, are not counted."
        in report(session, "CSA-14").notes
    )
    cover = abe_cover_report(session, today=TODAY)
    assert cover is not None
    assert [bar.heads for sector in cover.cover.sectors for bar in sector.bars] == [10]


def test_agencies_of_under_five_heads_are_shown_together(session: Session, south: Agency) -> None:
    for name, heads in (("Tiny", 3), ("Small", 4)):
        agency = factories.add_agency(session, name=name, heads={"D": heads})
        train(session, factories.add_date(session, COURSE, first_day=LAST_MONTH), staff(session, agency, 1)[0])
    assert reached(session)["Other agencies"] == (7, (0, 2, 2, 2))
    assert not {"Tiny", "Small"} & set(reached(session))


def test_an_agency_without_a_headcount_is_named_and_in_no_total(session: Session, south: Agency) -> None:
    agency = factories.add_agency(session, name="Uncounted", heads={})
    train(session, factories.add_date(session, COURSE, first_day=LAST_MONTH), staff(session, agency, 1)[0])
    assert reached(session)[EVERYBODY] == (90, (0, 0, 0, 0))
    assert "Not counted, because there is no headcount: Uncounted." in report(session).notes


def test_as_many_queries_are_asked_for_many_agencies_as_for_one(session: Session, south: Agency) -> None:
    def queries() -> int:
        asked: list[str] = []
        connection = session.connection()

        def note(*arguments: object) -> None:
            asked.append(str(arguments[2]))

        event.listen(connection, "before_cursor_execute", note)
        report(session)
        event.remove(connection, "before_cursor_execute", note)
        return len(asked)

    few = queries()
    for _ in range(8):
        agency = factories.add_agency(session)
        train(session, factories.add_date(session, COURSE, first_day=LAST_MONTH), staff(session, agency, 1)[0])
    assert queries() == few <= 7
