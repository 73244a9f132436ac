"""What the rows of coverage are called, and what to say of those that stand for a part, or for several."""

from collections.abc import Iterator, Mapping, Sequence

from tna import language
from tna.domain.coverage import FEWEST_HEADS, Coverage, CoverageRow
from tna.domain.reports.joined_agencies import OTHER_AGENCIES
from tna.domain.reports.words import listed
from tna.language import gettext, mark

_FEW_OF_SEVERAL = mark("Small groups of several agencies")
_OTHER_ROLE_GROUPS = mark("Other role groups")


def agency_titles_of(coverage: Coverage, titles: Mapping[str, str]) -> tuple[str, ...]:
    """What each row by agency is called; `titles` by agency id."""
    several = gettext(_FEW_OF_SEVERAL if _stand_twice(coverage) else OTHER_AGENCIES)
    return tuple(titles[row.agencies[0]] if len(row.agencies) == 1 else several for row in coverage.by_agency)


def role_group_titles_of(coverage: Coverage, titles: Mapping[str, str]) -> tuple[str, ...]:
    """What each row by role group is called, one that lacks five people or more a part; `titles` by role group id."""

    def title_of(row: CoverageRow) -> str:
        if len(row.role_groups) != 1:
            return gettext(_OTHER_ROLE_GROUPS)
        title = titles[row.role_groups[0]]
        return gettext("%(title)s, in part", title=title) if row.elsewhere >= FEWEST_HEADS else title

    return tuple(map(title_of, coverage.by_role_group))


def _stand_twice(coverage: Coverage) -> bool:
    """Whether the agencies in the row of several have rows of their own as well."""
    own = {row.agencies[0] for row in coverage.by_agency if len(row.agencies) == 1}
    return any(own & set(row.agencies) for row in coverage.by_agency if len(row.agencies) > 1)


def few_of_several_words(coverage: Coverage) -> tuple[str, ...]:
    """That an agency's row leaves out its smallest role groups, and where they stand; nothing where none does."""
    if not _stand_twice(coverage):
        return ()
    return (
        gettext(
            "Where the small role groups of an agency are under five people together, its row leaves them out. They "
            "stand under “%(row)s” or, where still too few, nowhere.",
            row=gettext(_FEW_OF_SEVERAL),
        ),
    )


def in_part_words(coverage: Coverage, titles: Mapping[str, str]) -> tuple[str, ...]:
    """Which rows stand for a part of their role group, how large that is, and where the rest is."""
    rows = [row for row in coverage.by_role_group if len(row.role_groups) == 1 and row.elsewhere]
    return tuple(_where_the_rest_is(rows, titles))


def _where_the_rest_is(rows: Sequence[CoverageRow], titles: Mapping[str, str]) -> Iterator[str]:
    others = gettext(_OTHER_ROLE_GROUPS)
    parts = [
        gettext(
            "%(group)s (%(part)s of %(all)s people)",
            group=titles[row.role_groups[0]],
            part=language.number(row.heads),
            all=language.number(row.heads + row.elsewhere),
        )
        for row in rows
        if row.elsewhere >= FEWEST_HEADS
    ]
    if parts:
        yield gettext(
            "In part: %(parts)s. The others stand under “%(others)s” or nowhere, so that nobody learns whether a few "
            "people answered.",
            parts=listed(parts),
            others=others,
        )
    nearly = [titles[row.role_groups[0]] for row in rows if row.elsewhere < FEWEST_HEADS]
    if nearly:
        yield gettext(
            "All but a few people: %(groups)s. Those few stand under “%(others)s” or nowhere.",
            groups=listed(nearly),
            others=others,
        )
