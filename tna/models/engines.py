"""What an engine needs before it can be trusted: when its transactions begin, and SQLite's keys and journal.

On either database the drivers begin no transaction of their own. SQLAlchemy's "begin" starts one here, or none for
a request that reads: each of its statements then reads by itself, and the database refuses every change.
"""

from typing import Any

from psycopg.pq import TransactionStatus
from sqlalchemy import Connection, Engine, event
from sqlalchemy.engine import make_url
from sqlalchemy.orm import Session

try:
    import pysqlite3 as sqlite  # brings a SQLite of its own, newer than the one inside most Pythons
except ImportError:  # there is no wheel of it for this machine
    import sqlite3 as sqlite

# A writer that finds the file locked waits this long, in seconds, before it gives up.
LOCK_PATIENCE = 20
# How a transaction begins, by what it will do; said by the execution option "transaction".
WRITES_AT_ONCE = {"transaction": "writes"}
_READS_FIRST = {"transaction": "reads"}
_BEGIN = {
    ("sqlite", "writes"): "BEGIN IMMEDIATE",
    ("sqlite", "either"): "BEGIN DEFERRED",
    ("postgresql", "writes"): "BEGIN READ WRITE",
    ("postgresql", "either"): "BEGIN READ WRITE",
}
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
    """Give connections transactions that begin when we say so, and SQLite's foreign keys and a safe journal."""
    event.listen(engine, "connect", _SET_UP[engine.dialect.name])
    event.listen(engine, "begin", _begin)


def begin_reading(session: Session) -> None:
    """Say before the first statement that this session reads, and writes only after begin_writing().

    Each statement then reads by itself, and the database refuses every change. A transaction that reads for as long
    as a page takes would keep SQLite's journal from being tidied, and PostgreSQL waiting for two messages more.
    """
    session.connection(execution_options=_READS_FIRST)


def begin_writing(session: Session) -> None:
    """Say that this transaction will write: before its first statement, or after what it read by begin_reading().

    SQLite then takes the write lock and waits its turn; a transaction that starts by reading and wants to write
    later is refused instead of made to wait when another writer came first. Commit and rollback end it as any other.
    What was read before may have changed since, on either database: what a service decides by, it reads under its
    own lock.
    """
    if not session.in_transaction():
        session.connection(execution_options=WRITES_AT_ONCE)
        return
    connection = session.connection()
    if not _is_under_way(connection):
        _start(connection, "writes")


def _set_up_sqlite(connection: Any, _record: Any) -> None:
    # Python's sqlite3 would otherwise begin and commit on its own, and savepoints would silently do nothing.
    connection.isolation_level = None
    cursor = connection.cursor()
    cursor.execute("PRAGMA foreign_keys = ON")
    cursor.execute(f"PRAGMA busy_timeout = {LOCK_PATIENCE * 1000}")
    cursor.execute(f"PRAGMA journal_mode = {journal_mode()}")
    cursor.execute("PRAGMA synchronous = FULL")
    cursor.execute("PRAGMA secure_delete = ON")  # what a person erases leaves no trace in free pages
    cursor.close()


def _set_up_postgresql(connection: Any, _record: Any) -> None:
    connection.autocommit = True
    # What no transaction was begun for may only read.
    connection.execute("SET default_transaction_read_only = on")


_SET_UP = {"sqlite": _set_up_sqlite, "postgresql": _set_up_postgresql}


def _begin(connection: Connection) -> None:
    kind = connection.get_execution_options().get("transaction", "either")
    if kind != "reads":
        _start(connection, kind)
    elif connection.dialect.name == "sqlite":
        _driver_of(connection).execute("PRAGMA query_only = ON")
        connection.info[_CHANGES_NOTHING] = True


def _start(connection: Connection, kind: str) -> None:
    # Straight to the driver: SQLAlchemy's way would take longer than all that SQLite does here, on every request.
    if connection.info.pop(_CHANGES_NOTHING, False):
        _driver_of(connection).execute("PRAGMA query_only = OFF")
    _driver_of(connection).execute(_BEGIN[connection.dialect.name, kind])


def _is_under_way(connection: Connection) -> bool:
    """Whether the database has begun a transaction on this connection, whatever SQLAlchemy believes."""
    driver = _driver_of(connection)
    if connection.dialect.name == "sqlite":
        return bool(driver.in_transaction)
    return bool(driver.info.transaction_status != TransactionStatus.IDLE)


def _driver_of(connection: Connection) -> Any:
    return connection.connection.dbapi_connection
