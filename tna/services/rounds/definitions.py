"""The survey of a round: the text frozen with it, with the targets that were set for the round laid over."""

from tna.domain.surveys import SurveyDefinition
from tna.language import spoken
from tna.models.surveys import Round, SurveyVersion
from tna.services.survey_files import parse_survey, parse_with_targets


def definition_of(round_: Round) -> SurveyDefinition:
    """The survey of a round, parsed from the text frozen with it, with the round's own targets where it has any."""
    version = round_.survey_version
    if round_.targets is None:
        return own_definition(version)
    return _spoken(parse_with_targets(version.definition, round_.targets, _named(version)))


def own_definition(version: SurveyVersion) -> SurveyDefinition:
    """A survey with the targets its own file gives, whatever a round has changed."""
    return _spoken(parse_survey(version.definition, _named(version)))


def _spoken(definition: SurveyDefinition) -> SurveyDefinition:
    """In the words of the language spoken now, as far as the survey has them."""
    return definition.spoken_in(spoken().code)


def _named(version: SurveyVersion) -> str:
    return f"{version.survey_id} version {version.version}"
