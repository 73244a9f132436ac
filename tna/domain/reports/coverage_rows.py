"""What the rows of coverage are called, and what to say of those that stand for a part, or for several."""

from collections.abc import Mapping

from tna import language
from tna.domain.coverage import FEWEST_HEADS, Coverage, CoverageRow
from tna.domain.reports.joined_agencies import OTHER_AGENCIES, people_words
from tna.domain.reports.words import listed
from tna.language import gettext, mark, ngettext

_FEW_OF_SEVERAL = mark("Small groups of several agencies")
_OTHER_ROLE_GROUPS = mark("Other role groups")


def agency_titles_of(coverage: Coverage, titles: Mapping[str, str]) -> tuple[str, ...]:
    """What each row by agency is called; `titles` by agency id."""
    several = gettext(_FEW_OF_SEVERAL if _stand_twice(coverage) else OTHER_AGENCIES)
    return tuple(titles[row.agencies[0]] if len(row.agencies) == 1 else several for row in coverage.by_agency)


def role_group_titles_of(coverage: Coverage, titles: Mapping[str, str]) -> tuple[str, ...]:
    """What each row by role group is called, a part of one by that word; `titles` by role group id."""

    def title_of(row: CoverageRow) -> str:
        if len(row.role_groups) != 1:
            return gettext(_OTHER_ROLE_GROUPS)
        title = titles[row.role_groups[0]]
        return gettext("%(title)s, in part", title=title) if row.elsewhere else title

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
    if not rows:
        return ()
    parts = listed([f"{titles[row.role_groups[0]]} ({_part_words(row)})" for row in rows])
    return (
        gettext(
            "In part: %(parts)s. The others are so few where they work that they stand under “%(others)s” or nowhere.",
            parts=parts,
            others=gettext(_OTHER_ROLE_GROUPS),
        ),
    )


def _part_words(row: CoverageRow) -> str:
    if row.elsewhere < FEWEST_HEADS:
        return gettext("all but %(people)s", people=people_words(row.elsewhere))
    return ngettext(
        "%(part)s of %(n)s person",
        "%(part)s of %(n)s people",
        row.heads + row.elsewhere,
        part=language.number(row.heads),
    )
