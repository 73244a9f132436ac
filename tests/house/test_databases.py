"""The harness itself: a test may commit, the next sees nothing of it, and pages see what a test prepared."""

from datetime import date
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask
from sqlalchemy.orm import Session, sessionmaker

from tests.databases import Database
from tna.models.people import Agency, Headcount


def add_agency(session: Session) -> None:
    """Commit one agency."""
    session.add(Agency(id="harbour-trust", name="Harbour Trust", sector="health"))
    session.commit()


def agencies(session: Session) -> list[str]:
    """The agencies there are."""
    return list(session.scalars(sa.select(Agency.id)))


@pytest.mark.parametrize("turn", ["first", "second"])
def test_what_a_test_commits_is_gone_in_the_next(session: Session, turn: str) -> None:
    assert agencies(session) == []
    add_agency(session)
    session.rollback()
    assert agencies(session) == ["harbour-trust"]


def test_a_session_that_rolls_back_loses_only_what_it_did_itself(
    session: Session, session_factory: sessionmaker[Session]
) -> None:
    add_agency(session)
    with session_factory() as other:
        other.add(Agency(id="moor-trust", name="Moor Trust", sector="health"))
        other.flush()
        other.rollback()
    assert agencies(session) == ["harbour-trust"]


def test_the_application_sees_what_the_test_prepared(app: Flask, session: Session) -> None:
    from tna.extensions import db

    add_agency(session)
    with app.app_context():
        assert agencies(db.session) == ["harbour-trust"]
        db.session.add(Agency(id="moor-trust", name="Moor Trust", sector="health"))
        db.session.commit()
    assert sorted(agencies(session)) == ["harbour-trust", "moor-trust"]


def test_a_page_is_served_on_the_connection_of_the_test(client: Any, database: Database) -> None:
    assert client.get("/healthz").status_code == 200


def test_each_kind_of_database_is_what_it_says(session: Session, database: Database) -> None:
    question = {"sqlite": "SELECT sqlite_version()", "postgresql": "SHOW server_version"}[database.kind]
    assert session.scalar(sa.text(question))


def test_foreign_keys_hold_on_both_databases(session: Session) -> None:
    session.add(Headcount(agency_id="nowhere", role_group="A", heads=12, as_at=date(2026, 1, 1)))
    with pytest.raises(sa.exc.IntegrityError):
        session.flush()


def test_commits_in_a_fresh_database_are_real(fresh_database: Database) -> None:
    with Session(fresh_database.engine) as session:
        add_agency(session)
    with Session(fresh_database.engine) as another:
        assert agencies(another) == ["harbour-trust"]
