"""A spreadsheet of a whole round as values: what stands on each sheet, not how it looks."""

from dataclasses import dataclass

WITHHELD, NOT_AVAILABLE, NOT_APPLICABLE = "[c]", "[x]", "[z]"
"""The shorthand of the Government Analysis Function: confidential, not available, not applicable
(https://analysisfunction.civilservice.gov.uk/policy-store/symbols-in-tables-definitions-and-help/)."""

Cell = str | int | float


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet with one table. The first `names` columns say what a row is about; `decimals` are columns with one."""

    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    names: int
    decimals: frozenset[int] = frozenset()

    def __post_init__(self) -> None:
        if any(len(row) != len(self.columns) for row in self.rows):
            raise ValueError("every row of a sheet has one cell for each column")
        if len(set(self.columns)) != len(self.columns):
            raise ValueError("two columns of a sheet have one name")


@dataclass(frozen=True, slots=True)
class Workbook:
    """The whole file: `cover` and `notes` are lines of text, `partnership` is all that is said of who made it."""

    title: str
    partnership: str
    cover: tuple[str, ...]
    notes: tuple[str, ...]
    sheets: tuple[Sheet, ...]
