"""Links by which a person comes in without a password: 256 random bits, of which only the hash is kept, good once."""

import hashlib
import secrets
from datetime import datetime, timedelta
from enum import StrEnum

from sqlalchemy import delete, or_, select
from sqlalchemy.orm import Session

from tna.models.people import PersonalLink
from tna.models.surveys import Round

SIGN_IN_LASTS = timedelta(hours=1)
# The machine that makes a link and the one that takes it need not agree to the second.
CLOCKS_DIFFER_BY = timedelta(minutes=5)
_FORGOTTEN_AFTER = timedelta(days=1)


class Purpose(StrEnum):
    """What a link is for; see PersonalLink."""

    SIGN_IN = "sign-in"
    INVITATION = "invitation"
    MAIL_MERGE = "mail-merge"


def hash_of(token: str) -> bytes:
    """What is kept of a token: SHA-256, 32 bytes; whatever was sent as one has a hash."""
    return hashlib.sha256(token.encode("utf-8", "replace")).digest()


def make_link(
    session: Session, *, person_id: int, purpose: Purpose, expires_at: datetime, round_id: int | None = None
) -> str:
    """Make a link for a person and return its token, which is kept nowhere; links made before stay good."""
    token = secrets.token_urlsafe(32)
    session.add(
        PersonalLink(
            token_hash=hash_of(token),
            purpose=purpose.value,
            person_id=person_id,
            round_id=round_id,
            expires_at=expires_at,
        )
    )
    session.flush()
    return token


def address_of(base_url: str, token: str) -> str:
    """Where a link leads: a page with a button, since mail scanners open links and must not use them up."""
    return f"{base_url}/link/{token}"


def find_link(session: Session, *, token: str) -> PersonalLink | None:
    """The link of this token, whether or not it can still be used."""
    return session.get(PersonalLink, hash_of(token))


def is_in_time(expires_at: datetime | None, *, lasts: timedelta, now: datetime) -> bool:
    """Whether a link that lasts so long has not run out; one that would last longer comes from another clock."""
    return expires_at is not None and now < expires_at <= now + lasts + CLOCKS_DIFFER_BY


def forget_links(session: Session, now: datetime) -> None:
    """Forget links that were sent to their person and are used or run out: when somebody came in is nobody's business.

    Links of a mail merge stay while their round does, since whoever opens one again is told how to go on, alike
    whether it was used or not; if the used ones went first, whoever made the list could tell them apart. A day after
    a round is over all of its links go, used or not.
    """
    long_ago = now - _FORGOTTEN_AFTER
    has_run_out = (PersonalLink.purpose == Purpose.SIGN_IN.value) & (PersonalLink.expires_at < long_ago)
    over = or_(PersonalLink.used_at < long_ago, has_run_out)
    rounds_over = select(Round.id).where(or_(Round.closed_at < long_ago, Round.cancelled_at < long_ago))
    session.execute(delete(PersonalLink).where(PersonalLink.purpose != Purpose.MAIL_MERGE.value, over))
    session.execute(delete(PersonalLink).where(PersonalLink.round_id.in_(rounds_over)))
