"""Posters of an agency: a code on the wall by which anybody may ask to take part."""

import secrets
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from tna.models.people import Poster
from tna.services import audit

# Nothing that looks or sounds like something else: people type it from a wall. Twelve of thirty signs are 58 bits.
_SIGNS = "abcdefghjkmnpqrstuvwxyz23456789"
_LENGTH = 12


def make_poster(session: Session, *, agency_id: str, actor_id: int, now: datetime) -> Poster:
    """Make a poster with a fresh code; those made before stay good until somebody ends them."""
    poster = Poster(code="".join(secrets.choice(_SIGNS) for _ in range(_LENGTH)), agency_id=agency_id, made_at=now)
    session.add(poster)
    audit.note(session, at=now, actor_id=actor_id, action="made a poster", subject=f"agency {agency_id}")
    session.flush()
    return poster


def end_poster(session: Session, *, poster: Poster, actor_id: int, now: datetime) -> None:
    """Take a poster down: its code lets nobody ask any more. Ending it twice is ending it once."""
    if poster.ended_at is not None:
        return
    poster.ended_at = now
    audit.note(session, at=now, actor_id=actor_id, action="ended a poster", subject=f"agency {poster.agency_id}")
    session.flush()


def posters_of(session: Session, *, agency_id: str) -> list[Poster]:
    """The posters of an agency, the newest first, those taken down included."""
    wanted = select(Poster).where(Poster.agency_id == agency_id)
    return list(session.scalars(wanted.order_by(Poster.made_at.desc(), Poster.code)))


def find_poster(session: Session, *, code: str) -> Poster | None:
    """The poster of a code, however it was typed: in capitals, with hyphens or spaces."""
    return session.get(Poster, "".join(sign for sign in code.lower() if sign in _SIGNS)[: _LENGTH + 1])


def words_of(code: str) -> str:
    """A code in groups of four, as people read and type it."""
    return "-".join(code[start : start + 4] for start in range(0, len(code), 4))
