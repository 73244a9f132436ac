"""The open question of a round: the page on which somebody writes, saves as they write, and takes it back."""

from collections.abc import Mapping

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask_wtf.csrf import CSRFError
from werkzeug.wrappers import Response

from tna.domain.free_text import LONGEST_TEXT, fingerprint
from tna.domain.people import Action
from tna.extensions import db
from tna.language import day, gettext
from tna.models.engines import begin_writing
from tna.services import surveys
from tna.services.free_texts import own
from tna.services.free_texts.releasing import are_released
from tna.web.access import allowed, own_key, own_text_mark, settings
from tna.web.form_fields import cleaned
from tna.web.survey_owners import (
    TOKEN_IS_OLD,
    is_somebody_elses,
    keeps_what_was_typed,
    own_mark,
    somebody_elses,
    token_has_aged,
)
from tna.web.survey_visits import (
    CHECKING,
    CORRECTING,
    Stage,
    Visit,
    elsewhere,
    is_correcting,
    not_saved,
    visit_of,
    visit_to_save,
)

blueprint = Blueprint("own_words", __name__, url_prefix="/surveys/<int:round_id>/own-words")

Page = str | Response | tuple[str, int]
Told = tuple[Mapping[str, object], int]

CANNOT_BE_TAKEN = 422
TAKEN_NO_MORE = 409
_TOO_LATE = (surveys.RoundIsClosed, surveys.NotStarted, surveys.AlreadySent)


@blueprint.route("", methods=["GET", "POST"])
@keeps_what_was_typed
@allowed(Action.ANSWER_SURVEY, locks_late=True, by_round_link=True)
def write(round_id: int) -> Page:
    """The question, whom to ring where a child may be at risk, and what one has written so far."""
    return _saved(round_id) if request.method == "POST" else _shown(round_id)


@blueprint.post("/saved")
@allowed(Action.ANSWER_SURVEY, locks_late=True, by_round_link=True)
def save(round_id: int) -> Told:
    """Keep what stands in the box at this moment, for the script of the page: 200, or in words why not."""
    visit = _asking(visit_to_save(round_id))
    if is_somebody_elses(round_id):
        return {}, TOKEN_IS_OLD
    if is_correcting() and elsewhere(visit) is not None:
        return {}, TAKEN_NO_MORE
    begin_writing(db.session())
    try:
        kept = _keep(visit)
    except own.TextRefused as refused:
        return {"fault": str(refused)}, CANNOT_BE_TAKEN
    except _TOO_LATE:
        return {}, TAKEN_NO_MORE
    db.session.commit()
    return {"seen": fingerprint(kept)}, 200


@blueprint.route("/delete", methods=["GET", "POST"])
@allowed(Action.ANSWER_SURVEY)
def delete(round_id: int) -> Page:
    """Have what one wrote deleted after the round has closed, for as long as it is there; nothing of it is shown."""
    visit = _asking(visit_of(round_id))
    if visit.stage is not Stage.SENT or visit.is_open or visit.round.cancelled_at is not None:
        return elsewhere(visit) or redirect(url_for(".write", round_id=round_id))
    is_over = are_released(db.session(), round_id=round_id)
    if request.method == "GET" or is_over:
        return render_template("free_texts/delete.html", visit=visit, is_over=is_over)
    own.delete_left_over(db.session(), round_=visit.round, mark=own_text_mark(round_id))
    db.session.commit()
    flash(gettext("Whatever you wrote in your own words is deleted. Your answers stay as they are."))
    return redirect(url_for("profiles.sent", round_id=round_id))


@blueprint.errorhandler(CSRFError)
def token_is_old(_error: CSRFError) -> Page:
    """A form from before its owner signed in again: nothing is saved, and what was typed is shown to them alone."""
    asked: Mapping[str, int] = request.view_args or {}
    if request.endpoint == f"{blueprint.name}.{save.__name__}":
        return "", TOKEN_IS_OLD
    return token_has_aged(asked["round_id"], lambda: _shown(asked["round_id"], is_typed="words" in request.form))


def _asking(visit: Visit) -> Visit:
    """The visit, in a round that has an open question; 404 in every other."""
    return visit if visit.open_question is not None else abort(404)


def _shown(round_id: int, *, is_typed: bool = False) -> Page:
    visit = _asking(visit_of(round_id))
    return elsewhere(visit) or _page(visit, is_typed=is_typed)


def _saved(round_id: int) -> Page:
    visit = _asking(visit_to_save(round_id))
    if is_somebody_elses(round_id):
        return somebody_elses()
    if is_correcting() and (other := elsewhere(visit)) is not None:
        return other
    begin_writing(db.session())
    try:
        _keep(visit)
    except own.TextRefused as refused:
        is_clash = isinstance(refused, own.WrittenElsewhere)
        return _page(visit_of(round_id), fault=str(refused), is_clash=is_clash, is_typed=True), CANNOT_BE_TAKEN
    except _TOO_LATE:
        return not_saved(visit_of(round_id)) or abort(TAKEN_NO_MORE)
    onward = _onward(visit)
    db.session.commit()
    return redirect(onward)


def _keep(visit: Visit) -> str:
    return own.write_text(
        db.session(),
        round_=visit.round,
        key=own_key(),
        typed=_typed(),
        seen=request.form.get("seen"),
        corrects=is_correcting(),
    )


def _typed() -> str:
    return cleaned(request.form.get("words"))


def _page(visit: Visit, *, fault: str = "", is_clash: bool = False, is_typed: bool = False) -> str:
    kept = visit.own_words
    return render_template(
        "free_texts/write.html",
        visit=visit,
        asked=visit.open_question,
        words=_typed() if is_typed else kept,
        kept=kept,
        seen=fingerprint(kept),
        fault=fault,
        is_clash=is_clash,
        is_typed=is_typed,
        longest=LONGEST_TEXT,
        threshold=settings().threshold,
        owner=own_mark(visit.round.id),
        is_correcting=is_correcting(),
        back_url=_back(visit),
    )


def _back(visit: Visit) -> str:
    if _change() is not None:
        return _check_url(visit)
    return url_for("survey_parts.part", round_id=visit.round.id, number=len(visit.parts))


def _onward(visit: Visit) -> str:
    """Where saving leads: home for those who stop, else to checking."""
    if is_correcting():
        flash(gettext("Your change is saved."))
    elif request.form.get("then") == "later":
        flash(gettext("What you put is saved. You can carry on until %(day)s.", day=day(visit.round.closes_on)))
        return url_for("home.show")
    return _check_url(visit)


def _check_url(visit: Visit) -> str:
    return url_for("surveys.check", round_id=visit.round.id, change=CORRECTING if is_correcting() else None)


def _change() -> str | None:
    wanted = request.args.get("change")
    return wanted if wanted in {CHECKING, CORRECTING} else None
