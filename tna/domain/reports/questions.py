"""What people answered to the optional questions, such as what would help them most."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from tna import language
from tna.domain.disclosure import Figures
from tna.domain.needs import QuestionFigures
from tna.domain.reports.tables import Table
from tna.domain.reports.words import fewer_than, listed, percent, whole_percent
from tna.domain.surveys import Question
from tna.language import gettext

_MOST_TIES_NAMED = 2

TRAINING = "training"
"""Id of the choice that says so; a question with it asks whether training is what would help."""


@dataclass(frozen=True, slots=True)
class QuestionAnswers:
    """One question: its id and text, a sentence, and how many chose what, None where it is withheld."""

    id: str
    text: str
    finding: str
    table: Table | None


def question_answers(
    figures: Figures, questions: Sequence[Question], *, k: int, role_groups: Collection[str]
) -> tuple[QuestionAnswers, ...]:
    """The questions that any of these role groups was asked, in the order of the survey."""
    return tuple(
        _answers(question, figures.questions.get(question.id), k)
        for question in questions
        if question.asked_of.intersection(role_groups)
    )


def _answers(question: Question, figures: QuestionFigures | None, k: int) -> QuestionAnswers:
    if figures is None:
        why = gettext("Not shown: %(fewer)s, or all gave the same answer.", fewer=fewer_than(k))
        return QuestionAnswers(question.id, question.text, why, None)
    labels = [choice.label for choice in question.choices]
    finding = question_finding(labels, figures.n, figures.counts, apart=place_of_training(question))
    rows = tuple(
        (label, language.number(count), str(whole_percent(count / figures.n)))
        for label, count in zip(labels, figures.counts, strict=True)
    )
    headers = (gettext("Answer"), gettext("People"), gettext("Share (%)"))
    table = Table(question.text, headers, rows, frozenset({1, 2}))
    return QuestionAnswers(question.id, question.text, finding, table)


def place_of_training(question: Question) -> int | None:
    """Which of a question's choices stands for training, from 0; None where none does."""
    return next((place for place, one in enumerate(question.choices) if one.id == TRAINING), None)


def question_finding(labels: Sequence[str], n: int, counts: Sequence[int], *, apart: int | None) -> str:
    """What the `n` who answered chose most often; `labels` and `counts` by choice, `apart` the one for training."""
    if apart is not None:
        return _training_or_else(labels, n, counts, apart)
    most = max(counts)
    chosen = _chosen_by(most, labels, counts)
    values = {
        "answers": listed(chosen),
        "share": percent(most / n),
        "people": language.number(n),
    }
    if len(chosen) > _MOST_TIES_NAMED:
        return gettext(
            "No answer stands out: %(share)s of %(people)s who answered chose each of %(answers)s.", **values
        )
    if len(chosen) > 1:
        return gettext("Most often %(answers)s: %(share)s of %(people)s who answered each.", **values)
    return gettext("Most often %(answers)s: %(share)s of %(people)s who answered.", **values)


def _training_or_else(labels: Sequence[str], n: int, counts: Sequence[int], apart: int) -> str:
    """How many say training, how many something else, and what that is most often."""
    training, people = counts[apart], language.number(n)
    if training == n:
        return gettext("Everyone of the %(people)s who answered says that training would help most.", people=people)
    others = [0 if place == apart else count for place, count in enumerate(counts)]
    most = max(others)
    values = {
        "people": people,
        "training": percent(training / n),
        "other": percent(1 - training / n),
        "most": listed(_chosen_by(most, labels, others)),
        "share": percent(most / n),
    }
    if not training:
        return gettext(
            "Training: none of the %(people)s who answered; something else: all of them, most often %(most)s "
            "(%(share)s).",
            **values,
        )
    if training > most:
        return gettext(
            "Training: %(training)s of the %(people)s who answered, the answer chosen most often; something else: "
            "%(other)s, most often %(most)s (%(share)s).",
            **values,
        )
    return gettext(
        "Training: %(training)s of the %(people)s who answered; something else: %(other)s, most often %(most)s "
        "(%(share)s).",
        **values,
    )


def _chosen_by(people: int, labels: Sequence[str], counts: Sequence[int]) -> list[str]:
    """The choices that so many made, in quotation marks."""
    return [gettext("“%(text)s”", text=label) for label, count in zip(labels, counts, strict=True) if count == people]
