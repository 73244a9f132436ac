"""Closing to an account what was answered before somebody else may have come into its reach."""

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from tna.models.people import Person
from tna.models.surveys import Participation


def seal(session: Session, *, person: Person) -> None:
    """Close to the account whatever its person has sent, since somebody else may be about to come in.

    Rounds they have still to answer are theirs as before. What they have not sent is deleted, and their course forms
    are sealed, by whoever has the key: surveys.delete_unsent() and course_forms.seal_forms().
    """
    newest = select(func.max(Participation.round_id)).where(Participation.person_id == person.id)
    person.sealed_through = session.scalar(newest)
