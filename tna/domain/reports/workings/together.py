"""How the figures of several role groups together were worked out from those of each."""

from collections.abc import Iterable, Mapping, Sequence

from tna import language
from tna.domain.disclosure import Figures
from tna.domain.needs import StatementFigures
from tna.domain.reports.words import percent, rounded
from tna.domain.reports.workings.steps import Working, in_levels, not_shown, people_steps, range_steps, statement_steps
from tna.language import gettext


def statement_workings(
    figures: Mapping[str, Figures], statement: str, *, titles: Mapping[str, str], everyone: Figures, why: str
) -> tuple[Working, ...]:
    """All together first, then each role group that was asked; `figures` and `titles` by role group id.

    `why` says, inside a sentence, why a role group is not released.
    """
    asked = {key: one.statements.get(statement) for key, one in figures.items() if statement in one.asked}
    rows = [
        Working(titles[key], (not_shown(why),) if one is None else statement_steps(one))
        for key, one in asked.items()
        if one is None or one.below is not None
    ]
    together, released = everyone.statements.get(statement), parts_of(figures, statement)
    if together is None or together.below is None or len(released) < 2:
        return tuple(rows)
    return (Working(gettext("All role groups together"), together_steps(together, released)), *rows)


def parts_of(figures: Mapping[str, Figures], statement: str) -> list[StatementFigures]:
    """The figures of a statement in each role group that is released and needs a level."""
    found = (one.statements.get(statement) for one in figures.values())
    return [one for one in found if one is not None and one.below is not None]


def together_steps(together: StatementFigures, rows: Sequence[StatementFigures]) -> tuple[str, ...]:
    """The steps to the figures of several role groups together, from those of each; of one, its own."""
    if len(rows) < 2:
        return statement_steps(together)
    return (
        *weighted_steps(rows, together),
        *_weighted_gap(rows, together),
        *range_steps(together),
        *people_together(rows, together),
    )


def weighted_steps(rows: Sequence[StatementFigures], together: StatementFigures) -> list[str]:
    """Post-stratified: each role group's share by its heads; by its answers where a headcount is missing."""
    share = percent(together.below or 0.0)
    heads = [one.heads for one in rows if one.heads is not None]
    if together.heads is None or len(heads) < len(rows):
        alone = [(one.n, one.below_unweighted) for one in rows if one.below_unweighted is not None]
        return [
            gettext(
                "Groups count by their answers, since a headcount is missing: (%(parts)s) ÷ %(n)s = %(share)s.",
                parts=products(alone),
                n=language.number(sum(n for n, _ in alone)),
                share=share,
            )
        ]
    steps = [
        gettext(
            "Each role group counts by its headcount: (%(parts)s) ÷ %(heads)s = %(share)s.",
            parts=products(zip(heads, (one.below or 0.0 for one in rows), strict=True)),
            heads=language.number(sum(heads)),
            share=share,
        )
    ]
    if together.below_unweighted is not None:
        steps.append(gettext("By answers alone it would be %(share)s.", share=percent(together.below_unweighted)))
    return steps


def products(parts: Iterable[tuple[int, float]]) -> str:
    """Each group's size times its share, added up."""
    return " + ".join(f"{language.number(size)} × {percent(share)}" for size, share in parts)


def _weighted_gap(rows: Sequence[StatementFigures], together: StatementFigures) -> list[str]:
    """The same of the gap, where headcounts are known."""
    known = [(one.heads, one.gap) for one in rows if one.heads is not None and one.gap is not None]
    if together.heads is None or together.gap is None or len(known) < len(rows):
        return []
    return [
        gettext(
            "Gap: (%(parts)s) ÷ %(heads)s = %(gap)s levels.",
            parts=" + ".join(f"{language.number(heads)} × {in_levels(gap)}" for heads, gap in known),
            heads=language.number(sum(heads for heads, _ in known)),
            gap=in_levels(together.gap),
        )
    ]


def people_together(rows: Sequence[StatementFigures], together: StatementFigures) -> list[str]:
    """People to train of several role groups: those of each, added up."""
    parts = [one.people for one in rows if one.people is not None]
    if together.people is None or together.heads is None or len(parts) < len(rows):
        return people_steps(together)
    return [
        gettext(
            "People to train, role group by role group: %(parts)s = %(people)s of the %(heads)s who work in them; in "
            "tables %(rounded)s.",
            parts=" + ".join(map(language.tenths, parts)),
            people=language.tenths(together.people),
            heads=language.number(together.heads),
            rounded=language.number(rounded(together.people)),
        )
    ]
