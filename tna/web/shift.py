"""Did it work? Confidence before and after each course, for everyone who may see what was released of it."""

from flask import Blueprint, abort, render_template, url_for
from werkzeug.wrappers import Response

from tna.domain.people import Action
from tna.domain.reports.shift_words import CAPTION, readings_explained
from tna.extensions import db
from tna.language import gettext
from tna.services.shift_reports import CourseReport, all_courses, course_report, courses_together, waiting_for
from tna.web.access import allowed, today
from tna.web.csv_files import csv_file
from tna.web.figures import chart, table_of

blueprint = Blueprint("shift", __name__)

Page = str | Response


@blueprint.get("/evaluations")
@allowed(Action.SEE_SHIFT)
def index() -> Page:
    """All courses: what changed after each, in words, and which have nothing to show yet."""
    courses = all_courses(db.session(), today=today())
    bars = courses.report and chart("courses", courses.report.bars, csv_url=url_for(".courses_csv"))
    return render_template("shift/index.html", courses=courses, bars=bars, caption=gettext(CAPTION))


@blueprint.get("/evaluations.csv")
@allowed(Action.SEE_SHIFT)
def courses_csv() -> Page:
    """All courses, as a file."""
    report = courses_together(db.session()) or abort(404)
    return csv_file(table_of(report.bars), "confidence-by-course")


@blueprint.get("/evaluations/<course_id>")
@allowed(Action.SEE_SHIFT)
def course(course_id: str) -> Page:
    """One course: its sentence first, then the pictures, how sure they are and what they do not show."""
    report = course_report(db.session(), course_id=course_id)
    if report is None:
        waiting = waiting_for(db.session(), course_id=course_id) or abort(404)
        return render_template("shift/waiting.html", waiting=waiting)
    return render_template(
        "shift/course.html",
        report=report,
        caption=gettext(CAPTION),
        readings=readings_explained(),
        dumbbell=chart("before-after", report.dumbbell, csv_url=url_for(".course_csv", course_id=course_id)),
        changes=chart("changes", report.changes, csv_url=url_for(".changes_csv", course_id=course_id)),
        looking_back=chart(
            "looking-back", report.looking_back, csv_url=url_for(".looking_back_csv", course_id=course_id)
        ),
    )


@blueprint.get("/evaluations/<course_id>/before-after.csv")
@allowed(Action.SEE_SHIFT)
def course_csv(course_id: str) -> Page:
    """Before and after, as a file."""
    return csv_file(table_of(_report(course_id).dumbbell), f"confidence-{course_id}")


@blueprint.get("/evaluations/<course_id>/changes.csv")
@allowed(Action.SEE_SHIFT)
def changes_csv(course_id: str) -> Page:
    """Up, same and down, as a file."""
    return csv_file(table_of(_report(course_id).changes), f"changes-{course_id}")


@blueprint.get("/evaluations/<course_id>/looking-back.csv")
@allowed(Action.SEE_SHIFT)
def looking_back_csv(course_id: str) -> Page:
    """Looking back, as a file."""
    return csv_file(table_of(_report(course_id).looking_back), f"looking-back-{course_id}")


@blueprint.get("/evaluations/<course_id>/room.csv")
@allowed(Action.SEE_SHIFT)
def room_csv(course_id: str) -> Page:
    """Who had no room to improve, as a file."""
    return csv_file(_report(course_id).room.table, f"room-to-improve-{course_id}")


@blueprint.get("/evaluations/<course_id>/sureness.csv")
@allowed(Action.SEE_SHIFT)
def sureness_csv(course_id: str) -> Page:
    """How sure each figure is, as a file."""
    return csv_file(_report(course_id).sureness, f"how-sure-{course_id}")


def _report(course_id: str) -> CourseReport:
    return course_report(db.session(), course_id=course_id) or abort(404)
