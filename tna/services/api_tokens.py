"""Tokens for programs that read released figures: made, revoked, and looked at again at each request."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import delete, or_, select, update
from sqlalchemy.orm import Session

from tna.domain.people import Action, Standing, may
from tna.language import gettext, ngettext
from tna.models.api_tokens import ApiToken
from tna.models.base import LARGEST_ID
from tna.models.people import HeldDuty, Person
from tna.services import audit
from tna.services.passwords import Throttle
from tna.services.personal_links import hash_of

READ_RELEASES = "read:releases"
BEGINS_WITH = "tna_"
"""How every token begins, so that programs which look for lost secrets know one when they see it."""

DAYS = (30, 90, 365)
"""For how many days a token may be made."""

LONGEST_NAME = 100
MOST_TOKENS = 10
"""How many working tokens one person may have."""

MOST_REQUESTS = 600
# In a quarter of an hour, by token and by network address; and as often an address may come with what opens nothing.
ASKED_ALLOWED = {"api token": MOST_REQUESTS, "api address": 3_000}
REFUSED_ALLOWED = {"api refused": 60, "api refused address": 60}
_FORGOTTEN_AFTER = timedelta(days=90)


class TokenRefused(Exception):
    """What was sent opens nothing: it is no token, was revoked, has run out, or its owner may not read figures."""


class TooManyRequests(Exception):
    """More has been asked lately than this token or this network address may ask for."""


class NotMade(Exception):
    """The token cannot be made as it was asked for; `field` names what is wrong, the message says how to mend it."""

    def __init__(self, field: str, message: str) -> None:
        super().__init__(message)
        self.field = field


@dataclass(frozen=True, slots=True)
class Asking:
    """One request with a token: the token, the network address it came from, the installation's secret, and when."""

    token: str
    address: str
    secret: str
    today: date
    now: datetime


def make(session: Session, *, person_id: int, name: str, days: int, today: date, now: datetime) -> str:
    """Make a token for somebody's programs; returns it (256 bits), and keeps only its hash. Raises NotMade."""
    name = " ".join(name.split())
    if not name or not name.isprintable():
        raise NotMade("name", gettext("Enter a name for the token, such as the program that will use it."))
    if len(name) > LONGEST_NAME:
        raise NotMade(
            "name",
            ngettext("Use at most %(n)s character.", "Use at most %(n)s characters.", LONGEST_NAME),
        )
    if days not in DAYS:
        raise NotMade("days", gettext("Select how long the token works."))
    if sum(_works(token, today) for token in of_person(session, person_id=person_id)) >= MOST_TOKENS:
        raise NotMade("name", gettext("You have as many working tokens as there may be. Revoke one first."))
    token = BEGINS_WITH + secrets.token_urlsafe(32)
    row = ApiToken(
        person_id=person_id,
        name=name,
        token_hash=hash_of(token),
        scope=READ_RELEASES,
        made_on=today,
        last_day=today + timedelta(days=days),
    )
    session.add(row)
    session.flush()
    audit.note(session, at=now, actor_id=person_id, action="made a token", subject=f"token {row.id}")
    return token


def of_person(session: Session, *, person_id: int) -> Sequence[ApiToken]:
    """Somebody's tokens, the newest first, those that work no more among them until they are forgotten."""
    wanted = select(ApiToken).where(ApiToken.person_id == person_id).order_by(ApiToken.id.desc())
    return session.scalars(wanted).all()


def revoke(session: Session, *, person_id: int, token_id: int, now: datetime) -> bool:
    """End one of somebody's own tokens at once; False where they have none of this id. Ending it twice is ending it."""
    token = session.get(ApiToken, token_id) if 0 < token_id <= LARGEST_ID else None
    if token is None or token.person_id != person_id:
        return False
    if token.revoked_at is None:
        token.revoked_at = now
        audit.note(session, at=now, actor_id=person_id, action="revoked a token", subject=f"token {token.id}")
        session.flush()
    return True


def revoke_all(session: Session, *, person_id: int, now: datetime) -> None:
    """End every token of somebody who leaves or may not read figures any more: none works again when they return."""
    open_ones = ApiToken.person_id == person_id, ApiToken.revoked_at.is_(None)
    session.execute(update(ApiToken).where(*open_ones).values(revoked_at=now))


def owner_of(session: Session, asking: Asking) -> int | None:
    """The id of the token that is sent, where it works now and its owner may read figures; None for all else alike."""
    found = session.execute(
        select(ApiToken, Person.id)
        .join(Person, Person.id == ApiToken.person_id)
        .where(ApiToken.token_hash == hash_of(asking.token), Person.left_on.is_(None))
    ).one_or_none()
    if found is None or not _works(found[0], asking.today):
        return None
    duties = session.scalars(select(HeldDuty.duty).where(HeldDuty.person_id == found[1]).order_by(HeldDuty.id))
    is_allowed = may(Standing(duties=frozenset(duties)), Action.USE_API)
    return found[0].id if is_allowed else None


def count(session: Session, asking: Asking, *, token_id: int | None) -> None:
    """Count one request, and keep the day on which a token was last used; the caller commits whatever comes of it.

    Raises TooManyRequests, or TokenRefused where `token_id` is None. What opens nothing is counted apart and by
    address alone: whoever tries tokens makes no rows by it and closes the door on nobody who has one.
    """
    who = asking.address if token_id is None else str(token_id)
    allowed = REFUSED_ALLOWED if token_id is None else ASKED_ALLOWED
    throttle = Throttle(session, secret=asking.secret, email=who, address=asking.address, allowed=allowed)
    if throttle.is_shut(asking.now):
        raise TooManyRequests
    throttle.failed(asking.now)
    if token_id is None:
        raise TokenRefused
    is_another_day = or_(ApiToken.last_used_on.is_(None), ApiToken.last_used_on != asking.today)
    session.execute(update(ApiToken).where(ApiToken.id == token_id, is_another_day).values(last_used_on=asking.today))


def forget_tokens(session: Session, now: datetime) -> None:
    """Forget tokens that were revoked or have run out for a while."""
    before = now - _FORGOTTEN_AFTER
    is_old = or_(ApiToken.revoked_at < before, ApiToken.last_day < before.date())
    session.execute(delete(ApiToken).where(is_old).execution_options(synchronize_session=False))


def _works(token: ApiToken, today: date) -> bool:
    return token.revoked_at is None and token.last_day >= today
