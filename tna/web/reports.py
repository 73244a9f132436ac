"""Coverage, pictures and how every figure is worked out."""

from flask import Blueprint, abort, make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from tna.domain.participation import LEAST_ANSWERED
from tna.domain.people import Action, agencies_within, may, may_everywhere
from tna.extensions import db
from tna.models.needs import Picture
from tna.models.surveys import Round
from tna.services import pictures
from tna.services.agencies import all_agencies, find_agency
from tna.services.coverage import (
    CoverageReport,
    agencies_to_nudge,
    coverage_by_agency,
    coverage_report,
    newest_round,
    participation_trend,
    trend_is_to_come,
)
from tna.services.methods import methods_report
from tna.services.reports import agency_titles
from tna.services.rounds import all_rounds, state_of
from tna.web.access import allowed, public, settings, standing, today
from tna.web.csv_files import csv_file
from tna.web.figures import chart, table_of

blueprint = Blueprint("reports", __name__)

Page = str | Response


@blueprint.get("/reports/coverage")
@allowed(Action.SEE_COVERAGE)
def coverage() -> Page:
    """How many have answered, by agency and role group; never who."""
    round_ = _round()
    if round_ is None:
        return render_template("reports/no_round.html", may_see_reach=may(standing(), Action.SEE_REACH))
    own, report = _own_agencies(), coverage_report(db.session(), round_=round_)
    is_open = round_.closed_at is None
    return render_template(
        "reports/coverage.html",
        round=round_,
        state=state_of(db.session(), round_),
        rounds=_opened_rounds(),
        charts=_of_everybody(report) if own is None else _of_each(round_, own),
        trend_from=LEAST_ANSWERED if own is None and is_open and trend_is_to_come(report) else None,
        to_nudge=agencies_to_nudge(report) if own is None and is_open else (),
        may_see_reach=may(standing(), Action.SEE_REACH),
    )


def _of_everybody(report: CoverageReport) -> list[dict[str, object]]:
    round_ = report.round
    trend = participation_trend(db.session(), report=report, today=today())
    grew = [] if trend is None else [chart("trend", trend, csv_url=url_for(".coverage_trend_csv", round=round_.id))]
    return [
        *grew,
        chart("agencies", report.agencies, csv_url=url_for(".coverage_agencies_csv", round=round_.id)),
        chart("role-groups", report.role_groups, csv_url=url_for(".coverage_role_groups_csv", round=round_.id)),
    ]


def _of_each(round_: Round, own: frozenset[str]) -> list[dict[str, object]]:
    """Each of somebody's agencies by itself, by role group: those are the pictures that the worker draws for leads."""
    reports, titles = coverage_by_agency(db.session(), round_=round_), agency_titles(db.session())
    return [
        chart(
            f"role-groups-{place}",
            reports[agency].role_groups,
            csv_url=url_for(".coverage_role_groups_csv", round=round_.id, agency=agency),
            agency_id=agency,
        )
        | {"title": titles[agency]}
        for place, agency in enumerate(sorted(own, key=lambda one: titles[one]), start=1)
    ]


@blueprint.get("/reports/coverage/agencies.csv")
@allowed(Action.SEE_COVERAGE)
def coverage_agencies_csv() -> Page:
    """Coverage by agency, as a file."""
    report = _report_for_file()
    return csv_file(table_of(report.agencies), "coverage-by-agency", round_title=report.round.title)


@blueprint.get("/reports/coverage/role-groups.csv")
@allowed(Action.SEE_COVERAGE)
def coverage_role_groups_csv() -> Page:
    """Coverage by role group, of the agency in the query if it names one, as a file."""
    report = _report_for_file()
    return csv_file(table_of(report.role_groups), "coverage-by-role-group", round_title=report.round.title)


@blueprint.get("/reports/coverage/days.csv")
@allowed(Action.SEE_NEEDS)
def coverage_trend_csv() -> Page:
    """How the answers of a round came in, as a file."""
    report = coverage_report(db.session(), round_=_round() or abort(404))
    trend = participation_trend(db.session(), report=report, today=today())
    if trend is None:
        return redirect(url_for(".coverage"))
    return csv_file(table_of(trend), "coverage-by-day", round_title=report.round.title)


@blueprint.get("/reports/pictures/<digest>.<any(svg,png,pdf):form>")
@allowed(Action.SEE_NEEDS, Action.SEE_AGENCY_NEEDS, Action.SEE_SHIFT)
def picture(digest: str, form: str) -> Page:
    """A drawn chart, for those who may read what it shows: on a page as SVG, as PNG or PDF to take away."""
    found = pictures.find(db.session(), digest=digest)
    if found is None or found.media_type != pictures.MEDIA_TYPES[form] or not _may_see(found):
        abort(404)
    answer = make_response(found.content)
    answer.headers["Content-Type"] = found.media_type
    if form != "svg":
        # Without a name here, the file has the one that the link gives it.
        answer.headers["Content-Disposition"] = "attachment"
    return answer


@blueprint.get("/methods")
@public
def methods() -> Page:
    """How every figure is worked out, in plain words, with the numbers the code uses."""
    return render_template("reports/methods.html", methods=methods_report(db.session(), threshold=settings().threshold))


def _may_see(found: Picture) -> bool:
    if pictures.shows_shift(found):
        return may(standing(), Action.SEE_SHIFT)
    if found.agency_id is None:
        return may(standing(), Action.SEE_NEEDS)
    return may(standing(), Action.SEE_AGENCY_NEEDS, found.agency_id)


def _round() -> Round | None:
    """The round in the query, or the one opened last; 404 for one that was never opened."""
    asked = request.args.get("round")
    if not asked:
        return newest_round(db.session())
    return next((one for one in _opened_rounds() if str(one.id) == asked), None) or abort(404)


def _opened_rounds() -> list[Round]:
    return [one.round for one in all_rounds(db.session()) if one.has_coverage]


def _own_agencies() -> frozenset[str] | None:
    """The agencies whose coverage may be seen; None for all of them, and for how they are joined."""
    if may_everywhere(standing(), Action.SEE_COVERAGE):
        return None
    everywhere = frozenset(agency.id for agency in all_agencies(db.session()))
    return agencies_within(standing(), Action.SEE_COVERAGE, everywhere)


def _report_for_file() -> CoverageReport:
    agencies, asked = _own_agencies(), request.args.get("agency")
    if asked:
        if find_agency(db.session(), agency_id=asked) is None or not may(standing(), Action.SEE_COVERAGE, asked):
            abort(404)
        agencies = frozenset({asked})
    return coverage_report(db.session(), round_=_round() or abort(404), agency_ids=agencies)
