"""A need in detail: one domain or statement by role group, and what would help, out of a release's stored figures."""

from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy.orm import Session

from tna.domain.reports import Heatmap, LikertBars
from tna.domain.reports.estimates import Estimates, statement_estimates
from tna.domain.reports.forests import Forest, domain_forest, statement_forest
from tna.domain.reports.heatmap_words import why_cell
from tna.domain.reports.overview import covers_words
from tna.domain.reports.question_bars import QuestionBars, question_bars
from tna.domain.reports.sources import of_answers, of_confidence
from tna.domain.reports.statement_heatmap import statement_heatmap
from tna.domain.reports.statement_likert import statement_likert
from tna.domain.reports.workings.domains import domain_workings, statement_heatmap_workings
from tna.domain.reports.workings.levels import role_group_likert_workings
from tna.domain.reports.workings.steps import Working
from tna.domain.reports.workings.together import statement_workings
from tna.domain.surveys import Domain, Statement
from tna.services.figures import PageFigures
from tna.services.reports import Released, agency_titles, page_figures, role_group_titles


@dataclass(frozen=True, slots=True)
class DomainDetail:
    """One domain of a released round: its statements by role group, and the domain itself by role group.

    `covered` says what the figures leave out, empty where nothing; `workings` how each role group's was worked out, and
    `places` those of each statement.
    """

    domain: Domain
    statements: Heatmap
    forest: Forest
    covered: str
    workings: tuple[Working, ...]
    places: tuple[Working, ...]


@dataclass(frozen=True, slots=True)
class StatementDetail:
    """One statement of a released round by role group; `domain` is the one it belongs to, the rest as above.

    `levels` says how the bars were worked out.
    """

    statement: Statement
    domain: Domain
    forest: Forest
    bars: LikertBars
    estimates: Estimates
    covered: str
    workings: tuple[Working, ...]
    levels: tuple[Working, ...]


def domain_detail(
    session: Session, released: Released, *, domain_id: str, agency_id: str | None = None
) -> DomainDetail | None:
    """One domain, of everyone or of one agency; None where the survey has no such domain or nobody was there."""
    domain = next((one for one in released.definition.domains if one.id == domain_id), None)
    page = page_figures(session, released, agency_id)
    if domain is None or page is None:
        return None
    titles, k, rows, everyone = role_group_titles(), released.k, page.role_groups, page.everyone
    statements = statement_heatmap(rows, domain, titles=titles, k=k, everyone=everyone)
    forest = domain_forest(rows, domain, titles=titles, k=k, everyone=everyone)
    round_title, agency = released.round.title, _agency(session, agency_id)
    return DomainDetail(
        domain=domain,
        statements=of_confidence(statements, round_title=round_title, agency=agency),
        forest=of_confidence(forest, round_title=round_title, agency=agency),
        covered=_covers(page, k, [one.id for one in domain.statements]),
        workings=domain_workings(rows, domain, titles=titles, everyone=everyone, why=why_cell(k)),
        places=statement_heatmap_workings(statements, rows, everyone=everyone),
    )


def statement_detail(
    session: Session, released: Released, *, statement_id: str, agency_id: str | None = None
) -> StatementDetail | None:
    """One statement, of everyone or of one agency; None as above."""
    places = ((domain, one) for domain in released.definition.domains for one in domain.statements)
    place = next((found for found in places if found[1].id == statement_id), None)
    page = page_figures(session, released, agency_id)
    if place is None or page is None:
        return None
    domain, statement = place
    titles, k, rows, everyone = role_group_titles(), released.k, page.role_groups, page.everyone
    forest = statement_forest(rows, statement, titles=titles, k=k, everyone=everyone)
    bars = statement_likert(rows, statement, titles=titles, scale=released.definition.scale, k=k)
    round_title, agency = released.round.title, _agency(session, agency_id)
    return StatementDetail(
        statement=statement,
        domain=domain,
        forest=of_confidence(forest, round_title=round_title, agency=agency),
        bars=of_confidence(bars, round_title=round_title, agency=agency),
        estimates=statement_estimates(statement.id, statement.text, rows=rows, titles=titles, everyone=everyone, k=k),
        covered=_covers(page, k, [statement.id]),
        workings=statement_workings(rows, statement.id, titles=titles, everyone=everyone, why=why_cell(k)),
        levels=role_group_likert_workings(bars, rows, statement.id),
    )


def questions_by_role_group(
    session: Session, released: Released, agency_id: str | None = None
) -> tuple[QuestionBars, ...]:
    """The optional questions of a released round, in the order of the survey; none where nobody was there."""
    page, titles = page_figures(session, released, agency_id), role_group_titles()
    if page is None:
        return ()
    round_title, agency = released.round.title, _agency(session, agency_id)
    every = (
        question_bars(one, page.role_groups, titles=titles, k=released.k, everyone=page.everyone)
        for one in released.definition.questions
    )
    return tuple(of_answers(one, round_title=round_title, agency=agency) for one in every)


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


def confidence_pictures(session: Session, released: Released) -> Iterator[LikertBars]:
    """How confident each role group is, statement by statement, where there is anything to show."""
    for statement in released.definition.statements:
        one = statement_detail(session, released, statement_id=statement.id)
        if one is not None and one.bars.has_figures:
            yield one.bars


def _covers(page: PageFigures, k: int, statements: list[str]) -> str:
    there = [one for one in page.role_groups.values() if one.groups or one.heads_left_out]
    asked_of_all = all(one.asked.issuperset(statements) for one in there)
    return covers_words(page.everyone, k, statements, asked_of_all=asked_of_all)


def _agency(session: Session, agency_id: str | None) -> str:
    return "" if agency_id is None else agency_titles(session)[agency_id]
