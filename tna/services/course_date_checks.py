"""Whether what is entered about a date of a course can stand: its days, its places, where it is and who runs it."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, time

from sqlalchemy import select
from sqlalchemy.orm import Session

from tna.domain.courses import Course, DateTerms
from tna.domain.people import Duty
from tna.language import day, gettext, ngettext
from tna.models.courses import Attendance, Booking, CourseDate, OfferedCourse
from tna.models.people import HeldDuty, Person
from tna.services.course_checks import is_web_address
from tna.services.course_places import places_of
from tna.services.courses import course_of

MOST_PLACES = 500
MOST_DAYS = 12
MOST_YEARS_AHEAD = 3
MOST_DECISION_DAYS = 90
LONGEST = {"venue": 300, "link": 500, "reason": 300}


class DateRefused(Exception):
    """What was entered about a date cannot stand; `field` names where, the message says what to do."""

    def __init__(self, field: str, message: str) -> None:
        super().__init__(message)
        self.field = field


@dataclass(frozen=True, slots=True)
class PlannedDay:
    """One day of a date, from when to when, by the clock in England."""

    day: date
    starts: time
    ends: time


@dataclass(frozen=True, slots=True)
class DatePlan:
    """What a date says of itself; `trainers` are ids of people, and `decision_days` counts back from the first day."""

    days: Sequence[PlannedDay]
    places: int
    venue: str
    link: str
    trainers: Collection[int]
    decision_days: int


def possible_trainers(session: Session) -> tuple[Person, ...]:
    """Everybody who holds the duty of a trainer, by name."""
    wanted = select(Person).join(HeldDuty).where(HeldDuty.duty == Duty.TRAINER, Person.left_on.is_(None))
    return tuple(session.scalars(wanted.order_by(Person.name, Person.id)))


def marked_days(session: Session, *, date_id: int) -> frozenset[date]:
    """The days of a date of which its register says something."""
    wanted = select(Attendance.day).join(Booking).where(Booking.date_id == date_id).distinct()
    return frozenset(session.scalars(wanted))


def checked_plan(session: Session, plan: DatePlan, course: Course, keep: Collection[int] = ()) -> DatePlan:
    """The plan as it is kept, days in order. Trainers of `keep` may stay, others must hold the duty.

    Raises DateRefused.
    """
    venue, link = checked_whereabouts(plan.venue, plan.link)
    needed = DateTerms(course.joint, plan.places, course.role_groups, date.min).state([]).people_missing
    if not 1 <= plan.places <= MOST_PLACES:
        raise DateRefused("places", gettext("Enter a number of places from 1 to %(most)s.", most=MOST_PLACES))
    if plan.places < needed:
        sentence = ngettext(
            "The joint rule of this course needs %(n)s person: enter %(n)s or more.",
            "The joint rule of this course needs %(n)s people: enter %(n)s or more.",
            needed,
        )
        raise DateRefused("places", sentence)
    if not 0 <= plan.decision_days <= MOST_DECISION_DAYS:
        sentence = gettext("Enter a number of days from 0 to %(most)s.", most=MOST_DECISION_DAYS)
        raise DateRefused("decision_days", sentence)
    if not set(plan.trainers) <= {person.id for person in possible_trainers(session)} | set(keep):
        raise DateRefused("trainers", gettext("Select trainers from the list."))
    days = checked_days(plan.days)
    return DatePlan(days, plan.places, venue, link, sorted(set(plan.trainers)), plan.decision_days)


def check_course(course: OfferedCourse, plan: DatePlan) -> None:
    """The course must have dates, and still be offered on this one. Raises DateRefused."""
    if not course_of(course).has_dates:
        raise DateRefused("course", gettext("This course has no dates: people take it in their own time."))
    if course.retired_on is not None and course.retired_on <= plan.days[-1].day:
        raise DateRefused("course", gettext("This course is offered until %(day)s only.", day=day(course.retired_on)))


def check_days_ahead(plan: DatePlan, today: date) -> None:
    """A first day further away than anybody plans is a slip in the year. Raises DateRefused."""
    first = plan.days[0].day
    if (first.year - MOST_YEARS_AHEAD, first.month, first.day) > (today.year, today.month, today.day):
        raise DateRefused("days", gettext("The first day is more than three years ahead. Check the year."))


def check_not_there(session: Session, course: OfferedCourse, plan: DatePlan) -> None:
    """The same course is not offered twice at the same time and place. Raises DateRefused.

    Locks the course, so that a form sent twice at once offers one date.
    """
    session.execute(select(OfferedCourse.id).where(OfferedCourse.id == course.id).with_for_update(key_share=True))
    wanted = select(CourseDate).where(
        CourseDate.course_id == course.id,
        CourseDate.first_day == plan.days[0].day,
        CourseDate.venue == plan.venue,
        CourseDate.link == plan.link,
        CourseDate.cancelled_at.is_(None),
    )
    there = session.scalars(wanted.order_by(CourseDate.id))
    if any(each.days[0].starts == plan.days[0].starts for each in there):
        sentence = gettext(
            "This course is offered there on %(day)s at %(starts)s already. Change that date.",
            day=day(plan.days[0].day),
            starts=f"{plan.days[0].starts:%H:%M}",
        )
        raise DateRefused("days", sentence)


def check_open(course_date: CourseDate, today: date) -> None:
    """A date that was called off or has passed stays as it is. Raises DateRefused."""
    if course_date.cancelled_at is not None:
        sentence = gettext("This date was called off: %(reason)s", reason=course_date.cancelled_because)
        raise DateRefused("reason", sentence)
    if course_date.last_day < today:
        raise DateRefused("reason", gettext("This date has passed, so nothing about it can change but its register."))


def check_new_days(session: Session, course_date: CourseDate, plan: DatePlan, today: date) -> None:
    """Days to come may move; those that a register speaks of stay. Raises DateRefused."""
    had, wanted = {each.day for each in course_date.days}, {each.day for each in plan.days}
    if any(each < today for each in wanted - had):
        raise DateRefused("days", gettext("A new day has passed already. Enter a day to come."))
    lost = sorted(marked_days(session, date_id=course_date.id) - wanted)
    if lost:
        sentence = gettext("The register of %(day)s has been kept, so the day must stay.", day=day(lost[0]))
        raise DateRefused("days", sentence)


def check_room(session: Session, course_date: CourseDate, places: int) -> None:
    """Fewer places must hold those who have one, and leave room for what the joint rule lacks. Raises DateRefused."""
    if places >= course_date.places:
        return
    seats, course = places_of(session, date_id=course_date.id).seats, course_of(course_date.course)
    if places < len(seats):
        sentence = ngettext(
            "%(people)s, so %(n)s place is too few.",
            "%(people)s, so %(n)s places are too few.",
            places,
            people=ngettext("%(n)s person has a place", "%(n)s people have a place", len(seats)),
        )
        raise DateRefused("places", sentence)
    terms = DateTerms(course.joint, places, course.role_groups, course_date.decides_on)
    if not terms.is_possible(seats):
        lacking = terms.state(seats).people_missing
        sentence = ngettext(
            "%(lacking)s, and %(n)s place leaves %(left)s.",
            "%(lacking)s, and %(n)s places leave %(left)s.",
            places,
            lacking=ngettext(
                "The joint rule still lacks %(n)s person", "The joint rule still lacks %(n)s people", lacking
            ),
            left=places - len(seats),
        )
        raise DateRefused("places", sentence)


def checked_reason(reason: str) -> str:
    """Why a date is called off, as it is kept. Raises DateRefused."""
    text = " ".join(reason.split())
    if not text or len(text) > LONGEST["reason"] or not text.isprintable():
        sentence = ngettext(
            "Enter why it is called off, in at most %(n)s character.",
            "Enter why it is called off, in at most %(n)s characters.",
            LONGEST["reason"],
        )
        raise DateRefused("reason", sentence)
    return text


def checked_days(days: Sequence[PlannedDay]) -> list[PlannedDay]:
    """The days of a date in order, each once and ending later than it starts. Raises DateRefused."""
    planned = sorted(days, key=lambda each: each.day)
    if not planned:
        raise DateRefused("days", gettext("Enter at least one day."))
    if len(planned) > MOST_DAYS:
        sentence = ngettext("A date has at most %(n)s day.", "A date has at most %(n)s days.", MOST_DAYS)
        raise DateRefused("days", sentence)
    if len({each.day for each in planned}) < len(planned):
        raise DateRefused("days", gettext("Enter each day once."))
    for each in planned:
        if each.starts >= each.ends:
            raise DateRefused("days", gettext("On %(day)s it must end later than it starts.", day=day(each.day)))
    return planned


def checked_whereabouts(venue: str, link: str) -> tuple[str, str]:
    """Venue and link as they are kept; one of them has to be there. Raises DateRefused."""
    where, online = " ".join(venue.split()), link.strip()
    if not where and not online:
        raise DateRefused("venue", gettext("Enter a venue or a link: people need to know where to go."))
    for field, text in (("venue", where), ("link", online)):
        if len(text) > LONGEST[field] or not text.isprintable():
            sentence = ngettext("Enter at most %(n)s character.", "Enter at most %(n)s characters.", LONGEST[field])
            raise DateRefused(field, sentence)
    if online and not is_web_address(online):
        raise DateRefused("link", gettext("Enter the whole address of the meeting, from “https://” on."))
    return where, online
