"""Signing in and out, and setting a password by a one-time link."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_login import current_user
from werkzeug.wrappers import Response

from tna.extensions import db
from tna.language import gettext, mark
from tna.services import sign_ins
from tna.services.passwords import PasswordRefused
from tna.web.access import forget_sign_in, now, public, remember_sign_in, safe_next, settings
from tna.web.earlier_answers import close_earlier_answers
from tna.web.form_fields import add_error, error_list
from tna.web.sign_in_forms import LinkForm, SetPasswordForm, SignInForm

blueprint = Blueprint("sign_ins", __name__)

_TOO_MANY = mark("There were too many tries. Wait 15 minutes, then try again.")

Page = str | Response | tuple[str, int]


@blueprint.route("/sign-in", methods=["GET", "POST"])
@public
def sign_in() -> Page:
    """Sign in by e-mail address and password."""
    if current_user.is_authenticated:
        return redirect(safe_next(request.args.get("next")))
    form = SignInForm()
    if form.validate_on_submit():
        token = _try(form)
        db.session.commit()  # the failed try counts too
        if token is not None:
            remember_sign_in(token)
            return redirect(safe_next(request.args.get("next")))
    status = 429 if gettext(_TOO_MANY) in form.email.errors else 200
    return render_template(
        "people/sign_in.html", form=form, link_form=LinkForm(formdata=None), errors=error_list(form)
    ), status


def _try(form: SignInForm) -> str | None:
    try:
        return sign_ins.sign_in(
            db.session(),
            email=form.email.data or "",
            password=form.password.data or "",
            address=request.remote_addr or "",
            secret=settings().secret_key,
            now=now(),
        )
    except sign_ins.SignInRefused:
        add_error(form.email, gettext("The e-mail address and password do not match. Check both and try again."))
    except sign_ins.TooManyTries:
        add_error(form.email, gettext(_TOO_MANY))
    return None


@blueprint.post("/sign-out")
@public
def sign_out() -> Page:
    """Sign out of this browser."""
    forget_sign_in()
    db.session.commit()
    flash(gettext("You have signed out."))
    return redirect(url_for("sign_ins.sign_in"))


@blueprint.route("/set-up/<token>", methods=["GET", "POST"])
@public
def set_up(token: str) -> Page:
    """Set a password by a link that is good once; opening it does not use it up."""
    form = SetPasswordForm()
    try:
        person = sign_ins.person_of_link(db.session(), token=token, now=now())
        if form.validate_on_submit():
            sign_in_token = sign_ins.set_password_by_link(
                db.session(), token=token, password=form.new_password.data or "", now=now()
            )
            # Whoever holds the link reads nothing that was answered before it was used.
            close_earlier_answers(person)
            db.session.commit()
            remember_sign_in(sign_in_token)
            return redirect(url_for("home.show"))
    except sign_ins.LinkUnusable:
        return render_template("people/link_unusable.html"), 404
    except PasswordRefused as refused:
        add_error(form.new_password, str(refused))
    return render_template("people/set_up.html", form=form, person=person, errors=error_list(form))
