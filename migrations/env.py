"""Alembic's way into the application's own database connection."""

from alembic import context
from flask import current_app

from tna.models import Base


def is_ours(name: str | None, kind: str, _parents: object) -> bool:
    """Leave the tables of the job queue alone: huey makes and keeps them itself."""
    return kind != "table" or not (name or "").startswith("huey_")


engine = current_app.extensions["migrate"].db.engine


def run() -> None:
    """Run migrations on the application's engine, in one transaction where the database allows it."""
    with engine.connect() as connection:
        context.configure(
            connection=connection,
            target_metadata=Base.metadata,
            # SQLite cannot alter most of a table in place, so changes there copy it.
            render_as_batch=True,
            compare_type=True,
            include_name=is_ours,
        )
        with context.begin_transaction():
            context.run_migrations()


run()
