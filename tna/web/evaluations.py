"""The forms before and after a course, for the person who takes it: filling in, declining, reading again."""

from collections.abc import Mapping
from types import MappingProxyType

from flask import Blueprint, abort, current_app, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from tna.domain.evaluations.forms import MOST_SIGNS, FormKind, FormState
from tna.domain.people import Action
from tna.extensions import db
from tna.language import gettext, mark
from tna.services import course_forms
from tna.services.certificates import certificate_of_last
from tna.services.form_wording import wording_of
from tna.services.own_forms import OwnForm, own_form
from tna.web.access import allowed, own_key, person, settings, today
from tna.web.form_fields import cleaned
from tna.web.survey_forms import by_item

blueprint = Blueprint("evaluations", __name__, url_prefix="/learning/forms/<course_id>")

Page = str | Response | tuple[str, int]

CANNOT_BE_TAKEN = 422
CLOSED_TO_ANSWERS = 409
_NO_FAULTS: Mapping[str, str] = MappingProxyType({})
_STOOD_BEFORE = {
    FormState.SENT: mark("You had sent this form before. That stands, so what you put just now was not kept."),
    FormState.DECLINED: mark(
        "You had said before that you would rather not. That stands, so nothing was kept just now."
    ),
}


@blueprint.route("/before", methods=["GET", "POST"])
@allowed(Action.LEARN)
def before(course_id: str) -> Page:
    """How confident somebody is before a course, until its first day."""
    return _answer(course_id, FormKind.BEFORE) if request.method == "POST" else _page(_own(course_id, FormKind.BEFORE))


@blueprint.route("/after", methods=["GET", "POST"])
@allowed(Action.LEARN)
def after(course_id: str) -> Page:
    """How confident somebody is once they have completed a course, and what they will do."""
    return _answer(course_id, FormKind.AFTER) if request.method == "POST" else _page(_own(course_id, FormKind.AFTER))


def _answer(course_id: str, kind: FormKind) -> Page:
    """Keep what was sent, or that it was declined. Somebody who has done either is told that it stands."""
    try:
        _keep(course_id, kind)
    except course_forms.FormRefused as refused:
        return _page(_own(course_id, kind), faults=by_item(refused.faults)), CANNOT_BE_TAKEN
    except course_forms.AlreadyAnswered as answered:
        flash(gettext(_STOOD_BEFORE[answered.state]), "important")
    except course_forms.FormNotOpen:
        return _page(_own(course_id, kind)), CLOSED_TO_ANSWERS
    db.session.commit()
    if kind is FormKind.AFTER:
        current_app.extensions["queue"].wake()
    return redirect(url_for(f"evaluations.{kind}", course_id=course_id))


def _keep(course_id: str, kind: FormKind) -> None:
    session, owner, key, day = db.session(), person().id, own_key(), today()
    if request.form.get("then") == "decline":
        course_forms.decline_form(session, person_id=owner, key=key, course_id=course_id, kind=kind, today=day)
        return
    course_forms.send_form(
        session,
        person_id=owner,
        key=key,
        course_id=course_id,
        kind=kind,
        raw=request.form,
        intention=_intention(),
        today=day,
    )


def _own(course_id: str, kind: FormKind) -> OwnForm:
    form = own_form(db.session(), person_id=person().id, key=own_key(), course_id=course_id, kind=kind, today=today())
    return form or abort(404)


def _page(form: OwnForm, *, faults: Mapping[str, str] = _NO_FAULTS) -> str:
    if form.state is not FormState.DUE:
        return _answered_page(form)
    return render_template(
        f"evaluations/{form.kind}.html",
        form=form,
        wording=wording_of(db.session(), form.statements),
        values=request.form if faults else {},
        intention=_intention(),
        most_signs=MOST_SIGNS,
        faults=faults,
        threshold=settings().threshold,
    )


def _answered_page(form: OwnForm) -> str:
    statements = dict.fromkeys(each for one in form.answered for each in one.statements)
    certificate = None
    if form.kind is FormKind.AFTER:
        certificate = certificate_of_last(db.session(), person_id=person().id, course_id=form.course_id)
    return render_template(
        "evaluations/answered.html",
        form=form,
        wording=wording_of(db.session(), tuple(statements)),
        certificate_id=certificate,
    )


def _intention() -> str:
    return cleaned(request.form.get("intention")).strip()
