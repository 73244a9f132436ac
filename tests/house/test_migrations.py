"""The migrations make what the models say, on both databases, and can be walked down again."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from flask_migrate import downgrade, upgrade

from tests.databases import Database, Databases, close
from tna.models import Base
from tna.paths import migrations_folder

SCRIPTS = ScriptDirectory(str(migrations_folder()))


@pytest.fixture
def bare(databases: Databases, database: Database) -> Iterator[Database]:
    """The application on a database that no migration has touched."""
    made = databases.bare(database.kind)
    yield made
    close(made)


def test_migrations_make_exactly_what_the_models_say(fresh_database: Database) -> None:
    with fresh_database.engine.connect() as connection:
        assert differences(connection) == []


def test_migrations_give_both_databases_the_constraints_that_the_models_name(
    fresh_database: Database,
) -> None:
    found = sa.inspect(fresh_database.engine)
    for table in Base.metadata.sorted_tables:
        checks = {check["name"] for check in found.get_check_constraints(table.name)}
        named = {c.name for c in table.constraints if isinstance(c, sa.CheckConstraint)}
        assert named <= checks, table.name


def test_every_migration_can_be_taken_back_and_made_again(bare: Database) -> None:
    with migrating(bare):
        upgrade()
        downgrade(revision="base")
    assert tables(bare) <= {"alembic_version"}
    with migrating(bare):
        upgrade()
    with bare.engine.connect() as connection:
        assert differences(connection) == []


def test_a_migration_is_named_by_its_number_and_the_head_file_names_the_last() -> None:
    scripts = list(SCRIPTS.walk_revisions())[::-1]
    assert [int(script.revision) for script in scripts] == list(range(1, len(scripts) + 1))
    assert all(Path(script.path).stem.startswith(f"{script.revision}_") for script in scripts)
    assert (migrations_folder() / "HEAD").read_text(encoding="utf-8").split() == [Path(scripts[-1].path).stem]


@contextmanager
def migrating(database: Database) -> Iterator[None]:
    """Inside, Flask-Migrate's commands act on this database."""
    with database.app.app_context():
        yield


def differences(connection: sa.Connection) -> list[object]:
    """What a new migration would have to change, as Alembic sees it."""
    options = {"compare_type": True, "include_name": _is_ours}
    context = MigrationContext.configure(connection, opts=options)
    return list(compare_metadata(context, Base.metadata))


def tables(database: Database) -> set[str]:
    """The tables there are, of ours."""
    return {name for name in sa.inspect(database.engine).get_table_names() if _is_ours(name, "table", {})}


def _is_ours(name: str | None, kind: str, _parents: object) -> bool:
    # On PostgreSQL huey keeps its queue in tables that it makes itself.
    return not (kind == "table" and name and name.startswith("huey_"))
