"""The catalogue that a partnership runs."""

from sqlalchemy.orm import Session

from tests import factories
from tests.factories import NOW, TODAY
from tna.services import courses
from tna.services.course_files import load_catalogue


def test_what_is_taken_over_is_what_comes_with_the_product(session: Session) -> None:
    assert factories.add_catalogue(session) == load_catalogue()
    assert courses.offered_courses(session, today=TODAY) == load_catalogue().courses


def test_taking_over_twice_adds_nothing_and_changes_nothing(session: Session) -> None:
    factories.add_catalogue(session)
    row = courses.find_course(session, course_id="CSA-14")
    assert row is not None
    row.title, row.retired_on = "Interviewing together", TODAY
    assert courses.adopt_catalogue(session, actor_id=None, now=NOW) == 0
    assert row.title == "Interviewing together"


def test_a_retired_course_is_kept_and_no_longer_offered(session: Session) -> None:
    factories.add_catalogue(session)
    row = courses.find_course(session, course_id="CSA-14")
    assert row is not None
    row.retired_on = TODAY
    session.flush()
    assert courses.course_of(row) == courses.catalogue_of(session).course("CSA-14")
    assert "CSA-14" not in {course.id for course in courses.offered_courses(session, today=TODAY)}
