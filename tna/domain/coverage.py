"""Who has been reached: participation against headcount, shown so that nobody learns who answered.

While a round is open, coverage is all that is shown. An attacker holds totals against rows and one person's
page against another's, and knows how many people work where. So coverage is made of **blocks**, formed once
over the whole partnership, and every number on every page is a sum of whole blocks:

- A block is one role group of one agency with at least five heads, or what is under five heads joined
  within its agency ("other role groups").
- Where those joined still have under five heads, nothing of their agency tells of them: its rows and its total
  leave them out, and say so. On pages that show all agencies they stand with such people of other agencies, by
  role group where those are five or more, else across role groups; so do agencies of under five heads altogether.
  Where even they are under five together, they are not shown and in no total, which says how many heads it leaves
  out.
- They never join a larger block. That would hide all of it behind a few people (887 people under "other role
  groups" for the sake of 4), and a release, which tells the larger one by itself, would leave the few as the
  difference.
- A release tells how many of each role group answered. Where a row of all agencies lacks under five heads of its role
  group, those would be the difference, if they stand in a group. So the smallest block that may stand in it with them
  leaves the row, for the row of joined ones.
- A role group without a headcount, or with answers and a headcount of nought, is not shown and in no total:
  nobody could tell whether all of it answered. It is named, so that somebody enters the headcount.
- "All or nearly all" stands for everybody **and** for everybody but one; "none or few", below ten heads, for
  nobody and for one. If the words stood for one number each, they would be that number.
- A total would undo the words (total less the other rows), so it never sees behind them: in every sum such a
  block counts as everybody, or as nobody. The sum is at most one off for each, and says "about".
- More answers than heads is named, without the number: the headcount is wrong, and all may have answered.

Blocks are disjoint and the words are chosen before anything is added up, so totals, rows and pages together
say nothing that the blocks do not say one by one. A total counted in any other way must not stand beside
these.

Three things it does not promise. Blocks count heads: where few of them have an account, whoever has a list of those
few reads more from a number than is meant (decision 9). Somebody who knows that they did not answer themselves reads
"all or nearly all" as all the others. And a release tells the answers of each of its groups, all of at least k people:
whoever holds those beside the last coverage of the open round may work out participation in smaller parts, never an
answer.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from tna.domain.groups import K_DEFAULT, Cell
from tna.language import gettext, mark, number

FEWEST_HEADS = 5
"""The fewest people whose participation is ever told."""

FEW_BELOW = 10
"""Below so many heads, that nobody or one answered is told in words only."""

_SURELY_A_GROUP = 2 * K_DEFAULT
"""From so many answers on an agency is a release group by itself, whatever k a partnership is likely to set."""

ALL_OR_NEARLY = mark("all or nearly all")
NONE_OR_FEW = mark("none or few")
OVER_HEADS = mark("more answers than the headcount")
TOO_FEW_HEADS = mark("fewer than five people")
NO_HEADCOUNT = mark("no headcount")


@dataclass(frozen=True, slots=True)
class CoverageRow:
    """What may be shown of the participation of some people.

    `agencies` and `role_groups` are the ids the row stands for, sorted; several role groups in one row are
    joined or added up. `heads` are the people in it who have a headcount. `answered` and its `share` of the
    heads (0..1) are None where `instead` stands in their place, one of the messages above; it is empty elsewhere.
    `counted` is what the row adds to totals and is never more exact than its words; `about` marks a total that
    holds a row in words. `left_out` are the heads of people who are in no total, `without_heads` the role groups
    that lack a headcount somewhere in the row, and `over_heads` says that more people answered, somewhere in the
    row, than the headcount knows. `elsewhere`, in a row for one role group, are its heads that stand in no such row.
    """

    agencies: tuple[str, ...]
    role_groups: tuple[str, ...]
    heads: int
    answered: int | None
    share: float | None
    instead: str
    counted: int
    about: bool = False
    left_out: int = 0
    without_heads: tuple[str, ...] = ()
    over_heads: bool = False
    elsewhere: int = 0

    @property
    def words(self) -> str:
        """What to say of the row: "about 12 of 50", or that all or nearly all have answered."""
        return (
            gettext(self.instead)
            if self.instead
            else of_heads(number(self.counted), number(self.heads), about=self.about)
        )


def of_heads(answered: str, heads: str, *, about: bool) -> str:
    """So many of so many people: "12 of 50", "about 12 of 50"."""
    if about:
        return gettext("about %(answered)s of %(heads)s", answered=answered, heads=heads)
    return gettext("%(answered)s of %(heads)s", answered=answered, heads=heads)


@dataclass(frozen=True, slots=True)
class Coverage:
    """Participation as it may be shown, all of it sums of `rows`, the blocks.

    `by_agency` has a row for each agency in order of id, and a last one for the blocks of several agencies.
    `by_role_group` has a row for each role group over the blocks in which it stands alone, and a last one for all
    joined blocks together. `total` is None where nobody may be shown, as on the page of an agency of under five heads.
    """

    rows: tuple[CoverageRow, ...]
    by_agency: tuple[CoverageRow, ...]
    by_role_group: tuple[CoverageRow, ...]
    total: CoverageRow | None


def coverage_of(cells: Iterable[Cell], agencies: Collection[str] | None = None) -> Coverage:
    """Coverage of the given agencies (None: of all), from the cells of **all** agencies, in any order.

    Blocks are formed over all cells before the agencies are chosen, so that two people who are shown
    different agencies cannot subtract their pages.
    """
    blocks = blocks_of(cells)
    shown = [block for block in blocks if agencies is None or {cell.agency for cell in block} <= set(agencies)]
    rows = tuple(map(_block_row, shown))
    by_agency: dict[tuple[str, ...], list[CoverageRow]] = defaultdict(list)
    by_role_group: dict[str, list[CoverageRow]] = defaultdict(list)
    joined: list[CoverageRow] = []
    for row in rows:
        by_agency[row.agencies if len(row.agencies) == 1 else ()].append(row)
        # Joined blocks go together whatever they hold: apart they would differ by one small role group.
        (by_role_group[row.role_groups[0]] if len(row.role_groups) == 1 else joined).append(row)
    known = [cell for block in blocks for cell in block if agencies is None or cell.agency in agencies]
    if agencies is None:
        leaving = _beside_a_few(by_role_group, known)
        # One role group alone would stand there under its own name.
        if len(_ids(one for row in (*joined, *leaving) for one in row.role_groups)) > 1:
            joined += leaving
            by_role_group = {one: [row for row in by_role_group[one] if row not in leaving] for one in by_role_group}
    by_role_group_rows = [_of_role_group(_total(parts), known) for _, parts in sorted(by_role_group.items()) if parts]
    total = _total(rows) if rows else None
    if total is not None:
        apart = _heads(known) - sum(row.heads for row in rows)
        total = replace(total, left_out=total.left_out + apart)
    return Coverage(
        rows=rows,
        by_agency=tuple(_total(parts) for parts in by_agency.values()),
        by_role_group=tuple([*by_role_group_rows, _total(joined)] if joined else by_role_group_rows),
        total=total,
    )


def _beside_a_few(by_role_group: Mapping[str, Sequence[CoverageRow]], cells: Sequence[Cell]) -> list[CoverageRow]:
    """The blocks that have to leave the row of their role group; mostly there are none.

    A few people stand in a release group with those alone who have not enough answers for a group of their own.
    """
    leaving = []
    for role_group, rows in by_role_group.items():
        told = [row for row in rows if row.heads >= FEWEST_HEADS]
        few = _heads(cell for cell in cells if cell.role_group == role_group) - sum(row.heads for row in told)
        mixed = [row for row in told if _may_be_mixed(row)]
        if mixed and 0 < few < FEWEST_HEADS:
            leaving.append(min(mixed, key=lambda row: row.heads))
    return leaving


def _may_be_mixed(row: CoverageRow) -> bool:
    return row.counted < _SURELY_A_GROUP or len(row.agencies) > 1


def _of_role_group(row: CoverageRow, cells: Iterable[Cell]) -> CoverageRow:
    """The row of one role group, with how many of its people it does not tell of."""
    heads = _heads(cell for cell in cells if cell.role_group in row.role_groups)
    return replace(row, elsewhere=heads - row.heads)


# Blocks -----------------------------------------------------------------------------------------------------


def blocks_of(cells: Iterable[Cell]) -> list[list[Cell]]:
    """The blocks by agency, then those of several agencies, from all cells in any order."""
    by_agency: dict[str, list[Cell]] = defaultdict(list)
    for cell in sorted(cells, key=lambda cell: (cell.agency, cell.role_group)):
        if cell.heads is None or cell.heads or cell.answers:
            by_agency[cell.agency].append(cell)
    blocks: list[list[Cell]] = []
    few: list[Cell] = []
    for members in by_agency.values():
        known = [cell for cell in members if cell.heads]
        joined = [cell for cell in known if _heads([cell]) < FEWEST_HEADS]
        blocks += [[cell] for cell in members if cell not in joined]
        if _heads(joined) < FEWEST_HEADS:
            few += joined
        else:
            blocks.append(joined)
    return [*blocks, *_blocks_of_few(few)]


def _blocks_of_few(cells: list[Cell]) -> list[list[Cell]]:
    """The blocks of those who are under five in their agency: by role group where five or more, then all others."""
    by_role_group: dict[str, list[Cell]] = defaultdict(list)
    for cell in cells:
        by_role_group[cell.role_group].append(cell)
    alone = [by_role_group[one] for one in sorted(by_role_group) if _heads(by_role_group[one]) >= FEWEST_HEADS]
    joined = [cell for cell in cells if _heads(by_role_group[cell.role_group]) < FEWEST_HEADS]
    return [*alone, joined] if joined else alone


def _heads(cells: Iterable[Cell]) -> int:
    return sum(cell.heads or 0 for cell in cells)


# Rows -------------------------------------------------------------------------------------------------------


def _block_row(block: list[Cell]) -> CoverageRow:
    """What may be shown of a block: the one place that sees how many of it answered."""
    agencies = _ids(cell.agency for cell in block)
    role_groups = _ids(cell.role_group for cell in block)
    heads = _heads(block)
    answers = sum(cell.answers for cell in block)
    if not heads:
        return CoverageRow(agencies, role_groups, 0, None, None, NO_HEADCOUNT, 0, without_heads=role_groups)
    if heads < FEWEST_HEADS:
        return CoverageRow(agencies, role_groups, heads, None, None, TOO_FEW_HEADS, 0, left_out=heads)
    if answers > heads:
        return CoverageRow(agencies, role_groups, heads, None, None, OVER_HEADS, heads, over_heads=True)
    return _told(CoverageRow(agencies, role_groups, heads, answers, answers / heads, "", answers))


def _told(row: CoverageRow) -> CoverageRow:
    """The row with a number, unless that would say of people that all or none of them answered."""
    if row.counted >= row.heads - 1:
        return replace(row, answered=None, share=None, instead=ALL_OR_NEARLY, counted=row.heads)
    # A total made of such rows alone knows no more than they do: "about 0 of 25" would be read as nobody.
    if row.counted <= 1 and (row.heads < FEW_BELOW or (row.about and not row.counted)):
        return replace(row, answered=None, share=None, instead=NONE_OR_FEW, counted=0)
    return row


def _total(rows: Sequence[CoverageRow]) -> CoverageRow:
    """The sum of rows, by what they count as; a single row is its own total."""
    if len(rows) == 1:
        return rows[0]
    told = [row for row in rows if row.heads >= FEWEST_HEADS]
    heads, counted = sum(row.heads for row in told), sum(row.counted for row in told)
    named = [row for row in rows if not row.left_out]
    total = CoverageRow(
        agencies=_ids(agency for row in named for agency in row.agencies),
        role_groups=_ids(role_group for row in named for role_group in row.role_groups),
        heads=heads,
        answered=counted if told else None,
        share=counted / heads if told else None,
        instead="" if told else NO_HEADCOUNT,
        counted=counted,
        about=any(row.answered is None for row in told),
        left_out=sum(row.left_out for row in rows),
        without_heads=_ids(role_group for row in rows for role_group in row.without_heads),
        over_heads=any(row.over_heads for row in rows),
    )
    return _told(total) if told else total


def _ids(ids: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted(set(ids)))
