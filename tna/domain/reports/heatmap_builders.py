"""Heatmaps out of published figures."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from tna.domain.disclosure import Figures
from tna.domain.domain_means import DomainFigures
from tna.domain.like_with_like import LikeWithLike
from tna.domain.needs import StatementFigures
from tna.domain.reports.behind import behind, is_estimate
from tna.domain.reports.comparison import Earlier, EarlierRound, compared, total_compared
from tna.domain.reports.heatmap_words import finding, notes, why_cell, why_row, why_total, withheld_words
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
    earlier: EarlierRound | None


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
    plan = _Plan(words, domains, k, earlier)
    rows = tuple(_row(plan, key, titles[key], now) for key, now in figures.items())
    together = in_both = None
    # Where nothing is released, a row of all together would be one more row of hatching.
    if everyone is not None and everyone.groups and rows:
        together = _together(plan, everyone, rows)
        if earlier is not None and earlier.everyone is not None:
            in_both = _in_both(plan, everyone, earlier.everyone)
    columns = tuple(HeatmapColumn(domain.id, domain.title) for domain in domains)
    return Heatmap(
        title=gettext(words.title),
        finding=finding(words, columns, rows, k),
        words=words,
        columns=columns,
        rows=rows,
        everyone=together,
        withheld_words=withheld_words(words, [row for row in (*rows, together, in_both) if row is not None], k),
        notes=notes(words, rows, k),
        earlier_round=earlier.title if earlier else None,
        in_both=in_both,
    )


def _row(plan: _Plan, key: str, title: str, now: Figures) -> HeatmapRow:
    cells = tuple(_cell(plan, domain, now, earlier=_earlier(plan, key, domain, now)) for domain in plan.domains)
    return _row_of(key, title, now, cells)


def _together(plan: _Plan, everyone: Figures, rows: Sequence[HeatmapRow]) -> HeatmapRow:
    both = plan.earlier.everyone if plan.earlier else None
    cells = []
    for place, domain in enumerate(plan.domains):
        earlier = _of_total(plan, domain, everyone, both) if both else None
        is_shown_in_part = any(row.cells[place].state is CellState.SHOWN for row in rows)
        cells.append(_cell(plan, domain, everyone, earlier=earlier, why=why_total() if is_shown_in_part else ""))
    return _row_of(TOGETHER, gettext(plan.words.together), everyone, tuple(cells))


def _in_both(plan: _Plan, everyone: Figures, both: LikeWithLike) -> HeatmapRow | None:
    """The row of what is compared, where the row of all together stands for other role groups."""
    if all(both.is_all_of(one, everyone) for one in both.now.domains):
        return None
    cells = tuple(
        _cell(plan, domain, both.now, earlier=_of_total(plan, domain, both.now, both), why=why_total())
        for domain in plan.domains
    )
    return _row_of(TOGETHER, gettext(plan.words.in_both), both.now, cells)


def _row_of(key: str, title: str, now: Figures, cells: tuple[HeatmapCell, ...]) -> HeatmapRow:
    if not any(cell.state is CellState.SHOWN for cell in cells):
        return HeatmapRow(key, title, 0, 0, False, cells)
    return HeatmapRow(key, title, now.covered, now.answers, now.partial, cells)


def _cell(plan: _Plan, domain: Domain, now: Figures, *, earlier: Earlier | None, why: str = "") -> HeatmapCell:
    if not any(statement.id in now.asked for statement in domain.statements):
        return HeatmapCell(CellState.NOT_ASKED, words=plan.words.not_asked)
    found = now.domains.get(domain.id)
    if found is None:
        why = why or (why_cell(plan.k) if now.groups else why_row(plan.words, plan.k))
        return HeatmapCell(CellState.WITHHELD, words=why)
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


def _earlier(plan: _Plan, key: str, domain: Domain, now: Figures) -> Earlier | None:
    """What stands beside a figure of one row; nothing where there is no figure, or no other round."""
    if plan.earlier is None or domain.id not in now.domains:
        return None
    is_agency = plan.words is AGENCIES
    found = compared(domain, now, plan.earlier.figures.get(key), changed=plan.earlier.changed, same_groups=is_agency)
    both = plan.earlier.alike.get(key)
    return found if both is None or found.words else _of_total(plan, domain, now, both)


def _of_total(plan: _Plan, domain: Domain, total: Figures, both: LikeWithLike) -> Earlier | None:
    changed = plan.earlier.changed if plan.earlier else frozenset()
    return total_compared(domain, total, both, changed=changed) if domain.id in total.domains else None
