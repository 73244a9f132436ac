"""Whose form it is that comes in, when somebody's sign-in has ended while they were answering.

What was typed goes back into the page that is shown, and is kept nowhere else: nothing of it is stored on the server
for somebody who is not signed in, and no cookie or file of the browser holds it. On a shared computer the next person
may be the one who signs in. So each form carries its owner's mark, which only this installation can make: what was
typed is shown again to its owner alone, and is saved only by another press of theirs, with a fresh token. For anybody
else nothing of it is shown, and nothing is taken into their answers.
"""

import hmac
from collections.abc import Callable
from functools import wraps
from typing import ParamSpec, TypeVar

from flask import render_template, request
from flask_login import current_user
from werkzeug.wrappers import Response

from tna.domain.people import Action, may
from tna.extensions import db
from tna.models.engines import begin_reading
from tna.web.access import settings, standing

Page = str | Response | tuple[str, int]
P = ParamSpec("P")
R = TypeVar("R")

TOKEN_IS_OLD = 400
SOMEBODY_ELSES = 409
# A part has a handful of fields, each a few characters, an open question one text; more than this is no form of ours.
_MOST_FIELDS, _LONGEST = 50, 2_500


def own_mark(round_id: int) -> str:
    """The mark of the signed-in person on the forms of a round; it tells nobody who they are."""
    words = f"form of round {round_id}, person {current_user.person_id}"
    return hmac.new(settings().secret_key.encode(), words.encode(), "sha256").hexdigest()[:32]


def is_somebody_elses(round_id: int) -> bool:
    """Whether a form came in that was shown to another person than the one signed in now."""
    mark = request.form.get("owner")
    return mark is not None and not hmac.compare_digest(mark.encode(), own_mark(round_id).encode())


def keeps_what_was_typed(view: Callable[P, R]) -> Callable[P, R | Page]:
    """Around a guarded page: a form of somebody who is not signed in any more comes back with what was typed."""

    @wraps(view)
    def keeping(*args: P.args, **kwargs: P.kwargs) -> R | Page:
        if request.method == "POST" and "owner" in request.form and not current_user.is_authenticated:
            return _signed_out()
        return view(*args, **kwargs)

    return keeping


def token_has_aged(round_id: int, show: Callable[[], Page]) -> Page:
    """The answer to a form whose token is of an earlier sign-in, or missing; `show` makes the page for its owner."""
    if "owner" not in request.form:
        return render_template("errors/400.html", csrf_failed=True), TOKEN_IS_OLD
    begin_reading(db.session())  # the token is looked at before everything else
    if not current_user.is_authenticated:
        return _signed_out()
    if not may(standing(), Action.ANSWER_SURVEY) or is_somebody_elses(round_id):
        return somebody_elses()
    page = show()
    return (page, TOKEN_IS_OLD) if isinstance(page, str) else page


def somebody_elses() -> Page:
    """What somebody gets who sends a form that another person had open."""
    return render_template("surveys/somebody_elses.html"), SOMEBODY_ELSES


def _signed_out() -> Page:
    typed = [
        (name, value)
        for name, value in request.form.items()
        if name != "csrf_token" and len(name) <= _LONGEST and len(value) <= _LONGEST
    ]
    return render_template("surveys/signed_out.html", typed=typed[:_MOST_FIELDS]), TOKEN_IS_OLD
