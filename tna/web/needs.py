"""Released gaps: for the subgroup the whole partnership, for training leads their own agencies."""

from typing import Any

from flask import Blueprint, abort, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from tna.domain.people import Action, agencies_within, may
from tna.domain.plans import RoleGroupNeed
from tna.domain.reports import NeedSentence, Stat, alone_stat, answered_stat, change_stat, withheld_stat
from tna.domain.reports.own_words import OwnWords, theme_bars_table
from tna.domain.reports.workings.levels import likert_workings
from tna.domain.reports.workings.overview import opening_workings
from tna.domain.reports.workings.questions import help_workings
from tna.extensions import db
from tna.services.agencies import all_agencies
from tna.services.courses import offered_courses
from tna.services.coverage import CoverageReport
from tna.services.estimates import estimates_report, response_report
from tna.services.free_texts.releasing import own_words_report
from tna.services.need_details import questions_by_role_group
from tna.services.plans.needs import agency_needs
from tna.services.reports import (
    AgencyReport,
    PartnershipReport,
    agencies_report,
    agency_report,
    figures_to_come,
    need_workings,
    partnership_report,
    role_group_titles,
)
from tna.web.access import allowed, standing, today
from tna.web.agencies import agency_or_404
from tna.web.csv_files import csv_file
from tna.web.figures import Chosen, chart, chosen_rounds, table_of
from tna.web.need_links import (
    agency_links,
    comparison_address,
    domain_links,
    own_domain_links,
    ranked_links,
    statement_address,
)
from tna.web.need_pages import nothing_released

blueprint = Blueprint("needs", __name__)

Page = str | Response

# Needs in words at the top of the page of everyone, and of one agency.
LARGEST, LARGEST_HERE = 5, 3


@blueprint.get("/needs")
@allowed(Action.SEE_NEEDS)
def overview() -> Page:
    """The page to project in a meeting: who answered, the largest needs, what changed, and one picture."""
    chosen = chosen_rounds()
    if chosen is None:
        return nothing_released()
    report = partnership_report(db.session(), chosen.released, chosen.earlier)
    response, largest = response_report(db.session(), chosen.released), report.needs.needs[:LARGEST]
    questions = questions_by_role_group(db.session(), chosen.released)
    words = own_words_report(db.session(), release=chosen.released.release)
    return render_template(
        "needs/overview.html",
        chosen=chosen,
        report=report,
        stats=_opening(chosen, report, response.coverage),
        compare_url=comparison_address(chosen),
        moves=response.panel.moves,
        stat_workings=(
            *opening_workings(report.figures.everyone, report.role_groups, response.missing[0]),
            *response.moved[:1],
        ),
        largest=largest,
        need_workings=need_workings(chosen.released, report.figures, most=len(largest)),
        heatmap=chart(
            "role-groups",
            report.role_groups,
            csv_url=url_for(".role_groups_csv", **chosen.query),
            workings=report.heatmap_workings(chosen.released.definition.domains),
            links=domain_links(report.role_groups, chosen),
        ),
        questions=questions,
        help_workings=help_workings(questions),
        to_come=figures_to_come(db.session()),
        own_words=words,
        themes=_themes(chosen, words),
        may_see_reach=may(standing(), Action.SEE_REACH),
    )


def _opening(chosen: Chosen, report: PartnershipReport, took_part: CoverageReport) -> list[Stat]:
    """The three sentences: who answered, what changed, what is withheld."""
    return [
        answered_stat(took_part.coverage, took_part.agencies),
        change_stat(report.change, report.statements)
        if report.change and report.statements
        else alone_stat(has_earlier=bool(chosen.before)),
        withheld_stat(report.figures.everyone, report.role_groups, chosen.released.k),
    ]


def _themes(chosen: Chosen, words: OwnWords | None) -> dict[str, object] | None:
    """What people wrote about, for the chart macro; None where nothing of it is released."""
    if words is None or words.bars is None:
        return None
    url = url_for(".own_words_csv", **chosen.query)
    return chart("own-words-themes", words.bars, csv_url=url, workings=words.workings)


@blueprint.get("/needs/agencies")
@allowed(Action.SEE_NEEDS)
def agencies() -> Page:
    """Agency by domain."""
    chosen = chosen_rounds()
    if chosen is None:
        return nothing_released()
    report = agencies_report(db.session(), chosen.released, chosen.earlier)
    return render_template(
        "needs/agencies.html",
        chosen=chosen,
        heatmap=chart(
            "agencies",
            report.agencies,
            csv_url=url_for(".agencies_csv", **chosen.query),
            workings=report.heatmap_workings(chosen.released.definition.domains),
            links=agency_links(report.agencies, chosen),
        ),
        agencies=all_agencies(db.session()),
    )


@blueprint.get("/needs/ranking")
@allowed(Action.SEE_NEEDS)
def ranking() -> Page:
    """The ranking of needs by people to train, in words."""
    chosen = chosen_rounds()
    if chosen is None:
        return nothing_released()
    report = partnership_report(db.session(), chosen.released)
    return render_template(
        "needs/ranking.html",
        chosen=chosen,
        report=report,
        largest=report.needs.needs[:LARGEST],
        workings=need_workings(chosen.released, report.figures),
        csv_url=url_for(".ranking_csv", **chosen.query),
        links=ranked_links(report.needs.ranked, chosen),
    )


@blueprint.get("/needs/certainty")
@allowed(Action.SEE_NEEDS)
def certainty() -> Page:
    """Who is missing, how the answer would move, and one domain or statement estimated in every way."""
    chosen = chosen_rounds()
    if chosen is None:
        return nothing_released()
    about = request.args.get("about") or chosen.released.definition.domains[0].id
    return render_template(
        "needs/certainty.html",
        chosen=chosen,
        about=about,
        response=response_report(db.session(), chosen.released),
        estimates=estimates_report(db.session(), chosen.released, about) or abort(404),
        csv_url=url_for(".certainty_csv", **chosen.query),
    )


@blueprint.get("/needs/mine")
@allowed(Action.SEE_AGENCY_NEEDS)
def own_agencies() -> Page:
    """Where a training lead chooses one of several agencies; with one there is nothing to choose."""
    everyone = {agency.id: agency for agency in all_agencies(db.session())}
    mine = [everyone[key] for key in agencies_within(standing(), Action.SEE_AGENCY_NEEDS, frozenset(everyone))]
    if len(mine) == 1:
        return redirect(url_for(".agency", agency_id=mine[0].id))
    return render_template("needs/own_agencies.html", agencies=sorted(mine, key=lambda one: one.name))


@blueprint.get("/needs/agencies/<agency_id>")
@allowed(Action.SEE_AGENCY_NEEDS, agency="agency_id")
def agency(agency_id: str) -> Page:
    """What an agency's own release groups say: the largest needs, then the pictures."""
    chosen, shown = chosen_rounds(), agency_or_404(agency_id)
    report = None if chosen is None else agency_report(db.session(), chosen.released, shown, chosen.earlier)
    if chosen is None or report is None:
        return nothing_released(shown, chosen)
    where: dict[str, Any] = {"agency_id": agency_id, **chosen.query}
    return render_template(
        "needs/agency.html",
        chosen=chosen,
        report=report,
        largest=_closing(report, chosen),
        role_groups=role_group_titles(),
        may_assign=may(standing(), Action.ASSIGN_COURSES, agency_id),
        may_see_all=may(standing(), Action.SEE_NEEDS),
        need_workings=need_workings(chosen.released, report.figures, most=len(report.needs.needs[:LARGEST_HERE])),
        heatmap=chart(
            "role-groups",
            report.role_groups,
            csv_url=url_for(".agency_role_groups_csv", **where),
            agency_id=agency_id,
            is_drawn=report.change is None or chosen.is_beside_the_one_before,
            workings=report.heatmap_workings(chosen.released.definition.domains),
            links=own_domain_links(report.role_groups, chosen, agency_id),
        ),
        bars=chart(
            "statements",
            report.statements,
            csv_url=url_for(".agency_statements_csv", **where),
            agency_id=agency_id,
            workings=likert_workings(report.statements, report.figures.everyone, report.figures.role_groups),
            links=[[statement_address(row.id, chosen, agency_id)] for row in report.statements.rows],
        ),
    )


@blueprint.get("/needs/role-groups.csv")
@allowed(Action.SEE_NEEDS)
def role_groups_csv() -> Page:
    """Role group by domain, as a file."""
    chosen = chosen_rounds() or abort(404)
    report = partnership_report(db.session(), chosen.released, chosen.earlier)
    return csv_file(table_of(report.role_groups), "needs-by-role-group", round_title=chosen.title)


@blueprint.get("/needs/agencies.csv")
@allowed(Action.SEE_NEEDS)
def agencies_csv() -> Page:
    """Agency by domain, as a file."""
    chosen = chosen_rounds() or abort(404)
    report = agencies_report(db.session(), chosen.released, chosen.earlier)
    return csv_file(table_of(report.agencies), "needs-by-agency", round_title=chosen.title)


@blueprint.get("/needs/ranking.csv")
@allowed(Action.SEE_NEEDS)
def ranking_csv() -> Page:
    """The ranking, as a file."""
    chosen = chosen_rounds() or abort(404)
    table = partnership_report(db.session(), chosen.released).needs.table
    return csv_file(table, "needs-by-people-to-train", round_title=chosen.title)


@blueprint.get("/needs/own-words.csv")
@allowed(Action.SEE_NEEDS)
def own_words_csv() -> Page:
    """What people wrote about, as a file; without a row before its themes are released."""
    chosen = chosen_rounds() or abort(404)
    words = own_words_report(db.session(), release=chosen.released.release)
    table = theme_bars_table(None if words is None else words.bars)
    return csv_file(table, "needs-in-their-own-words", round_title=chosen.title)


@blueprint.get("/needs/certainty.csv")
@allowed(Action.SEE_NEEDS)
def certainty_csv() -> Page:
    """How every domain would move if those missing differed, as a file."""
    chosen = chosen_rounds() or abort(404)
    table = response_report(db.session(), chosen.released).panel.moved_table
    return csv_file(table, "needs-if-those-missing-differed", round_title=chosen.title)


@blueprint.get("/needs/agencies/<agency_id>/role-groups.csv")
@allowed(Action.SEE_AGENCY_NEEDS, agency="agency_id")
def agency_role_groups_csv(agency_id: str) -> Page:
    """An agency's role groups by domain, as a file."""
    chosen = chosen_rounds() or abort(404)
    table = table_of(_agency_report(chosen, agency_id).role_groups)
    return csv_file(table, f"needs-{agency_id}-by-role-group", round_title=chosen.title)


@blueprint.get("/needs/agencies/<agency_id>/statements.csv")
@allowed(Action.SEE_AGENCY_NEEDS, agency="agency_id")
def agency_statements_csv(agency_id: str) -> Page:
    """An agency's statements, as a file."""
    chosen = chosen_rounds() or abort(404)
    table = table_of(_agency_report(chosen, agency_id).statements)
    return csv_file(table, f"needs-{agency_id}-by-statement", round_title=chosen.title)


def _closing(report: AgencyReport, chosen: Chosen) -> list[tuple[NeedSentence, RoleGroupNeed | None]]:
    """The largest needs of an agency, each with the role group it concerns most and the courses to assign it."""
    courses = offered_courses(db.session(), today=today())
    found = agency_needs(db.session(), agency_id=report.agency.id, courses=courses, released=chosen.released)
    domains = {s.id: domain.id for domain in chosen.released.definition.domains for s in domain.statements}
    return [
        (need, next((one for one in found if one.domain == domains[need.statement]), None))
        for need in report.needs.needs[:LARGEST_HERE]
    ]


def _agency_report(chosen: Chosen, agency_id: str) -> AgencyReport:
    return agency_report(db.session(), chosen.released, agency_or_404(agency_id), chosen.earlier) or abort(404)
