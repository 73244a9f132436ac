"""Agencies, people, memberships and rounds for tests: plain functions that go through the services.

Each flushes and commits nothing. `session` and `client` share a connection, so a page sees what was made
here; call `session.expire_all()` before reading back what a page has changed.
"""

import json
from collections.abc import Collection, Mapping
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from itertools import count

from sqlalchemy.orm import Session

from tna.domain.courses import Catalogue
from tna.domain.evaluations.blocks import BlockCounts
from tna.domain.people import Answering, Duty, respondent_key
from tna.domain.surveys import SurveyDefinition
from tna.models.courses import Booking, CompletedCourse, CourseDate, CourseDay, DateTrainer, Evidence
from tna.models.evaluations import Block
from tna.models.people import Agency, Membership, Person
from tna.models.surveys import Round
from tna.services import agencies, courses, passwords, people, rounds, surveys
from tna.services.survey_files import ShippedSurvey, load_reference, shipped_surveys

NOW = datetime.now(UTC).replace(microsecond=0)
TODAY = NOW.date()
PASSWORD = "three plain words"
"""The password of everybody made here."""

SECRET = "a-respondent-secret-of-tests-0123456789"
"""The respondent secret of tests that have no application; with one, pass its settings' own."""

MANY_HEADS = 100
_numbers = count(1)


def add_agency(
    session: Session,
    *,
    name: str | None = None,
    sector: str = "health",
    heads: Mapping[str, int] | None = None,
    as_at: date = TODAY,
) -> Agency:
    """An agency with headcounts: those given, by role group, or a hundred people in every role group."""
    agency = agencies.add_agency(
        session,
        name=name or f"Agency {next(_numbers)}",
        sector=sector,
        reference=load_reference(),
        actor_id=None,
        now=NOW,
    )
    everybody = {group.id: MANY_HEADS for group in load_reference().role_groups}
    agencies.set_headcounts(
        session,
        agency_id=agency.id,
        heads=everybody if heads is None else heads,
        as_at=as_at,
        actor_id=None,
        now=NOW,
    )
    return agency


def add_person(
    session: Session,
    agency: Agency | None = None,
    *,
    name: str | None = None,
    email: str | None = None,
    job: str = "health-visitor",
    role_group: str | None = None,
    duties: Collection[Duty] = (),
    leads: Collection[Agency | str] = (),
    password: str | None = PASSWORD,
) -> Person:
    """A person working in `agency` (a fresh one if none is named), with a password unless it is None.

    Without `role_group` the job's own counts: D for the health visitor. `leads`: agencies whose training the
    person leads.
    """
    number = next(_numbers)
    person = people.add_person(
        session,
        email=email or f"person-{number}@example.org",
        name=name or f"Person Number {number}",
        agency_id=(agency or add_agency(session)).id,
        job=job,
        role_group=role_group,
        reference=load_reference(),
        actor_id=None,
        now=NOW,
    )
    if password is not None:
        person.password_hash = _hash(password)
    if duties or leads:
        give_duties(session, person, *duties, leads=leads)
    session.flush()
    return person


def add_person_without_agency(session: Session, *, email: str | None = None, duties: Collection[Duty] = ()) -> Person:
    """A person with an account whose only membership has ended: an account alone sees nothing."""
    person = add_person(session, email=email)
    people.end_membership(session, membership=person.memberships[0], today=TODAY, actor_id=person.id, now=NOW)
    if duties:
        give_duties(session, person, *duties)
    return person


def give_duties(session: Session, person: Person, *duties: Duty, leads: Collection[Agency | str] = ()) -> None:
    """Let a person hold exactly these duties, and lead the training of exactly these agencies."""
    people.set_duties(
        session,
        person=person,
        duties=frozenset(duties),
        leads=frozenset(agency if isinstance(agency, str) else agency.id for agency in leads),
        actor_id=None,
        now=NOW,
    )


def add_membership(
    session: Session,
    person: Person,
    agency: Agency,
    *,
    job: str = "youth-worker",
    role_group: str | None = None,
) -> Membership:
    """A further agency that a person works for; they go on answering as before."""
    return people.add_membership(
        session,
        person=person,
        agency_id=agency.id,
        job=job,
        role_group=role_group,
        reference=load_reference(),
    )


def leave(session: Session, person: Person) -> None:
    """A person leaves the partnership."""
    people.leave(session, person=person, today=TODAY, actor_id=None, now=NOW)


def add_round(
    session: Session, *, title: str | None = None, opens_on: date = TODAY, closes_on: date | None = None
) -> Round:
    """A planned round on the shipped survey, closing in thirty days unless told otherwise."""
    return rounds.create_round(
        session,
        title=title or f"Round {next(_numbers)}",
        survey=shipped_survey(),
        opens_on=opens_on,
        closes_on=closes_on or opens_on + timedelta(days=30),
        actor_id=None,
        now=NOW,
    )


def add_open_round(session: Session, *, title: str | None = None, opens_on: date = TODAY) -> Round:
    """An open round; at least one agency with headcounts must be there already."""
    round_ = add_round(session, title=title, opens_on=opens_on)
    rounds.open_round(session, round_=round_, today=opens_on, actor_id=None, now=NOW)
    return round_


def close(session: Session, round_: Round) -> None:
    """Close an open round, which owes its release."""
    rounds.close_round(session, round_=round_, actor_id=None, now=NOW)


def answer(
    session: Session,
    round_: Round,
    person: Person,
    *,
    secret: str = SECRET,
    level: int = 3,
    answers: Mapping[str, str] | None = None,
    send: bool = True,
) -> bytes:
    """A person answers as a form would send it: `answers` by item, or `level` for everything asked of them.

    Returns the respondent key. With send=False the answers are saved and not sent.
    """
    job = job_of(person)
    key = respondent_key(secret, person.id)
    definition = definition_of(round_)
    raw = dict.fromkeys(statements_asked(definition, job.role_group), str(level)) if answers is None else answers
    surveys.start(session, round_=round_, key=key)
    surveys.save_answers(session, round_=round_, key=key, role_group=job.role_group, items=tuple(raw), raw=raw)
    if send:
        surveys.send_answers(session, round_=round_, key=key, job=job, today=TODAY)
    return key


def answering_as(person: Person) -> Membership | None:
    """The membership as which a person answers surveys now."""
    return next((membership for membership in person.memberships if membership.is_answering), None)


def job_of(person: Person) -> Answering:
    """As what a person answers; somebody without an agency answers nothing."""
    membership = answering_as(person)
    assert membership is not None, "somebody without an agency answers nothing"
    return Answering(person.id, membership.agency_id, membership.role_group)


def add_catalogue(session: Session) -> Catalogue:
    """The shipped courses and resources, taken over by the partnership."""
    courses.adopt_catalogue(session, actor_id=None, now=NOW)
    return courses.catalogue_of(session)


def add_date(
    session: Session,
    course_id: str,
    *,
    first_day: date = TODAY + timedelta(days=30),
    places: int = 10,
    trainers: Collection[Person] = (),
    days: int = 1,
) -> CourseDate:
    """A date of a course of the catalogue, on this many days in a row, from nine to four."""
    made = CourseDate(
        course_id=course_id,
        places=places,
        venue="Room 4, Town Hall",
        first_day=first_day,
        last_day=first_day + timedelta(days=days - 1),
        decides_on=first_day - timedelta(days=14),
    )
    made.days = [
        CourseDay(day=first_day + timedelta(days=number), starts=time(9), ends=time(16)) for number in range(days)
    ]
    made.trainers = [DateTrainer(person_id=person.id) for person in trainers]
    session.add(made)
    session.flush()
    return made


def add_booking(session: Session, date_: CourseDate, person: Person, *, waits: bool = False) -> Booking:
    """A place on a date, or one's wait for it, as what the person works as now."""
    job = job_of(person)
    made = Booking(
        date_id=date_.id,
        person_id=person.id,
        agency_id=job.agency_id,
        role_group=job.role_group,
        asked_at=NOW,
        booked_at=None if waits else NOW,
    )
    session.add(made)
    session.flush()
    return made


def add_completion(
    session: Session, person: Person, course_id: str, *, completed_on: date = TODAY, booking: Booking | None = None
) -> CompletedCourse:
    """A completed course: by its register where a booking is named, else as a training lead records it."""
    made = CompletedCourse(
        person_id=person.id,
        course_id=course_id,
        completed_on=completed_on,
        evidence=Evidence.RECORDED if booking is None else Evidence.REGISTER,
        booking_id=None if booking is None else booking.id,
    )
    session.add(made)
    session.flush()
    return made


def add_block(session: Session, course_id: str, counts: BlockCounts, *, number: int = 1) -> Block:
    """A released block of a course with these counts, as its row holds them."""
    data = {
        "pairs": counts.pairs,
        "domains": [
            {
                "domain": one.domain,
                "statements": {statement: [list(row) for row in table] for statement, table in one.statements.items()},
                "changes": {str(by): people for by, people in one.changes.items()},
            }
            for one in counts.domains
        ],
        "looking_back": {statement: list(levels) for statement, levels in counts.looking_back.items()},
    }
    made = Block(
        course_id=course_id,
        number=number,
        released_in=date(TODAY.year, 1, 1),
        threshold=5,
        secret_id="of-tests",
        pairs=counts.pairs,
        counts=json.dumps(data),
        digest="",
    )
    session.add(made)
    session.flush()
    return made


def add_respondents(
    session: Session,
    round_: Round,
    agency: Agency,
    number: int,
    *,
    job: str = "health-visitor",
    role_group: str = "D",
    secret: str = SECRET,
    level: int = 3,
    answers: Mapping[str, str] | None = None,
) -> list[Person]:
    """So many people of one agency and role group, without passwords, who have all sent the same answers."""
    made = [add_person(session, agency, job=job, role_group=role_group, password=None) for _ in range(number)]
    for person in made:
        answer(session, round_, person, secret=secret, level=level, answers=answers)
    return made


def definition_of(round_: Round) -> SurveyDefinition:
    """The survey of a round."""
    return rounds.definition_of(round_)


def statements_asked(definition: SurveyDefinition, role_group: str) -> tuple[str, ...]:
    """The ids of the statements a role group is asked, in the order of the survey."""
    return tuple(s.id for s in definition.statements if definition.is_asked(role_group, s.id))


@cache
def shipped_survey() -> ShippedSurvey:
    """The survey that comes with the product; read once, since checking it takes a moment."""
    return shipped_surveys()[0]


@cache
def _hash(password: str) -> str:
    return passwords.hash_password(password)
