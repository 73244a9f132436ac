"""A need in detail: one domain or one statement by role group, and what would help; of everyone or of one agency."""

from functools import partial
from typing import Any

from flask import Blueprint, abort, render_template, url_for
from werkzeug.wrappers import Response

from tna.domain.people import Action, may
from tna.domain.reports.question_bars import QuestionBars
from tna.domain.reports.workings.questions import help_workings
from tna.extensions import db
from tna.services.helpful_courses import helpful_courses
from tna.services.need_details import (
    DomainDetail,
    StatementDetail,
    domain_detail,
    questions_by_role_group,
    statement_detail,
)
from tna.web.access import allowed, standing, today
from tna.web.csv_files import csv_file
from tna.web.figures import Chosen, chart, chosen_rounds, table_of
from tna.web.need_links import statement_links
from tna.web.need_pages import agency_of, nothing_released

blueprint = Blueprint("need_details", __name__, url_prefix="/needs")


@blueprint.get("/domains/<domain_id>")
@allowed(Action.SEE_NEEDS)
def domain(domain_id: str) -> str:
    """One domain: its statements by role group, the role groups beside each other, and what would help."""
    return _domain_page(domain_id, None)


@blueprint.get("/agencies/<agency_id>/domains/<domain_id>")
@allowed(Action.SEE_AGENCY_NEEDS, agency="agency_id")
def agency_domain(agency_id: str, domain_id: str) -> str:
    """The same of one agency's own groups."""
    return _domain_page(domain_id, agency_id)


@blueprint.get("/statements/<statement_id>")
@allowed(Action.SEE_NEEDS)
def statement(statement_id: str) -> str:
    """One statement: who is below the level they need, how confident people are, and what would help."""
    return _statement_page(statement_id, None)


@blueprint.get("/agencies/<agency_id>/statements/<statement_id>")
@allowed(Action.SEE_AGENCY_NEEDS, agency="agency_id")
def agency_statement(agency_id: str, statement_id: str) -> str:
    """The same of one agency's own groups."""
    return _statement_page(statement_id, agency_id)


@blueprint.get('/domains/<domain_id>/<any(statements,"role-groups"):part>.csv')
@allowed(Action.SEE_NEEDS)
def domain_csv(domain_id: str, part: str) -> Response:
    """A domain's statements by role group, or its role groups, as a file."""
    return _domain_file(domain_id, part, None)


@blueprint.get('/agencies/<agency_id>/domains/<domain_id>/<any(statements,"role-groups"):part>.csv')
@allowed(Action.SEE_AGENCY_NEEDS, agency="agency_id")
def agency_domain_csv(agency_id: str, domain_id: str, part: str) -> Response:
    """The same of one agency's own groups."""
    return _domain_file(domain_id, part, agency_id)


@blueprint.get('/statements/<statement_id>/<any(levels,"role-groups"):part>.csv')
@allowed(Action.SEE_NEEDS)
def statement_csv(statement_id: str, part: str) -> Response:
    """Who is below on one statement, or how many chose which level, by role group, as a file."""
    return _statement_file(statement_id, part, None)


@blueprint.get('/agencies/<agency_id>/statements/<statement_id>/<any(levels,"role-groups"):part>.csv')
@allowed(Action.SEE_AGENCY_NEEDS, agency="agency_id")
def agency_statement_csv(agency_id: str, statement_id: str, part: str) -> Response:
    """The same of one agency's own groups."""
    return _statement_file(statement_id, part, agency_id)


@blueprint.get("/questions")
@allowed(Action.SEE_NEEDS)
def questions() -> str:
    """Training or something else: the optional questions by role group."""
    chosen = chosen_rounds()
    if chosen is None:
        return nothing_released()
    return render_template(
        "needs/questions.html",
        chosen=chosen,
        figures=[
            chart(id, bars, csv_url=url_for(".question_csv", question_id=id, **chosen.query))
            for id, bars in _questions(chosen).items()
        ],
    )


@blueprint.get("/questions/<question_id>.csv")
@allowed(Action.SEE_NEEDS)
def question_csv(question_id: str) -> Response:
    """One optional question by role group, as a file."""
    chosen = chosen_rounds() or abort(404)
    bars = _questions(chosen).get(question_id) or abort(404)
    return csv_file(table_of(bars), f"needs-{question_id}", round_title=chosen.title)


def _questions(chosen: Chosen) -> dict[str, QuestionBars]:
    """The optional questions by id, in the order of the survey."""
    bars = questions_by_role_group(db.session(), chosen.released)
    return {one.id: each for one, each in zip(chosen.released.definition.questions, bars, strict=True)}


def _domain_page(domain_id: str, agency_id: str | None) -> str:
    chosen, agency = chosen_rounds(), agency_of(agency_id)
    found = None if chosen is None else _domain(chosen, domain_id, agency_id)
    if chosen is None or found is None:
        return nothing_released(agency, chosen)
    file = partial(_address, chosen, agency_id, "domain_csv", domain_id=domain_id)
    columns = [column.id for column in found.statements.columns]
    return render_template(
        "needs/domain.html",
        chosen=chosen,
        agency=agency,
        detail=found,
        figures=[
            chart(
                "statements",
                found.statements,
                csv_url=file(part="statements"),
                is_drawn=agency_id is None,
                workings=found.places,
                links=statement_links(found.statements, chosen, agency_id),
            ),
            chart(
                "role-groups",
                found.forest,
                csv_url=file(part="role-groups"),
                is_drawn=agency_id is None,
                workings=found.workings,
            ),
        ],
        statements=[one for one in found.domain.statements if one.id in columns],
        **_help(chosen, found.domain.id, columns, agency_id),
    )


def _statement_page(statement_id: str, agency_id: str | None) -> str:
    chosen, agency = chosen_rounds(), agency_of(agency_id)
    found = None if chosen is None else _statement(chosen, statement_id, agency_id)
    if chosen is None or found is None:
        return nothing_released(agency, chosen)
    file = partial(_address, chosen, agency_id, "statement_csv", statement_id=statement_id)
    return render_template(
        "needs/statement.html",
        chosen=chosen,
        agency=agency,
        detail=found,
        figures=[
            chart(
                "role-groups",
                found.forest,
                csv_url=file(part="role-groups"),
                is_drawn=agency_id is None,
                workings=found.workings,
            ),
            chart(
                "levels",
                found.bars,
                csv_url=file(part="levels"),
                is_drawn=agency_id is None,
                workings=found.levels,
            ),
        ],
        **_help(chosen, found.domain.id, [statement_id], agency_id),
    )


def _help(chosen: Chosen, domain_id: str, statements: list[str], agency_id: str | None) -> dict[str, Any]:
    """What a page says of courses, and of what would help besides."""
    every = questions_by_role_group(db.session(), chosen.released, agency_id)
    questions = [one for one in every if one.apart is not None]  # the other questions are about people, not this need
    return {
        "courses": helpful_courses(db.session(), domain=domain_id, statements=statements, today=today()),
        "questions": questions,
        "help_workings": help_workings(questions),
        "may_see_courses": any(
            may(standing(), one) for one in (Action.LEARN, Action.KEEP_COURSES, Action.ASSIGN_COURSES)
        ),
        "may_see_all": may(standing(), Action.SEE_NEEDS),
    }


def _domain_file(domain_id: str, part: str, agency_id: str | None) -> Response:
    chosen = chosen_rounds() or abort(404)
    found = _domain(chosen, domain_id, agency_id) or abort(404)
    report = found.statements if part == "statements" else found.forest
    return csv_file(table_of(report), _file_name(found.domain.id, part, agency_id), round_title=chosen.title)


def _statement_file(statement_id: str, part: str, agency_id: str | None) -> Response:
    chosen = chosen_rounds() or abort(404)
    found = _statement(chosen, statement_id, agency_id) or abort(404)
    report = found.bars if part == "levels" else found.forest
    return csv_file(table_of(report), _file_name(found.statement.id, part, agency_id), round_title=chosen.title)


def _file_name(about: str, part: str, agency_id: str | None) -> str:
    return "-".join(("needs", *([] if agency_id is None else [agency_id]), about, part))


def _domain(chosen: Chosen, domain_id: str, agency_id: str | None) -> DomainDetail | None:
    """404 where the round has no such domain; None where the agency had nobody in the round."""
    if all(one.id != domain_id for one in chosen.released.definition.domains):
        abort(404)
    return domain_detail(db.session(), chosen.released, domain_id=domain_id, agency_id=agency_id)


def _statement(chosen: Chosen, statement_id: str, agency_id: str | None) -> StatementDetail | None:
    """404 where the round has no such statement; None as above."""
    if all(one.id != statement_id for one in chosen.released.definition.statements):
        abort(404)
    return statement_detail(db.session(), chosen.released, statement_id=statement_id, agency_id=agency_id)


def _address(chosen: Chosen, agency_id: str | None, endpoint: str, **arguments: Any) -> str:
    """The address at an endpoint of this module for everyone, or at the one that does the same for one agency."""
    if agency_id is None:
        return url_for(f".{endpoint}", **arguments, **chosen.query)
    return url_for(f".agency_{endpoint}", agency_id=agency_id, **arguments, **chosen.query)
