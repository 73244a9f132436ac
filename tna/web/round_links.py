"""Where somebody goes who came by a link about one round."""

from flask import redirect, render_template, url_for
from flask_login import current_user
from werkzeug.wrappers import Response

from tna.domain.people import Answering
from tna.extensions import db
from tna.services.rounds import find_round
from tna.web.survey_visits import Stage, visit_in


def way_into(round_id: int) -> str | None:
    """Where somebody who has just come in goes on with a round; None where it asks them nothing."""
    job: Answering | None = current_user.answering
    round_ = find_round(db.session(), round_id=round_id)
    if job is None or round_ is None:
        return None
    visit = visit_in(round_, job)
    if visit.stage is Stage.NOT_ASKED:
        return None
    if visit.stage is Stage.UNDER_WAY and round_.closed_at is None:
        return visit.next_url
    return url_for("surveys.before_you_start", round_id=round_id)


def only_way(round_id: int) -> str | Response:
    """The first page of somebody who reaches one round alone: on to its survey, or word that it asks them nothing."""
    onward = way_into(round_id)
    return redirect(onward) if onward else render_template("links/nothing_to_answer.html")
