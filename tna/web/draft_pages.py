"""What every page of the survey editor shares: finding the draft, sending a change, and saying why it was not made."""

from collections.abc import Callable
from functools import partial
from typing import Any

from flask import abort, flash, redirect, render_template, url_for
from markupsafe import Markup
from werkzeug.wrappers import Response
from wtforms import HiddenField

from tna.domain.survey_edits.base import Data, EditRefused
from tna.extensions import db
from tna.language import ENGLISH, gettext, mark, spoken
from tna.models.surveys import SurveyDraft
from tna.services import survey_drafts, survey_versions
from tna.services.survey_drafts import DraftMoved, DraftRefused
from tna.web.access import now, person
from tna.web.form_fields import TextForm, add_error, error_list

MOVED = mark(
    "Somebody has changed this survey since you opened this page, so nothing is saved yet. "
    "What you typed is still here."
)
CONFLICT = 409

Problem = dict[str, str | None]
"""A line of the error summary: its text, and where it leads, if anywhere."""


class DraftForm(TextForm):
    """A form about a draft, which says which revision it was opened with."""

    revision = HiddenField()

    def seen(self) -> int:
        """The revision with which the page was opened; 0, which no draft has, if the form says none."""
        typed = str(self.revision.data or "")
        return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 10 else 0


def draft_or_404(draft_id: int) -> SurveyDraft:
    """The draft of an address."""
    return survey_drafts.find_draft(db.session(), draft_id=draft_id) or abort(404)


def found(look: Callable[..., Data], data: Data, wanted: str) -> Data:
    """A row of the draft by one of the finders of `survey_edits`; 404 if it is not there."""
    try:
        return look(data, wanted)
    except KeyError:
        abort(404)


def earlier(draft: SurveyDraft) -> list[Data]:
    """Every version of the draft's survey, whose ids are not used again."""
    return survey_versions.earlier_data(db.session(), survey_id=draft.survey_id)


def own_words(data: Data, text: str) -> str:
    """Words of a survey as it was written, marked with their language where the page speaks another."""
    language = _written_in(data)
    return text if language is None else in_language(language, text)


def in_language(tag: str, text: str) -> Markup:
    """A text marked with its language, for those who have the page read to them."""
    attribute = Markup('lang="{}"').format(tag)
    return Markup("<span {}>{}</span>").format(attribute, text)


def _written_in(data: Data) -> str | None:
    """The language of a survey's own words; None where the page speaks it."""
    language = str(data.get("language", ENGLISH.code))
    return None if language == spoken().code else language


def owner_of_words(data: Data) -> Callable[[str], str]:
    """`own_words` of a survey, for its templates."""
    return partial(own_words, data)


def quoting(data: Data, sentence: str, **words: str) -> str:
    """A sentence with words of a survey in it, each marked where the page speaks another language than the survey."""
    return Markup.escape(sentence) % {name: own_words(data, text) for name, text in words.items()}


def overview(draft_id: int, anchor: str | None = None) -> str:
    """The address of the whole survey, at a place of it."""
    return url_for("survey_drafts.show", draft_id=draft_id, _anchor=anchor)


def edit_page(
    draft: SurveyDraft,
    form: DraftForm,
    edit: Callable[[Data], Data],
    *,
    title: str,
    lead: str = "",
    anchor: str | None = None,
    back: str | None = None,
    template: str = "survey_editor/edit.html",
    **context: Any,
) -> str | Response | tuple[str, int]:
    """A page with one form that changes one thing: the page, or once it is done the way back to the survey.

    `edit` is called with the data of the draft once the form is valid; `back` leads elsewhere than to the survey.
    """
    draft_id = draft.id
    back_url = back or overview(draft_id, anchor)
    problems: list[Problem] = []
    status = 200
    if form.validate_on_submit():
        try:
            change(draft_id, form.seen(), edit)
            return redirect(back_url)
        except EditRefused as refused:
            problems = _placed(form, refused)
        except DraftRefused as refused:
            problems = [{"text": str(refused)}]
        except DraftMoved:
            problems, status = moved_on(draft_id), CONFLICT
            draft = draft_or_404(draft_id)
    form.revision.data = str(draft.revision) if status == CONFLICT or not form.is_submitted() else form.revision.data
    page = render_template(
        template,
        draft=draft,
        form=form,
        page_title=title,
        lead=lead,
        back_url=back_url,
        written_in=_written_in(survey_drafts.data_of(draft)),
        errors=[*problems, *error_list(form)],
        **context,
    )
    return page if status == 200 else (page, status)


def change(draft_id: int, revision: int, edit: Callable[[Data], Data]) -> None:
    """Make a change of a draft and keep it; raises what the service raises."""
    survey_drafts.change(db.session(), draft_id=draft_id, revision=revision, edit=edit, actor_id=person().id, now=now())
    db.session.commit()
    flash(gettext("The change is saved."))


def moved_on(draft_id: int) -> list[Problem]:
    """What the error summary says to somebody whose page was older than the draft."""
    further = gettext("See the survey as it is now. Then come back, and save again if your change still fits.")
    return [{"text": gettext(MOVED)}, {"text": further, "href": overview(draft_id)}]


def _placed(form: DraftForm, refused: EditRefused) -> list[Problem]:
    """Put a refusal onto its field; returns it for the error summary where the form has no such field."""
    if refused.field in form:
        add_error(form[refused.field], Markup.escape(refused))
        return []
    return [{"text": str(refused)}]
