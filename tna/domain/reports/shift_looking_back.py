"""Looking back: what people say afterwards of their confidence before, beside what they said then."""

from collections.abc import Sequence
from dataclasses import dataclass

from tna import language
from tna.domain.evaluations.blocks import BlockCounts
from tna.domain.evaluations.looking_back import LookingBack, looking_back
from tna.domain.evaluations.readings import SHOWN_FROM
from tna.domain.reports.shift_figures import ShiftRow, level_counts_before
from tna.domain.reports.shift_words import CAPTION, level_cell
from tna.domain.reports.tables import Table
from tna.domain.reports.words import number, phrase
from tna.domain.surveys import SurveyDefinition
from tna.language import gettext, mark, ngettext

HIGHER = mark("people rated themselves higher before they knew more")
LOWER = mark("people rated themselves lower before than they do looking back")

_NOT_THE_SAME = mark(
    "Looking back is a series of its own and never takes the place of the answers given before. The two answers of a "
    "person are never put side by side: the difference is that of two means, and some people gave only one of them."
)
_MARKED = mark("Marked where the two lie half a level apart or more.")


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
        return gettext(HIGHER if self.figures.response_shift < 0 else LOWER)


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
        title=gettext("Looking back after %(course)s", course=course_id),
        finding=_finding(found),
        stem=survey.stem,
        ends=(labels[min(labels)], labels[max(labels)]),
        rows=tuple(found),
        notes=(gettext(CAPTION), gettext(_NOT_THE_SAME), gettext(_MARKED)),
    )


def looking_back_table(series: LookingBackSeries) -> Table:
    """One row for each statement: both means, how many people stand behind each, and their difference."""
    headers = (
        *(gettext("Domain"), gettext("Statement"), gettext("People before"), gettext("Mean before")),
        *(gettext("People looking back"), gettext("Mean looking back")),
        *(gettext("Difference (levels)"), gettext("What it may mean")),
    )
    rows = tuple(
        (
            row.domain,
            row.statement,
            language.number(row.n_before),
            f"{row.figures.mean_before:.2f}",
            language.number(row.figures.n),
            f"{row.figures.mean:.2f}",
            level_cell(row.figures.response_shift),
            row.flag,
        )
        for row in series.rows
    )
    return Table(series.title, headers, rows, frozenset({2, 3, 4, 5, 6}))


def _finding(rows: Sequence[LookingBackRow]) -> str:
    if not rows:
        return gettext(
            "Nothing can be shown yet: fewer than %(people)s people looked back on any one statement.",
            people=number(SHOWN_FROM),
        )
    flagged = [row for row in rows if row.flag]
    if not flagged:
        return ngettext(
            "Looking back, people put about what they had put before: no difference of half a level on %(statements)s "
            "statement.",
            "Looking back, people put about what they had put before: no difference of half a level on %(statements)s "
            "statements.",
            len(rows),
            statements=number(len(rows)),
        )
    where = _where(max(flagged, key=lambda row: abs(row.figures.response_shift)))
    if len(rows) == 1:
        return gettext("The two lie half a level apart or more, %(where)s.", where=where)
    of_all = number(len(rows))
    if len(flagged) == 1:
        return gettext(
            "On one of %(statements)s statements, the two lie half a level apart or more, %(where)s.",
            statements=of_all,
            where=where,
        )
    return gettext(
        "On %(apart)s of %(statements)s statements the two lie half a level apart or more, most %(where)s.",
        apart=number(len(flagged)),
        statements=of_all,
        where=where,
    )


def _where(row: LookingBackRow) -> str:
    return gettext(
        "on “%(statement)s” (%(before)s before, %(then)s looking back): %(meaning)s",
        statement=phrase(row.statement),
        before=f"{row.figures.mean_before:.1f}",
        then=f"{row.figures.mean:.1f}",
        meaning=row.flag,
    )
