"""What people answered to the optional questions."""

from dataclasses import replace

from tests.domain.published import K, figures
from tna.domain.intervals import Interval
from tna.domain.needs import QuestionFigures
from tna.domain.reports import QuestionAnswers, question_answers
from tna.domain.surveys import Choice, Question

CHOICES = (Choice("people", "People"), Choice("time", "Time"), Choice("tools", "Tools"))
HELP = Question("would-help", "What would help you most?", "", CHOICES, frozenset({"B", "D"}))
ABE = Question("abe", "Have you been trained?", "", CHOICES[:2], frozenset({"F"}))


def answers(*counts: int, role_groups: tuple[str, ...] = ("D",)) -> tuple[QuestionAnswers, ...]:
    found = {"would-help": QuestionFigures("would-help", sum(counts), counts, 3)} if counts else {}
    return question_answers(replace(figures({}), questions=found), (HELP, ABE), k=K, role_groups=role_groups)


def test_the_answer_chosen_most_is_said_with_its_share_and_everybody_who_answered() -> None:
    [one] = answers(20, 12, 8)
    assert one.finding == "Most often “People”: 50 % of 40 who answered."
    assert one.table is not None
    assert one.table.caption == "What would help you most?"
    assert one.table.rows == (
        ("People", "20", "50", "", "no range"),
        ("Time", "12", "30", "", "no range"),
        ("Tools", "8", "20", "", "no range"),
    )


def test_answers_that_tie_are_named_together() -> None:
    assert answers(15, 15, 10)[0].finding == "Most often “People” and “Time”: 38 % of 40 who answered each."
    assert answers(12, 12, 12)[0].finding.startswith("No answer stands out: 33 % of 36 who answered chose each of")


def test_a_question_that_is_withheld_says_why_and_has_no_number() -> None:
    [one] = answers()
    assert one.finding == "Not shown: fewer than ten people answered, or all gave the same answer."
    assert one.table is None


def test_only_what_somebody_here_was_asked_is_listed() -> None:
    assert [one.id for one in answers(20, 12, 8, role_groups=("D", "F"))] == ["would-help", "abe"]
    assert answers(20, 12, 8, role_groups=("A",)) == ()


def test_shares_that_stand_for_headcounts_are_not_called_those_of_who_answered() -> None:
    """20 of 40 answered so, and stand for 63 % of the people."""
    ends = (Interval(0.5, 0.74), Interval(0.14, 0.36), None)
    found = QuestionFigures("would-help", 40, (20, 12, 8), 3, (0.63, 0.25, 0.12), ends)
    shown = replace(figures({}), questions={"would-help": found})
    [one] = question_answers(shown, (HELP,), k=K, role_groups=("D",))
    assert one.finding == "Most often “People”: 63 % of people (estimated from 40 answers)."
    assert one.table is not None
    assert one.table.rows[0] == ("People", "20", "63", "50", "74")
