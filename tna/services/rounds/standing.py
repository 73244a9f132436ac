"""Where rounds stand: planned, open, closed, released or called off; and finding them."""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from tna.language import gettext
from tna.models.base import LARGEST_ID
from tna.models.needs import Release
from tna.models.surveys import Round

# Made once, since every page of a survey asks for it.
_BY_ID = select(Round).where(Round.id == bindparam("round_id"))
# For so long the home page tells people that the survey they may be looking for was called off.
_TOLD_FOR = timedelta(days=30)


class RoundState(StrEnum):
    """Where a round stands; derived from its moments, never stored."""

    PLANNED = "draft"
    OPEN = "open"
    CLOSED = "closing"  # closed to answers; its release is being made
    RELEASED = "released"
    CANCELLED = "cancelled"  # called off, before it opened or while it was open; nothing of it is left to count


class RoundRefused(Exception):
    """What was asked of a round cannot be; `field` names where, the message says what to do."""

    def __init__(self, field: str, message: str) -> None:
        super().__init__(message)
        self.field = field


def is_named(round_: Round, typed: str | None) -> bool:
    """Whether what was typed is the name of a round, however it is spaced."""
    return " ".join((typed or "").split()) == round_.title


def refuse_name() -> RoundRefused:
    """Why something that cannot be undone is not done to a round whose name was not typed."""
    return RoundRefused("typed", gettext("Type the name of the round, exactly as it stands above."))


@dataclass(frozen=True, slots=True)
class RoundSummary:
    """One round and where it stands."""

    round: Round
    state: RoundState

    @property
    def has_coverage(self) -> bool:
        """Whether there is anything to say of who has answered."""
        return self.state not in {RoundState.PLANNED, RoundState.CANCELLED}


def state_of(session: Session, round_: Round) -> RoundState:
    """Where a round stands."""
    if round_.cancelled_at is not None:
        return RoundState.CANCELLED
    if round_.opened_at is None:
        return RoundState.PLANNED
    if round_.closed_at is None:
        return RoundState.OPEN
    is_released = session.scalar(select(Release.id).where(Release.round_id == round_.id)) is not None
    return RoundState.RELEASED if is_released else RoundState.CLOSED


def all_rounds(session: Session) -> list[RoundSummary]:
    """Every round, the newest first."""
    rounds = session.scalars(select(Round).order_by(Round.opens_on.desc(), Round.id.desc()))
    return [RoundSummary(r, state_of(session, r)) for r in rounds]


def find_round(session: Session, *, round_id: int) -> Round | None:
    """The round with this id."""
    return session.scalars(_BY_ID, {"round_id": round_id}).one_or_none() if 0 < round_id <= LARGEST_ID else None


def running_round(session: Session) -> Round | None:
    """The round that is open now; at most one is."""
    wanted = select(Round).where(Round.opened_at.is_not(None), Round.closed_at.is_(None), Round.cancelled_at.is_(None))
    return session.scalars(wanted.order_by(Round.id.desc())).first()


def is_called_off_lately(session: Session, *, today: date) -> bool:
    """Whether the round that was opened last was then called off, within the last month."""
    wanted = select(Round).where(Round.opened_at.is_not(None)).order_by(Round.opened_at.desc(), Round.id.desc())
    last = session.scalars(wanted).first()
    if last is None or last.cancelled_at is None:
        return False
    return last.cancelled_at.date() >= today - _TOLD_FOR


def lock_planned(session: Session, round_: Round, *, refusal: str) -> None:
    """Lock a round and read it anew, for a change that only a planned one takes. Raises RoundRefused."""
    session.refresh(round_, with_for_update={"of": Round})
    if round_.opened_at is not None or round_.cancelled_at is not None:
        raise RoundRefused("round", refusal)
