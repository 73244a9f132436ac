"""What two surveys ask otherwise, so that figures of it are not compared."""

from dataclasses import replace

import pytest

from tests import factories
from tna.domain.asked_changes import AskedChange, asked_change, changed_statements
from tna.domain.surveys import SurveyDefinition
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
