"""Everything that is released of a round as one tidy table: a row for each group, item and answer.

The names of columns and the words in them are for programs and stay English.
"""

from collections.abc import Iterator, Mapping

from tna.domain.disclosure import Release as ReleasedRound
from tna.domain.disclosure import Selection, ToldGroup, publish, told_groups
from tna.domain.free_text import Themes
from tna.domain.reports.released_items import (
    QuestionItem,
    StatementItem,
    question_items,
    statement_items,
    theme_items,
)
from tna.domain.surveys import SurveyDefinition
from tna.language import mark
from tna.services.csv_writing import csv_bytes

COLUMNS: Mapping[str, str] = {
    "round": mark("The title of the round"),
    "release_group": mark("The key of the release group: people who are published together"),
    "role_group": mark("The role group that all of them answered as"),
    "group_kind": mark("own (one agency), sector (other agencies of one sector) or other"),
    "sector": mark("The sector; empty for other agencies of any sector"),
    "agency": mark("The agency of a group of its own; empty for every other"),
    "answers": mark("How many people of the group answered"),
    "heads": mark("How many people the group has by the headcounts; empty where one is missing"),
    "item_kind": mark("statement, question, or theme of what people wrote in their own words"),
    "domain": mark("The domain of a statement; empty for others"),
    "item": mark("The id of the statement or question, or what the theme is called"),
    "target": mark("The level that the role group needs; empty for all but statements"),
    "answer": mark(
        "1 to 5, not_my_role or blank; of a question the id of a choice, or blank; of a theme about_it or other_things"
    ),
    "count": mark("How many gave this answer; empty where the item is withheld"),
    "status": mark("released or withheld"),
}
"""Every column of the file, with what it holds."""


def tidy_csv(frozen: ReleasedRound, definition: SurveyDefinition, *, title: str, themes: Themes | None = None) -> bytes:
    """The whole table as CSV, withheld items among its rows with their counts left empty; `title` is the round's."""
    return csv_bytes(tuple(COLUMNS), _rows(frozen, definition, title, themes))


def _rows(
    frozen: ReleasedRound, definition: SurveyDefinition, title: str, themes: Themes | None
) -> Iterator[tuple[str, ...]]:
    for group in told_groups(frozen):
        about = _about(title, group)
        for cells in (*_of_group(frozen, group, definition), *_written_by(group, themes)):
            yield (*about, *cells)


def _about(title: str, group: ToldGroup) -> tuple[str, ...]:
    heads = "" if group.heads is None else str(group.heads)
    whose = (group.role_group, group.kind.value, group.sector or "", group.agency or "")
    return (title, group.key, *whose, str(group.answers), heads)


def _of_group(frozen: ReleasedRound, group: ToldGroup, definition: SurveyDefinition) -> Iterator[tuple[str, ...]]:
    shown = publish(frozen, Selection(groups=frozenset({group.key})))
    targets = definition.targets.get(group.role_group, {})
    for statement in statement_items(shown, definition, group.role_group):
        about = ("statement", statement.domain, statement.statement, str(targets.get(statement.statement, "")))
        for answer, count in _levels(statement):
            yield (*about, answer, _written(count), statement.status)
    for question in question_items(shown, definition, frozenset({group.role_group})):
        for answer, count in _choices(question):
            yield ("question", "", question.question, "", answer, _written(count), question.status)


def _written_by(group: ToldGroup, themes: Themes | None) -> Iterator[tuple[str, ...]]:
    for item in theme_items(themes, {group.key}):
        others = None if item.about is None or item.texts is None else item.texts - item.about
        for answer, count in (("about_it", item.about), ("other_things", others)):
            yield ("theme", "", item.theme, "", answer, _written(count), item.status)


def _levels(item: StatementItem) -> Iterator[tuple[str, int | None]]:
    for level in range(1, 6):
        yield str(level), getattr(item, f"level_{level}")
    yield "not_my_role", item.not_my_role
    yield "blank", item.blank


def _choices(item: QuestionItem) -> Iterator[tuple[str, int | None]]:
    for choice in item.choices:
        yield choice.choice, choice.count
    yield "blank", item.blank


def _written(count: int | None) -> str:
    return "" if count is None else str(count)
