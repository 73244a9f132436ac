"""Courses in a browser: a joint date that fills up, registers and plans on a phone, and the form before a course."""

from datetime import timedelta

import pytest
from playwright.sync_api import ViewportSize, expect

from tests import factories
from tests.browser.checks import accessible, fits_sideways
from tests.browser.conftest import Welcome
from tests.browser.course_pages import (
    BEFORE,
    DATES,
    FORM_SENT,
    assigns,
    fills_before_form,
    goes_to_learning,
    in_words,
    marks_everybody_present,
    opens_date,
    row_of,
    types_a_day,
)
from tests.browser.keyboards import enters, types_into
from tests.browser.sites import Site
from tests.browser.survey_pages import sign_in
from tests.browser.visitors import Visitor
from tests.factories import NOW, TODAY
from tests.scenes import ABE, BEFORE_ABE, IN_A_MONTH
from tna.domain.people import Duty
from tna.models.courses import CourseDate
from tna.models.people import Agency, Person
from tna.services import bookings
from tna.services.completions import completions_of

NARROW = ViewportSize(width=320, height=640)
COURSE, TITLE = "CSA-04", "Communicating with children"
ABE_TITLE = "ABE joint interviewing"
BOARD = "Who has to be together"


@pytest.fixture(scope="module")
def agencies(site: Site) -> dict[str, Agency]:
    """A police force, a council and a trust, by sector, and the courses of the partnership."""
    with site.session() as session:
        factories.add_catalogue(session)
        return {
            sector: factories.add_agency(session, name=name, sector=sector)
            for sector, name in (
                ("police", "Riverside Police"),
                ("social-care", "Riverside Council"),
                ("health", "Harbour Trust"),
            )
        }


@pytest.fixture
def lead(site: Site, agencies: dict[str, Agency]) -> Person:
    """The training lead of the police and of the trust."""
    with site.session() as session:
        return factories.add_person(session, agencies["police"], leads=[agencies["police"], agencies["health"]])


@pytest.fixture
def trainer(site: Site, agencies: dict[str, Agency]) -> Person:
    """A trainer."""
    with site.session() as session:
        return factories.add_person(session, agencies["police"], duties=[Duty.TRAINER])


def interviewers(site: Site, agency: Agency, number: int, *, on: int | None = None) -> list[Person]:
    """So many people of an agency who may be nominated for joint interviewing, on this date already if one is named."""
    with site.session() as session:
        people = [factories.add_person(session, agency, role_group="F", password=None) for _ in range(number)]
        for person in people:
            for course in BEFORE_ABE:
                factories.add_completion(session, person, course)
            if on is not None:
                factories.add_booking(session, session.get_one(CourseDate, on), person)
        return people


def asks_for_a_place(site: Site, person: Person, number: int) -> None:
    """Somebody whom nobody has nominated asks for a place on a date that needs it."""
    with site.session() as session:
        asked = bookings.ask(session, date_id=number, job=factories.job_of(person), today=TODAY, now=NOW)
        assert asked.outcome == bookings.Outcome.NOMINATION


def taking_a_course(site: Site, agency: Agency, *names: str) -> tuple[CourseDate, list[Person]]:
    """A date of a course, and people with a place on it."""
    with site.session() as session:
        date = factories.add_date(session, COURSE, first_day=IN_A_MONTH)
        people = [factories.add_person(session, agency, name=name) for name in names]
        for person in people:
            factories.add_booking(session, date, person)
        return date, people


def test_a_joint_date_that_the_manager_offers_fills_up_before_a_leads_eyes(
    site: Site, agencies: dict[str, Agency], lead: Person, trainer: Person, welcome: Welcome
) -> None:
    with site.session() as session:
        manager = factories.add_person(session, agencies["social-care"], duties=[Duty.MANAGER])
    office, reader = welcome(), welcome()
    sign_in(office, manager)
    number = offers_a_joint_date(office, trainer)

    interviewers(site, agencies["police"], 2, on=number)
    third, fourth = interviewers(site, agencies["police"], 2)
    asks_for_a_place(site, third, number)
    sign_in(reader, lead)
    opens_date(reader, ABE_TITLE, IN_A_MONTH)
    reads_board(reader, "2 there, 2 more needed", "0 there, 4 more needed")
    reader.presses(f"Nominate {third.name}")
    reader.reads(f"{third.name} is nominated and has a place.")
    reads_board(reader, "3 there, 1 more needed", "0 there, 4 more needed")
    reader.presses("Book somebody")
    reader.sees(f"Book somebody for {in_words(IN_A_MONTH)}")
    reader.fills("Name or e-mail address", fourth.email)
    reader.presses("Search")
    reader.sees("Book somebody")
    reader.page.get_by_role("radio", name=fourth.email).check()
    reader.presses("Book this person")
    reader.reads(f"{fourth.name} has a place.")
    reader.sees(ABE_TITLE)

    interviewers(site, agencies["social-care"], 4, on=number)
    reader.page.reload()
    reads_board(reader, "4 there, enough", "4 there, enough")
    reader.reads("Full: all 8 places taken")
    reader.sees(ABE_TITLE)


def offers_a_joint_date(office: Visitor, trainer: Person) -> int:
    """From the menu, past a first try without a venue, to a date of one day with eight places; returns its id."""
    office.goes_to("Courses", "Dates")
    office.presses("Offer a date")
    office.sees("Offer a date")
    office.page.get_by_label("Of which course?").select_option(ABE)
    office.presses("Continue")
    office.sees("Offer a date")
    types_a_day(office, "Day 1", IN_A_MONTH)
    office.fills("Places", "8")
    office.page.get_by_role("checkbox", name=trainer.name, exact=True).check()
    office.presses("Save the date")
    expect(office.page.get_by_role("alert")).to_contain_text("Enter a venue or a link")
    office.sees("Offer a date")
    office.fills("Venue", "Room 4, Town Hall")
    office.presses("Save the date")
    office.reads("The date is offered: people can ask for a place now.")
    office.sees(ABE_TITLE)
    office.reads(trainer.name)
    return int(office.path.rpartition("/")[2])


def reads_board(reader: Visitor, police: str, social_care: str) -> None:
    """What stands of each side of the joint rule."""
    values = reader.page.get_by_role("region", name=BOARD).get_by_role("definition")
    expect(values).to_have_text([police, social_care])


def test_a_register_of_two_days_is_kept_on_a_phone(
    site: Site, agencies: dict[str, Agency], trainer: Person, welcome: Welcome
) -> None:
    yesterday = TODAY - timedelta(days=1)
    with site.session() as session:
        date = factories.add_date(session, "CSA-03", first_day=yesterday, days=2, trainers=[trainer])
        ada, bo = (factories.add_person(session, agencies["health"], name=name) for name in ("Ada Here", "Bo Away"))
        for person in (ada, bo):
            factories.add_booking(session, date, person)
        guest = factories.add_person(session, agencies["health"], name="Cy Guest")
    visitor = welcome(screen=NARROW, checks=(fits_sideways, accessible))
    sign_in(visitor, trainer)
    visitor.opens(f"/courses/dates/{date.id}/register?day={yesterday}")
    marks_everybody_present(visitor, yesterday)
    visitor.page.get_by_role("navigation", name="Days of this date").get_by_role("link").last.click()
    visitor.sees(f"Register, {in_words(TODAY)}")
    row_of(visitor, ada.name).get_by_role("radio", name="Present", exact=True).check()
    row_of(visitor, bo.name).get_by_role("radio", name="Absent", exact=True).check()
    visitor.presses("Save this day")
    visitor.reads("Everybody is marked for this day.")
    visitor.page.get_by_role("textbox").fill(guest.email)
    visitor.presses("Add to the register")
    visitor.reads(f"{guest.name} is on the register.")
    visitor.sees(f"Register, {in_words(TODAY)}")
    expect(row_of(visitor, bo.name).get_by_role("radio", name="Absent", exact=True)).to_be_checked()
    with site.session() as session:
        done = completions_of(session, person_ids=[ada.id, bo.id, guest.id])
        assert {person: [each.course for each in courses] for person, courses in done.items()} == {
            ada.id: ["CSA-03"],
            bo.id: [],
            guest.id: [],
        }


def test_a_course_is_assigned_and_taken_back_on_a_phone(
    site: Site, agencies: dict[str, Agency], lead: Person, welcome: Welcome
) -> None:
    with site.session() as session:
        chosen = factories.add_person(session, agencies["health"], name="Dee Chosen")
    visitor = welcome(screen=NARROW, checks=(fits_sideways, accessible))
    sign_in(visitor, lead)
    visitor.opens("/plans")
    visitor.sees("Plans: choose an agency")
    visitor.follows("Harbour Trust")
    visitor.sees("Harbour Trust")
    visitor.page.get_by_role("checkbox", name=f"Select {chosen.name}").check()
    visitor.presses("Assign a course to those selected")
    visitor.sees("Assign a course")
    visitor.page.get_by_label("Course", exact=True).select_option(COURSE)
    types_a_day(visitor, "By when (optional)", IN_A_MONTH)
    visitor.fills("Why", "You are new to the team.")
    assigns(visitor, COURSE, reaches="1 person")
    visitor.presses("Undo")
    visitor.reads("It is taken back from 1 person.")
    visitor.sees(f"{COURSE} assigned to 1 person")


def test_the_form_before_a_course_needs_no_scripts(site: Site, agencies: dict[str, Agency], welcome: Welcome) -> None:
    _, [person] = taking_a_course(site, agencies["health"], "Eve Plain")
    visitor = welcome(scripts=False, checks=())
    sign_in(visitor, person)
    goes_to_learning(visitor)
    with visitor.expecting(422):
        visitor.follows(f"Before the course “{TITLE}”")
        visitor.presses("Send")
        expect(visitor.page.get_by_role("alert")).to_contain_text("Answer at least one statement")
    goes_to_learning(visitor)
    fills_before_form(visitor, TITLE, 2, 3)
    visitor.reads("Before: 2")
    visitor.reads("Before: 3")
    goes_to_learning(visitor)
    visitor.misses("A form to fill in")


def test_the_keyboard_alone_is_enough_to_book_a_date(site: Site, agencies: dict[str, Agency], welcome: Welcome) -> None:
    day = TODAY + timedelta(days=40)
    with site.session() as session:
        factories.add_date(session, "CSA-13", first_day=day)
        person = factories.add_person(session, agencies["health"])
    visitor = welcome()
    page = visitor.page
    visitor.opens("/")
    visitor.sees("Sign in")
    types_into(visitor, "E-mail address", person.email)
    types_into(visitor, "Password", factories.PASSWORD)
    page.keyboard.press("Enter")
    visitor.sees("Nothing to do today")
    enters(visitor, page.get_by_role("navigation", name="Menu").get_by_role("link", name="Courses"))
    visitor.sees("Courses")
    enters(visitor, page.get_by_role("navigation", name="In this section").get_by_role("link", name="Dates"))
    visitor.sees(DATES)
    enters(visitor, page.get_by_role("link", name=in_words(day)))
    visitor.sees("ABE awareness")
    enters(visitor, page.get_by_role("button", name="Ask for a place"))
    visitor.reads("You have a place.")
    visitor.sees("ABE awareness")


def test_nobody_can_tell_who_declined_a_form_from_who_sent_it(
    site: Site, agencies: dict[str, Agency], lead: Person, welcome: Welcome
) -> None:
    date, [declines, _] = taking_a_course(site, agencies["health"], "Fay Declines", "Gil Waits")
    with site.session() as session:
        duties = (Duty.MANAGER, Duty.ADMINISTRATOR, Duty.SUBGROUP, Duty.TRAINER)
        staff = factories.add_person(session, agencies["health"], duties=duties)
    pages = (
        f"/courses/dates/{date.id}",
        f"/courses/dates/{date.id}/register",
        f"/plans/agencies/{agencies['health'].id}?course={COURSE}",
        f"/plans/agencies/{agencies['health'].id}/people/{declines.id}",
        f"/people/{declines.id}",
        "/reports/reach",
        "/evaluations",
        f"/evaluations/{COURSE}",
    )
    planner, office, visitor = welcome(), welcome(), welcome()
    sign_in(planner, lead)
    sign_in(office, staff)
    before = everything_on(planner, pages[2:4]) + everything_on(office, pages)

    sign_in(visitor, declines)
    goes_to_learning(visitor)
    visitor.follows(f"Before the course “{TITLE}”")
    visitor.sees(BEFORE)
    visitor.presses("I’d rather not")
    visitor.sees("You’d rather not")
    visitor.reads("That is fine, and nobody is told.")
    visitor.misses(FORM_SENT)
    goes_to_learning(visitor)
    visitor.misses("A form to fill in")
    visitor.reads("You have a place.")
    assert everything_on(planner, pages[2:4]) + everything_on(office, pages) == before


def everything_on(reader: Visitor, pages: tuple[str, ...]) -> list[str]:
    """All that these pages say."""
    said = []
    for path in pages:
        reader.opens(path)
        said.append(reader.page.get_by_role("main").inner_text())
    return said
