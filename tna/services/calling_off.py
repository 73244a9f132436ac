"""Calling a round off: nothing of it is ever released, and what people had put in it is deleted."""

from datetime import datetime
from itertools import chain

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from tna.domain.reminders import start_of_day_of
from tna.language import gettext
from tna.models.notices import Notice
from tna.models.people import PersonalLink
from tna.models.surveys import Round
from tna.services import audit, outbox
from tna.services.notices import take_back_untried
from tna.services.rounds import RoundRefused, is_named, refuse_name
from tna.services.surveys import delete_answers_to

_LONGEST_TITLE = 200


def call_off(session: Session, *, round_: Round, typed: str | None, actor_id: int | None, now: datetime) -> None:
    """Call a planned or open round off, for good. Twice is once.

    For an open one its name must be typed: every answer to it is deleted in this transaction. Its links lead nowhere
    any more, and no message of it is sent. Its name is free for another round. Raises RoundRefused.
    """
    # Whoever saves holds a share lock on the round, so answers under way are deleted with the others.
    session.refresh(round_, with_for_update={"of": Round})
    if round_.cancelled_at is not None:
        return
    if round_.closed_at is not None:
        raise RoundRefused("round", gettext("This round has closed, and a closed round is released."))
    if round_.opened_at is not None and not is_named(round_, typed):
        raise refuse_name()
    round_.cancelled_at = now
    round_.title = _freed(session, round_.title)
    delete_answers_to(session, round_=round_)
    _end_messages(session, round_, now)
    audit.note(session, at=now, actor_id=actor_id, action="called off a round", subject=f"round {round_.id}")
    session.flush()


def _end_messages(session: Session, round_: Round, now: datetime) -> None:
    take_back_untried(session, round_id=round_.id)
    outbox.settle_waiting(session, Notice.round_id == round_.id, now=now)
    unused = update(PersonalLink).where(PersonalLink.round_id == round_.id, PersonalLink.used_at.is_(None))
    ended = unused.values(used_at=start_of_day_of(now))
    session.execute(ended.execution_options(synchronize_session=False))


def _freed(session: Session, title: str) -> str:
    """The name under which a round that was called off is kept, so that another may be planned under its own."""
    taken = set(session.scalars(select(Round.title)))
    further = (gettext("(called off %(number)s)", number=number) for number in range(2, 10_000))
    names = (f" {ending}" for ending in chain([gettext("(called off)")], further))
    return next(one for name in names if (one := f"{title[: _LONGEST_TITLE - len(name)]}{name}") not in taken)
