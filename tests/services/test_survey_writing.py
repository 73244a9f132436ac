"""The text of a survey file: read back it says the same, whatever words are in it."""

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tna.paths import surveys_folder
from tna.services.survey_files import load_survey, parse_survey
from tna.services.survey_writing import written
from tna.services.survey_yaml import read_file, read_text

FEATURES = Path(__file__).parents[1] / "surveys" / "features"
SURVEYS = sorted([*surveys_folder().glob("*/survey.yaml"), *FEATURES.glob("*.yaml")])
SHIPPED = surveys_folder() / "csa-tna-2026" / "survey.yaml"
_TEXTS = st.text(st.characters(exclude_categories=["Cc", "Cs"]), min_size=1, max_size=300).filter(
    lambda text: text.strip()
)


@pytest.mark.parametrize("path", SURVEYS, ids=lambda path: path.stem if path.stem != "survey" else path.parent.name)
def test_a_survey_written_and_read_again_is_the_same_survey_in_the_same_order(path: Path) -> None:
    data = read_file(path, "before").data
    text = written(data)
    again = read_text(text, "after").data
    assert again == data
    for name in ("asked", "targets"):
        assert list(again[name]) == list(data[name])
    assert parse_survey(text, "after") == load_survey(path)


def test_the_shipped_survey_keeps_its_layout() -> None:
    lines = written(read_file(SHIPPED, "before").data).splitlines()
    assert "  - {value: 1, label: Not at all confident}" in lines
    assert "  A: [s01, s02, s04, s06, s12, s13, D7]" in lines
    assert "  A: {D1: 3, D2: 2, D4: 2, D7: 2}" in lines
    assert "    only_if: {question: abe-trained, choice: [trained]}" in lines
    assert "        text: >-" in lines
    assert "\n\n  - id: D2\n" in "\n".join(lines)
    assert max(len(line) for line in lines) <= 120


@given(words=st.lists(_TEXTS, min_size=8, max_size=8))
@settings(max_examples=60, deadline=None)
def test_any_words_come_back_as_they_were(words: list[str]) -> None:
    words = [word.strip() for word in words]
    data: dict[str, Any] = read_file(SHIPPED, "before").data
    data["title"], data["notice"], data["stem"], data["not_my_role"] = words[:4]
    data["stems"] = {"J": words[4]}
    data["domains"][0]["statements"][0]["text"] = words[5]
    data["wordings"]["J"]["s12"] = words[6]
    data["questions"][1]["choices"][0]["label"] = words[7]
    assert read_text(written(data), "after").data == data


@pytest.mark.parametrize(
    "words", ["yes", "null", "1", "2026-01-31", "- a", "a: b", "# a", "“a”", "one\n\ntwo", "x" * 300]
)
def test_words_that_yaml_would_take_for_something_else_are_still_words(words: str) -> None:
    data = read_file(SHIPPED, "before").data | {"title": words}
    assert read_text(written(data), "after").data["title"] == words


def test_an_empty_part_and_a_question_without_choices_can_be_kept() -> None:
    data = read_file(SHIPPED, "before").data
    data["domains"].append({"id": "D8", "title": "New", "statements": []})
    data["questions"].append({"id": "q1", "text": "Why?", "choices": []})
    assert read_text(written(data), "after").data == data
