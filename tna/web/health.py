"""Whether the product answers, for those who watch it."""

from flask import Blueprint
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from tna import __version__
from tna.extensions import db
from tna.web.access import public

blueprint = Blueprint("health", __name__)


@blueprint.get("/healthz")
@public
def healthz() -> tuple[dict[str, str], int]:
    """200 and the version when the database answers; 503 when it does not."""
    try:
        db.session.execute(text("SELECT 1"))
    except SQLAlchemyError:
        return {"status": "the database does not answer", "version": __version__}, 503
    return {"status": "ok", "version": __version__}, 200
