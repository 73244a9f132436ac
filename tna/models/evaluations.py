"""What people put before and after a course, and what has been released of it."""

from datetime import date

from sqlalchemy import CheckConstraint, ForeignKey, Index, LargeBinary, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from tna.models.base import Base


class CourseForms(Base):
    """One person's forms before and after taking one course once, under the respondent key.

    Random key, no date and no time. `occasion` counts how often the person has come to take the course, from 1.
    Answers are one byte a statement of `statements` (ids, separated by spaces, frozen when the first form came), 0
    for blank, 1 to 5, 6 for not part of the role. A declined form holds nothing.
    """

    __tablename__ = "course_forms"
    __table_args__ = (
        UniqueConstraint("respondent_key", "course_id", "occasion"),
        Index("ix_course_forms_course_id_block_id", "course_id", "block_id"),
        CheckConstraint("before IS NULL OR NOT before_declined", name="before_sent_or_declined"),
        CheckConstraint("after IS NULL OR NOT after_declined", name="after_sent_or_declined"),
        CheckConstraint("(after IS NULL) = (looking_back IS NULL)", name="looking_back_comes_with_after"),
        CheckConstraint("block_id IS NULL OR (before IS NOT NULL AND after IS NOT NULL)", name="blocks_hold_pairs"),
        {"sqlite_with_rowid": False},
    )

    key: Mapped[bytes] = mapped_column(LargeBinary(16), primary_key=True)
    respondent_key: Mapped[bytes] = mapped_column(LargeBinary(32))
    course_id: Mapped[str] = mapped_column(ForeignKey("courses.id"))
    occasion: Mapped[int]
    statements: Mapped[str] = mapped_column(Text)
    before: Mapped[bytes | None] = mapped_column(LargeBinary)
    before_declined: Mapped[bool] = mapped_column(default=False)
    after: Mapped[bytes | None] = mapped_column(LargeBinary)
    looking_back: Mapped[bytes | None] = mapped_column(LargeBinary)
    after_declined: Mapped[bool] = mapped_column(default=False)
    intention: Mapped[str] = mapped_column(Text, default="")  # what I will do: for its writer alone
    is_sealed: Mapped[bool] = mapped_column(default=False)  # sent before a link set the password: shown to nobody
    block_id: Mapped[int | None] = mapped_column(ForeignKey("blocks.id"))


class Block(Base):
    """Pairs of one course that were released together: frozen counts, and the threshold they were made under.

    `counts` is JSON: for each released domain its statements' 5 x 5 tables and the counts of its changes, all over the
    same pairs; and the counts of looking back. `released_in` is the first day of the half-year, never the day.
    """

    __tablename__ = "blocks"
    __table_args__ = (
        UniqueConstraint("course_id", "number"),
        CheckConstraint("pairs >= 0 AND erased >= 0", name="counts_are_not_negative"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    course_id: Mapped[str] = mapped_column(ForeignKey("courses.id"))
    number: Mapped[int]  # of the course, from 1
    released_in: Mapped[date]
    threshold: Mapped[int]
    secret_id: Mapped[str] = mapped_column(String(32))
    pairs: Mapped[int]
    erased: Mapped[int] = mapped_column(default=0)
    counts: Mapped[str] = mapped_column(Text)
    digest: Mapped[str] = mapped_column(String(64))


class BlockProgress(Base):
    """How far one course was from its next release at the start of a month, in one of three words."""

    __tablename__ = "block_progress"

    course_id: Mapped[str] = mapped_column(ForeignKey("courses.id"), primary_key=True)
    month: Mapped[date]
    reached: Mapped[str] = mapped_column(String(20))
