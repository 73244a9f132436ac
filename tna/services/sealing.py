"""Closing to an account what was answered before somebody else may have come into its reach."""

from sqlalchemy import exists, func, or_, select
from sqlalchemy.orm import Session

from tna.models.people import Person
from tna.models.surveys import Participation, Response, Round


def seal(session: Session, *, person: Person) -> None:
    """Close to the account whatever its person has sent, since somebody else may be about to come in.

    Rounds they have still to answer are theirs as before. What they have not sent is deleted, and their course forms
    are sealed, by whoever has the key: surveys.delete_unsent() and course_forms.seal_forms(). Who
    has it then also has the seal end at what is there, by seal_only_what_was_sent().
    """
    newest = select(func.max(Participation.round_id)).where(Participation.person_id == person.id)
    person.sealed_through = session.scalar(newest)


def seal_only_what_was_sent(session: Session, *, person: Person, key: bytes) -> None:
    """Leave open rounds out of the seal that hold nothing the person has sent: what they withdrew may come anew.

    That somebody takes part outlives their withdrawing, so the seal of a round that has closed stays as it is: the
    database would otherwise tell who has withdrawn. Nothing that was sent is ever opened by this.
    """
    if person.sealed_through is None:
        return
    sent = exists().where(Response.round_id == Round.id, Response.respondent_key == key, Response.is_submitted)
    took_part = exists().where(Participation.round_id == Round.id, Participation.person_id == person.id)
    is_over = or_(Round.closed_at.is_not(None), Round.cancelled_at.is_not(None))
    to_seal = select(func.max(Round.id)).where(Round.id <= person.sealed_through, or_(sent, is_over & took_part))
    person.sealed_through = session.scalar(to_seal)
