"""Building the demonstration, step by step, the same for the same seed and day."""

from collections.abc import Callable
from datetime import date, datetime, timedelta

import numpy as np
from sqlalchemy import select
from sqlalchemy.orm import Session

from tna.domain.notice_text import USUAL_NOTICE
from tna.domain.people import respondent_key
from tna.domain.reminders import QUIET_FROM, QUIET_UNTIL, suggested_days
from tna.domain.surveys import SurveyDefinition
from tna.models.people import Agreement, Person
from tna.models.surveys import Round
from tna.services import agencies, people, reminder_plans, rounds, sign_ins, surveys
from tna.services.demonstration import names, words
from tna.services.demonstration.answers import PERSON_SPREAD, answers_of
from tna.services.demonstration.courses import teach
from tna.services.demonstration.courses_plan import DATES
from tna.services.demonstration.days import days_of_sending
from tna.services.demonstration.parts import Built, Demonstration, Member, moment
from tna.services.demonstration.plan import ACCOUNTS, AGENCIES, TOWN, WILLINGNESS, PlannedAgency
from tna.services.newcomers import Newcomer, add_people
from tna.services.survey_files import load_reference, shipped_surveys
from tna.services.surveys import Collected

ROUNDS = 3
"""Two years ago, one year ago, and the one that is open."""

STEPS = len(AGENCIES) * (1 + ROUNDS) + ROUNDS + len(DATES)
"""How often `build` reports progress."""

_ASKS_OPENLY_FROM = 1  # the first round asked no open question
_LASTS = timedelta(days=25)  # from a Monday to the Friday three weeks later
_PLANNED_AHEAD = timedelta(days=21)
_SIGNED_AGO = timedelta(days=800)  # before the first round was planned


class DatabaseInUse(Exception):
    """The database already holds people, whom a demonstration must not be mixed with."""


def build(
    session: Session, plan: Demonstration, *, release: Callable[[datetime], None], progress: Callable[[], None]
) -> None:
    """Build the demonstration in an empty database.

    `release` is called at the moment given whenever a round has closed, and must do the release that is owed;
    `progress` after each of STEPS steps. Raises DatabaseInUse, and PasswordRefused for the accounts' password.
    """
    if session.scalars(select(Person.id).limit(1)).first() is not None:
        raise DatabaseInUse
    built = Built(plan, shipped_surveys()[0], np.random.default_rng(plan.seed))
    _add_agencies(session, built)
    for agency, numbers in zip(AGENCIES, _numbers(plan.people), strict=True):
        _add_members(session, built, agency, numbers)
        progress()
    _open_accounts(session, built)
    for number, opens_on in enumerate(_opening_days(plan.now.date())):
        round_ = _run_round(session, built, number, opens_on, progress)
        if number < ROUNDS - 1:
            closes_at = moment(round_.closes_on, 17)
            rounds.close_round(session, round_=round_, actor_id=built.manager_id, now=closes_at)
            release(closes_at + timedelta(minutes=2))
            if number == _ASKS_OPENLY_FROM:
                words.screen(session, built, round_)
        else:
            _plan_reminders(session, built, round_)
        progress()
    teach(session, built, release=release, progress=progress)


# People -----------------------------------------------------------------------------------------------------


def _numbers(total: int) -> list[dict[str, int]]:
    """How many people each agency has by role group: the plan's proportions, `total` in all.

    Everybody with an account is there, however few there are besides.
    """
    planned = [(agency, group, staff.number) for agency in AGENCIES for group, staff in agency.staff.items()]
    least = [_accounts_in(agency, group) for agency, group, _ in planned]
    shares = np.array([number for _, _, number in planned], dtype=float)
    exact = shares / shares.sum() * (total - sum(least))
    numbers = np.floor(exact).astype(int)
    largest = np.argsort(numbers - exact, kind="stable")[: total - sum(least) - numbers.sum()]
    numbers[largest] += 1
    by_agency: list[dict[str, int]] = [{} for _ in AGENCIES]
    places = {agency.name: place for place, agency in enumerate(AGENCIES)}
    for (agency, group, _), number, accounts in zip(planned, numbers.tolist(), least, strict=True):
        by_agency[places[agency.name]][group] = number + accounts
    return by_agency


def _accounts_in(agency: PlannedAgency, role_group: str) -> int:
    return sum(account.agency == agency.name and account.role_group == role_group for account in ACCOUNTS)


def _add_agencies(session: Session, built: Built) -> None:
    now = built.plan.now
    for agency, numbers in zip(AGENCIES, _numbers(built.plan.people), strict=True):
        row = agencies.add_agency(
            session, name=agency.name, sector=agency.sector, reference=load_reference(), actor_id=None, now=now
        )
        built.agency_ids[agency.name] = row.id
        agencies.set_headcounts(
            session,
            agency_id=row.id,
            heads={group: round(number * (1 + agency.without_account)) for group, number in numbers.items()},
            as_at=now.date() - timedelta(days=30),
            actor_id=None,
            now=now,
        )
        _sign_agreements(session, row.id, now.date() - _SIGNED_AGO)


def _sign_agreements(session: Session, agency_id: str, day: date) -> None:
    """Both papers of an agency, signed before the first round."""
    for kind in ("sharing", "assessment"):
        session.add(Agreement(agency_id=agency_id, kind=kind, signed_on=day, signed_by="Data protection officer"))


def _add_members(session: Session, built: Built, agency: PlannedAgency, numbers: dict[str, int]) -> None:
    newcomers = _newcomers(built, agency, numbers)
    ids = add_people(session, newcomers=newcomers, reference=load_reference(), actor_id=None, now=built.plan.now)
    personal = built.rng.normal(0, PERSON_SPREAD, len(ids)).tolist()
    accounts = {account.email: account for account in ACCOUNTS}
    built.members[agency.name] = [
        Member(person_id, newcomer.role_group or "", accounts.get(newcomer.email), above)
        for person_id, newcomer, above in zip(ids, newcomers, personal, strict=True)
    ]


def _newcomers(built: Built, agency: PlannedAgency, numbers: dict[str, int]) -> list[Newcomer]:
    agency_id = built.agency_ids[agency.name]
    own = [account for account in ACCOUNTS if account.agency == agency.name]
    made = [Newcomer(account.email, account.name, agency_id, account.job, account.role_group) for account in own]
    for role_group, number in numbers.items():
        jobs = built.rng.choice(agency.staff[role_group].jobs, size=number - _accounts_in(agency, role_group)).tolist()
        for name, job in zip(names.invent(built.rng, len(jobs)), jobs, strict=True):
            email = f"{names.mailbox(name, len(made) + 1)}@{agency.mail}.{TOWN}.example"
            made.append(Newcomer(email, name, agency_id, job, role_group))
    return made


def _open_accounts(session: Session, built: Built) -> None:
    """Give the accounts their duties and their password, by the link that anybody would be sent."""
    now = built.plan.now
    for account in ACCOUNTS:
        person = people.find_by_email(session, email=account.email)
        assert person is not None  # added with the members of their agency
        leads = frozenset(built.agency_ids[name] for name in account.leads)
        people.set_duties(session, person=person, duties=account.duties, leads=leads, actor_id=None, now=now)
        link = sign_ins.make_set_up_link(session, person=person, actor_id=None, now=now)
        sign_ins.set_password_by_link(session, token=link, password=built.plan.password, now=now)
        sign_ins.end_all_sign_ins(session, person_id=person.id, now=now)
        built.manager_id = person.id  # the last account is the partnership manager's


# Rounds -----------------------------------------------------------------------------------------------------


def _opening_days(today: date) -> list[date]:
    """Mondays two years ago, one year ago, and one to two weeks ago."""
    days = (today - timedelta(days=ago) for ago in (731, 366, 8))
    return [day - timedelta(days=day.weekday()) for day in days]


def _run_round(session: Session, built: Built, number: int, opens_on: date, progress: Callable[[], None]) -> Round:
    """Create and open a round and let people answer it; it is left open."""
    round_ = rounds.create_round(
        session,
        title=f"Training needs survey, {opens_on:%B %Y}",
        survey=built.survey,
        opens_on=opens_on,
        closes_on=opens_on + _LASTS,
        actor_id=built.manager_id,
        now=moment(opens_on - _PLANNED_AHEAD, 10),
    )
    _make_ready(session, built, round_)
    if number >= _ASKS_OPENLY_FROM:
        words.ask_openly(session, built, round_)
    rounds.open_round(
        session,
        round_=round_,
        today=opens_on,
        has_base_url=True,  # it writes to nobody: its people are invented, and their addresses lead nowhere
        actor_id=built.manager_id,
        now=moment(opens_on, 8),
    )
    definition = rounds.definition_of(round_)
    last_day = min(round_.closes_on, built.plan.now.date())
    sent: list[Collected] = []
    for agency in AGENCIES:
        collected = _collect(built, definition, agency, number, (opens_on, last_day))
        surveys.send_collected(session, round_=round_, collected=collected)
        sent += collected
        progress()
    if number == _ASKS_OPENLY_FROM:
        words.write(session, built, round_, sent)
    return round_


def _plan_reminders(session: Session, built: Built, round_: Round) -> None:
    """Plan when people of the open round are reminded, as the manager would be offered it.

    Nobody is invited, and so nobody is reminded: nine thousand messages to made-up addresses would fill the outbox of
    whoever tries the product out, and with a mail server set up they would leave the house. One button sends them.
    """
    now = built.plan.now
    reminder_plans.save_plan(
        session,
        round_=round_,
        agency_id=None,
        days=suggested_days(opens_on=round_.opens_on, closes_on=round_.closes_on, today=now.date()),
        takes_weekends=False,
        quiet_from=QUIET_FROM,
        quiet_until=QUIET_UNTIL,
        today=now.date(),
        actor_id=built.manager_id,
        now=now,
    )


def _make_ready(session: Session, built: Built, round_: Round) -> None:
    """Have the targets ratified and the privacy notice written, in the weeks before the round opens."""
    agreed_on = round_.opens_on - timedelta(days=14)
    at = moment(agreed_on, 15)
    rounds.ratify_targets(
        session,
        round_=round_,
        on=agreed_on,
        by="Child Sexual Abuse Subgroup",
        shown=rounds.targets_shown(round_),
        today=agreed_on,
        actor_id=built.manager_id,
        now=at,
    )
    rounds.write_privacy_notice(session, round_=round_, text=USUAL_NOTICE, actor_id=built.manager_id, now=at)


def _collect(
    built: Built, definition: SurveyDefinition, agency: PlannedAgency, number: int, open_between: tuple[date, date]
) -> list[Collected]:
    """The answers of an agency's people to a round."""
    collected: list[Collected] = []
    for role_group in agency.staff:
        chosen = _who_answers(built, agency, role_group, number)
        answers = answers_of(
            built.rng,
            definition,
            agency,
            role_group,
            changes=number,
            personal=np.array([member.personal for member in chosen]),
        )
        days = days_of_sending(built.rng, len(chosen), *open_between)
        collected += [
            Collected(one.person_id, respondent_key(built.plan.secret, one.person_id), raw, day)
            for one, raw, day in zip(chosen, answers, days, strict=True)
            if raw
        ]
    return collected


def _who_answers(built: Built, agency: PlannedAgency, role_group: str, number: int) -> list[Member]:
    """Those with an account answer every closed round and leave the open one for whoever tries it out."""
    like = [member for member in built.members[agency.name] if member.role_group == role_group]
    others = [member for member in like if member.account is None]
    accounts = [member for member in like if member.account is not None and number < ROUNDS - 1]
    rate = agency.rates[number] * WILLINGNESS.get(role_group, (1.0, 1.0, 1.0))[number]
    # The fraction of a person is drawn, so that small groups are not rounded away in every agency alike.
    wanted = int(len(like) * rate + built.rng.random()) - len(accounts)
    order = built.rng.permutation(len(others))[: max(0, wanted)]
    return accounts + [others[place] for place in sorted(order.tolist())]
