"""Changing and withdrawing what was sent, while the round is open, so that nobody else can see it."""

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from tests import factories
from tests.at_once import at_once
from tests.databases import Database
from tests.factories import SECRET, TODAY
from tests.services.test_surveys import key_of, own, save, send
from tna.domain.coverage import Coverage, coverage_of
from tna.models.audit import AuditEvent
from tna.models.people import Person
from tna.models.surveys import DailyParticipation, Participation, Response, Round
from tna.services import people, releases, rounds, sealing, surveys


@pytest.fixture
def person(session: Session) -> Person:
    """A health visitor, role group D."""
    return factories.add_person(session)


@pytest.fixture
def round_(session: Session, person: Person) -> Round:
    """An open round, to which the person has sent two answers."""
    round_ = factories.add_open_round(session)
    save(session, round_, person, s01="3", s02="4")
    send(session, round_, person)
    return round_


def correct(session: Session, round_: Round, person: Person, **raw: str) -> None:
    surveys.save_answers(
        session, round_=round_, key=key_of(person), role_group="D", items=tuple(raw), raw=raw, corrects=True
    )


def withdraw(session: Session, round_: Round, person: Person) -> None:
    surveys.withdraw_answers(session, round_=round_, key=key_of(person))


def coverage(session: Session, round_: Round) -> Coverage:
    return coverage_of(rounds.participation_cells(session, round_=round_))


# Changing ---------------------------------------------------------------------------------------------------


def test_a_correction_counts_at_once_and_stays_sent(session: Session, round_: Round, person: Person) -> None:
    correct(session, round_, person, s01="5")
    assert own(session, round_, person) == {"s01": 5, "s02": 4}
    [row] = session.scalars(select(Response).execution_options(populate_existing=True))
    assert (row.is_submitted, row.agency_id, row.role_group) == (True, person.memberships[0].agency_id, "D")


def test_what_was_sent_changes_only_for_somebody_who_means_to(session: Session, round_: Round, person: Person) -> None:
    with pytest.raises(surveys.AlreadySent):
        save(session, round_, person, s01="5")
    assert own(session, round_, person) == {"s01": 3, "s02": 4}


def test_a_correction_leaves_at_least_one_answer(session: Session, round_: Round, person: Person) -> None:
    with pytest.raises(surveys.AnswersRefused) as refused:
        correct(session, round_, person, s01="", s02="")
    assert [(fault.item, fault.problem) for fault in refused.value.faults] == [("s01", surveys.ONE_STAYS)]
    assert own(session, round_, person) == {"s01": 3, "s02": 4}


def test_a_correction_drops_what_its_conditions_no_longer_allow(session: Session) -> None:
    detective = factories.add_person(session, job="child-protection-detective")
    round_ = factories.add_open_round(session)
    group = detective.memberships[0].role_group
    answers = {"s01": "3", "abe-trained": "trained", "abe-when": "within-a-year"}
    factories.answer(session, round_, detective, secret=SECRET, answers=answers)
    assert "abe-when" in own(session, round_, detective)
    surveys.save_answers(
        session,
        round_=round_,
        key=key_of(detective),
        role_group=group,
        items=("abe-trained",),
        raw={"abe-trained": "not-trained"},
        corrects=True,
    )
    assert "abe-when" not in own(session, round_, detective)


def test_a_correction_in_two_places_is_told(session: Session, round_: Round, person: Person) -> None:
    correct(session, round_, person, s01="5")
    with pytest.raises(surveys.AnswersRefused):
        surveys.save_answers(
            session,
            round_=round_,
            key=key_of(person),
            role_group="D",
            items=("s01",),
            raw={"s01": "1"},
            seen={"s01": 3},
            corrects=True,
        )


# Withdrawing ------------------------------------------------------------------------------------------------


def test_withdrawing_deletes_every_answer_and_twice_is_once(session: Session, round_: Round, person: Person) -> None:
    withdraw(session, round_, person)
    withdraw(session, round_, person)
    assert session.scalar(select(func.count()).select_from(Response)) == 0
    assert surveys.own_profile(session, round_=round_, key=key_of(person), sealed_through=None) is None


def test_withdrawing_moves_no_figure_that_is_shown_and_leaves_no_trace(
    session: Session, round_: Round, person: Person
) -> None:
    def shown() -> tuple[object, ...]:
        events = select(AuditEvent.action, AuditEvent.subject).order_by(AuditEvent.id)
        days = select(DailyParticipation.day, DailyParticipation.submitted)
        part = select(Participation.person_id, Participation.agency_id, Participation.role_group)
        return coverage(session, round_), *(session.execute(each).all() for each in (events, days, part))

    before = shown()
    withdraw(session, round_, person)
    assert shown() == before


def test_sending_again_after_withdrawing_counts_no_second_time(session: Session, round_: Round, person: Person) -> None:
    before = coverage(session, round_)
    withdraw(session, round_, person)
    save(session, round_, person, s01="1")
    send(session, round_, person)
    assert own(session, round_, person) == {"s01": 1}
    assert coverage(session, round_) == before
    assert session.scalars(select(DailyParticipation.submitted)).all() == [1]


def test_whoever_sends_again_takes_part_as_what_they_answer_then(
    session: Session, round_: Round, person: Person
) -> None:
    withdraw(session, round_, person)
    other = factories.add_membership(session, person, factories.add_agency(session), job="prison-worker")
    people.answer_as(session, person=person, membership_id=other.id)
    save(session, round_, person, s01="1")
    send(session, round_, person)
    found = session.execute(select(Participation.agency_id, Participation.role_group)).all()
    assert [tuple(row) for row in found] == [(other.agency_id, "A")]


def test_what_was_withdrawn_is_in_no_release(session: Session, round_: Round, person: Person) -> None:
    factories.add_respondents(session, round_, person.memberships[0].agency, 12, secret=SECRET, level=3)
    withdraw(session, round_, person)
    factories.close(session, round_)
    release = releases.make_release(session, round_id=round_.id, threshold=10, secret_id="test", now=factories.NOW)
    assert release is not None
    assert release.answers == 12


@pytest.mark.parametrize("ending", ["closed", "cancelled"])
def test_a_round_that_is_over_takes_no_change_and_gives_nothing_back(
    session: Session, round_: Round, person: Person, ending: str
) -> None:
    if ending == "closed":
        factories.close(session, round_)
    else:
        round_.cancelled_at = factories.NOW
        session.flush()
    with pytest.raises(surveys.RoundIsClosed):
        correct(session, round_, person, s01="5")
    with pytest.raises(surveys.RoundIsClosed):
        withdraw(session, round_, person)
    assert own(session, round_, person) == {"s01": 3, "s02": 4}


def test_withdrawing_takes_nothing_of_others_or_of_other_rounds(
    session: Session, round_: Round, person: Person
) -> None:
    colleague = factories.add_person(session)
    save(session, round_, colleague, s01="2")
    factories.close(session, round_)
    later = factories.add_open_round(session, title="Later")
    save(session, later, person, s01="1")
    withdraw(session, later, person)
    assert own(session, round_, person) == {"s01": 3, "s02": 4}
    assert own(session, round_, colleague) == {"s01": 2}
    assert own(session, later, person) == {}


# Two at once ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("other", ["correct", "close", "send"])
def test_withdrawing_while_something_else_happens_is_whole_or_told(fresh_database: Database, other: str) -> None:
    with Session(fresh_database.engine) as session:
        person = factories.add_person(session)
        round_ = factories.add_open_round(session)
        save(session, round_, person, s01="3")
        send(session, round_, person)
        session.commit()
        round_id, person_id = round_.id, person.id
    turns = iter(["withdraw", other])

    def take_turns(session: Session) -> None:
        round_, person = session.get_one(Round, round_id), session.get_one(Person, person_id)
        match next(turns):
            case "withdraw":
                withdraw(session, round_, person)
            case "correct":
                correct(session, round_, person, s01="5")
            case "send":
                surveys.send_answers(
                    session, round_=round_, key=key_of(person), job=factories.job_of(person), today=TODAY
                )
            case "close":
                rounds.close_round(session, round_=round_, actor_id=None, now=factories.NOW)

    told = [outcome for outcome in at_once(fresh_database, take_turns) if outcome is not None]
    allowed = {"correct": surveys.NotStarted, "close": surveys.RoundIsClosed, "send": surveys.AnswersRefused}
    assert all(isinstance(outcome, allowed[other]) for outcome in told)
    with Session(fresh_database.engine) as session:
        left = session.scalar(select(func.count()).select_from(Response))
        assert left == (1 if other == "close" and told else 0)
        assert session.scalar(select(func.count()).select_from(Participation)) == 1


# Sealed -----------------------------------------------------------------------------------------------------


def seal(session: Session, person: Person) -> int | None:
    sealing.seal(session, person=person)
    sealing.seal_only_what_was_sent(session, person=person, key=key_of(person))
    session.flush()
    return person.sealed_through


def test_a_seal_after_withdrawing_leaves_what_is_sent_anew_open(session: Session, person: Person) -> None:
    first = factories.add_open_round(session)
    factories.answer(session, first, person)
    factories.close(session, first)
    second = factories.add_open_round(session)
    factories.answer(session, second, person)
    withdraw(session, second, person)
    assert seal(session, person) == first.id
    factories.answer(session, second, person)
    assert surveys.own_profile(session, round_=second, key=key_of(person), sealed_through=person.sealed_through)
    assert seal(session, person) == second.id


def test_the_seal_of_a_closed_round_does_not_tell_who_has_withdrawn(session: Session, person: Person) -> None:
    round_ = factories.add_open_round(session)
    factories.answer(session, round_, person)
    withdraw(session, round_, person)
    factories.close(session, round_)
    assert seal(session, person) == round_.id
