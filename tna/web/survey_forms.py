"""What the form of one survey part holds, and the answers in words.

The page writes its own markup, because it is the one that everybody waits for; so there is no WTForms form here.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from tna.domain.answers import BLANK, NOT_MY_ROLE, AnswerFault, is_met
from tna.domain.surveys import Part, Question, SurveyDefinition


@dataclass(frozen=True, slots=True)
class AnsweredItem:
    """One statement or question with the answer in words; no words where it was left blank."""

    id: str
    text: str
    words: str | None


@dataclass(frozen=True, slots=True)
class AnsweredPart:
    """One part as somebody reads it again before sending."""

    number: int
    title: str
    items: tuple[AnsweredItem, ...]


def items_of(part: Part, questions: tuple[Question, ...]) -> tuple[str, ...]:
    """The names of the fields of a part, in the order of the page."""
    return (*(statement.id for statement in part.statements), *(question.id for question in questions))


def sent_values(items: tuple[str, ...], form: Mapping[str, str]) -> dict[str, str]:
    """What a form sent for these items; anything else in it is ignored."""
    return {item: form[item] for item in items if item in form}


def kept_values(part: Part, questions: tuple[Question, ...], answers: Mapping[str, int]) -> dict[str, str]:
    """The answers kept for a part, as a form would send them; blanks left out."""
    choices = {question.id: question.choices for question in questions}
    codes = {item: answers.get(item, BLANK) for item in items_of(part, questions)}
    return {
        item: choices[item][code - 1].id if item in choices else str(code)
        for item, code in codes.items()
        if code != BLANK
    }


def seen_words(items: tuple[str, ...], answers: Mapping[str, int]) -> str:
    """The answers that a page is shown with, for its form to send back: "s01:3 s04:6"; blanks left out."""
    return " ".join(f"{item}:{answers[item]}" for item in items if answers.get(item, BLANK) != BLANK)


def seen_answers(part: Part, questions: tuple[Question, ...], words: str | None) -> dict[str, int] | None:
    """What seen_words() wrote, as a form sent it back: anything it cannot have written is left out.

    None where the form says nothing about it.
    """
    if words is None:
        return None
    highest = {statement.id: NOT_MY_ROLE for statement in part.statements}
    highest |= {question.id: len(question.choices) for question in questions}
    possible = {f"{item}:{code}": (item, code) for item, most in highest.items() for code in range(1, most + 1)}
    return dict(possible[word] for word in words.split() if word in possible)


def typed_over(
    items: tuple[str, ...], *, seen: Mapping[str, str] | None, kept: Mapping[str, str], typed: Mapping[str, str]
) -> dict[str, str]:
    """What a page shows again after a fault: what was changed in it as typed, the rest as it is kept now.

    All three as a form sends them. Without `seen`, everything as typed.
    """
    if seen is None:
        return dict(typed)
    changed = {item for item in items if typed.get(item, "") != seen.get(item, "")}
    return {item: value for item in items if (value := (typed if item in changed else kept).get(item, ""))}


def by_item(faults: tuple[AnswerFault, ...]) -> dict[str, str]:
    """What to do about each item that could not be taken."""
    return {fault.item: fault.problem for fault in faults}


def answered_parts(definition: SurveyDefinition, role_group: str, answers: Mapping[str, int]) -> list[AnsweredPart]:
    """Every part with its answers in words, the optional questions on the last; unmet conditions are left out."""
    read = []
    for part in definition.parts_for(role_group):
        items = [
            AnsweredItem(one.id, one.text, _level_in_words(definition, answers.get(one.id, BLANK)))
            for one in part.statements
        ]
        if part.number == part.total:
            items += [
                AnsweredItem(one.id, one.text, _choice_in_words(one, answers.get(one.id, BLANK)))
                for one in definition.questions_for(role_group)
                if is_met(definition, one, answers)
            ]
        read.append(AnsweredPart(part.number, part.domain.title, tuple(items)))
    return read


def _level_in_words(definition: SurveyDefinition, code: int) -> str | None:
    if code == NOT_MY_ROLE:
        return definition.not_my_role
    return next((f"{level.value} {level.label}" for level in definition.scale if level.value == code), None)


def _choice_in_words(question: Question, code: int) -> str | None:
    return None if code == BLANK else question.choices[code - 1].label
