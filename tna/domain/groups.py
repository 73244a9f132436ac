"""Release groups: who is published together.

When a round closes, every response falls into at most one group, and every group holds at least k responses
of one role group. The groups are formed from the counts alone, so that the preview before a round opens
(headcount times the expected rate) can use the same function, and so that nobody's answers decide whom they
stand with.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

K_DEFAULT = 10
"""How many people a group must have unless the partnership sets more or fewer."""

K_FLOOR = 5
"""The fewest people a group may ever be set to have."""


class GroupKind(StrEnum):
    """What a group is made of, and so how it is called."""

    OWN = "own"  # one agency
    SECTOR = "sector"  # the other agencies of one sector
    OTHER = "other"  # other agencies, whatever their sector


_ORDER = {GroupKind.OWN: 0, GroupKind.SECTOR: 1, GroupKind.OTHER: 2}


@dataclass(frozen=True, slots=True)
class Cell:
    """One role group in one agency: how many responses it gave, and its people (None without a headcount)."""

    agency: str
    sector: str
    role_group: str
    answers: int
    heads: int | None


@dataclass(frozen=True, slots=True)
class ReleaseGroup:
    """People of one role group who are published together.

    `sector` is None for "other agencies", which may come from several. `agencies` are those whose answers or
    heads stand in the group, in order of id. `heads` is None where any of them has no headcount.
    """

    key: str
    role_group: str
    kind: GroupKind
    sector: str | None
    agencies: tuple[str, ...]
    answers: int
    heads: int | None


@dataclass(frozen=True, slots=True)
class Grouping:
    """Every cell with answers or heads, counted or not, stands in one of the groups or in the rest, in no figure."""

    groups: tuple[ReleaseGroup, ...]
    rest: tuple[Cell, ...]

    def group_of(self, agency: str, role_group: str) -> str | None:
        """The key of the group that an agency's role group stands in, None where it stands in none."""
        for group in self.groups:
            if group.role_group == role_group and agency in group.agencies:
                return group.key
        return None


def form_groups(cells: Iterable[Cell], k: int = K_DEFAULT) -> Grouping:
    """Form the release groups of a round, in whatever order the cells come.

    For each role group: (a) every agency with at least k answers is a group; (b) the other agencies of a
    sector together, where they reach k; (c) what is left of all sectors together, where it reaches k; (d) a
    rest under k joins the smallest group of (b), ties by sector id, which then is "other agencies"; (e)
    without one, the rest is in no group. An agency's own group is never dissolved. Heads without answers go
    where the answers would have gone, so a rest of heads alone joins a group as well, or that group would be
    called after one sector and stand for the people of another. So do heads that nobody has counted: a group
    that had them only where somebody answered would tell that somebody did.

    Raises ValueError for k under K_FLOOR, for counts below zero, for the same agency and role group twice and
    for an agency in two sectors.
    """
    if k < K_FLOOR:
        raise ValueError(f"k is {k}; groups of fewer than {K_FLOOR} people are never released")
    ordered = sorted(cells, key=lambda cell: (cell.role_group, cell.sector, cell.agency))
    _check(ordered)
    by_role_group: dict[str, list[Cell]] = defaultdict(list)
    for cell in ordered:
        if cell.answers or cell.heads != 0:
            by_role_group[cell.role_group].append(cell)
    parts = [_form(role_group, members, k) for role_group, members in by_role_group.items()]
    return Grouping(
        groups=tuple(group for part in parts for group in part.groups),
        rest=tuple(cell for part in parts for cell in part.rest),
    )


def _form(role_group: str, cells: list[Cell], k: int) -> Grouping:
    """The groups of one role group, own ones first; `cells` come in order of sector and agency."""
    groups = [_group(role_group, GroupKind.OWN, [cell]) for cell in cells if cell.answers >= k]
    by_sector: dict[str, list[Cell]] = defaultdict(list)
    for cell in cells:
        if cell.answers < k:
            by_sector[cell.sector].append(cell)
    sectors = {sector: members for sector, members in by_sector.items() if _answers(members) >= k}
    rest = [cell for sector, members in by_sector.items() if sector not in sectors for cell in members]
    other: list[Cell] = []
    if rest and _answers(rest) >= k:
        other, rest = rest, []
    elif rest and sectors:
        smallest = min(sectors, key=lambda sector: (_answers(sectors[sector]), sector))
        other, rest = [*sectors.pop(smallest), *rest], []
    groups += [_group(role_group, GroupKind.SECTOR, members) for members in sectors.values()]
    if other:
        groups.append(_group(role_group, GroupKind.OTHER, other))
    groups.sort(key=lambda group: (_ORDER[group.kind], group.sector or "", group.agencies))
    return Grouping(tuple(groups), tuple(rest))


def _group(role_group: str, kind: GroupKind, cells: list[Cell]) -> ReleaseGroup:
    names = {
        GroupKind.OWN: f":{cells[0].agency}",
        GroupKind.SECTOR: f":{cells[0].sector}",
        GroupKind.OTHER: "",
    }
    return ReleaseGroup(
        key=f"{role_group}:{kind.value}{names[kind]}",
        role_group=role_group,
        kind=kind,
        sector=None if kind is GroupKind.OTHER else cells[0].sector,
        agencies=tuple(sorted(cell.agency for cell in cells)),
        answers=_answers(cells),
        heads=total_heads(cells),
    )


def total_heads(cells: Iterable[Cell]) -> int | None:
    """The people in the cells together, None where one of them has no headcount."""
    total = 0
    for cell in cells:
        if cell.heads is None:
            return None
        total += cell.heads
    return total


def _answers(cells: Iterable[Cell]) -> int:
    return sum(cell.answers for cell in cells)


def _check(cells: list[Cell]) -> None:
    """A cell counted twice would put a response into two groups."""
    for (agency, role_group), times in Counter((cell.agency, cell.role_group) for cell in cells).items():
        if times > 1:
            raise ValueError(f"role group {role_group} of {agency} is listed {times} times")
    sectors: dict[str, str] = {}
    for cell in cells:
        if sectors.setdefault(cell.agency, cell.sector) != cell.sector:
            raise ValueError(f"{cell.agency} is listed in two sectors, {sectors[cell.agency]} and {cell.sector}")
        if cell.answers < 0 or (cell.heads is not None and cell.heads < 0):
            raise ValueError(f"role group {cell.role_group} of {cell.agency} has a count below zero")
