"""Asking agencies for their headcounts by a link, and the page behind it for somebody without an account."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from tna.domain.people import Action
from tna.extensions import db
from tna.language import gettext
from tna.models.people import Agency, HeadcountReturn
from tna.services import agencies, headcount_returns
from tna.services.agencies import AgencyRefused
from tna.services.headcount_returns import LASTS, ReturnSigned, ReturnUnusable
from tna.services.rounds import running_round
from tna.services.survey_files import load_reference
from tna.web.access import allowed, now, person, public, settings, today
from tna.web.agencies import agency_or_404
from tna.web.form_fields import add_error, error_list
from tna.web.headcount_return_forms import MailReturnForm, ReturnForm, ReturnLinksForm, return_form
from tna.web.waking import commit_and_wake

blueprint = Blueprint("headcount_returns", __name__)

Page = str | Response | tuple[str, int]


@blueprint.route("/people/agencies/headcount-returns", methods=["GET", "POST"])
@allowed(Action.KEEP_AGENCIES)
def make_all() -> Page:
    """Make a link for each of several agencies; the answer is the only place where they ever stand."""
    known = agencies.all_agencies(db.session())
    standings = headcount_returns.standings(db.session(), today=today(), now=now())
    form = ReturnLinksForm(known, [one.id for one in known if standings[one.id].is_out_of_date])
    if form.validate_on_submit():
        links = [(agency, _make(agency)) for agency in form.chosen]
        db.session.commit()
        return render_template("headcounts/links.html", links=links, last_day=today() + LASTS)
    under_way = [one for one in known if standings[one.id].under_way_until is not None]
    return render_template(
        "headcounts/make_all.html", agencies=known, form=form, under_way=under_way, errors=error_list(form)
    )


@blueprint.route("/people/agencies/<agency_id>/headcount-return", methods=["GET", "POST"])
@allowed(Action.KEEP_AGENCIES, agency="agency_id")
def ask(agency_id: str) -> Page:
    """Send an agency's link to an address, or make one to send on oneself."""
    agency = agency_or_404(agency_id)
    form = MailReturnForm()
    if request.form.get("then") == "make":
        links = [(agency, _make(agency))]
        db.session.commit()
        return render_template("headcounts/links.html", links=links, last_day=today() + LASTS)
    if form.validate_on_submit():
        try:
            headcount_returns.mail_return(
                db.session(), agency_id=agency_id, email=form.email.data or "", actor_id=person().id, now=now()
            )
            commit_and_wake()
            flash(gettext("The link is on its way. An earlier link of this agency stops working when it is sent."))
            return redirect(url_for("agencies.show", agency_id=agency_id))
        except AgencyRefused as refused:
            add_error(form[refused.field], str(refused))
    standing = headcount_returns.standings(db.session(), today=today(), now=now())[agency_id]
    return render_template("headcounts/ask.html", agency=agency, form=form, standing=standing, errors=error_list(form))


@blueprint.route("/headcounts/<token>", methods=["GET", "POST"])
@public
def fill_in(token: str) -> Page:
    """An agency's headcounts by whoever holds the link: entered, looked through, then sent and signed for once."""
    try:
        asked = headcount_returns.find_return(db.session(), token=token, now=now())
        known = agencies.headcounts_as_at(db.session(), agency_id=asked.agency_id)
        form = return_form(load_reference(), _last(asked), known)
        if request.form.get("then") == "change" or not form.validate_on_submit():
            return _form_page(asked, form)
        if request.form.get("then") != "send":
            return render_template("headcounts/check.html", agency=_agency(asked), form=form, last=_last(asked))
        try:
            _file(token, form)
        except AgencyRefused as refused:  # somebody has entered newer numbers at this very moment
            add_error(form[refused.field], str(refused))
            return _form_page(asked, form)
        db.session.commit()
        return redirect(url_for(".fill_in", token=token))
    except ReturnSigned as found:
        return render_template("headcounts/sent.html", agency=_agency(found.signed), signed=found.signed)
    except ReturnUnusable:
        return render_template("headcounts/unusable.html"), 404


def _form_page(asked: HeadcountReturn, form: ReturnForm) -> str:
    return render_template(
        "headcounts/fill_in.html",
        agency=_agency(asked),
        form=form,
        running=running_round(db.session()),
        until=asked.expires_at,
        # In the order of the page, where the role groups come first.
        errors=sorted(error_list(form), key=lambda error: error["href"][1:] not in form.role_groups),
    )


def _file(token: str, form: ReturnForm) -> None:
    assert form.as_at.data is not None  # the form was valid
    headcount_returns.file_return(
        db.session(),
        token=token,
        heads=form.heads,
        as_at=form.as_at.data,
        signed_by=form.signed_by.data or "",
        signed_as=form.signed_as.data or "",
        today=today(),
        now=now(),
    )


def _make(agency: Agency) -> str:
    token = headcount_returns.make_return(db.session(), agency_id=agency.id, actor_id=person().id, now=now())
    # From the settings, never from the request: whoever asks must not choose whose site the link leads to.
    return headcount_returns.address_of(settings().base_url, token)


def _agency(asked: HeadcountReturn) -> Agency:
    return db.session().get_one(Agency, asked.agency_id)


def _last(asked: HeadcountReturn) -> dict[str, int]:
    """What was entered last time, by role group."""
    heads = agencies.headcounts(db.session(), agency_id=asked.agency_id)
    return {role_group: number for (_, role_group), number in heads.items()}
