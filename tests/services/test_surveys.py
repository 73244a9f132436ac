"""Starting, saving, sending and reading back one person's answers, also when two do so at once."""

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from tests import factories
from tests.at_once import at_once
from tests.databases import Database
from tests.factories import SECRET, TODAY
from tna.domain.answering import progress
from tna.domain.answers import Profile
from tna.domain.people import respondent_key
from tna.models.audit import AuditEvent
from tna.models.people import Person
from tna.models.surveys import DailyParticipation, Participation, Response, Round
from tna.services import rounds, surveys


@pytest.fixture
def person(session: Session) -> Person:
    """A health visitor, role group D."""
    return factories.add_person(session)


@pytest.fixture
def round_(session: Session, person: Person) -> Round:
    """An open round."""
    return factories.add_open_round(session)


def key_of(person: Person) -> bytes:
    return respondent_key(SECRET, person.id)


def save(session: Session, round_: Round, person: Person, **raw: str) -> None:
    """Save a form of exactly these items, as somebody who has started."""
    surveys.start(session, round_=round_, key=key_of(person))
    surveys.save_answers(session, round_=round_, key=key_of(person), role_group="D", items=tuple(raw), raw=raw)


def send(session: Session, round_: Round, person: Person) -> None:
    surveys.send_answers(session, round_=round_, key=key_of(person), job=factories.job_of(person), today=TODAY)


def own(session: Session, round_: Round, person: Person) -> dict[str, int]:
    """The answers kept, blanks left out."""
    found = surveys.own_answers(session, round_=round_, key=key_of(person))
    return {} if found is None else {item: code for item, code in found.answers.items() if code}


# Saving -----------------------------------------------------------------------------------------------------


def test_nothing_is_kept_of_somebody_who_has_not_started(session: Session, round_: Round, person: Person) -> None:
    assert surveys.own_answers(session, round_=round_, key=key_of(person)) is None


def test_saving_changes_the_items_of_the_form_and_leaves_the_others(
    session: Session, round_: Round, person: Person
) -> None:
    save(session, round_, person, s01="3", s02="4")
    save(session, round_, person, s05="6")
    assert own(session, round_, person) == {"s01": 3, "s02": 4, "s05": 6}


def test_an_item_that_the_form_no_longer_sends_becomes_blank(session: Session, round_: Round, person: Person) -> None:
    save(session, round_, person, s01="3", s02="4")
    surveys.save_answers(
        session, round_=round_, key=key_of(person), role_group="D", items=("s01", "s02"), raw={"s02": "4"}
    )
    assert own(session, round_, person) == {"s02": 4}


def test_a_form_with_one_impossible_answer_changes_nothing(session: Session, round_: Round, person: Person) -> None:
    save(session, round_, person, s01="3")
    with pytest.raises(surveys.AnswersRefused) as refused:
        save(session, round_, person, s01="4", s02="8")
    assert [fault.item for fault in refused.value.faults] == ["s02"]
    assert own(session, round_, person) == {"s01": 3}


def test_a_statement_that_the_role_group_is_not_asked_is_refused(
    session: Session, round_: Round, person: Person
) -> None:
    with pytest.raises(surveys.AnswersRefused):
        save(session, round_, person, s19="3")


def test_a_planned_and_a_closed_round_take_no_answers(session: Session, round_: Round, person: Person) -> None:
    save(session, round_, person, s01="3")
    factories.close(session, round_)
    planned = factories.add_round(session)
    for each in (round_, planned):
        for attempt in (lambda r=each: save(session, r, person, s01="4"), lambda r=each: send(session, r, person)):
            with pytest.raises(surveys.RoundIsClosed):
                attempt()
    assert own(session, round_, person) == {"s01": 3}


def test_nothing_is_saved_of_somebody_who_has_not_started(session: Session, round_: Round, person: Person) -> None:
    with pytest.raises(surveys.NotStarted):
        surveys.save_answers(
            session, round_=round_, key=key_of(person), role_group="D", items=("s01",), raw={"s01": "3"}
        )
    assert own(session, round_, person) == {}


def save_seen(
    session: Session, round_: Round, person: Person, seen: dict[str, int], items: tuple[str, ...], **raw: str
) -> None:
    """Save a form of a page that was made when these answers were kept."""
    surveys.save_answers(session, round_=round_, key=key_of(person), role_group="D", items=items, raw=raw, seen=seen)


def test_a_page_left_open_undoes_nothing_that_was_saved_elsewhere(
    session: Session, round_: Round, person: Person
) -> None:
    items = ("s01", "s02", "s03")
    save(session, round_, person, s01="3", s02="4")
    save_seen(session, round_, person, {}, items, s03="2")
    assert own(session, round_, person) == {"s01": 3, "s02": 4, "s03": 2}


def test_an_item_changed_in_two_places_is_a_fault_and_the_form_changes_nothing(
    session: Session, round_: Round, person: Person
) -> None:
    save(session, round_, person, s01="3", s02="4")
    with pytest.raises(surveys.AnswersRefused) as refused:
        save_seen(session, round_, person, {"s01": 1}, ("s01", "s02", "s03"), s01="2", s03="5")
    assert [(fault.item, fault.problem) for fault in refused.value.faults] == [("s01", surveys.CHOSEN_ELSEWHERE)]
    assert own(session, round_, person) == {"s01": 3, "s02": 4}


# Sending ----------------------------------------------------------------------------------------------------


def test_sending_copies_agency_and_role_group_which_do_not_follow_the_person(
    session: Session, round_: Round, person: Person
) -> None:
    save(session, round_, person, s01="3")
    send(session, round_, person)
    membership = person.memberships[0]
    before = membership.agency_id
    membership.role_group = "E"
    membership.agency_id = factories.add_agency(session).id
    session.flush()
    response = session.scalars(select(Response)).one()
    assert (response.agency_id, response.role_group) == (before, "D")


def test_what_was_sent_cannot_be_changed(session: Session, round_: Round, person: Person) -> None:
    save(session, round_, person, s01="3")
    send(session, round_, person)
    with pytest.raises(surveys.AlreadySent):
        save(session, round_, person, s01="1")
    assert own(session, round_, person) == {"s01": 3}


def test_somebody_who_has_answered_nothing_has_nothing_to_send(session: Session, round_: Round, person: Person) -> None:
    for prepare in (lambda: None, lambda: surveys.start(session, round_=round_, key=key_of(person))):
        prepare()
        with pytest.raises(surveys.AnswersRefused):
            send(session, round_, person)
    assert session.scalar(select(func.count()).select_from(Participation)) == 0


def test_an_answer_whose_condition_is_not_met_is_dropped_when_sent(session: Session) -> None:
    person = factories.add_person(session, job="child-protection-detective")
    round_ = factories.add_open_round(session)
    answers = {"s01": "3", "abe-trained": "not-trained", "abe-when": "within-a-year"}
    factories.answer(session, round_, person, answers=answers)
    assert own(session, round_, person) == {"s01": 3, "abe-trained": 2}


def test_sending_writes_no_audit_entry_and_no_time(session: Session, round_: Round, person: Person) -> None:
    before = session.scalar(select(func.count()).select_from(AuditEvent))
    save(session, round_, person, s01="3")
    send(session, round_, person)
    assert session.scalar(select(func.count()).select_from(AuditEvent)) == before
    for table in (Response, Participation):
        assert not [c.name for c in table.__table__.columns if "DATE" in str(c.type) or "TIME" in str(c.type)]


def test_the_count_of_a_day_says_how_many_and_not_who(session: Session, round_: Round, person: Person) -> None:
    other = factories.add_person(session)
    for each in (person, other):
        save(session, round_, each, s01="3")
        send(session, round_, each)
        send(session, round_, each)
    assert session.execute(select(DailyParticipation.day, DailyParticipation.submitted)).all() == [(TODAY, 2)]
    assert session.scalar(select(func.count()).select_from(Participation)) == 2


# Reading back -----------------------------------------------------------------------------------------------


def own_profile(session: Session, round_: Round, key: bytes, sealed_through: int | None = None) -> Profile | None:
    return surveys.own_profile(session, round_=round_, key=key, sealed_through=sealed_through)


def last_sent(session: Session, key: bytes, sealed_through: int | None = None) -> Round | None:
    return surveys.last_sent_round(session, key=key, sealed_through=sealed_through)


def test_a_profile_is_there_once_answers_are_sent(session: Session, round_: Round, person: Person) -> None:
    save(session, round_, person, s01="5")
    assert own_profile(session, round_, key_of(person)) is None
    send(session, round_, person)
    found = own_profile(session, round_, key_of(person))
    assert found is not None
    assert found.first_line == "You are most confident in noticing signs."


def test_another_key_reads_nothing(session: Session, round_: Round, person: Person) -> None:
    save(session, round_, person, s01="5")
    send(session, round_, person)
    stranger = respondent_key(SECRET, person.id + 1)
    elsewhere = respondent_key("another secret of another installation", person.id)
    for key in (stranger, elsewhere):
        assert surveys.own_answers(session, round_=round_, key=key) is None
        assert own_profile(session, round_, key) is None
        assert last_sent(session, key) is None


def test_the_newest_round_with_answers_sent_is_found(session: Session, round_: Round, person: Person) -> None:
    assert last_sent(session, key_of(person)) is None
    save(session, round_, person, s01="3")
    assert last_sent(session, key_of(person)) is None
    send(session, round_, person)
    factories.close(session, round_)
    later = factories.add_open_round(session)
    save(session, later, person, s01="3")
    assert last_sent(session, key_of(person)) == round_


def test_what_was_sent_up_to_the_seal_is_closed_and_what_came_later_is_open(
    session: Session, round_: Round, person: Person
) -> None:
    save(session, round_, person, s01="5")
    send(session, round_, person)
    factories.close(session, round_)
    with pytest.raises(surveys.AnswersSealed):
        own_profile(session, round_, key_of(person), round_.id)
    assert last_sent(session, key_of(person), round_.id) is None
    later = factories.add_open_round(session)
    save(session, later, person, s01="3")
    send(session, later, person)
    assert own_profile(session, later, key_of(person), round_.id) is not None
    assert last_sent(session, key_of(person), round_.id) == later


def test_deleting_what_was_not_sent_leaves_what_was_and_what_others_put(session: Session, person: Person) -> None:
    first = factories.add_open_round(session)
    save(session, first, person, s01="5")
    send(session, first, person)
    factories.close(session, first)
    second, other = factories.add_open_round(session), factories.add_person(session)
    save(session, second, person, s01="2")
    save(session, second, other, s01="4")
    surveys.delete_unsent(session, key=key_of(person))
    assert own(session, first, person) == {"s01": 5}
    assert own(session, second, person) == {}
    assert own(session, second, other) == {"s01": 4}


def test_somebody_carries_on_where_they_stopped(session: Session, round_: Round) -> None:
    definition = factories.definition_of(round_)
    everything = dict.fromkeys(factories.statements_asked(definition, "D"), 3)
    first = {statement.id: 3 for statement in definition.parts_for("D")[0].statements}

    def reached(answers: dict[str, int]) -> tuple[int, int]:
        found = progress(definition, "D", answers)
        assert found.done == frozenset(range(1, len(found.done) + 1))
        return len(found.done), found.next_part

    assert reached({}) == (0, 1)
    assert reached({"s01": 3}) == (0, 1)  # half of the first part
    assert reached(first) == (1, 2)
    assert reached(first | {"s09": 6}) == (2, 3)  # the second left blank, and half of the third
    assert reached(everything | {"s24": 0}) == (6, 7)
    assert reached(everything) == (7, 7)


# Two at once, each with a connection of its own -------------------------------------------------------------


@pytest.fixture
def committed(fresh_database: Database) -> tuple[int, int]:
    """The ids of an open round and a person, committed."""
    with Session(fresh_database.engine) as session:
        person = factories.add_person(session)
        round_ = factories.add_open_round(session)
        session.commit()
        return round_.id, person.id


def test_starting_in_two_tabs_at_once_makes_one_response(fresh_database: Database, committed: tuple[int, int]) -> None:
    round_id, person_id = committed

    def start(session: Session) -> None:
        round_ = session.get_one(Round, round_id)
        surveys.start(session, round_=round_, key=respondent_key(SECRET, person_id))

    assert at_once(fresh_database, start, times=4) == [None] * 4
    with Session(fresh_database.engine) as session:
        assert session.scalar(select(func.count()).select_from(Response)) == 1


def test_two_tabs_that_save_at_once_lose_neither(fresh_database: Database, committed: tuple[int, int]) -> None:
    round_id, person_id = committed
    forms = iter([{"s01": "3"}, {"s05": "4"}, {"s09": "2"}, {"s12": "5"}])

    def save_next(session: Session) -> None:
        save(session, session.get_one(Round, round_id), session.get_one(Person, person_id), **next(forms))

    assert at_once(fresh_database, save_next, times=4) == [None] * 4
    with Session(fresh_database.engine) as session:
        kept = own(session, session.get_one(Round, round_id), session.get_one(Person, person_id))
        assert kept == {"s01": 3, "s05": 4, "s09": 2, "s12": 5}


def test_a_double_click_on_send_counts_once(fresh_database: Database, committed: tuple[int, int]) -> None:
    round_id, person_id = committed
    with Session(fresh_database.engine) as session:
        save(session, session.get_one(Round, round_id), session.get_one(Person, person_id), s01="3")
        session.commit()

    def send_it(session: Session) -> None:
        send(session, session.get_one(Round, round_id), session.get_one(Person, person_id))

    assert at_once(fresh_database, send_it, times=4) == [None] * 4
    with Session(fresh_database.engine) as session:
        assert session.scalars(select(DailyParticipation.submitted)).all() == [1]
        assert session.scalar(select(func.count()).select_from(Participation)) == 1


def test_sending_while_the_round_closes_either_counts_or_is_told(
    fresh_database: Database, committed: tuple[int, int]
) -> None:
    round_id, person_id = committed
    with Session(fresh_database.engine) as session:
        save(session, session.get_one(Round, round_id), session.get_one(Person, person_id), s01="3")
        session.commit()
    turns = iter(["send", "close"])

    def send_or_close(session: Session) -> None:
        round_ = session.get_one(Round, round_id)
        if next(turns) == "close":
            rounds.close_round(session, round_=round_, actor_id=None, now=factories.NOW)
        else:
            send(session, round_, session.get_one(Person, person_id))

    outcomes = at_once(fresh_database, send_or_close)
    with Session(fresh_database.engine) as session:
        is_sent = session.scalars(select(Response.is_submitted)).one()
        assert session.get_one(Round, round_id).closed_at is not None
        assert is_sent is not any(isinstance(outcome, surveys.RoundIsClosed) for outcome in outcomes)
        assert session.scalar(select(func.count()).select_from(Participation)) == int(is_sent)
