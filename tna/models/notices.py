"""What is owed: work that a committed change has promised, and messages that have still to be sent."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from tna.models.base import Base


class Owed(Base):
    """One piece of work promised in the same transaction as its cause, and done exactly once in effect."""

    __tablename__ = "owed"
    __table_args__ = (
        UniqueConstraint("kind", "key"),
        CheckConstraint("attempts >= 0", name="attempts_are_not_negative"),
        Index(
            "ix_owed_open",
            "due_at",
            sqlite_where=text("done_at IS NULL"),
            postgresql_where=text("done_at IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(64))
    key: Mapped[str] = mapped_column(String(200))
    due_at: Mapped[datetime]
    attempts: Mapped[int] = mapped_column(default=0)
    leased_until: Mapped[datetime | None]
    done_at: Mapped[datetime | None]
    last_fault: Mapped[str | None] = mapped_column(Text)


class Notice(Base):
    """One message to one address: written with its cause in one transaction, sent by the worker, settled once.

    The words and any link are made when it is sent, so that no token ever stands in the database. `settled_at` says
    that nothing is left to do: it was sent, or there was no longer a reason to. A reminder of somebody who has answered
    is settled like one that was sent, so that the rows say nothing about who answered when.
    """

    __tablename__ = "notices"
    __table_args__ = (
        CheckConstraint("person_id IS NOT NULL OR email IS NOT NULL", name="goes_to_somebody"),
        CheckConstraint("attempts >= 0", name="attempts_are_not_negative"),
        Index(
            "ix_notices_open",
            "due_at",
            sqlite_where=text("settled_at IS NULL"),
            postgresql_where=text("settled_at IS NULL"),
        ),
        Index("ix_notices_round_id_kind", "round_id", "kind"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(32))
    # What makes it the same message: writing it twice is writing it once, and its Message-ID follows from it.
    key: Mapped[str] = mapped_column(String(200), unique=True)
    person_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"), index=True)
    email: Mapped[str | None] = mapped_column(String(254))
    round_id: Mapped[int | None] = mapped_column(ForeignKey("rounds.id"))
    agency_id: Mapped[str | None] = mapped_column(ForeignKey("agencies.id"))
    due_at: Mapped[datetime]
    attempts: Mapped[int] = mapped_column(default=0)
    leased_until: Mapped[datetime | None]
    settled_at: Mapped[datetime | None]
    last_fault: Mapped[str | None] = mapped_column(Text)


class Bounce(Base):
    """One address that a mail server has refused for good; gone once a message to it gets through or it is changed;
    links that somebody asked for neither put it here nor take it away."""

    __tablename__ = "bounces"

    email: Mapped[str] = mapped_column(String(254), primary_key=True)
    on: Mapped[date]
    reason: Mapped[str] = mapped_column(Text)


class Wording(Base):
    """What an invitation or a reminder of one round says, for everybody or for the people of one agency."""

    __tablename__ = "wordings"
    __table_args__ = (
        UniqueConstraint("round_id", "agency_id", "kind"),
        Index(
            "uq_wordings_for_everybody",
            "round_id",
            "kind",
            unique=True,
            sqlite_where=text("agency_id IS NULL"),
            postgresql_where=text("agency_id IS NULL"),
        ),
        CheckConstraint("kind IN ('invitation', 'reminder')", name="kind"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    round_id: Mapped[int] = mapped_column(ForeignKey("rounds.id"))
    agency_id: Mapped[str | None] = mapped_column(ForeignKey("agencies.id"))
    kind: Mapped[str] = mapped_column(String(16))
    subject: Mapped[str] = mapped_column(String(200))
    body: Mapped[str] = mapped_column(Text)


class ReminderPlan(Base):
    """When the people of a round, or of one agency in it, are reminded; an agency without its own follows the round's.

    `days` are ISO dates parted by spaces, in order. Nothing is sent between `quiet_from` and `quiet_until` o'clock in
    England; equal hours mean that no hour is quiet.
    """

    __tablename__ = "reminder_plans"
    __table_args__ = (
        UniqueConstraint("round_id", "agency_id"),
        Index(
            "uq_reminder_plans_for_everybody",
            "round_id",
            unique=True,
            sqlite_where=text("agency_id IS NULL"),
            postgresql_where=text("agency_id IS NULL"),
        ),
        CheckConstraint("quiet_from BETWEEN 0 AND 23 AND quiet_until BETWEEN 0 AND 23", name="hours_of_a_day"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    round_id: Mapped[int] = mapped_column(ForeignKey("rounds.id"))
    agency_id: Mapped[str | None] = mapped_column(ForeignKey("agencies.id"))
    days: Mapped[str] = mapped_column(Text, default="")
    is_paused: Mapped[bool] = mapped_column(default=False)
    quiet_from: Mapped[int] = mapped_column(default=19)
    quiet_until: Mapped[int] = mapped_column(default=8)
