"""Whom assigning a course would reach, and whom not, before anything is done."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from tna.domain.courses import Catalogue, Course, RenewalState, missing_prerequisites, open_to
from tna.domain.courses.prerequisites import AnyOf
from tna.domain.plans.states import CourseState


@dataclass(frozen=True, slots=True)
class Candidate:
    """Somebody a course may be assigned to: their role groups in the agency, what they have done, how they stand."""

    id: int
    name: str
    role_groups: frozenset[str]
    done: frozenset[str] = frozenset()
    state: CourseState | None = None


@dataclass(frozen=True, slots=True)
class Missing:
    """People who get the course assigned and have to take one of these courses first."""

    any_of: AnyOf
    people: tuple[Candidate, ...]

    @property
    def words(self) -> str:
        """What they lack, after "1 of them" or "12 of them"."""
        verb = "lacks" if len(self.people) == 1 else "lack"
        return f"{verb} {' or '.join(self.any_of)}, which comes first"


@dataclass(frozen=True, slots=True)
class Preview:
    """What an assignment would do: to whom, and who is left out because of what; each by name.

    `elsewhere` counts those who were selected and do not work in the agency now; nothing else is said of them.
    """

    course: Course
    to_assign: tuple[Candidate, ...]
    missing: tuple[Missing, ...]
    holding: tuple[Candidate, ...]
    asked_already: tuple[Candidate, ...]
    not_for: tuple[Candidate, ...]
    elsewhere: int = 0

    @property
    def sentence(self) -> str:
        """What it would do, before it is done: "This will assign CSA-14 to 12 people; 2 already hold it"."""
        parts = [f"This will assign {self.course.id} to {_people(len(self.to_assign))}"]
        parts += [f"{len(one.people):,} of them {one.words}" for one in self.missing]
        if self.holding:
            parts.append(f"{_verb(len(self.holding), 'already holds it', 'already hold it')}")
        if self.asked_already:
            parts.append(f"{_verb(len(self.asked_already), 'has it assigned already', 'have it assigned already')}")
        return f"{'; '.join(parts)}."


def sorted_out(course: Course, candidates: Iterable[Candidate], catalogue: Catalogue, *, elsewhere: int = 0) -> Preview:
    """Sort candidates, in their order, by what an assignment of this course would mean for them.

    Left out are those for whose role group the course is not, those who hold it with nothing due, and those of whom
    the agency has asked it already. Whoever lacks a prerequisite gets it assigned: the way there is theirs to book.
    """
    open_groups = open_to(catalogue)[course.id]
    to_assign: list[Candidate] = []
    holding: list[Candidate] = []
    asked: list[Candidate] = []
    not_for: list[Candidate] = []
    for one in candidates:
        if one.state is not None and one.state.asked is not None:
            asked.append(one)
        elif _holds(one):
            holding.append(one)
        elif open_groups.isdisjoint(one.role_groups) and course.renews not in one.done:
            not_for.append(one)
        else:
            to_assign.append(one)
    return Preview(
        course, tuple(to_assign), _missing(course, to_assign), tuple(holding), tuple(asked), tuple(not_for), elsewhere
    )


def _holds(one: Candidate) -> bool:
    renewal = None if one.state is None else one.state.renewal
    return renewal is not None and renewal.state is RenewalState.CURRENT


def _missing(course: Course, people: Sequence[Candidate]) -> tuple[Missing, ...]:
    lacking: dict[AnyOf, list[Candidate]] = {any_of: [] for any_of in course.prerequisites}
    for one in people:
        for any_of in missing_prerequisites(course, one.done):
            lacking[any_of].append(one)
    return tuple(Missing(any_of, tuple(some)) for any_of, some in lacking.items() if some)


def _people(number: int) -> str:
    return _verb(number, "person", "people") if number else "nobody"


def _verb(number: int, one: str, more: str) -> str:
    return f"{number:,} {one if number == 1 else more}"
