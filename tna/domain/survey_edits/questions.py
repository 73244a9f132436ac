"""Optional questions: their words, choices, whom they are put to, and after which answers."""

from collections.abc import Collection, Mapping, Sequence

from tna.domain.survey_edits.base import (
    CHOICE,
    HINT,
    LABEL,
    LINE,
    QUESTION,
    Data,
    EditRefused,
    copied,
    ids_of,
    new_id,
    place,
    question_row,
    refuse_more_than,
    set_or_drop,
    swapped,
    worded,
)
from tna.domain.survey_edits.translations import forget_gone
from tna.domain.surveys import MOST_CHOICES_IN_A_QUESTION
from tna.language import gettext, mark

MOST_QUESTIONS = 20
_PUT_AFTER_QUESTION = mark("“%(question)s” is only put after this question. Change that first.")
_PUT_AFTER_CHOICE = mark("“%(question)s” is only put after one of the choices you took away. Change that first.")


def add_question(data: Data, *, text: str, hint: str, earlier: Sequence[Data] = ()) -> Data:
    """A question at the end, put to everybody, without choices yet. `earlier`: as for domains."""
    new = copied(data)
    questions = new.setdefault("questions", [])
    refuse_more_than(
        MOST_QUESTIONS, questions, gettext("A survey has at most %(most)s optional questions.", most=MOST_QUESTIONS)
    )
    questions.append({"id": new_id("q", ids_of(new, *earlier)), **_words(text, hint), "choices": []})
    return new


def change_question(data: Data, question_id: str, *, text: str, hint: str) -> Data:
    """Other words for a question and the line below it; an empty hint is none."""
    new = copied(data)
    question = question_row(new, question_id)
    question.pop("hint", None)
    question |= _words(text, hint)
    forget_gone(new)
    return new


def _words(text: str, hint: str) -> Data:
    words = {"text": worded(text, field="text", what=QUESTION, most=LINE)}
    return words | ({"hint": worded(hint, field="hint", what=HINT, most=LINE)} if hint.strip() else {})


def move_question(data: Data, question_id: str, *, up: bool) -> Data:
    """A question one place earlier or later. Raises EditRefused if one would come before the one it depends on."""
    new = copied(data)
    swapped(new["questions"], question_id, up=up)
    seen: set[str] = set()
    for question in new["questions"]:
        if _depends_on(question) in {one["id"] for one in new["questions"]} - seen:
            message = gettext(
                "“%(question)s” is put after an answer to another question, so it stays below it.",
                question=question["text"],
            )
            raise EditRefused("", message)
        seen.add(question["id"])
    return new


def remove_question(data: Data, question_id: str) -> Data:
    """A question goes. Raises EditRefused while another is only put after an answer to it."""
    new = copied(data)
    question_row(new, question_id)
    _refuse_if_needed(new, question_id)
    set_or_drop(new, "questions", [one for one in new["questions"] if one["id"] != question_id])
    forget_gone(new)
    return new


def set_choices(
    data: Data, question_id: str, *, labels: Mapping[str, str], added: Sequence[str], earlier: Sequence[Data] = ()
) -> Data:
    """Other words for choices by id, and further choices at the end; a choice whose box is empty goes.

    A choice that is not named stays as it is. An id that the question used for a choice before, in this version or an
    earlier one, is not given to another.
    """
    new = copied(data)
    question = question_row(new, question_id)
    gone = {one for one, label in labels.items() if not label.strip()}
    for needed in gone:
        _refuse_if_needed(new, question_id, needed)
    taken = _choices_used(question_id, [data, *earlier])
    kept = [dict(choice) for choice in question["choices"] if choice["id"] not in gone]
    for choice in kept:
        if choice["id"] in labels:
            choice["label"] = _label(labels[choice["id"]], f"choice_{choice['id']}")
    for number, label in enumerate(added, start=1):
        if label.strip():
            taken.add(fresh := new_id("c", taken))
            kept.append({"id": fresh, "label": _label(label, f"new_{number}")})
    if len(kept) > MOST_CHOICES_IN_A_QUESTION:
        message = gettext("A question has at most %(most)s choices.", most=MOST_CHOICES_IN_A_QUESTION)
        raise EditRefused("new_1", message)
    question["choices"] = kept
    forget_gone(new)
    return new


def move_choice(data: Data, question_id: str, choice_id: str, *, up: bool) -> Data:
    """A choice one place earlier or later in its question."""
    new = copied(data)
    swapped(question_row(new, question_id)["choices"], choice_id, up=up)
    return new


def put_to(data: Data, question_id: str, *, groups: Collection[str] | None) -> Data:
    """Put a question to these role groups, or with None to everybody who is asked anything."""
    if groups is not None and not groups:
        raise EditRefused("groups", gettext("Select at least one role group, or choose everybody."))
    new = copied(data)
    set_or_drop(question_row(new, question_id), "asked_of", sorted(groups or ()))
    return new


def set_condition(data: Data, question_id: str, *, other: str | None, choices: Collection[str] = ()) -> Data:
    """Put a question only after one of these choices of an earlier one, or with None to everybody."""
    new = copied(data)
    question = question_row(new, question_id)
    if other is None:
        question.pop("only_if", None)
        return new
    before = new["questions"][: place(new["questions"], question_id)]
    offered = next((one["choices"] for one in before if one["id"] == other), None)
    named = [choice["id"] for choice in offered or [] if choice["id"] in choices]
    if not named:
        raise EditRefused("after", gettext("Select the answers after which the question is put."))
    question["only_if"] = {"question": other, "choice": named}
    return new


def _label(text: str, field: str) -> str:
    return worded(text, field=field, what=CHOICE, most=LABEL)


def _depends_on(question: Data) -> str | None:
    return question["only_if"]["question"] if "only_if" in question else None


def _refuse_if_needed(data: Data, question_id: str, choice_id: str | None = None) -> None:
    for question in data["questions"]:
        if _depends_on(question) == question_id and choice_id in (None, *question["only_if"]["choice"]):
            if choice_id is None:
                raise EditRefused("", gettext(_PUT_AFTER_QUESTION, question=question["text"]))
            raise EditRefused(f"choice_{choice_id}", gettext(_PUT_AFTER_CHOICE, question=question["text"]))


def _choices_used(question_id: str, surveys: Sequence[Data]) -> set[str]:
    questions = [one for data in surveys for one in data.get("questions", []) if one["id"] == question_id]
    return {choice["id"] for question in questions for choice in question["choices"]}
