"""Each change of a survey, on a small one: what it changes, what it leaves, and what it refuses."""

import copy
from collections.abc import Callable
from typing import Any

import pytest

from tna.domain.survey_edits import asked, domains, questions, words
from tna.domain.survey_edits.base import Data, EditRefused, home_of, new_id, statement_row

SURVEY: Data = {
    "id": "tiny",
    "version": 1,
    "title": "A tiny survey",
    "notice": "This is not a validated instrument.",
    "minutes": 1,
    "stem": "I can…",
    "scale": [{"value": value, "label": f"Level {value}"} for value in range(1, 6)],
    "not_my_role": "Not part of my role",
    "domains": [
        {"id": "D1", "title": "Noticing", "statements": [{"id": "s01", "text": "see"}, {"id": "s02", "text": "hear"}]},
        {"id": "D2", "title": "Talking", "statements": [{"id": "s03", "text": "ask"}]},
    ],
    "wordings": {"B": {"s03": "make sure that they ask"}},
    "asked": {"A": ["s01"], "B": ["D1", "D2"]},
    "targets": {"A": {"D1": 2}, "B": {"D1": 3, "s02": 4, "D2": 5}},
    "questions": [
        {"id": "trained", "text": "Trained?", "choices": [{"id": "yes", "label": "Yes"}, {"id": "no", "label": "No"}]},
        {
            "id": "when",
            "text": "When?",
            "only_if": {"question": "trained", "choice": ["yes"]},
            "choices": [{"id": "now", "label": "Now"}, {"id": "then", "label": "Then"}],
        },
    ],
}


@pytest.fixture(autouse=True)
def _nothing_handed_in_is_changed() -> Any:
    before = copy.deepcopy(SURVEY)
    yield
    assert before == SURVEY


def refused(field: str, message: str) -> Any:
    return pytest.raises(EditRefused, match=message, check=lambda fault: fault.field == field)


def level(data: Data, group: str, statement: str) -> int | None:
    return asked.level_of(data, group, statement)


def test_what_the_survey_says_of_itself_is_replaced() -> None:
    new = words.set_about(SURVEY, title=" A  title ", notice="Not validated.", minutes=9, version=4)
    assert (new["title"], new["notice"], new["minutes"], new["version"]) == ("A title", "Not validated.", 9, 4)


@pytest.mark.parametrize(
    ("edit", "field", "message"),
    [
        (
            lambda: words.set_about(SURVEY, title="", notice="Not validated", minutes=1, version=2),
            "title",
            "Enter a title.",
        ),
        (
            lambda: words.set_about(SURVEY, title="x", notice="Not validated." + "n" * 987, minutes=1, version=2),
            "notice",
            "at most 1,000 characters. This one has 1,001",
        ),
        (
            lambda: words.set_about(SURVEY, title="x", notice="A validated instrument.", minutes=1, version=2),
            "notice",
            "not a validated instrument",
        ),
        (lambda: words.set_stems(SURVEY, stem="x", stems={"A": "s" * 301}), "stem_A", "at most 300 characters"),
        (lambda: words.set_scale(SURVEY, labels=["a", "b", "", "d", "e"], not_my_role="x"), "level_3", "for level 3"),
        (lambda: words.set_scale(SURVEY, labels=list("abcde"), not_my_role=""), "not_my_role", "Enter words"),
        (lambda: domains.add_domain(SURVEY, title="t" * 81), "text", "at most 80 characters"),
        (lambda: domains.rename_domain(SURVEY, "D1", title=" "), "text", "Enter a title"),
        (lambda: domains.add_statement(SURVEY, "D1", text=""), "text", "Enter the statement"),
        (lambda: questions.add_question(SURVEY, text="", hint=""), "text", "Enter the question"),
        (lambda: questions.put_to(SURVEY, "when", groups=[]), "groups", "Select at least one role group"),
        (lambda: questions.set_condition(SURVEY, "when", other="trained"), "after", "Select the answers"),
        (lambda: questions.set_condition(SURVEY, "trained", other="when", choices=["now"]), "after", "Select"),
        (lambda: questions.remove_question(SURVEY, "trained"), "", "“When\\?” is only put after this question"),
        (
            lambda: questions.set_choices(SURVEY, "trained", labels={"yes": ""}, added=["Perhaps"]),
            "choice_yes",
            "Change that first",
        ),
        (lambda: questions.set_choices(SURVEY, "when", labels={}, added=list("abcde")), "new_1", "at most 6 choices"),
        (lambda: questions.move_question(SURVEY, "when", up=True), "", "so it stays below it"),
    ],
)
def test_what_cannot_be_is_refused_at_its_field(edit: Callable[[], Data], field: str, message: str) -> None:
    with refused(field, message):
        edit()


def test_a_role_groups_own_beginning_is_kept_and_an_empty_one_is_none() -> None:
    new = words.set_stems(SURVEY, stem="We can…", stems={"B": "They can…", "A": "  "})
    assert (new["stem"], new["stems"]) == ("We can…", {"B": "They can…"})
    assert "stems" not in words.set_stems(new, stem="We can…", stems={"B": ""})


def test_the_scale_gets_other_words() -> None:
    new = words.set_scale(SURVEY, labels=list("abcde"), not_my_role="No")
    assert [(one["value"], one["label"]) for one in new["scale"]] == list(enumerate("abcde", start=1))
    assert new["not_my_role"] == "No"


def test_a_role_groups_words_for_a_statement_come_and_go() -> None:
    new = words.set_wordings(SURVEY, "s01", {"A": "be seen", "B": ""})
    assert new["wordings"] == {"A": {"s01": "be seen"}, "B": {"s03": "make sure that they ask"}}
    assert "wordings" not in words.set_wordings(SURVEY, "s03", {"B": ""})


def test_new_ids_come_after_every_one_that_was_ever_used() -> None:
    published = domains.add_statement(domains.add_statement(SURVEY, "D1", text="x"), "D1", text="y")
    new = domains.add_statement(SURVEY, "D2", text="z", earlier=[published])
    assert home_of(new, "s06")["id"] == "D2"
    assert domains.add_domain(SURVEY, title="New", earlier=[])["domains"][-1]["id"] == "D3"
    assert new_id("s", ["s09", "S12", "s-40", "q99"], digits=2) == "s13"


def test_a_statement_added_is_asked_of_those_who_are_asked_all_of_its_domain() -> None:
    new = domains.add_statement(SURVEY, "D1", text="smell")
    assert asked.asked_statements(new) == {"A": ["s01"], "B": ["s01", "s02", "s04", "s03"]}


def test_a_domain_takes_six_statements_and_a_survey_twenty_domains() -> None:
    data = SURVEY
    for number in range(4):
        data = domains.add_statement(data, "D1", text=f"see {number}")
    with refused("text", "at most 6 statements"):
        domains.add_statement(data, "D1", text="one more")
    with refused("domain", "at most 6 statements"):
        domains.move_to_domain(data, "s03", domain_id="D1")
    for number in range(18):
        data = domains.add_domain(data, title=f"Part {number}")
    with refused("text", "at most 20 parts"):
        domains.add_domain(data, title="One more")


def test_a_survey_has_at_most_twenty_questions() -> None:
    data = SURVEY
    for number in range(18):
        data = questions.add_question(data, text=f"Question {number}?", hint="")
    with refused("text", "at most 20 optional questions"):
        questions.add_question(data, text="One more?", hint="")


def test_moving_a_statement_changes_neither_who_is_asked_nor_the_level_they_need() -> None:
    new = domains.move_to_domain(SURVEY, "s02", domain_id="D2")
    assert [one["id"] for one in new["domains"][1]["statements"]] == ["s03", "s02"]
    assert new["asked"] == {"A": ["D1"], "B": ["D1", "D2"]}
    assert [level(new, "B", one) for one in ("s01", "s02", "s03")] == [3, 4, 5]
    back = domains.move_to_domain(new, "s02", domain_id="D1")
    assert asked.asked_statements(back) == asked.asked_statements(SURVEY)
    assert back["targets"] == SURVEY["targets"]
    assert domains.move_to_domain(SURVEY, "s02", domain_id="D1") == SURVEY


def test_a_target_goes_where_nothing_of_its_domain_is_asked_any_more() -> None:
    new = domains.move_to_domain(SURVEY, "s03", domain_id="D1")
    assert new["targets"]["B"] == {"D1": 3, "s02": 4, "s03": 5}


def test_domains_and_statements_move_by_one_and_stop_at_the_ends() -> None:
    new = domains.move_domain(SURVEY, "D2", up=True)
    assert [one["id"] for one in new["domains"]] == ["D2", "D1"]
    assert new["asked"] == {"A": ["s01"], "B": ["D2", "D1"]}
    assert domains.move_domain(SURVEY, "D1", up=True) == SURVEY
    assert home_of(domains.move_statement(SURVEY, "s01", up=False), "s01")["statements"][1]["id"] == "s01"
    assert domains.move_statement(SURVEY, "s02", up=False) == SURVEY


def test_removing_a_statement_takes_along_all_that_is_said_of_it() -> None:
    new = domains.remove_statement(SURVEY, "s03")
    assert "wordings" not in new
    assert new["asked"] == {"A": ["s01"], "B": ["D1"]}
    assert new["targets"] == {"A": {"D1": 2}, "B": {"D1": 3, "s02": 4}}
    with pytest.raises(KeyError):
        statement_row(new, "s03")


def test_removing_a_domain_takes_its_statements_and_the_last_one_stays() -> None:
    new = domains.remove_domain(SURVEY, "D1")
    assert (new["asked"], new["targets"]) == ({"B": ["D2"]}, {"B": {"D2": 5}})
    with refused("", "at least one part"):
        domains.remove_domain(new, "D2")


def test_who_is_asked_a_domain_is_set_by_role_group_and_the_rest_stays() -> None:
    new = asked.ask_in_domain(SURVEY, "D1", {"A": ["s01", "s02"], "B": [], "C": ["s02", "s03", "s99"]})
    assert new["asked"] == {"A": ["D1"], "B": ["D2"], "C": ["s02"]}
    assert new["targets"] == {"A": {"D1": 2}, "B": {"D2": 5}}


def test_what_is_not_there_is_not_asked_once_somebody_says_who_is_asked() -> None:
    faulty = {**SURVEY, "asked": {"A": ["s01", "s99", "D1"]}}
    assert asked.ask_in_domain(faulty, "D2", {})["asked"] == {"A": ["D1"]}


def test_levels_are_kept_by_domain_and_by_statement_where_they_differ() -> None:
    new = asked.set_targets(SURVEY, "B", {"D1": 4, "s01": 4, "s02": 2, "s03": 1, "s99": 3})
    assert new["targets"]["B"] == {"D1": 4, "s02": 2, "s03": 1}
    assert new["targets"]["A"] == SURVEY["targets"]["A"]
    assert "C" not in asked.set_targets(SURVEY, "C", {"D1": 4})["targets"]


def test_a_question_is_added_changed_moved_and_removed() -> None:
    new = questions.add_question(SURVEY, text="Why?", hint="")
    assert new["questions"][-1] == {"id": "q1", "text": "Why?", "choices": []}
    new = questions.change_question(new, "q1", text="Why not?", hint="Anything.")
    new = questions.move_question(new, "q1", up=True)
    assert [one["id"] for one in new["questions"]] == ["trained", "q1", "when"]
    assert new["questions"][1] == {"id": "q1", "text": "Why not?", "hint": "Anything.", "choices": []}
    assert questions.remove_question(new, "q1") == SURVEY
    last = questions.remove_question(questions.remove_question(SURVEY, "when"), "trained")
    assert "questions" not in last


def test_choices_change_their_words_go_and_come_with_ids_never_used_before() -> None:
    new = questions.set_choices(SURVEY, "when", labels={"now": "This year", "then": ""}, added=["", "Never"])
    assert new["questions"][1]["choices"] == [{"id": "now", "label": "This year"}, {"id": "c1", "label": "Never"}]
    gone = questions.set_choices(new, "when", labels={"c1": ""}, added=["Once"], earlier=[new])
    assert [one["id"] for one in gone["questions"][1]["choices"]] == ["now", "c2"]
    moved = questions.move_choice(new, "when", "c1", up=True)
    assert [one["id"] for one in moved["questions"][1]["choices"]] == ["c1", "now"]


def test_a_question_is_put_to_some_or_to_everybody_and_after_some_answers_or_any() -> None:
    some = questions.put_to(SURVEY, "when", groups=["B", "A"])
    assert some["questions"][1]["asked_of"] == ["A", "B"]
    assert questions.put_to(some, "when", groups=None) == SURVEY
    free = questions.set_condition(SURVEY, "when", other=None)
    assert "only_if" not in free["questions"][1]
    tied = questions.set_condition(free, "when", other="trained", choices=["no", "maybe"])
    assert tied["questions"][1]["only_if"] == {"question": "trained", "choice": ["no"]}


@pytest.mark.parametrize(
    "edit",
    [
        lambda: domains.rename_domain(SURVEY, "D9", title="x"),
        lambda: domains.move_statement(SURVEY, "s99", up=True),
        lambda: words.set_wordings(SURVEY, "s99", {}),
        lambda: questions.change_question(SURVEY, "why", text="x", hint=""),
        lambda: questions.move_choice(SURVEY, "when", "never", up=True),
    ],
)
def test_what_is_not_there_cannot_be_changed(edit: Callable[[], Data]) -> None:
    with pytest.raises(KeyError):
        edit()
