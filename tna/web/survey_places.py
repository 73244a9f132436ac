"""Where in the editor a fault of a survey is mended, and what people call that place."""

import re
from dataclasses import dataclass
from typing import Any

from flask import url_for

from tna.domain.survey_edits.base import Data
from tna.services.survey_faults import Fault

_Page = tuple[str, str, dict[str, str]]
"""What a place is called, the endpoint that changes it, and that one's arguments."""

_SIMPLE: dict[str, _Page] = {
    "title": ("Title", "survey_editor.about", {}),
    "notice": ("Notice", "survey_editor.about", {}),
    "minutes": ("Minutes", "survey_editor.about", {}),
    "version": ("Version", "survey_editor.about", {}),
    "stem": ("How each statement begins", "survey_editor.stems", {}),
    "stems": ("How each statement begins", "survey_editor.stems", {}),
    "scale": ("The scale", "survey_editor.scale", {}),
    "not_my_role": ("The scale", "survey_editor.scale", {}),
}
_ELSEWHERE: _Page = ("About the survey", "survey_editor.about", {})
_OF_QUESTION = {"choices": "choices", "asked_of": "put_to", "only_if": "condition"}
_WORDS_OF_QUESTION = {"choices": ", choices", "asked_of": ", who it is put to", "only_if": ", when it is put"}


@dataclass(frozen=True, slots=True)
class MendingPlace:
    """A fault as the editor tells it: the place in words, the page that mends it, and what is wrong."""

    words: str
    url: str
    text: str


def mending_places(draft_id: int, data: Data, faults: list[Fault]) -> list[MendingPlace]:
    """Every fault with the page that mends it, in the order of the survey."""
    return [_mending(draft_id, data, fault) for fault in faults]


def _mending(draft_id: int, data: Data, fault: Fault) -> MendingPlace:
    words, endpoint, arguments = _page(data, _steps(fault.place))
    values: dict[str, Any] = {"draft_id": draft_id, **arguments}
    url = url_for(endpoint, **values)
    return MendingPlace(words, url, f"{fault.problem}. {fault.remedy}.")


def _steps(place: str) -> list[str]:
    """ "domains[2].id" as its steps: domains, 2, id."""
    return re.findall(r"[^.\[\]]+", place)


def _page(data: Data, steps: list[str]) -> _Page:
    top, rest = steps[0], steps[1:]
    if top == "domains":
        return _in_domain(data, rest)
    if top == "asked" and data["domains"]:
        whom = f", role group {rest[0]}" if rest else ""
        return f"Who is asked{whom}", "asked_editor.ask", {"domain_id": data["domains"][0]["id"]}
    if top in {"wordings", "targets", "questions"} and rest:
        return {"wordings": _in_wordings, "targets": _in_targets, "questions": _in_question}[top](data, rest)
    return _SIMPLE.get(top, _ELSEWHERE)


def _in_wordings(data: Data, steps: list[str]) -> _Page:
    group = steps[0]
    statement = steps[1] if len(steps) > 1 else next(iter(data["wordings"][group]), _first_statement(data))
    return f"Words of {statement} for role group {group}", "survey_editor.wordings", {"statement_id": statement}


def _in_targets(_data: Data, steps: list[str]) -> _Page:
    return f"Levels of role group {steps[0]}", "asked_editor.targets", {"role_group": steps[0]}


def _first_statement(data: Data) -> str:
    return next((str(one["id"]) for domain in data["domains"] for one in domain["statements"]), "none")


def _in_domain(data: Data, steps: list[str]) -> _Page:
    if not steps:
        return "Parts", "survey_editor.add_domain", {}
    domain = data["domains"][int(steps[0])]
    words, named = f"Part {int(steps[0]) + 1}", {"domain_id": domain["id"]}
    if "statements" not in steps:
        return f"{words}, title", "survey_editor.rename_domain", named
    if steps[-1] == "statements":
        return f"{words}, statements", "survey_editor.add_statement", named
    number = int(steps[2])
    statement = domain["statements"][number]["id"]
    return f"{words}, statement {number + 1}", "survey_editor.change_statement", {"statement_id": statement}


def _in_question(data: Data, steps: list[str]) -> _Page:
    number = int(steps[0])
    part = steps[1] if len(steps) > 1 else ""
    words = f"Question {number + 1}{_WORDS_OF_QUESTION.get(part, '')}"
    endpoint = f"question_editor.{_OF_QUESTION.get(part, 'change')}"
    return words, endpoint, {"question_id": data["questions"][number]["id"]}
