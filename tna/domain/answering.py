"""How far somebody is through a survey: each part as a task, and about how long the rest takes."""

from dataclasses import dataclass
from enum import StrEnum
from math import ceil

from tna.domain.answers import BLANK, Answers
from tna.domain.surveys import Part, SurveyDefinition


class TaskState(StrEnum):
    """How much of a part is answered."""

    NOT_STARTED = "not started"
    STARTED = "started"
    DONE = "done"


@dataclass(frozen=True, slots=True)
class Task:
    """One part of a person's survey and how many of its statements they have answered."""

    part: Part
    answered: int

    @property
    def left(self) -> int:
        """Statements of the part that are blank."""
        return len(self.part.statements) - self.answered

    @property
    def state(self) -> TaskState:
        """Done once every statement is answered; optional questions count for nothing here."""
        if not self.left:
            return TaskState.DONE
        return TaskState.STARTED if self.answered else TaskState.NOT_STARTED


def tasks(definition: SurveyDefinition, role_group: str, answers: Answers) -> tuple[Task, ...]:
    """Every part of a role group's survey as a task, in the order of the survey."""
    return tuple(
        Task(part, sum(answers.get(statement.id, BLANK) != BLANK for statement in part.statements))
        for part in definition.parts_for(role_group)
    )


def minutes_left(definition: SurveyDefinition, tasks_: tuple[Task, ...]) -> int:
    """Whole minutes for the statements left: their part of the survey's own estimate, rounded up; 0 for none.

    The estimate is taken as that of the role group's own statements, as the first page tells it to everybody.
    """
    asked = sum(len(task.part.statements) for task in tasks_)
    left = sum(task.left for task in tasks_)
    return ceil(definition.minutes * left / asked) if left else 0
