"""courses plans and evaluations

Revision ID: 0002
Revises: 0001
"""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


_DUTIES_BEFORE = ("practitioner", "training-lead", "partnership-manager", "subgroup-member", "analyst", "administrator")
_DUTIES = ("practitioner", "training-lead", "trainer", *_DUTIES_BEFORE[2:])


def _allow_duties(old: tuple[str, ...], new: tuple[str, ...]) -> None:
    """Let the duties held be these. SQLite copies the table, and has to be told all that stands in it."""
    with op.batch_alter_table("held_duties", copy_from=_held_duties(old)) as batch:
        batch.drop_constraint(op.f("ck_held_duties_duty"), type_="check")
        batch.create_check_constraint(op.f("ck_held_duties_duty"), _is_one_of(new))


def _is_one_of(duties: tuple[str, ...]) -> str:
    return f"duty IN ({', '.join(repr(duty) for duty in duties)})"


def _held_duties(duties: tuple[str, ...]) -> sa.Table:
    return sa.Table(
        "held_duties",
        sa.MetaData(),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("duty", sa.String(length=32), nullable=False),
        sa.Column("agency_id", sa.String(length=64), nullable=True),
        sa.CheckConstraint(
            "(duty = 'training-lead') = (agency_id IS NOT NULL)",
            name="ck_held_duties_only_leads_have_an_agency",
        ),
        sa.ForeignKeyConstraint(["agency_id"], ["agencies.id"], name="fk_held_duties_agency_id_agencies"),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name="fk_held_duties_person_id_people"),
        sa.CheckConstraint(_is_one_of(duties), name="ck_held_duties_duty"),
        sa.PrimaryKeyConstraint("id", name="pk_held_duties"),
        sa.UniqueConstraint("person_id", "duty", "agency_id", name="uq_held_duties_person_id_duty_agency_id"),
        sa.Index(
            "uq_held_duties_of_the_partnership",
            "person_id",
            "duty",
            unique=True,
            sqlite_where=sa.text("agency_id IS NULL"),
            postgresql_where=sa.text("agency_id IS NULL"),
        ),
    )


def upgrade() -> None:
    _allow_duties(_DUTIES_BEFORE, _DUTIES)
    op.create_table(
        "courses",
        sa.Column("id", sa.String(length=20), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("entries", sa.Text(), nullable=False),
        sa.Column("retired_on", sa.Date(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_courses")),
    )
    op.create_table(
        "resources",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("entries", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_resources")),
    )
    op.create_table(
        "assignment_batches",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("agency_id", sa.String(length=64), nullable=False),
        sa.Column("course_id", sa.String(length=20), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("reason", sa.String(length=300), nullable=False),
        sa.Column("assigned_by", sa.Integer(), nullable=False),
        sa.Column("assigned_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("undone_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("reason <> ''", name=op.f("ck_assignment_batches_there_is_a_reason")),
        sa.ForeignKeyConstraint(["agency_id"], ["agencies.id"], name=op.f("fk_assignment_batches_agency_id_agencies")),
        sa.ForeignKeyConstraint(["assigned_by"], ["people.id"], name=op.f("fk_assignment_batches_assigned_by_people")),
        sa.ForeignKeyConstraint(["course_id"], ["courses.id"], name=op.f("fk_assignment_batches_course_id_courses")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_assignment_batches")),
    )
    with op.batch_alter_table("assignment_batches", schema=None) as batch_op:
        batch_op.create_index("ix_assignment_batches_agency_id", ["agency_id"], unique=False)

    op.create_table(
        "block_progress",
        sa.Column("course_id", sa.String(length=20), nullable=False),
        sa.Column("month", sa.Date(), nullable=False),
        sa.Column("reached", sa.String(length=20), nullable=False),
        sa.ForeignKeyConstraint(["course_id"], ["courses.id"], name=op.f("fk_block_progress_course_id_courses")),
        sa.PrimaryKeyConstraint("course_id", name=op.f("pk_block_progress")),
    )
    op.create_table(
        "blocks",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("course_id", sa.String(length=20), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("released_in", sa.Date(), nullable=False),
        sa.Column("threshold", sa.Integer(), nullable=False),
        sa.Column("secret_id", sa.String(length=32), nullable=False),
        sa.Column("pairs", sa.Integer(), nullable=False),
        sa.Column("erased", sa.Integer(), nullable=False),
        sa.Column("counts", sa.Text(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.CheckConstraint("pairs >= 0 AND erased >= 0", name=op.f("ck_blocks_counts_are_not_negative")),
        sa.ForeignKeyConstraint(["course_id"], ["courses.id"], name=op.f("fk_blocks_course_id_courses")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_blocks")),
        sa.UniqueConstraint("course_id", "number", name=op.f("uq_blocks_course_id_number")),
    )
    op.create_table(
        "course_dates",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("course_id", sa.String(length=20), nullable=False),
        sa.Column("places", sa.Integer(), nullable=False),
        sa.Column("venue", sa.String(length=300), nullable=False),
        sa.Column("link", sa.String(length=500), nullable=False),
        sa.Column("first_day", sa.Date(), nullable=False),
        sa.Column("last_day", sa.Date(), nullable=False),
        sa.Column("decides_on", sa.Date(), nullable=False),
        sa.Column("cancelled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("cancelled_because", sa.String(length=300), nullable=False),
        sa.CheckConstraint(
            "(cancelled_at IS NULL) = (cancelled_because = '')", name=op.f("ck_course_dates_cancelled_with_a_reason")
        ),
        sa.CheckConstraint("venue <> '' OR link <> ''", name=op.f("ck_course_dates_takes_place_somewhere")),
        sa.CheckConstraint("decides_on <= first_day", name=op.f("ck_course_dates_decided_before_it_runs")),
        sa.CheckConstraint("first_day <= last_day", name=op.f("ck_course_dates_days_in_order")),
        sa.CheckConstraint("places >= 1", name=op.f("ck_course_dates_there_are_places")),
        sa.ForeignKeyConstraint(["course_id"], ["courses.id"], name=op.f("fk_course_dates_course_id_courses")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_course_dates")),
    )
    with op.batch_alter_table("course_dates", schema=None) as batch_op:
        batch_op.create_index("ix_course_dates_course_id_first_day", ["course_id", "first_day"], unique=False)

    op.create_table(
        "nominations",
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("course_id", sa.String(length=20), nullable=False),
        sa.Column("accepts_evidence", sa.Boolean(), nullable=False),
        sa.Column("nominated_by", sa.Integer(), nullable=False),
        sa.Column("nominated_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["course_id"], ["courses.id"], name=op.f("fk_nominations_course_id_courses")),
        sa.ForeignKeyConstraint(["nominated_by"], ["people.id"], name=op.f("fk_nominations_nominated_by_people")),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_nominations_person_id_people")),
        sa.PrimaryKeyConstraint("person_id", "course_id", name=op.f("pk_nominations")),
    )
    op.create_table(
        "shared_suggestions",
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("course_id", sa.String(length=20), nullable=False),
        sa.Column("agency_id", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(["agency_id"], ["agencies.id"], name=op.f("fk_shared_suggestions_agency_id_agencies")),
        sa.ForeignKeyConstraint(["course_id"], ["courses.id"], name=op.f("fk_shared_suggestions_course_id_courses")),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_shared_suggestions_person_id_people")),
        sa.PrimaryKeyConstraint("person_id", "course_id", "agency_id", name=op.f("pk_shared_suggestions")),
    )
    with op.batch_alter_table("shared_suggestions", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_shared_suggestions_agency_id"), ["agency_id"], unique=False)

    op.create_table(
        "assignments",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("batch_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("agency_id", sa.String(length=64), nullable=False),
        sa.Column("course_id", sa.String(length=20), nullable=False),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["agency_id"], ["agencies.id"], name=op.f("fk_assignments_agency_id_agencies")),
        sa.ForeignKeyConstraint(
            ["batch_id"], ["assignment_batches.id"], name=op.f("fk_assignments_batch_id_assignment_batches")
        ),
        sa.ForeignKeyConstraint(["course_id"], ["courses.id"], name=op.f("fk_assignments_course_id_courses")),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_assignments_person_id_people")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_assignments")),
    )
    with op.batch_alter_table("assignments", schema=None) as batch_op:
        batch_op.create_index("ix_assignments_agency_id_course_id", ["agency_id", "course_id"], unique=False)
        batch_op.create_index("ix_assignments_batch_id", ["batch_id"], unique=False)
        batch_op.create_index(
            "uq_assignments_live",
            ["person_id", "course_id", "agency_id"],
            unique=True,
            sqlite_where=sa.text("withdrawn_at IS NULL"),
            postgresql_where=sa.text("withdrawn_at IS NULL"),
        )

    op.create_table(
        "bookings",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("date_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("agency_id", sa.String(length=64), nullable=False),
        sa.Column("role_group", sa.String(length=1), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("awaits_nomination", sa.Boolean(), nullable=False),
        sa.Column("booked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("cancelled_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "NOT awaits_nomination OR booked_at IS NULL", name=op.f("ck_bookings_no_place_before_a_nomination")
        ),
        sa.ForeignKeyConstraint(["agency_id"], ["agencies.id"], name=op.f("fk_bookings_agency_id_agencies")),
        sa.ForeignKeyConstraint(["date_id"], ["course_dates.id"], name=op.f("fk_bookings_date_id_course_dates")),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_bookings_person_id_people")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_bookings")),
    )
    with op.batch_alter_table("bookings", schema=None) as batch_op:
        batch_op.create_index("ix_bookings_agency_id", ["agency_id"], unique=False)
        batch_op.create_index("ix_bookings_person_id", ["person_id"], unique=False)
        batch_op.create_index(
            "uq_bookings_date_id_person_id_live",
            ["date_id", "person_id"],
            unique=True,
            sqlite_where=sa.text("cancelled_at IS NULL"),
            postgresql_where=sa.text("cancelled_at IS NULL"),
        )

    op.create_table(
        "course_days",
        sa.Column("date_id", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("starts", sa.Time(), nullable=False),
        sa.Column("ends", sa.Time(), nullable=False),
        sa.CheckConstraint("starts < ends", name=op.f("ck_course_days_starts_before_it_ends")),
        sa.ForeignKeyConstraint(["date_id"], ["course_dates.id"], name=op.f("fk_course_days_date_id_course_dates")),
        sa.PrimaryKeyConstraint("date_id", "day", name=op.f("pk_course_days")),
    )
    op.create_table(
        "course_forms",
        sa.Column("key", sa.LargeBinary(length=16), nullable=False),
        sa.Column("respondent_key", sa.LargeBinary(length=32), nullable=False),
        sa.Column("course_id", sa.String(length=20), nullable=False),
        sa.Column("occasion", sa.Integer(), nullable=False),
        sa.Column("statements", sa.Text(), nullable=False),
        sa.Column("before", sa.LargeBinary(), nullable=True),
        sa.Column("before_declined", sa.Boolean(), nullable=False),
        sa.Column("after", sa.LargeBinary(), nullable=True),
        sa.Column("looking_back", sa.LargeBinary(), nullable=True),
        sa.Column("after_declined", sa.Boolean(), nullable=False),
        sa.Column("intention", sa.Text(), nullable=False),
        sa.Column("is_sealed", sa.Boolean(), nullable=False),
        sa.Column("block_id", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "(after IS NULL) = (looking_back IS NULL)", name=op.f("ck_course_forms_looking_back_comes_with_after")
        ),
        sa.CheckConstraint("after IS NULL OR NOT after_declined", name=op.f("ck_course_forms_after_sent_or_declined")),
        sa.CheckConstraint(
            "before IS NULL OR NOT before_declined", name=op.f("ck_course_forms_before_sent_or_declined")
        ),
        sa.CheckConstraint(
            "block_id IS NULL OR (before IS NOT NULL AND after IS NOT NULL)",
            name=op.f("ck_course_forms_blocks_hold_pairs"),
        ),
        sa.ForeignKeyConstraint(["block_id"], ["blocks.id"], name=op.f("fk_course_forms_block_id_blocks")),
        sa.ForeignKeyConstraint(["course_id"], ["courses.id"], name=op.f("fk_course_forms_course_id_courses")),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_course_forms")),
        sa.UniqueConstraint(
            "respondent_key", "course_id", "occasion", name=op.f("uq_course_forms_respondent_key_course_id_occasion")
        ),
        sqlite_with_rowid=False,
    )
    with op.batch_alter_table("course_forms", schema=None) as batch_op:
        batch_op.create_index("ix_course_forms_course_id_block_id", ["course_id", "block_id"], unique=False)

    op.create_table(
        "date_trainers",
        sa.Column("date_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["date_id"], ["course_dates.id"], name=op.f("fk_date_trainers_date_id_course_dates")),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_date_trainers_person_id_people")),
        sa.PrimaryKeyConstraint("date_id", "person_id", name=op.f("pk_date_trainers")),
    )
    with op.batch_alter_table("date_trainers", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_date_trainers_person_id"), ["person_id"], unique=False)

    op.create_table(
        "attendances",
        sa.Column("booking_id", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column(
            "presence",
            sa.Enum("present", "part", "absent", name="presence", native_enum=False, create_constraint=True, length=32),
            nullable=False,
        ),
        sa.ForeignKeyConstraint(["booking_id"], ["bookings.id"], name=op.f("fk_attendances_booking_id_bookings")),
        sa.PrimaryKeyConstraint("booking_id", "day", name=op.f("pk_attendances")),
    )
    op.create_table(
        "completions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("course_id", sa.String(length=20), nullable=False),
        sa.Column("completed_on", sa.Date(), nullable=False),
        sa.Column(
            "evidence",
            sa.Enum(
                "register",
                "declared",
                "recorded",
                name="evidence",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("booking_id", sa.Integer(), nullable=True),
        sa.Column("recorded_by", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "(evidence = 'register') = (booking_id IS NOT NULL)", name=op.f("ck_completions_registers_have_bookings")
        ),
        sa.ForeignKeyConstraint(["booking_id"], ["bookings.id"], name=op.f("fk_completions_booking_id_bookings")),
        sa.ForeignKeyConstraint(["course_id"], ["courses.id"], name=op.f("fk_completions_course_id_courses")),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_completions_person_id_people")),
        sa.ForeignKeyConstraint(["recorded_by"], ["people.id"], name=op.f("fk_completions_recorded_by_people")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_completions")),
        sa.UniqueConstraint("booking_id", name=op.f("uq_completions_booking_id")),
        sa.UniqueConstraint(
            "person_id", "course_id", "completed_on", name=op.f("uq_completions_person_id_course_id_completed_on")
        ),
    )
    with op.batch_alter_table("completions", schema=None) as batch_op:
        batch_op.create_index("ix_completions_course_id", ["course_id"], unique=False)


def downgrade() -> None:
    op.execute("DELETE FROM held_duties WHERE duty = 'trainer'")
    _allow_duties(_DUTIES, _DUTIES_BEFORE)
    with op.batch_alter_table("completions", schema=None) as batch_op:
        batch_op.drop_index("ix_completions_course_id")

    op.drop_table("completions")
    op.drop_table("attendances")
    with op.batch_alter_table("date_trainers", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_date_trainers_person_id"))

    op.drop_table("date_trainers")
    with op.batch_alter_table("course_forms", schema=None) as batch_op:
        batch_op.drop_index("ix_course_forms_course_id_block_id")

    op.drop_table("course_forms")
    op.drop_table("course_days")
    with op.batch_alter_table("bookings", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_bookings_date_id_person_id_live",
            sqlite_where=sa.text("cancelled_at IS NULL"),
            postgresql_where=sa.text("cancelled_at IS NULL"),
        )
        batch_op.drop_index("ix_bookings_person_id")
        batch_op.drop_index("ix_bookings_agency_id")

    op.drop_table("bookings")
    with op.batch_alter_table("assignments", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_assignments_live",
            sqlite_where=sa.text("withdrawn_at IS NULL"),
            postgresql_where=sa.text("withdrawn_at IS NULL"),
        )
        batch_op.drop_index("ix_assignments_batch_id")
        batch_op.drop_index("ix_assignments_agency_id_course_id")

    op.drop_table("assignments")
    with op.batch_alter_table("shared_suggestions", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_shared_suggestions_agency_id"))

    op.drop_table("shared_suggestions")
    op.drop_table("nominations")
    with op.batch_alter_table("course_dates", schema=None) as batch_op:
        batch_op.drop_index("ix_course_dates_course_id_first_day")

    op.drop_table("course_dates")
    op.drop_table("blocks")
    op.drop_table("block_progress")
    with op.batch_alter_table("assignment_batches", schema=None) as batch_op:
        batch_op.drop_index("ix_assignment_batches_agency_id")

    op.drop_table("assignment_batches")
    op.drop_table("resources")
    op.drop_table("courses")
