"""Reports as the chart macro takes them: sentence, picture if it is drawn, table, file."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from flask import abort, request, url_for

from tna.domain.reports import (
    CoverageBars,
    Heatmap,
    LikertBars,
    Table,
    across_table,
    coverage_table,
    folded_table,
    heatmap_table,
    likert_table,
)
from tna.domain.reports.abe_cover import AbeCover, abe_cover_table
from tna.domain.reports.coverage_trend import CoverageTrend, trend_table
from tna.domain.reports.forests import Forest, forest_table
from tna.domain.reports.own_words import ThemeBars, theme_bars_table
from tna.domain.reports.question_bars import QuestionBars, question_bars_table
from tna.domain.reports.reach import ReachBars, reach_table
from tna.domain.reports.round_dumbbell import RoundDumbbell, round_dumbbell_table
from tna.domain.reports.shift import ChangeBars, Dumbbell, change_bars_table, dumbbell_table
from tna.domain.reports.shift_looking_back import LookingBackSeries, looking_back_table
from tna.domain.reports.workings.coverage import coverage_workings, trend_workings
from tna.domain.reports.workings.questions import question_workings
from tna.domain.reports.workings.reach import abe_workings, reach_workings
from tna.domain.reports.workings.shift import change_workings, dumbbell_workings, looking_back_workings
from tna.domain.reports.workings.steps import Working
from tna.extensions import db
from tna.services import pictures
from tna.services.reports import Released, newest_with_figures, released_rounds

Links = Sequence[Sequence[str | None]]
"""The addresses of the cells of a table, row by row from the first column; None for a cell that leads nowhere."""


@dataclass(frozen=True, slots=True)
class Chosen:
    """The round a page shows, the earlier one beside it if any, and every round there is to choose from.

    `not_earlier` is the round that was asked for beside it and is not earlier than it.
    """

    released: Released
    earlier: Released | None
    all: tuple[Released, ...]
    not_earlier: Released | None = None

    @property
    def title(self) -> str:
        """The title of the round shown."""
        return self.released.round.title

    @property
    def before(self) -> tuple[Released, ...]:
        """The rounds earlier than the one shown."""
        return self.all[self.all.index(self.released) + 1 :]

    @property
    def is_beside_the_one_before(self) -> bool:
        """Whether the round beside it is the one that stands there unasked, or none does."""
        return self.earlier in (None, newest_with_figures(self.before))

    @property
    def newer_empty(self) -> tuple[Released, ...]:
        """The newer rounds that were passed over, since nothing of them may be shown."""
        return newer_empty(self.all, self.released)

    @property
    def query(self) -> dict[str, Any]:
        """The query that leads to this state again."""
        earlier = "none" if self.earlier is None else str(self.earlier.round.id)
        return {"round": str(self.released.round.id), "compare": earlier}


def chosen_rounds() -> Chosen | None:
    """The released round in the query, or the newest with figures, and the one before or that the query compares with.

    The one before is the newest before it that has figures, so that there is something to compare. None while nothing
    is released; 404 for a round that is not there. A comparison with a round that is not earlier is what a form sends
    when only its round was changed: then the one before stands beside it, and the page says so.
    """
    rounds = tuple(released_rounds(db.session()))
    released = by_id(rounds, request.args.get("round")) or newest_with_figures(rounds)
    if released is None:
        return None
    before = rounds[rounds.index(released) + 1 :]
    asked = request.args.get("compare")
    if asked == "none":
        return Chosen(released, None, rounds)
    wanted = by_id(rounds, asked)
    if wanted is not None and wanted in before:
        return Chosen(released, wanted, rounds)
    return Chosen(released, newest_with_figures(before), rounds, wanted)


def newer_empty(rounds: tuple[Released, ...], shown: Released) -> tuple[Released, ...]:
    """The rounds newer than the one shown, where none of them has a figure; nothing where one of them has."""
    newer = rounds[: rounds.index(shown)]
    return () if any(one.has_figures for one in newer) else newer


def by_id(rounds: tuple[Released, ...], asked: str | None) -> Released | None:
    """The round that a query names; None where it names none, 404 for one that is not there."""
    if not asked:
        return None
    return next((one for one in rounds if str(one.round.id) == asked), None) or abort(404)


_TABLES: dict[type[pictures.Report], Callable[..., Table]] = {
    Heatmap: heatmap_table,
    LikertBars: likert_table,
    Forest: forest_table,
    QuestionBars: question_bars_table,
    ThemeBars: theme_bars_table,
    RoundDumbbell: round_dumbbell_table,
    CoverageBars: coverage_table,
    CoverageTrend: trend_table,
    ReachBars: reach_table,
    AbeCover: abe_cover_table,
    Dumbbell: dumbbell_table,
    ChangeBars: change_bars_table,
    LookingBackSeries: looking_back_table,
}

# How the numbers of a report were worked out, where it holds all that this takes.
_WORKINGS: dict[type[pictures.Report], Callable[..., tuple[Working, ...]]] = {
    QuestionBars: question_workings,
    CoverageBars: coverage_workings,
    CoverageTrend: trend_workings,
    ReachBars: reach_workings,
    AbeCover: abe_workings,
    Dumbbell: dumbbell_workings,
    ChangeBars: change_workings,
    LookingBackSeries: looking_back_workings,
}

# Where the page of methods speaks of each.
_SECTIONS: dict[type[pictures.Report], str] = {
    Heatmap: "below",
    LikertBars: "below",
    Forest: "sure",
    QuestionBars: "together",
    ThemeBars: "withheld",
    RoundDumbbell: "compared",
    CoverageBars: "coverage",
    CoverageTrend: "coverage",
    Dumbbell: "shift",
    ChangeBars: "shift",
    LookingBackSeries: "shift",
}


def table_of(report: pictures.Report) -> Table:
    """The numbers of a report as a table."""
    return _TABLES[type(report)](report)


def chart(
    name: str,
    report: pictures.Report,
    *,
    csv_url: str,
    agency_id: str | None = None,
    is_drawn: bool = True,
    workings: Sequence[Working] | None = None,
    links: Links = (),
) -> dict[str, object]:
    """A report for the chart macro; `name` is its place on the page.

    `is_drawn` says whether the worker draws a picture of this state, `workings` how figures in it were worked out where
    the report cannot say so by itself, and `links` where the cells of its table lead, row by row from the first column.
    """
    not_drawn = "drawing" if is_drawn else "numbers"
    drawn = pictures.drawn(db.session(), report, agency_id=agency_id)
    sources = {
        place: url_for("reports.picture", digest=digest, form="svg" if place in pictures.SHAPES else place)
        for place, digest in drawn.items()
    }
    has_figures = pictures.has_figures(report)
    if workings is None:
        worked_by = _WORKINGS.get(type(report))
        workings = worked_by(report) if worked_by and has_figures else ()
    table, links, across = _table(report, links, is_drawn=is_drawn) if has_figures else (None, (), None)
    return {
        "id": name,
        "title": report.title,
        "finding": report.finding,
        "state": "withheld" if not has_figures else "shown" if "wide" in sources else not_drawn,
        "reason": "" if has_figures else report.finding,
        "src": sources.get("wide"),
        "src_narrow": sources.get("narrow"),
        "png_url": sources.get("png") if has_figures else None,
        "pdf_url": sources.get("pdf") if has_figures else None,
        "table": table,
        "across": across,
        "csv_url": csv_url if has_figures else None,
        "notes": report.notes,
        "section": _SECTIONS.get(type(report), ""),
        "workings": workings,
        "links": links,
    }


def _table(report: pictures.Report, links: Links, *, is_drawn: bool) -> tuple[Table, Links, Table | None]:
    """The table of a report as a page shows it, where the cells of its rows lead, and a glance at what is not drawn."""
    if not isinstance(report, Heatmap):
        return table_of(report), links, None
    table, kept = folded_table(report)
    leading = [() if place is None else links[place] for place in kept] if links else ()
    return table, leading, None if is_drawn else across_table(report)
