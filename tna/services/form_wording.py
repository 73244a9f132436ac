"""The words in which course forms ask: those of the newest survey, whatever role group somebody is in."""

from functools import cache

from sqlalchemy import select
from sqlalchemy.orm import Session

from tna.domain.evaluations.forms import Wording
from tna.domain.surveys import SurveyDefinition
from tna.models.surveys import SurveyVersion
from tna.services.survey_files import load_survey, parse_survey, shipped_surveys


def wording_of(session: Session, statements: tuple[str, ...]) -> Wording:
    """The words for these statements, in this order.

    Each has those of the newest version of a survey that has it: ids never change their meaning, and a form that was
    sent is still read when a later survey asks no longer. One that no survey has is left out.
    """
    definitions = _definitions(session)
    words = {each.id: each for definition in reversed(definitions) for each in definition.statements}
    newest = definitions[0]
    known = tuple(words[statement] for statement in statements if statement in words)
    return Wording(newest.stem, newest.scale, newest.not_my_role, known)


def _definitions(session: Session) -> tuple[SurveyDefinition, ...]:
    """Every survey there is: those of the rounds, the newest first, then those that come with the product."""
    versions = session.scalars(select(SurveyVersion).order_by(SurveyVersion.id.desc()))
    frozen = (parse_survey(one.definition, f"{one.survey_id} version {one.version}") for one in versions)
    return (*frozen, *_shipped())


@cache
def _shipped() -> tuple[SurveyDefinition, ...]:
    return tuple(load_survey(shipped.path) for shipped in shipped_surveys())
