"""Who is missing from a round's figures, and how far the answer would move if they differed from those who answered.

Who is missing comes from coverage and from nothing else, so that it says no more of a small group than coverage does.
How far the answer would move comes from published figures (`tna.domain.missing_answers`).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from tna import language
from tna.domain.coverage import NONE_OR_FEW, Coverage, CoverageRow
from tna.domain.disclosure import Figures
from tna.domain.intervals import Interval
from tna.domain.missing_answers import DIFFERENCES, Missing, difference_to_leave, moved
from tna.domain.reports.coverage_rows import agency_titles_of, role_group_titles_of
from tna.domain.reports.response_words import (
    bounds_words,
    holds_words,
    missing_words,
    moves_words,
    nothing_to_move,
    rate_words,
)
from tna.domain.reports.tables import Table, share_ends
from tna.domain.reports.words import rounded, whole_percent
from tna.domain.surveys import Domain
from tna.language import gettext

FAR_BELOW = 0.75
"""A group is far below the whole where its rate is under three quarters of it: at 40 % overall, under 30 %.

A ratio, since ten points are much of 20 % and little of 90 %. The house's own choice, the same for every round.
"""


@dataclass(frozen=True, slots=True)
class MissingPart:
    """An agency or a role group that answered far less than the whole.

    `words` is what coverage says of it, `share` (0..1) that as a number, None where it is told in words only. `short`
    is about how many more answers would bring it to the rate of all.
    """

    title: str
    words: str
    share: float | None
    heads: int
    short: int


@dataclass(frozen=True, slots=True)
class MovedShare:
    """The share (0..1) below target in one domain, and what it would be if those missing differed.

    `moved` are the shares for each of `DIFFERENCES`, in their order; `missing.bounds` is what no answers could exceed.
    `leaves_at` is the smallest difference (in shares) that moves it out of its interval, None where none does.
    """

    id: str
    title: str
    share: float
    interval: Interval | None
    missing: Missing
    moved: tuple[float, ...]
    leaves_at: float | None


@dataclass(frozen=True, slots=True)
class ResponsePanel:
    """Who is missing and what that may do: `finding` is caption and alt text, `sentences` say the rest in words.

    `moves` is the part of the finding that says how the answer would move.

    `rows` are what a chart draws, the largest share below first; both tables are there also where they are empty.
    """

    title: str
    finding: str
    moves: str
    sentences: tuple[str, ...]
    agencies: tuple[MissingPart, ...]
    role_groups: tuple[MissingPart, ...]
    rows: tuple[MovedShare, ...]
    missing_table: Table
    moved_table: Table


def response_panel(
    coverage: Coverage,
    figures: Figures,
    *,
    domains: Sequence[Domain],
    agencies: Mapping[str, str],
    role_groups: Mapping[str, str],
) -> ResponsePanel:
    """The panel of everyone: `coverage` of the round's cells, `figures` of all its groups, titles by id."""
    short_agencies = _missing_parts(coverage.total, coverage.by_agency, agency_titles_of(coverage, agencies))
    short_groups = _missing_parts(coverage.total, coverage.by_role_group, role_group_titles_of(coverage, role_groups))
    rows = _moved_shares(figures, domains)
    named = [(part.title, part.words) for part in (*short_agencies, *short_groups)]
    rate, moves = rate_words(coverage.total), _moves(rows, figures)
    return ResponsePanel(
        title=gettext("Who is missing, and how the answer would move"),
        finding=f"{rate} {moves}".strip(),
        moves=moves,
        sentences=tuple(each for each in (missing_words(named), *_sentences(rows)) if each),
        agencies=short_agencies,
        role_groups=short_groups,
        rows=rows,
        missing_table=_missing_table(short_agencies, short_groups),
        moved_table=_moved_table(rows),
    )


def _missing_parts(
    total: CoverageRow | None, rows: Sequence[CoverageRow], titles: Sequence[str]
) -> tuple[MissingPart, ...]:
    """The rows far below the whole, those first that lack the most answers to reach its rate."""
    if total is None or total.share is None:
        return ()
    found = []
    for row, title in zip(rows, titles, strict=True):
        share = 0.0 if row.instead == NONE_OR_FEW else row.share
        if share is not None and share < FAR_BELOW * total.share:
            short = rounded(total.share * row.heads - row.counted)
            found.append(MissingPart(title, row.words, row.share, row.heads, short))
    return tuple(sorted(found, key=lambda part: (-part.short, part.title)))


def _moved_shares(figures: Figures, domains: Sequence[Domain]) -> tuple[MovedShare, ...]:
    rows = []
    for domain in domains:
        found = figures.domains.get(domain.id)
        if found is not None and found.missing is not None:
            rows.append(
                MovedShare(
                    id=domain.id,
                    title=domain.title,
                    share=found.below,
                    interval=found.below_interval,
                    missing=found.missing,
                    moved=tuple(moved(found.below, found.missing, each) for each in DIFFERENCES),
                    leaves_at=difference_to_leave(found.below, found.below_interval, found.missing),
                )
            )
    return tuple(sorted(rows, key=lambda row: (-row.share, row.id)))


def _moves(rows: Sequence[MovedShare], figures: Figures) -> str:
    if not rows:
        return nothing_to_move(has_figures=bool(figures.domains))
    largest = rows[0]
    return moves_words(largest.title, largest.share, largest.moved[DIFFERENCES.index(0.1)], 0.1)


def _sentences(rows: Sequence[MovedShare]) -> tuple[str, ...]:
    if not rows:
        return ()
    largest = rows[0]
    return (
        holds_words(largest.title, largest.leaves_at, largest.interval),
        bounds_words(largest.title, largest.missing),
    )


def _missing_table(agencies: Sequence[MissingPart], role_groups: Sequence[MissingPart]) -> Table:
    headers = (
        gettext("Who"),
        gettext("Have answered"),
        gettext("Share (%)"),
        gettext("Headcount"),
        gettext("Answers short of the rate of all, about"),
    )
    rows = tuple(
        (
            part.title,
            part.words,
            "" if part.share is None else str(whole_percent(part.share)),
            language.number(part.heads),
            language.number(part.short),
        )
        for part in (*agencies, *role_groups)
    )
    return Table(gettext("Agencies and role groups far below the rate of all"), headers, rows, frozenset({2, 3, 4}))


def _moved_table(rows: Sequence[MovedShare]) -> Table:
    headers = (
        gettext("Domain"),
        gettext("Below the level needed (%)"),
        gettext("Range from (%)"),
        gettext("Range to (%)"),
        *(_difference_header(each) for each in DIFFERENCES),
        gettext("At the least (%)"),
        gettext("At the most (%)"),
        gettext("Difference that leaves the range (points)"),
    )
    return Table(
        gettext("The share below the level needed, if those who did not answer differed"),
        headers,
        tuple(_moved_cells(row) for row in rows),
        frozenset(range(1, len(headers))),
    )


def _difference_header(difference: float) -> str:
    points = whole_percent(abs(difference))
    if difference < 0:
        return gettext("If below %(points)s points less often (%%)", points=points)
    return gettext("If below %(points)s points more often (%%)", points=points)


def _moved_cells(row: MovedShare) -> tuple[str, ...]:
    bounds = row.missing.bounds
    return (
        row.title,
        str(whole_percent(row.share)),
        *share_ends(row.share, row.interval),
        *(str(whole_percent(share)) for share in row.moved),
        str(whole_percent(bounds.low)),
        str(whole_percent(bounds.high)),
        "" if row.leaves_at is None else str(whole_percent(row.leaves_at)),
    )
