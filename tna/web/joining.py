"""Joining by a poster, for whoever scans its code and by the link they are sent."""

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask_login import current_user
from werkzeug.wrappers import Response

from tna.extensions import db
from tna.language import gettext
from tna.models.people import Agency, Person, Poster
from tna.services import joining, sign_ins
from tna.services.free_texts.questions import minutes_of_round
from tna.services.people import current_memberships
from tna.services.posters import find_poster
from tna.services.rounds import running_round
from tna.services.sign_in_links import TooManyLinks
from tna.services.survey_files import load_reference
from tna.web.access import now, public, remember_sign_in, settings
from tna.web.earlier_answers import adopt_begun_by_links, close_earlier_answers
from tna.web.form_fields import add_error, error_list
from tna.web.joining_forms import JoinForm
from tna.web.links import TOO_MANY
from tna.web.round_links import way_into
from tna.web.waking import commit_and_wake

blueprint = Blueprint("joining", __name__)

Page = str | Response | tuple[str, int]

_CANNOT_BE_USED = 404
_TOO_MANY = 429


@blueprint.route("/join/<code>", methods=["GET", "POST"])
@public
def join(code: str) -> Page:
    """Say who one is; the answer is the same for everybody, and the rest comes by e-mail."""
    poster = find_poster(db.session(), code=code) or abort(404)
    if poster.ended_at is not None:
        return render_template("joining/poster_ended.html"), _CANNOT_BE_USED
    agency = db.session.get_one(Agency, poster.agency_id)
    form = JoinForm(load_reference(), agency.sector)
    status = 200
    if form.validate_on_submit():
        if _is_asked(poster, form):
            return redirect(url_for("joining.asked"))
        status = _TOO_MANY
    round_ = running_round(db.session())
    minutes = None if round_ is None else minutes_of_round(db.session(), round_)
    return render_template(
        "joining/join.html", form=form, agency=agency, minutes=minutes, errors=error_list(form)
    ), status


def _is_asked(poster: Poster, form: JoinForm) -> bool:
    try:
        joining.ask_to_join(
            db.session(),
            poster=poster,
            name=form.name.data or "",
            email=form.email.data or "",
            job=form.job.data or "",
            reference=load_reference(),
            address=request.remote_addr or "",
            secret=settings().secret_key,
            now=now(),
        )
    except TooManyLinks:
        add_error(form.email, TOO_MANY)
        return False
    commit_and_wake()
    return True


@blueprint.get("/join-asked")
@public
def asked() -> str:
    """What happens next, told alike to everybody who filled in the form of a poster."""
    return render_template("joining/asked.html")


@blueprint.route("/joining/<token>", methods=["GET", "POST"])
@public
def confirm(token: str) -> Page:
    """A page with one button, the same for every link; the button makes the account and signs in."""
    if request.method != "POST":  # HEAD too opens and uses nothing up
        return render_template("joining/confirm.html")
    try:
        joined = joining.confirm(db.session(), token=token, reference=load_reference(), now=now())
    except joining.JoinLinkUnusable:
        return render_template("joining/unusable.html"), _CANNOT_BE_USED
    if joined.is_back:
        close_earlier_answers(joined.person)
    else:
        adopt_begun_by_links(joined.person)
    if current_user.is_authenticated:  # whoever was signed in here before is so no longer
        sign_ins.end_sign_in(db.session(), token=current_user.token, now=now())
    opened = sign_ins.open_sign_in(db.session(), person_id=joined.person.id, now=now())
    db.session.commit()
    remember_sign_in(opened)
    flash(_came_in_as(joined.person))
    round_ = running_round(db.session())
    onward = None if round_ is None else way_into(round_.id)
    return redirect(onward or url_for("home.show"))


def _came_in_as(person: Person) -> str:
    """As whom somebody has come in: anybody could have typed it at the poster, so they are the first to see it."""
    titles = {job.id: job.title for job in load_reference().jobs}
    jobs = [
        gettext("%(job)s at %(agency)s", job=titles.get(one.job, one.job), agency=one.agency.name)
        for one in current_memberships(person)
    ]
    return gettext(
        "You have come in as %(person)s. Is that wrong? Ask your training lead to put it right.",
        person=", ".join([person.name, *jobs]),
    )
