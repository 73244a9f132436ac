"""Reminder plans: the round's, an agency's own while it differs, and pauses."""

from datetime import date
from typing import Any

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from tests import factories
from tests.services.test_invitations import MONDAY, NOON
from tna.domain.reminders import Plan
from tna.models.audit import AuditEvent
from tna.models.notices import ReminderPlan
from tna.models.people import Agency
from tna.models.surveys import Round
from tna.services import reminder_plans
from tna.services.reminder_plans import PlanRefused, Plans

NINTH, TENTH = date(2027, 3, 9), date(2027, 3, 10)


@pytest.fixture
def agency(session: Session) -> Agency:
    return factories.add_agency(session)


@pytest.fixture
def round_(session: Session) -> Round:
    return factories.add_round(session, opens_on=MONDAY)


def save(session: Session, round_: Round, *days: date | None, agency: Agency | None = None, **changes: Any) -> None:
    values = {"takes_weekends": False, "quiet_from": 19, "quiet_until": 8, "today": MONDAY} | changes
    agency_id = agency.id if agency else None
    reminder_plans.save_plan(session, round_=round_, agency_id=agency_id, days=days, actor_id=None, now=NOON, **values)


def plans(session: Session, round_: Round) -> Plans:
    return reminder_plans.plans_of(session, round_id=round_.id)


def rows(session: Session) -> int:
    return session.scalar(select(func.count()).select_from(ReminderPlan)) or 0


def test_nobody_is_reminded_before_a_plan_is_made(session: Session, round_: Round) -> None:
    assert plans(session, round_) == Plans(Plan(), {})


def test_a_plan_is_kept_in_order_and_replaced_when_saved_again(session: Session, round_: Round) -> None:
    save(session, round_, TENTH, None, NINTH)
    assert plans(session, round_).everybody == Plan((NINTH, TENTH))
    save(session, round_, TENTH, quiet_from=17, quiet_until=9)
    assert plans(session, round_).everybody == Plan((TENTH,), 17, 9)
    assert rows(session) == 1


def test_every_fault_names_its_box_and_nothing_is_kept(session: Session, round_: Round) -> None:
    with pytest.raises(PlanRefused) as refused:
        save(session, round_, MONDAY, NINTH, date(2027, 3, 13))
    assert [fault.number for fault in refused.value.faults] == [1, 3]
    assert rows(session) == 0


def test_a_day_that_has_passed_may_stay_and_may_not_come_new(session: Session, round_: Round) -> None:
    save(session, round_, NINTH)
    save(session, round_, NINTH, date(2027, 3, 24), today=date(2027, 3, 15))
    with pytest.raises(PlanRefused):
        save(session, round_, TENTH, today=date(2027, 3, 15))


def test_an_agency_follows_the_round_until_its_plan_differs(session: Session, round_: Round, agency: Agency) -> None:
    save(session, round_, NINTH)
    save(session, round_, NINTH, agency=agency)
    assert plans(session, round_).by_agency == {}
    save(session, round_, TENTH, agency=agency)
    assert plans(session, round_).followed_by(agency.id) == Plan((TENTH,))
    assert plans(session, round_).followed_by("another") == Plan((NINTH,))
    reminder_plans.follow_round(session, round_=round_, agency_id=agency.id, actor_id=None, now=NOON)
    assert plans(session, round_).followed_by(agency.id) == Plan((NINTH,))


def test_an_agency_that_was_paused_follows_the_round_again(session: Session, round_: Round, agency: Agency) -> None:
    save(session, round_, NINTH)
    reminder_plans.pause(session, round_=round_, agency_id=agency.id, actor_id=None, now=NOON)
    assert plans(session, round_).followed_by(agency.id) == Plan((NINTH,), is_paused=True)
    assert not plans(session, round_).followed_by(None).is_paused
    reminder_plans.resume(session, round_=round_, agency_id=agency.id, actor_id=None, now=NOON)
    assert plans(session, round_).by_agency == {}


def test_a_pause_of_the_round_holds_for_everybody_and_leaves_no_other_behind(
    session: Session, round_: Round, agency: Agency
) -> None:
    save(session, round_, TENTH, agency=agency)
    reminder_plans.pause(session, round_=round_, agency_id=None, actor_id=None, now=NOON)
    assert plans(session, round_).followed_by(agency.id).is_paused
    reminder_plans.resume(session, round_=round_, agency_id=agency.id, actor_id=None, now=NOON)
    assert plans(session, round_).followed_by(agency.id).is_paused
    reminder_plans.resume(session, round_=round_, agency_id=None, actor_id=None, now=NOON)
    assert plans(session, round_).followed_by(agency.id) == Plan((TENTH,))


def test_saving_a_plan_ends_no_pause(session: Session, round_: Round, agency: Agency) -> None:
    reminder_plans.pause(session, round_=round_, agency_id=agency.id, actor_id=None, now=NOON)
    save(session, round_, NINTH, agency=agency)
    assert plans(session, round_).followed_by(agency.id) == Plan((NINTH,), is_paused=True)


def test_every_change_is_written_down(session: Session, round_: Round, agency: Agency) -> None:
    save(session, round_, NINTH)
    reminder_plans.pause(session, round_=round_, agency_id=agency.id, actor_id=None, now=NOON)
    reminder_plans.resume(session, round_=round_, agency_id=agency.id, actor_id=None, now=NOON)
    wanted = select(AuditEvent).where(AuditEvent.subject.startswith(f"round {round_.id}, ")).order_by(AuditEvent.id)
    assert [(event.action, event.subject.partition(", ")[2], event.detail) for event in session.scalars(wanted)] == [
        ("planned reminders", "everybody", "2027-03-09"),
        ("paused invitations and reminders", agency.id, ""),
        ("resumed invitations and reminders", agency.id, ""),
    ]
