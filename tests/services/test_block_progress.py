"""How far courses are from their next release: three words, which change once a month and no more often."""

from datetime import UTC, date, datetime

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests import factories
from tna.domain.evaluations.blocks import Reached
from tna.models.evaluations import BlockProgress
from tna.models.notices import Owed
from tna.services import block_progress
from tna.services.block_progress import NOTE_PROGRESS, progress_of

K = 10
MARCH, APRIL = date(2027, 3, 1), date(2027, 4, 1)


@pytest.fixture(autouse=True)
def catalogue(session: Session) -> None:
    factories.add_catalogue(session)


def add_pairs(session: Session, course_id: str, number: int, *, statements: str = "s09 s10 s11") -> None:
    levels = bytes([3] * len(statements.split()))
    for _ in range(number):
        factories.add_pair(session, course_id, levels, levels, levels, statements=statements)


def come(session: Session, course_id: str, number: int = 2 * K) -> None:
    """So many people complete a course by one register."""
    course_date = factories.add_date(session, course_id, places=number)
    for _ in range(number):
        person = factories.add_person(session, password=None)
        booking = factories.add_booking(session, course_date, person)
        factories.add_completion(session, person, course_id, booking=booking)


def note(session: Session, month: date) -> dict[str, Reached]:
    block_progress.note_progress(session, month=month, threshold=K)
    return progress_of(session)


def owed(session: Session) -> list[str]:
    wanted = select(Owed.key).where(Owed.kind == NOTE_PROGRESS, Owed.done_at.is_(None)).order_by(Owed.id)
    return list(session.scalars(wanted))


def test_every_course_that_asks_anything_gets_a_word(session: Session) -> None:
    for course_id, number in (("CSA-06", 5), ("CSA-07", 9)):
        come(session, course_id)
        add_pairs(session, course_id, number)
    found = note(session, MARCH)
    assert found.keys() == {
        course.id
        for course in factories.courses.catalogue_of(session).courses
        if course.statements and course.has_dates
    }
    assert "CSA-01" not in found
    assert found["CSA-06"] is Reached.MORE_THAN_HALF
    assert found["CSA-07"] is Reached.NEARLY_THERE
    assert set(found.values()) == set(Reached)


def test_the_words_stay_for_the_whole_month_whatever_comes(session: Session) -> None:
    come(session, "CSA-06")
    before = note(session, MARCH)
    add_pairs(session, "CSA-06", 9)
    assert note(session, MARCH) == before
    assert note(session, APRIL)["CSA-06"] is Reached.NEARLY_THERE
    assert set(session.scalars(select(BlockProgress.month))) == {APRIL}


def test_a_course_that_asked_other_statements_before_is_as_far_as_the_further_of_the_two(session: Session) -> None:
    come(session, "CSA-06")
    add_pairs(session, "CSA-06", 6)
    add_pairs(session, "CSA-06", 2, statements="s09")
    assert note(session, MARCH)["CSA-06"] is Reached.MORE_THAN_HALF


def test_of_few_people_whose_names_are_known_the_word_does_not_tell_who_has_sent(session: Session) -> None:
    come(session, "CSA-06", 2 * K - 1)
    add_pairs(session, "CSA-06", 9)
    assert note(session, MARCH)["CSA-06"] is Reached.FEWER_THAN_HALF


def test_the_words_are_owed_once_a_month(session: Session) -> None:
    for day in (1, 2):
        block_progress.owe_progress(session, datetime(2027, 3, day, 3, tzinfo=UTC))
    assert owed(session) == ["2027-03-01"]
    note(session, MARCH)
    session.delete(session.scalars(select(Owed)).one())
    block_progress.owe_progress(session, datetime(2027, 3, 31, 3, tzinfo=UTC))
    assert owed(session) == []
    block_progress.owe_progress(session, datetime(2027, 4, 1, 3, tzinfo=UTC))
    assert owed(session) == ["2027-04-01"]
