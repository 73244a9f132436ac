"""What two surveys ask otherwise, statement by statement: figures of what was asked otherwise are not compared."""

from collections.abc import Iterable
from dataclasses import dataclass

from tna.domain.surveys import SurveyDefinition


@dataclass(frozen=True, slots=True)
class AskedChange:
    """How a statement was asked otherwise in a later survey than in an earlier one.

    `words`: somebody who was asked it in both read other words. `levels`: role group, the level it needed then, and
    the one it needs now. `people`: other role groups are asked it.
    """

    words: bool
    levels: tuple[tuple[str, int | None, int | None], ...]
    people: bool

    @property
    def any(self) -> bool:
        """Whether a figure of the statement stands for something else now."""
        return self.words or self.people or bool(self.levels)


def asked_change(
    then: SurveyDefinition, now: SurveyDefinition, statement_id: str, role_groups: Iterable[str] | None = None
) -> AskedChange:
    """How one statement was asked otherwise, of these role groups or of all that either survey asks.

    Both are held against each other as they were written, in whatever language they are shown.
    """
    then, now = then.as_written, now.as_written
    groups = sorted({*then.role_groups, *now.role_groups} if role_groups is None else role_groups)
    before = [group for group in groups if then.is_asked(group, statement_id)]
    after = [group for group in groups if now.is_asked(group, statement_id)]
    both = [group for group in after if group in before]
    levels = [(group, then.target(group, statement_id), now.target(group, statement_id)) for group in both]
    return AskedChange(
        words=any(_read(then, statement_id, group) != _read(now, statement_id, group) for group in both),
        levels=tuple((group, level, new) for group, level, new in levels if level != new),
        people=before != after,
    )


def changed_statements(now: SurveyDefinition, then: SurveyDefinition) -> frozenset[str]:
    """The statements of a later survey that an earlier one asked otherwise or not at all."""
    return frozenset(one.id for one in now.statements if asked_change(then, now, one.id).any)


def statement_text(definition: SurveyDefinition, statement_id: str, role_group: str | None) -> str:
    """The words of a statement, as everybody or as one role group reads them."""
    own = definition.wordings.get(role_group or "", {})
    return own.get(statement_id, definition.statement(statement_id).text)


def is_reworded(then: SurveyDefinition, now: SurveyDefinition, statement_id: str, role_group: str | None) -> bool:
    """Whether a later survey was written with other words for a statement, for everybody or for one role group."""
    before, after = (statement_text(one.as_written, statement_id, role_group) for one in (then, now))
    return before != after


def _read(definition: SurveyDefinition, statement_id: str, role_group: str) -> tuple[object, ...]:
    """All that somebody of a role group reads who answers a statement."""
    text = statement_text(definition, statement_id, role_group)
    return text, definition.stem_for(role_group), definition.scale, definition.not_my_role
