"""Questions as stacked bars: training or something else, ties, and what is withheld."""

from collections.abc import Sequence
from dataclasses import replace

import pytest

from tests.domain.published import K, figures
from tna.domain.disclosure import Figures
from tna.domain.needs import QuestionFigures
from tna.domain.reports.question_bars import QuestionBars, question_bars, question_bars_table
from tna.domain.reports.questions import question_answers
from tna.domain.surveys import Choice, Question

TITLES = {"A": "Universal awareness", "B": "Children's workforce", "C": "Designated leads"}
WOULD_HELP = Question(
    "would-help",
    "What would help you most?",
    "",
    (Choice("time", "Time"), Choice("training", "Training"), Choice("tools", "Tools")),
    frozenset(TITLES),
)
LAST = replace(
    WOULD_HELP, id="last", choices=(Choice("never", "Never"), Choice("ever", "Ever")), asked_of=frozenset("A")
)


def answered(question: Question, counts: Sequence[int] | None) -> Figures:
    told = {} if counts is None else {question.id: QuestionFigures(question.id, sum(counts), tuple(counts), 2)}
    return replace(figures({}), questions=told)


def bars(
    everyone: Sequence[int] | None, *groups: Sequence[int] | None, question: Question = WOULD_HELP
) -> QuestionBars:
    made = {key: answered(question, counts) for key, counts in zip(TITLES, groups, strict=False)}
    return question_bars(question, made, titles=TITLES, k=K, everyone=answered(question, everyone))


@pytest.mark.parametrize(
    ("counts", "sentence"),
    [
        (
            (20, 60, 20),
            "Training: 60 % of 100 who answered, the answer chosen most often; something else: 40 %, most often "
            "“Time” and “Tools” (20 %).",
        ),
        (
            (45, 30, 25),
            "Training: 30 % of 100 who answered; something else: 70 %, most often “Time” (45 %).",
        ),
        (
            (35, 40, 25),
            "Training: 40 % of 100 who answered, the answer chosen most often; something else: 60 %, most often "
            "“Time” (35 %).",
        ),
        (
            (60, 0, 40),
            "Training: none of the 100 who answered; something else: all of them, most often “Time” (60 %).",
        ),
        ((0, 100, 0), "Everyone of the 100 who answered says that training would help most."),
    ],
    ids=["more", "fewer", "most of all", "nobody", "everyone"],
)
def test_the_sentence_says_training_or_something_else(counts: tuple[int, ...], sentence: str) -> None:
    assert bars(counts).finding == sentence


def test_role_groups_come_with_the_largest_share_for_training_first_and_the_withheld_last() -> None:
    found = bars((30, 50, 20), (10, 5, 5), None, (5, 10, 5))
    assert [row.title for row in found.all_rows] == [
        "All role groups shown",
        "Designated leads",
        "Universal awareness",
        "Children's workforce",
    ]
    assert found.notes == (
        "1 of 3 role groups is not shown: fewer than ten people answered, or all gave the same answer.",
    )
    none = ("", "no range")
    assert question_bars_table(found).rows == (
        ("All role groups shown", "100", "30", *none, "50", *none, "20", *none),
        ("Designated leads", "20", "25", *none, "50", *none, "25", *none),
        ("Universal awareness", "20", "50", *none, "25", *none, "25", *none),
        ("Children's workforce", "fewer than ten people answered, or all gave the same answer", *[""] * 9),
    )


def test_where_everything_is_withheld_the_sentence_says_why() -> None:
    found = bars(None, None)
    assert found.finding == ("No figure can be shown yet: fewer than ten people answered, or all gave the same answer.")
    assert not found.has_figures


def test_role_groups_may_have_figures_where_everyone_has_none() -> None:
    assert bars(None, (10, 5, 5)).finding == (
        "There is no figure for everyone together; the role groups stand by themselves."
    )


def test_a_question_without_training_says_what_was_chosen_most_and_keeps_the_order_of_role_groups() -> None:
    found = bars((30, 70), (10, 5), (1, 19), question=LAST)
    assert found.finding == "Most often “Ever”: 70 % of 100 who answered."
    assert found.apart is None
    assert [row.id for row in found.rows] == ["A"]


def test_a_page_without_a_picture_says_the_same_of_the_same_answers() -> None:
    everyone = answered(WOULD_HELP, (35, 40, 25))
    [beside] = question_answers(everyone, (WOULD_HELP,), k=K, role_groups=("A",))
    assert beside.finding == bars((35, 40, 25)).finding


def test_the_notes_say_plainly_that_none_is_shown() -> None:
    none = "None of the three role groups is shown: fewer than ten people answered, or all gave the same answer."
    assert bars(None, None, None, None).notes == (none,)
    one = "The one role group is not shown: fewer than ten people answered, or all gave the same answer."
    assert bars(None, None).notes == (one,)
