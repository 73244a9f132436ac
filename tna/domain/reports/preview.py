"""What would be published of a round if a given share of every headcount answered: a forecast that binds nothing."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from tna import language
from tna.domain.groups import Cell, Grouping, GroupKind, ReleaseGroup
from tna.domain.reports.tables import Table
from tna.domain.reports.words import inside, listed, number, percent
from tna.language import gettext, ngettext


@dataclass(frozen=True, slots=True)
class Titles:
    """What things are called, by id."""

    agencies: Mapping[str, str]
    sectors: Mapping[str, str]
    role_groups: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class GroupPreview:
    """The forecast: what to say of it, the groups that would be published, and who would be in none.

    `agencies` says how many of each would answer; `in_no_group` has one sentence for each role group in which
    somebody would stand in no group; `answers` and `heads` are people, over all role groups, `left_out` those
    of `heads` whom totals would leave out.
    """

    answers: int
    heads: int
    left_out: int
    findings: tuple[str, ...]
    groups: Table
    agencies: Table
    in_no_group: tuple[str, ...]


def group_preview(grouping: Grouping, cells: Sequence[Cell], *, rate: float, k: int, titles: Titles) -> GroupPreview:
    """The forecast of a grouping formed from `cells`, headcount times `rate` (0..1), in groups of `k` or more."""
    rest: dict[str, list[Cell]] = defaultdict(list)
    for cell in grouping.rest:
        rest[cell.role_group].append(cell)
    answers = sum(group.answers for group in grouping.groups) + sum(cell.answers for cell in grouping.rest)
    left_out = sum(cell.heads or 0 for cell in grouping.rest)
    heads = sum(group.heads or 0 for group in grouping.groups) + left_out
    return GroupPreview(
        answers=answers,
        heads=heads,
        left_out=left_out,
        findings=(
            _taking_part(rate, answers, heads),
            _published(grouping, k),
            _left_out(grouping, left_out),
        ),
        groups=_table(grouping, titles),
        agencies=_by_agency(cells, titles),
        in_no_group=tuple(_in_no_group(titles.role_groups[one], rest[one], titles) for one in sorted(rest)),
    )


def _taking_part(rate: float, answers: int, heads: int) -> str:
    return ngettext(
        "If %(share)s of every headcount answered, %(answers)s of %(n)s person would have taken part.",
        "If %(share)s of every headcount answered, %(answers)s of %(n)s people would have taken part.",
        heads,
        share=percent(rate),
        answers=language.number(answers),
    )


def _published(grouping: Grouping, k: int) -> str:
    if not grouping.groups:
        return gettext("No group would reach %(k)s answers, so nothing would be published.", k=number(k))
    return ngettext(
        "Figures of %(n)s group would be published, each of %(k)s or more.",
        "Figures of %(n)s groups would be published, each of %(k)s or more.",
        len(grouping.groups),
        k=number(k),
    )


def _left_out(grouping: Grouping, left_out: int) -> str:
    if not grouping.rest:
        return gettext("Everybody would stand in a group.")
    people = ngettext("%(n)s person", "%(n)s people", left_out)
    return ngettext(
        "In %(n)s role group too few would answer to stand in a group: totals would leave out %(people)s.",
        "In %(n)s role groups too few would answer to stand in a group: totals would leave out %(people)s.",
        len({cell.role_group for cell in grouping.rest}),
        people=people,
    )


def _table(grouping: Grouping, titles: Titles) -> Table:
    ordered = sorted(grouping.groups, key=lambda group: group.role_group)  # stable: own groups come first as formed
    rows = tuple(
        (
            titles.role_groups[group.role_group],
            _who(group, titles),
            language.number(group.answers),
            language.number(group.heads or 0),
        )
        for group in ordered
    )
    headers = (gettext("Role group"), gettext("Published together"), gettext("Would answer"), gettext("Headcount"))
    return Table(gettext("Groups that would be published"), headers, rows, frozenset({2, 3}))


def _by_agency(cells: Sequence[Cell], titles: Titles) -> Table:
    answers: dict[str, int] = defaultdict(int)
    heads: dict[str, int] = defaultdict(int)
    for cell in cells:
        answers[cell.agency] += cell.answers
        heads[cell.agency] += cell.heads or 0
    rows = tuple(
        (titles.agencies[one], language.number(answers[one]), language.number(heads[one]))
        for one in sorted(heads, key=lambda agency: titles.agencies[agency])
    )
    headers = (gettext("Agency"), gettext("Would answer"), gettext("Headcount"))
    return Table(gettext("Answers expected by agency"), headers, rows, frozenset({1, 2}))


def _who(group: ReleaseGroup, titles: Titles) -> str:
    names = _names(group.agencies, titles)
    if group.kind is GroupKind.OWN:
        return names
    if group.kind is GroupKind.OTHER or group.sector is None:
        return gettext("Other agencies: %(agencies)s", agencies=names)
    return gettext(
        "Other agencies, %(sector)s: %(agencies)s", sector=inside(titles.sectors[group.sector]), agencies=names
    )


def _in_no_group(role_group: str, cells: list[Cell], titles: Titles) -> str:
    answers, heads = sum(cell.answers for cell in cells), sum(cell.heads or 0 for cell in cells)
    return ngettext(
        "%(role_group)s: %(answers)s of %(n)s person would answer, in %(agencies)s.",
        "%(role_group)s: %(answers)s of %(n)s people would answer, in %(agencies)s.",
        heads,
        role_group=role_group,
        answers=language.number(answers),
        agencies=_names([cell.agency for cell in cells], titles),
    )


def _names(agencies: list[str] | tuple[str, ...], titles: Titles) -> str:
    return listed(sorted(titles.agencies[agency] for agency in agencies))
