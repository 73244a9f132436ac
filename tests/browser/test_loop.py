"""The whole loop: a gap is found, a course assigned, booked, taken, and what it changed is read by all."""

import re
from datetime import date
from functools import cache

import pytest
from playwright.sync_api import expect

from tests import factories
from tests.browser import planted_pairs
from tests.browser.conftest import Welcome
from tests.browser.course_pages import (
    NEARLY_READY,
    RESULTS,
    assigns,
    fills_after_form,
    fills_before_form,
    goes_to_learning,
    in_words,
    marks_everybody_present,
    opens_date,
)
from tests.browser.joint_course import NAME, Partnership, build, colleagues_come_too, move_to_today, send_forms
from tests.browser.planted_pairs import (
    COURSE,
    STATEMENTS,
    TITLE,
    Forms,
    Moved,
    all_forms,
    parts,
    recount,
)
from tests.browser.report_pages import rows_of, sees_pictures, waits_for, waits_for_pictures
from tests.browser.round_pages import closes_the_round
from tests.browser.sites import Site, working
from tests.browser.survey_pages import answers_from, sends, sign_in, starts
from tests.browser.visitors import Visitor
from tests.factories import TODAY
from tna.domain.evaluations.forms import FormKind
from tna.models.people import Person
from tna.services.survey_files import load_survey

INTENTION = "Agree with the officer who leads, before we meet the child."
OWN = Forms(dict.fromkeys(STATEMENTS, 2), dict.fromkeys(STATEMENTS, 4), dict.fromkeys(STATEMENTS, 1))
BEFORE_AND_AFTER = "Confidence before and after"
TOGETHER = "All its statements together"
ROUNDING = 0.0051


@pytest.fixture
def partnership(site: Site) -> Partnership:
    """Everybody, with their answers but for Robin's."""
    return build(site)


def test_a_gap_leads_to_a_course_and_the_course_to_a_figure_that_equals_a_recount(
    site: Site, partnership: Partnership, welcome: Welcome
) -> None:
    robin, lead, reader = welcome(), welcome(), welcome()
    sign_in(robin, partnership.robin)
    starts(robin)
    answers_from(robin, 1, 2, 3)
    sends(robin)
    office = welcome()
    sign_in(office, partnership.manager)
    office.opens(f"/surveys/rounds/{partnership.round.id}")
    office.sees("Autumn round")
    closes_the_round(office, "Autumn round")

    with working(site):
        sign_in(lead, partnership.lead)
        waits_for(lead, f"/needs/agencies/{partnership.council.id}", "The largest needs here")
        reason = finds_the_gap(lead)
        assigns(lead, COURSE, reaches="13 people")
        lead.reads(reason)

        books_the_date(robin, lead, partnership.date.first_day, reason)
        fills_before_form(robin, TITLE, 2)
        robin.reads("Before: 2")
        colleagues_come_too(site, partnership)
        move_to_today(site, partnership)
        keeps_the_register(welcome(), partnership.trainer)

        takes_the_certificate(robin)
        send_forms(site, partnership, FormKind.AFTER)
        sign_in(reader, partnership.member)
        waits_for_pictures(reader, f"/evaluations/{COURSE}")
        waits_for_pictures(reader, "/evaluations")
    reads_all_courses(reader)
    reads_the_course(reader)


def finds_the_gap(lead: Visitor) -> str:
    """From the released figures of the agency to the form that assigns what would close its largest gap."""
    lead.sees("Riverside Council: where training is needed")
    lead.goes_to("Plans")
    lead.sees("Riverside Council")
    largest = lead.page.get_by_role("main").locator("details").get_by_role("listitem").first
    expect(largest).to_contain_text("In protecting best evidence")
    need = largest.inner_text().replace("\N{NO-BREAK SPACE}", " ")
    largest.get_by_role("link", name=f"Assign {COURSE} {TITLE}").click()
    reason = lead.page.get_by_label("Why").input_value()
    assert reason
    assert reason in need
    return reason


def books_the_date(robin: Visitor, lead: Visitor, day: date, reason: str) -> None:
    """Robin reads why and has a place for the asking, since their agency has asked first; the lead sees it."""
    goes_to_learning(robin)
    robin.reads("Riverside Council asks you")
    robin.reads(f"“{reason}”")
    robin.follows(f"{COURSE} {TITLE}")
    robin.sees(TITLE)
    robin.follows(re.compile(in_words(day)))
    robin.sees(TITLE)
    robin.presses("Ask for a place")
    robin.reads("You have a place.")
    robin.sees(TITLE)
    opens_date(lead, TITLE, day)
    lead.reads(NAME)
    goes_to_learning(robin)
    robin.reads("You have a place.")


def keeps_the_register(trainer: Visitor, person: Person) -> None:
    """The trainer marks all sixteen."""
    sign_in(trainer, person)
    trainer.goes_to("Courses", "Dates")
    trainer.follows(f"Register of {TITLE}, {in_words(TODAY)}")
    trainer.reads("16 people not marked yet.")
    marks_everybody_present(trainer, TODAY)


def takes_the_certificate(robin: Visitor) -> None:
    """The certificate waits for the form after, and is there at once."""
    goes_to_learning(robin)
    robin.follows(re.compile(rf"Certificate of {COURSE}, {in_words(TODAY)}\s*: waits for the form after the course"))
    robin.sees(NEARLY_READY)
    robin.presses("Go to the form")
    fills_after_form(robin, now=4, looking_back=1, intention=INTENTION)
    robin.presses("See your certificate")
    robin.sees("Certificate")
    robin.misses("nearly ready")
    robin.reads(NAME)
    robin.reads(in_words(TODAY))


def reads_all_courses(reader: Visitor) -> None:
    """One course has figures; it stands here with the domain that it teaches first."""
    reader.goes_to("Findings", RESULTS)
    reader.sees(RESULTS)
    sees_pictures(reader)
    [[course, domain, *counts, _]] = rows_of(reader, "What changed after each course")
    assert (course, domain) == (f"{COURSE} {TITLE}", "Talking with children")
    assert [int(count) for count in counts] == moves(recounted()["Talking with children", TOGETHER])
    reader.follows(TITLE)


def reads_the_course(reader: Visitor) -> None:
    """The sentence comes first; each table holds what was planted."""
    reader.sees(f"{RESULTS} {COURSE} {TITLE}")
    first = recounted()["Talking with children", TOGETHER]
    expect(reader.page.get_by_role("main").get_by_role("paragraph").first).to_contain_text(
        f"After {COURSE}, {first.up} of {first.people} people were more confident talking with children; "
        f"{first.down} were less."
    )
    sees_pictures(reader)
    shown = {
        (domain, statement): cells for domain, statement, *cells in rows_of(reader, f"{BEFORE_AND_AFTER} {COURSE}")
    }
    bars = rows_of(reader, f"How many people changed after {COURSE}")
    assert shown.keys() == recounted().keys()
    for (where, moved), [title, *counts, _] in zip(recounted().items(), bars, strict=True):
        people, *figures = shown[where][:4]
        assert int(people) == moved.people
        assert [float(each) for each in figures] == pytest.approx(
            [moved.before, moved.after, moved.shift], abs=ROUNDING
        )
        assert title == (where[0] if where[1] == TOGETHER else where[1])
        assert [int(count) for count in counts] == moves(moved)
    reads_looking_back(reader)


def reads_looking_back(reader: Visitor) -> None:
    """Looking back stands apart, with a mean of its own for each statement."""
    shown = {statement: cells for _, statement, *cells in rows_of(reader, f"Looking back after {COURSE}")}
    for one in STATEMENTS:
        people, mean = planted_pairs.looking_back(all_forms(OWN), one)
        _, _, count, level, *_ = shown[statement_texts()[one]]
        assert int(count) == people
        assert float(level) == pytest.approx(mean, abs=ROUNDING)


def recounted() -> dict[tuple[str, str], Moved]:
    """What was planted, by domain and text of the statement, in the order of the tables."""
    forms = all_forms(OWN)
    return {
        (domain, statement_texts()[statements[0]] if statements != rated else TOGETHER): recount(
            forms, statements, rated
        )
        for domain, statements, rated in parts()
    }


def moves(moved: Moved) -> list[int]:
    """How many people there are, and how many moved up, not at all, and down."""
    return [moved.people, moved.up, moved.same, moved.down]


@cache
def statement_texts() -> dict[str, str]:
    """The words of the survey's statements."""
    return {one.id: one.text for one in load_survey(factories.shipped_survey().path).statements}
