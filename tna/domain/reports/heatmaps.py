"""What a heatmap shows: role groups (or agencies) by domain, how many are below the level their role needs."""

from dataclasses import dataclass
from enum import StrEnum

from tna.domain.intervals import Interval
from tna.domain.reports.comparison import Earlier
from tna.domain.reports.words import inside
from tna.language import gettext, mark


class CellState(StrEnum):
    """Whether a figure is there, and if not, why."""

    SHOWN = "shown"
    WITHHELD = "withheld"
    NOT_ASKED = "not asked"


@dataclass(frozen=True, slots=True)
class HeatmapCell:
    """One figure: the share (0..1) below target, its interval, and the `n_low` to `n_high` people behind it.

    `covered` are the answers of the groups it is released in, the fewest and the most over its statements; None stands
    for all that its row covers. `estimated` says that the share stands for headcounts and is another than that of those
    who answered. `words` says why there is none. `earlier` is what the same figure was in the round compared with.
    """

    state: CellState
    share: float | None = None
    interval: Interval | None = None
    n_low: int = 0
    n_high: int = 0
    words: str = ""
    earlier: Earlier | None = None
    covered: tuple[int, int] | None = None
    estimated: bool = False


@dataclass(frozen=True, slots=True)
class HeatmapColumn:
    """One domain, or one statement of the one domain that a heatmap is of."""

    id: str
    title: str


@dataclass(frozen=True, slots=True)
class HeatmapRow:
    """One role group or agency. `covered` of its `answers` stand in figures; both 0 where nothing is released.

    `is_partial` says that some of its people stand in other figures or in none.
    """

    id: str
    title: str
    covered: int
    answers: int
    is_partial: bool
    cells: tuple[HeatmapCell, ...]

    def covered_by(self, *cells: HeatmapCell) -> tuple[int, int]:
        """The fewest and the most answers in any of these cells that is shown, by default in all; none in none."""
        shown = [cell.covered or (self.covered, self.covered) for cell in cells or self.cells if cell.share is not None]
        return min((low for low, _ in shown), default=0), max((high for _, high in shown), default=0)


@dataclass(frozen=True, slots=True)
class RowWords:
    """How headings and sentences speak of the rows: messages, said by `gettext`.

    `place` has room for a column (named `domain`) and a row, `withheld` for "fewer than ten people answered",
    `none_yet` for a reason.
    """

    heading: str
    title: str
    place: str
    together: str
    in_both: str
    withheld: str
    none_yet: str
    none_asked: str
    unasked: str
    keeps_capitals: bool
    column: str = mark("Domain")

    @property
    def not_asked(self) -> str:
        """Why a row has no figure where nobody in it was asked."""
        return gettext(self.unasked)

    def inside(self, title: str) -> str:
        """A row's title in the middle of a sentence; the name of an agency stays as it is."""
        return title if self.keeps_capitals else inside(title)


ROLE_GROUPS = RowWords(
    heading=mark("Role group"),
    title=mark("Below the level their role needs, by role group and domain"),
    place=mark("in %(domain)s among %(row)s"),
    together=mark("All role groups together"),
    in_both=mark("To compare: only role groups with figures in both rounds"),
    withheld="%(fewer)s",
    none_yet=mark("No figure can be shown yet: for every role group, %(why)s."),
    none_asked=mark("There is no figure to show: no role group here was asked about these domains."),
    unasked=mark("not asked of this role group"),
    keeps_capitals=False,
)
AGENCIES = RowWords(
    heading=mark("Agency"),
    title=mark("Below the level their role needs, by agency and domain"),
    place=mark("in %(domain)s at %(row)s"),
    together=mark("All agencies together"),
    in_both=mark("To compare: all agencies, only role groups with figures in both rounds"),
    withheld=mark("%(fewer)s in any one role group"),
    none_yet=mark("No figure can be shown yet: for every agency, %(why)s."),
    none_asked=mark("There is no figure to show: no agency here was asked about these domains."),
    unasked=mark("not asked of anyone here"),
    keeps_capitals=True,
)
STATEMENTS = RowWords(
    heading=mark("Role group"),
    title=mark("%(domain)s: below the level their role needs, by role group and statement"),
    place=mark("on “%(domain)s” among %(row)s"),
    together=mark("All role groups together"),
    in_both=mark("To compare: only role groups with figures in both rounds"),
    withheld="%(fewer)s",
    none_yet=mark("No figure can be shown yet: for every role group, %(why)s."),
    none_asked=mark("There is no figure to show: no role group here was asked about these statements."),
    unasked=mark("not asked of this role group"),
    keeps_capitals=False,
    column=mark("Statement"),
)


@dataclass(frozen=True, slots=True)
class Heatmap:
    """The picture: its title, the sentence that is caption and alt text, and its places row by row.

    `everyone` is the row of all together, apart from the others, and `in_both` that of the role groups which have
    figures in both rounds, where that is another figure. `withheld_words` explains the hatching, empty where there is
    none. `earlier_round` names the round compared with.
    """

    title: str
    finding: str
    words: RowWords
    columns: tuple[HeatmapColumn, ...]
    rows: tuple[HeatmapRow, ...]
    everyone: HeatmapRow | None = None
    withheld_words: str = ""
    notes: tuple[str, ...] = ()
    earlier_round: str | None = None
    in_both: HeatmapRow | None = None

    @property
    def totals(self) -> tuple[HeatmapRow, ...]:
        """The rows that stand for several others."""
        return tuple(row for row in (self.everyone, self.in_both) if row is not None)

    @property
    def all_rows(self) -> tuple[HeatmapRow, ...]:
        """Every row, those of all together last."""
        return (*self.rows, *self.totals)

    @property
    def cells(self) -> tuple[HeatmapCell, ...]:
        """Every cell of the rows, without that of all together."""
        return tuple(cell for row in self.rows for cell in row.cells)

    @property
    def has_figures(self) -> bool:
        """Whether anything is there to draw."""
        return any(cell.state is CellState.SHOWN for cell in self.cells)
