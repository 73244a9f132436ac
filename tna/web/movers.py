"""People who move from one agency to another."""

from flask import Blueprint, abort, flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from tna.domain.people import Action
from tna.extensions import db
from tna.language import gettext
from tna.models.people import Membership
from tna.services import people
from tna.services.agencies import all_agencies
from tna.services.movers import move_to_agency
from tna.services.person_checks import PersonRefused
from tna.services.survey_files import load_reference
from tna.web.access import allowed, now, person, today
from tna.web.form_fields import add_error, error_list
from tna.web.people_forms import MoveForm

blueprint = Blueprint("movers", __name__, url_prefix="/people")


@blueprint.route("/<int:person_id>/jobs/<int:membership_id>/move", methods=["GET", "POST"])
@allowed(Action.KEEP_PEOPLE)
def move(person_id: int, membership_id: int) -> str | Response:
    """End a job here and start one in another agency, in one step."""
    membership = _job_or_404(person_id, membership_id)
    form = MoveForm(membership)
    elsewhere = [agency for agency in all_agencies(db.session()) if agency.id != membership.agency_id]
    form.offer(elsewhere, load_reference())
    if form.validate_on_submit():
        try:
            _move(membership, form)
            db.session.commit()
            flash(gettext("%(name)s has moved.", name=membership.person.name))
            return redirect(url_for("people.show", person_id=person_id))
        except PersonRefused as refused:
            add_error(form[refused.field], str(refused))
    return render_template("people/move.html", membership=membership, form=form, errors=error_list(form))


def _move(membership: Membership, form: MoveForm) -> None:
    move_to_agency(
        db.session(),
        membership=membership,
        agency_id=form.agency.data or "",
        job=form.job.data or "",
        role_group=form.role_group.data or None,
        reference=load_reference(),
        today=today(),
        actor_id=person().id,
        now=now(),
    )


def _job_or_404(person_id: int, membership_id: int) -> Membership:
    """One of the jobs that this person has now."""
    found = people.find(db.session(), person_id=person_id) or abort(404)
    return next((m for m in people.current_memberships(found) if m.id == membership_id), None) or abort(404)
