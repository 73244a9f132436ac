"""What other levels would change, in words and tables, each marked as a what-if and none as a figure of the release."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

from tna import language
from tna.domain.asked_changes import statement_text
from tna.domain.disclosure import Figures
from tna.domain.needs import Need, StatementFigures, ranking
from tna.domain.reports.tables import Table
from tna.domain.reports.words import about, begun, between, inside, percent, rounded, whole_percent
from tna.domain.surveys import Domain, SurveyDefinition
from tna.domain.targets import targets_by_domain
from tna.domain.what_if import WhatIf
from tna.language import gettext, ngettext

MOST_NEEDS = 10
"""Places of the ranking that are shown before and after."""


@dataclass(frozen=True, slots=True)
class Move:
    """What another level does in one role group and domain: which level, and whom it would leave below.

    `size` is the people to train more or fewer for each statement, on average; without headcounts the difference of
    the shares, and 0 where nothing is released.
    """

    change: str
    words: str
    size: float


@dataclass(frozen=True, slots=True)
class NotAsked:
    """The statements that a role group was not asked, and the sentence that says what that means."""

    role_group: str
    title: str
    words: str
    statements: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class WhatIfReport:
    """Everything a page or a file shows of a what-if: `moves` are the largest first, `statements` those that change."""

    finding: str
    moves: tuple[Move, ...]
    role_groups: Table
    needs: Table
    statements: Table


@dataclass(frozen=True, slots=True)
class Sides:
    """A release as it is and under other targets: the survey with each, and the figures of everyone and by role group.

    `tried` holds the role groups whose targets differ; those of the others are as they were released.
    """

    definition: SurveyDefinition
    changed: SurveyDefinition
    everyone: tuple[Figures, WhatIf]
    released: Mapping[str, Figures]
    tried: Mapping[str, WhatIf]

    def pair(self, role_group: str) -> tuple[Figures, Figures] | None:
        """The figures of a role group as released, and what they would be; None where nobody of it is in the round."""
        released = self.released.get(role_group)
        if released is None:
            return None
        tried = self.tried.get(role_group)
        return released, released if tried is None else tried.figures


def what_if_report(sides: Sides, *, titles: Mapping[str, str]) -> WhatIfReport:
    """The report; `titles` of role groups by id."""
    return WhatIfReport(
        finding=_finding(sides),
        moves=tuple(sorted(_moves(sides, titles), key=lambda move: (-abs(move.size), move.change))),
        role_groups=_role_groups(sides, titles),
        needs=_needs(sides),
        statements=_statements(sides, titles),
    )


def people_each(figures: Figures, statements: Collection[str] | None = None) -> float | None:
    """People to train for each statement released, on average: Σ people / statements, of all or of those named.

    Nobody is counted over several statements, which would need a sum over a person's answers. None where nothing is
    released or a headcount is missing.
    """
    found = [one for key, one in figures.statements.items() if statements is None or key in statements]
    people = [one.people for one in found if one.people is not None]
    return sum(people) / len(people) if people and len(people) == len(found) else None


def not_asked(definition: SurveyDefinition, *, titles: Mapping[str, str]) -> tuple[NotAsked, ...]:
    """For each role group what it was not asked, and that no level can be tried on that."""
    found = []
    for role_group in definition.role_groups:
        missing = tuple(one.text for one in definition.statements if not definition.is_asked(role_group, one.id))
        if missing:
            words = ngettext(
                "It was not asked %(n)s of the %(all)s statements. Nobody gave a level for it, so how many would be "
                "below is not known at all: it may be nobody, or everybody.",
                "It was not asked %(n)s of the %(all)s statements. Nobody gave a level for them, so how many would be "
                "below is not known at all: it may be nobody, or everybody.",
                len(missing),
                all=len(definition.statements),
            )
            found.append(NotAsked(role_group, titles[role_group], words, missing))
    return tuple(found)


# Sentences --------------------------------------------------------------------------------------------------


def _finding(sides: Sides) -> str:
    then, now = people_each(sides.everyone[0]), people_each(sides.everyone[1].figures)
    if not sides.tried:
        return gettext("No level is changed yet, so everything is as it was released.")
    if then is None or now is None:
        return gettext("What if these levels were needed? How many people is not known: headcounts are missing.")
    if rounded(then) == rounded(now):
        return gettext(
            "What if these levels were needed? For each statement, on average, %(people)s would need training, as now.",
            people=_people(now),
        )
    return gettext(
        "What if these levels were needed? For each statement, on average, %(people)s would need training, instead of "
        "%(before)s.",
        people=_people(now),
        before=_people(then),
    )


def _moves(sides: Sides, titles: Mapping[str, str]) -> Iterator[Move]:
    before = {row.role_group: row for row in targets_by_domain(sides.definition)}
    for row in targets_by_domain(sides.changed):
        for then, now in zip(before[row.role_group].domains, row.domains, strict=True):
            if (then.level, then.own) == (now.level, now.own):
                continue
            values = {
                "who": titles[row.role_group],
                "domain": inside(now.domain.title),
                "now": now.level,
                "then": then.level,
            }
            if then.level == now.level:
                change = gettext("%(who)s, %(domain)s: other levels for single statements.", **values)
            else:
                change = gettext("%(who)s, %(domain)s: level %(now)s instead of %(then)s.", **values)
            yield _move(change, now.domain, sides.pair(row.role_group))


def _move(change: str, domain: Domain, pair: tuple[Figures, Figures] | None) -> Move:
    share_then, share_now = (one.domains.get(domain.id) for one in pair) if pair else (None, None)
    if pair is None or share_then is None or share_now is None:
        return Move(change, gettext("No figure of it is released, so nothing can be said of another level."), 0.0)
    shares = {
        "share": percent(share_now.below),
        "share_then": percent(share_then.below),
        "answered": between(share_now.n_low, share_now.n_high),
    }
    ids = {statement.id for statement in domain.statements}
    people_then, people_now = (people_each(one, ids) for one in pair)
    if people_then is None or people_now is None:
        words = gettext("%(share)s of %(answered)s who answered would be below, instead of %(share_then)s.", **shares)
        return Move(change, words, share_now.below - share_then.below)
    people = {"people": begun(_people(people_now)), "before": _people(people_then)}
    words = gettext(
        "%(people)s would need training for each statement, on average, instead of %(before)s: %(share)s of "
        "%(answered)s who answered would be below, instead of %(share_then)s.",
        **people,
        **shares,
    )
    return Move(change, words, people_now - people_then)


def _people(people: float) -> str:
    return about(people) if rounded(people) else gettext("nobody")


# Tables -----------------------------------------------------------------------------------------------------


def _role_groups(sides: Sides, titles: Mapping[str, str]) -> Table:
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


def _needs(sides: Sides) -> Table:
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


def _statements(sides: Sides, titles: Mapping[str, str]) -> Table:
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
