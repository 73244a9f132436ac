"""Reminding people of a round: on each day of the plan once, everybody who was invited before it.

A reminder is written for those who have answered too and drops out only when it would be sent. If it were written for
the others alone, the rows would say who had answered by which day.
"""

from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from tna.domain import reminders
from tna.domain.notices import Message, NoticeKind
from tna.models.notices import Notice
from tna.models.people import Membership, Person
from tna.models.surveys import Round
from tna.services import notices
from tna.services.letters import compose_letter, has_bounced, has_notice, key_of, takes_answers
from tna.services.notices import NewNotice
from tna.services.reminder_plans import plans_of
from tna.services.rounds import are_asked, running_round
from tna.settings import Settings


def write_due_reminders(session: Session, now: datetime) -> None:
    """Owe the reminders of today, for every agency whose plan names it, once its quiet hours are over."""
    round_ = running_round(session)
    today = now.astimezone(reminders.ENGLAND).date()
    if round_ is None or not takes_answers(round_, today):
        return
    plans = plans_of(session, round_id=round_.id)
    # Most minutes of most days nothing is due anywhere, and then nobody is asked for.
    all_plans = (None, *plans.by_agency)
    if not any(reminders.day_due(plans.followed_by(agency), now=now) for agency in all_plans):
        return
    found = [
        (person, agency)
        for person, agency in _to_remind(session, round_, today)
        if reminders.day_due(plans.followed_by(agency), now=now)
    ]
    notices.write(session, [_reminder(round_, today, person, agency, now) for person, agency in found])


def compose(session: Session, notice: Notice, settings: Settings, now: datetime) -> Message | None:
    """The reminder as it goes out, or None where there is no longer a reason: above all if answers were sent."""
    return compose_letter(session, notice, settings, now, kind=NoticeKind.REMINDER)


def _to_remind(session: Session, round_: Round, day: date) -> list[tuple[int, str]]:
    """Who was invited before a day and has no reminder of it yet, each with the agency they answer for."""
    invited = (
        select(Person.id, Membership.agency_id)
        .join(Membership, Membership.person_id == Person.id)
        .join(Notice, Notice.person_id == Person.id)
        .where(Notice.round_id == round_.id, Notice.kind == NoticeKind.INVITATION.value)
        # Whoever is invited in the course of a day is not reminded on it.
        .where(Notice.due_at < reminders.start_of(day))
    )
    missing = invited.where(
        *are_asked(round_), ~has_bounced(), ~has_notice(key_of(NoticeKind.REMINDER, round_.id, day))
    )
    return [(person, agency) for person, agency in session.execute(missing.order_by(Person.id))]


def _reminder(round_: Round, day: date, person_id: int, agency_id: str, now: datetime) -> NewNotice:
    return NewNotice(
        kind=NoticeKind.REMINDER,
        key=f"{key_of(NoticeKind.REMINDER, round_.id, day)}{person_id}",
        due_at=now,
        person_id=person_id,
        round_id=round_.id,
        agency_id=agency_id,
    )
