"""How mail is sent from here: trying it, reading what became of it, and the addresses that take none."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from tna.domain.mail_headers import read_headers
from tna.domain.notices import fault_said
from tna.domain.people import Action, may
from tna.extensions import db
from tna.language import gettext
from tna.services import bounces, mail
from tna.services.people import people_to_ask
from tna.web.access import allowed, now, person, settings, standing
from tna.web.form_fields import error_list
from tna.web.mail_forms import HeadersForm
from tna.web.waking import commit_and_wake

blueprint = Blueprint("mail", __name__, url_prefix="/mail")


@blueprint.get("")
@allowed(Action.KEEP_MAIL)
def index() -> str:
    """How mail is sent, what waits, what went wrong, and a button to try it."""
    refused = None
    if may(standing(), Action.REACH_PEOPLE):
        refused = bounces.count_refused(db.session(), standing=standing())
    return render_template(
        "mail/index.html",
        settings=settings(),
        state=mail.outbox_state(db.session(), now=now()),
        tried=mail.newest_test(db.session(), person_id=person().id),
        own_address=person().email,
        refused=refused,
        fault_said=fault_said,
    )


@blueprint.post("/test")
@allowed(Action.KEEP_MAIL)
def test() -> Response:
    """Send a test message to whoever asks for it, and to nobody else."""
    here = redirect(url_for(".index"))
    try:
        mail.ask_for_test(db.session(), person_id=person().id, now=now())
    except mail.TestRefused as refused:
        flash(str(refused), "important")
        return here
    commit_and_wake()
    flash(gettext("The test message is on its way to %(address)s.", address=person().email))
    return here


@blueprint.route("/headers", methods=["GET", "POST"])
@allowed(Action.KEEP_MAIL)
def headers() -> str:
    """Say in words what the headers of the test message show; nothing of them is kept."""
    form = HeadersForm()
    report = None
    if form.validate_on_submit():
        report = read_headers(form.headers.data or "", our_address=settings().mail_from)
    return render_template("mail/headers.html", form=form, report=report, errors=error_list(form))


@blueprint.get("/bounces", endpoint="bounces")
@allowed(Action.REACH_PEOPLE)
def refused() -> str:
    """Whose address takes no mail, among the people whom the reader reaches; never which message it was."""
    page = bounces.page_of_refused(db.session(), standing=standing(), number=request.args.get("page", 1, type=int))
    return render_template(
        "mail/bounces.html",
        page=page,
        keeps_mail=may(standing(), Action.KEEP_MAIL),
        keeps_people=may(standing(), Action.KEEP_PEOPLE),
        ask=people_to_ask(db.session(), agency_id=None, asking=person().id),
        fault_said=fault_said,
    )
