"""What people answered to the optional questions, such as what would help them most."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from tna import language
from tna.domain.disclosure import Figures
from tna.domain.intervals import Interval
from tna.domain.needs import QuestionFigures
from tna.domain.reports.behind import is_estimate, of_whom
from tna.domain.reports.tables import Table, share_ends
from tna.domain.reports.words import fewer_than, listed, percent, whole_percent
from tna.domain.reports.workings.steps import Working
from tna.domain.surveys import Question
from tna.language import gettext

_MOST_TIES_NAMED = 2

TRAINING = "training"
"""Id of the choice that says so; a question with it asks whether training is what would help."""


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
    shares, estimated = question_shares(figures), is_estimated(figures)
    finding = question_finding(labels, figures.n, shares, apart=place_of_training(question), estimated=estimated)
    rows = tuple(
        (label, language.number(count), str(whole_percent(share)), *share_ends(share, interval))
        for label, count, share, interval in zip(
            labels, figures.counts, shares, question_intervals(figures), strict=True
        )
    )
    headers = (
        gettext("Answer"),
        gettext("People"),
        gettext("Share (%)"),
        gettext("Range from (%)"),
        gettext("Range to (%)"),
    )
    table = Table(question.text, headers, rows, frozenset({1, 2, 3, 4}))
    worked = Working(question.text, choice_steps(labels, figures.counts, shares))
    return QuestionAnswers(question.id, question.text, finding, table, (worked,))


def choice_steps(labels: Sequence[str], counts: Sequence[int], shares: Sequence[float]) -> tuple[str, ...]:
    """How many answered, then the share of each choice, beside it that by headcount where it is another."""
    n = sum(counts)
    answered = gettext(
        "%(parts)s = %(n)s answered.",
        parts=" + ".join(language.number(count) for count in counts),
        n=language.number(n),
    )
    return (answered, *(_step(*each, n) for each in zip(labels, counts, shares, strict=True)))


def _step(label: str, count: int, share: float, n: int) -> str:
    values = {
        "choice": label,
        "count": language.number(count),
        "n": language.number(n),
        "share": percent(count / n),
    }
    if is_estimate(share, count / n):
        return gettext(
            "“%(choice)s”: %(count)s ÷ %(n)s = %(share)s of the answers; with every group counted by its headcount, "
            "%(told)s.",
            told=percent(share),
            **values,
        )
    return gettext("“%(choice)s”: %(count)s ÷ %(n)s = %(share)s.", **values)


def question_shares(figures: QuestionFigures) -> tuple[float, ...]:
    """The share (0..1) of each choice, of the heads where they are known; of the answers in an older release."""
    return figures.shares or tuple(count / figures.n for count in figures.counts)


def question_intervals(figures: QuestionFigures) -> tuple[Interval | None, ...]:
    """The interval of each share; none in an older release."""
    return figures.intervals or (None,) * len(figures.counts)


def is_estimated(figures: QuestionFigures) -> bool:
    """Whether the shares are others than those of the people who answered."""
    pairs = zip(figures.shares, figures.counts, strict=False)
    return any(is_estimate(share, count / figures.n) for share, count in pairs)


def place_of_training(question: Question) -> int | None:
    """Which of a question's choices stands for training, from 0; None where none does."""
    return next((place for place, one in enumerate(question.choices) if one.id == TRAINING), None)


def question_finding(
    labels: Sequence[str], n: int, shares: Sequence[float], *, apart: int | None, estimated: bool = False
) -> str:
    """What was chosen most often; `labels` and `shares` by choice, `apart` the one for training.

    `n` people answered; `estimated` says that the shares are others than theirs.
    """
    if apart is not None:
        return _training_or_else(labels, n, shares, apart, estimated=estimated)
    most = max(shares)
    chosen = _chosen_by(most, labels, shares)
    values = {
        "answers": listed(chosen),
        "share": of_whom(percent(most), language.number(n), estimated=estimated),
    }
    if len(chosen) > _MOST_TIES_NAMED:
        return gettext("No answer stands out: %(share)s chose each of %(answers)s.", **values)
    if len(chosen) > 1:
        return gettext("Most often %(answers)s: %(share)s each.", **values)
    return gettext("Most often %(answers)s: %(share)s.", **values)


def _training_or_else(labels: Sequence[str], n: int, shares: Sequence[float], apart: int, *, estimated: bool) -> str:
    """How many say training, how many something else, and what that is most often."""
    training, people = shares[apart], language.number(n)
    if training == 1:
        return gettext("Everyone of the %(people)s who answered says that training would help most.", people=people)
    others = [0.0 if place == apart else share for place, share in enumerate(shares)]
    most = max(others)
    values = {
        "people": people,
        "training": of_whom(percent(training), people, estimated=estimated),
        "other": percent(1 - training),
        "most": listed(_chosen_by(most, labels, others)),
        "share": percent(most),
    }
    if not training:
        return gettext(
            "Training: none of the %(people)s who answered; something else: all of them, most often %(most)s "
            "(%(share)s).",
            **values,
        )
    if training > most:
        return gettext(
            "Training: %(training)s, the answer chosen most often; something else: "
            "%(other)s, most often %(most)s (%(share)s).",
            **values,
        )
    return gettext(
        "Training: %(training)s; something else: %(other)s, most often %(most)s (%(share)s).",
        **values,
    )


def _chosen_by(part: float, labels: Sequence[str], shares: Sequence[float]) -> list[str]:
    """The choices of so large a share, in quotation marks."""
    return [gettext("“%(text)s”", text=label) for label, share in zip(labels, shares, strict=True) if share == part]
