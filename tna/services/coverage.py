"""Who has been reached: how many of each agency and role group took part, as it may be shown."""

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from tna.domain.coverage import Coverage, coverage_of
from tna.domain.groups import Cell
from tna.domain.reports import CoverageBars, agency_coverage_bars, role_group_coverage_bars
from tna.models.needs import Release
from tna.models.surveys import Round
from tna.services.reports import agency_titles, role_group_titles
from tna.services.rounds import participation_cells

# Half of the people: about what the national NHS staff survey reaches, and it is no census.
WANTED_SHARE = 0.5


@dataclass(frozen=True, slots=True)
class CoverageReport:
    """Participation in one round, by agency and by role group."""

    round: Round
    coverage: Coverage
    agencies: CoverageBars
    role_groups: CoverageBars


def newest_round(session: Session) -> Round | None:
    """The round that was opened last, whether it is still open or not; one that was called off never counts."""
    wanted = select(Round).where(Round.opened_at.is_not(None), Round.cancelled_at.is_(None))
    return session.scalars(wanted.order_by(Round.opened_at.desc(), Round.id.desc())).first()


def coverage_report(session: Session, *, round_: Round, agency_ids: frozenset[str] | None = None) -> CoverageReport:
    """Participation in a round of the agencies given, or of all: live while it is open, frozen once released."""
    return _report(round_, _cells(session, round_), agency_ids, agency_titles(session))


def coverage_by_agency(session: Session, *, round_: Round) -> dict[str, CoverageReport]:
    """Participation in a round of each agency alone, as its leads see it."""
    cells, titles = _cells(session, round_), agency_titles(session)
    return {agency: _report(round_, cells, frozenset({agency}), titles) for agency in sorted(titles)}


def _report(
    round_: Round, cells: list[Cell], agency_ids: frozenset[str] | None, titles: dict[str, str]
) -> CoverageReport:
    coverage = coverage_of(cells, agency_ids)
    return CoverageReport(
        round=round_,
        coverage=coverage,
        agencies=agency_coverage_bars(coverage, titles=titles, target=WANTED_SHARE),
        role_groups=role_group_coverage_bars(coverage, titles=role_group_titles(), target=WANTED_SHARE),
    )


def _cells(session: Session, round_: Round) -> list[Cell]:
    # A release keeps the headcounts of its day: later ones must not move what was shown.
    release = session.scalars(select(Release).where(Release.round_id == round_.id)).one_or_none()
    if release is None:
        return participation_cells(session, round_=round_)
    return [Cell(c.agency_id, c.sector, c.role_group, c.answers, c.heads) for c in release.cells]
