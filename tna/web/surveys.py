"""Answering a survey: who sees what, all parts at a glance, checking and sending."""

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from tna.domain.people import Action
from tna.extensions import db
from tna.language import gettext
from tna.services import round_link_answers, surveys
from tna.web.access import (
    allowed,
    key_once_sent,
    note_sent_by_link,
    only_round_id,
    own_key,
    settings,
    today,
)
from tna.web.survey_forms import answered_parts
from tna.web.survey_visits import CHECKING, CORRECTING, Stage, Visit, elsewhere, visit_of

blueprint = Blueprint("surveys", __name__, url_prefix="/surveys/<int:round_id>")

Page = str | Response | tuple[str, int]

CANNOT_BE_TAKEN = 422


@blueprint.route("/before-you-start", methods=["GET", "POST"])
@allowed(Action.ANSWER_SURVEY, by_round_link=True)
def before_you_start(round_id: int) -> Page:
    """Who sees what, before the first question; nothing is kept until the person has agreed to start."""
    visit = visit_of(round_id)
    if (other := elsewhere(visit, needs_start=False)) is not None:
        return other
    if request.method == "POST":
        onward = visit.next_url
        surveys.start(db.session(), round_=visit.round, key=own_key())
        db.session.commit()
        return redirect(onward)
    return render_template("surveys/before_you_start.html", visit=visit, threshold=settings().threshold)


@blueprint.get("")
@allowed(Action.ANSWER_SURVEY, by_round_link=True)
def hub(round_id: int) -> Page:
    """Every part with how far it is, in any order, and about how long the rest takes."""
    visit = visit_of(round_id)
    return elsewhere(visit) or render_template("surveys/hub.html", visit=visit)


@blueprint.route("/check", methods=["GET", "POST"])
@allowed(Action.ANSWER_SURVEY, by_round_link=True)
def check(round_id: int) -> Page:
    """Read everything again, part by part, and send it."""
    visit = visit_of(round_id)
    if request.method == "POST" and visit.stage is Stage.SENT:  # a second click, or a second tab
        return redirect(_after_sending(visit))
    if (other := elsewhere(visit)) is not None:
        return other
    return _send(visit) if request.method == "POST" else _check_page(visit)


def _send(visit: Visit) -> Page:
    try:
        _send_answers(visit)
    except surveys.AnswersRefused:
        return _check_page(visit, is_empty=True), CANNOT_BE_TAKEN
    except (surveys.RoundIsClosed, surveys.NotStarted):
        return elsewhere(visit_of(visit.round.id)) or abort(409)
    onward = _after_sending(visit)
    db.session.commit()
    flash(gettext("Your answers are sent. Thank you."))
    return redirect(onward)


def _send_answers(visit: Visit) -> None:
    if only_round_id() is None:
        surveys.send_answers(db.session(), round_=visit.round, key=own_key(), job=visit.job, today=today())
        return
    round_link_answers.send_by_link(
        db.session(),
        round_=visit.round,
        link_key=own_key(),
        own_key=key_once_sent(),
        job=visit.job,
        today=today(),
    )
    note_sent_by_link()


def _after_sending(visit: Visit) -> str:
    """The profile at once, but for whoever came by a link that others have seen: it opens no profile."""
    return url_for("profiles.show" if only_round_id() is None else "profiles.sent", round_id=visit.round.id)


def _check_page(visit: Visit, *, is_empty: bool = False) -> str:
    parts = answered_parts(visit.definition, visit.role_group, visit.answers)
    change = CORRECTING if visit.stage is Stage.SENT else CHECKING
    return render_template("surveys/check.html", visit=visit, parts=parts, is_empty=is_empty, change=change)
