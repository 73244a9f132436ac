"""What diverging bars show: how confident people are, statement by statement, widest mean gap first."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from tna import language
from tna.domain.disclosure import Figures
from tna.domain.intervals import Interval
from tna.domain.needs import StatementFigures
from tna.domain.reports.behind import is_estimate, of_whom
from tna.domain.reports.tables import Table, people_ends, share_ends
from tna.domain.reports.words import (
    begun,
    fewer_than,
    listed,
    number,
    of_others,
    percent,
    phrase,
    rounded,
    whole_percent,
)
from tna.domain.surveys import Level, Statement
from tna.language import gettext, mark, ngettext

NEUTRAL = 3
"""The level in the middle of the scale: neither side may count it, so it stands apart."""

_MOST_TIES_NAMED = 2


@dataclass(frozen=True, slots=True)
class LikertRow:
    """One statement. `shares` are of the `n` who gave a level, level 1 first; empty where nothing is released.

    `below` (0..1) and its interval stand for the heads where headcounts are known, None where there is no target;
    `target` is None where the role groups together here need different levels. `estimated` says that `below` is another
    than the share of those who answered.
    """

    id: str
    text: str
    n: int = 0
    counts: tuple[int, ...] = ()
    mean: float | None = None
    gap: float | None = None
    below: float | None = None
    below_interval: Interval | None = None
    target: int | None = None
    people: float | None = None
    people_interval: Interval | None = None
    estimated: bool = False

    @property
    def is_released(self) -> bool:
        """Whether there is anything to draw."""
        return self.n > 0

    @property
    def shares(self) -> tuple[float, ...]:
        """Share (0..1) of each level among those who gave one."""
        return tuple(count / self.n for count in self.counts)


@dataclass(frozen=True, slots=True)
class LikertBars:
    """The picture: rows in the order they are drawn, those not released last.

    `stem` are the words in front of each row, `levels` what the levels are called, lowest first; `heading` says what
    the rows are, as a message.
    """

    title: str
    finding: str
    stem: str
    levels: tuple[str, ...]
    rows: tuple[LikertRow, ...]
    withheld_words: str
    notes: tuple[str, ...] = ()
    heading: str = mark("Statement")

    @property
    def has_figures(self) -> bool:
        """Whether anything is there to draw."""
        return any(row.is_released for row in self.rows)


def likert_bars(
    figures: Figures,
    *,
    statements: Sequence[Statement],
    scale: Sequence[Level],
    k: int,
    stem: str,
    who: str = "",
    texts: Mapping[str, str] | None = None,
) -> LikertBars:
    """Bars of every statement asked of anybody in `figures`, in the survey's `statements`.

    `stem` are the words in front of each statement, `who` ends the title ("designated leads"), `texts` holds
    wordings that differ from the statements' own.
    """
    wordings = texts or {}
    rows = [
        likert_row(statement.id, wordings.get(statement.id, statement.text), figures.statements.get(statement.id))
        for statement in statements
        if statement.id in figures.asked
    ]
    ordered = tuple(sorted(rows, key=widest_first))
    return LikertBars(
        title=_title(who),
        finding=_finding(ordered, k),
        stem=stem,
        levels=tuple(level.label for level in sorted(scale, key=lambda level: level.value)),
        rows=ordered,
        withheld_words=withheld_words(ordered, k),
        notes=_notes(ordered, k),
    )


def likert_table(bars: LikertBars) -> Table:
    """One row for each statement or role group: people, share below with its range, and the share at each level.

    Where shares below stand for headcounts the headings say so, and that the levels do not.
    """
    with_level = any(row.target is not None for row in bars.rows)
    by_heads = any(row.estimated for row in bars.rows)
    headers = (
        gettext(bars.heading),
        *([gettext("Level needed")] if with_level else []),
        gettext("People who answered"),
        gettext("Below the level needed, by headcount (%)") if by_heads else gettext("Below the level needed (%)"),
        gettext("Range from (%)"),
        gettext("Range to (%)"),
        gettext("People to train"),
        gettext("Range from (people)"),
        gettext("Range to (people)"),
        *(
            gettext("%(level)s (%% of those who answered)", level=level) if by_heads else f"{level} (%)"
            for level in (f"{place} {label}" for place, label in enumerate(bars.levels, start=1))
        ),
    )
    rows = tuple(_cells_of(row, bars, with_level=with_level) for row in bars.rows)
    return Table(bars.title, headers, rows, frozenset(range(1, len(headers))))


def _title(who: str) -> str:
    if who:
        return gettext("How confident people are, %(who)s: widest mean gap first", who=who)
    return gettext("How confident people are: widest mean gap first")


def likert_row(id: str, text: str, found: StatementFigures | None) -> LikertRow:
    """One row of bars; `found` is None where nothing is released."""
    if found is None:
        return LikertRow(id, text)
    return LikertRow(
        id,
        text,
        n=found.n,
        counts=found.counts,
        mean=found.mean,
        gap=found.gap,
        below=found.below,
        below_interval=found.below_interval,
        target=found.target,
        people=found.people,
        people_interval=found.people_interval,
        estimated=is_estimate(found.below, found.below_unweighted),
    )


def widest_first(row: LikertRow) -> tuple[bool, float, float, str]:
    """The order of rows: released first; by falling gap; without targets by rising mean; then by id."""
    return (not row.is_released, -(row.gap or 0.0), row.mean or 0.0, row.id)


def _finding(rows: Sequence[LikertRow], k: int) -> str:
    released = [row for row in rows if row.is_released]
    if not rows:
        return gettext("No statement was asked here.")
    if not released:
        return gettext("No figure can be shown yet: %(why)s.", why=withheld_words(rows, k))
    if released[0].gap is None:
        return _least_confident(released[0])
    if not released[0].gap:
        return gettext("Nobody who answered is below the level their role needs, on any statement that is shown.")
    return _widest([row for row in released if printed_gap(row) == printed_gap(released[0])], len(released))


def _least_confident(row: LikertRow) -> str:
    return gettext(
        "People are least confident to %(statement)s: %(share)s of %(people)s who answered are above the middle of the "
        "scale.",
        statement=of_others(row.text),
        share=percent(sum(row.shares[NEUTRAL:])),
        people=language.number(row.n),
    )


def _widest(rows: Sequence[LikertRow], shown: int) -> str:
    if len(rows) == shown > _MOST_TIES_NAMED:
        return gettext("The mean gap is the same on all %(shown)s statements shown.", shown=number(shown))
    if len(rows) > _MOST_TIES_NAMED:
        return ngettext(
            "The mean gap is widest on %(alike)s statement alike, of %(shown)s shown.",
            "The mean gap is widest on %(alike)s statements alike, of %(shown)s shown.",
            len(rows),
            alike=number(len(rows)),
            shown=number(shown),
        )
    return gettext(
        "The mean gap is widest on %(statements)s, at %(gap)s levels: %(below)s are below the level their role needs.",
        statements=listed([gettext("“%(text)s”", text=phrase(row.text)) for row in rows]),
        gap=f"{rows[0].gap:.2f}",
        below=shares_of(rows),
    )


def shares_of(rows: Sequence[LikertRow]) -> str:
    """How many of whom are below, row by row: "62 % of 41 who answered", or "in each case 62 % of 41 who answered"."""
    shares = [of_whom(percent(row.below or 0.0), language.number(row.n), estimated=row.estimated) for row in rows]
    if len(shares) > 1 and len(set(shares)) == 1:
        return gettext("in each case %(share)s", share=shares[0])
    return listed(shares)


def printed_gap(row: LikertRow) -> float | None:
    """The mean gap as the picture prints it: what looks equal there is equal in the sentence."""
    return None if row.gap is None else round(row.gap, 2)


def withheld_words(rows: Sequence[LikertRow], k: int) -> str:
    """Why rows have no figures; empty where all of them have."""
    if all(row.is_released for row in rows):
        return ""
    return gettext("%(fewer)s, or all gave the same answer", fewer=fewer_than(k))


def by_heads_note(rows: Sequence[LikertRow]) -> tuple[str, ...]:
    """That the bars and the share below them count people differently; nothing where they do not."""
    if not any(row.estimated for row in rows):
        return ()
    return (
        gettext(
            "Bars show those who answered. “Below level” and “mean gap” count each group by its headcount, so they can "
            "differ from what the bars add up to."
        ),
    )


def _notes(rows: Sequence[LikertRow], k: int) -> tuple[str, ...]:
    return (*_withheld_note(rows, k), *by_heads_note(rows))


def _withheld_note(rows: Sequence[LikertRow], k: int) -> tuple[str, ...]:
    withheld = sum(not row.is_released for row in rows)
    if not withheld:
        return ()
    why = withheld_words(rows, k)
    if withheld == len(rows):
        none = ngettext(
            "The one statement is not shown: %(why)s.",
            "None of the %(all)s statements is shown: %(why)s.",
            withheld,
            all=number(withheld),
            why=why,
        )
        return (none,)
    told = ngettext(
        "%(withheld)s of %(all)s statements is not shown: %(why)s.",
        "%(withheld)s of %(all)s statements are not shown: %(why)s.",
        withheld,
        withheld=number(withheld),
        all=number(len(rows)),
        why=why,
    )
    return (begun(told),)


def _cells_of(row: LikertRow, bars: LikertBars, *, with_level: bool) -> tuple[str, ...]:
    level = ("" if row.target is None else str(row.target),) if with_level else ()
    if not row.is_released:
        return (row.text, *level, "", bars.withheld_words, *([""] * (len(bars.levels) + 5)))
    return (
        row.text,
        *level,
        language.number(row.n),
        "" if row.below is None else str(whole_percent(row.below)),
        *share_ends(row.below, row.below_interval),
        "" if row.people is None else language.number(rounded(row.people)),
        *people_ends(row.people, row.people_interval),
        *(str(whole_percent(share)) for share in row.shares),
    )
