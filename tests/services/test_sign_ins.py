"""Opening and ending sign-ins, one-time links, changing one's password."""

from datetime import datetime, timedelta

import pytest
from argon2 import PasswordHasher
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests import factories
from tests.at_once import at_once
from tests.databases import Database
from tests.factories import NOW, PASSWORD
from tna.jobs.releases import work_in
from tna.language import ENGLISH
from tna.models.people import Person, SetUpLink, SignIn
from tna.services import passwords, sign_ins
from tna.services.passwords import PasswordRefused

SECRET = "a secret key of tests"
NEW = "four quite plain words"


@pytest.fixture
def person(session: Session) -> Person:
    """Somebody with a password."""
    return factories.add_person(session)


def sign_in(session: Session, person: Person, password: str = PASSWORD) -> str:
    return sign_ins.sign_in(session, email=person.email, password=password, address="192.0.2.1", secret=SECRET, now=NOW)


def change(session: Session, person: Person, token: str, *, current: str = PASSWORD, new: str = NEW) -> None:
    sign_ins.change_password(
        session,
        person=person,
        current=current,
        new=new,
        token=token,
        address="192.0.2.1",
        secret=SECRET,
        now=NOW,
    )


def make_link(session: Session, person: Person) -> str:
    return sign_ins.make_set_up_link(session, person=person, actor_id=None, now=NOW)


def whose(session: Session, *, token: str, now: datetime) -> int | None:
    """The id of the person whose sign-in this token opened."""
    found = sign_ins.who_is(session, token=token, now=now)
    return None if found is None else found.person_id


# Sign-ins ---------------------------------------------------------------------------------------------------


def test_the_token_is_kept_as_a_hash_alone_and_cannot_be_guessed(session: Session, person: Person) -> None:
    tokens = {sign_in(session, person) for _ in range(3)}
    assert len(tokens) == 3
    assert all(len(token) >= 43 for token in tokens)  # 256 bits in base64url
    kept = session.scalars(select(SignIn.token_hash)).all()
    assert not {token.encode() for token in tokens} & set(kept)


def test_a_sign_in_lasts_its_time_and_no_longer(session: Session, person: Person) -> None:
    token = sign_in(session, person)
    over = NOW + sign_ins.SIGNED_IN_FOR
    assert whose(session, token=token, now=over - timedelta(seconds=1)) == person.id
    assert sign_ins.who_is(session, token=token, now=over) is None


def test_a_hash_from_the_database_is_no_token(session: Session, person: Person) -> None:
    sign_in(session, person)
    kept = session.scalars(select(SignIn.token_hash)).one()
    for guess in (kept.hex(), kept.decode("latin-1"), "", "\ud800"):
        assert sign_ins.who_is(session, token=guess, now=NOW) is None


def test_signing_in_renews_a_hash_that_was_made_with_weaker_parameters(session: Session, person: Person) -> None:
    person.password_hash = PasswordHasher(time_cost=1, memory_cost=8 * 1024).hash(PASSWORD)
    sign_in(session, person)
    assert not passwords.is_outdated(person.password_hash)
    assert passwords.matches(PASSWORD, person.password_hash)


def test_ending_one_sign_in_leaves_the_others(session: Session, person: Person) -> None:
    first, second = sign_in(session, person), sign_in(session, person)
    sign_ins.end_sign_in(session, token=first, now=NOW)
    session.expire_all()
    assert sign_ins.who_is(session, token=first, now=NOW) is None
    assert whose(session, token=second, now=NOW) == person.id


def test_ending_the_others_leaves_this_one_and_those_of_other_people(session: Session, person: Person) -> None:
    stranger = factories.add_person(session)
    own, other, strange = sign_in(session, person), sign_in(session, person), sign_in(session, stranger)
    assert sign_ins.other_sign_ins(session, person_id=person.id, token=own, now=NOW) == 1
    sign_ins.end_other_sign_ins(session, person_id=person.id, token=own, now=NOW)
    session.expire_all()
    assert sign_ins.other_sign_ins(session, person_id=person.id, token=own, now=NOW) == 0
    assert whose(session, token=own, now=NOW) == person.id
    assert sign_ins.who_is(session, token=other, now=NOW) is None
    assert whose(session, token=strange, now=NOW) == stranger.id


def test_a_sign_in_that_has_run_out_counts_no_longer_as_another(session: Session, person: Person) -> None:
    own = sign_in(session, person)
    sign_in(session, person)
    later = NOW + sign_ins.SIGNED_IN_FOR
    assert sign_ins.other_sign_ins(session, person_id=person.id, token=own, now=later) == 0


def test_nothing_is_left_of_a_sign_in_that_is_over_and_every_other_goes_on(session: Session, person: Person) -> None:
    own, other, ended = (sign_in(session, person) for _ in range(3))
    run_out = sign_ins.open_sign_in(session, person_id=person.id, now=NOW - sign_ins.SIGNED_IN_FOR)
    sign_ins.end_sign_in(session, token=ended, now=NOW)
    assert sign_ins.forget_sign_ins in work_in((ENGLISH,)).each_night
    sign_ins.forget_sign_ins(session, NOW)
    session.expire_all()
    assert len(session.scalars(select(SignIn)).all()) == 2
    assert sign_ins.other_sign_ins(session, person_id=person.id, token=own, now=NOW) == 1
    assert [whose(session, token=token, now=NOW) for token in (own, other)] == [person.id] * 2
    sign_ins.end_sign_in(session, token=run_out, now=NOW)
    sign_ins.end_other_sign_ins(session, person_id=person.id, token=own, now=NOW)
    assert whose(session, token=own, now=NOW) == person.id


def test_somebody_who_has_left_cannot_sign_in(session: Session, person: Person) -> None:
    factories.leave(session, person)
    with pytest.raises(sign_ins.SignInRefused):
        sign_in(session, person)


# The own password -------------------------------------------------------------------------------------------


def test_a_changed_password_replaces_the_old_one(session: Session, person: Person) -> None:
    change(session, person, sign_in(session, person))
    assert sign_in(session, person, NEW)
    with pytest.raises(sign_ins.SignInRefused):
        sign_in(session, person, PASSWORD)


def test_a_refused_password_changes_nothing_and_ends_nothing(session: Session, person: Person) -> None:
    own, other = sign_in(session, person), sign_in(session, person)
    with pytest.raises(PasswordRefused):
        change(session, person, own, new="too short")
    with pytest.raises(sign_ins.SignInRefused):
        change(session, person, own, current="a wrong password")
    session.expire_all()
    assert passwords.matches(PASSWORD, person.password_hash)
    assert whose(session, token=other, now=NOW) == person.id


# Links ------------------------------------------------------------------------------------------------------


def test_a_link_is_kept_as_a_hash_and_lasts_a_week(session: Session, person: Person) -> None:
    token = make_link(session, person)
    assert token.encode() not in session.scalars(select(SetUpLink.token_hash)).all()
    over = NOW + timedelta(days=7)
    assert sign_ins.person_of_link(session, token=token, now=over - timedelta(seconds=1)) == person
    with pytest.raises(sign_ins.LinkUnusable):
        sign_ins.person_of_link(session, token=token, now=over)


def test_a_newer_link_ends_the_older_one(session: Session, person: Person) -> None:
    older, newer = make_link(session, person), make_link(session, person)
    session.expire_all()
    with pytest.raises(sign_ins.LinkUnusable):
        sign_ins.person_of_link(session, token=older, now=NOW)
    assert sign_ins.person_of_link(session, token=newer, now=NOW) == person


def test_a_link_seals_what_was_sent_before_it_and_nothing_to_come(session: Session, person: Person) -> None:
    use_link(session, person)
    assert person.sealed_through is None  # nothing was answered yet
    first = factories.add_open_round(session)
    factories.answer(session, first, person)
    factories.close(session, first)
    second = factories.add_open_round(session)
    use_link(session, person)
    assert person.sealed_through == first.id
    factories.answer(session, second, person)
    use_link(session, person)
    assert person.sealed_through == second.id


def use_link(session: Session, person: Person) -> None:
    sign_ins.set_password_by_link(session, token=make_link(session, person), password=NEW, now=NOW)
    session.flush()


def test_ones_own_new_password_seals_nothing(session: Session, person: Person) -> None:
    factories.answer(session, factories.add_open_round(session), person)
    change(session, person, sign_in(session, person))
    assert person.sealed_through is None


def test_a_link_used_by_two_at_once_works_for_one(fresh_database: Database) -> None:
    with Session(fresh_database.engine) as session:
        token = make_link(session, factories.add_person(session))
        session.commit()
    choices = iter(["one good password", "another good password"])

    def use(session: Session) -> str:
        return sign_ins.set_password_by_link(session, token=token, password=next(choices), now=NOW)

    outcomes = at_once(fresh_database, use)
    assert sorted(type(outcome).__name__ for outcome in outcomes) == ["LinkUnusable", "str"]


def test_a_sign_in_that_only_reaches_a_round_is_kept_while_what_it_began_may_be_adopted(
    session: Session, person: Person
) -> None:
    factories.add_agency(session)
    round_ = factories.add_open_round(session)
    long_ago = NOW - 2 * sign_ins.SIGNED_IN_FOR
    sign_ins.open_sign_in(session, person_id=person.id, now=long_ago, only_round_id=round_.id)
    sign_ins.forget_sign_ins(session, NOW)
    assert [one for _, one in sign_ins.sign_ins_by_round_link(session, person_id=person.id)] == [round_.id]
    factories.close(session, round_)
    sign_ins.forget_sign_ins(session, NOW)
    assert sign_ins.sign_ins_by_round_link(session, person_id=person.id) == []
