"""Whether a joint rule can be kept at all: its sectors exist, and the people it asks for find a place."""

from collections.abc import Iterator

from tna.domain.courses import JointRule, state_of_rule
from tna.language import gettext, mark, ngettext
from tna.services.course_rows import Known, Row
from tna.services.survey_checks import Entries, entries_of, texts
from tna.services.survey_faults import Fault
from tna.services.survey_yaml import quoted


def joint_faults(row: Row, known: Known) -> Iterator[Fault]:
    """Faults of a course's joint rule; none if there is no rule."""
    if not isinstance(row.data.get("joint"), dict):
        return
    joint = row.entries("joint")
    balance = texts(joint.get("balance"), "joint", "balance")
    each = [(("joint", "each", sector), sector) for sector in entries_of(joint.get("each"))]
    yield from row.unknown(mark("There is no sector %(name)s"), [*balance, *each], known.sectors)
    sectors = [sector for _, sector in balance]
    if len(sectors) == 2 and sectors[0] == sectors[1]:
        problem = gettext("%(sector)s stands here twice", sector=quoted(sectors[0]))
        yield row.fault(("joint", "balance"), problem, gettext("Name two different sectors"))
    if "within" in joint and "balance" not in joint:
        problem = gettext("There is no balance for this")
        yield row.fault(("joint", "within"), problem, gettext("Add “balance” or take this away"))
    yield from _size_faults(row, _rule(joint))


def _size_faults(row: Row, rule: JointRule) -> Iterator[Fault]:
    capacity, people = _whole(row.data.get("capacity")), state_of_rule(rule, (), frozenset()).people_missing
    if capacity and people > capacity:
        problem = ngettext(
            "This rule needs at least %(people)s person, but the capacity is %(capacity)s",
            "This rule needs at least %(people)s people, but the capacity is %(capacity)s",
            people,
            people=people,
            capacity=capacity,
        )
        yield row.fault(("joint",), problem, gettext("Ask for fewer people or offer more places"))


def _rule(joint: Entries) -> JointRule:
    """As much of the rule as can be read."""
    sectors = [sector for _, sector in texts(joint.get("balance"))]
    return JointRule(
        balance=(sectors[0], sectors[1]) if len(sectors) == 2 else None,
        within=_whole(joint.get("within")),
        each={sector: _whole(people) for sector, people in entries_of(joint.get("each")).items()},
        agencies_at_least=_whole(joint.get("agencies_at_least")),
    )


def _whole(value: object) -> int:
    """A whole number that was written, or 0 for anything else."""
    if isinstance(value, float) and value.is_integer():
        return int(value)
    return value if isinstance(value, int) else 0
