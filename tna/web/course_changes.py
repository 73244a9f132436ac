"""Keeping the catalogue: adding, changing and retiring courses."""

import re

from flask import Blueprint, flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from tna.domain.people import Action
from tna.extensions import db
from tna.language import gettext
from tna.models.courses import OfferedCourse
from tna.services import course_changes, courses
from tna.services.course_changes import CourseFaulty, CourseRefused
from tna.services.course_files import shipped_domains
from tna.services.course_pages import held_places
from tna.services.reference_files import load_reference
from tna.web.access import allowed, now, person, today
from tna.web.course_entries import put_faults, put_further_faults
from tna.web.course_forms import CourseForm, RetireForm, course_form
from tna.web.courses import course_or_404
from tna.web.form_fields import add_error, error_list

blueprint = Blueprint("course_changes", __name__, url_prefix="/courses")


@blueprint.route("/new", methods=["GET", "POST"])
@allowed(Action.KEEP_COURSES)
def new() -> str | Response:
    """Add a course."""
    form = _form(None)
    unplaced: list[dict[str, str]] = []
    if form.validate_on_submit():
        try:
            row = course_changes.add_course(db.session(), entries=form.entries, actor_id=person().id, now=now())
            db.session.commit()
            flash(gettext("The course is added."))
            return redirect(url_for("courses.show", course_id=row.id))
        except CourseFaulty as faulty:
            unplaced = put_faults(form, faulty.faults)
    elif form.is_submitted():
        put_further_faults(form, course_changes.faults_of(db.session(), entries=form.entries))
    return _page("courses/new.html", form, unplaced)


@blueprint.route("/<course_id>/change", methods=["GET", "POST"])
@allowed(Action.KEEP_COURSES)
def change(course_id: str) -> str | Response:
    """Change what a course says."""
    row = course_or_404(course_id)
    form = _form(row)
    unplaced: list[dict[str, str]] = []
    if form.validate_on_submit():
        try:
            course_changes.change_course(db.session(), row=row, entries=form.entries, actor_id=person().id, now=now())
            db.session.commit()
            flash(gettext("The change is saved."))
            return redirect(url_for("courses.show", course_id=row.id))
        except CourseFaulty as faulty:
            unplaced = put_faults(form, faulty.faults)
    elif form.is_submitted():
        put_further_faults(form, course_changes.faults_of(db.session(), entries=form.entries, row=row))
    return _page("courses/change.html", form, unplaced, row)


@blueprint.route("/<course_id>/retire", methods=["GET", "POST"])
@allowed(Action.KEEP_COURSES)
def retire(course_id: str) -> str | Response:
    """Say what retiring does; then take no new bookings from a day on."""
    row = course_or_404(course_id)
    form = RetireForm(data={"from_day": row.retired_on or today()})
    if form.validate_on_submit():
        assert form.from_day.data is not None  # the form was valid
        try:
            course_changes.retire_course(
                db.session(),
                row=row,
                from_day=form.from_day.data,
                today=today(),
                actor_id=person().id,
                now=now(),
            )
            db.session.commit()
            flash(_retired(row))
            return redirect(url_for("courses.show", course_id=row.id))
        except CourseRefused as refused:
            add_error(form.from_day, str(refused))
    return render_template(
        "courses/retire.html",
        row=row,
        form=form,
        stuck="" if form.is_submitted() else _why_not_today(row),
        held=held_places(db.session(), course_id=row.id, today=today()),
        is_offered=courses.is_offered(row, today=today()),
        errors=error_list(form),
    )


@blueprint.post("/<course_id>/bring-back")
@allowed(Action.KEEP_COURSES)
def bring_back(course_id: str) -> Response:
    """Offer a retired course again."""
    row = course_or_404(course_id)
    try:
        course_changes.bring_back_course(db.session(), row=row, actor_id=person().id, now=now())
        db.session.commit()
        flash(gettext("%(course)s is offered again.", course=row.id))
    except CourseRefused as refused:
        flash(str(refused), "important")
    return redirect(url_for("courses.show", course_id=row.id))


def _retired(row: OfferedCourse) -> str:
    if row.retired_on == today():
        return gettext("%(course)s is retired.", course=row.id)
    return gettext("%(course)s retires on the day you chose.", course=row.id)


def _why_not_today(row: OfferedCourse) -> str:
    """What stands against retiring a course from today on, said before anybody tries."""
    try:
        course_changes.check_retiring(db.session(), row=row, from_day=today())
    except CourseRefused as refused:
        return str(refused)
    return ""


def _form(row: OfferedCourse | None) -> CourseForm:
    session = db.session()
    catalogue = courses.catalogue_of(session)
    return course_form(
        load_reference(),
        shipped_domains(),
        catalogue,
        frozenset(one for one, day in courses.retirements(session).items() if day <= today()),
        course=courses.course_of(row) if row else None,
        course_id=_next_id([course.id for course in catalogue.courses]),
    )


def _page(template: str, form: CourseForm, unplaced: list[dict[str, str]], row: OfferedCourse | None = None) -> str:
    reference = load_reference()
    return render_template(
        template,
        row=row,
        form=form,
        described=[{"hint": {"text": group.description}} for group in reference.role_groups],
        errors=[*error_list(form), *unplaced],
    )


def _next_id(taken: list[str]) -> str:
    """The id after the last that ends in a number, written as that one is; nothing to propose without one."""
    numbered = [found for one in taken if (found := re.fullmatch(r"(.*?)([0-9]{1,6})", one))]
    if not numbered:
        return ""
    stem, digits = max((found.groups() for found in numbered), key=lambda parts: int(parts[1]))
    return f"{stem}{int(digits) + 1:0{len(digits)}d}"
