"""A partnership that runs courses: agencies of several sectors, joint interviewers, a lead and a manager."""

from collections.abc import Sequence
from datetime import date, timedelta

from sqlalchemy.orm import Session

from tests import factories
from tests.factories import NOW, TODAY
from tna.domain.people import Duty
from tna.models.courses import CourseDate
from tna.models.people import Agency, Person
from tna.services import bookings
from tna.services.bookings import Asked

ABE, BEFORE_ABE = "CSA-14", ("CSA-03", "CSA-04", "CSA-13")
"""Joint interviewing, balanced between police and social care, and what comes before it."""

IN_A_MONTH = TODAY + timedelta(days=30)


class Courses:
    """The shipped catalogue, and a police force, a council and a trust whose people take its courses."""

    def __init__(self, session: Session) -> None:
        self.session = session
        factories.add_catalogue(session)
        self.police = factories.add_agency(session, name="Riverside Police", sector="police")
        self.council = factories.add_agency(session, name="Riverside Council", sector="social-care")
        self.trust = factories.add_agency(session, name="Harbour Trust", sector="health")
        self.manager = factories.add_person(
            session, self.council, name="Mara Keeper", job="business-manager", duties=[Duty.MANAGER], password=None
        )
        self.lead = factories.add_person(
            session, self.police, name="Lee Lead", job="business-manager", leads=[self.police], password=None
        )

    def person(
        self, agency: Agency | None = None, *, role_group: str = "D", name: str | None = None, done: Sequence[str] = ()
    ) -> Person:
        """Somebody of the trust unless said otherwise, who has completed these courses."""
        made = factories.add_person(self.session, agency or self.trust, role_group=role_group, name=name, password=None)
        for course_id in done:
            factories.add_completion(self.session, made, course_id)
        return made

    def interviewer(self, agency: Agency, *, is_nominated: bool = True, name: str | None = None) -> Person:
        """Somebody who may take joint interviewing."""
        made = self.person(agency, role_group="F", done=BEFORE_ABE, name=name)
        if is_nominated:
            self.nominate(made, ABE)
        return made

    def nominate(self, person: Person, course_id: str) -> None:
        bookings.nominate(
            self.session, person_id=person.id, course_id=course_id, by=self.manager.id, today=TODAY, now=NOW
        )

    def ask(self, course_date: CourseDate, person: Person, *, by: Person | None = None, today: date = TODAY) -> Asked:
        """The person, or somebody else for them, asks for a place."""
        return bookings.ask(
            self.session,
            date_id=course_date.id,
            job=factories.job_of(person),
            today=today,
            now=NOW,
            by=None if by is None else by.id,
        )

    def fill(self, course_date: CourseDate, agency: Agency, number: int) -> list[Person]:
        """So many joint interviewers of an agency with a place each."""
        people = [self.interviewer(agency) for _ in range(number)]
        for person in people:
            factories.add_booking(self.session, course_date, person)
        return people
