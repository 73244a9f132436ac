"""A practitioner's pages: signing in, and the whole way through a survey. Everything is found by role and label."""

import re

from playwright.sync_api import Locator, expect

from tests.browser.visitors import Visitor
from tests.factories import PASSWORD
from tna.models.people import Person

NEW = "How confident do you feel?"
BEFORE = "Before you start"
CHECK = "Check your answers"
SENT = "Your answers are sent. Thank you."
HUB = "Your survey"
PROFILE = "Your profile"
_NOT_MY_ROLE = "Not part of my role"


def sign_in(visitor: Visitor, person: Person, password: str = PASSWORD) -> None:
    """Sign in from the first page."""
    tries_to_sign_in(visitor, person, password)
    expect(visitor.page.get_by_role("button", name="Sign out")).to_be_visible()


def tries_to_sign_in(visitor: Visitor, person: Person, password: str) -> None:
    """Send the form, whatever comes of it."""
    visitor.opens("/")
    visitor.sees("Sign in")
    visitor.fills("E-mail address", person.email)
    visitor.fills("Password", password)
    visitor.presses("Sign in")


def sign_out(visitor: Visitor) -> None:
    """Sign out from wherever one is."""
    visitor.presses("Sign out")
    visitor.sees("Sign in")
    visitor.reads("You have signed out.")


def starts(visitor: Visitor) -> None:
    """From home, past what one should know, to the first part."""
    visitor.sees(NEW)
    visitor.presses("Start")
    visitor.sees(BEFORE)
    visitor.presses("I understand, start")
    visitor.sees(part_title(1))


def part_title(number: int, title: str = "") -> re.Pattern[str]:
    """The heading of a part."""
    return re.compile(rf"Part {number} of \d:.*{re.escape(title)}")


def statements(visitor: Visitor) -> list[Locator]:
    """The statements of the part shown."""
    last_choice = visitor.page.get_by_role("radio", name=_NOT_MY_ROLE)
    return visitor.page.get_by_role("group").filter(has=last_choice).all()


def level(statement: Locator, number: int) -> Locator:
    """One level of a statement, by its number."""
    return statement.get_by_role("radio", name=re.compile(rf"^{number} "))


def answers_part(visitor: Visitor, *levels: int) -> None:
    """Choose these levels for the statements of the part, over and over."""
    for place, one in enumerate(statements(visitor)):
        level(one, levels[place % len(levels)]).check()


def note(visitor: Visitor) -> Locator:
    """What the part says of saving; "Exit this page" has a status of its own."""
    return visitor.page.get_by_role("main").get_by_role("status")


def is_told(visitor: Visitor, words: str | re.Pattern[str]) -> None:
    """Read this in the note of the part that says what is saved."""
    expect(note(visitor)).to_contain_text(words)


def is_saved(visitor: Visitor) -> None:
    """Be told that all answers so far are saved."""
    is_told(visitor, re.compile(r"Saved \d\d:\d\d"))


def saves(visitor: Visitor) -> None:
    """Save the part and go on."""
    visitor.presses("Save and continue")


def answers_from(visitor: Visitor, first: int, *levels: int) -> None:
    """Answer every part from this one, up to checking the answers."""
    number = first
    while not visitor.path.endswith("/check"):
        visitor.sees(part_title(number))
        answers_part(visitor, *levels)
        saves(visitor)
        number += 1
        visitor.page.wait_for_url(re.compile(rf"/(parts/{number}|check)$"))
    visitor.sees(CHECK)


def sends(visitor: Visitor) -> None:
    """Send the answers; the profile follows at once."""
    visitor.presses("Submit my answers")
    visitor.sees(PROFILE)
    visitor.reads(SENT)
