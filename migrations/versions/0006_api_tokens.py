"""tokens of programs, and longer media types

Revision ID: 0006
Revises: 0005
"""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _make_api_tokens()
    _widen_media_types(100)


def downgrade() -> None:
    _drop_files()
    _widen_media_types(64)
    _drop_api_tokens()


# Tokens for programs ----------------------------------------------------------------------------------------


def _make_api_tokens() -> None:
    op.create_table(
        "api_tokens",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=100), nullable=False),
        sa.Column("token_hash", sa.LargeBinary(length=32), nullable=False),
        sa.Column("scope", sa.String(length=32), nullable=False),
        sa.Column("made_on", sa.Date(), nullable=False),
        sa.Column("last_day", sa.Date(), nullable=False),
        sa.Column("last_used_on", sa.Date(), nullable=True),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("scope IN ('read:releases')", name=op.f("ck_api_tokens_scope")),
        sa.CheckConstraint("name <> ''", name=op.f("ck_api_tokens_has_a_name")),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_api_tokens_person_id_people")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_api_tokens")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_api_tokens_token_hash")),
    )
    op.create_index(op.f("ix_api_tokens_person_id"), "api_tokens", ["person_id"])


def _drop_api_tokens() -> None:
    op.drop_table("api_tokens")


# Files beside the pictures ----------------------------------------------------------------------------------


def _widen_media_types(length: int) -> None:
    """The media type of a spreadsheet has 65 letters."""
    with op.batch_alter_table("pictures", schema=None) as batch_op:
        batch_op.alter_column("media_type", type_=sa.String(length=length), existing_nullable=False)


def _drop_files() -> None:
    """The worker makes them again; an earlier version would not know them for what they are."""
    op.execute("DELETE FROM pictures WHERE digest LIKE 'export-%'")
