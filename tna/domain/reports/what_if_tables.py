"""The tables of a what-if, each marked as one in its caption."""

from collections.abc import Iterator, Mapping, Sequence

from tna import language
from tna.domain.asked_changes import statement_text
from tna.domain.disclosure import Figures
from tna.domain.needs import Need, StatementFigures, ranking
from tna.domain.reports.tables import Table
from tna.domain.reports.what_if_sides import Sides, people_each
from tna.domain.reports.words import rounded, whole_percent
from tna.language import gettext

MOST_NEEDS = 10
"""Places of the ranking that are shown before and after."""


def role_groups_table(sides: Sides, titles: Mapping[str, str]) -> Table:
    """Each role group as released and what if, for each of its statements on average; the largest move first."""
    pairs = [(titles[one], *pair) for one in sides.definition.role_groups if (pair := sides.pair(one))]
    pairs.sort(key=lambda row: (-abs((people_each(row[2]) or 0) - (people_each(row[1]) or 0)), row[0]))
    rows = [
        (title, _count(people_each(then)), _count(people_each(now)), _share(then), _share(now))
        for title, then, now in pairs
    ]
    headers = (
        gettext("Role group"),
        gettext("People to train as released"),
        gettext("People to train, what if"),
        gettext("Below as released (%)"),
        gettext("Below, what if (%)"),
    )
    return Table(gettext("What if: role groups, for each statement on average"), headers, tuple(rows), _numeric(1, 5))


def needs_table(sides: Sides) -> Table:
    """The largest needs of everyone, each beside its place as released."""
    texts = {statement.id: statement.text for statement in sides.definition.statements}
    places = {need.statement: (place, need) for place, need in enumerate(_ranked(sides.everyone[0]), start=1)}
    rows = []
    for place, need in enumerate(_ranked(sides.everyone[1].figures)[:MOST_NEEDS], start=1):
        place_then, then = places[need.statement]
        people = (_count(need.people), _count(then.people))
        rows.append((str(place), texts[need.statement], people[0], str(place_then), people[1]))
    headers = (
        gettext("Place, what if"),
        gettext("Statement"),
        gettext("People to train, what if"),
        gettext("Place as released"),
        gettext("People to train as released"),
    )
    return Table(gettext("What if: the largest needs"), headers, tuple(rows), frozenset({0, 2, 3, 4}))


def _ranked(figures: Figures) -> Sequence[Need]:
    return ranking(figures.statements.values())


def statements_table(sides: Sides, titles: Mapping[str, str]) -> Table:
    """Every statement with another level, role group by role group; each row says that it is a what-if."""
    headers = (
        gettext("What is shown"),
        gettext("Role group"),
        gettext("Statement"),
        gettext("Level as released"),
        gettext("Level, what if"),
        gettext("People to train as released"),
        gettext("People to train, what if"),
        gettext("Below as released (%)"),
        gettext("Below, what if (%)"),
        gettext("People who answered"),
    )
    rows = tuple(_statement_rows(sides, titles))
    return Table(gettext("What if: every statement with another level"), headers, rows, _numeric(3, 10))


def _statement_rows(sides: Sides, titles: Mapping[str, str]) -> Iterator[tuple[str, ...]]:
    kind = gettext("What if, not a figure of the release")
    for role_group in sides.definition.role_groups:
        for statement in sides.definition.statements:
            levels = [one.target(role_group, statement.id) for one in (sides.definition, sides.changed)]
            if levels[0] == levels[1]:
                continue
            text = statement_text(sides.definition, statement.id, role_group)
            found = [one.statements.get(statement.id) for one in sides.pair(role_group) or ()]
            cells = (kind, titles[role_group], text, str(levels[0]), str(levels[1]))
            yield (*cells, *_statement_cells(*(found or (None, None))))


def _statement_cells(then: StatementFigures | None, now: StatementFigures | None) -> tuple[str, ...]:
    if then is None or now is None or then.below is None or now.below is None:
        return (*[gettext("not released")] * 4, "")
    return (
        _count(then.people),
        _count(now.people),
        str(whole_percent(then.below)),
        str(whole_percent(now.below)),
        language.number(now.n),
    )


def _count(people: float | None) -> str:
    return gettext("not known") if people is None else language.number(rounded(people))


def _share(figures: Figures) -> str:
    """The plain mean of the shares below over the statements released, in whole percent."""
    shares = [one.below for one in figures.statements.values() if one.below is not None]
    return str(whole_percent(sum(shares) / len(shares))) if shares else gettext("not released")


def _numeric(first: int, end: int) -> frozenset[int]:
    return frozenset(range(first, end))
