"""What sixteen people put before and after a course, and what its figures must therefore be.

The recount is done here from the planted answers alone, in fractions, without a line of the product's own.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from statistics import mean, median

COURSE, TITLE = "CSA-14", "ABE joint interviewing"
DOMAINS = {
    "Talking with children": ("s05", "s06", "s07", "s08"),
    "Protecting best evidence": ("s17", "s18", "s19"),
}
"""The statements that the forms of the course ask, by the title of their domain."""

STATEMENTS = tuple(statement for statements in DOMAINS.values() for statement in statements)
OTHERS = 15
NOT_MY_ROLE = 6
_LEANS = (1, 0, 1, -1)


@dataclass(frozen=True, slots=True)
class Forms:
    """One person's answers by statement; one that is not there was left blank."""

    before: Mapping[str, int]
    after: Mapping[str, int]
    looking_back: Mapping[str, int]

    @property
    def sent_before(self) -> dict[str, str]:
        """The fields of the form before."""
        return {statement: str(level) for statement, level in self.before.items()}

    @property
    def sent_after(self) -> dict[str, str]:
        """The fields of the form after."""
        now = {statement: str(level) for statement, level in self.after.items()}
        return now | {f"then-{statement}": str(level) for statement, level in self.looking_back.items()}

    def rates(self, statements: Sequence[str]) -> bool:
        """Whether there is a level for each of these, before and after."""
        return all(form.get(one, NOT_MY_ROLE) < NOT_MY_ROLE for form in (self.before, self.after) for one in statements)


@dataclass(frozen=True, slots=True)
class Moved:
    """A recount of some statements together: the people who rated each of them twice, and how they changed."""

    people: int
    up: int
    same: int
    down: int
    before: Fraction
    after: Fraction
    shift: Fraction


def forms_of(person: int) -> Forms:
    """What the colleague with this number puts: levels that differ by person and statement, with two gaps."""
    before = {one: 1 + (person + place) % 4 for place, one in enumerate(STATEMENTS)}
    after = {
        one: min(5, max(1, before[one] + _LEANS[person % len(_LEANS)] + (2 * person + place) % 3 - 1))
        for place, one in enumerate(STATEMENTS)
    }
    looking_back = {one: 1 + (3 * person + place + person // 2) % 3 for place, one in enumerate(STATEMENTS)}
    if person == 3:
        after["s07"] = NOT_MY_ROLE
    if person == 5:
        del before["s19"]
        del looking_back["s18"]
    return Forms(before, after, looking_back)


def all_forms(own: Forms) -> list[Forms]:
    """Those of the colleagues and of one more person."""
    return [own, *(forms_of(person) for person in range(OTHERS))]


def parts() -> Iterator[tuple[str, tuple[str, ...], tuple[str, ...]]]:
    """Every line of the figures: its domain, the statements it is about, and those its people have all rated."""
    for domain, statements in DOMAINS.items():
        yield domain, statements, statements
        for one in statements:
            yield domain, (one,), statements


def recount(forms: Sequence[Forms], statements: Sequence[str], rated: Sequence[str]) -> Moved:
    """Some statements together, over those who rated a whole domain: means, moves, and the middle of all averages."""
    told = [one for one in forms if one.rates(rated)]
    changes = [sum(one.after[each] - one.before[each] for each in statements) for one in told]
    averages = [Fraction(a + b, 2) for place, a in enumerate(changes) for b in changes[place:]]
    return Moved(
        people=len(told),
        up=sum(change > 0 for change in changes),
        same=sum(change == 0 for change in changes),
        down=sum(change < 0 for change in changes),
        before=mean(Fraction(one.before[each]) for one in told for each in statements),
        after=mean(Fraction(one.after[each]) for one in told for each in statements),
        shift=median(averages) / len(statements),
    )


def looking_back(forms: Sequence[Forms], statement: str) -> tuple[int, Fraction]:
    """How many looked back on a statement, and their mean."""
    levels = [one.looking_back[statement] for one in forms if statement in one.looking_back]
    return len(levels), mean(Fraction(level) for level in levels)
