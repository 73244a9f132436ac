"""The survey of a round: the text frozen with it, with the targets that were set for the round laid over."""

from functools import lru_cache

from tna.domain.survey_translation import in_language
from tna.domain.surveys import SurveyDefinition
from tna.language import Language, spoken
from tna.models.surveys import Round, SurveyVersion
from tna.services.survey_files import parse_survey, parse_with_targets


def definition_of(round_: Round) -> SurveyDefinition:
    """The survey of a round, parsed from the text frozen with it, with the round's own targets where it has any.

    Its words are those of the language spoken now, as far as it has them.
    """
    version = round_.survey_version
    return _definition(version.definition, round_.targets, _named(version), spoken())


def own_definition(version: SurveyVersion) -> SurveyDefinition:
    """A survey with the targets its own file gives, whatever a round has changed, in the language spoken now."""
    return _definition(version.definition, None, _named(version), spoken())


def title_of(version: SurveyVersion) -> str:
    """What a survey is called in the language spoken now."""
    survey = own_definition(version)
    return version.title if survey is survey.as_written else survey.title


@lru_cache(maxsize=32)  # a page asks for its round's survey on every request; the result is never changed
def _definition(text: str, targets: str | None, file: str, language: Language) -> SurveyDefinition:
    parsed = parse_survey(text, file) if targets is None else parse_with_targets(text, targets, file)
    return in_language(parsed, language)


def _named(version: SurveyVersion) -> str:
    return f"{version.survey_id} version {version.version}"
