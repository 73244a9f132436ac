"""Pages that say the same to everybody."""

from flask import Blueprint, render_template

from tna.web.access import public, settings

blueprint = Blueprint("static_pages", __name__)


@blueprint.get("/privacy")
@public
def privacy() -> str:
    """Who sees what, for anybody, before and after signing in."""
    return render_template("pages/privacy.html", threshold=settings().threshold)
