"""Counts of people by agency, none of which speaks of so few that colleagues would know whom it means.

The rule is that of coverage: agencies of under five heads stand together as "other agencies"; where even they have
under five together, they are shown nowhere and in no total, which says how many heads it leaves out. A total is
always the sum of the rows beside it, so that it gives nothing away either.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from tna.domain.coverage import FEWEST_HEADS
from tna.language import gettext, mark, ngettext

OTHER_AGENCIES = mark("Other agencies")


def people_words(n: int) -> str:
    """So many people of whom only a note speaks: "a few people" for fewer than five, else "12 people"."""
    if n < FEWEST_HEADS:
        return gettext("a few people")
    return ngettext("%(n)s person", "%(n)s people", n)


@dataclass(frozen=True, slots=True)
class AgencyCount:
    """Some counts of one agency's people, in an order that the caller keeps; `heads` is None without a headcount."""

    agency: str
    heads: int | None
    counts: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class JoinedCount:
    """The counts of one agency, or of several together."""

    agencies: tuple[str, ...]
    heads: int
    counts: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Joined:
    """What may be shown: agencies by id, joined ones last; how many heads are left out; who has no headcount."""

    rows: tuple[JoinedCount, ...]
    left_out: int
    without_heads: tuple[str, ...]

    @property
    def total(self) -> JoinedCount | None:
        """All rows together; None without any."""
        return sum_of(self.rows)


def join_small(counts: Iterable[AgencyCount]) -> Joined:
    """The counts as they may be shown, in whatever order they come.

    An agency without a headcount, or with one of nought, has no rate; it is named where any of its people count.
    """
    ordered = sorted(counts, key=lambda one: one.agency)
    told = [JoinedCount((one.agency,), one.heads, one.counts) for one in ordered if one.heads]
    large = [row for row in told if row.heads >= FEWEST_HEADS]
    rest = sum_of([row for row in told if row.heads < FEWEST_HEADS])
    is_enough = rest is not None and rest.heads >= FEWEST_HEADS
    return Joined(
        rows=(*large, rest) if rest is not None and is_enough else tuple(large),
        left_out=rest.heads if rest is not None and not is_enough else 0,
        without_heads=tuple(one.agency for one in ordered if not one.heads and any(one.counts)),
    )


def sum_of(rows: Sequence[JoinedCount]) -> JoinedCount | None:
    """Rows added up, count by count; None without any."""
    if not rows:
        return None
    return JoinedCount(
        agencies=tuple(sorted(agency for row in rows for agency in row.agencies)),
        heads=sum(row.heads for row in rows),
        counts=tuple(sum(each) for each in zip(*(row.counts for row in rows), strict=True)),
    )
