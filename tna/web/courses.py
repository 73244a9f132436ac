"""Courses: what there is to learn, for everybody; and for the manager, keeping it."""

from dataclasses import dataclass
from itertools import groupby

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask_login import current_user
from werkzeug.wrappers import Response

from tna.domain.courses import (
    LEVELS,
    MODES,
    SHORT_LEVELS,
    Course,
    audience_words,
    first_words,
    joint_words,
    keeping_words,
    length_words,
    open_to,
    reason_words,
    route_words,
)
from tna.domain.people import Action, may
from tna.extensions import db
from tna.language import gettext
from tna.models.courses import OfferedCourse
from tna.services import courses
from tna.services.course_pages import OwnWay, course_page, list_courses
from tna.services.courses import AlreadyTakenOver, catalogue_of
from tna.services.plans import wishes
from tna.services.reference_files import load_reference
from tna.web.access import allowed, now, person, standing, today

blueprint = Blueprint("courses", __name__, url_prefix="/courses")


@dataclass(frozen=True, slots=True)
class OwnWords:
    """What a page says of one's own way into a course: every reason against booking it, and the way there."""

    reasons: tuple[str, ...]
    route: str
    has_completed: bool


@blueprint.get("")
@allowed(Action.LEARN, Action.KEEP_COURSES, Action.ASSIGN_COURSES)
def index() -> str:
    """The courses by level, of all role groups or of one."""
    role_group = request.args.get("role_group") or None
    if role_group is not None and role_group not in role_group_titles():
        abort(404)
    keeps = may(standing(), Action.KEEP_COURSES)
    lines = list_courses(db.session(), role_group=role_group, today=today(), with_retired=keeps)
    ordered = sorted(lines, key=lambda line: list(LEVELS).index(line.course.level))
    return render_template(
        "courses/index.html",
        levels=[
            (gettext(LEVELS[level]), list(of_level))
            for level, of_level in groupby(ordered, lambda one: one.course.level)
        ],
        role_group=role_group,
        own_role_group=current_user.answering.role_group if current_user.answering else None,
        missing=courses.not_here_yet(db.session()) if keeps else None,
        keeps=keeps,
        words=_words,
        role_groups=role_group_titles(),
    )


@blueprint.get("/<course_id>")
@allowed(Action.LEARN, Action.KEEP_COURSES, Action.ASSIGN_COURSES)
def show(course_id: str) -> str:
    """One course: what it is, for whom, what comes before it, when it runs."""
    row = course_or_404(course_id)
    page = course_page(db.session(), row=row, job=current_user.answering, today=today())
    return render_template(
        "courses/course.html",
        row=row,
        page=page,
        own=_own_words(page.course, page.own_way) if page.own_way else None,
        is_offered=courses.is_offered(row, today=today()),
        keeps=may(standing(), Action.KEEP_COURSES),
        words=_words,
        keeping=keeping_words(page.course),
        joint=joint_words(page.course.joint, _sector_titles()) if page.course.joint else "",
        role_groups=role_group_titles(),
        **_sharing(page.course),
    )


def _sharing(course: Course) -> dict[str, bool]:
    """Whether the reader may tell their training lead that they would like a course, and has."""
    job = current_user.answering
    if job is None:
        return {"may_share": False, "is_shared": False}
    return {
        "may_share": job.role_group in open_to(catalogue_of(db.session()))[course.id],
        "is_shared": course.id in wishes.shared_by(db.session(), job=job),
    }


@blueprint.post("/adopt")
@allowed(Action.KEEP_COURSES)
def adopt() -> Response:
    """Take over what comes with the product and is not here yet."""
    try:
        courses.adopt_catalogue(db.session(), actor_id=person().id, now=now())
        db.session.commit()
        flash(gettext("What comes with the product is taken over. Change whatever is different here."))
    except AlreadyTakenOver:
        flash(gettext("Somebody took the catalogue over in the same moment. Everything is here."), "important")
    return redirect(url_for("courses.index"))


def course_or_404(course_id: str) -> OfferedCourse:
    """The row of a course."""
    return courses.find_course(db.session(), course_id=course_id) or abort(404)


def role_group_titles() -> dict[str, str]:
    """The title of every role group by its id, in order."""
    return {group.id: group.title for group in load_reference().role_groups}


def _sector_titles() -> dict[str, str]:
    return {sector.id: sector.title for sector in load_reference().sectors}


def _words(course: Course) -> dict[str, str]:
    """What a page says of a course in a few words each."""
    return {
        "audience": audience_words(course, role_group_titles()),
        "length": length_words(course),
        "mode": gettext(MODES[course.mode]),
        "level": gettext(SHORT_LEVELS[course.level]),
        "first": first_words(course),
    }


def _own_words(course: Course, way: OwnWay) -> OwnWords:
    found, titles = way.admission, role_group_titles()
    return OwnWords(
        reasons=tuple(
            reason_words(reason, course, found.role_group, way.catalogue, titles) for reason in found.reasons
        ),
        route=route_words(found.route, way.catalogue),
        has_completed=way.has_completed,
    )
