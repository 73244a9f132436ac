"""The words in which course forms ask: those of the newest round, whatever role group somebody is in."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from tna.domain.evaluations.forms import Wording
from tna.domain.surveys import SurveyDefinition
from tna.models.surveys import Round, SurveyVersion
from tna.services.rounds import own_definition
from tna.services.survey_files import shipped_definitions


def wording_of(session: Session, statements: tuple[str, ...]) -> Wording:
    """The words for these statements, in this order.

    Each has those of the newest round whose survey has it: ids never change their meaning, and a form that was
    sent is still read when a later survey asks no longer. One that no survey has is left out.
    """
    definitions = _definitions(session)
    words = {each.id: each for definition in reversed(definitions) for each in definition.statements}
    newest = definitions[0]
    known = tuple(words[statement] for statement in statements if statement in words)
    return Wording(newest.stem, newest.scale, newest.not_my_role, known)


def _definitions(session: Session) -> tuple[SurveyDefinition, ...]:
    """The surveys that courses speak of: as rounds asked them, the newest first, then as they come with the product.

    What no round asks, or only one that was called off, is not what people know; and a survey of the partnership's own
    has ids of its own.
    """
    wanted = select(SurveyVersion).join(Round).where(Round.opened_at.is_not(None), Round.cancelled_at.is_(None))
    wanted = wanted.where(SurveyVersion.survey_id.in_([survey.id for survey in shipped_definitions()]))
    versions = dict.fromkeys(session.scalars(wanted.order_by(Round.opens_on.desc(), Round.id.desc())))
    return (*(own_definition(one) for one in versions), *shipped_definitions())
