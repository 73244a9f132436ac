"""Whom assigning a course would reach, and whom not, before anything is done."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from tna.domain.courses import Catalogue, Course, RenewalState, missing_prerequisites, open_to
from tna.domain.courses.prerequisites import AnyOf
from tna.domain.plans.states import CourseState
from tna.domain.plans.words import any_of_words
from tna.language import gettext, ngettext


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
    def courses(self) -> str:
        """The courses of which they lack one, inside a sentence."""
        return any_of_words(self.any_of)

    @property
    def words(self) -> str:
        """How many they are and what they lack."""
        return ngettext(
            "%(n)s of them lacks %(courses)s, which comes first",
            "%(n)s of them lack %(courses)s, which comes first",
            len(self.people),
            courses=self.courses,
        )


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
        parts = [self._reached, *(one.words for one in self.missing)]
        if holding := len(self.holding):
            parts.append(ngettext("%(n)s already holds it", "%(n)s already hold it", holding))
        if asked := len(self.asked_already):
            parts.append(ngettext("%(n)s has it assigned already", "%(n)s have it assigned already", asked))
        return f"{'; '.join(parts)}."

    @property
    def _reached(self) -> str:
        if not self.to_assign:
            return gettext("This will assign %(course)s to nobody", course=self.course.id)
        return ngettext(
            "This will assign %(course)s to %(n)s person",
            "This will assign %(course)s to %(n)s people",
            len(self.to_assign),
            course=self.course.id,
        )


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
