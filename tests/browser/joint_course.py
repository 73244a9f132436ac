"""A council and a police force whose interviewers learn together, and what they do there through services."""

from dataclasses import dataclass
from datetime import time

from sqlalchemy.orm import Session

from tests import factories
from tests.browser.planted_pairs import COURSE, DOMAINS, OTHERS, forms_of
from tests.browser.sites import Site
from tests.factories import NOW, TODAY
from tests.scenes import BEFORE_ABE
from tna.domain.evaluations.forms import FormKind
from tna.domain.people import Duty
from tna.models.courses import CourseDate
from tna.models.people import Agency, Person
from tna.models.surveys import Round
from tna.services import bookings, course_dates
from tna.services.course_date_checks import DatePlan, PlannedDay

NAME = "Robin Interviewer"
JOBS = {"social-care": "safeguarding-social-worker", "police": "child-protection-detective"}


@dataclass(frozen=True, slots=True)
class Partnership:
    """A council and a police force whose interviewers are to learn together, and a round that they answer."""

    council: Agency
    robin: Person
    manager: Person
    lead: Person
    trainer: Person
    member: Person
    colleagues: list[Person]
    """Those who go to the course with Robin: seven of the council, eight of the police."""
    round: Round
    date: CourseDate


def build(site: Site) -> Partnership:
    """Everybody, with their answers but for Robin's, and a date with a place for each of sixteen."""
    with site.session() as session:
        factories.add_catalogue(session)
        council = factories.add_agency(session, name="Riverside Council", sector="social-care", heads={"F": 40})
        police = factories.add_agency(session, name="Riverside Police", sector="police", heads={"F": 30})
        round_ = factories.add_open_round(session, title="Autumn round")
        social_workers = answering_interviewers(session, round_, council, 12, site.secret)
        officers = answering_interviewers(session, round_, police, 11, site.secret)
        trainer = factories.add_person(session, police, job="business-manager", duties=[Duty.TRAINER])
        made = Partnership(
            council=council,
            robin=factories.add_person(session, council, name=NAME, job=JOBS["social-care"], role_group="F"),
            manager=factories.add_person(session, council, job="business-manager", duties=[Duty.MANAGER]),
            lead=factories.add_person(session, council, job="business-manager", leads=[council]),
            trainer=trainer,
            member=factories.add_person(session, police, job="business-manager", duties=[Duty.SUBGROUP]),
            colleagues=[*social_workers[:7], *officers[:8]],
            round=round_,
            date=factories.add_date(session, COURSE, places=OTHERS + 1, trainers=[trainer]),
        )
        for person in (made.robin, *made.colleagues):
            for course in BEFORE_ABE:
                factories.add_completion(session, person, course)
    return made


def answering_interviewers(session: Session, round_: Round, agency: Agency, number: int, secret: str) -> list[Person]:
    """So many joint interviewers, sure of everything but best evidence, who all answer in ways of their own."""
    asked = factories.statements_asked(factories.definition_of(round_), "F")
    unsure = DOMAINS["Protecting best evidence"]
    return [
        factories.add_respondents(
            session,
            round_,
            agency,
            1,
            job=JOBS[agency.sector],
            role_group="F",
            secret=secret,
            answers={one: str((1 if one in unsure else 4) + (person + place) % 2) for place, one in enumerate(asked)},
        )[0]
        for person in range(number)
    ]


def colleagues_come_too(site: Site, partnership: Partnership) -> None:
    """The others are nominated and booked, and fill in the form before."""
    with site.session() as session:
        for person in partnership.colleagues:
            asked = bookings.ask(
                session,
                date_id=partnership.date.id,
                job=factories.job_of(person),
                today=TODAY,
                now=NOW,
                by=partnership.manager.id,
            )
            assert asked.outcome == bookings.Outcome.PLACE
    send_forms(site, partnership, FormKind.BEFORE)


def send_forms(site: Site, partnership: Partnership, kind: FormKind) -> None:
    """Every colleague sends what is planted, at once, so that no release comes in between."""
    with site.session() as session:
        for number, person in enumerate(partnership.colleagues):
            forms = forms_of(number)
            raw = forms.sent_before if kind is FormKind.BEFORE else forms.sent_after
            factories.fill_form(session, person, COURSE, kind, secret=site.secret, raw=raw)
    site.wakes_the_worker()


def move_to_today(site: Site, partnership: Partnership) -> None:
    """The date is moved to today: the day of a course cannot be waited for."""
    plan = DatePlan(
        days=[PlannedDay(TODAY, time(9), time(16))],
        places=OTHERS + 1,
        venue="Room 4, Town Hall",
        link="",
        trainers=[partnership.trainer.id],
        decision_days=14,
    )
    with site.session() as session:
        course_dates.change_date(
            session, date_id=partnership.date.id, plan=plan, actor_id=partnership.manager.id, now=NOW, today=TODAY
        )
