"""How the figures of domains and of heatmaps were worked out, with their own numbers filled in."""

from collections.abc import Mapping, Sequence

from tna import language
from tna.domain.disclosure import Figures
from tna.domain.domain_means import DomainFigures
from tna.domain.needs import StatementFigures
from tna.domain.reports.heatmap_builders import TOGETHER
from tna.domain.reports.heatmaps import CellState, Heatmap, HeatmapCell, HeatmapRow
from tna.domain.reports.words import percent, percent_range, phrase, whole_percent
from tna.domain.reports.workings.steps import (
    Working,
    model_steps,
    not_shown,
    range_steps,
    said_of,
    share_steps,
)
from tna.domain.reports.workings.together import parts_of, products, weighted_steps
from tna.domain.surveys import Domain
from tna.language import gettext, ngettext


def domain_workings(
    figures: Mapping[str, Figures], domain: Domain, *, titles: Mapping[str, str], everyone: Figures, why: str
) -> tuple[Working, ...]:
    """All together first, then each role group that was asked; `figures` and `titles` by id, `why` it is withheld."""
    rows = [
        Working(titles[key], domain_steps(one, domain) or (not_shown(why),))
        for key, one in figures.items()
        if any(statement.id in one.asked for statement in domain.statements)
    ]
    steps = domain_steps(everyone, domain)
    if not steps or len(rows) < 2:
        return tuple(rows)
    return (Working(gettext("All role groups together"), steps), *rows)


def domain_steps(figures: Figures, domain: Domain) -> tuple[str, ...]:
    """The steps to the share of one domain: the mean over its released statements; none where it is withheld."""
    found = figures.domains.get(domain.id)
    if found is None:
        return ()
    return (*mean_steps(found, figures, domain), *model_steps(found.below_model))


def mean_steps(found: DomainFigures, figures: Figures, domain: Domain) -> list[str]:
    """The mean over the statements, its range, and what the answers alone would say where that differs."""
    released = (figures.statements.get(one) for one in sorted(statement.id for statement in domain.statements))
    shares = [one.below for one in released if one is not None and one.below is not None]
    share = percent(found.below)
    one = len(shares) == 1
    steps = [_of_one(found.asked, share)] if one else [_released(len(shares), found.asked), _mean(shares, found)]
    if found.below_interval is not None:
        steps.append(
            gettext(
                "Its range is that of its least certain statement, laid around %(share)s: %(range)s.",
                share=share,
                range=percent_range(found.below_interval.low, found.below_interval.high),
            )
        )
    alone = found.below_unweighted
    if alone is not None and whole_percent(alone) != whole_percent(found.below):
        steps.append(gettext("By answers alone it would be %(share)s.", share=percent(alone)))
    return steps


def _of_one(asked: int, share: str) -> str:
    """Where one statement is released the mean is its share, and there is nothing to add up."""
    return ngettext(
        "The one statement asked here is released; its share below is %(share)s.",
        "1 of the %(n)s statements asked here is released; its share below is %(share)s.",
        asked,
        share=share,
    )


def _released(statements: int, asked: int) -> str:
    return gettext("%(n)s of the %(asked)s statements asked here are released.", n=statements, asked=asked)


def _mean(shares: Sequence[float], found: DomainFigures) -> str:
    """The mean of the shares below: plain where each was asked of as many people, as in one role group."""
    mean = percent(found.below)
    if len(set(found.weights)) <= 1:
        added = " + ".join(percent(share) for share in shares)
        return gettext(
            "The mean of their shares below: (%(sum)s) ÷ %(n)s = %(share)s.", sum=added, n=len(shares), share=mean
        )
    sizes = [round(weight) for weight in found.weights]
    return gettext(
        "The mean of their shares below, each counted by the people it was asked of: (%(sum)s) ÷ %(all)s = %(share)s.",
        sum=products(zip(sizes, shares, strict=True)),
        all=language.number(sum(sizes)),
        share=mean,
    )


def heatmap_workings(
    heatmap: Heatmap,
    figures: Mapping[str, Figures],
    domains: Sequence[Domain],
    *,
    everyone: Figures,
    in_both: Figures | None = None,
) -> tuple[Working, ...]:
    """Every row of a heatmap by domain, each of its places in a step; `figures` by the id of the row.

    `in_both` are those of the row that is compared with the earlier round, where there is one.
    """
    by_row = {**figures, TOGETHER: everyone}
    rows = [(row, in_both if row is heatmap.in_both else by_row[row.id]) for row in heatmap.all_rows]
    return tuple(
        Working(
            row.title,
            _row_steps(
                row,
                heatmap,
                [domain_steps(of, domain)[:3] for domain in domains],
                earlier=heatmap.earlier_round or "",
            ),
        )
        for row, of in rows
        if of is not None
    )


def statement_heatmap_workings(
    heatmap: Heatmap, figures: Mapping[str, Figures], *, everyone: Figures
) -> tuple[Working, ...]:
    """The same of the heatmap of one domain by statement."""
    workings = []
    for row in heatmap.all_rows:
        parts = figures if row.id == TOGETHER else {}
        found = (everyone if row.id == TOGETHER else figures[row.id]).statements
        steps = [_share_and_range(found.get(column.id), parts_of(parts, column.id)) for column in heatmap.columns]
        workings.append(Working(row.title, _row_steps(row, heatmap, steps, earlier="")))
    return tuple(workings)


def _share_and_range(found: StatementFigures | None, parts: Sequence[StatementFigures]) -> list[str]:
    if found is None or found.below is None:
        return []
    return [*(weighted_steps(parts, found) if len(parts) > 1 else share_steps(found)), *range_steps(found)]


def _row_steps(row: HeatmapRow, heatmap: Heatmap, steps: Sequence[Sequence[str]], *, earlier: str) -> tuple[str, ...]:
    """One step a place that somebody was asked about; where the whole row is withheld, why, once."""
    asked = [
        (phrase(column.title), cell, each)
        for column, cell, each in zip(heatmap.columns, row.cells, steps, strict=True)
        if cell.state is not CellState.NOT_ASKED
    ]
    why = {cell.words for _, cell, _ in asked}
    if len(why) == 1 and all(cell.state is CellState.WITHHELD for _, cell, _ in asked):
        return (not_shown(why.pop()),)
    if not asked:
        return (not_shown(heatmap.words.not_asked),)
    return tuple(said_of(what, _cell_steps(cell, each, earlier)) for what, cell, each in asked)


def _cell_steps(cell: HeatmapCell, steps: Sequence[str], earlier: str) -> list[str]:
    if cell.state is CellState.WITHHELD:
        return [not_shown(cell.words)]
    before = None if cell.earlier is None else cell.earlier.share
    if before is None:
        return list(steps)
    return [*steps, gettext("In %(round)s it was %(share)s.", round=earlier, share=percent(before))]
