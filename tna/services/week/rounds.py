"""What the rounds ask of the manager and the leads this week."""

from collections.abc import Iterator
from datetime import date, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from tna.domain.reports import this_week
from tna.domain.reports.this_week import ToDo
from tna.models.surveys import Round
from tna.services.coverage import agencies_to_nudge, coverage_report
from tna.services.free_texts.questions import screened_by
from tna.services.free_texts.screening import open_escalations
from tna.services.invitations import people_without_any
from tna.services.rounds import missing_to_open, running_round

CLOSES_SOON = timedelta(days=7)
OPENS_SOON = timedelta(days=28)
"""Papers and targets take weeks to be signed, so a round that is to open is heard of early."""


def rounds_to_run(session: Session, *, today: date, has_base_url: bool) -> Iterator[ToDo]:
    """What the manager does for the rounds there are."""
    running = running_round(session)
    if running is not None:
        if running.closes_on < today:
            yield this_week.round_late(running.title, running.closes_on, running.id)
        elif running.closes_on - today <= CLOSES_SOON:
            yield this_week.round_closes(running.title, running.closes_on, today, running.id)
        if people := people_without_any(session, round_=running, today=today):
            yield this_week.nobody_invited(running.title, people, running.id)
        behind = agencies_to_nudge(coverage_report(session, round_=running))
        if behind:
            yield this_week.agencies_behind(behind)
    for planned in _opening_soon(session, today):
        missing = missing_to_open(session, round_=planned, today=today, has_base_url=has_base_url)
        yield this_week.round_opens(planned.title, planned.opens_on, len(missing), planned.id)


def texts_to_hand_on(session: Session, *, today: date, screener_id: int | None, is_manager: bool) -> Iterator[ToDo]:
    """What was escalated and is not handed on, for each round: to its own screeners, and to the manager.

    The texts are not looked at.
    """
    own: set[int] = set()
    if screener_id is not None:
        own = {round_.id for round_, _ in screened_by(session, person_id=screener_id)}
    waiting: dict[int, list[tuple[date, str]]] = {}
    for item, round_ in open_escalations(session):
        waiting.setdefault(round_.id, []).append((item.due_on, round_.title))
    for round_id, items in waiting.items():
        due_on, title = items[0]
        if is_manager or round_id in own:
            yield this_week.escalated(len(items), title, due_on, today, round_id, is_screener=round_id in own)


def agencies_that_lag(session: Session, *, agencies: dict[str, str]) -> Iterator[ToDo]:
    """Which of these agencies (title by id) lag in the open round, for whoever leads their training."""
    running = running_round(session)
    if running is None:
        return
    own = set(agencies.values())
    behind = [title for title in agencies_to_nudge(coverage_report(session, round_=running)) if title in own]
    if behind:
        yield this_week.agencies_behind(behind)


def _opening_soon(session: Session, today: date) -> list[Round]:
    wanted = (
        select(Round)
        .where(Round.opened_at.is_(None), Round.cancelled_at.is_(None), Round.opens_on <= today + OPENS_SOON)
        .where(Round.closes_on >= today)
        .order_by(Round.opens_on, Round.id)
    )
    return list(session.scalars(wanted))
