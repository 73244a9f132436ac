"""Who is written to about a round, and the letter that goes out to one of them."""

from datetime import date, datetime, timedelta

from sqlalchemy import ColumnElement, String, cast, literal, select
from sqlalchemy.orm import Session

from tna.domain import reminders, wordings
from tna.domain.notices import Message, NoticeKind, NotNow
from tna.domain.reminders import Plan
from tna.models.notices import Bounce, Notice
from tna.models.people import Membership, Person
from tna.models.surveys import Participation, Round
from tna.services.personal_links import Purpose, address_of, make_link
from tna.services.reminder_plans import plans_of
from tna.services.rounds import are_asked
from tna.services.wordings import values_of, words_of
from tna.settings import Settings

_ASKED_AGAIN_AFTER = timedelta(minutes=15)
"""How long an invitation that a pause holds up waits before it is asked whether the pause is over."""


def takes_answers(round_: Round, today: date) -> bool:
    """Whether people may be asked to answer: the round is open, and its last day has not passed."""
    is_open = round_.opened_at is not None and round_.closed_at is None and round_.cancelled_at is None
    return is_open and today <= round_.closes_on


def has_bounced() -> ColumnElement[bool]:
    """The condition that a person's address has been refused for good."""
    return select(Bounce.email).where(Bounce.email == Person.email).correlate(Person).exists()


def key_of(kind: NoticeKind, round_id: int, day: date | None = None) -> str:
    """What the key of a round's notice begins with; the person's id ends it."""
    return ":".join([kind.value, str(round_id), *([] if day is None else [day.isoformat()]), ""])


def day_in_key(key: str) -> date | None:
    """The day in the key of a round's notice, where one is in it."""
    parts = key.split(":")
    try:
        return date.fromisoformat(parts[2])
    except (IndexError, ValueError):
        return None


def has_notice(beginning: str) -> ColumnElement[bool]:
    """The condition that a person's notice with this key has been written."""
    return (
        select(Notice.id).where(Notice.key == literal(beginning) + cast(Person.id, String)).correlate(Person).exists()
    )


def compose_letter(
    session: Session, notice: Notice, settings: Settings, now: datetime, *, kind: NoticeKind
) -> Message | None:
    """The letter of a notice with a fresh link in it, or None where there is no longer a reason to write.

    Raises NotNow where its agency's plan lets nothing go out at this moment; that is asked of everybody alike, before
    anything is made. Whoever has sent their answers gets no letter, and a link is made for them all the same, and the
    words are found: what is left must not differ between those who have answered and those who have not.
    """
    round_ = session.get(Round, notice.round_id)
    today = now.astimezone(reminders.ENGLAND).date()
    if round_ is None or notice.person_id is None or not takes_answers(round_, today):
        return None
    wanted = select(Person.name, Person.email, Membership.agency_id).join(Membership, Membership.person_id == Person.id)
    asked = wanted.where(*are_asked(round_), Person.id == notice.person_id, ~has_bounced())
    found = session.execute(asked).one_or_none()
    if found is None:
        return None
    name, email, agency_id = found
    if not _goes_out(plans_of(session, round_id=round_.id).followed_by(agency_id), notice, kind, now):
        return None
    token = make_link(
        session,
        person_id=notice.person_id,
        purpose=Purpose.INVITATION,
        expires_at=reminders.end_of(round_.closes_on),
        round_id=round_.id,
    )
    words = words_of(session, round_id=round_.id, agency_id=agency_id, kind=kind)
    link = address_of(settings.base_url, token)
    values = values_of(session, round_=round_, name=name, link=link, partnership=settings.partnership_name)
    letter = wordings.letter(words, values)
    if session.get(Participation, (round_.id, notice.person_id)) is not None:
        return None
    return Message(email, letter.subject, letter.body)


def _goes_out(plan: Plan, notice: Notice, kind: NoticeKind, now: datetime) -> bool:
    """Whether a plan has a notice sent at this moment, or False where it is too late for it; raises NotNow.

    It may be long since the notice was written: the worker was down, the mail server was, or it said "later". A
    reminder belongs to its day; an invitation waits.
    """
    moment = reminders.next_waking_moment(plan, now=now)
    if kind is NoticeKind.REMINDER:
        is_its_day = day_in_key(notice.key) == moment.astimezone(reminders.ENGLAND).date()
        if plan.is_paused or not is_its_day:
            return False
    elif plan.is_paused:
        moment = reminders.next_waking_moment(plan, now=now + _ASKED_AGAIN_AFTER)
    if moment > now:
        raise NotNow(moment)
    return True
