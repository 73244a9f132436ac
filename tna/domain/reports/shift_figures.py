"""The figures of a course's shift, domain by domain and statement by statement, from its released counts."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from tna.domain.courses import Course
from tna.domain.evaluations.blocks import BlockCounts, DomainCounts
from tna.domain.evaluations.changes import Table as Levels
from tna.domain.evaluations.multiplicity import benjamini_hochberg
from tna.domain.evaluations.readings import SHOWN_FROM, TESTED_FROM, Reading, reading_of
from tna.domain.evaluations.shift import Shift, StatementShift, shift_of_changes, shift_of_table
from tna.domain.intervals import Interval
from tna.domain.surveys import SurveyDefinition
from tna.language import mark

TOGETHER = mark("All its statements together")
WITHHELD = mark("not released yet, or fewer than ten people")
"""One wording for both, so that it does not tell which; its number is SHOWN_FROM."""


@dataclass(frozen=True, slots=True)
class ShiftFigures:
    """What `n` people say before and after a course, on a scale of 1 to 5.

    `before` and `after` are means. `shift` and its interval are Hodges and Lehmann's, in levels: of a domain, of the
    change of a person's sum over its statements, divided by how many statements there are. `p` is that of the signed
    rank test, `adjusted_p` allows for the others of its family; both None where too few to test. The shares (0..1)
    who were confident are there for statements alone, as is `mcnemar_p`.
    """

    n: int
    up: int
    same: int
    down: int
    before: float
    after: float
    shift: float
    interval: Interval | None
    effect: float | None
    p: float | None
    adjusted_p: float | None
    reading: Reading
    confident_before: float | None = None
    confident_after: float | None = None
    mcnemar_p: float | None = None


@dataclass(frozen=True, slots=True)
class ShiftRow:
    """One domain, or one of its statements (`statement` is its text, empty for the domain as a whole).

    `figures` is None where nothing may be shown.
    """

    id: str
    domain: str
    statement: str
    figures: ShiftFigures | None

    @property
    def is_domain(self) -> bool:
        """Whether this is the domain as a whole."""
        return not self.statement

    @property
    def title(self) -> str:
        """What the row is called in a picture."""
        return self.statement or self.domain


@dataclass(frozen=True, slots=True)
class _Measured:
    """A row with its shift, before the p values of all of them are adjusted."""

    row: ShiftRow
    shift: Shift
    figures: ShiftFigures


def shift_rows(course: Course, counts: BlockCounts, survey: SurveyDefinition) -> tuple[ShiftRow, ...]:
    """Every domain that the course's form asks about, each followed by its statements, in the survey's order.

    Domains are one family for adjusting p, being what a report is about; statements are another, of second rank. A
    domain or statement that the survey no longer has goes by its id.
    """
    rows = list(_rows(course, counts, survey))
    adjusted = {
        row.id: row
        for family in (True, False)
        for row in _adjusted([one for one in rows if isinstance(one, _Measured) and one.row.is_domain is family])
    }
    return tuple(one if isinstance(one, ShiftRow) else adjusted[one.row.id] for one in rows)


def headline_of(course: Course, rows: Sequence[ShiftRow]) -> ShiftRow | None:
    """The domain that speaks for the course: the first shown of those it teaches, in the catalogue's order.

    That order was settled before anybody answered: choosing the largest shift would flatter every course.
    """
    shown = {row.id: row for row in rows if row.is_domain and row.figures}
    first = [shown[domain] for domain in course.domains if domain in shown]
    return next(iter([*first, *shown.values()]), None)


def level_counts_before(counts: BlockCounts) -> Mapping[str, tuple[int, ...]]:
    """How many put each level before, by statement."""
    return {
        statement: tuple(sum(row) for row in table)
        for domain in counts.domains
        for statement, table in domain.statements.items()
    }


def titles_of(survey: SurveyDefinition) -> dict[str, str]:
    """The titles of domains and the texts of statements, by id."""
    return {one.id: one.title for one in survey.domains} | {one.id: one.text for one in survey.statements}


def _rows(course: Course, counts: BlockCounts, survey: SurveyDefinition) -> Iterator[ShiftRow | _Measured]:
    titles, released = titles_of(survey), {one.domain: one for one in counts.domains}
    of_form = {one.domain for one in survey.statements if one.id in course.statements}
    known = [domain.id for domain in survey.domains if domain.id in of_form | released.keys()]
    for domain in [*known, *(one for one in released if one not in known)]:
        found = released.get(domain)
        title = titles.get(domain, domain)
        if found is None or found.n < SHOWN_FROM or not found.statements:
            yield ShiftRow(domain, title, "", None)
            continue
        yield _domain(found, title)
        order = [one.id for one in survey.statements if one.id in found.statements]
        for statement in [*order, *(one for one in found.statements if one not in order)]:
            yield _statement(statement, title, titles.get(statement, statement), found.statements[statement])


def _domain(counts: DomainCounts, title: str) -> _Measured:
    shift, statements = shift_of_changes(counts.changes), len(counts.statements)
    tables = counts.statements.values()
    before = sum(_mean_before(table) for table in tables) / statements
    after = sum(_mean_after(table) for table in tables) / statements
    return _Measured(
        ShiftRow(counts.domain, title, "", None), shift, _figures(shift, before, after, statements=statements)
    )


def _statement(id: str, domain: str, text: str, table: Levels) -> _Measured:
    found: StatementShift = shift_of_table(table)
    figures = replace(
        _figures(found.shift, _mean_before(table), _mean_after(table)),
        confident_before=found.confident_before,
        confident_after=found.confident_after,
        mcnemar_p=found.mcnemar_p if found.shift.n >= TESTED_FROM else None,
    )
    return _Measured(ShiftRow(id, domain, text, None), found.shift, figures)


def _figures(shift: Shift, before: float, after: float, *, statements: int = 1) -> ShiftFigures:
    assert shift.location is not None, "shown only where there are pairs"
    assert shift.wilcoxon is not None, "shown only where there are pairs"
    ends = shift.location.interval
    return ShiftFigures(
        n=shift.n,
        up=shift.up,
        same=shift.same,
        down=shift.down,
        before=before,
        after=after,
        shift=shift.location.shift / statements,
        interval=None if ends is None else Interval(ends.low / statements, ends.high / statements),
        effect=shift.wilcoxon.rank_biserial,
        p=shift.wilcoxon.p if shift.n >= TESTED_FROM else None,
        adjusted_p=None,
        reading=Reading.TOO_FEW,
    )


def _adjusted(family: Sequence[_Measured]) -> Iterator[ShiftRow]:
    for one, p in zip(family, benjamini_hochberg([one.figures.p for one in family]), strict=True):
        reading = reading_of(one.shift, p) or Reading.TOO_FEW
        yield replace(one.row, figures=replace(one.figures, adjusted_p=p, reading=reading))


def _mean_before(table: Levels) -> float:
    return _mean([sum(row) for row in table])


def _mean_after(table: Levels) -> float:
    return _mean([sum(column) for column in zip(*table, strict=True)])


def _mean(counts: Sequence[int]) -> float:
    """The mean level of five counts; the tables of a domain hold the same people, so the mean of means is theirs."""
    return sum(level * count for level, count in enumerate(counts, start=1)) / sum(counts)
