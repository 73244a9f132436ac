"""One person's own learning: what is asked of them, where they are booked, what they have completed."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Row, exists, select
from sqlalchemy.orm import Session

from tna.domain.courses import Catalogue, Completion, Course, Renewal, RenewalState
from tna.domain.people import Answering
from tna.domain.plans import Asked, Completed, Facts, Place, Renewals, any_of_words, course_states
from tna.language import gettext, mark
from tna.models.courses import Booking, CompletedCourse, CourseDate, Evidence
from tna.models.people import Agency, Membership
from tna.models.plans import Assignment, AssignmentBatch
from tna.services.courses import catalogue_of

_HOW_KNOWN = {
    Evidence.REGISTER: mark("the register"),
    Evidence.DECLARED: mark("you said so"),
    Evidence.RECORDED: mark("recorded by a training lead or the manager"),
}


@dataclass(frozen=True, slots=True)
class Request:
    """That an agency asks somebody to take a course, by when, and why; never which person there."""

    asked: Asked
    agency: str
    reason: str


@dataclass(frozen=True, slots=True)
class ToDo:
    """A course to see to now: because somebody asks for it, or because what was completed runs out.

    `by` are the courses that renew it, beside itself.
    """

    course: Course
    request: Request | None
    renewal: Renewal | None
    by: tuple[Course, ...] = ()

    @property
    def renewed_by(self) -> str:
        """Those courses inside a sentence."""
        return any_of_words([f"{one.id} {one.title}" for one in self.by])


@dataclass(frozen=True, slots=True)
class Coming:
    """A date somebody has a place on, or would like one; with the request it answers, if any."""

    course: Course
    date_id: int
    place: Place
    last_day: date
    venue: str
    link: str
    request: Request | None


@dataclass(frozen=True, slots=True)
class OwnLearning:
    """Now: to see to. Next: what is booked. Done: each course completed. And every completion."""

    now: tuple[ToDo, ...] = ()
    next: tuple[Coming, ...] = ()
    done: tuple[Completed, ...] = ()
    record: tuple[Completed, ...] = ()

    @property
    def requests(self) -> tuple[ToDo, ...]:
        """What is asked and not booked yet."""
        return tuple(one for one in self.now if one.request is not None)

    @property
    def renewals(self) -> tuple[ToDo, ...]:
        """What runs out or has, and nobody has asked for."""
        return tuple(one for one in self.now if one.request is None)


def own_learning(session: Session, *, job: Answering, today: date) -> OwnLearning:
    """Everything of one person, in a handful of questions; in three for somebody with nothing yet.

    What an agency asked stays with it: once somebody no longer works there, they are not asked any more.
    """
    requests = _requests(session, job.person_id)
    bookings = _bookings(session, job.person_id, today)
    completed = _completed(session, job.person_id)
    if not (requests or bookings or completed):
        return OwnLearning()
    catalogue = catalogue_of(session)
    renewals = Renewals(catalogue, today)
    record = _record(completed, catalogue, renewals)
    completions = tuple(Completion(one.course.id, one.completed_on) for one in record)
    open_requests = _open(requests, completions, renewals)
    coming = tuple(_coming(row, catalogue, open_requests) for row in bookings)
    seen_to = {one.course.id for one in coming}
    to_do = [
        ToDo(catalogue.course(one.asked.course), one, renewals.standing(one.asked.course, completions))
        for one in sorted(open_requests.values(), key=_soonest)
        if one.asked.course not in seen_to
    ]
    done = tuple({one.course.id: one for one in reversed(record)}.values())
    running_out = _running_out(done, catalogue, job.role_group, seen_to | set(open_requests))
    return OwnLearning((*to_do, *running_out), coming, tuple(sorted(done, key=_newest_first)), record)


def _requests(session: Session, person_id: int) -> list[Request]:
    works_in = select(Membership.agency_id).where(Membership.person_id == person_id, Membership.ended_on.is_(None))
    wanted = (
        select(
            Assignment.course_id,
            AssignmentBatch.assigned_at,
            AssignmentBatch.due_on,
            Agency.name,
            AssignmentBatch.reason,
        )
        .join(AssignmentBatch, AssignmentBatch.id == Assignment.batch_id)
        .join(Agency, Agency.id == Assignment.agency_id)
        .where(Assignment.person_id == person_id, Assignment.withdrawn_at.is_(None))
        .where(Assignment.agency_id.in_(works_in))
        .order_by(Assignment.id)
    )
    return [
        Request(Asked(course, assigned_at.date(), due_on), agency, reason)
        for course, assigned_at, due_on, agency, reason in session.execute(wanted)
    ]


_Booked = Row[int, str, date, date, str, str, bool, bool]


def _bookings(session: Session, person_id: int, today: date) -> Sequence[_Booked]:
    """What somebody is booked on and has not completed: on its last day the register may tell already."""
    is_completed = exists().where(CompletedCourse.booking_id == Booking.id)
    wanted = (
        select(
            CourseDate.id,
            CourseDate.course_id,
            CourseDate.first_day,
            CourseDate.last_day,
            CourseDate.venue,
            CourseDate.link,
            Booking.booked_at.is_not(None),
            Booking.awaits_nomination,
        )
        .join(CourseDate, CourseDate.id == Booking.date_id)
        .where(Booking.person_id == person_id, Booking.cancelled_at.is_(None))
        .where(CourseDate.cancelled_at.is_(None), CourseDate.last_day >= today, ~is_completed)
        .order_by(CourseDate.first_day, Booking.id)
    )
    return session.execute(wanted).all()


def _completed(session: Session, person_id: int) -> Sequence[Row[int, str, date, Evidence]]:
    wanted = (
        select(CompletedCourse.id, CompletedCourse.course_id, CompletedCourse.completed_on, CompletedCourse.evidence)
        .where(CompletedCourse.person_id == person_id)
        .order_by(CompletedCourse.completed_on.desc(), CompletedCourse.id.desc())
    )
    return session.execute(wanted).all()


def _record(
    completed: Sequence[Row[int, str, date, Evidence]], catalogue: Catalogue, renewals: Renewals
) -> tuple[Completed, ...]:
    """Every completion, the newest first."""
    completions = [Completion(course, day) for _, course, day, _ in completed]
    return tuple(
        Completed(
            number,
            catalogue.course(course),
            day,
            gettext(_HOW_KNOWN[evidence]),
            renewals.standing(course, completions),
            is_by_register=evidence is Evidence.REGISTER,
        )
        for number, course, day, evidence in completed
    )


def _open(requests: Iterable[Request], completions: tuple[Completion, ...], renewals: Renewals) -> dict[str, Request]:
    """The requests that are not fulfilled, by course; where two agencies ask for the same, the sooner."""

    def is_open(one: Request) -> bool:
        facts = Facts(asked=(one.asked,), completions=completions)
        return course_states(facts, renewals)[one.asked.course].asked is not None

    left = sorted(filter(is_open, requests), key=_soonest, reverse=True)
    return {one.asked.course: one for one in left}


def _coming(row: _Booked, catalogue: Catalogue, requests: dict[str, Request]) -> Coming:
    date_id, course, first_day, last_day, venue, link, has_place, awaits = row
    place = Place(course, first_day, has_place, awaits)
    return Coming(catalogue.course(course), date_id, place, last_day, venue, link, requests.get(course))


def _running_out(done: Iterable[Completed], catalogue: Catalogue, role_group: str, seen_to: set[str]) -> list[ToDo]:
    """What is due for renewal or lapsed, of the courses for the person's own role group, the soonest first.

    A refresher that runs out is part of the course it holds up, and one that is booked or asked for sees to both.
    """
    found = []
    for one in done:
        by = tuple(each for each in catalogue.courses if each.renews == one.course.id)
        is_out = one.renewal is not None and one.renewal.state is not RenewalState.CURRENT
        if is_out and role_group in one.course.role_groups and seen_to.isdisjoint([one.course.id, *(b.id for b in by)]):
            found.append(ToDo(one.course, None, one.renewal, by))
    named = {one.course.id for one in found}
    found = [one for one in found if one.course.renews not in named]
    return sorted(found, key=lambda one: (one.renewal.lapses_on if one.renewal else None) or date.max)


def _soonest(request: Request) -> tuple[date, date, str]:
    return (request.asked.due_on or date.max, request.asked.assigned_on, request.asked.course)


def _newest_first(completed: Completed) -> tuple[int, str]:
    return (-completed.completed_on.toordinal(), completed.course.id)
