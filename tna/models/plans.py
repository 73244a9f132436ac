"""What training leads ask of people, and what people have told their lead that they would like."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from tna.models.base import Base
from tna.models.courses import OfferedCourse


class AssignmentBatch(Base):
    """One act of assigning a course to one or more people of one agency, undone as a whole."""

    __tablename__ = "assignment_batches"
    __table_args__ = (
        CheckConstraint("reason <> ''", name="there_is_a_reason"),
        Index("ix_assignment_batches_agency_id", "agency_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    agency_id: Mapped[str] = mapped_column(ForeignKey("agencies.id"))
    course_id: Mapped[str] = mapped_column(ForeignKey("courses.id"))
    due_on: Mapped[date | None]
    reason: Mapped[str] = mapped_column(String(300))
    assigned_by: Mapped[int] = mapped_column(ForeignKey("people.id"))
    assigned_at: Mapped[datetime]
    undone_at: Mapped[datetime | None]

    course: Mapped[OfferedCourse] = relationship(lazy="joined")


class Assignment(Base):
    """One course that one person was asked to take by one agency; it stays behind when they leave the agency."""

    __tablename__ = "assignments"
    __table_args__ = (
        # One assignment of a course by an agency at a time; withdrawn ones are history.
        Index(
            "uq_assignments_live",
            "person_id",
            "course_id",
            "agency_id",
            unique=True,
            sqlite_where=text("withdrawn_at IS NULL"),
            postgresql_where=text("withdrawn_at IS NULL"),
        ),
        Index("ix_assignments_agency_id_course_id", "agency_id", "course_id"),
        Index("ix_assignments_batch_id", "batch_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    batch_id: Mapped[int] = mapped_column(ForeignKey("assignment_batches.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    agency_id: Mapped[str] = mapped_column(ForeignKey("agencies.id"))  # once more beside the batch, for the index
    course_id: Mapped[str] = mapped_column(ForeignKey("courses.id"))
    withdrawn_at: Mapped[datetime | None]

    batch: Mapped[AssignmentBatch] = relationship(lazy="joined")


class SharedSuggestion(Base):
    """That one person has told the training leads of one agency that they would like a course.

    Taking it back deletes the row. No time is kept, and nothing says whether the wish came from a profile.
    """

    __tablename__ = "shared_suggestions"

    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), primary_key=True)
    course_id: Mapped[str] = mapped_column(ForeignKey("courses.id"), primary_key=True)
    agency_id: Mapped[str] = mapped_column(ForeignKey("agencies.id"), primary_key=True, index=True)
