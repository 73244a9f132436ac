"""A year of courses in the demonstration: dates, places, registers, and the forms before and after.

Everything goes through the services at the moment at which somebody would have done it.
"""

from collections.abc import Callable, Iterator, Mapping
from datetime import date, datetime, time, timedelta

import numpy as np
from sqlalchemy.orm import Session

from tna.domain.courses import Catalogue, Course, missing_prerequisites, needs_nomination
from tna.domain.evaluations.forms import FormKind, fields_of
from tna.domain.people import Answering, respondent_key
from tna.models.courses import Booking, CourseDate, Presence
from tna.services import bookings, completions, course_dates, course_forms, courses, registers
from tna.services.course_date_checks import DatePlan, PlannedDay
from tna.services.course_places import places_of
from tna.services.demonstration import plan
from tna.services.demonstration.courses_plan import (
    ASSIGNMENTS,
    COMES,
    DATES,
    E_LEARNING,
    INTERVIEWED_BEFORE,
    MOVES,
    SENDS_AFTER,
    SENDS_BEFORE,
    PlannedDate,
)
from tna.services.demonstration.parts import Built, Member, moment
from tna.services.demonstration.plan import AGENCIES
from tna.services.plans import assigning, wishes

_SATURDAY = 5
_HALF_A_DAY = time(12, 30)
_ANNOUNCED = timedelta(days=75)
_BOOKED_BETWEEN = (60, 25)  # days before the first day
_USUAL_CONFIDENCE = 2.9
_LEVEL_SPREAD = 0.8
_LEARNED_BEFORE = (120, 400)  # days before a date on which what comes before it was completed


class _Year:
    """The year while it is being built: who has done what and who is where on which day."""

    def __init__(self, session: Session, built: Built) -> None:
        self.session, self.built, self.rng = session, built, built.rng
        self.today = built.plan.now.date()
        assert built.manager_id is not None  # the accounts are open
        self.manager_id = built.manager_id
        self.trainer_id = built.id_of("trainer@demo.example")
        # Works for the council as a social worker who leads enquiries.
        practitioner = built.id_of("practitioner@demo.example")
        self.account = Answering(practitioner, built.agency_ids[plan.COUNCIL], "E")
        self.catalogue: Catalogue = courses.catalogue_of(session)
        self.done: dict[int, set[str]] = {}
        self.busy: dict[int, set[date]] = {}
        self.asked: dict[int, set[str]] = {}

    def people_of(self, sector: str, course: Course) -> Iterator[tuple[Member, Answering]]:
        """Everybody of a sector whom the course is for, in a random order, those with an account left out."""
        found = [
            (member, Answering(member.person_id, self.built.agency_ids[agency.name], member.role_group))
            for agency in AGENCIES
            if agency.sector == sector
            for member in self.built.members[agency.name]
            if member.role_group in course.is_for and member.account is None
        ]
        return (found[place] for place in self.rng.permutation(len(found)).tolist())


def teach(session: Session, built: Built, *, release: Callable[[datetime], None], progress: Callable[[], None]) -> None:
    """Run every planned date; `release` does what is owed of the forms, `progress` is called after each date."""
    courses.adopt_catalogue(session, actor_id=built.manager_id, now=built.plan.now)
    year = _Year(session, built)
    _assign(year)
    _learn_alone(year)
    _learn_online(year)
    _interview_before(year)
    for planned in DATES:
        course_date = _offer(year, planned)
        if planned.is_for_the_account:
            _ask(year, year.catalogue.course(planned.course), course_date, year.account)
        _fill(year, planned, course_date)
        _run(year, course_date)
        progress()
    release(built.plan.now)


def _offer(year: _Year, planned: PlannedDate) -> CourseDate:
    course = year.catalogue.course(planned.course)
    days = _days(year.today, planned)
    ends = _HALF_A_DAY if course.hours / max(course.days, 1) <= _HALF_A_DAY.hour - 9 else time(16)
    plan_of_date = DatePlan(
        days=[PlannedDay(day, time(9, 30), ends) for day in days],
        places=planned.places,
        venue="" if planned.virtual else "Training room 2, Weirbridge Town Hall",
        link="https://meet.weirbridge.example/courses" if planned.virtual else "",
        trainers=[year.trainer_id],
        decision_days=14,
    )
    row = courses.find_course(year.session, course_id=planned.course)
    assert row is not None  # the plan names courses of the shipped catalogue
    announced = days[0] - _ANNOUNCED
    return course_dates.create_date(
        year.session,
        course=row,
        plan=plan_of_date,
        actor_id=year.manager_id,
        now=moment(announced, 11),
        today=announced,
    )


def _days(today: date, planned: PlannedDate) -> list[date]:
    """The days of a planned date: working days in a row, outside the weeks of Christmas; today stays today."""
    day = today + timedelta(days=planned.day)
    days = [day] if planned.day == 0 else []
    while len(days) < planned.length:
        if day.weekday() < _SATURDAY and not _is_christmas(day):
            days.append(day)
        elif days:
            days.clear()  # a week is not broken: it starts again after the break
        day += timedelta(days=1)
    return days


def _is_christmas(day: date) -> bool:
    return (day.month, day.day) >= (12, 19) or (day.month, day.day) <= (1, 3)


def _fill(year: _Year, planned: PlannedDate, course_date: CourseDate) -> None:
    course = year.catalogue.course(planned.course)
    for wanted in (planned.people, planned.waiting):
        for sector, number in wanted.items():
            found = (one for one in year.people_of(sector, course) if _is_free(year, one[0], course, course_date))
            for (_, job), _ in zip(found, range(number), strict=False):
                _ask(year, course, course_date, job)


def _is_free(year: _Year, member: Member, course: Course, course_date: CourseDate) -> bool:
    days = {each.day for each in course_date.days}
    asked = year.asked.get(member.person_id, set())
    return course.id not in asked and not days & year.busy.get(member.person_id, set())


def _ask(year: _Year, course: Course, course_date: CourseDate, job: Answering) -> None:
    first = course_date.first_day
    earliest, latest = _BOOKED_BETWEEN
    day = min(first - timedelta(days=int(year.rng.integers(latest, earliest))), year.today)
    _prepare(year, course, job.person_id, day)
    by = year.manager_id if needs_nomination(course, job.role_group) else None
    bookings.ask(year.session, date_id=course_date.id, job=job, today=day, now=moment(day, 12), by=by)
    year.asked.setdefault(job.person_id, set()).add(course.id)
    year.busy.setdefault(job.person_id, set()).update(each.day for each in course_date.days)


def _prepare(year: _Year, course: Course, person_id: int, day: date) -> None:
    """Record what has to come before a course, as a training lead does for what people did elsewhere."""
    done = year.done.setdefault(person_id, set())
    for any_of in missing_prerequisites(course, frozenset(done)):
        ago = timedelta(days=int(year.rng.integers(*_LEARNED_BEFORE)))
        _record(year, person_id, any_of[0], day - ago)


def _record(year: _Year, person_id: int, course_id: str, day: date) -> None:
    completions.record_completion(
        year.session,
        person_id=person_id,
        course_id=course_id,
        completed_on=day,
        now=moment(day, 15),
        today=day,
        by=year.manager_id,
    )
    year.done.setdefault(person_id, set()).add(course_id)


def _run(year: _Year, course_date: CourseDate) -> None:
    """Forms before, the register of each day that has come, and forms after."""
    taken = places_of(year.session, date_id=course_date.id).taken
    before = {booking.person_id: _levels(year, course_date) for booking in taken}
    for booking in taken:
        day = min(course_date.first_day - timedelta(days=2), year.today)
        _send(year, booking, course_date.course_id, FormKind.BEFORE, before[booking.person_id], SENDS_BEFORE, day)
    if course_date.last_day >= year.today:
        return
    _keep_register(year, course_date, taken)
    for booking in taken:
        if booking.attendance and all(row.presence is Presence.PRESENT for row in booking.attendance):
            year.done.setdefault(booking.person_id, set()).add(course_date.course_id)
            after = _after(year, course_date.course_id, before[booking.person_id])
            day = min(course_date.last_day + timedelta(days=3), year.today)
            _send(year, booking, course_date.course_id, FormKind.AFTER, after, SENDS_AFTER, day)


def _keep_register(year: _Year, course_date: CourseDate, taken: list[Booking]) -> None:
    own = year.account.person_id
    stays = {booking.id: year.rng.random() < COMES or booking.person_id == own for booking in taken}
    for number, each in enumerate(course_date.days):
        # Whoever does not come through misses the last day, and whoever misses one day has missed the course.
        is_last = number == len(course_date.days) - 1
        marks = {
            booking_id: Presence.ABSENT if is_last and not comes else Presence.PRESENT
            for booking_id, comes in stays.items()
        }
        registers.save_day(
            year.session,
            date_id=course_date.id,
            day=each.day,
            marks=marks,
            actor_id=year.trainer_id,
            now=moment(each.day, 16),
            today=each.day,
        )


def _levels(year: _Year, course_date: CourseDate) -> dict[str, int]:
    """What somebody puts before the course: levels around a middle of their own."""
    statements = year.catalogue.course(course_date.course_id).statements
    own = year.rng.normal(_USUAL_CONFIDENCE, 0.5)
    drawn = _on_the_scale(year.rng.normal(own, _LEVEL_SPREAD, len(statements)))
    return dict(zip(statements, drawn, strict=True))


def _after(year: _Year, course_id: str, before: Mapping[str, int]) -> dict[str, int]:
    """What they put afterwards, now and looking back, by field."""
    moves = MOVES[course_id]
    levels = np.array(list(before.values()), dtype=float)
    own = year.rng.normal(moves.shift, moves.spread / 2)
    now = _on_the_scale(levels + year.rng.normal(own, moves.spread / 2, len(levels)))
    then = _on_the_scale(levels + year.rng.normal(moves.looking_back, moves.spread / 2, len(levels)))
    return dict(zip(fields_of(FormKind.AFTER, tuple(before)), [*now, *then], strict=True))


def _on_the_scale(values: np.ndarray) -> list[int]:
    levels: list[int] = np.clip(np.rint(values), 1, 5).astype(int).tolist()
    return levels


def _send(
    year: _Year, booking: Booking, course_id: str, kind: FormKind, levels: Mapping[str, int], share: float, day: date
) -> None:
    """Send a form, or rather not; a third of those who do not send it say so."""
    person_id = booking.person_id
    if person_id == year.account.person_id:
        return
    draw = year.rng.random()
    key = respondent_key(year.built.plan.secret, person_id)
    if draw < share:
        raw = {field: str(level) for field, level in levels.items()}
        course_forms.send_form(
            year.session, person_id=person_id, key=key, course_id=course_id, kind=kind, raw=raw, today=day
        )
    elif draw < share + (1 - share) / 3:
        course_forms.decline_form(year.session, person_id=person_id, key=key, course_id=course_id, kind=kind, today=day)


def _assign(year: _Year) -> None:
    """What training leads, or the manager for them, have asked of role groups."""
    for planned in ASSIGNMENTS:
        day = year.today - timedelta(days=planned.ago)
        assigning.assign(
            year.session,
            agency_id=year.built.agency_ids[planned.agency],
            course=year.catalogue.course(planned.course),
            reach=assigning.Reach(role_group=planned.role_group),
            due_on=year.today + timedelta(days=planned.due),
            reason=planned.reason,
            expected=None,
            catalogue=year.catalogue,
            actor_id=year.manager_id,
            now=moment(day, 10),
            today=day,
        )


def _learn_alone(year: _Year) -> None:
    """The practitioner's account has done what everybody starts with, and would like another course."""
    _record(year, year.account.person_id, "CSA-02", year.today - timedelta(days=400))
    wished = year.catalogue.course("CSA-09")
    wishes.share(year.session, job=year.account, course=wished, catalogue=year.catalogue)


def _learn_online(year: _Year) -> None:
    """What people have declared: the e-learning before everything else, on some day of the last year."""
    for agency in AGENCIES:
        for member in year.built.members[agency.name]:
            if member.account is None and year.rng.random() < E_LEARNING.get(member.role_group, 0):
                day = year.today - timedelta(days=int(year.rng.integers(1, 360)))
                completions.record_completion(
                    year.session,
                    person_id=member.person_id,
                    course_id="CSA-02",
                    completed_on=day,
                    now=moment(day, 13),
                    today=day,
                )
                year.done.setdefault(member.person_id, set()).add("CSA-02")


def _interview_before(year: _Year) -> None:
    """Joint interviewers trained in earlier years, some of them refreshed since and some lapsed."""
    course = year.catalogue.course("CSA-14")
    for sector, (trained, refreshed) in INTERVIEWED_BEFORE.items():
        for place, (member, _) in zip(range(trained), year.people_of(sector, course), strict=False):
            day = year.today - timedelta(days=int(year.rng.integers(400, 900)))
            _record(year, member.person_id, course.id, day)
            year.asked.setdefault(member.person_id, set()).add(course.id)
            if place < refreshed:
                _record(year, member.person_id, "CSA-15", year.today - timedelta(days=int(year.rng.integers(10, 360))))
