"""How reach of courses and cover of joint interviewing were worked out, with their own numbers filled in."""

from collections.abc import Sequence

from tna import language
from tna.domain.reports.abe_cover import AbeCover, CoverBar, states
from tna.domain.reports.reach import MEASURES, ReachBar, ReachBars
from tna.domain.reports.words import begun, percent
from tna.domain.reports.workings.steps import Working, said_of
from tna.language import gettext


def reach_workings(bars: ReachBars) -> tuple[Working, ...]:
    """All agencies together first, each measure added up; then each agency by its headcount."""
    rows = [Working(bar.title, _measures(bars, bar)) for bar in bars.bars]
    if bars.everybody is None or len(rows) < 2:
        return tuple(rows)
    heads = gettext(
        "Headcount: %(parts)s = %(heads)s.",
        parts=_added([bar.heads for bar in bars.bars]),
        heads=language.number(bars.everybody.heads),
    )
    return (Working(bars.everybody.title, (heads, *_added_measures(bars, bars.everybody))), *rows)


def abe_workings(cover: AbeCover) -> tuple[Working, ...]:
    """Each agency, sector by sector, and each sector together."""
    return tuple(
        Working(f"{sector.title}: {bar.title}", _cover_steps(bar))
        for sector in cover.sectors
        for bar in (*sector.bars, *((sector.total,) if sector.total and len(sector.bars) > 1 else ()))
    )


def _measures(bars: ReachBars, bar: ReachBar) -> tuple[str, ...]:
    return tuple(
        said_of(gettext(MEASURES[measure]), [_by_heads(language.number(count), bar.heads, share)])
        for measure, count, share in zip(bars.measures, bar.counts, bar.shares, strict=True)
    )


def _added_measures(bars: ReachBars, everybody: ReachBar) -> list[str]:
    return [
        said_of(
            gettext(MEASURES[measure]),
            [
                _by_heads(
                    f"({_added([bar.counts[place] for bar in bars.bars])})",
                    everybody.heads,
                    everybody.shares[place],
                )
            ],
        )
        for place, measure in enumerate(bars.measures)
    ]


def _by_heads(count: str, heads: int, share: float) -> str:
    return gettext(
        "%(count)s ÷ %(heads)s = %(share)s.", count=count, heads=language.number(heads), share=percent(share)
    )


def _added(counts: Sequence[int]) -> str:
    return " + ".join(map(language.number, counts))


def _cover_steps(bar: CoverBar) -> tuple[str, ...]:
    current, due, lapsed, untrained = map(language.number, bar.counts)
    held = gettext(
        "Hold a current training: %(current)s + %(due)s = %(holding)s.",
        current=current,
        due=due,
        holding=language.number(bar.holding),
    )
    if bar.trained > bar.heads:
        over = gettext("More people are trained than the headcount knows, so nobody is counted as not trained.")
        return (held, over)
    left = gettext(
        "%(state)s: %(heads)s − %(current)s − %(due)s − %(lapsed)s = %(untrained)s.",
        state=begun(states()[-1]),
        heads=language.number(bar.heads),
        current=current,
        due=due,
        lapsed=lapsed,
        untrained=untrained,
    )
    return (held, left)
