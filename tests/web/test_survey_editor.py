"""The pages on which a manager changes a survey: each changes its one thing, and none overwrites another's change."""

from typing import Any

import pytest
from sqlalchemy.orm import Session

from tests import factories
from tests.web.browsing import Page, sign_in, submit, text_of, visit
from tna.domain.people import Duty
from tna.domain.survey_edits import asked
from tna.domain.survey_edits.base import Data, home_of, question_row, statement_row
from tna.models.surveys import SurveyDraft
from tna.services import survey_drafts


@pytest.fixture
def browser(client: Any, session: Session) -> Any:
    """The browser of a manager."""
    sign_in(client, session, factories.add_person(session, duties=[Duty.MANAGER]))
    return client


@pytest.fixture
def draft(session: Session) -> SurveyDraft:
    """A draft of the shipped survey."""
    return factories.add_draft(session)


def at(draft: SurveyDraft, page: str = "") -> str:
    return f"/surveys/editor/{draft.id}{page}"


def send(browser: Any, draft: SurveyDraft, page: str, values: dict[str, Any] | None = None, status: int = 200) -> Page:
    shown = visit(browser, at(draft, page))
    return submit(browser, shown, ticked(shown) | (values or {}), form=shown.buttons[-1], status=status)


def ticked(page: Page) -> dict[str, Any]:
    """The values of every ticked box, by name."""
    boxes = [box for box in page.main.iter("input") if box.get("type") == "checkbox" and box.get("checked") is not None]
    return {
        str(box.get("name")): [one.get("value") for one in boxes if one.get("name") == box.get("name")] for box in boxes
    }


def data_of(session: Session, draft: SurveyDraft) -> Data:
    session.expire_all()
    return survey_drafts.data_of(draft)


def test_the_whole_survey_stands_on_one_page_in_its_order(browser: Any, draft: SurveyDraft) -> None:
    page = visit(browser, at(draft))
    assert page.heading == "Draft of version 2 Child sexual abuse training needs 2026"
    places = [page.text.index(words) for words in ("The scale", "Part 1: Noticing", "Part 7: Respecting", "Optional")]
    assert places == sorted(places)
    assert "J reads: use the Child Sexual Abuse Response Pathway to decide their next step" in page.text
    assert "Asked of E, F, G and I." in page.text
    assert "Put to E, F, G and I, after “Yes” to “Have you been trained" in page.text
    assert "to mend before it can be published" not in page.text


CHANGES: list[tuple[str, dict[str, Any], Any]] = [
    (
        "/about",
        {"title": "Other", "minutes": "9", "version": "5"},
        lambda data: (data["title"], data["minutes"], data["version"]) == ("Other", 9, 5),
    ),
    ("/beginning", {"stem": "I can…", "stem_A": "We can…"}, lambda data: data["stems"]["A"] == "We can…"),
    ("/beginning", {"stem_J": ""}, lambda data: "stems" not in data),
    ("/scale", {"level_2": "Hardly", "not_my_role": "No"}, lambda data: data["scale"][1]["label"] == "Hardly"),
    ("/add-part", {"text": "New"}, lambda data: data["domains"][-1] == {"id": "D8", "title": "New", "statements": []}),
    ("/parts/D1", {"text": "Seeing"}, lambda data: data["domains"][0]["title"] == "Seeing"),
    ("/parts/D1/remove", {}, lambda data: data["domains"][0]["id"] == "D2"),
    ("/parts/D1/statements/new", {"text": "new"}, lambda data: home_of(data, "s25")["id"] == "D1"),
    ("/statements/s01", {"text": "see"}, lambda data: statement_row(data, "s01")["text"] == "see"),
    ("/statements/s01/words", {"words_A": "them"}, lambda data: data["wordings"]["A"] == {"s01": "them"}),
    ("/statements/s12/words", {"words_J": ""}, lambda data: "s12" not in data["wordings"]["J"]),
    ("/statements/s01/part", {"domain": "D2"}, lambda data: home_of(data, "s01")["id"] == "D2"),
    ("/statements/s01/remove", {}, lambda data: data["domains"][0]["statements"][0]["id"] == "s02"),
    (
        "/parts/D7/asked",
        {"asked": ["A s23"]},
        lambda data: data["asked"]["A"][-1] == "s23" and "D7" not in data["asked"]["J"],
    ),
    (
        "/targets/A",
        {"level_D1": "4", "level_s01": "2"},
        lambda data: data["targets"]["A"] == {"D1": 4, "s01": 2, "D2": 2, "D4": 2, "D7": 2},
    ),
    ("/add-question", {"text": "Why?"}, lambda data: data["questions"][-1]["text"] == "Why?"),
    ("/questions/would-help", {"text": "Which?", "hint": ""}, lambda data: "hint" not in data["questions"][-1]),
    (
        "/questions/would-help/choices",
        {"choice_time": "", "new_1": "Peace"},
        lambda data: [one["id"] for one in data["questions"][-1]["choices"]][2:] == ["guidance", "tools", "c1"],
    ),
    (
        "/questions/would-help/put-to",
        {"whom": "some", "groups": ["C", "B"]},
        lambda data: data["questions"][-1]["asked_of"] == ["B", "C"],
    ),
    ("/questions/abe-when/put-to", {"whom": "everybody"}, lambda data: "asked_of" not in data["questions"][2]),
    (
        "/questions/would-help/condition",
        {"after": "last-training", "answers_last-training": ["never"]},
        lambda data: data["questions"][-1]["only_if"] == {"question": "last-training", "choice": ["never"]},
    ),
    ("/questions/abe-when/condition", {"after": "everybody"}, lambda data: "only_if" not in data["questions"][2]),
    ("/questions/would-help/remove", {}, lambda data: len(data["questions"]) == 3),
]


@pytest.mark.parametrize(("page", "values", "is_done"), CHANGES, ids=[page for page, *_ in CHANGES])
def test_a_page_changes_its_one_thing_and_leads_back(
    browser: Any, session: Session, draft: SurveyDraft, page: str, values: dict[str, Any], is_done: Any
) -> None:
    answer = send(browser, draft, page, values)
    assert answer.path == at(draft)
    assert "The change is saved." in answer.text
    assert is_done(data_of(session, draft))


@pytest.mark.parametrize("page", sorted({page for page, *_ in CHANGES}))
def test_a_page_sent_as_it_is_changes_nothing(browser: Any, session: Session, draft: SurveyDraft, page: str) -> None:
    if page.endswith(("/remove", "/new")):
        return
    before = data_of(session, draft)
    send(browser, draft, page)
    assert data_of(session, draft) == before


@pytest.mark.parametrize(
    ("page", "values", "error", "field"),
    [
        ("/about", {"title": ""}, "Enter a title.", "#title"),
        ("/about", {"notice": "A fine instrument."}, "Say in the notice that this is not a validated", "#notice"),
        ("/about", {"minutes": "90"}, "Enter a whole number of minutes from 1 to 60", "#minutes"),
        ("/about", {"version": "1"}, "There is a version 1 already. Enter a higher number.", "#version"),
        ("/beginning", {"stem": " "}, "Enter the beginning.", "#stem"),
        ("/scale", {"level_5": ""}, "Enter words for level 5.", "#level_5"),
        ("/add-part", {"text": "t" * 81}, "Enter a title of at most 80 characters.", "#text"),
        ("/parts/D1/statements/new", {"text": ""}, "Enter the statement.", "#text"),
        ("/statements/s01/part", {"domain": "D99"}, "Select a part", "#domain"),
        ("/questions/abe-trained/remove", {}, "is only put after this question. Change that first.", ""),
        ("/questions/abe-trained/choices", {"choice_trained": ""}, "Change that first.", "#choice_trained"),
        ("/questions/would-help/put-to", {"whom": "some"}, "Select at least one role group", "#groups"),
        ("/questions/would-help/condition", {"after": "last-training"}, "Select the answers after which", ""),
    ],
)
def test_what_cannot_be_is_told_at_its_field_and_what_was_typed_stays(
    browser: Any, session: Session, draft: SurveyDraft, page: str, values: dict[str, Any], error: str, field: str
) -> None:
    answer = send(browser, draft, page, values)
    assert answer.title.startswith("Error: ")
    assert error in answer.text
    told = [href for words, href in answer.errors.items() if error in words]
    assert not field or told == [field]
    if field != "#domain":  # a part that was never offered is not there to be chosen again
        shown = answer.fields(answer.buttons[-1])
        assert {name: shown[name] for name in values} == values
    session.expire_all()
    assert draft.revision == 1


def test_a_page_opened_before_somebody_elses_change_overwrites_nothing_and_keeps_what_was_typed(
    browser: Any, session: Session, draft: SurveyDraft
) -> None:
    old = visit(browser, at(draft, "/statements/s01"))
    send(browser, draft, "/statements/s01", {"text": "the other's words"})
    answer = submit(browser, old, {"text": "my words"}, status=409)
    assert "Somebody has changed this survey since you opened this page" in answer.text
    assert answer.fields()["text"] == "my words"
    assert statement_row(data_of(session, draft), "s01")["text"] == "the other's words"
    submit(browser, answer)
    assert statement_row(data_of(session, draft), "s01")["text"] == "my words"


def test_ticks_stay_where_a_page_of_who_is_asked_was_too_old(
    browser: Any, session: Session, draft: SurveyDraft
) -> None:
    old = visit(browser, at(draft, "/parts/D7/asked"))
    send(browser, draft, "/parts/D7", {"text": "Reflecting"})
    answer = submit(browser, old, {"asked": ["B s23"]}, status=409)
    assert ticked(answer) == {"asked": ["B s23"]}
    assert "D7" in data_of(session, draft)["asked"]["A"]


def test_buttons_move_parts_statements_questions_and_choices(
    browser: Any, session: Session, draft: SurveyDraft
) -> None:
    def move(page: str, button: str) -> None:
        submit(browser, visit(browser, at(draft, page)), form=button)

    move("", "Move down part 1")
    move("", "Move down statement 1 of part 1")
    move("", "Move up question 4")
    move("/questions/would-help/choices", "Move down Training")
    data = data_of(session, draft)
    assert [one["id"] for one in data["domains"]][:2] == ["D2", "D1"]
    assert [one["id"] for one in data["domains"][0]["statements"]][:2] == ["s06", "s05"]
    assert [one["id"] for one in data["questions"]] == ["last-training", "abe-trained", "would-help", "abe-when"]
    assert [one["id"] for one in question_row(data, "would-help")["choices"]][:2] == ["supervision", "training"]
    assert asked.asked_statements(data)["A"] == ["s06", "s01", "s02", "s04", "s12", "s13", "s23", "s24"]


def test_a_question_does_not_move_before_the_one_it_depends_on(browser: Any, draft: SurveyDraft) -> None:
    page = submit(browser, visit(browser, at(draft)), form="Move up question 3")
    assert "so it stays below it" in page.text


def test_a_button_of_an_old_page_moves_nothing(browser: Any, session: Session, draft: SurveyDraft) -> None:
    old = visit(browser, at(draft))
    send(browser, draft, "/parts/D1", {"text": "Seeing"})
    page = submit(browser, old, form="Move down part 1")
    assert "so nothing was moved" in page.text
    assert data_of(session, draft)["domains"][0]["id"] == "D1"


def test_a_new_part_shows_what_has_to_be_mended_until_it_is(browser: Any, session: Session, draft: SurveyDraft) -> None:
    page = send(browser, draft, "/add-part", {"text": "New"})
    assert "1 thing to mend before it can be published" in page.text
    mending = visit(browser, page.links["Part 8, statements"])
    page = submit(browser, mending, {"text": "be new"})
    assert "to mend before" not in page.text
    assert "Nobody is asked this yet." in page.text
    page = send(browser, draft, "/parts/D8/asked", {"asked": ["C s25"]})
    assert "Role group “C” is asked s25 but has no target there" in page.text
    page = submit(browser, visit(browser, page.links["Levels of role group C"]), {"level_D8": "3"})
    assert "to mend before" not in page.text
    assert data_of(session, draft)["targets"]["C"]["D8"] == 3


@pytest.mark.parametrize(
    "page",
    [
        "/parts/D99",
        "/parts/D99/asked",
        "/statements/s99",
        "/statements/s99/words",
        "/targets/Z",
        "/questions/why",
        "/questions/why/condition",
        "/preview/Z/1",
        "/preview/A/99",
        "/nothing",
    ],
)
def test_what_is_not_there_is_not_found(browser: Any, draft: SurveyDraft, page: str) -> None:
    visit(browser, at(draft, page), status=404)


def test_a_draft_that_is_not_there_is_not_found(browser: Any) -> None:
    for page in ("/surveys/editor/7", f"/surveys/editor/{2**40}", "/surveys/editor/7/about"):
        visit(browser, page, status=404)


def test_hostile_words_are_only_words(browser: Any, draft: SurveyDraft) -> None:
    hostile = "<script>alert(1)</script> {{ 7 * 7 }} & *x: [y"
    page = send(browser, draft, "/statements/s01", {"text": hostile})
    assert hostile in page.text
    assert hostile in visit(browser, at(draft, "/preview/B/1")).text


def test_the_preview_is_the_surveys_own_page_and_nothing_on_it_can_be_sent(browser: Any, draft: SurveyDraft) -> None:
    listed = visit(browser, at(draft, "/preview"))
    assert listed.links["F Joint interviewers (ABE)"] == at(draft, "/preview/F/1")
    page = visit(browser, at(draft, "/preview/F/7"))
    assert "Preview: nothing is saved." in page.text
    assert page.radio_groups == ["s23", "s24", "last-training", "abe-trained", "abe-when", "would-help"]
    off = next(element for element in page.main.iter("fieldset") if element.get("disabled") is not None)
    inside = set(off.iter())
    controls = [element for tag in ("input", "button", "select", "textarea") for element in page.main.iter(tag)]
    assert controls
    assert all(control in inside for control in controls)
    assert "In my role I am confident that I can make sure people" in visit(browser, at(draft, "/preview/J/1")).text


def test_a_draft_with_faults_can_be_looked_at_as_far_as_it_goes(browser: Any, draft: SurveyDraft) -> None:
    send(browser, draft, "/add-part", {"text": "New"})
    page = visit(browser, at(draft, "/preview/F/7"))
    assert "Part 7 of 7" in text_of(page.main)
