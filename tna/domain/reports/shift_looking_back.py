"""Looking back: what people say afterwards of their confidence before, beside what they said then."""

from collections.abc import Sequence
from dataclasses import dataclass

from tna.domain.evaluations.blocks import BlockCounts
from tna.domain.evaluations.looking_back import LookingBack, looking_back
from tna.domain.evaluations.readings import SHOWN_FROM
from tna.domain.reports.shift_figures import ShiftRow, level_counts_before
from tna.domain.reports.shift_words import CAPTION, level_cell
from tna.domain.reports.tables import Table
from tna.domain.reports.words import begun, number, phrase
from tna.domain.surveys import SurveyDefinition

HIGHER = "people rated themselves higher before they knew more"
LOWER = "people rated themselves lower before than they do looking back"

_NOT_THE_SAME = (
    "Looking back is a series of its own and never takes the place of the answers given before. The two answers of a "
    "person are never put side by side: the difference is that of two means, and some people gave only one of them."
)
_MARKED = "Marked where the two lie half a level apart or more."


@dataclass(frozen=True, slots=True)
class LookingBackRow:
    """One statement: what was put before by `n_before` people, and looking back."""

    id: str
    domain: str
    statement: str
    n_before: int
    figures: LookingBack

    @property
    def flag(self) -> str:
        """What a notable difference means; empty for any other."""
        if not self.figures.notable:
            return ""
        return HIGHER if self.figures.response_shift < 0 else LOWER


@dataclass(frozen=True, slots=True)
class LookingBackSeries:
    """The picture: the mean before and the mean looking back, statement by statement."""

    title: str
    finding: str
    stem: str
    ends: tuple[str, str]
    rows: tuple[LookingBackRow, ...]
    notes: tuple[str, ...]

    @property
    def has_figures(self) -> bool:
        """Whether anything is there to draw."""
        return bool(self.rows)


def looking_back_series(
    course_id: str, rows: Sequence[ShiftRow], counts: BlockCounts, survey: SurveyDefinition
) -> LookingBackSeries:
    """Every statement that is shown before and after and that enough people looked back on."""
    before = level_counts_before(counts)
    found = [
        LookingBackRow(row.id, row.domain, row.statement, sum(before[row.id]), figures)
        for row in rows
        if row.statement and sum(counts.looking_back.get(row.id, ())) >= SHOWN_FROM
        if (figures := looking_back(counts.looking_back[row.id], before[row.id])) is not None
    ]
    labels = {level.value: level.label for level in survey.scale}
    return LookingBackSeries(
        title=f"Looking back after {course_id}",
        finding=_finding(found),
        stem=survey.stem,
        ends=(labels[min(labels)], labels[max(labels)]),
        rows=tuple(found),
        notes=(CAPTION, _NOT_THE_SAME, _MARKED),
    )


def looking_back_table(series: LookingBackSeries) -> Table:
    """One row for each statement: both means, how many people stand behind each, and their difference."""
    headers = (
        *("Domain", "Statement", "People before", "Mean before", "People looking back", "Mean looking back"),
        *("Difference (levels)", "What it may mean"),
    )
    rows = tuple(
        (
            row.domain,
            row.statement,
            f"{row.n_before:,}",
            f"{row.figures.mean_before:.2f}",
            f"{row.figures.n:,}",
            f"{row.figures.mean:.2f}",
            level_cell(row.figures.response_shift),
            row.flag,
        )
        for row in series.rows
    )
    return Table(series.title, headers, rows, frozenset({2, 3, 4, 5, 6}))


def _finding(rows: Sequence[LookingBackRow]) -> str:
    if not rows:
        return f"Nothing can be shown yet: fewer than {number(SHOWN_FROM)} people looked back on any one statement."
    flagged = [row for row in rows if row.flag]
    of_all = f"{number(len(rows))} {'statement' if len(rows) == 1 else 'statements'}"
    if not flagged:
        return f"Looking back, people put about what they had put before: no difference of half a level on {of_all}."
    widest = max(flagged, key=lambda row: abs(row.figures.response_shift))
    apart = f"{widest.figures.mean_before:.1f} before, {widest.figures.mean:.1f} looking back"
    where = f"on “{phrase(widest.statement)}” ({apart}): {widest.flag}"
    if len(flagged) == 1:
        of_all = "" if len(rows) == 1 else f"On one of {of_all}, "
        return begun(f"{of_all}the two lie half a level apart or more, {where}.")
    return f"On {number(len(flagged))} of {of_all} the two lie half a level apart or more, most {where}."
