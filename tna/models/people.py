"""Agencies, the people in them, what they may do, and how they sign in."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, LargeBinary, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from tna.domain.people import Duty
from tna.models.base import Base, by_value


class Agency(Base):
    """One employer in the partnership; its id is a short word that stays when its name changes."""

    __tablename__ = "agencies"
    __table_args__ = (CheckConstraint("id = lower(id)", name="id_is_lower_case"),)

    id: Mapped[str] = mapped_column(String(64), primary_key=True)
    name: Mapped[str] = mapped_column(String(200), unique=True)
    sector: Mapped[str] = mapped_column(String(32))


class Person(Base):
    """One human being with one e-mail address, in as many agencies as they work for."""

    __tablename__ = "people"
    __table_args__ = (CheckConstraint("email = lower(email)", name="email_is_lower_case"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    email: Mapped[str] = mapped_column(String(254), unique=True)
    name: Mapped[str] = mapped_column(String(200))
    password_hash: Mapped[str | None] = mapped_column(String(200))
    left_on: Mapped[date | None]
    # The newest round this person had taken part in when a link last set a password. Whoever holds such a link can
    # sign in, and an administrator can make one for anybody: so it must not open what was answered before. None for
    # somebody who had answered nothing, as at their first link. Only ever compared with the ids of rounds.
    sealed_through: Mapped[int | None]

    memberships: Mapped[list["Membership"]] = relationship(
        back_populates="person", order_by="Membership.id", lazy="selectin"
    )
    duties: Mapped[list["HeldDuty"]] = relationship(
        back_populates="person", order_by="HeldDuty.id", lazy="selectin", cascade="all, delete-orphan"
    )


class Membership(Base):
    """One person working for one agency, in the role group that counts for targets there."""

    __tablename__ = "memberships"
    __table_args__ = (
        CheckConstraint("NOT is_answering OR ended_on IS NULL", name="an_ended_membership_answers_nothing"),
        # A person answers as one membership at a time; the database holds it, not the code.
        Index(
            "uq_memberships_answering",
            "person_id",
            unique=True,
            sqlite_where=text("is_answering"),
            postgresql_where=text("is_answering"),
        ),
        Index("ix_memberships_agency_id_role_group", "agency_id", "role_group"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    agency_id: Mapped[str] = mapped_column(ForeignKey("agencies.id"))
    job: Mapped[str] = mapped_column(String(64))
    role_group: Mapped[str] = mapped_column(String(1))
    is_answering: Mapped[bool] = mapped_column(default=False)
    ended_on: Mapped[date | None]

    person: Mapped[Person] = relationship(back_populates="memberships")
    agency: Mapped[Agency] = relationship(lazy="joined")


class HeldDuty(Base):
    """One duty that one person holds; a training lead's is for one agency, every other is for the partnership."""

    __tablename__ = "held_duties"
    __table_args__ = (
        UniqueConstraint("person_id", "duty", "agency_id"),
        # Databases take two missing agencies for different ones, so the constraint above does not see these.
        Index(
            "uq_held_duties_of_the_partnership",
            "person_id",
            "duty",
            unique=True,
            sqlite_where=text("agency_id IS NULL"),
            postgresql_where=text("agency_id IS NULL"),
        ),
        CheckConstraint("(duty = 'training-lead') = (agency_id IS NOT NULL)", name="only_leads_have_an_agency"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    duty: Mapped[Duty] = mapped_column(by_value(Duty, "duty"))
    agency_id: Mapped[str | None] = mapped_column(ForeignKey("agencies.id"))

    person: Mapped[Person] = relationship(back_populates="duties")


class Headcount(Base):
    """How many people an agency says it has in one role group, and when it said so."""

    __tablename__ = "headcounts"
    __table_args__ = (CheckConstraint("heads >= 0", name="heads_are_not_negative"),)

    agency_id: Mapped[str] = mapped_column(ForeignKey("agencies.id"), primary_key=True)
    role_group: Mapped[str] = mapped_column(String(1), primary_key=True)
    heads: Mapped[int]
    as_at: Mapped[date]


class SignIn(Base):
    """One browser in which one person is signed in; the cookie holds the token, this row only its hash."""

    __tablename__ = "sign_ins"
    __table_args__ = {"sqlite_with_rowid": False}  # noqa: RUF012

    token_hash: Mapped[bytes] = mapped_column(LargeBinary(32), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    expires_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]

    person: Mapped[Person] = relationship(lazy="joined")


class SetUpLink(Base):
    """A link, shown once to an administrator, by which one person sets a password once."""

    __tablename__ = "set_up_links"

    token_hash: Mapped[bytes] = mapped_column(LargeBinary(32), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]

    person: Mapped[Person] = relationship(lazy="joined")


class FailedSignIns(Base):
    """How often signing in failed lately for one account or one network address, both kept as keyed hashes."""

    __tablename__ = "failed_sign_ins"

    subject: Mapped[bytes] = mapped_column(LargeBinary(32), primary_key=True)
    failures: Mapped[int]
    since: Mapped[datetime]
