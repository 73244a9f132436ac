"""Installations for one benchmark: the real application on a real database, both in a temporary folder."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager, redirect_stderr
from io import StringIO
from pathlib import Path

import sqlalchemy as sa
from sqlalchemy.orm import Session

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))  # a script's own folder is on the path, not the one it was started in

from tests import databases as shelf  # noqa: E402
from tests.databases import Database, Databases  # noqa: E402
from tna.settings import Settings  # noqa: E402

NAMES = {"sqlite": "SQLite", "postgresql": "PostgreSQL"}


@contextmanager
def fresh_installations() -> Iterator[Databases]:
    """Makes migrated, empty installations; all of them and the PostgreSQL server are gone after the block."""
    shelf.begin_run()
    made = Databases("bench")
    try:
        yield made
    finally:
        made.close()
        shelf.end_run()


def fresh(made: Databases, kind: str) -> Database:
    """A migrated, empty installation that keeps what it commits, as in use: tests run without syncing."""
    with redirect_stderr(StringIO()):  # what the application logs when it starts
        database = made.fresh(kind)
    if kind == "postgresql":
        apart = sa.create_engine(database.url, isolation_level="AUTOCOMMIT")
        with apart.connect() as connection:
            connection.execute(sa.text("ALTER SYSTEM SET fsync = on"))
            connection.execute(sa.text("SELECT pg_reload_conf()"))
        apart.dispose()
    return database


@contextmanager
def session_of(database: Database) -> Iterator[Session]:
    """A session as a request has it, committed at the end of the block."""
    from tna.extensions import db  # noqa: PLC0415 - after the application, as everywhere in tests.databases

    with database.app.app_context():
        opened = db.session()
        yield opened
        opened.commit()


def environment_of(database: Database, port: int) -> dict[str, str]:
    """The variables by which another process is the same installation, served on this port."""
    settings: Settings = database.app.extensions["settings"]
    return {
        "TNA_INSTANCE": str(settings.instance),
        "TNA_SECRET_KEY": settings.secret_key,
        "TNA_RESPONDENT_SECRET": settings.respondent_secret,
        "TNA_DATABASE_URL": settings.database_url,
        "TNA_BASE_URL": f"http://127.0.0.1:{port}",
    }
