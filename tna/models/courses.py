"""Courses a partnership offers, their dates, who has a place, who was there, and what has been completed."""

from datetime import date, datetime, time
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from tna.models.base import Base, by_value
from tna.models.people import Agency, Person


class Presence(StrEnum):
    """What a register says of one person on one day; part of a day is not the day."""

    PRESENT = "present"
    PART = "part"
    ABSENT = "absent"


class Evidence(StrEnum):
    """How it is known that somebody completed a course."""

    REGISTER = "register"
    DECLARED = "declared"  # by the person, of a course without dates
    RECORDED = "recorded"  # by a training lead or manager


class OfferedCourse(Base):
    """One course that this partnership offers, as the entries of the catalogue's file that describe it."""

    __tablename__ = "courses"

    id: Mapped[str] = mapped_column(String(20), primary_key=True)
    place: Mapped[int]  # in the order of the catalogue, from 1
    title: Mapped[str] = mapped_column(String(200))  # once more, for lists
    entries: Mapped[str] = mapped_column(Text)  # JSON
    retired_on: Mapped[date | None]


class OfferedResource(Base):
    """One thing to read, watch or fill in, as the entries of the catalogue's file that describe it."""

    __tablename__ = "resources"

    id: Mapped[str] = mapped_column(String(64), primary_key=True)
    place: Mapped[int]
    entries: Mapped[str] = mapped_column(Text)  # JSON


class CourseDate(Base):
    """One run of a course, with its places."""

    __tablename__ = "course_dates"
    __table_args__ = (
        CheckConstraint("places >= 1", name="there_are_places"),
        CheckConstraint("first_day <= last_day", name="days_in_order"),
        CheckConstraint("decides_on <= first_day", name="decided_before_it_runs"),
        CheckConstraint("venue <> '' OR link <> ''", name="takes_place_somewhere"),
        CheckConstraint("(cancelled_at IS NULL) = (cancelled_because = '')", name="cancelled_with_a_reason"),
        Index("ix_course_dates_course_id_first_day", "course_id", "first_day"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    course_id: Mapped[str] = mapped_column(ForeignKey("courses.id"))
    places: Mapped[int]
    venue: Mapped[str] = mapped_column(String(300), default="")
    link: Mapped[str] = mapped_column(String(500), default="")
    first_day: Mapped[date]  # once more beside the days, for lists and constraints
    last_day: Mapped[date]
    decides_on: Mapped[date]
    cancelled_at: Mapped[datetime | None]
    cancelled_because: Mapped[str] = mapped_column(String(300), default="")

    course: Mapped[OfferedCourse] = relationship(lazy="joined")
    days: Mapped[list["CourseDay"]] = relationship(
        order_by="CourseDay.day", lazy="selectin", cascade="all, delete-orphan"
    )
    trainers: Mapped[list["DateTrainer"]] = relationship(
        order_by="DateTrainer.person_id", lazy="selectin", cascade="all, delete-orphan"
    )


class CourseDay(Base):
    """One day of a date, from when to when, by the clock in England."""

    __tablename__ = "course_days"
    __table_args__ = (CheckConstraint("starts < ends", name="starts_before_it_ends"),)

    date_id: Mapped[int] = mapped_column(ForeignKey("course_dates.id"), primary_key=True)
    day: Mapped[date] = mapped_column(primary_key=True)
    starts: Mapped[time]
    ends: Mapped[time]


class DateTrainer(Base):
    """Somebody who runs a date and keeps its register."""

    __tablename__ = "date_trainers"

    date_id: Mapped[int] = mapped_column(ForeignKey("course_dates.id"), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), primary_key=True, index=True)

    person: Mapped[Person] = relationship(lazy="joined")


class Nomination(Base):
    """A training lead's or manager's yes to one person taking one course, and to what they learned elsewhere."""

    __tablename__ = "nominations"

    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), primary_key=True)
    course_id: Mapped[str] = mapped_column(ForeignKey("courses.id"), primary_key=True)
    accepts_evidence: Mapped[bool] = mapped_column(default=False)
    nominated_by: Mapped[int] = mapped_column(ForeignKey("people.id"))
    nominated_at: Mapped[datetime]


class Booking(Base):
    """One person's wish for a place on one date: asked for, waiting in the queue, given, or cancelled.

    Agency and role group are those in which the person booked. `asked_at` is the order of the queue. Where a
    nomination is missing, `awaits_nomination` keeps the wish out of the queue until there is one.
    """

    __tablename__ = "bookings"
    __table_args__ = (
        CheckConstraint("NOT awaits_nomination OR booked_at IS NULL", name="no_place_before_a_nomination"),
        # Of a cancelled booking nothing but the cancelling counts; somebody may book the same date again.
        Index(
            "uq_bookings_date_id_person_id_live",
            "date_id",
            "person_id",
            unique=True,
            sqlite_where=text("cancelled_at IS NULL"),
            postgresql_where=text("cancelled_at IS NULL"),
        ),
        Index("ix_bookings_person_id", "person_id"),
        Index("ix_bookings_agency_id", "agency_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    date_id: Mapped[int] = mapped_column(ForeignKey("course_dates.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    agency_id: Mapped[str] = mapped_column(ForeignKey("agencies.id"))
    role_group: Mapped[str] = mapped_column(String(1))
    asked_at: Mapped[datetime]
    awaits_nomination: Mapped[bool] = mapped_column(default=False)
    booked_at: Mapped[datetime | None]
    cancelled_at: Mapped[datetime | None]

    date: Mapped[CourseDate] = relationship()
    person: Mapped[Person] = relationship()
    agency: Mapped[Agency] = relationship(lazy="joined")
    attendance: Mapped[list["Attendance"]] = relationship(order_by="Attendance.day", cascade="all, delete-orphan")


class Attendance(Base):
    """What the register says of one place on one day."""

    __tablename__ = "attendances"

    booking_id: Mapped[int] = mapped_column(ForeignKey("bookings.id"), primary_key=True)
    day: Mapped[date] = mapped_column(primary_key=True)
    presence: Mapped[Presence] = mapped_column(by_value(Presence, "presence"))


class CompletedCourse(Base):
    """That one person completed one course on one day; it travels with the person to any agency."""

    __tablename__ = "completions"
    __table_args__ = (
        UniqueConstraint("person_id", "course_id", "completed_on"),
        UniqueConstraint("booking_id"),
        CheckConstraint("(evidence = 'register') = (booking_id IS NOT NULL)", name="registers_have_bookings"),
        Index("ix_completions_course_id", "course_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    course_id: Mapped[str] = mapped_column(ForeignKey("courses.id"))
    completed_on: Mapped[date]
    evidence: Mapped[Evidence] = mapped_column(by_value(Evidence, "evidence"))
    booking_id: Mapped[int | None] = mapped_column(ForeignKey("bookings.id"))
    recorded_by: Mapped[int | None] = mapped_column(ForeignKey("people.id"))

    course: Mapped[OfferedCourse] = relationship(lazy="joined")
