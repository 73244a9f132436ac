"""A survey's words in another language than the one it was written in."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class QuestionWords:
    """The words of one optional question: text, hint, and choices by id. What is empty stays as it was written."""

    text: str = ""
    hint: str = ""
    choices: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class SurveyWords:
    """Everything a survey says, by the id of what it says; levels of the scale by their value.

    What is empty or missing stays as it was written: a page in two languages is better than one with holes.
    """

    title: str = ""
    notice: str = ""
    stem: str = ""
    stems: Mapping[str, str] = field(default_factory=dict)
    scale: Mapping[int, str] = field(default_factory=dict)
    not_my_role: str = ""
    domains: Mapping[str, str] = field(default_factory=dict)
    statements: Mapping[str, str] = field(default_factory=dict)
    wordings: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    questions: Mapping[str, QuestionWords] = field(default_factory=dict)
