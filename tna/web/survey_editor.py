"""Changing a survey that is being written: what it says of itself, its domains and its statements."""

from flask import Blueprint, abort, flash, redirect
from werkzeug.wrappers import Response

from tna.domain.people import Action
from tna.domain.survey_edits import domains, words
from tna.domain.survey_edits.base import Data, EditRefused, domain_row, home_of, statement_row
from tna.domain.survey_edits.translations import domain_texts
from tna.extensions import db
from tna.language import gettext, spoken
from tna.services import survey_versions
from tna.services.reference_files import load_reference
from tna.services.survey_drafts import DraftMoved, data_of
from tna.services.survey_translating import shown_as
from tna.web import survey_editor_forms as forms
from tna.web.access import allowed
from tna.web.draft_moves import MoveForm, move_in
from tna.web.draft_pages import DraftForm, change, draft_or_404, earlier, edit_page, found, overview, quoting

blueprint = Blueprint("survey_editor", __name__, url_prefix="/surveys/editor/<int:draft_id>")

Page = str | Response | tuple[str, int]


@blueprint.route("/about", methods=["GET", "POST"])
@allowed(Action.KEEP_SURVEYS)
def about(draft_id: int) -> Page:
    """Title, notice, minutes and number of the version."""
    draft = draft_or_404(draft_id)
    data = data_of(draft)
    form = forms.AboutForm(data={name: data[name] for name in ("title", "notice", "minutes", "version")})

    def edit(data: Data) -> Data:
        assert form.version.data is not None  # the form was valid
        assert form.minutes.data is not None
        survey_versions.refuse_used(db.session(), survey_id=draft.survey_id, version=form.version.data)
        return words.set_about(
            data,
            title=form.title.data or "",
            notice=form.notice.data or "",
            minutes=form.minutes.data,
            version=form.version.data,
        )

    return edit_page(draft, form, edit, title=gettext("About the survey"))


@blueprint.route("/beginning", methods=["GET", "POST"])
@allowed(Action.KEEP_SURVEYS)
def stems(draft_id: int) -> Page:
    """The words before each statement."""
    draft = draft_or_404(draft_id)
    form = forms.stems_form(data_of(draft), load_reference().role_groups)
    return edit_page(
        draft,
        form,
        lambda data: words.set_stems(data, stem=form.stem.data, stems=forms.typed(form, "stem_")),
        title=gettext("How each statement begins"),
        lead=gettext(
            "Every statement completes these words. Leave a role group empty where it reads what everybody reads."
        ),
        anchor="beginning",
    )


@blueprint.route("/scale", methods=["GET", "POST"])
@allowed(Action.KEEP_SURVEYS)
def scale(draft_id: int) -> Page:
    """The words of the scale."""
    draft = draft_or_404(draft_id)
    form = forms.scale_form(data_of(draft))

    def edit(data: Data) -> Data:
        labels = list(forms.typed(form, "level_").values())
        return words.set_scale(data, labels=labels, not_my_role=form.not_my_role.data)

    lead = gettext("Other words here mean that no answer can be compared with an earlier round.")
    return edit_page(draft, form, edit, title=gettext("The scale"), lead=lead, anchor="scale")


@blueprint.route("/add-part", methods=["GET", "POST"])
@allowed(Action.KEEP_SURVEYS)
def add_domain(draft_id: int) -> Page:
    """A further part."""
    draft = draft_or_404(draft_id)
    form = forms.words_form(gettext("Title"), is_long=False)
    return edit_page(
        draft,
        form,
        lambda data: domains.add_domain(data, title=form["text"].data, earlier=earlier(draft)),
        title=gettext("Add a part"),
        lead=gettext("It comes last; you can move it up. A part is one page, of at most six statements."),
        anchor="parts",
    )


@blueprint.route("/parts/<domain_id>", methods=["GET", "POST"])
@allowed(Action.KEEP_SURVEYS)
def rename_domain(draft_id: int, domain_id: str) -> Page:
    """The title of a part."""
    draft = draft_or_404(draft_id)
    domain = found(domain_row, data_of(draft), domain_id)
    form = forms.words_form(gettext("Title"), domain["title"], is_long=False)
    return edit_page(
        draft,
        form,
        lambda data: domains.rename_domain(data, domain_id, title=form["text"].data),
        title=gettext("Title of the part"),
        anchor=domain_id,
    )


@blueprint.route("/parts/<domain_id>/remove", methods=["GET", "POST"])
@allowed(Action.KEEP_SURVEYS)
def remove_domain(draft_id: int, domain_id: str) -> Page:
    """Say what goes with a part; then remove it."""
    draft = draft_or_404(draft_id)
    data = data_of(draft)
    domain = found(domain_row, data, domain_id)
    return edit_page(
        draft,
        DraftForm(),
        lambda data: domains.remove_domain(data, domain_id),
        title=gettext("Remove “%(title)s”?", title=shown_as(data, domain_texts(data, domain)[0], spoken())),
        lead=gettext("Its statements go with it, and so do the levels that role groups need in it."),
        anchor="parts",
        template="survey_editor/remove.html",
    )


@blueprint.route("/parts/<domain_id>/statements/new", methods=["GET", "POST"])
@allowed(Action.KEEP_SURVEYS)
def add_statement(draft_id: int, domain_id: str) -> Page:
    """A further statement of a part."""
    draft = draft_or_404(draft_id)
    data = data_of(draft)
    domain = found(domain_row, data, domain_id)
    form = forms.words_form(gettext("Statement"))
    return edit_page(
        draft,
        form,
        lambda data: domains.add_statement(data, domain_id, text=form["text"].data, earlier=earlier(draft)),
        title=gettext("Add a statement"),
        lead=quoting(
            data,
            gettext(
                "It comes last in “%(title)s” and completes: %(stem)s Role groups that are asked all of this part are "
                "asked it too."
            ),
            title=domain["title"],
            stem=data["stem"],
        ),
        anchor=domain_id,
    )


@blueprint.route("/statements/<statement_id>", methods=["GET", "POST"])
@allowed(Action.KEEP_SURVEYS)
def change_statement(draft_id: int, statement_id: str) -> Page:
    """The words of a statement."""
    draft = draft_or_404(draft_id)
    data = data_of(draft)
    statement = found(statement_row, data, statement_id)
    form = forms.words_form(gettext("Statement"), statement["text"])
    return edit_page(
        draft,
        form,
        lambda data: domains.change_statement(data, statement_id, text=form["text"].data),
        title=gettext("Words of the statement"),
        lead=quoting(
            data,
            gettext("It completes: %(stem)s To ask about something else, add a new statement and remove this one."),
            stem=data["stem"],
        ),
        anchor=home_of(data, statement_id)["id"],
    )


@blueprint.route("/statements/<statement_id>/words", methods=["GET", "POST"])
@allowed(Action.KEEP_SURVEYS)
def wordings(draft_id: int, statement_id: str) -> Page:
    """A statement's own words for role groups."""
    draft = draft_or_404(draft_id)
    data = data_of(draft)
    statement = found(statement_row, data, statement_id)
    form = forms.wordings_form(data, statement_id, load_reference().role_groups)
    return edit_page(
        draft,
        form,
        lambda data: words.set_wordings(data, statement_id, {**_unshown(data, form, statement_id), **_typed(form)}),
        title=gettext("Words for one role group"),
        lead=quoting(
            data,
            gettext("Everybody else reads: %(statement)s. Leave a role group empty where it reads the same."),
            statement=statement["text"],
        ),
        anchor=home_of(data, statement_id)["id"],
    )


def _typed(form: DraftForm) -> dict[str, str]:
    return forms.typed(form, "words_")


def _unshown(data: Data, form: DraftForm, statement_id: str) -> dict[str, str]:
    """Words that the draft has and the form does not show, which stay."""
    held = {group: texts.get(statement_id, "") for group, texts in data.get("wordings", {}).items()}
    return {group: text for group, text in held.items() if f"words_{group}" not in form}


@blueprint.route("/statements/<statement_id>/part", methods=["GET", "POST"])
@allowed(Action.KEEP_SURVEYS)
def move_to_domain(draft_id: int, statement_id: str) -> Page:
    """Put a statement into another part."""
    draft = draft_or_404(draft_id)
    data = data_of(draft)
    statement = found(statement_row, data, statement_id)
    form = forms.home_form(data, home_of(data, statement_id)["id"])
    return edit_page(
        draft,
        form,
        lambda data: domains.move_to_domain(data, statement_id, domain_id=form.domain.data),
        title=gettext("Move to another part"),
        lead=quoting(
            data,
            gettext("“%(statement)s” comes last there. Whoever is asked it still is, and needs the same level."),
            statement=statement["text"],
        ),
        anchor="parts",
    )


@blueprint.route("/statements/<statement_id>/remove", methods=["GET", "POST"])
@allowed(Action.KEEP_SURVEYS)
def remove_statement(draft_id: int, statement_id: str) -> Page:
    """Say what goes with a statement; then remove it."""
    draft = draft_or_404(draft_id)
    data = data_of(draft)
    statement = found(statement_row, data, statement_id)
    return edit_page(
        draft,
        DraftForm(),
        lambda data: domains.remove_statement(data, statement_id),
        title=gettext("Remove the statement?"),
        lead=quoting(
            data,
            gettext("“%(asked)s” is not asked any more. Rounds that asked it keep it."),
            asked=statement["text"],
        ),
        anchor=home_of(data, statement_id)["id"],
        template="survey_editor/remove.html",
    )


@blueprint.post("/move")
@allowed(Action.KEEP_SURVEYS)
def move(draft_id: int) -> Response:
    """Move a part, statement, question or choice one place up or down."""
    draft_or_404(draft_id)
    form = MoveForm()
    if not form.validate():
        abort(400)
    try:
        change(draft_id, form.seen(), lambda data: move_in(data, form))
    except EditRefused as refused:
        flash(str(refused), "important")
    except DraftMoved:
        flash(
            gettext("Somebody changed this survey in the meantime, so nothing was moved. This is how it is now."),
            "important",
        )
    return redirect(form.back_to(draft_id) or overview(draft_id, form.anchor.data or None))
