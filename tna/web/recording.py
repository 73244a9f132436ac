"""A training lead or manager records that one of an agency's people completed a course, and takes it back."""

from collections.abc import Sequence

from flask import Blueprint, abort, flash, redirect, render_template, url_for
from govuk_frontend_wtf.wtforms_widgets import GovSelect, GovSubmitInput
from werkzeug.wrappers import Response
from wtforms import SelectField, SubmitField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]

from tna.domain.courses import Course
from tna.domain.people import Action
from tna.extensions import db
from tna.language import gettext, lazy_gettext
from tna.services import completions
from tna.services.agencies import find_agency
from tna.services.completions import CompletionRefused
from tna.services.courses import catalogue_of
from tna.services.plans.people import PersonInPlan, person_in_plan
from tna.web.access import allowed, now, person, today
from tna.web.date_fields import DayField
from tna.web.form_fields import TextForm, add_error, error_list
from tna.web.people_forms import Offered

blueprint = Blueprint("recording", __name__, url_prefix="/plans/agencies/<agency_id>/people/<int:person_id>")


class RecordForm(TextForm):
    """Which course somebody completed, and on which day."""

    course = SelectField(
        lazy_gettext("Course"),
        widget=GovSelect(),
        validate_choice=False,
        validators=[Offered(lazy_gettext("Select a course from the list"))],
    )
    completed_on = DayField(
        lazy_gettext("On which day did they complete it?"),
        what=lazy_gettext("The day they completed it"),
        description=lazy_gettext("For example, 27 3 2027."),
    )
    submit = SubmitField(lazy_gettext("Record it"), widget=GovSubmitInput())

    def offer(self, courses: Sequence[Course]) -> None:
        """Fill the list of courses: those of the past too, for that is when somebody may have completed one."""
        titles = [SelectChoice(course.id, f"{course.id} {course.title}") for course in courses]
        self.course.choices = [SelectChoice("", gettext("Select a course")), *titles]


@blueprint.route("/completions/new", methods=["GET", "POST"])
@allowed(Action.ASSIGN_COURSES, agency="agency_id")
def record(agency_id: str, person_id: int) -> str | Response:
    """Say which course they completed, and when."""
    found, form = _person(agency_id, person_id), RecordForm()
    form.offer(catalogue_of(db.session()).courses)
    if form.validate_on_submit():
        try:
            _record(found, form)
            db.session.commit()
            flash(
                gettext("It is recorded that %(name)s completed %(course)s.", name=found.name, course=form.course.data)
            )
            return redirect(url_for("plans.one_person", agency_id=agency_id, person_id=person_id))
        except CompletionRefused as refused:
            add_error(form[refused.field], str(refused))
    agency = find_agency(db.session(), agency_id=agency_id)
    return render_template("plans/record.html", agency=agency, found=found, form=form, errors=error_list(form))


@blueprint.post("/completions/<int:completion_id>/take-back")
@allowed(Action.ASSIGN_COURSES, agency="agency_id")
def take_back(agency_id: str, person_id: int, completion_id: int) -> Response:
    """Take back what was recorded; what people said themselves and what registers say is not there to take back."""
    found = _person(agency_id, person_id)
    recorded = completions.recorded_completions(db.session(), person_id=found.id)
    completion = next((one for one in recorded if one.id == completion_id), None) or abort(404)
    completions.withdraw_completion(db.session(), completion=completion, now=now(), by=person().id)
    db.session.commit()
    flash(gettext("It is taken back that %(name)s completed %(course)s.", name=found.name, course=completion.course_id))
    return redirect(url_for("plans.one_person", agency_id=agency_id, person_id=person_id))


def _record(found: PersonInPlan, form: RecordForm) -> None:
    assert form.completed_on.data is not None  # the form was valid
    completions.record_completion(
        db.session(),
        person_id=found.id,
        course_id=form.course.data,
        completed_on=form.completed_on.data,
        now=now(),
        today=today(),
        by=person().id,
    )


def _person(agency_id: str, person_id: int) -> PersonInPlan:
    """Somebody who works in the agency now; anybody else is not found."""
    catalogue = catalogue_of(db.session())
    found = person_in_plan(db.session(), person_id=person_id, agency_id=agency_id, catalogue=catalogue, today=today())
    return found or abort(404)
