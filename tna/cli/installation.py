"""Commands that set an installation up and keep it working."""

import os
from pathlib import Path

import click

from tna.cli.tools import Tools, pass_tools
from tna.settings import SETTINGS_FILE, write_first_secrets

PATIENCE_TO_STOP = 8
"""Seconds a worker that is asked to stop may go on with the job in hand."""


@click.group()
def settings() -> None:
    """The settings of this installation."""


@settings.command("init")
def write_secrets() -> None:
    """Write fresh secrets to settings.env in the instance folder, once."""
    instance = Path(os.environ.get("TNA_INSTANCE", "instance")).resolve()
    written = write_first_secrets(instance)
    click.echo(f"{'Wrote' if written else 'Kept'} {instance / SETTINGS_FILE}")


@click.group("db")
def database() -> None:
    """The database of this installation."""


@database.command("upgrade")
@pass_tools
def upgrade(tools: Tools) -> None:
    """Bring the database's tables up to date."""
    tools.upgrade_database()
    click.echo("The database is up to date.")


@click.command()
@pass_tools
def worker(tools: Tools) -> None:
    """Do what is owed in the background: release closed rounds, draw their charts, and send mail."""
    queue = tools.queue()
    # Asked to stop, it finishes the job in hand if that takes no longer than this; a job cut short is done again.
    consumer = queue.huey.create_consumer(
        workers=2,  # one for what is owed and one for mail: see OneAtATime
        periodic=True,
        initial_delay=0.2,
        max_delay=2.0,
        graceful_signal="TERM",
        shutdown_timeout=PATIENCE_TO_STOP,
    )
    # One flag for both: a job looks at it between two steps, and gives back what it has not done.
    consumer.stop_flag = queue.stopping
    # What was owed before this worker started is done first, without waiting to be woken.
    queue.wake()
    click.echo("The worker is ready.")
    consumer.run()
