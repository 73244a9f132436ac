"""Commands that set an installation up and keep it working."""

import os
import signal
from pathlib import Path
from types import FrameType

import click

from tna.cli.tools import Tools, pass_tools
from tna.settings import SETTINGS_FILE, write_first_secrets


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
    """Do what is owed in the background: release closed rounds and draw their charts."""
    queue = tools.queue()
    consumer = queue.huey.create_consumer(workers=1, periodic=True, initial_delay=0.2, max_delay=2.0)
    # What was owed before this worker started is done first, without waiting to be woken.
    queue.wake()

    def stop(_signal: int, _frame: FrameType | None) -> None:
        raise KeyboardInterrupt

    signal.signal(signal.SIGTERM, stop)
    click.echo("The worker is ready.")
    consumer.run()
