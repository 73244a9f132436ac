"""What two surveys ask otherwise, so that figures of it are not compared."""

from dataclasses import replace
from gettext import NullTranslations

import pytest
from babel import Locale

from tests import factories
from tna.domain.asked_changes import AskedChange, asked_change, changed_statements, is_reworded, statement_text
from tna.domain.survey_changes import changes_between
from tna.domain.survey_translation import in_language
from tna.domain.survey_words import SurveyWords
from tna.domain.surveys import SurveyDefinition
from tna.language import Language
from tna.services.survey_files import load_survey


@pytest.fixture
def definition() -> SurveyDefinition:
    return load_survey(factories.shipped_survey().path)


def test_a_survey_compares_with_itself_throughout(definition: SurveyDefinition) -> None:
    assert changed_statements(definition, definition) == frozenset()


def test_other_words_another_target_or_another_wording_make_a_statement_another(definition: SurveyDefinition) -> None:
    first, *others = definition.domains
    reworded = replace(first.statements[0], text="do something else")
    words = replace(definition, domains=(replace(first, statements=(reworded, *first.statements[1:])), *others))
    assert changed_statements(words, definition) == {"s01"}
    target = replace(definition, targets=definition.targets | {"B": {**definition.targets["B"], "s05": 5}})
    assert changed_statements(target, definition) == {"s05"}
    wording = replace(definition, wordings={"J": {**definition.wordings["J"], "s12": "do something else"}})
    assert changed_statements(wording, definition) == {"s12"}


def test_a_statement_asked_of_other_people_or_a_new_one_does_not_compare(definition: SurveyDefinition) -> None:
    fewer = replace(definition, asked=definition.asked | {"A": definition.asked["A"] - {"s01"}})
    assert changed_statements(fewer, definition) == {"s01"}
    new = {statement.id for statement in definition.domains[0].statements}
    shorter = replace(
        definition,
        domains=definition.domains[1:],
        asked={role_group: ids - new for role_group, ids in definition.asked.items()},
    )
    assert changed_statements(definition, shorter) == new


def test_another_scale_compares_with_nothing(definition: SurveyDefinition) -> None:
    lowest, *others = definition.scale
    scaled = replace(definition, scale=(replace(lowest, label="Lost"), *others))
    assert changed_statements(scaled, definition) == {one.id for one in definition.statements}


def test_other_words_for_what_is_not_part_of_the_role_compare_with_nothing(definition: SurveyDefinition) -> None:
    worded = replace(definition, not_my_role="I never do this")
    assert changed_statements(worded, definition) == {one.id for one in definition.statements}
    assert asked_change(definition, worded, "s01", ["B"]) == AskedChange(words=True, levels=(), people=False)


def test_two_versions_are_compared_as_they_were_written_in_whatever_language_they_are_read(
    definition: SurveyDefinition,
) -> None:
    welsh = Language("cy", Locale("cy"), NullTranslations())
    words = SurveyWords(statements={"s01": "sylwi"}, scale={1: "Ddim o gwbl"}, stem="Gallaf…")
    then, now = (in_language(one, welsh) for one in (definition, replace(definition, translations={"cy": words})))
    assert statement_text(then, "s01", None) != statement_text(now, "s01", None) == "sylwi"
    assert changed_statements(now, then) == frozenset()
    assert not is_reworded(then, now, "s01", None)
    assert not changes_between(then, now).words


def test_a_statement_that_was_reworded_is_another_even_where_its_translation_stayed(
    definition: SurveyDefinition,
) -> None:
    welsh = Language("cy", Locale("cy"), NullTranslations())
    first, *others = definition.domains
    reworded = replace(first.statements[0], text="do something else")
    words = {"cy": SurveyWords(statements={"s01": "sylwi"})}
    before = replace(definition, translations=words)
    after = replace(before, domains=(replace(first, statements=(reworded, *first.statements[1:])), *others))
    then, now = in_language(before, welsh), in_language(after, welsh)
    assert statement_text(then, "s01", None) == statement_text(now, "s01", None)
    assert changed_statements(now, then) == {"s01"}
    assert is_reworded(then, now, "s01", None)
