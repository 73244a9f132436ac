"""What is known of many people and their courses, in three questions however many they are."""

from collections import defaultdict
from collections.abc import Collection
from datetime import date

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from tna.domain.courses import Completion
from tna.domain.plans import Asked, Facts, Place
from tna.models.courses import Booking, CompletedCourse, CourseDate
from tna.models.plans import Assignment, AssignmentBatch

People = Select[int] | Collection[int]
"""Ids of people, or a question for them."""


def facts_of(
    session: Session,
    *,
    people: People,
    agency_id: str,
    today: date,
) -> dict[int, Facts]:
    """What is known of these people by their ids: assignments by this agency, places to come, completions anywhere.

    People of whom nothing is known are absent.
    """
    asked = _asked(session, people, agency_id)
    places: dict[int, list[Place]] = defaultdict(list)
    completions: dict[int, list[Completion]] = defaultdict(list)
    for person_id, place in _places(session, people, today):
        places[person_id].append(place)
    for person_id, course, day in session.execute(_completions(people)):
        completions[person_id].append(Completion(course, day))
    return {
        one: Facts(tuple(asked.get(one, ())), tuple(places.get(one, ())), tuple(completions.get(one, ())))
        for one in asked.keys() | places.keys() | completions.keys()
    }


def _asked(session: Session, people: People, agency_id: str) -> dict[int, list[Asked]]:
    wanted = (
        select(Assignment.person_id, Assignment.course_id, AssignmentBatch.assigned_at, AssignmentBatch.due_on)
        .join(AssignmentBatch, AssignmentBatch.id == Assignment.batch_id)
        .where(Assignment.person_id.in_(people), Assignment.agency_id == agency_id, Assignment.withdrawn_at.is_(None))
        .order_by(Assignment.id)
    )
    found: dict[int, list[Asked]] = defaultdict(list)
    for person_id, course, assigned_at, due_on in session.execute(wanted):
        found[person_id].append(Asked(course, assigned_at.date(), due_on))
    return found


def _places(session: Session, people: People, today: date) -> list[tuple[int, Place]]:
    wanted = (
        select(
            Booking.person_id,
            CourseDate.course_id,
            CourseDate.first_day,
            Booking.booked_at.is_not(None),
            Booking.awaits_nomination,
        )
        .join(CourseDate, CourseDate.id == Booking.date_id)
        .where(Booking.person_id.in_(people), Booking.cancelled_at.is_(None))
        .where(CourseDate.cancelled_at.is_(None), CourseDate.last_day >= today)
        .order_by(CourseDate.first_day, Booking.id)
    )
    return [
        (person_id, Place(course, first_day, has_place, awaits))
        for person_id, course, first_day, has_place, awaits in session.execute(wanted)
    ]


def _completions(people: People) -> Select[int, str, date]:
    return (
        select(CompletedCourse.person_id, CompletedCourse.course_id, CompletedCourse.completed_on)
        .where(CompletedCourse.person_id.in_(people))
        .order_by(CompletedCourse.completed_on, CompletedCourse.id)
    )
