"""Signing in and out, and the one-time link by which a person sets a password."""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import cast

from sqlalchemy import ColumnElement, Table, and_, bindparam, delete, func, or_, select, update
from sqlalchemy.orm import Session

from tna.domain.people import Answering, Duty, Standing
from tna.models.people import HeldDuty, Membership, Person, SetUpLink, SignIn
from tna.models.surveys import Round
from tna.services import api_tokens, audit, passwords, sealing
from tna.services.personal_links import hash_of

SIGNED_IN_FOR = timedelta(hours=12)
LINK_LASTS = timedelta(days=7)
_SIGN_IN, _PERSON, _JOB, _DUTY = (cast(Table, one.__table__) for one in (SignIn, Person, Membership, HeldDuty))
# Asked for every page anybody opens: all they may do in one question to the database, and nothing that is not needed.
_BY_TOKEN = (
    select(
        _PERSON.c.id,
        _PERSON.c.name,
        _SIGN_IN.c.only_round_id,
        _JOB.c.agency_id,
        _JOB.c.role_group,
        _JOB.c.is_answering,
        _DUTY.c.duty,
        _DUTY.c.agency_id.label("leads"),
    )
    .select_from(
        _SIGN_IN.join(_PERSON, _PERSON.c.id == _SIGN_IN.c.person_id)
        .outerjoin(_JOB, and_(_JOB.c.person_id == _PERSON.c.id, _JOB.c.ended_on.is_(None)))
        .outerjoin(_DUTY, _DUTY.c.person_id == _PERSON.c.id)
    )
    .where(
        _SIGN_IN.c.token_hash == bindparam("token_hash"),
        _SIGN_IN.c.ended_at.is_(None),
        _SIGN_IN.c.expires_at > bindparam("now"),
        _PERSON.c.left_on.is_(None),
    )
)


@dataclass(frozen=True, slots=True)
class SignedIn:
    """Whose sign-in it is, with all that deciding about access takes; `answering` is None without a current job.

    `only_round_id`: the one round whose survey this sign-in reaches, since it came by a link that others have seen.
    """

    person_id: int
    name: str
    standing: Standing
    answering: Answering | None
    only_round_id: int | None = None


class SignInRefused(Exception):
    """The e-mail address and password do not fit together; never says which of the two is wrong."""


class TooManyTries(Exception):
    """Signing in has failed too often lately for this account or from this network address."""


class LinkUnusable(Exception):
    """The set-up link was used before, has run out, was replaced, or never existed."""


def sign_in(session: Session, *, email: str, password: str, address: str, secret: str, now: datetime) -> str:
    """Check the password and open a sign-in; returns the token for the cookie, of which only the hash is kept.

    Raises SignInRefused or TooManyTries; the caller commits then too, since the failure was counted.
    """
    email = email.strip().lower()
    throttle = passwords.Throttle(session, secret=secret, email=email, address=address)
    if throttle.is_shut(now):
        raise TooManyTries
    person = session.scalars(select(Person).where(Person.email == email)).one_or_none()
    stored = person.password_hash if person is not None and person.left_on is None else None
    if not passwords.matches(password, stored) or person is None or stored is None:
        throttle.failed(now)
        raise SignInRefused
    throttle.succeeded()
    if passwords.is_outdated(stored):
        person.password_hash = passwords.hash_password(password)
    return open_sign_in(session, person_id=person.id, now=now)


def open_sign_in(session: Session, *, person_id: int, now: datetime, only_round_id: int | None = None) -> str:
    """Open a sign-in for somebody who has just proved who they are; returns its token (256 bits).

    With `only_round_id` it reaches the survey of that round and nothing else.
    """
    token = secrets.token_urlsafe(32)
    session.add(
        SignIn(
            token_hash=hash_of(token),
            person_id=person_id,
            expires_at=now + SIGNED_IN_FOR,
            only_round_id=only_round_id,
        )
    )
    session.flush()
    return token


def who_is(session: Session, *, token: str, now: datetime) -> SignedIn | None:
    """Whose sign-in this token opened, while it lasts."""
    rows = session.execute(_BY_TOKEN, {"token_hash": hash_of(token), "now": now}).all()
    if not rows:
        return None
    found = rows[0]
    standing = Standing(
        duties=frozenset(row.duty for row in rows if row.duty is not None) | {Duty.PRACTITIONER},
        works_in=frozenset(row.agency_id for row in rows if row.agency_id is not None),
        leads=frozenset(row.leads for row in rows if row.leads is not None),
    )
    if found.only_round_id is not None:  # no duty is come by through a link that others have seen
        standing = Standing(frozenset({Duty.PRACTITIONER}), standing.works_in)
    answering = next((Answering(row.id, row.agency_id, row.role_group) for row in rows if row.is_answering), None)
    return SignedIn(found.id, found.name, standing, answering, found.only_round_id)


def end_sign_in(session: Session, *, token: str, now: datetime) -> None:
    """End one sign-in; ending one that is over already does nothing."""
    session.execute(
        update(SignIn).where(SignIn.token_hash == hash_of(token), SignIn.ended_at.is_(None)).values(ended_at=now)
    )


def end_all_sign_ins(session: Session, *, person_id: int, now: datetime) -> None:
    """End every sign-in of a person at once, in whatever browser, and every token of their programs."""
    api_tokens.revoke_all(session, person_id=person_id, now=now)
    session.execute(update(SignIn).where(SignIn.person_id == person_id, SignIn.ended_at.is_(None)).values(ended_at=now))


def end_sign_ins_by_round_link(session: Session, *, person_id: int, now: datetime) -> None:
    """End the sign-ins that only reach one round: the person has been seen themselves, or another such link is used."""
    open_ones = SignIn.person_id == person_id, SignIn.only_round_id.is_not(None), SignIn.ended_at.is_(None)
    session.execute(update(SignIn).where(*open_ones).values(ended_at=now))


def sign_ins_by_round_link(session: Session, *, person_id: int) -> list[tuple[bytes, int]]:
    """Every sign-in of a person that only reached one round, over or not, newest first: token's hash and round."""
    wanted = select(SignIn.token_hash, SignIn.only_round_id).where(SignIn.person_id == person_id)
    rows = session.execute(wanted.order_by(SignIn.expires_at.desc(), SignIn.token_hash))
    return [(token_hash, round_id) for token_hash, round_id in rows if round_id is not None]


def other_sign_ins(session: Session, *, person_id: int, token: str, now: datetime) -> int:
    """In how many other browsers a person is signed in."""
    wanted = select(func.count()).select_from(SignIn).where(*_others(person_id, token), SignIn.expires_at > now)
    return session.scalar(wanted) or 0


def end_other_sign_ins(session: Session, *, person_id: int, token: str, now: datetime) -> None:
    """End every sign-in of a person but the one this token opened."""
    session.execute(update(SignIn).where(*_others(person_id, token)).values(ended_at=now))


def forget_sign_ins(session: Session, now: datetime) -> None:
    """Forget sign-ins that have ended or run out: when somebody came in is nobody's business.

    Those that only reach one round stay until it is over: what they began lies under a key that only they lead to.
    """
    takes_answers = select(Round.id).where(Round.closed_at.is_(None), Round.cancelled_at.is_(None))
    is_needed = SignIn.only_round_id.in_(takes_answers)
    is_over = or_(SignIn.ended_at.is_not(None), SignIn.expires_at <= now)
    session.execute(
        delete(SignIn)
        .where(is_over, or_(SignIn.only_round_id.is_(None), ~is_needed))
        .execution_options(synchronize_session=False)
    )


def _others(person_id: int, token: str) -> tuple[ColumnElement[bool], ...]:
    return SignIn.person_id == person_id, SignIn.token_hash != hash_of(token), SignIn.ended_at.is_(None)


def change_password(
    session: Session, *, person: Person, current: str, new: str, token: str, address: str, secret: str, now: datetime
) -> None:
    """Change a signed-in person's own password and end their other sign-ins.

    Raises SignInRefused where the current password is wrong (counted, so the caller commits then too), TooManyTries,
    or PasswordRefused; then the password stays.
    """
    throttle = passwords.Throttle(session, secret=secret, email=person.email, address=address)
    if throttle.is_shut(now):
        raise TooManyTries
    if not passwords.matches(current, person.password_hash):
        throttle.failed(now)
        raise SignInRefused
    passwords.check_new_password(new, email=person.email)
    throttle.succeeded()
    person.password_hash = passwords.hash_password(new)
    end_other_sign_ins(session, person_id=person.id, token=token, now=now)
    audit.note(session, at=now, actor_id=person.id, action="changed a password", subject=f"person {person.id}")
    session.flush()


def make_set_up_link(session: Session, *, person: Person, actor_id: int | None, now: datetime) -> str:
    """Make a link's token for a person, good once and for a week; any earlier link of theirs stops working."""
    session.execute(
        update(SetUpLink).where(SetUpLink.person_id == person.id, SetUpLink.used_at.is_(None)).values(used_at=now)
    )
    token = secrets.token_urlsafe(32)
    session.add(SetUpLink(token_hash=hash_of(token), person_id=person.id, expires_at=now + LINK_LASTS))
    audit.note(session, at=now, actor_id=actor_id, action="made a set-up link", subject=f"person {person.id}")
    session.flush()
    return token


def person_of_link(session: Session, *, token: str, now: datetime) -> Person:
    """Whose link this is; raises LinkUnusable."""
    link = session.get(SetUpLink, hash_of(token))
    if link is None or link.used_at is not None or link.expires_at <= now or link.person.left_on is not None:
        raise LinkUnusable
    return link.person


def set_password_by_link(session: Session, *, token: str, password: str, now: datetime) -> str:
    """Use the link up, set the password and sign the person in; returns the sign-in's token.

    Raises LinkUnusable, or PasswordRefused, which leaves the link good. Other sign-ins of the person end. What they
    had sent before is sealed from the account; the caller deletes what they had not sent.
    """
    person = person_of_link(session, token=token, now=now)
    passwords.check_new_password(password, email=person.email)
    # The UPDATE itself decides between two who use the link at once: only one of them changes a row.
    used = session.scalar(
        update(SetUpLink)
        .where(SetUpLink.token_hash == hash_of(token), SetUpLink.used_at.is_(None))
        .values(used_at=now)
        .returning(SetUpLink.person_id)
    )
    if used is None:
        raise LinkUnusable
    sealing.seal(session, person=person)
    person.is_confirmed = True
    person.password_hash = passwords.hash_password(password)
    end_all_sign_ins(session, person_id=person.id, now=now)
    audit.note(session, at=now, actor_id=person.id, action="set a password", subject=f"person {person.id}")
    return open_sign_in(session, person_id=person.id, now=now)
