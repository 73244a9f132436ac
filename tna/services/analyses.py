"""Analyses of an analyst's own files: gaps and non-response weights, with no database.

Nothing is withheld: the files are the analyst's already.
Every fault in any of the files is raised at once, as `CsvFaults`.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from tna.domain.mean_intervals import LEVEL_VALUES
from tna.domain.needs import GroupRow, Need, StatementFigures, ranking, statement_figures
from tna.domain.small_groups import sampling_variances, shrink
from tna.domain.weighting import response_weights
from tna.services.analyst_files import (
    Cell,
    Headcounts,
    Responses,
    Targets,
    read_headcounts,
    read_responses,
    read_targets,
    too_few_heads,
)
from tna.services.csv_files import CsvFault, CsvFaults

Total = tuple[str | None, str | None]
"""Agency and role group, None for what is summed over."""


@dataclass(frozen=True, slots=True)
class GapCell:
    """The figures of one statement in one cell, or in a total: None for what is summed over."""

    agency: str | None
    role_group: str | None
    figures: StatementFigures
    mean_estimate: float | None


@dataclass(frozen=True, slots=True)
class GapAnalysis:
    """Cells first, then agency totals, role-group totals and the grand total; and the ranking of needs."""

    cells: tuple[GapCell, ...]
    ranking: tuple[Need, ...]


@dataclass(frozen=True, slots=True)
class WeightAnalysis:
    """One weight for each response in the order of the file, mean 1, and how they came about.

    `deff` is Kish's design effect, `margin_error` the largest relative difference between a weighted margin
    and its heads. The dropped have heads and no answers.
    """

    weights: tuple[float, ...]
    deff: float
    n_effective: float
    rounds: int
    margin_error: float
    dropped_agencies: tuple[str, ...]
    dropped_role_groups: tuple[str, ...]


def analyse_gaps(responses: Path, *, targets: Path, headcounts: Path | None = None) -> GapAnalysis:
    """Confidence gaps of every cell and total. Raises CsvFaults."""
    answered = read_responses(responses)
    aims = read_targets(targets)
    heads = None if headcounts is None else read_headcounts(headcounts)
    faults = [*_response_faults(answered), *aims.faults, *_head_faults(answered, heads)]
    if faults:
        raise CsvFaults(faults)
    rows = _rows(answered, aims, heads)
    estimates = _mean_estimates(rows)
    cells = [
        GapCell(*total, figures, estimates.get((total, statement)))
        for total in _in_order(rows)
        for statement, figures in _figures(answered.statements, rows[total])
    ]
    return GapAnalysis(
        tuple(cells),
        ranking(cell.figures for cell in cells if cell.agency is None and cell.role_group is None),
    )


def analyse_weights(responses: Path, *, headcounts: Path) -> WeightAnalysis:
    """Non-response weights for every response. Raises CsvFaults."""
    answered = read_responses(responses)
    heads = read_headcounts(headcounts)
    faults = [*answered.faults, *_head_faults(answered, heads)]
    if faults:
        raise CsvFaults(faults)
    agencies = sorted({agency for agency, _ in heads.heads})
    role_groups = sorted({role_group for _, role_group in heads.heads})
    places = [(agencies.index(agency), role_groups.index(group)) for agency, group in answered.cells]
    employed, counts = np.zeros((2, len(agencies), len(role_groups)))
    for (agency, role_group), people in heads.heads.items():
        employed[agencies.index(agency), role_groups.index(role_group)] = people
    for place in places:
        counts[place] += 1
    found = response_weights(counts, employed)
    return WeightAnalysis(
        weights=tuple(float(found.cells[place]) for place in places),
        deff=found.deff,
        n_effective=found.n_effective,
        rounds=found.rounds,
        margin_error=found.margin_error,
        dropped_agencies=tuple(agencies[place] for place in found.dropped_rows),
        dropped_role_groups=tuple(role_groups[place] for place in found.dropped_columns),
    )


def _response_faults(answered: Responses) -> list[CsvFault]:
    faults = list(answered.faults)
    # A file that could not be read is not blamed for the columns nobody saw.
    if not answered.statements and not faults:
        faults.append(CsvFault(answered.file, 1, "3", "there is no statement beside agency and role_group"))
    return faults


def _head_faults(answered: Responses, heads: Headcounts | None) -> list[CsvFault]:
    return [] if heads is None else [*heads.faults, *too_few_heads(answered, heads)]


def _rows(answered: Responses, aims: Targets, heads: Headcounts | None) -> Mapping[Total, dict[str, list[GroupRow]]]:
    """The counts that each cell and total is made of, by statement; only those with a level."""
    rows: dict[Total, dict[str, list[GroupRow]]] = {}
    for cell, counts in _counts(answered).items():
        agency, role_group = cell
        for statement, row in zip(answered.statements, counts, strict=True):
            if sum(row[1:]) == 0:
                continue
            # Files cannot tell "not part of my role" from blank, so nobody is counted under it.
            group = GroupRow(
                counts=(*row, 0),
                target=aims.of.get((role_group, statement)),
                heads=None if heads is None else heads.heads[cell],
                answers=sum(row),
            )
            for total in (cell, (agency, None), (None, role_group), (None, None)):
                rows.setdefault(total, {}).setdefault(statement, []).append(group)
    return rows


def _counts(answered: Responses) -> Mapping[Cell, list[list[int]]]:
    """For each cell and statement, how many left it blank and gave each level."""
    members: dict[Cell, list[int]] = {}
    for place, cell in enumerate(answered.cells):
        members.setdefault(cell, []).append(place)
    return {
        cell: [
            np.bincount(levels, minlength=len(LEVEL_VALUES) + 1).tolist() for levels in answered.levels[members[cell]].T
        ]
        for cell in sorted(members)
    }


def _in_order(totals: Iterable[Total]) -> list[Total]:
    """Cells, then agency totals, role-group totals and the grand total."""
    return sorted(totals, key=lambda total: ([part is None for part in total], [part or "" for part in total]))


def _figures(statements: Sequence[str], rows: Mapping[str, list[GroupRow]]) -> Iterator[tuple[str, StatementFigures]]:
    for statement in statements:
        if statement in rows:
            yield statement, statement_figures(statement, rows[statement])


def _mean_estimates(rows: Mapping[Total, Mapping[str, list[GroupRow]]]) -> dict[tuple[Total, str], float]:
    """The model's mean of each statement in each cell, where the model can be fitted."""
    found: dict[tuple[Total, str], float] = {}
    cells = [total for total in _in_order(rows) if None not in total]
    for statement in rows.get((None, None), {}):
        asked = [cell for cell in cells if statement in rows[cell]]
        groups = [rows[cell][statement][0] for cell in asked]
        estimates = _shrunk(groups)
        found |= {(cell, statement): mean for cell, mean in zip(asked, estimates, strict=False)}
    return found


def _shrunk(groups: Sequence[GroupRow]) -> list[float]:
    """Empirical Bayes means of the groups; none for too few of them, or where all are groups of one."""
    values = np.asarray(LEVEL_VALUES)
    counts = np.asarray([group.counts[1:-1] for group in groups], dtype=np.float64)
    n = counts.sum(axis=1)
    heads = np.asarray([group.heads or np.inf for group in groups])
    variances = sampling_variances(counts, values, n / heads)
    shrunk = None if variances is None else shrink(counts @ values / n, variances)
    return [] if shrunk is None else [float(mean) for mean in shrunk.estimates]
