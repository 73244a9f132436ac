"""The demonstration partnership: built by the services, plausible, with something of everything to look at."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from statistics import mean

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session, sessionmaker

from tests import factories
from tests.databases import KINDS, Database, Databases, close
from tna.domain.evaluations.forms import FormKind
from tna.domain.evaluations.readings import Reading
from tna.domain.people import Duty, respondent_key
from tna.domain.reports.own_words import OwnWords, WordsState
from tna.jobs.queue import work_off_owed
from tna.jobs.releases import RELEASING
from tna.models.courses import CourseDay
from tna.models.evaluations import Block, CourseForms
from tna.models.needs import ReleaseCell, ReleaseFigures, ReleaseGroup
from tna.models.notices import Notice
from tna.models.people import Agency, Headcount, HeldDuty, Membership, Person, SignIn
from tna.models.surveys import DailyParticipation, Participation, Response, Round
from tna.services import people, reminder_plans, reports, rounds, shift_reports, surveys
from tna.services.abe_cover import abe_cover_report
from tna.services.block_checks import verify_blocks
from tna.services.course_date_lists import dates_run_by, upcoming_dates
from tna.services.demonstration import ACCOUNTS, STEPS, Demonstration, build
from tna.services.demonstration.courses_plan import DATES
from tna.services.free_texts.releasing import own_words_report
from tna.services.own_forms import forms_due
from tna.services.passwords import matches
from tna.services.plans.learning import own_learning
from tna.services.releases import verify_releases
from tna.services.survey_files import load_reference
from tna.settings import Settings

SETTINGS = Settings.for_tests(database_url="sqlite:///", instance=Path())
PASSWORD = "three plain words"
TODAY = datetime(2026, 3, 18, 11, 0, tzinfo=UTC)  # a Wednesday
PEOPLE = 9_000


@dataclass(frozen=True)
class Built:
    """A demonstration, and how often it reported progress."""

    session: Session
    steps: int


def demonstrate(session: Session, sessions: sessionmaker[Session], *, number: int, seed: int) -> int:
    plan = Demonstration(number, seed, TODAY, PASSWORD, SETTINGS.respondent_secret)
    steps: list[None] = []

    def release(at: datetime) -> None:
        session.commit()
        assert work_off_owed(SETTINGS, sessions, RELEASING, lambda: at) >= 1

    build(session, plan, release=release, progress=lambda: steps.append(None))
    session.commit()
    return len(steps)


@pytest.fixture(scope="module", params=KINDS)
def built(request: pytest.FixtureRequest, databases: Databases) -> Iterator[Built]:
    """The demonstration of the default size, built once for all tests here, which only read."""
    databases.ready(request.param)
    database: Database = databases.fresh(request.param)
    sessions = sessionmaker(bind=database.engine, expire_on_commit=False)
    with sessions() as session:
        yield Built(session, demonstrate(session, sessions, number=PEOPLE, seed=1))
    close(database)


def own_words_of(session: Session) -> OwnWords:
    newest = reports.released_rounds(session)[0]
    found = own_words_report(session, release=newest.release)
    assert found is not None
    return found


def count(session: Session, table: type) -> int:
    return session.scalar(select(func.count()).select_from(table)) or 0


# People -----------------------------------------------------------------------------------------------------


def test_there_are_fourteen_agencies_of_every_sector_with_headcounts(built: Built) -> None:
    agencies = built.session.scalars(select(Agency)).all()
    assert len(agencies) == 14
    assert {agency.sector for agency in agencies} == {sector.id for sector in load_reference().sectors}
    heads = built.session.scalars(select(Headcount)).all()
    assert {row.agency_id for row in heads} == {agency.id for agency in agencies}
    assert {row.role_group for row in heads} == set("ABCDEFGHIJ")


def test_everybody_has_a_membership_in_a_job_of_their_agency(built: Built) -> None:
    assert count(built.session, Person) == count(built.session, Membership) == PEOPLE
    jobs = {job.id: job for job in load_reference().jobs}
    for job, sector in built.session.execute(select(Membership.job, Agency.sector).join(Agency).distinct()):
        assert sector in jobs[job].sectors, f"{job} in {sector}"


def test_no_agency_has_more_people_than_heads(built: Built) -> None:
    members = select(Membership.agency_id, Membership.role_group, func.count()).group_by(
        Membership.agency_id, Membership.role_group
    )
    heads = {(row.agency_id, row.role_group): row.heads for row in built.session.scalars(select(Headcount))}
    for agency, role_group, number in built.session.execute(members):
        assert number <= heads[agency, role_group]
    for cell in built.session.scalars(select(ReleaseCell)):
        assert cell.heads is not None
        assert cell.answers <= cell.heads


def test_only_the_five_accounts_have_a_password_and_nobody_is_signed_in(built: Built) -> None:
    able = built.session.scalars(select(Person).where(Person.password_hash.is_not(None))).all()
    assert {person.email for person in able} == {account.email for account in ACCOUNTS}
    assert len(able) == 5
    assert all(matches(PASSWORD, person.password_hash) for person in able)
    assert all(factories.answering_as(person) for person in able)
    assert not built.session.scalars(select(SignIn).where(SignIn.ended_at.is_(None))).all()


def test_the_accounts_hold_the_duties_they_are_named_for(built: Built) -> None:
    held: dict[str, list[tuple[Duty, str | None]]] = {}
    for email, duty, agency in built.session.execute(
        select(Person.email, HeldDuty.duty, HeldDuty.agency_id).join(HeldDuty.person).order_by(HeldDuty.duty)
    ):
        held.setdefault(email.partition("@")[0], []).append((duty, agency))
    assert sorted(held) == ["admin", "lead", "subgroup", "trainer"]
    assert {duty for duty, _ in held["trainer"]} == {Duty.TRAINER, Duty.SCREENER}
    assert {duty for duty, _ in held["admin"]} == {Duty.ADMINISTRATOR, Duty.MANAGER}
    assert {duty for duty, _ in held["subgroup"]} == {Duty.SUBGROUP, Duty.ANALYST}
    assert [duty for duty, _ in held["lead"]] == [Duty.TRAINING_LEAD] * 2
    assert len({agency for _, agency in held["lead"]}) == 2


def test_addresses_lead_nowhere(built: Built) -> None:
    addresses = built.session.scalars(select(Person.email)).all()
    assert all(address.endswith(".example") for address in addresses)


# Rounds -----------------------------------------------------------------------------------------------------


def test_two_rounds_are_released_and_one_is_open(built: Built) -> None:
    summaries = rounds.all_rounds(built.session)
    assert [summary.state for summary in summaries] == [
        rounds.RoundState.OPEN,
        rounds.RoundState.RELEASED,
        rounds.RoundState.RELEASED,
    ]
    newest, last, first = (summary.round for summary in summaries)
    assert newest.opens_on < TODAY.date() <= newest.closes_on
    assert 350 < (TODAY.date() - last.opens_on).days < 380
    assert 715 < (TODAY.date() - first.opens_on).days < 745
    for round_ in (last, first):
        assert round_.opened_at is not None
        assert round_.closed_at is not None
        assert (round_.opened_at.date(), round_.closed_at.date()) == (round_.opens_on, round_.closes_on)


def test_the_open_round_has_reminders_planned_and_nobody_is_written_to(built: Built) -> None:
    round_ = rounds.running_round(built.session)
    assert round_ is not None
    plan = reminder_plans.plans_of(built.session, round_id=round_.id).everybody
    assert plan.days
    assert all(TODAY.date() < day <= round_.closes_on for day in plan.days)
    assert built.session.scalar(select(func.count()).select_from(Notice)) == 0


def test_about_a_quarter_answered_the_closed_rounds_and_an_eighth_the_open_one(built: Built) -> None:
    answered = built.session.execute(
        select(Round.opens_on, func.count())
        .join(Participation)
        .group_by(Round.id, Round.opens_on)
        .order_by(Round.opens_on)
    )
    first, last, newest = (number / PEOPLE for _, number in answered)
    assert 0.2 < first < last < 0.3
    assert 0.22 < (first + last) / 2 < 0.28
    assert 0.1 < newest < 0.14
    assert count(built.session, Participation) == count(built.session, Response)


def test_the_accounts_have_answered_before_and_may_answer_now(built: Built) -> None:
    newest, last, first = (summary.round for summary in rounds.all_rounds(built.session))
    for account in ACCOUNTS:
        person = people.find_by_email(built.session, email=account.email)
        assert person is not None
        key = respondent_key(SETTINGS.respondent_secret, person.id)
        for round_ in (last, first):
            seal = person.sealed_through
            assert surveys.own_profile(built.session, round_=round_, key=key, sealed_through=seal) is not None
        assert surveys.own_answers(built.session, round_=newest, key=key) is None


def test_days_of_sending_lie_within_their_round_and_mostly_on_weekdays(built: Built) -> None:
    by_day: Counter[int] = Counter()
    for day, number, opens_on, closes_on in built.session.execute(
        select(DailyParticipation.day, DailyParticipation.submitted, Round.opens_on, Round.closes_on).join(
            Round, Round.id == DailyParticipation.round_id
        )
    ):
        assert opens_on <= day <= min(closes_on, TODAY.date())
        by_day[day.weekday()] += number
    assert by_day.total() == count(built.session, Participation)
    assert by_day[5] + by_day[6] < by_day.total() / 10


def test_what_was_released_agrees_with_a_recount(built: Built) -> None:
    assert verify_releases(built.session) == []


# Something of everything ------------------------------------------------------------------------------------


def test_every_kind_of_group_is_there_and_a_rest_in_no_group(built: Built) -> None:
    kinds = set(built.session.scalars(select(ReleaseGroup.kind)))
    assert {kind.value for kind in kinds} == {"own", "sector", "other"}
    rest = built.session.scalars(select(ReleaseCell).where(ReleaseCell.group_key.is_(None), ReleaseCell.answers > 0))
    assert {cell.role_group for cell in rest} >= {"F"}


def test_a_role_group_is_withheld_in_the_first_round_and_an_agency_in_both(built: Built) -> None:
    last, first = (
        reports.partnership_report(built.session, released).figures
        for released in reports.released_rounds(built.session)
    )
    assert first.role_groups["J"].covered == 0
    assert last.role_groups["J"].covered > 0
    for page in (last, first):
        assert [agency for agency, shown in page.agencies.items() if not shown.covered]


def test_gaps_differ_between_domains_role_groups_and_agencies(built: Built) -> None:
    page = reports.partnership_report(built.session, reports.released_rounds(built.session)[0]).figures
    domains = [domain.below for domain in page.everyone.domains.values()]
    assert min(domains) > 0.1
    assert max(domains) < 0.9
    assert max(domains) - min(domains) > 0.2
    for rows in (page.role_groups, page.agencies):
        shares = [shown.domains["D4"].below for shown in rows.values() if "D4" in shown.domains]
        assert max(shares) - min(shares) > 0.2


def test_something_improved_and_one_agency_fell_back(built: Built) -> None:
    last, first = reports.released_rounds(built.session)
    change = reports.partnership_report(built.session, last, first).change
    assert change is not None
    assert change.fewer
    now, then = (reports.partnership_report(built.session, one).figures.agencies for one in (last, first))
    moved = {
        agency: mean(row.below - then[agency].domains[domain].below for domain, row in shown.domains.items())
        for agency, shown in now.items()
        if shown.domains.keys() == then[agency].domains.keys() != set()
    }
    fallen = max(moved, key=lambda agency: moved[agency])
    assert fallen == "weirbridge-hospitals"
    assert moved.pop(fallen) > 0.1
    assert max(moved.values()) < 0.1
    assert min(moved.values()) < -0.04


# Courses ----------------------------------------------------------------------------------------------------


def test_confidence_rises_after_most_courses_falls_after_one_and_one_has_too_few_pairs(built: Built) -> None:
    shown = shift_reports.all_courses(built.session, today=TODAY.date())
    assert shown.report is not None
    rows = {row.id: row for row in shown.report.bars.rows}
    readings = {course: row.figures.reading for course, row in rows.items() if row.figures is not None}
    assert readings["CSA-12"] is Reading.FALL
    assert Counter(readings.values())[Reading.RISE] >= 3
    assert "CSA-06" in {course.id for group in shown.waiting for course in group.courses}
    pairs = select(func.count()).where(CourseForms.course_id == "CSA-06", CourseForms.after.is_not(None))
    assert 0 < (built.session.scalar(pairs) or 0) < SETTINGS.threshold


def test_what_was_released_of_course_forms_agrees_with_a_recount(built: Built) -> None:
    assert verify_blocks(built.session) == []


def test_a_joint_date_to_come_lacks_social_workers_and_another_is_full(built: Built) -> None:
    cover = abe_cover_report(built.session, today=TODAY.date())
    assert cover is not None
    (joint,) = cover.dates
    assert "from children's social care by" in joint.rule
    full = [one for one in upcoming_dates(built.session, today=TODAY.date()) if one.free == 0]
    assert [one.course.id for one in full] == ["CSA-04"]


def test_interviewers_are_current_due_lapsed_and_not_trained_in_both_sectors(built: Built) -> None:
    cover = abe_cover_report(built.session, today=TODAY.date())
    assert cover is not None
    assert len(cover.cover.sectors) == 2
    for sector in cover.cover.sectors:
        assert sector.total is not None
        assert len(sector.total.counts) == 4
        assert min(sector.total.counts) > 0


def test_no_course_runs_at_a_weekend_or_over_christmas(built: Built) -> None:
    days = built.session.scalars(select(CourseDay.day)).all()
    assert len(days) > len(DATES)
    assert all(day.weekday() < 5 for day in days)
    assert not [day for day in days if (day.month, day.day) >= (12, 19) or (day.month, day.day) <= (1, 3)]


def test_the_practitioner_has_a_form_to_fill_in_before_and_after_and_a_request(built: Built) -> None:
    person = people.find_by_email(built.session, email="practitioner@demo.example")
    assert person is not None
    key = respondent_key(SETTINGS.respondent_secret, person.id)
    due = forms_due(built.session, person_id=person.id, key=key, today=TODAY.date())
    assert [(one.course_id, one.kind) for one in due] == [("CSA-13", FormKind.AFTER), ("CSA-03", FormKind.BEFORE)]
    learning = own_learning(built.session, job=factories.job_of(person), today=TODAY.date())
    assert [(one.course.id, one.request is not None) for one in learning.next] == [("CSA-03", True)]


def test_the_trainer_has_a_register_to_keep_today(built: Built) -> None:
    trainer = people.find_by_email(built.session, email="trainer@demo.example")
    assert trainer is not None
    running = dates_run_by(built.session, person_id=trainer.id, today=TODAY.date())
    assert TODAY.date() in {one.first_day for one in running}


def test_progress_is_reported_as_often_as_promised(built: Built) -> None:
    assert built.steps == STEPS


# Reproducible -----------------------------------------------------------------------------------------------


def outline(databases: Databases, seed: int) -> dict[str, object]:
    """Everything of a small demonstration that must be the same for the same seed."""
    database = databases.fresh("sqlite")
    sessions = sessionmaker(bind=database.engine, expire_on_commit=False)
    with sessions() as session:
        demonstrate(session, sessions, number=400, seed=seed)
        seen = {
            "people": [tuple(row) for row in session.execute(select(Person.id, Person.email, Person.name))],
            "jobs": [tuple(row) for row in session.execute(select(Membership.person_id, Membership.job))],
            "part": sorted(
                tuple(row) for row in session.execute(select(Participation.round_id, Participation.person_id))
            ),
            "days": [
                tuple(row) for row in session.execute(select(DailyParticipation.day, DailyParticipation.submitted))
            ],
            "figures": sorted(session.scalars(select(ReleaseFigures.payload))),
            "courses": sorted(session.scalars(select(Block.counts))),
        }
    close(database)
    return seen


def test_the_same_seed_builds_the_same_and_another_seed_another(databases: Databases) -> None:
    first = outline(databases, 1)
    assert outline(databases, 1) == first
    other = outline(databases, 2)
    assert {name for name in first if first[name] == other[name]} == set()


def test_what_people_wrote_is_shown_by_theme_and_in_a_few_sentences(built: Built) -> None:
    found = own_words_of(built.session)
    assert found.state is WordsState.SHOWN
    assert found.bars is not None
    assert len(found.bars.rows) == 5
    assert found.first


@pytest.mark.slow
@pytest.mark.parametrize("kind", KINDS)
def test_a_small_demonstration_shows_themes_too(databases: Databases, kind: str) -> None:
    databases.ready(kind)
    database = databases.fresh(kind)
    sessions = sessionmaker(bind=database.engine, expire_on_commit=False)
    with sessions() as session:
        demonstrate(session, sessions, number=600, seed=1)
        assert own_words_of(session).bars is not None
    close(database)
