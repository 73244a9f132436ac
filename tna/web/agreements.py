"""The papers of agencies: which are recorded, which are missing, and recording them."""

from flask import Blueprint, abort, flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from tna.domain.people import Action
from tna.domain.reports.words import begun
from tna.extensions import db
from tna.language import gettext, mark
from tna.models.people import Agency
from tna.services import agreements
from tna.services.agreements import AgreementKind, AgreementRefused, paper_in_words
from tna.web.access import allowed, now, person, today
from tna.web.agencies import agency_or_404
from tna.web.agreement_forms import AgreementForm
from tna.web.form_fields import add_error, error_list

blueprint = Blueprint("agreements", __name__, url_prefix="/people/agencies")

_TITLES = {
    AgreementKind.SHARING: mark("Data sharing agreement"),
    AgreementKind.ASSESSMENT: mark("Data protection impact assessment"),
}


@blueprint.get("/agreements")
@allowed(Action.KEEP_AGENCIES)
def index() -> str:
    """Every agency with its papers, and what is missing."""
    listed = agreements.all_papers(db.session())
    lacking = sum(1 for one in listed if one.has_people and one.missing)
    return render_template("agreements/index.html", listed=listed, lacking=lacking, kinds=AgreementKind)


@blueprint.get("/<agency_id>/agreements")
@allowed(Action.KEEP_AGENCIES, agency="agency_id")
def show(agency_id: str) -> str:
    """The papers of one agency."""
    agency = agency_or_404(agency_id)
    papers = agreements.papers_of(db.session(), agency_id=agency_id)
    names = {kind: (gettext(_TITLES[kind]), paper_in_words(kind)) for kind in AgreementKind}
    return render_template("agreements/show.html", agency=agency, papers=papers, names=names)


@blueprint.route("/<agency_id>/agreements/<kind>", methods=["GET", "POST"])
@allowed(Action.KEEP_AGENCIES, agency="agency_id")
def record(agency_id: str, kind: str) -> str | Response:
    """Record a paper, or change what is recorded of it."""
    agency, paper = agency_or_404(agency_id), _kind_or_404(kind)
    standing = agreements.papers_of(db.session(), agency_id=agency_id).get(paper)
    form = AgreementForm(standing)
    if form.validate_on_submit():
        try:
            _save(agency, paper, form)
            return _done(agency, gettext("%(paper)s is recorded.", paper=begun(paper_in_words(paper))))
        except AgreementRefused as refused:
            add_error(form[refused.field], str(refused))
    return render_template(
        "agreements/record.html",
        agency=agency,
        paper=paper_in_words(paper),
        is_there=standing is not None,
        form=form,
        errors=error_list(form),
    )


@blueprint.post("/<agency_id>/agreements/<kind>/take-back")
@allowed(Action.KEEP_AGENCIES, agency="agency_id")
def take_back(agency_id: str, kind: str) -> Response:
    """Take back what was recorded of a paper; it counts as missing again."""
    agency, paper = agency_or_404(agency_id), _kind_or_404(kind)
    agreements.take_back_agreement(db.session(), agency_id=agency_id, kind=paper, actor_id=person().id, now=now())
    return _done(agency, gettext("%(paper)s counts as missing again.", paper=begun(paper_in_words(paper))))


def _save(agency: Agency, paper: AgreementKind, form: AgreementForm) -> None:
    assert form.signed_on.data is not None  # the form was valid
    agreements.record_agreement(
        db.session(),
        agency_id=agency.id,
        kind=paper,
        signed_on=form.signed_on.data,
        signed_by=form.signed_by.data or "",
        link=form.link.data or "",
        today=today(),
        actor_id=person().id,
        now=now(),
    )


def _done(agency: Agency, words: str) -> Response:
    db.session.commit()
    flash(words)
    return redirect(url_for("agreements.show", agency_id=agency.id))


def _kind_or_404(kind: str) -> AgreementKind:
    return AgreementKind(kind) if kind in set(AgreementKind) else abort(404)
