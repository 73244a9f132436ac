"""Who has been reached by courses, and who is trained to interview jointly: numbers by agency, never a name."""

from typing import Any

from flask import Blueprint, abort, render_template, request, url_for
from werkzeug.wrappers import Response

from tna.domain.courses import Course
from tna.domain.people import Action
from tna.domain.reports.periods import Period, last_year, periods
from tna.domain.reports.reach import reach_file
from tna.extensions import db
from tna.services.abe_cover import abe_cover_report
from tna.services.courses import catalogue_of
from tna.services.reach import reach_report
from tna.web.access import allowed, today
from tna.web.csv_files import csv_file
from tna.web.figures import chart, table_of

blueprint = Blueprint("reach", __name__)

Page = str | Response


@blueprint.get("/reports/reach")
@allowed(Action.SEE_REACH)
def reach() -> Page:
    """How many were assigned, booked, there and trained, of one course or of all."""
    course, period = _course(), _period()
    is_first_seen = course is None and period == last_year(today())
    return render_template(
        "reports/reach.html",
        course=course,
        period=period,
        courses=catalogue_of(db.session()).courses,
        periods=periods(today()),
        chart=chart(
            "reach",
            reach_report(db.session(), course=course, period=period),
            csv_url=url_for(".reach_csv", **_query(course, period)),
            is_drawn=is_first_seen,
        ),
    )


@blueprint.get("/reports/reach.csv")
@allowed(Action.SEE_REACH)
def reach_csv() -> Page:
    """The same numbers as a file."""
    return csv_file(reach_file(reach_report(db.session(), course=_course(), period=_period())), "reach-by-agency")


@blueprint.get("/reports/abe-cover")
@allowed(Action.SEE_REACH)
def abe_cover() -> Page:
    """How many of police and social care hold a current training to interview jointly, and the dates to come."""
    report = abe_cover_report(db.session(), today=today())
    cover = report and chart("abe-cover", report.cover, csv_url=url_for(".abe_cover_csv"))
    return render_template("reports/abe_cover.html", report=report, chart=cover, today=today())


@blueprint.get("/reports/abe-cover.csv")
@allowed(Action.SEE_REACH)
def abe_cover_csv() -> Page:
    """The same numbers as a file."""
    report = abe_cover_report(db.session(), today=today()) or abort(404)
    return csv_file(table_of(report.cover), "abe-cover-by-agency")


def _course() -> Course | None:
    """The course in the query, None for all of them; 404 for one that is not in the catalogue."""
    asked = request.args.get("course")
    if not asked:
        return None
    return next((one for one in catalogue_of(db.session()).courses if one.id == asked), None) or abort(404)


def _period() -> Period:
    """The time in the query, or the last year; 404 for one that is not offered."""
    asked = request.args.get("period")
    if not asked:
        return last_year(today())
    return next((one for one in periods(today()) if one.id == asked), None) or abort(404)


def _query(course: Course | None, period: Period) -> dict[str, Any]:
    return {"course": None if course is None else course.id, "period": period.id}
