"""`tna demo`: what it builds, what it refuses, and that it leaves nothing behind where it does."""

from dataclasses import replace

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from tests.cli.tools import run
from tests.databases import Database
from tna.models.needs import Picture, Release
from tna.models.notices import Owed
from tna.models.people import Agency, HeldDuty, Person
from tna.services.demonstration import ACCOUNTS
from tna.services.releases import DRAW_RELEASE
from tna.settings import Settings

PASSWORD = "demo-demo-demo"


def settings(database: Database, password: str | None = PASSWORD) -> Settings:
    made: Settings = replace(database.app.extensions["settings"], demo_password=password)
    return made


def test_it_builds_a_partnership_and_names_the_accounts(fresh_database: Database) -> None:
    result = run(fresh_database, "demo", "--people", "150", "--seed", "7", settings=settings(fresh_database))
    assert result.exit_code == 0, result.output
    assert "150 people" in result.stdout
    assert [line.strip() for line in result.stdout.splitlines()[1:]] == [account.email for account in ACCOUNTS]
    assert PASSWORD not in result.stdout
    assert "Building" in result.stderr
    with Session(fresh_database.engine) as session:
        assert session.scalar(select(func.count()).select_from(Person)) == 150
        assert session.scalar(select(func.count()).select_from(Release)) == 2
        # Drawing is left to the worker, so that the command is quick.
        drawing = select(func.count()).where(Owed.kind == DRAW_RELEASE, Owed.done_at.is_(None))
        assert session.scalar(drawing) == 2
        assert session.scalar(select(func.count()).select_from(Picture)) == 0


def test_it_refuses_a_database_that_holds_people_and_changes_nothing(fresh_database: Database) -> None:
    with Session(fresh_database.engine) as session:
        session.add(Person(email="somebody@example.org", name="Some Body"))
        session.commit()
    result = run(fresh_database, "demo", settings=settings(fresh_database))
    assert result.exit_code == 1
    assert result.stdout == ""
    assert "already holds people" in result.stderr
    with Session(fresh_database.engine) as session:
        assert session.scalars(select(Person.email)).all() == ["somebody@example.org"]
        assert session.scalar(select(func.count()).select_from(Agency)) == 0


@pytest.mark.parametrize(("password", "says"), [(None, "is not set"), ("short", "cannot be used")])
def test_a_password_that_cannot_be_used_is_named_and_nothing_is_left_behind(
    fresh_database: Database, password: str | None, says: str
) -> None:
    result = run(fresh_database, "demo", "--people", "100", settings=settings(fresh_database, password))
    assert result.exit_code == 1
    assert "TNA_DEMO_PASSWORD" in result.stderr
    assert says in result.stderr
    with Session(fresh_database.engine) as session:
        for table in (Person, Agency, HeldDuty, Owed):
            assert session.scalar(select(func.count()).select_from(table)) == 0


@pytest.mark.parametrize(
    "arguments", [["--people", "99"], ["--people", "100001"], ["--people", "many"], ["--seed", "x"]]
)
def test_impossible_numbers_are_wrong_usage(fresh_database: Database, arguments: list[str]) -> None:
    result = run(fresh_database, "demo", *arguments, settings=settings(fresh_database))
    assert result.exit_code == 2
    assert result.stderr.startswith("Usage:")
