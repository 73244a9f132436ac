"""Reports of courses from released blocks: read, added up, and told for courses that have none."""

from datetime import timedelta

import pytest
from sqlalchemy.orm import Session

from tests import factories
from tests.domain.shifts import FALL, RISE, counts
from tests.factories import TODAY, add_block
from tna.models.courses import OfferedCourse
from tna.models.evaluations import BlockProgress
from tna.services.shift_reports import all_courses, course_report, courses_together, released_courses, waiting_for


@pytest.fixture(autouse=True)
def catalogue(session: Session) -> None:
    factories.add_catalogue(session)


def progress(session: Session, course_id: str, reached: str) -> None:
    session.add(BlockProgress(course_id=course_id, month=TODAY.replace(day=1), reached=reached))
    session.flush()


def test_the_report_of_a_course_opens_with_the_domain_it_teaches_first(session: Session) -> None:
    add_block(session, "CSA-03", counts({"D1": RISE, "D2": FALL}))
    report = course_report(session, course_id="CSA-03")
    assert report is not None
    assert report.sentence == "After CSA-03, 41 of 57 people were more confident noticing signs; 3 were less."
    assert [one.split(";")[0] for one in report.others] == ["41 of 57 people were less confident talking with children"]
    assert [row.id for row in report.dumbbell.rows] == ["D1", "s01", "s02", "D2", "s05", "s06", "D4"]
    assert len(report.room.table.rows) == 4
    assert report.progress == ""


def test_progress_towards_the_next_release_stands_in_the_report(session: Session) -> None:
    add_block(session, "CSA-03", counts({"D1": RISE}))
    progress(session, "CSA-03", "more than half")
    report = course_report(session, course_id="CSA-03")
    assert report is not None
    assert report.progress == "Towards the next release, more than half of the forms needed are in."


def test_a_release_in_which_every_domain_was_short_has_a_report_that_says_so(session: Session) -> None:
    add_block(session, "CSA-03", counts({}))
    report = course_report(session, course_id="CSA-03")
    assert report is not None
    assert report.sentence.startswith("No figure can be shown yet")


@pytest.mark.parametrize("course_id", ["CSA-03", "CSA-99", "\x00", "\ud800"])
def test_without_a_release_or_a_course_there_is_no_report(session: Session, course_id: str) -> None:
    assert course_report(session, course_id=course_id) is None


def test_a_course_that_waits_says_how_far_it_is(session: Session) -> None:
    progress(session, "CSA-03", "nearly there")
    waiting = waiting_for(session, course_id="CSA-03")
    assert waiting is not None
    assert waiting.progress == "Nothing is released yet: nearly all the forms needed are in."
    assert waiting_for(session, course_id="CSA-99") is None


def test_all_courses_hold_those_released_and_those_on_offer_that_wait(session: Session) -> None:
    add_block(session, "CSA-04", counts({"D2": RISE}))
    add_block(session, "CSA-05", counts({"D2": FALL}))
    for gone in ("CSA-05", "CSA-06"):
        session.get_one(OfferedCourse, gone).retired_on = TODAY - timedelta(days=1)
    session.flush()
    found = all_courses(session, today=TODAY)
    assert found.report is not None
    assert [row.id for row in found.report.bars.rows] == ["CSA-04", "CSA-05"]
    [group] = found.waiting
    waiting = [course.id for course in group.courses]
    assert len(waiting) == 12
    assert not {"CSA-01", "CSA-02", "CSA-04", "CSA-05", "CSA-06"} & set(waiting)
    assert released_courses(session) == ["CSA-04", "CSA-05"]


def test_before_any_release_all_courses_with_forms_wait(session: Session) -> None:
    progress(session, "CSA-02", "nearly there")  # noted before e-learning was left out
    progress(session, "CSA-03", "fewer than half")
    progress(session, "CSA-05", "nearly there")
    found = all_courses(session, today=TODAY)
    assert found.report is None
    assert [(group.words, len(group.courses)) for group in found.waiting] == [
        ("Nearly all the forms needed are in", 1),
        ("Fewer than half of the forms needed are in", 1),
        ("To be said at the start of a month", 13),
    ]
    assert courses_together(session) is None
    assert released_courses(session) == []
