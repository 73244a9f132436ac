"""Tokens by which programs of analysts read what is released."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from tests import factories
from tests.factories import NOW, TODAY
from tna.domain.people import Duty
from tna.models.api_tokens import ApiToken
from tna.models.audit import AuditEvent
from tna.models.people import FailedSignIns, Person
from tna.services import api_tokens, people, sign_ins
from tna.services.api_tokens import Asking, NotMade, TokenRefused, TooManyRequests


@pytest.fixture
def analyst(session: Session) -> Person:
    return factories.add_person(session, factories.add_agency(session), duties=[Duty.ANALYST], password=None)


def make(session: Session, person: Person, name: str = "Report in R", days: int = 30) -> str:
    return api_tokens.make(session, person_id=person.id, name=name, days=days, today=TODAY, now=NOW)


def asking(token: str) -> Asking:
    return Asking(token, "192.0.2.1", "a secret key of tests", TODAY, NOW)


def works(session: Session, token: str, **changes: object) -> bool:
    return api_tokens.owner_of(session, replace(asking(token), **changes)) is not None


def count(session: Session, token: str) -> None:
    asked = asking(token)
    api_tokens.count(session, asked, token_id=api_tokens.owner_of(session, asked))


def test_a_token_is_a_secret_of_256_bits_of_which_the_hash_alone_is_kept(session: Session, analyst: Person) -> None:
    token, another = make(session, analyst), make(session, analyst)
    assert token.startswith("tna_")
    assert len(token) >= 4 + 43
    assert token != another
    rows = session.execute(select(ApiToken.__table__)).all()
    assert token[4:] not in repr(rows)
    assert works(session, token)


def test_making_and_revoking_a_token_is_noted_without_the_token_or_its_name(session: Session, analyst: Person) -> None:
    token = make(session, analyst)
    [row] = api_tokens.of_person(session, person_id=analyst.id)
    assert api_tokens.revoke(session, person_id=analyst.id, token_id=row.id, now=NOW)
    assert api_tokens.revoke(session, person_id=analyst.id, token_id=row.id, now=NOW)
    noted = session.scalars(select(AuditEvent).where(AuditEvent.subject == f"token {row.id}").order_by(AuditEvent.id))
    assert [(one.action, one.detail) for one in noted] == [("made a token", ""), ("revoked a token", "")]
    assert not works(session, token)


def test_a_token_works_through_its_last_day(session: Session, analyst: Person) -> None:
    token = make(session, analyst, days=30)
    assert works(session, token, today=TODAY + timedelta(days=30))
    assert not works(session, token, today=TODAY + timedelta(days=31))


@pytest.mark.parametrize("token", ["", "tna_", "no such token", "tna_" + "x" * 43, "\udcff\x00"])
def test_what_is_no_token_opens_nothing(session: Session, analyst: Person, token: str) -> None:
    make(session, analyst)
    assert not works(session, token)


@pytest.mark.parametrize("duties", [[], [Duty.MANAGER], [Duty.TRAINER]])
def test_a_token_can_no_more_than_its_owner_now(session: Session, analyst: Person, duties: list[Duty]) -> None:
    token = make(session, analyst)
    set_duties(session, analyst, *duties)
    assert not works(session, token)


def set_duties(session: Session, person: Person, *duties: Duty) -> None:
    people.set_duties(session, person=person, duties=frozenset(duties), leads=frozenset(), actor_id=None, now=NOW)


def test_a_duty_that_is_given_back_does_not_give_back_the_token(session: Session, analyst: Person) -> None:
    token = make(session, analyst)
    set_duties(session, analyst)
    set_duties(session, analyst, Duty.ANALYST)
    assert not works(session, token)


def test_a_duty_that_changes_for_another_that_reads_keeps_the_token(session: Session, analyst: Person) -> None:
    token = make(session, analyst)
    set_duties(session, analyst, Duty.SUBGROUP, Duty.TRAINER)
    assert works(session, token)


def test_whoever_leaves_takes_no_token_along(session: Session, analyst: Person) -> None:
    token = make(session, analyst)
    factories.leave(session, analyst)
    assert not works(session, token)


def test_where_all_sign_ins_end_tokens_end_with_them(session: Session, analyst: Person) -> None:
    token = make(session, analyst)
    sign_ins.end_all_sign_ins(session, person_id=analyst.id, now=NOW)
    assert not works(session, token)


def test_nobody_revokes_anothers_token(session: Session, analyst: Person) -> None:
    token = make(session, analyst)
    [row] = api_tokens.of_person(session, person_id=analyst.id)
    assert not api_tokens.revoke(session, person_id=analyst.id + 1, token_id=row.id, now=NOW)
    assert works(session, token)


@pytest.mark.parametrize(
    ("name", "days", "field"),
    [
        ("", 30, "name"),
        (" \t", 30, "name"),
        ("x" * 101, 30, "name"),
        ("R\0", 30, "name"),
        ("R\u202etropeR", 30, "name"),
        ("R", 31, "days"),
    ],
)
def test_a_token_without_a_name_or_for_another_time_is_not_made(
    session: Session, analyst: Person, name: str, days: int, field: str
) -> None:
    with pytest.raises(NotMade) as refused:
        make(session, analyst, name, days)
    assert refused.value.field == field


def test_nobody_has_more_than_ten_working_tokens(session: Session, analyst: Person) -> None:
    for _ in range(api_tokens.MOST_TOKENS):
        make(session, analyst)
    with pytest.raises(NotMade, match="Revoke one first"):
        make(session, analyst)
    newest = api_tokens.of_person(session, person_id=analyst.id)[0]
    api_tokens.revoke(session, person_id=analyst.id, token_id=newest.id, now=NOW)
    make(session, analyst)


def test_of_its_use_the_day_is_kept_and_nothing_else(session: Session, analyst: Person) -> None:
    token = make(session, analyst)
    before = session.execute(select(ApiToken.__table__)).one()._mapping
    count(session, token)
    after = session.execute(select(ApiToken.__table__)).one()._mapping
    assert {name: value for name, value in after.items() if before[name] != value} == {"last_used_on": TODAY}


def test_a_token_that_asks_too_often_waits_and_another_does_not(session: Session, analyst: Person) -> None:
    token, another = make(session, analyst), make(session, analyst)
    for _ in range(api_tokens.MOST_REQUESTS):
        count(session, token)
    with pytest.raises(TooManyRequests):
        count(session, token)
    count(session, another)


def test_whoever_tries_tokens_is_stopped_and_leaves_two_rows_however_many_were_tried(
    session: Session, analyst: Person
) -> None:
    token = make(session, analyst)
    for number in range(60):
        with pytest.raises(TokenRefused):
            count(session, f"tna_{number}")
    with pytest.raises(TooManyRequests):
        count(session, "tna_one-more")
    assert session.scalar(select(func.count()).select_from(FailedSignIns)) == 2
    count(session, token)  # whoever has one, at the same address, goes on


def test_old_tokens_are_forgotten_and_working_ones_stay(session: Session, analyst: Person) -> None:
    make(session, analyst, "revoked")
    make(session, analyst, "run out", 30)
    token = make(session, analyst, "working", 365)
    revoked = api_tokens.of_person(session, person_id=analyst.id)[2]
    api_tokens.revoke(session, person_id=analyst.id, token_id=revoked.id, now=NOW)
    api_tokens.forget_tokens(session, NOW + timedelta(days=121))
    assert [one.name for one in api_tokens.of_person(session, person_id=analyst.id)] == ["working"]
    assert works(session, token, today=TODAY + timedelta(days=121))
