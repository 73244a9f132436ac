"""Lists that were brought in: people and headcounts from an agency's own files."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, LargeBinary, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from tna.models.base import Base


class ListImport(Base):
    """One file on its way in: uploaded, its columns named, looked through, then brought in whole or dropped.

    `content` is what was read from the file, packed, and gone once the import is over. `mapping` says which column
    holds what and what else was chosen; a list without it was dropped. `undo` says, while it can be taken back, what
    it changed. Both are JSON.
    """

    __tablename__ = "list_imports"
    __table_args__ = (
        CheckConstraint("kind IN ('people', 'headcounts')", name="kind"),
        CheckConstraint("undone_at IS NULL OR applied_at IS NOT NULL", name="only_what_was_brought_in_is_undone"),
        CheckConstraint("done BETWEEN 0 AND total", name="done_is_part_of_the_total"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(16))
    agency_id: Mapped[str | None] = mapped_column(ForeignKey("agencies.id"))
    actor_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    file_name: Mapped[str] = mapped_column(String(200))
    content: Mapped[bytes | None] = mapped_column(LargeBinary, deferred=True)
    mapping: Mapped[str | None] = mapped_column(Text)
    undo: Mapped[str | None] = mapped_column(Text, deferred=True)
    fault: Mapped[str | None] = mapped_column(Text)
    done: Mapped[int] = mapped_column(default=0)
    total: Mapped[int] = mapped_column(default=0)
    uploaded_at: Mapped[datetime]
    applied_at: Mapped[datetime | None]
    undone_at: Mapped[datetime | None]


class ColumnMapping(Base):
    """Which column of an agency's files holds what, remembered from its last import of this kind (JSON)."""

    __tablename__ = "column_mappings"
    __table_args__ = (
        UniqueConstraint("kind", "agency_id"),
        Index(
            "uq_column_mappings_for_all_agencies",
            "kind",
            unique=True,
            sqlite_where=text("agency_id IS NULL"),
            postgresql_where=text("agency_id IS NULL"),
        ),
        CheckConstraint("kind IN ('people', 'headcounts')", name="kind"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(16))
    agency_id: Mapped[str | None] = mapped_column(ForeignKey("agencies.id"))
    mapping: Mapped[str] = mapped_column(Text)
