"""Tables of a heatmap: one row for each place, the same as a page folds it, and its shares as in the picture."""

from dataclasses import replace

from tna import language
from tna.domain.reports.comparison import CHANGES, Change
from tna.domain.reports.heatmaps import CellState, Heatmap, HeatmapCell, HeatmapColumn, HeatmapRow
from tna.domain.reports.tables import Table, share_ends
from tna.domain.reports.words import between, whole_percent
from tna.language import gettext


def heatmap_table(heatmap: Heatmap) -> Table:
    """One row for each place of the picture: share, range, people, and the earlier round where there is one.

    Where a row is not whole, the last column says how many of its answers each covers.
    """
    headers: tuple[str, ...] = (
        gettext(heatmap.words.heading),
        gettext(heatmap.words.column),
        gettext("Below the level needed (%)"),
        gettext("Range from (%)"),
        gettext("Range to (%)"),
        gettext("People who answered"),
    )
    numeric = {2, 3, 4, 5}
    if heatmap.earlier_round is not None:
        headers = (*headers, gettext("Below in %(round)s (%%)", round=heatmap.earlier_round), gettext("Change"))
        numeric.add(6)
    with_covered = any(row.covered_by()[0] < row.answers for row in heatmap.all_rows)
    if with_covered:
        headers = (*headers, gettext("Answers covered"))
    rows = tuple(
        (
            *_cells_of(row, column, cell, with_earlier=heatmap.earlier_round is not None),
            *_covered(row, cell, with_covered),
        )
        for row in heatmap.all_rows
        for column, cell in zip(heatmap.columns, row.cells, strict=True)
    )
    return Table(heatmap.title, headers, rows, frozenset(numeric))


def folded_table(heatmap: Heatmap) -> tuple[Table, tuple[int | None, ...]]:
    """The table for a page, and which row of `heatmap_table` each of its rows is: those of rows that show something.

    All others follow with their titles in one row for each reason, which is None, or a phone would scroll through the
    same words; totals come last.
    """
    whole, width = heatmap_table(heatmap), len(heatmap.columns)
    kept: list[int] = []
    titles: dict[str, list[str]] = {}
    for place, row in enumerate(heatmap.all_rows):
        if any(cell.state is CellState.SHOWN for cell in row.cells):
            kept += range(place * width, (place + 1) * width)
        else:
            titles.setdefault("; ".join(dict.fromkeys(cell.words for cell in row.cells)), []).append(row.title)
    nothing = [""] * (len(whole.headers) - 3)
    folded = [("; ".join(names), gettext("all of them"), words, *nothing) for words, names in titles.items()]
    of_rows = [one for one in kept if one < len(heatmap.rows) * width]
    totals = kept[len(of_rows) :]
    rows = (*(whole.rows[one] for one in of_rows), *folded, *(whole.rows[one] for one in totals))
    return replace(whole, rows=rows), (*of_rows, *[None] * len(folded), *totals)


def across_table(heatmap: Heatmap) -> Table:
    """The shares alone as they lie in the picture, one row a row and totals last: for a page that has no picture."""
    headers = (gettext(heatmap.words.heading), *(column.title for column in heatmap.columns))
    rows = tuple((row.title, *map(_share_or_why, row.cells)) for row in heatmap.all_rows)
    return Table(gettext("At a glance: below the level needed (%)"), headers, rows, frozenset(range(1, len(headers))))


def _share_or_why(cell: HeatmapCell) -> str:
    if cell.share is not None:
        return str(whole_percent(cell.share))
    return gettext("not asked") if cell.state is CellState.NOT_ASKED else gettext("withheld")


def _cells_of(row: HeatmapRow, column: HeatmapColumn, cell: HeatmapCell, *, with_earlier: bool) -> tuple[str, ...]:
    earlier = _earlier_cells(cell) if with_earlier else ()
    if cell.share is None:
        return (row.title, column.title, cell.words, "", "", "", *earlier)
    ends = share_ends(cell.share, cell.interval)
    people = between(cell.n_low, cell.n_high)
    return (row.title, column.title, str(whole_percent(cell.share)), *ends, people, *earlier)


def _covered(row: HeatmapRow, cell: HeatmapCell, with_covered: bool) -> tuple[str, ...]:
    """What part of a row's answers a figure covers; nothing where nobody was asked or nothing of the row is shown."""
    if not with_covered:
        return ()
    if not row.covered or cell.state is CellState.NOT_ASKED:
        return ("",)
    covered, answers = between(*row.covered_by(cell)), max(row.covered, row.answers)
    return (gettext("%(covered)s of %(n)s", covered=covered, n=language.number(answers)),)


def _earlier_cells(cell: HeatmapCell) -> tuple[str, str]:
    if cell.earlier is None:
        return ("", "")
    share = "" if cell.earlier.share is None else str(whole_percent(cell.earlier.share))
    if cell.earlier.change is Change.NOT_COMPARABLE:
        return (share, gettext("not comparable: %(why)s", why=cell.earlier.words))
    return (share, gettext(CHANGES[cell.earlier.change]))
