"""Reminders: on each planned day once, for everybody invited, so that the rows tell nobody who has answered."""

from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests import factories
from tests.services.test_invitations import MONDAY, NOON, SETTINGS, bounce, invite
from tna.domain.notices import NotNow
from tna.models.notices import Notice
from tna.models.people import Agency, PersonalLink
from tna.models.surveys import Round
from tna.services import reminder_plans, reminders

FRIDAY = date(2027, 3, 26)
FORWARD = date(2027, 3, 28)  # the Sunday on which the clock is put forward
AT_TEN = datetime(2027, 3, 26, 10, tzinfo=UTC)


@pytest.fixture
def agency(session: Session) -> Agency:
    return factories.add_agency(session, name="Harbour Trust")


@pytest.fixture
def round_(session: Session, agency: Agency) -> Round:
    """An open round from 1 to 31 March 2027, reminded of on a Friday and a Sunday."""
    assert agency
    made = factories.add_open_round(session, opens_on=MONDAY)
    plan(session, made, FRIDAY, FORWARD)
    return made


def plan(session: Session, round_: Round, *days: date, agency: Agency | None = None) -> None:
    reminder_plans.save_plan(
        session,
        round_=round_,
        agency_id=agency.id if agency else None,
        days=days,
        takes_weekends=True,
        quiet_from=19,
        quiet_until=8,
        today=MONDAY,
        actor_id=None,
        now=NOON,
    )


def written(session: Session) -> list[str]:
    wanted = select(Notice.key).where(Notice.kind == "reminder").order_by(Notice.id)
    return list(session.scalars(wanted))


def every_minute(session: Session, start: datetime, minutes: int) -> None:
    for minute in range(minutes):
        reminders.write_due_reminders(session, start + timedelta(minutes=minute))


def test_on_its_day_everybody_invited_is_reminded_once_whether_they_answered_or_not(
    session: Session, agency: Agency, round_: Round
) -> None:
    people = [factories.add_person(session, agency) for _ in range(3)]
    invite(session, round_)
    factories.answer(session, round_, people[0])
    every_minute(session, AT_TEN, 3)
    assert written(session) == [f"reminder:{round_.id}:2027-03-26:{person.id}" for person in people]


def test_a_reminder_reaches_only_those_who_have_not_sent_their_answers(
    session: Session, agency: Agency, round_: Round
) -> None:
    sent, quiet = (factories.add_person(session, agency) for _ in range(2))
    invite(session, round_)
    every_minute(session, AT_TEN, 1)
    factories.answer(session, round_, sent)
    rows = list(session.scalars(select(Notice).where(Notice.kind == "reminder").order_by(Notice.id)))
    messages = {row.person_id: reminders.compose(session, row, SETTINGS, AT_TEN) for row in rows}
    assert messages[sent.id] is None
    message = messages[quiet.id]
    assert message is not None
    assert message.email == quiet.email
    assert message.subject == "There is still time to say what training you need"
    assert "https://needs.example/link/" in message.body


def written_and_held_up(session: Session, agency: Agency, round_: Round) -> list[Notice]:
    """The reminders of Friday for one who has not answered and one who has, not sent yet."""
    people = [factories.add_person(session, agency) for _ in range(2)]
    invite(session, round_)
    every_minute(session, AT_TEN, 1)
    factories.answer(session, round_, people[1])
    return list(session.scalars(select(Notice).where(Notice.kind == "reminder").order_by(Notice.id)))


@pytest.mark.parametrize("hour", [19, 23, 24, 31, 34])
def test_a_reminder_that_was_held_up_past_the_last_hour_of_its_day_is_dropped(
    session: Session, agency: Agency, round_: Round, hour: int
) -> None:
    later = AT_TEN.replace(hour=0) + timedelta(hours=hour)
    for notice in written_and_held_up(session, agency, round_):
        assert reminders.compose(session, notice, SETTINGS, later) is None
    assert list(session.scalars(select(PersonalLink))) == []


def test_a_reminder_that_meets_a_quiet_hour_of_its_day_waits_answered_or_not(
    session: Session, agency: Agency, round_: Round
) -> None:
    for notice in written_and_held_up(session, agency, round_):
        with pytest.raises(NotNow) as better:
            reminders.compose(session, notice, SETTINGS, AT_TEN.replace(hour=7))
        assert better.value.due_at == AT_TEN.replace(hour=8)
    assert list(session.scalars(select(PersonalLink))) == []


def test_a_reminder_that_meets_a_pause_is_dropped(session: Session, agency: Agency, round_: Round) -> None:
    held = written_and_held_up(session, agency, round_)
    for notice in held:
        notice.leased_until = AT_TEN + timedelta(minutes=1)
    session.flush()
    reminder_plans.pause(session, round_=round_, agency_id=agency.id, actor_id=None, now=AT_TEN)
    assert [reminders.compose(session, notice, SETTINGS, AT_TEN) for notice in held] == [None, None]
    assert list(session.scalars(select(PersonalLink))) == []


def test_on_the_day_the_clock_changes_nobody_is_reminded_twice(session: Session, agency: Agency, round_: Round) -> None:
    factories.add_person(session, agency)
    invite(session, round_)
    start = datetime(2027, 3, 27, 22, tzinfo=UTC)
    for quarter in range(30 * 4):
        reminders.write_due_reminders(session, start + timedelta(minutes=15 * quarter))
    assert len(written(session)) == 1
    [due_at] = session.scalars(select(Notice.due_at).where(Notice.kind == "reminder"))
    assert due_at == datetime(2027, 3, 28, 7, tzinfo=UTC)  # eight in summer time


@pytest.mark.parametrize("hour", [0, 7, 19, 23])
def test_quiet_hours_are_quiet(session: Session, agency: Agency, round_: Round, hour: int) -> None:
    factories.add_person(session, agency)
    invite(session, round_)
    every_minute(session, AT_TEN.replace(hour=hour), 1)
    assert written(session) == []


def test_whoever_is_invited_on_the_day_is_not_reminded_on_it(session: Session, agency: Agency, round_: Round) -> None:
    early = factories.add_person(session, agency)
    invite(session, round_)
    factories.add_person(session, agency)
    invite(session, round_, AT_TEN)
    every_minute(session, AT_TEN, 2)
    assert written(session) == [f"reminder:{round_.id}:2027-03-26:{early.id}"]


def test_somebody_never_invited_or_bounced_is_not_reminded(session: Session, agency: Agency, round_: Round) -> None:
    person = factories.add_person(session, agency)
    invite(session, round_)
    bounce(session, person)
    factories.add_person(session, agency)
    every_minute(session, AT_TEN, 1)
    assert written(session) == []


def test_an_agency_follows_its_own_plan_where_it_has_one(session: Session, agency: Agency, round_: Round) -> None:
    other = factories.add_agency(session)
    mine, theirs = factories.add_person(session, agency), factories.add_person(session, other)
    plan(session, round_, date(2027, 3, 24), agency=other)
    invite(session, round_)
    every_minute(session, AT_TEN, 1)
    every_minute(session, AT_TEN.replace(day=24), 1)
    assert written(session) == [
        f"reminder:{round_.id}:2027-03-26:{mine.id}",
        f"reminder:{round_.id}:2027-03-24:{theirs.id}",
    ]


@pytest.mark.parametrize("whose", ["agency", "round"])
def test_nobody_is_reminded_in_a_pause_and_no_day_is_made_up(
    session: Session, agency: Agency, round_: Round, whose: str
) -> None:
    factories.add_person(session, agency)
    invite(session, round_)
    session.scalars(select(Notice)).one().settled_at = NOON
    agency_id = agency.id if whose == "agency" else None
    reminder_plans.pause(session, round_=round_, agency_id=agency_id, actor_id=None, now=NOON)
    every_minute(session, AT_TEN, 1)
    reminder_plans.resume(session, round_=round_, agency_id=agency_id, actor_id=None, now=NOON)
    every_minute(session, AT_TEN + timedelta(days=1), 1)
    assert written(session) == []
    every_minute(session, AT_TEN + timedelta(days=2), 1)
    assert len(written(session)) == 1


@pytest.mark.parametrize("how", ["closed", "cancelled", "shortened"])
def test_reminders_stop_with_the_round(session: Session, agency: Agency, round_: Round, how: str) -> None:
    factories.add_person(session, agency)
    invite(session, round_)
    if how == "closed":
        factories.close(session, round_)
    elif how == "cancelled":
        round_.cancelled_at = NOON
    else:
        round_.closes_on = FRIDAY - timedelta(days=1)
    session.flush()
    every_minute(session, AT_TEN, 1)
    assert written(session) == []


def test_the_days_stay_when_a_round_is_extended(session: Session, agency: Agency, round_: Round) -> None:
    factories.add_person(session, agency)
    invite(session, round_)
    round_.closes_on += timedelta(days=14)
    session.flush()
    assert reminder_plans.plans_of(session, round_id=round_.id).everybody.days == (FRIDAY, FORWARD)
    every_minute(session, AT_TEN, 1)
    assert len(written(session)) == 1
