"""A small partnership whose every answer is known, and what its figures must therefore be.

The recount is done here from the planted answers alone, in whole numbers, without a line of the product's own.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from math import floor

from sqlalchemy.orm import Session

from tests import factories
from tna.domain.surveys import SurveyDefinition
from tna.models.people import Agency
from tna.models.surveys import Round

NOT_MY_ROLE = "6"


@dataclass(frozen=True, slots=True)
class Crowd:
    """People of one agency and role group who all answer, each in a way of their own."""

    agency: str
    sector: str
    job: str
    role_group: str
    heads: int
    people: int

    def answers(self, definition: SurveyDefinition) -> Iterator[dict[str, str]]:
        """What each of them sends: levels that differ by person and statement, with some gaps."""
        asked = factories.statements_asked(definition, self.role_group)
        for person in range(self.people):
            places = {place: _level(person, place) for place in range(len(asked))}
            yield {asked[place]: level for place, level in places.items() if level is not None}

    def below(self, definition: SurveyDefinition, statement: str) -> "Share":
        """How many of those who gave a level are below the one their role needs."""
        sent = [answers[statement] for answers in self.answers(definition) if statement in answers]
        target = definition.target(self.role_group, statement)
        assert target is not None
        levels = [int(level) for level in sent if level != NOT_MY_ROLE]
        return Share(sum(level < target for level in levels), len(levels), len(sent), len(set(levels)) > 1)


@dataclass(frozen=True, slots=True)
class Share:
    """So many of those who rated a statement are below target; `answered` also counts "not part of my role".

    Where all who rated it chose the same level, nothing is told: it would be everybody's answer.
    """

    below: int
    rated: int
    answered: int
    is_told: bool


HEALTH = Crowd("Wyebridge Community Health", "health", "health-visitor", "D", heads=60, people=18)
POLICE = Crowd("Riverside Police", "police", "child-protection-detective", "F", heads=40, people=16)
SCHOOL = Crowd("Northgate School", "education", "teacher", "B", heads=30, people=4)
CROWDS = (HEALTH, POLICE, SCHOOL)
RELEASED = (HEALTH, POLICE)
"""Those of whom ten or more answered; of the others nothing may be told."""

ROLE_GROUPS = {
    "B": "Children's workforce",
    "D": "Targeted, health and early help",
    "F": "Joint interviewers (ABE)",
}


def add_agencies(session: Session) -> dict[str, Agency]:
    """The agencies of the crowds, by name."""
    return {
        crowd.agency: factories.add_agency(
            session, name=crowd.agency, sector=crowd.sector, heads={crowd.role_group: crowd.heads}
        )
        for crowd in CROWDS
    }


def all_answer(session: Session, round_: Round, agencies: Mapping[str, Agency], secret: str) -> None:
    """Everybody in every crowd sends what is planted."""
    definition = factories.definition_of(round_)
    for crowd in CROWDS:
        for answers in crowd.answers(definition):
            factories.add_respondents(
                session,
                round_,
                agencies[crowd.agency],
                1,
                job=crowd.job,
                role_group=crowd.role_group,
                secret=secret,
                answers=answers,
            )


def percent_below(definition: SurveyDefinition) -> dict[tuple[str, str], str]:
    """The whole per cent below target by titles of role group and domain: the plain mean over its statements."""
    return {
        (ROLE_GROUPS[crowd.role_group], part.domain.title): _whole_percent(
            [crowd.below(definition, statement.id) for statement in part.statements]
        )
        for crowd in RELEASED
        for part in definition.parts_for(crowd.role_group)
    }


def people_to_train(definition: SurveyDefinition) -> dict[str, Fraction]:
    """How many people to train by text of the statement, over everybody released."""
    totals: dict[str, Fraction] = {}
    for crowd in RELEASED:
        for statement in factories.statements_asked(definition, crowd.role_group):
            share = crowd.below(definition, statement)
            if share.is_told:
                people = Fraction(crowd.heads * share.below, share.answered)
                totals[statement] = totals.get(statement, Fraction()) + people
    return {statement.text: totals[statement.id] for statement in definition.statements if statement.id in totals}


def _level(person: int, place: int) -> str | None:
    if (person + 3 * place) % 11 == 10:
        return None
    if (2 * person + place) % 13 == 12:
        return NOT_MY_ROLE
    return str(1 + (3 * person + 2 * place + person * place // 4) % 5)


def _whole_percent(shares: list[Share]) -> str:
    told = [Fraction(share.below, share.rated) for share in shares if share.is_told]
    return str(floor(sum(told, Fraction()) / len(told) * 100 + Fraction(1, 2)))
