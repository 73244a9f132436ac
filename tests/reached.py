"""People whom courses have reached, for tests of reach: assigned, there, completed, and their headcounts."""

from collections.abc import Collection
from datetime import date, timedelta

from sqlalchemy.orm import Session

from tests import factories
from tests.factories import NOW, TODAY
from tna.models.courses import Attendance, Booking, CourseDate, Presence
from tna.models.people import Agency, Person
from tna.models.plans import Assignment, AssignmentBatch

LAST_MONTH = TODAY - timedelta(days=30)


def assign(session: Session, agency: Agency, course_id: str, people: Collection[Person]) -> list[Assignment]:
    """The agency asks these people to take a course."""
    people = list(people)
    batch = AssignmentBatch(
        agency_id=agency.id, course_id=course_id, reason="Planted reason", assigned_by=people[0].id, assigned_at=NOW
    )
    session.add(batch)
    session.flush()
    made = [Assignment(batch_id=batch.id, person_id=one.id, agency_id=agency.id, course_id=course_id) for one in people]
    session.add_all(made)
    session.flush()
    return made


def attend(session: Session, booking: Booking, day: date, presence: Presence = Presence.PRESENT) -> None:
    """The register says this of somebody's place on one day."""
    session.add(Attendance(booking_id=booking.id, day=day, presence=presence))
    session.flush()


def train(session: Session, date_: CourseDate, person: Person) -> Booking:
    """Somebody has a place on a date, was there on its first day, and has completed the course by its register."""
    booking = factories.add_booking(session, date_, person)
    attend(session, booking, date_.first_day)
    factories.add_completion(session, person, date_.course_id, completed_on=date_.first_day, booking=booking)
    return booking


def staff(
    session: Session, agency: Agency, number: int, *, role_group: str = "D", job: str = "health-visitor"
) -> list[Person]:
    """So many people of an agency, without passwords."""
    return [factories.add_person(session, agency, job=job, role_group=role_group, password=None) for _ in range(number)]
