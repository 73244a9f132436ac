"""People: who they are, where they work, what they may do."""

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from tna.domain.people import Action, Duty, may
from tna.extensions import db
from tna.language import gettext
from tna.models.people import Membership, Person
from tna.services import people, sign_ins
from tna.services.agencies import all_agencies, find_agency
from tna.services.people import standing_of
from tna.services.person_checks import PersonRefused
from tna.services.survey_files import load_reference
from tna.web.access import allowed, now, person, settings, standing, today
from tna.web.earlier_answers import close_earlier_answers
from tna.web.form_fields import add_error, error_list
from tna.web.people_forms import (
    DUTIES,
    DutiesForm,
    MembershipForm,
    NewPersonForm,
    PersonForm,
    RoleGroupForm,
    SearchForm,
)

blueprint = Blueprint("people", __name__, url_prefix="/people")


@blueprint.get("")
@allowed(Action.KEEP_PEOPLE, Action.KEEP_ACCOUNTS)
def index() -> str:
    """People by name, searched and filtered, page by page."""
    form = SearchForm(request.args)
    form.offer(all_agencies(db.session()))
    agency_id = form.agency.data or None
    if agency_id is not None and find_agency(db.session(), agency_id=agency_id) is None:
        abort(404)
    page = people.page_of_people(
        db.session(), search=form.q.data or "", agency_id=agency_id, number=request.args.get("page", 1, type=int)
    )
    return render_template("people/index.html", page=page, form=form, titles=_titles(), **_permissions())


@blueprint.route("/new", methods=["GET", "POST"])
@allowed(Action.KEEP_PEOPLE)
def new() -> str | Response:
    """Add a person with their first job."""
    form = NewPersonForm()
    form.offer(all_agencies(db.session()), load_reference())
    if form.validate_on_submit():
        try:
            added = people.add_person(
                db.session(),
                email=form.email.data or "",
                name=form.name.data or "",
                agency_id=form.agency.data or "",
                job=form.job.data or "",
                role_group=form.role_group.data or None,
                reference=load_reference(),
                actor_id=person().id,
                now=now(),
            )
            db.session.commit()
            flash(
                gettext(
                    "%(name)s is added. An administrator can make a link by which they set a password.", name=added.name
                )
            )
            return redirect(url_for("people.show", person_id=added.id))
        except PersonRefused as refused:
            add_error(form[refused.field], str(refused))
    return render_template("people/new.html", form=form, errors=error_list(form))


@blueprint.get("/<int:person_id>")
@allowed(Action.KEEP_PEOPLE, Action.KEEP_ACCOUNTS)
def show(person_id: int) -> str | Response:
    """Everything kept about one person's account; nothing about their answers, nor whether they answered."""
    found = people.find(db.session(), person_id=person_id) or abort(404)
    if found.merged_into_id is not None:
        return redirect(url_for("people.show", person_id=found.merged_into_id))
    return _page(found)


@blueprint.route("/<int:person_id>/change", methods=["GET", "POST"])
@allowed(Action.KEEP_PEOPLE)
def change(person_id: int) -> str | Response:
    """Correct a name or an address."""
    found = _person_or_404(person_id)
    if _is_kept_by_administrators(found):
        return _only_administrators(found)
    form = PersonForm(found)
    if form.validate_on_submit():
        try:
            is_elsewhere = people.change_person(
                db.session(),
                person=found,
                name=form.name.data or "",
                email=form.email.data or "",
                actor_id=person().id,
                now=now(),
            )
            if is_elsewhere:
                close_earlier_answers(found)
            return _saved(found, gettext("The change is saved."))
        except PersonRefused as refused:
            add_error(form[refused.field], str(refused))
    return render_template("people/change.html", found=found, form=form, errors=error_list(form))


@blueprint.route("/<int:person_id>/jobs/new", methods=["GET", "POST"])
@allowed(Action.KEEP_PEOPLE)
def add_job(person_id: int) -> str | Response:
    """Let a person take up a job; it brings back somebody who had left."""
    found = _person_or_404(person_id)
    form = MembershipForm()
    form.offer(all_agencies(db.session()), load_reference())
    if form.validate_on_submit():
        try:
            people.join_agency(
                db.session(),
                person=found,
                agency_id=form.agency.data or "",
                job=form.job.data or "",
                role_group=form.role_group.data or None,
                reference=load_reference(),
                actor_id=person().id,
                now=now(),
            )
            return _saved(found, gettext("The job is added."))
        except PersonRefused as refused:
            add_error(form[refused.field], str(refused))
    return render_template("people/add_job.html", found=found, form=form, errors=error_list(form))


@blueprint.route("/<int:person_id>/jobs/<int:membership_id>/role-group", methods=["GET", "POST"])
@allowed(Action.KEEP_PEOPLE)
def change_role_group(person_id: int, membership_id: int) -> str | Response:
    """Set the role group that counts for one of a person's jobs."""
    membership = _job_or_404(person_id, membership_id)
    form = RoleGroupForm(load_reference(), membership.role_group)
    if form.validate_on_submit():
        try:
            people.change_role_group(
                db.session(),
                membership=membership,
                role_group=form.role_group.data or "",
                reference=load_reference(),
                actor_id=person().id,
                now=now(),
            )
            return _saved(membership.person, gettext("The role group is changed."))
        except PersonRefused as refused:
            add_error(form.role_group, str(refused))
    return render_template(
        "people/role_group.html", membership=membership, form=form, titles=_titles(), errors=error_list(form)
    )


@blueprint.route("/<int:person_id>/jobs/<int:membership_id>/end", methods=["GET", "POST"])
@allowed(Action.KEEP_PEOPLE)
def end_job(person_id: int, membership_id: int) -> str | Response:
    """Say what ending a job does; then end it."""
    membership = _job_or_404(person_id, membership_id)
    if request.method == "GET":
        return render_template("people/end_job.html", membership=membership, titles=_titles())
    people.end_membership(db.session(), membership=membership, today=today(), actor_id=person().id, now=now())
    return _saved(membership.person, gettext("The job has ended."))


@blueprint.route("/<int:person_id>/leave", methods=["GET", "POST"])
@allowed(Action.KEEP_PEOPLE)
def leave(person_id: int) -> str | Response:
    """Say what leaving does; then let a person leave the partnership."""
    found = _person_or_404(person_id)
    if _is_kept_by_administrators(found):
        return _only_administrators(found)
    if request.method == "GET":
        return render_template("people/leave.html", found=found)
    try:
        people.leave(db.session(), person=found, today=today(), actor_id=person().id, now=now())
    except PersonRefused as refused:
        return render_template("people/leave.html", found=found, errors=[{"text": str(refused)}])
    return _saved(found, gettext("%(name)s has left.", name=found.name))


@blueprint.route("/<int:person_id>/duties", methods=["GET", "POST"])
@allowed(Action.KEEP_ACCOUNTS)
def duties(person_id: int) -> str | Response:
    """Give and take duties, and say whose training a person leads."""
    found = _person_here_or_404(person_id)
    form = DutiesForm(found, all_agencies(db.session()))
    if form.validate_on_submit():
        try:
            people.set_duties(
                db.session(),
                person=found,
                duties=form.chosen,
                leads=frozenset(form.leads.data or ()),
                actor_id=person().id,
                now=now(),
            )
            return _saved(found, gettext("The duties are saved."))
        except PersonRefused as refused:
            add_error(form[refused.field], str(refused))
    hints = [gettext(lets) for _, lets in DUTIES.values()]
    return render_template("people/duties.html", found=found, form=form, hints=hints, errors=error_list(form))


@blueprint.post("/<int:person_id>/set-up-link")
@allowed(Action.KEEP_ACCOUNTS)
def set_up_link(person_id: int) -> str:
    """Make a link for setting a password; this answer is the only place where it ever stands."""
    found = _person_here_or_404(person_id)
    token = sign_ins.make_set_up_link(db.session(), person=found, actor_id=person().id, now=now())
    db.session.commit()
    # From the settings, never from the request: whoever asks must not choose whose site the link leads to.
    link = settings().base_url + url_for("sign_ins.set_up", token=token)
    last_day = today() + sign_ins.LINK_LASTS
    return render_template("people/set_up_link.html", found=found, link=link, last_day=last_day)


def _person_or_404(person_id: int) -> Person:
    """An account that was not merged into another: nothing of such a one changes any more."""
    found = people.find(db.session(), person_id=person_id)
    return found if found is not None and found.merged_into_id is None else abort(404)


def _person_here_or_404(person_id: int) -> Person:
    """A person who has not left: nobody else holds duties or signs in."""
    found = _person_or_404(person_id)
    return found if found.left_on is None else abort(404)


def _job_or_404(person_id: int, membership_id: int) -> Membership:
    """One of the jobs that this person has now."""
    current = people.current_memberships(_person_or_404(person_id))
    return next((m for m in current if m.id == membership_id), None) or abort(404)


def _saved(found: Person, words: str) -> Response:
    """Keep what was changed of a person and show them again."""
    db.session.commit()
    flash(words)
    return redirect(url_for("people.show", person_id=found.id))


def _page(found: Person) -> str:
    agencies = {agency.id: agency.name for agency in all_agencies(db.session())}
    return render_template(
        "people/person.html",
        found=found,
        jobs=people.current_memberships(found),
        earlier=[m for m in found.memberships if m.ended_on is not None],
        duties=[gettext(DUTIES[held.duty][0]) for held in found.duties if held.duty in DUTIES],
        leads=sorted(agencies[held.agency_id] for held in found.duties if held.agency_id is not None),
        titles=_titles(),
        **_permissions(),
    )


def _titles() -> dict[str, dict[str, str]]:
    reference = load_reference()
    return {
        "jobs": {job.id: job.title for job in reference.jobs},
        "role_groups": {group.id: group.title for group in reference.role_groups},
    }


def _permissions() -> dict[str, bool]:
    """What the signed-in person may do about people, for the parts of a page."""
    return {
        "keeps_people": may(standing(), Action.KEEP_PEOPLE),
        "keeps_agencies": may(standing(), Action.KEEP_AGENCIES),
        "keeps_accounts": may(standing(), Action.KEEP_ACCOUNTS),
    }


def _is_kept_by_administrators(found: Person) -> bool:
    """Whether somebody may be changed by administrators alone: a manager must not be able to remove one."""
    holds = Duty.ADMINISTRATOR in standing_of(found).duties
    return holds and not may(standing(), Action.KEEP_ACCOUNTS)


def _only_administrators(found: Person) -> Response:
    flash(gettext("Only an administrator can change or remove somebody who is an administrator."), "important")
    return redirect(url_for(".show", person_id=found.id))
