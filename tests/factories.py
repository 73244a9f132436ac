"""Agencies, people, memberships and rounds for tests: plain functions that go through the services.

Each flushes and commits nothing. `session` and `client` share a connection, so a page sees what was made
here; call `session.expire_all()` before reading back what a page has changed.
"""

import json
from collections.abc import Collection, Mapping, Sequence
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from itertools import count
from pathlib import Path
from secrets import token_bytes

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from tna.domain.courses import DECISION_DAYS, Catalogue
from tna.domain.evaluations.blocks import BlockCounts
from tna.domain.evaluations.forms import FormKind
from tna.domain.lists import ListKind
from tna.domain.notices import Message
from tna.domain.people import Answering, Duty, respondent_key
from tna.domain.surveys import SurveyDefinition
from tna.jobs.letters import letter_of
from tna.jobs.senders import FolderSender
from tna.models.courses import Attendance, Booking, CompletedCourse, CourseDate, Evidence, Presence
from tna.models.evaluations import Block, CourseForms
from tna.models.free_texts import OpenQuestion, RoundScreener
from tna.models.imports import ListImport
from tna.models.needs import TargetProposal
from tna.models.notices import Notice
from tna.models.people import Agency, AgencyDomain, Agreement, Joiner, Membership, Person, Poster
from tna.models.plans import AssignmentBatch
from tna.models.surveys import Round, SurveyDraft, SurveyVersion
from tna.services import (
    agencies,
    agreements,
    completions,
    course_dates,
    course_forms,
    courses,
    joining,
    merging,
    passwords,
    people,
    posters,
    rounds,
    survey_drafts,
    surveys,
    target_proposals,
)
from tna.services.course_date_checks import DatePlan, PlannedDay
from tna.services.free_texts import own
from tna.services.lists import uploads
from tna.services.personal_links import Purpose, make_link
from tna.services.plans import assigning, wishes
from tna.services.reports import released_rounds
from tna.services.survey_files import ShippedSurvey, load_reference, shipped_surveys
from tna.services.tables import read_list
from tna.settings import Settings

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


def keep_mail(settings: Settings, message: Message, *, key: str = "kept") -> str:
    """A message in the folder of an installation without a mail server; returns its name there."""
    letter = letter_of(message, key=key, settings=settings, now=NOW)
    sender = FolderSender(settings.mail_folder)
    sender.prepare()
    sender.send(letter)
    return letter.id_name


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


def merge_into(session: Session, stays: Person, goes: Person, keeper: Person | None = None) -> None:
    """One person's accounts become one, by a keeper or somebody made for it."""
    merging.merge(
        session,
        stays=stays,
        goes=goes,
        key_stays=respondent_key(SECRET, stays.id),
        key_goes=respondent_key(SECRET, goes.id),
        today=TODAY,
        actor_id=(keeper or add_person(session, password=None)).id,
        now=NOW,
    )


def add_link(
    session: Session,
    person: Person,
    purpose: Purpose = Purpose.SIGN_IN,
    round_: Round | None = None,
    *,
    expires_at: datetime = NOW + timedelta(hours=1),
) -> str:
    """A personal link, for signing in unless told otherwise; returns its token."""
    round_id = None if round_ is None else round_.id
    return make_link(session, person_id=person.id, purpose=purpose, expires_at=expires_at, round_id=round_id)


def add_domain(session: Session, agency: Agency, domain: str) -> None:
    """A domain in which an agency gives its people addresses."""
    agency.domains.append(AgencyDomain(domain=domain))
    session.flush()


def add_poster(session: Session, agency: Agency) -> Poster:
    """A poster of an agency."""
    actor = add_person(session, agency, password=None)
    return posters.make_poster(session, agency_id=agency.id, actor_id=actor.id, now=NOW)


def add_joiner(
    session: Session, agency: Agency, *, email: str, is_let_in: bool | None = None, asked_at: datetime = NOW
) -> Joiner:
    """Somebody who asked by a poster to join an agency, and waits for a nod unless told otherwise."""
    joiner = Joiner(
        agency_id=agency.id,
        email=email,
        name="Nell Newcomer",
        job="health-visitor",
        role_group="D",
        asked_at=asked_at,
        is_let_in=is_let_in,
    )
    session.add(joiner)
    session.flush()
    return joiner


def joining_token(session: Session, agency: Agency, email: str) -> str:
    """The token of the link in the message to somebody who may join, as the worker would write it now."""
    notice = Notice(kind="join link", key="", email=email, agency_id=agency.id, due_at=NOW)
    message = joining.compose(session, notice, settings_for_messages(), NOW)
    assert message is not None, "nobody who may join has this address"
    return message.body.partition("/joining/")[2].split()[0]


def settings_for_messages() -> Settings:
    """What a message needs to know of an installation."""
    return Settings.for_tests(
        database_url="", instance=Path(), base_url="https://needs.example", partnership_name="Wye Valley Partnership"
    )


def add_list(
    session: Session,
    kind: ListKind,
    rows: Sequence[Sequence[str]],
    *,
    actor: Person,
    agency: Agency | None = None,
    file_name: str = "list.csv",
) -> ListImport:
    """An uploaded list, its header first, its columns as the headers tell; without an agency the list says whose."""
    table = read_list("\n".join(",".join(row) for row in rows).encode(), file_name=file_name)
    return uploads.keep_upload(
        session,
        kind=kind,
        agency_id=None if agency is None else agency.id,
        table=table,
        file_name=file_name,
        actor_id=actor.id,
        now=NOW,
    )


def add_round(
    session: Session,
    *,
    title: str | None = None,
    opens_on: date = TODAY,
    closes_on: date | None = None,
    survey: SurveyVersion | None = None,
) -> Round:
    """A planned round on the shipped survey or a published one, closing in thirty days unless told otherwise."""
    return rounds.create_round(
        session,
        title=title or f"Round {next(_numbers)}",
        survey=survey or shipped_survey(),
        opens_on=opens_on,
        closes_on=closes_on or opens_on + timedelta(days=30),
        actor_id=None,
        now=NOW,
    )


def add_survey_of_two(session: Session) -> SurveyVersion:
    """A published survey that asks the role groups A and B alone."""
    text = (Path(__file__).parent / "surveys" / "features" / "questions.yaml").read_text(encoding="utf-8")
    version = SurveyVersion(survey_id="tiny", version=1, title="A tiny survey", definition=text)
    session.add(version)
    session.flush()
    return version


def add_open_round(session: Session, *, title: str | None = None, opens_on: date = TODAY) -> Round:
    """An open round; at least one agency with headcounts must be there already."""
    round_ = add_round(session, title=title, opens_on=opens_on)
    open_round(session, round_)
    return round_


def open_round(session: Session, round_: Round) -> None:
    """Make a planned round ready and open it on the day that was planned."""
    stand_in = make_ready(session, round_)
    rounds.open_round(session, round_=round_, today=round_.opens_on, has_base_url=True, actor_id=None, now=NOW)
    if stand_in is not None:
        leave(session, stand_in)


def make_ready(session: Session, round_: Round) -> Person | None:
    """Everything a round needs to open but headcounts and its days.

    Where nobody is there to be asked somebody joins, who is returned.
    """
    stand_in, heads = None, agencies.headcounts(session)
    if session.scalar(select(Membership.id).where(Membership.ended_on.is_(None)).limit(1)) is None and heads:
        agency_id, role_group = min(heads)
        agency = agencies.find_agency(session, agency_id=agency_id)
        stand_in = add_person(session, agency, role_group=role_group, password=None)
    for missing in agreements.missing_agreements(session):
        for kind in missing.kinds:
            add_agreement(session, missing.agency.id, kind)
    ratify_targets(session, round_)
    rounds.write_privacy_notice(session, round_=round_, text="We ask to plan training.", actor_id=None, now=NOW)
    return stand_in


def ratify_targets(session: Session, round_: Round, *, on: date = TODAY, by: str = "The subgroup") -> None:
    """The targets of a planned round are ratified as they are now."""
    shown = rounds.targets_shown(round_)
    rounds.ratify_targets(session, round_=round_, on=on, by=by, shown=shown, today=TODAY, actor_id=None, now=NOW)


def add_proposal(
    session: Session, released: Round, changes: Mapping[str, Mapping[str, int]], *, name: str = "Level 5 for noticing"
) -> TargetProposal:
    """Other levels proposed by the subgroup, tried on a released round."""
    found = next(one for one in released_rounds(session) if one.round.id == released.id)
    return target_proposals.propose(
        session, released=found, changes=changes, name=name, by="The subgroup", today=TODAY, actor_id=None, now=NOW
    )


def add_agreement(session: Session, agency_id: str, kind: str) -> None:
    """A paper of an agency, signed today: "sharing" or "assessment"."""
    session.add(Agreement(agency_id=agency_id, kind=kind, signed_on=TODAY, signed_by="Data protection officer"))
    session.flush()


def add_draft(session: Session, text: str | None = None) -> SurveyDraft:
    """A draft of the shipped survey's next version, or of the survey in a text."""
    text = shipped_survey().path.read_text(encoding="utf-8") if text is None else text
    return survey_drafts.start(session, text=text, file="a survey file", actor_id=None, now=NOW)


CONTACT = "Ring the front door on 01632 960 001."
"""Whom to ring where a child may be at risk, in every open question made here."""


def ask_openly(session: Session, round_: Round, *, screeners: Collection[Person] = ()) -> None:
    """An open question in a round, whether it has opened or not, and who reads what people write."""
    session.add(OpenQuestion(round_id=round_.id, question="What would help you?", contact=CONTACT))
    session.add_all(RoundScreener(round_id=round_.id, person_id=person.id) for person in screeners)
    session.flush()


def write(session: Session, round_: Round, person: Person, text: str, *, secret: str = SECRET) -> None:
    """Somebody who has answered writes something in their own words; it stays sent if it was."""
    key = respondent_key(secret, person.id)
    own.write_text(session, round_=round_, key=key, typed=text, corrects=True)


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
    link: str = "",
    decision_days: int = DECISION_DAYS,
) -> CourseDate:
    """A date of a course of the catalogue, on this many days in a row, from nine to four; trainers hold the duty."""
    course = courses.find_course(session, course_id=course_id)
    assert course is not None, "add the catalogue first"
    there = session.scalar(select(func.count()).select_from(CourseDate).where(CourseDate.course_id == course_id)) or 0
    return course_dates.create_date(
        session,
        course=course,
        plan=DatePlan(
            days=[PlannedDay(first_day + timedelta(days=number), time(9), time(16)) for number in range(days)],
            places=places,
            venue=f"Room {4 + there}, Town Hall",  # a course is offered once at a time and place
            link=link,
            trainers=[person.id for person in trainers],
            decision_days=decision_days,
        ),
        actor_id=None,
        now=NOW,
        today=min(TODAY, first_day),  # as if it had been offered before it was over
    )


def add_booking(session: Session, date_: CourseDate, person: Person, *, waits: bool = False) -> Booking:
    """A place on a date, or one's wait for it, as what the person works as now; whatever rules say against it."""
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


def mark_present(session: Session, booking: Booking, *, days: Collection[date]) -> None:
    """The register says that somebody was there on these days; nothing follows from it here."""
    session.add_all(Attendance(booking_id=booking.id, day=day, presence=Presence.PRESENT) for day in days)
    session.flush()


def add_completion(
    session: Session, person: Person, course_id: str, *, completed_on: date = TODAY, booking: Booking | None = None
) -> CompletedCourse:
    """A completed course: by its register where a booking is named, else as a training lead records it."""
    if booking is None:
        today = max(TODAY, completed_on)
        return completions.record_completion(
            session,
            person_id=person.id,
            course_id=course_id,
            completed_on=completed_on,
            by=person.id,
            now=NOW,
            today=today,
        )
    made = CompletedCourse(
        person_id=person.id,
        course_id=course_id,
        completed_on=completed_on,
        evidence=Evidence.REGISTER,
        booking_id=booking.id,
    )
    session.add(made)
    session.flush()
    return made


def complete(session: Session, person: Person, course_id: str, *, days_ago: int = 1) -> CompletedCourse:
    """A person has completed a course on a date of its own, by its register."""
    day = TODAY - timedelta(days=days_ago)
    booking = add_booking(session, add_date(session, course_id, first_day=day), person)
    return add_completion(session, person, course_id, completed_on=day, booking=booking)


def fill_form(
    session: Session,
    person: Person,
    course_id: str,
    kind: FormKind,
    *,
    secret: str = SECRET,
    level: int = 3,
    raw: Mapping[str, str] | None = None,
    intention: str = "",
) -> bytes:
    """A person sends a form that is due: `raw` by field, or `level` for every statement. Returns the respondent key."""
    key = respondent_key(secret, person.id)
    asked = courses.catalogue_of(session).course(course_id).statements
    course_forms.send_form(
        session,
        person_id=person.id,
        key=key,
        course_id=course_id,
        kind=kind,
        raw=dict.fromkeys(asked, str(level)) if raw is None else raw,
        intention=intention,
        today=TODAY,
    )
    return key


def add_pair(
    session: Session, course_id: str, before: bytes, after: bytes, looking_back: bytes, *, statements: str = ""
) -> CourseForms:
    """Somebody's two forms of a course, one byte a statement, as they stand once both were sent."""
    made = CourseForms(
        key=token_bytes(16),
        respondent_key=token_bytes(32),
        course_id=course_id,
        occasion=1,
        statements=statements or " ".join(courses.catalogue_of(session).course(course_id).statements),
        before=before,
        after=after,
        looking_back=looking_back,
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


def assign(
    session: Session,
    agency: Agency,
    course_id: str,
    people: Collection[Person],
    *,
    due_on: date | None = None,
    reason: str = "It is needed here.",
    actor: Person | None = None,
    now: datetime = NOW,
) -> AssignmentBatch:
    """An agency assigns a course of the catalogue to these people of its own."""
    catalogue = courses.catalogue_of(session)
    return assigning.assign(
        session,
        agency_id=agency.id,
        course=catalogue.course(course_id),
        reach=assigning.Reach(people=frozenset(person.id for person in people)),
        due_on=due_on,
        reason=reason,
        expected=None,
        catalogue=catalogue,
        actor_id=(actor or add_person(session, agency, leads=[agency], password=None)).id,
        now=now,
        today=now.date(),
    )


def share_course(session: Session, person: Person, course_id: str) -> None:
    """A person tells the leads of the agency they answer for that they would like a course."""
    catalogue = courses.catalogue_of(session)
    wishes.share(session, job=job_of(person), course=catalogue.course(course_id), catalogue=catalogue)


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
