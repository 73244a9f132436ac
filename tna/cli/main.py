"""`tna`: everything that is done from a shell."""

import click

from tna import __version__
from tna.cli.analyse import analyse
from tna.cli.demo import demo
from tna.cli.installation import database, settings, worker
from tna.cli.release import release
from tna.cli.survey import survey


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="tna")
def main() -> None:
    """Training needs of a safeguarding partnership: surveys, gaps, courses and their effect."""


for command in (analyse, database, demo, release, settings, survey, worker):
    main.add_command(command)
