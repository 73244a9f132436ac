"""The shift of confidence in an analyst's own file of pairs, with no database and no limit on how few are shown."""

from dataclasses import dataclass
from pathlib import Path

from tna.domain.evaluations.multiplicity import benjamini_hochberg
from tna.domain.evaluations.shift import StatementShift, shift_of_pairs
from tna.services.analyst_files import read_pairs
from tna.services.csv_files import CsvFaults


@dataclass(frozen=True, slots=True)
class AnalysedShift:
    """The figures of one statement; `p_adjusted` is its signed rank p among those of all statements in the file."""

    statement: str
    figures: StatementShift
    p_adjusted: float | None


def analyse_shift(pairs: Path) -> tuple[AnalysedShift, ...]:
    """The shift on every statement, in the order of the file. Raises CsvFaults with every fault at once."""
    read = read_pairs(pairs)
    if read.faults:
        raise CsvFaults(read.faults)
    figures = [shift_of_pairs(people) for people in read.of.values()]
    tests = [each.shift.wilcoxon for each in figures]
    adjusted = benjamini_hochberg([None if test is None else test.p for test in tests])
    return tuple(
        AnalysedShift(statement, each, p) for statement, each, p in zip(read.of, figures, adjusted, strict=True)
    )
