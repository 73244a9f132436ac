"""My learning: what is asked of oneself, what is booked and done, and what suits one's own answers."""

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from tna.domain.courses import Course
from tna.domain.evaluations.forms import FormKind
from tna.domain.people import Action
from tna.domain.plans import asked_words, place_words, record_table, renewal_words
from tna.extensions import db
from tna.language import gettext
from tna.services import surveys
from tna.services.agencies import find_agency
from tna.services.course_date_lists import called_off_for
from tna.services.courses import catalogue_of
from tna.services.own_forms import forms_due
from tna.services.plans import wishes
from tna.services.plans.learning import own_learning
from tna.services.plans.suggestions import own_suggestions
from tna.web.access import allowed, own_job, own_key, person, safe_next, today
from tna.web.csv_files import csv_file

blueprint = Blueprint("learning", __name__, url_prefix="/learning")

Page = str | Response

WORDS = {"asked_words": asked_words, "place_words": place_words, "renewal_words": renewal_words}


@blueprint.get("")
@allowed(Action.LEARN)
def show() -> Page:
    """Now, next and done."""
    job = own_job()
    catalogue = catalogue_of(db.session())
    shared = wishes.shared_by(db.session(), job=job)
    due = forms_due(db.session(), person_id=job.person_id, key=own_key(), today=today())
    return render_template(
        "learning/learning.html",
        learning=own_learning(db.session(), job=job, today=today()),
        due=due,
        waiting={form.course_id for form in due if form.kind is FormKind.AFTER},
        shared=[course for course in catalogue.courses if course.id in shared],
        called_off=called_off_for(db.session(), person_id=job.person_id, today=today()),
        today=today(),
        **WORDS,
    )


@blueprint.get("/record")
@allowed(Action.LEARN)
def record() -> Page:
    """Everything somebody has completed, as a table."""
    learning = own_learning(db.session(), job=own_job(), today=today())
    return render_template("learning/record.html", table=record_table(learning.record))


@blueprint.get("/record.csv")
@allowed(Action.LEARN)
def record_csv() -> Page:
    """The same as a file."""
    learning = own_learning(db.session(), job=own_job(), today=today())
    return csv_file(record_table(learning.record), "my-learning-record")


@blueprint.get("/suggestions")
@allowed(Action.LEARN)
def suggestions() -> Page:
    """What suits one's own newest answers; worked out now, and shown to nobody else."""
    job, key, sealed_through = own_job(), own_key(), person().sealed_through
    round_ = surveys.last_sent_round(db.session(), key=key, sealed_through=sealed_through)
    if round_ is None:
        return render_template("learning/no_suggestions.html")
    profile = surveys.own_profile(db.session(), round_=round_, key=key, sealed_through=sealed_through)
    assert profile is not None  # the round is one to which they have sent answers that are open to them
    catalogue = catalogue_of(db.session())
    return render_template(
        "learning/suggestions.html",
        round=round_,
        profile=profile,
        own=own_suggestions(db.session(), profile=profile, job=job, catalogue=catalogue, today=today()),
        shared=wishes.shared_by(db.session(), job=job),
        agency=find_agency(db.session(), agency_id=job.agency_id),
    )


@blueprint.post("/courses/<course_id>/share")
@allowed(Action.LEARN)
def share(course_id: str) -> Page:
    """Tell one's training lead that one would like a course: a name and a course, and nothing else."""
    course, job = _course(course_id), own_job()
    try:
        wishes.share(db.session(), job=job, course=course, catalogue=catalogue_of(db.session()))
        db.session.commit()
        told = gettext(
            "Shared: your training lead sees your name beside %(course)s, and nothing about your answers.",
            course=course.id,
        )
        flash(told)
    except wishes.NotForRoleGroup:
        refused = gettext("%(course)s is for other role groups, so it was not shared.", course=course.id)
        flash(refused, "important")
    return _onward()


@blueprint.post("/courses/<course_id>/take-back")
@allowed(Action.LEARN)
def take_back(course_id: str) -> Page:
    """Let nobody see any more that one would like a course."""
    course = _course(course_id)
    wishes.take_back(db.session(), person_id=own_job().person_id, course_id=course.id)
    db.session.commit()
    told = gettext("Taken back: your training lead no longer sees your name beside %(course)s.", course=course.id)
    flash(told)
    return _onward()


def _course(course_id: str) -> Course:
    found = (course for course in catalogue_of(db.session()).courses if course.id == course_id)
    return next(found, None) or abort(404)


def _onward() -> Response:
    """Back to the page of ours that the button stood on."""
    wanted = request.form.get("next")
    return redirect(safe_next(wanted) if wanted else url_for(".show"))
