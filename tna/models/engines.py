"""What an engine needs before it can be trusted: SQLite's transactions, keys and journal."""

from typing import Any

from sqlalchemy import Connection, Engine, event
from sqlalchemy.engine import make_url
from sqlalchemy.orm import Session

try:
    import pysqlite3 as sqlite  # brings a SQLite of its own, newer than the one inside most Pythons
except ImportError:  # there is no wheel of it for this machine
    import sqlite3 as sqlite

# A writer that finds the file locked waits this long, in seconds, before it gives up.
LOCK_PATIENCE = 20
WRITES_AT_ONCE = {"sqlite_begin": "IMMEDIATE"}
_READS_FIRST = {"sqlite_begin": None}
_CHANGES_NOTHING = "changes nothing"
# In write-ahead mode these versions fixed a fault by which a commit could be lost with several writers.
_WAL_FIXED_FROM = (3, 51, 3)
_WAL_FIXED_BRANCHES = {(3, 50): 7, (3, 44): 6}


def wal_is_safe(version: tuple[int, int, int]) -> bool:
    """Whether SQLite's write-ahead log keeps every commit in this version (fixed in 3.51.3, 3.50.7 and 3.44.6)."""
    if version >= _WAL_FIXED_FROM:
        return True
    least = _WAL_FIXED_BRANCHES.get(version[:2])
    return least is not None and version[2] >= least


def journal_mode(version: tuple[int, int, int] = sqlite.sqlite_version_info) -> str:
    """The journal this SQLite may be trusted with."""
    return "WAL" if wal_is_safe(version) else "DELETE"


def engine_options(database_url: str) -> dict[str, Any]:
    """What to make the engine of an installation with."""
    # The database's faults list the values of the statement, and those may be somebody's answers.
    options: dict[str, Any] = {"hide_parameters": True}
    if make_url(database_url).get_backend_name() == "sqlite":
        options["module"] = sqlite
    return options


def prepare_engine(engine: Engine) -> None:
    """Give SQLite connections real transactions, foreign keys and a safe journal; PostgreSQL needs nothing."""
    if engine.dialect.name != "sqlite":
        return
    event.listen(engine, "connect", _set_up_connection)
    event.listen(engine, "begin", _begin)


def begin_reading(session: Session) -> None:
    """Say before the first statement that this session reads, and writes only after begin_writing().

    SQLite then lets each statement read by itself, as PostgreSQL does, and refuses every change. A transaction that
    reads for as long as a page takes would keep the journal of writers from being tidied, or the writers waiting.
    """
    if session.get_bind().dialect.name == "sqlite":
        session.connection(execution_options=_READS_FIRST)


def begin_writing(session: Session) -> None:
    """Say that this transaction will write: before its first statement, or after what it read by begin_reading().

    SQLite then takes the write lock and waits its turn; a transaction that starts by reading and wants to write
    later is refused instead of made to wait when another writer came first. Commit and rollback end it as any other.
    What was read before the lock may have
    changed since, on either database: what a service decides by, it reads under its own lock.
    """
    if not session.in_transaction():
        session.connection(execution_options=WRITES_AT_ONCE)
        return
    connection = session.connection()
    if connection.dialect.name == "sqlite" and not _driver_of(connection).in_transaction:
        _start(connection, "IMMEDIATE")


def _set_up_connection(connection: Any, _record: Any) -> None:
    # Python's sqlite3 would otherwise begin and commit on its own, and savepoints would silently do nothing.
    connection.isolation_level = None
    cursor = connection.cursor()
    cursor.execute("PRAGMA foreign_keys = ON")
    cursor.execute(f"PRAGMA busy_timeout = {LOCK_PATIENCE * 1000}")
    cursor.execute(f"PRAGMA journal_mode = {journal_mode()}")
    cursor.execute("PRAGMA synchronous = FULL")
    cursor.execute("PRAGMA secure_delete = ON")  # what a person erases leaves no trace in free pages
    cursor.close()


def _begin(connection: Connection) -> None:
    kind = connection.get_execution_options().get("sqlite_begin", "DEFERRED")
    if kind is None:
        _driver_of(connection).execute("PRAGMA query_only = ON")
        connection.info[_CHANGES_NOTHING] = True
    else:
        _start(connection, kind)


def _start(connection: Connection, kind: str) -> None:
    if connection.info.pop(_CHANGES_NOTHING, False):
        _driver_of(connection).execute("PRAGMA query_only = OFF")
    # Straight to the driver: SQLAlchemy's way would take longer than all that SQLite does here, on every request.
    _driver_of(connection).execute(f"BEGIN {kind}")


def _driver_of(connection: Connection) -> Any:
    return connection.connection.dbapi_connection
