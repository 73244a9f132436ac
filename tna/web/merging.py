"""Accounts that may be of one human being, and making one of two."""

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from tna.domain.people import Action, may
from tna.domain.reports.words import inside
from tna.extensions import db
from tna.language import gettext
from tna.models.people import Person
from tna.services import merging, people
from tna.services.agencies import all_agencies
from tna.services.duplicates import MOST_SHOWN, likely_duplicates
from tna.services.merging import MergeRefused
from tna.services.survey_files import load_reference
from tna.web.access import allowed, key_of, now, person, standing, today
from tna.web.earlier_answers import forget_begun_by_links
from tna.web.people_forms import DUTIES, SearchForm

blueprint = Blueprint("merging", __name__, url_prefix="/people")


@blueprint.get("/duplicates")
@allowed(Action.KEEP_PEOPLE)
def duplicates() -> str:
    """Accounts that are likely to be of one person."""
    found = likely_duplicates(db.session())
    return render_template("people/duplicates.html", found=found[:MOST_SHOWN], total=len(found))


@blueprint.get("/<int:person_id>/merge")
@allowed(Action.KEEP_PEOPLE)
def choose(person_id: int) -> str:
    """Find the other account of a person."""
    found = _account_or_404(person_id)
    form = SearchForm(request.args)
    page = people.page_of_people(db.session(), search=form.q.data) if form.q.data else None
    others = [] if page is None else [one for one in page.people if one.id != person_id]
    return render_template("people/merge_choose.html", found=found, form=form, others=others, page=page)


@blueprint.route("/<int:person_id>/merge/<int:other_id>", methods=["GET", "POST"])
@allowed(Action.KEEP_PEOPLE)
def merge(person_id: int, other_id: int) -> str | Response:
    """Say what merging the other account into this one does; then do it."""
    stays, goes = _account_or_404(person_id), _account_or_404(other_id)
    try:
        _check_administrators(stays, goes)
        preview = merging.preview_merge(db.session(), stays=stays, goes=goes, actor_id=person().id)
        if request.method == "GET":
            return render_template("people/merge.html", preview=preview, duties=_duties(preview), titles=_titles())
        _merge(stays, goes)
        db.session.commit()
    except MergeRefused as refused:
        return render_template("people/merge_refused.html", stays=stays, refused=str(refused))
    flash(gettext("The two accounts are one now."))
    return redirect(url_for("people.show", person_id=person_id))


def _merge(stays: Person, goes: Person) -> None:
    merging.merge(
        db.session(),
        stays=stays,
        goes=goes,
        key_stays=key_of(stays),
        key_goes=key_of(goes),
        today=today(),
        actor_id=person().id,
        now=now(),
    )
    forget_begun_by_links(goes)


def _check_administrators(stays: Person, goes: Person) -> None:
    """A manager must be able neither to remove an administrator nor to hand their duty on. Raises MergeRefused."""
    if merging.holds_administration(stays, goes) and not may(standing(), Action.KEEP_ACCOUNTS):
        raise MergeRefused(
            gettext("One of them is an administrator’s account. Ask an administrator to take that duty off first.")
        )


def _account_or_404(person_id: int) -> Person:
    """An account that was not merged into another."""
    found = people.find(db.session(), person_id=person_id)
    return found if found is not None and found.merged_into_id is None else abort(404)


def _duties(preview: merging.MergePreview) -> list[str]:
    """The duties that would be joined, in words."""
    agencies = {agency.id: agency.name for agency in all_agencies(db.session())}
    led = [
        gettext("leading the training of %(agency)s", agency=agencies[held.agency_id])
        for held in preview.duties
        if held.agency_id is not None
    ]
    return [*(inside(gettext(DUTIES[held.duty][0])) for held in preview.duties if held.duty in DUTIES), *sorted(led)]


def _titles() -> dict[str, str]:
    return {job.id: job.title for job in load_reference().jobs}
