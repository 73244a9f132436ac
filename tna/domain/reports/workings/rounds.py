"""How two rounds were compared: both figures with their own numbers, and whether their ranges overlap."""

from collections.abc import Mapping, Sequence

from tna import language
from tna.domain.coverage import FEWEST_HEADS
from tna.domain.disclosure import Figures
from tna.domain.domain_means import DomainFigures
from tna.domain.intervals import Interval
from tna.domain.like_with_like import Parts
from tna.domain.needs import StatementFigures
from tna.domain.reports.comparison import Change
from tna.domain.reports.round_dumbbell import RoundDumbbell
from tna.domain.reports.statement_changes import RoundSide, StatementChange
from tna.domain.reports.words import percent, percent_range, whole_percent
from tna.domain.reports.workings.domains import mean_steps
from tna.domain.reports.workings.steps import Working, not_shown, quoted, range_steps, said_of, share_steps
from tna.domain.reports.workings.together import products
from tna.domain.surveys import Domain
from tna.language import gettext

RoleGroups = Mapping[str, Figures]
"""Figures of a round by role group."""


def statement_change_workings(
    rows: Sequence[StatementChange], then: RoundSide, now: RoundSide, parts: Mapping[str, Parts]
) -> tuple[Working, ...]:
    """Each statement in both rounds, then what follows from the two.

    `parts` has the role groups that a statement is added up over, and none of it where one role group is compared.
    """
    return tuple(
        Working(
            quoted(row.text),
            (
                said_of(then.title, _statement(row.then, [one for one, _ in parts.get(row.id, ())])),
                said_of(now.title, _statement(row.now, [one for _, one in parts.get(row.id, ())])),
                _verdict(row.change, row.words, row.then, row.now),
            ),
        )
        for row in rows
    )


def domain_change_workings(
    compared: RoundDumbbell, then: RoundSide, now: RoundSide, domains: Sequence[Domain]
) -> tuple[Working, ...]:
    """Each domain in both rounds, then what follows from the two."""
    by_id = {domain.id: domain for domain in domains}
    return tuple(
        Working(
            row.title,
            (
                said_of(then.title, _domain(then.figures, by_id[row.id])),
                said_of(now.title, _domain(now.figures, by_id[row.id])),
                _verdict(row.change, row.why, _found(then.figures, row.id), _found(now.figures, row.id)),
            ),
        )
        for row in compared.rows
    )


def mix_workings(
    then: RoleGroups, now: RoleGroups, *, earlier: str, later: str, titles: Mapping[str, str]
) -> tuple[Working, ...]:
    """The share of each role group among the answers of those with figures in both rounds."""
    groups = sorted(_with_figures(then) & _with_figures(now))
    if len(groups) < 2:
        return ()
    return (
        Working(earlier, _mix_steps([(titles[one], then[one]) for one in groups])),
        Working(later, _mix_steps([(titles[one], now[one]) for one in groups])),
    )


def _statement(found: StatementFigures | None, parts: Sequence[StatementFigures]) -> list[str]:
    if found is None:
        return [gettext("not released.")]
    if found.below is None:
        return [gettext("no level is needed.")]
    return [*([_over(parts, found.below)] if len(parts) > 1 else share_steps(found)), *range_steps(found)]


def _over(parts: Sequence[StatementFigures], below: float) -> str:
    """A total over role groups, each weighing in both rounds what it does in the later one."""
    heads = [one.heads for one in parts if one.heads is not None]
    by_heads = len(heads) == len(parts)
    sizes = heads if by_heads else [one.n for one in parts]
    values = {
        "parts": products(zip(sizes, (one.below or 0.0 for one in parts), strict=True)),
        "all": language.number(sum(sizes)),
        "share": percent(below),
    }
    if by_heads:
        return gettext(
            "Each role group counts by its headcount in the later round: (%(parts)s) ÷ %(all)s = %(share)s.", **values
        )
    return gettext(
        "Each role group counts by its answers in the later round, since a headcount is missing: (%(parts)s) ÷ %(all)s "
        "= %(share)s.",
        **values,
    )


def _domain(figures: Figures | None, domain: Domain) -> list[str]:
    found = _found(figures, domain.id)
    return [gettext("not released.")] if figures is None or found is None else mean_steps(found, figures, domain)


def _found(figures: Figures | None, domain: str) -> DomainFigures | None:
    return None if figures is None else figures.domains.get(domain)


def _verdict(
    change: Change,
    words: str,
    then: StatementFigures | DomainFigures | None,
    now: StatementFigures | DomainFigures | None,
) -> str:
    """Why a change is clear or is not: the ranges, where both figures have one and stand for the same."""
    if change is Change.NOT_COMPARABLE or then is None or now is None or then.below is None or now.below is None:
        return words
    if whole_percent(then.below) == whole_percent(now.below):
        return gettext("Both are %(share)s: no clear change.", share=percent(now.below))
    ends = [one.below_interval or Interval(one.below or 0.0, one.below or 0.0) for one in (then, now)]
    values = {"then": _range(ends[0]), "now": _range(ends[1])}
    if change is Change.FEWER:
        return gettext("%(now)s lies below %(then)s, and the two do not overlap: clearly fewer are below.", **values)
    if change is Change.MORE:
        return gettext("%(now)s lies above %(then)s, and the two do not overlap: clearly more are below.", **values)
    if ends[0].low <= ends[1].high and ends[1].low <= ends[0].high:
        return gettext("%(then)s and %(now)s overlap: no clear change.", **values)
    return gettext("A headcount is wrong, so there is no range by which a change could be called clear.")


def _range(ends: Interval) -> str:
    return percent(ends.low) if ends.low == ends.high else percent_range(ends.low, ends.high)


def _mix_steps(groups: Sequence[tuple[str, Figures]]) -> tuple[str, ...]:
    # Beside coverage the number of answers would tell who of a few people that are left out answered.
    if any(0 < one.heads_left_out < FEWEST_HEADS for _, one in groups):
        return (not_shown(gettext("a few people are left out of one of these role groups")),)
    total = sum(one.covered for _, one in groups)
    return tuple(
        said_of(
            title,
            [
                gettext(
                    "%(answers)s ÷ %(all)s = %(share)s.",
                    answers=language.number(one.covered),
                    all=language.number(total),
                    share=percent(one.covered / total),
                )
            ],
        )
        for title, one in groups
    )


def _with_figures(figures: RoleGroups) -> set[str]:
    return {key for key, one in figures.items() if one.covered and one.statements}
