"""Where in the editor a fault of a survey is mended, and what people call that place."""

import re
from dataclasses import dataclass
from typing import Any

from flask import url_for

from tna.domain.survey_edits.base import Data
from tna.language import gettext, mark
from tna.services.survey_faults import Fault

_Page = tuple[str, str, dict[str, str]]
"""What a place is called, the endpoint that changes it, and that one's arguments."""

_SIMPLE = {
    "title": (mark("Title"), "survey_editor.about"),
    "notice": (mark("Notice"), "survey_editor.about"),
    "minutes": (mark("Minutes"), "survey_editor.about"),
    "version": (mark("Version"), "survey_editor.about"),
    "stem": (mark("How each statement begins"), "survey_editor.stems"),
    "stems": (mark("How each statement begins"), "survey_editor.stems"),
    "scale": (mark("The scale"), "survey_editor.scale"),
    "not_my_role": (mark("The scale"), "survey_editor.scale"),
}
_ELSEWHERE = (mark("About the survey"), "survey_editor.about")
_OF_QUESTION = {
    "choices": (mark("Question %(number)s, choices"), "question_editor.choices"),
    "asked_of": (mark("Question %(number)s, who it is put to"), "question_editor.put_to"),
    "only_if": (mark("Question %(number)s, when it is put"), "question_editor.condition"),
}
_QUESTION = (mark("Question %(number)s"), "question_editor.change")


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
        words = gettext("Who is asked, role group %(group)s", group=rest[0]) if rest else gettext("Who is asked")
        return words, "asked_editor.ask", {"domain_id": data["domains"][0]["id"]}
    if top in {"wordings", "targets", "questions"} and rest:
        return {"wordings": _in_wordings, "targets": _in_targets, "questions": _in_question}[top](data, rest)
    words, endpoint = _SIMPLE.get(top, _ELSEWHERE)
    return gettext(words), endpoint, {}


def _in_wordings(data: Data, steps: list[str]) -> _Page:
    group = steps[0]
    statement = steps[1] if len(steps) > 1 else next(iter(data["wordings"][group]), _first_statement(data))
    words = gettext("Words of %(statement)s for role group %(group)s", statement=statement, group=group)
    return words, "survey_editor.wordings", {"statement_id": statement}


def _in_targets(_data: Data, steps: list[str]) -> _Page:
    return gettext("Levels of role group %(group)s", group=steps[0]), "asked_editor.targets", {"role_group": steps[0]}


def _first_statement(data: Data) -> str:
    return next((str(one["id"]) for domain in data["domains"] for one in domain["statements"]), "none")


def _in_domain(data: Data, steps: list[str]) -> _Page:
    if not steps:
        return gettext("Parts"), "survey_editor.add_domain", {}
    domain, part = data["domains"][int(steps[0])], int(steps[0]) + 1
    named = {"domain_id": domain["id"]}
    if "statements" not in steps:
        return gettext("Part %(part)s, title", part=part), "survey_editor.rename_domain", named
    if steps[-1] == "statements":
        return gettext("Part %(part)s, statements", part=part), "survey_editor.add_statement", named
    number = int(steps[2])
    words = gettext("Part %(part)s, statement %(number)s", part=part, number=number + 1)
    return words, "survey_editor.change_statement", {"statement_id": domain["statements"][number]["id"]}


def _in_question(data: Data, steps: list[str]) -> _Page:
    number = int(steps[0])
    words, endpoint = _OF_QUESTION.get(steps[1] if len(steps) > 1 else "", _QUESTION)
    return gettext(words, number=number + 1), endpoint, {"question_id": data["questions"][number]["id"]}
