"""The examples of the methods page: made-up groups, put through the very functions that make the figures.

They grow with k, so that no example shows what the page says is withheld.
"""

from dataclasses import dataclass
from math import ceil

import numpy as np

from tna import language
from tna.domain.answers import BLANK, NOT_MY_ROLE
from tna.domain.coverage import FEW_BELOW, FEWEST_HEADS, coverage_of
from tna.domain.groups import K_DEFAULT, Cell, GroupKind, ReleaseGroup, form_groups
from tna.domain.needs import GroupRow, StatementFigures, statement_figures
from tna.domain.reports.tables import Table
from tna.domain.reports.words import about, percent
from tna.domain.small_groups import ModelEstimate, model_estimates, sampling_variances
from tna.language import gettext, mark

_LARGER = GroupRow(counts=(2, 4, 9, 11, 10, 5, 3), target=4, heads=120, answers=44)
_SMALLER = GroupRow(counts=(1, 1, 3, 3, 9, 3, 0), target=4, heads=30, answers=20)
_ALONE_OR_NOT = {GroupKind.OWN: mark("by itself"), GroupKind.OTHER: mark("other agencies")}
_HEALTH, _EDUCATION, _VOLUNTARY = mark("health"), mark("education"), mark("voluntary")
# Of four groups: people below, and the others who gave a level.
_SHRUNK = ((18, 24), (16, 3), (5, 9), (2, 10))
_TAKING_PART = (
    (4 * FEW_BELOW, 3 * FEW_BELOW),
    (FEW_BELOW + 2, FEW_BELOW + 2),
    (FEW_BELOW + 2, FEW_BELOW + 1),
    (FEW_BELOW - 2, 4),
    (FEW_BELOW - 2, 1),
    (FEWEST_HEADS - 1, 2),
)


@dataclass(frozen=True, slots=True)
class LevelCount:
    """How many people chose a level, and by how many levels that lies under the one their role needs."""

    level: int
    people: int
    lack: int


@dataclass(frozen=True, slots=True)
class Example:
    """One statement in one made-up group: what was answered, and the figures that come of it."""

    row: GroupRow
    figures: StatementFigures

    @property
    def levels(self) -> tuple[LevelCount, ...]:
        """The five levels, the lowest first."""
        target = self.row.target or 0
        given = self.row.counts[BLANK + 1 : NOT_MY_ROLE]
        return tuple(LevelCount(level, people, max(0, target - level)) for level, people in enumerate(given, start=1))

    @property
    def below(self) -> tuple[LevelCount, ...]:
        """The levels under the one that is needed."""
        return tuple(level for level in self.levels if level.lack)

    @property
    def people_below(self) -> int:
        """Everybody who chose one of those."""
        return sum(level.people for level in self.below)

    @property
    def people_to_train(self) -> str:
        """Those to train, as the pages round them."""
        return about(self.figures.people or 0.0)


@dataclass(frozen=True, slots=True)
class ModelExample:
    """Four groups under the model: the share of each and its estimate as a table, and one of them worked through."""

    table: Table
    share: float
    one: ModelEstimate


@dataclass(frozen=True, slots=True)
class UnionExample:
    """Two groups, and the figures of both together."""

    larger: Example
    smaller: Example
    figures: StatementFigures


def example(k: int) -> Example:
    """The group that is worked through."""
    return _example(_grown(_LARGER, k))


def union_example(k: int) -> UnionExample:
    """The same group together with a smaller one that answered more eagerly and is more confident."""
    rows = [_grown(_LARGER, k), _grown(_SMALLER, k)]
    return UnionExample(_example(rows[0]), _example(rows[1]), statement_figures("example", rows))


def model_example(k: int) -> ModelExample:
    """Four groups of one statement, each share drawn towards the common one."""
    by = max(1, ceil(k / K_DEFAULT))
    counts = np.array(_SHRUNK, dtype=np.float64) * by
    shares = counts[:, 0] / counts.sum(axis=1)
    variances = sampling_variances(counts, np.array([1.0, 0.0]), np.zeros(len(counts)))
    assert variances is not None  # every group has more than one answer
    estimates = model_estimates(shares, variances, 0.0, 1.0)
    assert estimates is not None  # there are more groups than the fewest
    rows = tuple(
        (language.number(int(answers)), percent(share), percent(one.kept), percent(one.value))
        for answers, share, one in zip(counts.sum(axis=1), shares, estimates, strict=True)
    )
    headers = (gettext("Gave a level"), gettext("Share below"), gettext("Distance kept"), gettext("Model’s estimate"))
    caption = gettext("Four groups, and what the model makes of them")
    smallest = int(counts.sum(axis=1).argmin())
    return ModelExample(
        Table(caption, headers, rows, frozenset(range(len(headers)))), float(shares[smallest]), estimates[smallest]
    )


def grouping_example(k: int) -> Table:
    """Six agencies' people of one role group, and with whom each is published."""
    cells = [
        Cell(mark("Hospital"), _HEALTH, "D", 3 * k + 4, 8 * k),
        Cell(mark("Clinic"), _HEALTH, "D", k - 2, 3 * k),
        Cell(mark("Hospice"), _HEALTH, "D", k - 3, 2 * k),
        Cell(mark("College"), _EDUCATION, "D", k - 1, 3 * k),
        Cell(mark("Nursery"), _EDUCATION, "D", k - 1, 2 * k),
        Cell(mark("Youth club"), _VOLUNTARY, "D", 2, k),
    ]
    together = {agency: _published(group) for group in form_groups(cells, k).groups for agency in group.agencies}
    rows = tuple(
        (gettext(c.agency), gettext(c.sector), str(c.answers), together.get(c.agency) or gettext("in no figure"))
        for c in cells
    )
    headers = (gettext("Agency"), gettext("Sector"), gettext("Answers"), gettext("Published"))
    return Table(gettext("One role group in six agencies, and how it is published"), headers, rows, frozenset({2}))


def _published(group: ReleaseGroup) -> str:
    if group.kind is GroupKind.SECTOR and group.sector is not None:
        return gettext("other agencies, %(sector)s", sector=gettext(group.sector))
    return gettext(_ALONE_OR_NOT[group.kind])


def coverage_example() -> Table:
    """How coverage tells of one role group in one agency, from headcount and answers."""
    rows = tuple(
        (language.number(heads), language.number(answers), _told(heads, answers)) for heads, answers in _TAKING_PART
    )
    headers = (gettext("Headcount"), gettext("Have answered"), gettext("What is shown"))
    return Table(gettext("How coverage is told"), headers, rows, frozenset({0, 1}))


def _told(heads: int, answers: int) -> str:
    return coverage_of([Cell("a", "health", "D", answers, heads)]).rows[0].words


def _example(row: GroupRow) -> Example:
    return Example(row, statement_figures("example", [row]))


def _grown(row: GroupRow, k: int) -> GroupRow:
    by = max(1, ceil(k / K_DEFAULT))
    return GroupRow([count * by for count in row.counts], row.target, (row.heads or 0) * by, row.answers * by)
