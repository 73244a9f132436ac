"""What leaves a round: the release rule, and `publish`, the one function every published figure comes from.

Blanking small numbers is not enough: a total less the rows beside it gives the blank away. So a round is
released once, in disjoint groups of at least k people (`tna.domain.groups`), and for each statement only the
groups in which at least k people gave a level, not all the same one. What is released is decided once, never
by the filter; a filter selects whole groups, and a union adds the groups in which the statement is released.

Why it holds: for each statement the groups released are disjoint sets of at least k people who gave a level,
and every number published is a function of whole groups' counts. So no combination of filters, exports and
rounds isolates fewer than k people to somebody outside. Colleagues who pool their own answers take themselves
off: m of them are left with groups of at least k - m, and no less.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from tna.domain.answers import BLANK, CODES, NOT_MY_ROLE
from tna.domain.coverage import FEWEST_HEADS, CoverageRow, coverage_of
from tna.domain.domain_means import Asked, DomainFigures, asked_of, domain_figures
from tna.domain.group_models import GroupModel, GroupTable, group_models
from tna.domain.groups import K_FLOOR, Cell, Grouping, GroupKind, ReleaseGroup
from tna.domain.needs import GroupRow, QuestionFigures, StatementFigures, question_figures, statement_figures

Counts = NDArray[np.int64]
Flags = NDArray[np.bool_]


class UnsafeRelease(ValueError):
    """A release that breaks its own rule; nothing of it may be published."""


# What is released -------------------------------------------------------------------------------------------


def released_items(counts: Counts, is_statement: Flags, k: int) -> Flags:
    """Which items of a group may be released: at least k people gave a level, and not all the same one.

    `counts` is (..., items, CODES) by code, `is_statement` (items,); returns (..., items). The sixth code is
    "not part of my role" for a statement, which gives no level, and an ordinary choice for a question.
    """
    given = counts[..., BLANK + 1 :].copy()
    given[..., is_statement, NOT_MY_ROLE - 1] = 0
    n = given.sum(axis=-1)
    released: Flags = (n >= k) & (given.max(axis=-1) < n)
    return released


@dataclass(frozen=True, slots=True, eq=False)
class ReleasedGroup:
    """A release group with its histogram: `counts` is (items, CODES), `released` (items,).

    Rows of items that are not released are zero, so that what is withheld is not there to leak.
    """

    group: ReleaseGroup
    counts: Counts
    released: Flags


def release_group(group: ReleaseGroup, counts: Counts, is_statement: Flags, k: int) -> ReleasedGroup:
    """The group as it is released: `counts` (items, CODES) with every item emptied that may not be."""
    released = released_items(counts, is_statement, k)
    return ReleasedGroup(group, np.where(released[:, None], counts, 0), released)


@dataclass(frozen=True, slots=True)
class CoveredCell(Cell):
    """A cell of the round with the key of the group it stands in, None where it stands in none."""

    group: str | None


def covered_cells(cells: Iterable[Cell], grouping: Grouping) -> tuple[CoveredCell, ...]:
    """The cells with their groups, in order of agency and role group."""
    return tuple(
        CoveredCell(
            cell.agency,
            cell.sector,
            cell.role_group,
            cell.answers,
            cell.heads,
            grouping.group_of(cell.agency, cell.role_group),
        )
        for cell in sorted(cells, key=lambda cell: (cell.agency, cell.role_group))
    )


@dataclass(frozen=True, slots=True, eq=False)
class Release:
    """A closed round as it was released: all that any published figure may be computed from.

    `asked` and `targets` (1..5) are by role group, `domains` holds the ids of each domain's statements and
    `questions` how many choices each optional question has. Items are the statements in the order of
    `domains`, then the questions. Raises UnsafeRelease where the groups break the rule they were made by.
    """

    k: int
    asked: Mapping[str, frozenset[str]]
    targets: Mapping[str, Mapping[str, int]]
    domains: Mapping[str, tuple[str, ...]]
    questions: Mapping[str, int]
    groups: tuple[ReleasedGroup, ...]
    cells: tuple[CoveredCell, ...]

    def __post_init__(self) -> None:
        _check(self)

    @property
    def statements(self) -> tuple[str, ...]:
        """Statement ids in the order of the items."""
        return tuple(statement for statements in self.domains.values() for statement in statements)


def _check(release: Release) -> None:
    """Fail closed: a release read back from a store is not trusted to be the one that was frozen."""
    statements = len(release.statements)
    items = statements + len(release.questions)
    if release.k < K_FLOOR:
        raise UnsafeRelease(f"k is {release.k}, under the floor of {K_FLOOR}")
    places = [(one.group.role_group, agency) for one in release.groups for agency in one.group.agencies]
    if len(places) != len(set(places)):
        raise UnsafeRelease("an agency's role group stands in two release groups")
    for one in release.groups:
        if one.counts.shape != (items, CODES) or one.released.shape != (items,):
            raise UnsafeRelease(f"the counts of {one.group.key} do not fit the survey")
        if one.counts[~one.released].any():
            raise UnsafeRelease(f"{one.group.key} holds counts of an item that is not released")
        if one.group.answers < release.k or (one.counts[one.released].sum(axis=-1) != one.group.answers).any():
            raise UnsafeRelease(f"the counts of {one.group.key} do not add up to its answers, at least k")
        allowed = released_items(one.counts, np.arange(items) < statements, release.k)
        if (one.released & ~allowed).any():
            raise UnsafeRelease(f"{one.group.key} releases an item that fewer than k people gave")


# What is published ------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Selection:
    """A filter: what is asked for, None for everything. Kinds of filter narrow each other.

    `groups` are keys of release groups: each may be asked for by itself, as whole as it is. Raises ValueError where
    they meet agencies or sectors: what they had in common would tell which agencies a group of several is made of.
    """

    role_groups: frozenset[str] | None = None
    agencies: frozenset[str] | None = None
    sectors: frozenset[str] | None = None
    groups: frozenset[str] | None = None

    def __post_init__(self) -> None:
        if self.groups is not None and (self.agencies is not None or self.sectors is not None):
            raise ValueError("a release group is not narrowed by agency or sector")


EVERYTHING = Selection()


@dataclass(frozen=True, slots=True)
class Figures:
    """Everything that is published of a selection.

    `groups` are the keys of the release groups in it and `covered` their responses. `answers` are all
    responses of the agencies selected as `tna.domain.coverage` tells them, never fewer than `covered`,
    and just `covered` where those left out of whom coverage tells are under five heads;
    where role groups are selected it is just `covered`, since the rest would be the participation of single
    cells. `partial` says that people of the selection stand in other groups or in none, `heads_left_out`
    how many; `heads` are those of the groups, None where one has no headcount. `statements`, `domains` and
    `questions` hold what is released, `asked` the statements asked of anybody in the selection: what is
    asked and not in `statements` is "not released". `named` are the groups with more answers than heads,
    computed as if all had answered.
    """

    groups: tuple[str, ...]
    answers: int
    covered: int
    partial: bool
    heads: int | None
    heads_left_out: int
    statements: Mapping[str, StatementFigures]
    domains: Mapping[str, DomainFigures]
    questions: Mapping[str, QuestionFigures]
    asked: frozenset[str]
    named: tuple[str, ...]


def publish(release: Release, selection: Selection = EVERYTHING) -> Figures:
    """Every figure of a selection of whole release groups: the only way out of a release.

    An agency selects its own groups; a sector the own groups of its agencies and its "other agencies" groups;
    a role group selects groups of every kind.
    """
    chosen = [one for one in release.groups if _selects(selection, one.group)]
    keys = tuple(one.group.key for one in chosen)
    cells = [cell for cell in release.cells if _holds(selection, cell)]
    outside = [cell for cell in cells if cell.group not in keys]
    covered = sum(one.group.answers for one in chosen)
    role_groups = selection.role_groups
    if selection.groups is not None:
        role_groups = frozenset(one.group.role_group for one in chosen)
    elif role_groups is None:
        role_groups = frozenset(cell.role_group for cell in cells)
    asked = frozenset(
        statement for role_group in role_groups for statement in release.asked.get(role_group, frozenset())
    )
    statements = dict(_statements(release, chosen))
    domains = dict(_domains(release, _asked_of(release, asked, chosen), statements))
    # Only one group by itself has estimates of the model: a union is large, and its own figures serve it.
    model = _models(release)[keys[0]] if len(keys) == 1 else GroupModel()
    return Figures(
        groups=keys,
        answers=_answers_beside(covered, _coverage_told(release, selection, cells), outside),
        covered=covered,
        partial=any(cell.heads is None or cell.heads > 0 for cell in outside),
        heads=_heads(chosen),
        heads_left_out=sum(cell.heads or 0 for cell in outside),
        statements={
            key: replace(one, mean_model=model.means.get(key), below_model=model.below.get(key))
            for key, one in statements.items()
        },
        domains={key: replace(one, below_model=model.domains.get(key)) for key, one in domains.items()},
        questions=dict(_questions(release, chosen)),
        asked=asked,
        named=tuple(one.group.key for one in chosen if _overcounted(one.group)),
    )


@dataclass(frozen=True, slots=True)
class ToldGroup:
    """A release group as it is told of: `agency` only of a group of its own, `answers` and `heads` as publish() does.

    Which agencies a group of others is made of stays inside: how few of them answered is told nowhere else.
    """

    key: str
    role_group: str
    kind: GroupKind
    sector: str | None
    agency: str | None
    answers: int
    heads: int | None


def told_groups(release: Release, selection: Selection = EVERYTHING) -> tuple[ToldGroup, ...]:
    """The whole groups of a selection, of each what publish() says of it alone: its answers and its heads."""
    return tuple(
        ToldGroup(
            key=one.group.key,
            role_group=one.group.role_group,
            kind=one.group.kind,
            sector=one.group.sector,
            agency=one.group.agencies[0] if one.group.kind is GroupKind.OWN else None,
            answers=one.group.answers,
            heads=_heads([one]),
        )
        for one in release.groups
        if _selects(selection, one.group)
    )


def _selects(selection: Selection, group: ReleaseGroup) -> bool:
    """Whether the whole group lies in the selection; groups are never cut."""
    if selection.groups is not None and group.key not in selection.groups:
        return False
    if selection.role_groups is not None and group.role_group not in selection.role_groups:
        return False
    if selection.agencies is not None and (
        group.kind is not GroupKind.OWN or not selection.agencies.issuperset(group.agencies)
    ):
        return False
    # "Other agencies" of several sectors have none, so no sector selects them.
    return selection.sectors is None or group.sector in selection.sectors


def _holds(selection: Selection, cell: CoveredCell) -> bool:
    return (
        (selection.groups is None or cell.group in selection.groups)
        and (selection.role_groups is None or cell.role_group in selection.role_groups)
        and (selection.agencies is None or cell.agency in selection.agencies)
        and (selection.sectors is None or cell.sector in selection.sectors)
    )


def _coverage_told(release: Release, selection: Selection, cells: list[CoveredCell]) -> CoverageRow | None:
    """What coverage shows of the selected agencies; nothing where role groups or groups are selected."""
    if selection.role_groups is not None or selection.groups is not None:
        return None
    everywhere = selection.agencies is None and selection.sectors is None
    return coverage_of(release.cells, None if everywhere else {cell.agency for cell in cells}).total


def _answers_beside(covered: int, told: CoverageRow | None, outside: list[CoveredCell]) -> int:
    """The answers to name beside those covered, in the very numbers of coverage: none where under five people would be
    left as the difference. Those whom coverage leaves out are no part of it."""
    if told is None:
        return covered
    left = sum(cell.heads or 0 for cell in outside) - told.left_out
    return max(covered, told.counted) if left >= FEWEST_HEADS else covered


def _heads(chosen: list[ReleasedGroup]) -> int | None:
    total = 0
    for one in chosen:
        if one.group.heads is None:
            return None
        total += max(one.group.heads, one.group.answers)
    return total


def _overcounted(group: ReleaseGroup) -> bool:
    return group.heads is not None and group.answers > group.heads


def _statements(release: Release, chosen: list[ReleasedGroup]) -> Iterator[tuple[str, StatementFigures]]:
    """Each statement over the groups in which it is released; where it is in none, it is not there."""
    for item, statement in enumerate(release.statements):
        rows = [
            _row(one, item, release.targets.get(one.group.role_group, {}).get(statement))
            for one in chosen
            if one.released[item]
        ]
        if rows:
            yield statement, statement_figures(statement, rows)


def _row(one: ReleasedGroup, item: int, target: int | None = None) -> GroupRow:
    return GroupRow(one.counts[item].tolist(), target, one.group.heads, one.group.answers)


def _asked_of(release: Release, asked: frozenset[str], chosen: list[ReleasedGroup]) -> dict[str, Asked]:
    """Whom each statement was asked of, in the groups; what only people outside them were asked has 0."""
    nothing: frozenset[str] = frozenset()
    rows = [(release.asked.get(one.group.role_group, nothing), _heads([one]), one.group.answers) for one in chosen]
    return {one: Asked(0.0, 0) for one in asked} | asked_of(rows)


def _domains(
    release: Release, asked: Mapping[str, Asked], statements: Mapping[str, StatementFigures]
) -> Iterator[tuple[str, DomainFigures]]:
    for domain, members in release.domains.items():
        figures = domain_figures(domain, {one: asked[one] for one in members if one in asked}, statements)
        if figures is not None:
            yield domain, figures


def _questions(release: Release, chosen: list[ReleasedGroup]) -> Iterator[tuple[str, QuestionFigures]]:
    for item, (question, choices) in enumerate(release.questions.items(), start=len(release.statements)):
        rows = [_row(one, item) for one in chosen if one.released[item]]
        if rows:
            yield question, question_figures(question, rows, choices)


@lru_cache(maxsize=4)
def _models(release: Release) -> Mapping[str, GroupModel]:
    """The model's estimates for every group of a release by its key; fitted once however often it is published."""
    statements = release.statements
    groups = [one.group for one in release.groups]
    heads = np.array([np.inf if group.heads is None or _overcounted(group) else float(group.heads) for group in groups])
    targets = [[release.targets.get(group.role_group, {}).get(one, 0) for one in statements] for group in groups]
    asked = [[one in release.asked.get(group.role_group, frozenset()) for one in statements] for group in groups]
    counts = [one.counts[: len(statements), BLANK + 1 : NOT_MY_ROLE] for one in release.groups]
    table = GroupTable(np.array(counts), np.array(targets), np.array(asked), heads)
    return dict(zip([group.key for group in groups], group_models(table, release.domains), strict=True))
