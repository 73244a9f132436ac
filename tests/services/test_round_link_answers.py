"""Answers begun by a link that others have seen: sent as the person's own or dropped, adopted, forgotten, at once."""

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from tests import factories
from tests.at_once import at_once
from tests.databases import Database
from tests.factories import NOW, SECRET, TODAY
from tna.domain.people import respondent_key, round_link_key
from tna.models.people import Person
from tna.models.surveys import DailyParticipation, Participation, Response, Round
from tna.services import releases, round_link_answers, sign_ins, surveys
from tna.services.round_link_answers import Begun, adopt_begun, forget_begun, send_by_link

LINK, OTHER_LINK = round_link_key(SECRET, b"1" * 32), round_link_key(SECRET, b"2" * 32)
MINE, LISTED = {"s01": "5"}, {"s01": "2"}


@pytest.fixture
def person(session: Session) -> Person:
    return factories.add_person(session, password=None)


@pytest.fixture
def round_(session: Session, person: Person) -> Round:
    return factories.add_open_round(session)


def key_of(person: Person) -> bytes:
    return respondent_key(SECRET, person.id)


def begin(
    session: Session, round_: Round, person: Person, key: bytes = LINK, raw: dict[str, str] | None = None
) -> None:
    """Answer under a key as the pages of a link do."""
    raw = LISTED if raw is None else raw
    surveys.start(session, round_=round_, key=key)
    group = factories.job_of(person).role_group
    surveys.save_answers(session, round_=round_, key=key, role_group=group, items=tuple(raw), raw=raw)


def send(session: Session, round_: Round, person: Person, key: bytes = LINK) -> None:
    job = factories.job_of(person)
    send_by_link(session, round_=round_, link_key=key, own_key=key_of(person), job=job, today=TODAY)


def adopt(session: Session, round_: Round, person: Person, *keys: bytes) -> None:
    begun = [Begun(round_.id, key) for key in keys]
    adopt_begun(session, person_id=person.id, key=key_of(person), begun=begun)


def own(session: Session, round_: Round, person: Person) -> tuple[int, bool] | None:
    """The code of the first statement under the person's own key, and whether it was sent."""
    session.expire_all()
    found = surveys.own_answers(session, round_=round_, key=key_of(person))
    return None if found is None else (found.answers["s01"], found.is_sent)


def counts(session: Session) -> tuple[int, int, int]:
    """Rows of answers, people who took part, and those counted on days."""
    rows = session.scalar(select(func.count()).select_from(Response)) or 0
    people = session.scalar(select(func.count()).select_from(Participation)) or 0
    return rows, people, session.scalar(select(func.sum(DailyParticipation.submitted))) or 0


def test_a_link_has_a_key_that_is_neither_the_persons_nor_another_links(person: Person) -> None:
    assert len({LINK, OTHER_LINK, key_of(person), round_link_key("another secret", b"1" * 32)}) == 4
    assert len(LINK) == 32


# Sending -------------------------------------------------------------------------------------------------------


def test_what_a_link_answered_is_sent_as_the_persons_own(session: Session, person: Person, round_: Round) -> None:
    begin(session, round_, person)
    send(session, round_, person)
    assert own(session, round_, person) == (2, True)
    assert counts(session) == (1, 1, 1)


def test_what_the_person_had_begun_gives_way_to_what_is_sent(session: Session, person: Person, round_: Round) -> None:
    begin(session, round_, person, key_of(person), MINE | {"s02": "4"})
    begin(session, round_, person)
    send(session, round_, person)
    assert own(session, round_, person) == (2, True)
    found = surveys.own_answers(session, round_=round_, key=key_of(person))
    assert found is not None
    assert found.answers["s02"] == 0
    assert counts(session) == (1, 1, 1)


def test_what_the_person_had_sent_stays_and_what_came_by_the_link_is_dropped(
    session: Session, person: Person, round_: Round
) -> None:
    factories.answer(session, round_, person, answers=MINE)
    begin(session, round_, person)
    send(session, round_, person)
    assert own(session, round_, person) == (5, True)
    assert counts(session) == (1, 1, 1)


def test_whoever_has_withdrawn_is_not_counted_again(session: Session, person: Person, round_: Round) -> None:
    factories.answer(session, round_, person, answers=MINE)
    surveys.withdraw_answers(session, round_=round_, key=key_of(person))
    begin(session, round_, person)
    send(session, round_, person)
    assert own(session, round_, person) == (2, True)
    assert counts(session) == (1, 1, 1)


@pytest.mark.parametrize("state", ["nothing", "begun", "sent", "withdrawn"])
def test_a_blank_survey_is_refused_whatever_the_person_has_done(
    session: Session, person: Person, round_: Round, state: str
) -> None:
    if state != "nothing":
        factories.answer(session, round_, person, answers=MINE, send=state != "begun")
    if state == "withdrawn":
        surveys.withdraw_answers(session, round_=round_, key=key_of(person))
    before = own(session, round_, person)
    surveys.start(session, round_=round_, key=LINK)
    with pytest.raises(surveys.AnswersRefused):
        send(session, round_, person)
    assert own(session, round_, person) == before


def test_nothing_is_sent_twice_or_where_nothing_was_begun(session: Session, person: Person, round_: Round) -> None:
    with pytest.raises(surveys.NotStarted):
        send(session, round_, person)
    begin(session, round_, person)
    send(session, round_, person)
    with pytest.raises(surveys.NotStarted):
        send(session, round_, person)
    assert counts(session) == (1, 1, 1)


def test_a_closed_round_takes_nothing(session: Session, person: Person, round_: Round) -> None:
    begin(session, round_, person)
    factories.close(session, round_)
    with pytest.raises(surveys.RoundIsClosed):
        send(session, round_, person)


# Coming by the own address -------------------------------------------------------------------------------------


def test_the_newest_of_what_links_began_becomes_the_persons_own(
    session: Session, person: Person, round_: Round
) -> None:
    begin(session, round_, person, LINK, {"s01": "3"})
    begin(session, round_, person, OTHER_LINK, {"s01": "4"})
    adopt(session, round_, person, b"3" * 32, OTHER_LINK, LINK)
    assert own(session, round_, person) == (4, False)
    assert counts(session) == (1, 0, 0)


@pytest.mark.parametrize("is_sent", [False, True])
def test_what_the_person_has_of_their_own_stays(session: Session, person: Person, round_: Round, is_sent: bool) -> None:
    factories.answer(session, round_, person, answers=MINE, send=is_sent)
    begin(session, round_, person)
    adopt(session, round_, person, LINK)
    assert own(session, round_, person) == (5, is_sent)
    assert counts(session)[0] == 1


def test_nothing_of_a_closed_round_is_adopted(session: Session, person: Person, round_: Round) -> None:
    begin(session, round_, person)
    factories.close(session, round_)
    adopt(session, round_, person, LINK)
    assert own(session, round_, person) is None
    assert counts(session)[0] == 0


def test_what_nobody_sent_is_forgotten_and_what_others_have_stays(
    session: Session, person: Person, round_: Round
) -> None:
    begin(session, round_, person)
    begin(session, round_, person, OTHER_LINK)
    forget_begun(session, begun=[Begun(round_.id, LINK)])
    assert [row.respondent_key for row in session.scalars(select(Response))] == [OTHER_LINK]


def test_calling_a_round_off_takes_what_links_began(session: Session, person: Person, round_: Round) -> None:
    begin(session, round_, person)
    surveys.delete_answers_to(session, round_=round_)
    assert counts(session)[0] == 0


def test_the_release_of_a_round_deletes_what_links_began(session: Session, person: Person, round_: Round) -> None:
    begin(session, round_, person)
    begin(session, round_, person, OTHER_LINK)
    send(session, round_, person, OTHER_LINK)
    factories.close(session, round_)
    assert releases.make_release(session, round_id=round_.id, threshold=10, secret_id="test", now=NOW) is not None
    assert [row.respondent_key for row in session.scalars(select(Response))] == [key_of(person)]


def test_sign_ins_by_a_link_are_found_newest_first_over_or_not(session: Session, person: Person, round_: Round) -> None:
    opened = [
        sign_ins.open_sign_in(session, person_id=person.id, now=NOW, only_round_id=None),
        sign_ins.open_sign_in(session, person_id=person.id, now=NOW, only_round_id=round_.id),
        sign_ins.open_sign_in(session, person_id=person.id, now=NOW.replace(hour=23), only_round_id=round_.id),
    ]
    sign_ins.end_sign_in(session, token=opened[1], now=NOW)
    found = sign_ins.sign_ins_by_round_link(session, person_id=person.id)
    assert found == [(sign_ins.hash_of(opened[2]), round_.id), (sign_ins.hash_of(opened[1]), round_.id)]


# Two at once ---------------------------------------------------------------------------------------------------


def prepared(database: Database, *, begun_by: list[str]) -> tuple[int, int]:
    """Somebody and an open round, with answers under these keys: "link" and "own"."""
    with Session(database.engine) as session:
        person = factories.add_person(session, password=None)
        round_ = factories.add_open_round(session)
        if "link" in begun_by:
            begin(session, round_, person)
        if "own" in begun_by:
            begin(session, round_, person, key_of(person), MINE)
        session.commit()
        return person.id, round_.id


Work = Callable[[Session, Round, Person], Any]


def by_turns(database: Database, person_id: int, round_id: int, *works: Work) -> list[Any]:
    """Each of these at once."""
    waiting = iter(works)

    def work(session: Session) -> Any:
        mine = next(waiting)
        return mine(session, session.get_one(Round, round_id), session.get_one(Person, person_id))

    return at_once(database, work, times=len(works))


def send_own(session: Session, round_: Round, person: Person) -> None:
    surveys.send_answers(session, round_=round_, key=key_of(person), job=factories.job_of(person), today=TODAY)


def adopt_link(session: Session, round_: Round, person: Person) -> None:
    adopt(session, round_, person, LINK)


def start_own(session: Session, round_: Round, person: Person) -> None:
    surveys.start(session, round_=round_, key=key_of(person))


def withdraw_own(session: Session, round_: Round, person: Person) -> None:
    surveys.withdraw_answers(session, round_=round_, key=key_of(person))


def test_of_two_tabs_that_send_at_once_one_is_counted(fresh_database: Database) -> None:
    person_id, round_id = prepared(fresh_database, begun_by=["link"])
    outcomes = by_turns(fresh_database, person_id, round_id, send, send, send)
    assert sorted(type(one).__name__ for one in outcomes) == ["NoneType", "NotStarted", "NotStarted"]
    with Session(fresh_database.engine) as session:
        assert counts(session) == (1, 1, 1)


def test_the_link_and_the_person_send_at_once_and_one_is_counted(fresh_database: Database) -> None:
    person_id, round_id = prepared(fresh_database, begun_by=["link", "own"])
    outcomes = by_turns(fresh_database, person_id, round_id, send, send_own)
    assert outcomes == [None, None]
    with Session(fresh_database.engine) as session:
        assert counts(session) == (1, 1, 1)
        assert session.scalars(select(Response)).one().is_submitted


@pytest.mark.parametrize("other", [adopt_link, start_own, withdraw_own])
@pytest.mark.parametrize("begun_by", [["link"], ["link", "own"]])
def test_sending_by_a_link_while_the_person_does_something_leaves_one_row_and_no_fault(
    fresh_database: Database, other: Work, begun_by: list[str]
) -> None:
    person_id, round_id = prepared(fresh_database, begun_by=begun_by)
    outcomes = by_turns(fresh_database, person_id, round_id, send, other)
    unexpected = [one for one in outcomes if one is not None and not isinstance(one, surveys.NotStarted)]
    assert unexpected == []
    with Session(fresh_database.engine) as session:
        rows, people, counted = counts(session)
        assert rows <= 1
        assert people == counted <= 1
        assert {row.respondent_key for row in session.scalars(select(Response))} <= {respondent_key(SECRET, person_id)}


def test_coming_in_twice_at_once_adopts_once(fresh_database: Database) -> None:
    person_id, round_id = prepared(fresh_database, begun_by=["link"])
    assert by_turns(fresh_database, person_id, round_id, adopt_link, adopt_link) == [None, None]
    with Session(fresh_database.engine) as session:
        assert [row.respondent_key for row in session.scalars(select(Response))] == [respondent_key(SECRET, person_id)]


def test_whoever_sends_under_the_own_key_does_not_wait_for_somebody_coming_in(fresh_database: Database) -> None:
    person_id, round_id = prepared(fresh_database, begun_by=["own"])
    if fresh_database.engine.dialect.name == "sqlite":
        return  # there is one lock for everybody
    with Session(fresh_database.engine) as coming:
        round_link_answers.lock_person(coming, person_id=person_id)
        with Session(fresh_database.engine) as sending:
            sending.connection().exec_driver_sql("SET LOCAL lock_timeout = '2s'")
            send_own(sending, sending.get_one(Round, round_id), sending.get_one(Person, person_id))
            sending.commit()
