"""One part of a survey: showing it, saving it as a form, and saving each answer as it is given."""

from collections.abc import Callable, Mapping
from functools import partial
from types import MappingProxyType

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask_wtf.csrf import CSRFError
from werkzeug.wrappers import Response

from tna.domain.answers import BLANK
from tna.domain.people import Action
from tna.domain.surveys import Part, Question
from tna.extensions import db
from tna.language import day, gettext
from tna.models.engines import begin_writing
from tna.services import surveys
from tna.web.access import allowed, own_key
from tna.web.survey_forms import by_item, items_of, kept_values, seen_answers, seen_words, sent_values, typed_over
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
    Visit,
    elsewhere,
    is_correcting,
    not_saved,
    visit_of,
    visit_to_save,
)

blueprint = Blueprint("survey_parts", __name__, url_prefix="/surveys/<int:round_id>/parts/<int:number>")

Page = str | Response | tuple[str, int]
Told = tuple[Mapping[str, object], int]

CANNOT_BE_TAKEN = 422
TAKEN_NO_MORE = 409
_TAKEN_NO_MORE: Told = ({}, TAKEN_NO_MORE)
_TOO_LATE = (surveys.RoundIsClosed, surveys.NotStarted, surveys.AlreadySent)
_NO_FAULTS: Mapping[str, str] = MappingProxyType({})


@blueprint.route("", methods=["GET", "POST"])
@keeps_what_was_typed
@allowed(Action.ANSWER_SURVEY, locks_late=True, by_round_link=True)
def part(round_id: int, number: int) -> Page:
    """One part: its statements for the person's own role group, with what they put before."""
    if request.method == "GET":
        return _shown(round_id, number, _part_page)
    return _saved(round_id, number, request.form, again=_part_page, onward=_onward)


@blueprint.post("/answers")
@allowed(Action.ANSWER_SURVEY, locks_late=True, by_round_link=True)
def answers(round_id: int, number: int) -> Told:
    """Save the answers that were just given, for the script of the page: 200, or in words why not."""
    visit = visit_to_save(round_id)
    if is_somebody_elses(round_id):
        return {}, TOKEN_IS_OLD  # the script then looks who is signed in
    if _not_to_correct(visit) is not None:
        return _TAKEN_NO_MORE
    items = tuple(item for item in items_of(*_asked_in(visit, number)) if item in request.form)
    begin_writing(db.session())
    try:
        _keep_answers(visit, number, items, request.form)
    except surveys.AnswersRefused as refused:
        kept = visit_of(round_id).answers
        faults = by_item(refused.faults)
        return {"faults": faults, "kept": {item: kept.get(item, BLANK) for item in faults}}, CANNOT_BE_TAKEN
    except _TOO_LATE:
        return _TAKEN_NO_MORE
    db.session.commit()
    return {}, 200


@blueprint.route("/clear", methods=["GET", "POST"])
@allowed(Action.ANSWER_SURVEY, locks_late=True, by_round_link=True)
def clear(round_id: int, number: int) -> Page:
    """Take back what one put in a part, once it has been asked; radios alone cannot be emptied."""
    if request.method == "GET":
        return _shown(round_id, number, _clear_page)
    return _saved(round_id, number, {}, again=_clear_page, onward=_cleared)


@blueprint.errorhandler(CSRFError)
def token_is_old(_error: CSRFError) -> Page:
    """A form from before its owner signed in again: nothing is saved, and what was typed is shown to them alone."""
    if request.endpoint == f"{blueprint.name}.{answers.__name__}":
        return "", TOKEN_IS_OLD
    asked: Mapping[str, int] = request.view_args or {}
    is_clearing = request.endpoint == f"{blueprint.name}.{clear.__name__}"
    page = _clear_page if is_clearing else partial(_part_page, is_typed=True)
    return token_has_aged(asked["round_id"], lambda: _shown(asked["round_id"], asked["number"], page))


def _shown(round_id: int, number: int, page: Callable[[Visit, int], str]) -> Page:
    visit = visit_of(round_id)
    return elsewhere(visit) or page(visit, number)


def _saved(
    round_id: int,
    number: int,
    sent: Mapping[str, str],
    *,
    again: Callable[..., str],
    onward: Callable[[Visit, int], str],
) -> Page:
    """Save every answer of a part and go on; `again` is the page to come back to where they cannot be taken."""
    visit = visit_to_save(round_id)
    if is_somebody_elses(round_id):
        return somebody_elses()
    if (other := _not_to_correct(visit)) is not None:
        return other
    begin_writing(db.session())
    try:
        _keep_answers(visit, number, items_of(*_asked_in(visit, number)), sent)
    except surveys.AnswersRefused as refused:
        # What is kept may be newer than our first look: the page comes back with it, and with what was typed.
        return again(visit_of(round_id), number, faults=by_item(refused.faults)), CANNOT_BE_TAKEN
    except _TOO_LATE:
        return not_saved(visit_of(round_id)) or abort(TAKEN_NO_MORE)
    address = onward(visit, number)  # worked out first: after the commit all this would be read again
    db.session.commit()
    return redirect(address)


def _not_to_correct(visit: Visit) -> Page | None:
    """What somebody gets who would change sent answers and may not; asked only where they mean to."""
    return elsewhere(visit) if is_correcting() else None


def _keep_answers(visit: Visit, number: int, items: tuple[str, ...], sent: Mapping[str, str]) -> None:
    surveys.save_answers(
        db.session(),
        round_=visit.round,
        key=own_key(),
        role_group=visit.role_group,
        items=items,
        raw=sent_values(items, sent),
        seen=seen_answers(*_asked_in(visit, number), request.form.get("seen")),
        corrects=is_correcting(),
    )


def _asked_in(visit: Visit, number: int) -> tuple[Part, tuple[Question, ...]]:
    part = visit.part(number)
    return part, visit.questions(part)


def _part_page(visit: Visit, number: int, *, faults: Mapping[str, str] = _NO_FAULTS, is_typed: bool = False) -> str:
    part, questions = _asked_in(visit, number)
    kept = kept_values(part, questions, visit.answers)
    return render_template(
        "surveys/section.html",
        part=part,
        questions=questions,
        stem=visit.definition.stem_for(visit.role_group),
        scale=visit.definition.scale,
        not_my_role=visit.definition.not_my_role,
        values=_typed(visit, number) if faults or is_typed else kept,
        seen=seen_words(items_of(part, questions), visit.answers),
        faults=faults,
        back_url=_before(visit, number),
        saved=bool(kept),
        owner=own_mark(visit.round.id),
        is_typed=is_typed,
        all_parts_url=_all_parts(visit),
        clear_url=url_for("survey_parts.clear", round_id=visit.round.id, number=number, change=_change()),
        is_correcting=is_correcting(),
    )


def _clear_page(visit: Visit, number: int, *, faults: Mapping[str, str] = _NO_FAULTS) -> str:
    part, questions = _asked_in(visit, number)
    return render_template(
        "surveys/clear.html",
        visit=visit,
        part=part,
        answered=len(kept_values(part, questions, visit.answers)),
        seen=seen_words(items_of(part, questions), visit.answers),
        owner=own_mark(visit.round.id),
        problems=tuple(dict.fromkeys(faults.values())),
        part_url=_part_url(visit, number),
    )


def _typed(visit: Visit, number: int) -> dict[str, str]:
    """What the form that could not be taken shows again."""
    part, questions = _asked_in(visit, number)
    items = items_of(part, questions)
    seen = seen_answers(part, questions, request.form.get("seen"))
    return typed_over(
        items,
        seen=None if seen is None else kept_values(part, questions, seen),
        kept=kept_values(part, questions, visit.answers),
        typed=sent_values(items, request.form),
    )


def _part_url(visit: Visit, number: int) -> str:
    return url_for("survey_parts.part", round_id=visit.round.id, number=number, change=_change())


def _before(visit: Visit, number: int) -> str:
    if change := _change():
        return _check_url(visit, change)
    if number == 1:
        return url_for("surveys.before_you_start", round_id=visit.round.id)
    return url_for("survey_parts.part", round_id=visit.round.id, number=number - 1)


def _all_parts(visit: Visit) -> str:
    """The page of all parts; while one changes what one has sent, that of all answers."""
    return _check_url(visit, CORRECTING) if is_correcting() else url_for("surveys.hub", round_id=visit.round.id)


def _check_url(visit: Visit, change: str) -> str:
    wanted = CORRECTING if change == CORRECTING else None
    return url_for("surveys.check", round_id=visit.round.id, change=wanted)


def _onward(visit: Visit, number: int) -> str:
    """Where saving leads: home for those who stop, back to checking, or to the next part."""
    if is_correcting():
        flash(gettext("Your change is saved, and your profile follows it."))
        return _check_url(visit, CORRECTING)
    if request.form.get("then") == "later":
        flash(gettext("What you put is saved. You can carry on until %(day)s.", day=day(visit.round.closes_on)))
        return url_for("home.show")
    change = _change()
    if not change and number == len(visit.parts) and visit.open_question is not None:
        return url_for("own_words.write", round_id=visit.round.id)
    if change or number == len(visit.parts):
        return _check_url(visit, change or CHECKING)
    return url_for("survey_parts.part", round_id=visit.round.id, number=number + 1)


def _cleared(visit: Visit, number: int) -> str:
    flash(gettext("Your answers on this page are cleared."))
    return _part_url(visit, number)


def _change() -> str | None:
    """Whether the person came from checking their answers or changes sent ones, and so goes back there."""
    wanted = request.args.get("change")
    return wanted if wanted in {CHECKING, CORRECTING} else None
