"""What a picture shows: its title, its one-sentence finding, its table; computed from published figures alone."""

from tna.domain.reports.changes import RoundChange, round_change
from tna.domain.reports.comparison import Change, Earlier, EarlierRound
from tna.domain.reports.coverage import (
    CoverageBar,
    CoverageBars,
    agency_coverage_bars,
    coverage_table,
    role_group_coverage_bars,
)
from tna.domain.reports.heatmap_builders import agency_heatmap, role_group_heatmap
from tna.domain.reports.heatmap_tables import across_table, folded_table, heatmap_table
from tna.domain.reports.heatmaps import CellState, Heatmap, HeatmapCell, HeatmapColumn, HeatmapRow
from tna.domain.reports.likert import LikertBars, LikertRow, likert_bars, likert_table
from tna.domain.reports.overview import (
    Stat,
    alone_stat,
    answered_stat,
    change_stat,
    covered_words,
    over_headcount,
    withheld_stat,
)
from tna.domain.reports.questions import QuestionAnswers, question_answers
from tna.domain.reports.ranking import NeedSentences, need_sentences, role_groups_by_statement
from tna.domain.reports.ranking_words import NeedSentence
from tna.domain.reports.tables import Table

__all__ = [
    "CellState",
    "Change",
    "CoverageBar",
    "CoverageBars",
    "Earlier",
    "EarlierRound",
    "Heatmap",
    "HeatmapCell",
    "HeatmapColumn",
    "HeatmapRow",
    "LikertBars",
    "LikertRow",
    "NeedSentence",
    "NeedSentences",
    "QuestionAnswers",
    "RoundChange",
    "Stat",
    "Table",
    "across_table",
    "agency_coverage_bars",
    "agency_heatmap",
    "alone_stat",
    "answered_stat",
    "change_stat",
    "coverage_table",
    "covered_words",
    "folded_table",
    "heatmap_table",
    "likert_bars",
    "likert_table",
    "need_sentences",
    "over_headcount",
    "question_answers",
    "role_group_coverage_bars",
    "role_group_heatmap",
    "role_groups_by_statement",
    "round_change",
    "withheld_stat",
]
