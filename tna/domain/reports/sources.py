"""What a picture is of, as the picture says it by itself: without that it is useless on a slide."""

from dataclasses import replace
from typing import TypeVar

from tna.domain.reports.coverage import CoverageBars
from tna.domain.reports.coverage_trend import CoverageTrend
from tna.domain.reports.forests import Forest
from tna.domain.reports.heatmaps import Heatmap
from tna.domain.reports.likert import LikertBars
from tna.domain.reports.own_words import ThemeBars
from tna.domain.reports.question_bars import QuestionBars
from tna.domain.reports.round_dumbbell import RoundDumbbell
from tna.language import gettext

Confidence = TypeVar("Confidence", Heatmap, LikertBars, Forest, RoundDumbbell)
Counted = TypeVar("Counted", CoverageBars, CoverageTrend, QuestionBars, ThemeBars)


def of_confidence(report: Confidence, *, round_title: str, agency: str = "") -> Confidence:
    """The report with a last note that says of which round it is, and whose confidence; all agencies' without one."""
    if isinstance(report, Heatmap) and report.earlier_round is not None:
        round_title = gettext("%(round)s, compared with %(earlier)s", round=round_title, earlier=report.earlier_round)
    told = gettext(
        "%(round)s · %(whose)s · self-reported confidence, not competence", round=round_title, whose=_whose(agency)
    )
    return replace(report, notes=(*report.notes, told))


def of_answers(report: Counted, *, round_title: str, agency: str = "") -> Counted:
    """The same of a report that counts people or their answers."""
    told = gettext("%(round)s · %(whose)s", round=round_title, whose=_whose(agency))
    return replace(report, notes=(*report.notes, told))


def _whose(agency: str) -> str:
    return agency or gettext("all agencies")
