"""Released figures item by item, as programs, spreadsheets and files take them: one frozen row each.

What is withheld is a row too: `status` says so and every figure in it is null. The names of the fields are those of
the API and of the columns of files, so they stay as they are; beside each stands what it means.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Annotated, Any

from tna.domain.disclosure import Figures
from tna.domain.domain_means import DomainFigures
from tna.domain.free_text import Themes, publish_themes
from tna.domain.intervals import Interval
from tna.domain.needs import QuestionFigures, StatementFigures
from tna.domain.reports.questions import question_intervals, question_shares
from tna.domain.surveys import Question, SurveyDefinition

RELEASED, WITHHELD = "released", "withheld"


@dataclass(frozen=True, slots=True)
class ReleaseItem:
    """One release: the figures of a closed round, made once and frozen."""

    id: Annotated[int, "The id of the release, for its other addresses"]
    title: Annotated[str, "The title of the round"]
    survey: Annotated[str, "The id of the survey"]
    version: Annotated[int, "The version of the survey; statements of one id may be worded differently in another"]
    opened_on: Annotated[date, "The day on which people could first answer"]
    closed_on: Annotated[date, "The day on which the round closed"]
    threshold: Annotated[int, "The fewest people a figure of this release speaks of"]
    answers: Annotated[int, "How many people answered"]
    covered: Annotated[int, "How many of them stand in a release group, and so in figures"]
    heads: Annotated[int | None, "Heads of all release groups, null where a headcount is missing"]
    has_figures: Annotated[bool, "False where so few answered that every figure is withheld"]


@dataclass(frozen=True, slots=True)
class GroupItem:
    """One release group: people of one role group who are published together, in full and never in part."""

    key: Annotated[str, "The key to filter by"]
    role_group: Annotated[str, "The role group that all of its people answered as"]
    kind: Annotated[str, "own: one agency; sector: other agencies of one sector; other: other agencies of any sector"]
    sector: Annotated[str | None, "The sector, null for other agencies of any sector"]
    agency: Annotated[str | None, "The agency of a group of its own, null for every other"]
    answers: Annotated[int, "How many people of it answered, never fewer than the threshold of the release"]
    heads: Annotated[int | None, "How many people it has by the headcounts, null where one is missing"]


@dataclass(frozen=True, slots=True)
class StatementItem:
    """One statement for the selected groups in which it is released, taken together."""

    statement: Annotated[str, "The id of the statement, the same in every round that asks it"]
    domain: Annotated[str, "The id of its domain"]
    text: Annotated[str, "Its words, read after the stem of the survey"]
    status: Annotated[str, "released, or withheld: fewer people than the threshold gave a level, or all gave the same"]
    n: Annotated[int | None, "How many people gave a level"] = None
    level_1: Annotated[int | None, "How many gave level 1, not at all confident"] = None
    level_2: Annotated[int | None, "How many gave level 2"] = None
    level_3: Annotated[int | None, "How many gave level 3"] = None
    level_4: Annotated[int | None, "How many gave level 4"] = None
    level_5: Annotated[int | None, "How many gave level 5, the most confident"] = None
    not_my_role: Annotated[
        int | None, "How many said that it is not part of their role; they are in no other figure"
    ] = None
    blank: Annotated[int | None, "How many left it blank"] = None
    mean: Annotated[float | None, "Mean level, 1 to 5, weighted by headcounts where they are known"] = None
    mean_low: Annotated[float | None, "Lower end of its 95 % interval, null where everybody answered"] = None
    mean_high: Annotated[float | None, "Upper end of its 95 % interval"] = None
    target: Annotated[
        int | None, "The level that the role needs, null where the selected role groups need different ones"
    ] = None
    gap: Annotated[float | None, "Mean number of levels below target, 0 to 4; more than the target counts as none"] = (
        None
    )
    gap_low: Annotated[float | None, "Lower end of its 95 % interval"] = None
    gap_high: Annotated[float | None, "Upper end of its 95 % interval"] = None
    below: Annotated[float | None, "Share below target, 0 to 1, weighted by headcounts where they are known"] = None
    below_low: Annotated[float | None, "Lower end of its 95 % interval"] = None
    below_high: Annotated[float | None, "Upper end of its 95 % interval"] = None
    below_unweighted: Annotated[float | None, "Share below target of those who answered, 0 to 1"] = None
    people: Annotated[float | None, "People to train, estimated from the headcounts; null where one is missing"] = None
    people_low: Annotated[float | None, "Lower end of its 95 % interval, null where everybody answered"] = None
    people_high: Annotated[float | None, "Upper end of its 95 % interval"] = None
    covered: Annotated[int | None, "Answers of the groups in which it is released"] = None
    heads: Annotated[int | None, "Heads of the groups in which it is released; null where a headcount is missing"] = (
        None
    )


@dataclass(frozen=True, slots=True)
class DomainItem:
    """One domain: the mean over its statements released for the selection, each by the people asked."""

    domain: Annotated[str, "The id of the domain"]
    title: Annotated[str, "What the domain is called"]
    status: Annotated[str, "released, or withheld: fewer than half of its statements that were asked are released"]
    statements: Annotated[int | None, "How many of its statements are in the mean"] = None
    asked: Annotated[int | None, "How many of its statements were asked"] = None
    n_low: Annotated[int | None, "Of these statements, the fewest people who gave a level"] = None
    n_high: Annotated[int | None, "Of these statements, the most people who gave a level"] = None
    below: Annotated[float | None, "Mean of the shares below target, 0 to 1"] = None
    below_low: Annotated[float | None, "Lower end of its 95 % interval, at least as wide as need be"] = None
    below_high: Annotated[float | None, "Upper end of its 95 % interval"] = None
    gap: Annotated[float | None, "Mean of the mean numbers of levels below target, 0 to 4"] = None
    gap_low: Annotated[float | None, "Lower end of its 95 % interval, at least as wide as need be"] = None
    gap_high: Annotated[float | None, "Upper end of its 95 % interval"] = None


@dataclass(frozen=True, slots=True)
class ChoiceItem:
    """One choice of an optional question."""

    choice: Annotated[str, "The id of the choice"]
    label: Annotated[str, "Its words"]
    count: Annotated[int | None, "How many chose it, null where the question is withheld"] = None
    share: Annotated[float | None, "Share who chose it, 0 to 1, weighted by headcounts where they are known"] = None
    share_low: Annotated[float | None, "Lower end of its 95 % interval, null where everybody answered"] = None
    share_high: Annotated[float | None, "Upper end of its 95 % interval"] = None


@dataclass(frozen=True, slots=True)
class QuestionItem:
    """One optional question for the selected groups in which it is released, taken together."""

    question: Annotated[str, "The id of the question"]
    text: Annotated[str, "Its words"]
    status: Annotated[str, "released, or withheld: fewer people than the threshold answered, or all chose the same"]
    choices: Annotated[tuple[ChoiceItem, ...], "Its choices in their order"]
    n: Annotated[int | None, "How many chose anything"] = None
    blank: Annotated[int | None, "How many left it blank"] = None


@dataclass(frozen=True, slots=True)
class ThemeItem:
    """One theme of what people wrote in their own words, for the selected groups in which it is released."""

    theme: Annotated[str, "What the screeners of the round called it"]
    status: Annotated[str, "released, or withheld: fewer people than the threshold wrote, or all or none about it"]
    about: Annotated[int | None, "How many wrote about it; somebody may have written about several"] = None
    texts: Annotated[int | None, "How many wrote something"] = None


def statement_items(figures: Figures, definition: SurveyDefinition, role_group: str = "") -> tuple[StatementItem, ...]:
    """Every statement asked of anybody in the selection, in the order of the survey, withheld ones among them.

    `role_group`: whose own words its statements have, where the selection is of one.
    """
    wordings = definition.wordings.get(role_group, {})
    return tuple(
        StatementItem(
            statement=one.id,
            domain=one.domain,
            text=wordings.get(one.id, one.text),
            **_of_statement(figures.statements.get(one.id)),
        )
        for one in definition.statements
        if one.id in figures.asked
    )


def domain_items(figures: Figures, definition: SurveyDefinition) -> tuple[DomainItem, ...]:
    """Every domain of which anything was asked of anybody in the selection."""
    return tuple(
        DomainItem(domain=one.id, title=one.title, **_of_domain(figures.domains.get(one.id)))
        for one in definition.domains
        if any(statement.id in figures.asked for statement in one.statements)
    )


def question_items(
    figures: Figures, definition: SurveyDefinition, role_groups: frozenset[str]
) -> tuple[QuestionItem, ...]:
    """Every optional question put to anybody of these role groups."""
    return tuple(
        _question_item(one, figures.questions.get(one.id))
        for one in definition.questions
        if one.asked_of & role_groups or one.id in figures.questions
    )


def theme_items(themes: Themes | None, groups: Collection[str] | None = None) -> tuple[ThemeItem, ...]:
    """Every theme over whole release groups, all or those with these keys; none before the themes are released."""
    if themes is None:
        return ()
    found = {one.title: one for one in publish_themes(themes, groups)}
    return tuple(
        ThemeItem(title, RELEASED, found[title].about, found[title].texts)
        if title in found
        else ThemeItem(title, WITHHELD)
        for title in themes.titles.values()
    )


def _of_statement(found: StatementFigures | None) -> dict[str, Any]:
    if found is None:
        return {"status": WITHHELD}
    levels = {f"level_{level}": count for level, count in enumerate(found.counts, start=1)}
    alike = ("n", "not_my_role", "blank", "mean", "target", "gap", "below", "below_unweighted", "people", "covered")
    return {
        "status": RELEASED,
        **levels,
        **{name: getattr(found, name) for name in (*alike, "heads")},
        **_ends("mean", found.mean_interval),
        **_ends("gap", found.gap_interval),
        **_ends("below", found.below_interval),
        **_ends("people", found.people_interval),
    }


def _of_domain(found: DomainFigures | None) -> dict[str, Any]:
    if found is None:
        return {"status": WITHHELD}
    alike = ("statements", "asked", "n_low", "n_high", "below", "gap")
    return {
        "status": RELEASED,
        **{name: getattr(found, name) for name in alike},
        **_ends("below", found.below_interval),
        **_ends("gap", found.gap_interval),
    }


def _question_item(question: Question, found: QuestionFigures | None) -> QuestionItem:
    return QuestionItem(
        question=question.id,
        text=question.text,
        status=WITHHELD if found is None else RELEASED,
        choices=tuple(
            ChoiceItem(choice.id, choice.label, **_of_choice(found, place))
            for place, choice in enumerate(question.choices)
        ),
        n=None if found is None else found.n,
        blank=None if found is None else found.blank,
    )


def _of_choice(found: QuestionFigures | None, place: int) -> dict[str, Any]:
    if found is None:
        return {}
    share, interval = question_shares(found)[place], question_intervals(found)[place]
    return {"count": found.counts[place], "share": share, **_ends("share", interval)}


def _ends(name: str, interval: Interval | None) -> dict[str, float | None]:
    ends = (None, None) if interval is None else (interval.low, interval.high)
    return {f"{name}_low": ends[0], f"{name}_high": ends[1]}
