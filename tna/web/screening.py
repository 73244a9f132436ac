"""Reading first what people wrote: for the screeners of a round, one text at a time."""

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from tna.domain.free_text import LONGEST_THEME, REASONS, Decision, Reason, publish_themes
from tna.domain.people import Action
from tna.extensions import db
from tna.language import gettext
from tna.models.free_texts import Escalation, TextToScreen
from tna.models.surveys import Round
from tna.services.free_texts import questions, releasing, screening, themes
from tna.web.access import allowed, now, person, today
from tna.web.form_fields import cleaned
from tna.web.round_pages import round_or_404
from tna.web.waking import commit_and_wake

blueprint = Blueprint("screening", __name__, url_prefix="/texts")

Page = str | Response | tuple[str, int]

CANNOT_BE_TAKEN = 422
_LONGEST_NUMBER = 10  # digits of an id, and one more


@blueprint.get("")
@allowed(Action.SCREEN_TEXTS)
def index() -> str:
    """The rounds one is named for, with how many texts wait."""
    return render_template("free_texts/rounds.html", rounds=questions.screened_by(db.session(), person_id=person().id))


@blueprint.get("/<int:round_id>")
@allowed(Action.SCREEN_TEXTS, screened="round_id")
def show(round_id: int) -> str:
    """How far one round has been read, and the next step."""
    session = db.session()
    return render_template(
        "free_texts/progress.html",
        round=round_or_404(round_id),
        progress=screening.progress(session, round_id=round_id),
        escalations=screening.escalations_of(session, round_id=round_id),
        themes=themes.themes_of(session, round_id=round_id),
        are_released=releasing.are_released(session, round_id=round_id),
        why_not=releasing.what_keeps(session, round_id=round_id),
    )


@blueprint.get("/<int:round_id>/next")
@allowed(Action.SCREEN_TEXTS, screened="round_id")
def read_next(round_id: int) -> Page:
    """Any text that nobody has decided on; back to the round once there is none."""
    text = screening.any_unread(db.session(), round_id=round_id)
    return redirect(url_for(".show", round_id=round_id)) if text is None else _text_page(round_or_404(round_id), text)


@blueprint.route("/<int:round_id>/<key>", methods=["GET", "POST"])
@allowed(Action.SCREEN_TEXTS, screened="round_id")
def decide(round_id: int, key: str) -> Page:
    """One text by itself, and what is to become of it."""
    round_, text = round_or_404(round_id), _text_or_404(round_id, key)
    if request.method == "GET":
        return _text_page(round_, text)
    try:
        _decide(text)
    except screening.ScreeningRefused as refused:
        return _text_page(round_, text, refused=refused), CANNOT_BE_TAKEN
    db.session.commit()
    return redirect(url_for(".read_next", round_id=round_id, last=key))


@blueprint.post("/<int:round_id>/<key>/escalate")
@allowed(Action.SCREEN_TEXTS, screened="round_id")
def escalate(round_id: int, key: str) -> Page:
    """Note that a child may be at risk, and say what to do now."""
    text = _text_or_404(round_id, key)
    item = screening.escalate(db.session(), text=text, today=today(), actor_id=person().id, now=now())
    db.session.commit()
    return redirect(url_for(".escalated", round_id=round_id, escalation_id=item.id))


@blueprint.get("/<int:round_id>/escalated/<int:escalation_id>")
@allowed(Action.SCREEN_TEXTS, screened="round_id")
def escalated(round_id: int, escalation_id: int) -> str:
    """What was escalated, whom to ring, and until when."""
    item = _escalation_or_404(round_id, escalation_id)
    return render_template(
        "free_texts/escalated.html",
        round=round_or_404(round_id),
        item=item,
        text=screening.text_of(db.session(), item),
        asked=questions.question_of(db.session(), round_id=round_id),
        is_late=item.handed_on_at is None and item.due_on < today(),
    )


@blueprint.post("/<int:round_id>/escalated/<int:escalation_id>")
@allowed(Action.SCREEN_TEXTS, screened="round_id")
def hand_on(round_id: int, escalation_id: int) -> Page:
    """Note that it has been handed on."""
    item = _escalation_or_404(round_id, escalation_id)
    screening.hand_on(db.session(), item=item, actor_id=person().id, now=now())
    db.session.commit()
    flash(gettext("It is noted that this has been handed on."))
    return redirect(url_for(".show", round_id=round_id))


@blueprint.route("/<int:round_id>/release", methods=["GET", "POST"])
@allowed(Action.SCREEN_TEXTS, screened="round_id")
def release(round_id: int) -> Page:
    """What would be released, and doing it; then the texts are deleted."""
    session, round_ = db.session(), round_or_404(round_id)
    if request.method == "POST":
        try:
            releasing.release_themes(session, round_=round_, actor_id=person().id, now=now())
            commit_and_wake()
            flash(gettext("The themes are released, and every text is deleted."))
        except releasing.NotReadYet as refused:
            flash(str(refused), "important")
        return redirect(url_for(".show", round_id=round_id))
    if releasing.what_keeps(session, round_id=round_id):
        return redirect(url_for(".show", round_id=round_id))
    formed = releasing.would_release(session, round_id=round_id) or abort(404)
    return render_template("free_texts/release.html", round=round_, formed=formed, figures=publish_themes(formed))


@blueprint.route("/<int:round_id>/themes", methods=["GET", "POST"])
@allowed(Action.SCREEN_TEXTS, screened="round_id")
def list_themes(round_id: int) -> Page:
    """The list of themes, and adding one, renaming one or removing one, by the button that was pressed."""
    round_ = round_or_404(round_id)
    if request.method == "GET":
        return _themes_page(round_)
    try:
        _change_themes(round_)
    except themes.ThemeRefused as refused:
        return _themes_page(round_, fault=str(refused)), CANNOT_BE_TAKEN
    db.session.commit()
    flash(gettext("The list of themes is changed."))
    return redirect(url_for(".list_themes", round_id=round_id))


def _change_themes(round_: Round) -> None:
    session, who, at = db.session(), person().id, now()
    title, theme_id = cleaned(request.form.get("title")), _number(request.form.get("theme"))
    if theme_id is None:
        themes.add_theme(session, round_=round_, title=title, actor_id=who, now=at)
    elif request.form.get("do") == "remove":
        themes.remove_theme(session, round_=round_, theme_id=theme_id, actor_id=who, now=at)
    else:
        themes.rename_theme(session, round_=round_, theme_id=theme_id, title=title, actor_id=who, now=at)


def _decide(text: TextToScreen) -> None:
    session, who, at, seen = db.session(), person().id, now(), request.form.get("seen", "")
    if request.form.get("decision") != Decision.WITHHELD:
        chosen = [_number(value) or 0 for value in request.form.getlist("themes")]
        quoted = request.form.get("may_be_quoted") == "yes"
        screening.keep(session, text=text, seen=seen, themes=chosen, may_be_quoted=quoted, actor_id=who, now=at)
        return
    reason = request.form.get("reason")
    if reason not in set(Reason):
        raise screening.ScreeningRefused("reason", gettext("Select why this text is withheld"))
    screening.withhold(session, text=text, seen=seen, reason=Reason(reason), actor_id=who, now=at)


def _text_page(round_: Round, text: TextToScreen, *, refused: screening.ScreeningRefused | None = None) -> str:
    session = db.session()
    return render_template(
        "free_texts/text.html",
        round=round_,
        text=text,
        listed=themes.themes_of(session, round_id=round_.id),
        given=screening.themes_on(session, text),
        asked=questions.question_of(session, round_id=round_.id),
        reasons={reason: gettext(words) for reason, words in REASONS.items()},
        last=_last(round_.id, text),
        progress=screening.progress(session, round_id=round_.id),
        refused=refused,
    )


def _last(round_id: int, text: TextToScreen) -> str | None:
    """The key of the text decided on just before, to look at it again."""
    found = screening.find_text(db.session(), round_id=round_id, key=request.args.get("last", ""))
    return None if found is None or found is text else found.key.hex()


def _themes_page(round_: Round, *, fault: str = "") -> str:
    session = db.session()
    return render_template(
        "free_texts/themes.html",
        round=round_,
        listed=themes.themes_of(session, round_id=round_.id),
        numbers=themes.texts_by_theme(session, round_id=round_.id),
        longest=LONGEST_THEME,
        are_released=releasing.are_released(session, round_id=round_.id),
        fault=fault,
    )


def _text_or_404(round_id: int, key: str) -> TextToScreen:
    return screening.find_text(db.session(), round_id=round_id, key=key) or abort(404)


def _escalation_or_404(round_id: int, escalation_id: int) -> Escalation:
    return screening.find_escalation(db.session(), round_id=round_id, escalation_id=escalation_id) or abort(404)


def _number(typed: str | None) -> int | None:
    if typed is None:
        return None
    return int(typed) if typed.isdecimal() and len(typed) < _LONGEST_NUMBER else 0
