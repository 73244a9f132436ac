"""the first tables

Revision ID: 0001
Revises:
"""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "agencies",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("sector", sa.String(length=32), nullable=False),
        sa.CheckConstraint("id = lower(id)", name=op.f("ck_agencies_id_is_lower_case")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_agencies")),
        sa.UniqueConstraint("name", name=op.f("uq_agencies_name")),
    )
    op.create_table(
        "failed_sign_ins",
        sa.Column("subject", sa.LargeBinary(length=32), nullable=False),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("subject", name=op.f("pk_failed_sign_ins")),
    )
    op.create_table(
        "owed",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=64), nullable=False),
        sa.Column("key", sa.String(length=200), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("leased_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("last_fault", sa.Text(), nullable=True),
        sa.CheckConstraint("attempts >= 0", name=op.f("ck_owed_attempts_are_not_negative")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_owed")),
        sa.UniqueConstraint("kind", "key", name=op.f("uq_owed_kind_key")),
    )
    with op.batch_alter_table("owed", schema=None) as batch_op:
        batch_op.create_index(
            "ix_owed_open",
            ["due_at"],
            unique=False,
            sqlite_where=sa.text("done_at IS NULL"),
            postgresql_where=sa.text("done_at IS NULL"),
        )

    op.create_table(
        "people",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("password_hash", sa.String(length=200), nullable=True),
        sa.Column("left_on", sa.Date(), nullable=True),
        sa.Column("sealed_through", sa.Integer(), nullable=True),
        sa.CheckConstraint("email = lower(email)", name=op.f("ck_people_email_is_lower_case")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_people")),
        sa.UniqueConstraint("email", name=op.f("uq_people_email")),
    )
    op.create_table(
        "survey_versions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("survey_id", sa.String(length=64), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("definition", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_survey_versions")),
        sa.UniqueConstraint("survey_id", "version", name=op.f("uq_survey_versions_survey_id_version")),
    )
    op.create_table(
        "audit_events",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor_id", sa.Integer(), nullable=True),
        sa.Column("action", sa.String(length=64), nullable=False),
        sa.Column("subject", sa.String(length=120), nullable=False),
        sa.Column("detail", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["actor_id"], ["people.id"], name=op.f("fk_audit_events_actor_id_people")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit_events")),
    )
    op.create_table(
        "headcounts",
        sa.Column("agency_id", sa.String(length=64), nullable=False),
        sa.Column("role_group", sa.String(length=1), nullable=False),
        sa.Column("heads", sa.Integer(), nullable=False),
        sa.Column("as_at", sa.Date(), nullable=False),
        sa.CheckConstraint("heads >= 0", name=op.f("ck_headcounts_heads_are_not_negative")),
        sa.ForeignKeyConstraint(["agency_id"], ["agencies.id"], name=op.f("fk_headcounts_agency_id_agencies")),
        sa.PrimaryKeyConstraint("agency_id", "role_group", name=op.f("pk_headcounts")),
    )
    op.create_table(
        "held_duties",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("duty", sa.String(length=32), nullable=False),
        sa.Column("agency_id", sa.String(length=64), nullable=True),
        sa.CheckConstraint(
            "(duty = 'training-lead') = (agency_id IS NOT NULL)",
            name=op.f("ck_held_duties_only_leads_have_an_agency"),
        ),
        sa.ForeignKeyConstraint(["agency_id"], ["agencies.id"], name=op.f("fk_held_duties_agency_id_agencies")),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_held_duties_person_id_people")),
        sa.CheckConstraint(
            "duty IN ('practitioner', 'training-lead', 'partnership-manager', 'subgroup-member', 'analyst', "
            "'administrator')",
            name=op.f("ck_held_duties_duty"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_held_duties")),
        sa.UniqueConstraint("person_id", "duty", "agency_id", name=op.f("uq_held_duties_person_id_duty_agency_id")),
    )
    with op.batch_alter_table("held_duties", schema=None) as batch_op:
        batch_op.create_index(
            "uq_held_duties_of_the_partnership",
            ["person_id", "duty"],
            unique=True,
            sqlite_where=sa.text("agency_id IS NULL"),
            postgresql_where=sa.text("agency_id IS NULL"),
        )

    op.create_table(
        "memberships",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("agency_id", sa.String(length=64), nullable=False),
        sa.Column("job", sa.String(length=64), nullable=False),
        sa.Column("role_group", sa.String(length=1), nullable=False),
        sa.Column("is_answering", sa.Boolean(), nullable=False),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.CheckConstraint(
            "NOT is_answering OR ended_on IS NULL",
            name=op.f("ck_memberships_an_ended_membership_answers_nothing"),
        ),
        sa.ForeignKeyConstraint(["agency_id"], ["agencies.id"], name=op.f("fk_memberships_agency_id_agencies")),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_memberships_person_id_people")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_memberships")),
    )
    with op.batch_alter_table("memberships", schema=None) as batch_op:
        batch_op.create_index("ix_memberships_agency_id_role_group", ["agency_id", "role_group"], unique=False)
        batch_op.create_index(batch_op.f("ix_memberships_person_id"), ["person_id"], unique=False)
        batch_op.create_index(
            "uq_memberships_answering",
            ["person_id"],
            unique=True,
            sqlite_where=sa.text("is_answering"),
            postgresql_where=sa.text("is_answering"),
        )

    op.create_table(
        "pictures",
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("agency_id", sa.String(length=64), nullable=True),
        sa.Column("media_type", sa.String(length=64), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["agency_id"], ["agencies.id"], name=op.f("fk_pictures_agency_id_agencies")),
        sa.PrimaryKeyConstraint("digest", name=op.f("pk_pictures")),
    )
    op.create_table(
        "rounds",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("survey_version_id", sa.Integer(), nullable=False),
        sa.Column("opens_on", sa.Date(), nullable=False),
        sa.Column("closes_on", sa.Date(), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "closed_at IS NULL OR opened_at IS NOT NULL", name=op.f("ck_rounds_only_an_open_round_closes")
        ),
        sa.CheckConstraint("closes_on >= opens_on", name=op.f("ck_rounds_closes_after_it_opens")),
        sa.ForeignKeyConstraint(
            ["survey_version_id"],
            ["survey_versions.id"],
            name=op.f("fk_rounds_survey_version_id_survey_versions"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rounds")),
        sa.UniqueConstraint("title", name=op.f("uq_rounds_title")),
    )
    op.create_table(
        "set_up_links",
        sa.Column("token_hash", sa.LargeBinary(length=32), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_set_up_links_person_id_people")),
        sa.PrimaryKeyConstraint("token_hash", name=op.f("pk_set_up_links")),
    )
    with op.batch_alter_table("set_up_links", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_set_up_links_person_id"), ["person_id"], unique=False)

    op.create_table(
        "sign_ins",
        sa.Column("token_hash", sa.LargeBinary(length=32), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_sign_ins_person_id_people")),
        sa.PrimaryKeyConstraint("token_hash", name=op.f("pk_sign_ins")),
        sqlite_with_rowid=False,
    )
    with op.batch_alter_table("sign_ins", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_sign_ins_person_id"), ["person_id"], unique=False)

    op.create_table(
        "daily_participation",
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("submitted", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["round_id"], ["rounds.id"], name=op.f("fk_daily_participation_round_id_rounds")),
        sa.PrimaryKeyConstraint("round_id", "day", name=op.f("pk_daily_participation")),
    )
    op.create_table(
        "participations",
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("agency_id", sa.String(length=64), nullable=False),
        sa.Column("role_group", sa.String(length=1), nullable=False),
        sa.ForeignKeyConstraint(["agency_id"], ["agencies.id"], name=op.f("fk_participations_agency_id_agencies")),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_participations_person_id_people")),
        sa.ForeignKeyConstraint(["round_id"], ["rounds.id"], name=op.f("fk_participations_round_id_rounds")),
        sa.PrimaryKeyConstraint("round_id", "person_id", name=op.f("pk_participations")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "releases",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("threshold", sa.Integer(), nullable=False),
        sa.Column("secret_id", sa.String(length=32), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("answers", sa.Integer(), nullable=False),
        sa.Column("erased", sa.Integer(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.CheckConstraint("erased >= 0 AND answers >= 0", name=op.f("ck_releases_counts_are_not_negative")),
        sa.ForeignKeyConstraint(["round_id"], ["rounds.id"], name=op.f("fk_releases_round_id_rounds")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_releases")),
        sa.UniqueConstraint("round_id", name=op.f("uq_releases_round_id")),
    )
    op.create_table(
        "round_headcounts",
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("agency_id", sa.String(length=64), nullable=False),
        sa.Column("role_group", sa.String(length=1), nullable=False),
        sa.Column("heads", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["agency_id"], ["agencies.id"], name=op.f("fk_round_headcounts_agency_id_agencies")),
        sa.ForeignKeyConstraint(["round_id"], ["rounds.id"], name=op.f("fk_round_headcounts_round_id_rounds")),
        sa.PrimaryKeyConstraint("round_id", "agency_id", "role_group", name=op.f("pk_round_headcounts")),
    )
    op.create_table(
        "release_cells",
        sa.Column("release_id", sa.Integer(), nullable=False),
        sa.Column("agency_id", sa.String(length=64), nullable=False),
        sa.Column("role_group", sa.String(length=1), nullable=False),
        sa.Column("sector", sa.String(length=32), nullable=False),
        sa.Column("answers", sa.Integer(), nullable=False),
        sa.Column("heads", sa.Integer(), nullable=True),
        sa.Column("group_key", sa.String(length=120), nullable=True),
        sa.ForeignKeyConstraint(["agency_id"], ["agencies.id"], name=op.f("fk_release_cells_agency_id_agencies")),
        sa.ForeignKeyConstraint(["release_id"], ["releases.id"], name=op.f("fk_release_cells_release_id_releases")),
        sa.PrimaryKeyConstraint("release_id", "agency_id", "role_group", name=op.f("pk_release_cells")),
    )
    op.create_table(
        "release_figures",
        sa.Column("release_id", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=120), nullable=False),
        sa.Column("payload", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["release_id"], ["releases.id"], name=op.f("fk_release_figures_release_id_releases")),
        sa.PrimaryKeyConstraint("release_id", "state", name=op.f("pk_release_figures")),
    )
    if op.get_bind().dialect.name == "postgresql":
        # Every page of figures reads one whole: taking it out of compression would be half of the time.
        op.execute("ALTER TABLE release_figures ALTER COLUMN payload SET STORAGE EXTERNAL")
    op.create_table(
        "release_groups",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("release_id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=120), nullable=False),
        sa.Column("role_group", sa.String(length=1), nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("sector", sa.String(length=32), nullable=True),
        sa.Column("agencies", sa.Text(), nullable=False),
        sa.Column("answers", sa.Integer(), nullable=False),
        sa.Column("heads", sa.Integer(), nullable=True),
        sa.Column("counts", sa.LargeBinary(), nullable=False),
        sa.Column("released", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["release_id"], ["releases.id"], name=op.f("fk_release_groups_release_id_releases")),
        sa.CheckConstraint("kind IN ('own', 'sector', 'other')", name=op.f("ck_release_groups_group_kind")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_release_groups")),
        sa.UniqueConstraint("release_id", "key", name=op.f("uq_release_groups_release_id_key")),
    )
    op.create_table(
        "responses",
        sa.Column("key", sa.LargeBinary(length=16), nullable=False),
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("respondent_key", sa.LargeBinary(length=32), nullable=False),
        sa.Column("is_submitted", sa.Boolean(), nullable=False),
        sa.Column("agency_id", sa.String(length=64), nullable=True),
        sa.Column("role_group", sa.String(length=1), nullable=True),
        sa.Column("answers", sa.LargeBinary(), nullable=False),
        sa.Column("release_group_id", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "is_submitted = (agency_id IS NOT NULL) AND is_submitted = (role_group IS NOT NULL)",
            name=op.f("ck_responses_agency_and_role_group_come_at_submission"),
        ),
        sa.CheckConstraint(
            "release_group_id IS NULL OR is_submitted",
            name=op.f("ck_responses_only_submitted_answers_are_released"),
        ),
        sa.ForeignKeyConstraint(["agency_id"], ["agencies.id"], name=op.f("fk_responses_agency_id_agencies")),
        sa.ForeignKeyConstraint(
            ["release_group_id"],
            ["release_groups.id"],
            name=op.f("fk_responses_release_group_id_release_groups"),
        ),
        sa.ForeignKeyConstraint(["round_id"], ["rounds.id"], name=op.f("fk_responses_round_id_rounds")),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_responses")),
        sa.UniqueConstraint("respondent_key", "round_id", name=op.f("uq_responses_respondent_key_round_id")),
        sqlite_with_rowid=False,
    )


def downgrade() -> None:
    op.drop_table("responses")
    op.drop_table("release_groups")
    op.drop_table("release_figures")
    op.drop_table("round_headcounts")
    op.drop_table("release_cells")
    op.drop_table("releases")
    op.drop_table("participations")
    op.drop_table("daily_participation")
    with op.batch_alter_table("sign_ins", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_sign_ins_person_id"))

    op.drop_table("sign_ins")
    with op.batch_alter_table("set_up_links", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_set_up_links_person_id"))

    op.drop_table("set_up_links")
    op.drop_table("rounds")
    op.drop_table("pictures")
    with op.batch_alter_table("memberships", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_memberships_answering",
            sqlite_where=sa.text("is_answering"),
            postgresql_where=sa.text("is_answering"),
        )
        batch_op.drop_index(batch_op.f("ix_memberships_person_id"))
        batch_op.drop_index("ix_memberships_agency_id_role_group")

    op.drop_table("memberships")
    with op.batch_alter_table("held_duties", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_held_duties_of_the_partnership",
            sqlite_where=sa.text("agency_id IS NULL"),
            postgresql_where=sa.text("agency_id IS NULL"),
        )

    op.drop_table("held_duties")
    op.drop_table("headcounts")
    op.drop_table("audit_events")
    op.drop_table("survey_versions")
    op.drop_table("people")
    with op.batch_alter_table("owed", schema=None) as batch_op:
        batch_op.drop_index(
            "ix_owed_open",
            sqlite_where=sa.text("done_at IS NULL"),
            postgresql_where=sa.text("done_at IS NULL"),
        )

    op.drop_table("owed")
    op.drop_table("failed_sign_ins")
    op.drop_table("agencies")
