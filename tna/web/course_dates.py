"""Dates of courses: what is on, one date with its places and joint rule, and keeping them."""

from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask_login import current_user
from werkzeug.wrappers import Response

from tna.domain.courses import days_words
from tna.domain.people import Action, may
from tna.extensions import db
from tna.language import gettext, ngettext
from tna.models.courses import CourseDate, OfferedCourse
from tna.services import bookings, course_dates
from tna.services.booking_checks import BookingRefused
from tna.services.course_date_checks import DateRefused, possible_trainers
from tna.services.course_date_lists import (
    by_name,
    called_off_for,
    dates_run_by,
    ended_with,
    own_bookings,
    past_dates,
    shown_date,
    upcoming_dates,
)
from tna.services.course_places import find_date, state_of
from tna.services.courses import course_of, find_course, offered_courses
from tna.web.access import allowed, now, person, standing, today
from tna.web.course_date_forms import CallOffForm, DateForm, date_form
from tna.web.form_fields import add_error, error_list

blueprint = Blueprint("course_dates", __name__, url_prefix="/courses/dates")

# The days of a date as templates say them: `first | until(last)`.
blueprint.add_app_template_filter(days_words, "until")

_SEES_DATES = (Action.LEARN, Action.ASSIGN_COURSES, Action.KEEP_COURSES)


@blueprint.get("")
@allowed(*_SEES_DATES)
def index() -> str:
    """The dates to come, those one runs, and for the manager those that are over."""
    session = db.session()
    offered = [course for course in offered_courses(session, today=today()) if course.has_dates]
    course_id = request.args.get("course") or None
    if course_id is not None and find_course(session, course_id=course_id) is None:
        abort(404)
    return render_template(
        "courses/dates.html",
        dates=upcoming_dates(session, today=today(), course_id=course_id),
        courses=offered,
        today=today(),
        course_id=course_id,
        own=own_bookings(session, person_id=current_user.person_id, today=today()),
        state_of=state_of,
        called_off=called_off_for(session, person_id=current_user.person_id, today=today()),
        runs=dates_run_by(session, person_id=current_user.person_id, today=today()),
        keeps=may(standing(), Action.KEEP_COURSES),
        past=past_dates(session, today=today()) if may(standing(), Action.KEEP_COURSES) else [],
    )


@blueprint.route("/new", methods=["GET", "POST"])
@allowed(Action.KEEP_COURSES)
def new() -> str | Response:
    """Offer a date: first the course, then everything else."""
    offered = [course for course in offered_courses(db.session(), today=today()) if course.has_dates]
    row = find_course(db.session(), course_id=request.args.get("course", ""))
    if row is None or row.id not in {course.id for course in offered}:
        return render_template("courses/date_course.html", courses=offered)
    form = date_form(course_of(row), possible_trainers(db.session()))
    if not form.wants_more_days and form.validate_on_submit():
        try:
            made = _create(row, form)
            db.session.commit()
            flash(gettext("The date is offered: people can ask for a place now."))
            return redirect(url_for(".show", date_id=made.id))
        except DateRefused as refused:
            add_error(form.field_of(refused.field), str(refused))
    return render_template("courses/date_form.html", form=form, course=course_of(row), errors=error_list(form))


@blueprint.get("/<int:date_id>")
@allowed(*_SEES_DATES)
def show(date_id: int) -> str:
    """One date: when, where, who has a place, and what one may do about it."""
    return date_page(date_or_404(date_id))


@blueprint.route("/<int:date_id>/change", methods=["GET", "POST"])
@allowed(Action.KEEP_COURSES)
def change(date_id: int) -> str | Response:
    """Change days, places, whereabouts or trainers."""
    course_date = date_or_404(date_id)
    course = course_of(course_date.course)
    form = date_form(course, _trainers_of(course_date), course_date)
    if not form.wants_more_days and form.validate_on_submit():
        try:
            moved = course_dates.change_date(
                db.session(), date_id=date_id, plan=form.plan, actor_id=person().id, now=now(), today=today()
            )
            return saved(date_id, _changed(len(moved)))
        except DateRefused as refused:
            add_error(form.field_of(refused.field), str(refused))
    return render_template(
        "courses/date_form.html", form=form, course=course, course_date=course_date, errors=error_list(form)
    )


@blueprint.route("/<int:date_id>/call-off", methods=["GET", "POST"])
@allowed(Action.KEEP_COURSES)
def call_off(date_id: int) -> str | Response:
    """Say what calling a date off does; then call it off."""
    course_date = date_or_404(date_id)
    form = CallOffForm()
    if form.validate_on_submit():
        try:
            course_dates.call_off_date(
                db.session(),
                date_id=date_id,
                reason=form.reason.data or "",
                actor_id=person().id,
                now=now(),
                today=today(),
            )
            return saved(date_id, gettext("The date is called off. Tell those who had a place."))
        except DateRefused as refused:
            add_error(form.reason, str(refused))
    shown = shown_date(db.session(), course_date, today=today())
    return render_template("courses/date_call_off.html", form=form, shown=shown, errors=error_list(form))


def date_or_404(date_id: int) -> CourseDate:
    """The date of an address."""
    return find_date(db.session(), date_id=date_id) or abort(404)


def saved(date_id: int, words: str) -> Response:
    """Keep what was changed of a date and show it again."""
    db.session.commit()
    flash(words)
    return redirect(url_for("course_dates.show", date_id=date_id))


def date_page(course_date: CourseDate, refused: BookingRefused | None = None) -> str:
    """The page of one date; names only of those whose training the reader leads."""
    session, job = db.session(), current_user.answering
    own = bookings.live_booking(session, date_id=course_date.id, person_id=current_user.person_id)
    shown = shown_date(session, course_date, today=today())
    stands_against = None
    if job is not None and own is None:
        stands_against = bookings.why_not(session, course_date=course_date, job=job, today=today())
    return render_template(
        "courses/date.html",
        shown=shown,
        own=own,
        state_of=state_of,
        can_learn=job is not None,
        stands_against=stands_against,
        has_begun=course_date.first_day <= today(),
        is_over=course_date.last_day < today(),
        errors=[{"text": sentence} for sentence in refused.sentences] if refused else [],
        **_kept(course_date, shown.places),
        **_called_off(course_date),
    )


def _kept(course_date: CourseDate, places: Any) -> dict[str, Any]:
    """What the reader may do about a date, and whose names they may see on it."""
    runs = course_dates.runs(db.session(), person_id=current_user.person_id, date_id=course_date.id)
    live = [*places.taken, *places.queue, *places.awaiting]
    led = [booking for booking in live if may(standing(), Action.ASSIGN_COURSES, booking.agency_id)]
    return {
        "keeps": may(standing(), Action.KEEP_COURSES),
        "assigns": may(standing(), Action.ASSIGN_COURSES),
        "keeps_register": may(standing(), Action.KEEP_REGISTER, runs_date=runs),
        "people": by_name(db.session(), led),
        "others": len(live) - len(led),
    }


def _called_off(course_date: CourseDate) -> dict[str, Any]:
    """Whose bookings the calling off ended: those whose names the reader may see, how many more, and the reader's."""
    ended = ended_with(db.session(), course_date)
    led = [booking for booking in ended if may(standing(), Action.ASSIGN_COURSES, booking.agency_id)]
    return {
        "tell": by_name(db.session(), led),
        "tell_others": len(ended) - len(led),
        "own_ended": next((one for one in ended if one.person_id == current_user.person_id), None),
    }


def _create(row: OfferedCourse, form: DateForm) -> CourseDate:
    return course_dates.create_date(
        db.session(), course=row, plan=form.plan, actor_id=person().id, now=now(), today=today()
    )


def _trainers_of(course_date: CourseDate) -> list[Any]:
    """Everybody who may run the date, and whoever runs it although they hold the duty no more."""
    listed = {each.id: each for each in possible_trainers(db.session())}
    listed |= {each.person_id: each.person for each in course_date.trainers}
    return sorted(listed.values(), key=lambda each: (each.name, each.id))


def _changed(moved: int) -> str:
    """That a date is changed, and how many have moved up by it."""
    changed = gettext("The date is changed.")
    if not moved:
        return changed
    in_place = ngettext(
        "%(n)s person of the queue has a place now.", "%(n)s people of the queue have a place now.", moved
    )
    return f"{changed} {in_place}"
