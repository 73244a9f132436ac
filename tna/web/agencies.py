"""Agencies and how many people they have."""

from flask import Blueprint, abort, flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from tna.domain.people import Action
from tna.extensions import db
from tna.language import gettext
from tna.models.people import Agency
from tna.services import agencies
from tna.services.agencies import AgencyRefused
from tna.services.agreements import missing_agreements, papers_of
from tna.services.headcount_checks import headcount_warnings
from tna.services.headcount_returns import standings
from tna.services.rounds import running_round
from tna.services.survey_files import load_reference
from tna.web.access import allowed, now, person, today
from tna.web.agency_forms import AgencyForm, HeadcountForm, headcount_form
from tna.web.form_fields import add_error, error_list

blueprint = Blueprint("agencies", __name__, url_prefix="/people/agencies")


@blueprint.get("")
@allowed(Action.KEEP_AGENCIES)
def index() -> str:
    """Every agency with its size."""
    return render_template(
        "agencies/index.html",
        agencies=agencies.agency_summaries(db.session()),
        standings=standings(db.session(), today=today(), now=now()),
        lacking=len(missing_agreements(db.session())),
        sectors=_sectors(),
    )


@blueprint.route("/new", methods=["GET", "POST"])
@allowed(Action.KEEP_AGENCIES)
def new() -> str | Response:
    """Add an agency."""
    form = AgencyForm(load_reference())
    if form.validate_on_submit():
        try:
            agency = agencies.add_agency(
                db.session(),
                name=form.name.data or "",
                sector=form.sector.data or "",
                reference=load_reference(),
                actor_id=person().id,
                now=now(),
            )
            db.session.commit()
            flash(gettext("The agency is added. Enter how many people it has."))
            return redirect(url_for("agencies.show", agency_id=agency.id))
        except AgencyRefused as refused:
            add_error(form[refused.field], str(refused))
    return render_template("agencies/new.html", form=form, errors=error_list(form))


@blueprint.route("/<agency_id>", methods=["GET", "POST"])
@allowed(Action.KEEP_AGENCIES, agency="agency_id")
def show(agency_id: str) -> str | Response:
    """One agency: what is known of it, and its headcounts to keep up to date."""
    agency = agency_or_404(agency_id)
    heads = agencies.headcounts(db.session(), agency_id=agency_id)
    form = headcount_form(load_reference(), {role_group: number for (_, role_group), number in heads.items()})
    if form.validate_on_submit():
        _save_headcounts(agency, form)
        db.session.commit()
        flash(gettext("The headcounts are saved."))
        return redirect(url_for("agencies.show", agency_id=agency_id))
    return render_template(
        "agencies/show.html",
        agency=agency,
        sector=_sectors().get(agency.sector, agency.sector),
        form=form,
        people=agencies.members(db.session(), agency_id=agency_id),
        as_at=agencies.headcounts_as_at(db.session(), agency_id=agency_id),
        standing=standings(db.session(), today=today(), now=now())[agency_id],
        papers=papers_of(db.session(), agency_id=agency_id),
        running=running_round(db.session()),
        warnings=headcount_warnings(db.session(), agency=agency),
        errors=error_list(form),
    )


@blueprint.route("/<agency_id>/change", methods=["GET", "POST"])
@allowed(Action.KEEP_AGENCIES, agency="agency_id")
def change(agency_id: str) -> str | Response:
    """Rename an agency or move it to another sector."""
    agency = agency_or_404(agency_id)
    form = AgencyForm(load_reference(), name=agency.name, sector=agency.sector)
    if form.validate_on_submit():
        try:
            agencies.change_agency(
                db.session(),
                agency=agency,
                name=form.name.data or "",
                sector=form.sector.data or "",
                reference=load_reference(),
                actor_id=person().id,
                now=now(),
            )
            db.session.commit()
            flash(gettext("The agency is changed."))
            return redirect(url_for("agencies.show", agency_id=agency_id))
        except AgencyRefused as refused:
            add_error(form[refused.field], str(refused))
    return render_template("agencies/change.html", agency=agency, form=form, errors=error_list(form))


def _save_headcounts(agency: Agency, form: HeadcountForm) -> None:
    assert form.as_at.data is not None  # the form was valid
    agencies.set_headcounts(
        db.session(), agency_id=agency.id, heads=form.heads, as_at=form.as_at.data, actor_id=person().id, now=now()
    )


def agency_or_404(agency_id: str) -> Agency:
    """The agency of an address."""
    return agencies.find_agency(db.session(), agency_id=agency_id) or abort(404)


def _sectors() -> dict[str, str]:
    return {sector.id: sector.title for sector in load_reference().sectors}
