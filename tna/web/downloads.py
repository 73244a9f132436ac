"""Everything that is released of a round, as files to take away."""

from flask import Blueprint, abort, make_response, render_template
from werkzeug.wrappers import Response

from tna.domain.people import Action, may
from tna.extensions import db
from tna.language import gettext
from tna.services import release_files
from tna.services.chart_packs import slug
from tna.services.release_files import KINDS
from tna.services.release_table import COLUMNS
from tna.web.access import allowed, settings, standing
from tna.web.figures import chosen_rounds
from tna.web.need_pages import nothing_released

blueprint = Blueprint("downloads", __name__)

Page = str | Response


@blueprint.get("/needs/download")
@allowed(Action.SEE_NEEDS)
def show() -> Page:
    """Each file of a round, with its size and what it is."""
    chosen = chosen_rounds()
    if chosen is None:
        return nothing_released()
    name = settings().partnership_name
    return render_template(
        "needs/download.html",
        chosen=chosen,
        files=release_files.files_of(db.session(), chosen.released, partnership=name),
        columns={column: gettext(words) for column, words in COLUMNS.items()},
        may_use_api=may(standing(), Action.USE_API),
    )


@blueprint.get("/needs/download/<any(workbook,figures,charts):kind>")
@allowed(Action.SEE_NEEDS)
def file(kind: str) -> Page:
    """One file of a round; not there while the worker still makes it."""
    released = (chosen_rounds() or abort(404)).released
    found = release_files.find(db.session(), released, kind=kind, partnership=settings().partnership_name)
    if found is None:
        abort(404)
    answer = make_response(found.content)
    answer.headers["Content-Type"] = found.media_type
    name = f"{slug(released.round.title, 'round')}-{KINDS[kind].file_name}"
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer
