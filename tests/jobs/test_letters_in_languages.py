"""Whoever has chosen a language is written to in it, and everybody else in the first language of the installation."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path

import pytest
from sqlalchemy.orm import Session, sessionmaker

from tests import factories
from tests.pseudo import CODE, pseudo, write_catalogue
from tna.domain.notices import SENT, Delivery, NoticeKind
from tna.domain.wordings import Words
from tna.jobs.letters import Letter
from tna.jobs.notices import COMPOSERS
from tna.jobs.outbox import Post, deliver
from tna.models.people import Agency, Person
from tna.models.surveys import Round
from tna.services import invitations, joining, mail, reminder_plans, reminders, wordings
from tna.services.sign_in_links import ask_for_link
from tna.services.survey_files import load_reference
from tna.settings import Settings

MONDAY, TUESDAY, WEDNESDAY = date(2027, 3, 1), date(2027, 3, 2), date(2027, 3, 3)
CHOSE, DID_NOT = "ann@council.example", "bob@council.example"
PARTNERSHIP = "Weirbridge & District"
ADDRESS = "https://training.example.org"
LINK = re.compile(rf"{ADDRESS}/[\w/-]+")
ENGLISH_LETTERS = re.compile(r"[A-Za-z]+")


def noon(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 12, tzinfo=UTC)


@dataclass
class Tray:
    """Takes letters, and lets nobody wait."""

    letters: list[Letter] = field(default_factory=list)

    def prepare(self) -> None:
        """It is there."""

    def send(self, letter: Letter) -> Delivery:
        """Keep it."""
        self.letters.append(letter)
        return SENT

    def rest(self) -> None:
        """Nothing is held open."""


@dataclass
class Office:
    """An installation of two languages, with a person who has chosen the second and one who has chosen none."""

    session: Session
    sessions: sessionmaker[Session]
    settings: Settings
    agency: Agency
    round: Round
    people: dict[str, Person]

    def post(self, when: datetime) -> dict[str, EmailMessage]:
        """Send what is due, and see what came by address."""
        self.session.commit()
        tray = Tray()
        deliver(Post(self.settings, self.sessions, COMPOSERS, tray, lambda: when))
        self.session.expire_all()
        return {letter.email: _read(letter) for letter in tray.letters}


def _read(letter: Letter) -> EmailMessage:
    message = message_from_bytes(letter.content, policy=policy.default)
    assert isinstance(message, EmailMessage)
    return message


@pytest.fixture(scope="module")
def instance(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An instance whose folder of languages holds the one that nobody speaks."""
    made = tmp_path_factory.mktemp("instance")
    write_catalogue(made / "languages")
    return made


@pytest.fixture
def office(session: Session, session_factory: sessionmaker[Session], instance: Path) -> Office:
    agency = factories.add_agency(session, name="Harbour Trust")
    people = {
        CHOSE: factories.add_person(session, agency, name="Ann", email=CHOSE),
        DID_NOT: factories.add_person(session, agency, name="Bob", email=DID_NOT),
    }
    people[CHOSE].language = CODE
    settings = Settings.for_tests(
        database_url="sqlite:///",
        instance=instance,
        base_url=ADDRESS,
        partnership_name=PARTNERSHIP,
        languages=("en", CODE),
    )
    round_ = factories.add_open_round(session, opens_on=MONDAY)
    return Office(session, session_factory, settings, agency, round_, people)


Send = Callable[[Office], dict[str, EmailMessage]]


def invite(office: Office) -> dict[str, EmailMessage]:
    invitations.invite_everybody(office.session, round_=office.round, actor_id=None, today=MONDAY, now=noon(MONDAY))
    return office.post(noon(MONDAY))


def remind(office: Office) -> dict[str, EmailMessage]:
    invite(office)
    reminder_plans.save_plan(
        office.session,
        round_=office.round,
        agency_id=None,
        days=[WEDNESDAY],
        takes_weekends=False,
        quiet_from=19,
        quiet_until=8,
        today=TUESDAY,
        actor_id=None,
        now=noon(TUESDAY),
    )
    reminders.write_due_reminders(office.session, noon(WEDNESDAY))
    return office.post(noon(WEDNESDAY))


def ask_for_links(office: Office) -> dict[str, EmailMessage]:
    for email in office.people:
        ask_for_link(office.session, email=email, address="192.0.2.1", secret=factories.SECRET, now=noon(MONDAY))
    return office.post(noon(MONDAY))


def ask_to_join(office: Office) -> dict[str, EmailMessage]:
    """By a poster, as somebody who is known already."""
    poster = factories.add_poster(office.session, office.agency)
    for email in office.people:
        joining.ask_to_join(
            office.session,
            poster=poster,
            name="Somebody",
            email=email,
            job="health-visitor",
            reference=load_reference(),
            address="192.0.2.1",
            secret=factories.SECRET,
            now=noon(MONDAY),
        )
    return office.post(noon(MONDAY))


def ask_for_tests(office: Office) -> dict[str, EmailMessage]:
    for person in office.people.values():
        mail.ask_for_test(office.session, person_id=person.id, now=noon(MONDAY))
    return office.post(noon(MONDAY))


def without(text: str, known: Iterable[str]) -> str:
    for word in known:
        text = text.replace(word, "")
    return LINK.sub("", text)


@pytest.mark.parametrize(
    ("send", "begins"),
    [
        (invite, "How confident do you feel?"),
        (remind, "There is still time"),
        (ask_for_links, "Your link to sign in"),
        (ask_to_join, "Your link to sign in"),
        (ask_for_tests, "Test message"),
    ],
)
def test_everybody_is_written_to_in_the_language_they_chose(office: Office, send: Send, begins: str) -> None:
    came = send(office)
    assert came.keys() == {CHOSE, DID_NOT}
    theirs, english = came[CHOSE], came[DID_NOT]
    assert (theirs["Content-Language"], english["Content-Language"]) == (CODE, "en-GB")
    assert str(english["Subject"]).startswith(begins)
    assert str(theirs["Subject"]).startswith(pseudo(begins))
    assert "Bob" in english.get_content()
    assert "Ann" in theirs.get_content()
    for text in (str(theirs["Subject"]), theirs.get_content()):
        assert ENGLISH_LETTERS.findall(without(text, ("Ann", PARTNERSHIP, "Mawrth"))) == []
    for message in (theirs, english):
        assert len(LINK.findall(message.get_content())) == 1


def test_days_in_a_letter_are_said_as_its_language_says_them(office: Office) -> None:
    came = invite(office)
    assert "31 Mawrth 2027" in came[CHOSE].get_content()
    assert "31 March 2027" in came[DID_NOT].get_content()


def test_own_words_stay_as_they_were_written_above_an_ending_in_ones_language(office: Office) -> None:
    own = Words("Hello {name}", "Please come:\n\n{link}")
    wordings.save_words(
        office.session,
        round_=office.round,
        agency_id=None,
        kind=NoticeKind.INVITATION,
        words=own,
        actor_id=None,
        now=noon(MONDAY),
    )
    came = invite(office)
    assert (came[CHOSE]["Subject"], came[DID_NOT]["Subject"]) == ("Hello Ann", "Hello Bob")
    assert came[CHOSE].get_content().startswith("Please come:")
    assert pseudo("It is up to you whether you take part.") in came[CHOSE].get_content()
    assert "It is up to you whether you take part." in came[DID_NOT].get_content()
