"""Reading texts first: one at a time in no order, kept with themes, withheld for a reason, or escalated.

Only for screeners of the round. Nothing here knows whose a text is, nor the agency, job or answers of whoever wrote it.
"""

import secrets
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from tna.domain.free_text import DAYS_TO_HAND_ON, Decision, Reason
from tna.domain.working_days import working_days_after
from tna.language import gettext
from tna.models.base import LARGEST_ID
from tna.models.free_texts import Escalation, TextTheme, TextToScreen
from tna.models.surveys import Round
from tna.services import audit
from tna.services.free_texts.themes import themes_of

_KEY_LENGTH = 16


class ScreeningRefused(Exception):
    """A decision on a text cannot be taken; `field` names where, the message says what to do."""

    def __init__(self, field: str, message: str) -> None:
        super().__init__(message)
        self.field = field


@dataclass(frozen=True, slots=True)
class ScreeningProgress:
    """How far the texts of a round have been read."""

    unread: int = 0
    kept: int = 0
    withheld: int = 0
    escalated: int = 0

    @property
    def texts(self) -> int:
        """All there are."""
        return self.unread + self.kept + self.withheld + self.escalated


def progress(session: Session, *, round_id: int) -> ScreeningProgress:
    """How many texts of a round have been read, and to what effect."""
    counted = select(TextToScreen.decision, func.count()).where(TextToScreen.round_id == round_id)
    return ScreeningProgress(
        **{decision.value: texts for decision, texts in session.execute(counted.group_by(TextToScreen.decision))}
    )


def any_unread(session: Session, *, round_id: int) -> TextToScreen | None:
    """One of the texts that nobody has decided on yet, each as likely as any other; None once all are read."""
    wanted = select(TextToScreen.key).where(TextToScreen.round_id == round_id)
    keys = session.scalars(wanted.where(TextToScreen.decision == Decision.UNREAD).order_by(TextToScreen.key)).all()
    return session.get(TextToScreen, secrets.choice(keys)) if keys else None


def find_text(session: Session, *, round_id: int, key: str) -> TextToScreen | None:
    """The text with this key, as an address writes it."""
    try:
        found = session.get(TextToScreen, bytes.fromhex(key)) if len(key) == 2 * _KEY_LENGTH else None
    except ValueError:
        return None
    return found if found is not None and found.round_id == round_id else None


def themes_on(session: Session, text: TextToScreen) -> frozenset[int]:
    """The themes a text has been given."""
    wanted = select(TextTheme.theme_id).where(TextTheme.text_key == text.key).order_by(TextTheme.theme_id)
    return frozenset(session.scalars(wanted))


def keep(
    session: Session,
    *,
    text: TextToScreen,
    seen: str,
    themes: Collection[int],
    may_be_quoted: bool,
    actor_id: int,
    now: datetime,
) -> None:
    """Let a text count, with these themes; none of them is a theme too few for nobody. Raises ScreeningRefused."""
    _lock(session, text, seen)
    if not set(themes) <= {theme.id for theme in themes_of(session, round_id=text.round_id)}:
        raise ScreeningRefused("themes", gettext("Select themes from the list."))
    _decide(session, text, Decision.KEPT, themes=themes, may_be_quoted=may_be_quoted)
    _note(session, text.round_id, "kept a text", actor_id, now)


def withhold(session: Session, *, text: TextToScreen, seen: str, reason: Reason, actor_id: int, now: datetime) -> None:
    """Leave a text out of all that is released. Raises ScreeningRefused."""
    _lock(session, text, seen)
    _decide(session, text, Decision.WITHHELD, reason=reason)
    _note(session, text.round_id, "withheld a text", actor_id, now, reason.value)


def escalate(session: Session, *, text: TextToScreen, today: date, actor_id: int, now: datetime) -> Escalation:
    """Note that a text may be about a child at risk; it is due in two working days. Twice is once.

    The item holds dates alone. The text stays with the screeners until they have handed it on, outside the product.
    """
    session.refresh(text, with_for_update=True)
    if text.escalation_id is not None:
        return session.get_one(Escalation, text.escalation_id)
    item = Escalation(
        round_id=text.round_id,
        escalated_on=today,
        due_on=working_days_after(today, DAYS_TO_HAND_ON),
    )
    session.add(item)
    session.flush()
    _decide(session, text, Decision.ESCALATED, escalation_id=item.id)
    _note(session, text.round_id, "escalated a text", actor_id, now, f"escalation {item.id}")
    return item


def hand_on(session: Session, *, item: Escalation, actor_id: int, now: datetime) -> None:
    """Note that what was escalated has been handed on; twice is once."""
    session.refresh(item, with_for_update=True)
    if item.handed_on_at is not None:
        return
    item.handed_on_at = now
    _note(session, item.round_id, "handed a text on", actor_id, now, f"escalation {item.id}")


def find_escalation(session: Session, *, round_id: int, escalation_id: int) -> Escalation | None:
    """The escalation of this round with this id."""
    found = session.get(Escalation, escalation_id) if 0 < escalation_id <= LARGEST_ID else None
    return found if found is not None and found.round_id == round_id else None


def text_of(session: Session, item: Escalation) -> TextToScreen | None:
    """The text that was escalated; None once the themes are released."""
    return session.scalars(select(TextToScreen).where(TextToScreen.escalation_id == item.id)).one_or_none()


def escalations_of(session: Session, *, round_id: int) -> Sequence[Escalation]:
    """Every escalation of a round, those that wait first."""
    wanted = select(Escalation).where(Escalation.round_id == round_id)
    return session.scalars(wanted.order_by(Escalation.handed_on_at.is_not(None), Escalation.id)).all()


def open_escalations(session: Session) -> list[tuple[Escalation, Round]]:
    """What was escalated anywhere and has not been handed on, what is due first before."""
    wanted = select(Escalation, Round).join(Round, Round.id == Escalation.round_id)
    waiting = wanted.where(Escalation.handed_on_at.is_(None)).order_by(Escalation.due_on, Escalation.id)
    return [(item, round_) for item, round_ in session.execute(waiting)]


def _lock(session: Session, text: TextToScreen, seen: str) -> None:
    """Read a text anew for a decision that rests on the one before. Raises ScreeningRefused."""
    session.refresh(text, with_for_update=True)
    if text.decision is Decision.ESCALATED:
        raise ScreeningRefused("text", gettext("This text is one to hand on, and stays so."))
    if text.decision != seen:
        raise ScreeningRefused("text", gettext("The other screener has just decided on this text. It stands so now."))


def _decide(
    session: Session,
    text: TextToScreen,
    decision: Decision,
    *,
    themes: Collection[int] = (),
    reason: Reason | None = None,
    may_be_quoted: bool = False,
    escalation_id: int | None = None,
) -> None:
    session.execute(delete(TextTheme).where(TextTheme.text_key == text.key))
    text.decision, text.reason = decision, reason
    text.may_be_quoted, text.escalation_id = may_be_quoted, escalation_id
    session.flush()
    session.add_all(TextTheme(text_key=text.key, theme_id=theme_id) for theme_id in sorted(set(themes)))


def _note(session: Session, round_id: int, action: str, actor_id: int, now: datetime, detail: str = "") -> None:
    """Who did what to some text of the round; never to which."""
    audit.note(session, at=now, actor_id=actor_id, action=action, subject=f"round {round_id}", detail=detail)
    session.flush()
