"""Heatmaps out of published figures."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from tna.domain.disclosure import Figures
from tna.domain.needs import DomainFigures, StatementFigures
from tna.domain.reports.behind import behind, is_estimate
from tna.domain.reports.comparison import Earlier, EarlierRound, compared
from tna.domain.reports.heatmap_words import finding, notes, why_cell, why_row, withheld_words
from tna.domain.reports.heatmaps import (
    AGENCIES,
    ROLE_GROUPS,
    CellState,
    Heatmap,
    HeatmapCell,
    HeatmapColumn,
    HeatmapRow,
    RowWords,
)
from tna.domain.surveys import Domain
from tna.language import gettext

TOGETHER = ""
"""Id of the row of all together; no agency or role group has it."""


@dataclass(frozen=True, slots=True)
class _Plan:
    """What every cell of one picture has in common."""

    words: RowWords
    domains: Sequence[Domain]
    k: int
    changed: frozenset[str]
    is_compared: bool


def role_group_heatmap(
    figures: Mapping[str, Figures],
    *,
    titles: Mapping[str, str],
    domains: Sequence[Domain],
    k: int,
    everyone: Figures | None = None,
    earlier: EarlierRound | None = None,
) -> Heatmap:
    """Role groups by domain: `figures` and `titles` by role group id, rows in the order of `figures`."""
    return _heatmap(ROLE_GROUPS, figures, titles, domains=domains, k=k, everyone=everyone, earlier=earlier)


def agency_heatmap(
    figures: Mapping[str, Figures],
    *,
    titles: Mapping[str, str],
    domains: Sequence[Domain],
    k: int,
    everyone: Figures | None = None,
    earlier: EarlierRound | None = None,
) -> Heatmap:
    """Agencies by domain: `figures` and `titles` by agency id, rows in the order of `figures`.

    An agency's row stands for its own release groups only; the notes say how many answers that leaves out.
    """
    return _heatmap(AGENCIES, figures, titles, domains=domains, k=k, everyone=everyone, earlier=earlier)


def _heatmap(
    words: RowWords,
    figures: Mapping[str, Figures],
    titles: Mapping[str, str],
    *,
    domains: Sequence[Domain],
    k: int,
    everyone: Figures | None,
    earlier: EarlierRound | None,
) -> Heatmap:
    changed = earlier.changed if earlier else frozenset()
    plan = _Plan(words, domains, k, changed, is_compared=earlier is not None)
    before = earlier.figures if earlier else {}
    rows = tuple(_row(plan, key, titles[key], now, before.get(key)) for key, now in figures.items())
    together = None
    # Where nothing is released, a row of all together would be one more row of hatching.
    if everyone is not None and everyone.groups and rows:
        together = _row(plan, TOGETHER, gettext(words.together), everyone, earlier.everyone if earlier else None)
    columns = tuple(HeatmapColumn(domain.id, domain.title) for domain in domains)
    return Heatmap(
        title=gettext(words.title),
        finding=finding(words, columns, rows, k),
        words=words,
        columns=columns,
        rows=rows,
        everyone=together,
        withheld_words=withheld_words(words, rows if together is None else (*rows, together), k),
        notes=notes(words, rows, k),
        earlier_round=earlier.title if earlier else None,
    )


def _row(plan: _Plan, key: str, title: str, now: Figures, then: Figures | None) -> HeatmapRow:
    same_groups = plan.words is AGENCIES and key != TOGETHER
    cells = tuple(_cell(plan, domain, now, then, same_groups=same_groups) for domain in plan.domains)
    if not any(cell.state is CellState.SHOWN for cell in cells):
        return HeatmapRow(key, title, 0, 0, False, cells)
    return HeatmapRow(key, title, now.covered, now.answers, now.partial, cells)


def _cell(plan: _Plan, domain: Domain, now: Figures, then: Figures | None, *, same_groups: bool) -> HeatmapCell:
    if not any(statement.id in now.asked for statement in domain.statements):
        return HeatmapCell(CellState.NOT_ASKED, words=plan.words.not_asked)
    found = now.domains.get(domain.id)
    if found is None:
        why = why_cell(plan.k) if now.groups else why_row(plan.words, plan.k)
        return HeatmapCell(CellState.WITHHELD, words=why)
    earlier = None
    if plan.is_compared:
        earlier = compared(domain, now, then, changed=plan.changed, same_groups=same_groups)
    return shown_cell(now, [one.id for one in domain.statements], found, (found.n_low, found.n_high), earlier=earlier)


def shown_cell(
    figures: Figures,
    statements: Collection[str],
    found: DomainFigures | StatementFigures,
    people: tuple[int, int],
    *,
    earlier: Earlier | None = None,
) -> HeatmapCell:
    """The figure of these statements, which is shown; `people` are the fewest and the most who gave a level."""
    stand = behind(figures, statements)
    return HeatmapCell(
        CellState.SHOWN,
        found.below,
        found.below_interval,
        *people,
        earlier=earlier,
        covered=None if stand is None else (stand.fewest[0], stand.most[0]),
        estimated=is_estimate(found.below, found.below_unweighted),
    )
