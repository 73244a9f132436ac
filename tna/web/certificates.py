"""A certificate, to print or to keep as a file; its owner alone has it."""

from flask import Blueprint, abort, render_template

from tna.domain.courses import hours_words
from tna.domain.people import Action
from tna.extensions import db
from tna.services.certificates import own_certificate
from tna.web.access import allowed, own_key, person, today

blueprint = Blueprint("certificates", __name__, url_prefix="/learning/certificates")


@blueprint.get("/<int:completion_id>")
@allowed(Action.LEARN)
def show(completion_id: int) -> str:
    """The certificate of one completed course, or what it waits for."""
    found = own_certificate(
        db.session(), person_id=person().id, key=own_key(), completion_id=completion_id, today=today()
    )
    certificate = found or abort(404)
    return render_template(
        "learning/certificate.html", certificate=certificate, hours=hours_words(certificate.hours), person=person()
    )
