"""A year of course dates as data: when each runs, who comes from where, and how confidence moves by it.

Nothing here is measured. Numbers were chosen so that every page has something to show: rises of different size, a
course after which people rate themselves lower, one with fewer pairs than are ever released, one joint date that is
short of social workers, one that is full.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from tna.services.demonstration import plan

PROBATION, SOCIAL_CARE, POLICE = "justice", "social-care", "police"
HEALTH, SCHOOLS, EARLY_HELP = "health", "education", "early-help"


@dataclass(frozen=True, slots=True)
class PlannedDate:
    """One date: of which course, how many days from today, its places, and how many come from each sector.

    `length`: on how many days. `waiting`: how many more of each sector ask for a place after that. With
    `is_for_the_account` the practitioner who can sign in has a place, and the forms of that are left to whoever tries
    it out.
    """

    course: str
    day: int
    places: int
    people: Mapping[str, int]
    length: int = 1
    waiting: Mapping[str, int] = field(default_factory=dict)
    virtual: bool = False
    is_for_the_account: bool = False


@dataclass(frozen=True, slots=True)
class Moves:
    """How confidence moves by a course, in levels: on average, how much that differs, and what looking back adds."""

    shift: float
    spread: float = 0.8
    looking_back: float = -0.2


_MIXED = {SCHOOLS: 5, HEALTH: 5, SOCIAL_CARE: 3, EARLY_HELP: 3}
_PATHWAY = {POLICE: 3, SOCIAL_CARE: 5, HEALTH: 5}
_RISK = {PROBATION: 4, POLICE: 4, SOCIAL_CARE: 5}
_INTERVIEWERS = {POLICE: 5, SOCIAL_CARE: 5}

DATES: tuple[PlannedDate, ...] = (
    PlannedDate("CSA-13", -340, 40, {SCHOOLS: 6, HEALTH: 5, SOCIAL_CARE: 5}, virtual=True),
    PlannedDate("CSA-03", -320, 24, _MIXED),
    PlannedDate("CSA-14", -300, 10, _INTERVIEWERS, length=5),
    PlannedDate("CSA-12", -280, 20, _RISK),
    PlannedDate("CSA-04", -260, 20, {SCHOOLS: 5, HEALTH: 4, SOCIAL_CARE: 4}),
    PlannedDate("CSA-03", -235, 24, _MIXED),
    PlannedDate("CSA-06", -225, 20, {SOCIAL_CARE: 4, HEALTH: 3}, virtual=True),
    PlannedDate("CSA-14", -200, 10, _INTERVIEWERS, length=5),
    PlannedDate("CSA-08", -180, 24, _PATHWAY),
    PlannedDate("CSA-12", -160, 20, _RISK),
    PlannedDate("CSA-03", -130, 24, _MIXED),
    PlannedDate("CSA-10", -120, 24, {SCHOOLS: 6, HEALTH: 5, SOCIAL_CARE: 4}),
    PlannedDate("CSA-14", -95, 10, _INTERVIEWERS, length=5),
    PlannedDate("CSA-04", -75, 20, {SCHOOLS: 4, HEALTH: 4, SOCIAL_CARE: 5}),
    PlannedDate("CSA-08", -55, 24, _PATHWAY),
    PlannedDate("CSA-12", -40, 20, _RISK),
    PlannedDate("CSA-13", -20, 40, {SCHOOLS: 6, HEALTH: 4, SOCIAL_CARE: 4}, virtual=True, is_for_the_account=True),
    PlannedDate("CSA-13", 0, 40, {SCHOOLS: 5, HEALTH: 4, SOCIAL_CARE: 3}, virtual=True),
    PlannedDate("CSA-14", 24, 10, {POLICE: 5, SOCIAL_CARE: 2}, length=5, waiting={POLICE: 2}),
    PlannedDate("CSA-04", 31, 8, {SCHOOLS: 3, HEALTH: 3, SOCIAL_CARE: 2}, waiting={HEALTH: 3}),
    PlannedDate("CSA-03", 38, 24, {SCHOOLS: 5, HEALTH: 4, SOCIAL_CARE: 2}, is_for_the_account=True),
    PlannedDate("CSA-08", 52, 24, {HEALTH: 4, SOCIAL_CARE: 2}),
)
"""In the order of their days; today's is the one whose register is open."""

MOVES: Mapping[str, Moves] = {
    "CSA-03": Moves(0.7, looking_back=-0.6),
    "CSA-04": Moves(0.5),
    "CSA-06": Moves(0.4),
    "CSA-08": Moves(0.2),
    "CSA-10": Moves(0.35),
    "CSA-12": Moves(-0.45),
    "CSA-13": Moves(0.6, looking_back=-0.3),
    "CSA-14": Moves(0.85, spread=0.7),
}

E_LEARNING: Mapping[str, float] = {"A": 0.05, "B": 0.1, "C": 0.3, "D": 0.12, "E": 0.1, "H": 0.1, "J": 0.2}
"""The share of each role group who have said in the last year that they did the e-learning everybody starts with."""

INTERVIEWED_BEFORE: Mapping[str, tuple[int, int]] = {POLICE: (34, 18), SOCIAL_CARE: (14, 6)}
"""Joint interviewers trained before this year, by sector, and how many of them have had their refresher since."""

COMES = 0.94
"""The share of people with a place who are there on every day."""
SENDS_BEFORE, SENDS_AFTER = 0.95, 0.88
"""The shares who send each form; the others decline it or leave it."""


@dataclass(frozen=True, slots=True)
class PlannedAssignment:
    """A course that an agency has asked a role group to take: so many days ago, by so many days from today."""

    agency: str
    role_group: str
    course: str
    ago: int
    due: int
    reason: str


ASSIGNMENTS: tuple[PlannedAssignment, ...] = (
    PlannedAssignment(plan.COUNCIL, "E", "CSA-03", 45, 75, "Everybody who leads enquiries takes this day."),
    PlannedAssignment(plan.COUNCIL, "F", "CSA-14", 30, 120, "Joint interviewers need this before the spring."),
    PlannedAssignment(plan.EARLY_HELP, "D", "CSA-04", 20, 60, "Talking with children came out as our widest gap."),
    PlannedAssignment(plan.POLICE, "F", "CSA-14", 60, 90, "All who interview children are to be trained together."),
    PlannedAssignment(plan.HOSPITALS, "C", "CSA-08", 25, 90, "Named professionals lead our part in strategy talks."),
)
