"""Answers of many people sent at once: checked, packed and counted as those that come by a form."""

from collections.abc import Mapping
from datetime import timedelta

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from tests import factories
from tests.crowds import add_crowd
from tests.factories import SECRET, TODAY
from tna.domain.people import respondent_key
from tna.models.people import Agency
from tna.models.surveys import DailyParticipation, Participation, Response, Round
from tna.services import surveys
from tna.services.surveys import AlreadySent, AnswersRefused, Collected, RoundIsClosed, send_collected


@pytest.fixture
def agency(session: Session) -> Agency:
    return factories.add_agency(session)


@pytest.fixture
def open_round(session: Session, agency: Agency) -> Round:
    return factories.add_open_round(session)


def collected(person_id: int, raw: Mapping[str, str], *, days_later: int = 0) -> Collected:
    return Collected(person_id, respondent_key(SECRET, person_id), raw, TODAY + timedelta(days=days_later))


def count(session: Session, table: type) -> int:
    return session.scalar(select(func.count()).select_from(table)) or 0


def test_they_are_stored_as_a_form_s_would_be(session: Session, agency: Agency, open_round: Round) -> None:
    by_form = factories.add_person(session, agency, password=None)
    raw = {"s01": "4", "s02": "6", "s03": "", "last-training": "never"}
    factories.answer(session, open_round, by_form, answers=raw)
    (person,) = add_crowd(session, agency, 1)
    send_collected(session, round_=open_round, collected=[collected(person, raw)])
    stored = session.execute(
        select(Response.is_submitted, Response.agency_id, Response.role_group, Response.answers)
    ).all()
    assert len(stored) == 2
    assert stored[0] == stored[1]
    own = surveys.own_answers(session, round_=open_round, key=respondent_key(SECRET, person))
    assert own is not None
    assert (own.is_sent, own.answers["s01"], own.answers["s02"], own.answers["s03"]) == (True, 4, 6, 0)


def test_they_are_counted_by_person_and_apart_from_that_by_day(
    session: Session, agency: Agency, open_round: Round
) -> None:
    people = add_crowd(session, agency, 3)
    send_collected(
        session,
        round_=open_round,
        collected=[collected(person, {"s01": "4"}, days_later=n // 2) for n, person in enumerate(people)],
    )
    assert set(session.scalars(select(Participation.person_id))) == set(people)
    days = session.execute(select(DailyParticipation.day, DailyParticipation.submitted))
    assert dict(tuple(row) for row in days) == {TODAY: 2, TODAY + timedelta(days=1): 1}


def test_an_answer_whose_condition_is_not_met_is_dropped(session: Session, open_round: Round) -> None:
    police = factories.add_agency(session, sector="police")
    (person,) = add_crowd(session, police, 1, role_group="E")
    raw = {"s01": "4", "abe-trained": "not-trained", "abe-when": "within-a-year"}
    send_collected(session, round_=open_round, collected=[collected(person, raw)])
    own = surveys.own_answers(session, round_=open_round, key=respondent_key(SECRET, person))
    assert own is not None
    assert (own.answers["abe-trained"], own.answers["abe-when"]) == (2, 0)


@pytest.mark.parametrize("raw", [{}, {"s01": ""}, {"s01": "9"}, {"s19": "3"}, {"nothing": "3"}])
def test_one_impossible_answer_keeps_all_of_them_out(
    session: Session, agency: Agency, open_round: Round, raw: dict[str, str]
) -> None:
    good, bad = add_crowd(session, agency, 2)
    with pytest.raises(AnswersRefused):
        send_collected(session, round_=open_round, collected=[collected(good, {"s01": "4"}), collected(bad, raw)])
    assert count(session, Response) == count(session, Participation) == count(session, DailyParticipation) == 0


def test_whoever_has_begun_to_answer_keeps_all_of_them_out(session: Session, agency: Agency, open_round: Round) -> None:
    begun = factories.add_person(session, agency, password=None)
    factories.answer(session, open_round, begun, send=False)
    (other,) = add_crowd(session, agency, 1)
    with pytest.raises(AlreadySent):
        send_collected(
            session, round_=open_round, collected=[collected(other, {"s01": "4"}), collected(begun.id, {"s01": "4"})]
        )
    assert count(session, Response) == 1
    assert count(session, Participation) == count(session, DailyParticipation) == 0


def test_a_closed_round_takes_none(session: Session, agency: Agency, open_round: Round) -> None:
    factories.close(session, open_round)
    with pytest.raises(RoundIsClosed):
        send_collected(session, round_=open_round, collected=[])


def test_nobody_s_answers_are_nothing(session: Session, open_round: Round) -> None:
    send_collected(session, round_=open_round, collected=[])
    assert count(session, Response) == 0
