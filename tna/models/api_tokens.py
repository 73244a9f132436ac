"""Tokens by which programs of analysts read what has been released."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from tna.models.base import Base


class ApiToken(Base):
    """One token of one person, shown once when it was made; the row holds its hash alone.

    `scope` is all it may do. What its owner may not do it may not do either: that is asked at each request.
    """

    __tablename__ = "api_tokens"
    __table_args__ = (
        CheckConstraint("scope IN ('read:releases')", name="scope"),
        CheckConstraint("name <> ''", name="has_a_name"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    name: Mapped[str] = mapped_column(String(100))
    token_hash: Mapped[bytes] = mapped_column(LargeBinary(32), unique=True)
    scope: Mapped[str] = mapped_column(String(32))
    made_on: Mapped[date]
    last_day: Mapped[date]  # it works through this day
    last_used_on: Mapped[date | None]  # by day only: when somebody works is nobody's business
    revoked_at: Mapped[datetime | None]
