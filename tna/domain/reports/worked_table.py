"""A made-up table, audited by the code itself, for the page of methods."""

from dataclasses import dataclass

from tna.domain.table_audit import TwoWayTable, audit_table
from tna.domain.table_bounds import Place

_COUNTS = ((3, 20), (12, 30))
_FIRST: Place = (0, 0)


@dataclass(frozen=True, slots=True)
class TableExample:
    """A table of two rows and two columns, in numbers of people.

    `count` of its first cell is what `row` less `beside` gives away where that alone is withheld; with all four
    withheld it can be from `low` to `high`. `row`, `column` and `whole` are the totals.
    """

    count: int
    beside: int
    row: int
    column: int
    whole: int
    low: int
    high: int


def table_example() -> TableExample:
    """The example, its bounds as an audit finds them."""
    places = frozenset((row, column) for row in range(2) for column in range(2))
    table = TwoWayTable(("", " "), ("", " "), _COUNTS, places)
    audit = audit_table(table, 1)
    bounds = next(cell for cell in audit.cells if cell.place == _FIRST)
    return TableExample(
        count=table.count(_FIRST),
        beside=table.count((0, 1)),
        row=table.row_totals[0],
        column=table.column_totals[0],
        whole=sum(table.row_totals),
        low=bounds.low,
        high=bounds.high,
    )
