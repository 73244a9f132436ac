"""What suits somebody's own answers. Worked out when its owner looks, shown to nobody else, and never stored."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from tna.domain.answers import Profile
from tna.domain.courses import Catalogue, Resource
from tna.domain.people import Answering
from tna.domain.plans import (
    MOST_RESOURCES,
    Facts,
    NextStep,
    Renewals,
    Suggestion,
    course_states,
    next_steps,
    suggestions,
    taken,
)
from tna.services.courses import offered_courses
from tna.services.plans.facts import facts_of


@dataclass(frozen=True, slots=True)
class OwnSuggestions:
    """Courses to ask for, and domain by domain what helps, booked or not; both with the largest gap first."""

    courses: tuple[Suggestion, ...]
    steps: tuple[NextStep, ...]

    @property
    def resources(self) -> tuple[Resource, ...]:
        """A few things to read or watch today."""
        found = [step.resource for step in self.steps if step.resource is not None]
        return tuple(found[:MOST_RESOURCES])


def own_suggestions(
    session: Session, *, profile: Profile, job: Answering, catalogue: Catalogue, today: date
) -> OwnSuggestions:
    """What suits a profile, for the job its owner has now: to ask for, nothing they hold, have booked or were asked."""
    known = facts_of(session, people=[job.person_id], agency_id=job.agency_id, today=today)
    facts = known.get(job.person_id, Facts())
    states = course_states(facts, Renewals(catalogue, today)).values()
    under_way = {one.course: reason for one in states if (reason := taken(one, today)) is not None}
    found = suggestions(
        profile,
        role_group=job.role_group,
        catalogue=catalogue,
        offered=frozenset(course.id for course in offered_courses(session, today=today)),
        done=facts.done,
        held=frozenset(one.course for one in states if one.is_held),
        under_way=under_way,
    )
    to_ask_for = tuple(one for one in found if one.taken is None)
    return OwnSuggestions(to_ask_for, next_steps(profile, found, role_group=job.role_group, catalogue=catalogue))
