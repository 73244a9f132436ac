"""free texts, read first by screeners

Revision ID: 0005
Revises: 0004
"""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _add_free_texts()


def downgrade() -> None:
    _drop_free_texts()


# What people write in their own words -----------------------------------------------------------------------

_FREE_TEXTS = (
    "open_questions",
    "round_screeners",
    "written_texts",
    "themes",
    "escalations",
    "texts_to_screen",
    "text_themes",
    "released_themes",
)
_DUTIES_BEFORE = (
    "practitioner",
    "training-lead",
    "trainer",
    "partnership-manager",
    "subgroup-member",
    "analyst",
    "administrator",
)
_DUTIES = (*_DUTIES_BEFORE[:-1], "screener", _DUTIES_BEFORE[-1])


def _add_free_texts() -> None:
    _allow_duties(_DUTIES_BEFORE, _DUTIES)
    op.create_table(
        "open_questions",
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("question", sa.String(length=300), nullable=False),
        sa.Column("contact", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["round_id"], ["rounds.id"], name=op.f("fk_open_questions_round_id_rounds")),
        sa.PrimaryKeyConstraint("round_id", name=op.f("pk_open_questions")),
    )
    op.create_table(
        "round_screeners",
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_round_screeners_person_id_people")),
        sa.ForeignKeyConstraint(["round_id"], ["rounds.id"], name=op.f("fk_round_screeners_round_id_rounds")),
        sa.PrimaryKeyConstraint("round_id", "person_id", name=op.f("pk_round_screeners")),
    )
    op.create_table(
        "written_texts",
        sa.Column("response_key", sa.LargeBinary(length=16), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["response_key"],
            ["responses.key"],
            name=op.f("fk_written_texts_response_key_responses"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("response_key", name=op.f("pk_written_texts")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "themes",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=60), nullable=False),
        sa.ForeignKeyConstraint(["round_id"], ["rounds.id"], name=op.f("fk_themes_round_id_rounds")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_themes")),
        sa.UniqueConstraint("round_id", "title", name=op.f("uq_themes_round_id_title")),
    )
    _add_escalations()
    _add_texts_to_screen()
    op.create_table(
        "released_themes",
        sa.Column("release_id", sa.Integer(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("payload", sa.Text(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(["release_id"], ["releases.id"], name=op.f("fk_released_themes_release_id_releases")),
        sa.PrimaryKeyConstraint("release_id", name=op.f("pk_released_themes")),
    )


def _add_escalations() -> None:
    op.create_table(
        "escalations",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("escalated_on", sa.Date(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("handed_on_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("due_on >= escalated_on", name=op.f("ck_escalations_due_after_it_was_noticed")),
        sa.ForeignKeyConstraint(["round_id"], ["rounds.id"], name=op.f("fk_escalations_round_id_rounds")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_escalations")),
    )
    op.create_index(op.f("ix_escalations_round_id"), "escalations", ["round_id"])


def _add_texts_to_screen() -> None:
    op.create_table(
        "texts_to_screen",
        sa.Column("key", sa.LargeBinary(length=16), nullable=False),
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("group_id", sa.Integer(), nullable=True),
        sa.Column("mark", sa.LargeBinary(length=32), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("decision", sa.String(length=32), nullable=False),
        sa.Column("reason", sa.String(length=32), nullable=True),
        sa.Column("may_be_quoted", sa.Boolean(), nullable=False),
        sa.Column("escalation_id", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "decision IN ('unread', 'kept', 'withheld', 'escalated')", name=op.f("ck_texts_to_screen_decision")
        ),
        sa.CheckConstraint(
            "reason IN ('names', 'child', 'tells-who', 'hurts', 'elsewhere')", name=op.f("ck_texts_to_screen_reason")
        ),
        sa.CheckConstraint(
            "(decision = 'withheld') = (reason IS NOT NULL)", name=op.f("ck_texts_to_screen_withheld_for_a_reason")
        ),
        sa.CheckConstraint(
            "(decision = 'escalated') = (escalation_id IS NOT NULL)",
            name=op.f("ck_texts_to_screen_escalated_as_an_item"),
        ),
        sa.CheckConstraint(
            "NOT may_be_quoted OR decision = 'kept'", name=op.f("ck_texts_to_screen_only_what_is_kept_is_quoted")
        ),
        sa.ForeignKeyConstraint(
            ["escalation_id"], ["escalations.id"], name=op.f("fk_texts_to_screen_escalation_id_escalations")
        ),
        sa.ForeignKeyConstraint(
            ["group_id"], ["release_groups.id"], name=op.f("fk_texts_to_screen_group_id_release_groups")
        ),
        sa.ForeignKeyConstraint(["round_id"], ["rounds.id"], name=op.f("fk_texts_to_screen_round_id_rounds")),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_texts_to_screen")),
        sa.UniqueConstraint("mark", name=op.f("uq_texts_to_screen_mark")),
        sqlite_with_rowid=False,
    )
    op.create_index(op.f("ix_texts_to_screen_round_id"), "texts_to_screen", ["round_id"])
    op.create_table(
        "text_themes",
        sa.Column("text_key", sa.LargeBinary(length=16), nullable=False),
        sa.Column("theme_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["text_key"],
            ["texts_to_screen.key"],
            name=op.f("fk_text_themes_text_key_texts_to_screen"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(["theme_id"], ["themes.id"], name=op.f("fk_text_themes_theme_id_themes")),
        sa.PrimaryKeyConstraint("text_key", "theme_id", name=op.f("pk_text_themes")),
        sqlite_with_rowid=False,
    )


def _drop_free_texts() -> None:
    for table in reversed(_FREE_TEXTS):
        op.drop_table(table)
    op.execute("DELETE FROM held_duties WHERE duty = 'screener'")
    _allow_duties(_DUTIES, _DUTIES_BEFORE)


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
