"""How far somebody is through a survey: each part as a task, and about how long the rest takes."""

from collections.abc import Mapping
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


MINUTES_TO_WRITE = 1
"""About how long an answer in one's own words takes; most are a sentence or two."""


def minutes_of(definition: SurveyDefinition, *, asks_openly: bool) -> int:
    """Whole minutes for a whole survey: its own estimate, and time to write where the round has an open question."""
    return definition.minutes + (MINUTES_TO_WRITE if asks_openly else 0)


def minutes_left(definition: SurveyDefinition, tasks_: tuple[Task, ...], *, is_to_write: bool = False) -> int:
    """Whole minutes for what is left: for statements their part of the survey's own estimate, rounded up; 0 for none.

    `is_to_write`: there is an open question, and nothing is written yet; that takes MINUTES_TO_WRITE. The
    estimate is taken as that of the role group's own statements, as the first page tells it to everybody.
    """
    asked = sum(len(task.part.statements) for task in tasks_)
    left = sum(task.left for task in tasks_)
    return (ceil(definition.minutes * left / asked) if left else 0) + (MINUTES_TO_WRITE if is_to_write else 0)


@dataclass(frozen=True, slots=True)
class Progress:
    """How far one person is: the parts they have behind them, and where to carry on."""

    parts: tuple[Part, ...]
    done: frozenset[int]

    @property
    def next_part(self) -> int:
        """Where the person stopped: the first part they do not have behind them, or the last."""
        return next((part.number for part in self.parts if part.number not in self.done), len(self.parts))


def progress(definition: SurveyDefinition, role_group: str, answers: Mapping[str, int]) -> Progress:
    """How far answers reach through the parts of a role group.

    The last part with an answer is where somebody stopped. They have it behind them once each of its statements is
    answered, and every part before it however much they left blank there: nobody has to answer anything.
    """
    parts = definition.parts_for(role_group)
    reached = 0
    for part in parts:
        answered = [bool(answers.get(statement.id)) for statement in part.statements]
        if any(answered):
            reached = part.number if all(answered) else part.number - 1
    return Progress(parts, frozenset(range(1, reached + 1)))
