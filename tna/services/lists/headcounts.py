"""Lists of headcounts: the rows read and held against what is known, then written."""

import hashlib
import re
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from tna.domain.lists import Choices, ListKind, columns_of, plain
from tna.language import gettext, number
from tna.models.people import Headcount
from tna.services.agencies import MOST_HEADS, set_headcounts
from tna.services.lists.acts import Act
from tna.services.lists.known import Known, one_of_ours
from tna.services.lists.undo_notes import UndoNotes
from tna.services.tables import ListTable, RowFault, TableRow

_NUMBER = re.compile(r"[0-9]{1,7}", re.ASCII)
# As spreadsheets and people write a day: 31/03/2027, 31.3.2027, 2027-03-31, with a time of day or without.
_DAY_FIRST = re.compile(r"([0-9]{1,2})[/.\- ]([0-9]{1,2})[/.\- ]([0-9]{4})(?: .*)?", re.ASCII)
_YEAR_FIRST = re.compile(r"([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})(?:[T ].*)?", re.ASCII)


@dataclass(frozen=True, slots=True)
class HeadsEntry:
    """One headcount of a list, and what is known so far (None: nothing)."""

    row: int
    agency_id: str
    role_group: str
    heads: int
    as_at: date
    was: int | None
    was_as_at: date | None


@dataclass(slots=True)
class HeadcountPlan:
    """Every headcount of a list and everything wrong in it."""

    entries: list[HeadsEntry] = field(default_factory=list)
    faults: list[RowFault] = field(default_factory=list)

    def digest(self) -> str:
        """What it would do, as a short text that changes with it."""
        return hashlib.sha256(repr(self.entries).encode()).hexdigest()[:32]


def plan_headcounts(
    session: Session, *, table: ListTable, choices: Choices, known: Known, agency_id: str | None, today: date
) -> HeadcountPlan:
    """What a list of headcounts would do."""
    standing = {
        (one.agency_id, one.role_group): (one.heads, one.as_at)
        for one in session.scalars(select(Headcount).order_by(Headcount.agency_id, Headcount.role_group))
    }
    reader = _Reader(table, choices, known, agency_id, standing, today)
    ragged = {fault.row: fault for fault in table.faults}
    for row in table.rows:
        if row.number in ragged:
            reader.plan.faults.append(ragged[row.number])
        else:
            reader.take(row)
    return reader.plan


def bring_in_headcounts(session: Session, *, plan: HeadcountPlan, act: Act) -> UndoNotes:
    """Write every headcount of the plan; says what was changed."""
    notes = UndoNotes(counts={"headcounts": len(plan.entries)})
    by_agency: dict[tuple[str, date], dict[str, int | None]] = defaultdict(dict)
    for entry in plan.entries:
        by_agency[entry.agency_id, entry.as_at][entry.role_group] = entry.heads
        was_as_at = entry.was_as_at.isoformat() if entry.was_as_at else None
        written = entry.heads, entry.as_at.isoformat()
        notes.heads.append((entry.agency_id, entry.role_group, entry.was, was_as_at, *written))
    for (agency_id, as_at), heads in by_agency.items():
        set_headcounts(session, agency_id=agency_id, heads=heads, as_at=as_at, actor_id=act.actor_id, now=act.now)
    return notes


def day_in(text: str) -> date | None:
    """A day as a list may hold it; None where it is none."""
    if found := _DAY_FIRST.fullmatch(text):
        day, month, year = (int(part) for part in found.groups())
    elif found := _YEAR_FIRST.fullmatch(text):
        year, month, day = (int(part) for part in found.groups())
    else:
        return None
    try:
        return date(year, month, day)
    except ValueError:
        return None


class _Reader:
    """Reads one row after the other; knows which headcount came before."""

    def __init__(
        self,
        table: ListTable,
        choices: Choices,
        known: Known,
        agency_id: str | None,
        standing: Mapping[tuple[str, str], tuple[int, date]],
        today: date,
    ) -> None:
        self.plan = HeadcountPlan()
        self._choices, self._known, self._agency_id = choices, known, agency_id
        self._standing, self._today = standing, today
        self._seen: dict[tuple[str, str], int] = {}
        titles = table.titles
        self._titles = {one.id: gettext(one.title) for one in columns_of(ListKind.HEADCOUNTS, names_agency=True)}
        self._titles |= {key: titles[place] for key, place in choices.columns.items()}

    def take(self, row: TableRow) -> None:
        """Put the headcount of a row, or what is wrong in it, where it belongs."""
        before = len(self.plan.faults)
        agency_id = self._agency_id or self._looked_up(row, "agency", self._known.agencies)
        group = self._looked_up(row, "role_group", self._known.role_groups)
        heads, as_at = self._heads(row), self._as_at(row)
        if len(self.plan.faults) > before or not (agency_id and group and as_at) or heads is None:
            return
        first = self._seen.setdefault((agency_id, group), row.number)
        was, was_as_at = self._standing.get((agency_id, group), (None, None))
        if first != row.number:
            expected = gettext("each role group of an agency once: it is in row %(row)s too", row=number(first))
            self._blame(row, "role_group", expected)
        elif was_as_at is not None and was_as_at > as_at:
            expected = gettext("a day not before %(day)s, of which a number is known", day=f"{was_as_at:%d/%m/%Y}")
            self._blame(row, "as_at", expected, as_at)
        else:
            self.plan.entries.append(HeadsEntry(row.number, agency_id, group, heads, as_at, was, was_as_at))

    def _cell(self, row: TableRow, column: str) -> str:
        place = self._choices.columns.get(column)
        return "" if place is None else row.cells[place]

    def _blame(self, row: TableRow, column: str, expected: str, read: date | None = None) -> None:
        text = self._cell(row, column) or (f"{read:%d/%m/%Y}" if read else "")
        self.plan.faults.append(RowFault(row.number, self._titles[column], text, expected))

    def _looked_up(self, row: TableRow, column: str, known: Mapping[str, str]) -> str | None:
        found = known.get(plain(self._cell(row, column)))
        if found is None:
            self._blame(row, column, one_of_ours(column))
        return found

    def _heads(self, row: TableRow) -> int | None:
        text = self._cell(row, "heads").replace(",", "")
        if _NUMBER.fullmatch(text) and int(text) <= MOST_HEADS:
            return int(text)
        self._blame(row, "heads", gettext("a whole number between 0 and %(most)s", most=number(MOST_HEADS)))
        return None

    def _as_at(self, row: TableRow) -> date | None:
        if "as_at" not in self._choices.columns and self._choices.as_at is not None:
            return self._choices.as_at
        day = day_in(self._cell(row, "as_at"))
        if day is None:
            self._blame(row, "as_at", gettext("a day such as 31/03/2027"))
        elif day > self._today:
            self._blame(row, "as_at", gettext("today or a day in the past"))
            return None
        return day
