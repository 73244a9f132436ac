"""Passwords: hashed with argon2id, checked against what is guessed first, throttled in the database."""

import hashlib
import hmac
import re
from collections.abc import Mapping
from datetime import datetime, timedelta
from types import MappingProxyType

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from sqlalchemy import case, delete
from sqlalchemy.orm import Session

from tna.language import gettext, ngettext
from tna.models.people import FailedSignIns
from tna.services.upserts import insert_or_change

LEAST_LENGTH = 10
MOST_LENGTH = 200
# 19 MiB and two passes: the least that OWASP's password storage sheet advises for argon2id.
_HASHER = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)
# Compared with when there is no such account, so that both answers take the same time.
_NOBODYS = _HASHER.hash("no account has this password")
# Whole passwords, and words that are guessed first with whatever figures and signs behind them.
_GUESSED_FIRST = frozenset(
    [
        "0123456789",
        "1234567890",
        "12345678910",
        "abcdefghij",
        "administrator",
        "autumn",
        "changeme",
        "england",
        "football",
        "iloveyou",
        "letmein",
        "liverpool",
        "manchester",
        "password",
        "passwordpassword",
        "princess",
        "qwerty",
        "qwertyuiop",
        "safeguarding",
        "spring",
        "summer",
        "sunshine",
        "training",
        "trainingneeds",
        "welcome",
        "winter",
    ]
)
_FIGURES_AND_SIGNS_AT_THE_END = re.compile(r"[\W\d_]+\Z")
FAILURES_ALLOWED = MappingProxyType({"account": 10, "address": 60})
FAILURES_FORGOTTEN_AFTER = timedelta(minutes=15)


class PasswordRefused(Exception):
    """The password cannot be used; the message says what to choose instead."""


def check_new_password(password: str, *, email: str) -> None:
    """Raise PasswordRefused unless the password is long enough and not among those guessed first."""
    if len(password) < LEAST_LENGTH:
        raise PasswordRefused(
            ngettext(
                "Enter a password of at least %(n)s character. Three words work well.",
                "Enter a password of at least %(n)s characters. Three words work well.",
                LEAST_LENGTH,
            )
        )
    if len(password) > MOST_LENGTH:
        raise PasswordRefused(
            ngettext(
                "Enter a password of at most %(n)s character.",
                "Enter a password of at most %(n)s characters.",
                MOST_LENGTH,
            )
        )
    lowered = password.lower()
    stem = _FIGURES_AND_SIGNS_AT_THE_END.sub("", lowered)
    if {lowered, stem} & _GUESSED_FIRST or len(set(lowered)) < 4 or lowered in (email, email.partition("@")[0]):
        raise PasswordRefused(gettext("Enter a password that is harder to guess. Three words work well."))


def hash_password(password: str) -> str:
    """The argon2id hash of a password, with its own salt and parameters in the text."""
    return _HASHER.hash(password)


def matches(password: str, password_hash: str | None) -> bool:
    """Whether the password fits; takes as long where there is no hash at all."""
    try:
        _HASHER.verify(password_hash or _NOBODYS, password[: MOST_LENGTH + 1])
    except (VerificationError, InvalidHashError):
        return False
    return password_hash is not None


def is_outdated(password_hash: str) -> bool:
    """Whether the hash was made with other parameters than today's."""
    return _HASHER.check_needs_rehash(password_hash)


class Throttle:
    """Counts failures for one account and one network address; both are kept as keyed hashes only.

    `allowed` names the two kinds, account first, and how often each may fail; other names count apart.
    """

    def __init__(
        self, session: Session, *, secret: str, email: str, address: str, allowed: Mapping[str, int] = FAILURES_ALLOWED
    ) -> None:
        self._session, self._allowed = session, allowed
        self._subjects = {
            kind: hmac.new(secret.encode(), f"{kind}:{value}".encode("utf-8", "replace"), hashlib.sha256).digest()
            for kind, value in zip(allowed, (email, address), strict=True)
        }

    def is_shut(self, now: datetime) -> bool:
        """Whether either has failed too often lately."""
        rows = {kind: self._session.get(FailedSignIns, subject) for kind, subject in self._subjects.items()}
        return any(
            row is not None and row.failures >= self._allowed[kind] and row.since > now - FAILURES_FORGOTTEN_AFTER
            for kind, row in rows.items()
        )

    def failed(self, now: datetime) -> None:
        """Count one more failure; a window that is over starts again at one."""
        over = FailedSignIns.since <= now - FAILURES_FORGOTTEN_AFTER
        for subject in self._subjects.values():
            insert_or_change(
                self._session,
                FailedSignIns,
                key={"subject": subject},
                new={"failures": 1, "since": now},
                change={
                    "failures": case((over, 1), else_=FailedSignIns.failures + 1),
                    "since": case((over, now), else_=FailedSignIns.since),
                },
            )

    def succeeded(self) -> None:
        """Forget the account's failures; the address keeps its count, for one address may serve many."""
        account = next(iter(self._allowed))
        self._session.execute(delete(FailedSignIns).where(FailedSignIns.subject == self._subjects[account]))
