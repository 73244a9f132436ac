"""My learning in a browser: now, next and done, the own record, and what suits the own answers."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests import factories
from tests.factories import TODAY
from tests.web.browsing import Page, sign_in, submit, text_of, visit
from tna.language import day
from tna.models.people import Agency, Person
from tna.models.plans import SharedSuggestion

BELOW_IN_TALKING = {"s05": "1", "s06": "1", "s07": "1", "s08": "1", "s01": "5"}


@pytest.fixture
def person(session: Session, agency: Agency) -> Person:
    factories.add_catalogue(session)
    return factories.add_person(session, agency, name="Ann Example")


@pytest.fixture
def browser(client: Any, session: Session, person: Person) -> Any:
    sign_in(client, session, person)
    return client


def answered(session: Session, app: Any, person: Person, answers: dict[str, str] | None = None) -> int:
    """The person sends answers; the id of the round."""
    round_ = factories.add_open_round(session)
    secret = app.extensions["settings"].respondent_secret
    factories.answer(session, round_, person, secret=secret, answers=answers or BELOW_IN_TALKING)
    return round_.id


def shared(session: Session) -> list[tuple[Any, ...]]:
    return [tuple(row) for row in session.execute(select(SharedSuggestion.__table__))]


def items(page: Page) -> list[str]:
    """The entries of the short lists, in their order."""
    lists = [ul for ul in page.main.iter("ul") if ul.get("class") == "tna-learning"]
    return [text_of(li) for ul in lists for li in ul.iter("li")]


# My learning ----------------------------------------------------------------------------------------------


def test_somebody_new_reads_what_will_be_here(browser: Any) -> None:
    page = visit(browser, "/learning")
    assert [text_of(h) for h in page.main.iter("h2")] == ["Now", "Next", "Done"]
    assert items(page) == []
    assert "comes with you to another agency" in page.text


def test_now_next_and_done_say_what_why_where_and_until_when(
    browser: Any, session: Session, agency: Agency, person: Person
) -> None:
    lead = factories.add_person(session, agency, name="Lea Lead", leads=[agency])
    factories.assign(session, agency, "CSA-04", [person], due_on=TODAY, reason="We need it", actor=lead)
    factories.add_booking(session, factories.add_date(session, "CSA-03"), person, waits=True)
    factories.add_completion(session, person, "CSA-13")
    factories.add_completion(session, person, "CSA-17", completed_on=TODAY - timedelta(days=5 * 365))
    page = visit(browser, "/learning")
    asked, renew, coming, *done = items(page)
    day = f"{TODAY.day} {TODAY:%B} {TODAY.year}"
    assert asked == f"CSA-04 Communicating with children By {day}. Harbour Trust asks you to take it: “We need it”"
    assert "Lea Lead" not in page.html
    assert renew.startswith("CSA-17")
    assert "Take it again to renew it." in renew
    assert "Room 4, Town Hall. You are in the queue for a place." in coming
    assert [one.partition(" ")[0] for one in done] == ["CSA-13", "CSA-17"]


def test_a_course_without_dates_that_is_asked_for_leads_to_saying_that_it_is_done(
    browser: Any, session: Session, agency: Agency, person: Person
) -> None:
    factories.assign(session, agency, "CSA-02", [person], actor=person)
    factories.assign(session, agency, "CSA-04", [person], actor=person)
    links = visit(browser, "/learning").links
    said = [href for text, href in links.items() if text.startswith("Say that you have done it")]
    assert said == ["/courses/CSA-02/done"]


def test_what_is_completed_today_is_done_and_its_certificate_waits_for_the_form(
    browser: Any, session: Session, app: Any, person: Person
) -> None:
    completed = factories.complete(session, person, "CSA-04", days_ago=0)
    factories.add_completion(session, person, "CSA-13")
    page = visit(browser, "/learning")
    assert "You have no date booked." in page.text
    day = f"{TODAY.day} {TODAY:%B} {TODAY.year}"
    certificates = [text for text in page.links if text.startswith("Certificate")]
    assert certificates == [
        f"Certificate of CSA-04, {day}: waits for the form after the course",
        f"Certificate of CSA-13, {day}",
    ]
    form = visit(browser, "/learning/forms/CSA-04/after")
    submit(browser, form, form="rather not")
    assert f"Certificate of CSA-04, {day}" in visit(browser, "/learning").links
    assert visit(browser, f"/learning/certificates/{completed.id}").heading == "Certificate"


def test_the_record_is_a_table_and_a_file_of_ones_own(browser: Any, session: Session, person: Person) -> None:
    factories.add_completion(session, person, "CSA-13")
    factories.add_completion(session, factories.add_person(session), "CSA-02")
    page = visit(browser, "/learning/record")
    assert TODAY.isoformat() in page.text
    file = browser.get("/learning/record.csv").get_data(as_text=True)
    assert "CSA-13" in file
    assert "CSA-02" not in file


def test_an_empty_record_says_so(browser: Any) -> None:
    assert "Nothing completed yet" in visit(browser, "/learning/record").text


# From one's own answers -----------------------------------------------------------------------------------


def test_suggestions_say_why_and_that_nobody_else_sees_them(
    browser: Any, session: Session, app: Any, person: Person
) -> None:
    answered(session, app, person)
    page = visit(browser, "/learning/suggestions")
    assert "Only you can see this page." in page.text
    [first] = items(page)
    assert first.startswith("CSA-02 ")
    assert "In talking with children you put yourself below the level your role needs." in first
    assert "This course comes before CSA-04 “Communicating with children”." in first
    assert "Communicating with children (guide), " in page.text
    assert shared(session) == []


def test_without_sent_answers_there_is_nothing_to_go_by(browser: Any, session: Session, app: Any) -> None:
    assert "Nothing to go by yet" in visit(browser, "/learning/suggestions").text


def test_answers_closed_to_the_account_suggest_nothing(
    browser: Any, session: Session, app: Any, person: Person
) -> None:
    person.sealed_through = answered(session, app, person)
    session.flush()
    assert "Nothing to go by yet" in visit(browser, "/learning/suggestions").text


def test_the_profile_gives_each_gap_something_for_today_and_a_course(
    browser: Any, session: Session, app: Any, person: Person
) -> None:
    page = visit(browser, f"/surveys/{answered(session, app, person)}/profile")
    [gap] = [text_of(li) for li in next(page.main.iter("ol")).iter("li")]
    assert "For today: Communicating with children" in gap
    assert "To ask for: CSA-02 " in gap
    assert " (first, on the way to CSA-04)." in gap
    assert "/courses/CSA-02" in page.links.values()
    assert page.links["Communicating with children"]
    assert gap.count("CSA-02") == 2, "once to read and once on the button"
    assert page.buttons[-1:] == ["Share CSA-02 with my training lead"]


def test_the_profile_asks_for_no_course_that_its_owner_has_a_place_on(
    browser: Any, session: Session, app: Any, person: Person
) -> None:
    factories.add_completion(session, person, "CSA-02")
    date_ = factories.add_date(session, "CSA-04")
    booking = factories.add_booking(session, date_, person)
    address = f"/surveys/{answered(session, app, person)}/profile"
    page = visit(browser, address)
    assert f"CSA-04 Communicating with children: you have a place on {day(date_.first_day)}." in page.text
    assert "To ask for:" not in page.text
    assert "Share" not in " ".join(page.buttons)
    assert "If you share a course" not in page.text
    assert "every course that would help" in visit(browser, "/learning/suggestions").text
    booking.booked_at = None
    session.flush()
    assert f": you are in the queue for {day(date_.first_day)}." in visit(browser, address).text


def test_the_profile_asks_for_no_course_that_its_owner_is_asked_to_take(
    browser: Any, session: Session, app: Any, person: Person, agency: Agency
) -> None:
    factories.assign(session, agency, "CSA-02", [person])
    page = visit(browser, f"/surveys/{answered(session, app, person)}/profile")
    assert "(first, on the way to CSA-04): you are asked to take it." in page.text
    assert "Share" not in " ".join(page.buttons)


def test_sharing_comes_back_to_the_page_and_can_be_taken_back(
    browser: Any, session: Session, app: Any, person: Person, agency: Agency
) -> None:
    answered(session, app, person)
    page = submit(browser, visit(browser, "/learning/suggestions"), form="Share CSA-02")
    assert page.path == "/learning/suggestions"
    assert "Shared: your training lead sees your name beside CSA-02, and nothing about your answers." in page.text
    assert shared(session) == [(person.id, "CSA-02", agency.id)]
    assert "Shared with your training lead" in visit(browser, "/learning").text
    back = submit(browser, page, form="Take back CSA-02")
    assert "Taken back" in back.text
    assert shared(session) == []


def test_a_course_that_was_never_suggested_is_shared_all_the_same(
    browser: Any, session: Session, person: Person, agency: Agency
) -> None:
    token = visit(browser, "/learning").token
    answer = browser.post("/learning/courses/CSA-10/share", data={"csrf_token": token, "next": "//evil.example"})
    assert answer.location == "/"
    assert shared(session) == [(person.id, "CSA-10", agency.id)]


def test_a_course_for_others_is_not_shared_and_one_that_is_not_there_not_found(browser: Any, session: Session) -> None:
    token = visit(browser, "/learning").token
    answer = browser.post("/learning/courses/CSA-16/share", data={"csrf_token": token}, follow_redirects=True)
    assert "CSA-16 is for other role groups" in answer.get_data(as_text=True)
    for course in ("CSA-99", "%00", "x" * 3000):
        assert browser.post(f"/learning/courses/{course}/share", data={"csrf_token": token}).status_code == 404
    assert shared(session) == []
