"""The levels a survey asks of each role group, as people set them: one for a domain, others where a statement differs.

A survey file says the same in the same form: role group → domain or statement → level.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace

from tna.domain.surveys import Domain, Statement, SurveyDefinition

TargetData = dict[str, dict[str, int]]
"""Role group → domain or statement → level, as in a survey file."""


@dataclass(frozen=True, slots=True)
class DomainTarget:
    """The level (1..5) a role group needs in a domain, and those of the statements that differ from it.

    `statements` are those of the domain that the role group is asked, in its own words.
    """

    domain: Domain
    statements: tuple[Statement, ...]
    level: int
    own: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class RoleGroupTargets:
    """What one role group needs, domain by domain, for the domains of which it is asked anything."""

    role_group: str
    domains: tuple[DomainTarget, ...]

    def level(self, domain_id: str) -> int | None:
        """The level of a domain; None where nothing of it is asked."""
        return next((one.level for one in self.domains if one.domain.id == domain_id), None)

    @property
    def differing(self) -> tuple[tuple[Statement, int], ...]:
        """The statements whose level is not their domain's, each with its own."""
        return tuple((s, one.own[s.id]) for one in self.domains for s in one.statements if s.id in one.own)


def targets_by_domain(definition: SurveyDefinition) -> tuple[RoleGroupTargets, ...]:
    """The targets of every role group. A domain's level is that of most of its statements, the lower of two alike."""
    return tuple(
        RoleGroupTargets(
            role_group,
            tuple(
                _domain_target(part.domain, part.statements, definition.targets[role_group])
                for part in definition.parts_for(role_group)
            ),
        )
        for role_group in definition.role_groups
    )


def _domain_target(domain: Domain, statements: tuple[Statement, ...], targets: Mapping[str, int]) -> DomainTarget:
    times = Counter(targets[statement.id] for statement in statements)
    level = min(times, key=lambda one: (-times[one], one))
    own = {statement.id: targets[statement.id] for statement in statements if targets[statement.id] != level}
    return DomainTarget(domain, statements, level, own)


def laid_over(rows: tuple[RoleGroupTargets, ...], changes: Mapping[str, Mapping[str, int]]) -> TargetData:
    """The targets with changes laid over them, as a survey file writes them.

    A domain's new level goes for its statements but those with a level of their own; a statement's for it alone.
    Changes that fit no role group, domain or statement of these targets are left out: `left_over` names them.
    """
    data = target_data(rows)
    for row in rows:
        entries = _entries(row)
        data[row.role_group] |= {
            entry: level for entry, level in changes.get(row.role_group, {}).items() if entry in entries
        }
    return data


def left_over(
    rows: tuple[RoleGroupTargets, ...], changes: Mapping[str, Mapping[str, int]]
) -> tuple[tuple[str, str], ...]:
    """Role group and domain or statement of each change that fits nothing here, in order."""
    there = {row.role_group: _entries(row) for row in rows}
    named = [(role_group, entry) for role_group, levels in changes.items() for entry in levels]
    return tuple(sorted(pair for pair in named if pair[1] not in there.get(pair[0], ())))


def differing(definition: SurveyDefinition, changes: Mapping[str, Mapping[str, int]]) -> TargetData:
    """Of these changes the ones that change a level of a survey, in its order."""
    kept: TargetData = {}
    for row in targets_by_domain(definition):
        asked = changes.get(row.role_group, {})
        for one in row.domains:
            level = asked.get(one.domain.id, one.level)
            if level != one.level:
                kept.setdefault(row.role_group, {})[one.domain.id] = level
            for statement in one.statements:
                stands = one.own.get(statement.id, level)
                if asked.get(statement.id, stands) != stands:
                    kept.setdefault(row.role_group, {})[statement.id] = asked[statement.id]
    return kept


def with_levels(definition: SurveyDefinition, changes: Mapping[str, Mapping[str, int]]) -> SurveyDefinition:
    """A survey with other levels (1..5) laid over, by role group and domain or statement."""
    rows = targets_by_domain(definition)
    return replace(definition, targets=_by_statement(rows, laid_over(rows, changes)))


def _by_statement(rows: tuple[RoleGroupTargets, ...], data: TargetData) -> dict[str, dict[str, int]]:
    """The level (1..5) of every statement a role group is asked, from targets as a survey file writes them."""
    return {
        row.role_group: {
            statement.id: data[row.role_group].get(statement.id, data[row.role_group][one.domain.id])
            for one in row.domains
            for statement in one.statements
        }
        for row in rows
    }


def _entries(row: RoleGroupTargets) -> frozenset[str]:
    """The ids by which a level of a role group can be set: its domains and its statements."""
    statements = {statement.id for one in row.domains for statement in one.statements}
    return frozenset({one.domain.id for one in row.domains} | statements)


def target_data(rows: tuple[RoleGroupTargets, ...]) -> TargetData:
    """The targets as a survey file writes them."""
    return {
        row.role_group: {one.domain.id: one.level for one in row.domains}
        | {statement: level for one in row.domains for statement, level in one.own.items()}
        for row in rows
    }
