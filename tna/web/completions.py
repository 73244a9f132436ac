"""Saying that one has completed a course without dates, and taking it back."""

from flask import Blueprint, abort, flash, redirect, render_template, url_for
from flask_login import current_user
from govuk_frontend_wtf.wtforms_widgets import GovSubmitInput
from werkzeug.wrappers import Response
from wtforms import SubmitField

from tna.domain.courses import Course
from tna.domain.people import Action
from tna.extensions import db
from tna.language import gettext, lazy_gettext
from tna.services import completions
from tna.services.completions import CompletionRefused
from tna.services.courses import course_of, find_course
from tna.web.access import allowed, now, today
from tna.web.date_fields import DayField
from tna.web.form_fields import TextForm, add_error, error_list

blueprint = Blueprint("completions", __name__, url_prefix="/courses")


class DoneForm(TextForm):
    """The day on which somebody completed a course."""

    completed_on = DayField(
        lazy_gettext("On which day did you complete it?"),
        what=lazy_gettext("The day you completed it"),
        description=lazy_gettext("For example, 27 3 2027."),
    )
    submit = SubmitField(lazy_gettext("I have completed it"), widget=GovSubmitInput())


@blueprint.route("/<course_id>/done", methods=["GET", "POST"])
@allowed(Action.LEARN)
def done(course_id: str) -> str | Response:
    """Declare a course without dates done; others are completed by their register."""
    course = _course_or_404(course_id)
    form = DoneForm()
    if form.validate_on_submit():
        try:
            _record(course, form)
            db.session.commit()
            flash(gettext("It is noted that you have completed this course."))
            return redirect(url_for(".done", course_id=course_id))
        except CompletionRefused as refused:
            add_error(form.completed_on, str(refused))
    return render_template(
        "courses/done.html",
        course=course,
        form=form,
        earlier=completions.own_completions(db.session(), person_id=current_user.person_id, course_id=course_id),
        errors=error_list(form),
    )


@blueprint.post("/completions/<int:completion_id>/take-back")
@allowed(Action.LEARN)
def take_back(completion_id: int) -> Response:
    """Take back what one has declared oneself."""
    found = completions.find_completion(db.session(), completion_id=completion_id)
    if found is None or found.person_id != current_user.person_id:
        abort(404)
    course_id = found.course_id
    try:
        completions.withdraw_completion(db.session(), completion=found, now=now())
        db.session.commit()
        flash(gettext("It is taken back."))
    except CompletionRefused as refused:
        flash(str(refused), "important")
    return redirect(url_for(".done", course_id=course_id))


def _record(course: Course, form: DoneForm) -> None:
    assert form.completed_on.data is not None  # the form was valid
    completions.record_completion(
        db.session(),
        person_id=current_user.person_id,
        course_id=course.id,
        completed_on=form.completed_on.data,
        now=now(),
        today=today(),
    )


def _course_or_404(course_id: str) -> Course:
    """A course without dates: of the others nobody says so themselves."""
    row = find_course(db.session(), course_id=course_id)
    return abort(404) if row is None or course_of(row).has_dates else course_of(row)
