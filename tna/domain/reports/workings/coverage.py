"""How coverage, and what those missing could change, were worked out, with their own numbers filled in.

Whatever coverage tells in words stays in words here.
"""

from collections.abc import Sequence

from tna import language
from tna.domain.coverage import CoverageRow, of_heads
from tna.domain.missing_answers import DIFFERENCES
from tna.domain.participation import WEEK
from tna.domain.reports.coverage import CoverageBar, CoverageBars
from tna.domain.reports.coverage_trend import CoverageTrend
from tna.domain.reports.response_panel import FAR_BELOW, MissingPart, MovedShare, ResponsePanel
from tna.domain.reports.words import percent, percent_range, whole_percent
from tna.domain.reports.workings.steps import Working, said_of
from tna.language import gettext


def response_working(total: CoverageRow | None) -> Working:
    """The response rate of everybody, in the numbers that coverage shows."""
    title = gettext("Who answered")
    if total is None or not total.heads:
        return Working(title, (gettext("No headcounts were entered, so there is nothing to divide by."),))
    if total.share is None or total.answered is None:
        return Working(title, (_in_words(total.words),))
    return Working(title, tuple(_rate(total.answered, total.heads, total.share, is_about=total.about)))


def coverage_workings(bars: CoverageBars) -> tuple[Working, ...]:
    """Each bar: answers by headcount, or what is told instead."""
    return tuple(Working(bar.title, tuple(_bar_steps(bar))) for bar in bars.bars)


def trend_workings(trend: CoverageTrend) -> tuple[Working, ...]:
    """Each day: what part of today's answers had come, times how many have answered today; and what is to come."""
    now = trend.points[-1].share
    days = [
        said_of(
            point.day,
            [
                gettext(
                    "of the answers there are by now, this part had come: %(part)s × %(now)s = %(share)s.",
                    part=percent(point.share / now),
                    now=percent(now),
                    share=percent(point.share),
                )
            ],
        )
        for point in trend.points
    ]
    return (Working(trend.title, (*days, *_forecast(trend))),)


def missing_workings(panel: ResponsePanel, total: CoverageRow | None) -> tuple[Working, ...]:
    """The rate of all, then each agency and role group far below it."""
    found = [response_working(total)]
    if total is not None and total.share is not None:
        found += [
            Working(part.title, _missing_steps(part, total, total.share))
            for part in (*panel.agencies, *panel.role_groups)
        ]
    return tuple(found)


def moved_workings(panel: ResponsePanel) -> tuple[Working, ...]:
    """Each domain, the largest share below first, with what those missing could do to it."""
    return tuple(Working(row.title, _moved_steps(row)) for row in panel.rows)


def _bar_steps(bar: CoverageBar) -> list[str]:
    if bar.share is None:
        return [_in_words(bar.words)]
    answered = round(bar.share * bar.heads)
    exact = of_heads(language.number(answered), language.number(bar.heads), about=False)
    return _rate(answered, bar.heads, bar.share, is_about=bar.words != exact)


def _in_words(words: str) -> str:
    return gettext("Told in words alone, so that it says of nobody whether they answered: %(words)s.", words=words)


def _rate(answered: int, heads: int, share: float, *, is_about: bool) -> list[str]:
    steps = [
        gettext(
            "Answers by headcount: %(answered)s ÷ %(heads)s = %(share)s.",
            answered=language.number(answered),
            heads=language.number(heads),
            share=percent(share),
        )
    ]
    if is_about:
        steps.append(gettext("A part of them is told in words, and counts as everybody or as nobody here."))
    return steps


def _forecast(trend: CoverageTrend) -> Sequence[str]:
    if trend.forecast is None or trend.forecast.share >= 1:
        return ()
    now, left = trend.points[-1], trend.last_place - trend.points[-1].place
    last, first = trend.points[-2].share, trend.points[-2 - WEEK].share
    return (
        gettext(
            "By %(day)s: the last seven days that are over brought %(last)s − %(first)s = %(came)s; in the %(left)s "
            "days left, as many a week more make %(now)s + %(came)s × %(left)s ÷ 7 = %(share)s.",
            day=trend.last_day,
            last=percent(last),
            first=percent(first),
            came=percent(last - first),
            left=left,
            now=percent(now.share),
            share=percent(trend.forecast.share),
        ),
    )


def _missing_steps(part: MissingPart, total: CoverageRow, rate: float) -> tuple[str, ...]:
    """Far below: under three quarters of the rate of all; short: what that rate would be here, less those counted."""
    counted = 0 if part.share is None else round(part.share * part.heads)
    limit = gettext(
        "Far below the rate of all is under %(limit)s of it: %(limit)s × %(rate)s = %(below)s.",
        limit=percent(FAR_BELOW),
        rate=percent(rate),
        below=percent(FAR_BELOW * rate),
    )
    here = _in_words(part.words) if part.share is None else _rate(counted, part.heads, part.share, is_about=False)[0]
    short = gettext(
        "At the rate of all it would be about %(short)s more: %(answered)s ÷ %(all)s × %(heads)s − %(counted)s = "
        "%(exact)s.",
        short=language.number(part.short),
        answered=language.number(total.counted),
        all=language.number(total.heads),
        heads=language.number(part.heads),
        counted=language.number(counted),
        exact=language.tenths(rate * part.heads - counted),
    )
    return (here, limit, short)


def _moved_steps(row: MovedShare) -> tuple[str, ...]:
    """p + m δ within the bounds, the bounds, and the difference that leaves the range."""
    missing, bounds = percent(row.missing.share), row.missing.bounds
    steps = [
        gettext("Those who did not answer make up %(missing)s of this figure.", missing=missing),
        *(_moved(row, difference, moved) for difference, moved in zip(DIFFERENCES, row.moved, strict=True)),
        gettext(
            "If none of them were below it would be %(low)s; if all of them were, %(low)s + %(missing)s = %(high)s.",
            low=percent(bounds.low),
            missing=missing,
            high=percent(bounds.high),
        ),
    ]
    if row.leaves_at is not None and row.interval is not None:
        ends = [(abs(end - row.share) / row.missing.share, end) for end in (row.interval.low, row.interval.high)]
        nearest = min(ends, key=lambda one: abs(one[0] - (row.leaves_at or 0.0)))[1]
        larger, smaller = max(nearest, row.share), min(nearest, row.share)
        steps.append(
            gettext(
                "Its range is %(range)s. To leave it they would have to differ by %(points)s points: (%(larger)s − "
                "%(smaller)s) ÷ %(missing)s = %(difference)s.",
                range=percent_range(row.interval.low, row.interval.high),
                larger=percent(larger),
                smaller=percent(smaller),
                missing=missing,
                points=whole_percent(row.leaves_at),
                difference=percent(row.leaves_at),
            )
        )
    return tuple(steps)


def _moved(row: MovedShare, difference: float, moved: float) -> str:
    free = row.share + row.missing.share * difference
    values = {
        "points": whole_percent(abs(difference)),
        "share": percent(row.share),
        "missing": percent(row.missing.share),
        "by": f"{abs(difference):.1f}",
        "moved": percent(moved),
    }
    if whole_percent(min(1.0, max(0.0, free))) != whole_percent(moved):
        return (
            gettext("If below %(points)s points less often, the least that can be: %(moved)s.", **values)
            if difference < 0
            else gettext("If below %(points)s points more often, the most that can be: %(moved)s.", **values)
        )
    if difference < 0:
        return gettext("If below %(points)s points less often: %(share)s − %(missing)s × %(by)s = %(moved)s.", **values)
    return gettext("If below %(points)s points more often: %(share)s + %(missing)s × %(by)s = %(moved)s.", **values)
