"""Who has been reached: how many of each agency and role group took part, as it may be shown."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from tna.domain.coverage import Coverage, coverage_of
from tna.domain.groups import Cell
from tna.domain.notices import NoticeKind
from tna.domain.participation import LEAST_ANSWERED, curve_of, forecast
from tna.domain.reports import CoverageBars, agency_coverage_bars, role_group_coverage_bars
from tna.domain.reports.coverage import Invited
from tna.domain.reports.coverage_trend import CoverageTrend, coverage_trend, needing_a_nudge
from tna.domain.reports.periods import day_in_england
from tna.domain.reports.sources import of_answers
from tna.domain.reports.words import listed
from tna.models.needs import Release
from tna.models.notices import Notice
from tna.models.people import Membership
from tna.models.surveys import DailyParticipation, Round
from tna.services.notices import is_untried
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
    invited = invited_people(session, round_id=round_.id)
    return _report(round_, _cells(session, round_), agency_ids, agency_titles(session), invited)


def coverage_by_agency(session: Session, *, round_: Round) -> dict[str, CoverageReport]:
    """Participation in a round of each agency alone, as its leads see it."""
    cells, titles = _cells(session, round_), agency_titles(session)
    invited = invited_people(session, round_id=round_.id)
    return {agency: _report(round_, cells, frozenset({agency}), titles, invited) for agency in sorted(titles)}


def invited_people(session: Session, *, round_id: int) -> dict[tuple[str, str], int]:
    """How many people have been sent an invitation to a round, by the agency and role group they answer in now."""
    wanted = (
        select(Membership.agency_id, Membership.role_group, func.count())
        .join(Notice, Notice.person_id == Membership.person_id)
        .where(Notice.round_id == round_id, Notice.kind == NoticeKind.INVITATION, ~is_untried())
        .where(Membership.is_answering)
        .group_by(Membership.agency_id, Membership.role_group)
    )
    return {(agency, role_group): number for agency, role_group, number in session.execute(wanted)}


def participation_trend(session: Session, *, report: CoverageReport, today: date) -> CoverageTrend | None:
    """How the answers of a round came in, and where that leads; None until there is a curve to draw."""
    round_, total = report.round, report.coverage.total
    if total is None or round_.opened_at is None:
        return None
    rows = session.execute(
        select(DailyParticipation.day, DailyParticipation.submitted)
        .where(DailyParticipation.round_id == round_.id)
        .order_by(DailyParticipation.day)
    )
    daily = {day: submitted for day, submitted in rows}
    now = today if round_.closed_at is None else day_in_england(round_.closed_at)
    curve = curve_of(daily, first=day_in_england(round_.opened_at), now=now, answered=total.answered)
    if curve is None or total.answered is None:
        return None
    expected = None
    if round_.closed_at is None:
        expected = forecast(curve, answered=total.answered, heads=total.heads, last=round_.closes_on)
    trend = coverage_trend(curve, total, expected, closes_on=round_.closes_on, target=WANTED_SHARE)
    return of_answers(trend, round_title=round_.title)


def trend_is_to_come(report: CoverageReport) -> bool:
    """Whether coverage tells of too few answers for a curve, so that the page says from when on there is one."""
    total = report.coverage.total
    return total is None or total.counted < LEAST_ANSWERED


def agencies_to_nudge(report: CoverageReport) -> tuple[str, ...]:
    """The agencies that lag far behind the whole, as everybody who sees coverage may see for themselves."""
    total = report.coverage.total
    bars = [(bar.title, bar.share) for bar in report.agencies.bars if not bar.is_joined]
    return needing_a_nudge(bars, total=None if total is None else total.share)


def _report(
    round_: Round,
    cells: list[Cell],
    agency_ids: frozenset[str] | None,
    titles: dict[str, str],
    invited: Invited,
) -> CoverageReport:
    coverage, titled = coverage_of(cells, agency_ids), role_group_titles()
    agencies = agency_coverage_bars(coverage, titles=titles, target=WANTED_SHARE, invited=invited)
    role_groups = role_group_coverage_bars(coverage, titles=titled, target=WANTED_SHARE, invited=invited)
    whose = listed([titles[one] for one in sorted(agency_ids or ())])
    return CoverageReport(
        round=round_,
        coverage=coverage,
        agencies=of_answers(agencies, round_title=round_.title, agency=whose),
        role_groups=of_answers(role_groups, round_title=round_.title, agency=whose),
    )


def _cells(session: Session, round_: Round) -> list[Cell]:
    # A release keeps the headcounts of its day: later ones must not move what was shown.
    release = session.scalars(select(Release).where(Release.round_id == round_.id)).one_or_none()
    if release is None:
        return participation_cells(session, round_=round_)
    return [Cell(c.agency_id, c.sector, c.role_group, c.answers, c.heads) for c in release.cells]
