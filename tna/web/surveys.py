"""Answering a survey: who sees what, part by part, checking, sending, and one's own profile."""

from collections.abc import Mapping
from types import MappingProxyType

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from tna.domain.addresses import partly_hidden
from tna.domain.people import Action
from tna.domain.surveys import Part
from tna.extensions import db
from tna.models.engines import begin_writing
from tna.services import surveys
from tna.services.courses import catalogue_of
from tna.services.people import people_to_ask
from tna.services.plans.suggestions import own_suggestions
from tna.services.plans.wishes import shared_by
from tna.web.access import allowed, only_round_id, own_key, person, settings, today
from tna.web.filters import day
from tna.web.survey_forms import (
    answered_parts,
    by_item,
    items_of,
    kept_values,
    seen_answers,
    seen_words,
    sent_values,
    typed_over,
)
from tna.web.survey_visits import Stage, Visit, elsewhere, not_saved, visit_of, visit_to_save

blueprint = Blueprint("surveys", __name__, url_prefix="/surveys/<int:round_id>")

Page = str | Response | tuple[str, int]

CANNOT_BE_TAKEN = 422
_NO_FAULTS: Mapping[str, str] = MappingProxyType({})


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


@blueprint.route("/parts/<int:number>", methods=["GET", "POST"])
@allowed(Action.ANSWER_SURVEY, locks_late=True, by_round_link=True)
def part(round_id: int, number: int) -> Page:
    """One part: its statements for the person's own role group, with what they put before."""
    if request.method == "POST":
        visit = visit_to_save(round_id)
        begin_writing(db.session())
        return _save_part(visit, number)
    visit = visit_of(round_id)
    return elsewhere(visit) or _part_page(visit, number)


def _save_part(visit: Visit, number: int) -> Page:
    try:
        _keep_answers(visit, number)
    except surveys.AnswersRefused as refused:
        # What is kept may be newer than our first look: the page comes back with it, and with what was typed.
        return _part_page(visit_of(visit.round.id), number, faults=by_item(refused.faults)), CANNOT_BE_TAKEN
    except (surveys.RoundIsClosed, surveys.NotStarted, surveys.AlreadySent):
        return not_saved(visit_of(visit.round.id)) or abort(409)
    onward = _onward(visit, number)  # worked out first: after the commit all this would be read again
    db.session.commit()
    return redirect(onward)


def _keep_answers(visit: Visit, number: int) -> None:
    part = visit.part(number)
    questions = visit.questions(part)
    items = items_of(part, questions)
    surveys.save_answers(
        db.session(),
        round_=visit.round,
        key=own_key(),
        role_group=visit.role_group,
        items=items,
        raw={} if _is_clearing() else sent_values(items, request.form),
        seen=seen_answers(part, questions, request.form.get("seen")),
    )


def _part_page(visit: Visit, number: int, *, faults: Mapping[str, str] = _NO_FAULTS) -> str:
    part = visit.part(number)
    questions = visit.questions(part)
    kept = kept_values(part, questions, visit.answers)
    return render_template(
        "surveys/section.html",
        part=part,
        questions=questions,
        stem=visit.definition.stem_for(visit.role_group),
        scale=visit.definition.scale,
        not_my_role=visit.definition.not_my_role,
        values=_typed(visit, part) if faults else kept,
        seen=seen_words(items_of(part, questions), visit.answers),
        faults=faults,
        back_url=_before(visit, number),
        saved=bool(kept),
    )


def _typed(visit: Visit, part: Part) -> dict[str, str]:
    """What the form that could not be taken shows again."""
    questions = visit.questions(part)
    items = items_of(part, questions)
    seen = seen_answers(part, questions, request.form.get("seen"))
    return typed_over(
        items,
        seen=None if seen is None else kept_values(part, questions, seen),
        kept=kept_values(part, questions, visit.answers),
        typed={} if _is_clearing() else sent_values(items, request.form),
    )


def _before(visit: Visit, number: int) -> str:
    if _is_changing():
        return url_for("surveys.check", round_id=visit.round.id)
    if number == 1:
        return url_for("surveys.before_you_start", round_id=visit.round.id)
    return url_for("surveys.part", round_id=visit.round.id, number=number - 1)


def _onward(visit: Visit, number: int) -> str:
    """Where saving leads: home for those who stop, here again after clearing, back to checking, or to the next part."""
    if request.form.get("then") == "later":
        flash(f"What you put is saved. You can carry on until {day(visit.round.closes_on)}.")
        return url_for("home.show")
    if _is_clearing():
        flash("Your answers on this page are cleared.")
        return url_for("surveys.part", round_id=visit.round.id, number=number, change=request.args.get("change"))
    if _is_changing() or number == len(visit.parts):
        return url_for("surveys.check", round_id=visit.round.id)
    return url_for("surveys.part", round_id=visit.round.id, number=number + 1)


def _is_changing() -> bool:
    """Whether the person came from checking their answers, and so goes back there."""
    return request.args.get("change") == "yes"


def _is_clearing() -> bool:
    """Whether the person takes back what they answered on this page; radios alone cannot be emptied."""
    return request.form.get("then") == "clear"


@blueprint.route("/check", methods=["GET", "POST"])
@allowed(Action.ANSWER_SURVEY, by_round_link=True)
def check(round_id: int) -> Page:
    """Read everything again, part by part, and send it."""
    visit = visit_of(round_id)
    if (other := elsewhere(visit)) is not None:
        return other
    return _send(visit) if request.method == "POST" else _check_page(visit)


def _send(visit: Visit) -> Page:
    try:
        surveys.send_answers(db.session(), round_=visit.round, key=own_key(), job=visit.job, today=today())
    except surveys.AnswersRefused:
        return _check_page(visit, is_empty=True), CANNOT_BE_TAKEN
    except surveys.RoundIsClosed:
        return elsewhere(visit_of(visit.round.id)) or abort(409)
    onward = url_for("surveys.sent", round_id=visit.round.id)
    db.session.commit()
    return redirect(onward)


def _check_page(visit: Visit, *, is_empty: bool = False) -> str:
    parts = answered_parts(visit.definition, visit.role_group, visit.answers)
    return render_template("surveys/check.html", visit=visit, parts=parts, is_empty=is_empty)


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
def profile(round_id: int) -> Page:
    """One's own confidence beside what one's role needs; nobody else has this page."""
    visit = visit_of(round_id)
    try:
        own = surveys.own_profile(
            db.session(), round_=visit.round, key=own_key(), sealed_through=person().sealed_through
        )
    except surveys.AnswersSealed:
        return render_template("surveys/sealed.html", round=visit.round)
    if own is None:
        return elsewhere(visit) or redirect(visit.next_url)
    ask = people_to_ask(db.session(), agency_id=visit.job.agency_id, asking=person().id)
    at_level = [row for row in own.domains if row.gap == 0]
    return render_template(
        "surveys/profile.html",
        round=visit.round,
        profile=own,
        at_level=at_level,
        ask=ask,
        helps=own_suggestions(
            db.session(), profile=own, job=visit.job, catalogue=catalogue_of(db.session()), today=today()
        ),
        shared=shared_by(db.session(), job=visit.job),
    )
