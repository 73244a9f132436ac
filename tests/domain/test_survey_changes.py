"""What one version changes against another, group by group."""

from pathlib import Path
from typing import Any

import pytest

from tna.domain.survey_changes import Change, SurveyChanges, changes_between
from tna.domain.surveys import SurveyDefinition
from tna.services.survey_files import parse_survey

TEXT = (Path(__file__).parents[1] / "surveys" / "features" / "questions.yaml").read_text(encoding="utf-8")


def changed(*pairs: tuple[str, str]) -> SurveyChanges:
    text = TEXT
    for old, new in pairs:
        assert old in text
        text = text.replace(old, new, 1)
    return changes_between(survey(TEXT), survey(text))


def survey(text: str) -> SurveyDefinition:
    return parse_survey(text, "a survey")


def test_the_same_survey_under_another_number_has_no_change() -> None:
    assert not changed(("version: 1", "version: 2")).any


@pytest.mark.parametrize(
    ("pair", "change"),
    [
        (("notice signs", "see signs"), Change("Statement s01", "notice signs", "see signs")),
        (("label: Fairly", "label: Rather"), Change("Level 3 of the scale, for every statement", "Fairly", "Rather")),
        (
            ("not_my_role: Not part of my role", "not_my_role: Never"),
            Change("The choice beside the scale", "Not part of my role", "Never"),
        ),
        (
            ("stem: I am confident that I can…", "stem: I can…"),
            Change("The beginning of every statement", "I am confident that I can…", "I can…"),
        ),
        (
            ("scale:", "stems: {B: They can…}\nscale:"),
            Change("The beginning of every statement for role group B", "I am confident that I can…", "They can…"),
        ),
        (
            ("asked:\n", "wordings: {B: {s01: see}}\nasked:\n"),
            Change("Statement s01 for role group B", "notice signs", "see"),
        ),
        (("When was that?", "When?"), Change("Question when", "When was that?", "When?")),
        (("Any kind counts.", "Any."), Change("The hint of question last-training", "Any kind counts.", "Any.")),
        (
            ("label: Never}", "label: Not yet}"),
            Change("The choices of question last-training", "Never / At some time", "Not yet / At some time"),
        ),
    ],
)
def test_other_words_break_comparison(pair: tuple[str, str], change: Change) -> None:
    changes = changed(pair)
    assert changes.words == (change,)
    assert (changes.asked, changes.targets, changes.others) == ((), (), ())


def test_new_statements_and_those_that_go_are_told_with_who_is_asked() -> None:
    changes = changed(("{id: s02, text: record signs}", "{id: s04, text: smell signs}"))
    assert changes.asked == (
        Change("New: statement s04, asked of A and B", after="smell signs"),
        Change("Gone: statement s02", before="record signs"),
    )


def test_who_is_asked_is_told_by_role_group() -> None:
    changes = changed(("A: [D1]", "A: [s01, s03]"), ("A: {D1: 2}", "A: {D1: 2, D2: 3}"))
    assert changes.asked == (
        Change("Role group A is now asked s03"),
        Change("Role group A is no longer asked s02"),
    )
    assert changes.targets == ()


def test_a_question_put_to_others_or_after_other_answers_is_told() -> None:
    changes = changed(
        ("only_if: {question: trained, choice: [trained]}", "only_if: {question: trained, choice: [not-trained]}")
    )
    assert changes.asked == (Change("Question when is put after", "“Yes” to trained", "“No” to trained"),)
    changes = changed(("    only_if: {question: trained, choice: [trained]}\n", ""))
    assert changes.asked == (Change("Question when is put after", "“Yes” to trained", "any answer"),)
    changes = changed(("    hint: Any kind counts.\n", "    hint: Any kind counts.\n    asked_of: [A]\n"))
    assert changes.asked == (Change("Question last-training is put to", "role groups A and B", "role groups A"),)


def test_a_statement_in_another_part_is_told() -> None:
    line = "      - {id: s02, text: record signs}\n"
    changes = changed(
        (line, ""),
        ("listen to a child}\n", f"listen to a child}}\n{line}"),
        ("A: [D1]", "A: [D1, s02]"),
        ("A: {D1: 2}", "A: {D1: 2, s02: 2}"),
        ("B: {D1: 3, D2: 4}", "B: {D1: 3, D2: 4, s02: 3}"),
    )
    assert changes.asked == (Change("Statement s02 stands in another part", "Noticing", "Talking"),)
    assert (changes.words, changes.targets, changes.others) == ((), (), ())


def test_targets_are_told_by_part_or_by_statement() -> None:
    changes = changed(("B: {D1: 3, D2: 4}", "B: {D1: 4, s02: 5, D2: 5}"))
    assert changes.targets == (
        Change("Target of role group B for s01", "3", "4"),
        Change("Target of role group B for s02", "3", "5"),
        Change("Target of role group B for “Talking”", "4", "5"),
    )


def test_what_makes_no_difference_is_told_apart() -> None:
    changes = changed(
        ("title: A tiny survey", "title: Tiny"), ("title: Talking", "title: Listening"), ("minutes: 1", "minutes: 2")
    )
    assert changes.others == (
        Change("Title", "A tiny survey", "Tiny"),
        Change("Minutes it takes", "1", "2"),
        Change("Title of part D2", "Talking", "Listening"),
    )
    order: Any = (
        "      - {id: s01, text: notice signs}\n      - {id: s02, text: record signs}",
        "      - {id: s02, text: record signs}\n      - {id: s01, text: notice signs}",
    )
    assert changed(order).others == (Change("The order of parts, statements or questions"),)
