"""The open question of a round as the manager keeps it: its words, whom to ring, and who reads what people write."""

from flask import Blueprint, flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from tna.domain.people import Action
from tna.extensions import db
from tna.language import gettext
from tna.models.surveys import Round
from tna.services import rounds
from tna.services.free_texts import questions, screening
from tna.services.free_texts.releasing import are_released
from tna.services.rounds import RoundRefused, RoundState
from tna.web.access import allowed, now, person, settings
from tna.web.form_fields import add_error, error_list
from tna.web.open_question_forms import OpenQuestionForm, ScreenersForm
from tna.web.round_pages import round_or_404

blueprint = Blueprint("open_questions", __name__, url_prefix="/surveys/rounds/<int:round_id>/open-question")

Page = str | Response


@blueprint.route("", methods=["GET", "POST"])
@allowed(Action.RUN_ROUNDS)
def change(round_id: int) -> Page:
    """The question and whom to ring, while the round is planned; afterwards how far the texts have been read."""
    session, round_ = db.session(), round_or_404(round_id)
    asked = questions.question_of(session, round_id=round_id)
    if rounds.state_of(session, round_) is not RoundState.PLANNED:
        return _stands(round_)
    form = OpenQuestionForm(asked)
    if form.validate_on_submit():
        try:
            questions.ask(
                session,
                round_=round_,
                question=form.question.data or "",
                contact=form.contact.data or "",
                actor_id=person().id,
                now=now(),
            )
            session.commit()
            flash(gettext("The open question is saved."))
            return _back(round_)
        except RoundRefused as refused:
            add_error(form[refused.field if refused.field in form else "question"], str(refused))
    return render_template("free_texts/question.html", round=round_, asked=asked, form=form, errors=error_list(form))


@blueprint.post("/remove")
@allowed(Action.RUN_ROUNDS)
def remove(round_id: int) -> Page:
    """Ask no open question in a planned round."""
    round_ = round_or_404(round_id)
    try:
        questions.ask_nothing(db.session(), round_=round_, actor_id=person().id, now=now())
    except RoundRefused as refused:
        flash(str(refused), "important")
        return _back(round_)
    db.session.commit()
    flash(gettext("The round asks no open question."))
    return _back(round_)


@blueprint.route("/screeners", methods=["GET", "POST"])
@allowed(Action.RUN_ROUNDS)
def screeners(round_id: int) -> Page:
    """Name those who read first what people write."""
    session, round_ = db.session(), round_or_404(round_id)
    choices = questions.may_be_named(session)
    form = ScreenersForm(choices, questions.screeners_of(session, round_id=round_id))
    if form.validate_on_submit():
        try:
            questions.name_screeners(session, round_=round_, people=form.chosen, actor_id=person().id, now=now())
            session.commit()
            flash(gettext("Who reads what people write is saved."))
            return _back(round_)
        except RoundRefused as refused:
            add_error(form.people, str(refused))
    return render_template(
        "free_texts/screeners.html", round=round_, choices=choices, form=form, errors=error_list(form)
    )


def _stands(round_: Round) -> str:
    session = db.session()
    return render_template(
        "free_texts/question_stands.html",
        round=round_,
        asked=questions.question_of(session, round_id=round_.id),
        state=rounds.state_of(session, round_),
        named=questions.screeners_of(session, round_id=round_.id),
        progress=screening.progress(session, round_id=round_.id),
        escalations=screening.escalations_of(session, round_id=round_.id),
        are_released=are_released(session, round_id=round_.id),
        threshold=settings().threshold,
    )


def _back(round_: Round) -> Response:
    return redirect(url_for("rounds.show", round_id=round_.id))
