"""Every kind of report drawn: the one table of which module draws what, SVG, PNG or PDF bytes out."""

from collections.abc import Callable, Mapping
from typing import Any

from tna.charts.abe_cover import draw_abe_cover
from tna.charts.before_after import draw_before_after, draw_looking_back
from tna.charts.change_bars import draw_change_bars
from tna.charts.coverage import draw_coverage
from tna.charts.coverage_trend import draw_coverage_trend
from tna.charts.forest_plot import draw_forest
from tna.charts.gap_heatmap import draw_gap_heatmap
from tna.charts.likert_bars import draw_likert_bars
from tna.charts.question_bars import draw_question_bars
from tna.charts.reach import draw_reach
from tna.charts.round_dumbbell import draw_round_dumbbell
from tna.charts.style import Format, Shape
from tna.domain.reports import CoverageBars, Heatmap, LikertBars
from tna.domain.reports.abe_cover import AbeCover
from tna.domain.reports.coverage_trend import CoverageTrend
from tna.domain.reports.forests import Forest
from tna.domain.reports.own_words import ThemeBars
from tna.domain.reports.question_bars import QuestionBars
from tna.domain.reports.reach import ReachBars
from tna.domain.reports.round_dumbbell import RoundDumbbell
from tna.domain.reports.shift import ChangeBars, Dumbbell
from tna.domain.reports.shift_looking_back import LookingBackSeries

_DRAWN_BY: Mapping[type, Callable[..., bytes]] = {
    Heatmap: draw_gap_heatmap,
    LikertBars: draw_likert_bars,
    Forest: draw_forest,
    QuestionBars: draw_question_bars,
    ThemeBars: draw_question_bars,
    RoundDumbbell: draw_round_dumbbell,
    CoverageBars: draw_coverage,
    CoverageTrend: draw_coverage_trend,
    ReachBars: draw_reach,
    AbeCover: draw_abe_cover,
    Dumbbell: draw_before_after,
    ChangeBars: draw_change_bars,
    LookingBackSeries: draw_looking_back,
}


def draw(report: Any, *, form: Format, shape: Shape) -> bytes:
    """The picture of a report. Raises KeyError for what is no report that is drawn."""
    return _DRAWN_BY[type(report)](report, form=form, shape=shape)
