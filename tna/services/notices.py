"""The outbox: a message is a row, written in the same transaction as what caused it, and sent by the worker."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import cast

from sqlalchemy import ColumnElement, Table, delete
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from tna.domain.notices import NoticeKind
from tna.models.notices import Bounce, Notice
from tna.services.upserts import insert_or_change


@dataclass(frozen=True, slots=True)
class NewNotice:
    """One message to be sent: to a person, at whatever address they have then, or to an address that was typed in.

    `key` makes it the same message: writing it again is writing it once.
    """

    kind: NoticeKind
    key: str
    due_at: datetime
    person_id: int | None = None
    email: str | None = None
    round_id: int | None = None
    agency_id: str | None = None


def write(session: Session, notices: Sequence[NewNotice]) -> None:
    """Owe these messages; those whose key stands already are left as they are. The caller commits, then wakes."""
    insert = postgresql.insert if session.get_bind().dialect.name == "postgresql" else sqlite.insert
    rows = [asdict(one) | {"kind": one.kind.value, "attempts": 0} for one in notices]
    if rows:
        # One statement for all rows, prepared once; one long statement with all values in it takes far longer to write.
        statement = insert(cast(Table, Notice.__table__)).on_conflict_do_nothing(index_elements=["key"])
        session.execute(statement, rows)


def is_untried() -> ColumnElement[bool]:
    """The condition that nobody has begun to send a notice.

    Whether one that was begun is settled depends on whether its person has answered, for they are not written to any
    more; whether it was begun does not. So this may be counted where `settled_at` may not.
    """
    return Notice.settled_at.is_(None) & (Notice.attempts == 0)


def take_back_untried(session: Session, *, round_id: int) -> None:
    """Forget the invitations and reminders of a round that nobody has begun to send: they would go to no purpose."""
    kinds = [NoticeKind.INVITATION.value, NoticeKind.REMINDER.value]
    untried = delete(Notice).where(Notice.round_id == round_id, Notice.kind.in_(kinds), is_untried())
    session.execute(untried.execution_options(synchronize_session=False))


def note_bounce(session: Session, *, email: str, reason: str, today: date) -> None:
    """Remember that a mail server has refused this address for good; `reason` in plain words, without the address."""
    new = {"on": today, "reason": reason}
    insert_or_change(session, Bounce, key={"email": email}, new=new, change=new)


def forget_bounce(session: Session, *, email: str) -> None:
    """Forget that an address was refused: a message to it got through, or nobody has it any more."""
    session.execute(delete(Bounce).where(Bounce.email == email))
