"""Learning resources: what to read, watch and fill in."""

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from tna.domain.courses import Resource
from tna.domain.people import Action, may
from tna.extensions import db
from tna.language import gettext
from tna.models.courses import OfferedResource
from tna.services import courses, resources
from tna.services.course_changes import CourseFaulty
from tna.services.course_files import shipped_domains
from tna.services.reference_files import load_reference
from tna.web.access import allowed, now, person, standing
from tna.web.course_entries import put_faults
from tna.web.courses import role_group_titles
from tna.web.form_fields import error_list
from tna.web.resource_forms import KINDS, ResourceForm

blueprint = Blueprint("resources", __name__, url_prefix="/courses/resources")


@blueprint.get("")
@allowed(Action.LEARN, Action.KEEP_COURSES, Action.ASSIGN_COURSES)
def index() -> str:
    """Every resource by kind, on all subjects or on one."""
    domains = {domain.id: domain.title for domain in shipped_domains()}
    chosen = request.args.get("domain") or None
    if chosen is not None and chosen not in domains:
        abort(404)
    keeps = may(standing(), Action.KEEP_COURSES)
    found = courses.catalogue_of(db.session()).resources
    shown = [one for one in found if chosen is None or chosen in one.domains]
    return render_template(
        "courses/resources.html",
        kinds=[(gettext(title), [one for one in shown if one.kind is kind]) for kind, (_, title) in KINDS.items()],
        is_empty=not shown,
        chosen=chosen,
        domains=domains,
        missing=courses.not_here_yet(db.session()) if keeps else None,
        keeps=keeps,
        role_groups=role_group_titles(),
    )


@blueprint.route("/new", methods=["GET", "POST"])
@allowed(Action.KEEP_COURSES)
def new() -> str | Response:
    """Add a resource."""
    form = ResourceForm(load_reference(), shipped_domains())
    unplaced: list[dict[str, str]] = []
    if form.validate_on_submit():
        try:
            row = resources.add_resource(db.session(), entries=form.entries, actor_id=person().id, now=now())
            return _saved(gettext("“%(title)s” is added.", title=courses.resource_of(row).title))
        except CourseFaulty as faulty:
            unplaced = put_faults(form, faulty.faults)
    return render_template("courses/new_resource.html", form=form, errors=[*error_list(form), *unplaced])


@blueprint.route("/<resource_id>/change", methods=["GET", "POST"])
@allowed(Action.KEEP_COURSES)
def change(resource_id: str) -> str | Response:
    """Change what a resource says."""
    row, resource = _resource_or_404(resource_id)
    form = ResourceForm(load_reference(), shipped_domains(), resource)
    unplaced: list[dict[str, str]] = []
    if form.validate_on_submit():
        try:
            resources.change_resource(db.session(), row=row, entries=form.entries, actor_id=person().id, now=now())
            return _saved(gettext("The change is saved."))
        except CourseFaulty as faulty:
            unplaced = put_faults(form, faulty.faults)
    errors = [*error_list(form), *unplaced]
    return render_template("courses/change_resource.html", resource=resource, form=form, errors=errors)


@blueprint.route("/<resource_id>/remove", methods=["GET", "POST"])
@allowed(Action.KEEP_COURSES)
def remove(resource_id: str) -> str | Response:
    """Ask first; then point to a resource no longer."""
    row, resource = _resource_or_404(resource_id)
    if request.method == "GET":
        return render_template("courses/remove_resource.html", resource=resource)
    resources.remove_resource(db.session(), row=row, actor_id=person().id, now=now())
    return _saved(gettext("“%(title)s” is removed.", title=resource.title))


def _resource_or_404(resource_id: str) -> tuple[OfferedResource, Resource]:
    row = resources.find_resource(db.session(), resource_id=resource_id) or abort(404)
    return row, courses.resource_of(row)


def _saved(words: str) -> Response:
    db.session.commit()
    flash(words)
    return redirect(url_for("resources.index"))
