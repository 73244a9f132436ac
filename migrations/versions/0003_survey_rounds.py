"""survey rounds that run

Revision ID: 0003
Revises: 0002
"""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

# Columns for tables that others refer to. SQLite would copy such a table to change it, which it refuses while rows
# refer to it; a column with constraints of its own it can add and drop in place, and so can PostgreSQL.
_COLUMNS = (
    ("agencies", "takes_home_addresses", "BOOLEAN DEFAULT {false} NOT NULL"),
    ("people", "is_confirmed", "BOOLEAN DEFAULT {false} NOT NULL"),
    ("people", "language", "VARCHAR(16)"),
    (
        "people",
        "merged_into_id",
        "INTEGER CONSTRAINT fk_people_merged_into_id_people REFERENCES people (id) "
        "CONSTRAINT ck_people_a_merged_account_has_ended CHECK (merged_into_id IS NULL OR left_on IS NOT NULL)",
    ),
    (
        "rounds",
        "cancelled_at",
        "{moment} CONSTRAINT ck_rounds_a_closed_round_is_not_cancelled "
        "CHECK (cancelled_at IS NULL OR closed_at IS NULL)",
    ),
    ("rounds", "privacy_notice", "TEXT DEFAULT '' NOT NULL"),
    ("rounds", "targets", "TEXT"),
    ("rounds", "targets_ratified_by", "VARCHAR(200)"),
    (
        "rounds",
        "targets_ratified_on",
        "DATE CONSTRAINT ck_rounds_targets_are_ratified_by_somebody "
        "CHECK ((targets_ratified_on IS NULL) = (targets_ratified_by IS NULL))",
    ),
    (
        "sign_ins",
        "only_round_id",
        "INTEGER CONSTRAINT fk_sign_ins_only_round_id_rounds REFERENCES rounds (id)",
    ),
)
_MADE = (
    "bounces",
    "survey_drafts",
    "agency_domains",
    "agreements",
    "column_mappings",
    "headcount_returns",
    "joiners",
    "list_imports",
    "posters",
    "notices",
    "personal_links",
    "reminder_plans",
    "wordings",
)


def _add_columns() -> None:
    dialect = op.get_bind().dialect
    moment = sa.DateTime(timezone=True).compile(dialect=dialect)
    false = "false" if dialect.name == "postgresql" else "0"
    for table, name, kind in _COLUMNS:
        op.execute(f"ALTER TABLE {table} ADD COLUMN {name} {kind.format(moment=moment, false=false)}")


def upgrade() -> None:
    op.create_table(
        "bounces",
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("email", name=op.f("pk_bounces")),
    )
    op.create_table(
        "survey_drafts",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("survey_id", sa.String(length=64), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("definition", sa.Text(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_survey_drafts")),
        sa.UniqueConstraint("survey_id", name=op.f("uq_survey_drafts_survey_id")),
    )
    op.create_table(
        "agency_domains",
        sa.Column("agency_id", sa.String(length=64), nullable=False),
        sa.Column("domain", sa.String(length=190), nullable=False),
        sa.CheckConstraint("domain = lower(domain)", name=op.f("ck_agency_domains_domain_is_lower_case")),
        sa.ForeignKeyConstraint(["agency_id"], ["agencies.id"], name=op.f("fk_agency_domains_agency_id_agencies")),
        sa.PrimaryKeyConstraint("agency_id", "domain", name=op.f("pk_agency_domains")),
    )
    op.create_table(
        "agreements",
        sa.Column("agency_id", sa.String(length=64), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("signed_on", sa.Date(), nullable=False),
        sa.Column("signed_by", sa.String(length=200), nullable=False),
        sa.Column("link", sa.String(length=500), nullable=False),
        sa.CheckConstraint("kind IN ('sharing', 'assessment')", name=op.f("ck_agreements_kind")),
        sa.ForeignKeyConstraint(["agency_id"], ["agencies.id"], name=op.f("fk_agreements_agency_id_agencies")),
        sa.PrimaryKeyConstraint("agency_id", "kind", name=op.f("pk_agreements")),
    )
    op.create_table(
        "column_mappings",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("agency_id", sa.String(length=64), nullable=True),
        sa.Column("mapping", sa.Text(), nullable=False),
        sa.CheckConstraint("kind IN ('people', 'headcounts')", name=op.f("ck_column_mappings_kind")),
        sa.ForeignKeyConstraint(["agency_id"], ["agencies.id"], name=op.f("fk_column_mappings_agency_id_agencies")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_column_mappings")),
        sa.UniqueConstraint("kind", "agency_id", name=op.f("uq_column_mappings_kind_agency_id")),
    )
    with op.batch_alter_table("column_mappings", schema=None) as batch_op:
        batch_op.create_index(
            "uq_column_mappings_for_all_agencies",
            ["kind"],
            unique=True,
            sqlite_where=sa.text("agency_id IS NULL"),
            postgresql_where=sa.text("agency_id IS NULL"),
        )

    op.create_table(
        "headcount_returns",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("agency_id", sa.String(length=64), nullable=False),
        sa.Column("token_hash", sa.LargeBinary(length=32), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("signed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("signed_by", sa.String(length=200), nullable=True),
        sa.Column("signed_as", sa.String(length=200), nullable=True),
        sa.CheckConstraint(
            "(signed_at IS NULL) = (signed_by IS NULL)", name=op.f("ck_headcount_returns_signed_with_a_name")
        ),
        sa.ForeignKeyConstraint(["agency_id"], ["agencies.id"], name=op.f("fk_headcount_returns_agency_id_agencies")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_headcount_returns")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_headcount_returns_token_hash")),
    )
    with op.batch_alter_table("headcount_returns", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_headcount_returns_agency_id"), ["agency_id"], unique=False)

    op.create_table(
        "joiners",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("agency_id", sa.String(length=64), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("job", sa.String(length=64), nullable=False),
        sa.Column("role_group", sa.String(length=1), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("is_let_in", sa.Boolean(), nullable=True),
        sa.Column("token_hash", sa.LargeBinary(length=32), nullable=True),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("email = lower(email)", name=op.f("ck_joiners_email_is_lower_case")),
        sa.ForeignKeyConstraint(["agency_id"], ["agencies.id"], name=op.f("fk_joiners_agency_id_agencies")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_joiners")),
        sa.UniqueConstraint("agency_id", "email", name=op.f("uq_joiners_agency_id_email")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_joiners_token_hash")),
    )
    op.create_table(
        "list_imports",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("agency_id", sa.String(length=64), nullable=True),
        sa.Column("actor_id", sa.Integer(), nullable=False),
        sa.Column("file_name", sa.String(length=200), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=True),
        sa.Column("mapping", sa.Text(), nullable=True),
        sa.Column("undo", sa.Text(), nullable=True),
        sa.Column("fault", sa.Text(), nullable=True),
        sa.Column("done", sa.Integer(), nullable=False),
        sa.Column("total", sa.Integer(), nullable=False),
        sa.Column("uploaded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("applied_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("undone_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("kind IN ('people', 'headcounts')", name=op.f("ck_list_imports_kind")),
        sa.CheckConstraint("done BETWEEN 0 AND total", name=op.f("ck_list_imports_done_is_part_of_the_total")),
        sa.CheckConstraint(
            "undone_at IS NULL OR applied_at IS NOT NULL",
            name=op.f("ck_list_imports_only_what_was_brought_in_is_undone"),
        ),
        sa.ForeignKeyConstraint(["actor_id"], ["people.id"], name=op.f("fk_list_imports_actor_id_people")),
        sa.ForeignKeyConstraint(["agency_id"], ["agencies.id"], name=op.f("fk_list_imports_agency_id_agencies")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_list_imports")),
    )
    op.create_table(
        "posters",
        sa.Column("code", sa.String(length=16), nullable=False),
        sa.Column("agency_id", sa.String(length=64), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["agency_id"], ["agencies.id"], name=op.f("fk_posters_agency_id_agencies")),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_posters")),
    )
    with op.batch_alter_table("posters", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_posters_agency_id"), ["agency_id"], unique=False)

    op.create_table(
        "notices",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("key", sa.String(length=200), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("email", sa.String(length=254), nullable=True),
        sa.Column("round_id", sa.Integer(), nullable=True),
        sa.Column("agency_id", sa.String(length=64), nullable=True),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("leased_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("last_fault", sa.Text(), nullable=True),
        sa.CheckConstraint("attempts >= 0", name=op.f("ck_notices_attempts_are_not_negative")),
        sa.CheckConstraint("person_id IS NOT NULL OR email IS NOT NULL", name=op.f("ck_notices_goes_to_somebody")),
        sa.ForeignKeyConstraint(["agency_id"], ["agencies.id"], name=op.f("fk_notices_agency_id_agencies")),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_notices_person_id_people")),
        sa.ForeignKeyConstraint(["round_id"], ["rounds.id"], name=op.f("fk_notices_round_id_rounds")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notices")),
        sa.UniqueConstraint("key", name=op.f("uq_notices_key")),
    )
    with op.batch_alter_table("notices", schema=None) as batch_op:
        batch_op.create_index(
            "ix_notices_open",
            ["due_at"],
            unique=False,
            sqlite_where=sa.text("settled_at IS NULL"),
            postgresql_where=sa.text("settled_at IS NULL"),
        )
        batch_op.create_index(batch_op.f("ix_notices_person_id"), ["person_id"], unique=False)
        batch_op.create_index("ix_notices_round_id_kind", ["round_id", "kind"], unique=False)

    op.create_table(
        "personal_links",
        sa.Column("token_hash", sa.LargeBinary(length=32), nullable=False),
        sa.Column("purpose", sa.String(length=16), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("round_id", sa.Integer(), nullable=True),
        sa.Column("agency_id", sa.String(length=64), nullable=True),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "(purpose = 'sign-in') = (round_id IS NULL)",
            name=op.f("ck_personal_links_all_but_signing_in_is_about_a_round"),
        ),
        sa.CheckConstraint(
            "purpose IN ('sign-in', 'invitation', 'mail-merge')", name=op.f("ck_personal_links_purpose")
        ),
        sa.CheckConstraint(
            "purpose = 'mail-merge' OR agency_id IS NULL",
            name=op.f("ck_personal_links_only_a_list_has_an_agency"),
        ),
        sa.ForeignKeyConstraint(["agency_id"], ["agencies.id"], name=op.f("fk_personal_links_agency_id_agencies")),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_personal_links_person_id_people")),
        sa.ForeignKeyConstraint(["round_id"], ["rounds.id"], name=op.f("fk_personal_links_round_id_rounds")),
        sa.PrimaryKeyConstraint("token_hash", name=op.f("pk_personal_links")),
        sqlite_with_rowid=False,
    )
    with op.batch_alter_table("personal_links", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_personal_links_person_id"), ["person_id"], unique=False)

    op.create_table(
        "reminder_plans",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("agency_id", sa.String(length=64), nullable=True),
        sa.Column("days", sa.Text(), nullable=False),
        sa.Column("is_paused", sa.Boolean(), nullable=False),
        sa.Column("quiet_from", sa.Integer(), nullable=False),
        sa.Column("quiet_until", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "quiet_from BETWEEN 0 AND 23 AND quiet_until BETWEEN 0 AND 23",
            name=op.f("ck_reminder_plans_hours_of_a_day"),
        ),
        sa.ForeignKeyConstraint(["agency_id"], ["agencies.id"], name=op.f("fk_reminder_plans_agency_id_agencies")),
        sa.ForeignKeyConstraint(["round_id"], ["rounds.id"], name=op.f("fk_reminder_plans_round_id_rounds")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reminder_plans")),
        sa.UniqueConstraint("round_id", "agency_id", name=op.f("uq_reminder_plans_round_id_agency_id")),
    )
    with op.batch_alter_table("reminder_plans", schema=None) as batch_op:
        batch_op.create_index(
            "uq_reminder_plans_for_everybody",
            ["round_id"],
            unique=True,
            sqlite_where=sa.text("agency_id IS NULL"),
            postgresql_where=sa.text("agency_id IS NULL"),
        )

    op.create_table(
        "wordings",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("agency_id", sa.String(length=64), nullable=True),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("subject", sa.String(length=200), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.CheckConstraint("kind IN ('invitation', 'reminder')", name=op.f("ck_wordings_kind")),
        sa.ForeignKeyConstraint(["agency_id"], ["agencies.id"], name=op.f("fk_wordings_agency_id_agencies")),
        sa.ForeignKeyConstraint(["round_id"], ["rounds.id"], name=op.f("fk_wordings_round_id_rounds")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_wordings")),
        sa.UniqueConstraint("round_id", "agency_id", "kind", name=op.f("uq_wordings_round_id_agency_id_kind")),
    )
    with op.batch_alter_table("wordings", schema=None) as batch_op:
        batch_op.create_index(
            "uq_wordings_for_everybody",
            ["round_id", "kind"],
            unique=True,
            sqlite_where=sa.text("agency_id IS NULL"),
            postgresql_where=sa.text("agency_id IS NULL"),
        )

    _add_columns()
    op.create_index(op.f("ix_people_merged_into_id"), "people", ["merged_into_id"])


def downgrade() -> None:
    op.drop_index(op.f("ix_people_merged_into_id"), table_name="people")
    for table, name, _ in reversed(_COLUMNS):
        op.execute(f"ALTER TABLE {table} DROP COLUMN {name}")
    for table in reversed(_MADE):
        op.drop_table(table)
