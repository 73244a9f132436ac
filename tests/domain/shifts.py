"""Released counts of courses for tests, made from people who each have a level before and after."""

from collections import Counter
from collections.abc import Mapping, Sequence
from functools import cache

from tests.factories import shipped_survey
from tna.domain.courses import Course
from tna.domain.courses.catalogue import CourseLevel, Mode
from tna.domain.evaluations.blocks import BlockCounts, DomainCounts
from tna.domain.surveys import SurveyDefinition
from tna.services.survey_files import load_survey

People = Sequence[tuple[int, int]]
"""(before, after) of each person."""

RISE: People = [(2, 4)] * 20 + [(3, 4)] * 21 + [(3, 3)] * 13 + [(4, 3)] * 3
FALL: People = [(after, before) for before, after in RISE]
UNCLEAR: People = [(2, 3)] * 10 + [(3, 3)] * 30 + [(4, 3)] * 12
INCONCLUSIVE: People = [(2, 3)] * 8 + [(3, 3)] * 9 + [(4, 3)] * 5
TOO_FEW: People = [(2, 3)] * 8 + [(3, 3)] * 3 + [(4, 3)]
NINE: People = [(2, 3)] * 5 + [(3, 4)] * 4
NOBODY_MOVED: People = [(3, 3)] * 20
TIE: People = [(2, 3)] * 12 + [(3, 2)] * 12
ALL_AT_THE_TOP: People = [(5, 5)] * 20


@cache
def survey() -> SurveyDefinition:
    """The survey that comes with the product."""
    return load_survey(shipped_survey().path)


def course(id: str = "CSA-03", *, domains: tuple[str, ...] = ("D2",), title: str = "Identify and respond") -> Course:
    """A course whose form asks every statement of its domains."""
    return Course(
        id=id,
        title=title,
        description="",
        is_for=frozenset("B"),
        level=CourseLevel.TWO,
        mode=Mode.ROOM,
        hours=6,
        days=1,
        capacity=20,
        domains=domains,
        statements=tuple(one.id for one in survey().statements if one.domain in domains),
    )


def counts(
    people: Mapping[str, People], *, statements: int = 2, looking_back: Mapping[str, tuple[int, ...]] | None = None
) -> BlockCounts:
    """Each domain's people give the same levels to each of its first `statements` statements."""
    made = tuple(_domain(domain, pairs, statements) for domain, pairs in people.items())
    return BlockCounts(max((one.n for one in made), default=0), made, dict(looking_back or {}))


def table(people: People) -> list[list[int]]:
    """The 5 × 5 table of these people."""
    times = Counter(people)
    return [[times[before, after] for after in range(1, 6)] for before in range(1, 6)]


def _domain(domain: str, people: People, statements: int) -> DomainCounts:
    ids = [one.id for one in survey().statements if one.domain == domain][:statements] or [f"{domain}-old"]
    changes = Counter((after - before) * len(ids) for before, after in people)
    return DomainCounts(domain, dict.fromkeys(ids, table(people)), dict(sorted(changes.items())))
