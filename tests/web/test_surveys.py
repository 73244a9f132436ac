"""Answering a survey in a browser: who sees what, part by part, saving, checking, sending."""

from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import event, func, select
from sqlalchemy.orm import Session

from tests import factories
from tests.web.browsing import Page, classes, sign_in, submit, text_of, visit
from tna.domain.answers import unpack
from tna.domain.people import respondent_key
from tna.models.people import Membership, Person
from tna.models.surveys import DailyParticipation, Participation, Response, Round
from tna.services import people


def secret(app: Any) -> str:
    return str(app.extensions["settings"].respondent_secret)


@pytest.fixture
def person(session: Session, client: Any) -> Person:
    """A health visitor, role group D, signed in."""
    person = factories.add_person(session)
    sign_in(client, session, person)
    return person


@pytest.fixture
def round_(session: Session, person: Person) -> Round:
    """An open round."""
    return factories.add_open_round(session)


def address(round_: Round, rest: str) -> str:
    return f"/surveys/{round_.id}/{rest}".rstrip("/")


def start(client: Any, round_: Round) -> Page:
    """Agree to start; the page that follows."""
    return submit(client, visit(client, address(round_, "before-you-start")), form="I understand")


def rows(session: Session) -> int:
    return session.scalar(select(func.count()).select_from(Response)) or 0


def kept(app: Any, session: Session, round_: Round, person: Person) -> dict[str, int]:
    """The answers in the database."""
    session.expire_all()
    key = respondent_key(secret(app), person.id)
    packed = session.scalars(select(Response.answers).where(Response.respondent_key == key)).one()
    return {item: code for item, code in unpack(factories.definition_of(round_), packed).items() if code}


# Who sees what ----------------------------------------------------------------------------------------------


def test_who_sees_what_is_said_before_the_first_question(client: Any, round_: Round) -> None:
    page = visit(client, address(round_, "before-you-start"))
    audiences = {text_of(row[0]): text_of(row[1]) for row in page.main.iter("div") if _is_summary_row(row)}
    assert audiences == {
        "Each answer you give": "You. Nobody else.",
        "The profile made from your answers": "You. Nobody else.",
        "Your name beside an answer": "Nobody.",
        "Whether you took part": "Nobody. Only how many people did.",
        "How a group answered": "Training leads and the partnership, for groups of ten or more people who answered. "
        "Never for fewer.",
    }
    for words in ("voluntary", "capability", "disciplinary", "confidential, not anonymous", "116 123"):
        assert words in page.text
    assert page.buttons == ["I understand, start"]


def _is_summary_row(element: Any) -> bool:
    return "govuk-summary-list__row" in classes(element)


def test_the_size_of_the_smallest_group_is_the_one_set(client: Any, round_: Round, app: Any) -> None:
    before = app.extensions["settings"]
    app.extensions["settings"] = replace(before, threshold=12)
    try:
        assert "groups of twelve or more people" in visit(client, address(round_, "before-you-start")).text
    finally:
        app.extensions["settings"] = before


def test_reading_who_sees_what_keeps_nothing_and_agreeing_starts_at_part_one(
    client: Any, round_: Round, session: Session
) -> None:
    visit(client, address(round_, "before-you-start"))
    assert rows(session) == 0
    page = start(client, round_)
    assert page.path == address(round_, "parts/1")
    assert rows(session) == 1


def test_agreeing_twice_starts_once_and_loses_nothing(
    client: Any, round_: Round, session: Session, app: Any, person: Person
) -> None:
    submit(client, start(client, round_), {"s01": "4"})
    page = start(client, round_)
    assert page.path == address(round_, "parts/1")
    assert page.checked == {"s01": "4"}
    assert rows(session) == 1
    assert kept(app, session, round_, person) == {"s01": 4}


@pytest.mark.parametrize("rest", ["", "parts/1", "parts/7", "check", "sent", "profile", "profile.pdf", "withdraw"])
def test_no_page_of_the_survey_opens_before_who_sees_what_was_read(client: Any, round_: Round, rest: str) -> None:
    assert visit(client, address(round_, rest)).path == address(round_, "before-you-start")


def test_answers_sent_before_who_sees_what_was_read_are_not_kept(client: Any, round_: Round, session: Session) -> None:
    form = visit(client, address(round_, "before-you-start"))
    answer = client.post(address(round_, "parts/1"), data={"s01": "3", "csrf_token": form.token})
    assert answer.location == address(round_, "before-you-start")
    assert rows(session) == 0


# The parts --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("job", "total"), [("health-visitor", 7), ("child-protection-detective", 7), ("prison-worker", 4)]
)
def test_everybody_is_asked_what_their_role_group_is_asked_and_nothing_else(
    client: Any, session: Session, job: str, total: int
) -> None:
    person = factories.add_person(session, job=job)
    sign_in(client, session, person)
    round_ = factories.add_open_round(session)
    page = start(client, round_)
    asked = page.radio_groups
    assert page.title.startswith(f"Part 1 of {total}: ")
    for number in range(2, total + 1):
        page = submit(client, page, form="Save and continue")
        assert page.path == address(round_, f"parts/{number}")
        asked += page.radio_groups
    definition = factories.definition_of(round_)
    role_group = person.memberships[0].role_group
    assert tuple(asked) == (
        *factories.statements_asked(definition, role_group),
        *(question.id for question in definition.questions_for(role_group)),
    )


def test_optional_questions_stand_on_the_last_part_alone(client: Any, round_: Round) -> None:
    start(client, round_)
    assert "would-help" not in visit(client, address(round_, "parts/6")).radio_groups
    assert visit(client, address(round_, "parts/7")).radio_groups == ["s23", "s24", "last-training", "would-help"]


@pytest.mark.parametrize("number", [0, 8, 99999999999999999999])
def test_a_part_that_is_not_there_is_not_found(client: Any, round_: Round, number: int) -> None:
    form = start(client, round_)
    visit(client, address(round_, f"parts/{number}"), status=404)
    answer = client.post(address(round_, f"parts/{number}"), data={"csrf_token": form.token})
    assert answer.status_code == 404


def test_saving_goes_on_to_the_next_part_and_the_last_to_checking(
    client: Any, round_: Round, session: Session, app: Any, person: Person
) -> None:
    page = submit(client, start(client, round_), {"s01": "4", "s02": "6"}, form="Save and continue")
    assert page.path == address(round_, "parts/2")
    assert kept(app, session, round_, person) == {"s01": 4, "s02": 6}
    last = visit(client, address(round_, "parts/7"))
    assert submit(client, last, {"would-help": "time"}, form="Save and continue").path == address(round_, "check")
    assert kept(app, session, round_, person) == {"s01": 4, "s02": 6, "would-help": 3}


def test_coming_back_later_finds_everything_as_it_was(client: Any, round_: Round, session: Session) -> None:
    page = submit(client, start(client, round_), {"s01": "5", "s03": "6"}, form="come back later")
    assert page.path == "/"
    assert "What you put is saved" in page.text
    page = visit(client, address(round_, "parts/1"))
    assert page.checked == {"s01": "5", "s03": "6"}
    assert "saved" in page.text


def test_nothing_has_to_be_answered(client: Any, round_: Round, session: Session, app: Any, person: Person) -> None:
    assert submit(client, start(client, round_), form="Save and continue").path == address(round_, "parts/2")
    assert kept(app, session, round_, person) == {}


def test_back_leads_through_the_parts_to_who_sees_what(client: Any, round_: Round) -> None:
    start(client, round_)
    assert _back(visit(client, address(round_, "parts/2"))) == address(round_, "parts/1")
    assert _back(visit(client, address(round_, "parts/1"))) == address(round_, "before-you-start")


def _back(page: Page) -> str:
    return next(a.get("href", "") for a in page.root.iter("a") if "govuk-back-link" in classes(a))


@pytest.mark.parametrize("value", ["0", "7", "-1", "three", "٣", "3 ", "\x00", "9" * 300])
def test_an_impossible_answer_brings_the_page_back_with_what_was_typed(
    client: Any, round_: Round, session: Session, app: Any, person: Person, value: str
) -> None:
    page = submit(client, start(client, round_), {"s01": "4", "s02": value}, status=422)
    assert page.title.startswith("Error: Part 1 of 7")
    problem = "Select how confident you are, select “Not part of my role”, or leave it blank"
    assert page.errors == {problem: "#s02"}
    assert page.root.find(".//*[@id='s02']") is not None
    assert page.checked == {"s01": "4"}
    assert kept(app, session, round_, person) == {}


def test_an_impossible_choice_is_told_at_its_question(client: Any, round_: Round) -> None:
    start(client, round_)
    last = visit(client, address(round_, "parts/7"))
    page = submit(client, last, {"s23": "2", "would-help": "money", "last-training": "never"}, status=422)
    assert list(page.errors.values()) == ["#would-help"]
    assert page.checked == {"s23": "2", "last-training": "never"}


def test_answers_to_statements_of_other_parts_or_roles_are_ignored(
    client: Any, round_: Round, session: Session, app: Any, person: Person
) -> None:
    submit(
        client,
        start(client, round_),
        {"s01": "1", "seen": "s05:1 s19:1", "s05": "2", "s19": "3", "role_group": "F", "is_submitted": "1"},
    )
    assert kept(app, session, round_, person) == {"s01": 1}


def test_words_typed_into_the_form_come_back_as_text(client: Any, round_: Round) -> None:
    page = submit(client, start(client, round_), {"s01": "<script>alert(1)</script>{{7*7}}"}, status=422)
    assert "<script>alert" not in page.html
    assert "49" not in page.text


def test_two_tabs_save_into_one_response(
    client: Any, round_: Round, session: Session, app: Any, person: Person
) -> None:
    first, second = start(client, round_), visit(client, address(round_, "parts/2"))
    submit(client, second, {"s05": "2"})
    submit(client, first, {"s01": "3"})
    assert rows(session) == 1
    assert kept(app, session, round_, person) == {"s01": 3, "s05": 2}


def test_a_stale_tab_erases_nothing_that_the_other_saved(
    client: Any, round_: Round, session: Session, app: Any, person: Person
) -> None:
    first, second = start(client, round_), visit(client, address(round_, "parts/1"))
    submit(client, first, {"s01": "3", "s02": "4"})
    submit(client, second, {"s03": "2"})
    assert kept(app, session, round_, person) == {"s01": 3, "s02": 4, "s03": 2}


def test_an_answer_changed_in_two_tabs_is_asked_for_once_more(
    client: Any, round_: Round, session: Session, app: Any, person: Person
) -> None:
    first, second = start(client, round_), visit(client, address(round_, "parts/1"))
    submit(client, first, {"s01": "3", "s02": "4"})
    page = submit(client, second, {"s01": "5", "s03": "2"}, status=422)
    told = "You chose another answer in a different tab or on another device. Select the one you want to keep"
    assert page.errors == {told: "#s01"}
    assert page.checked == {"s01": "5", "s02": "4", "s03": "2"}
    assert kept(app, session, round_, person) == {"s01": 3, "s02": 4}
    assert submit(client, page, form="Save and continue").path == address(round_, "parts/2")
    assert kept(app, session, round_, person) == {"s01": 5, "s02": 4, "s03": 2}


def test_a_clash_over_an_optional_question_is_asked_for_too(
    client: Any, round_: Round, session: Session, app: Any, person: Person
) -> None:
    start(client, round_)
    first, second = (visit(client, address(round_, "parts/7")) for _ in range(2))
    submit(client, first, {"would-help": "time"})
    page = submit(client, second, {"would-help": "courses"} | {"s23": "2"}, status=422)
    assert list(page.errors.values()) == ["#would-help"]


@pytest.mark.parametrize(
    "seen", ["s01", "s01:", "s01:9", "s01:-1", ":3", "would-help:6", "s99:1", "\x00", "s01:1" * 999]
)
def test_a_page_that_says_nonsense_about_what_it_showed_still_saves(
    client: Any, round_: Round, session: Session, app: Any, person: Person, seen: str
) -> None:
    start(client, round_)
    last = visit(client, address(round_, "parts/7"))
    submit(client, last, {"s23": "4", "seen": seen})
    assert kept(app, session, round_, person) == {"s23": 4}
    page = submit(client, last, {"s23": "9", "seen": seen}, status=422)
    assert list(page.errors.values()) == ["#s23"]


# Taking answers back ----------------------------------------------------------------------------------------


def test_answers_of_a_page_can_be_taken_back(
    client: Any, round_: Round, session: Session, app: Any, person: Person
) -> None:
    submit(client, start(client, round_), {"s01": "3", "s02": "6"})
    submit(client, visit(client, address(round_, "parts/2")), {"s05": "4"})
    asked = visit(client, visit(client, address(round_, "parts/1")).links["Clear my answers on this page"])
    assert asked.heading.endswith("Clear your answers in this part?")
    assert "The two answers you put in this part are deleted at once." in asked.text
    assert asked.links["Keep them"] == address(round_, "parts/1")
    assert kept(app, session, round_, person) == {"s01": 3, "s02": 6, "s05": 4}
    page = submit(client, asked, form="Clear my answers in this part")
    assert page.path == address(round_, "parts/1")
    assert "Your answers on this page are cleared." in page.text
    assert page.checked == {}
    assert kept(app, session, round_, person) == {"s05": 4}


def test_whoever_clears_while_changing_goes_back_to_checking_after(
    client: Any, app: Any, session: Session, round_: Round, person: Person
) -> None:
    under_way(client, app, session, round_, person, s01="4", s05="2")
    part = visit(client, address(round_, "parts/2?change=yes"))
    asked = visit(client, part.links["Clear my answers on this page"])
    page = submit(client, asked, form="Clear my answers in this part")
    assert kept(app, session, round_, person) == {"s01": 4}
    assert submit(client, page, form="Save and continue").path == address(round_, "check")


def test_clearing_takes_back_nothing_that_was_not_there_when_it_was_asked(
    client: Any, round_: Round, session: Session, app: Any, person: Person
) -> None:
    part = submit(client, start(client, round_), {"s01": "3"})
    asked = visit(client, address(round_, "parts/1/clear"))
    submit(client, visit(client, address(round_, "parts/1")), {"s02": "5"})
    assert submit(client, asked, form="Clear my answers in this part").checked == {"s02": "5"}
    assert kept(app, session, round_, person) == {"s02": 5}
    assert part.path == address(round_, "parts/2")


def test_an_answer_changed_elsewhere_since_it_was_asked_is_not_cleared(
    client: Any, round_: Round, session: Session, app: Any, person: Person
) -> None:
    submit(client, start(client, round_), {"s01": "3"})
    asked = visit(client, address(round_, "parts/1/clear"))
    submit(client, visit(client, address(round_, "parts/1")), {"s01": "5"})
    again = submit(client, asked, form="Clear my answers in this part", status=422)
    assert again.title.startswith("Error:")
    assert list(again.errors.values()) == ["#clear"]
    assert kept(app, session, round_, person) == {"s01": 5}
    submit(client, again, form="Clear my answers in this part")
    assert kept(app, session, round_, person) == {}


def test_a_part_without_answers_has_nothing_to_clear(client: Any, round_: Round) -> None:
    start(client, round_)
    page = visit(client, address(round_, "parts/1/clear"))
    assert page.heading.endswith("There is nothing to clear")
    assert page.buttons == []
    visit(client, address(round_, "parts/99/clear"), status=404)


def test_clearing_with_a_token_of_an_earlier_sign_in_asks_again(
    client: Any, round_: Round, session: Session, app: Any, person: Person
) -> None:
    submit(client, start(client, round_), {"s01": "3"})
    asked = visit(client, address(round_, "parts/1/clear"))
    again = submit(client, asked, {"csrf_token": "old"}, form="Clear my answers in this part", status=400)
    assert again.heading.endswith("Clear your answers in this part?")
    assert kept(app, session, round_, person) == {"s01": 3}


def test_clearing_after_the_closing_changes_nothing(
    client: Any, round_: Round, session: Session, app: Any, person: Person
) -> None:
    submit(client, start(client, round_), {"s01": "3"})
    asked = visit(client, address(round_, "parts/1/clear"))
    factories.close(session, round_)
    submit(client, asked, form="Clear my answers in this part", status=409)
    assert kept(app, session, round_, person) == {"s01": 3}


def test_a_part_page_asks_the_database_a_handful_of_times(client: Any, round_: Round, session: Session) -> None:
    page = start(client, round_)
    asked: list[str] = []
    connection = session.connection()

    def note(_c: Any, _k: Any, statement: str, *_rest: Any) -> None:
        if not statement.startswith(("SAVEPOINT", "RELEASE", "ROLLBACK")):
            asked.append(statement)

    event.listen(connection, "before_cursor_execute", note)
    try:
        visit(client, address(round_, "parts/1"))
        opened = len(asked)
        submit(client, page, {"s01": "3"}, follow=False, status=302)
    finally:
        event.remove(connection, "before_cursor_execute", note)
    assert opened <= 5, asked[:opened]
    assert len(asked) - opened <= 8, asked[opened:]


# Checking and sending ---------------------------------------------------------------------------------------


def under_way(client: Any, app: Any, session: Session, round_: Round, person: Person, **answers: str) -> None:
    """Some answers are saved, none sent."""
    factories.answer(session, round_, person, secret=secret(app), answers=answers or {"s01": "4"}, send=False)


def test_checking_shows_every_answer_in_words_by_part_and_blanks_kindly(
    client: Any, app: Any, session: Session, round_: Round, person: Person
) -> None:
    under_way(client, app, session, round_, person, s01="4", s02="6")
    page = visit(client, address(round_, "check"))
    headings = [text_of(h) for h in page.main.iter("h2")]
    assert headings[0] == "1. Noticing signs"
    assert len(headings) == 8
    shown = [(text_of(row[0])[:12], text_of(row[1])) for row in page.main.iter("div") if _is_summary_row(row)]
    assert shown[0] == ("put together", "4 Very confident")
    assert shown[1][1] == "Not part of my role"
    assert shown[2][1] == "Left blank"
    assert "You left" in page.text
    assert "That is fine" in page.text


def test_an_answer_is_changed_in_place_and_leads_back_to_checking(
    client: Any, app: Any, session: Session, round_: Round, person: Person
) -> None:
    under_way(client, app, session, round_, person, s01="4", s05="2")
    page = visit(client, address(round_, "check"))
    change = next(href for words, href in page.links.items() if words.startswith("Change: start a gentle"))
    assert change.endswith("#s05")
    part = visit(client, change.partition("#")[0])
    assert part.path == address(round_, "parts/2")
    assert _back(part) == address(round_, "check")
    assert submit(client, part, {"s05": "5"}, form="Save and continue").path == address(round_, "check")
    assert kept(app, session, round_, person) == {"s01": 4, "s05": 5}


def test_a_question_whose_condition_is_not_met_is_not_listed(client: Any, app: Any, session: Session) -> None:
    person = factories.add_person(session, job="child-protection-detective")
    sign_in(client, session, person)
    round_ = factories.add_open_round(session)
    answers = {"s01": "3", "abe-trained": "not-trained", "abe-when": "within-a-year"}
    under_way(client, app, session, round_, person, **answers)
    text = visit(client, address(round_, "check")).text
    assert "Have you been trained in Achieving Best Evidence" in text
    assert "When was your last ABE course" not in text


def test_sending_counts_once_thanks_and_leads_to_the_profile(
    client: Any, app: Any, session: Session, round_: Round, person: Person
) -> None:
    under_way(client, app, session, round_, person)
    page = submit(client, visit(client, address(round_, "check")), form="Submit my answers")
    assert page.path == address(round_, "profile")
    assert "Your answers are sent. Thank you." in page.text
    session.expire_all()
    response = session.scalars(select(Response)).one()
    assert (response.is_submitted, response.role_group) == (True, "D")
    assert response.agency_id == person.memberships[0].agency_id
    assert session.scalars(select(Participation.person_id)).all() == [person.id]
    assert session.scalars(select(DailyParticipation.submitted)).all() == [1]


def test_sending_twice_is_sending_once(client: Any, app: Any, session: Session, round_: Round, person: Person) -> None:
    under_way(client, app, session, round_, person)
    first, second = (visit(client, address(round_, "check")) for _ in range(2))
    submit(client, first, form="Submit my answers")
    assert submit(client, second, form="Submit my answers").path == address(round_, "profile")
    assert session.scalars(select(DailyParticipation.submitted)).all() == [1]


def test_sending_without_any_answer_says_what_is_missing(client: Any, session: Session, round_: Round) -> None:
    start(client, round_)
    page = submit(client, visit(client, address(round_, "check")), form="Submit my answers", status=422)
    assert page.title.startswith("Error: ")
    assert page.errors == {"Answer at least one statement before you send": "#part-1"}
    assert page.root.find(".//*[@id='part-1']") is not None
    assert "one statement is enough to send" in page.text
    assert "send as it is" not in page.text
    assert session.scalars(select(Response.is_submitted)).all() == [False]


def test_a_second_tab_is_told_that_the_answers_were_sent_and_changes_nothing(
    client: Any, app: Any, session: Session, round_: Round, person: Person
) -> None:
    under_way(client, app, session, round_, person, s01="4")
    second = visit(client, address(round_, "parts/1"))
    submit(client, visit(client, address(round_, "check")), form="Submit my answers")
    page = submit(client, second, {"s01": "1"}, form="Save and continue")
    assert page.path == address(round_, "sent")
    assert "You had sent your answers before, so what you put just now was not saved." in page.text
    assert page.links["See your profile"] == address(round_, "profile")
    assert kept(app, session, round_, person) == {"s01": 4}


@pytest.mark.parametrize("rest", ["", "before-you-start", "parts/1", "parts/8", "check"])
def test_after_sending_every_page_leads_to_the_thanks(
    client: Any, app: Any, session: Session, round_: Round, person: Person, rest: str
) -> None:
    factories.answer(session, round_, person, secret=secret(app))
    page = visit(client, address(round_, rest))
    assert page.path == address(round_, "sent")
    assert "what you put just now" not in page.text


# Rounds that take no answers --------------------------------------------------------------------------------


@pytest.mark.parametrize("rest", ["", "before-you-start", "parts/1", "check", "sent", "profile", "withdraw"])
def test_a_closed_round_says_so_and_what_became_of_answers(
    client: Any, app: Any, session: Session, round_: Round, person: Person, rest: str
) -> None:
    under_way(client, app, session, round_, person)
    factories.close(session, round_)
    page = visit(client, address(round_, rest))
    assert page.heading == "This survey has closed"
    assert "Answers that were sent are safe, and they count." in page.text


@pytest.mark.parametrize(
    ("rest", "button"), [("before-you-start", "I understand"), ("parts/1", "Save"), ("check", "Sub")]
)
def test_answers_that_come_after_the_closing_are_refused_and_change_nothing(
    client: Any, app: Any, session: Session, round_: Round, person: Person, rest: str, button: str
) -> None:
    under_way(client, app, session, round_, person, s01="4")
    form = visit(client, address(round_, rest))
    factories.close(session, round_)
    page = submit(client, form, {"s01": "1"}, form=button, status=409)
    assert page.heading == "This survey has closed"
    assert kept(app, session, round_, person) == {"s01": 4}
    assert session.scalars(select(Response.is_submitted)).all() == [False]


def test_a_profile_stays_after_the_round_has_closed(
    client: Any, app: Any, session: Session, round_: Round, person: Person
) -> None:
    factories.answer(session, round_, person, secret=secret(app))
    factories.close(session, round_)
    assert visit(client, address(round_, "profile")).heading.endswith("Your profile")
    sent = visit(client, address(round_, "sent"))
    assert sent.heading.startswith("Your answers are sent")
    assert "The survey closed on" in sent.text
    assert "you can change what you sent" not in sent.text
    assert "Change my answers" not in sent.links


@pytest.mark.parametrize("rest", ["", "before-you-start", "parts/1", "check", "sent", "profile", "privacy-notice"])
def test_a_round_that_is_planned_or_unknown_is_not_found(
    client: Any, session: Session, person: Person, rest: str
) -> None:
    planned = factories.add_round(session)
    visit(client, address(planned, rest), status=404)
    visit(client, f"/surveys/987654/{rest}", status=404)
    visit(client, f"/surveys/99999999999999999999/{rest}", status=404)


# People -----------------------------------------------------------------------------------------------------


def test_somebody_without_an_agency_sees_no_survey(client: Any, session: Session, round_: Round) -> None:
    sign_in(client, session, factories.add_person_without_agency(session))
    for rest in ("before-you-start", "parts/1", "check", "sent", "profile"):
        visit(client, address(round_, rest), status=404)


def test_answers_count_for_the_job_one_answers_as_when_sending(
    client: Any, app: Any, session: Session, round_: Round, person: Person
) -> None:
    under_way(client, app, session, round_, person, s01="4", s05="3")
    other = factories.add_membership(session, person, factories.add_agency(session), job="prison-worker")
    people.answer_as(session, person=person, membership_id=other.id)
    submit(client, visit(client, address(round_, "check")), form="Submit my answers")
    session.expire_all()
    response = session.scalars(select(Response)).one()
    assert (response.agency_id, response.role_group) == (other.agency_id, "A")
    # Role group A is not asked about s05: what was put there as role group D is dropped.
    assert kept(app, session, round_, person) == {"s01": 4}


def test_answers_and_profile_are_shown_to_nobody_else(
    client: Any, app: Any, session: Session, round_: Round, person: Person, browsers: Any
) -> None:
    factories.answer(session, round_, person, secret=secret(app), level=5)
    other, colleague = browsers(), factories.add_person(session, _agency_of(person))
    sign_in(other, session, colleague)
    assert visit(other, address(round_, "profile")).path == address(round_, "before-you-start")
    assert visit(client, address(round_, "profile")).heading.endswith("Your profile")


def _agency_of(person: Person) -> Any:
    membership: Membership = person.memberships[0]
    return membership.agency


# On every page ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("rest", ["before-you-start", "parts/1", "parts/7", "check", "closed", "sent", "profile"])
def test_every_page_of_the_survey_has_a_way_out_the_support_line_and_is_not_stored(
    client: Any, app: Any, session: Session, round_: Round, person: Person, rest: str
) -> None:
    if rest in {"sent", "profile"}:
        factories.answer(session, round_, person, secret=secret(app))
    else:
        under_way(client, app, session, round_, person)
    if rest == "closed":
        factories.close(session, round_)
    page = visit(client, address(round_, "check" if rest == "closed" else rest))
    assert any("govuk-exit-this-page" in classes(element) for element in page.root.iter("div"))
    assert "tel:116123" in [a.get("href") for a in page.root.iter("a")]
    assert page.answer.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize("rest", ["before-you-start", "parts/1", "check"])
def test_nothing_is_taken_without_the_token_of_the_page(
    client: Any, app: Any, session: Session, round_: Round, person: Person, rest: str
) -> None:
    under_way(client, app, session, round_, person, s01="4")
    for token in ({}, {"csrf_token": "made-up"}):
        assert client.post(address(round_, rest), data={"s01": "1", **token}).status_code == 400
    assert kept(app, session, round_, person) == {"s01": 4}
