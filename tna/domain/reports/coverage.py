"""What coverage bars show: how many have answered against headcount, furthest behind first."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType

from tna import language
from tna.domain.coverage import (
    ALL_OR_NEARLY,
    FEW_BELOW,
    FEWEST_HEADS,
    NONE_OR_FEW,
    Coverage,
    CoverageRow,
    of_heads,
)
from tna.domain.reports.coverage_rows import (
    agency_titles_of,
    few_of_several_words,
    in_part_words,
    role_group_titles_of,
)
from tna.domain.reports.joined_agencies import people_words
from tna.domain.reports.tables import Table
from tna.domain.reports.words import listed, number, percent, whole_percent
from tna.language import gettext, mark, ngettext

_MOST_NAMED = 3
_SMALL_NUMBERS = mark("How many were invited is left out where it is small, or where nearly so many have answered.")


@dataclass(frozen=True, slots=True)
class Rows:
    """How titles and sentences speak of the bars: messages, said by `gettext`."""

    heading: str
    title: str
    alike: str
    reached: str


AGENCIES = Rows(
    heading=mark("Agency"),
    title=mark("Who has answered, by agency"),
    alike=mark("No agency is behind another."),
    reached=mark("Every agency with a share shown has reached %(target)s."),
)
ROLE_GROUPS = Rows(
    heading=mark("Role group"),
    title=mark("Who has answered, by role group"),
    alike=mark("No role group is behind another."),
    reached=mark("Every role group with a share shown has reached %(target)s."),
)


@dataclass(frozen=True, slots=True)
class CoverageBar:
    """One agency or role group. `length` is how far the bar goes (0..1), None where nothing can be drawn.

    `share` is None where `words` alone may be told: then `length` is 1 for "all or nearly all", 0 for "none or few".
    `invited`: how many of them have been sent an invitation, None where nobody was or it may not be said. `is_joined`
    says that the bar stands for several agencies, or several role groups.
    """

    title: str
    words: str
    length: float | None
    share: float | None
    heads: int
    invited: int | None = None
    is_joined: bool = False


Invited = Mapping[tuple[str, str], int]
"""How many people have been invited, by agency and role group; empty where this was not done from here."""

_NOBODY: Invited = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class CoverageBars:
    """The picture: bars from the furthest behind on, and the share (0..1) the partnership wants to reach."""

    title: str
    finding: str
    heading: str
    bars: tuple[CoverageBar, ...]
    target: float
    notes: tuple[str, ...] = ()


def agency_coverage_bars(
    coverage: Coverage, *, titles: Mapping[str, str], target: float, invited: Invited = _NOBODY
) -> CoverageBars:
    """Coverage by agency; `titles` by agency id, `target` the share (0..1) wanted."""

    made = _bars(AGENCIES, coverage, coverage.by_agency, agency_titles_of(coverage, titles), target, invited)
    return replace(made, notes=(*few_of_several_words(coverage), *made.notes))


def role_group_coverage_bars(
    coverage: Coverage, *, titles: Mapping[str, str], target: float, invited: Invited = _NOBODY
) -> CoverageBars:
    """Coverage by role group; `titles` by role group id, `target` the share (0..1) wanted."""

    named = role_group_titles_of(coverage, titles)
    made = _bars(ROLE_GROUPS, coverage, coverage.by_role_group, named, target, invited)
    return replace(made, notes=(*in_part_words(coverage, titles), *made.notes))


def coverage_table(bars: CoverageBars) -> Table:
    """One row for each bar, in words and, where it may be told, as a percentage."""
    headers: tuple[str, ...] = (bars.heading, gettext("Have answered"), gettext("Share (%)"), gettext("Headcount"))
    rows = tuple(
        (bar.title, bar.words, "" if bar.share is None else str(whole_percent(bar.share)), language.number(bar.heads))
        for bar in bars.bars
    )
    if all(bar.invited is None for bar in bars.bars):
        return Table(bars.title, headers, rows, frozenset({2, 3}))
    invited = ("" if bar.invited is None else language.number(bar.invited) for bar in bars.bars)
    widened = tuple((*row, number) for row, number in zip(rows, invited, strict=True))
    return Table(bars.title, (*headers, gettext("Invited from here")), widened, frozenset({2, 3, 4}))


def _bars(
    words: Rows,
    coverage: Coverage,
    rows: Sequence[CoverageRow],
    titles: Sequence[str],
    target: float,
    invited: Invited,
) -> CoverageBars:
    told = [_told_of(row, coverage.rows, invited) for row in rows]
    unsorted = (
        replace(
            _bar(row, title), invited=number, is_joined=len(row.agencies if words is AGENCIES else row.role_groups) > 1
        )
        for row, title, number in zip(rows, titles, told, strict=True)
    )
    bars = tuple(sorted(unsorted, key=_furthest_behind_first))
    is_left_out = any(number is None and _invited_of(row, invited) for row, number in zip(rows, told, strict=True))
    return CoverageBars(
        title=gettext(words.title),
        finding=_finding(coverage.total, bars, words, target),
        heading=gettext(words.heading),
        bars=bars,
        target=target,
        notes=(*_notes(coverage.total), *((gettext(_SMALL_NUMBERS),) if is_left_out else ())),
    )


def _bar(row: CoverageRow, title: str) -> CoverageBar:
    if row.share is None or row.answered is None:
        length = {ALL_OR_NEARLY: 1.0, NONE_OR_FEW: 0.0}.get(row.instead)
        return CoverageBar(title, row.words, length, None, row.heads)
    return CoverageBar(title, _of_heads(row), row.share, row.share, row.heads)


def _invited_of(row: CoverageRow, invited: Invited) -> int | None:
    """How many of a row's people were invited. Where both several agencies and several role groups are joined the row
    does not say which of them belong together."""
    if not invited or (len(row.agencies) > 1 and len(row.role_groups) > 1):
        return None
    return sum(invited.get((agency, role_group), 0) for agency in row.agencies for role_group in row.role_groups)


def _told_of(row: CoverageRow, blocks: Sequence[CoverageRow], invited: Invited) -> int | None:
    """How many of a row's people were invited, unless that would say something of a few of them in one of its blocks.

    A row is a sum of blocks, and rows are subtracted from each other: a number that may not be told is in no sum.
    """
    number = _invited_of(row, invited)
    if number is None or number < FEW_BELOW:
        return None
    parts = (b for b in blocks if set(b.agencies) <= set(row.agencies) and set(b.role_groups) <= set(row.role_groups))
    return number if all(_may_be_told(block, _invited_of(block, invited)) for block in parts) else None


def _may_be_told(block: CoverageRow, invited: int | None) -> bool:
    """Whether the number invited, beside how many answered, says nothing of a few people.

    Where one person alone was invited, "1 answered" beside it would be about them by name, and where nearly all who
    were invited have answered, about those who have not. "All or nearly all" counts as everybody here.
    """
    if invited is None:
        return False
    return not invited or (invited >= FEW_BELOW and invited - block.counted >= FEWEST_HEADS)


def _of_heads(row: CoverageRow) -> str:
    return of_heads(language.number(row.answered or 0), language.number(row.heads), about=row.about)


def _furthest_behind_first(bar: CoverageBar) -> tuple[bool, float, str]:
    """By length; what cannot be drawn last; then by title."""
    return (bar.length is None, bar.length or 0.0, bar.title)


def _finding(total: CoverageRow | None, bars: Sequence[CoverageBar], words: Rows, target: float) -> str:
    if total is None or not bars:
        return gettext("There is nobody to count yet: no headcounts are known.")
    if total.share is None or total.answered is None:
        return ngettext(
            "Of %(n)s people, %(some)s have answered.",
            "Of %(n)s people, %(some)s have answered.",
            total.heads,
            some=total.words,
        )
    return f"{so_far(total, total.share)} {furthest_behind(bars, words, target)}".strip()


def so_far(total: CoverageRow, share: float) -> str:
    """How many of all have answered, where a number may be told; `share` (0..1) is what they are of the heads."""
    values = {
        "answered": language.number(total.answered or 0),
        "heads": language.number(total.heads),
        "share": percent(share),
    }
    if total.about:
        return gettext("About %(answered)s of %(heads)s people have answered: %(share)s.", **values)
    return gettext("%(answered)s of %(heads)s people have answered: %(share)s.", **values)


def furthest_behind(bars: Sequence[CoverageBar], words: Rows, target: float) -> str:
    """Who is furthest behind, of those whose share may be told; equal percentages are equal here.

    Where others stand in words the sentence says whom it speaks of: an empty bar may stand above the one it names.
    """
    shares = [(bar.title, bar.share) for bar in bars if bar.share is not None]
    return behind(shares, words, target, is_part=len(shares) < len(bars))


def behind(
    shares: Sequence[tuple[str, float]], words: Rows, target: float | None = None, *, is_part: bool = False
) -> str:
    """The titles with the lowest share (0..1), unless all have the same or, where there is one, reach the target.

    `is_part` says that there are others, whose share is not shown.
    """
    if len(shares) < 2:
        return ""
    lowest, highest = (whole_percent(pick(share for _, share in shares)) for pick in (min, max))
    if lowest == highest:
        return gettext(words.alike)
    if target is not None and lowest >= whole_percent(target):
        return gettext(words.reached, target=percent(target))
    last = [title for title, share in shares if whole_percent(share) == lowest]
    return _last_of_part(last, lowest) if is_part else _last(last, lowest)


def _last(titles: Sequence[str], share: int) -> str:
    if len(titles) > _MOST_NAMED:
        return ngettext(
            "Furthest behind is %(alike)s alike, at %(share)s %%.",
            "Furthest behind are %(alike)s alike, at %(share)s %%.",
            len(titles),
            alike=number(len(titles)),
            share=share,
        )
    return gettext("Furthest behind: %(titles)s, at %(share)s %%.", titles=listed(titles), share=share)


def _last_of_part(titles: Sequence[str], share: int) -> str:
    if len(titles) > _MOST_NAMED:
        return ngettext(
            "Of those that can be shown, furthest behind is %(alike)s alike, at %(share)s %%.",
            "Of those that can be shown, furthest behind are %(alike)s alike, at %(share)s %%.",
            len(titles),
            alike=number(len(titles)),
            share=share,
        )
    return gettext(
        "Of those that can be shown, furthest behind: %(titles)s, at %(share)s %%.",
        titles=listed(titles),
        share=share,
    )


def left_out_words(total: CoverageRow) -> str:
    """How many people stand in no total, being too few to tell of; empty where nobody."""
    if not total.left_out:
        return ""
    people = people_words(total.left_out)
    return gettext("The total leaves out %(people)s in groups too small to tell of.", people=people)


def _notes(total: CoverageRow | None) -> tuple[str, ...]:
    if total is None:
        return ()
    notes = []
    if total.left_out:
        notes.append(left_out_words(total))
    if total.over_heads:
        notes.append(gettext("Somewhere more people answered than the headcount knows: check the headcounts."))
    if total.without_heads:
        notes.append(gettext("Some role groups have no headcount in some agency and are not counted here."))
    return tuple(notes)
