"""Dates of courses: when and where they run, who runs them, and how many places there are."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from tna.models.courses import DateTrainer


def runs(session: Session, *, person_id: int, date_id: int) -> bool:
    """Whether somebody is a trainer of this date."""
    wanted = select(DateTrainer.date_id).where(DateTrainer.date_id == date_id, DateTrainer.person_id == person_id)
    return session.scalar(wanted) is not None
