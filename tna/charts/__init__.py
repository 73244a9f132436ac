"""Pictures: what a report shows in, SVG, PNG or PDF bytes out."""

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
from tna.charts.style import NARROW, WIDE, Format, Shape

__all__ = [
    "NARROW",
    "WIDE",
    "Format",
    "Shape",
    "draw_abe_cover",
    "draw_before_after",
    "draw_change_bars",
    "draw_coverage",
    "draw_coverage_trend",
    "draw_forest",
    "draw_gap_heatmap",
    "draw_likert_bars",
    "draw_looking_back",
    "draw_question_bars",
    "draw_reach",
    "draw_round_dumbbell",
]
