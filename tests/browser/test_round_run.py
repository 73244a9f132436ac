"""A round that a manager runs alone: people from a file, papers, invitations, answers, reminders, the release."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from email.message import EmailMessage

import pytest
from playwright.sync_api import ViewportSize, expect
from sqlalchemy import select

from tests import crowds, factories
from tests.browser.checks import accessible, fits_small_screens
from tests.browser.conftest import Welcome
from tests.browser.post import PostOffice, link_in
from tests.browser.report_pages import OVERVIEW, rows_of
from tests.browser.round_pages import (
    closes_the_round,
    fills_day,
    makes_the_round_ready,
    opens_the_round,
    plans_a_round,
)
from tests.browser.sites import Site
from tests.browser.survey_pages import (
    BEFORE,
    answers_from,
    answers_part,
    is_saved,
    is_told,
    level,
    part_title,
    saves,
    sends,
    sign_in,
    statements,
)
from tests.browser.visitors import Visitor
from tests.factories import TODAY
from tests.spreadsheets import csv_bytes, workbook_bytes
from tna.domain.answers import unpack
from tna.domain.people import Duty, respondent_key
from tna.domain.reminders import ENGLAND
from tna.jobs.queue import work_off_owed
from tna.jobs.releases import RELEASING
from tna.models.people import Agency, Person
from tna.models.surveys import Response, Round
from tna.services import reminder_plans, rounds

TITLE = "Autumn round"
PHONE = ViewportSize(width=390, height=844)
LAST_DAY = TODAY + timedelta(days=28)
PEOPLE, ANSWERING = 300, 30
HEADER = ("Staff name", "Work e-mail", "Post")
FAULTS = [
    ["8", "Work e-mail", "nurse.7 at harbour"],
    ["11", "Work e-mail", "NURSE.9@harbour.example"],
    ["21", "Work e-mail", "office@harbour.example"],
    ["31", "Post", "Tea maker"],
]
"""Row, column and what we read of each fault in the broken list."""

LACKS = "lacks the data sharing agreement and the data protection impact assessment."

Row = tuple[str, str, str]


@dataclass(frozen=True, slots=True)
class Partnership:
    """A council with a manager and a member of the subgroup, and a trust whose people nobody has listed yet."""

    council: Agency
    trust: Agency
    manager: Person
    member: Person


@pytest.fixture
def partnership(site: Site) -> Partnership:
    """The partnership as it is two weeks before its survey."""
    with site.session() as session:
        council = factories.add_agency(session, name="Riverside Council", sector="social-care", heads={"D": 2})
        trust = factories.add_agency(session, name="Harbour Trust", heads={"D": PEOPLE})
        return Partnership(
            council,
            trust,
            manager=factories.add_person(session, council, name="Mara Keeper", duties=[Duty.MANAGER]),
            member=factories.add_person(session, council, duties=[Duty.SUBGROUP]),
        )


def test_a_manager_runs_a_round_from_a_faulty_list_of_people_to_its_release(
    site: Site, post: PostOffice, partnership: Partnership, welcome: Welcome
) -> None:
    office = welcome(checks=(accessible, fits_small_screens))
    sign_in(office, partnership.manager)
    office.sees("This week")
    brings_people_in(office)

    plans_a_round(office, TITLE, closes_on=LAST_DAY)
    is_told_all_that_is_missing(office)
    for agency in (partnership.trust, partnership.council):
        records_agreements(office, agency.name)
    makes_the_round_ready(office)
    opens_the_round(office)
    round_ = round_there(site)

    invites_everybody(office)
    invitations = dict(post.delivers(at_ten(TODAY + timedelta(days=1))))
    assert set(invitations) == everybody(site)
    assert max(post.sink.addresses.values()) == 1

    person = person_of(site, "nurse.7@harbour.example")
    phone = welcome(screen=PHONE, checks=(accessible, fits_small_screens))
    answers_on_a_phone(phone, site, round_, person, invitations)
    answered = {person.email} | colleagues_answer(site, round_)

    first, second, *_ = planned_days(site, round_)
    post.looks_what_is_due(at_ten(first))
    reminded = [address for address, _ in post.delivers(at_ten(first))]
    assert sorted(reminded) == sorted(everybody(site) - answered)
    post.looks_what_is_due(at_ten(first) + timedelta(hours=1))
    assert post.delivers(at_ten(first) + timedelta(hours=1)) == []

    opens_the_rounds_page(office)
    closes_the_round(office, TITLE)
    post.looks_what_is_due(at_ten(second))
    assert post.delivers(at_ten(second)) == []
    assert work_off_owed(site.settings, post.sessions, RELEASING) == 1
    opens_the_rounds_page(office)
    office.reads("and is released")

    reader = welcome(checks=(accessible, fits_small_screens))
    sign_in(reader, partnership.member)
    reader.goes_to("Findings", "Needs")
    reader.sees(OVERVIEW)
    reader.reads(f"of {PEOPLE} people answered: {ANSWERING + 1}")


# What the manager does ----------------------------------------------------------------------------------------


def brings_people_in(office: Visitor) -> None:
    """From the menu to three hundred people, by a list with four faults and the mended one."""
    office.goes_to("Run", "People")
    office.sees("People")
    office.follows("Bring in people from an agency’s file")
    office.sees("Lists of people")
    office.presses("Bring in a list")
    office.sees("Bring in people from a file")
    office.page.get_by_label("Which agency is it about?").select_option("Harbour Trust")
    uploads(office, "staff.csv", csv_bytes([HEADER, *broken_list()], encoding="cp1252"))
    office.sees("What are these jobs called here?")
    expect(office.page.get_by_role("combobox")).to_have_accessible_name("“Tea maker” (1 row)")
    office.presses("Continue")
    office.sees("4 things to mend")
    assert [row[:3] for row in rows_of(office, "What is wrong")] == FAULTS
    expect(office.page.get_by_role("button", name="Bring in")).to_have_count(0)

    office.presses("Upload the mended file")
    office.sees("Bring in people from a file")
    uploads(office, "staff.xlsx", workbook_bytes([HEADER, *mended_list()]))
    office.sees("Check the list")
    office.reads(f"We read {PEOPLE} people and found nothing wrong.")
    office.presses(f"Bring in {PEOPLE} people")
    office.sees("The list is brought in")
    office.reads(f"{PEOPLE} people have a job by it.")


def uploads(office: Visitor, name: str, content: bytes) -> None:
    """Send a file and take the columns that were guessed."""
    office.page.get_by_label("The file", exact=True).set_input_files(
        {"name": name, "mimeType": "application/octet-stream", "buffer": content}
    )
    office.presses("Read the file")
    office.sees("Which column holds what?")
    office.presses("Continue")


def mended_list() -> list[Row]:
    """The list as it should have been; names with accents, as a Windows program writes them."""
    return [(f"Zoë Number {n}", f"nurse.{n}@harbour.example", "Health visitor") for n in range(1, PEOPLE + 1)]


def broken_list() -> list[Row]:
    """The same with a bad address, one that comes twice, a shared mailbox, and a job that is none of ours."""
    rows = mended_list()
    for row, column, read in FAULTS:
        name, email, job = rows[int(row) - 2]
        rows[int(row) - 2] = (name, read, job) if column == "Work e-mail" else (name, email, read)
    return rows


def is_told_all_that_is_missing(office: Visitor) -> None:
    """The round shown lists everything at once and cannot be opened."""
    below = office.page.get_by_role("heading", name="Before it can open").locator("xpath=following-sibling::ul[1]")
    expect(below.get_by_role("listitem")).to_contain_text(
        [
            "Nobody has ratified the targets.",
            "There is no privacy notice.",
            f"Harbour Trust {LACKS}",
            f"Riverside Council {LACKS}",
        ]
    )
    expect(office.page.get_by_role("button", name="Open the round")).to_have_count(0)


def records_agreements(office: Visitor, agency: str) -> None:
    """From the round shown to both papers of an agency, and back."""
    office.page.get_by_role("link", name=f"{agency} lacks").click()
    for paper in ("the data sharing agreement", "the data protection impact assessment"):
        office.sees("Agreements")
        office.follows(f"Record {paper}")
        office.sees(f"Record {paper}")
        fills_day(office, "When was it signed?", TODAY - timedelta(days=9))
        office.fills("Who signed it for the agency?", "Ruth Vale, information governance manager")
        office.presses("Save")
    office.reads("Both papers are recorded.")
    opens_the_rounds_page(office)


def opens_the_rounds_page(office: Visitor) -> None:
    """By the menu."""
    office.goes_to("Run", "Rounds")
    office.follows(TITLE)
    office.sees(TITLE)


def invites_everybody(office: Visitor) -> None:
    """From the round shown to invitations for all, and the plan of reminders that is suggested."""
    office.follows("See how people are reached")
    office.sees("Reaching people")
    office.presses("Invite everybody")
    office.reads(f"{PEOPLE + 2} invitations are written.")
    office.follows("Plan reminders")
    office.sees("Plan reminders")
    office.presses("Save the plan")
    office.sees("Reaching people")
    office.reads("They go out by themselves.")


# What people do -----------------------------------------------------------------------------------------------


def answers_on_a_phone(
    phone: Visitor, site: Site, round_: Round, person: Person, invitations: Mapping[str, EmailMessage]
) -> None:
    """From the link in the message to the profile, with a network that is gone for a while."""
    phone.opens(link_in(invitations[person.email]))
    phone.sees("Come in")
    expect(phone.page.get_by_role("button")).to_have_count(1)
    phone.presses("Come in")
    phone.sees(BEFORE)
    phone.presses("I understand, start")
    phone.sees(part_title(1))
    answers_part(phone, 4)
    is_saved(phone)
    saves(phone)
    loses_the_network_midway(phone)
    phone.sees(part_title(3))
    assert kept(site, round_, person) == dict.fromkeys(asked_in(round_, 1), 4) | dict.fromkeys(asked_in(round_, 2), 2)
    answers_from(phone, 3, 3, 5)
    sends(phone)
    reads_strength_first(phone)


def loses_the_network_midway(phone: Visitor) -> None:
    """Answer the second part: the first statement with a network, the others without; then it is back."""
    phone.sees(part_title(2))
    first, *others = statements(phone)
    level(first, 2).check()
    is_saved(phone)
    with phone.without_network():
        for one in others:
            level(one, 2).check()
        is_told(phone, "Not saved yet")
        saves(phone)
        phone.sees(part_title(2))
    phone.sees(part_title(3))


def reads_strength_first(phone: Visitor) -> None:
    """The profile opens with what one is best at; where training helps comes below."""
    phone.reads(re.compile("You are most confident in .*Where training could help most", re.DOTALL))


def colleagues_answer(site: Site, round_: Round) -> set[str]:
    """Some of the trust's people send their answers; returns their addresses."""
    with site.session() as session:
        addresses = {f"nurse.{number}@harbour.example" for number in range(101, 101 + ANSWERING)}
        ids = session.scalars(select(Person.id).where(Person.email.in_(addresses)).order_by(Person.id))
        crowds.send_answers(session, session.get_one(Round, round_.id), list(ids), secret=site.secret)
        return addresses


# What the database holds --------------------------------------------------------------------------------------


def at_ten(day: date) -> datetime:
    """Ten in the morning in England, when messages may go out."""
    return datetime.combine(day, time(10), ENGLAND)


def round_there(site: Site) -> Round:
    """The round that is open."""
    with site.session() as session:
        running = rounds.running_round(session)
        assert running is not None
        rounds.definition_of(running)  # loads the survey with it
        return running


def everybody(site: Site) -> set[str]:
    """The addresses of all who have an account."""
    with site.session() as session:
        return set(session.scalars(select(Person.email)))


def person_of(site: Site, email: str) -> Person:
    """Whoever has this address."""
    with site.session() as session:
        return session.scalars(select(Person).where(Person.email == email)).one()


def planned_days(site: Site, round_: Round) -> Sequence[date]:
    """The days of the saved plan."""
    with site.session() as session:
        return reminder_plans.plans_of(session, round_id=round_.id).everybody.days


def asked_in(round_: Round, number: int) -> tuple[str, ...]:
    """The statements of a part, as a health visitor is asked them."""
    return tuple(one.id for one in rounds.definition_of(round_).parts_for("D")[number - 1].statements)


def kept(site: Site, round_: Round, person: Person) -> dict[str, int]:
    """The answers in the database."""
    key = respondent_key(site.secret, person.id)
    with site.session() as session:
        packed = session.scalars(select(Response.answers).where(Response.respondent_key == key)).one()
        definition = rounds.definition_of(session.get_one(Round, round_.id))
        return {item: code for item, code in unpack(definition, packed).items() if code}
