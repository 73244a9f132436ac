"""A survey in another language: its own translations first, then those of the product, then as it was written."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from babel import Locale, UnknownLocaleError

from tna.domain.survey_words import QuestionWords, SurveyWords
from tna.domain.surveys import Domain, Question, SurveyDefinition
from tna.language import Language, spoken


def language_name(code: str) -> str:
    """What the language of a survey is called in the one spoken now: "Welsh"; the code where nobody knows it."""
    try:
        named = Locale.parse(code, sep="-").get_display_name(spoken().locale)
    except (UnknownLocaleError, ValueError):
        named = None
    return named or code


def in_language(survey: SurveyDefinition, language: Language) -> SurveyDefinition:
    """The survey in the words of a language, as far as there are any; ids, targets and who is asked stay.

    Words that it shares with the survey that comes with the product are translated with the product's own sentences.
    """
    if language.code == survey.language:
        return survey
    words = survey.translations.get(language.code, SurveyWords())
    return _Translation(survey, words, language.translations.gettext).survey()


@dataclass(frozen=True, slots=True)
class _Translation:
    """A survey with its words in another language; `said` finds those that are the product's own."""

    original: SurveyDefinition
    words: SurveyWords
    said: Callable[[str], str]

    def survey(self) -> SurveyDefinition:
        ours, words = self.original, self.words
        return replace(
            ours,
            _written=ours.as_written,
            title=self._said(words.title, ours.title),
            notice=self._said(words.notice, ours.notice),
            stem=self._said(words.stem, ours.stem),
            stems=self._each(words.stems, ours.stems),
            not_my_role=self._said(words.not_my_role, ours.not_my_role),
            scale=tuple(replace(one, label=self._said(words.scale.get(one.value), one.label)) for one in ours.scale),
            domains=tuple(self._domain(one) for one in ours.domains),
            questions=tuple(
                self._question(one, words.questions.get(one.id, QuestionWords())) for one in ours.questions
            ),
            wordings={group: self._each(words.wordings.get(group, {}), own) for group, own in ours.wordings.items()},
        )

    def _said(self, translated: str | None, original: str) -> str:
        return translated or (self.said(original) if original else original)

    def _each(self, translated: Mapping[str, str], originals: Mapping[str, str]) -> dict[str, str]:
        return {name: self._said(translated.get(name), text) for name, text in originals.items()}

    def _domain(self, domain: Domain) -> Domain:
        words = self.words
        statements = tuple(
            replace(one, text=self._said(words.statements.get(one.id), one.text)) for one in domain.statements
        )
        return replace(domain, title=self._said(words.domains.get(domain.id), domain.title), statements=statements)

    def _question(self, question: Question, words: QuestionWords) -> Question:
        return replace(
            question,
            text=self._said(words.text, question.text),
            hint=self._said(words.hint, question.hint),
            choices=tuple(
                replace(one, label=self._said(words.choices.get(one.id), one.label)) for one in question.choices
            ),
        )
