"""Assigning a course to people of an agency: chosen, previewed, done in one act, and taken back."""

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from tna.domain.courses import Course
from tna.domain.people import Action
from tna.extensions import db
from tna.language import gettext, ngettext
from tna.models.people import Agency, Person
from tna.services.courses import catalogue_of, offered_courses
from tna.services.people import PAGE_LENGTH, find
from tna.services.plans import assigning, batches
from tna.services.plans.assigning import AssigningRefused, PreviewIsOld
from tna.services.plans.batches import BatchSummary
from tna.services.plans.needs import agency_needs, reason_for
from tna.services.reports import role_group_titles
from tna.web.access import allowed, now, person, today
from tna.web.agencies import agency_or_404
from tna.web.form_fields import add_error, error_list
from tna.web.plan_forms import AssignForm, selected_people

blueprint = Blueprint("assigning", __name__, url_prefix="/plans/agencies/<agency_id>")

Page = str | Response


@blueprint.route("/assign", methods=["GET", "POST"])
@allowed(Action.ASSIGN_COURSES, agency="agency_id")
def assign(agency_id: str) -> Page:
    """Choose what to assign to whom, by when and why; then see whom it would reach. Nothing is done here."""
    shown, form = agency_or_404(agency_id), _form(agency_id)
    is_changing = request.form.get("then") == "change"
    if request.method == "POST" and not is_changing and form.validate():
        return _preview_page(shown, form)
    return _assign_page(shown, form)


@blueprint.post("/batches")
@allowed(Action.ASSIGN_COURSES, agency="agency_id")
def do_assign(agency_id: str) -> Page:
    """Assign what the preview has shown; where that has changed since, show it again."""
    shown, form = agency_or_404(agency_id), _form(agency_id)
    if not form.validate():
        return _assign_page(shown, form)
    try:
        batch = assigning.assign(
            db.session(),
            agency_id=agency_id,
            course=_course(form),
            reach=form.reach,
            due_on=form.due_on.data,
            reason=form.reason.data or "",
            expected=request.form.get("expected", type=int),
            catalogue=catalogue_of(db.session()),
            actor_id=person().id,
            now=now(),
            today=today(),
        )
        db.session.commit()
        return redirect(url_for(".batch", agency_id=agency_id, batch_id=batch.id))
    except PreviewIsOld:
        return _preview_page(shown, form, has_changed=True)
    except AssigningRefused as refused:
        add_error(form[refused.field], str(refused))
        return _assign_page(shown, form)


@blueprint.get("/batches")
@allowed(Action.ASSIGN_COURSES, agency="agency_id")
def all_batches(agency_id: str) -> Page:
    """What has been assigned here, the newest first."""
    number = request.args.get("page", 1, type=int)
    found, pages = batches.batches_of(db.session(), agency_id=agency_id, number=number)
    return render_template(
        "plans/batches.html", agency=agency_or_404(agency_id), found=found, number=number, pages=pages
    )


@blueprint.get("/batches/<int:batch_id>")
@allowed(Action.ASSIGN_COURSES, agency="agency_id")
def batch(agency_id: str, batch_id: int) -> Page:
    """What was done in one act of assigning, and what can be taken back of it."""
    found = _batch(agency_id, batch_id)
    pages = max(1, -(-found.reached // PAGE_LENGTH))
    number = min(max(request.args.get("page", 1, type=int), 1), pages)
    return render_template(
        "plans/batch.html",
        agency=agency_or_404(agency_id),
        found=found,
        people=batches.page_of_reached(db.session(), batch=found.batch, number=number),
        by=_name_of(found.batch.assigned_by),
        number=number,
        pages=pages,
    )


@blueprint.post("/batches/<int:batch_id>/undo")
@allowed(Action.ASSIGN_COURSES, agency="agency_id")
def undo(agency_id: str, batch_id: int) -> Page:
    """Take back a whole act of assigning."""
    found = _batch(agency_id, batch_id)
    taken = batches.undo(db.session(), batch=found.batch, actor_id=person().id, now=now())
    db.session.commit()
    flash(
        ngettext("It is taken back from %(n)s person.", "It is taken back from %(n)s people.", taken)
        if taken
        else gettext("There was nothing left to undo.")
    )
    return redirect(url_for(".batch", agency_id=agency_id, batch_id=batch_id))


@blueprint.post("/batches/<int:batch_id>/people/<int:person_id>/withdraw")
@allowed(Action.ASSIGN_COURSES, agency="agency_id")
def withdraw(agency_id: str, batch_id: int, person_id: int) -> Page:
    """Take back what one person was assigned."""
    found = _batch(agency_id, batch_id)
    is_taken = batches.withdraw(db.session(), batch=found.batch, person_id=person_id, actor_id=person().id, now=now())
    db.session.commit()
    flash(
        gettext("It is withdrawn: they no longer see it.")
        if is_taken
        else gettext("They did not have it assigned any more.")
    )
    return redirect(url_for(".batch", agency_id=agency_id, batch_id=batch_id))


def _batch(agency_id: str, batch_id: int) -> BatchSummary:
    return batches.find_batch(db.session(), agency_id=agency_id, batch_id=batch_id) or abort(404)


def _name_of(person_id: int) -> str:
    found: Person | None = find(db.session(), person_id=person_id)
    return gettext("somebody who is no longer here") if found is None else found.name


def _form(agency_id: str) -> AssignForm:
    """The form, on a first look filled in from the address; a need named there gives its sentence as the reason."""
    courses = offered_courses(db.session(), today=today())
    asked = request.args
    reason = ""
    if request.method == "GET" and asked.get("domain"):
        needs = agency_needs(db.session(), agency_id=agency_id, courses=courses)
        reason = reason_for(needs, role_group=asked.get("role_group"), domain=asked.get("domain"))
    return AssignForm(
        courses,
        role_group_titles(),
        today(),
        course=asked.get("course", ""),
        role_group=asked.get("role_group", ""),
        reason=reason,
    )


def _course(form: AssignForm) -> Course:
    return catalogue_of(db.session()).course(form.course.data)


def _assign_page(shown: Agency, form: AssignForm) -> str:
    return render_template(
        "plans/assign.html",
        agency=shown,
        form=form,
        people=assigning.names_here(db.session(), agency_id=shown.id, people=selected_people()),
        errors=error_list(form),
    )


def _preview_page(shown: Agency, form: AssignForm, *, has_changed: bool = False) -> str:
    catalogue = catalogue_of(db.session())
    seen = assigning.preview(
        db.session(), agency_id=shown.id, course=_course(form), reach=form.reach, catalogue=catalogue, today=today()
    )
    return render_template(
        "plans/preview.html",
        agency=shown,
        form=form,
        seen=seen,
        people=sorted(form.reach.people),
        role_group=role_group_titles().get(form.reach.role_group or ""),
        has_changed=has_changed,
    )
