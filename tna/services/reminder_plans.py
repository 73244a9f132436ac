"""Reminder plans: the round's, and where an agency wants another its own; pausing and going on."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from sqlalchemy import ColumnElement, delete, or_, select
from sqlalchemy.orm import Session

from tna.domain import reminders
from tna.domain.notices import NoticeKind
from tna.domain.reminders import Plan, PlanFault
from tna.models.notices import Notice, ReminderPlan
from tna.models.surveys import Round
from tna.services import audit
from tna.services.wordings import EVERYBODY


class PlanRefused(Exception):
    """A plan cannot stand as entered; `faults` names each day that is wrong."""

    def __init__(self, faults: Sequence[PlanFault]) -> None:
        super().__init__("; ".join(fault.message for fault in faults))
        self.faults = tuple(faults)


@dataclass(frozen=True, slots=True)
class Plans:
    """The plans of one round: the round's own, and by agency those that differ from it."""

    everybody: Plan
    by_agency: Mapping[str, Plan]

    def followed_by(self, agency_id: str | None) -> Plan:
        """The plan that holds for an agency, or for None for the round; pausing the round pauses every agency."""
        own = self.everybody if agency_id is None else self.by_agency.get(agency_id, self.everybody)
        return replace(own, is_paused=own.is_paused or self.everybody.is_paused)


def plans_of(session: Session, *, round_id: int) -> Plans:
    """Every plan of a round; nobody is reminded before somebody has made one."""
    rows = session.scalars(select(ReminderPlan).where(ReminderPlan.round_id == round_id).order_by(ReminderPlan.id))
    found = {row.agency_id: _plan(row) for row in rows}
    everybody = found.pop(None, Plan())
    return Plans(everybody, {agency_id: plan for agency_id, plan in found.items() if agency_id is not None})


def save_plan(
    session: Session,
    *,
    round_: Round,
    agency_id: str | None,
    days: Sequence[date | None],
    takes_weekends: bool,
    quiet_from: int,
    quiet_until: int,
    today: date,
    actor_id: int | None,
    now: datetime,
) -> None:
    """Write the plan of an agency, or for None of the round; a pause goes on. Raises PlanRefused.

    `days` are as entered, None for boxes left empty, so that a fault can name its box.
    """
    plans = _locked_plans(session, round_)
    check_days(round_, days=days, takes_weekends=takes_weekends, standing=plans.followed_by(agency_id), today=today)
    chosen = tuple(sorted(day for day in days if day is not None))
    is_paused = _own(plans, agency_id).is_paused
    _write(session, round_, agency_id, plans, Plan(chosen, quiet_from, quiet_until, is_paused))
    _note(session, round_, agency_id, "planned reminders", reminders.written(chosen), actor_id, now)


def check_days(
    round_: Round, *, days: Sequence[date | None], takes_weekends: bool, standing: Plan, today: date
) -> None:
    """Raises PlanRefused unless a plan of a round may have these days; `standing` is the one it replaces."""
    faults = reminders.faults_of(
        days,
        opens_on=round_.opens_on,
        closes_on=round_.closes_on,
        today=today,
        takes_weekends=takes_weekends,
        standing=frozenset(standing.days),
    )
    if faults:
        raise PlanRefused(faults)


def follow_round(session: Session, *, round_: Round, agency_id: str, actor_id: int | None, now: datetime) -> None:
    """Drop an agency's own plan, and with it its pause."""
    _locked_plans(session, round_)
    session.execute(delete(ReminderPlan).where(*_is_this(round_.id, agency_id)))
    _note(session, round_, agency_id, "follows the reminder plan of the round", "", actor_id, now)
    session.flush()


def pause(session: Session, *, round_: Round, agency_id: str | None, actor_id: int | None, now: datetime) -> None:
    """Send nothing more to an agency, or for None to anybody, until it is resumed.

    What was written and is not out yet is taken back, sent answers or not; a worker that holds some asks
    again before it finds their words.
    """
    plans = _locked_plans(session, round_)
    _write(session, round_, agency_id, plans, replace(_own(plans, agency_id), is_paused=True))
    waiting = delete(Notice).where(
        Notice.round_id == round_.id,
        Notice.kind.in_([NoticeKind.INVITATION.value, NoticeKind.REMINDER.value]),
        Notice.settled_at.is_(None),
        or_(Notice.leased_until.is_(None), Notice.leased_until <= now),
    )
    if agency_id is not None:
        waiting = waiting.where(Notice.agency_id == agency_id)
    session.execute(waiting.execution_options(synchronize_session=False))
    _note(session, round_, agency_id, "paused invitations and reminders", "", actor_id, now)


def resume(session: Session, *, round_: Round, agency_id: str | None, actor_id: int | None, now: datetime) -> None:
    """Go on after a pause: those not invited meanwhile are invited, reminders of days that passed are not made up."""
    plans = _locked_plans(session, round_)
    _write(session, round_, agency_id, plans, replace(_own(plans, agency_id), is_paused=False))
    _note(session, round_, agency_id, "resumed invitations and reminders", "", actor_id, now)


def _own(plans: Plans, agency_id: str | None) -> Plan:
    """The agency's plan without the pause of the round, which is not its to keep."""
    if agency_id is None:
        return plans.everybody
    return plans.by_agency.get(agency_id, replace(plans.everybody, is_paused=False))


def _write(session: Session, round_: Round, agency_id: str | None, plans: Plans, plan: Plan) -> None:
    """Keep a plan; an agency's that says what the round's says is not one of its own."""
    session.execute(delete(ReminderPlan).where(*_is_this(round_.id, agency_id)))
    if agency_id is None or plan != replace(plans.everybody, is_paused=False):
        session.add(
            ReminderPlan(
                round_id=round_.id,
                agency_id=agency_id,
                days=reminders.written(plan.days),
                is_paused=plan.is_paused,
                quiet_from=plan.quiet_from,
                quiet_until=plan.quiet_until,
            )
        )
    session.flush()


def _locked_plans(session: Session, round_: Round) -> Plans:
    """The plans of a round, which nobody else changes until the end of this transaction."""
    session.refresh(round_, with_for_update={"of": Round})
    return plans_of(session, round_id=round_.id)


def _plan(row: ReminderPlan) -> Plan:
    return Plan(reminders.read(row.days), row.quiet_from, row.quiet_until, row.is_paused)


def _is_this(round_id: int, agency_id: str | None) -> tuple[ColumnElement[bool], ...]:
    return ReminderPlan.round_id == round_id, ReminderPlan.agency_id.is_not_distinct_from(agency_id)


def _note(
    session: Session,
    round_: Round,
    agency_id: str | None,
    action: str,
    detail: str,
    actor_id: int | None,
    now: datetime,
) -> None:
    subject = f"round {round_.id}, {agency_id or EVERYBODY}"
    audit.note(session, at=now, actor_id=actor_id, action=action, subject=subject, detail=detail)
