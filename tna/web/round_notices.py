"""The privacy notice of a round, for everybody who may answer: before they start, and for as long as it is kept."""

from flask import Blueprint, abort, render_template

from tna.domain.people import Action
from tna.extensions import db
from tna.services.rounds import find_round
from tna.web.access import allowed, own_job, settings

blueprint = Blueprint("round_notices", __name__, url_prefix="/surveys/<int:round_id>")


@blueprint.get("/privacy-notice")
@allowed(Action.ANSWER_SURVEY, by_round_link=True)
def show(round_id: int) -> str:
    """What the partnership said when the round opened, beside what the product promises; 404 before it has opened."""
    own_job()
    round_ = find_round(db.session(), round_id=round_id)
    if round_ is None or round_.opened_at is None:
        abort(404)
    return render_template("surveys/privacy_notice.html", round=round_, threshold=settings().threshold)
