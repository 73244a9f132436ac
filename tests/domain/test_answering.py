"""How far somebody is through a survey, and how long the rest takes."""

import pytest

from tests import factories
from tna.domain.answering import MINUTES_TO_WRITE, TaskState, minutes_left, minutes_of, tasks
from tna.domain.answers import NOT_MY_ROLE
from tna.domain.surveys import SurveyDefinition
from tna.services.survey_files import load_survey


@pytest.fixture(scope="module")
def survey() -> SurveyDefinition:
    """The shipped survey: 24 statements in seven domains, eight minutes."""
    return load_survey(factories.shipped_survey().path)


def test_a_part_is_done_once_every_statement_is_answered(survey: SurveyDefinition) -> None:
    found = tasks(survey, "D", {"s01": 4, "s02": 3, "s03": NOT_MY_ROLE, "s04": 1, "s05": 2})
    assert [task.state for task in found[:3]] == [TaskState.DONE, TaskState.STARTED, TaskState.NOT_STARTED]
    assert [task.answered for task in found[:3]] == [4, 1, 0]


def test_questions_that_are_optional_start_no_part(survey: SurveyDefinition) -> None:
    assert tasks(survey, "D", {"would-help": 3})[-1].state is TaskState.NOT_STARTED


@pytest.mark.parametrize("role_group", ["A", "D", "F"])
def test_before_the_first_answer_all_of_the_estimate_is_left(survey: SurveyDefinition, role_group: str) -> None:
    assert minutes_left(survey, tasks(survey, role_group, {})) == survey.minutes


def test_the_time_left_falls_with_each_answer_and_is_nothing_at_the_end(survey: SurveyDefinition) -> None:
    asked = [one.id for part in survey.parts_for("D") for one in part.statements]
    left = [minutes_left(survey, tasks(survey, "D", dict.fromkeys(asked[:n], 3))) for n in range(len(asked) + 1)]
    assert left == sorted(left, reverse=True)
    assert left[-2:] == [1, 0]


def test_an_open_question_takes_a_minute_more_until_something_is_written(survey: SurveyDefinition) -> None:
    assert minutes_of(survey, asks_openly=True) == survey.minutes + MINUTES_TO_WRITE
    assert minutes_of(survey, asks_openly=False) == survey.minutes
    assert minutes_left(survey, tasks(survey, "D", {}), is_to_write=True) == survey.minutes + MINUTES_TO_WRITE
    everything = {one.id: 3 for part in survey.parts_for("D") for one in part.statements}
    assert minutes_left(survey, tasks(survey, "D", everything), is_to_write=True) == MINUTES_TO_WRITE
