"""What pages about one round share: finding the round, and saying what became of its targets."""

from flask import abort, flash

from tna.extensions import db
from tna.language import gettext
from tna.models.surveys import Round
from tna.services.rounds import find_round


def round_or_404(round_id: int) -> Round:
    """The round of an address."""
    return find_round(db.session(), round_id=round_id) or abort(404)


def say_whether_filled_in(is_changed: bool) -> None:
    """Say what became of targets that were to come from a proposal or a file."""
    if is_changed:
        flash(gettext("The levels are filled in. They must be ratified before the round opens."))
    else:
        flash(gettext("The targets are as they were."))
