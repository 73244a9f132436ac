"""What every page about one round shares: finding the round."""

from flask import abort

from tna.extensions import db
from tna.models.surveys import Round
from tna.services.rounds import find_round


def round_or_404(round_id: int) -> Round:
    """The round of an address."""
    return find_round(db.session(), round_id=round_id) or abort(404)
