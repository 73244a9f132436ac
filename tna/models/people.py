"""Agencies, the people in them, what they may do, and how they sign in."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, LargeBinary, String, UniqueConstraint, false, text
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
    # Foster carers, childminders and volunteers have no address at work: theirs may be at home, and any domain is.
    takes_home_addresses: Mapped[bool] = mapped_column(default=False, server_default=false())

    domains: Mapped[list["AgencyDomain"]] = relationship(
        order_by="AgencyDomain.domain", lazy="selectin", cascade="all, delete-orphan"
    )


class AgencyDomain(Base):
    """One domain in which an agency gives its people e-mail addresses, such as council.example."""

    __tablename__ = "agency_domains"
    __table_args__ = (CheckConstraint("domain = lower(domain)", name="domain_is_lower_case"),)

    agency_id: Mapped[str] = mapped_column(ForeignKey("agencies.id"), primary_key=True)
    domain: Mapped[str] = mapped_column(String(190), primary_key=True)


class Person(Base):
    """One human being with one e-mail address, in as many agencies as they work for."""

    __tablename__ = "people"
    __table_args__ = (
        CheckConstraint("email = lower(email)", name="email_is_lower_case"),
        CheckConstraint("merged_into_id IS NULL OR left_on IS NOT NULL", name="a_merged_account_has_ended"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    email: Mapped[str] = mapped_column(String(254), unique=True)
    name: Mapped[str] = mapped_column(String(200))
    password_hash: Mapped[str | None] = mapped_column(String(200))
    left_on: Mapped[date | None]
    # Whether somebody has followed a link sent to this address, or set a password. Until then anybody may have
    # given the address; a new address has to be confirmed anew.
    is_confirmed: Mapped[bool] = mapped_column(default=False, server_default=false())
    # The language they chose for pages and mail; None speaks the first of the installation.
    language: Mapped[str | None] = mapped_column(String(16))
    # The newest round this person had taken part in when a link last set a password. Whoever holds such a link can
    # sign in, and an administrator can make one for anybody: so it must not open what was answered before. None for
    # somebody who had answered nothing, as at their first link. Only ever compared with the ids of rounds.
    sealed_through: Mapped[int | None]
    # The account that took over everything of this one, which was the same human being's; never one merged itself.
    # Indexed, since a database looks here for each person that is deleted: undoing a long list deletes thousands.
    merged_into_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"), index=True)

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
    # Set where a link opened it that went through somebody else's hands: it answers this round and does
    # nothing else. What it answers lies under a key made from `token_hash`, so rows stay when sign-ins are over.
    only_round_id: Mapped[int | None] = mapped_column(ForeignKey("rounds.id"))

    person: Mapped[Person] = relationship(lazy="joined")


class SetUpLink(Base):
    """A link, shown once to an administrator, by which one person sets a password once."""

    __tablename__ = "set_up_links"

    token_hash: Mapped[bytes] = mapped_column(LargeBinary(32), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]

    person: Mapped[Person] = relationship(lazy="joined")


class PersonalLink(Base):
    """One link by which one person comes in without a password, good once; the row holds its token's hash alone.

    `sign-in` and `invitation` were sent to the person's own address, `mail-merge` stands in a list that a training
    lead sends out; the latter two are about one round and last while it is open, whatever `expires_at` says.
    `agency_id` is the agency in whose list a link stands; its person may have left it since.
    """

    __tablename__ = "personal_links"
    __table_args__ = (
        CheckConstraint("(purpose = 'sign-in') = (round_id IS NULL)", name="all_but_signing_in_is_about_a_round"),
        CheckConstraint("purpose IN ('sign-in', 'invitation', 'mail-merge')", name="purpose"),
        CheckConstraint("purpose = 'mail-merge' OR agency_id IS NULL", name="only_a_list_has_an_agency"),
        {"sqlite_with_rowid": False},
    )

    token_hash: Mapped[bytes] = mapped_column(LargeBinary(32), primary_key=True)
    purpose: Mapped[str] = mapped_column(String(16))
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    round_id: Mapped[int | None] = mapped_column(ForeignKey("rounds.id"))
    agency_id: Mapped[str | None] = mapped_column(ForeignKey("agencies.id"))
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]

    person: Mapped[Person] = relationship(lazy="joined")


class Poster(Base):
    """One poster of an agency, whose code anybody may scan to take part; it hangs on walls and is no secret."""

    __tablename__ = "posters"

    code: Mapped[str] = mapped_column(String(16), primary_key=True)
    agency_id: Mapped[str] = mapped_column(ForeignKey("agencies.id"), index=True)
    made_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]


class Joiner(Base):
    """Somebody who asked by a poster to take part and has not confirmed their address yet; gone once they have.

    `is_let_in` is None while the agency's training lead has still to say; a link is sent only after a yes.
    """

    __tablename__ = "joiners"
    __table_args__ = (
        UniqueConstraint("agency_id", "email"),
        CheckConstraint("email = lower(email)", name="email_is_lower_case"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    agency_id: Mapped[str] = mapped_column(ForeignKey("agencies.id"))
    email: Mapped[str] = mapped_column(String(254))
    name: Mapped[str] = mapped_column(String(200))
    job: Mapped[str] = mapped_column(String(64))
    role_group: Mapped[str] = mapped_column(String(1))
    asked_at: Mapped[datetime]
    is_let_in: Mapped[bool | None]
    token_hash: Mapped[bytes | None] = mapped_column(LargeBinary(32), unique=True)
    expires_at: Mapped[datetime | None]


class HeadcountReturn(Base):
    """One request to an agency for its headcounts, filled in by whoever holds the link and signed with their name."""

    __tablename__ = "headcount_returns"
    __table_args__ = (CheckConstraint("(signed_at IS NULL) = (signed_by IS NULL)", name="signed_with_a_name"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    agency_id: Mapped[str] = mapped_column(ForeignKey("agencies.id"), index=True)
    token_hash: Mapped[bytes] = mapped_column(LargeBinary(32), unique=True)
    expires_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    signed_at: Mapped[datetime | None]
    signed_by: Mapped[str | None] = mapped_column(String(200))
    signed_as: Mapped[str | None] = mapped_column(String(200))


class Agreement(Base):
    """One paper an agency needs before it takes part: how its data is shared, or the assessment of the risks of it."""

    __tablename__ = "agreements"
    __table_args__ = (CheckConstraint("kind IN ('sharing', 'assessment')", name="kind"),)

    agency_id: Mapped[str] = mapped_column(ForeignKey("agencies.id"), primary_key=True)
    kind: Mapped[str] = mapped_column(String(16), primary_key=True)
    signed_on: Mapped[date]
    signed_by: Mapped[str] = mapped_column(String(200))
    link: Mapped[str] = mapped_column(String(500), default="")


class FailedSignIns(Base):
    """How often signing in failed lately for one account or one network address, both kept as keyed hashes."""

    __tablename__ = "failed_sign_ins"

    subject: Mapped[bytes] = mapped_column(LargeBinary(32), primary_key=True)
    failures: Mapped[int]
    since: Mapped[datetime]
