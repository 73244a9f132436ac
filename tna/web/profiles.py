"""After sending: what happens next, one's own profile as a page and as a PDF, changing and withdrawing."""

from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from werkzeug.exceptions import ServiceUnavailable
from werkzeug.wrappers import Response

from tna.domain.addresses import partly_hidden
from tna.domain.answers import Profile
from tna.domain.people import Action
from tna.extensions import db
from tna.language import gettext
from tna.services import sealing, surveys
from tna.services.courses import catalogue_of
from tna.services.people import people_to_ask
from tna.services.plans.suggestions import own_suggestions
from tna.services.plans.wishes import shared_by
from tna.web import documents
from tna.web.access import allowed, only_round_id, own_key, person, settings, today
from tna.web.survey_visits import Stage, Visit, elsewhere, visit_of

blueprint = Blueprint("profiles", __name__, url_prefix="/surveys/<int:round_id>")

Page = str | Response | tuple[str, int]

# The same for everybody: a file name is seen by whoever looks at the screen, and by what keeps files in step.
_FILE_NAME = "training-needs-profile.pdf"


@blueprint.get("/sent")
@allowed(Action.ANSWER_SURVEY, by_round_link=True)
def sent(round_id: int) -> Page:
    """Thanks, what happens next, and the way to one's profile."""
    visit = visit_of(round_id)
    if visit.stage is not Stage.SENT:
        return elsewhere(visit) or redirect(visit.next_url)
    hidden = None if only_round_id() is None else partly_hidden(person().email)
    return render_template("surveys/sent.html", visit=visit, threshold=settings().threshold, own_address=hidden)


@blueprint.get("/profile")
@allowed(Action.ANSWER_SURVEY)
def show(round_id: int) -> Page:
    """One's own confidence beside what one's role needs; nobody else has this page."""
    visit = visit_of(round_id)
    try:
        own = _own_profile(visit)
    except surveys.AnswersSealed:
        return render_template("surveys/sealed.html", round=visit.round, may_withdraw=visit.may_withdraw)
    if own is None:
        return elsewhere(visit) or redirect(visit.next_url)
    ask = people_to_ask(db.session(), agency_id=visit.job.agency_id, asking=person().id)
    return render_template(
        "surveys/profile.html",
        visit=visit,
        ask=ask,
        shared=shared_by(db.session(), job=visit.job),
        threshold=settings().threshold,
        makes_pdf=documents.can_be_made(),
        **_shown(visit, own),
    )


@blueprint.get("/profile.pdf")
@allowed(Action.ANSWER_SURVEY)
def pdf(round_id: int) -> Page:
    """One's own profile as a file, made now and kept nowhere."""
    visit = visit_of(round_id)
    try:
        own = _own_profile(visit)
        if own is None:
            return elsewhere(visit) or redirect(visit.next_url)
        made = documents.pdf_of(render_template("surveys/profile_pdf.html", **_shown(visit, own)), "profile-pdf.css")
    except surveys.AnswersSealed:
        return render_template("surveys/sealed.html", round=visit.round, may_withdraw=visit.may_withdraw)
    except documents.CannotBeMade:
        return render_template("surveys/no_pdf.html", round=visit.round)
    except documents.Busy as busy:
        raise ServiceUnavailable from busy
    answer = Response(made, mimetype="application/pdf")
    answer.headers.set("Content-Disposition", "attachment", filename=_FILE_NAME)
    return answer


def _own_profile(visit: Visit) -> Profile | None:
    return surveys.own_profile(db.session(), round_=visit.round, key=own_key(), sealed_through=person().sealed_through)


def _shown(visit: Visit, own: Profile) -> dict[str, Any]:
    """What the page and the file show alike."""
    helps = own_suggestions(
        db.session(), profile=own, job=visit.job, catalogue=catalogue_of(db.session()), today=today()
    )
    at_level = [row for row in own.domains if row.gap == 0]
    return {"round": visit.round, "profile": own, "at_level": at_level, "helps": helps}


@blueprint.route("/withdraw", methods=["GET", "POST"])
@allowed(Action.ANSWER_SURVEY)
def withdraw(round_id: int) -> Page:
    """Take everything back, once it has been said what happens; nothing of it is shown, so a seal is no hindrance."""
    visit = visit_of(round_id)
    is_under_way = visit.stage is Stage.UNDER_WAY and visit.is_open
    if not (is_under_way or visit.may_withdraw):
        return elsewhere(visit) or abort(409)
    if request.method == "GET":
        return render_template("surveys/withdraw.html", visit=visit, is_sent=visit.stage is Stage.SENT)
    try:
        surveys.withdraw_answers(db.session(), round_=visit.round, key=own_key())
    except surveys.RoundIsClosed:
        return elsewhere(visit_of(round_id)) or abort(409)
    sealing.seal_only_what_was_sent(db.session(), person=person(), key=own_key())
    db.session.commit()
    flash(gettext("Your answers are deleted. You can start again while the survey is open, or leave it."))
    return redirect(url_for("home.show"))
