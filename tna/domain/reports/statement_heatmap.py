"""The heatmap one level down: the statements of one domain by role group, out of published figures."""

from collections.abc import Mapping

from tna.domain.disclosure import Figures
from tna.domain.needs import StatementFigures
from tna.domain.reports.heatmap_words import finding, notes, why_cell, why_row, withheld_words
from tna.domain.reports.heatmaps import STATEMENTS, CellState, Heatmap, HeatmapCell, HeatmapColumn, HeatmapRow
from tna.domain.reports.words import phrase
from tna.domain.surveys import Domain, Statement
from tna.language import gettext


def statement_heatmap(figures: Mapping[str, Figures], domain: Domain, *, titles: Mapping[str, str], k: int) -> Heatmap:
    """Statements by role group: `figures` and `titles` by role group id, columns in the order of `figures`.

    A role group that was asked nothing of this domain has no column, and a statement put to nobody here no row.
    """
    asked = {key: one for key, one in figures.items() if any(s.id in one.asked for s in domain.statements)}
    columns = tuple(HeatmapColumn(key, titles[key]) for key in asked)
    rows = tuple(
        _row(statement, asked, k)
        for statement in domain.statements
        if any(statement.id in one.asked for one in asked.values())
    )
    return Heatmap(
        title=gettext(STATEMENTS.title, domain=domain.title),
        finding=finding(STATEMENTS, columns, rows, k),
        words=STATEMENTS,
        columns=columns,
        rows=rows,
        withheld_words=withheld_words(STATEMENTS, rows, k),
        notes=notes(STATEMENTS, rows, k),
    )


def _row(statement: Statement, figures: Mapping[str, Figures], k: int) -> HeatmapRow:
    """The row of a statement; how many people stand behind it differs from cell to cell, so the row names no number."""
    cells = tuple(_cell(statement.id, one, k) for one in figures.values())
    return HeatmapRow(statement.id, phrase(statement.text), 0, 0, False, cells)


def _cell(statement: str, figures: Figures, k: int) -> HeatmapCell:
    if statement not in figures.asked:
        return HeatmapCell(CellState.NOT_ASKED, words=STATEMENTS.not_asked)
    found: StatementFigures | None = figures.statements.get(statement)
    if found is None or found.below is None:
        why = why_cell(k) if figures.groups else why_row(STATEMENTS, k)
        return HeatmapCell(CellState.WITHHELD, words=why)
    return HeatmapCell(CellState.SHOWN, found.below, found.below_interval, found.n, found.n)
