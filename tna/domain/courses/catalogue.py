"""The courses a partnership offers and the resources people learn from, as frozen values."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from tna.domain.surveys import by_id


class Mode(StrEnum):
    """How a course is taken."""

    E_LEARNING = "e-learning"
    ROOM = "room"
    VIRTUAL = "virtual"
    ROOM_OR_VIRTUAL = "room-or-virtual"


class CourseLevel(StrEnum):
    """How far a course goes, from a first look at the subject to work that only specialists do."""

    ONE = "1"
    TWO = "2"
    THREE = "3"
    SPECIALIST = "specialist"


class ResourceKind(StrEnum):
    """What a learning resource is."""

    GUIDE = "guide"
    FILM = "film"
    TEMPLATE = "template"
    PATHWAY = "pathway"


@dataclass(frozen=True, slots=True)
class JointRule:
    """Who has to be together on a date of a course, so that agencies learn jointly. Every part is optional.

    `balance`: two sectors whose numbers of people end no more than `within` apart. `each`: the fewest people of a
    sector. `agencies_at_least`: the fewest agencies, 0 for any number.
    """

    balance: tuple[str, str] | None = None
    within: int = 0
    each: Mapping[str, int] = field(default_factory=dict)
    agencies_at_least: int = 0

    @property
    def sectors(self) -> tuple[str, ...]:
        """The sectors the rule speaks of, each once, those of the balance first."""
        return tuple(dict.fromkeys([*(self.balance or ()), *self.each]))


@dataclass(frozen=True, slots=True)
class Course:
    """Something to learn from beginning to end, whoever runs it and however often.

    `is_for` and `on_nomination` are role groups, the latter only with a nomination; with `needs_nomination`
    everybody needs one. `prerequisites`: one course of every list comes first. `hours` is the time it takes,
    `days` over how many days (0 without dates). `capacity` is how many places a date usually has, None for a
    course without dates. A completion keeps for `renew_months`, None for ever; `renews` names another course whose
    completion this one refreshes. `statements` are asked before and after it.
    """

    id: str
    title: str
    description: str
    is_for: frozenset[str]
    level: CourseLevel
    mode: Mode
    hours: float
    days: int
    capacity: int | None
    domains: tuple[str, ...]
    statements: tuple[str, ...]
    on_nomination: frozenset[str] = frozenset()
    needs_nomination: bool = False
    nomination_note: str = ""
    has_dates: bool = True
    prerequisites: tuple[tuple[str, ...], ...] = ()
    other_evidence: str = ""
    renew_months: int | None = None
    renews: str | None = None
    joint: JointRule | None = None
    url: str = ""

    @property
    def role_groups(self) -> frozenset[str]:
        """The role groups the course is for, with or without a nomination."""
        return self.is_for | self.on_nomination

    @property
    def has_forms(self) -> bool:
        """Whether anything is asked before and after it: forms belong to a place on a date."""
        return self.has_dates and bool(self.statements)


@dataclass(frozen=True, slots=True)
class Resource:
    """Something to read, watch or fill in, outside any course. `is_for` is empty if it suits everybody."""

    id: str
    title: str
    kind: ResourceKind
    publisher: str
    minutes: int | None
    domains: tuple[str, ...]
    is_for: frozenset[str] = frozenset()
    url: str = ""


@dataclass(frozen=True, slots=True)
class Catalogue:
    """Every course and every resource, each in its order. No course comes, by its prerequisites, before itself."""

    courses: tuple[Course, ...]
    resources: tuple[Resource, ...] = ()

    def course(self, course_id: str) -> Course:
        """The course of this id; KeyError if there is none."""
        return by_id(self.courses, course_id)

    def resource(self, resource_id: str) -> Resource:
        """The resource of this id; KeyError if there is none."""
        return by_id(self.resources, resource_id)
