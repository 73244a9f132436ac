"""How a figure on the page was worked out, step by step, with its own numbers filled in.

Every step takes published figures and nothing else; docs/methods has the formulas with their sources.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from tna import language
from tna.domain.disclosure import Figures
from tna.domain.mean_intervals import LEVEL_VALUES
from tna.domain.needs import DomainFigures, StatementFigures
from tna.domain.reports.words import percent, percent_range, rounded, whole_percent
from tna.domain.small_groups import ModelEstimate
from tna.domain.surveys import Domain
from tna.language import gettext, ngettext


@dataclass(frozen=True, slots=True)
class Working:
    """One row worked out: whose figure it is, and the steps to it as sentences."""

    title: str
    steps: tuple[str, ...]


def statement_workings(
    figures: Mapping[str, Figures], statement: str, *, titles: Mapping[str, str], everyone: Figures
) -> tuple[Working, ...]:
    """All together first, then each role group that is released; `figures` and `titles` by role group id."""
    found = {key: one.statements[statement] for key, one in figures.items() if statement in one.statements}
    workings = [Working(titles[key], statement_steps(one)) for key, one in found.items() if one.below is not None]
    together = everyone.statements.get(statement)
    if together is not None and together.below is not None and len(found) > 1:
        steps = (*_weighted(list(found.values()), together), *_range(together), *_people(together))
        workings.insert(0, Working(gettext("All role groups together"), steps))
    return tuple(workings)


def statement_steps(one: StatementFigures) -> tuple[str, ...]:
    """The steps to the figures of one role group, all of which needs the same level."""
    return (*_share(one), *_gap(one), *_range(one), *_people(one), *_model(one.below_model))


def domain_workings(
    figures: Mapping[str, Figures], domain: Domain, *, titles: Mapping[str, str]
) -> tuple[Working, ...]:
    """Each role group or agency with a figure for this domain; `figures` and `titles` by id."""
    return tuple(
        Working(titles[key], domain_steps(one.domains[domain.id], one, domain))
        for key, one in figures.items()
        if domain.id in one.domains
    )


def domain_steps(found: DomainFigures, figures: Figures, domain: Domain) -> tuple[str, ...]:
    """The steps to the share of one domain: the plain mean over its released statements."""
    released = (figures.statements.get(one.id) for one in domain.statements)
    shares = [one.below for one in released if one is not None and one.below is not None]
    mean = ngettext(
        "%(released)s of the %(n)s statement asked here is released; the mean of its share below: %(sum)s = %(share)s.",
        "%(released)s of the %(n)s statements asked here are released; the mean of their shares below: "
        "(%(sum)s) ÷ %(released)s = %(share)s.",
        found.asked,
        released=len(shares),
        sum=" + ".join(percent(share) for share in shares),
        share=percent(found.below),
    )
    steps = [mean]
    if found.below_interval is not None:
        steps.append(
            gettext(
                "Its range is that of its least certain statement, laid around %(share)s: %(range)s.",
                share=percent(found.below),
                range=percent_range(found.below_interval.low, found.below_interval.high),
            )
        )
    return (*steps, *_model(found.below_model))


def _share(one: StatementFigures) -> list[str]:
    """Share below = people under the level needed ÷ people who gave a level; then counted by headcount."""
    if one.target is None or one.below is None:
        return []
    lower = one.counts[: one.target - 1]
    alone = sum(lower) / one.n
    steps = [
        gettext(
            "Level %(level)s is needed. Lower levels were given by %(sum)s = %(below)s of the %(n)s who gave a level: "
            "%(share)s.",
            level=one.target,
            sum=" + ".join(language.number(count) for count in lower) or "0",
            below=language.number(sum(lower)),
            n=language.number(one.n),
            share=percent(alone),
        )
    ]
    if whole_percent(alone) != whole_percent(one.below):
        steps.append(gettext("With each group counted by its headcount it is %(share)s.", share=percent(one.below)))
    return steps


def _gap(one: StatementFigures) -> list[str]:
    """Gap = the levels that each lacks, added up, ÷ people who gave a level."""
    if one.target is None or one.gap is None:
        return []
    lacking = [(count, one.target - level) for count, level in zip(one.counts, LEVEL_VALUES, strict=True)]
    parts = [f"{language.number(count)} × {lack:.0f}" for count, lack in lacking if lack > 0]
    alone = sum(count * lack for count, lack in lacking if lack > 0) / one.n
    steps = [
        gettext(
            "Gap: (%(parts)s) ÷ %(n)s = %(gap)s levels.",
            parts=" + ".join(parts) or "0",
            n=language.number(one.n),
            gap=_levels(alone),
        )
    ]
    if _levels(alone) != _levels(one.gap):
        steps.append(gettext("With each group counted by its headcount it is %(gap)s.", gap=_levels(one.gap)))
    return steps


def _range(one: StatementFigures) -> list[str]:
    """Wilson's interval at the number of draws that the answers are worth."""
    if one.below is None:
        return []
    if one.below_interval is None:
        return [gettext("There is no range: nothing is left to be unsure of, or a headcount is wrong.")]
    values = {
        "n": language.number(one.n),
        "share": percent(one.below),
        "range": percent_range(one.below_interval.low, one.below_interval.high),
    }
    if one.n_effective is None:
        return [gettext("Wilson’s interval around %(share)s of %(n)s: %(range)s.", **values)]
    return [
        gettext(
            "Range: these %(n)s tell as much as %(draws)s drawn from a far larger group, and Wilson’s interval of "
            "%(share)s at that number is %(range)s.",
            draws=f"{one.n_effective:.1f}",
            **values,
        )
    ]


def _people(one: StatementFigures) -> list[str]:
    """People to train = heads × people below ÷ (people who gave a level + those for whom it is no part of the job)."""
    if one.people is None or one.heads is None:
        return [gettext("People to train are not known: a headcount is missing.")]
    values = {
        "people": f"{one.people:.1f}",
        "heads": language.number(one.heads),
        "rounded": language.number(rounded(one.people)),
    }
    if one.target is not None:
        below, all_told = sum(one.counts[: one.target - 1]), one.n + one.not_my_role
        if f"{one.heads * below / all_told:.1f}" == values["people"]:
            return [
                gettext(
                    "People to train: %(heads)s × %(below)s ÷ (%(n)s + %(apart)s) = %(people)s, in tables %(rounded)s.",
                    below=language.number(below),
                    n=language.number(one.n),
                    apart=language.number(one.not_my_role),
                    **values,
                )
            ]
    return [
        gettext(
            "People to train: worked out in each group and added up, %(people)s of the %(heads)s who work in them; in "
            "tables %(rounded)s.",
            **values,
        )
    ]


def _weighted(rows: Sequence[StatementFigures], together: StatementFigures) -> list[str]:
    """Post-stratified: each role group's share by its heads."""
    share = percent(together.below or 0.0)
    known = [(one.heads, one.below) for one in rows if one.heads is not None and one.below is not None]
    if together.heads is None or len(known) < len(rows):
        return [gettext("Groups count by their answers, since a headcount is missing: %(share)s.", share=share)]
    steps = [
        gettext(
            "Each role group counts by its headcount: (%(parts)s) ÷ %(heads)s = %(share)s.",
            parts=" + ".join(f"{language.number(heads)} × {percent(below)}" for heads, below in known),
            heads=language.number(sum(heads for heads, _ in known)),
            share=share,
        )
    ]
    if together.below_unweighted is not None:
        steps.append(gettext("By answers alone it would be %(share)s.", share=percent(together.below_unweighted)))
    return steps


def _model(model: ModelEstimate | None) -> list[str]:
    """θ = μ + kept × (y − μ): the figure itself is y."""
    if model is None:
        return []
    return [
        ngettext(
            "Model: of its distance from %(centre)s, the middle of %(n)s group, %(kept)s is kept, which gives "
            "%(value)s.",
            "Model: of its distance from %(centre)s, the middle of %(n)s groups, %(kept)s is kept, which gives "
            "%(value)s.",
            model.groups,
            centre=percent(model.centre),
            kept=percent(model.kept),
            value=percent(model.value),
        )
    ]


def _levels(value: float) -> str:
    return f"{value:.2f}"
