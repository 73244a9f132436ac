"""Fixtures. What needs a database asks for `session`, `app` or `client`, and runs on each kind.

`session` and `client` share one connection, so a page sees what the test prepared, and both are rolled back.
A test that needs real commits, several connections or another process asks for `fresh_database`.
"""

import os
from collections.abc import Callable, Iterator
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session, sessionmaker

from tests import databases as shelf
from tests.databases import Database, Databases


def pytest_configure(config: pytest.Config) -> None:
    """Only the process that begins the run makes its folder: pytest-xdist's workers inherit it."""
    if not hasattr(config, "workerinput"):
        shelf.begin_run()


def pytest_unconfigure(config: pytest.Config) -> None:
    """Workers have ended by the time the process that began the run comes here."""
    if not hasattr(config, "workerinput"):
        shelf.end_run()


@pytest.fixture(scope="session")
def databases() -> Iterator[Databases]:
    """The databases of this worker."""
    made = Databases(os.environ.get("PYTEST_XDIST_WORKER", "main"))
    yield made
    made.close()


@pytest.fixture(scope="session", params=shelf.KINDS)
def database(request: pytest.FixtureRequest, databases: Databases) -> Database:
    """The migrated database the test runs on; each test runs once on each kind."""
    return databases.ready(request.param)


@pytest.fixture
def connection(database: Database) -> Iterator[sa.Connection]:
    """An open connection, all of whose work is rolled back after the test."""
    with shelf.rolled_back(database) as opened:
        yield opened


@pytest.fixture
def session_factory(connection: sa.Connection) -> sessionmaker[Session]:
    """Makes sessions like the application's, for jobs that open and commit their own."""
    return sessionmaker(bind=connection, join_transaction_mode="create_savepoint")


@pytest.fixture
def session(session_factory: sessionmaker[Session], database: Database) -> Iterator[Session]:
    """A session, rolled back after the test even where the test commits."""
    with session_factory() as opened:
        assert opened.get_bind().dialect.name == database.kind
        yield opened


@pytest.fixture
def app(database: Database, connection: sa.Connection) -> Iterator[Any]:
    """The application on the connection that `session` uses."""
    with shelf.application_on(database, connection) as application:
        yield application


@pytest.fixture
def client(app: Any) -> Any:
    """A test client of the application; it keeps cookies, so it is one browser."""
    return app.test_client()


@pytest.fixture
def fresh_database(databases: Databases, database: Database) -> Iterator[Database]:
    """A migrated, empty database of the test's own, in which commits are real."""
    made = databases.fresh(database.kind)
    yield made
    shelf.close(made)


@pytest.fixture
def browsers(app: Any) -> Callable[[], Any]:
    """Makes further clients of the same application, each with cookies of its own."""
    return app.test_client
