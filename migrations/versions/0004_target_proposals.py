"""proposals of targets

Revision ID: 0004
Revises: 0003
"""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _make_target_proposals()


def downgrade() -> None:
    op.drop_table("target_proposals")


# Levels that somebody proposes for the next round -----------------------------------------------------------


def _make_target_proposals() -> None:
    op.create_table(
        "target_proposals",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("release_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("proposed_by", sa.String(length=200), nullable=False),
        sa.Column("proposed_on", sa.Date(), nullable=False),
        sa.Column("changes", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["release_id"], ["releases.id"], name=op.f("fk_target_proposals_release_id_releases")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_target_proposals")),
    )
