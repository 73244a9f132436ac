"""Coming in by a link without a password, and having one sent."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_login import current_user
from werkzeug.wrappers import Response

from tna.domain.addresses import partly_hidden
from tna.domain.people import Action
from tna.extensions import db
from tna.language import gettext, lazy_gettext
from tna.models.people import PersonalLink
from tna.services import coming_in, personal_links, sign_ins
from tna.services.sign_in_links import TooManyLinks, ask_for_link
from tna.web.access import allowed, now, person, public, remember_sign_in, settings
from tna.web.earlier_answers import adopt_begun_by_links
from tna.web.form_fields import add_error, error_list
from tna.web.round_links import way_into
from tna.web.sign_in_forms import LinkForm
from tna.web.waking import commit_and_wake

blueprint = Blueprint("links", __name__)

Page = str | Response | tuple[str, int]

TOO_MANY = lazy_gettext("Links have been asked for too often lately. Wait 15 minutes, then try again.")
_CANNOT_BE_USED = 404
_REFUSED = 409
_TOO_MANY = 429


@blueprint.route("/sign-in/link", methods=["GET", "POST"])
@public
def ask() -> Page:
    """Have a link for signing in sent to one's address; the answer is the same whether or not it is known here."""
    form = LinkForm()
    if form.validate_on_submit() and is_link_owed(form.address.data or ""):
        return redirect(url_for("links.sent"))
    if request.method == "POST" and not form.errors:
        add_error(form.address, TOO_MANY)
        return render_template("links/ask.html", form=form, errors=error_list(form)), _TOO_MANY
    return render_template("links/ask.html", form=form, errors=error_list(form))


@blueprint.get("/link-sent")
@public
def sent() -> str:
    """What happens next, told alike to everybody who asked for a link."""
    return render_template("links/sent.html")


@blueprint.route("/link/<token>", methods=["GET", "POST"])
@public
def come_in(token: str) -> Page:
    """A page with one button, the same for every link, since mail scanners open them; the button uses the link up."""
    if request.method != "POST":  # HEAD too opens and uses nothing up
        return render_template("links/come_in.html")
    try:
        arrival = _arrive(personal_links.find_link(db.session(), token=token), token)
    except coming_in.LinkUnusable:
        return render_template("links/unusable.html", form=LinkForm(formdata=None)), _CANNOT_BE_USED
    except coming_in.PersonHasLeft:
        return render_template("links/left.html"), _REFUSED
    except coming_in.RoundNotOpen as refused:
        return render_template("links/round_not_open.html", round=refused.round), _REFUSED
    except coming_in.OwnAddressNeeded as refused:
        return render_template("links/own_address.html", token=token, hidden=partly_hidden(refused.email)), _REFUSED
    db.session.commit()
    remember_sign_in(arrival.token)
    onward = None if arrival.round_id is None else way_into(arrival.round_id)
    return redirect(onward or url_for("home.show"))


def _arrive(link: PersonalLink | None, token: str) -> coming_in.Arrival:
    if link is None:
        raise coming_in.LinkUnusable
    arrival = coming_in.come_in(db.session(), token=token, now=now())
    if arrival.by_own_address:
        adopt_begun_by_links(link.person)
    if current_user.is_authenticated:  # whoever was signed in here before is so no longer
        sign_ins.end_sign_in(db.session(), token=current_user.token, now=now())
    return arrival


@blueprint.post("/link/<token>/own-address")
@public
def send_to_own_address(token: str) -> Page:
    """Have a link sent to the address of the person whose link others have seen; whoever asks does not see it."""
    link = personal_links.find_link(db.session(), token=token)
    if link is not None and not is_link_owed(link.person.email):
        flash(str(TOO_MANY), "important")
        return redirect(url_for("links.come_in", token=token))
    return redirect(url_for("links.sent"))


@blueprint.post("/surveys/<int:round_id>/profile-link")
@allowed(Action.ANSWER_SURVEY, by_round_link=True)
def send_profile_link(round_id: int) -> Page:
    """Have a link to oneself sent to one's own address, for whoever came by a link that others have seen."""
    if is_link_owed(person().email):
        hidden = partly_hidden(person().email)
        flash(gettext("A link is on its way to %(address)s. It works once, for an hour.", address=hidden))
    else:
        flash(str(TOO_MANY), "important")
    return redirect(url_for("surveys.before_you_start", round_id=round_id))  # which leads on to where one is


def is_link_owed(email: str) -> bool:
    """Owe a link to this address and wake the worker; False where links were asked for too often."""
    try:
        ask_for_link(
            db.session(), email=email, address=request.remote_addr or "", secret=settings().secret_key, now=now()
        )
    except TooManyLinks:
        return False
    commit_and_wake()
    return True
