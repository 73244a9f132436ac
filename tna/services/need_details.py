"""A need in detail: one domain or statement by role group, and what would help, out of a release's stored figures."""

from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy.orm import Session

from tna.domain.reports import Heatmap
from tna.domain.reports.forests import Forest, domain_forest, statement_forest
from tna.domain.reports.question_bars import QuestionBars, question_bars
from tna.domain.reports.statement_heatmap import statement_heatmap
from tna.domain.surveys import Domain, Statement
from tna.services.reports import Released, partnership_figures, role_group_titles


@dataclass(frozen=True, slots=True)
class DomainDetail:
    """One domain of a released round: its statements by role group, and the domain itself by role group."""

    domain: Domain
    statements: Heatmap
    forest: Forest


@dataclass(frozen=True, slots=True)
class StatementDetail:
    """One statement of a released round by role group."""

    statement: Statement
    forest: Forest


def domain_detail(session: Session, released: Released, *, domain_id: str) -> DomainDetail | None:
    """One domain; None where the survey has no such domain."""
    domain = next((one for one in released.definition.domains if one.id == domain_id), None)
    if domain is None:
        return None
    page, titles = partnership_figures(session, released), role_group_titles()
    return DomainDetail(
        domain=domain,
        statements=statement_heatmap(page.role_groups, domain, titles=titles, k=released.k, everyone=page.everyone),
        forest=domain_forest(page.role_groups, domain, titles=titles, k=released.k, everyone=page.everyone),
    )


def statement_detail(session: Session, released: Released, *, statement_id: str) -> StatementDetail | None:
    """One statement; None where the survey has no such statement."""
    statement = next((one for one in released.definition.statements if one.id == statement_id), None)
    if statement is None:
        return None
    page = partnership_figures(session, released)
    forest = statement_forest(
        page.role_groups,
        statement,
        titles=role_group_titles(),
        k=released.k,
        everyone=page.everyone,
    )
    return StatementDetail(statement, forest)


def questions_by_role_group(session: Session, released: Released) -> tuple[QuestionBars, ...]:
    """The optional questions of a released round, in the order of the survey."""
    page, titles = partnership_figures(session, released), role_group_titles()
    return tuple(
        question_bars(one, page.role_groups, titles=titles, k=released.k, everyone=page.everyone)
        for one in released.definition.questions
    )


def detail_pictures(session: Session, released: Released) -> Iterator[Heatmap | Forest | QuestionBars]:
    """Every picture of a need in detail that has anything to show."""
    for domain in released.definition.domains:
        found = domain_detail(session, released, domain_id=domain.id)
        if found is not None and found.forest.has_figures:
            yield found.forest
        if found is not None and found.statements.has_figures:
            yield found.statements
    for statement in released.definition.statements:
        one = statement_detail(session, released, statement_id=statement.id)
        if one is not None and one.forest.has_figures:
            yield one.forest
    yield from (bars for bars in questions_by_role_group(session, released) if bars.has_figures)
