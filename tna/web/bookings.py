"""Asking for a place on a date and giving it back, for oneself or for the people of one's agencies."""

from flask import Blueprint, abort, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from tna.domain.people import Action, Answering, agencies_within, may
from tna.extensions import db
from tna.language import gettext, mark
from tna.models.courses import Booking, CourseDate
from tna.models.people import Membership
from tna.services import bookings
from tna.services.agencies import all_agencies
from tna.services.booking_checks import BookingRefused
from tna.services.bookings import Asked, Outcome
from tna.services.course_date_lists import find_job, people_to_book, shown_date
from tna.services.course_places import BookingState, state_of
from tna.web.access import allowed, now, own_job, person, standing, today
from tna.web.booking_forms import BookSomebodyForm, FindSomebodyForm
from tna.web.course_dates import date_or_404, date_page, saved
from tna.web.form_fields import add_error, error_list

blueprint = Blueprint("bookings", __name__, url_prefix="/courses/dates/<int:date_id>")

_LONGEST_NUMBER = 10  # digits of an id, and one more

_YOURS = {
    Outcome.PLACE: mark("You have a place."),
    Outcome.QUEUE_FULL: mark(
        "Every place is taken, so you are in the queue. You get a place once one is free for you."
    ),
    Outcome.QUEUE_JOINT: mark("The places left are kept for those whom the joint rule needs, so you are in the queue."),
    Outcome.NOMINATION: mark(
        "You have asked for a place. A training lead or the partnership manager has to nominate you."
    ),
}
_THEIRS = {
    Outcome.PLACE: mark("%(name)s has a place."),
    Outcome.QUEUE_FULL: mark("Every place is taken, so %(name)s is in the queue."),
    Outcome.QUEUE_JOINT: mark(
        "The places left are kept for those whom the joint rule needs, so %(name)s is in the queue."
    ),
}
_NOMINATED = {
    BookingState.PLACE: mark("%(name)s is nominated and has a place."),
    BookingState.QUEUE: mark("%(name)s is nominated and is in the queue."),
}


@blueprint.post("/book")
@allowed(Action.LEARN)
def book(date_id: int) -> str | Response:
    """Ask for a place for oneself."""
    course_date, job = date_or_404(date_id), own_job()
    try:
        asked = bookings.ask(db.session(), date_id=date_id, job=job, today=today(), now=now())
    except BookingRefused as refused:
        return date_page(course_date, refused)
    return saved(date_id, " ".join([gettext(_YOURS[asked.outcome]), *asked.warnings]))


@blueprint.post("/cancel")
@allowed(Action.LEARN)
def cancel_own(date_id: int) -> str | Response:
    """Give one's own place, or one's wait for it, back."""
    course_date = date_or_404(date_id)
    booking = bookings.live_booking(db.session(), date_id=date_id, person_id=person().id)
    if booking is None:
        return redirect(url_for("course_dates.show", date_id=date_id))
    try:
        bookings.cancel(db.session(), booking_id=booking.id, today=today(), now=now())
    except BookingRefused as refused:
        return date_page(course_date, refused)
    return saved(date_id, gettext("Your booking is cancelled."))


@blueprint.route("/people", methods=["GET", "POST"])
@allowed(Action.ASSIGN_COURSES)
def people(date_id: int) -> str | Response:
    """Find somebody of one's agencies and book them: that nominates them too."""
    course_date = date_or_404(date_id)
    finding = FindSomebodyForm(request.args)
    found = _people_to_book(course_date, finding.q.data or "")
    form = BookSomebodyForm(found)
    if form.validate_on_submit():
        job = _job_or_404(form.person.data)
        try:
            asked = _book(course_date, job, accepts_evidence=form.accepts_evidence)
            return saved(date_id, _outcome(asked))
        except BookingRefused as refused:
            for sentence in refused.sentences:
                add_error(form.person, sentence)
    shown = shown_date(db.session(), course_date, today=today())
    return render_template(
        "courses/date_people.html",
        shown=shown,
        finding=finding,
        found=found,
        form=form,
        errors=error_list(form),
    )


@blueprint.post("/bookings/<int:booking_id>/cancel")
@allowed(Action.ASSIGN_COURSES)
def cancel(date_id: int, booking_id: int) -> str | Response:
    """Give the place of somebody of one's agencies back."""
    booking = _booking_or_404(date_id, booking_id)
    try:
        bookings.cancel(db.session(), booking_id=booking.id, today=today(), now=now(), by=person().id)
    except BookingRefused as refused:
        return date_page(date_or_404(date_id), refused)
    return saved(date_id, gettext("The booking of %(name)s is cancelled.", name=booking.person.name))


@blueprint.post("/bookings/<int:booking_id>/nominate")
@allowed(Action.ASSIGN_COURSES)
def nominate(date_id: int, booking_id: int) -> Response:
    """Say yes to somebody of one's agencies taking the course they have asked for."""
    booking = _booking_or_404(date_id, booking_id)
    course_id = date_or_404(date_id).course_id
    bookings.nominate(
        db.session(), person_id=booking.person_id, course_id=course_id, by=person().id, today=today(), now=now()
    )
    sentence = _NOMINATED.get(state_of(booking), mark("%(name)s is nominated and is noted."))
    return saved(date_id, gettext(sentence, name=booking.person.name))


def _people_to_book(course_date: CourseDate, search: str) -> list[Membership]:
    everywhere = frozenset(agency.id for agency in all_agencies(db.session()))
    return people_to_book(
        db.session(),
        agency_ids=agencies_within(standing(), Action.ASSIGN_COURSES, everywhere),
        course_id=course_date.course_id,
        date_id=course_date.id,
        search=search,
    )


def _job_or_404(chosen: str) -> Answering:
    """The job, in an agency whose training one leads, as which somebody is booked."""
    number = int(chosen) if chosen.isdecimal() and len(chosen) < _LONGEST_NUMBER else 0
    job = find_job(db.session(), membership_id=number)
    if job is None or not may(standing(), Action.ASSIGN_COURSES, job.agency_id):
        abort(404)
    return Answering(job.person_id, job.agency_id, job.role_group)


def _book(course_date: CourseDate, job: Answering, *, accepts_evidence: bool) -> Asked:
    return bookings.ask(
        db.session(),
        date_id=course_date.id,
        job=job,
        today=today(),
        now=now(),
        by=person().id,
        accepts_evidence=accepts_evidence,
    )


def _outcome(asked: Asked) -> str:
    return " ".join([gettext(_THEIRS[asked.outcome], name=asked.booking.person.name), *asked.warnings])


def _booking_or_404(date_id: int, booking_id: int) -> Booking:
    """A booking made in an agency whose training one leads."""
    found = bookings.find_booking(db.session(), date_id=date_id, booking_id=booking_id)
    if found is None or not may(standing(), Action.ASSIGN_COURSES, found.agency_id):
        abort(404)
    return found
