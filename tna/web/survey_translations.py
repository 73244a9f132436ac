"""The words of a survey that is being written in another language: how far they are, and a form for each part."""

from collections.abc import Callable

from flask import Blueprint, abort, render_template, url_for
from werkzeug.wrappers import Response

from tna.domain.people import Action
from tna.domain.survey_edits.base import Data, domain_row
from tna.domain.survey_edits.translations import (
    Text,
    domain_texts,
    own_texts,
    question_texts,
    set_translations,
    texts_of,
)
from tna.language import Language, gettext, mark
from tna.models.surveys import SurveyDraft
from tna.services.survey_drafts import data_of
from tna.services.survey_translating import how_far, other_language
from tna.web import survey_editor_forms as forms
from tna.web.access import allowed, settings
from tna.web.draft_pages import draft_or_404, edit_page, found, overview, owner_of_words

blueprint = Blueprint("survey_translations", __name__, url_prefix="/surveys/editor/<int:draft_id>/languages/<language>")

Page = str | Response | tuple[str, int]

_SURVEY = mark("Words in %(language)s: title, notice, beginnings and scale")
_PART = mark("Words in %(language)s: part %(number)s")
_QUESTIONS = mark("Words in %(language)s: optional questions")


@blueprint.get("")
@allowed(Action.KEEP_SURVEYS)
def show(draft_id: int, language: str) -> str:
    """How far a survey is in a language, part by part."""
    draft = draft_or_404(draft_id)
    data = data_of(draft)
    spoken = _language_or_404(data, language)
    of_survey = how_far(data, own_texts(data), spoken)
    of_domains = [(domain, how_far(data, domain_texts(data, domain), spoken)) for domain in data["domains"]]
    return render_template(
        "survey_editor/translations.html",
        draft=draft,
        language=spoken,
        whole=how_far(data, texts_of(data), spoken),
        of_survey=of_survey,
        of_domains=of_domains,
        of_questions=how_far(data, question_texts(data), spoken),
        own=owner_of_words(data),
        back_url=overview(draft_id, "languages"),
    )


@blueprint.route("/survey", methods=["GET", "POST"])
@allowed(Action.KEEP_SURVEYS)
def survey(draft_id: int, language: str) -> Page:
    """What the survey says of itself, how its statements begin, and its scale."""
    return _form_page(draft_or_404(draft_id), language, own_texts, _SURVEY)


@blueprint.route("/parts/<domain_id>", methods=["GET", "POST"])
@allowed(Action.KEEP_SURVEYS)
def part(draft_id: int, language: str, domain_id: str) -> Page:
    """The title and the statements of a part."""
    draft = draft_or_404(draft_id)
    data = data_of(draft)
    number = data["domains"].index(found(domain_row, data, domain_id)) + 1
    return _form_page(
        draft, language, lambda data: domain_texts(data, found(domain_row, data, domain_id)), _PART, number=number
    )


@blueprint.route("/questions", methods=["GET", "POST"])
@allowed(Action.KEEP_SURVEYS)
def questions(draft_id: int, language: str) -> Page:
    """The optional questions with their choices."""
    return _form_page(draft_or_404(draft_id), language, question_texts, _QUESTIONS)


def _form_page(
    draft: SurveyDraft, code: str, texts_in: Callable[[Data], list[Text]], title: str, **values: object
) -> Page:
    data = data_of(draft)
    language = _language_or_404(data, code)
    form = forms.translation_form(data, texts_in(data), language)
    return edit_page(
        draft,
        form,
        lambda data: set_translations(data, code, texts_in(data), forms.typed(form, "")),
        title=gettext(title, language=language.name, **values),
        lead=gettext("What you leave empty is shown as it was written, or as its hint says."),
        back=url_for("survey_translations.show", draft_id=draft.id, language=code),
        template="survey_editor/translate.html",
        tag=language.tag,
    )


def _language_or_404(data: Data, code: str) -> Language:
    return other_language(settings(), data, code) or abort(404)
