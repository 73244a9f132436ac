"""How every figure is worked out: the numbers that the code itself uses, and examples it has worked through."""

from dataclasses import dataclass
from statistics import NormalDist

from sqlalchemy.orm import Session

from tna import language
from tna.domain.coverage import FEW_BELOW, FEWEST_HEADS, CoverageRow
from tna.domain.groups import K_FLOOR
from tna.domain.intervals import CONFIDENCE
from tna.domain.needs import FAR_APART
from tna.domain.reports import Table
from tna.domain.reports.worked_examples import (
    Example,
    ModelExample,
    UnionExample,
    coverage_example,
    example,
    grouping_example,
    model_example,
    union_example,
)
from tna.domain.reports.worked_shift import ShiftExample, shift_example
from tna.domain.reports.worked_table import TableExample, table_example
from tna.domain.surveys import SurveyDefinition
from tna.language import gettext
from tna.services.coverage import WANTED_SHARE, coverage_report
from tna.services.reports import Released, released_rounds, role_group_titles
from tna.services.survey_files import shipped_definitions

# How many colleagues tell each other their answers in the page's example of what they can work out.
COLLEAGUES = 3


@dataclass(frozen=True, slots=True)
class Newest:
    """The newest release: how many took part, in the very words of coverage, and how many answers its figures cover."""

    released: Released
    took_part: CoverageRow | None


@dataclass(frozen=True, slots=True)
class Methods:
    """What the methods page tells. `k` is the fewest people a figure speaks of, `errors` standard errors each way."""

    survey: SurveyDefinition
    asked: Table
    k: int
    k_floor: int
    colleagues: int
    confidence: float
    errors: float
    far_apart: int
    fewest_heads: int
    few_below: int
    wanted_share: float
    one: Example
    together: UnionExample
    model: ModelExample
    grouping: Table
    coverage: Table
    shift: ShiftExample
    table: TableExample
    newest: Newest | None


def methods_report(session: Session, *, threshold: int) -> Methods:
    """The methods of the newest release; before there is one, those of the next, under this threshold (k)."""
    newest = _newest(session)
    survey = shipped_definitions()[0] if newest is None else newest.released.definition
    k = threshold if newest is None else newest.released.k
    return Methods(
        survey=survey,
        asked=_asked(survey),
        k=k,
        k_floor=K_FLOOR,
        colleagues=COLLEAGUES,
        confidence=CONFIDENCE,
        errors=NormalDist().inv_cdf((1 + CONFIDENCE) / 2),
        far_apart=FAR_APART,
        fewest_heads=FEWEST_HEADS,
        few_below=FEW_BELOW,
        wanted_share=WANTED_SHARE,
        one=example(k),
        together=union_example(k),
        model=model_example(k),
        grouping=grouping_example(k),
        coverage=coverage_example(),
        shift=shift_example(k),
        table=table_example(),
        newest=newest,
    )


def _newest(session: Session) -> Newest | None:
    """How many took part comes from coverage: a total counted in any other way must not stand beside it."""
    released = next(iter(released_rounds(session)), None)
    if released is None:
        return None
    return Newest(released, coverage_report(session, round_=released.round).coverage.total)


def _asked(survey: SurveyDefinition) -> Table:
    """How many statements each role group is asked, and which levels its work needs on them."""
    titles = role_group_titles()
    rows = tuple(
        (titles[group], language.number(len(survey.asked[group])), _span(set(survey.targets[group].values())))
        for group in survey.role_groups
    )
    headers = (gettext("Role group"), gettext("Statements asked"), gettext("Levels needed"))
    return Table(gettext("What each role group is asked"), headers, rows, frozenset({1, 2}))


def _span(levels: set[int]) -> str:
    low, high = min(levels), max(levels)
    return str(low) if low == high else gettext("%(low)s to %(high)s", low=low, high=high)
