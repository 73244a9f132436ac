"""What has been released of a round: groups with their counts, the figures computed from them, the pictures."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, LargeBinary, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from tna.domain.groups import GroupKind
from tna.models.base import Base, by_value


class Release(Base):
    """The one release of one closed round: frozen, with its hash and the threshold it was made under."""

    __tablename__ = "releases"
    __table_args__ = (CheckConstraint("erased >= 0 AND answers >= 0", name="counts_are_not_negative"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    round_id: Mapped[int] = mapped_column(ForeignKey("rounds.id"), unique=True)
    threshold: Mapped[int]
    secret_id: Mapped[str] = mapped_column(String(32))
    made_at: Mapped[datetime]
    answers: Mapped[int]
    erased: Mapped[int] = mapped_column(default=0)
    digest: Mapped[str] = mapped_column(String(64))

    groups: Mapped[list["ReleaseGroup"]] = relationship(order_by="ReleaseGroup.id")
    cells: Mapped[list["ReleaseCell"]] = relationship(order_by="ReleaseCell.agency_id, ReleaseCell.role_group")


class ReleaseGroup(Base):
    """One set of people of one role group, at least as many as the threshold, who are published together."""

    __tablename__ = "release_groups"
    __table_args__ = (UniqueConstraint("release_id", "key"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    release_id: Mapped[int] = mapped_column(ForeignKey("releases.id"))
    key: Mapped[str] = mapped_column(String(120))
    role_group: Mapped[str] = mapped_column(String(1))
    kind: Mapped[GroupKind] = mapped_column(by_value(GroupKind, "group_kind"))
    sector: Mapped[str | None] = mapped_column(String(32))
    agencies: Mapped[str] = mapped_column(Text)  # their ids, separated by spaces
    answers: Mapped[int]
    heads: Mapped[int | None]
    counts: Mapped[bytes] = mapped_column(LargeBinary)  # items x 7 little-endian int32; zero where not released
    released: Mapped[bytes] = mapped_column(LargeBinary)  # one byte an item, 1 where released


class ReleaseCell(Base):
    """How many people of one agency and role group answered a released round, and the group they stand in."""

    __tablename__ = "release_cells"

    release_id: Mapped[int] = mapped_column(ForeignKey("releases.id"), primary_key=True)
    agency_id: Mapped[str] = mapped_column(ForeignKey("agencies.id"), primary_key=True)
    role_group: Mapped[str] = mapped_column(String(1), primary_key=True)
    sector: Mapped[str] = mapped_column(String(32))
    answers: Mapped[int]
    heads: Mapped[int | None]
    group_key: Mapped[str | None] = mapped_column(String(120))


class ReleaseFigures(Base):
    """The published figures of one page state of one release, computed once and read as they are."""

    __tablename__ = "release_figures"

    release_id: Mapped[int] = mapped_column(ForeignKey("releases.id"), primary_key=True)
    state: Mapped[str] = mapped_column(String(120), primary_key=True)
    payload: Mapped[str] = mapped_column(Text)


class Picture(Base):
    """One drawn chart, found by the hash of what it shows; drawn by the worker, shared by every host."""

    __tablename__ = "pictures"

    digest: Mapped[str] = mapped_column(String(64), primary_key=True)
    agency_id: Mapped[str | None] = mapped_column(ForeignKey("agencies.id"))  # whose leads may see it; none: all's
    media_type: Mapped[str] = mapped_column(String(100))
    content: Mapped[bytes] = mapped_column(LargeBinary)


class TargetProposal(Base):
    """Other levels that somebody proposes for the next round, found by trying them on a release.

    `changes` holds them as JSON, role group to domain or statement to level (1..5), and nothing that was as it should
    be; `proposed_by` is a body or a name, as people who ratify it will know it.
    """

    __tablename__ = "target_proposals"

    id: Mapped[int] = mapped_column(primary_key=True)
    release_id: Mapped[int] = mapped_column(ForeignKey("releases.id"))
    name: Mapped[str] = mapped_column(String(200))
    proposed_by: Mapped[str] = mapped_column(String(200))
    proposed_on: Mapped[date]
    changes: Mapped[str] = mapped_column(Text)
