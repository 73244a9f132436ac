"""The words of a survey in other languages while it is changed: none stays for what is gone, and none is lost else."""

import copy
from collections.abc import Callable
from typing import Any

import pytest

from tna.domain.survey_edits import domains, questions, words
from tna.domain.survey_edits.base import Data, EditRefused
from tna.domain.survey_edits.translations import domain_texts, own_texts, question_texts, set_translations, texts_of

SURVEY: Data = {
    "id": "tiny",
    "version": 1,
    "title": "A tiny survey",
    "notice": "This is not a validated instrument.",
    "minutes": 1,
    "stem": "I can…",
    "stems": {"B": "They can…"},
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
        {
            "id": "trained",
            "text": "Trained?",
            "hint": "Any kind counts.",
            "choices": [{"id": "yes", "label": "Yes"}, {"id": "no", "label": "No"}],
        },
    ],
    "translations": {
        "cy": {
            "title": "Arolwg",
            "stems": {"B": "Gallan nhw…"},
            "scale": {"1": "Lefel 1"},
            "domains": {"D1": "Sylwi", "D2": "Siarad"},
            "statements": {"s01": "gweld", "s03": "gofyn"},
            "wordings": {"B": {"s03": "gofalu eu bod yn gofyn"}},
            "questions": {
                "trained": {"text": "Hyfforddiant?", "hint": "Pob math.", "choices": {"yes": "Do", "no": "Naddo"}}
            },
        },
        "fr": {"statements": {"s03": "demander"}},
    },
}
WELSH: Data = SURVEY["translations"]["cy"]


@pytest.fixture(autouse=True)
def _nothing_handed_in_is_changed() -> Any:
    before = copy.deepcopy(SURVEY)
    yield
    assert before == SURVEY


@pytest.mark.parametrize(
    ("edit", "left"),
    [
        (
            lambda: domains.remove_domain(SURVEY, "D2"),
            {"domains": {"D1": "Sylwi"}, "statements": {"s01": "gweld"}, "wordings": None},
        ),
        (lambda: domains.remove_statement(SURVEY, "s03"), {"statements": {"s01": "gweld"}, "wordings": None}),
        (lambda: words.set_stems(SURVEY, stem="I can…", stems={}), {"stems": None}),
        (lambda: words.set_wordings(SURVEY, "s03", {"B": ""}), {"wordings": None}),
        (lambda: questions.remove_question(SURVEY, "trained"), {"questions": None}),
        (
            lambda: questions.set_choices(SURVEY, "trained", labels={"yes": "Yes", "no": ""}, added=["Perhaps"]),
            {"questions": {"trained": {**WELSH["questions"]["trained"], "choices": {"yes": "Do"}}}},
        ),
        (
            lambda: questions.change_question(SURVEY, "trained", text="Trained?", hint=""),
            {"questions": {"trained": {"text": "Hyfforddiant?", "choices": {"yes": "Do", "no": "Naddo"}}}},
        ),
    ],
)
def test_words_for_what_goes_go_with_it_and_all_others_stay(edit: Callable[[], Data], left: Data) -> None:
    kept = {**WELSH, **left}
    assert edit()["translations"]["cy"] == {name: texts for name, texts in kept.items() if texts}


def test_a_language_of_which_nothing_is_left_goes_too() -> None:
    assert list(domains.remove_statement(SURVEY, "s03")["translations"]) == ["cy"]
    small = {**SURVEY, "translations": {"fr": {"statements": {"s03": "demander"}}}}
    assert "translations" not in domains.remove_statement(small, "s03")


def test_moving_and_rewording_keep_the_words_elsewhere() -> None:
    for new in (
        domains.move_statement(SURVEY, "s01", up=False),
        domains.move_to_domain(SURVEY, "s03", domain_id="D1"),
        domains.change_statement(SURVEY, "s03", text="ask them"),
        domains.rename_domain(SURVEY, "D1", title="Seeing"),
    ):
        assert new["translations"] == SURVEY["translations"]


def test_every_text_of_a_survey_can_be_translated_and_names_its_place() -> None:
    texts = texts_of(SURVEY)
    assert [text.field for text in texts] == [
        "title", "notice", "stem", "stems.B", "scale.1", "scale.2", "scale.3", "scale.4", "scale.5", "not_my_role",
        "domains.D1", "statements.s01", "statements.s02",
        "domains.D2", "statements.s03", "wordings.B.s03",
        "questions.trained.text", "questions.trained.hint",
        "questions.trained.choices.yes", "questions.trained.choices.no",
    ]  # fmt: skip
    assert [text.role_group for text in texts if text.role_group] == ["B", "B"]
    every = set_translations(SURVEY, "de", texts, {text.field: f"de: {text.field}" for text in texts})
    assert every["translations"]["de"]["questions"]["trained"]["choices"]["no"] == "de: questions.trained.choices.no"
    assert (every["translations"]["cy"], every["translations"]["fr"]) == (WELSH, SURVEY["translations"]["fr"])


def test_only_the_texts_of_one_part_are_changed_and_an_empty_one_takes_its_words_away() -> None:
    part = domain_texts(SURVEY, SURVEY["domains"][1])
    new = set_translations(SURVEY, "cy", part, {"domains.D2": " Siarad  â phlant ", "statements.s03": ""})
    assert new["translations"]["cy"] == {
        **{name: texts for name, texts in WELSH.items() if name != "wordings"},
        "domains": {"D1": "Sylwi", "D2": "Siarad â phlant"},
        "statements": {"s01": "gweld"},
    }
    nothing = set_translations(SURVEY, "fr", part, {})
    assert list(nothing["translations"]) == ["cy"]


def test_words_that_are_too_long_are_refused_at_their_field() -> None:
    with pytest.raises(EditRefused, match="at most 80 characters") as refused:
        set_translations(SURVEY, "cy", own_texts(SURVEY), {"scale.2": "x" * 81})
    assert refused.value.field == "scale.2"
    with pytest.raises(EditRefused, match="at most 300 characters"):
        set_translations(SURVEY, "cy", question_texts(SURVEY), {"questions.trained.hint": "x" * 301})


def test_a_notice_in_another_language_is_left_to_its_writers() -> None:
    with pytest.raises(EditRefused, match="not a validated instrument"):
        words.set_about(SURVEY, title="x", notice="Mesur.", minutes=1, version=2)
    welsh = {**SURVEY, "language": "cy", "translations": {}}
    assert words.set_about(welsh, title="x", notice="Mesur.", minutes=1, version=2)["notice"] == "Mesur."
