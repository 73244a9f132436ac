"""Statement by statement, narrowed by agency, sector, role group and domain; every state has its own address."""

from dataclasses import dataclass
from typing import Any

from flask import Blueprint, abort, render_template, request, url_for
from werkzeug.wrappers import Response

from tna.domain.people import Action
from tna.extensions import db
from tna.services.need_filters import Narrowed, narrowed_report
from tna.services.reports import agency_titles, role_group_titles
from tna.services.survey_files import load_reference
from tna.web.access import allowed
from tna.web.csv_files import csv_file
from tna.web.figures import Chosen, chart, chosen_rounds, table_of
from tna.web.need_links import statement_address
from tna.web.need_pages import agency_of, nothing_released

blueprint = Blueprint("need_filters", __name__, url_prefix="/needs")


@dataclass(frozen=True, slots=True)
class Choices:
    """What a reader may narrow by, each by id with its title, and what was chosen."""

    wanted: Narrowed
    offered: dict[str, dict[str, str]]

    @property
    def query(self) -> dict[str, str]:
        """The query that leads to this choice again."""
        found = {name: getattr(self.wanted, name) for name in self.offered}
        return {name: value for name, value in found.items() if value}


@blueprint.get("/statements")
@allowed(Action.SEE_NEEDS)
def statements() -> str:
    """Every statement, of everyone or of whom the query asks for."""
    return _page(None)


@blueprint.get("/agencies/<agency_id>/statements")
@allowed(Action.SEE_AGENCY_NEEDS, agency="agency_id")
def agency_statements(agency_id: str) -> str:
    """The same of one agency's own groups, narrowed within it."""
    return _page(agency_id)


@blueprint.get("/statements.csv")
@allowed(Action.SEE_NEEDS)
def statements_csv() -> Response:
    """The same, as a file; 404 where no released group fits."""
    return _file(None)


@blueprint.get("/agencies/<agency_id>/narrowed.csv")
@allowed(Action.SEE_AGENCY_NEEDS, agency="agency_id")
def agency_statements_csv(agency_id: str) -> Response:
    """The same of one agency's own groups, as a file."""
    return _file(agency_id)


def _page(agency_id: str | None) -> str:
    chosen, agency = chosen_rounds(), agency_of(agency_id)
    if chosen is None:
        return nothing_released(agency)
    choices = _choices(chosen, agency_id)
    report = narrowed_report(db.session(), chosen.released, choices.wanted)
    if agency is not None and report.statements is None and not choices.query:
        return nothing_released(agency, chosen)
    address = ".statements" if agency_id is None else ".agency_statements"
    own: dict[str, Any] = {} if agency_id is None else {"agency_id": agency_id}
    where = {**own, **choices.query, **chosen.query}
    return render_template(
        "needs/statements.html",
        chosen=chosen,
        choices=choices,
        report=report,
        agency=agency,
        address=url_for(address, **own),
        everyone_url=url_for(address, **own, **chosen.query),
        bars=report.statements
        and chart(
            "statements",
            report.statements,
            csv_url=url_for(f"{address}_csv", **where),
            agency_id=choices.wanted.agency,
            is_drawn=report.is_drawn,
            workings=report.workings,
            links=[[statement_address(row.id, chosen, agency_id)] for row in report.statements.rows],
        ),
    )


def _file(agency_id: str | None) -> Response:
    chosen = chosen_rounds() or abort(404)
    agency_of(agency_id)
    report = narrowed_report(db.session(), chosen.released, _choices(chosen, agency_id).wanted)
    return csv_file(table_of(report.statements or abort(404)), "needs-by-statement", round_title=chosen.title)


def _choices(chosen: Chosen, agency_id: str | None) -> Choices:
    """What the query asks for; 404 for anything that is not there.

    Of one agency, role groups and domains are all there is to choose.
    """
    definition = chosen.released.definition
    offered = {
        "role_group": {one: role_group_titles()[one] for one in definition.role_groups},
        "domain": {one.id: one.title for one in definition.domains},
    }
    if agency_id is None:
        offered["agency"] = dict(sorted(agency_titles(db.session()).items(), key=lambda one: (one[1], one[0])))
        offered["sector"] = {one.id: one.title for one in load_reference().sectors}
    asked = {name: request.args.get(name) or None for name in offered}
    if any(value is not None and value not in offered[name] for name, value in asked.items()):
        abort(404)
    return Choices(Narrowed(**{"agency": agency_id} | asked), offered)
