"""Writing a row that may be there already, in one statement on either database."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import IntegrityError
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


@contextmanager
def unless_taken(session: Session, refusal: Exception) -> Iterator[None]:
    """Raise the refusal where a row added or changed inside has a name or address that another row has already.

    Whoever looks first finds nearly all; this holds when two people send the same at once.
    """
    try:
        with session.begin_nested():
            yield
    except IntegrityError as fault:
        raise refusal from fault
