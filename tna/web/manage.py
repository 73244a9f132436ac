"""What keeps a partnership running, behind one entry of the menu."""

from flask import Blueprint, render_template

from tna.domain.people import Action
from tna.web.access import allowed

blueprint = Blueprint("manage", __name__, url_prefix="/manage")


@blueprint.get("")
@allowed(Action.RUN_ROUNDS)
def show() -> str:
    """Where the partnership manager goes on: rounds, who has answered, people, agencies."""
    return render_template("manage/index.html")
