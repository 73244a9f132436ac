"""What people answered to the optional questions, such as what would help them most."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from tna import language
from tna.domain.disclosure import Figures
from tna.domain.needs import QuestionFigures
from tna.domain.reports.tables import Table
from tna.domain.reports.words import fewer_than, listed, percent, whole_percent
from tna.domain.reports.workings import Working
from tna.domain.surveys import Question
from tna.language import gettext

_MOST_TIES_NAMED = 2


@dataclass(frozen=True, slots=True)
class QuestionAnswers:
    """One question: its id and text, a sentence, and how many chose what, None where it is withheld.

    `workings` say how the shares in the table were worked out.
    """

    id: str
    text: str
    finding: str
    table: Table | None
    workings: tuple[Working, ...] = ()


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
    rows = tuple(
        (label, language.number(count), str(whole_percent(count / figures.n)))
        for label, count in zip(labels, figures.counts, strict=True)
    )
    headers = (gettext("Answer"), gettext("People"), gettext("Share (%)"))
    table = Table(question.text, headers, rows, frozenset({1, 2}))
    finding = question_finding(labels, figures.n, figures.counts)
    worked = Working(question.text, choice_steps(labels, figures.counts))
    return QuestionAnswers(question.id, question.text, finding, table, (worked,))


def choice_steps(labels: Sequence[str], counts: Sequence[int]) -> tuple[str, ...]:
    """How many answered, then the share of each choice; `labels` and `counts` by choice."""
    n = sum(counts)
    answered = gettext(
        "%(parts)s = %(n)s answered.",
        parts=" + ".join(language.number(count) for count in counts),
        n=language.number(n),
    )
    return (
        answered,
        *(
            gettext(
                "“%(choice)s”: %(count)s ÷ %(n)s = %(share)s.",
                choice=label,
                count=language.number(count),
                n=language.number(n),
                share=percent(count / n),
            )
            for label, count in zip(labels, counts, strict=True)
        ),
    )


def question_finding(labels: Sequence[str], n: int, counts: Sequence[int]) -> str:
    """What the `n` who answered chose most often; `labels` and `counts` by choice."""
    most = max(counts)
    chosen = [gettext("“%(text)s”", text=label) for label, count in zip(labels, counts, strict=True) if count == most]
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
