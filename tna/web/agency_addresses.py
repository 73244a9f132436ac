"""In which domains an agency's people have their e-mail addresses."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, url_for
from govuk_frontend_wtf.wtforms_widgets import GovRadioInput, GovSubmitInput, GovTextArea
from werkzeug.wrappers import Response
from wtforms import RadioField, SubmitField, TextAreaField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]

from tna.domain.people import Action
from tna.extensions import db
from tna.language import gettext, lazy_gettext
from tna.models.people import Agency
from tna.services.agency_domains import DomainsRefused, set_domains
from tna.web.access import allowed, now, person
from tna.web.agencies import agency_or_404
from tna.web.form_fields import TextForm, add_error, cleaned, error_list

blueprint = Blueprint("agency_addresses", __name__, url_prefix="/people/agencies")
_YES, _NO = "yes", "no"


class AddressesForm(TextForm):
    """The domains of an agency, one a line, and whether home addresses are taken."""

    domains = TextAreaField(
        lazy_gettext("What stands behind the @ in its people’s addresses?"),
        description=lazy_gettext("One domain a line, like council.example. Leave it empty if you do not know."),
        widget=GovTextArea(),
        filters=[cleaned],
    )
    home = RadioField(
        lazy_gettext("May its people use an address of their own?"),
        description=lazy_gettext(
            "Say yes for foster carers, childminders and volunteers, whom the agency gives no address."
        ),
        widget=GovRadioInput(),
        validate_choice=False,
    )
    submit = SubmitField(lazy_gettext("Save"), widget=GovSubmitInput())

    def __init__(self, agency: Agency) -> None:
        lines = "\n".join(row.domain for row in agency.domains)
        super().__init__(data={"domains": lines, "home": _YES if agency.takes_home_addresses else _NO})
        choices: list[Any] = [SelectChoice(_NO, gettext("No")), SelectChoice(_YES, gettext("Yes: any address will do"))]
        self.home.choices = choices


@blueprint.route("/<agency_id>/addresses", methods=["GET", "POST"])
@allowed(Action.KEEP_AGENCIES, agency="agency_id")
def change(agency_id: str) -> str | Response:
    """Say where an agency's people have their addresses."""
    agency = agency_or_404(agency_id)
    form = AddressesForm(agency)
    if form.validate_on_submit():
        try:
            set_domains(
                db.session(),
                agency=agency,
                lines=(form.domains.data or "").splitlines(),
                takes_home_addresses=form.home.data == _YES,
                actor_id=person().id,
                now=now(),
            )
            db.session.commit()
            flash(gettext("The e-mail addresses are saved."))
            return redirect(url_for("agencies.show", agency_id=agency_id))
        except DomainsRefused as refused:
            for fault in refused.faults:
                add_error(form.domains, fault)
    return render_template("agencies/addresses.html", agency=agency, form=form, errors=error_list(form))
