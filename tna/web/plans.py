"""Plans: the people of an agency and how they stand in their courses, for those who lead their training."""

from typing import Any

from flask import Blueprint, abort, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from tna.domain.people import Action, agencies_within
from tna.domain.plans import MOST_NEEDS, State, asked_words, place_words, renewal_words
from tna.extensions import db
from tna.language import gettext
from tna.services.agencies import all_agencies
from tna.services.completions import recorded_completions
from tna.services.courses import catalogue_of, offered_courses
from tna.services.plans.needs import agency_needs
from tna.services.plans.people import PeoplePage, page_of_plan, person_in_plan
from tna.services.reports import role_group_titles
from tna.web.access import allowed, standing, today
from tna.web.agencies import agency_or_404
from tna.web.plan_forms import SHOWN, PlanSearchForm, selected_people

blueprint = Blueprint("plans", __name__, url_prefix="/plans")

Page = str | Response

_WORDS = {"asked_words": asked_words, "place_words": place_words, "renewal_words": renewal_words, "State": State}


@blueprint.get("")
@allowed(Action.ASSIGN_COURSES)
def index() -> Page:
    """Where somebody who plans for several agencies chooses one; with one there is nothing to choose."""
    everyone = {agency.id: agency for agency in all_agencies(db.session())}
    within = agencies_within(standing(), Action.ASSIGN_COURSES, frozenset(everyone))
    mine = [agency for key, agency in everyone.items() if key in within]
    if len(mine) == 1:
        return redirect(url_for(".agency", agency_id=mine[0].id))
    return render_template("plans/index.html", agencies=mine)


@blueprint.get("/agencies/<agency_id>")
@allowed(Action.ASSIGN_COURSES, agency="agency_id")
def agency(agency_id: str) -> Page:
    """The people of an agency with what is assigned, booked, completed and lapsed, beside its largest needs.

    Those ticked on it are led on to the form that assigns; with nobody ticked the list says so.
    """
    if (is_assigning := "assign" in request.args) and (people := selected_people()):
        chosen = request.args.get("course") or None
        return redirect(url_for("assigning.assign", agency_id=agency_id, person=people, course=chosen))
    shown, catalogue = agency_or_404(agency_id), catalogue_of(db.session())
    courses = offered_courses(db.session(), today=today())
    form = PlanSearchForm(request.args)
    form.offer(courses, role_group_titles())
    page = page_of_plan(
        db.session(),
        agency_id=agency_id,
        wanted=form.wanted,
        catalogue=catalogue,
        today=today(),
        number=request.args.get("page", 1, type=int),
    )
    return render_template(
        "plans/agency.html",
        agency=shown,
        page=page,
        form=form,
        wanted=form.wanted,
        query=_query(form),
        chips=_chips(form),
        needs=agency_needs(db.session(), agency_id=agency_id, courses=courses)[:MOST_NEEDS],
        role_groups=role_group_titles(),
        today=today(),
        errors=_nobody_selected(page) if is_assigning else [],
        **_WORDS,
    )


@blueprint.get("/agencies/<agency_id>/people/<int:person_id>")
@allowed(Action.ASSIGN_COURSES, agency="agency_id")
def one_person(agency_id: str, person_id: int) -> Page:
    """How one person of the agency stands in each course."""
    catalogue = catalogue_of(db.session())
    found = person_in_plan(
        db.session(), person_id=person_id, agency_id=agency_id, catalogue=catalogue, today=today()
    ) or abort(404)
    return render_template(
        "plans/person.html",
        agency=agency_or_404(agency_id),
        found=found,
        recorded=recorded_completions(db.session(), person_id=found.id),
        catalogue=catalogue,
        role_groups=role_group_titles(),
        today=today(),
        **_WORDS,
    )


def _nobody_selected(page: PeoplePage) -> list[dict[str, str]]:
    """The fault of a list on which nobody is ticked, leading to its first box; an empty list has none to tick."""
    text = gettext("Select at least one person")
    return [{"text": text, "href": f"#person-{one.id}"} for one in page.people[:1]]


def _query(form: PlanSearchForm) -> dict[str, Any]:
    """The query that leads to this list again, without its page."""
    wanted = form.wanted
    asked = {"q": wanted.search, "role_group": wanted.role_group, "course": wanted.course, "state": wanted.show}
    return {name: str(value) for name, value in asked.items() if value}


def _chips(form: PlanSearchForm) -> list[tuple[str, dict[str, Any]]]:
    """What the list is narrowed to, in words, each with the query that leaves it out."""
    query = _query(form)
    words = {
        "q": f"“{query.get('q', '')}”",
        "role_group": role_group_titles().get(query.get("role_group", ""), ""),
        "course": query.get("course", ""),
        "state": gettext(SHOWN[form.wanted.show]) if form.wanted.show else "",
    }
    return [(words[name], {key: value for key, value in query.items() if key != name}) for name in query]
