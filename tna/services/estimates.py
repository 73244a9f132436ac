"""How sure released figures are: who is missing from them, and one domain or statement estimated in every way."""

from dataclasses import dataclass, replace

from sqlalchemy.orm import Session

from tna.domain.reports.estimates import Estimates, domain_estimates, statement_estimates
from tna.domain.reports.heatmap_words import why_cell
from tna.domain.reports.response_panel import ResponsePanel, response_panel
from tna.domain.reports.workings.coverage import missing_workings, moved_workings
from tna.domain.reports.workings.domains import domain_workings
from tna.domain.reports.workings.steps import Working
from tna.services import figures
from tna.services.coverage import CoverageReport, coverage_report
from tna.services.reports import Released, agency_titles, partnership_figures, role_group_titles


@dataclass(frozen=True, slots=True)
class ResponseReport:
    """Who is missing from a released round, how far its answer would move, and how both were worked out.

    `coverage` is what shows who is missing.
    """

    coverage: CoverageReport
    panel: ResponsePanel
    missing: tuple[Working, ...]
    moved: tuple[Working, ...]


def response_report(session: Session, released: Released) -> ResponseReport:
    """Who is missing from a released round, by what coverage shows, and how far its answer would move."""
    coverage = coverage_report(session, round_=released.round)
    panel = response_panel(
        coverage.coverage,
        partnership_figures(session, released).everyone,
        domains=released.definition.domains,
        agencies=agency_titles(session),
        role_groups=role_group_titles(),
    )
    return ResponseReport(coverage, panel, missing_workings(panel, coverage.coverage.total), moved_workings(panel))


def estimates_report(
    session: Session, released: Released, about: str, agency_id: str | None = None
) -> Estimates | None:
    """A domain or a statement, by its id, for each role group: of everyone, or of one agency.

    None for an id that the round does not know, and for an agency that had nobody in it. The model's estimates are
    there on an agency's rows, each of which is one release group, and on those of everyone that are.
    """
    state = figures.PARTNERSHIP if agency_id is None else figures.agency_state(agency_id)
    page = figures.read(session, release_id=released.release.id, state=state)
    if page is None:
        return None
    titles, k = role_group_titles(), released.k
    for domain in released.definition.domains:
        if domain.id == about:
            rows, everyone = page.role_groups, page.everyone
            found = domain_estimates(domain, rows=rows, titles=titles, everyone=everyone, k=k)
            worked = domain_workings(rows, domain, titles=titles, everyone=everyone, why=why_cell(k))
            return replace(found, workings=worked)
        for one in domain.statements:
            if one.id == about:
                return statement_estimates(
                    one.id, one.text, rows=page.role_groups, titles=titles, everyone=page.everyone, k=k
                )
    return None
