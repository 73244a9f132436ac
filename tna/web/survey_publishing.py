"""Looking at a survey as a role group will see it, checking what it changes, and publishing it."""

from flask import Blueprint, abort, flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from tna.domain.people import Action
from tna.domain.surveys import SurveyDefinition
from tna.extensions import db
from tna.language import gettext
from tna.models.surveys import SurveyDraft
from tna.services import survey_publishing
from tna.services.reference_files import load_reference
from tna.services.survey_drafts import DraftMoved, DraftRefused, data_of, faults_of
from tna.services.survey_faults import SurveyFaults
from tna.web.access import allowed, now, person
from tna.web.draft_pages import CONFLICT, DraftForm, Problem, draft_or_404, moved_on, owner_of_words
from tna.web.survey_places import mending_places

blueprint = Blueprint("survey_publishing", __name__, url_prefix="/surveys/editor/<int:draft_id>")

Page = str | Response | tuple[str, int]


@blueprint.route("/publish", methods=["GET", "POST"])
@allowed(Action.KEEP_SURVEYS)
def publish(draft_id: int) -> Page:
    """What is still wrong and what the draft changes; then publish it for good."""
    draft = draft_or_404(draft_id)
    form = DraftForm(data={"revision": str(draft.revision)})
    if not form.validate_on_submit():
        return _publish_page(draft, form)
    try:
        version = survey_publishing.publish(
            db.session(), draft_id=draft_id, revision=form.seen(), actor_id=person().id, now=now()
        )
        number = version.version
        db.session.commit()
    except DraftMoved:
        draft = draft_or_404(draft_id)
        form.revision.data = str(draft.revision)
        return _publish_page(draft, form, moved_on(draft_id)), CONFLICT
    except DraftRefused as refused:
        return _publish_page(draft, form, [{"text": str(refused)}])
    except SurveyFaults:
        return _publish_page(draft, form)
    flash(gettext("Version %(number)s is published. A new round can use it.", number=number))
    return redirect(url_for("survey_drafts.index"))


def _publish_page(draft: SurveyDraft, form: DraftForm, errors: list[Problem] | None = None) -> str:
    faults = faults_of(draft)
    compared = None if faults else survey_publishing.compared(db.session(), draft=draft)
    data = data_of(draft)
    return render_template(
        "survey_editor/publish.html",
        draft=draft,
        form=form,
        errors=errors or [],
        version=data["version"],
        notice=data["notice"],
        own=owner_of_words(data),
        faults=mending_places(draft.id, data, faults),
        before=compared[0] if compared else None,
        changes=compared[1] if compared else None,
    )


@blueprint.get("/preview")
@allowed(Action.KEEP_SURVEYS)
def previews(draft_id: int) -> str:
    """The role groups whose survey can be looked at."""
    draft = draft_or_404(draft_id)
    survey = survey_publishing.as_far_as_it_goes(draft)
    shown = [(group, survey.parts_for(group.id)) for group in load_reference().role_groups]
    return render_template("survey_editor/previews.html", draft=draft, groups=[one for one in shown if one[1]])


@blueprint.get("/preview/<role_group>/<int:number>")
@allowed(Action.KEEP_SURVEYS)
def preview(draft_id: int, role_group: str, number: int) -> str:
    """One part as this role group will see it; nothing on the page can be sent."""
    draft = draft_or_404(draft_id)
    survey = survey_publishing.as_far_as_it_goes(draft)
    parts = survey.parts_for(role_group)
    if not 1 <= number <= len(parts):
        abort(404)
    part = parts[number - 1]
    return render_template(
        "survey_editor/preview.html",
        draft=draft,
        group=load_reference().role_group(role_group),
        part=part,
        parts=parts,
        questions=survey.questions_for(role_group) if number == len(parts) else (),
        back_url=url_for("survey_publishing.previews", draft_id=draft_id),
        **_as_if_new(survey, role_group),
    )


def _as_if_new(survey: SurveyDefinition, role_group: str) -> dict[str, object]:
    """What the page of a part shows to somebody who has put nothing yet."""
    return {
        "stem": survey.stem_for(role_group),
        "scale": survey.scale,
        "not_my_role": survey.not_my_role,
        "values": {},
        "seen": "",
        "faults": {},
        "saved": False,
    }
