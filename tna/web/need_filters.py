"""Statement by statement, narrowed by agency, sector, role group and domain; every state has its own address."""

from dataclasses import dataclass
from typing import Any

from flask import Blueprint, abort, render_template, request, url_for
from werkzeug.wrappers import Response

from tna.domain.people import Action
from tna.extensions import db
from tna.services.need_filters import Narrowed, narrowed_report
from tna.services.reports import agency_titles, figures_to_come, role_group_titles
from tna.services.survey_files import load_reference
from tna.web.access import allowed
from tna.web.csv_files import csv_file
from tna.web.figures import Chosen, chart, chosen_rounds, table_of
from tna.web.need_links import statement_address

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
    chosen = chosen_rounds()
    if chosen is None:
        return render_template("needs/nothing_released.html", to_come=figures_to_come(db.session()))
    choices = _choices(chosen)
    report = narrowed_report(db.session(), chosen.released, choices.wanted)
    where: dict[str, Any] = {**choices.query, **chosen.query}
    return render_template(
        "needs/statements.html",
        chosen=chosen,
        choices=choices,
        report=report,
        bars=report.statements
        and chart(
            "statements",
            report.statements,
            csv_url=url_for(".statements_csv", **where),
            agency_id=choices.wanted.agency,
            is_drawn=report.is_drawn,
            workings=report.workings,
            links=[[statement_address(row.id, chosen)] for row in report.statements.rows],
        ),
    )


@blueprint.get("/statements.csv")
@allowed(Action.SEE_NEEDS)
def statements_csv() -> Response:
    """The same, as a file; 404 where no released group fits."""
    chosen = chosen_rounds() or abort(404)
    report = narrowed_report(db.session(), chosen.released, _choices(chosen).wanted)
    return csv_file(table_of(report.statements or abort(404)), "needs-by-statement", round_title=chosen.title)


def _choices(chosen: Chosen) -> Choices:
    """What the query asks for; 404 for anything that is not there."""
    definition = chosen.released.definition
    offered = {
        "role_group": {one: role_group_titles()[one] for one in definition.role_groups},
        "domain": {one.id: one.title for one in definition.domains},
        "agency": dict(sorted(agency_titles(db.session()).items(), key=lambda one: (one[1], one[0]))),
        "sector": {one.id: one.title for one in load_reference().sectors},
    }
    asked = {name: request.args.get(name) or None for name in offered}
    if any(value is not None and value not in offered[name] for name, value in asked.items()):
        abort(404)
    return Choices(Narrowed(**asked), offered)
