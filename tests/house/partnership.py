"""A small partnership with everybody in it who can ask for a page, and something at every address.

Agencies a and b; a released round, a planned one and an open one; a picture; a course with a date, on which the
practitioner of a has a place, and a completion of theirs; somebody of every standing. Every
person's name, address and answers are planted strings, so that a test may look for them where they must not be.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from itertools import islice
from typing import Any

from flask import Flask
from sqlalchemy import Connection, select
from sqlalchemy.orm import Session
from werkzeug.routing import Rule

from tests import factories
from tests.domain import shifts
from tests.factories import NOW, TODAY
from tests.web.browsing import sign_in
from tna.domain.lists import ListKind
from tna.domain.notices import Message
from tna.domain.people import Duty
from tna.models.courses import Booking, CourseDate
from tna.models.free_texts import TextToScreen
from tna.models.people import Agency, Person
from tna.models.surveys import Round
from tna.services import (
    api_tokens,
    completions,
    headcount_returns,
    pictures,
    release_files,
    releases,
    reports,
    sign_ins,
)
from tna.services.free_texts import screening
from tna.services.free_texts.handing_over import hand_over
from tna.services.notices import note_bounce

ANONYMOUS = "nobody signed in"
PRACTITIONER = "practitioner of a"
LEAD_OF_A = "lead of a"
LEAD_OF_B = "lead of b"
TRAINER = "trainer"
MANAGER = "manager"
SUBGROUP = "subgroup member"
ANALYST = "analyst"
SCREENER = "screener"
ADMINISTRATOR = "administrator"
LEFT = "somebody who left"
NO_AGENCY = "somebody without an agency"
LIMITED = "practitioner by a mail-merge link"

EVERYBODY = (
    ANONYMOUS,
    PRACTITIONER,
    LEAD_OF_A,
    LEAD_OF_B,
    TRAINER,
    MANAGER,
    SUBGROUP,
    ANALYST,
    SCREENER,
    ADMINISTRATOR,
    LEFT,
    NO_AGENCY,
    LIMITED,
)
E_LEARNING = "CSA-02"
COURSE = "CSA-04"
ROWS = {
    ListKind.PEOPLE: [("Name", "Email", "Job"), ("Planted listed", "listed@example.org", "Health visitor")],
    ListKind.HEADCOUNTS: [("Role group", "Heads", "As at"), ("D", "40", f"{TODAY:%d/%m/%Y}")],
}
_KIND_OF = {"agreements": "sharing", "downloads": "figures"}
LONG_AGO = TODAY - timedelta(days=100)
_DUTIES = {
    TRAINER: Duty.TRAINER,
    MANAGER: Duty.MANAGER,
    SUBGROUP: Duty.SUBGROUP,
    ANALYST: Duty.ANALYST,
    SCREENER: Duty.SCREENER,
    ADMINISTRATOR: Duty.ADMINISTRATOR,
}


@dataclass
class Partnership:
    """What was made, by name."""

    app: Flask
    session: Session
    connection: Connection
    agencies: dict[str, Agency] = field(default_factory=dict)
    people: dict[str, Person] = field(default_factory=dict)
    rounds: dict[str, Round] = field(default_factory=dict)
    digests: dict[str, str] = field(default_factory=dict)
    dates: dict[str, CourseDate] = field(default_factory=dict)
    bookings: dict[str, Booking] = field(default_factory=dict)
    completion_id: int = 0
    members: dict[str, Person] = field(default_factory=dict)
    recorded: dict[str, int] = field(default_factory=dict)
    batches: dict[str, int] = field(default_factory=dict)
    posters: dict[str, str] = field(default_factory=dict)
    joiners: dict[str, int] = field(default_factory=dict)
    lists: dict[ListKind, int] = field(default_factory=dict)
    text_key: str = ""
    escalation_id: int = 0
    tokens: dict[str, str] = field(default_factory=dict)
    token_id: int = 0
    release_id: int = 0
    draft_id: int = 0
    proposal_id: int = 0
    set_up_token: str = ""
    headcount_token: str = ""
    link_token: str = ""
    joining_token: str = ""
    letter: str = ""

    @property
    def secret(self) -> str:
        return str(self.app.extensions["settings"].respondent_secret)

    def client(self, who: str) -> Any:
        """A browser in which this person is signed in."""
        client = self.app.test_client()
        if who != ANONYMOUS:
            only = self.rounds["open"] if who == LIMITED else None
            sign_in(client, self.session, self.people[who], only_round=only)
        return client

    def arguments(self, rule: Rule, *, agency: str = "a", owner: str = PRACTITIONER) -> Mapping[str, Any]:
        """Something that is there for every argument of a URL."""
        there = {
            "agency_id": self.agencies[agency].id,
            "person_id": self.people[owner].id,
            "membership_id": self.people[owner].memberships[0].id,
            "round_id": self.rounds["open"].id,
            "batch_id": self.batches[agency],
            "number": 1,
            "digest": self.digests[agency],
            "form": "svg",
            "date_id": self.dates["to come"].id,
            "booking_id": self.bookings[agency].id,
            "course_id": E_LEARNING if rule.endpoint.startswith("completions.") else COURSE,
            "completion_id": self.completion_id,
            "resource_id": "key-messages",
            "draft_id": self.draft_id,
            "proposal_id": self.proposal_id,
            "version_id": self.rounds["open"].survey_version_id,
            "domain_id": "D1",
            "statement_id": "s01",
            "question_id": "last-training",
            "part": "role-groups",
            "token": self.set_up_token,
            "filename": "tna.css",
            "kind": _KIND_OF.get(rule.endpoint.partition(".")[0], "invitation"),
            "token_id": self.token_id,
            "release_id": self.release_id,
            "other_id": self.members["b"].id,
            "role_group": "D",
            "letter": self.letter,
            "language": "cy",
            "import_id": self.lists[
                ListKind.HEADCOUNTS if rule.endpoint.startswith("headcount_imports.") else ListKind.PEOPLE
            ],
        }
        if rule.endpoint == "headcount_returns.fill_in":
            there |= {"token": self.headcount_token}
        if rule.endpoint.startswith(("posters.", "joining.")):
            there |= {"code": self.posters[agency], "joiner_id": self.joiners[agency], "token": self.joining_token}
        if rule.endpoint.startswith("screening."):
            released = self.rounds["released"].id
            there |= {"round_id": released, "key": self.text_key, "escalation_id": self.escalation_id}
        if rule.endpoint.startswith("links."):
            there |= {"token": self.link_token}
        if rule.endpoint.startswith(("plans.", "recording.")):
            there |= {"person_id": self.members[agency].id, "completion_id": self.recorded[agency]}
        return {name: there[name] for name in rule.arguments}


def build(app: Flask, session: Session, connection: Connection) -> Partnership:
    """The partnership, made through services."""
    made = Partnership(app, session, connection)
    for name, sector in (("a", "health"), ("b", "police")):
        made.agencies[name] = factories.add_agency(session, name=f"Agency {name.upper()}", sector=sector)
    factories.add_catalogue(session)
    _people(made)
    _tokens(made)
    _plans(made)
    _released_round(made)
    _rounds_to_come(made)
    _courses(made)
    _released_course(made)
    _newcomers(made)
    made.link_token = factories.add_link(session, made.people[PRACTITIONER])
    _mail(made)
    _lists(made)
    made.draft_id = factories.add_draft(session).id
    made.set_up_token = sign_ins.make_set_up_link(session, person=made.people[PRACTITIONER], actor_id=None, now=NOW)
    made.headcount_token = headcount_returns.make_return(
        session, agency_id=made.agencies["a"].id, actor_id=made.people[MANAGER].id, now=NOW
    )
    session.commit()
    return made


def _people(made: Partnership) -> None:
    session, agency = made.session, made.agencies["a"]
    for who in EVERYBODY[1:]:
        plant = who.replace(" ", "-").replace(ADMINISTRATOR, "keeper-of-duties")  # no shared mailbox
        made.people[who] = factories.add_person(
            session, agency, name=f"Planted {plant}", email=f"planted-{plant}@example.org"
        )
    for who, duty in _DUTIES.items():
        factories.give_duties(session, made.people[who], duty)
    for who, name in ((LEAD_OF_A, "a"), (LEAD_OF_B, "b")):
        factories.give_duties(session, made.people[who], leads=[made.agencies[name]])
    factories.leave(session, made.people[LEFT])
    factories.people.end_membership(
        session,
        membership=made.people[NO_AGENCY].memberships[0],
        today=TODAY,
        actor_id=made.people[MANAGER].id,
        now=NOW,
    )


def _tokens(made: Partnership) -> None:
    """A token of everybody, as if all had been analysts when they made it; the address of one is the subgroup's."""
    for who, person in made.people.items():
        made.tokens[who] = api_tokens.make(
            made.session, person_id=person.id, name="Planted program", days=30, today=TODAY, now=NOW
        )
    made.token_id = api_tokens.of_person(made.session, person_id=made.people[SUBGROUP].id)[0].id


def _plans(made: Partnership) -> None:
    """A course assigned in each agency, in B to its only member, and one that the practitioner has shared."""
    session = made.session
    factories.add_catalogue(session)
    somebody_of_b = factories.add_person(session, made.agencies["b"], password=None)
    for name, person in (("a", made.people[PRACTITIONER]), ("b", somebody_of_b)):
        actor = made.people[MANAGER]
        made.batches[name] = factories.assign(session, made.agencies[name], "CSA-04", [person], actor=actor).id
    factories.share_course(session, made.people[PRACTITIONER], "CSA-05")


def _released_round(made: Partnership) -> None:
    session = made.session
    past = factories.add_open_round(session, title="Spring round", opens_on=TODAY - timedelta(days=60))
    for agency in made.agencies.values():
        factories.add_respondents(session, past, agency, 7, secret=made.secret, level=2)
        factories.add_respondents(session, past, agency, 7, secret=made.secret, level=4)
    factories.answer(session, past, made.people[PRACTITIONER], secret=made.secret, level=5)
    factories.answer(session, past, made.people[TRAINER], secret=made.secret, level=5)
    factories.ask_openly(session, past, screeners=[made.people[SCREENER]])
    factories.write(session, past, made.people[PRACTITIONER], "Planted words of a practitioner", secret=made.secret)
    factories.write(session, past, made.people[TRAINER], "Planted words of a trainer", secret=made.secret)
    factories.close(session, past)
    session.commit()
    release = releases.make_release(session, round_id=past.id, threshold=10, secret_id="test", now=NOW)
    assert release is not None
    made.rounds["released"], made.release_id = past, release.id
    _texts(made, past)
    _pictures(made)
    made.proposal_id = factories.add_proposal(session, past, {"D": {"D1": 5}}).id
    settings = made.app.extensions["settings"]
    written = release_files.write(
        session, release_id=release.id, partnership=settings.partnership_name, languages=pictures.IN_ENGLISH
    )
    # The spreadsheet and the figures, each in two steps; the pictures, as slow as all else here, are to come.
    for _ in islice(written, 4):
        session.commit()


def _texts(made: Partnership, past: Round) -> None:
    """What two people wrote, in their screener's hands: one waits to be read, the other was escalated."""
    hand_over(made.session, round_id=past.id, secret=made.secret)
    first, second = made.session.scalars(select(TextToScreen).order_by(TextToScreen.text))
    made.text_key = first.key.hex()
    item = screening.escalate(made.session, text=second, today=TODAY, actor_id=made.people[SCREENER].id, now=NOW)
    made.escalation_id = item.id


def _pictures(made: Partnership) -> None:
    shown = reports.released_rounds(made.session)[0]
    for name, agency in made.agencies.items():
        report = reports.agency_report(made.session, shown, agency)
        assert report is not None
        wanted = pictures.Wanted(report.role_groups, "wide", agency.id)
        pictures.keep(made.session, wanted, pictures.draw(wanted))
        made.digests[name] = wanted.digest
    wanted = pictures.Wanted(reports.partnership_report(made.session, shown).role_groups, "wide", None)
    pictures.keep(made.session, wanted, pictures.draw(wanted))
    made.digests["everyone"] = wanted.digest


def _lists(made: Partnership) -> None:
    """A list of people and one of headcounts, uploaded by the manager and not brought in."""
    for kind in ListKind:
        made.lists[kind] = factories.add_list(
            made.session, kind, ROWS[kind], actor=made.people[MANAGER], agency=made.agencies["a"]
        ).id


def _released_course(made: Partnership) -> None:
    factories.add_catalogue(made.session)
    factories.add_block(
        made.session, COURSE, shifts.counts({"D2": shifts.RISE}, looking_back={"s05": (0, 20, 10, 0, 0)})
    )
    wanted = next(iter(pictures.missing_shift(made.session, course_id=COURSE)))
    pictures.keep(made.session, wanted, pictures.draw(wanted))
    made.digests["shift"] = wanted.digest


def _mail(made: Partnership) -> None:
    """A message that is kept because there is no mail server, and an address in each agency that takes none."""
    message = Message("planted-reader@example.org", "Planted subject", "Planted body")
    made.letter = factories.keep_mail(made.app.extensions["settings"], message)
    for person in made.members.values():
        note_bounce(made.session, email=person.email, reason="The mailbox is full (552)", today=TODAY)


def _rounds_to_come(made: Partnership) -> None:
    made.rounds["open"] = factories.add_open_round(made.session, title="Autumn round")
    factories.ask_openly(made.session, made.rounds["open"], screeners=[made.people[SCREENER]])
    made.rounds["planned"] = factories.add_round(made.session, title="Winter round")


def _newcomers(made: Partnership) -> None:
    """A poster of each agency and somebody who waits for its lead, and somebody who may join by a link."""
    for name, agency in made.agencies.items():
        made.posters[name] = factories.add_poster(made.session, agency).code
        made.joiners[name] = factories.add_joiner(made.session, agency, email=f"planted-joiner@{name}.example").id
    agency = made.agencies["a"]
    factories.add_joiner(made.session, agency, email="planted-welcome@a.example", is_let_in=True)
    made.joining_token = factories.joining_token(made.session, agency, "planted-welcome@a.example")


def _courses(made: Partnership) -> None:
    """A date that the trainer runs, with one booking in each agency, and e-learning the practitioner has done."""
    session = made.session
    factories.add_catalogue(session)
    made.dates["to come"] = factories.add_date(session, COURSE, trainers=[made.people[TRAINER]])
    colleague = factories.add_person(session, made.agencies["b"], name="Planted colleague-of-b", password=None)
    for agency, person in (("a", made.people[PRACTITIONER]), ("b", colleague)):
        made.bookings[agency] = factories.add_booking(session, made.dates["to come"], person)
        made.members[agency] = person
        made.recorded[agency] = factories.add_completion(session, person, E_LEARNING, completed_on=LONG_AGO).id
    done = completions.record_completion(
        session,
        person_id=made.people[PRACTITIONER].id,
        course_id=E_LEARNING,
        completed_on=TODAY,
        now=NOW,
        today=TODAY,
    )
    made.completion_id = done.id
