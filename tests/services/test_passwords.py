"""Passwords: hashed well, not among those guessed first, throttled in the database."""

from datetime import timedelta
from time import process_time

import pytest
from argon2 import PasswordHasher, extract_parameters
from argon2.low_level import Type
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests.factories import NOW
from tna.models.people import FailedSignIns
from tna.services import passwords
from tna.services.passwords import FAILURES_ALLOWED, FAILURES_FORGOTTEN_AFTER, PasswordRefused, Throttle

GOOD = "three plain words"


def test_a_hash_is_argon2id_with_at_least_19_mebibytes() -> None:
    parameters = extract_parameters(passwords.hash_password(GOOD))
    assert parameters.type is Type.ID
    assert parameters.memory_cost >= 19 * 1024
    assert parameters.time_cost >= 2


def test_the_same_password_never_has_the_same_hash() -> None:
    assert passwords.hash_password(GOOD) != passwords.hash_password(GOOD)


def test_a_password_fits_its_own_hash_alone() -> None:
    kept = passwords.hash_password(GOOD)
    assert passwords.matches(GOOD, kept)
    assert not passwords.matches(GOOD + " ", kept)
    assert not passwords.matches("", kept)
    assert not passwords.matches(GOOD, None)
    assert not passwords.matches(GOOD, "not a hash")


def test_only_what_could_be_set_is_compared() -> None:
    longest = "x y z w " * 25
    assert len(longest) == passwords.MOST_LENGTH
    kept = passwords.hash_password(longest)
    assert passwords.matches(longest, kept)
    assert not passwords.matches(longest + "!", kept)


def test_an_account_that_is_not_there_takes_as_long_as_one_that_is() -> None:
    kept = passwords.hash_password(GOOD)
    # In turns, in processor time, and the least of each: what else the machine does is in neither.
    pairs = [(_seconds(kept), _seconds(None)) for _ in range(7)]
    assert 0.5 < min(without for _, without in pairs) / min(with_account for with_account, _ in pairs) < 2


def _seconds(kept: str | None) -> float:
    began = process_time()
    passwords.matches("a wrong password", kept)
    return process_time() - began


def test_a_hash_with_other_parameters_is_outdated() -> None:
    assert passwords.is_outdated(PasswordHasher(time_cost=1, memory_cost=8 * 1024).hash(GOOD))
    assert not passwords.is_outdated(passwords.hash_password(GOOD))


@pytest.mark.parametrize(
    "password",
    [GOOD, "  spaces count too  ", "pässwörter sind lang", "🙂🙃😀😁😂🤣😃😄😅😆", "a1b2c3d4e5", "welcome home 2026"],
)
def test_a_long_password_of_any_kind_is_taken(password: str) -> None:
    passwords.check_new_password(password, email="robin@example.org")


@pytest.mark.parametrize(
    "password",
    [
        "",
        "too short",
        "PASSWORD1234",
        "password12",
        "Welcome2026!",
        "qwerty12345",
        "Summer-2026?!",
        "trainingneeds",
        "1234567890",
        "aaaaaaaaaaaa",
        "ababababababab",
        "robin.vale@example.org",
        "ROBIN.VALE@example.org",
        "robin.vale",
        "x1" * 101,
    ],
)
def test_a_password_that_is_guessed_first_is_refused_with_advice(password: str) -> None:
    with pytest.raises(PasswordRefused, match="Enter a password"):
        passwords.check_new_password(password, email="robin.vale@example.org")


# The throttle -----------------------------------------------------------------------------------------------


def throttle(session: Session, *, email: str = "robin@example.org", address: str = "192.0.2.1") -> Throttle:
    return Throttle(session, secret="a secret of tests", email=email, address=address)


def fail(session: Session, times: int, **who: str) -> None:
    for _ in range(times):
        throttle(session, **who).failed(NOW)
    session.expire_all()


def test_the_last_allowed_failure_shuts_the_account_from_every_address(session: Session) -> None:
    fail(session, FAILURES_ALLOWED["account"] - 1)
    assert not throttle(session).is_shut(NOW)
    fail(session, 1)
    assert throttle(session).is_shut(NOW)
    assert throttle(session, address="192.0.2.99").is_shut(NOW)
    assert not throttle(session, email="somebody-else@example.org").is_shut(NOW)


def test_an_address_that_fails_on_many_accounts_is_shut(session: Session) -> None:
    for number in range(FAILURES_ALLOWED["address"]):
        fail(session, 1, email=f"person-{number}@example.org")
    assert throttle(session, email="another@example.org").is_shut(NOW)
    assert not throttle(session, email="another@example.org", address="192.0.2.99").is_shut(NOW)


def test_failures_are_forgotten_after_a_while_and_counting_starts_again(session: Session) -> None:
    fail(session, FAILURES_ALLOWED["account"])
    later = NOW + FAILURES_FORGOTTEN_AFTER
    assert throttle(session).is_shut(later - timedelta(seconds=1))
    assert not throttle(session).is_shut(later)
    throttle(session).failed(later)
    session.expire_all()
    assert not throttle(session).is_shut(later)


def test_success_clears_the_account_and_not_the_address(session: Session) -> None:
    fail(session, FAILURES_ALLOWED["address"], email="other@example.org")
    fail(session, FAILURES_ALLOWED["account"], address="192.0.2.99")
    throttle(session).succeeded()
    session.expire_all()
    assert not throttle(session, address="192.0.2.50").is_shut(NOW)
    assert throttle(session).is_shut(NOW)


def test_neither_addresses_nor_accounts_can_be_read_from_the_rows(session: Session) -> None:
    fail(session, 1)
    subjects = session.scalars(select(FailedSignIns.subject)).all()
    assert [len(subject) for subject in subjects] == [32, 32]
    other = Throttle(session, secret="another secret", email="robin@example.org", address="192.0.2.1")
    other.failed(NOW)
    assert len(session.scalars(select(FailedSignIns.subject)).all()) == 4
