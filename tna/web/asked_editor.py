"""Changing who is asked what in a survey that is being written, and the levels that role groups need."""

from flask import Blueprint, abort, request
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response

from tna.domain.people import Action
from tna.domain.reports.words import inside
from tna.domain.survey_edits import asked
from tna.domain.survey_edits.base import Data, domain_row
from tna.language import gettext
from tna.services.reference_files import load_reference
from tna.services.survey_drafts import data_of
from tna.web import survey_editor_forms as forms
from tna.web.access import allowed
from tna.web.draft_pages import DraftForm, draft_or_404, edit_page, found, owner_of_words

blueprint = Blueprint("asked_editor", __name__, url_prefix="/surveys/editor/<int:draft_id>")

Page = str | Response | tuple[str, int]


@blueprint.route("/parts/<domain_id>/asked", methods=["GET", "POST"])
@allowed(Action.KEEP_SURVEYS)
def ask(draft_id: int, domain_id: str) -> Page:
    """Who is asked the statements of a part."""
    draft = draft_or_404(draft_id)
    data = data_of(draft)
    domain = found(domain_row, data, domain_id)
    groups = load_reference().role_groups
    ticked = _ticked(data, request.form)
    return edit_page(
        draft,
        DraftForm(),
        lambda data: asked.ask_in_domain(data, domain_id, {one.id: ticked.get(one.id, []) for one in groups}),
        title=gettext("Who is asked"),
        anchor=domain_id,
        template="survey_editor/asked.html",
        domain=domain,
        own=owner_of_words(data),
        groups=groups,
        ticked=ticked,
    )


def _ticked(data: Data, form: MultiDict[str, str]) -> dict[str, list[str]]:
    """By role group the statements asked: as the form says, "A s01" for each box, or without one as the draft does."""
    if request.method != "POST":
        return asked.asked_statements(data)
    ticked: dict[str, list[str]] = {}
    for box in form.getlist("asked"):
        group, _, statement = box.partition(" ")
        ticked.setdefault(group, []).append(statement)
    return ticked


@blueprint.route("/targets/<role_group>", methods=["GET", "POST"])
@allowed(Action.KEEP_SURVEYS)
def targets(draft_id: int, role_group: str) -> Page:
    """The levels one role group needs."""
    draft = draft_or_404(draft_id)
    group = next((one for one in load_reference().role_groups if one.id == role_group), None) or abort(404)
    data = data_of(draft)
    form = forms.targets_form(data, role_group)
    return edit_page(
        draft,
        form,
        lambda data: asked.set_targets(data, role_group, forms.chosen_levels(form)),
        title=gettext("Levels %(role_group)s need", role_group=inside(group.title)),
        anchor="targets",
        template="survey_editor/targets.html",
        group=group,
        own=owner_of_words(data),
        domains=data["domains"],
        asked=asked.asked_statements(data).get(role_group, []),
    )
