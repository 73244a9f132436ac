"""The files that analysts bring: responses, targets, headcounts and pairs, each read with all its faults."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from tna.services.csv_files import CsvFault, Row, Table, read_table

Cell = tuple[str, str]
"""Agency and role group."""

CELL = ("agency", "role_group")

LEVELS = {"": 0, "1": 1, "2": 2, "3": 3, "4": 4, "5": 5}
HIGHEST = 5


@dataclass(frozen=True, slots=True)
class Responses:
    """One entry per response: its cell, its row, and `levels` (responses, statements), 0 for blank."""

    file: str
    statements: tuple[str, ...]
    cells: tuple[Cell, ...]
    rows: tuple[int, ...]
    levels: npt.NDArray[np.int64]
    faults: tuple[CsvFault, ...]


@dataclass(frozen=True, slots=True)
class Targets:
    """The target of a role group for a statement, 1 to 5."""

    of: Mapping[tuple[str, str], int]
    faults: tuple[CsvFault, ...]


@dataclass(frozen=True, slots=True)
class Headcounts:
    """Heads of each cell; `rows` says where the file names a cell, with a valid number or not."""

    file: str
    heads: Mapping[Cell, int]
    rows: Mapping[Cell, int]
    faults: tuple[CsvFault, ...]


@dataclass(frozen=True, slots=True)
class PairedAnswers:
    """(before, after) of each person, by statement, in the order in which the file first names the statements."""

    of: Mapping[str, Sequence[tuple[float, float]]]
    faults: tuple[CsvFault, ...]


def read_responses(path: Path) -> Responses:
    """`agency,role_group,<statement>,…`: levels 1 to 5 or nothing."""
    table = read_table(path, CELL)
    places = [place for place, name in enumerate(table.columns) if name not in CELL]
    cells: list[Cell] = []
    levels = np.zeros((len(table.rows), len(places)), dtype=np.int64)
    for number, row in enumerate(table.rows):
        cells.append((table.identifier(row, "agency") or "", table.identifier(row, "role_group") or ""))
        levels[number] = [_level(table, row, place) for place in places]
    return Responses(
        file=table.file,
        statements=tuple(table.columns[place] for place in places),
        cells=tuple(cells),
        rows=tuple(row.number for row in table.rows),
        levels=levels,
        faults=tuple(table.faults),
    )


def read_targets(path: Path) -> Targets:
    """`role_group,statement,target`: one row for each pair, targets 1 to 5."""
    table = read_table(path, ("role_group", "statement", "target"))
    rows: dict[tuple[str, str], int] = {}
    targets: dict[tuple[str, str], int] = {}
    for row in table.rows:
        pair = table.pair(row, "role_group", "statement", rows)
        target = table.whole_number(row, "target", 1, HIGHEST)
        if pair is not None and target is not None:
            targets[pair] = target
    return Targets(targets, tuple(table.faults))


def read_headcounts(path: Path) -> Headcounts:
    """`agency,role_group,heads`: one row for each cell, whole numbers from 0."""
    table = read_table(path, (*CELL, "heads"))
    rows: dict[Cell, int] = {}
    heads: dict[Cell, int] = {}
    for row in table.rows:
        cell = table.pair(row, *CELL, rows)
        people = table.whole_number(row, "heads", 0)
        if cell is not None and people is not None:
            heads[cell] = people
    return Headcounts(table.file, heads, rows, tuple(table.faults))


def read_pairs(path: Path) -> PairedAnswers:
    """`statement,before,after`: one row for each person and statement, any numbers."""
    table = read_table(path, ("statement", "before", "after"))
    pairs: dict[str, list[tuple[float, float]]] = {}
    for row in table.rows:
        statement = table.identifier(row, "statement")
        before, after = table.measurement(row, "before"), table.measurement(row, "after")
        if statement is not None and before is not None and after is not None:
            pairs.setdefault(statement, []).append((before, after))
    return PairedAnswers(pairs, tuple(table.faults))


def too_few_heads(responses: Responses, headcounts: Headcounts) -> list[CsvFault]:
    """Cells with fewer heads than answers, or with answers and no headcount."""
    answers = Counter(cell for cell in responses.cells if all(cell))
    first = dict(zip(reversed(responses.cells), reversed(responses.rows), strict=True))
    faults = []
    for cell, count in answers.items():
        people = headcounts.heads.get(cell, 0)
        # A cell whose number was refused has its fault already, and so has a file without one good row.
        if count <= people or (cell in headcounts.rows and cell not in headcounts.heads) or not headcounts.rows:
            continue
        who = f"{cell[0]}, role group {cell[1]}"
        if cell in headcounts.rows:
            problem = f"fewer heads ({people}) than answers ({count}) of {who}"
            faults.append(CsvFault(headcounts.file, headcounts.rows[cell], "heads", problem))
        else:
            problem = f"fewer heads (0, no row in {headcounts.file}) than answers ({count}) of {who}"
            faults.append(CsvFault(responses.file, first[cell], "agency", problem))
    return faults


def _level(table: Table, row: Row, place: int) -> int:
    level = LEVELS.get(row.fields[place])
    if level is None:
        problem = f"expected a level from 1 to 5 or nothing, found {row.fields[place]!r}"
        table.blame(row.number, table.columns[place] or str(place + 1), problem)
    return level or 0
