"""The manager keeps courses in a browser."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy.orm import Session

from tests import factories
from tests.factories import TODAY
from tests.web.browsing import Page, Values, sign_in, submit, visit
from tests.web.keeping import error_of
from tna.domain.courses import Catalogue, Course, JointRule
from tna.domain.people import Duty
from tna.services import courses
from tna.services.course_data import course_entries
from tna.services.course_files import load_catalogue, shipped_domains
from tna.services.reference_files import load_reference
from tna.web.course_forms import course_form

WHOLE: dict[str, str | list[str]] = {
    "id": "CSA-18",
    "title": "Together for the first time",
    "description": "A morning to meet.",
    "is_for": ["B", "D"],
    "level": "2",
    "mode": "room",
    "hours": "2.5",
    "dates": "yes",
    "days": "1",
    "capacity": "1,000",
    "statements_D1": ["s01"],
    "renew": "ever",
    "joint": "no",
}


@pytest.fixture
def browser(client: Any, session: Session) -> Any:
    """The browser of a partnership manager, with the shipped catalogue."""
    factories.add_catalogue(session)
    sign_in(client, session, factories.add_person(session, duties=[Duty.MANAGER]))
    return client


def catalogue_now(session: Session) -> Catalogue:
    session.expire_all()
    return courses.catalogue_of(session)


def add(browser: Any, **values: str | list[str]) -> Page:
    return submit(browser, visit(browser, "/courses/new"), {**WHOLE, **values}, form="Save")


def change(browser: Any, course_id: str, values: Values) -> Page:
    return submit(browser, visit(browser, f"/courses/{course_id}/change"), values, form="Save")


# What the form holds ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("course", load_catalogue().courses, ids=lambda course: course.id)
def test_the_form_of_a_course_holds_what_the_file_holds(app: Any, course: Course) -> None:
    with app.test_request_context():
        form = course_form(load_reference(), shipped_domains(), load_catalogue(), frozenset(), course=course)
        assert {"id": course.id, **form.entries} == course_entries(course)


def test_a_form_sent_as_it_stands_changes_nothing(browser: Any, session: Session) -> None:
    before = catalogue_now(session)
    for course_id in ("CSA-02", "CSA-11", "CSA-14", "CSA-15"):
        form = visit(browser, f"/courses/{course_id}/change")
        sent = browser.post(form.action(), data=multiple(form), follow_redirects=True)
        assert "The change is saved." in Page(sent).text
    assert catalogue_now(session) == before


def multiple(page: Page) -> dict[str, list[str]]:
    """What a browser would send, every box of a group of checkboxes among it."""
    form, values = page.form("Save"), {name: [value] for name, value in page.fields("Save").items()}
    boxes = [e for e in form.iter("input") if e.get("type") == "checkbox" and e.get("checked") is not None]
    values |= {box.get("name", ""): [] for box in boxes}
    for box in boxes:
        values[box.get("name", "")].append(box.get("value", ""))
    return values


# Adding -----------------------------------------------------------------------------------------------------


def test_an_added_course_is_shown(browser: Any, session: Session) -> None:
    page = add(browser)
    assert page.path == "/courses/CSA-18"
    assert "The course is added." in page.text
    course = catalogue_now(session).course("CSA-18")
    assert (course.hours, course.capacity, course.domains, course.renew_months) == (2.5, 1000, ("D1",), None)


def test_the_next_id_is_proposed(browser: Any) -> None:
    assert visit(browser, "/courses/new").fields("Save")["id"] == "CSA-18"


def test_an_empty_form_is_told_everything_at_once(browser: Any) -> None:
    page = submit(browser, visit(browser, "/courses/new"), {"id": "", "joint": ""}, form="Save")
    assert page.title == "Error: Add a course – Training needs"
    assert page.errors == {
        "Enter a title": "#title",
        "Enter an id": "#id",
        "Say in a sentence or two what the course is about": "#description",
        "Select who the course is for": "#is_for",
        "Select how far the course goes": "#level",
        "Select how the course is taken": "#mode",
        "Enter the hours as a number from 0.25 to 200, like 1.5": "#hours",
        "Select whether the course runs on dates": "#dates",
        "Select at least one statement to ask before and after": "#statements_D1",
        "Select how long a completion keeps": "#renew",
        "Select whether agencies have to be there together": "#joint",
    }


@pytest.mark.parametrize(
    ("field", "value", "place", "error"),
    [
        ("id", "csa-03", "id", "There is a course of this id already, perhaps a retired one. Choose another id."),
        ("id", "resources", "id", "An id has a figure in it and at most 20 characters. Write something like CSA-18."),
        ("title", " \u202e ", "title", "Enter a title"),
        ("hours", "NaN", "hours", "Enter the hours as a number from 0.25 to 200, like 1.5"),
        ("hours", "0.1", "hours", "Enter the hours as a number from 0.25 to 200, like 1.5"),
        ("days", "", "days", "Enter a whole number of days from 1 to 30"),
        ("capacity", "1001", "capacity", "Enter a whole number of places from 1 to 1,000"),
        ("mode", "e-learning", "dates", "E-learning has no dates: select No"),
        ("on_nomination", "D", "on_nomination", "Select each role group once: with a nomination or without"),
        ("nomination_note", "Ask.", "nomination_note", "Nobody needs a nomination: select who does, or empty this box"),
        ("joint", "yes", "joint", "Say below who has to be there, or select No"),
        (
            "other_evidence",
            "A certificate.",
            "other_evidence",
            "Nothing comes first, so nothing can stand for it: select what comes first, or empty this box",
        ),
    ],
)
def test_a_fault_stands_at_its_field(browser: Any, field: str, value: str, place: str, error: str) -> None:
    assert error_of(add(browser, **{field: value}), place) == error


@pytest.mark.parametrize(
    ("field", "value", "place", "words"),
    [
        ("url", "http://example.org", "url", "is not the address of a page"),
        ("title", "t" * 81, "title", "longer than 80 characters"),
        ("description", "d" * 601, "description", "longer than 600 characters"),
        ("is_for", "K", "is_for", "There is no role group “K”"),
        ("level", "9", "level", "Select how far"),
        ("first_2", "CSA-99", "first_2", "There is no course “CSA-99”"),
        ("statements_D3", "s99", "statements_D1", "There is no statement “s99”"),
        ("renews", "CSA-99", "renews", "There is no other course “CSA-99”"),
    ],
)
def test_what_the_check_of_a_file_finds_stands_at_its_field_too(
    browser: Any, field: str, value: str, place: str, words: str
) -> None:
    assert words in error_of(add(browser, **{field: value}), place)


def test_what_the_form_and_the_check_of_a_file_find_is_told_together(browser: Any) -> None:
    faulty = {"title": "", "description": "d" * 601, "hours": "abc", "url": "ftp://example.org"}
    page = add(browser, id="csa-03", **faulty)
    assert sorted(page.errors.values()) == ["#description", "#hours", "#id", "#title", "#url"]
    assert "There is a course of this id already" in error_of(page, "id")
    changed = change(browser, "CSA-04", {**faulty, "first_2": ["CSA-99"]})
    assert sorted(changed.errors.values()) == ["#description", "#first_2", "#hours", "#title", "#url"]


def test_nothing_is_said_of_what_only_follows_from_another_fault(browser: Any) -> None:
    page = add(browser, dates="", joint="yes", agencies_at_least="3", title="")
    assert sorted(page.errors.values()) == ["#dates", "#title"]
    page = add(browser, mode="e-learning", joint="yes", agencies_at_least="3", title="")
    assert sorted(page.errors.values()) == ["#dates", "#title"]


def test_nine_statements_are_too_many(browser: Any) -> None:
    page = add(browser, statements_D1=["s01", "s02", "s03", "s04"], statements_D4=["s12", "s13", "s14", "s15", "s16"])
    assert "Select at most eight statements" in error_of(page, "statements_D1")


def test_what_stands_under_a_choice_that_was_not_made_does_not_count(browser: Any, session: Session) -> None:
    add(browser, dates="no", days="many", capacity="", mode="e-learning", renew_months="x", agencies_at_least="1")
    course = catalogue_now(session).course("CSA-18")
    assert (course.has_dates, course.capacity, course.joint, course.renew_months) == (False, None, None, None)


def test_user_text_is_shown_as_it_was_typed(browser: Any) -> None:
    page = add(browser, title="{{7*7}} <b>&", description="%s {0.__class__}", **{"nomination_note": "", "id": "X1"})
    assert page.heading == "X1, level 2 {{7*7}} <b>&"
    assert "%s {0.__class__}" in page.text


# Joint rules ------------------------------------------------------------------------------------------------


def test_a_joint_rule_is_put_together_from_its_boxes(browser: Any, session: Session) -> None:
    rule = {"balance_1": "police", "balance_2": "health", "within": "", "each_police": "2", "agencies_at_least": "3"}
    add(browser, joint="yes", **rule)
    assert catalogue_now(session).course("CSA-18").joint == JointRule(("police", "health"), 0, {"police": 2}, 3)


@pytest.mark.parametrize(
    ("values", "place", "words"),
    [
        ({"balance_1": "police"}, "balance_2", "Select both sectors, or neither"),
        ({"balance_1": "police", "balance_2": "police"}, "balance_2", "Select two different sectors"),
        ({"balance_1": "police", "balance_2": "navy"}, "balance_2", "There is no sector “navy”"),
        ({"each_police": "0"}, "each_police", "Police: enter a whole number from 1 to 1,000, or leave it empty"),
        ({"each_police": "900", "each_health": "900"}, "joint", "This rule needs at least 1800 people"),
        ({"agencies_at_least": "1"}, "agencies_at_least", "Enter a whole number of agencies from 2"),
    ],
)
def test_a_joint_rule_that_cannot_be_kept_is_refused(
    browser: Any, values: dict[str, str], place: str, words: str
) -> None:
    assert words in error_of(add(browser, joint="yes", **values), place)


def test_a_course_without_dates_brings_nobody_together(browser: Any) -> None:
    page = add(browser, dates="no", joint="yes", agencies_at_least="3")
    assert error_of(page, "joint") == "A course without dates brings nobody together: select No"


# Changing ---------------------------------------------------------------------------------------------------


def test_a_changed_course_is_shown_and_keeps_its_id_and_its_bookings(browser: Any, session: Session) -> None:
    date_ = factories.add_date(session, "CSA-04")
    factories.add_booking(session, date_, factories.add_person(session))
    page = change(browser, "CSA-04", {"title": "Talking with children", "id": "CSA-99"})
    assert page.path == "/courses/CSA-04"
    assert page.heading == "CSA-04, level 2 Talking with children"
    assert "9 places left" in page.text


def test_a_circle_is_told_at_the_list_that_closes_it(browser: Any) -> None:
    page = change(browser, "CSA-03", {"first_3": ["CSA-06"]})
    assert "This goes in a circle: CSA-03 asks for CSA-06, which asks for CSA-03." in error_of(page, "first_3")


def test_a_course_that_is_renewed_cannot_be_made_to_keep_for_good(browser: Any) -> None:
    page = change(browser, "CSA-14", {"renew": "ever"})
    assert "“CSA-15” renews this course, so its completion has to lapse" in error_of(page, "renew")


@pytest.mark.parametrize("path", ["/courses/CSA-99/change", "/courses/CSA-99/retire", "/courses/%00/change"])
def test_a_course_that_is_not_there_cannot_be_changed(browser: Any, path: str) -> None:
    visit(browser, path, status=404)


# Retiring ---------------------------------------------------------------------------------------------------


def on(days: int) -> dict[str, str]:
    day = TODAY + timedelta(days=days)
    return {"from_day-day": str(day.day), "from_day-month": str(day.month), "from_day-year": str(day.year)}


def test_retiring_says_who_has_a_place_and_lets_them_keep_it(browser: Any, session: Session) -> None:
    date_ = factories.add_date(session, "CSA-09")
    booking = factories.add_booking(session, date_, factories.add_person(session))
    factories.add_booking(session, date_, factories.add_person(session), waits=True)
    page = visit(browser, "/courses/CSA-09/retire")
    assert "1 person has a place on 1 coming date, and 1 person waits for one. They keep what they have" in page.text
    page = submit(browser, page, on(0))
    assert "CSA-09 is retired." in page.text
    assert "This course has not been offered since" in page.text
    session.expire_all()
    assert booking.cancelled_at is None
    assert "has not been offered since" in visit(browser, "/courses/CSA-09/retire").text


def test_a_course_can_retire_later_and_the_day_can_be_changed(browser: Any, session: Session) -> None:
    page = submit(browser, visit(browser, "/courses/CSA-09/retire"), on(40))
    assert "CSA-09 retires on the day you chose." in page.text
    assert "Change the day it retires" in page.links
    page = submit(browser, page, form="Go on offering it")
    assert "CSA-09 is offered again." in page.text


def test_a_day_in_the_past_and_the_only_way_into_another_course_are_refused(browser: Any) -> None:
    page = submit(browser, visit(browser, "/courses/CSA-09/retire"), on(-1))
    assert error_of(page, "from_day") == "The day must be today or in the future."
    assert "cannot retire today" not in visit(browser, "/courses/CSA-09/retire").text
    page = visit(browser, "/courses/CSA-14/retire")
    assert "It cannot retire today. Nobody could get into CSA-15" in page.text
    page = submit(browser, page, on(0))
    assert "Nobody could get into CSA-15" in error_of(page, "from_day")


def test_a_course_whose_way_is_retired_is_not_brought_back(browser: Any) -> None:
    for course_id in ("CSA-15", "CSA-14"):
        submit(browser, visit(browser, f"/courses/{course_id}/retire"), on(0))
    page = submit(browser, visit(browser, "/courses/CSA-15"), form="Offer it again")
    assert "First bring back CSA-14 “ABE joint interviewing”" in page.text
