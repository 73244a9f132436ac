"""The words of a survey in other languages: which texts it has, which are translated, and saying them anew."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from tna.domain.survey_edits.base import LABEL, LINE, PARAGRAPH, WORDS, Data, copied, set_or_drop, worded

Steps = tuple[str, ...]
"""Where a text stands inside a translation: ("title",), ("statements", "s01"), ("questions", "q1", "choices", "c1")."""


@dataclass(frozen=True, slots=True)
class Text:
    """One text of a survey as it was written, where its translation stands, and how many characters that may have."""

    steps: Steps
    original: str
    most: int

    @property
    def field(self) -> str:
        """What a form calls it."""
        return ".".join(self.steps)

    @property
    def role_group(self) -> str | None:
        """Whose own words it is; None where everybody reads it."""
        return self.steps[1] if self.steps[0] in {"stems", "wordings"} else None


def own_texts(data: Data) -> list[Text]:
    """What a survey says of itself, the words before its statements, and those of its scale."""
    return [
        Text(("title",), data["title"], LINE),
        Text(("notice",), data["notice"], PARAGRAPH),
        Text(("stem",), data["stem"], LINE),
        *(Text(("stems", group), text, LINE) for group, text in data.get("stems", {}).items()),
        *(Text(("scale", str(level["value"])), level["label"], LABEL) for level in data["scale"]),
        Text(("not_my_role",), data["not_my_role"], LABEL),
    ]


def domain_texts(data: Data, domain: Data) -> list[Text]:
    """The title of a domain, and its statements, each with its words for role groups."""
    return [Text(("domains", domain["id"]), domain["title"], LABEL), *_statement_texts(data, domain)]


def _statement_texts(data: Data, domain: Data) -> Iterator[Text]:
    for statement in domain["statements"]:
        yield Text(("statements", statement["id"]), statement["text"], LINE)
        for group, words in data.get("wordings", {}).items():
            if statement["id"] in words:
                yield Text(("wordings", group, statement["id"]), words[statement["id"]], LINE)


def question_texts(data: Data) -> list[Text]:
    """The words of every optional question."""
    return [text for question in data.get("questions", []) for text in _texts_of_question(question)]


def _texts_of_question(question: Data) -> Iterator[Text]:
    steps = ("questions", question["id"])
    yield Text((*steps, "text"), question["text"], LINE)
    if question.get("hint"):
        yield Text((*steps, "hint"), question["hint"], LINE)
    yield from (Text((*steps, "choices", one["id"]), one["label"], LABEL) for one in question["choices"])


def texts_of(data: Data) -> list[Text]:
    """Every text of a survey, in its order."""
    domains = [text for domain in data["domains"] for text in domain_texts(data, domain)]
    return [*own_texts(data), *domains, *question_texts(data)]


def translated(data: Data, code: str, text: Text) -> str:
    """What a survey itself says in place of a text in the language of this code; empty where it says nothing."""
    found: Any = data.get("translations", {}).get(code, {})
    for step in text.steps:
        found = found.get(step, {})
    return str(found or "")


def set_translations(data: Data, code: str, texts: Sequence[Text], typed: Mapping[str, str]) -> Data:
    """Other words in a language for these texts, by the name of their field; an empty one takes the words away."""
    new = copied(data)
    said = {text.steps: translated(data, code, text) for text in texts_of(data)}
    for text in texts:
        words = typed.get(text.field, "")
        said[text.steps] = worded(words, field=text.field, what=WORDS, most=text.most) if words.strip() else ""
    _put(new, code, said)
    return new


def forget_gone(data: Data) -> None:
    """Take away, in place, the words in other languages for what the survey does not hold any more."""
    for code in list(data.get("translations", {})):
        _put(data, code, {text.steps: translated(data, code, text) for text in texts_of(data)})


def _put(data: Data, code: str, said: Mapping[Steps, str]) -> None:
    """Write down everything that is said in a language, in the order of the survey."""
    words: Data = {}
    for steps, text in said.items():
        if text:
            inside = words
            for step in steps[:-1]:
                inside = inside.setdefault(step, {})
            inside[steps[-1]] = text
    translations = {**data.get("translations", {}), code: words}
    kept = {one: translations[one] for one in sorted(translations) if translations[one]}
    set_or_drop(data, "translations", kept)
