"""What the picture of participation day by day shows: how it grew, and where it leads by the last day."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from tna import language
from tna.domain.coverage import CoverageRow
from tna.domain.participation import Curve, Forecast
from tna.domain.reports.coverage import so_far
from tna.domain.reports.tables import Table
from tna.domain.reports.words import percent, rounded, whole_percent
from tna.language import gettext, mark

_HOW = mark(
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
    points = (
        TrendPoint((day - first).days, language.day(day), total.share * percents / 100) for day, percents in by_day
    )
    return CoverageTrend(
        title=gettext("How the answers came in"),
        finding=_finding(total, expected, closes_on, target),
        points=tuple(points),
        first_day=language.day(first),
        last_day=language.day(last),
        last_place=(last - first).days,
        forecast=expected,
        target=target,
        notes=(gettext(_HOW),),
    )


def trend_table(trend: CoverageTrend) -> Table:
    """One row for each day, and one for the forecast."""
    rows = [(point.day, str(whole_percent(point.share))) for point in trend.points]
    if trend.forecast is not None:
        expected = gettext(
            "%(share)s (%(low)s to %(high)s)",
            share=whole_percent(trend.forecast.share),
            low=whole_percent(trend.forecast.low),
            high=whole_percent(trend.forecast.high),
        )
        rows.append((gettext("%(day)s, if it goes on so", day=trend.last_day), expected))
    headers = (gettext("By the end of"), gettext("Have answered (% of headcount)"))
    return Table(trend.title, headers, tuple(rows), frozenset({1}))


def _finding(total: CoverageRow, expected: Forecast | None, closes_on: date, target: float) -> str:
    assert total.share is not None
    now = so_far(total, total.share)
    if expected is None:
        return now
    ahead = gettext(
        "If answers keep coming as in the last seven days, about %(people)s will have by %(day)s: %(share)s, likely "
        "between %(low)s and %(high)s.",
        people=language.number(rounded(expected.share * total.heads)),
        day=language.day(closes_on),
        share=percent(expected.share),
        low=percent(expected.low),
        high=percent(expected.high),
    )
    return f"{now} {ahead} {_against(expected, target)}"


def _against(expected: Forecast, target: float) -> str:
    aim = percent(target)
    if expected.low >= target:
        return gettext("That reaches the aim of %(aim)s.", aim=aim)
    if expected.high < target:
        return gettext("That falls short of the aim of %(aim)s.", aim=aim)
    return gettext("The aim of %(aim)s may or may not be reached.", aim=aim)


def needing_a_nudge(rows: Sequence[tuple[str, float | None]], *, total: float | None, most: int = 5) -> tuple[str, ...]:
    """Of agencies with the share (0..1) that coverage tells, those that lag: under two thirds of the whole's share.

    The furthest behind first, at most so many. Agencies whose share stands in words are left out: nothing but what the
    coverage page shows decides.
    """
    if not total:
        return ()
    behind = sorted((share, title) for title, share in rows if share is not None and share < total * 2 / 3)
    return tuple(title for _, title in behind[:most])
