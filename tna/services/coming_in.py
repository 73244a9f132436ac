"""Coming in by a personal link: the link is used up, and a sign-in opened that reaches as far as the link was safe."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import update
from sqlalchemy.orm import Session

from tna.domain.reminders import start_of_day_of
from tna.models.people import Person, PersonalLink
from tna.models.surveys import Round
from tna.services import sign_ins
from tna.services.personal_links import SIGN_IN_LASTS, Purpose, find_link, is_in_time
from tna.services.round_link_answers import lock_person


class LinkUnusable(Exception):
    """The link was used before, has run out, or never existed; nobody is told which."""


class PersonHasLeft(Exception):
    """The link's person has left the partnership, so their account opens to nobody."""


class RoundNotOpen(Exception):
    """The round that the link is about takes no answers; `round` is that round."""

    def __init__(self, round_: Round) -> None:
        super().__init__(round_.title)
        self.round = round_


class OwnAddressNeeded(Exception):
    """The link has been through other hands, and by now the person has to come by their own address.

    Raised alike whether it was used or the person can sign in otherwise: whoever made the list must not be able to tell
    these apart. Whether the person has answered anything plays no part.
    """

    def __init__(self, email: str) -> None:
        super().__init__("the person comes in by a link to their own address")
        self.email = email


@dataclass(frozen=True, slots=True)
class Arrival:
    """Somebody who has come in: the token of their sign-in, and the round that the link was about.

    `by_own_address`: it was they themselves, and not whoever a list has passed through.
    """

    token: str
    round_id: int | None
    by_own_address: bool


def come_in(session: Session, *, token: str, now: datetime) -> Arrival:
    """Use a link up and open a sign-in for its person.

    A link that was sent to their own address confirms it, and ends what a link of a mail merge may have opened; what
    that began is then theirs, by whoever has the keys (round_link_answers.adopt_begun). A round's link lasts as long
    as its round is open, whenever that ends. Raises LinkUnusable, PersonHasLeft, RoundNotOpen or OwnAddressNeeded; then
    nothing is changed and the link stays as it is.
    """
    link = find_link(session, token=token)
    if link is None:
        raise LinkUnusable
    # Whoever comes by two links of the same person at once takes turns here: what is decided below holds.
    person = lock_person(session, person_id=link.person_id)
    if person.left_on is not None:
        raise PersonHasLeft
    _check_round(session, link)
    if link.purpose == Purpose.MAIL_MERGE.value:
        return _start_only(session, link, person, now=now)
    if link.purpose == Purpose.SIGN_IN.value and not is_in_time(link.expires_at, lasts=SIGN_IN_LASTS, now=now):
        raise LinkUnusable
    if not _is_used_up(session, link, now):
        raise LinkUnusable
    person.is_confirmed = True
    sign_ins.end_sign_ins_by_round_link(session, person_id=person.id, now=now)
    opened = sign_ins.open_sign_in(session, person_id=person.id, now=now)
    return Arrival(opened, link.round_id, by_own_address=True)


def _check_round(session: Session, link: PersonalLink) -> None:
    if link.round_id is None:
        return
    round_ = session.get_one(Round, link.round_id)
    if round_.opened_at is None or round_.closed_at is not None or round_.cancelled_at is not None:
        raise RoundNotOpen(round_)


def _start_only(session: Session, link: PersonalLink, person: Person, *, now: datetime) -> Arrival:
    """Let a link of a mail merge open a blank survey, for whoever holds it and whatever the person has answered."""
    can_sign_in = person.is_confirmed or person.password_hash is not None
    if can_sign_in or not _is_used_up(session, link, now):
        raise OwnAddressNeeded(person.email)
    # At most one at a time: nobody may watch by a second link how the first one's holder answers.
    sign_ins.end_sign_ins_by_round_link(session, person_id=person.id, now=now)
    opened = sign_ins.open_sign_in(session, person_id=person.id, now=now, only_round_id=link.round_id)
    return Arrival(opened, link.round_id, by_own_address=False)


def _is_used_up(session: Session, link: PersonalLink, now: datetime) -> bool:
    """Use the link up; the UPDATE itself decides between two who come at once: only one of them changes a row."""
    unused = PersonalLink.token_hash == link.token_hash, PersonalLink.used_at.is_(None)
    used = update(PersonalLink).where(*unused).values(used_at=start_of_day_of(now)).returning(PersonalLink.person_id)
    return session.scalar(used) is not None
