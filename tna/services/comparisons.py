"""Two released rounds compared, from nothing but the figures that each has published by itself."""

from dataclasses import dataclass

from sqlalchemy.orm import Session

from tna.domain.reports.response_mix import ResponseMix, response_mix
from tna.domain.reports.statement_changes import RoundSide, StatementsCompared, statements_compared
from tna.services import figures
from tna.services.figures import PageFigures
from tna.services.reports import Released, role_group_titles


@dataclass(frozen=True, slots=True)
class RoundsCompared:
    """Two rounds statement by statement, and who stands in the figures of each.

    `by_heads` says that figures for everyone stand for the headcounts in both, so that who answers more does not count
    for more.
    """

    statements: StatementsCompared
    mix: ResponseMix
    by_heads: bool


def compare_rounds(session: Session, *, later: Released, earlier: Released, role_group: str | None) -> RoundsCompared:
    """Everyone, or one role group, in two released rounds."""
    then, now = _page(session, earlier), _page(session, later)
    titles = role_group_titles()
    return RoundsCompared(
        statements=statements_compared(
            _side(earlier, then, role_group), _side(later, now, role_group), role_group=role_group, titles=titles
        ),
        mix=response_mix(
            then.role_groups, now.role_groups, earlier=earlier.round.title, later=later.round.title, titles=titles
        ),
        by_heads=then.everyone.heads is not None and now.everyone.heads is not None,
    )


def _side(released: Released, page: PageFigures, role_group: str | None) -> RoundSide:
    shown = page.everyone if role_group is None else page.role_groups.get(role_group)
    return RoundSide(released.round.title, released.definition, shown)


def _page(session: Session, released: Released) -> PageFigures:
    page = figures.read(session, release_id=released.release.id, state=figures.PARTNERSHIP)
    assert page is not None  # every release stores the states it declares, in its own transaction
    return page
