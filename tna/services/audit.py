"""Writing down who changed what, in the same transaction as the change."""

from datetime import datetime

from sqlalchemy.orm import Session

from tna.models.audit import AuditEvent


def note(session: Session, *, at: datetime, actor_id: int | None, action: str, subject: str, detail: str = "") -> None:
    """Add one line to the audit log."""
    session.add(AuditEvent(at=at, actor_id=actor_id, action=action, subject=subject, detail=detail))
