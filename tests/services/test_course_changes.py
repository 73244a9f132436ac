"""Changing the catalogue a partnership runs: what is refused, and what stays whole."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests import factories
from tests.databases import Database
from tests.factories import NOW, TODAY
from tests.services.races import second_of_two
from tna.models.audit import AuditEvent
from tna.models.courses import OfferedCourse
from tna.services import course_changes, courses
from tna.services.course_changes import CourseFaulty, CourseRefused
from tna.services.course_data import course_entries
from tna.services.course_pages import held_places

NEW: dict[str, Any] = {
    "id": "CSA-18",
    "title": "Something new",
    "description": "What it is about.",
    "for": ["D"],
    "level": 2,
    "mode": "room",
    "hours": 3,
    "days": 1,
    "capacity": 12,
    "domains": ["D1"],
    "statements": ["s01"],
    "renew_months": None,
}


def row_of(session: Session, course_id: str) -> OfferedCourse:
    row = courses.find_course(session, course_id=course_id)
    assert row is not None
    return row


def change(session: Session, course_id: str, **changes: object) -> None:
    row = row_of(session, course_id)
    entries = {**course_entries(courses.course_of(row)), **changes}
    course_changes.change_course(session, row=row, entries=entries, actor_id=None, now=NOW)


def add(session: Session, **changes: object) -> OfferedCourse:
    return course_changes.add_course(session, entries={**NEW, **changes}, actor_id=None, now=NOW)


def retire(session: Session, course_id: str, days: int = 0) -> None:
    course_changes.retire_course(
        session,
        row=row_of(session, course_id),
        from_day=TODAY + timedelta(days=days),
        today=TODAY,
        actor_id=None,
        now=NOW,
    )


def bring_back(session: Session, course_id: str) -> None:
    course_changes.bring_back_course(session, row=row_of(session, course_id), actor_id=None, now=NOW)


def noted(session: Session) -> list[tuple[str, str, str]]:
    wanted = select(AuditEvent).where(AuditEvent.action.contains("course")).order_by(AuditEvent.id)
    return [(each.action, each.subject, each.detail) for each in session.scalars(wanted)]


def faults_of(faulty: pytest.ExceptionInfo[CourseFaulty]) -> list[tuple[str, str]]:
    return [(fault.place, fault.problem) for fault in faulty.value.faults]


# Adding and changing ----------------------------------------------------------------------------------------


def test_an_added_course_stands_last_and_is_noted(session: Session) -> None:
    factories.add_catalogue(session)
    add(session)
    catalogue = courses.catalogue_of(session)
    assert catalogue.courses[-1].id == "CSA-18"
    assert noted(session)[-1] == ("added a course", "CSA-18", "")


def test_texts_lose_line_breaks_and_signs_that_nobody_sees(session: Session) -> None:
    factories.add_catalogue(session)
    add(session, title=" Some\u202ething\x00 \n new ", nomination_note=" ", on_nomination=["E"])
    course = courses.catalogue_of(session).course("CSA-18")
    assert (course.title, course.nomination_note) == ("Something new", "")


@pytest.mark.parametrize("course_id", ["CSA-03", "csa-03"])
def test_an_id_is_given_once_however_it_is_capitalised(session: Session, course_id: str) -> None:
    factories.add_catalogue(session)
    with pytest.raises(CourseFaulty) as faulty:
        add(session, id=course_id)
    assert ("id", "There is a course of this id already, perhaps a retired one") in faults_of(faulty)


@pytest.mark.parametrize("course_id", ["new", "resources", "A" * 20 + "1", ""])
def test_an_id_that_would_stand_in_the_way_of_a_page_or_fit_no_column_is_refused(
    session: Session, course_id: str
) -> None:
    factories.add_catalogue(session)
    with pytest.raises(CourseFaulty) as faulty:
        add(session, id=course_id)
    assert ("id", "An id has a figure in it and at most 20 characters") in faults_of(faulty)


def test_a_change_keeps_the_id_and_the_audit_log_says_what_changed(session: Session) -> None:
    factories.add_catalogue(session)
    change(session, "CSA-14", id="CSA-99", title="Interviewing together", capacity=12)
    assert row_of(session, "CSA-14").title == "Interviewing together"
    assert courses.catalogue_of(session).course("CSA-14").capacity == 12
    assert noted(session)[-1] == ("changed a course", "CSA-14", "capacity, title")


def test_a_change_of_nothing_is_not_noted(session: Session) -> None:
    factories.add_catalogue(session)
    before = noted(session)
    change(session, "CSA-14")
    assert noted(session) == before


def test_no_change_leads_in_a_circle(session: Session) -> None:
    factories.add_catalogue(session)
    with pytest.raises(CourseFaulty) as faulty:
        change(session, "CSA-03", prerequisites=[["CSA-06"]])
    assert faults_of(faulty)[0][0] == "prerequisites[0][0]"
    assert "goes in a circle" in faults_of(faulty)[0][1]
    assert courses.catalogue_of(session).course("CSA-03").prerequisites == (("CSA-01", "CSA-02"),)


def test_a_course_that_another_renews_has_to_lapse(session: Session) -> None:
    factories.add_catalogue(session)
    with pytest.raises(CourseFaulty) as faulty:
        change(session, "CSA-14", renew_months=None)
    assert faults_of(faulty) == [("renew_months", "“CSA-15” renews this course, so its completion has to lapse")]


def test_what_was_wrong_with_another_course_before_is_not_told_to_whoever_changes_this_one(session: Session) -> None:
    factories.add_catalogue(session)
    other = row_of(session, "CSA-05")
    other.entries = other.entries.replace('"s23"', '"s99"')
    session.flush()
    change(session, "CSA-14", title="Interviewing together")
    assert row_of(session, "CSA-14").title == "Interviewing together"


def test_two_changes_at_once_that_lead_in_a_circle_together_do_not_both_stand(fresh_database: Database) -> None:
    with Session(fresh_database.engine) as session:
        factories.add_catalogue(session)
        session.commit()
    with pytest.raises(CourseFaulty, match="goes in a circle"):
        second_of_two(
            fresh_database,
            lambda session: change(session, "CSA-01", prerequisites=[["CSA-02"]]),
            lambda session: change(session, "CSA-02", prerequisites=[["CSA-01"]]),
        )


def test_of_two_who_add_the_same_id_at_once_one_is_told(fresh_database: Database) -> None:
    with pytest.raises(CourseFaulty, match="of this id already"):
        second_of_two(fresh_database, add, add)


def test_of_two_who_take_the_catalogue_over_at_once_nobody_ends_with_half_of_it(fresh_database: Database) -> None:
    def adopt(session: Session) -> None:
        courses.adopt_catalogue(session, actor_id=None, now=NOW)

    try:
        second_of_two(fresh_database, adopt, adopt)
    except courses.AlreadyTakenOver:
        assert fresh_database.kind == "postgresql", "on SQLite the second waits and finds everything"
    with Session(fresh_database.engine) as session:
        assert len(courses.catalogue_of(session).courses) == 17


# Retiring ---------------------------------------------------------------------------------------------------


def test_a_course_retires_from_a_day_on_and_comes_back(session: Session) -> None:
    factories.add_catalogue(session)
    retire(session, "CSA-09", days=10)
    row = row_of(session, "CSA-09")
    assert courses.is_offered(row, today=TODAY + timedelta(days=9))
    assert not courses.is_offered(row, today=TODAY + timedelta(days=10))
    assert courses.retirements(session) == {"CSA-09": TODAY + timedelta(days=10)}
    bring_back(session, "CSA-09")
    assert row.retired_on is None
    assert [action for action, _, _ in noted(session)[-2:]] == ["retired a course", "brought back a course"]


def test_no_course_retires_in_the_past(session: Session) -> None:
    factories.add_catalogue(session)
    with pytest.raises(CourseRefused, match="today or in the future"):
        retire(session, "CSA-09", days=-1)


def test_the_only_way_into_another_course_does_not_retire_before_it(session: Session) -> None:
    factories.add_catalogue(session)
    with pytest.raises(CourseRefused) as refused:
        retire(session, "CSA-14")
    assert str(refused.value) == (
        "Nobody could get into CSA-15 “ABE refresher and interview review” any more. "
        "Retire that first, or change what comes before it."
    )
    retire(session, "CSA-15", days=5)
    with pytest.raises(CourseRefused):
        retire(session, "CSA-14", days=4)
    retire(session, "CSA-14", days=5)


def test_of_two_ways_one_may_retire(session: Session) -> None:
    factories.add_catalogue(session)
    retire(session, "CSA-01")
    with pytest.raises(CourseRefused, match="CSA-03"):
        retire(session, "CSA-02")


def test_a_course_comes_back_only_after_what_comes_before_it(session: Session) -> None:
    factories.add_catalogue(session)
    retire(session, "CSA-15")
    retire(session, "CSA-14")
    with pytest.raises(CourseRefused, match="First bring back CSA-14 “ABE joint interviewing”"):
        bring_back(session, "CSA-15")
    bring_back(session, "CSA-14")
    bring_back(session, "CSA-15")


def test_no_course_is_made_to_ask_for_a_retired_one_alone(session: Session) -> None:
    factories.add_catalogue(session)
    retire(session, "CSA-01")
    with pytest.raises(CourseFaulty) as faulty:
        change(session, "CSA-04", prerequisites=[["CSA-01"]])
    assert faults_of(faulty) == [("prerequisites", "CSA-01 will no longer be offered")]
    change(session, "CSA-04", prerequisites=[["CSA-01", "CSA-02"]], title="Talking")


def test_what_a_course_still_has_before_it_is_counted(session: Session) -> None:
    factories.add_catalogue(session)
    factories.add_date(session, "CSA-04", first_day=TODAY - timedelta(days=9))
    date_ = factories.add_date(session, "CSA-04")
    factories.add_booking(session, date_, factories.add_person(session))
    factories.add_booking(session, date_, factories.add_person(session), waits=True)
    factories.add_booking(session, date_, factories.add_person(session)).cancelled_at = NOW
    factories.add_date(session, "CSA-06")
    session.flush()
    held = held_places(session, course_id="CSA-04", today=TODAY)
    assert (held.dates, held.places, held.waiting) == (1, 1, 1)
    nothing = held_places(session, course_id="CSA-05", today=TODAY)
    assert (nothing.dates, nothing.places, nothing.waiting) == (0, 0, 0)
