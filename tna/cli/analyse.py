"""To come."""

import click


@click.group()
def analyse() -> None:
    """To come."""
