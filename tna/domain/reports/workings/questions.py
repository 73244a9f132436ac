"""How the shares of optional questions were worked out, with their own numbers filled in."""

from collections.abc import Sequence

from tna.domain.reports.question_bars import QuestionBars, QuestionRow
from tna.domain.reports.questions import choice_steps
from tna.domain.reports.workings.steps import Working, not_shown


def question_workings(bars: QuestionBars) -> tuple[Working, ...]:
    """Everyone first, then each role group, those withheld last."""
    return tuple(Working(row.title, _steps(bars, row)) for row in bars.all_rows)


def help_workings(questions: Sequence[QuestionBars]) -> tuple[Working, ...]:
    """How many of everyone chose what, question by question, where that is released."""
    return tuple(
        Working(one.title, choice_steps(one.choices, one.everyone.counts, one.everyone.shares))
        for one in questions
        if one.everyone is not None and one.everyone.is_released
    )


def _steps(bars: QuestionBars, row: QuestionRow) -> tuple[str, ...]:
    return choice_steps(bars.choices, row.counts, row.shares) if row.is_released else (not_shown(bars.withheld_words),)
