"""What commands are given, on a test's own database."""

import click.testing
from sqlalchemy.orm import sessionmaker

from tests.databases import Database
from tna.cli.main import main
from tna.cli.tools import Tools
from tna.models.engines import WRITES_AT_ONCE
from tna.settings import Settings


def run(database: Database, *arguments: str, settings: Settings | None = None) -> click.testing.Result:
    """`tna …` as the console script runs it, on this database."""
    app = database.app
    tools = Tools(
        settings=lambda: settings or app.extensions["settings"],
        session_factory=lambda: sessionmaker(bind=database.engine.execution_options(**WRITES_AT_ONCE)),
        queue=lambda: app.extensions["queue"],
        upgrade_database=lambda: None,
    )
    return click.testing.CliRunner().invoke(main, arguments, obj=tools)
