"""Changing the optional questions of a survey that is being written."""

from flask import Blueprint
from werkzeug.wrappers import Response

from tna.domain.people import Action
from tna.domain.survey_edits import questions
from tna.domain.survey_edits.base import Data, place, question_row
from tna.language import gettext
from tna.services.reference_files import load_reference
from tna.services.survey_drafts import data_of
from tna.web import survey_editor_forms as forms
from tna.web.access import allowed
from tna.web.draft_pages import DraftForm, draft_or_404, earlier, edit_page, found, owner_of_words, quoting

blueprint = Blueprint("question_editor", __name__, url_prefix="/surveys/editor/<int:draft_id>")

Page = str | Response | tuple[str, int]
_HERE = "questions"


@blueprint.route("/add-question", methods=["GET", "POST"])
@allowed(Action.KEEP_SURVEYS)
def new(draft_id: int) -> Page:
    """A further question."""
    draft = draft_or_404(draft_id)
    form = forms.QuestionForm()
    return edit_page(
        draft,
        form,
        lambda data: questions.add_question(
            data, text=form["text"].data, hint=form.hint.data or "", earlier=earlier(draft)
        ),
        title=gettext("Add a question"),
        lead=gettext("It comes last on the last page, and people may leave it out. Add its choices next."),
        anchor=_HERE,
    )


@blueprint.route("/questions/<question_id>", methods=["GET", "POST"])
@allowed(Action.KEEP_SURVEYS)
def change(draft_id: int, question_id: str) -> Page:
    """The words of a question."""
    draft = draft_or_404(draft_id)
    question = found(question_row, data_of(draft), question_id)
    form = forms.QuestionForm(data={"text": question["text"], "hint": question.get("hint", "")})
    return edit_page(
        draft,
        form,
        lambda data: questions.change_question(data, question_id, text=form["text"].data, hint=form.hint.data or ""),
        title=gettext("Words of the question"),
        anchor=_HERE,
    )


@blueprint.route("/questions/<question_id>/choices", methods=["GET", "POST"])
@allowed(Action.KEEP_SURVEYS)
def choices(draft_id: int, question_id: str) -> Page:
    """What a question offers."""
    draft = draft_or_404(draft_id)
    data = data_of(draft)
    question = found(question_row, data, question_id)
    form = forms.choices_form(question)

    def edit(data: Data) -> Data:
        labels, added = forms.typed(form, "choice_"), list(forms.typed(form, "new_").values())
        return questions.set_choices(data, question_id, labels=labels, added=added, earlier=earlier(draft))

    return edit_page(
        draft,
        form,
        edit,
        title=gettext("Choices"),
        lead=quoting(
            data,
            gettext("“%(question)s” Two to six choices. Empty a box to take its choice away."),
            question=question["text"],
        ),
        anchor=_HERE,
        template="survey_editor/choices.html",
        question=question,
        own=owner_of_words(data),
    )


@blueprint.route("/questions/<question_id>/put-to", methods=["GET", "POST"])
@allowed(Action.KEEP_SURVEYS)
def put_to(draft_id: int, question_id: str) -> Page:
    """Who a question is put to."""
    draft = draft_or_404(draft_id)
    data = data_of(draft)
    question = found(question_row, data, question_id)
    form = forms.put_to_form(question, load_reference().role_groups)
    return edit_page(
        draft,
        form,
        lambda data: questions.put_to(
            data, question_id, groups=form.groups.data or [] if form.whom.data == forms.SOME else None
        ),
        title=gettext("Who is it put to?"),
        lead=quoting(data, gettext("“%(question)s”"), question=question["text"]),
        anchor=_HERE,
    )


@blueprint.route("/questions/<question_id>/condition", methods=["GET", "POST"])
@allowed(Action.KEEP_SURVEYS)
def condition(draft_id: int, question_id: str) -> Page:
    """After which answers a question is put."""
    draft = draft_or_404(draft_id)
    data = data_of(draft)
    question = found(question_row, data, question_id)
    form = forms.condition_form(data, question, data["questions"][: place(data["questions"], question_id)])

    def edit(data: Data) -> Data:
        if form.after.data == forms.EVERYBODY:
            return questions.set_condition(data, question_id, other=None)
        answers = form[f"answers_{form.after.data}"].data or ()
        return questions.set_condition(data, question_id, other=form.after.data, choices=answers)

    lead = quoting(data, gettext("“%(question)s”"), question=question["text"])
    return edit_page(draft, form, edit, title=gettext("When is it put?"), lead=lead, anchor=_HERE)


@blueprint.route("/questions/<question_id>/remove", methods=["GET", "POST"])
@allowed(Action.KEEP_SURVEYS)
def remove(draft_id: int, question_id: str) -> Page:
    """Say what removing a question does; then remove it."""
    draft = draft_or_404(draft_id)
    data = data_of(draft)
    question = found(question_row, data, question_id)
    return edit_page(
        draft,
        DraftForm(),
        lambda data: questions.remove_question(data, question_id),
        title=gettext("Remove the question?"),
        lead=quoting(
            data, gettext("“%(asked)s” is not asked any more. Rounds that asked it keep it."), asked=question["text"]
        ),
        anchor=_HERE,
        template="survey_editor/remove.html",
    )
