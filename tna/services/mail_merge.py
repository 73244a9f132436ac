"""A list of an agency's people with personal links, for agencies whose systems refuse our mail.

The links go through the hands of whoever sends them on, so they open less than one sent to the person's own address:
they open a blank survey and show nothing that was saved (see PersonalLink). Whoever can sign in by their own address or
a password needs none and gets none, but for those who had one in an earlier list of the round: a second list must not
tell who has come in since the first.
"""

import secrets
from datetime import date, datetime

from sqlalchemy import Row, delete, insert, select
from sqlalchemy.orm import Session

from tna.domain import reminders
from tna.domain.reports import Table
from tna.language import gettext, mark
from tna.models.people import Agency, Membership, Person, PersonalLink
from tna.models.surveys import Round
from tna.services import audit
from tna.services.letters import takes_answers
from tna.services.personal_links import Purpose, address_of, hash_of
from tna.services.rounds import RoundRefused, are_asked

SIGNS_IN = mark("signs in by their own address")


def make_list(
    session: Session,
    *,
    round_: Round,
    agency: Agency,
    base_url: str,
    actor_id: int | None,
    today: date,
    now: datetime,
) -> Table:
    """Everybody of an agency whom a round asks, by name, with a fresh link; links of an earlier list stop working.

    Whoever had a link in the earlier list gets one again, though it opens nothing once they can sign in by themselves.
    The tokens are in the table and nowhere else. Raises RoundRefused.
    """
    session.refresh(round_, with_for_update={"of": Round})
    if not takes_answers(round_, today):
        raise RoundRefused(
            "round", gettext("A list can be made while the round is open, up to its last day to answer.")
        )
    had_one = _end_earlier_links(session, round_, agency)
    people = _people(session, round_, agency)
    tokens = {one.id: secrets.token_urlsafe(32) for one in people if one.id in had_one or not _signs_in(one)}
    if tokens:
        expires_at = reminders.end_of(round_.closes_on)
        session.execute(
            insert(PersonalLink), [_link(round_, agency, one, token, expires_at) for one, token in tokens.items()]
        )
    audit.note(
        session,
        at=now,
        actor_id=actor_id,
        action="made a mail-merge list",
        subject=f"round {round_.id}, {agency.id}",
        detail=f"{len(people)} people, {len(tokens)} links",
    )
    session.flush()
    links = {one: address_of(base_url, token) for one, token in tokens.items()}
    return Table(
        gettext("People of %(agency)s", agency=agency.name),
        (gettext("Name"), gettext("E-mail address"), gettext("Personal link")),
        tuple((one.name, one.email, links.get(one.id) or gettext(SIGNS_IN)) for one in people),
        frozenset(),
    )


def _people(session: Session, round_: Round, agency: Agency) -> list[Row[*tuple[object, ...]]]:
    wanted = select(Person.id, Person.name, Person.email, Person.is_confirmed, Person.password_hash).join(
        Membership, Membership.person_id == Person.id
    )
    asked = wanted.where(*are_asked(round_), Membership.agency_id == agency.id)
    return list(session.execute(asked.order_by(Person.name, Person.id)))


def _signs_in(person: Row[*tuple[object, ...]]) -> bool:
    return bool(person.is_confirmed) or person.password_hash is not None


def _end_earlier_links(session: Session, round_: Round, agency: Agency) -> set[int]:
    """Delete the links of the agency's earlier list, and say whose they were; some may work elsewhere by now.

    A link that stands in the list of another agency is left alone.
    """
    earlier = delete(PersonalLink).where(
        PersonalLink.purpose == Purpose.MAIL_MERGE.value,
        PersonalLink.round_id == round_.id,
        PersonalLink.agency_id == agency.id,
    )
    ended = earlier.returning(PersonalLink.person_id).execution_options(synchronize_session=False)
    return set(session.scalars(ended))


def _link(round_: Round, agency: Agency, person_id: int, token: str, expires_at: datetime) -> dict[str, object]:
    return {
        "token_hash": hash_of(token),
        "purpose": Purpose.MAIL_MERGE.value,
        "person_id": person_id,
        "round_id": round_.id,
        "agency_id": agency.id,
        "expires_at": expires_at,
    }
