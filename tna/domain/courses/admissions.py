"""Whether somebody may book a course, and if not, every reason and the way there."""

from dataclasses import dataclass
from enum import StrEnum

from tna.domain.courses.catalogue import Catalogue, Course
from tna.domain.courses.prerequisites import missing_prerequisites, open_to, route


class Why(StrEnum):
    """Why somebody may not book a course yet, or at all."""

    NOT_FOR_ROLE_GROUP = "it is for other role groups"
    NEEDS_NOMINATION = "it needs a nomination"
    FIRST_TAKE = "another course comes first"


@dataclass(frozen=True, slots=True)
class Reason:
    """One reason. `any_of` names the courses of which one comes first, and is empty for the other reasons."""

    why: Why
    any_of: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Admission:
    """The answer for one person and one course: every reason against it, and the courses to take first, in order."""

    course: str
    role_group: str
    reasons: tuple[Reason, ...]
    route: tuple[str, ...] = ()

    @property
    def may_book(self) -> bool:
        """Whether nothing stands against it."""
        return not self.reasons


def admission(
    course: Course,
    role_group: str,
    *,
    done: frozenset[str],
    is_nominated: bool,
    catalogue: Catalogue,
    evidence_is_accepted: bool = False,
) -> Admission:
    """Whether somebody who answers in this role group may book this course.

    `done` holds every course the person has ever completed, lapsed or not. A nomination is a training lead's or
    manager's yes; it opens a course only to the role groups the course names. `evidence_is_accepted` says that one
    of them has accepted the course's other evidence, which then stands for all its prerequisites. Whoever has done a
    course may take one that renews it, in whatever role group they answer by now. Having done the course itself is
    no reason against it: most courses are renewed by taking them again.
    """
    if role_group not in open_to(catalogue)[course.id] and course.renews not in done:
        return Admission(course.id, role_group, (Reason(Why.NOT_FOR_ROLE_GROUP),))
    reasons: list[Reason] = []
    if needs_nomination(course, role_group) and not is_nominated:
        reasons.append(Reason(Why.NEEDS_NOMINATION))
    if evidence_is_accepted and course.other_evidence:
        return Admission(course.id, role_group, tuple(reasons))
    reasons += [Reason(Why.FIRST_TAKE, any_of) for any_of in missing_prerequisites(course, done)]
    return Admission(course.id, role_group, tuple(reasons), route(catalogue, course, done, role_group))


def needs_nomination(course: Course, role_group: str) -> bool:
    """Whether somebody of this role group needs a nomination for this course."""
    return course.needs_nomination or role_group in course.on_nomination
