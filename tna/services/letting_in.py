"""A training lead's yes or no to somebody who asked to join from an address outside the agency's domains."""

import secrets
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from tna.domain.notices import NoticeKind
from tna.models.base import LARGEST_ID
from tna.models.people import Joiner
from tna.services import audit
from tna.services.notices import NewNotice, write


def find_joiner(session: Session, *, joiner_id: int, agency_id: str) -> Joiner | None:
    """Somebody who asked to join this agency and has no yes yet, locked until the answer is given."""
    if joiner_id > LARGEST_ID:
        return None
    wanted = select(Joiner).where(Joiner.id == joiner_id, Joiner.agency_id == agency_id)
    undecided = wanted.where(Joiner.is_let_in.is_not(True))
    return session.scalars(undecided.with_for_update()).one_or_none()


def let_in(session: Session, *, joiner: Joiner, actor_id: int, now: datetime) -> None:
    """Say yes, also after a no: a link goes to the address, which confirms it."""
    joiner.is_let_in = True
    wanted = NewNotice(
        kind=NoticeKind.JOIN_LINK,
        key=f"{NoticeKind.JOIN_LINK.value} {secrets.token_hex(16)}",
        due_at=now,
        email=joiner.email,
        agency_id=joiner.agency_id,
    )
    write(session, [wanted])
    _note(session, joiner, "let a joiner in", actor_id, now)


def turn_away(session: Session, *, joiner: Joiner, actor_id: int, now: datetime) -> None:
    """Say no: nobody is told, and asking again changes nothing."""
    joiner.is_let_in = False
    _note(session, joiner, "turned a joiner away", actor_id, now)


def _note(session: Session, joiner: Joiner, action: str, actor_id: int, now: datetime) -> None:
    subject = f"agency {joiner.agency_id}"
    audit.note(session, at=now, actor_id=actor_id, action=action, subject=subject, detail=f"joiner {joiner.id}")
    session.flush()
