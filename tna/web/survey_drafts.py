"""Surveys that are being written: the list, starting one, the whole of it on a page, files out and in, discarding."""

from collections.abc import Sequence

from flask import Blueprint, abort, flash, make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from tna.domain.people import Action
from tna.domain.survey_changes import alternatives
from tna.domain.survey_edits.asked import asked_statements
from tna.extensions import db
from tna.language import gettext, mark
from tna.models.surveys import SurveyDraft
from tna.services import survey_drafts, survey_versions
from tna.services.reference_files import load_reference
from tna.services.survey_drafts import DraftMoved, DraftRefused, data_of, faults_of
from tna.services.survey_faults import SurveyFaults
from tna.services.survey_translating import other_languages
from tna.web.access import allowed, now, person, settings
from tna.web.draft_files import ImportForm
from tna.web.draft_pages import CONFLICT, DraftForm, Problem, draft_or_404, moved_on, overview, owner_of_words
from tna.web.form_fields import error_list
from tna.web.survey_places import mending_places

blueprint = Blueprint("survey_drafts", __name__, url_prefix="/surveys/editor")

Page = str | Response | tuple[str, int]
_MOVED = mark(
    "Somebody has changed this survey since you opened this page, so it is not discarded. Look at it as it is now, and "
    "discard it if you still want to."
)


@blueprint.get("")
@allowed(Action.KEEP_SURVEYS)
def index() -> str:
    """Drafts, and the surveys that rounds are made from."""
    return _index_page()


def _index_page(refused: DraftRefused | None = None) -> str:
    session = db.session()
    errors = []
    if refused is not None:
        href = overview(refused.draft.id) if refused.draft else None
        errors = [{"text": str(refused), "href": href}]
    return render_template(
        "survey_editor/index.html",
        drafts=[(draft, data_of(draft)["version"]) for draft in survey_drafts.all_drafts(session)],
        choices=survey_versions.choices(session),
        errors=errors,
    )


@blueprint.post("/start")
@allowed(Action.KEEP_SURVEYS)
def start() -> str | Response:
    """A draft of the next version of a survey there is."""
    choices = {choice.key: choice for choice in survey_versions.choices(db.session())}
    chosen = choices.get(request.form.get("survey", ""))
    if chosen is None:
        return redirect(url_for("survey_drafts.index"))
    try:
        draft = survey_drafts.start(db.session(), text=chosen.text, file=chosen.words, actor_id=person().id, now=now())
    except DraftRefused as refused:
        return _index_page(refused)
    db.session.commit()
    return redirect(overview(draft.id))


@blueprint.route("/import", methods=["GET", "POST"])
@allowed(Action.KEEP_SURVEYS)
def import_new() -> str | Response:
    """A draft from the text of a survey file."""
    form = ImportForm()
    if form.validate_on_submit():
        try:
            draft = survey_drafts.start(
                db.session(), text=form.survey_text, file=form.file_name, actor_id=person().id, now=now()
            )
            db.session.commit()
            flash(gettext("The survey is imported as a draft."))
            return redirect(overview(draft.id))
        except SurveyFaults as faults:
            form.told = list(faults.faults)
        except DraftRefused as refused:
            href = overview(refused.draft.id) if refused.draft else None
            return _import_page(form, problems=[{"text": str(refused), "href": href}])
    return _import_page(form)


@blueprint.get("/<int:draft_id>")
@allowed(Action.KEEP_SURVEYS)
def show(draft_id: int) -> str:
    """The whole survey in the order in which people see it, with everything that has to be mended."""
    draft = draft_or_404(draft_id)
    data = data_of(draft)
    faults = faults_of(draft)
    asked = asked_statements(data)
    return render_template(
        "survey_editor/show.html",
        draft=draft,
        data=data,
        faults=mending_places(draft_id, data, faults),
        groups=load_reference().role_groups,
        asked=asked,
        own=owner_of_words(data),
        alternatives=alternatives,
        languages=other_languages(settings(), data),
        asked_by={
            one["id"]: [group for group, ids in asked.items() if one["id"] in ids]
            for domain in data["domains"]
            for one in domain["statements"]
        },
    )


@blueprint.get("/<int:draft_id>/survey.yaml")
@allowed(Action.KEEP_SURVEYS)
def download(draft_id: int) -> Response:
    """The draft as a file."""
    draft = draft_or_404(draft_id)
    return _file(draft.definition, f"{draft.survey_id}-draft")


@blueprint.get("/versions/<int:version_id>/survey.yaml")
@allowed(Action.KEEP_SURVEYS)
def download_version(version_id: int) -> Response:
    """A published version as a file."""
    version = survey_versions.find_version(db.session(), version_id=version_id) or abort(404)
    return _file(version.definition, f"{version.survey_id}-{version.version}")


def _file(text: str, name: str) -> Response:
    answer = make_response(text)
    answer.headers["Content-Type"] = "application/yaml; charset=utf-8"
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}.yaml"'
    return answer


@blueprint.route("/<int:draft_id>/import", methods=["GET", "POST"])
@allowed(Action.KEEP_SURVEYS)
def import_into(draft_id: int) -> Page:
    """Put the text of a file in the place of the draft."""
    draft = draft_or_404(draft_id)
    form = ImportForm()
    if form.validate_on_submit():
        try:
            survey_drafts.replace(
                db.session(),
                draft_id=draft_id,
                revision=form.seen(),
                text=form.survey_text,
                file=form.file_name,
                actor_id=person().id,
                now=now(),
            )
            db.session.commit()
            flash(gettext("The file is imported."))
            return redirect(overview(draft_id))
        except SurveyFaults as faults:
            form.told = list(faults.faults)
        except DraftRefused as refused:
            return _import_page(form, draft, problems=[{"text": str(refused)}])
        except DraftMoved:
            draft = draft_or_404(draft_id)
            form.revision.data = str(draft.revision)
            return _import_page(form, draft, problems=moved_on(draft_id)), CONFLICT
    return _import_page(form, draft)


def _import_page(form: ImportForm, draft: SurveyDraft | None = None, problems: Sequence[Problem] = ()) -> str:
    if draft is not None and not form.is_submitted():
        form.revision.data = str(draft.revision)
    return render_template(
        "survey_editor/import.html",
        form=form,
        draft=draft,
        errors=[*problems, *form.fault_list(), *error_list(form)],
        back_url=overview(draft.id) if draft else url_for("survey_drafts.index"),
    )


@blueprint.route("/<int:draft_id>/discard", methods=["GET", "POST"])
@allowed(Action.KEEP_SURVEYS)
def discard(draft_id: int) -> Page:
    """Say what discarding loses; then throw the draft away."""
    draft = draft_or_404(draft_id)
    form = DraftForm(data={"revision": str(draft.revision)})
    errors: list[Problem] = []
    status = 200
    if form.validate_on_submit():
        try:
            survey_drafts.discard(
                db.session(), draft_id=draft_id, revision=form.seen(), actor_id=person().id, now=now()
            )
            db.session.commit()
            flash(gettext("The draft is discarded."))
            return redirect(url_for("survey_drafts.index"))
        except DraftMoved:
            draft = draft_or_404(draft_id)
            form.revision.data = str(draft.revision)
            errors, status = [{"text": gettext(_MOVED)}], CONFLICT
    return render_template("survey_editor/discard.html", draft=draft, form=form, errors=errors), status
