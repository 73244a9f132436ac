"""What diverging bars show of one statement: how confident each role group is, the widest mean gap first."""

from collections.abc import Mapping, Sequence

from tna.domain.disclosure import Figures
from tna.domain.reports.forest_words import notes
from tna.domain.reports.likert import (
    LikertBars,
    LikertRow,
    by_heads_note,
    likert_row,
    printed_gap,
    shares_of,
    widest_first,
    withheld_words,
)
from tna.domain.reports.words import inside, listed, number, phrase
from tna.domain.surveys import Level, Statement
from tna.language import gettext, mark, ngettext

_HEADING = mark("Role group")
_MOST_TIES_NAMED = 2


def statement_likert(
    figures: Mapping[str, Figures], statement: Statement, *, titles: Mapping[str, str], scale: Sequence[Level], k: int
) -> LikertBars:
    """Bars of one statement: `figures` and `titles` by role group id; those that were not asked it have no row."""
    rows = [
        likert_row(key, titles[key], one.statements.get(statement.id))
        for key, one in figures.items()
        if statement.id in one.asked
    ]
    ordered = tuple(sorted(rows, key=widest_first))
    withheld = sum(not row.is_released for row in ordered)
    return LikertBars(
        title=gettext("How confident people are, by role group: %(what)s", what=phrase(statement.text)),
        finding=_finding(ordered, k),
        stem=gettext(_HEADING),
        levels=tuple(level.label for level in sorted(scale, key=lambda level: level.value)),
        rows=ordered,
        withheld_words=withheld_words(ordered, k),
        notes=(*notes(withheld, len(ordered), k, has_estimates=False), *by_heads_note(ordered)),
        heading=_HEADING,
    )


def _finding(rows: Sequence[LikertRow], k: int) -> str:
    released = [row for row in rows if row.is_released]
    if not rows:
        return gettext("No role group here was asked this.")
    if not released:
        return gettext("No figure can be shown yet: %(why)s.", why=withheld_words(rows, k))
    if not released[0].gap:
        return gettext("Nobody who answered is below the level their role needs, in any role group that is shown.")
    alike = [row for row in released if printed_gap(row) == printed_gap(released[0])]
    if len(alike) == len(released) > _MOST_TIES_NAMED:
        return gettext("The mean gap is the same in all %(shown)s role groups shown.", shown=number(len(released)))
    if len(alike) > _MOST_TIES_NAMED:
        return ngettext(
            "The mean gap is widest in %(alike)s role group alike, of %(shown)s shown.",
            "The mean gap is widest in %(alike)s role groups alike, of %(shown)s shown.",
            len(alike),
            alike=number(len(alike)),
            shown=number(len(released)),
        )
    return gettext(
        "The mean gap is widest among %(role_groups)s, at %(gap)s levels: %(below)s are below the level their role "
        "needs.",
        role_groups=listed([inside(row.text) for row in alike]),
        gap=f"{alike[0].gap:.2f}",
        below=shares_of(alike),
    )
