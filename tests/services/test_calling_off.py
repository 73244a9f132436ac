"""Calling a round off: what people had put is deleted at once, and the round counts for nothing any more."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from tests import factories
from tests.databases import Database
from tests.factories import NOW, TODAY
from tests.services.races import second_of_two
from tna.domain.notices import NoticeKind
from tna.domain.reminders import start_of_day_of
from tna.models.audit import AuditEvent
from tna.models.notices import Notice
from tna.models.people import Person, PersonalLink
from tna.models.surveys import DailyParticipation, Participation, Response, Round
from tna.services import notices, releases, reports, rounds, surveys
from tna.services.calling_off import call_off
from tna.services.coverage import newest_round
from tna.services.rounds import RoundRefused, RoundState


def off(session: Session, round_: Round, typed: str | None = None) -> None:
    call_off(session, round_=round_, typed=typed, actor_id=None, now=NOW)


def left(session: Session) -> list[int]:
    tables = (Response, Participation, DailyParticipation)
    return [session.scalar(select(func.count()).select_from(table)) or 0 for table in tables]


@pytest.fixture
def answered(session: Session) -> Round:
    """An open round with answers sent and saved, beside a released one."""
    agency = factories.add_agency(session)
    released = factories.add_open_round(session, title="Spring", opens_on=TODAY - timedelta(days=90))
    factories.add_respondents(session, released, agency, 12)
    factories.close(session, released)
    releases.make_release(session, round_id=released.id, threshold=10, secret_id="test", now=NOW)
    round_ = factories.add_open_round(session, title="Autumn")
    factories.add_respondents(session, round_, agency, 3)
    factories.answer(session, round_, factories.add_person(session, agency), send=False)
    return round_


def test_everything_anybody_put_is_deleted_and_nothing_of_another_round(session: Session, answered: Round) -> None:
    assert left(session) == [16, 15, 2]
    off(session, answered, "Autumn")
    assert left(session) == [12, 12, 1]
    assert rounds.state_of(session, answered) is RoundState.CANCELLED
    assert [one.action for one in session.scalars(select(AuditEvent))][-1] == "called off a round"


def test_it_is_neither_running_nor_newest_nor_released_nor_to_come(session: Session, answered: Round) -> None:
    off(session, answered, "Autumn")
    assert rounds.running_round(session) is None
    newest = newest_round(session)
    assert newest is not None
    assert newest.title == "Spring"
    assert releases.make_release(session, round_id=answered.id, threshold=10, secret_id="test", now=NOW) is None
    assert [one.round.title for one in reports.released_rounds(session)] == ["Spring"]
    assert reports.figures_to_come(session) is None
    assert [one.has_coverage for one in rounds.all_rounds(session)] == [False, True]


def test_it_takes_no_answers_is_not_closed_and_not_opened_again(session: Session, answered: Round) -> None:
    off(session, answered, "Autumn")
    person = factories.add_person(session)
    with pytest.raises(surveys.RoundIsClosed):
        factories.answer(session, answered, person)
    with pytest.raises(RoundRefused, match="called off"):
        factories.close(session, answered)
    with pytest.raises(RoundRefused, match="called off"):
        rounds.open_round(session, round_=answered, today=TODAY, has_base_url=True, actor_id=None, now=NOW)
    with pytest.raises(RoundRefused, match="Only an open round"):
        rounds.move_closing_day(session, round_=answered, closes_on=TODAY, today=TODAY, actor_id=None, now=NOW)


@pytest.mark.parametrize("typed", [None, "", "autumn", "Autumn round"])
def test_an_open_round_is_called_off_by_its_name_alone(session: Session, answered: Round, typed: str | None) -> None:
    with pytest.raises(RoundRefused, match="exactly as it stands") as refused:
        off(session, answered, typed)
    assert refused.value.field == "typed"
    assert left(session) == [16, 15, 2]


def test_a_planned_round_is_called_off_without_more_and_frees_its_name(session: Session) -> None:
    first = factories.add_round(session, title="Spring")
    off(session, first)
    second = factories.add_round(session, title="Spring")
    off(session, second)
    off(session, second)
    assert [one.title for one in (first, second)] == ["Spring (called off)", "Spring (called off 2)"]
    assert not rounds.is_called_off_lately(session, today=TODAY)


def test_a_long_name_stays_within_its_bounds(session: Session) -> None:
    round_ = factories.add_round(session, title="n" * 200)
    off(session, round_)
    assert len(round_.title) == 200


def test_a_closed_round_is_not_called_off(session: Session, answered: Round) -> None:
    factories.close(session, answered)
    with pytest.raises(RoundRefused, match="has closed"):
        off(session, answered, "Autumn")


def test_its_links_and_messages_lead_nowhere(session: Session, answered: Round) -> None:
    person = factories.add_person(session)
    link = PersonalLink(
        token_hash=b"h" * 32,
        purpose="invitation",
        person_id=person.id,
        round_id=answered.id,
        expires_at=NOW + timedelta(days=9),
    )
    session.add(link)
    message, untried = (
        notices.NewNotice(NoticeKind.REMINDER, key, NOW, person_id=person.id, round_id=answered.id) for key in "ru"
    )
    other = notices.NewNotice(NoticeKind.SIGN_IN_LINK, "s", NOW, person_id=person.id)
    notices.write(session, [message, untried, other])
    session.execute(update(Notice).where(Notice.key == "r").values(attempts=1))
    off(session, answered, "Autumn")
    session.expire_all()
    assert link.used_at == start_of_day_of(NOW)
    settled = {one.key: one.settled_at for one in session.scalars(select(Notice))}
    assert settled == {"r": start_of_day_of(NOW), "s": None}


def test_people_are_told_for_a_month_unless_another_round_has_opened(session: Session, answered: Round) -> None:
    off(session, answered, "Autumn")
    assert rounds.is_called_off_lately(session, today=TODAY)
    assert not rounds.is_called_off_lately(session, today=TODAY + timedelta(days=40))
    later = factories.add_open_round(session)
    later.opened_at = NOW + timedelta(minutes=1)
    session.flush()
    assert not rounds.is_called_off_lately(session, today=TODAY)


def test_answers_that_come_in_while_it_is_called_off_are_not_kept(fresh_database: Database) -> None:
    with Session(fresh_database.engine) as session:
        agency = factories.add_agency(session)
        person_id = factories.add_person(session, agency).id
        round_id = factories.add_open_round(session, title="Autumn").id
        session.commit()

    def call(session: Session) -> None:
        off(session, session.get_one(Round, round_id), "Autumn")

    def answer(session: Session) -> None:
        factories.answer(session, session.get_one(Round, round_id), session.get_one(Person, person_id))

    with pytest.raises(surveys.RoundIsClosed):
        second_of_two(fresh_database, call, answer)
    with Session(fresh_database.engine) as session:
        assert left(session) == [0, 0, 0]
