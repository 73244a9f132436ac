"""How a figure on the page was worked out, step by step, with its own numbers filled in.

Every step takes published figures and nothing else; docs/methods has the formulas with their sources.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from tna import language
from tna.domain.mean_intervals import LEVEL_VALUES
from tna.domain.needs import StatementFigures
from tna.domain.reports.words import percent, percent_range, phrase, rounded, whole_percent
from tna.domain.small_groups import ModelEstimate
from tna.language import gettext, ngettext


@dataclass(frozen=True, slots=True)
class Working:
    """One row worked out: whose figure it is, and the steps to it as sentences."""

    title: str
    steps: tuple[str, ...]


def not_shown(why: str) -> str:
    """The step that stands where a figure is withheld; `why` as it stands inside a sentence."""
    return gettext("Not shown: %(why)s.", why=why)


def quoted(statement: str) -> str:
    """A statement as the title of a working."""
    return gettext("“%(text)s”", text=phrase(statement))


def said_of(what: str, steps: Iterable[str]) -> str:
    """Several steps to one figure as one, after what it is a figure of."""
    return gettext("%(what)s: %(steps)s", what=what, steps=" ".join(steps))


def statement_steps(one: StatementFigures) -> tuple[str, ...]:
    """The steps to the figures of one role group, all of which needs the same level."""
    return (*share_steps(one), *_gap(one), *range_steps(one), *people_steps(one), *model_steps(one.below_model))


def share_steps(one: StatementFigures) -> list[str]:
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
            gap=in_levels(alone),
        )
    ]
    if in_levels(alone) != in_levels(one.gap):
        steps.append(gettext("With each group counted by its headcount it is %(gap)s.", gap=in_levels(one.gap)))
    return steps


def range_steps(one: StatementFigures) -> list[str]:
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
            draws=language.tenths(one.n_effective),
            **values,
        )
    ]


def people_steps(one: StatementFigures) -> list[str]:
    """People to train = heads × people below ÷ (people who gave a level + those for whom it is no part of the job)."""
    if one.people is None or one.heads is None:
        return [gettext("People to train are not known: a headcount is missing.")]
    values = {
        "people": language.tenths(one.people),
        "heads": language.number(one.heads),
        "rounded": language.number(rounded(one.people)),
    }
    if one.target is not None:
        below, all_told = sum(one.counts[: one.target - 1]), one.n + one.not_my_role
        if language.tenths(one.heads * below / all_told) == values["people"]:
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


def model_steps(model: ModelEstimate | None) -> list[str]:
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


def in_levels(value: float) -> str:
    """A mean or a gap in levels."""
    return f"{value:.2f}"
