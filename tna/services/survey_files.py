"""Surveys and reference data as files: read, checked to the last fault, and only then loaded.

`load_survey` takes a path, `parse_survey` a text such as a round keeps. Both give a frozen `SurveyDefinition`
or raise `SurveyFaults` with every fault found.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from tna.domain.survey_translation import in_language
from tna.domain.survey_words import QuestionWords, SurveyWords
from tna.domain.surveys import (
    Choice,
    Condition,
    Domain,
    Level,
    Question,
    Statement,
    SurveyDefinition,
)
from tna.language import Language, spoken
from tna.paths import surveys_folder
from tna.services.reference_files import load_reference
from tna.services.survey_checks import (
    asked_of,
    statements_by_domain,
    survey_faults,
)
from tna.services.survey_faults import Fault, SurveyFaults
from tna.services.survey_shape import shape_faults
from tna.services.survey_translation_checks import translation_faults
from tna.services.survey_yaml import Document, read_file, read_text

__all__ = [
    "Fault",
    "ShippedSurvey",
    "SurveyFaults",
    "build_survey",
    "faults_in",
    "load_reference",
    "load_survey",
    "parse_survey",
    "parse_with_targets",
    "shipped_definitions",
    "shipped_surveys",
]


@dataclass(frozen=True, slots=True)
class ShippedSurvey:
    """A survey that comes with the product, not yet loaded into any round."""

    id: str
    title: str
    path: Path
    version: int = 1


def shipped_surveys() -> tuple[ShippedSurvey, ...]:
    """The surveys that come with the product, by id."""
    found = [(load_survey(path), path) for path in surveys_folder().glob("*/survey.yaml")]
    return tuple(
        ShippedSurvey(survey.id, survey.title, path, survey.version)
        for survey, path in sorted(found, key=lambda pair: pair[0].id)
    )


def shipped_definitions() -> tuple[SurveyDefinition, ...]:
    """The surveys that come with the product, by id, in the language spoken now."""
    return _shipped_in(spoken())


@lru_cache(maxsize=16)
def _shipped_in(language: Language) -> tuple[SurveyDefinition, ...]:
    return tuple(in_language(load_survey(shipped.path), language) for shipped in shipped_surveys())


def load_survey(path: Path) -> SurveyDefinition:
    """The survey in a file. Raises SurveyFaults with every fault, and OSError if it cannot be read at all."""
    return _survey(read_file(path, str(path)))


@lru_cache(maxsize=16)  # a page parses its round's survey on every request; the result is never changed
def parse_survey(text: str, file: str) -> SurveyDefinition:
    """The survey in a text; `file` is what faults call it. Raises SurveyFaults with every fault."""
    return _survey(read_text(text, file))


@lru_cache(maxsize=16)
def parse_with_targets(text: str, targets: str, file: str) -> SurveyDefinition:
    """The survey in a text with other targets, given as a survey file writes them; checked as if they stood in it."""
    document, laid_over = read_text(text, file), read_text(targets, file)
    lines = {steps: line for steps, line in document.lines.items() if steps[:1] != ("targets",)}
    lines |= {("targets", *steps): line for steps, line in laid_over.lines.items()}
    data = document.data | {"targets": laid_over.data}
    return _survey(Document(file, data, lines, [*document.faults, *laid_over.faults]))


def faults_in(document: Document) -> list[Fault]:
    """Every fault of a survey that could be read."""
    role_groups = [role_group.id for role_group in load_reference().role_groups]
    ours = [*survey_faults(document, role_groups), *translation_faults(document)]
    return [*document.faults, *shape_faults(document, "survey"), *ours]


def _survey(document: Document) -> SurveyDefinition:
    faults = faults_in(document)
    if faults:
        raise SurveyFaults(faults)
    return build_survey(document.data)


def build_survey(data: dict[str, Any]) -> SurveyDefinition:
    """The definition in data that has no faults, every shorthand written out."""
    asked = {role_group: frozenset(statements) for role_group, statements in asked_of(data).items()}
    domain_of = {one: domain for domain, ids in statements_by_domain(data).items() for one in ids}
    levels = data["targets"]
    targets = {
        role_group: {
            one: int(levels[role_group].get(one) or levels[role_group][domain_of[one]]) for one in sorted(statements)
        }
        for role_group, statements in asked.items()
    }
    return SurveyDefinition(
        id=data["id"],
        version=int(data["version"]),
        title=data["title"],
        notice=data["notice"],
        minutes=int(data["minutes"]),
        stem=data["stem"],
        stems=data.get("stems", {}),
        not_my_role=data["not_my_role"],
        scale=tuple(sorted(_levels(data), key=lambda level: level.value)),
        domains=tuple(_domain(domain) for domain in data["domains"]),
        questions=tuple(_question(question, frozenset(asked)) for question in data.get("questions", [])),
        asked=asked,
        targets=targets,
        wordings=data.get("wordings", {}),
        language=data.get("language", "en"),
        translations={code: _words(words) for code, words in data.get("translations", {}).items()},
    )


def _words(data: dict[str, Any]) -> SurveyWords:
    names = ("title", "notice", "stem", "stems", "not_my_role", "domains", "statements", "wordings")
    return SurveyWords(
        **{name: data[name] for name in names if name in data},
        scale={int(value): label for value, label in data.get("scale", {}).items()},
        questions={question: QuestionWords(**words) for question, words in data.get("questions", {}).items()},
    )


def _levels(data: dict[str, Any]) -> Iterator[Level]:
    return (Level(int(level["value"]), level["label"]) for level in data["scale"])


def _domain(data: dict[str, Any]) -> Domain:
    statements = tuple(Statement(row["id"], data["id"], row["text"]) for row in data["statements"])
    return Domain(data["id"], data["title"], statements)


def _question(data: dict[str, Any], everybody: frozenset[str]) -> Question:
    only_if = data.get("only_if")
    return Question(
        id=data["id"],
        text=data["text"],
        hint=data.get("hint", ""),
        choices=tuple(Choice(choice["id"], choice["label"]) for choice in data["choices"]),
        asked_of=frozenset(data.get("asked_of", everybody)),
        only_if=Condition(only_if["question"], tuple(only_if["choice"])) if only_if else None,
    )
