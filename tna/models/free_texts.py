"""What people write in their own words: the question, the texts, who reads them, and what is released of them.

A text has two lives. While its round is open it hangs on its writer's answers and goes wherever they go. When the round
is released it is read by screeners: then it stands by itself, with a release group and without a respondent key.
"""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, LargeBinary, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from tna.domain.free_text import Decision, Reason
from tna.models.base import Base, by_value


class OpenQuestion(Base):
    """The one open question of one round; a round without such a row asks none.

    `contact`: whom to ring where a child may be at risk, as people read it beside the question.
    """

    __tablename__ = "open_questions"

    round_id: Mapped[int] = mapped_column(ForeignKey("rounds.id"), primary_key=True)
    question: Mapped[str] = mapped_column(String(300))
    contact: Mapped[str] = mapped_column(Text, default="")


class RoundScreener(Base):
    """One person who reads the texts of one round first; they hold the duty besides."""

    __tablename__ = "round_screeners"

    round_id: Mapped[int] = mapped_column(ForeignKey("rounds.id"), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), primary_key=True)


class WrittenText(Base):
    """What one person has written in a round that is not released, beside their answers and never without them.

    The database deletes it with the answers, whoever deletes those and why. A migration that copies `responses` on
    SQLite must carry these along: dropping that table would empty this one.
    """

    __tablename__ = "written_texts"
    __table_args__ = {"sqlite_with_rowid": False}  # noqa: RUF012 - no order of arrival

    response_key: Mapped[bytes] = mapped_column(
        LargeBinary(16), ForeignKey("responses.key", ondelete="CASCADE"), primary_key=True
    )
    text: Mapped[str] = mapped_column(Text)


class Theme(Base):
    """One subject that texts of a round are about, from the short list that its screeners keep."""

    __tablename__ = "themes"
    __table_args__ = (UniqueConstraint("round_id", "title"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    round_id: Mapped[int] = mapped_column(ForeignKey("rounds.id"))
    title: Mapped[str] = mapped_column(String(60))


class Escalation(Base):
    """That one text of a round may be about a child at risk: when that was noticed and dealt with, never the text.

    Who did it stands in the audit log.
    """

    __tablename__ = "escalations"
    __table_args__ = (CheckConstraint("due_on >= escalated_on", name="due_after_it_was_noticed"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    round_id: Mapped[int] = mapped_column(ForeignKey("rounds.id"), index=True)
    escalated_on: Mapped[date]
    due_on: Mapped[date]
    handed_on_at: Mapped[datetime | None]


class TextToScreen(Base):
    """One text of a closed round until its themes are released: for its screeners, without agency, job or answers.

    `group_id`: the release group of whoever wrote it, none where they stand in no figure. `mark`: by which its writer
    can still have it deleted; made under a secret outside the database, so that no row of answers leads here.
    """

    __tablename__ = "texts_to_screen"
    __table_args__ = (
        CheckConstraint("(decision = 'withheld') = (reason IS NOT NULL)", name="withheld_for_a_reason"),
        CheckConstraint("(decision = 'escalated') = (escalation_id IS NOT NULL)", name="escalated_as_an_item"),
        CheckConstraint("NOT may_be_quoted OR decision = 'kept'", name="only_what_is_kept_is_quoted"),
        {"sqlite_with_rowid": False},  # no order of arrival
    )

    key: Mapped[bytes] = mapped_column(LargeBinary(16), primary_key=True)
    round_id: Mapped[int] = mapped_column(ForeignKey("rounds.id"), index=True)
    group_id: Mapped[int | None] = mapped_column(ForeignKey("release_groups.id"))
    mark: Mapped[bytes] = mapped_column(LargeBinary(32), unique=True)
    text: Mapped[str] = mapped_column(Text)
    decision: Mapped[Decision] = mapped_column(by_value(Decision, "decision"), default=Decision.UNREAD)
    reason: Mapped[Reason | None] = mapped_column(by_value(Reason, "reason"))
    may_be_quoted: Mapped[bool] = mapped_column(default=False)
    escalation_id: Mapped[int | None] = mapped_column(ForeignKey("escalations.id"))


class TextTheme(Base):
    """That one text is about one theme."""

    __tablename__ = "text_themes"
    __table_args__ = {"sqlite_with_rowid": False}  # noqa: RUF012

    text_key: Mapped[bytes] = mapped_column(
        LargeBinary(16), ForeignKey("texts_to_screen.key", ondelete="CASCADE"), primary_key=True
    )
    theme_id: Mapped[int] = mapped_column(ForeignKey("themes.id"), primary_key=True)


class ReleasedThemes(Base):
    """What one round's texts came to: counts of whole groups and a few quotations, frozen with their hash.

    Once it is here, the texts themselves are not any more.
    """

    __tablename__ = "released_themes"

    release_id: Mapped[int] = mapped_column(ForeignKey("releases.id"), primary_key=True)
    made_at: Mapped[datetime]
    payload: Mapped[str] = mapped_column(Text)
    digest: Mapped[str] = mapped_column(String(64))
