"""What other levels would change, in words and tables, each marked as a what-if and none as a figure of the release."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from tna.domain.disclosure import Figures
from tna.domain.reports.behind import is_estimate, of_whom
from tna.domain.reports.tables import Table
from tna.domain.reports.what_if_sides import Sides, people_each
from tna.domain.reports.what_if_tables import needs_table, role_groups_table, statements_table
from tna.domain.reports.words import about, begun, between, inside, percent, rounded
from tna.domain.reports.workings.steps import Working
from tna.domain.reports.workings.what_if import (
    move_steps,
    need_what_ifs,
    role_group_what_ifs,
    statement_what_ifs,
)
from tna.domain.surveys import Domain, SurveyDefinition
from tna.domain.targets import targets_by_domain
from tna.language import gettext, ngettext


@dataclass(frozen=True, slots=True)
class Move:
    """What another level does in one role group and domain: which level, and whom it would leave below.

    `size` is the people to train more or fewer for each statement, on average; without headcounts the difference of
    the shares, and 0 where nothing is released. `steps` are how it was worked out, none where nothing is released.
    """

    change: str
    words: str
    size: float
    steps: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class NotAsked:
    """The statements that a role group was not asked, and the sentence that says what that means."""

    role_group: str
    title: str
    words: str
    statements: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class WhatIfWorkings:
    """How each part of the report was worked out."""

    moves: tuple[Working, ...]
    role_groups: tuple[Working, ...]
    needs: tuple[Working, ...]
    statements: tuple[Working, ...]


@dataclass(frozen=True, slots=True)
class WhatIfReport:
    """Everything a page or a file shows of a what-if: `moves` are the largest first, `statements` those that change."""

    finding: str
    moves: tuple[Move, ...]
    role_groups: Table
    needs: Table
    statements: Table
    workings: WhatIfWorkings


def what_if_report(sides: Sides, *, titles: Mapping[str, str]) -> WhatIfReport:
    """The report; `titles` of role groups by id."""
    moves = tuple(sorted(_moves(sides, titles), key=lambda move: (-abs(move.size), move.change)))
    return WhatIfReport(
        finding=_finding(sides),
        moves=moves,
        role_groups=role_groups_table(sides, titles),
        needs=needs_table(sides),
        statements=statements_table(sides, titles),
        workings=WhatIfWorkings(
            moves=tuple(
                Working(gettext("What if: %(change)s", change=move.change), move.steps) for move in moves if move.steps
            ),
            role_groups=role_group_what_ifs(sides, titles),
            needs=need_what_ifs(sides),
            statements=statement_what_ifs(sides, titles),
        ),
    )


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
    steps = move_steps(pair, domain)
    shares = {
        "share": of_whom(
            percent(share_now.below),
            between(share_now.n_low, share_now.n_high),
            estimated=is_estimate(share_now.below, share_now.below_unweighted),
        ),
        "share_then": percent(share_then.below),
    }
    ids = {statement.id for statement in domain.statements}
    people_then, people_now = (people_each(one, ids) for one in pair)
    if people_then is None or people_now is None:
        words = gettext("%(share)s would be below, instead of %(share_then)s.", **shares)
        return Move(change, words, share_now.below - share_then.below, steps)
    people = {"people": begun(_people(people_now)), "before": _people(people_then)}
    words = gettext(
        "%(people)s would need training for each statement, on average, instead of %(before)s: %(share)s "
        "would be below, instead of %(share_then)s.",
        **people,
        **shares,
    )
    return Move(change, words, people_now - people_then, steps)


def _people(people: float) -> str:
    return about(people) if rounded(people) else gettext("nobody")
