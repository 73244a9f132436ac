"""The register of a date, on a tablet: one day at a time, one tap a person."""

from datetime import date

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from tna.domain.people import Action
from tna.extensions import db
from tna.language import gettext
from tna.models.courses import CourseDate, Presence
from tna.services import registers, walk_ins
from tna.services.bookings import find_booking
from tna.services.courses import course_of
from tna.services.registers import RegisterRefused
from tna.web.access import allowed, now, person, today
from tna.web.course_dates import date_or_404
from tna.web.form_fields import add_error, error_list
from tna.web.register_forms import WalkInForm, day_from, marks_from

blueprint = Blueprint("registers", __name__, url_prefix="/courses/dates/<int:date_id>/register")


@blueprint.get("")
@allowed(Action.KEEP_REGISTER, date="date_id")
def show(date_id: int) -> str:
    """Who was there on one day."""
    course_date = date_or_404(date_id)
    return _page(course_date, _day_or_404(course_date, request.args.get("day")))


@blueprint.post("")
@allowed(Action.KEEP_REGISTER, date="date_id")
def save(date_id: int) -> str | Response:
    """Keep one day."""
    course_date = date_or_404(date_id)
    day = _day_or_404(course_date, request.form.get("day"))
    marks = marks_from(request.form)
    try:
        registers.save_day(
            db.session(), date_id=date_id, day=day, marks=marks, actor_id=person().id, now=now(), today=today()
        )
    except RegisterRefused as refused:
        return _page(course_date, day, refused=str(refused))
    db.session.commit()
    flash(gettext("The register is saved."))
    return redirect(url_for(".show", date_id=date_id, day=day.isoformat()))


@blueprint.post("/walk-ins")
@allowed(Action.KEEP_REGISTER, date="date_id")
def add_walk_in(date_id: int) -> str | Response:
    """Put somebody who came without a place on the register."""
    course_date, form = date_or_404(date_id), WalkInForm()
    day = registers.usual_day(course_date, today())
    if not form.validate_on_submit():
        return _page(course_date, day, form=form)
    try:
        added = registers.add_walk_in(
            db.session(),
            date_id=date_id,
            email=form.email.data or "",
            actor_id=person().id,
            now=now(),
            today=today(),
        )
    except RegisterRefused as refused:
        add_error(form.email, str(refused))
        return _page(course_date, day, form=form)
    db.session.commit()
    flash(gettext("%(name)s is on the register.", name=added.booking.person.name))
    for warning in added.warnings:
        flash(warning, "warning")
    return redirect(url_for(".show", date_id=date_id, day=day.isoformat()))


@blueprint.post("/bookings/<int:booking_id>/take-off")
@allowed(Action.KEEP_REGISTER, date="date_id")
def take_off(date_id: int, booking_id: int) -> str | Response:
    """Take somebody off the register again who was added by mistake."""
    course_date = date_or_404(date_id)
    booking = find_booking(db.session(), date_id=date_id, booking_id=booking_id) or abort(404)
    try:
        walk_ins.take_off(db.session(), booking_id=booking.id, actor_id=person().id, now=now())
    except RegisterRefused as refused:
        return _page(course_date, registers.usual_day(course_date, today()), refused=str(refused))
    db.session.commit()
    flash(gettext("%(name)s is off the register.", name=booking.person.name))
    return redirect(url_for(".show", date_id=date_id))


def _day_or_404(course_date: CourseDate, asked: str | None) -> date:
    """One of the days of a date: the one asked for, else the one it opens at."""
    if not asked:
        return registers.usual_day(course_date, today())
    day = day_from(asked)
    return day if day in {each.day for each in course_date.days} else abort(404)


def _page(course_date: CourseDate, day: date, *, form: WalkInForm | None = None, refused: str | None = None) -> str:
    rows = registers.register_of(db.session(), date_id=course_date.id)
    walk_in = form or WalkInForm(formdata=None)
    faults = [{"text": refused}] if refused else []
    return render_template(
        "courses/register.html",
        date=course_date,
        course=course_of(course_date.course),
        day=day,
        rows=rows,
        unmarked=sum(day not in row.presence for row in rows),
        choices=Presence,
        fill=Presence.PRESENT if request.args.get("fill") == Presence.PRESENT else None,
        can_keep=day <= today() and course_date.cancelled_at is None,
        can_add=course_date.first_day <= today() and course_date.cancelled_at is None,
        form=walk_in,
        removable=[row.booking for row in rows if walk_ins.can_be_taken_off(row, course_date)],
        errors=faults or error_list(walk_in),
    )
