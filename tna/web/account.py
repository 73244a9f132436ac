"""One's own account: the job one answers as, one's password, and where one is signed in."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_login import current_user
from werkzeug.wrappers import Response

from tna.domain.people import Action, may
from tna.extensions import db
from tna.language import gettext
from tna.models.people import Membership
from tna.services import confirming, people, sign_ins
from tna.services.passwords import PasswordRefused
from tna.services.survey_files import load_reference
from tna.web.access import now, person, settings, signed_in, standing
from tna.web.account_forms import AnswerAsForm, ChangePasswordForm, FirstPasswordForm, PasswordForm
from tna.web.form_fields import add_error, error_list

blueprint = Blueprint("account", __name__, url_prefix="/account")

Page = str | Response | tuple[str, int]

CANNOT_BE_TAKEN = 422


@blueprint.get("")
@signed_in
def show() -> Page:
    """Name, job and agency, password, other browsers."""
    return _page(_answer_as_form(), _password_form(is_empty=True))


@blueprint.post("/answering-as")
@signed_in
def answer_as() -> Page:
    """Choose which of several current jobs answers surveys."""
    form = _answer_as_form()
    if not form.validate_on_submit():
        return _page(form, _password_form(is_empty=True)), CANNOT_BE_TAKEN
    people.answer_as(db.session(), person=person(), membership_id=form.membership.data)
    db.session.commit()
    flash(gettext("Saved. Surveys you answer from now on count for this job."))
    return redirect(url_for("account.show"))


@blueprint.post("/password")
@signed_in
def change_password() -> Page:
    """Set another password, or a first one; every other browser is signed out."""
    form = _password_form()
    is_first = isinstance(form, FirstPasswordForm)
    if not form.validate_on_submit() or not (_is_set(form) if is_first else _is_changed(form)):
        return _page(_answer_as_form(), form), CANNOT_BE_TAKEN
    if is_first:
        flash(gettext("Your password is set. You are signed out everywhere else."))
    else:
        flash(gettext("Your password is changed. You are signed out everywhere else."))
    return redirect(url_for("account.show"))


@blueprint.post("/other-sign-ins")
@signed_in
def end_other_sign_ins() -> Page:
    """Sign out of every browser but this one."""
    sign_ins.end_other_sign_ins(db.session(), person_id=person().id, token=current_user.token, now=now())
    db.session.commit()
    flash(gettext("You are signed out everywhere else."))
    return redirect(url_for("account.show"))


def _password_form(*, is_empty: bool = False) -> PasswordForm:
    """For a first password where somebody has come by links alone so far, else for another one."""
    kind = FirstPasswordForm if person().password_hash is None else ChangePasswordForm
    return kind(formdata=None) if is_empty else kind()


def _is_set(form: PasswordForm) -> bool:
    try:
        confirming.set_first_password(
            db.session(), person=person(), new=form.new_password.data or "", token=current_user.token, now=now()
        )
    except sign_ins.SignInRefused:
        add_error(form.new_password, gettext("Have a link sent to your own address first, and come in by it."))
    except PasswordRefused as refused:
        add_error(form.new_password, str(refused))
    else:
        db.session.commit()
    return not form.errors


def _is_changed(form: PasswordForm) -> bool:
    try:
        sign_ins.change_password(
            db.session(),
            person=person(),
            current=form.current_password.data or "",
            new=form.new_password.data or "",
            token=current_user.token,
            address=request.remote_addr or "",
            secret=settings().secret_key,
            now=now(),
        )
    except sign_ins.SignInRefused:
        add_error(form.current_password, gettext("This is not your current password. Check it and try again."))
    except sign_ins.TooManyTries:
        add_error(form.current_password, gettext("There were too many tries. Wait 15 minutes, then try again."))
    except PasswordRefused as refused:
        add_error(form.new_password, str(refused))
    db.session.commit()  # a failed try counts too
    return not form.errors


def _current_jobs() -> list[Membership]:
    return [membership for membership in person().memberships if membership.ended_on is None]


def _answer_as_form() -> AnswerAsForm:
    jobs = _current_jobs()
    form = AnswerAsForm(membership=next((job.id for job in jobs if job.is_answering), None))
    form.offer(jobs, load_reference())
    return form


def _page(answer_as_form: AnswerAsForm, password_form: PasswordForm) -> str:
    return render_template(
        "people/account.html",
        person=person(),
        jobs=_current_jobs(),
        reference=load_reference(),
        answer_as_form=answer_as_form,
        password_form=password_form,
        others=sign_ins.other_sign_ins(db.session(), person_id=person().id, token=current_user.token, now=now()),
        may_use_api=may(standing(), Action.USE_API),
        errors=error_list(answer_as_form) + error_list(password_form),
    )
