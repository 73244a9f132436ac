"""How every figure is worked out, with the numbers that the code itself uses and one example worked through."""

from dataclasses import dataclass

from sqlalchemy.orm import Session

from tna.domain.coverage import FEW_BELOW, FEWEST_HEADS
from tna.domain.groups import K_FLOOR, Cell, form_groups
from tna.domain.intervals import CONFIDENCE
from tna.domain.needs import FAR_APART, GroupRow, StatementFigures, statement_figures
from tna.services.coverage import WANTED_SHARE
from tna.services.reports import Released, released_rounds

# Forty-one people of one role group with sixty heads, of whom the role needs level 4: blank, levels 1 to 5, not my role.
EXAMPLE = GroupRow(counts=(2, 4, 9, 11, 10, 3, 2), target=4, heads=60, answers=41)
# Three agencies of one sector in one role group; with the usual threshold only the first is published alone.
EXAMPLE_CELLS = tuple(
    Cell(agency, "health", "D", answers, heads) for agency, answers, heads in (("a", 34, 80), ("b", 7, 20), ("c", 6, 15))
)


@dataclass(frozen=True, slots=True)
class Methods:
    """What the methods page tells, all of it read from the code."""

    threshold: int
    lowest_threshold: int
    confidence: float
    fewest_heads: int
    few_below: int
    far_apart: int
    wanted_share: float
    example: GroupRow
    figures: StatementFigures
    cells: tuple[Cell, ...]
    groups: tuple[tuple[str, ...], ...]
    newest: Released | None


def methods_report(session: Session, *, threshold: int) -> Methods:
    """The methods under this threshold (k), with the newest release as the case in hand."""
    newest = next(iter(released_rounds(session)), None)
    return Methods(
        threshold=threshold if newest is None else newest.k,
        lowest_threshold=K_FLOOR,
        confidence=CONFIDENCE,
        fewest_heads=FEWEST_HEADS,
        few_below=FEW_BELOW,
        far_apart=FAR_APART,
        wanted_share=WANTED_SHARE,
        example=EXAMPLE,
        figures=statement_figures("example", [EXAMPLE]),
        cells=EXAMPLE_CELLS,
        groups=tuple(group.agencies for group in form_groups(EXAMPLE_CELLS, threshold).groups),
        newest=newest,
    )
