"""Dates in a browser: listed, shown with their joint rule, offered, changed and called off."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from tests import factories
from tests.factories import TODAY
from tests.scenes import ABE, IN_A_MONTH, Courses
from tests.web.browsing import Page, Values, classes, sign_in, submit, text_of, visit
from tests.web.keeping import error_of
from tna.domain.people import Duty
from tna.models.courses import CourseDate
from tna.models.people import Person
from tna.services.course_date_checks import MOST_DECISION_DAYS, MOST_PLACES
from tna.web.course_date_forms import DateForm

DATES = "/courses/dates"


@pytest.fixture
def courses(session: Session) -> Courses:
    return Courses(session)


@pytest.fixture
def browser(client: Any, session: Session, courses: Courses) -> Any:
    """The browser of the manager."""
    sign_in(client, session, courses.manager)
    return client


@pytest.fixture
def trainer(session: Session, courses: Courses) -> Person:
    made = courses.person(name="Toni Trainer")
    factories.give_duties(session, made, Duty.TRAINER)
    return made


def of(course_date: CourseDate, page: str = "") -> str:
    """The address of a page about a date."""
    return f"{DATES}/{course_date.id}{page}"


def boxes(name: str, day: Any) -> dict[str, str]:
    """What is typed for a day."""
    return {f"{name}-day": str(day.day), f"{name}-month": str(day.month), f"{name}-year": str(day.year)}


def offer(browser: Any, course_id: str = "CSA-13", **changes: Any) -> Page:
    """Send the form of a new date, in a month's time at the town hall unless changed."""
    values: dict[str, Any] = {**boxes("day_1", IN_A_MONTH), "venue": "Town Hall"}
    return submit(browser, visit(browser, f"{DATES}/new?course={course_id}"), values | changes, form="Save the date")


def test_without_dates_the_page_says_so(browser: Any) -> None:
    page = visit(browser, DATES)
    assert "No dates yet" in page.text
    assert page.links["Offer a date"] == f"{DATES}/new"


def test_a_date_is_offered_in_two_steps_with_the_usual_values_of_its_course(
    browser: Any, session: Session, trainer: Person
) -> None:
    assert "Of which course?" in visit(browser, f"{DATES}/new").text
    page = visit(browser, f"{DATES}/new?course=CSA-13")
    assert page.fields()["places"] == "40"
    assert page.fields()["decision_days"] == "14"
    page = offer(browser, trainers=[str(trainer.id)], starts_1="1.30pm", ends_1="16:00")
    made = session.scalars(select(CourseDate)).one()
    assert page.path == of(made)
    assert [f"{each.day} {each.starts:%H:%M} {each.ends:%H:%M}" for each in made.days] == [f"{IN_A_MONTH} 13:30 16:00"]
    assert [each.person_id for each in made.trainers] == [trainer.id]
    assert "Toni Trainer" in page.text
    assert "40 of 40 places free" in page.text


def test_boxes_for_one_more_day_keep_what_was_typed(browser: Any, session: Session) -> None:
    page = visit(browser, f"{DATES}/new?course=CSA-13")
    page = submit(browser, page, {"venue": "Town Hall", **boxes("day_1", IN_A_MONTH)}, form="one more day")
    typed = page.fields()
    assert typed["venue"] == "Town Hall"
    assert typed["day_1-day"] == str(IN_A_MONTH.day)
    assert "day_2-day" in typed
    assert page.errors == {}
    later = IN_A_MONTH + timedelta(days=7)
    submit(browser, page, boxes("day_2", later), form="Save the date")
    assert [each.day for each in session.scalars(select(CourseDate)).one().days] == [IN_A_MONTH, later]


@pytest.mark.parametrize(
    ("changes", "field", "words"),
    [
        ({"day_1-day": "", "day_1-month": "", "day_1-year": ""}, "day_1", "Enter at least one day."),
        ({"day_1-day": "31", "day_1-month": "2"}, "day_1", "Day 1 must be a real date"),
        ({"day_1-year": "2001"}, "day_1", "The first day has passed. Enter a day to come."),
        ({"starts_1": "noon"}, "starts_1", "Enter when day 1 starts, like 9:30"),
        ({"starts_1": ""}, "starts_1", "Enter when day 1 starts, like 9:30"),
        ({"ends_1": "24:00"}, "ends_1", "Enter when day 1 ends, like 16:30"),
        ({"ends_1": "13pm"}, "ends_1", "Enter when day 1 ends, like 16:30"),
        ({"venue": ""}, "venue", "Enter a venue or a link: people need to know where to go."),
        ({"link": "meet"}, "link", "Enter the whole address of the meeting, from “https://” on."),
        ({"places": "many"}, "places", "Enter how many places there are, a whole number from 1 to 500"),
        ({"places": "9" * 5000}, "places", "Enter how many places there are, a whole number from 1 to 500"),
        ({"trainers": ["1; DROP"]}, "trainers", "Select trainers from the list"),
    ],
)
def test_a_faulty_form_comes_back_with_what_was_typed(
    browser: Any, session: Session, trainer: Person, changes: Values, field: str, words: str
) -> None:
    page = offer(browser, **changes)
    assert words in page.errors
    assert page.title.startswith("Error: ")
    target = page.errors[words].removeprefix("#")
    assert target.startswith(field)
    assert any(each.get("id") == target for each in page.main.iter("input")), "the summary leads nowhere"
    assert session.scalar(select(func.count()).select_from(CourseDate)) == 0


def test_an_empty_date_is_told_everything_at_once(browser: Any) -> None:
    page = offer(browser, **{"day_1-day": "", "day_1-month": "", "day_1-year": "", "venue": "", "places": ""})
    assert page.errors == {
        "Enter at least one day.": "#day_1",
        "Enter a venue or a link: people need to know where to go.": "#venue",
        "Enter how many places there are, a whole number from 1 to 500": "#places",
    }


def test_a_time_that_is_none_is_told_once(browser: Any) -> None:
    page = offer(browser, starts_1="25:99", venue="")
    [summary] = [e for e in page.main.iter("ul") if "govuk-error-summary__list" in (e.get("class") or "")]
    assert [text_of(each) for each in summary.iter("li")] == [
        "Enter a venue or a link: people need to know where to go.",
        "Enter when day 1 starts, like 9:30",
    ]


def test_a_joint_rule_is_shown_as_it_fills_up_with_its_words(browser: Any, session: Session, courses: Courses) -> None:
    course_date = factories.add_date(session, ABE)
    courses.fill(course_date, courses.police, 4)
    courses.fill(course_date, courses.council, 2)
    page = visit(browser, of(course_date))
    assert "2 more from children's social care by" in page.text
    assert "or this date will not run." in page.text
    columns = [text_of(each) for each in page.main.iter("dd") if "tna-rule__value" in each.get("class", "")]
    assert columns == ["4 there, enough", "2 there, 2 more needed"]
    drawn = [classes(each) for each in page.main.iter("span") if "tna-rule__mark" in classes(each)]
    marks = [each[-1].split("--")[-1] for each in drawn]
    assert marks == [*["taken"] * 4, "tna-rule__mark", *["taken"] * 2, *["missing"] * 2, "tna-rule__mark"]


def test_a_date_short_after_its_decision_day_says_so_and_offers_to_call_it_off(
    browser: Any, session: Session, courses: Courses
) -> None:
    course_date = factories.add_date(session, ABE, first_day=TODAY + timedelta(days=5))
    courses.fill(course_date, courses.police, 4)
    page = visit(browser, of(course_date))
    assert "Not met by the decision day" in page.text
    assert page.links["call this date off"] == of(course_date, "/call-off")
    page = submit(
        browser, visit(browser, of(course_date, "/call-off")), {"reason": "Too few."}, form="Call the date off"
    )
    assert "This date was called off. Too few." in page.text
    assert "Book somebody" not in page.text
    assert "(called off)" in visit(browser, DATES).text


def test_dates_of_a_retired_course_say_that_nobody_new_can_book(
    browser: Any, session: Session, courses: Courses
) -> None:
    course_date = factories.add_date(session, ABE, first_day=TODAY + timedelta(days=40))
    course_date.course.retired_on = TODAY
    session.flush()
    page = visit(browser, of(course_date))
    assert "nobody new can book this date" in page.text
    assert "The joint rule is not met." in page.text
    assert "or this date will not run" not in page.text
    assert "Book somebody" not in page.links
    page = visit(browser, DATES)
    assert "nobody new can book" in page.text
    assert "places free" not in page.text
    assert "The joint rule is not met." in page.text
    assert "Nobody new can book" in visit(browser, f"/courses/{ABE}").text


def test_calling_off_without_a_reason_asks_for_one(browser: Any, session: Session) -> None:
    course_date = factories.add_date(session, "CSA-13")
    page = submit(browser, visit(browser, of(course_date, "/call-off")), form="Call the date off")
    assert error_of(page, "reason") == "Enter why it is called off"


def test_fewer_places_than_are_taken_are_refused_on_the_form(browser: Any, session: Session, courses: Courses) -> None:
    course_date = factories.add_date(session, "CSA-13", places=3)
    for _ in range(2):
        courses.ask(course_date, courses.person())
    page = submit(browser, visit(browser, of(course_date, "/change")), {"places": "1"}, form="Save the date")
    assert error_of(page, "places") == "2 people have a place, so 1 place is too few."
    session.expire_all()
    assert course_date.places == 3


def test_more_places_say_how_many_moved_up(browser: Any, session: Session, courses: Courses) -> None:
    course_date = factories.add_date(session, "CSA-13", places=1)
    for _ in range(3):
        courses.ask(course_date, courses.person())
    page = submit(browser, visit(browser, of(course_date, "/change")), {"places": "3"}, form="Save the date")
    assert "The date is changed. 2 people of the queue have a place now." in page.text


def test_a_trainer_who_lost_the_duty_can_stay_on_a_date(browser: Any, session: Session, trainer: Person) -> None:
    course_date = factories.add_date(session, "CSA-13", trainers=[trainer])
    factories.give_duties(session, trainer)
    submit(browser, visit(browser, of(course_date, "/change")), {"venue": "Library"}, form="Save the date")
    session.expire_all()
    assert (course_date.venue, [each.person_id for each in course_date.trainers]) == ("Library", [trainer.id])


def test_hostile_words_are_shown_as_they_were_typed(browser: Any) -> None:
    hostile = "<script>alert(1)</script>{{7*7}}%s{0.__class__}"
    page = offer(browser, venue=hostile)
    assert hostile in page.text
    assert "<script>alert" not in page.html


def test_dates_are_filtered_by_course(browser: Any, session: Session) -> None:
    for course_id in ("CSA-13", "CSA-03"):
        factories.add_date(session, course_id)
    page = visit(browser, f"{DATES}?course=CSA-03")
    assert [text_of(each).split()[0] for each in page.main.iter("h2")] == ["CSA-03"]
    assert "No date of this course yet" in visit(browser, f"{DATES}?course=CSA-14").text
    visit(browser, f"{DATES}?course=CSA-99", status=404)


def test_no_level_of_heading_is_skipped_with_dates_that_one_runs_or_without(
    client: Any, session: Session, trainer: Person, courses: Courses
) -> None:
    factories.add_date(session, "CSA-13", trainers=[trainer])
    for person, levels in ((courses.manager, ["h1", "h2"]), (trainer, ["h1", "h2", "h2", "h3"])):
        sign_in(client, session, person)
        shown = [each.tag for each in visit(client, DATES).main.iter() if each.tag in ("h1", "h2", "h3")]
        assert shown == levels


def test_trainers_find_the_registers_of_their_dates(client: Any, session: Session, trainer: Person) -> None:
    course_date = factories.add_date(session, "CSA-13", trainers=[trainer], first_day=TODAY)
    sign_in(client, session, trainer)
    assert of(course_date, "/register") in visit(client, DATES).links.values()
    assert "Open the register" in visit(client, of(course_date)).links


def test_a_trainer_finds_the_register_of_today_first(client: Any, session: Session, trainer: Person) -> None:
    earlier = factories.add_date(session, "CSA-03", trainers=[trainer], first_day=TODAY - timedelta(days=7))
    course_date = factories.add_date(session, "CSA-13", trainers=[trainer], first_day=TODAY)
    sign_in(client, session, trainer)
    home = visit(client, "/")
    assert "Today: register of CSA-13" in home.text
    assert of(course_date, "/register") in home.links.values()
    assert of(earlier, "/register") not in home.links.values()
    page = visit(client, DATES)
    registers = [each for each in page.links.values() if each.endswith("/register")]
    assert registers == [of(course_date, "/register"), of(earlier, "/register")]
    assert page.text.count("Today:") == 1


def test_a_trainer_without_an_agency_finds_the_register_of_today_too(
    client: Any, session: Session, courses: Courses
) -> None:
    trainer = factories.add_person_without_agency(session, duties=[Duty.TRAINER])
    factories.add_date(session, "CSA-13", trainers=[trainer], first_day=TODAY)
    sign_in(client, session, trainer)
    assert "Today: register of CSA-13" in visit(client, "/").text


def test_everything_about_dates_stands_under_courses_in_the_menu(browser: Any, session: Session) -> None:
    course_date = factories.add_date(session, "CSA-13")
    for path in (DATES, of(course_date), of(course_date, "/register"), of(course_date, "/people")):
        page = visit(browser, path)
        menu = next(each for each in page.root.iter("nav") if each.get("aria-label") == "Menu")
        assert [text_of(link) for link in menu.iter("a") if link.get("aria-current")] == ["Courses"]


@pytest.mark.parametrize("number", ["0", "999999", "99999999999999999999999"])
@pytest.mark.parametrize("page", ["", "/change", "/call-off", "/people", "/register"])
def test_a_date_that_is_not_there_is_not_found(browser: Any, number: str, page: str) -> None:
    visit(browser, f"{DATES}/{number}{page}", status=404)


def test_the_faults_of_the_form_name_the_limits_that_are_checked() -> None:
    assert str(DateForm.places.kwargs["fault"]).endswith(f"from 1 to {MOST_PLACES}")
    assert str(DateForm.decision_days.kwargs["fault"]).endswith(f"from 0 to {MOST_DECISION_DAYS}")
