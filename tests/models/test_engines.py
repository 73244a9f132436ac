"""How the application's connections begin: reading first, writing late, and a journal that keeps every commit."""

import sqlite3
from collections.abc import Iterator

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from tests.databases import Database, Databases, close
from tna.models.engines import begin_reading, begin_writing, journal_mode, wal_is_safe
from tna.models.people import Agency


@pytest.fixture
def on_sqlite(databases: Databases) -> Iterator[Database]:
    """A migrated SQLite database of the test's own."""
    made = databases.fresh("sqlite")
    yield made
    close(made)


def agency() -> Agency:
    return Agency(id="harbour-trust", name="Harbour Trust", sector="health")


def names(database: Database) -> list[str]:
    with Session(database.engine) as session:
        return list(session.scalars(sa.select(Agency.name).order_by(Agency.id)))


@pytest.mark.parametrize(
    ("version", "is_safe"),
    [
        ((3, 40, 1), False),
        ((3, 44, 5), False),
        ((3, 44, 6), True),
        ((3, 50, 6), False),
        ((3, 50, 7), True),
        ((3, 51, 2), False),
        ((3, 51, 3), True),
        ((3, 53, 0), True),
    ],
)
def test_the_write_ahead_log_is_used_where_it_keeps_every_commit(version: tuple[int, int, int], is_safe: bool) -> None:
    assert wal_is_safe(version) is is_safe
    assert journal_mode(version) == ("WAL" if is_safe else "DELETE")


def test_the_database_keeps_the_journal_that_its_own_sqlite_may_be_trusted_with(on_sqlite: Database) -> None:
    with on_sqlite.engine.connect() as connection:
        version = connection.scalar(sa.text("SELECT sqlite_version()"))
        kept = connection.scalar(sa.text("PRAGMA journal_mode"))
    numbers = tuple(int(part) for part in str(version).split("."))
    assert kept == journal_mode(numbers).lower()  # type: ignore[arg-type]
    assert numbers >= sqlite3.sqlite_version_info, "never an older one than Python's own"


def test_whoever_reads_changes_nothing_until_they_say_that_they_write(fresh_database: Database) -> None:
    with Session(fresh_database.engine) as session:
        begin_reading(session)
        assert not session.scalars(sa.select(Agency)).all()
        session.add(agency())
        with pytest.raises(DBAPIError, match=r"read-?only"):
            session.flush()
    assert names(fresh_database) == []


def test_what_is_written_after_reading_is_kept_by_a_commit_and_gone_after_a_rollback(fresh_database: Database) -> None:
    for is_kept in (False, True):
        with Session(fresh_database.engine) as session:
            begin_reading(session)
            session.scalars(sa.select(Agency)).all()
            begin_writing(session)
            session.add(agency())
            session.flush()
            session.commit() if is_kept else session.rollback()
        assert names(fresh_database) == (["Harbour Trust"] if is_kept else [])


def test_a_reader_keeps_no_writer_waiting_and_the_connection_writes_again_later(fresh_database: Database) -> None:
    with Session(fresh_database.engine) as reader, Session(fresh_database.engine) as writer:
        begin_reading(reader)
        reader.scalars(sa.select(Agency)).all()
        begin_writing(writer)
        writer.add(agency())
        writer.commit()
        assert reader.scalars(sa.select(Agency.name)).all() == ["Harbour Trust"]
    with Session(fresh_database.engine) as session:  # on a connection that was told to change nothing before
        session.execute(sa.delete(Agency))
        session.commit()
    assert names(fresh_database) == []
