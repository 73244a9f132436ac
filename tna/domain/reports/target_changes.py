"""What other levels would change in a survey, in lines."""

from collections.abc import Mapping

from tna.domain.surveys import SurveyDefinition
from tna.domain.targets import differing, targets_by_domain
from tna.language import gettext


def target_lines(
    definition: SurveyDefinition, changes: Mapping[str, Mapping[str, int]], *, titles: Mapping[str, str]
) -> tuple[str, ...]:
    """A line for each level that would be another one; `titles` of role groups by id."""
    rows = {row.role_group: row for row in targets_by_domain(definition)}
    lines = []
    for role_group, levels in differing(definition, changes).items():
        for entry, level in levels.items():
            before = rows[role_group].level(entry)
            if before is None:
                part, before = definition.statement(entry).text, definition.targets[role_group][entry]
                lines.append(_statement_line(titles[role_group], part, before, level))
            else:
                lines.append(_domain_line(titles[role_group], definition.domain(entry).title, before, level))
    return tuple(lines)


def _domain_line(title: str, part: str, before: int, now: int) -> str:
    return gettext("%(title)s, %(part)s: %(before)s to %(now)s", title=title, part=part, before=before, now=now)


def _statement_line(title: str, part: str, before: int, now: int) -> str:
    return gettext("%(title)s, “%(part)s”: %(before)s to %(now)s", title=title, part=part, before=before, now=now)
