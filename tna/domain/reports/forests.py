"""What a forest plot shows: each role group's share below the level it needs, with its range, against half."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from tna.domain.disclosure import Figures
from tna.domain.domain_means import DomainFigures
from tna.domain.intervals import Interval
from tna.domain.needs import StatementFigures
from tna.domain.reports.behind import is_estimate
from tna.domain.reports.forest_words import Told, finding, notes
from tna.domain.reports.heatmap_words import why_cell
from tna.domain.reports.tables import Table, share_ends
from tna.domain.reports.words import between, phrase, whole_percent
from tna.domain.small_groups import ModelEstimate
from tna.domain.surveys import Domain, Statement
from tna.language import gettext

HALF = 0.5
"""The line: where more than half are below, training a few will not do. No target is set for shares, so it is one
that needs no explaining."""


class Side(StrEnum):
    """Where the whole range of a share lies against the line; UNCLEAR where the line runs through it."""

    MORE = "more than half"
    FEWER = "fewer than half"
    UNCLEAR = "about half, or not clear"


@dataclass(frozen=True, slots=True)
class ForestRow:
    """One role group: the share (0..1) below the level it needs, its interval, and the people behind it.

    `target` is the level (1..5) the role group needs, None for a domain. `estimate` is the model's share, None where
    there is none; only ever beside a share. `estimated` says that the share stands for headcounts and is another than
    that of those who answered. Without a share `words` says why.
    """

    id: str
    title: str
    share: float | None = None
    interval: Interval | None = None
    side: Side = Side.UNCLEAR
    n_low: int = 0
    n_high: int = 0
    target: int | None = None
    estimate: float | None = None
    words: str = ""
    estimated: bool = False


@dataclass(frozen=True, slots=True)
class Forest:
    """The picture: the role groups with the largest share first, those withheld last, all together apart.

    `withheld_words` explains the hatching, empty where there is none.
    """

    title: str
    finding: str
    rows: tuple[ForestRow, ...]
    everyone: ForestRow | None
    withheld_words: str
    notes: tuple[str, ...]

    @property
    def has_figures(self) -> bool:
        """Whether anything is there to draw."""
        return any(row.share is not None for row in self.rows)

    @property
    def has_estimates(self) -> bool:
        """Whether any row has a model estimate beside its share."""
        return any(row.estimate is not None for row in self.rows)


@dataclass(frozen=True, slots=True)
class _Found:
    share: float
    interval: Interval | None
    n_low: int
    n_high: int
    target: int | None
    estimated: bool
    model: ModelEstimate | None


def statement_forest(
    figures: Mapping[str, Figures],
    statement: Statement,
    *,
    titles: Mapping[str, str],
    k: int,
    everyone: Figures | None = None,
) -> Forest:
    """One statement: `figures` and `titles` by role group id.

    Role groups that were not asked it have no row.
    """
    asked = {key: one for key, one in figures.items() if statement.id in one.asked}
    found = {key: _of_statement(one.statements.get(statement.id)) for key, one in asked.items()}
    together = None if everyone is None else _of_statement(everyone.statements.get(statement.id))
    rows = [_row(key, titles[key], found[key], one, k) for key, one in asked.items()]
    title = gettext("Below the level their role needs: %(what)s", what=phrase(statement.text))
    return _forest(title, rows, _together(together, everyone), k)


def domain_forest(
    figures: Mapping[str, Figures],
    domain: Domain,
    *,
    titles: Mapping[str, str],
    k: int,
    everyone: Figures | None = None,
) -> Forest:
    """One domain: the mean share over its released statements, role group by role group; arguments as above."""
    asked = {key: one for key, one in figures.items() if any(s.id in one.asked for s in domain.statements)}
    found = {key: _of_domain(one.domains.get(domain.id)) for key, one in asked.items()}
    together = None if everyone is None else _of_domain(everyone.domains.get(domain.id))
    rows = [_row(key, titles[key], found[key], one, k) for key, one in asked.items()]
    title = gettext("Below the level their role needs: %(what)s", what=domain.title)
    return _forest(title, rows, _together(together, everyone), k)


def _of_statement(found: StatementFigures | None) -> _Found | None:
    if found is None or found.below is None:
        return None
    return _Found(
        found.below, found.below_interval, found.n, found.n, found.target, _estimated(found), found.below_model
    )


def _of_domain(found: DomainFigures | None) -> _Found | None:
    if found is None:
        return None
    return _Found(
        found.below, found.below_interval, found.n_low, found.n_high, None, _estimated(found), found.below_model
    )


def _estimated(found: StatementFigures | DomainFigures) -> bool:
    return is_estimate(found.below, found.below_unweighted)


def _row(key: str, title: str, found: _Found | None, figures: Figures, k: int) -> ForestRow:
    if found is None:
        return ForestRow(key, title, words=why_cell(k))
    side = _side(found.share, found.interval, is_known=not figures.named)
    return ForestRow(
        id=key,
        title=title,
        share=found.share,
        interval=found.interval,
        side=side,
        n_low=found.n_low,
        n_high=found.n_high,
        target=found.target,
        estimate=None if found.model is None else found.model.value,
        estimated=found.estimated,
    )


def _together(found: _Found | None, figures: Figures | None) -> ForestRow | None:
    if found is None or figures is None:
        return None
    side = _side(found.share, found.interval, is_known=not figures.named)
    title = gettext("All role groups together")
    return ForestRow("", title, found.share, found.interval, side, found.n_low, found.n_high)


def _side(share: float, interval: Interval | None, *, is_known: bool) -> Side:
    """Without an interval everybody answered and the share is exact, unless the headcount is wrong."""
    if interval is None and not is_known:
        return Side.UNCLEAR
    low, high = (share, share) if interval is None else (interval.low, interval.high)
    if low > HALF:
        return Side.MORE
    return Side.FEWER if high < HALF else Side.UNCLEAR


def _forest(title: str, rows: Sequence[ForestRow], everyone: ForestRow | None, k: int) -> Forest:
    ordered = tuple(sorted(rows, key=lambda row: (row.share is None, -(row.share or 0.0), row.id)))
    told = [
        Told(
            title=row.title,
            share=row.share,
            people=between(row.n_low, row.n_high),
            is_more=row.side is Side.MORE,
            is_fewer=row.side is Side.FEWER,
            estimated=row.estimated,
        )
        for row in ordered
        if row.share is not None
    ]
    withheld = len(ordered) - len(told)
    return Forest(
        title=title,
        finding=finding(told, withheld=withheld, k=k),
        rows=ordered,
        everyone=everyone if told else None,
        withheld_words=why_cell(k) if withheld else "",
        notes=notes(withheld, len(ordered), k, has_estimates=any(row.estimate is not None for row in ordered)),
    )


def forest_table(forest: Forest) -> Table:
    """One row for each role group: the level it needs, the share below with its range, the model's, the people."""
    with_level = any(row.target is not None for row in forest.rows)
    headers = [gettext("Role group")]
    headers += [gettext("Level needed")] if with_level else []
    headers += [gettext("Below the level needed (%)"), gettext("Range from (%)"), gettext("Range to (%)")]
    headers += [gettext("Model estimate (%)")] if forest.has_estimates else []
    headers.append(gettext("People who answered"))
    rows = [*forest.rows, *([forest.everyone] if forest.everyone else [])]
    cells = tuple(_cells(row, with_level=with_level, with_estimate=forest.has_estimates) for row in rows)
    return Table(forest.title, tuple(headers), cells, frozenset(range(1, len(headers))))


def _cells(row: ForestRow, *, with_level: bool, with_estimate: bool) -> tuple[str, ...]:
    level = ("" if row.target is None else str(row.target),) if with_level else ()
    if row.share is None:
        return (row.title, *level, row.words, "", "", *([""] if with_estimate else []), "")
    estimate = ("" if row.estimate is None else str(whole_percent(row.estimate)),) if with_estimate else ()
    return (
        row.title,
        *level,
        str(whole_percent(row.share)),
        *share_ends(row.share, row.interval),
        *estimate,
        between(row.n_low, row.n_high),
    )
