"""The other figures of a statement, each by headcount, by answers alone and, for one group, by the model."""

from collections.abc import Sequence

from tna.domain.intervals import Interval
from tna.domain.needs import StatementFigures
from tna.domain.reports.tables import Table, in_one_cell, no_range, share_ends
from tna.domain.reports.words import whole_percent
from tna.domain.small_groups import ModelEstimate
from tna.language import gettext


def levels_table(title: str, rows: Sequence[tuple[str, StatementFigures]]) -> Table:
    """Mean level, mean gap and share of the confident of a statement, row by row; `rows` are titles with figures."""
    headers = (
        gettext("Who"),
        gettext("Mean level"),
        gettext("Range"),
        gettext("Mean by answers alone"),
        gettext("Model’s mean"),
        gettext("Mean gap (levels)"),
        gettext("Range of the gap"),
        gettext("Gap by answers alone"),
        gettext("Confident, level 4 or 5 (%)"),
        gettext("Range of the confident (%)"),
        gettext("Confident by answers alone (%)"),
    )
    caption = gettext("%(title)s: levels, gaps and the share of the confident", title=title)
    return Table(caption, headers, tuple(_cells(who, one) for who, one in rows), frozenset(range(1, len(headers))))


def _cells(who: str, one: StatementFigures) -> tuple[str, ...]:
    return (
        who,
        _level(one.mean),
        _levels(one.mean_interval),
        _level(one.mean_unweighted),
        _level(_value(one.mean_model)),
        _level(one.gap),
        "" if one.gap is None else _levels(one.gap_interval),
        _level(one.gap_unweighted),
        _share(one.confident),
        in_one_cell(share_ends(one.confident, one.confident_interval)),
        _share(one.confident_unweighted),
    )


def _value(model: ModelEstimate | None) -> float | None:
    return None if model is None else model.value


def _level(value: float | None) -> str:
    return "" if value is None else f"{value:.2f}"


def _levels(interval: Interval | None) -> str:
    if interval is None:
        return no_range()
    return gettext("%(low)s to %(high)s", low=_level(interval.low), high=_level(interval.high))


def _share(value: float | None) -> str:
    return "" if value is None else str(whole_percent(value))
