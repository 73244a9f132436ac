"""What the people of the demonstration answer: levels around their role's target, leaning as planned."""

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from tna.domain.answers import NOT_MY_ROLE
from tna.domain.surveys import Question, Statement, SurveyDefinition
from tna.services.demonstration.plan import (
    DOMAIN_LEANING,
    EVERYWHERE,
    ROLE_GROUP_LEANING,
    STATEMENT_LEANING,
    Leaning,
    PlannedAgency,
)

Floats = NDArray[np.float64]

PERSON_SPREAD = 0.6
"""How far people of one role group differ from each other, in levels (standard deviation)."""

_STATEMENT_SPREAD = 0.8
_LEFT_BLANK = 0.02
_NOT_MY_ROLE: Leaning = {"D3": 0.06, "D4": 0.03, "D5": 0.14, "D6": 0.06}
"""The share who say that a statement of the domain is no part of their role."""

_CHOSEN: Mapping[str, Mapping[str, float]] = {
    "last-training": {"never": 2, "over-three-years": 3, "one-to-three-years": 3, "within-a-year": 2},
    "abe-trained": {"trained": 1, "not-trained": 2},
    "would-help": {"training": 4, "supervision": 2, "time": 2, "guidance": 1, "tools": 1},
}
"""How often choices are made beside each other; a choice that is not named here counts 1."""
_INTERVIEWERS = {"trained": 4.0, "not-trained": 1.0}


def answers_of(
    rng: np.random.Generator,
    definition: SurveyDefinition,
    agency: PlannedAgency,
    role_group: str,
    *,
    changes: int,
    personal: Floats,
) -> list[dict[str, str]]:
    """The whole answers of people of one role group in one agency, as forms would send them.

    `changes`: how many rounds were before; `personal`: (people,), how much each is above or below their like.
    """
    given: list[dict[str, str]] = [{} for _ in personal]
    for part in definition.parts_for(role_group):
        for statement in part.statements:
            target = definition.target(role_group, statement.id)
            assert target is not None  # every statement asked has a target
            middle = target + _leaning(agency, role_group, statement, changes)
            _answer_statement(rng, given, statement, middle + personal)
    for question in definition.questions_for(role_group):
        _answer_question(rng, given, question, role_group)
    return given


def _leaning(agency: PlannedAgency, role_group: str, statement: Statement, changes: int) -> float:
    domain = statement.domain
    return (
        DOMAIN_LEANING.get(domain, 0.0)
        + STATEMENT_LEANING.get(statement.id, 0.0)
        + _of(ROLE_GROUP_LEANING.get(role_group, {}), domain)
        + _of(agency.leaning, domain)
        + changes * _of(agency.change, domain)
    )


def _of(leaning: Leaning, domain: str) -> float:
    return leaning.get(domain, 0.0) + leaning.get(EVERYWHERE, 0.0)


def _answer_statement(
    rng: np.random.Generator, given: list[dict[str, str]], statement: Statement, middle: Floats
) -> None:
    levels = np.rint(middle + rng.normal(0, _STATEMENT_SPREAD, len(given))).clip(1, 5).astype(int)
    chance = rng.random(len(given))
    levels[chance < _LEFT_BLANK + _NOT_MY_ROLE.get(statement.domain, 0.01)] = NOT_MY_ROLE
    for answers, level, drawn in zip(given, levels.tolist(), chance.tolist(), strict=True):
        if drawn >= _LEFT_BLANK:
            answers[statement.id] = str(level)


def _answer_question(
    rng: np.random.Generator, given: list[dict[str, str]], question: Question, role_group: str
) -> None:
    often = _CHOSEN.get(question.id, {})
    if question.id == "abe-trained" and role_group == "F":
        often = _INTERVIEWERS
    weights = np.array([often.get(choice.id, 1.0) for choice in question.choices])
    places = rng.choice(len(weights), size=len(given), p=weights / weights.sum())
    chance = rng.random(len(given))
    for answers, place, drawn in zip(given, places.tolist(), chance.tolist(), strict=True):
        if drawn >= _LEFT_BLANK and _is_put(question, answers):
            answers[question.id] = question.choices[place].id


def _is_put(question: Question, answers: Mapping[str, str]) -> bool:
    return question.only_if is None or answers.get(question.only_if.question) in question.only_if.choice
