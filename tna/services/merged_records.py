"""What two accounts of one person have booked, completed, been asked and been named to do, put together under one."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import delete, exists, select, update
from sqlalchemy.orm import Session

from tna.models.courses import Attendance, Booking, CompletedCourse, DateTrainer, Evidence, Nomination
from tna.models.free_texts import RoundScreener
from tna.models.plans import Assignment, SharedSuggestion
from tna.services.course_places import lock_date, move_up

# What says more of two completions of one course on one day.
_WORTH = {Evidence.DECLARED: 0, Evidence.RECORDED: 1, Evidence.REGISTER: 2}


def merge_records(session: Session, *, stays_id: int, goes_id: int, today: date, now: datetime) -> None:
    """Give the courses and the screening of the account that goes to the one that stays, each thing once."""
    _merge_bookings(session, stays_id, goes_id, today, now)
    _merge_completions(session, stays_id, goes_id)
    _merge_nominations(session, stays_id, goes_id)
    _merge_assignments(session, stays_id, goes_id, now)
    lists = (
        (SharedSuggestion, ("course_id", "agency_id")),
        (DateTrainer, ("date_id",)),
        (RoundScreener, ("round_id",)),
    )
    for table, others in lists:
        _merge_keyed(session, table, others, stays_id, goes_id)
    session.flush()
    session.expire_all()  # objects read before still belong to the account that goes


def _merge_bookings(session: Session, stays_id: int, goes_id: int, today: date, now: datetime) -> None:
    """Nobody sits twice on one date: of two live bookings the one that says more stays, and a place may become free."""
    own = select(Booking).where(Booking.person_id == stays_id, Booking.cancelled_at.is_(None))
    live = {booking.date_id: booking for booking in session.scalars(own.order_by(Booking.id))}
    theirs = select(Booking).where(Booking.person_id == goes_id).order_by(Booking.date_id, Booking.id)
    for booking in list(session.scalars(theirs)):
        course_date = lock_date(session, date_id=booking.date_id)
        session.refresh(booking)
        double = live.get(booking.date_id) if booking.cancelled_at is None else None
        if double is not None:
            kept, spare = sorted((double, booking), key=lambda one: _worth(session, one), reverse=True)
            assert kept is not spare
            spare.cancelled_at = now
            session.flush()  # before both belong to one person, who may have one live booking on a date
        booking.person_id = stays_id
        session.flush()
        if double is not None:
            move_up(session, course_date=course_date, today=today, now=now)


def _worth(session: Session, booking: Booking) -> tuple[bool, bool, bool]:
    """How much a booking says: completed, on the register, with a place; equals keep their order."""
    completed = session.scalar(select(exists().where(CompletedCourse.booking_id == booking.id)))
    marked = session.scalar(select(exists().where(Attendance.booking_id == booking.id)))
    return bool(completed), bool(marked), booking.booked_at is not None


def _merge_completions(session: Session, stays_id: int, goes_id: int) -> None:
    own = select(CompletedCourse).where(CompletedCourse.person_id == stays_id).order_by(CompletedCourse.id)
    there = {(one.course_id, one.completed_on): one for one in session.scalars(own)}
    theirs = select(CompletedCourse).where(CompletedCourse.person_id == goes_id).order_by(CompletedCourse.id)
    for completion in list(session.scalars(theirs)):
        double = there.get((completion.course_id, completion.completed_on))
        if double is not None:
            spare = completion if _WORTH[double.evidence] >= _WORTH[completion.evidence] else double
            session.delete(spare)
            session.flush()
            if spare is completion:
                continue
        completion.person_id = stays_id
        session.flush()


def _merge_nominations(session: Session, stays_id: int, goes_id: int) -> None:
    """A yes to either account is a yes to the one that stays; evidence accepted once is accepted."""
    accepted = select(Nomination.course_id).where(Nomination.person_id == goes_id, Nomination.accepts_evidence)
    own = Nomination.person_id == stays_id, Nomination.course_id.in_(list(session.scalars(accepted)))
    session.execute(update(Nomination).where(*own).values(accepts_evidence=True))
    _merge_keyed(session, Nomination, ("course_id",), stays_id, goes_id)


def _merge_assignments(session: Session, stays_id: int, goes_id: int, now: datetime) -> None:
    """Of two standing assignments of a course by one agency, that of the account that stays counts."""
    standing = Assignment.person_id == stays_id, Assignment.withdrawn_at.is_(None)
    own = {
        (course_id, agency_id)
        for course_id, agency_id in session.execute(select(Assignment.course_id, Assignment.agency_id).where(*standing))
    }
    theirs = select(Assignment).where(Assignment.person_id == goes_id).order_by(Assignment.id)
    for assignment in list(session.scalars(theirs)):
        if assignment.withdrawn_at is None and (assignment.course_id, assignment.agency_id) in own:
            assignment.withdrawn_at = now
            session.flush()
        assignment.person_id = stays_id
        session.flush()


def _merge_keyed(session: Session, table: Any, others: tuple[str, ...], stays_id: int, goes_id: int) -> None:
    """Rows whose key is the person and these columns: those that the one who stays has not move, the rest go."""
    columns = [getattr(table, name) for name in others]
    own = {tuple(row) for row in session.execute(select(*columns).where(table.person_id == stays_id))}
    for row in session.execute(select(*columns).where(table.person_id == goes_id)).all():
        one = [table.person_id == goes_id, *(column == value for column, value in zip(columns, row, strict=True))]
        change = delete(table) if tuple(row) in own else update(table).values(person_id=stays_id)
        session.execute(change.where(*one).execution_options(synchronize_session=False))
