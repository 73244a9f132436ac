"""The heatmap one level down: role groups by the statements of one domain, out of published figures."""

from collections.abc import Mapping, Sequence

from tna.domain.disclosure import Figures
from tna.domain.reports.heatmap_builders import TOGETHER, shown_cell
from tna.domain.reports.heatmap_words import finding, notes, why_cell, why_row, withheld_words
from tna.domain.reports.heatmaps import STATEMENTS, CellState, Heatmap, HeatmapCell, HeatmapColumn, HeatmapRow
from tna.domain.reports.words import phrase
from tna.domain.surveys import Domain, Statement
from tna.language import gettext


def statement_heatmap(
    figures: Mapping[str, Figures],
    domain: Domain,
    *,
    titles: Mapping[str, str],
    k: int,
    everyone: Figures | None = None,
) -> Heatmap:
    """`figures` and `titles` by role group id, rows in the order of `figures`.

    A role group that was asked nothing of this domain has no row, and a statement put to nobody here no column.
    """
    asked = {key: one for key, one in figures.items() if any(s.id in one.asked for s in domain.statements)}
    statements = [s for s in domain.statements if any(s.id in one.asked for one in asked.values())]
    columns = tuple(HeatmapColumn(one.id, phrase(one.text)) for one in statements)
    rows = tuple(_row(key, titles[key], one, statements, k) for key, one in asked.items())
    together = None
    # Where nothing is released, a row of all together would be one more row of hatching.
    if everyone is not None and everyone.groups and rows:
        together = _row(TOGETHER, gettext(STATEMENTS.together), everyone, statements, k)
    return Heatmap(
        title=gettext(STATEMENTS.title, domain=domain.title),
        finding=finding(STATEMENTS, columns, rows, k),
        words=STATEMENTS,
        columns=columns,
        rows=rows,
        everyone=together,
        withheld_words=withheld_words(STATEMENTS, rows if together is None else (*rows, together), k),
        notes=notes(STATEMENTS, rows, k),
    )


def _row(key: str, title: str, figures: Figures, statements: Sequence[Statement], k: int) -> HeatmapRow:
    cells = tuple(_cell(one.id, figures, k) for one in statements)
    if not any(cell.state is CellState.SHOWN for cell in cells):
        return HeatmapRow(key, title, 0, 0, False, cells)
    return HeatmapRow(key, title, figures.covered, figures.answers, figures.partial, cells)


def _cell(statement: str, figures: Figures, k: int) -> HeatmapCell:
    if statement not in figures.asked:
        return HeatmapCell(CellState.NOT_ASKED, words=STATEMENTS.not_asked)
    found = figures.statements.get(statement)
    if found is None or found.below is None:
        return HeatmapCell(CellState.WITHHELD, words=why_cell(k) if figures.groups else why_row(STATEMENTS, k))
    return shown_cell(figures, [statement], found, (found.n, found.n))
