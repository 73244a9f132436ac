"""Tables on a terminal: columns side by side, and what cannot be computed as a dash."""

from collections.abc import Sequence

import click

from tna.services.survey_faults import printable


def print_table(headers: tuple[str, ...], rows: Sequence[tuple[str, ...]]) -> None:
    """Print a table whose columns are as wide as what they hold."""
    widths = [max(len(row[place]) for row in (headers, *rows)) for place in range(len(headers))]
    for row in (headers, *rows):
        line = "  ".join(text.ljust(width) for text, width in zip(row, widths, strict=True))
        click.echo(printable(line.rstrip()))
