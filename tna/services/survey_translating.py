"""How far a survey that is being written is translated: its own words in a language, and those of the product."""

from collections.abc import Sequence
from dataclasses import dataclass
from gettext import NullTranslations

from babel import Locale, UnknownLocaleError

from tna.domain.survey_edits.base import Data
from tna.domain.survey_edits.translations import Text, texts_of, translated
from tna.language import ENGLISH, Language
from tna.services.languages import languages_of
from tna.settings import Settings


@dataclass(frozen=True, slots=True)
class TranslatedInto:
    """A language, and how many of so many texts are said in it."""

    language: Language
    done: int
    of: int


def other_languages(settings: Settings, data: Data) -> list[TranslatedInto]:
    """Every language of an installation but the survey's own, with how far the survey is; none where one is offered."""
    offered = languages_of(settings)
    if len(offered) == 1:
        return []
    return [how_far(data, texts_of(data), one) for one in offered if one.code != _written_in(data)]


def other_language(settings: Settings, data: Data, code: str) -> Language | None:
    """The language of a code, if a survey can be translated into it: any but its own, offered yet or not."""
    if code == _written_in(data):
        return None
    offered = next((one for one in languages_of(settings) if one.code == code), None)
    return offered or _language_to_come(code)


def _language_to_come(code: str) -> Language | None:
    """A language that the installation does not speak yet: nothing of the product is said in it."""
    try:
        locale = Locale.parse(code, sep="-")
    except (UnknownLocaleError, ValueError):
        return None
    return Language(code, locale, NullTranslations()) if str(locale).replace("_", "-") == code else None


def _written_in(data: Data) -> str:
    return str(data.get("language", ENGLISH.code))


def how_far(data: Data, texts: Sequence[Text], language: Language) -> TranslatedInto:
    """How many of these texts people read in a language."""
    said = [text for text in texts if translated(data, language.code, text) or said_by_product(text, language)]
    return TranslatedInto(language, len(said), len(texts))


def shown_as(data: Data, text: Text, language: Language) -> str:
    """What people read in a language in place of a text: a survey's own words, the product's, or those written."""
    return translated(data, language.code, text) or said_by_product(text, language) or text.original


def said_by_product(text: Text, language: Language) -> str:
    """What the product says in place of a text that is its own; empty where it has nothing."""
    said = language.translations.gettext(text.original)
    return "" if said == text.original else said
