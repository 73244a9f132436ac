"""The audit of a two-way table, said on a terminal."""

from collections.abc import Sequence

import click

from tna.cli.tables import print_table
from tna.domain.table_audit import AuditedCell, TableAudit, TwoWayTable
from tna.services.survey_faults import printable


def print_audit(audit: TableAudit) -> None:
    """The verdict, why, what the attacker is left with, and which blanks would mend it."""
    table = audit.table
    click.echo(f"{_verdict(audit)} (threshold {audit.threshold})")
    for place in audit.small:
        row, column = table.names(place)
        click.echo(printable(f"Published although under the threshold: {row}, {column}: {table.count(place)}"))
    if audit.cells:
        click.echo()
        _print_cells("Withheld", table, audit.cells)
    if audit.can_be_mended:
        click.echo()
        click.echo("Withhold these as well:")
        for place in audit.also_withhold:
            row, column = table.names(place)
            click.echo(printable(f"  {row}, {column}: {table.count(place)}"))
        click.echo()
        _print_cells("Withheld then", table, audit.after)


def _verdict(audit: TableAudit) -> str:
    if audit.is_safe:
        return "Safe"
    if audit.can_be_mended:
        return f"Not safe; further blanks that make it safe: {len(audit.also_withhold)}"
    return "Not safe, and no blanks make it so; put rows or columns together"


def _print_cells(title: str, table: TwoWayTable, cells: Sequence[AuditedCell]) -> None:
    print_table(
        (title, "Column", "Count", "Low", "High", "The attacker"),
        [
            (*table.names(cell.place), str(table.count(cell.place)), str(cell.low), str(cell.high), _reading(cell))
            for cell in cells
        ],
    )


def _reading(cell: AuditedCell) -> str:
    if cell.is_safe:
        return "cannot tell"
    return "knows it" if cell.is_exact else "comes too near"
