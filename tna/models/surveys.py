"""Survey versions, rounds, and the answers given in them."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, LargeBinary, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from tna.models.base import Base


class SurveyVersion(Base):
    """One published survey, word for word as it was checked; never changed afterwards."""

    __tablename__ = "survey_versions"
    __table_args__ = (UniqueConstraint("survey_id", "version"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    survey_id: Mapped[str] = mapped_column(String(64))
    version: Mapped[int]
    title: Mapped[str] = mapped_column(String(200))
    definition: Mapped[str] = mapped_column(Text)


class SurveyDraft(Base):
    """One survey being written, as the text of its file; publishing it makes a version and keeps the draft.

    `revision` goes up with every change, so that two who write at once are told and nobody's words are lost.
    """

    __tablename__ = "survey_drafts"

    id: Mapped[int] = mapped_column(primary_key=True)
    survey_id: Mapped[str] = mapped_column(String(64), unique=True)
    title: Mapped[str] = mapped_column(String(200))
    definition: Mapped[str] = mapped_column(Text)
    revision: Mapped[int]
    changed_at: Mapped[datetime]


class Round(Base):
    """One time the partnership asks its people; planned, then open, then closed, then released; or cancelled."""

    __tablename__ = "rounds"
    __table_args__ = (
        CheckConstraint("closed_at IS NULL OR opened_at IS NOT NULL", name="only_an_open_round_closes"),
        CheckConstraint("closes_on >= opens_on", name="closes_after_it_opens"),
        CheckConstraint("cancelled_at IS NULL OR closed_at IS NULL", name="a_closed_round_is_not_cancelled"),
        CheckConstraint(
            "(targets_ratified_on IS NULL) = (targets_ratified_by IS NULL)", name="targets_are_ratified_by_somebody"
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    title: Mapped[str] = mapped_column(String(200), unique=True)
    survey_version_id: Mapped[int] = mapped_column(ForeignKey("survey_versions.id"))
    opens_on: Mapped[date]
    closes_on: Mapped[date]
    opened_at: Mapped[datetime | None]
    closed_at: Mapped[datetime | None]
    cancelled_at: Mapped[datetime | None]
    # What people read before they start, beside what the product itself promises; kept with the round for good.
    privacy_notice: Mapped[str] = mapped_column(Text, default="", server_default="")
    # The levels each role group needs in this round, in the form of the survey's file; None while they are the file's.
    targets: Mapped[str | None] = mapped_column(Text)
    targets_ratified_on: Mapped[date | None]
    targets_ratified_by: Mapped[str | None] = mapped_column(String(200))

    survey_version: Mapped[SurveyVersion] = relationship(lazy="joined")


class RoundHeadcount(Base):
    """The headcount of one role group of one agency when a round opened; none where nobody had entered one.

    Coverage and the release of the round rest on these alone. If headcounts could move while answers come in, somebody
    who enters them could read off the difference who has answered.
    """

    __tablename__ = "round_headcounts"

    round_id: Mapped[int] = mapped_column(ForeignKey("rounds.id"), primary_key=True)
    agency_id: Mapped[str] = mapped_column(ForeignKey("agencies.id"), primary_key=True)
    role_group: Mapped[str] = mapped_column(String(1), primary_key=True)
    heads: Mapped[int | None]


class Response(Base):
    """One person's answers in one round, under a random key and without a name, a date or an order."""

    __tablename__ = "responses"
    __table_args__ = (
        # The key first: a person's own rounds are looked up often, a whole round only to be counted, from end to end.
        UniqueConstraint("respondent_key", "round_id"),
        CheckConstraint(
            "is_submitted = (agency_id IS NOT NULL) AND is_submitted = (role_group IS NOT NULL)",
            name="agency_and_role_group_come_at_submission",
        ),
        CheckConstraint("release_group_id IS NULL OR is_submitted", name="only_submitted_answers_are_released"),
        # Without a row number there is no order of arrival to read; on PostgreSQL the release rewrites the rows.
        {"sqlite_with_rowid": False},
    )

    key: Mapped[bytes] = mapped_column(LargeBinary(16), primary_key=True)
    round_id: Mapped[int] = mapped_column(ForeignKey("rounds.id"))
    respondent_key: Mapped[bytes] = mapped_column(LargeBinary(32))
    is_submitted: Mapped[bool] = mapped_column(default=False)
    agency_id: Mapped[str | None] = mapped_column(ForeignKey("agencies.id"))
    role_group: Mapped[str | None] = mapped_column(String(1))
    answers: Mapped[bytes] = mapped_column(LargeBinary)
    release_group_id: Mapped[int | None] = mapped_column(ForeignKey("release_groups.id"))


class Participation(Base):
    """That one person took part in one round: a yes without a time; no row is a no."""

    __tablename__ = "participations"
    __table_args__ = {"sqlite_with_rowid": False}  # noqa: RUF012

    round_id: Mapped[int] = mapped_column(ForeignKey("rounds.id"), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), primary_key=True)
    agency_id: Mapped[str] = mapped_column(ForeignKey("agencies.id"))
    role_group: Mapped[str] = mapped_column(String(1))


class DailyParticipation(Base):
    """How many people sent their answers in one round on one day, counted apart from who they are."""

    __tablename__ = "daily_participation"

    round_id: Mapped[int] = mapped_column(ForeignKey("rounds.id"), primary_key=True)
    day: Mapped[date] = mapped_column(primary_key=True)
    submitted: Mapped[int]
