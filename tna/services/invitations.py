"""Inviting people to a round: everybody at once, those who come later by themselves, and how many that makes."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import String, case, cast, func, literal, select
from sqlalchemy.orm import Session

from tna.domain import reminders
from tna.domain.notices import Message, NoticeKind
from tna.language import gettext
from tna.models.notices import Notice
from tna.models.people import Membership, Person
from tna.models.surveys import Round
from tna.services import audit, notices
from tna.services.letters import compose_letter, has_bounced, has_notice, key_of, takes_answers
from tna.services.notices import NewNotice, is_untried
from tna.services.reminder_plans import Plans, plans_of
from tna.services.rounds import RoundRefused, are_asked, running_round
from tna.settings import Settings


@dataclass(frozen=True, slots=True)
class Reached:
    """How many of an agency's people with an account are asked, invited, and have an address that refuses mail.

    Nothing here says who has answered, or how many.
    """

    people: int
    invited: int  # their invitation has gone out
    bounced: int
    to_invite: int  # no invitation is written for them, and their address is not refused
    waiting: int = 0  # their invitation is written and has not gone out
    goes_at: datetime | None = None  # when the first of those that wait goes out

    def __add__(self, other: "Reached") -> "Reached":
        moments = [one.goes_at for one in (self, other) if one.goes_at is not None]
        return Reached(
            self.people + other.people,
            self.invited + other.invited,
            self.bounced + other.bounced,
            self.to_invite + other.to_invite,
            self.waiting + other.waiting,
            min(moments, default=None),
        )

    @property
    def unreached(self) -> int:
        """How many have been sent no invitation, whatever the reason."""
        return self.people - self.invited


NOBODY = Reached(0, 0, 0, 0)


def round_in_hand(session: Session, *, today: date) -> Round | None:
    """The round that people are invited to: the one that is open, else the next that is planned."""
    planned = select(Round).where(Round.opened_at.is_(None), Round.cancelled_at.is_(None), Round.closes_on >= today)
    running = running_round(session)
    if running is not None and running.cancelled_at is None:
        return running
    return session.scalars(planned.order_by(Round.opens_on, Round.id)).first()


def invite_everybody(session: Session, *, round_: Round, actor_id: int | None, today: date, now: datetime) -> int:
    """Owe an invitation to everybody who is asked and has none yet; returns how many were written.

    Agencies that are paused and addresses that refuse mail are left out. Raises RoundRefused.
    """
    # Locked before it is looked at, so that nobody is invited to a round that is being closed.
    session.refresh(round_, with_for_update={"of": Round})
    if not takes_answers(round_, today):
        raise RoundRefused(
            "round", gettext("Only people of an open round can be invited, up to its last day to answer.")
        )
    written = _invite(session, round_, now)
    audit.note(
        session,
        at=now,
        actor_id=actor_id,
        action="invited people",
        subject=f"round {round_.id}",
        detail=f"{written} people",
    )
    session.flush()
    return written


def invite_newcomers(session: Session, now: datetime) -> None:
    """Once somebody has begun to invite, invite whoever has come since: new people, and agencies no longer paused."""
    round_ = running_round(session)
    today = now.astimezone(reminders.ENGLAND).date()
    if round_ is not None and takes_answers(round_, today) and has_begun(session, round_id=round_.id):
        _invite(session, round_, now)


def has_begun(session: Session, *, round_id: int) -> bool:
    """Whether anybody has been invited to a round."""
    wanted = select(Notice.id).where(Notice.round_id == round_id, Notice.kind == NoticeKind.INVITATION.value)
    return session.scalar(wanted.limit(1)) is not None


def can_begin(session: Session, *, round_: Round, today: date) -> bool:
    """Whether inviting is what comes next: the round takes answers, and nobody has been invited to it."""
    return takes_answers(round_, today) and not has_begun(session, round_id=round_.id)


def people_without_any(session: Session, *, round_: Round, today: date) -> int:
    """How many people wait for somebody to begin inviting; none once that is done, for the rest follows by itself."""
    if not can_begin(session, round_=round_, today=today):
        return 0
    return sum(reached_by_agency(session, round_=round_).values(), NOBODY).to_invite


def compose(session: Session, notice: Notice, settings: Settings, now: datetime) -> Message | None:
    """The invitation as it goes out, or None where there is no longer a reason for one."""
    return compose_letter(session, notice, settings, now, kind=NoticeKind.INVITATION)


def reached_by_agency(session: Session, *, round_: Round, agency_id: str | None = None) -> dict[str, Reached]:
    """Where inviting stands, by agency, of one agency or of all that have people who are asked."""
    beginning = key_of(NoticeKind.INVITATION, round_.id)
    has_any, waits = Notice.id.is_not(None), Notice.id.is_not(None) & is_untried()
    wanted = (
        select(
            Membership.agency_id,
            func.count(),
            func.count(case((has_any & ~waits, 1))),
            func.count(case((has_bounced(), 1))),
            func.count(case((~has_any & ~has_bounced(), 1))),
            func.count(case((waits, 1))),
            func.min(case((waits, Notice.due_at))),
        )
        .join(Person, Person.id == Membership.person_id)
        .outerjoin(Notice, Notice.key == literal(beginning) + cast(Person.id, String))
        .where(*are_asked(round_))
        .group_by(Membership.agency_id)
    )
    if agency_id is not None:
        wanted = wanted.where(Membership.agency_id == agency_id)
    return {agency: Reached(*counts) for agency, *counts in session.execute(wanted)}


def held_back(reached: Mapping[str, Reached], plans: Plans) -> int:
    """How many get no invitation before a pause ends, of those who are counted by agency and still need one."""
    return sum(one.to_invite for agency, one in reached.items() if plans.followed_by(agency).is_paused)


def _invite(session: Session, round_: Round, now: datetime) -> int:
    plans = plans_of(session, round_id=round_.id)
    beginning = key_of(NoticeKind.INVITATION, round_.id)
    wanted = select(Person.id, Membership.agency_id).join(Membership, Membership.person_id == Person.id)
    missing = wanted.where(*are_asked(round_), ~has_bounced(), ~has_notice(beginning)).order_by(Person.id)
    found = [(person, agency) for person, agency in session.execute(missing) if not plans.followed_by(agency).is_paused]
    due = {agency: reminders.next_waking_moment(plans.followed_by(agency), now=now) for _, agency in found}
    invitations = [
        NewNotice(
            kind=NoticeKind.INVITATION,
            key=f"{beginning}{person}",
            due_at=due[agency],
            person_id=person,
            round_id=round_.id,
            agency_id=agency,
        )
        for person, agency in found
    ]
    notices.write(session, invitations)
    return len(invitations)
