"""Whether the translations in a survey file speak of what the survey holds, and in another language than its own."""

from collections.abc import Iterable, Iterator
from typing import Any

from tna.domain.surveys import LEVELS
from tna.language import gettext
from tna.services.survey_faults import Fault, Steps
from tna.services.survey_yaml import Document, quoted

Entries = dict[str, Any]


def translation_faults(document: Document) -> Iterator[Fault]:
    """Faults of words for what is not in the survey, and of a translation into the language it is written in."""
    own = document.data.get("language", "en")
    for code, words in _entries(document.data.get("translations")).items():
        steps: Steps = ("translations", code)
        if code == own:
            problem = gettext("The survey is written in %(language)s already", language=quoted(code))
            yield document.fault(steps, problem, gettext("Say in “language” what it is written in, or take this away"))
        yield from _word_faults(document, steps, _entries(words))


def _word_faults(document: Document, steps: Steps, words: Entries) -> Iterator[Fault]:
    data = document.data
    named = {
        "stems": _entries(data.get("stems")),
        "scale": [str(level) for level in LEVELS],
        "domains": _ids(data.get("domains")),
        "statements": [one for domain in _rows(data.get("domains")) for one in _ids(domain.get("statements"))],
        "questions": _ids(data.get("questions")),
        "wordings": _entries(data.get("wordings")),
    }
    for name, known in named.items():
        yield from _unknown(document, (*steps, name), _entries(words.get(name)), known)
    for role_group, texts in _entries(words.get("wordings")).items():
        known = _entries(_entries(data.get("wordings")).get(role_group))
        yield from _unknown(document, (*steps, "wordings", role_group), _entries(texts), known)
    choices = {str(one.get("id")): _ids(one.get("choices")) for one in _rows(data.get("questions"))}
    for question, texts in _entries(words.get("questions")).items():
        place = (*steps, "questions", question, "choices")
        yield from _unknown(document, place, _entries(_entries(texts).get("choices")), choices.get(question, []))


def _unknown(document: Document, steps: Steps, words: Entries, known: Iterable[str]) -> Iterator[Fault]:
    names = list(known)
    for name in words:
        if name not in names:
            problem = gettext("The survey has nothing called %(name)s here", name=quoted(name))
            yield document.fault(
                (*steps, name), problem, gettext("Use the id of what these words translate, or take them away")
            )


def _entries(value: object) -> Entries:
    return value if isinstance(value, dict) else {}


def _rows(value: object) -> list[Entries]:
    return [row for row in value if isinstance(row, dict)] if isinstance(value, list) else []


def _ids(value: object) -> list[str]:
    return [str(row.get("id")) for row in _rows(value)]
