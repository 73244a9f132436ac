"""How bars of levels, and the ranking of needs, were worked out, with their own numbers filled in."""

from collections.abc import Mapping, Sequence

from tna import language
from tna.domain.disclosure import Figures
from tna.domain.evaluations.changes import CONFIDENT
from tna.domain.mean_intervals import LEVEL_VALUES
from tna.domain.needs import StatementFigures, ranking
from tna.domain.reports.likert import LikertBars
from tna.domain.reports.words import listed, percent, whole_percent
from tna.domain.reports.workings.steps import Working, not_shown, quoted, statement_steps
from tna.domain.reports.workings.together import parts_of, together_steps
from tna.language import gettext


def likert_workings(bars: LikertBars, figures: Figures, parts: Mapping[str, Figures]) -> tuple[Working, ...]:
    """Bars of statements: `figures` of those who stand in them, `parts` by role group where those are several."""
    return tuple(
        _bar_working(bars, quoted(row.text), figures.statements.get(row.id), parts_of(parts, row.id))
        for row in bars.rows
    )


def role_group_likert_workings(bars: LikertBars, figures: Mapping[str, Figures], statement: str) -> tuple[Working, ...]:
    """Bars of one statement by role group; `figures` by the id of the row."""
    return tuple(_bar_working(bars, row.text, figures[row.id].statements.get(statement), ()) for row in bars.rows)


def level_steps(one: StatementFigures) -> tuple[str, ...]:
    """How many gave each level, and the mean of the levels."""
    n = language.number(one.n)
    counts = [language.number(count) for count in one.counts]
    alone = sum(level * count for level, count in zip(LEVEL_VALUES, one.counts, strict=True)) / one.n
    steps = [
        gettext(
            "Levels 1 to 5 were given by %(counts)s of %(n)s: %(shares)s.",
            counts=listed(counts),
            n=n,
            shares=listed([percent(count / one.n) for count in one.counts]),
        ),
        gettext(
            "Mean level: (%(parts)s) ÷ %(n)s = %(mean)s.",
            parts=" + ".join(f"{count} × {level:.0f}" for count, level in zip(counts, LEVEL_VALUES, strict=True)),
            n=n,
            mean=f"{alone:.2f}",
        ),
    ]
    if f"{alone:.2f}" != f"{one.mean:.2f}":
        steps.append(gettext("With each group counted by its headcount it is %(mean)s.", mean=f"{one.mean:.2f}"))
    return tuple(steps)


def estimate_workings(rows: Sequence[tuple[str, StatementFigures]]) -> tuple[Working, ...]:
    """The mean level and the share of the confident, row by row; `rows` are titles with figures."""
    return tuple(Working(who, (*level_steps(one)[1:], *_confident(one))) for who, one in rows)


def _confident(one: StatementFigures) -> list[str]:
    """Level 4 or 5 ÷ people who gave a level; then counted by headcount."""
    if one.confident is None:
        return []
    counts = one.counts[CONFIDENT - 1 :]
    alone = sum(counts) / one.n
    steps = [
        gettext(
            "Confident: (%(parts)s) ÷ %(n)s = %(share)s.",
            parts=" + ".join(language.number(count) for count in counts),
            n=language.number(one.n),
            share=percent(alone),
        )
    ]
    if whole_percent(alone) != whole_percent(one.confident):
        steps.append(gettext("With each group counted by its headcount it is %(share)s.", share=percent(one.confident)))
    return steps


def ranking_workings(
    everyone: Figures, parts: Mapping[str, Figures], texts: Mapping[str, str], *, most: int | None = None
) -> tuple[Working, ...]:
    """Each place of the ranking: what it goes by, then the figures; `parts` by role group, `texts` by statement id."""
    ranked = ranking(everyone.statements.values())
    by_people = all(need.people is not None for need in ranked)
    workings = []
    for place, need in enumerate(ranked[:most], start=1):
        size = language.tenths(need.people or 0.0) if by_people else percent(need.below)
        found = everyone.statements[need.statement]
        steps = together_steps(found, parts_of(parts, need.statement))
        workings.append(Working(quoted(texts[need.statement]), (_place(place, len(ranked), size, by_people), *steps)))
    return tuple(workings)


def _place(place: int, places: int, size: str, by_people: bool) -> str:
    values = {"place": place, "places": places, "size": size}
    if by_people:
        return gettext("Place %(place)s of %(places)s, the most people to train first: %(size)s.", **values)
    return gettext(
        "Place %(place)s of %(places)s, the largest share below first, since a headcount is missing: %(size)s.",
        **values,
    )


def _bar_working(
    bars: LikertBars, title: str, found: StatementFigures | None, parts: Sequence[StatementFigures]
) -> Working:
    if found is None:
        return Working(title, (not_shown(bars.withheld_words),))
    steps = together_steps(found, parts) if found.below is not None else statement_steps(found)
    return Working(title, (*level_steps(found), *steps))
