"""A file of targets: read whole or not at all, with every row named that is wrong."""

import pytest

from tests import factories
from tests.spreadsheets import csv_bytes, workbook_bytes
from tna.domain.surveys import SurveyDefinition
from tna.services.survey_files import load_survey
from tna.services.tables import TableRefused
from tna.services.target_files import COLUMNS, TargetFaults, read_targets, target_table


@pytest.fixture
def definition() -> SurveyDefinition:
    return load_survey(factories.shipped_survey().path)


def faults(definition: SurveyDefinition, *rows: tuple[str, ...]) -> list[tuple[int, str, str, str]]:
    with pytest.raises(TargetFaults) as found:
        read_targets(csv_bytes([COLUMNS, *rows]), file_name="targets.csv", definition=definition)
    return [(one.row, one.column, one.read, one.expected) for one in found.value.faults]


def test_what_is_written_is_read_back_as_the_same_targets(definition: SurveyDefinition) -> None:
    table = target_table(definition)
    assert table.headers == ("role_group", "statement", "target")
    for content, name in (
        (csv_bytes([COLUMNS, *table.rows]), "t.csv"),
        (workbook_bytes([COLUMNS, *table.rows]), "t.xlsx"),
    ):
        assert read_targets(content, file_name=name, definition=definition) == definition.targets


def test_columns_may_stand_in_any_order_beside_others(definition: SurveyDefinition) -> None:
    content = csv_bytes([("Note", "Target", "Statement", "Role_Group"), ("why", "5", "s01", "D")])
    assert read_targets(content, file_name="t.csv", definition=definition) == {"D": {"s01": 5}}


def test_each_fault_is_named_by_its_row(definition: SurveyDefinition) -> None:
    found = faults(
        definition,
        ("D", "s01", "4"),
        ("Q", "s01", "4"),
        ("D", "s99", "4"),
        ("J", "s05", "4"),
        ("D", "s01", "5"),
        ("D", "s02", "6"),
        ("D", "s03", ""),
        ("", "", "four"),
    )
    assert [(row, column, read) for row, column, read, _ in found] == [
        (3, "role_group", "Q"),
        (4, "statement", "s99"),
        (5, "statement", "s05"),
        (6, "statement", "D, s01"),
        (7, "target", "6"),
        (8, "target", ""),
        (9, "role_group", ""),
        (9, "statement", ""),
        (9, "target", "four"),
    ]
    assert found[0][3] == "a role group of this survey: A, B, C, D, E, F, G, H, I, J"
    assert found[2][3] == "a statement that role group J is asked"
    assert found[3][3] == "each pair once; this one stands in row 2 already"
    assert found[4][3] == "a level from 1 to 5"


@pytest.mark.parametrize("target", ["0", "-1", "3.5", "1e0", "٣", "4 or 5", "9" * 50])
def test_what_is_no_level_is_refused(definition: SurveyDefinition, target: str) -> None:
    assert [row for row, *_ in faults(definition, ("D", "s01", target))] == [2]


@pytest.mark.parametrize(
    ("header", "words"),
    [
        (("role_group", "statement"), "Missing: target."),
        (("group", "item", "level"), "Missing: role_group, statement, target."),
        (("role_group", "statement", "target", "target"), "The column target stands there twice."),
    ],
)
def test_a_table_of_something_else_is_refused(
    definition: SurveyDefinition, header: tuple[str, ...], words: str
) -> None:
    with pytest.raises(TableRefused, match=words):
        read_targets(
            csv_bytes([header, ("D", "s01", "4", "4")[: len(header)]]), file_name="t.csv", definition=definition
        )
