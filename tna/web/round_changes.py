"""Changing a round: its name and days, what people read before they start, and calling it off."""

from flask import Blueprint, flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from tna.domain.people import Action
from tna.extensions import db
from tna.language import gettext, mark
from tna.models.surveys import Round
from tna.services import rounds
from tna.services.calling_off import call_off as call_off_round
from tna.services.coverage import coverage_report
from tna.services.rounds import RoundRefused, RoundState
from tna.web.access import allowed, now, person, settings, today
from tna.web.form_fields import TextForm, add_error, error_list
from tna.web.round_forms import CallOffForm, ChangeRoundForm, LastDayForm, NoticeForm
from tna.web.round_pages import round_or_404

blueprint = Blueprint("round_changes", __name__, url_prefix="/surveys/rounds/<int:round_id>")

Page = str | Response

_CHANGED = mark("The round is changed.")
_MOVED = mark("The last day is saved. Posters that hang and messages that went out still name the day of before.")


@blueprint.route("/change", methods=["GET", "POST"])
@allowed(Action.RUN_ROUNDS)
def change(round_id: int) -> Page:
    """The name and days of a planned round; the last day of an open one."""
    round_ = round_or_404(round_id)
    state = rounds.state_of(db.session(), round_)
    if state not in {RoundState.PLANNED, RoundState.OPEN}:
        return _back(round_)
    form = ChangeRoundForm(round_) if state is RoundState.PLANNED else LastDayForm(round_)
    if form.validate_on_submit():
        try:
            _change(round_, form)
            db.session.commit()
            flash(gettext(_CHANGED if state is RoundState.PLANNED else _MOVED))
            return _back(round_)
        except RoundRefused as refused:
            _refuse(form, refused, "closes_on")
    return render_template("rounds/change.html", round=round_, state=state, form=form, errors=error_list(form))


def _change(round_: Round, form: ChangeRoundForm | LastDayForm) -> None:
    assert form.closes_on.data is not None  # the form was valid
    session, who, at = db.session(), person().id, now()
    if isinstance(form, LastDayForm):
        rounds.move_closing_day(
            session, round_=round_, closes_on=form.closes_on.data, today=today(), actor_id=who, now=at
        )
        return
    assert form.opens_on.data is not None
    rounds.change_round(
        session,
        round_=round_,
        title=form.title.data or "",
        opens_on=form.opens_on.data,
        closes_on=form.closes_on.data,
        actor_id=who,
        now=at,
    )


@blueprint.route("/privacy-notice", methods=["GET", "POST"])
@allowed(Action.RUN_ROUNDS)
def privacy_notice(round_id: int) -> Page:
    """What people read before they start, beside what the product promises: written while the round is planned."""
    round_ = round_or_404(round_id)
    is_planned = rounds.state_of(db.session(), round_) is RoundState.PLANNED
    form = NoticeForm(round_)
    if form.validate_on_submit():
        try:
            rounds.write_privacy_notice(
                db.session(), round_=round_, text=form.text.data or "", actor_id=person().id, now=now()
            )
            db.session.commit()
            flash(gettext("The privacy notice is saved."))
            return _back(round_)
        except RoundRefused as refused:
            _refuse(form, refused, "text")
    return render_template(
        "rounds/privacy_notice.html",
        round=round_,
        is_planned=is_planned,
        form=form,
        threshold=settings().threshold,
        errors=error_list(form),
    )


@blueprint.route("/call-off", methods=["GET", "POST"])
@allowed(Action.RUN_ROUNDS)
def call_off(round_id: int) -> Page:
    """Say what calling a round off does; then call it off for good."""
    round_ = round_or_404(round_id)
    state = rounds.state_of(db.session(), round_)
    if state not in {RoundState.PLANNED, RoundState.OPEN}:
        return _back(round_)
    form = CallOffForm()
    if form.validate_on_submit():
        try:
            call_off_round(db.session(), round_=round_, typed=form.typed.data, actor_id=person().id, now=now())
            db.session.commit()
            flash(gettext("The round is called off."))
            return _back(round_)
        except RoundRefused as refused:
            if refused.field not in form:
                flash(str(refused), "important")
                return _back(round_)
            state = rounds.state_of(db.session(), round_)  # a planned round may have opened at this moment
            add_error(form.typed, str(refused))
    total = coverage_report(db.session(), round_=round_).coverage.total if state is RoundState.OPEN else None
    return render_template(
        "rounds/call_off.html", round=round_, state=state, total=total, form=form, errors=error_list(form)
    )


def _refuse(form: TextForm, refused: RoundRefused, otherwise: str) -> None:
    """Say what was refused at its field, or where it is about the whole round at this one."""
    add_error(form[refused.field if refused.field in form else otherwise], str(refused))


def _back(round_: Round) -> Response:
    return redirect(url_for("rounds.show", round_id=round_.id))
