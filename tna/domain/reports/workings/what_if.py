"""How the numbers of a what-if were worked out, from the released counts, and each marked as a what-if."""

from collections.abc import Collection, Iterator, Mapping

from tna import language
from tna.domain.asked_changes import statement_text
from tna.domain.disclosure import Figures
from tna.domain.reports.what_if_sides import Sides, people_each
from tna.domain.reports.what_if_tables import MOST_NEEDS
from tna.domain.reports.words import percent, phrase
from tna.domain.reports.workings.domains import mean_steps
from tna.domain.reports.workings.levels import ranking_workings
from tna.domain.reports.workings.steps import Working, said_of, statement_steps
from tna.domain.surveys import Domain
from tna.language import gettext


def move_steps(pair: tuple[Figures, Figures] | None, domain: Domain) -> tuple[str, ...]:
    """One domain of a role group, as released and what if; none where it is withheld."""
    found = [one.domains.get(domain.id) for one in pair or ()]
    if pair is None or None in found:
        return ()
    ids = {statement.id for statement in domain.statements}
    return tuple(
        said_of(side, [*mean_steps(one.domains[domain.id], one, domain), *_people_each(one, ids)])
        for side, one in zip(_sides(), pair, strict=True)
    )


def role_group_what_ifs(sides: Sides, titles: Mapping[str, str]) -> tuple[Working, ...]:
    """Each role group as released and what if, for each of its statements on average."""
    return tuple(
        Working(
            gettext("What if: %(change)s", change=titles[role_group]),
            tuple(
                said_of(side, [*_people_each(one), *_mean_share(one)])
                for side, one in zip(_sides(), pair, strict=True)
                if one.statements
            ),
        )
        for role_group in sides.definition.role_groups
        if (pair := sides.pair(role_group)) and all(one.statements for one in pair)
    )


def need_what_ifs(sides: Sides) -> tuple[Working, ...]:
    """The largest needs of everyone, what if."""
    texts = {statement.id: statement.text for statement in sides.definition.statements}
    pairs = {one: sides.pair(one) for one in sides.definition.role_groups}
    parts = {key: pair[1] for key, pair in pairs.items() if pair is not None}
    return ranking_workings(sides.everyone[1].figures, parts, texts, most=MOST_NEEDS)


def statement_what_ifs(sides: Sides, titles: Mapping[str, str]) -> tuple[Working, ...]:
    """Every statement with another level, role group by role group, what if."""
    return tuple(_statements(sides, titles))


def _statements(sides: Sides, titles: Mapping[str, str]) -> Iterator[Working]:
    for role_group in sides.definition.role_groups:
        pair = sides.pair(role_group)
        for statement in sides.definition.statements:
            levels = [one.target(role_group, statement.id) for one in (sides.definition, sides.changed)]
            found = None if pair is None else pair[1].statements.get(statement.id)
            if levels[0] != levels[1] and found is not None and found.below is not None:
                title = gettext(
                    "What if: %(role_group)s, “%(statement)s”",
                    role_group=titles[role_group],
                    statement=phrase(statement_text(sides.definition, statement.id, role_group)),
                )
                yield Working(title, statement_steps(found))


def _sides() -> tuple[str, str]:
    return gettext("As released"), gettext("What if")


def _people_each(figures: Figures, statements: Collection[str] | None = None) -> list[str]:
    """People to train for each statement: those of each added up, divided by how many statements there are."""
    each = people_each(figures, statements)
    if each is None:
        return [gettext("People to train are not known: a headcount is missing.")]
    found = [one.people for key, one in figures.statements.items() if statements is None or key in statements]
    return [
        gettext(
            "People to train for each statement, on average: (%(parts)s) ÷ %(n)s = %(people)s.",
            parts=" + ".join(language.tenths(people) for people in found if people is not None),
            n=len(found),
            people=language.tenths(each),
        )
    ]


def _mean_share(figures: Figures) -> list[str]:
    shares = [one.below for one in figures.statements.values() if one.below is not None]
    if not shares:
        return []
    return [
        gettext(
            "The mean of the shares below: (%(parts)s) ÷ %(n)s = %(share)s.",
            parts=" + ".join(map(percent, shares)),
            n=len(shares),
            share=percent(sum(shares) / len(shares)),
        )
    ]
