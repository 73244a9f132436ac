"""Links by which a person comes in without a password: 256 random bits, of which only the hash is kept, good once."""

import hashlib
import secrets
from datetime import datetime
from enum import StrEnum

from sqlalchemy.orm import Session

from tna.models.people import PersonalLink


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
