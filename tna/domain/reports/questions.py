"""What people answered to the optional questions, such as what would help them most."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from tna.domain.disclosure import Figures
from tna.domain.needs import QuestionFigures
from tna.domain.reports.tables import Table
from tna.domain.reports.words import fewer_than, listed, percent, whole_percent
from tna.domain.surveys import Question

_MOST_TIES_NAMED = 2


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
        why = f"Not shown: {fewer_than(k)}, or all gave the same answer."
        return QuestionAnswers(question.id, question.text, why, None)
    labels = [choice.label for choice in question.choices]
    rows = tuple(
        (label, f"{count:,}", str(whole_percent(count / figures.n)))
        for label, count in zip(labels, figures.counts, strict=True)
    )
    table = Table(question.text, ("Answer", "People", "Share (%)"), rows, frozenset({1, 2}))
    return QuestionAnswers(question.id, question.text, _finding(labels, figures), table)


def _finding(labels: Sequence[str], figures: QuestionFigures) -> str:
    most = max(figures.counts)
    chosen = [f"“{label}”" for label, count in zip(labels, figures.counts, strict=True) if count == most]
    share = f"{percent(most / figures.n)} of {figures.n:,} who answered"
    if len(chosen) > _MOST_TIES_NAMED:
        return f"No answer stands out: {share} chose each of {listed(chosen)}."
    return f"Most often {listed(chosen)}: {share}{' each' if len(chosen) > 1 else ''}."
