"""Levels proposed for the next round: filled into a planned round, or taken away."""

from flask import Blueprint, abort, flash, redirect, request, url_for
from werkzeug.wrappers import Response

from tna.domain.people import Action
from tna.extensions import db
from tna.language import gettext
from tna.models.needs import TargetProposal
from tna.services import target_proposals as proposals
from tna.services.rounds import RoundRefused
from tna.web.access import allowed, now, person
from tna.web.round_pages import round_or_404, say_whether_filled_in

blueprint = Blueprint("target_proposals", __name__, url_prefix="/surveys/rounds/<int:round_id>/targets/proposals")


@blueprint.post("/<int:proposal_id>/use")
@allowed(Action.RUN_ROUNDS)
def use(round_id: int, proposal_id: int) -> Response:
    """Fill in the levels of a proposal."""
    round_, proposal = round_or_404(round_id), _proposal(proposal_id)
    try:
        is_changed = proposals.use_proposal(
            db.session(),
            round_=round_,
            proposal=proposal,
            shown=request.form.get("shown", ""),
            actor_id=person().id,
            now=now(),
        )
        db.session.commit()
        say_whether_filled_in(is_changed)
    except RoundRefused as refused:  # opened, called off or changed by somebody at this moment
        flash(str(refused), "important")
    return redirect(url_for("round_targets.show", round_id=round_id))


@blueprint.post("/<int:proposal_id>/remove")
@allowed(Action.RUN_ROUNDS)
def remove(round_id: int, proposal_id: int) -> Response:
    """Take a proposal away."""
    round_or_404(round_id)
    proposals.remove_proposal(db.session(), proposal=_proposal(proposal_id), actor_id=person().id, now=now())
    db.session.commit()
    flash(gettext("The proposal is removed. Targets that were filled in from it stay."))
    return redirect(url_for("round_targets.show", round_id=round_id))


def _proposal(proposal_id: int) -> TargetProposal:
    return proposals.find_proposal(db.session(), proposal_id=proposal_id) or abort(404)
