"""How analysts read figures by programs of their own: how to begin, and the tokens it takes."""

from flask import Blueprint, abort, flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from tna.domain.people import Action
from tna.extensions import db
from tna.language import gettext
from tna.services import api_tokens
from tna.services.reports import newest_with_figures, released_rounds, role_group_titles
from tna.web.access import allowed, now, person, settings, today
from tna.web.api_document import EXAMPLE
from tna.web.api_forms import TokenForm
from tna.web.api_queries import FILTERS
from tna.web.form_fields import add_error, error_list

blueprint = Blueprint("api_pages", __name__)

Page = str | Response | tuple[str, int]

CANNOT_BE_MADE = 422


@blueprint.get("/needs/programs")
@allowed(Action.USE_API)
def programs() -> Page:
    """How to begin, with an example to copy."""
    newest = newest_with_figures(released_rounds(db.session()))
    address = settings().base_url + url_for("api.releases")
    return render_template(
        "api/programs.html",
        example=EXAMPLE.format(address=address, release_id=1 if newest is None else newest.release.id),
        parts=("/groups", "/statements", "/domains", "/questions", "/themes"),
        role_groups=role_group_titles(),
        filters=FILTERS,
        most=api_tokens.MOST_REQUESTS,
    )


@blueprint.get("/account/tokens")
@allowed(Action.USE_API)
def tokens() -> Page:
    """One's tokens, and the form that makes another."""
    return _page(_form(is_empty=True))


@blueprint.post("/account/tokens")
@allowed(Action.USE_API)
def make() -> Page:
    """Make a token; this answer is the only place where it ever stands."""
    form = _form()
    if form.validate_on_submit() and (token := _made(form)):
        db.session.commit()
        return render_template("api/token.html", token=token, name=form.name.data)
    return _page(form), CANNOT_BE_MADE


@blueprint.post("/account/tokens/<int:token_id>/revoke")
@allowed(Action.USE_API)
def revoke(token_id: int) -> Page:
    """End one of one's own tokens at once."""
    if not api_tokens.revoke(db.session(), person_id=person().id, token_id=token_id, now=now()):
        abort(404)
    db.session.commit()
    flash(gettext("The token is revoked. Nothing can be read by it any more."))
    return redirect(url_for(".tokens"))


def _form(*, is_empty: bool = False) -> TokenForm:
    form = TokenForm(formdata=None) if is_empty else TokenForm()
    form.offer()
    return form


def _made(form: TokenForm) -> str:
    try:
        return api_tokens.make(
            db.session(),
            person_id=person().id,
            name=form.name.data or "",
            days=form.days.data,
            today=today(),
            now=now(),
        )
    except api_tokens.NotMade as refused:
        add_error(form[refused.field], str(refused))
    return ""


def _page(form: TokenForm) -> str:
    mine = api_tokens.of_person(db.session(), person_id=person().id)
    working = [one for one in mine if one.revoked_at is None and one.last_day >= today()]
    return render_template(
        "api/tokens.html",
        form=form,
        errors=error_list(form),
        working=working,
        ended=[one for one in mine if one not in working],
    )
