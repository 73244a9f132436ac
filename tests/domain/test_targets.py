"""Targets as people set them: one level for a domain, others where a statement differs."""

from dataclasses import replace

import pytest

from tests import factories
from tna.domain.notice_text import USUAL_NOTICE, paragraphs, with_phone_numbers
from tna.domain.surveys import SurveyDefinition
from tna.domain.targets import (
    RoleGroupTargets,
    differing,
    laid_over,
    left_over,
    target_data,
    targets_by_domain,
    with_levels,
)
from tna.services.survey_files import load_survey


@pytest.fixture
def definition() -> SurveyDefinition:
    return load_survey(factories.shipped_survey().path)


def of(definition: SurveyDefinition, role_group: str) -> RoleGroupTargets:
    return next(row for row in targets_by_domain(definition) if row.role_group == role_group)


def test_each_role_group_has_a_level_in_each_domain_of_which_it_is_asked_something(
    definition: SurveyDefinition,
) -> None:
    row = of(definition, "J")
    assert {one.domain.id: one.level for one in row.domains} == {"D1": 3, "D4": 3, "D6": 3, "D7": 3}
    assert row.level("D2") is None
    assert row.differing == ()


def test_a_statement_with_a_level_of_its_own_is_named_beside_its_domain(definition: SurveyDefinition) -> None:
    harder = replace(definition, targets=definition.targets | {"B": {**definition.targets["B"], "s05": 5}})
    row = of(harder, "B")
    assert row.level("D2") == 3
    assert [(statement.id, level) for statement, level in row.differing] == [("s05", 5)]
    assert target_data(targets_by_domain(harder))["B"]["s05"] == 5


def test_of_two_levels_that_stand_as_often_the_lower_is_that_of_the_domain(definition: SurveyDefinition) -> None:
    own = dict.fromkeys(("s05", "s06"), 5)
    split = replace(definition, targets=definition.targets | {"B": {**definition.targets["B"], **own}})
    row = of(split, "B")
    assert (row.level("D2"), [level for _, level in row.differing]) == (3, [5, 5])


def test_a_statement_is_read_in_the_words_of_its_role_group(definition: SurveyDefinition) -> None:
    worded = {s.id: s.text for one in of(definition, "J").domains for s in one.statements}
    assert all(worded[statement] == text for statement, text in definition.wordings["J"].items())


def test_paragraphs_stand_between_empty_lines() -> None:
    assert paragraphs(" One\nline \n\n \t \n\nTwo\r\n") == ["One line", "Two"]
    assert paragraphs(" \n ") == []
    assert len(paragraphs(USUAL_NOTICE)) == 5


def test_a_domains_new_level_leaves_statements_with_their_own(definition: SurveyDefinition) -> None:
    harder = with_levels(definition, {"B": {"s05": 5}})
    both = with_levels(harder, {"B": {"D2": 2}})
    assert both.target("B", "s05") == 5
    assert both.target("B", "s06") == 2
    assert both.targets["C"] == definition.targets["C"]
    assert with_levels(definition, {}).targets == definition.targets


def test_changes_that_change_nothing_are_dropped(definition: SurveyDefinition) -> None:
    changes = {"B": {"D1": 4, "D2": 5, "s06": 5, "s05": 1}, "Q": {"D1": 3}}
    assert differing(definition, changes) == {"B": {"D2": 5, "s05": 1}}
    assert differing(definition, {"B": {"s05": 3}}) == {}


def test_changes_that_fit_nothing_are_left_out_and_named(definition: SurveyDefinition) -> None:
    changes = {"J": {"D2": 4, "D1": 4, "nowhere": 1}, "Q": {"D1": 3}}
    rows = targets_by_domain(definition)
    assert left_over(rows, changes) == (("J", "D2"), ("J", "nowhere"), ("Q", "D1"))
    assert laid_over(rows, changes)["J"] == {"D1": 4, "D4": 3, "D6": 3, "D7": 3}


def test_phone_numbers_in_a_text_can_be_rung_and_nothing_else_is_taken_for_one() -> None:
    assert with_phone_numbers("Ring 01632 960 140, or +44 1632 960001. Then 999.") == [
        ("Ring ", ""),
        ("01632 960 140", "01632960140"),
        (", or ", ""),
        ("+44 1632 960001", "+441632960001"),
        (". Then 999.", ""),
    ]
    for text in ("From 04.11.2026, 09-11-2026 to 0.5 of 20,000,000", "<b>0</b>", "ref A0163296014", "٠١٦٣٢٩٦٠١٤٠", ""):
        assert "".join(words for words, _ in with_phone_numbers(text)) == text
        assert not any(number for _, number in with_phone_numbers(text))
