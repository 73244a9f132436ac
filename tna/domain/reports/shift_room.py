"""Whether there was room to improve: who was at the highest level already, and the shift of the others."""

from collections.abc import Sequence
from dataclasses import dataclass

from tna import language
from tna.domain.evaluations.blocks import BlockCounts
from tna.domain.evaluations.changes import TOP
from tna.domain.evaluations.readings import SHOWN_FROM
from tna.domain.evaluations.shift import Room, room_to_improve
from tna.domain.reports.shift_figures import ShiftRow
from tna.domain.reports.shift_words import level_cell
from tna.domain.reports.tables import Table
from tna.domain.reports.words import number, percent, phrase, whole_percent
from tna.domain.reports.workings.shift import room_steps
from tna.domain.reports.workings.steps import Working, quoted
from tna.language import gettext

MUCH = 0.25
"""From this share at the highest level on, a page says that a statement had little room to improve."""


@dataclass(frozen=True, slots=True)
class RoomReport:
    """One sentence on the statement with the least room, the table of all, and how it was worked out."""

    title: str
    finding: str
    table: Table
    workings: tuple[Working, ...] = ()


def room_report(course_id: str, rows: Sequence[ShiftRow], counts: BlockCounts) -> RoomReport:
    """Of every statement that is shown: the share already at the top, and the shift of those who were not."""
    tables = {statement: table for domain in counts.domains for statement, table in domain.statements.items()}
    rooms = [(row, room_to_improve(tables[row.id])) for row in rows if row.statement and row.figures]
    headers = (
        *(gettext("Domain"), gettext("Statement"), gettext("People"), gettext("At %(top)s before (%%)", top=TOP)),
        *(gettext("The others"), gettext("Their shift (levels)"), gettext("Range from"), gettext("Range to")),
    )
    title = gettext("No room to improve: who was at %(top)s before %(course)s", top=TOP, course=course_id)
    cells = tuple(_cells(row, room) for row, room in rooms)
    table = Table(title, headers, cells, frozenset(range(2, len(headers))))
    return RoomReport(title, _finding(rooms), table, tuple(_working(row, room) for row, room in rooms))


def _finding(rooms: Sequence[tuple[ShiftRow, Room]]) -> str:
    shares = [(room.at_top or 0.0, row.statement) for row, room in rooms]
    if not shares:
        return gettext("No figure can be shown yet.")
    most, statement = max(shares)
    if not most:
        return gettext(
            "Nobody was at the highest level, %(top)s, on any statement before: everybody had room to improve.", top=TOP
        )
    at_top = gettext(
        "Before the course, at most %(share)s were at %(top)s already: on “%(statement)s”.",
        share=percent(most),
        top=TOP,
        statement=phrase(statement),
    )
    return f"{_how_many_had_little([share for share, _ in shares])} {at_top}"


def _how_many_had_little(shares: Sequence[float]) -> str:
    little = [share for share in shares if share >= MUCH]
    if not little:
        return gettext("Most people had room to improve on every statement.")
    if len(little) == len(shares):
        return gettext(
            "On every statement %(share)s or more had no room to improve, so that the figures above may hide what the "
            "others gained.",
            share=percent(MUCH),
        )
    return gettext(
        "On %(little)s of %(all)s statements %(share)s or more had no room to improve, so that the figures above may "
        "hide what the others gained.",
        little=number(len(little)),
        all=number(len(shares)),
        share=percent(MUCH),
    )


def _working(row: ShiftRow, room: Room) -> Working:
    n = row.figures.n if row.figures else 0
    is_shown = room.n >= SHOWN_FROM and room.location is not None
    return Working(quoted(row.statement), room_steps(room.at_top or 0.0, n, room.n, is_shown=is_shown))


def _cells(row: ShiftRow, room: Room) -> tuple[str, ...]:
    n = row.figures.n if row.figures else 0
    head = (row.domain, row.statement, language.number(n), str(whole_percent(room.at_top or 0.0)))
    # Fewer than that are shown no more than in any other figure; how many they are follows from the share.
    if room.n < SHOWN_FROM or room.location is None:
        withheld = gettext("fewer than %(people)s people", people=number(SHOWN_FROM))
        return (*head, language.number(room.n), withheld, "", "")
    ends = room.location.interval
    low, high = ("", "") if ends is None else (level_cell(ends.low), level_cell(ends.high))
    return (*head, language.number(room.n), level_cell(room.location.shift), low, high)
