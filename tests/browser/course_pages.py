"""The pages on which courses are assigned, booked, taken and looked back on. Everything is found by role and label."""

import re
from datetime import date

from playwright.sync_api import Locator

from tests.browser.survey_pages import answers_part
from tests.browser.visitors import Visitor

LEARNING = "My learning"
DATES = "Course dates"
BEFORE = "Before the course"
AFTER = "After the course"
FORM_SENT = "Your form is sent. Thank you."
NEARLY_READY = "Your certificate is nearly ready"
RESULTS = "Did it work?"


def in_words(day: date) -> str:
    """A day as pages write it."""
    return f"{day.day} {day:%B %Y}"


def types_a_day(visitor: Visitor, legend: str, day: date) -> None:
    """Fill the three boxes of a day."""
    boxes = visitor.page.get_by_role("group", name=legend, exact=True)
    boxes.get_by_label("Day").fill(str(day.day))
    boxes.get_by_label("Month").fill(str(day.month))
    boxes.get_by_label("Year").fill(str(day.year))


def assigns(lead: Visitor, course: str, *, reaches: str) -> None:
    """From the filled form, past what it would do, to the page of what was done."""
    lead.sees("Assign a course")
    lead.presses("See whom it reaches")
    lead.sees(f"Assign {course}")
    lead.reads(reaches)
    lead.presses("Assign ")
    lead.sees(f"{course} assigned to {reaches}")


def opens_date(visitor: Visitor, title: str, day: date) -> None:
    """By the menu to the dates, and to that of this course on this day."""
    visitor.goes_to("Courses", "Dates")
    visitor.sees(DATES)
    visitor.follows(re.compile(rf"{re.escape(title)}.*{in_words(day)}$"))
    visitor.sees(title)


def row_of(visitor: Visitor, name: str) -> Locator:
    """One person's row of a register."""
    return visitor.page.get_by_role("group", name=name)


def marks_everybody_present(trainer: Visitor, day: date) -> None:
    """From the register of a day to its being kept."""
    trainer.sees(f"Register, {in_words(day)}")
    trainer.follows("Set them to present")
    trainer.reads("save to keep it")
    trainer.presses("Save this day")
    trainer.reads("The register is saved.")
    trainer.reads("Everybody is marked for this day.")
    trainer.sees(f"Register, {in_words(day)}")


def goes_to_learning(visitor: Visitor) -> None:
    """By the menu to one's own learning."""
    visitor.goes_to(LEARNING)
    visitor.sees(LEARNING)


def fills_before_form(visitor: Visitor, title: str, *levels: int) -> None:
    """From My learning to the form before a course and through it."""
    visitor.follows(f"Before the course “{title}”")
    visitor.sees(BEFORE)
    answers_part(visitor, *levels)
    visitor.presses("Send")
    visitor.sees(FORM_SENT)


def fills_after_form(visitor: Visitor, *, now: int, looking_back: int, intention: str) -> None:
    """On the form after a course: each statement is asked twice, now and looking back."""
    visitor.sees(AFTER)
    answers_part(visitor, now, looking_back)
    visitor.fills("What I will do", intention)
    visitor.presses("Send")
    visitor.sees(FORM_SENT)
    visitor.reads(intention)
