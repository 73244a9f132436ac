"""Moving something of a survey up or down by a button."""

from collections.abc import Callable

from flask import abort, url_for
from wtforms import HiddenField

from tna.domain.survey_edits.base import Data
from tna.domain.survey_edits.domains import move_domain, move_statement
from tna.domain.survey_edits.questions import move_choice, move_question
from tna.web.draft_pages import DraftForm

_MOVES: dict[str, Callable[..., Data]] = {
    "part": move_domain,
    "statement": move_statement,
    "question": move_question,
    "choice": move_choice,
}


class MoveForm(DraftForm):
    """What one button sends. `within`: the question, where a choice is moved; `anchor`: where on the page to return."""

    kind = HiddenField()
    id = HiddenField()
    within = HiddenField()
    way = HiddenField()
    anchor = HiddenField()

    def back_to(self, draft_id: int) -> str | None:
        """The page on which choices are moved; None for everything that is moved on the whole survey's page."""
        if self.kind.data != "choice" or not self.within.data:
            return None
        return url_for("question_editor.choices", draft_id=draft_id, question_id=self.within.data)


def move_in(data: Data, form: MoveForm) -> Data:
    """The data after what a button asks for; 404 where there is no such thing."""
    named = [str(form.within.data or "")] if form.kind.data == "choice" else []
    try:
        return _MOVES[str(form.kind.data)](data, *named, str(form.id.data), up=form.way.data == "up")
    except KeyError:
        abort(404)
