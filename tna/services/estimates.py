"""How sure released figures are: who is missing from them, and one domain or statement estimated in every way."""

from dataclasses import dataclass

from sqlalchemy.orm import Session

from tna.domain.reports.estimates import Estimates, domain_estimates, statement_estimates
from tna.domain.reports.response_panel import ResponsePanel, response_panel
from tna.domain.reports.workings.coverage import missing_workings, moved_workings
from tna.domain.reports.workings.steps import Working
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


def estimates_report(session: Session, released: Released, about: str) -> Estimates | None:
    """A domain or a statement, by its id, for each role group; None for an id that the round does not know.

    The model's estimates are there on rows that are one release group.
    """
    page, titles, k = partnership_figures(session, released), role_group_titles(), released.k
    rows, everyone = page.role_groups, page.everyone
    for domain in released.definition.domains:
        if domain.id == about:
            return domain_estimates(domain, rows=rows, titles=titles, everyone=everyone, k=k)
        for one in domain.statements:
            if one.id == about:
                return statement_estimates(one.id, one.text, rows=rows, titles=titles, everyone=everyone, k=k)
    return None
