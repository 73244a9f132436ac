"""What the picture of participation day by day shows: how it grew, and where it leads by the last day."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from tna.domain.coverage import CoverageRow
from tna.domain.participation import Curve, Forecast
from tna.domain.reports.tables import Table
from tna.domain.reports.words import percent, rounded, whole_percent

_HOW = (
    "By day in whole percent of those who have answered by now, so that the curve tells nothing about any one person."
)


@dataclass(frozen=True, slots=True)
class TrendPoint:
    """The share (0..1) of all heads who had answered `place` days after the round opened, at the end of that day."""

    place: int
    day: str
    share: float


@dataclass(frozen=True, slots=True)
class CoverageTrend:
    """The picture: points from the first day to now, the forecast for the last day, and the share (0..1) wanted.

    `last_place` is the day the round closes, in days after it opened; `forecast` is None where there is none.
    """

    title: str
    finding: str
    points: tuple[TrendPoint, ...]
    first_day: str
    last_day: str
    last_place: int
    forecast: Forecast | None
    target: float
    notes: tuple[str, ...] = ()


def coverage_trend(
    curve: Curve, total: CoverageRow, expected: Forecast | None, *, closes_on: date, target: float
) -> CoverageTrend:
    """Participation day by day, from the form of its curve and the total that coverage tells."""
    assert total.share is not None  # there is no curve where coverage uses words
    last = max(closes_on, curve.now)
    first = curve.days[0]
    by_day = [*zip(curve.days, curve.percents, strict=True), (curve.now, 100)]
    points = (TrendPoint((day - first).days, _day(day), total.share * percents / 100) for day, percents in by_day)
    return CoverageTrend(
        title="How the answers came in",
        finding=_finding(total, expected, closes_on, target),
        points=tuple(points),
        first_day=_day(first),
        last_day=_day(last),
        last_place=(last - first).days,
        forecast=expected,
        target=target,
        notes=(_HOW,),
    )


def trend_table(trend: CoverageTrend) -> Table:
    """One row for each day, and one for the forecast."""
    rows = [(point.day, str(whole_percent(point.share))) for point in trend.points]
    if trend.forecast is not None:
        low, high = whole_percent(trend.forecast.low), whole_percent(trend.forecast.high)
        rows.append((f"{trend.last_day}, if it goes on so", f"{whole_percent(trend.forecast.share)} ({low} to {high})"))
    return Table(trend.title, ("By the end of", "Have answered (% of headcount)"), tuple(rows), frozenset({1}))


def _finding(total: CoverageRow, expected: Forecast | None, closes_on: date, target: float) -> str:
    assert total.share is not None
    about = "about " if total.about else ""
    so_far = f"{about.capitalize()}{total.answered:,} of {total.heads:,} people have answered: {percent(total.share)}."
    if expected is None:
        return so_far
    people = rounded(expected.share * total.heads)
    ahead = (
        f"If answers keep coming as in the last seven days, about {people:,} will have by {_day(closes_on)}: "
        f"{percent(expected.share)}, likely between {percent(expected.low)} and {percent(expected.high)}."
    )
    return f"{so_far} {ahead} {_against(expected, target)}"


def _against(expected: Forecast, target: float) -> str:
    if expected.low >= target:
        return f"That reaches the aim of {percent(target)}."
    if expected.high < target:
        return f"That falls short of the aim of {percent(target)}."
    return f"The aim of {percent(target)} may or may not be reached."


def _day(day: date) -> str:
    return f"{day.day} {day:%B %Y}"


def needing_a_nudge(rows: Sequence[tuple[str, float | None]], *, total: float | None, most: int = 5) -> tuple[str, ...]:
    """Of agencies with the share (0..1) that coverage tells, those that lag: under two thirds of the whole's share.

    The furthest behind first, at most so many. Agencies whose share stands in words are left out: nothing but what the
    coverage page shows decides.
    """
    if not total:
        return ()
    behind = sorted((share, title) for title, share in rows if share is not None and share < total * 2 / 3)
    return tuple(title for _, title in behind[:most])
