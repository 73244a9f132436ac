"""Joining by a poster: somebody asks, confirms their address by a link, and is a person of the agency from then on.

Asking does the same whether or not the address is known here; only the message, sent later, looks who it is.
"""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TypedDict

from sqlalchemy import ColumnElement, case, delete, func, select
from sqlalchemy.orm import Session

from tna.domain.addresses import belongs_to
from tna.domain.notices import Message, NoticeKind
from tna.domain.surveys import Reference
from tna.language import gettext, mark
from tna.models.notices import Notice
from tna.models.people import Agency, Joiner, Person, Poster
from tna.services import people, person_checks, sealing, sign_in_links, sign_ins
from tna.services.agency_domains import domains_of
from tna.services.personal_links import hash_of, is_in_time
from tna.services.upserts import insert_or_change
from tna.settings import Settings

JOIN_LASTS = timedelta(days=7)
FORGOTTEN_AFTER = timedelta(days=60)


class JoinLinkUnusable(Exception):
    """The link was used before, has run out, was replaced, or never existed; nobody is told which."""


class _Job(TypedDict):
    """Where somebody works from now on, as the services of people are told it."""

    agency_id: str
    job: str
    role_group: str | None
    reference: Reference


@dataclass(frozen=True, slots=True)
class Joined:
    """Somebody who has joined: who they are, and whether an account of theirs that was closed is open again."""

    person: Person
    is_back: bool


def ask_to_join(
    session: Session,
    *,
    poster: Poster,
    name: str,
    email: str,
    job: str,
    reference: Reference,
    address: str,
    secret: str,
    now: datetime,
) -> None:
    """Note that somebody wants to join a poster's agency, and owe them the message that fits.

    Whoever asks again changes what they put before. An address outside the agency's domains waits for the training
    lead's nod; one that the lead has refused stays so, and one that the lead has let in stays the name and the job that
    the lead knew: anybody can ask again for an address. Raises PersonRefused or TooManyLinks.
    """
    agency = session.get_one(Agency, poster.agency_id)
    kept = person_checks.checked_address(email)
    described = {
        "name": person_checks.checked_name(name),
        "job": job,
        "role_group": person_checks.checked_job(job, None, reference),
    }
    # The address alone decides, so that the answer says nothing about who is known here.
    is_let_in = True if agency.takes_home_addresses or belongs_to(kept, domains_of(agency)) else None
    sign_in_links.ask_for_link(
        session,
        email=kept,
        address=address,
        secret=secret,
        now=now,
        kind=NoticeKind.JOIN_LINK,
        agency_id=agency.id,
    )
    insert_or_change(
        session,
        Joiner,
        key={"agency_id": agency.id, "email": kept},
        new={**described, "asked_at": now, "is_let_in": is_let_in},
        change={
            **(described if is_let_in else _unless_let_in(described)),
            "asked_at": now,
            "is_let_in": func.coalesce(Joiner.is_let_in, is_let_in),
        },
    )


def _unless_let_in(described: dict[str, str]) -> dict[str, ColumnElement[str]]:
    """These values, where the row that stands has no yes of a lead's."""
    stands = Joiner.is_let_in.is_(True)
    return {name: case((stands, getattr(Joiner, name)), else_=value) for name, value in described.items()}


def compose(session: Session, notice: Notice, settings: Settings, now: datetime) -> Message | None:
    """The message to somebody who asked to join, or None while they wait for a nod or have been refused.

    Who is known here already gets a link for signing in instead, at the address of the account that stayed where theirs
    was merged: somebody else may read the old mailbox by now, and is sent nothing. That they asked stays noted like
    anybody else's asking, until it is forgotten: if it went, the agency's lead would learn who is known in another
    agency.
    """
    wanted = select(Joiner).where(Joiner.agency_id == notice.agency_id, Joiner.email == notice.email)
    joiner = session.scalars(wanted.with_for_update()).one_or_none()
    person = None if notice.email is None else people.find_by_email(session, email=notice.email)
    known = None if person is None else people.after_merging(session, person)
    if known is not None and known.left_on is None:
        return sign_in_links.message_for(session, known, settings, now)
    if known is not person or joiner is None or not joiner.is_let_in:
        return None
    token = secrets.token_urlsafe(32)
    joiner.token_hash, joiner.expires_at = hash_of(token), now + JOIN_LASTS
    session.flush()
    agency = session.get_one(Agency, joiner.agency_id)
    return Message(
        email=joiner.email,
        subject=gettext("Confirm your address for Training needs"),
        body=gettext(
            _BODY,
            agency=agency.name,
            partnership=settings.partnership_name,
            link=f"{settings.base_url}/joining/{token}",
        ),
    )


# Without the name that was typed: whoever typed it may not be the one who reads this.
_BODY = mark("""\
Hello,

Somebody, we hope you, scanned a poster of %(agency)s and asked to take part in Training needs of %(partnership)s.

Open this link to confirm that this is your address, and to start:

%(link)s

It works once, for a week. A newer message ends an older one. The page it opens has one button: select it to come in.

If you did not ask for this, you need not do anything: no account is made.
""")


def confirm(session: Session, *, token: str, reference: Reference, now: datetime) -> Joined:
    """Use a joiner's link up: from now on they are a person of the agency, at an address that is theirs.

    Somebody who has become known here in the meantime stays as they are, and somebody who had left is back, with what
    they sent before sealed and without their password: addresses are given to others in time. Raises JoinLinkUnusable.
    """
    found = session.scalars(select(Joiner).where(Joiner.token_hash == hash_of(token))).one_or_none()
    if found is None or not found.is_let_in or not is_in_time(found.expires_at, lasts=JOIN_LASTS, now=now):
        raise JoinLinkUnusable
    # The DELETE itself decides between two who use the link at once: only one of them finds the row.
    taken = session.execute(
        delete(Joiner)
        .where(Joiner.token_hash == hash_of(token), Joiner.is_let_in.is_(True))
        .returning(Joiner.agency_id, Joiner.email, Joiner.name, Joiner.job)
        .execution_options(synchronize_session=False)
    ).one_or_none()
    session.expunge(found)
    if taken is None:
        raise JoinLinkUnusable
    agency_id, email, name, job = taken
    person, is_back = _person(session, agency_id, email, name, job, reference=reference, now=now)
    person.is_confirmed = True
    sign_ins.end_sign_ins_by_round_link(session, person_id=person.id, now=now)
    session.flush()
    return Joined(person, is_back)


def _person(
    session: Session, agency_id: str, email: str, name: str, job_id: str, *, reference: Reference, now: datetime
) -> tuple[Person, bool]:
    """The person of an address, whether they are new, back, or known already; and whether they are back.

    Raises JoinLinkUnusable for an address whose account was merged into another, which its mailbox does not open.
    """
    person = people.find_by_email(session, email=email)
    if person is not None and person.merged_into_id is not None:
        raise JoinLinkUnusable
    if person is not None and person.left_on is None:
        return person, False
    job = _Job(agency_id=agency_id, job=job_id, role_group=None, reference=reference)
    try:
        if person is None:
            # Whoever uses such a link was let in, by their domain or by the lead, whose yes goes before the rule.
            added = people.add_person(
                session, email=email, name=name, actor_id=None, now=now, is_vouched_for=True, **job
            )
            return added, False
        people.join_agency(session, person=person, actor_id=person.id, now=now, **job)
    except person_checks.PersonRefused as refused:  # somebody has added them at the same moment, or the job is gone
        raise JoinLinkUnusable from refused
    sealing.seal(session, person=person)
    person.password_hash = None
    return person, True


def joiners_of(session: Session, *, agency_id: str, is_let_in: bool | None) -> list[Joiner]:
    """Those who wait for a lead's nod (None) or were refused (False), in the order in which they asked.

    Whoever is known here already is among them and comes in without a nod; the lead cannot tell.
    """
    wanted = select(Joiner).where(Joiner.agency_id == agency_id, Joiner.is_let_in.is_(is_let_in))
    return list(session.scalars(wanted.order_by(Joiner.asked_at, Joiner.id)))


def forget_joiners(session: Session, now: datetime) -> None:
    """Forget who asked to join long ago and has not confirmed their address, refused or not."""
    session.execute(delete(Joiner).where(Joiner.asked_at <= now - FORGOTTEN_AFTER))
