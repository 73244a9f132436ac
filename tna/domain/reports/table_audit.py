"""The audit of a two-way table in words and drawn: the verdict first, then why, and what would mend it."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from tna.domain.reports import words
from tna.domain.reports.tables import Table
from tna.domain.table_audit import AuditedCell, TableAudit
from tna.domain.table_bounds import Place
from tna.language import gettext, ngettext, number


class Drawn(StrEnum):
    """How a cell of a drawn table looks."""

    PUBLISHED = "published"
    SMALL = "small"
    WITHHELD = "withheld"
    NARROW = "narrow"
    PINNED = "pinned"


@dataclass(frozen=True, slots=True)
class DrawnCell:
    """A cell as readers of the table see it: its count, or between which counts they know it to lie."""

    text: str
    drawn: Drawn
    is_new_blank: bool = False


@dataclass(frozen=True, slots=True)
class DrawnTable:
    """A table with its totals, the withheld cells replaced by what is known of them."""

    caption: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, tuple[DrawnCell, ...], str], ...]
    totals: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class AuditReport:
    """`verdict` is one sentence, `reasons` say why it is unsafe, `blanks` what to withhold as well, `advice` what else.

    `mended` is the table with the further blanks; none where there are none.
    """

    is_safe: bool
    verdict: str
    reasons: tuple[str, ...]
    blanks: tuple[str, ...]
    advice: tuple[str, ...]
    drawn: DrawnTable
    mended: DrawnTable | None


def audit_report(audit: TableAudit) -> AuditReport:
    """The report of an audit."""
    return AuditReport(
        is_safe=audit.is_safe,
        verdict=_verdict(audit),
        reasons=(*_exact_reasons(audit), *_narrow_reasons(audit), *_small_reasons(audit)),
        blanks=tuple(_named(audit, place) for place in audit.also_withhold),
        advice=() if audit.is_safe or audit.can_be_mended else _advice(audit),
        drawn=_drawn(audit, gettext("The table as its readers see it"), audit.cells, ()),
        mended=_drawn(audit, gettext("With the further blanks"), audit.after, audit.also_withhold)
        if audit.can_be_mended
        else None,
    )


def evidence_table(audit: TableAudit) -> Table:
    """What was published and what can be known of the rest, cell by cell; no true count of a withheld cell."""
    now = {cell.place: cell for cell in audit.cells}
    after = {cell.place: cell for cell in audit.after}
    rows = tuple(
        (*audit.table.names(place), *_evidence(audit, place, now.get(place)), *_ends(after.get(place)))
        for place in audit.table.places
    )
    headers = (
        gettext("Row"),
        gettext("Column"),
        gettext("Published"),
        gettext("State"),
        gettext("Lowest"),
        gettext("Highest"),
        gettext("Lowest with the further blanks"),
        gettext("Highest with the further blanks"),
    )
    return Table(_verdict(audit), headers, rows, frozenset({2, 4, 5, 6, 7}))


def _evidence(audit: TableAudit, place: Place, cell: AuditedCell | None) -> tuple[str, ...]:
    if cell is not None:
        state = gettext("withheld, safe") if cell.is_safe else gettext("withheld, not safe")
        return "", state, *_ends(cell)
    if place in audit.small:
        return str(audit.table.count(place)), gettext("published, under the threshold"), "", ""
    is_blank = place in audit.also_withhold
    return (
        str(audit.table.count(place)),
        gettext("published; withhold it too") if is_blank else gettext("published"),
        "",
        "",
    )


def _ends(cell: AuditedCell | None) -> tuple[str, str]:
    return ("", "") if cell is None else (str(cell.low), str(cell.high))


# Sentences ---------------------------------------------------------------------------------------------------


def _verdict(audit: TableAudit) -> str:
    if audit.is_safe:
        return _safe(audit)
    if not audit.can_be_mended:
        return gettext("Not safe to publish, and no further blanks can make it so.")
    blanks = len(audit.also_withhold)
    return ngettext(
        "Not safe to publish as it is; with %(blanks)s more blank it is.",
        "Not safe to publish as it is; with %(blanks)s more blanks it is.",
        blanks,
        blanks=words.number(blanks),
    )


def _safe(audit: TableAudit) -> str:
    k, withheld = words.number(audit.threshold), len(audit.cells)
    if not withheld:
        return gettext(
            "Safe to publish: it withholds nothing, and no count in it is of one to %(less)s people.",
            less=words.number(audit.threshold - 1),
        )
    return ngettext(
        "Safe to publish: its %(cells)s withheld count stays open over a range of %(k)s or more.",
        "Safe to publish: each of its %(cells)s withheld counts stays open over a range of %(k)s or more.",
        withheld,
        cells=words.number(withheld),
        k=k,
    )


def _exact_reasons(audit: TableAudit) -> list[str]:
    return [
        gettext(
            "%(cell)s is withheld, and yet known exactly: %(count)s. The totals give it away.",
            cell=_named(audit, cell.place),
            count=number(cell.low),
        )
        for cell in audit.cells
        if cell.is_exact and not cell.is_safe
    ]


def _narrow_reasons(audit: TableAudit) -> list[str]:
    return [
        gettext(
            "%(cell)s is withheld, but can only be from %(low)s to %(high)s: a range under %(k)s.",
            cell=_named(audit, cell.place),
            low=number(cell.low),
            high=number(cell.high),
            k=words.number(audit.threshold),
        )
        for cell in audit.cells
        if not cell.is_exact and not cell.is_safe
    ]


def _small_reasons(audit: TableAudit) -> list[str]:
    return [
        gettext(
            "%(cell)s shows %(count)s, which is under %(k)s.",
            cell=_named(audit, place),
            count=number(audit.table.count(place)),
            k=words.number(audit.threshold),
        )
        for place in audit.small
    ]


def _advice(audit: TableAudit) -> tuple[str, ...]:
    table = audit.table
    small = [
        gettext(
            "“%(name)s” adds up to %(total)s, under %(k)s, and totals are published: put it together with another.",
            name=name,
            total=words.number(total),
            k=words.number(audit.threshold),
        )
        for name, total in (
            *zip(table.rows, table.row_totals, strict=True),
            *zip(table.columns, table.column_totals, strict=True),
        )
        if 0 < total < audit.threshold
    ]
    return tuple(small) or (gettext("Put rows or columns together so that counts become larger, and check it again."),)


def _named(audit: TableAudit, place: Place) -> str:
    row, column = audit.table.names(place)
    return gettext("“%(row)s”, “%(column)s”", row=row, column=column)


# Drawing -----------------------------------------------------------------------------------------------------


def _drawn(audit: TableAudit, caption: str, cells: Sequence[AuditedCell], new: Sequence[Place]) -> DrawnTable:
    table, withheld = audit.table, {cell.place: cell for cell in cells}
    return DrawnTable(
        caption,
        table.columns,
        tuple(
            (
                name,
                tuple(_drawn_cell(audit, (row, column), withheld, new) for column in range(len(table.columns))),
                number(table.row_totals[row]),
            )
            for row, name in enumerate(table.rows)
        ),
        (*(number(total) for total in table.column_totals), number(sum(table.column_totals))),
    )


def _drawn_cell(audit: TableAudit, place: Place, withheld: dict[Place, AuditedCell], new: Sequence[Place]) -> DrawnCell:
    cell = withheld.get(place)
    if cell is None:
        return DrawnCell(number(audit.table.count(place)), Drawn.SMALL if place in audit.small else Drawn.PUBLISHED)
    if cell.is_exact:
        return DrawnCell(gettext("exactly %(count)s", count=number(cell.low)), Drawn.PINNED, place in new)
    text = gettext("between %(low)s and %(high)s", low=number(cell.low), high=number(cell.high))
    return DrawnCell(text, Drawn.WITHHELD if cell.is_safe else Drawn.NARROW, place in new)
