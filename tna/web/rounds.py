"""Survey rounds: planning, opening and closing them."""

from collections.abc import Mapping, Sequence

from flask import Blueprint, current_app, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from tna.domain.people import Action
from tna.extensions import db
from tna.language import gettext
from tna.models.surveys import Round
from tna.services import invitations, rounds, survey_versions
from tna.services.coverage import coverage_report
from tna.services.free_texts.questions import question_of, screeners_of
from tna.services.headcount_checks import headcounts_to_check
from tna.services.previews import preview
from tna.services.rounds import Missing, RoundNotReady, RoundRefused, RoundState, RoundSummary
from tna.web.access import allowed, now, person, settings, today
from tna.web.form_fields import add_error, error_list
from tna.web.round_conditions import to_do
from tna.web.round_forms import USUAL_RATE, CloseForm, NewRoundForm, PreviewForm
from tna.web.round_pages import round_or_404

blueprint = Blueprint("rounds", __name__, url_prefix="/surveys/rounds")


@blueprint.get("")
@allowed(Action.RUN_ROUNDS)
def index() -> str:
    """Every round, the newest first."""
    session = db.session()
    listed = rounds.all_rounds(session)
    totals = {
        one.round.id: coverage_report(session, round_=one.round).coverage.total for one in listed if one.has_coverage
    }
    return render_template("rounds/index.html", rounds=listed, totals=totals)


@blueprint.route("/new", methods=["GET", "POST"])
@allowed(Action.RUN_ROUNDS)
def new() -> str | Response:
    """Plan a round."""
    form = NewRoundForm(survey_versions.choices(db.session()))
    if form.validate_on_submit():
        try:
            made = _create(form)
            db.session.commit()
            flash(gettext("The round is planned. Nobody can answer until you open it."))
            return redirect(url_for("rounds.show", round_id=made.id))
        except RoundRefused as refused:
            add_error(form[refused.field], str(refused))
    return render_template("rounds/new.html", form=form, errors=error_list(form))


def _create(form: NewRoundForm) -> Round:
    assert form.opens_on.data is not None  # the form was valid
    assert form.closes_on.data is not None
    return rounds.create_round(
        db.session(),
        title=form.title.data or "",
        survey=form.chosen_survey,
        opens_on=form.opens_on.data,
        closes_on=form.closes_on.data,
        actor_id=person().id,
        now=now(),
    )


@blueprint.get("/<int:round_id>")
@allowed(Action.RUN_ROUNDS)
def show(round_id: int) -> str:
    """Where a round stands, and what it would publish."""
    return _page(round_or_404(round_id))


@blueprint.post("/<int:round_id>/open", endpoint="open")
@allowed(Action.RUN_ROUNDS)
def open_round(round_id: int) -> str | Response:
    """Open a planned round to answers."""
    round_ = round_or_404(round_id)
    try:
        if _opens_early(round_):
            return render_template("rounds/open_early.html", round=round_)
        rounds.open_round(
            db.session(),
            round_=round_,
            today=today(),
            has_base_url=settings().has_base_url,
            actor_id=person().id,
            now=now(),
        )
    except RoundNotReady as refused:
        return _page(round_, errors=to_do(refused.missing))
    except RoundRefused as refused:
        return _page(round_, errors=[{"text": str(refused)}])
    db.session.commit()
    flash(gettext("The round is open: people can answer now."))
    return redirect(url_for("rounds.show", round_id=round_id))


def _opens_early(round_: Round) -> bool:
    """Whether a round that could open would do so before its day, and nobody has yet said that this is meant."""
    if today() >= round_.opens_on or request.form.get("early") == "yes":
        return False
    return rounds.state_of(db.session(), round_) is RoundState.PLANNED and not _missing(round_)


def _missing(round_: Round) -> list[Missing]:
    has_base_url = settings().has_base_url
    return rounds.missing_to_open(db.session(), round_=round_, today=today(), has_base_url=has_base_url)


@blueprint.route("/<int:round_id>/close", methods=["GET", "POST"])
@allowed(Action.RUN_ROUNDS)
def close(round_id: int) -> str | Response:
    """Say what closing does; then close an open round for good."""
    session, round_, form = db.session(), round_or_404(round_id), CloseForm()
    here = redirect(url_for("rounds.show", round_id=round_id))
    if form.validate_on_submit():
        try:
            rounds.close_as_asked(
                session, round_=round_, typed=form.typed.data, today=today(), actor_id=person().id, now=now()
            )
        except RoundRefused as refused:
            if refused.field != "typed":
                return _page(round_, errors=[{"text": str(refused)}])
            add_error(form.typed, str(refused))
        else:
            session.commit()
            current_app.extensions["queue"].wake()
            return here
    if rounds.state_of(session, round_) is not RoundState.OPEN:
        return here
    reached = invitations.reached_by_agency(session, round_=round_)
    return render_template(
        "rounds/close.html",
        round=round_,
        total=coverage_report(session, round_=round_).coverage.total,
        is_early=rounds.closes_early(round_, today()),
        days=(round_.closes_on - today()).days,
        unreached=sum(reached.values(), invitations.NOBODY).unreached,
        form=form,
        errors=error_list(form),
    )


def _page(round_: Round, errors: Sequence[Mapping[str, str]] = ()) -> str:
    session = db.session()
    state = rounds.state_of(session, round_)
    form = PreviewForm(request.args if "rate" in request.args else None, rate=USUAL_RATE)
    is_valid = "rate" not in request.args or form.validate()
    forecast = None
    if state in {RoundState.PLANNED, RoundState.OPEN} and is_valid and form.rate.data is not None:
        forecast = preview(session, round_=round_, rate=form.rate.data / 100, threshold=settings().threshold)
    return render_template(
        "rounds/show.html",
        round=round_,
        state=state,
        missing=to_do(_missing(round_)) if state is RoundState.PLANNED else [],
        report=coverage_report(session, round_=round_) if RoundSummary(round_, state).has_coverage else None,
        survey_title=rounds.title_of(round_.survey_version),
        form=form,
        forecast=forecast,
        threshold=settings().threshold,
        errors=errors or error_list(form),
        to_check=headcounts_to_check(session, round_=round_) if state is RoundState.OPEN else [],
        invites_next=invitations.can_begin(session, round_=round_, today=today()),
        open_question=question_of(session, round_id=round_.id),
        screeners=screeners_of(session, round_id=round_.id),
        is_late=state is RoundState.OPEN and round_.closes_on < today(),
    )
