"""Writing a row that may be there already, in one statement on either database."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from tna.models import Base


def insert_or_change(
    session: Session,
    table: type[Base],
    *,
    key: Mapping[str, Any],
    new: Mapping[str, Any],
    change: Mapping[str, Any],
) -> None:
    """Insert key and new as a row; where a row with that key stands, apply change to it instead.

    Values of change may be SQL expressions over the standing row's columns.
    """
    insert = postgresql.insert if session.get_bind().dialect.name == "postgresql" else sqlite.insert
    statement = insert(table).values(**key, **new)
    session.execute(statement.on_conflict_do_update(index_elements=list(key), set_=dict(change)))


def insert_unless_there(session: Session, table: type[Base], *, unique: list[str], row: Mapping[str, Any]) -> bool:
    """Insert the row unless one with the same unique columns stands; True if it was inserted."""
    insert = postgresql.insert if session.get_bind().dialect.name == "postgresql" else sqlite.insert
    statement = insert(table).values(**row).on_conflict_do_nothing(index_elements=unique)
    return bool(session.execute(statement.returning(*table.__table__.primary_key)).first())
