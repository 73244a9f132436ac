"""What there is to do this week, for the manager and for a lead, and the year ahead."""

from datetime import timedelta

import pytest
from sqlalchemy import update
from sqlalchemy.orm import Session

from tests import factories
from tests.factories import NOW, TODAY
from tests.scenes import ABE, IN_A_MONTH, Courses
from tna.domain.people import Standing
from tna.domain.reports.this_week import Todo
from tna.models.notices import Bounce, ReminderPlan
from tna.models.people import Agreement, Headcount, Joiner, Person
from tna.services import invitations
from tna.services.people import standing_of
from tna.services.week import calendar_of, to_do


@pytest.fixture
def scene(session: Session) -> Courses:
    made = Courses(session)
    for agency in (made.police, made.council, made.trust):
        for kind in ("sharing", "assessment"):
            session.add(Agreement(agency_id=agency.id, kind=kind, signed_on=TODAY, signed_by="The board"))
        session.merge(Headcount(agency_id=agency.id, role_group="D", heads=40, as_at=TODAY))
    session.flush()
    return made


def asked_of(session: Session, person: Person) -> dict[Todo, str]:
    return {one.what: one.words for one in to_do(session, standing=standing_of(person), today=TODAY, has_base_url=True)}


def test_nothing_needs_doing_where_everything_is_done(session: Session, scene: Courses) -> None:
    assert asked_of(session, scene.manager) == {}
    assert asked_of(session, scene.lead) == {}


def test_nobody_without_a_duty_is_asked_to_do_anything(session: Session, scene: Courses) -> None:
    session.add(Joiner(agency_id=scene.police.id, email="a@b.example", name="A", job="x", role_group="D", asked_at=NOW))
    session.flush()
    assert to_do(session, standing=standing_of(scene.person()), today=TODAY, has_base_url=True) == ()
    assert to_do(session, standing=Standing(), today=TODAY, has_base_url=True) == ()


def test_papers_and_headcounts_are_the_managers_alone(session: Session, scene: Courses) -> None:
    lacking = factories.add_agency(session, name="Marsh School", sector="education")
    factories.add_person(session, lacking)
    scene.person(scene.trust)
    old = TODAY - timedelta(days=366)
    session.execute(update(Headcount).where(Headcount.agency_id == scene.trust.id).values(as_at=old))
    found = asked_of(session, scene.manager)
    assert found[Todo.PAPERS] == "Marsh School lacks a signed sharing agreement or risk assessment."
    assert found[Todo.HEADCOUNTS].startswith("Harbour Trust")
    assert asked_of(session, scene.lead) == {}


def test_newcomers_bounces_and_wishes_go_to_whoever_leads_there(session: Session, scene: Courses) -> None:
    officer, nurse = scene.person(scene.police), scene.person(scene.trust)
    for agency in (scene.police, scene.trust):
        session.add(
            Joiner(agency_id=agency.id, email=f"x@{agency.id}.example", name="X", job="x", role_group="D", asked_at=NOW)
        )
    session.add_all([Bounce(email=one.email, on=TODAY, reason="no such mailbox") for one in (officer, nurse)])
    factories.share_course(session, nurse, "CSA-04")
    session.flush()
    own = asked_of(session, scene.lead)
    assert own == {
        Todo.LET_IN: "1 person asks to take part for Riverside Police.",
        Todo.BOUNCES: "Mail does not reach 1 address.",
    }
    found = asked_of(session, scene.manager)
    assert found[Todo.BOUNCES] == "Mail does not reach 2 addresses."
    assert found[Todo.WISHES] == "1 person has asked for a course at Harbour Trust."


def test_a_joint_date_that_lacks_people_is_named_with_what_it_lacks(session: Session, scene: Courses) -> None:
    date_ = factories.add_date(session, ABE, first_day=IN_A_MONTH)
    scene.ask(date_, scene.interviewer(scene.police))
    words = asked_of(session, scene.manager)[Todo.DATE_SHORT]
    assert words.startswith(f"{ABE} “")
    assert "children’s social care" in words or "social care" in words


def test_a_wish_that_waits_for_a_yes_is_told_to_its_own_lead(session: Session, scene: Courses) -> None:
    date_ = factories.add_date(session, ABE, first_day=IN_A_MONTH)
    scene.ask(date_, scene.interviewer(scene.police, is_nominated=False))
    assert "1 person waits for your yes to CSA-14" in asked_of(session, scene.lead)[Todo.NOMINATE]
    other = factories.add_person(session, scene.trust, leads=[scene.trust])
    assert Todo.NOMINATE not in asked_of(session, other)


def test_training_that_runs_out_is_counted_by_agency_and_not_once_it_was_renewed(
    session: Session, scene: Courses
) -> None:
    for name, days_ago in (("due", 3 * 365 - 30), ("lapsed", 3 * 365 + 30), ("fresh", 30)):
        factories.complete(session, scene.person(scene.police, name=name), "CSA-03", days_ago=days_ago)
    renewed = scene.person(scene.police, name="renewed")
    factories.complete(session, renewed, "CSA-03", days_ago=3 * 365 - 30)
    factories.complete(session, renewed, "CSA-03", days_ago=10)
    found = asked_of(session, scene.lead)[Todo.RENEWALS]
    assert found == "Training of 1 person at Riverside Police runs out within three months."


def test_a_register_that_nobody_kept_is_asked_for(session: Session, scene: Courses) -> None:
    date_ = factories.add_date(session, "CSA-04", first_day=TODAY - timedelta(days=3))
    booking = factories.add_booking(session, date_, scene.person())
    assert Todo.REGISTER in asked_of(session, scene.manager)
    factories.mark_present(session, booking, days=[TODAY - timedelta(days=3)])
    assert Todo.REGISTER not in asked_of(session, scene.manager)


def test_rounds_are_named_before_they_open_before_they_close_and_when_they_are_late(
    session: Session, scene: Courses
) -> None:
    round_ = factories.add_round(session, title="Spring", opens_on=TODAY + timedelta(days=5))
    assert "“Spring” is to open" in asked_of(session, scene.manager)[Todo.ROUND_OPENS]
    round_.opens_on, round_.opened_at = TODAY, NOW
    round_.closes_on = TODAY + timedelta(days=2)
    session.flush()
    assert "The last day to answer “Spring” is in two days, " in asked_of(session, scene.manager)[Todo.ROUND_CLOSES]
    round_.opens_on, round_.closes_on = TODAY - timedelta(days=9), TODAY - timedelta(days=1)
    session.flush()
    assert "is still open" in asked_of(session, scene.manager)[Todo.ROUND_LATE]
    assert asked_of(session, scene.lead) == {}


def test_while_nobody_is_invited_the_manager_is_told_how_many_wait_and_a_lead_is_not(
    session: Session, scene: Courses
) -> None:
    round_ = factories.add_open_round(session, title="Spring")
    found = asked_of(session, scene.manager)[Todo.INVITE]
    assert found.endswith("have no invitation to “Spring” yet.")
    waiting = invitations.people_without_any(session, round_=round_, today=TODAY)
    assert found.startswith(f"{waiting} people")
    assert Todo.INVITE not in asked_of(session, scene.lead)
    factories.answer(session, round_, scene.person())  # they have an account, and count among those without one
    assert asked_of(session, scene.manager)[Todo.INVITE].startswith(f"{waiting + 1} people")
    invitations.invite_everybody(session, round_=round_, actor_id=None, today=TODAY, now=NOW)
    scene.person()
    assert Todo.INVITE not in asked_of(session, scene.manager)


def test_the_most_pressing_comes_first(session: Session, scene: Courses) -> None:
    factories.add_person(session, factories.add_agency(session, name="Marsh School", sector="education"))
    factories.add_round(session, opens_on=TODAY + timedelta(days=5))
    order = [one.what for one in to_do(session, standing=standing_of(scene.manager), today=TODAY, has_base_url=True)]
    assert order == sorted(order, key=list(Todo).index)
    assert order[0] is Todo.ROUND_OPENS


def test_the_year_ahead_holds_rounds_reminders_dates_and_what_runs_out(session: Session, scene: Courses) -> None:
    round_ = factories.add_round(session, title="Spring", opens_on=TODAY + timedelta(days=40))
    day = round_.opens_on + timedelta(days=7)
    session.add(ReminderPlan(round_id=round_.id, days=day.isoformat()))
    factories.add_date(session, ABE, first_day=IN_A_MONTH)
    factories.complete(session, scene.person(scene.police), "CSA-03", days_ago=3 * 365 - 30)
    months = calendar_of(session, standing=standing_of(scene.manager), today=TODAY)
    words = [entry.words for month in months for entry in month.entries]
    assert len(months) == 12
    for wanted in ("“Spring” opens", "People are reminded of “Spring”", "Last day to answer “Spring”"):
        assert wanted in words
    assert any(one.startswith("CSA-14") and one.endswith("runs") for one in words)
    assert any("is decided" in one for one in words)
    assert [month.running_out for month in months if month.running_out] == ["1 completion runs out this month."]
    own = calendar_of(session, standing=standing_of(scene.lead), today=TODAY)
    assert not any("Headcounts" in entry.words for month in own for entry in month.entries)
